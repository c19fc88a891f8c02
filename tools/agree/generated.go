package main

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/netip"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// generated is a packet that was made of the tags, with what the library and tshark say of it.
type generated struct {
	*fuzz.Built
	data   []byte
	before []byte // what tshark has to know, if not nil
	ours   *record
	theirs *dissection
	told   bool       // tshark was told what numbers stand for
	first  *generated // the same packet, as tshark was asked for it first
}

// noWay are rows that tshark has not, and that -d cannot add, though other layers can be reached by them.
var noWay = []codec.Key{{Table: "ethertype", Value: uint64(layers.EtherTypePPP)}}

// tries is how many packets are made at most for one that is found again by this library: random bytes rarely look like
// formats that are recognized by their contents.
const tries = 4

// made says which packets are made.
type made struct {
	packets  int    // for each way to a layer
	seed     int    // others with another one
	vectors  string // the directory of layers, whose test vectors are examples
	examples int    // how many of each difference are shown
}

// generate makes packets for each row of the table of layers, by the shortest way to it. They begin with a
// layer that a capture file can have.
func generate(o *made, like []*packet.Packet) (all []*generated) {
	stacks := fuzz.NewStacks(fuzz.Strict(), fuzz.Like(like...), fuzz.Around(noWay...))
	paths := stacks.Paths()
	keys := slices.SortedFunc(maps.Keys(paths), func(a, b codec.Key) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Value, b.Value))
	})
	for _, key := range keys {
		for _, path := range paths[key] {
			for i, found := 0, 0; found < o.packets && i < tries*o.packets; i++ {
				b := stacks.Whole(path, choices(key, o.seed, i))
				distinct(b, len(all)+1)
				if len(b.Data) > 0 && len(b.Data) < 1<<16 && b.Found() {
					all = append(all, &generated{Built: b, data: b.Data, before: before(b)})
					found++
				}
			}
		}
	}
	return all
}

// distinct gives a packet a source of its own: what tshark has taken the packets between two endpoints for, it takes others between
// them for too.
func distinct(b *fuzz.Built, n int) {
	for _, l := range b.Layers {
		switch l := l.(type) {
		case *layers.IPv4:
			l.Src = netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)})
		case *layers.IPv6:
			l.Src = netip.AddrFrom16([16]byte{0: 0x20, 1: 0x01, 2: 0x0d, 3: 0xb8, 13: byte(n >> 16), 14: byte(n >> 8), 15: byte(n)})
		}
	}
	b.Data, _ = b.Encode()
}

// choices are the same for a row, whatever other rows there are.
func choices(key codec.Key, seed, i int) []byte {
	text := fmt.Appendf(nil, "%s %d %d", key.Table, key.Value, i)
	if seed != 0 {
		text = fmt.Appendf(text, " %d", seed)
	}
	all := sha256.Sum256(text)
	b := make([]byte, 300)
	rand.NewChaCha8(all).Read(b)
	return b[:50+50*(i%6)]
}

// decodeOurs fills in what the library says.
func decodeOurs(all []*generated) {
	var e emitter
	for _, g := range all {
		g.ours = e.packet(g.data, &capture.Info{LinkType: capture.LinkType(g.First.Value), Length: uint32(len(g.data)), CaptureLength: uint32(len(g.data))})
	}
}

// names are tshark's names of the first layers that the packet was built of.
func (g *generated) names(n *norm, layers int) []string {
	all := make([]string, layers)
	for i, t := range g.Types[:layers] {
		all[i] = n.own(t.Name())
	}
	return renamed(n.stack(all))
}

// theirs are the protocols that tshark sees.
func (g *generated) seen(n *norm) []string {
	return renamed(slices.DeleteFunc(n.truthStack(g.theirs.protocols), func(p string) bool { return p == "mptcp" })) // an option of TCP
}

// sameLayer are other names that tshark has for a layer where something is around it: Modbus over UDP, DHCPv6 over TCP, frames of CAN FD by the length, an
// item of CIP without the connection before.
var sameLayer = map[string]string{"mbudp": "mbtcp", "dhcpv6.bulk_leasequery": "dhcpv6", "canfd": "can", "cipio": "cip"}

// inFront are names that tshark gives besides that of the layer behind them: which it has found out.
var inFront = map[string]string{"gtp": "gtpv2", "ppp": "chdlc", "pwethheuristic": "pwethcw"}

