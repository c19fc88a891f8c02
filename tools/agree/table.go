package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// threshold is the share that has to agree, in percent.
const threshold = 99.8

// family sums the fields with a prefix.
func (s *score) family(name string) (t tally) {
	for field, f := range s.byField {
		if prefix, _, _ := strings.Cut(field, "."); prefix == name {
			t.equal, t.of = t.equal+f.equal, t.of+f.of
		}
	}
	return t
}

// below lists what does not reach the threshold.
func (s *score) below() []string {
	var out []string
	if s.built.percent() < threshold {
		out = append(out, "stacks of built layers")
	}
	for _, name := range families {
		if s.family(name).percent() < threshold {
			out = append(out, "fields "+name+".*")
		}
	}
	return out
}

// print writes the table, and the differences if they are wanted.
func (s *score) print(w io.Writer, differences bool) {
	row := func(name string, t tally) {
		fmt.Fprintf(w, "| %s | %d | %d | %.2f |\n", name, t.equal, t.of, t.percent())
	}
	head := func(title string) {
		fmt.Fprintf(w, "\n%s\n\n| measure | equal | of | %% |\n|---|---:|---:|---:|\n", title)
	}
	head("All packets")
	row("files: number of packets, and whether they end in an error", s.files)
	row("packets delivered", s.delivered)
	row("packets: bytes, lengths, time, link type", s.reading)
	row("stack exactly", s.exact)
	row("stack to the first transport layer", s.transport)
	row("recall of names", s.recall)
	row("precision of names", s.precision)
	row("fields, of those given", s.fields)
	row("fields, of all in the truth", s.fieldsTruth)
	fmt.Fprintf(w, "| packets with a decode error | %d | %d | %.2f |\n", s.decodeErrors, s.exact.of, tally{s.decodeErrors, s.exact.of}.percent())
	head("Packets whose stack up to the transport layer is made of built layers: the stack")
	row("all", s.built)
	for _, p := range builtLower {
		if t := s.byProto[p]; t != nil {
			row("with "+p, *t)
		}
	}
	head(fmt.Sprintf("The same packets: each field of the truth (of %d tunnels through layers that are not built, the outer part)", s.tunnels))
	for _, f := range families {
		row(f+".*", s.family(f))
	}
	if !differences {
		return
	}
	head("Each field")
	for _, f := range slices.Sorted(maps.Keys(s.byField)) {
		row(f, *s.byField[f])
	}
	s.differences(w, "Reading", s.bad)
	s.differences(w, "Stacks", s.stackKinds)
	s.differences(w, "Fields", s.fieldKinds)
}

// differences lists kinds of differences, the most common first.
func (s *score) differences(w io.Writer, title string, kinds map[string]*difference) {
	fmt.Fprintf(w, "\n%s\n\n", title)
	names := slices.SortedFunc(maps.Keys(kinds), func(a, b string) int {
		return cmp.Or(cmp.Compare(kinds[b].count, kinds[a].count), strings.Compare(a, b))
	})
	for _, k := range names {
		fmt.Fprintf(w, "%7d  %s\n", kinds[k].count, k)
		for _, e := range kinds[k].examples {
			fmt.Fprintf(w, "         %s\n", e)
		}
	}
}
