package afpacket

import (
	"sync"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"
)

// mapping is the memory of a ring, shared with the kernel. It is taken apart while a goroutine may be reading: what the reader holds, one block, is
// replaced in one step by a copy of it, the rest is unmapped. So the kernel's ring goes away at once, with the promiscuous mode and all else
// that hangs on it, and the reader finds what it was lent.
//
// The reader says what it holds by claim before it looks at a block, and looks only if claim says that the mapping is not closed. close
// sets that flag before it asks what is held. So either close sees the claim, or the claim fails.
type mapping struct {
	mem   []byte
	block int // bytes of a block
	held  atomic.Int64
	shut  atomic.Bool

	mu   sync.Mutex
	kept []byte // the copy, until the reader comes back
	done bool
}

// newMapping maps the ring of a socket.
func newMapping(fd, block, blocks int) (*mapping, error) {
	n := block * blocks
	p, err := unix.MmapPtr(fd, 0, nil, uintptr(n), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	// Sound: p is the start of n bytes, which the kernel has just mapped, and which are not Go's.
	m := &mapping{mem: unsafe.Slice((*byte)(p), n), block: block}
	m.held.Store(-1)
	return m, nil
}

// claim says that the reader is about to look at block i. It returns false if the mapping is closed; block i may not be touched then.
func (m *mapping) claim(i int) bool {
	m.held.Store(int64(i))
	return !m.shut.Load()
}

// yield says that the reader holds nothing.
func (m *mapping) yield() { m.held.Store(-1) }

// at is block i, which must be claimed.
func (m *mapping) at(i int) []byte {
	return m.mem[i*m.block : (i+1)*m.block : (i+1)*m.block]
}

// close ends the ring. It may be called at any time.
func (m *mapping) close() error {
	m.shut.Store(true)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.done {
		return nil
	}
	m.done = true
	held := int(m.held.Load())
	if held < 0 {
		return unmap(m.mem)
	}
	return m.keep(held)
}

// keep replaces block i by a copy and unmaps all others.
func (m *mapping) keep(i int) error {
	block := m.at(i)
	m.kept = block
	err := unmap(m.mem[:i*m.block])
	if e := unmap(m.mem[(i+1)*m.block:]); err == nil {
		err = e
	}
	p, e := unix.MmapPtr(-1, 0, nil, uintptr(m.block), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if e != nil {
		return e // without memory for a copy the block itself stays, and the socket with it, until the reader comes back
	}
	// Sound: p is the start of as many bytes, just mapped. The reader may be writing a status word in the block meanwhile: it is the
	// kernel's, and nobody reads it again.
	copy(unsafe.Slice((*byte)(p), m.block), block)
	// Sound: both ranges are whole mappings of this struct, and the old one is not used any more. The kernel moves the copy over the block in one step: other threads
	// see the one or the other, never a hole.
	if _, e := unix.MremapPtr(p, uintptr(m.block), unsafe.Pointer(&block[0]), uintptr(m.block), unix.MREMAP_MAYMOVE|unix.MREMAP_FIXED); e != nil {
		return e
	}
	return err
}

// leave is called by the reader of a closed mapping: it holds nothing any more.
func (m *mapping) leave() {
	m.yield()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept != nil {
		_ = unmap(m.kept)
		m.kept = nil
	}
}

func unmap(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	// Sound: b is a whole mapping or an end of one, of which nobody holds a part.
	return unix.MunmapPtr(unsafe.Pointer(&b[0]), uintptr(len(b)))
}

// loadStatus reads a status word that the kernel writes last: what it wrote before is visible then.
func loadStatus(b []byte) uint32 {
	// Sound: the slice has four bytes, and status words are aligned to four in every version of the ring.
	return atomic.LoadUint32((*uint32)(unsafe.Pointer(&b[:4][0])))
}

// storeStatus gives memory back to the kernel, after everything that was done with it.
func storeStatus(b []byte, v uint32) {
	// Sound: as loadStatus.
	atomic.StoreUint32((*uint32)(unsafe.Pointer(&b[:4][0])), v)
}
