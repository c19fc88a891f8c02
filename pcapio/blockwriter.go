package pcapio

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/wiretag/wiretag/capture"
)

// ngWriterConfig is what only writers of pcapng files look at.
type ngWriterConfig struct {
	bigEndian     bool
	sectionLength bool
	section       SectionOptions
}

// WithBigEndian has a writer of pcapng files write sections big-endian that do not say their byte order. Little-endian is
// the default. Blocks that were read keep the byte order of their section. For pcap files the Header says it.
func WithBigEndian() WriterOption { return func(c *writerConfig) { c.bigEndian = true } }

// WithSectionLength has a writer of pcapng files derive the lengths of sections, where a section header states one: it is
// set when the section is complete, if the destination is an io.WriteSeeker, and to "not stated" otherwise. Without this
// option section headers are written as they are.
func WithSectionLength() WriterOption { return func(c *writerConfig) { c.sectionLength = true } }

// WithSection sets the options of the section headers that an NgWriter makes.
func WithSection(o SectionOptions) WriterOption { return func(c *writerConfig) { c.section = o } }

// ErrNoPacket is returned where a packet is asked of a block that is none.
var ErrNoPacket = errors.New("pcapio: not a packet block")

var (
	errNoSection = errors.New("pcapio: no section header before the first block")
	errOtherEnd  = errors.New("pcapio: a block of the other byte order that cannot be decoded")
)

// BlockWriter writes a pcapng file block by block. Blocks are gathered in a buffer and always written whole, so that
// after a crash the file is correct up to the last write, at least up to the last Flush. Errors of the destination are
// returned by every later call.
type BlockWriter struct {
	dst     io.Writer
	seeker  io.WriteSeeker // nil, or dst if section lengths are to be derived
	start   int64          // where dst was at the beginning
	buf     []byte         // whole blocks
	flushed int64          // bytes given to dst
	err     error
	closer  io.Closer
	writerConfig
	open   bool  // there is a section
	big    bool  // its byte order
	stated bool  // its length must be set at its end
	begun  int64 // offset of its first byte
	header int64 // length of its header
}

// NewBlockWriter returns a writer to dst. The first block must be a section header.
func NewBlockWriter(dst io.Writer, options ...WriterOption) *BlockWriter {
	w := &BlockWriter{dst: dst, writerConfig: writerOptions(options)}
	w.buf = make([]byte, 0, w.buffer)
	if s, ok := dst.(io.WriteSeeker); ok && w.sectionLength {
		if at, err := s.Seek(0, io.SeekCurrent); err == nil {
			w.seeker, w.start = s, at
		}
	}
	return w
}

// WriteBlock writes a block as it is: the same type, lengths that follow from its body, the same body. A body whose
// length is no multiple of four gets padding. If the byte order of the current section is another one, the block is
// decoded and encoded, which is an error for types of blocks that are not known.
func (w *BlockWriter) WriteBlock(b *Block) error {
	if b.Type == BlockSection {
		return w.writeSection(b)
	}
	if b.BigEndian != w.big && w.open && w.err == nil {
		c, err := b.Decode()
		if err != nil {
			return fmt.Errorf("%w: %w", errOtherEnd, err)
		}
		if _, ok := c.(*Unknown); ok {
			return fmt.Errorf("%w: %v", errOtherEnd, b.Type)
		}
		return w.Write(c)
	}
	at, err := w.begin()
	if err != nil {
		return err
	}
	w.buf, err = b.AppendTo(w.buf)
	return w.end(at, err)
}

// Write writes a block with this content, in the byte order of the current section. A *Section begins a new one, in
// its own byte order, or big-endian if WithBigEndian says so.
func (w *BlockWriter) Write(c Content) error {
	if s, ok := c.(*Section); ok {
		b := Block{BigEndian: s.BigEndian || w.bigEndian}
		if err := b.Encode(s); err != nil {
			return err
		}
		return w.writeSection(&b)
	}
	at, err := w.begin()
	if err != nil {
		return err
	}
	w.buf, err = appendFrame(w.buf, c.BlockType(), w.big, func(dst []byte) ([]byte, error) { return c.append(dst, w.big) })
	if err != nil {
		err = fmt.Errorf("pcapio: %v: %w", c.BlockType(), err)
	}
	return w.end(at, err)
}

