package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// nameTally counts the packets that have a protocol.
type nameTally struct {
	truth, ours, both int
	sound, soundBoth  int // in packets that are well-formed to tshark
	missing, extra    difference
}

// names counts each name of a packet once, whatever its place.
func (s *score) names(want, got []string, r *record, t *truth) {
	seen := map[string]bool{}
	for _, n := range slices.Concat(want, got) {
		if seen[n] {
			continue
		}
		seen[n] = true
		x := s.byName[n]
		if x == nil {
			x = &nameTally{}
			s.byName[n] = x
		}
		w, g := slices.Contains(want, n), slices.Contains(got, n)
		x.truth, x.ours, x.both = x.truth+number(w), x.ours+number(g), x.both+number(w && g)
		if len(t.Malformed) == 0 {
			x.sound, x.soundBoth = x.sound+number(w), x.soundBoth+number(w && g)
		}
		var d *difference
		switch {
		case w && !g:
			d = &x.missing
		case g && !w:
			d = &x.extra
		default:
			continue
		}
		if d.count++; len(d.examples) < s.examples {
			d.examples = append(d.examples, fmt.Sprintf("%s#%d %s", r.File, r.I, *t.P))
		}
	}
}

// nameTable writes how often each protocol is found where the truth has it, and where it has not.
func (s *score) nameTable(w io.Writer) {
	fmt.Fprintf(w, "\nProtocols, by packets that have them\n\n| protocol | truth | found | recall %% | of well-formed packets %% | precision %% |\n|---|---:|---:|---:|---:|---:|\n")
	names := slices.SortedFunc(maps.Keys(s.byName), func(a, b string) int {
		return cmp.Or(cmp.Compare(s.byName[b].truth, s.byName[a].truth), strings.Compare(a, b))
	})
	for _, n := range names {
		x := s.byName[n]
		fmt.Fprintf(w, "| %s | %d | %d | %.2f | %.2f | %.2f |\n", n, x.truth, x.both, share(x.both, x.truth), share(x.soundBoth, x.sound), share(x.both, x.ours))
	}
	missing, extra := map[string]*difference{}, map[string]*difference{}
	for n, x := range s.byName {
		if x.ours == 0 {
			continue
		}
		if x.missing.count > 0 {
			missing[n] = &x.missing
		}
		if x.extra.count > 0 {
			extra[n] = &x.extra
		}
	}
	s.differences(w, "Protocols that are missing", missing)
	s.differences(w, "Protocols that the truth has not", extra)
}
