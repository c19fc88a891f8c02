package pcapio

import (
	"math"

	"github.com/wiretag/wiretag/capture"
)

// EnhancedPacket is an enhanced packet block.
type EnhancedPacket struct {
	Interface uint32
	Ticks     uint64 // time since 1970 in units of the interface's resolution, before its offset is added
	Length    uint32 // bytes that the packet had on the wire
	Data      []byte // as captured; the captured length is its length
	Padding   []byte
	Options   capture.Options // see PacketOptions
}

// BlockType is BlockEnhancedPacket.
func (p *EnhancedPacket) BlockType() BlockType { return BlockEnhancedPacket }

func (p *EnhancedPacket) decode(body []byte, bigEndian bool) error {
	order := orderOf(bigEndian)
	head, rest, err := fixed(body, 20)
	if err != nil {
		return err
	}
	p.Interface, p.Length = order.Uint32(head), order.Uint32(head[16:])
	p.Ticks = uint64(order.Uint32(head[4:]))<<32 | uint64(order.Uint32(head[8:]))
	if p.Data, p.Padding, rest, err = padded("captured length", rest, order.Uint32(head[12:])); err == nil {
		p.Options, err = options(rest, bigEndian)
	}
	return err
}

func (p *EnhancedPacket) append(dst []byte, bigEndian bool) ([]byte, error) {
	order := orderOf(bigEndian)
	dst = order.AppendUint32(dst, p.Interface)
	return appendPacket(dst, order, p.Ticks, p.Length, p.Data, p.Padding, p.Options, bigEndian)
}

// appendPacket appends what enhanced and obsolete packet blocks have in common.
func appendPacket(dst []byte, order byteOrder, ticks uint64, length uint32, data, padding []byte, o capture.Options,
	bigEndian bool,
) ([]byte, error) {
	if uint64(len(data)) > math.MaxUint32 {
		return dst, errTooLong
	}
	dst = order.AppendUint32(order.AppendUint32(dst, uint32(ticks>>32)), uint32(ticks))
	dst = order.AppendUint32(order.AppendUint32(dst, uint32(len(data))), length)
	return appendOptions(appendPadded(dst, data, padding), o, bigEndian, new(PacketOptions).fields)
}

// ObsoletePacket is a packet block, which the enhanced packet block replaced.
type ObsoletePacket struct {
	Interface uint16
	Drops     uint16 // packets lost between the one before and this one; 0xffff: not known
	Ticks     uint64 // as in EnhancedPacket
	Length    uint32 // bytes that the packet had on the wire
	Data      []byte // as captured
	Padding   []byte
	Options   capture.Options // see PacketOptions
}

// BlockType is BlockObsoletePacket.
func (p *ObsoletePacket) BlockType() BlockType { return BlockObsoletePacket }

func (p *ObsoletePacket) decode(body []byte, bigEndian bool) error {
	order := orderOf(bigEndian)
	head, rest, err := fixed(body, 20)
	if err != nil {
		return err
	}
	p.Interface, p.Drops, p.Length = order.Uint16(head), order.Uint16(head[2:]), order.Uint32(head[16:])
	p.Ticks = uint64(order.Uint32(head[4:]))<<32 | uint64(order.Uint32(head[8:]))
	if p.Data, p.Padding, rest, err = padded("captured length", rest, order.Uint32(head[12:])); err == nil {
		p.Options, err = options(rest, bigEndian)
	}
	return err
}

func (p *ObsoletePacket) append(dst []byte, bigEndian bool) ([]byte, error) {
	order := orderOf(bigEndian)
	dst = order.AppendUint16(order.AppendUint16(dst, p.Interface), p.Drops)
	return appendPacket(dst, order, p.Ticks, p.Length, p.Data, p.Padding, p.Options, bigEndian)
}

// SimplePacket is a simple packet block: a packet of the section's first interface, without a time.
type SimplePacket struct {
	Length uint32 // bytes that the packet had on the wire
	// Data is at most Length bytes. The block does not state how many were captured: it is the smaller one of Length
	// and the interface's snapshot length. Where that is the latter, Data may have up to three bytes of padding more.
	Data    []byte
	Padding []byte
}

// BlockType is BlockSimplePacket.
func (p *SimplePacket) BlockType() BlockType { return BlockSimplePacket }

// Captured returns the bytes that were captured, given the snapshot length of the section's first interface (0: no limit).
func (p *SimplePacket) Captured(snapLen uint32) []byte {
	if snapLen != 0 && uint64(snapLen) < uint64(len(p.Data)) {
		return p.Data[:snapLen:snapLen]
	}
	return p.Data
}

func (p *SimplePacket) decode(body []byte, bigEndian bool) error {
	head, rest, err := fixed(body, 4)
	if err != nil {
		return err
	}
	p.Length = orderOf(bigEndian).Uint32(head)
	n := len(rest)
	if uint64(p.Length) < uint64(n) {
		n = int(p.Length)
	}
	p.Data, p.Padding = rest[:n:n], rest[n:len(rest):len(rest)]
	return nil
}

func (p *SimplePacket) append(dst []byte, bigEndian bool) ([]byte, error) {
	dst = append(orderOf(bigEndian).AppendUint32(dst, p.Length), p.Data...)
	return append(dst, p.Padding...), nil
}
