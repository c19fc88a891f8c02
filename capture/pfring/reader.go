package pfring

import (
	"fmt"
	"math/bits"
	"unsafe"
)

// largestWindow bounds the bytes of the ring that are read before they go back to the module.
const largestWindow = 256 << 10

// reader walks the slots of a ring in the memory that is shared with the module.
//
// The module says last of all that a packet is there, by totInsert: what it wrote before is visible to whoever has seen that number. Slots have no length of their own and
// nothing marks the end of the memory; both sides compute where the next slot is from the length of the packet.
type reader struct {
	info    *slotInfo
	slots   []byte
	header  uint64 // bytes in front of a packet
	slotLen uint64 // bytes of the largest slot; all offsets leave room for one
	dataLen uint64
	window  uint64 // bytes of a run
	most    uint64 // packets that fit

	at   uint64 // offset of the next slot
	done uint64 // packets that have been taken
	left uint64 // packets of the run, or more: it ends with the window, and with the memory
	stop uint64 // offset at which the run ends
	lost uint64 // packets that were lost before the run
}

// newReader checks what the module says of a ring. The memory has to be aligned to eight bytes.
func newReader(mem []byte, header int) (*reader, error) {
	info, err := infoOf(mem)
	if err != nil {
		return nil, err
	}
	r := &reader{
		info: info, slots: mem[infoSize:], header: uint64(header),
		slotLen: uint64(info.slotLen), dataLen: uint64(info.dataLen),
		at: info.removeOff.Load(), done: info.totRead.Load(), lost: info.totLost.Load(),
	}
	size := uint64(len(r.slots))
	overflow, room := bits.Mul64(uint64(info.minSlots), r.slotLen)
	switch {
	case header < shortHeader:
		err = fmt.Errorf("header of %d bytes", header)
	case r.slotLen%slotAlign != 0 || r.slotLen < r.header+r.dataLen+trailerSize:
		err = fmt.Errorf("slots of %d bytes for headers of %d and packets of %d bytes", r.slotLen, header, r.dataLen)
	case overflow != 0 || room > size || info.minSlots == 0:
		err = fmt.Errorf("%d slots of %d bytes in %d bytes", info.minSlots, r.slotLen, size)
	case r.at%slotAlign != 0 || r.at+r.slotLen < r.at || r.at+r.slotLen > size:
		err = fmt.Errorf("the first slot is at %d of %d bytes", r.at, size)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	r.window = min(max(size/16, r.slotLen), largestWindow)
	r.most = size / align(r.header+trailerSize)
	return r, nil
}

// infoOf is the beginning of a ring.
func infoOf(mem []byte) (*slotInfo, error) {
	if len(mem) < infoSize {
		return nil, fmt.Errorf("%w: %d bytes", ErrDamaged, len(mem))
	}
	// Sound: the memory is long enough and aligned, and what both sides write at the same time are atomic fields.
	return (*slotInfo)(unsafe.Pointer(&mem[0])), nil
}

// pageInfo is the same where only the module's part is mapped.
func pageInfo(page []byte) *slotInfo {
	_ = page[kernelPart-1]
	// Sound: the fields of the module are in its part, which is aligned, and the others are not touched.
	return (*slotInfo)(unsafe.Pointer(&page[0]))
}

func align(n uint64) uint64 { return (n + slotAlign - 1) &^ (slotAlign - 1) }

// begin looks how many packets are there, and starts a run of those within the window.
func (r *reader) begin() error {
	n := r.info.totInsert.Load() - r.done
	if n > r.most {
		return fmt.Errorf("%w: %d packets in %d bytes", ErrDamaged, int64(n), len(r.slots))
	}
	r.left, r.stop = n, r.at+r.window
	return nil
}

// losses takes the number of packets that were lost since it was last asked.
func (r *reader) losses() uint64 {
	now := r.info.totLost.Load()
	n := now - r.lost
	r.lost = now
	return n
}

// take is the next packet of a run with some left. The header is nil if the slot contradicts itself; it is not followed then.
func (r *reader) take() (*packetHeader, []byte) {
	// Sound: offsets are multiples of eight, and behind each there is room for a slot, which is longer than a header: newReader and the end of take.
	h := (*packetHeader)(unsafe.Pointer(&r.slots[r.at]))
	n := uint64(h.capLen)
	start := r.at + r.header
	end := start + n
	if n > r.dataLen || r.slots[end] != trailerByte || r.slots[end+1] != trailerByte {
		r.left = 0
		return nil, nil
	}
	next := align(end + trailerSize)
	r.done++
	r.left--
	if next+r.slotLen > uint64(len(r.slots)) {
		next, r.left = 0, 0
	} else if next >= r.stop {
		r.left = 0
	}
	r.at = next
	return h, r.slots[start:end:end]
}

// release gives all packets that were taken back to the module.
func (r *reader) release() {
	r.info.totRead.Store(r.done)
	r.info.removeOff.Store(r.at)
}

// headerAt is the header of a packet that was taken.
func (r *reader) headerAt(at uint64) *packetHeader {
	// Sound: as in take, where the offset was that of a packet.
	return (*packetHeader)(unsafe.Pointer(&r.slots[at]))
}
