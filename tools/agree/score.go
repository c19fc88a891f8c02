package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// builtLower are the layers up to transport that the library decodes, and builtUpper
// those above, as tshark names them.
var (
	builtLower = strings.Fields("eth vlan llc sll null arp ip ipv6 ipv6.hopopts ipv6.dstopts ipv6.routing ipv6.fraghdr ah icmp icmpv6 tcp udp sctp dccp pgm wlan radiotap prism wlancap")
	builtUpper = strings.Fields("dns mdns llmnr dhcp mptcp")
	// families are the prefixes of the fields that are judged.
	families = strings.Fields("eth vlan arp ip ipv6 tcp udp icmp icmpv6 dns dhcp sll llc null ah wlan radiotap dhcpv6 ntp snmp radius sctp dccp")
)

// tally counts how often something is as the truth has it. Explained are those of the
// others that are known not to be faults, see explain.
type tally struct{ equal, explained, of int }

func (t *tally) add(equal bool) {
	t.of++
	if equal {
		t.equal++
	}
}

// percent is the share of what is equal; it is 100 where nothing was counted.
func (t tally) percent() float64 { return share(t.equal, t.of) }

// judged is the share of what is equal among what is not explained.
func (t tally) judged() float64 { return share(t.equal, t.of-t.explained) }

func share(n, of int) float64 {
	if of == 0 {
		return 100
	}
	return 100 * float64(n) / float64(of)
}

// difference is a kind of disagreement.
type difference struct {
	count    int
	examples []string
}

// score is the result of a comparison.
type score struct {
	norm     *norm
	examples int

	files, delivered, reading   tally // verdict; packets; everything about a packet but its contents
	exact, transport            tally // all packets
	recall, precision           tally // of names, all packets
	fields, fieldsTruth         tally // all packets: of those given, of all
	decodeErrors                int
	built                       tally // stack to transport, packets made of built layers
	byProto                     map[string]*tally
	byField                     map[string]*tally
	byName                      map[string]*nameTally
	stackKinds, fieldKinds, bad map[string]*difference
	habits                      map[string]*difference // explained differences of fields
}

func newScore(examples int) (*score, error) {
	n, err := readNorm()
	if err != nil {
		return nil, err
	}
	return &score{
		norm: n, examples: examples, byProto: map[string]*tally{}, byField: map[string]*tally{}, byName: map[string]*nameTally{},
		stackKinds: map[string]*difference{}, fieldKinds: map[string]*difference{}, bad: map[string]*difference{},
		habits: map[string]*difference{},
	}, nil
}

