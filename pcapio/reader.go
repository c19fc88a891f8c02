package pcapio

import (
	"encoding/binary"
	"io"
	"os"
	"sync"
	"sync/atomic"

	"github.com/wiretag/wiretag/capture"
)

const (
	// DefaultLimit is the longest record or block that a reader takes unless told otherwise: 16 MiB.
	DefaultLimit = 16 << 20
	// DefaultBuffer is the size of a reader's buffer unless told otherwise: 256 KiB.
	DefaultBuffer = 256 << 10

	minBuffer = 4 << 10
	maxLimit  = 1<<30 - 1
)

// Reader reads a capture file. It is a capture.Source; it must not be used by several goroutines at once, except
// for Close. NewReader and Open make one; the zero Reader only returns an error.
type Reader struct {
	in     input
	info   capture.Info
	count  uint64 // packets delivered
	err    error  // what ended the reading; every later call returns it
	closed atomic.Bool
	fast   atomic.Uint32 // which fast path of Next may be taken
	limit  uint32
	swap   bool // numbers of this file or section are big-endian
	ng     bool // pcapng
	fraction
	record recordForm
	near   nearby
	again  []byte // packet that Next is to return once more
	header Header
	sectionState
	unknown    bool  // how many packets a snoop file had lost before the next one
	believedAt int64 // time of the last record that nextSound believed, seconds
	searched   int64 // offset up to which it has looked for records
	ngOptions

	blocks      func(Block) error
	src         io.Reader
	start       int64 // offset of the file in src, if src can seek
	closer      io.Closer
	closeOnce   sync.Once
	closeErr    error
	bufferSize  int
	as          Format // what files with its magic number are read as
	follow      following
	compression Compression
}

// Option changes how a Reader works.
type Option func(*Reader)

// WithLimit sets the longest packet, block, or zstd window that is accepted, in bytes (at most 2³⁰-1). Longer ones
// are ErrLimit; longer blocks that the reader has no use for are skipped. The memory in use never exceeds about
// twice the limit, and for lz4 what its blocks need, which have at most 4 MiB, and 8 MiB in the legacy form.
func WithLimit(bytes int) Option {
	return func(r *Reader) { r.limit = uint32(min(max(bytes, 0), maxLimit)) }
}

// WithBuffer sets the initial size of the buffer in bytes, at least 4096: how much is read at once.
func WithBuffer(bytes int) Option {
	return func(r *Reader) { r.bufferSize = min(max(bytes, minBuffer), maxLimit) }
}

// WithFormat says what files are that have the magic number of f: the formats of several systems cannot be told
// from the file header. Otherwise Reader looks at the first records where the source can seek, and takes the most
// common format where it cannot. Files with other magic numbers are not affected.
func WithFormat(f Format) Option {
	return func(r *Reader) { r.as = f }
}

// WithBlocks has every block of a pcapng file that is not a packet handed to f before the packets behind it: section
// headers, interfaces, statistics, name resolution, secrets, custom and unknown ones. The block is valid until f
// returns. An error ends the reading: Next returns it in an *Error.
func WithBlocks(f func(Block) error) Option {
	return func(r *Reader) { r.blocks = f }
}

// NewReader reads the file header from src and returns a Reader at the first packet. The bytes of src need not be
// buffered; the reader reads ahead. In a pcapng file NewReader reads up to the first interface description.
func NewReader(src io.Reader, options ...Option) (*Reader, error) {
	r := &Reader{src: src, limit: DefaultLimit, bufferSize: DefaultBuffer, start: -1}
	for _, o := range options {
		o(r)
	}
	if s, ok := src.(io.Seeker); ok {
		if at, err := s.Seek(0, io.SeekCurrent); err == nil {
			r.start = at
		}
	}
	if err := r.open(); err != nil {
		return nil, err
	}
	r.allowFast()
	return r, nil
}

// Open opens the named capture file. Close closes it.
func Open(path string, options ...Option) (*Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r, err := NewReader(f, options...)
	if err != nil {
		_ = f.Close() // nothing was written; the reason why it is no capture file matters
		return nil, err
	}
	r.closer = f
	return r, nil
}

// open reads the beginning of the file: compression, format, header.
func (r *Reader) open() error {
	r.begin(0)
	r.compression = Plain
	if err := r.in.need(4); err != nil && err != io.EOF {
		return r.sourceError("file header", err)
	}
	if c := r.in.compressed(int(r.limit)); c != Plain {
		r.compression = c
		if err := r.in.decompress(c, int(r.limit), r.bufferSize); err != nil {
			return r.sourceError(c.String()+" header", err)
		}
	}
	if err := r.in.need(4); err != nil {
		return r.short("file header", "", 0, 4, err)
	}
	b := r.in.buf[r.in.pos:r.in.end]
	r.ng = uint32le(b) == blockSection
	switch {
	case r.ng:
		return r.openSection()
	case string(b[:4]) == snoopMagic[:4] && r.in.need(len(snoopMagic)) == nil && r.window(snoopMagic):
		return r.openSnoop()
	}
	return r.openPcap(uint32le(b))
}

// window reports whether the window begins with the text.
func (r *Reader) window(text string) bool {
	return string(r.in.buf[r.in.pos:r.in.end][:len(text)]) == text
}