// renamed gives layers one name where tshark has two.
func renamed(all []string) (out []string) {
	for i, p := range all {
		if i+1 < len(all) && inFront[p] == all[i+1] {
			continue
		}
		if name, ok := sameLayer[p]; ok {
			p = name
		}
		out = append(out, p)
	}
	return out
}

// asBuilt reports whether tshark sees the layers that the packet was built of.
func (g *generated) asBuilt(n *norm) bool { return begins(g.seen(n), g.names(n, len(g.Types))) }

func begins(list, first []string) bool {
	return len(list) >= len(first) && slices.Equal(list[:len(first)], first)
}

// layerTally is what was found about a layer, in the packets that have it.
type layerTally struct {
	packets, stack, told, malformed, sums tally // equal: as it should be; told: tshark was told of a number
	fields                                tally // that the layer has given
}

// agreement is the comparison of generated packets with tshark.
type agreement struct {
	norm    *norm
	byLayer map[string]*layerTally
	all     layerTally
	kinds   map[string]*difference
	score   score // notes

	theirs    map[*theirFault]int // packets that are malformed to tshark, by the fault
	malformed []*generated        // the others
}

// compareGenerated makes packets, asks tshark, and prints the tables, or writes them to a document.
func compareGenerated(w io.Writer, o *made, document string) error {
	a, err := agreeGenerated(o)
	if err != nil {
		return err
	}
	if document != "" {
		var b strings.Builder
		a.faultTable(&b)
		if err := insert(document, "faults", b.String()); err != nil {
			return err
		}
		b.Reset()
		a.print(&b)
		a.kindTable(&b)
		return insert(document, "generated", b.String())
	}
	a.print(w)
	a.faultTable(w)
	a.differences(w)
	return nil
}

// agreeGenerated makes packets and asks tshark.
func agreeGenerated(o *made) (*agreement, error) {
	norm, err := readNorm()
	if err != nil {
		return nil, err
	}
	like, err := vectors.All(o.vectors)
	if err != nil {
		return nil, err
	}
	all := generate(o, like)
	decodeOurs(all)
	fields, err := known(ownFields(norm, all))
	if err != nil {
		return nil, err
	}
	if err := ask(all, fields); err != nil {
		return nil, err
	}
	if err := askAgain(norm, all, fields); err != nil {
		return nil, err
	}
	a := &agreement{norm: norm, byLayer: map[string]*layerTally{}, kinds: map[string]*difference{}, score: score{examples: o.examples}, theirs: map[*theirFault]int{}}
	slices.SortStableFunc(all, func(g, h *generated) int { return cmp.Compare(len(g.data), len(h.data)) }) // the smallest examples
	for _, g := range all {
		a.packet(g)
	}
	return a, nil
}

// ownFields are the names of the fields that the library gives in any of the packets.
func ownFields(n *norm, all []*generated) []string {
	names := map[string]bool{}
	for _, g := range all {
		for f := range g.ours.F {
			names[f] = names[f] || n.compared(f) && !strings.HasSuffix(f, "_sha")
		}
	}
	maps.DeleteFunc(names, func(_ string, wanted bool) bool { return !wanted })
	return slices.Sorted(maps.Keys(names))
}

func (a *agreement) layer(name string) *layerTally {
	t := a.byLayer[name]
	if t == nil {
		t = &layerTally{}
		a.byLayer[name] = t
	}
	return t
}

func (a *agreement) packet(g *generated) {
	a.all.packets.add(true)
	a.all.stack.add(g.asBuilt(a.norm))
	a.all.told.add(g.told)
	a.all.malformed.add(!g.theirs.malformed)
	switch f := g.why(); {
	case !g.theirs.malformed:
	case f != nil:
		a.theirs[f]++
	default:
		a.malformed = append(a.malformed, g)
	}
	got := g.seen(a.norm)
	for i, typ := range g.Types {
		name := typ.Name()
		if slices.ContainsFunc(g.Types[:i], func(t *codec.Type) bool { return t.Name() == name }) {
			continue
		}
		t, want := a.layer(name), g.names(a.norm, i+1)
		same := begins(got, want)
		bad := g.theirs.malformed && len(got) <= len(want) // what stands last is what is malformed
		t.packets.add(true)
		t.stack.add(same)
		t.told.add(same && g.told)
		t.malformed.add(!bad)
		if i == 0 || begins(got, g.names(a.norm, i)) { // the first layer that differs
			a.note(g, name, "seen as "+sees(got, want), !same)
			a.note(g, name, "malformed: "+numbers.ReplaceAllString(g.theirs.fault, "N"), same && bad)
		}
	}
	if n := len(g.Types); g.asBuilt(a.norm) && g.theirs.malformed && len(got) > len(g.names(a.norm, n)) {
		a.note(g, g.Types[n-1].Name(), "payload malformed: "+numbers.ReplaceAllString(g.theirs.fault, "N"), true)
	}
	if g.asBuilt(a.norm) && !g.theirs.malformed { // otherwise, fields are those of something else
		a.values(g)
	}
}