// scoreCorpus decodes the captures of a corpus and compares them with the truth.
func scoreCorpus(corpus, only string, examples int) (*score, error) {
	s, err := newScore(examples)
	if err != nil {
		return nil, err
	}
	files, err := readManifest(corpus)
	if err != nil {
		return nil, err
	}
	for i := range files {
		if !strings.Contains(files[i].File, only) {
			continue
		}
		if err := s.file(corpus, &files[i]); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *score) file(corpus string, m *capfile) error {
	all, err := readTruth(corpus, m.File)
	if err != nil {
		return err
	}
	given := 0
	end, err := decodeFile(corpus, m.File, func(r *record) error {
		given++
		if r.I <= len(all) {
			s.packet(m, r, &all[r.I-1])
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := given; i < len(all); i++ {
		s.delivered.add(false)
		s.contents(m, &record{File: m.File, I: i + 1}, &all[i])
	}
	ok := end.Packets == m.Packets && (end.Err == "") == (m.ParserError == nil)
	s.files.add(ok)
	if !ok {
		s.note(s.bad, "the end of the file", fmt.Sprintf("%s: %d packets, error %q, truth %d, error %t", m.File, end.Packets, end.Err, m.Packets, m.ParserError != nil))
	}
	return nil
}

func (s *score) note(kinds map[string]*difference, kind, example string) {
	d := kinds[kind]
	if d == nil {
		d = &difference{}
		kinds[kind] = d
	}
	if d.count++; len(d.examples) < s.examples {
		d.examples = append(d.examples, example)
	}
}

func (s *score) packet(m *capfile, r *record, t *truth) {
	s.delivered.add(true)
	same := r.Sha == t.Sha && r.Cap == t.Cap && r.Len == t.Len && r.LT == t.LT && text(r.T) == text(t.T)
	s.reading.add(same)
	if !same {
		s.note(s.bad, "length, time, link type or bytes", fmt.Sprintf("%s#%d", r.File, r.I))
	}
	s.contents(m, r, t)
}

// contents compares layers and fields, where tshark could read the packet.
func (s *score) contents(m *capfile, r *record, t *truth) {
	if m.Corrupt || m.Fuzz || t.P == nil {
		return
	}
	if r.Err != "" {
		s.decodeErrors++
	}
	want, got := s.norm.truthStack(*t.P), s.norm.ownStack(r.Layers)
	s.exact.add(slices.Equal(want, got))
	common := commonNames(want, got)
	s.recall.equal, s.recall.of = s.recall.equal+common, s.recall.of+len(want)
	s.precision.equal, s.precision.of = s.precision.equal+common, s.precision.of+len(got)
	s.names(want, got, r, t)
	wantCut, gotCut := s.norm.toTransport(want), s.norm.toTransport(got)
	same := slices.Equal(wantCut, gotCut)
	s.transport.add(same)
	if !isBuilt(wantCut) || strings.Contains(*t.P, ":etag:") { // norm.json ignores the name
		for name, v := range t.F {
			s.field(name, v, r, t)
		}
		return
	}
	s.builtStack(r, wantCut, gotCut, same)
	for name, v := range t.F {
		want, got, compared := s.field(name, v, r, t)
		if family, _, _ := strings.Cut(name, "."); compared && slices.Contains(families, family) {
			s.builtField(name, want, got, r, t)
		}
	}
	for name := range r.F {
		if _, ok := t.F[name]; !ok && s.norm.compared(name) && len(s.norm.values(name, r.F[name])) > 0 {
			s.note(s.fieldKinds, name+" given, not in the truth", s.example(name, r, t))
		}
	}
}

func (s *score) builtStack(r *record, want, got []string, same bool) {
	s.built.add(same)
	seen := map[string]bool{}
	for _, p := range want {
		if seen[p] {
			continue
		}
		seen[p] = true
		if s.byProto[p] == nil {
			s.byProto[p] = &tally{}
		}
		s.byProto[p].add(same)
	}
	if !same {
		s.note(s.stackKinds, strings.Join(want, ":")+"  ours  "+strings.Join(got, ":"), fmt.Sprintf("%s#%d %s", r.File, r.I, r.Err))
	}
}

// field compares the values of one field of the truth for the figures over all packets.
func (s *score) field(name string, values []any, r *record, t *truth) (want, got []any, compared bool) {
	if !s.norm.compared(name) {
		return nil, nil, false
	}
	got = s.norm.values(name, r.F[name])
	if want = s.norm.values(name, values); len(want) == 0 {
		return nil, nil, false
	}
	same := equalList(want, got)
	s.fieldsTruth.add(same)
	if len(got) > 0 {
		s.fields.add(same)
	}
	return want, got, true
}

// builtField compares the values of one field in a packet made of built layers.
func (s *score) builtField(name string, want, got []any, r *record, t *truth) {
	f := s.byField[name]
	if f == nil {
		f = &tally{}
		s.byField[name] = f
	}
	same := equalList(want, got)
	f.add(same)
	if same {
		return
	}
	if why := explain(name, want, got, s.norm.truthStack(*t.P), t); why != "" {
		f.explained++
		s.note(s.habits, why, s.example(name, r, t))
		return
	}
	if len(got) == 0 {
		s.note(s.fieldKinds, name+" missing", s.example(name, r, t))
	} else {
		s.note(s.fieldKinds, name+" different", s.example(name, r, t))
	}
}

func (s *score) example(name string, r *record, t *truth) string {
	if s.examples == 0 {
		return ""
	}
	e := fmt.Sprintf("%s#%d truth %v ours %v", r.File, r.I, t.F[name], r.F[name])
	if len(e) > 300 {
		e = e[:300]
	}
	return strings.ToValidUTF8(strings.Map(printable, e), "?") + " " + *t.P + " " + r.Err
}

func printable(r rune) rune {
	if unicode.IsPrint(r) {
		return r
	}
	return '?'
}

func isBuilt(stack []string) bool {
	for _, p := range stack {
		if !slices.Contains(builtLower, p) {
			return false
		}
	}
	return len(stack) > 0
}

// commonNames is the length of the longest common subsequence.
func commonNames(a, b []string) int {
	row := make([]int, len(b)+1)
	for i := range a {
		diagonal := 0
		for j := range b {
			above := row[j+1]
			if a[i] == b[j] {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	return row[len(b)]
}