// Next returns the next packet, as capture.Source says. An error other than io.EOF is an *Error (or
// capture.ErrClosed) and comes after all the packets before it.
func (r *Reader) Next() ([]byte, *capture.Info, error) {
	// Records and blocks of the most common form are taken here, without a call: at 60 bytes a packet every
	// instruction counts. All others, and all errors, are for next.
	le := binary.LittleEndian
	at, end, buf := uint(r.in.pos), uint(r.in.end), r.in.buf
	switch r.fast.Load() {
	case fastRecords:
		if end > uint(len(buf)) || at+recordHeaderLen > end {
			break
		}
		h := buf[at : at+recordHeaderLen]
		sub, captured := le.Uint32(h[4:]), le.Uint32(h[8:])
		next := at + recordHeaderLen + uint(captured)
		if next > end || captured > r.limit || sub >= r.perSecond {
			break
		}
		r.in.pos = int(next)
		r.count++
		r.info.Time = capture.Timestamp{Sec: int64(le.Uint32(h)), Nsec: sub * r.nanos, Set: true}
		r.info.CaptureLength, r.info.Length = captured, le.Uint32(h[12:])
		return buf[at+recordHeaderLen : next : next], &r.info, nil
	case fastBlocks:
		if end > uint(len(buf)) || at+enhancedFixed > end {
			break
		}
		h := buf[at : at+enhancedFixed]
		size, captured := le.Uint32(h[4:]), le.Uint32(h[20:])
		next := at + uint(size)
		// An enhanced packet block that ends right behind its padding, on the interface of the packet before and
		// in the same second.
		if le.Uint32(h) != blockEnhanced || size != (captured+3)&^3+enhancedFixed || captured > size || size > r.limit {
			break
		}
		ticks := (uint64(le.Uint32(h[12:]))<<32 | uint64(le.Uint32(h[16:]))) - r.near.base
		if next > end || le.Uint32(buf[next-4:]) != size || le.Uint32(h[8:]) != r.near.id || ticks >= r.near.perSecond {
			break
		}
		r.in.pos = int(next)
		r.count++
		r.info.Time = capture.Timestamp{Sec: r.near.sec, Nsec: uint32(ticks) * r.near.nanos, Set: true}
		r.info.CaptureLength, r.info.Length = captured, le.Uint32(h[24:])
		data := at + enhancedHead + uint(captured)
		return buf[at+enhancedHead : data : data], &r.info, nil
	}
	return r.next()
}

// next is Next for everything but the most common forms.
func (r *Reader) next() ([]byte, *capture.Info, error) {
	if data := r.again; data != nil && !r.closed.Load() {
		r.again = nil
		r.count++
		r.allowFast()
		return data, &r.info, nil
	}
	switch r.fast.Load() {
	case fastSwapped:
		if data := r.fastRecord(); data != nil {
			return data, &r.info, nil
		}
	case fastBlocks:
		if data := r.fastBlock(); data != nil {
			return data, &r.info, nil
		}
	}
	switch r.header.Format {
	case Pcapng:
		r.near.perSecond = 0 // the interface may change its meaning, and r.info has what options say
		return r.nextPacketBlock()
	case Snoop:
		return r.nextSnoop()
	}
	if r.resync != nil {
		return r.nextSound()
	}
	return r.nextRecord()
}

// LinkType of the file; for pcapng that of the first interface, or capture.LinkTypeNone if there is none before the
// first packet.
func (r *Reader) LinkType() capture.LinkType { return r.header.LinkType }

// Header describes the file; of a pcapng file the current section.
func (r *Reader) Header() Header { return r.header }

// Compression says how the file is compressed as a whole.
func (r *Reader) Compression() Compression { return r.compression }

// Offset is where the next record or block begins, in bytes from the start of the file, after decompression; after an
// error, where the one begins that could not be read.
func (r *Reader) Offset() int64 {
	if e, ok := r.err.(*Error); ok {
		return e.Offset
	}
	return r.in.offset()
}

// Stats counts the packets delivered so far. Losses are those stated by the statistics blocks of a pcapng file read
// so far; other files don't state any.
func (r *Reader) Stats() (capture.Stats, error) {
	s := r.lost
	for i := range r.ifaces {
		s.Dropped += r.ifaces[i].osDrop
		s.InterfaceDropped += r.ifaces[i].ifDrop
	}
	s.Received = r.count
	return s, nil
}

// Close closes the file that Open opened; a source given to NewReader stays open and is the caller's. Next then
// returns capture.ErrClosed.
func (r *Reader) Close() error {
	r.closeOnce.Do(func() {
		r.closed.Store(true)
		r.fast.Store(0)
		if r.follow.done != nil {
			close(r.follow.done)
		}
		if r.closer != nil {
			r.closeErr = r.closer.Close()
		}
	})
	return r.closeErr
}

// fail remembers what ended the reading and empties the window, so that no packet follows.
func (r *Reader) fail(err error) error {
	if r.closed.Load() {
		err = capture.ErrClosed
	}
	r.err = err
	r.in.pos = r.in.end
	return err
}

// short reports that the source ended or failed before the part of what, which needs need bytes, was read; the
// window has before bytes in front of that part.
func (r *Reader) short(what, part string, before int, need int64, err error) error {
	if err != io.EOF {
		return r.sourceError(what, err)
	}
	return &Error{
		Offset: r.in.offset(), What: what, Detail: part, Need: need, Have: int64(r.in.have() - before), Err: ErrTruncated,
	}
}

func (r *Reader) sourceError(what string, err error) error {
	return &Error{Offset: r.in.offset(), What: what, Err: err}
}

// malformed reports a contradiction in the record or block at the window.
func (r *Reader) malformed(what, detail string, need, have int64) error {
	return &Error{Offset: r.in.offset(), What: what, Detail: detail, Need: need, Have: have, Err: ErrFormat}
}

func (r *Reader) overLimit(what, part string, need int64) error {
	return &Error{Offset: r.in.offset(), What: what, Detail: part, Need: need, Have: int64(r.limit), Err: ErrLimit}
}

var _ capture.Source = (*Reader)(nil)
