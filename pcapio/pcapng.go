package pcapio

import (
	"fmt"
	"io"

	"github.com/wiretag/wiretag/capture"
)

// Block types of pcapng (draft-ietf-opsawg-pcapng).
const (
	blockSection    = 0x0a0d0d0a // the same in both byte orders
	blockInterface  = 1
	blockPacket     = 2 // obsolete
	blockSimple     = 3
	blockNames      = 4
	blockStatistics = 5
	blockEnhanced   = 6
	blockSecrets    = 10

	byteOrderMagic = 0x1a2b3c4d
)

// Block is a block of a pcapng file that is not a packet, see WithBlocks.
type Block struct {
	Type      uint32
	Offset    int64  // of the block in the file, after decompression
	Body      []byte // without type and lengths, with padding; lent until the callback returns
	BigEndian bool   // byte order of the section
	Section   int    // number of the section, from 0
}

// nextPacketBlock returns the next packet of a pcapng file.
func (r *Reader) nextPacketBlock() ([]byte, *capture.Info, error) {
	for {
		b, err := r.block()
		if err != nil {
			return nil, nil, err
		}
		var data []byte
		switch r.u32(b) {
		case blockEnhanced:
			data, err = r.enhanced(b)
		case blockSimple:
			data, err = r.simple(b)
		case blockPacket:
			data, err = r.obsolete(b)
		default:
			if err = r.metadata(b); err == nil {
				continue
			}
		}
		if err != nil {
			return nil, nil, err
		}
		r.in.pos += len(b)
		r.count++
		return data, &r.info, nil
	}
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
			return nil, r.fail(capture.ErrClosed)
		}
		if r.err != nil {
			return nil, r.err
		}
		if err := r.in.need(12); err != nil {
			if err == io.EOF && r.in.have() == 0 {
				return nil, r.fail(io.EOF)
			}
			return nil, r.fail(r.short("block", "header", 0, 12, err))
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
			return nil, r.fail(r.malformed(what, fmt.Sprintf("type %#08x has length %d", typ, n), 0, 0))
		case n > r.limit && r.skippable(typ):
			if err := r.skipBlock(int64(n)); err != nil {
				return nil, err
			}
			continue
		case n > r.limit:
			return nil, r.fail(r.overLimit(blockName(typ), "", int64(n)))
		}
		if err := r.in.need(int(n)); err != nil {
			return nil, r.fail(r.short(blockName(typ), "", 0, int64(n), err))
		}
		b := r.in.buf[r.in.pos : r.in.pos+int(n) : r.in.pos+int(n)]
		if end := r.u32(b[n-4:]); end != n {
			return nil, r.fail(r.malformed(blockName(typ), fmt.Sprintf("length %d at its beginning, %d at its end", n, end), 0, 0))
		}
		return b, nil
	}
}

// skippable says whether the reader has no use for blocks of this type.
func (r *Reader) skippable(typ uint32) bool {
	switch typ {
	case blockSection, blockInterface, blockPacket, blockSimple, blockEnhanced, blockStatistics:
		return false
	}
	return r.blocks == nil
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
		return r.fail(&Error{Offset: offset, What: what, Need: n, Have: done, Err: ErrTruncated})
	case err != nil:
		return r.fail(r.sourceError(what, err))
	}
	if end := r.u32(r.in.buf[r.in.pos:]); int64(end) != n {
		detail := fmt.Sprintf("type %#08x: length %d at its beginning, %d at its end", typ, n, end)
		return r.fail(&Error{Offset: offset, What: what, Detail: detail, Err: ErrFormat})
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
	case blockNames:
		err = r.checkNames(b)
	case blockSecrets:
		err = r.checkSecrets(b)
	}
	if err == nil && r.blocks != nil {
		err = r.blocks(Block{
			Type: typ, Offset: r.in.offset(), Body: b[8 : len(b)-4 : len(b)-4],
			BigEndian: r.swap, Section: r.header.Section,
		})
		if err != nil {
			err = r.fail(r.sourceError(blockName(typ), err))
		}
	}
	if err == nil {
		r.in.pos += len(b)
	}
	return err
}

func blockName(typ uint32) string {
	switch typ {
	case blockSection:
		return "section header block"
	case blockInterface:
		return "interface description block"
	case blockPacket:
		return "packet block"
	case blockSimple:
		return "simple packet block"
	case blockNames:
		return "name resolution block"
	case blockStatistics:
		return "interface statistics block"
	case blockEnhanced:
		return "enhanced packet block"
	case blockSecrets:
		return "decryption secrets block"
	}
	return fmt.Sprintf("block of type %#08x", typ)
}

// checkNames walks the records of a name resolution block, and the options behind them.
func (r *Reader) checkNames(b []byte) error {
	const what = "name resolution block"
	at, end := 8, len(b)-4
	for at+4 <= end {
		typ, n := r.u16(b[at:]), int(r.u16(b[at+2:]))
		at += 4
		if typ == 0 {
			_, err := r.optionsAt(what, b, at)
			return err
		}
		if n > end-at {
			return r.fail(r.malformed(what, fmt.Sprintf("record %d at byte %d", typ, at-4), int64(n), int64(end-at)))
		}
		at += (n + 3) &^ 3
	}
	return nil
}

// checkSecrets checks the length within a decryption secrets block, and its options.
func (r *Reader) checkSecrets(b []byte) error {
	const what = "decryption secrets block"
	if len(b) < 20 {
		return r.fail(r.malformed(what, "", 20, int64(len(b))))
	}
	n, have := r.u32(b[12:]), len(b)-20
	if uint64(n) > uint64(have) {
		return r.fail(r.malformed(what, "secrets", int64(n), int64(have)))
	}
	_, err := r.optionsAt(what, b, 16+(int(n)+3)&^3)
	return err
}
