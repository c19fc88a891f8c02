package enterprise

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// RDPFastPath is the header of a fast-path PDU of the remote desktop protocol with less than 128 bytes, [MS-RDPBCGR] sections 2.2.8.1.2 and 2.2.9.1.2, which comes in the place of a [TPKT]. Events and
// updates are payload, encrypted if Flags say so and the connection has no TLS. Several PDUs may follow each other in a segment.
type RDPFastPath struct {
	Flags     uint8  `bits:"2"` // 1 secure checksum, 2 encrypted
	Events    uint8  `bits:"4"` // number of events from a client, 0 if the first byte of the payload has it or a server speaks
	Action    uint8  `bits:"2,const=0"`
	Long      uint8  `bits:"1,const=0"`
	Length    uint8  `bits:"7,len=packet"`
	Signature uint64 `bits:"64,if=Flags>1"`
}

// RDPFastPathLong is the same with a length of 15 bits, [MS-RDPBCGR] section 2.2.9.1.2.
type RDPFastPathLong struct {
	Flags     uint8  `bits:"2"` // 1 secure checksum, 2 encrypted
	Events    uint8  `bits:"4"`
	Action    uint8  `bits:"2,const=0"`
	Long      uint8  `bits:"1,const=1"`
	Length    uint16 `bits:"15,len=packet"`
	Signature uint64 `bits:"64,if=Flags>1"`
}

// Recognizes asks for PDUs that fill the segment.
func (*RDPFastPath) Recognizes(data []byte) bool { return isFastPath(data) && data[1] < 0x80 }

// Recognizes asks for PDUs that fill the segment.
func (*RDPFastPathLong) Recognizes(data []byte) bool { return isFastPath(data) && data[1] >= 0x80 }

// Repeats reports whether another PDU with a short length follows.
func (r *RDPFastPath) Repeats(rest []byte) bool { return r.Recognizes(rest) }

// Repeats reports whether another PDU with a long length follows.
func (r *RDPFastPathLong) Repeats(rest []byte) bool { return r.Recognizes(rest) }

func isFastPath(b []byte) bool {
	for len(b) > 3 && b[0]&3 == 0 && (b[0] < 0x14 || b[0] > 0x18 || b[1] != 3) { // the last is a record of TLS
		n, header := int(b[1]), 2
		if n > 0x7f {
			n, header = int(binary.BigEndian.Uint16(b[1:])&0x7fff), 3
		}
		if b[0] >= 0x80 {
			header += 8
		}
		if n <= header || n > len(b) {
			return false
		}
		if b = b[n:]; len(b) == 0 {
			return true
		}
	}
	return false
}

// NextLayer is none.
func (*RDPFastPath) NextLayer([]byte) codec.Key { return codec.Key{} }

// NextLayer is none.
func (*RDPFastPathLong) NextLayer([]byte) codec.Key { return codec.Key{} }

func (r *RDPFastPath) String() string { return fmt.Sprintf("RDPFastPath, %d events", r.Events) }

func (r *RDPFastPathLong) String() string { return fmt.Sprintf("RDPFastPathLong, %d bytes", r.Length) }
