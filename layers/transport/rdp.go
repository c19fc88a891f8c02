package transport

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// RDP is the header of the reliable data protocol, RFC 908 (version 1, ports of 8 bits) and RFC 1151 (version 2, ports of 16 bits), also called RUDP. The checksum, which has 32 bits, is
// neither computed nor verified.
type RDP struct {
	SYN          bool     `bits:"1"`
	ACK          bool     `bits:"1"`
	EACK         bool     `bits:"1"`
	RST          bool     `bits:"1"`
	NUL          bool     `bits:"1"`
	Reserved     uint8    `bits:"1"`
	Version      uint8    `bits:"2"`
	HeaderLength uint8    `bits:"8,len=header/2"`
	SrcPort8     uint8    `bits:"8,if=Version<2"`
	DstPort8     uint8    `bits:"8,if=Version<2"`
	SrcPort16    uint16   `bits:"16,if=Version>=2"`
	DstPort16    uint16   `bits:"16,if=Version>=2"`
	DataLength   uint16   `bits:"16,len=payload"`
	Seq          uint32   `bits:"32"`
	Ack          uint32   `bits:"32"`
	Checksum     uint32   `bits:"32"`
	Open         *RDPSyn  `bits:"*,if=SYN"`
	OutOfOrder   []uint32 `bits:"*,each=32,if=EACK&&!SYN"` // sequence numbers of segments that have been received
	Variable     []byte   `bits:"*,if=!EACK||SYN"`         // the rest of the header
}

// RDPSyn is what a segment with SYN has in its variable part.
type RDPSyn struct {
	MaxOutstanding uint16 `bits:"16"` // segments
	MaxSegment     uint16 `bits:"16"` // bytes
	Options        uint16 `bits:"16"` // 0x8000 or 1: sequenced delivery
}

// NextLayer is none that could be known.
func (*RDP) NextLayer([]byte) codec.Key { return codec.Key{} }

// Ports are those of the version.
func (r *RDP) Ports() (src, dst uint16) {
	if r.Version < 2 {
		return uint16(r.SrcPort8), uint16(r.DstPort8)
	}
	return r.SrcPort16, r.DstPort16
}

func (r *RDP) String() string {
	src, dst := r.Ports()
	return fmt.Sprintf("RDP %d > %d, seq %d, ack %d, length %d", src, dst, r.Seq, r.Ack, r.DataLength)
}
