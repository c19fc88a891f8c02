package pcapio

import (
	"errors"
	"fmt"
	"io"
	"sort"

	"github.com/wiretag/wiretag/capture"
)

// ErrIndex says that an index is not that of the file, or that it is damaged.
var ErrIndex = errors.New("not an index of this file")

// Bounds of an index: 2.6 MB of marks, 16 MB of sections and interfaces.
const (
	indexStride = 64      // packets from mark to mark, at first
	indexMarks  = 1 << 16 // the stride doubles when there are as many
	indexBlocks = 1 << 20 // section headers, and interfaces
)

// Index says where packets are in a capture file, so that a Reader can go to one by its number or its time without
// reading all before it. Its size is bounded: of long files it has every 128th packet, every 256th, and so on, and
// the reader reads on from there. It can be stored (MarshalBinary), and extended when the file has grown (Update).
//
// The zero Index is empty; Update fills it. An Index may be used by several readers at once, but not while it changes.
type Index struct {
	format  Format
	big     bool
	network uint32
	stride  uint64
	packets uint64
	end     int64 // offset behind the last packet
	latest  capture.Timestamp
	marks   []mark        // of packets 0, stride, 2·stride, …
	shb     []sectionMark // ascending
	idb     []int64       // offsets of interface descriptions, ascending
}

// sectionMark is the place of a section header, and the number of the section.
type sectionMark struct {
	at     int64
	number int
}

// mark is the place of a packet.
type mark struct {
	offset int64             // of its record, or of a block before it
	time   capture.Timestamp // its own, to check
	before capture.Timestamp // the latest of all packets before it
}

// NewIndex reads the whole file from its beginning and returns its index. Where the file is damaged it also returns
// the error, and the index of what is before. The source of r must be able to seek.
func NewIndex(r *Reader) (*Index, error) {
	x := new(Index)
	return x, x.Update(r)
}

