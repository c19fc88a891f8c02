package pcapio

import (
	"io"
	"iter"
	"os"

	"github.com/wiretag/wiretag/capture"
)

// BlockReader reads a pcapng file block by block, in file order. What it returns, written by a BlockWriter, is the
// same file byte for byte. Of the blocks it only checks the frame, type and both lengths; Block.Decode says what is in
// them, and Packet reads them as a Reader does.
//
// It has the options of a Reader and its errors. It must not be used by several goroutines at once, except for Close.
type BlockReader struct {
	r     *Reader
	block Block
	size  int // of the block at the window, which was returned last
}

// NewBlockReader returns a reader at the first block of a pcapng file, which may be compressed. WithBlocks has no effect.
func NewBlockReader(src io.Reader, options ...Option) (*BlockReader, error) {
	r, err := NewReader(src, append(options[:len(options):len(options)], blockwise)...)
	return newBlockReader(r, err)
}

// OpenBlocks opens the named pcapng file. Close closes it.
func OpenBlocks(path string, options ...Option) (*BlockReader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	b, err := NewBlockReader(f, options...)
	if err != nil {
		_ = f.Close() // nothing was written; the reason why it is no pcapng file matters
		return nil, err
	}
	b.r.closer = f
	return b, nil
}

func blockwise(r *Reader) { r.blockwise, r.blocks = true, nil }

func newBlockReader(r *Reader, err error) (*BlockReader, error) {
	if err == nil && !r.ng {
		err = &Error{What: "file header", Detail: "a file of format " + r.header.Format.String() + " has no blocks", Err: ErrFormat}
	}
	if err != nil {
		return nil, err
	}
	return &BlockReader{r: r}, nil
}

// Next returns the next block. It belongs to the reader and is valid until the next call of Next; the body may be
// kept if it is copied. At a clean end the error is io.EOF itself; other errors are *Error or capture.ErrClosed and come
// after all the blocks before them. Every later call returns the same error.
func (b *BlockReader) Next() (*Block, error) {
	r := b.r
	r.in.pos += b.size
	b.size = 0
	for {
		frame, err := r.block()
		if err == nil {
			if err = b.note(frame); err == nil {
				b.block, b.size = r.blockAt(frame), len(frame)
				return &b.block, nil
			}
		}
		if err = r.recover(frame, err); err != nil {
			return nil, r.fail(err)
		}
	}
}

// note keeps what later blocks depend on. Only a section that is not in a known format is an error.
func (b *BlockReader) note(frame []byte) (err error) {
	r := b.r
	switch typ := r.u32(frame); {
	case typ == blockSection:
		err = r.section(frame)
	case r.header.Section < 0:
		err = r.malformed(blockName(typ), "before the first section header", 0, 0)
	case typ == blockInterface:
		kept := len(r.ifaces)
		if err = r.describe(frame); err != nil && len(r.ifaces) > kept {
			err = nil // the block can be written as it is
		}
	case typ == blockStatistics:
		_ = r.statistics(frame) // likewise
	}
	return err
}

// Blocks iterates over the blocks up to the end of the file. An error is the last thing that is yielded. The block
// is valid until the loop body ends.
func (b *BlockReader) Blocks() iter.Seq2[*Block, error] {
	return func(yield func(*Block, error) bool) {
		for {
			block, err := b.Next()
			if err == io.EOF || !yield(block, err) || err != nil {
				return
			}
		}
	}
}

// Packet reads the block that Next returned as Reader.Next does: its packet with the time, the link type of its interface,
// and so on. Both are valid until the next call of Next. The error is ErrNoPacket if the block is no packet, or an *Error, which
// does not end the reading.
func (b *BlockReader) Packet() ([]byte, *capture.Info, error) {
	if b.size == 0 || !b.block.Type.Packet() {
		return nil, nil, ErrNoPacket
	}
	r := b.r
	data, _, err := r.content(r.in.buf[r.in.pos : r.in.pos+b.size : r.in.pos+b.size])
	if err != nil {
		return nil, nil, err
	}
	return data, &r.info, nil
}

// Section describes the current section.
func (b *BlockReader) Section() Header { return b.r.header }

// Interfaces returns the interfaces of the current section that have been described so far, see Reader.Interfaces.
func (b *BlockReader) Interfaces() []Interface { return b.r.Interfaces() }

// Interface returns interface number id of the current section, see Reader.Interface.
func (b *BlockReader) Interface(id int) (Interface, bool) { return b.r.Interface(id) }

// Compression says how the file is compressed as a whole.
func (b *BlockReader) Compression() Compression { return b.r.compression }

// Rewind goes back to the first block. The source must be able to seek.
func (b *BlockReader) Rewind() error {
	b.size = 0
	return b.r.Rewind()
}

// Close closes the file that OpenBlocks opened. Next then returns capture.ErrClosed.
func (b *BlockReader) Close() error { return b.r.Close() }