// begin says where in the buffer the next block begins.
func (w *BlockWriter) begin() (at int, err error) {
	if w.err == nil && !w.open {
		return 0, errNoSection
	}
	return len(w.buf), w.err
}

// end is called with a block behind at, or an error why there is none. If the buffer is full, it writes the blocks
// before, and the last one too if it is longer than the buffer.
func (w *BlockWriter) end(at int, err error) error {
	if err != nil {
		w.buf = w.buf[:at]
		return err
	}
	if len(w.buf) <= w.buffer {
		return nil
	}
	if last := len(w.buf) - at; at > 0 && last <= w.buffer {
		all := w.buf
		w.buf = w.buf[:at]
		err = w.Flush()
		w.buf = append(w.buf, all[at:]...)
		return err
	}
	return w.Flush()
}

func (w *BlockWriter) writeSection(b *Block) error {
	const length = 8 // offset of the length in the body
	if len(b.Body) < 16 || orderOf(b.BigEndian).Uint32(b.Body) != byteOrderMagic {
		return fmt.Errorf("pcapio: %v without the byte-order magic of its byte order", b.Type)
	}
	if err := w.endSection(); err != nil {
		return err
	}
	at := len(w.buf)
	var err error
	if w.buf, err = b.AppendTo(w.buf); err != nil {
		return err
	}
	order := orderOf(b.BigEndian)
	w.open, w.big, w.stated = true, b.BigEndian, false
	w.begun, w.header = w.flushed+int64(at), int64(len(w.buf)-at)
	if field := w.buf[at+8+length:]; w.sectionLength && order.Uint64(field) != math.MaxUint64 {
		w.stated = w.seeker != nil
		order.PutUint64(field, math.MaxUint64) // until it is known
	}
	return w.end(at, nil)
}

// endSection sets the length of the section that ends here.
func (w *BlockWriter) endSection() error {
	if w.err != nil || !w.stated {
		return w.err
	}
	w.stated = false
	if err := w.Flush(); err != nil {
		return err
	}
	n := uint64(w.flushed - w.begun - w.header)
	field := orderOf(w.big).AppendUint64(nil, n)
	const at = 16 // offset of the length in the block
	if _, w.err = w.seeker.Seek(w.start+w.begun+at, io.SeekStart); w.err == nil {
		if _, w.err = w.seeker.Write(field); w.err == nil {
			_, w.err = w.seeker.Seek(w.start+w.flushed, io.SeekStart)
		}
	}
	return w.err
}

// Flush writes what is in the buffer.
func (w *BlockWriter) Flush() error {
	if w.err != nil || len(w.buf) == 0 {
		return w.err
	}
	n, err := w.dst.Write(w.buf)
	if err == nil && n != len(w.buf) {
		err = io.ErrShortWrite
	}
	w.flushed += int64(max(n, 0))
	w.err = err
	w.buf = w.buf[:0]
	return err
}

// Size is the length of the file in bytes, with what is still in the buffer.
func (w *BlockWriter) Size() int64 { return w.flushed + int64(len(w.buf)) }

// Close ends the file: it sets the length of the last section if that is asked for, flushes, and closes the file that
// CreateBlocks opened; a destination given to NewBlockWriter stays open and is the caller's. Later calls return
// capture.ErrClosed.
func (w *BlockWriter) Close() error {
	if w.err == capture.ErrClosed {
		return nil
	}
	err := w.endSection()
	if err == nil {
		err = w.Flush()
	}
	w.err = capture.ErrClosed
	if w.closer != nil {
		err = errors.Join(err, w.closer.Close())
	}
	return err
}

// CreateBlocks makes the named file, or empties it, and returns a BlockWriter to it. Close closes it.
func CreateBlocks(path string, options ...WriterOption) (*BlockWriter, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	w := NewBlockWriter(f, options...)
	w.closer = f
	return w, nil
}
