package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/packet"
)

// mostListed is how many conversations and endpoints are printed of each kind: those with the most bytes.
const mostListed = 20

// tally counts packets and the bytes that they had on the wire.
type tally struct {
	packets, bytes uint64
}

func (t *tally) add(info *capture.Info) {
	t.packets++
	t.bytes += uint64(info.Length)
}

// stats is --stats: which protocols there are, who talks with whom, and how much over time.
type stats struct {
	all       tally
	failed    uint64
	first     capture.Timestamp
	last      capture.Timestamp
	protocols node
	nodes     int // inside of it
	ends      map[flow.Endpoint]*pair
	flows     map[flow.Flow]*pair
	rates     rates
	picture   string // file; "": none
}

// node is a protocol inside of another one.
type node struct {
	tally
	inside map[string]*node
	order  []string // as they were met
}

// pair counts both directions: what a side sent and got, or what went each way.
type pair struct{ to, from tally }

func (p *pair) bytes() uint64 { return p.to.bytes + p.from.bytes }

// newStats draws into a file as well if it has a name.
func newStats(picture string) *stats {
	return &stats{picture: picture, ends: map[flow.Endpoint]*pair{}, flows: map[flow.Flow]*pair{}}
}

func (s *stats) add(v *packet.View, info *capture.Info) error {
	s.all.add(info)
	if v.Err() != nil {
		s.failed++
	}
	if info.Time.Set {
		if !s.first.Set || info.Time.Compare(s.first) < 0 {
			s.first = info.Time
		}
		if !s.last.Set || info.Time.Compare(s.last) > 0 {
			s.last = info.Time
		}
		s.rates.add(info)
	}
	s.hierarchy(v, info)
	f := v.NetworkFlow()
	if !f.IsValid() {
		f = v.LinkFlow()
	}
	if f.IsValid() {
		s.count(f, info)
	}
	return nil
}

// hierarchy counts a packet in the tree of protocols. A layer that stands several times side by side counts once.
func (s *stats) hierarchy(v *packet.View, info *capture.Info) {
	at := &s.protocols
	depth := -1
	for l := range v.Layers() {
		if l.Depth() <= depth {
			continue
		}
		depth = l.Depth()
		name := l.Name()
		if at.inside[name] == nil && s.nodes >= mostNodes {
			at.child(others).tally.add(info)
			return
		}
		if at.inside[name] == nil {
			s.nodes++
		}
		at = at.child(name)
		at.tally.add(info)
	}
}

// mostNodes bounds the tree: what would be new in it later is counted together, as others, one for each protocol outside.
const (
	mostNodes = 1 << 15
	others    = "others"
)

func (n *node) child(name string) *node {
	c, ok := n.inside[name]
	if !ok {
		c = new(node)
		if n.inside == nil {
			n.inside = map[string]*node{}
		}
		n.inside[name] = c
		n.order = append(n.order, name)
	}
	return c
}

// count counts a packet for both of its ends and for the pair of them.
func (s *stats) count(f flow.Flow, info *capture.Info) {
	src, dst := f.Endpoints()
	entry(s.ends, src).from.add(info)
	entry(s.ends, dst).to.add(info)
	key, reversed := f.Canonical()
	p := entry(s.flows, key)
	if reversed {
		p.from.add(info)
	} else {
		p.to.add(info)
	}
}

// mostKeys bounds the memory: what comes later is counted together, under the zero key.
const mostKeys = 1 << 18

func entry[K comparable](m map[K]*pair, key K) *pair {
	p, ok := m[key]
	if !ok && len(m) >= mostKeys {
		var others K
		key = others
		p, ok = m[key]
	}
	if !ok {
		p = new(pair)
		m[key] = p
	}
	return p
}

func (s *stats) print(w io.Writer) error {
	seconds := s.last.Sub(s.first).Seconds()
	fmt.Fprintf(w, "%d packets, %d bytes, %d with an error, %.6f seconds", s.all.packets, s.all.bytes, s.failed, seconds)
	if seconds > 0 {
		fmt.Fprintf(w, ", %.1f packets/s, %.1f bit/s", float64(s.all.packets)/seconds, 8*float64(s.all.bytes)/seconds)
	}
	fmt.Fprintf(w, "\n\nProtocols%42s %14s\n", "packets", "bytes")
	s.protocols.print(w, 0)
	fmt.Fprintf(w, "\nConversations%55s %25s\n", "->", "<-")
	for _, k := range largest(s.flows, flow.Flow.Compare) {
		p := s.flows[k]
		src, dst := k.Endpoints()
		fmt.Fprintf(w, "%-39s <-> %-39s %10d %14d %10d %14d\n", src, dst, p.to.packets, p.to.bytes, p.from.packets, p.from.bytes)
	}
	more(w, len(s.flows))
	fmt.Fprintf(w, "\nEndpoints%59s %25s\n", "sent", "received")
	for _, k := range largest(s.ends, flow.Endpoint.Compare) {
		p := s.ends[k]
		fmt.Fprintf(w, "%-39s %10d %14d %10d %14d\n", k, p.from.packets, p.from.bytes, p.to.packets, p.to.bytes)
	}
	more(w, len(s.ends))
	_, err := io.WriteString(w, "\n")
	if err == nil {
		err = s.rates.print(w)
	}
	if err == nil && s.picture != "" {
		err = s.draw()
	}
	return err
}

