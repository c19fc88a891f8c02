package pcapio

import (
	"errors"
	"fmt"
	"io"

	"github.com/wiretag/wiretag/capture"
)

// Merger delivers the packets of several sources in order of time, as mergecap does: it compares the next packet of
// each, so packets that are not in order within a source stay behind those in front of them. A packet without a time
// comes at once; of equal times, that of the source named last comes first. It is a capture.Source.
//
// Data and info are those of the source: Info.Interface counts within it, and Info.LinkType is each packet's own. Last
// says which source it is. To write the packets to one file with all interfaces, use a Copier for each source.
type Merger struct {
	sources []capture.Source
	heap    []*mergeHead // the next packet of each source, the earliest first
	heads   []mergeHead
	last    *mergeHead // whose packet was returned, and is still lent; nil: none
	started bool
	errs    []error
	err     error
}

// mergeHead is the next packet of a source.
type mergeHead struct {
	index int
	data  []byte
	info  *capture.Info
}

// NewMerger returns a Merger. It reads nothing yet.
func NewMerger(sources ...capture.Source) *Merger {
	return &Merger{sources: sources, heads: make([]mergeHead, len(sources)), heap: make([]*mergeHead, 0, len(sources))}
}

// Next returns the next packet, as capture.Source says. A source that fails has no more packets; the errors of all of
// them come after the last packet of the others.
func (m *Merger) Next() ([]byte, *capture.Info, error) {
	if !m.started {
		m.start()
	}
	if h := m.last; h != nil { // it is the first in the heap, and its packet is not used any more
		m.last = nil
		if m.advance(h) {
			m.down(0)
		} else {
			m.drop()
		}
	}
	if len(m.heap) == 0 {
		if m.err == nil {
			m.err = io.EOF
			if len(m.errs) > 0 {
				m.err = errors.Join(m.errs...)
			}
		}
		return nil, nil, m.err
	}
	m.last = m.heap[0]
	return m.last.data, m.last.info, nil
}

// start reads the first packet of each source.
func (m *Merger) start() {
	m.started = true
	for i := range m.heads {
		h := &m.heads[i]
		h.index = i
		if m.advance(h) {
			m.heap = append(m.heap, h)
		}
	}
	for i := len(m.heap)/2 - 1; i >= 0; i-- {
		m.down(i)
	}
}

// advance reads the next packet of a source, and says whether there is one.
func (m *Merger) advance(h *mergeHead) bool {
	var err error
	h.data, h.info, err = m.sources[h.index].Next()
	if err != nil && err != io.EOF {
		m.errs = append(m.errs, fmt.Errorf("source %d: %w", h.index, err))
	}
	return err == nil
}

// drop takes the first out of the heap.
func (m *Merger) drop() {
	last := len(m.heap) - 1
	m.heap[0] = m.heap[last]
	m.heap = m.heap[:last]
	m.down(0)
}

// down moves element i of the heap to where it belongs below.
func (m *Merger) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(m.heap) {
			return
		}
		if right := child + 1; right < len(m.heap) && m.heap[right].before(m.heap[child]) {
			child = right
		}
		if !m.heap[child].before(m.heap[i]) {
			return
		}
		m.heap[i], m.heap[child] = m.heap[child], m.heap[i]
		i = child
	}
}

func (h *mergeHead) before(g *mergeHead) bool {
	switch c := h.info.Time.Compare(g.info.Time); {
	case c != 0:
		return c < 0
	case !h.info.Time.Set:
		return h.index < g.index
	}
	return h.index > g.index
}

// Last is the index of the source that the packet last returned came from, in the order in which NewMerger was given
// them; -1 before the first packet and at the end.
func (m *Merger) Last() int {
	if m.last == nil {
		return -1
	}
	return m.last.index
}

// LinkType is that of the first source; each packet's Info has its own.
func (m *Merger) LinkType() capture.LinkType {
	if len(m.sources) == 0 {
		return capture.LinkTypeNone
	}
	return m.sources[0].LinkType()
}

// Stats are the sums of those of the sources. Up to one packet of each has been received and not been returned yet.
func (m *Merger) Stats() (capture.Stats, error) {
	var sum capture.Stats
	for _, src := range m.sources {
		s, err := src.Stats()
		if err != nil {
			return sum, err
		}
		sum.Received += s.Received
		sum.Dropped += s.Dropped
		sum.InterfaceDropped += s.InterfaceDropped
		sum.Freezes += s.Freezes
	}
	return sum, nil
}

// Close closes all sources.
func (m *Merger) Close() error {
	var errs []error
	for _, src := range m.sources {
		errs = append(errs, src.Close())
	}
	return errors.Join(errs...)
}

var _ capture.Source = (*Merger)(nil)