// numbers are those in a remark.
var numbers = regexp.MustCompile(`[0-9][0-9a-fx.]*`)

// sees is the first protocol that tshark sees instead of those that are wanted.
func sees(got, want []string) string {
	for i := range want {
		if i == len(got) {
			break
		}
		if got[i] != want[i] {
			return got[i]
		}
	}
	return "data"
}

func (a *agreement) note(g *generated, layer, kind string, differs bool) {
	if differs {
		a.score.note(a.kinds, layer+": "+kind, fmt.Sprintf("lt %d %x: %s, theirs %s", g.First.Value, g.data, strings.Join(g.names(a.norm, len(g.Types)), ":"), g.theirs.protocols))
	}
}

// values compares the fields of a packet.
func (a *agreement) values(g *generated) {
	for name, theirs := range g.theirs.fields {
		ours := a.norm.values(name, g.ours.F[name])
		if len(ours) == 0 {
			continue
		}
		theirs = a.norm.values(name, theirs)
		equal := equalShown(theirs[:min(len(theirs), len(ours))], ours)
		t := a.layer(g.ours.owner[name])
		if strings.HasSuffix(name, "checksum.status") {
			equal = equal && text(ours[0]) != "0"
			t.sums.add(equal)
			a.all.sums.add(equal)
		} else {
			t.fields.add(equal)
			a.all.fields.add(equal)
		}
		if !equal {
			a.score.note(a.kinds, g.ours.owner[name]+": "+name, fmt.Sprintf("lt %d %x: ours %v, theirs %v", g.First.Value, g.data, ours, theirs))
		}
	}
}

// equalShown compares what tshark shows with values: numbers may be hexadecimal, booleans words.
func equalShown(shown, values []any) bool {
	if len(shown) != len(values) {
		return false
	}
	for i := range shown {
		a, b := strings.ToLower(text(shown[i])), text(values[i])
		if text(shown[i]) == b || a == b || strings.ReplaceAll(a, ":", "") == b || // bytes with colons
			equalValue(a, b) || (a == "true" && b == "1") || (a == "false" && b == "0") {
			continue
		}
		x, err1 := strconv.ParseInt(a, 0, 64)
		y, err2 := strconv.ParseInt(b, 10, 64)
		if err1 != nil || err2 != nil || x != y {
			return false
		}
	}
	return true
}

func (a *agreement) print(w io.Writer) {
	fmt.Fprintf(w, "| layer | packets | stack as built | told | not malformed | checksums good | fields equal | of |\n|---|---:|---:|---:|---:|---:|---:|---:|\n")
	row := func(name string, t *layerTally) {
		fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %d of %d | %d | %d |\n", name, t.packets.of, t.stack.equal, t.told.equal, t.malformed.equal, t.sums.equal, t.sums.of, t.fields.equal, t.fields.of)
	}
	for _, name := range slices.Sorted(maps.Keys(a.byLayer)) {
		row(name, a.byLayer[name])
	}
	row("all", &a.all)
	var none []string
	for r := range layers.Links().Rows {
		t, err := codec.TypeFor(reflect.TypeOf(r.Layer).Elem())
		if err == nil && a.byLayer[t.Name()] == nil && !slices.Contains(none, t.Name()) {
			none = append(none, t.Name())
		}
	}
	slices.Sort(none)
	if len(none) > 0 {
		fmt.Fprintf(w, "\nIn no packet: %s.\n", strings.Join(none, ", "))
	}
}

// differences lists them, with examples.
func (a *agreement) differences(w io.Writer) {
	a.score.examples = max(1, a.score.examples)
	a.score.differences(w, "Differences", a.kinds)
}

// temporary returns the name of a file that is to be removed.
func temporary(pattern string) (string, error) {
	f, err := os.CreateTemp("", pattern)
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}
