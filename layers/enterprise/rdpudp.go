package enterprise

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// RDPUDP is the header of the UDP transport of the remote desktop protocol in its versions 1 and 2, [MS-RDPEUDP] section 2.2. Behind the handshake, data are TLS or DTLS. Version 3, which goes on as [MS-RDPEUDP2] behind the
// packets that synchronize, is decoded no further than these.
type RDPUDP struct {
	SourceAck     uint32      `bits:"32"` // highest number that was received; all ones: none
	ReceiveWindow uint16      `bits:"16"` // packets
	Flags         RDPUDPFlags `bits:"16"`
	InitialSeq    uint32      `bits:"32,if=Flags&1!=0"`
	UpMTU         uint16      `bits:"16,if=Flags&1!=0"`
	DownMTU       uint16      `bits:"16,if=Flags&1!=0"`
	CorrelationID [16]byte    `bits:"128,if=Flags&0x800!=0"`
	Reserved      [16]byte    `bits:"128,if=Flags&0x800!=0"`
	SynExFlags    uint16      `bits:"16,if=Flags&0x1000!=0"`
	Version       uint16      `bits:"16,if=Flags&0x1000!=0"` // 1, 2, or 0x101: version 3
	CookieHash    [32]byte    `bits:"256,if=Version==0x101&&Flags&4==0"`
	AckSize       uint16      `bits:"16,if=Flags&5==4,len=Acks"`
	Acks          []byte      `bits:"*,if=Flags&5==4"` // runs: two bits of state, 0 received and 3 not yet, six of length less one
	AckPadding    []byte      `bits:"*,if=Flags&5==4,pad=4"`
	AckOfAcks     uint32      `bits:"32,if=Flags&0x100!=0"`
	Coded         uint32      `bits:"32,if=Flags&8!=0"` // number of the packet
	SourceStart   uint32      `bits:"32,if=Flags&8!=0"` // number of the data in it
}

// RDPUDPFlags say what a packet has.
type RDPUDPFlags uint16

// Flags.
const (
	RDPUDPSyn           RDPUDPFlags = 0x0001
	RDPUDPFin           RDPUDPFlags = 0x0002
	RDPUDPAck           RDPUDPFlags = 0x0004
	RDPUDPData          RDPUDPFlags = 0x0008
	RDPUDPFEC           RDPUDPFlags = 0x0010
	RDPUDPCongested     RDPUDPFlags = 0x0020
	RDPUDPReduced       RDPUDPFlags = 0x0040
	RDPUDPSackOption    RDPUDPFlags = 0x0080
	RDPUDPAckOfAcks     RDPUDPFlags = 0x0100
	RDPUDPLossy         RDPUDPFlags = 0x0200
	RDPUDPAckDelayed    RDPUDPFlags = 0x0400
	RDPUDPCorrelationID RDPUDPFlags = 0x0800
	RDPUDPSynEx         RDPUDPFlags = 0x1000
)

// smallestMTU is less than any of [MS-RDPEUDP], which are from 1132 on.
const smallestMTU = 1000

// Recognizes looks at the flags, which are those of a packet that synchronizes or of one that acknowledges, and at what these say that there is.
func (*RDPUDP) Recognizes(data []byte) bool {
	if len(data) < 12 {
		return false
	}
	f := RDPUDPFlags(binary.BigEndian.Uint16(data[6:]))
	if f&RDPUDPSyn != 0 {
		return f&^(RDPUDPSyn|RDPUDPAck|RDPUDPLossy|RDPUDPCorrelationID|RDPUDPSynEx) == 0 && len(data) >= 16 && binary.BigEndian.Uint16(data[12:]) > smallestMTU && binary.BigEndian.Uint16(data[14:]) > smallestMTU
	}
	return f&RDPUDPAck != 0 && f&^(RDPUDPAck|RDPUDPData|RDPUDPCongested|RDPUDPReduced|RDPUDPAckOfAcks|RDPUDPAckDelayed) == 0 &&
		10+int(binary.BigEndian.Uint16(data[8:])) <= len(data)
}

// NextLayer is TLS or DTLS, where there are data.
func (r *RDPUDP) NextLayer([]byte) codec.Key {
	if r.Flags&RDPUDPData == 0 {
		return codec.Key{}
	}
	return codec.Key{Table: "rdpudp"}
}

func (r *RDPUDP) String() string {
	return fmt.Sprintf("RDPUDP flags %#04x, packet %d, ack %d", uint16(r.Flags), r.Coded, r.SourceAck)
}
