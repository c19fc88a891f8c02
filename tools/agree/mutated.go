package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/packet"
)

// mutated is a packet with a rule broken.
type mutated struct {
	fuzz.Mutation
	was, is *generated
	ours    string // by what the library notices, empty if it does not
}

// cuts is how many of the places where a packet can be cut are tried.
const cuts = 12

// mutate breaks the rules of the last two layers of the packets.
func mutate(all []*generated) (out []mutated) {
	for _, g := range all {
		p := packet.NewAt(g.data, g.First)
		if p.Err() != nil {
			continue
		}
		for m := range fuzz.Mutations(p) {
			step := len(g.data)/cuts + 1
			if m.Layer >= 0 && m.Layer < len(g.Types)-2 || m.Rule == fuzz.Truncated && int(m.Is)%step != 0 || len(m.Data) == 0 {
				continue
			}
			q := packet.NewAt(m.Data, g.First)
			out = append(out, mutated{m, g, &generated{Built: g.Built, data: m.Data}, fuzz.Noticed(q, p)})
		}
	}
	return out
}

// noticed is how often who notices that a rule is broken.
type noticed struct{ all, tshark, both, only int }

// verdict is who notices what.
type verdict struct {
	packets, mutations int
	rules              map[fuzz.Rule]*noticed
	missed             map[string]*difference // noticed by tshark alone
	score              score
}

// compareMutated breaks rules and prints who notices it, or writes that to a document.
func compareMutated(w io.Writer, o *made, document string) error {
	v, err := judge(o)
	if err != nil {
		return err
	}
	if document != "" {
		var b strings.Builder
		v.print(&b)
		return insert(document, "mutated", b.String())
	}
	v.print(w)
	v.score.differences(w, "Noticed by tshark alone", v.missed)
	return nil
}

func (v *verdict) print(w io.Writer) {
	fmt.Fprintf(w, "%d packets, %d mutations:\n\n| rule | mutations | tshark notices | of them we | we alone |\n|---|---:|---:|---:|---:|\n", v.packets, v.mutations)
	var all noticed
	row := func(name any, r *noticed) {
		fmt.Fprintf(w, "| %s | %d | %d | %d | %d |\n", name, r.all, r.tshark, r.both, r.only)
	}
	for _, k := range slices.Sorted(maps.Keys(v.rules)) {
		r := v.rules[k]
		all.all, all.tshark, all.both, all.only = all.all+r.all, all.tshark+r.tshark, all.both+r.both, all.only+r.only
		row(k, r)
	}
	row("all", &all)
	if len(v.missed) == 0 {
		return
	}
	fmt.Fprintf(w, "\nNoticed by tshark alone:\n\n| field and rule | mutations |\n|---|---:|\n")
	for _, k := range slices.Sorted(maps.Keys(v.missed)) {
		fmt.Fprintf(w, "| %s | %d |\n", k, v.missed[k].count)
	}
}

// judge breaks the rules of generated packets, and has both look at them.
func judge(o *made) (*verdict, error) {
	like, err := vectors.All(o.vectors)
	if err != nil {
		return nil, err
	}
	base := generate(o, like)
	if err := ask(base, nil); err != nil {
		return nil, err
	}
	base = slices.DeleteFunc(base, func(g *generated) bool { return g.theirs.malformed || g.theirs.severity >= severityError })
	broken := mutate(base)
	list := make([]*generated, len(broken))
	for i := range broken {
		list[i] = broken[i].is
	}
	if err := ask(list, nil); err != nil {
		return nil, err
	}
	v := &verdict{packets: len(base), mutations: len(broken), rules: map[fuzz.Rule]*noticed{}, missed: map[string]*difference{}, score: score{examples: o.examples}}
	slices.SortStableFunc(broken, func(m, n mutated) int { return cmp.Compare(len(m.Data), len(n.Data)) }) // the smallest examples
	for i := range broken {
		v.add(&broken[i])
	}
	return v, nil
}

func (v *verdict) add(m *mutated) {
	r := v.rules[m.Rule]
	if r == nil {
		r = &noticed{}
		v.rules[m.Rule] = r
	}
	r.all++
	theirs := m.is.theirs.malformed || m.is.theirs.severity >= severityWarn && m.is.theirs.remarks > m.was.theirs.remarks
	switch {
	case theirs && m.ours != "":
		r.tshark++
		r.both++
	case theirs:
		r.tshark++
		v.score.note(v.missed, fmt.Sprintf("%s.%s: %s", m.Name, unindexed(m.Field), m.Rule), fmt.Sprintf("lt %d %x: %s, %s", m.was.First.Value, m.Data, m.Mutation, m.is.theirs.protocols))
	case m.ours != "":
		r.only++
	}
}

// unindexed is a path without the numbers of elements.
func unindexed(path string) string {
	out := make([]byte, 0, len(path))
	for i, in := 0, false; i < len(path); i++ {
		switch c := path[i]; {
		case c == '[':
			in = true
		case c == ']':
			in = false
		case !in:
			out = append(out, c)
		}
	}
	return string(out)
}
