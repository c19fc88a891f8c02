package bench

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Row is what was measured of a case.
type Row struct {
	Group, Name, Ours, Peer string
	Aim, X                  float64
	OursTime, PeerTime      float64 // nanoseconds a packet, medians
	Speed                   float64 // of ours, GB/s; 0: not told
	Ratio, Low, High        float64 // the peer's time by ours: median and quartiles
	OursAllocs, PeerAllocs  float64 // a packet
	Failed                  string  // why it failed, if it did
}

// CallAlone is the name of the case of a group whose work is nothing but the call.
const CallAlone = "empty:the-call-alone"

// allocsText is a number of allocations as tables have it.
func allocsText(n float64) string {
	if n < 0.01 {
		return "0"
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", n), ".0")
}

// WriteRows writes tables in Markdown, one for each group, and what is slower than a peer, misses its aim or failed.
func WriteRows(out io.Writer, rows []Row) error {
	var groups []string
	of := make(map[string][]Row)
	for _, r := range rows {
		if of[r.Group] == nil {
			groups = append(groups, r.Group)
		}
		of[r.Group] = append(of[r.Group], r)
	}
	for _, group := range groups {
		fmt.Fprintf(out, "\n### %s\n\n", group)
		w := tabwriter.NewWriter(out, 0, 0, 1, ' ', tabwriter.Debug)
		fmt.Fprintln(w, "| case\t ours\t peer\t ours ns\t peer ns\t ours GB/s\t ratio\t quartiles\t allocs\t peer's\t aim\t")
		fmt.Fprintln(w, "|"+strings.Repeat("---\t", 11))
		for _, r := range of[group] {
			fmt.Fprintln(w, r.cells())
		}
		if err := w.Flush(); err != nil {
			return err
		}
		for _, r := range of[group] {
			switch what := fmt.Sprintf("%s, %s against %s", r.Name, r.Ours, r.Peer); {
			case r.Failed != "":
				fmt.Fprintf(out, "\nFailed: %s: %s.\n", what, r.Failed)
			case r.Ratio < 1:
				fmt.Fprintf(out, "\nSlower here: %s (%.2f).\n", what, r.Ratio)
			case r.Ratio < r.Aim:
				fmt.Fprintf(out, "\nAim missed: %s (%.2f of %v).\n", what, r.Ratio, r.Aim)
			}
		}
		if err := apart(out, of[group]); err != nil {
			return err
		}
	}
	return nil
}

// apart writes what the cases of a group cost without the call, and their sums, where the call has a case of its own.
func apart(out io.Writer, rows []Row) error {
	var w *tabwriter.Writer
	var misses strings.Builder
	for _, call := range rows {
		if call.Name != CallAlone || call.Failed != "" {
			continue
		}
		sum := Row{Name: "**sum**", Ours: call.Ours, Peer: call.Peer}
		var less []Row
		for _, r := range rows {
			if r.Ours != call.Ours || r.Peer != call.Peer || r.Name == CallAlone || r.Ratio == 0 {
				continue
			}
			r.OursTime -= call.OursTime
			r.PeerTime -= call.PeerTime
			sum.OursTime += r.OursTime
			sum.PeerTime += r.PeerTime
			sum.Aim = r.Aim
			less = append(less, r)
		}
		if len(less) == 0 {
			continue
		}
		if w == nil {
			fmt.Fprintf(out, "\n#### Without the call, which is measured as `%s`\n\n", CallAlone)
			w = tabwriter.NewWriter(out, 0, 0, 1, ' ', tabwriter.Debug)
			fmt.Fprintln(w, "| case\t ours\t peer\t ours ns\t peer ns\t ratio\t aim\t")
			fmt.Fprintln(w, "|"+strings.Repeat("---\t", 7))
		}
		for _, r := range append(less, sum) {
			ratio := r.PeerTime / r.OursTime
			fmt.Fprintf(w, "| %s\t %s\t %s\t %.1f\t %.1f\t %.2f\t %v\t\n", r.Name, r.Ours, r.Peer, r.OursTime, r.PeerTime, ratio, r.Aim)
			if ratio < r.Aim {
				fmt.Fprintf(&misses, "\nAim missed without the call: %s, %s against %s (%.2f of %v).\n", r.Name, r.Ours, r.Peer, ratio, r.Aim)
			}
		}
	}
	if w == nil {
		return nil
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := io.WriteString(out, misses.String())
	return err
}

func (r *Row) cells() string {
	s := fmt.Sprintf("| %s\t %s\t %s\t", r.Name, r.Ours, r.Peer)
	if r.Ratio == 0 {
		return s + strings.Repeat("\t", 8)
	}
	speed, aim := "", ""
	if r.Speed > 0 {
		speed = fmt.Sprintf("%.2f", r.Speed)
	}
	if r.Aim > 0 {
		aim = fmt.Sprint(r.Aim)
	}
	return s + fmt.Sprintf(" %.1f\t %.1f\t %s\t %.2f\t %.2f to %.2f\t %s\t %s\t %s\t",
		r.OursTime, r.PeerTime, speed, r.Ratio, r.Low, r.High, allocsText(r.OursAllocs), allocsText(r.PeerAllocs), aim)
}