func (s *stats) draw() error {
	file, err := os.Create(s.picture)
	if err != nil {
		return err
	}
	return errors.Join(s.rates.svg(file), file.Close())
}

func (n *node) print(w io.Writer, depth int) {
	for _, name := range n.order {
		c := n.inside[name]
		fmt.Fprintf(w, "%-40s %10d %14d\n", strings.Repeat("  ", depth)+name, c.packets, c.bytes)
		c.print(w, depth+1)
	}
}

// largest gives the keys with the most bytes, and of equal ones those that come first.
func largest[K comparable](m map[K]*pair, compare func(a, b K) int) []K {
	keys := slices.SortedFunc(maps.Keys(m), func(a, b K) int {
		return cmp.Or(cmp.Compare(m[b].bytes(), m[a].bytes()), compare(a, b))
	})
	return keys[:min(len(keys), mostListed)]
}

// more says how many rows are not printed.
func more(w io.Writer, n int) {
	if n > mostListed {
		fmt.Fprintf(w, "and %d more\n", n-mostListed)
	}
}

// rates counts over time. It keeps as many intervals as fit a line, and makes them longer as the capture does.
type rates struct {
	start time.Time
	each  time.Duration
	slots []tally
}

const (
	mostSlots = 120
	firstSlot = time.Millisecond
)

func (r *rates) add(info *capture.Info) {
	t := info.Time.Time()
	if r.slots == nil {
		r.start, r.each, r.slots = t, firstSlot, make([]tally, 1)
	}
	if t.Before(r.start) { // out of order: the first interval
		t = r.start
	}
	for t.Sub(r.start)/r.each >= mostSlots {
		r.halve()
	}
	i := int(t.Sub(r.start) / r.each)
	for len(r.slots) <= i {
		r.slots = append(r.slots, tally{})
	}
	r.slots[i].add(info)
}

// halve puts two intervals together.
func (r *rates) halve() {
	for i := range r.slots {
		s := r.slots[i]
		if i%2 == 0 {
			r.slots[i/2] = s
		} else {
			r.slots[i/2].packets += s.packets
			r.slots[i/2].bytes += s.bytes
		}
	}
	r.slots = r.slots[:(len(r.slots)+1)/2]
	r.each *= 2
}

// print draws the rate as one line of blocks, and its largest values.
func (r *rates) print(w io.Writer) error {
	most := r.most()
	if most.packets == 0 {
		return nil
	}
	blocks := []rune("▁▂▃▄▅▆▇█")
	line := make([]rune, len(r.slots))
	for i, s := range r.slots {
		line[i] = ' '
		if s.bytes > 0 {
			line[i] = blocks[s.bytes*uint64(len(blocks)-1)/most.bytes]
		}
	}
	_, err := fmt.Fprintf(w, "Bytes over time, %s each, at most %d packets and %d bytes\n%s\n", r.each, most.packets, most.bytes, string(line))
	return err
}

func (r *rates) most() (m tally) {
	for _, s := range r.slots {
		m.packets, m.bytes = max(m.packets, s.packets), max(m.bytes, s.bytes)
	}
	return m
}

// svg draws the rate as a picture: bits a second over the time since the first packet.
func (r *rates) svg(w io.Writer) error {
	const width, height, left, bottom = 800, 300, 90, 40
	most := r.most()
	top := 8 * float64(most.bytes) / r.each.Seconds()
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">`+"\n", width, height)
	fmt.Fprintf(w, `<text x="%d" y="14">bit/s</text><text x="%d" y="%d" text-anchor="end">seconds</text>`+"\n", 4, width-4, height-6)
	for i := range 5 {
		y := 20 + (height-20-bottom)*i/4
		fmt.Fprintf(w, `<line x1="%d" x2="%d" y1="%d" y2="%d" stroke="#ddd"/><text x="%d" y="%d" text-anchor="end">%.4g</text>`+"\n",
			left, width, y, y, left-6, y+4, top*float64(4-i)/4)
		x := left + (width-left)*i/4
		fmt.Fprintf(w, `<text x="%d" y="%d" text-anchor="middle">%.4g</text>`+"\n", x, height-bottom+16, r.each.Seconds()*float64(len(r.slots)*i)/4)
	}
	fmt.Fprint(w, `<path fill="#4a90d9" d="`)
	step := float64(width-left) / float64(max(1, len(r.slots)))
	for i, s := range r.slots {
		if s.bytes > 0 {
			h := float64(height-20-bottom) * float64(s.bytes) / float64(most.bytes)
			fmt.Fprintf(w, "M%.1f %dv-%.1fh%.1fv%.1fz", left+step*float64(i), height-bottom, h, step, h)
		}
	}
	_, err := fmt.Fprint(w, "\"/>\n</svg>\n")
	return err
}
