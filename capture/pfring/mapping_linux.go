package pfring

import (
	"sync"
	"sync/atomic"

	"github.com/wiretag/wiretag/capture"
)

// mapping is the memory of a ring, shared with the module. It is taken away while a goroutine may be reading: all of it is replaced in one step by memory of the process, in which
// there is a copy of what the reader holds, the window of a run. So the module's ring goes away at once, with the promiscuous mode and all else that hangs on it, and the reader finds
// what it was lent, and zeros behind that.
//
// The reader says which window it holds by claim before it looks at the ring, and looks only if claim says that the mapping is not closed. close sets
// that flag before it asks what is held. So either close sees the claim, or the claim fails.
type mapping struct {
	k    kernel
	mem  []byte
	info *slotInfo
	span int // bytes of a window, with the slot that may begin at its end
	held atomic.Int64
	shut atomic.Bool

	mu    sync.Mutex
	kept  bool // the memory is there until the reader comes back
	done  bool
	final counters
}

// counters of the module.
type counters struct {
	received, dropped uint64
	sent, notSent     uint64
}

const nothing = -1

func newMapping(k kernel, mem []byte, rd *reader) *mapping {
	m := &mapping{k: k, mem: mem, info: rd.info, span: int(rd.window + rd.slotLen)}
	m.held.Store(nothing)
	return m
}

// newPage is the first page of a ring alone, for its counters. Nobody reads it otherwise.
func newPage(k kernel, page []byte) *mapping {
	m := &mapping{k: k, mem: page, info: pageInfo(page)}
	m.held.Store(nothing)
	return m
}

// claim says that the reader is about to look at the ring, and at the window from this offset of the slots on. It returns false if the mapping is closed, which may not be touched
// then.
func (m *mapping) claim(at uint64) bool {
	m.held.Store(infoSize + int64(at))
	return !m.shut.Load()
}

// yield says that the reader holds nothing.
func (m *mapping) yield() { m.held.Store(nothing) }

// count reads the counters, which stay what they were when the mapping is closed.
func (m *mapping) count() counters {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.countLocked()
}

func (m *mapping) countLocked() counters {
	if m.done {
		return m.final
	}
	return counters{
		received: m.info.totInsert.Load(), dropped: m.info.totLost.Load(),
		sent: m.info.sent.Load(), notSent: m.info.notSent.Load(),
	}
}

// close takes the ring away. It may be called at any time.
func (m *mapping) close() error {
	m.shut.Store(true)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.done {
		return nil
	}
	m.final = m.countLocked()
	m.done = true
	from := int(m.held.Load())
	if from < 0 {
		return m.unmap()
	}
	// Without memory for a copy the ring itself stays until the reader comes back.
	m.kept = true
	return m.k.replace(m.mem, from, min(from+m.span, len(m.mem)))
}

// leave is called by the reader of a closed mapping: it holds nothing any more.
func (m *mapping) leave() {
	m.yield()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept {
		m.kept = false
		_ = m.unmap() // a whole mapping of this process
	}
}

// unmap forgets the memory too: the addresses may be Go's some day.
func (m *mapping) unmap() error {
	mem := m.mem
	m.mem, m.info = nil, nil
	return m.k.munmap(mem)
}

// forget is for rings that are garbage. What was not closed stays: data that was lent may still be used.
func (m *mapping) forget() {
	if m.shut.Load() {
		m.leave()
	}
}

func (c counters) stats() capture.Stats {
	return capture.Stats{Received: c.received, Dropped: c.dropped}
}
