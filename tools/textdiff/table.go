package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// writeTable compares the two commands with each set of flags, and writes a row for each protocol with the shares of equal lines.
func writeTable(w io.Writer, c *config, sets []string) error {
	var reports []*report
	head, rule := "| protocol | packets |", "|---|---:|"
	for _, flags := range sets {
		c.flags = strings.Fields(flags)
		r, err := compareAll(c)
		if err != nil {
			return err
		}
		reports = append(reports, r)
		head += fmt.Sprintf(" lines `%s` | equal %% |", strings.TrimSpace(flags))
		rule += "---:|---:|"
	}
	fmt.Fprintln(w, head+"\n"+rule)
	row := func(name string, of func(*report) tally) {
		fmt.Fprintf(w, "| %s | %d |", name, of(reports[0]).packets)
		for _, r := range reports {
			t := of(r)
			fmt.Fprintf(w, " %d | %.2f |", t.lines, 100*float64(t.equalLines)/float64(max(t.lines, 1)))
		}
		fmt.Fprintln(w)
	}
	row("**all**", func(r *report) tally { return r.all })
	row("of these fuzzed", func(r *report) tally { return r.fuzz })
	names := slices.SortedFunc(maps.Keys(reports[0].protocols), func(a, b string) int {
		return cmp.Or(cmp.Compare(reports[0].protocols[b].packets, reports[0].protocols[a].packets), cmp.Compare(a, b))
	})
	for _, p := range names {
		row("`"+p+"`", func(r *report) tally { return r.protocols[p] })
	}
	fmt.Fprintf(w, "\n%d packets are left out: a protocol that is not a layer here, or a link type.\n", reports[0].skipped)
	return nil
}
