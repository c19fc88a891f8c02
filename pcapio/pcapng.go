package pcapio

import (
	"fmt"
	"io"

	"github.com/wiretag/wiretag/capture"
)

// ngOptions are what only readers of pcapng files look at.
type ngOptions struct {
	blockwise bool // a BlockReader: blocks are not interpreted on opening
	resync    func(*Error, int64)
}

// nextPacketBlock returns the next packet of a pcapng file.
func (r *Reader) nextPacketBlock() ([]byte, *capture.Info, error) {
	for {
		b, err := r.block()
		if err == nil {
			var data []byte
			var packet bool
			if data, packet, err = r.content(b); err == nil {
				r.in.pos += len(b)
				if packet {
					r.count++
					return data, &r.info, nil
				}
				continue
			}
		}
		if err = r.recover(b, err); err != nil {
			return nil, nil, r.fail(err)
		}
	}
}

// content takes what a block says; packet is true if it is a packet.
func (r *Reader) content(b []byte) (data []byte, packet bool, err error) {
	switch r.u32(b) {
	case blockEnhanced:
		data, err = r.enhanced(b)
	case blockSimple:
		data, err = r.simple(b)
	case blockPacket:
		data, err = r.obsolete(b)
	default:
		return nil, false, r.metadata(b)
	}
	return data, true, err
}

// block returns the next block, whole and with sound lengths, without taking it out of the window. Blocks that
// nobody wants and that are not in the window yet are skipped.
func (r *Reader) block() ([]byte, error) {
	b := r.in.buf[r.in.pos:r.in.end]
	if len(b) >= 12 && !r.closed.Load() && uint32le(b) != blockSection {
		n := r.u32(b[4:])
		if n&3 == 0 && n >= 12 && uint64(n) <= uint64(len(b)) && n <= r.limit && r.u32(b[n-4:]) == n {
			return b[:n:n], nil
		}
	}
	return r.fillBlock()
}

// fillBlock is block, step by step.
func (r *Reader) fillBlock() ([]byte, error) {
	const what = "block"
	for {
		if r.closed.Load() {
			return nil, capture.ErrClosed
		}
		if r.err != nil {
			return nil, r.err
		}
		if err := r.in.need(12); err != nil {
			if err == io.EOF && r.in.have() == 0 {
				return nil, io.EOF
			}
			return nil, r.short("block", "header", 0, 12, err)
		}
		typ := uint32le(r.in.buf[r.in.pos:])
		if typ == blockSection {
			if err := r.sectionOrder(); err != nil {
				return nil, err
			}
		}
		typ = r.u32(r.in.buf[r.in.pos:])
		n := r.u32(r.in.buf[r.in.pos+4:])
		switch {
		case n < 12 || n&3 != 0:
			return nil, r.malformed(what, fmt.Sprintf("type %#08x has length %d", typ, n), 0, 0)
		case n > r.limit && r.skippable(typ):
			if err := r.skipBlock(int64(n)); err != nil {
				return nil, err
			}
			continue
		case n > r.limit:
			return nil, r.overLimit(blockName(typ), "", int64(n))
		}
		if err := r.in.need(int(n)); err != nil {
			return nil, r.short(blockName(typ), "", 0, int64(n), err)
		}
		b := r.in.buf[r.in.pos : r.in.pos+int(n) : r.in.pos+int(n)]
		if end := r.u32(b[n-4:]); end != n {
			return nil, r.malformed(blockName(typ), fmt.Sprintf("length %d at its beginning, %d at its end", n, end), 0, 0)
		}
		return b, nil
	}
}

// skippable reports whether the reader has no use for blocks of this type.
func (r *Reader) skippable(typ uint32) bool {
	switch typ {
	case blockSection, blockInterface, blockPacket, blockSimple, blockEnhanced, blockStatistics:
		return false
	}
	return r.blocks == nil && r.resync == nil && !r.blockwise
}

// skipBlock drops a block of n bytes without having it in memory as a whole.
func (r *Reader) skipBlock(n int64) error {
	const what = "block"
	offset, typ := r.in.offset(), r.u32(r.in.buf[r.in.pos:])
	done, err := r.in.skip(n - 4)
	if err == nil {
		if err = r.in.need(4); err != nil {
			done += int64(r.in.have())
		}
	}
	switch {
	case err == io.EOF:
		return &Error{Offset: offset, What: what, Need: n, Have: done, Err: ErrTruncated}
	case err != nil:
		return r.sourceError(what, err)
	}
	if end := r.u32(r.in.buf[r.in.pos:]); int64(end) != n {
		detail := fmt.Sprintf("type %#08x: length %d at its beginning, %d at its end", typ, n, end)
		return &Error{Offset: offset, What: what, Detail: detail, Err: ErrFormat}
	}
	r.in.pos += 4
	return nil
}

// metadata takes a block that is not a packet.
func (r *Reader) metadata(b []byte) error {
	typ := r.u32(b)
	var err error
	switch typ {
	case blockSection:
		err = r.section(b)
	case blockInterface:
		err = r.describe(b)
	case blockStatistics:
		err = r.statistics(b)
	case blockNames, blockSecrets:
		err = r.decode(blockName(typ), b, newContent(BlockType(typ)))
	}
	if err != nil || r.blocks == nil {
		return err
	}
	if err = r.blocks(r.blockAt(b)); err != nil {
		return r.fail(r.sourceError(blockName(typ), err))
	}
	return nil
}

// blockAt is the block at the window.
func (r *Reader) blockAt(b []byte) Block {
	return Block{
		Type: BlockType(r.u32(b)), Offset: r.in.offset(), Body: b[8 : len(b)-4 : len(b)-4],
		BigEndian: r.swap, Section: r.header.Section,
	}
}
