package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/packet"
)

// sample is a packet that mutations start from.
type sample struct {
	data []byte
	link capture.LinkType
}

// mutator makes damaged packets of whole ones.
type mutator struct {
	rng     *rand.Rand
	samples []sample
	buf     []byte
}

func newMutator(samples []sample, seed uint64) *mutator {
	return &mutator{rng: rand.New(rand.NewPCG(seed, 0)), samples: samples}
}

// maxInput bounds what splicing makes, in bytes.
const maxInput = 70_000

// next returns a mutated packet, valid until the next call.
func (m *mutator) next() (data []byte, link capture.LinkType, base int) {
	base = m.rng.IntN(len(m.samples))
	s := &m.samples[base]
	m.buf = append(m.buf[:0], s.data...)
	for range 1 + m.rng.IntN(3) {
		m.mutate()
	}
	return m.buf, s.link, base
}

// mutate does one change.
func (m *mutator) mutate() {
	n := len(m.buf)
	if n == 0 {
		m.buf = append(m.buf, byte(m.rng.Uint32()))
		return
	}
	switch m.rng.IntN(8) {
	case 0, 1: // bits, most of them in the headers
		for range 1 + m.rng.IntN(8) {
			m.buf[m.place(n)] ^= 1 << m.rng.IntN(8)
		}
	case 2: // cut short
		m.buf = m.buf[:m.rng.IntN(n)]
	case 3: // the front of one and the rest of another
		other := m.samples[m.rng.IntN(len(m.samples))].data
		if len(other) == 0 {
			return
		}
		m.buf = append(m.buf[:m.place(n)], other[m.rng.IntN(len(other)):]...)
		m.buf = m.buf[:min(len(m.buf), maxInput)]
	case 4: // a number at its bounds
		at := m.place(n)
		m.buf[at] = [...]byte{0, 1, 0x7f, 0x80, 0xff}[m.rng.IntN(5)]
	case 5: // a length or type at its bounds
		if at := m.place(n); at+2 <= n {
			binary.BigEndian.PutUint16(m.buf[at:], [...]uint16{0, 1, 0x7fff, 0x8000, 0xffff, uint16(n), uint16(n - at)}[m.rng.IntN(7)])
		}
	case 6: // a part moves or is doubled
		a, b := m.place(n), m.place(n)
		size := m.rng.IntN(min(n-max(a, b), 64) + 1)
		copy(m.buf[a:a+size], m.buf[b:b+size])
	case 7: // more behind
		for range m.rng.IntN(64) {
			m.buf = append(m.buf, byte(m.rng.Uint32()))
		}
	}
}

// place is an offset, one of the first 96 bytes as a rule: there the headers are.
func (m *mutator) place(n int) int {
	if m.rng.IntN(4) > 0 {
		n = min(n, 96)
	}
	return m.rng.IntN(n)
}

// checker decodes packets and checks what must hold for every input.
type checker struct {
	view    packet.View
	before  []byte
	out     []byte
	text    []byte
	bound   time.Duration // for one packet
	slowest time.Duration
	count   int
	layers  int
	failed  int // packets with an error
}

// check decodes one input. The error says what does not hold; a panic is not caught. Each
// sixteenth packet is looked at in all ways.
func (c *checker) check(data []byte, link capture.LinkType) error {
	c.count++
	c.before = append(c.before[:0], data...)
	start := time.Now()
	if c.view.Decode(data, link) != nil {
		c.failed++
	}
	if took := time.Since(start); took > c.slowest || took > c.bound {
		if took = c.again(data, link, took); took > c.bound {
			return fmt.Errorf("decoding %d bytes takes %v", len(data), took)
		}
		c.slowest = max(c.slowest, took)
	}
	if err := c.extents(len(data)); err != nil {
		return err
	}
	var err error
	c.out, err = c.view.Append(c.out[:0], codec.Encoder{})
	if err != nil {
		return fmt.Errorf("encoding: %w", err)
	}
	if !bytes.Equal(c.out, data) {
		return fmt.Errorf("encoding gives other bytes: %x", c.out)
	}
	if c.count%16 == 0 {
		if err := c.look(); err != nil {
			return err
		}
	}
	if !bytes.Equal(c.before, data) {
		return fmt.Errorf("the input was written to")
	}
	return nil
}

// look does everything that looks into the layers, and compares with a packet of its own:
// the view must keep nothing of those before.
func (c *checker) look() error {
	for range c.view.Checksums() {
	}
	c.text = c.view.AppendTree(c.text[:0])
	c.text = append(c.text, c.view.String()...)
	c.out, _ = c.view.Append(c.out[:0], codec.Encoder{Derive: codec.All}) // not every damaged packet has a right form
	c.text = c.view.AppendJSON(c.text[:0], 1)
	p := c.view.Clone()
	if c.out = p.AppendJSON(c.out[:0], 1); !bytes.Equal(c.text, c.out) {
		return fmt.Errorf("a view that is used again gives\n%s\na new packet\n%s", c.text, c.out)
	}
	if a, b := fmt.Sprint(c.view.Err()), fmt.Sprint(p.Err()); a != b {
		return fmt.Errorf("a view that is used again gives %s, a new packet %s", a, b)
	}
	return nil
}

// again measures twice more: the least of the times does not count what else the machine did.
func (c *checker) again(data []byte, link capture.LinkType, took time.Duration) time.Duration {
	for range 2 {
		start := time.Now()
		_ = c.view.Decode(data, link) // the error is that of the first time
		took = min(took, time.Since(start))
	}
	return took
}

// extents checks that every layer lies in the packet and that they follow each other.
func (c *checker) extents(size int) error {
	at := 0
	for l := range c.view.Layers() {
		c.layers++
		from, to := l.Offset(), l.Offset()+len(l.Header())+len(l.Payload())+len(l.Trailer())
		if from < at || to > size {
			return fmt.Errorf("layer %d, %s, is from %d to %d, in %d bytes, behind %d", l.Index(), l.Name(), from, to, size, at)
		}
		at = from
		if l.Value() == nil && len(l.Header()) == 0 {
			return fmt.Errorf("layer %d, %s, is empty", l.Index(), l.Name())
		}
	}
	return nil
}
