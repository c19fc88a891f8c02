package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// tally counts packets and lines, and those that are equal.
type tally struct {
	packets, equalPackets, lines, equalLines int
}

func (t *tally) add(o tally) {
	t.packets += o.packets
	t.equalPackets += o.equalPackets
	t.lines += o.lines
	t.equalLines += o.equalLines
}

// kind is one class of differences.
type kind struct {
	count    int
	examples [][3]string
}

// report is the result over some files.
type report struct {
	files, sameMessages, sameStatus, skipped int

	all, fuzz tally
	protocols map[string]tally
	kinds     map[string]*kind
	messageOf map[string]*kind
}

func newReport() *report {
	return &report{protocols: map[string]tally{}, kinds: map[string]*kind{}, messageOf: map[string]*kind{}}
}

func (r *report) add(o *report) {
	r.files += o.files
	r.sameMessages += o.sameMessages
	r.sameStatus += o.sameStatus
	r.skipped += o.skipped
	r.all.add(o.all)
	r.fuzz.add(o.fuzz)
	for p, t := range o.protocols {
		sum := r.protocols[p]
		sum.add(t)
		r.protocols[p] = sum
	}
	merge(r.kinds, o.kinds)
	merge(r.messageOf, o.messageOf)
}

func merge(into, from map[string]*kind) {
	for name, k := range from {
		if into[name] == nil {
			into[name] = &kind{}
		}
		into[name].count += k.count
		into[name].examples = append(into[name].examples, k.examples...)
	}
}

// packet counts one packet: theirs and ours are its lines.
func (r *report) packet(proto, where string, theirs, ours []string, fuzz bool) {
	t := tally{packets: 1, lines: len(theirs)}
	first := true
	for i, line := range theirs {
		got := ""
		if i < len(ours) {
			got = ours[i]
		}
		if got == line {
			t.equalLines++
			continue
		}
		if first {
			note(r.kinds, proto+": "+class(line, got), where, line, got)
		}
		first = false
	}
	if first && len(ours) > len(theirs) {
		first = false
		note(r.kinds, proto+": more lines", where, "", ours[len(theirs)])
	}
	if first {
		t.equalPackets = 1
	}
	if fuzz {
		r.fuzz.add(t)
	}
	r.all.add(t)
	sum := r.protocols[proto]
	sum.add(t)
	r.protocols[proto] = sum
}

func note(kinds map[string]*kind, name, where, theirs, ours string) {
	k := kinds[name]
	if k == nil {
		k = &kind{}
		kinds[name] = k
	}
	k.count++
	if len(k.examples) < 4 {
		k.examples = append(k.examples, [3]string{where, theirs, ours})
	}
}

// messages compares what the commands say on standard error and how they end.
func (r *report) messages(name, file string, theirs, ours output) {
	r.files++
	a := strings.ReplaceAll(string(theirs.stderr), file, "FILE")
	b := strings.ReplaceAll(string(ours.stderr), file, "FILE")
	if a == b {
		r.sameMessages++
	} else {
		la, lb := strings.Split(a, "\n"), strings.Split(b, "\n")
		for i, line := range la {
			got := ""
			if i < len(lb) {
				got = lb[i]
			}
			if line != got {
				note(r.messageOf, class(line, got), name, line, got)
				break
			}
		}
	}
	if theirs.status == ours.status {
		r.sameStatus++
	}
}

func share(part, whole int) string {
	return fmt.Sprintf("%.2f %%", 100*float64(part)/float64(max(whole, 1)))
}

func (r *report) print(w io.Writer, c *config) {
	fmt.Fprintf(w, "%s %s\n", c.judge, strings.Join(c.flags, " "))
	fmt.Fprintf(w, "files %d", r.files)
	if c.cut == 0 {
		fmt.Fprintf(w, ", same messages %s, same exit status %s", share(r.sameMessages, r.files), share(r.sameStatus, r.files))
	}
	fmt.Fprintf(w, "; packets left out %d\n\n", r.skipped)
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "protocol\tpackets\tequal\tshare\tlines\tequal\tshare\t")
	row := func(name string, t tally) {
		fmt.Fprintf(tw, "%s\t%d\t%d\t%s\t%d\t%d\t%s\t\n", name, t.packets, t.equalPackets,
			share(t.equalPackets, t.packets), t.lines, t.equalLines, share(t.equalLines, t.lines))
	}
	for _, p := range slices.SortedFunc(maps.Keys(r.protocols), func(a, b string) int {
		return cmp.Compare(r.protocols[b].packets, r.protocols[a].packets)
	}) {
		row(p, r.protocols[p])
	}
	row("all", r.all)
	row("of these fuzzed", r.fuzz)
	tw.Flush()
	fmt.Fprintln(w, "\ndifferences, the first of each packet:")
	printKinds(w, c, r.kinds, c.proto)
	if c.cut == 0 {
		fmt.Fprintln(w, "\nmessages:")
		printKinds(w, c, r.messageOf, "")
	}
}

func printKinds(w io.Writer, c *config, kinds map[string]*kind, prefix string) {
	var buf bytes.Buffer
	names := slices.SortedFunc(maps.Keys(kinds), func(a, b string) int {
		return cmp.Or(cmp.Compare(kinds[b].count, kinds[a].count), cmp.Compare(a, b))
	})
	left := c.classes
	for _, name := range names {
		if left == 0 {
			break
		}
		if prefix != "" && !strings.HasPrefix(name, prefix+":") {
			continue
		}
		left--
		k := kinds[name]
		fmt.Fprintf(&buf, "%6d  %s\n", k.count, name)
		slices.SortFunc(k.examples, func(a, b [3]string) int { return cmp.Compare(a[0], b[0]) })
		for _, e := range k.examples[:min(c.examples, len(k.examples))] {
			fmt.Fprintf(&buf, "        %s\n          - %s\n          + %s\n", e[0], e[1], e[2])
		}
	}
	w.Write(buf.Bytes())
}
