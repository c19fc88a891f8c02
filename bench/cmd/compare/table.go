package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"

	"github.com/wiretag/wiretag/bench"
)

// print prints the table, in Markdown.
func (c *config) print(rows []row) {
	code := "generated code"
	if !bench.Generated {
		code = "tags only"
	}
	fmt.Printf("%s, %s/%s, built-in layers by %s, %d rounds of %v a side\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, code, c.rounds, c.slice)
	group := ""
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 1, ' ', tabwriter.Debug)
	for _, r := range rows {
		if r.Group != group {
			w.Flush()
			group = r.Group
			fmt.Printf("\n### %s\n\n", group)
			fmt.Fprintln(w, "| case\t ours\t peer\t ours ns\t peer ns\t ours GB/s\t ratio\t quartiles\t allocs\t peer's\t aim\t")
			fmt.Fprintln(w, "|"+strings.Repeat("---\t", 11))
		}
		fmt.Fprintln(w, r.cells())
	}
	w.Flush()
}

func (r *row) cells() string {
	s := fmt.Sprintf("| %s\t %s\t %s\t", r.Name, r.Ours, r.Peer)
	if r.err != nil && r.ratio == 0 {
		return s + " failed: " + r.err.Error() + "\t\t\t\t\t\t\t\t"
	}
	speed := ""
	if r.bytes > 0 {
		speed = fmt.Sprintf("%.2f", float64(r.bytes)/(r.ours*float64(r.units)))
	}
	s += fmt.Sprintf(" %.1f\t %.1f\t %s\t %.2f\t %.2f to %.2f\t %s\t %s\t", r.ours, r.peer, speed, r.ratio, r.low, r.high, allocs(r.oursAllocs), allocs(r.peerAlloc))
	switch {
	case r.err != nil:
		return s + " failed: " + r.err.Error() + "\t"
	case r.Aim == 0:
		return s + "\t"
	case r.ratio < r.Aim:
		return s + fmt.Sprintf(" %v missed\t", r.Aim)
	}
	return s + fmt.Sprintf(" %v\t", r.Aim)
}

func allocs(n float64) string {
	if n < 0.01 {
		return "0"
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", n), ".0")
}
