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
			t.equal, t.explained, t.of = t.equal+f.equal, t.explained+f.explained, t.of+f.of
		}
	}
	return t
}

// below lists what does not reach the threshold.
func (s *score) below() []string {
	var out []string
	if s.built.judged() < threshold {
		out = append(out, "stacks of built layers")
	}
	for _, name := range families {
		if s.family(name).judged() < threshold {
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
	fmt.Fprintf(w, "| packets with a decode error | %d | %d | %.2f |\n", s.decodeErrors, s.exact.of, share(s.decodeErrors, s.exact.of))
	head("Packets whose stack up to the transport layer is made of built layers: the stack")
	row("all", s.built)
	for _, p := range builtLower {
		if t := s.byProto[p]; t != nil {
			row("with "+p, *t)
		}
	}
	s.fieldTable(w, "The same packets: each field of the truth", families, func(f string) (string, tally) { return f + ".*", s.family(f) })
	s.differences(w, "Explained differences of fields", s.habits)
	if !differences {
		return
	}
	s.nameTable(w)
	s.fieldTable(w, "Each field", slices.Sorted(maps.Keys(s.byField)), func(f string) (string, tally) { return f, *s.byField[f] })
	s.differences(w, "Reading", s.bad)
	s.differences(w, "Stacks", s.stackKinds)
	s.differences(w, "Fields", s.fieldKinds)
}

// fieldTable writes a table with a column for differences that are explained.
func (s *score) fieldTable(w io.Writer, title string, names []string, get func(string) (string, tally)) {
	fmt.Fprintf(w, "\n%s\n\n| fields | equal | of | %% | explained | %% of the rest |\n|---|---:|---:|---:|---:|---:|\n", title)
	for _, n := range names {
		name, t := get(n)
		fmt.Fprintf(w, "| %s | %d | %d | %.2f | %d | %.2f |\n", name, t.equal, t.of, t.percent(), t.explained, t.judged())
	}
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