// Update reads what is behind the last packet in the index, up to the end of the file, and adds it.
func (x *Index) Update(r *Reader) error {
	if x.packets == 0 {
		*x = Index{stride: indexStride}
		if err := r.Rewind(); err != nil {
			return err
		}
		x.format, x.big, x.network = r.header.Format, r.header.BigEndian, r.header.Network
	} else if err := r.seek(x, x.end); err != nil {
		return err
	}
	for {
		at := r.in.offset()
		_, info, err := r.Next()
		if e := x.blocks(r); e != nil {
			return r.fail(e)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		x.add(at, r.in.offset(), info.Time)
	}
}

// blocks notes the section headers and interfaces read since the last time.
func (x *Index) blocks(r *Reader) error {
	last := int64(-1)
	if n := len(x.idb); n > 0 {
		last = x.idb[n-1]
	}
	if n := len(x.shb); r.ng && (n == 0 || x.shb[n-1].at < r.sectionAt) {
		// Sections without packets are of no interest.
		x.shb = append(x.shb, sectionMark{r.sectionAt, r.header.Section})
	}
	for i := len(r.ifaces); i > 0; i-- {
		if r.ifaces[i-1].at > last {
			continue
		}
		return x.interfaces(r, i)
	}
	return x.interfaces(r, 0)
}

// interfaces notes all interfaces of the section from number i on.
func (x *Index) interfaces(r *Reader, i int) error {
	for _, f := range r.ifaces[i:] {
		x.idb = append(x.idb, f.at)
	}
	if n := len(x.idb) + len(x.shb); n > indexBlocks {
		return &Error{Offset: r.in.offset(), What: "index", Detail: "sections and interfaces", Need: int64(n), Have: indexBlocks, Err: ErrLimit}
	}
	return nil
}

// add notes a packet that is between two offsets.
func (x *Index) add(at, end int64, t capture.Timestamp) {
	if x.packets%x.stride == 0 {
		if len(x.marks) == indexMarks {
			for i := range indexMarks / 2 {
				x.marks[i] = x.marks[2*i]
			}
			x.marks = x.marks[:indexMarks/2]
			x.stride *= 2
		}
		if x.packets%x.stride == 0 {
			x.marks = append(x.marks, mark{at, t, x.latest})
		}
	}
	if t.Compare(x.latest) > 0 {
		x.latest = t
	}
	x.packets++
	x.end = end
}

// Packets is how many packets the index knows of.
func (x *Index) Packets() uint64 { return x.packets }

// End is the offset in the file behind the last packet in the index, after decompression.
func (x *Index) End() int64 { return x.end }

// Latest is the latest time of a packet.
func (x *Index) Latest() capture.Timestamp { return x.latest }

// SeekPacket has Next return packet n of the file, from 0; x is the index of the file. With n the number of packets in
// the index, it goes behind the last of them. In a compressed file all bytes before the packet are decompressed.
//
// Statistics begin anew: packets that were skipped are not counted.
func (r *Reader) SeekPacket(x *Index, n uint64) error {
	if n > x.packets {
		return fmt.Errorf("pcapio: packet %d of %d: %w", n, x.packets, io.EOF)
	}
	if n == x.packets {
		return r.seekEnd(x)
	}
	i := n / x.stride
	if err := r.seekMark(x, i); err != nil {
		return err
	}
	for range n - i*x.stride {
		if _, _, err := r.Next(); err != nil {
			return err
		}
	}
	r.count = 0
	return nil
}

// SeekTime has Next return the first packet in the file whose time is not before t, and returns its number, from 0.
// The packets may be in any order. If there is none it returns io.EOF, and so does Next.
func (r *Reader) SeekTime(x *Index, t capture.Timestamp) (uint64, error) {
	// The one looked for is behind the last mark before which all packets are earlier.
	i := sort.Search(len(x.marks), func(i int) bool { return x.marks[i].before.Set && x.marks[i].before.Compare(t) >= 0 })
	if i--; i < 0 {
		if err := r.seekEnd(x); err != nil {
			return 0, err
		}
		return 0, io.EOF
	}
	if err := r.seekMark(x, uint64(i)); err != nil {
		return 0, err
	}
	for n := uint64(i) * x.stride; ; n++ {
		data, info, err := r.Next()
		if err != nil {
			return n, err
		}
		if info.Time.Set && info.Time.Compare(t) >= 0 {
			r.putBack(data)
			r.count = 0
			return n, nil
		}
	}
}

// seekEnd goes behind the last packet in the index.
func (r *Reader) seekEnd(x *Index) error {
	if x.packets == 0 {
		return r.Rewind()
	}
	return r.seek(x, x.end)
}

// putBack has Next return the packet once more that it has just returned.
func (r *Reader) putBack(data []byte) {
	r.again = data
	r.count--
	r.fast.Store(0)
}

// seekMark goes to a mark, and checks that the packet is there.
func (r *Reader) seekMark(x *Index, i uint64) error {
	if i >= uint64(len(x.marks)) {
		return fmt.Errorf("pcapio: mark %d of %d: %w", i, len(x.marks), ErrIndex)
	}
	m := &x.marks[i]
	if err := r.seek(x, m.offset); err != nil {
		return err
	}
	data, info, err := r.Next()
	if err != nil {
		return err
	}
	if info.Time != m.time {
		return r.fail(&Error{Offset: m.offset, What: "index", Detail: fmt.Sprintf("packet %d", i*x.stride), Err: ErrIndex})
	}
	r.putBack(data)
	return nil
}

// seek goes to an offset between records or blocks.
func (r *Reader) seek(x *Index, offset int64) error {
	if r.header.Format != x.format || r.header.Format != Pcapng && (r.header.BigEndian != x.big || r.header.Network != x.network) {
		return fmt.Errorf("pcapio: %v: %w", x.format, ErrIndex)
	}
	if _, ok := r.src.(io.Seeker); !ok || r.start < 0 {
		return &Error{Offset: r.in.offset(), What: "file", Detail: "cannot go to another place", Err: errNoSeek}
	}
	r.fast.Store(0)
	r.again, r.near, r.count, r.lost, r.unknown = nil, nearby{}, 0, capture.Stats{}, true
	if r.ng {
		if err := r.restore(x, offset); err != nil {
			return r.fail(err)
		}
	}
	if err := r.moveTo(offset); err != nil {
		return r.fail(err)
	}
	r.allowFast()
	return nil
}

// restore reads the section header and the interfaces that packets at an offset refer to.
func (r *Reader) restore(x *Index, offset int64) error {
	section := sort.Search(len(x.shb), func(i int) bool { return x.shb[i].at >= offset }) - 1
	if section < 0 {
		return &Error{Offset: offset, What: "index", Detail: "no section", Err: ErrIndex}
	}
	callback := r.blocks
	r.blocks = nil // it has been told
	defer func() { r.blocks = callback }()
	r.header.Section = x.shb[section].number - 1 // the header counts up
	if err := r.readAt(x.shb[section].at, blockSection); err != nil {
		return err
	}
	first := sort.Search(len(x.idb), func(i int) bool { return x.idb[i] > x.shb[section].at })
	for _, at := range x.idb[first:] {
		if at >= offset {
			break
		}
		if err := r.readAt(at, blockInterface); err != nil {
			return err
		}
	}
	return nil
}

// readAt takes the block at an offset, which must be of this type.
func (r *Reader) readAt(offset int64, typ uint32) error {
	if err := r.moveTo(offset); err != nil {
		return err
	}
	b, err := r.block()
	if err != nil {
		return err
	}
	if r.u32(b) != typ {
		return &Error{Offset: offset, What: "index", Detail: blockName(r.u32(b)), Err: ErrIndex}
	}
	if _, _, err := r.content(b); err != nil {
		return err
	}
	r.in.pos += len(b)
	return nil
}
