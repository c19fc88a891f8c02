package main

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
)

// generated is a packet that was made of the tags, with what the library and tshark say of it.
type generated struct {
	*fuzz.Built
	data   []byte
	ours   *record
	theirs *dissection
}

// generate makes n packets for each row of the table of layers, by the shortest way to it. They begin with a
// layer that a capture file can have.
func generate(n int) (all []*generated) {
	stacks := fuzz.NewStacks(fuzz.Strict())
	paths := stacks.Paths()
	keys := slices.SortedFunc(maps.Keys(paths), func(a, b codec.Key) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Value, b.Value))
	})
	for _, key := range keys {
		for _, path := range paths[key] {
			for i := range n {
				b := stacks.Whole(path, choices(key, i))
				if len(b.Data) > 0 && len(b.Data) < 1<<16 {
					all = append(all, &generated{Built: b, data: b.Data})
				}
			}
		}
	}
	return all
}

// choices are the same for a row, whatever other rows there are.
func choices(key codec.Key, i int) []byte {
	seed := sha256.Sum256(fmt.Appendf(nil, "%s %d %d", key.Table, key.Value, i))
	b := make([]byte, 300)
	rand.NewChaCha8(seed).Read(b)
	return b[:50+50*(i%6)]
}

// decodeOurs fills in what the library says.
func decodeOurs(all []*generated) {
	var e emitter
	for _, g := range all {
		g.ours = e.packet(g.data, &capture.Info{LinkType: capture.LinkType(g.First.Value), Length: uint32(len(g.data)), CaptureLength: uint32(len(g.data))})
	}
}

// names are tshark's names of the layers that the packet was built of.
func (g *generated) names(n *norm) []string {
	all := make([]string, len(g.Types))
	for i, t := range g.Types {
		all[i] = n.own(t.Name())
	}
	return n.stack(all)
}

// layerTally is what was found about a layer.
type layerTally struct {
	packets, stack, malformed, sums tally // equal: as it should be
	fields                          tally
}

// agreement is the comparison of generated packets with tshark.
type agreement struct {
	norm    *norm
	byLayer map[string]*layerTally
	kinds   map[string]*difference
	score   score // notes
}

// compareGenerated makes packets, asks tshark, and prints the table.
func compareGenerated(w io.Writer, n, examples int) error {
	a, err := agreeGenerated(n, examples)
	if err == nil {
		a.print(w)
	}
	return err
}

// agreeGenerated makes packets and asks tshark.
func agreeGenerated(n, examples int) (*agreement, error) {
	norm, err := readNorm()
	if err != nil {
		return nil, err
	}
	all := generate(n)
	decodeOurs(all)
	fields, err := known(ownFields(norm, all))
	if err != nil {
		return nil, err
	}
	if err := ask(all, fields); err != nil {
		return nil, err
	}
	a := &agreement{norm: norm, byLayer: map[string]*layerTally{}, kinds: map[string]*difference{}, score: score{examples: examples}}
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

func (a *agreement) packet(g *generated) {
	last := g.Types[len(g.Types)-1].Name()
	t := a.byLayer[last]
	if t == nil {
		t = &layerTally{}
		a.byLayer[last] = t
	}
	want := g.names(a.norm)
	got := slices.DeleteFunc(a.norm.truthStack(g.theirs.protocols), func(p string) bool { return p == "mptcp" }) // an option of TCP
	same := len(got) >= len(want) && slices.Equal(got[:len(want)], want)
	t.packets.add(true)
	t.stack.add(same)
	t.malformed.add(!g.theirs.malformed)
	note := func(kind string) {
		a.score.note(a.kinds, last+": "+kind, fmt.Sprintf("lt %d %x: %s, theirs %s", g.First.Value, g.data, strings.Join(want, ":"), g.theirs.protocols))
	}
	if !same {
		note("stack")
	}
	if g.theirs.malformed {
		note("malformed")
	}
	if !same || g.theirs.malformed {
		return // fields are those of something else
	}
	for name, theirs := range g.theirs.fields {
		ours := a.norm.values(name, g.ours.F[name])
		if len(ours) == 0 {
			continue
		}
		theirs = a.norm.values(name, theirs)
		equal := equalShown(theirs[:min(len(theirs), len(ours))], ours)
		if strings.HasSuffix(name, "checksum.status") {
			t.sums.add(equal && text(ours[0]) != "0")
		} else {
			t.fields.add(equal)
		}
		if !equal {
			a.score.note(a.kinds, last+": "+name, fmt.Sprintf("lt %d %x: ours %v, theirs %v", g.First.Value, g.data, ours, theirs))
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
		if a == b || equalValue(a, b) || (a == "true" && b == "1") || (a == "false" && b == "0") {
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

// total is the sum of all layers.
func (a *agreement) total() (sum layerTally) {
	add := func(t *tally, u tally) { t.equal, t.of = t.equal+u.equal, t.of+u.of }
	for _, t := range a.byLayer {
		add(&sum.packets, t.packets)
		add(&sum.stack, t.stack)
		add(&sum.malformed, t.malformed)
		add(&sum.sums, t.sums)
		add(&sum.fields, t.fields)
	}
	return sum
}

func (a *agreement) print(w io.Writer) {
	fmt.Fprintf(w, "| layer | packets | stack as built | not malformed | checksums good | fields equal | of |\n|---|---:|---:|---:|---:|---:|---:|\n")
	row := func(name string, t *layerTally) {
		fmt.Fprintf(w, "| %s | %d | %d | %d | %d of %d | %d | %d |\n", name, t.packets.of, t.stack.equal, t.malformed.equal, t.sums.equal, t.sums.of, t.fields.equal, t.fields.of)
	}
	for _, name := range slices.Sorted(maps.Keys(a.byLayer)) {
		row(name, a.byLayer[name])
	}
	sum := a.total()
	row("all", &sum)
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
