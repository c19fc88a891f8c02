package transport

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// GQUIC is the public header of Google's QUIC up to version Q043, of draft-hamilton-early-deployment-quic section 5. Versions up to Q038 write numbers with their least significant byte first. Packets of servers have no
// connection ID and no version: nothing tells that they are QUIC, and they are not recognized. What follows is encrypted, but in the first packets.
type GQUIC struct {
	Reserved     uint8   `bits:"1"`
	Multipath    bool    `bits:"1"`
	NumberLength uint8   `bits:"2"` // of the packet number: 1, 2, 4 or 6 bytes
	HasCID       bool    `bits:"1"`
	HasNonce     bool    `bits:"1"` // a diversification nonce, in packets of servers
	Reset        bool    `bits:"1"` // a public reset: the rest is a message
	HasVersion   bool    `bits:"1"`
	CID          [8]byte `bits:"64,if=HasCID"`
	Version      [4]byte `bits:"32,if=HasVersion&&!Reset"` // such as "Q043"
	Number8      uint8   `bits:"8,if=!Reset&&NumberLength==0"`
	Number16     uint16  `bits:"16,if=!Reset&&NumberLength==1"`
	Number32     uint32  `bits:"32,if=!Reset&&NumberLength==2"`
	Number48     uint64  `bits:"48,if=!Reset&&NumberLength==3"`
}

// Recognizes asks for a version that is one, or for a reset. Other packets hold nothing that is like no other protocol: they are known by their conversation, where it is remembered.
func (*GQUIC) Recognizes(data []byte) bool {
	if len(data) < 9 || data[0]&0xc0 != 0 {
		return false
	}
	flags, at := data[0], 1
	if flags&8 != 0 {
		at += 8
	}
	if flags&1 != 0 {
		return len(data) >= at+4 && data[at] == 'Q' && data[at+1] == '0' && data[at+2] >= '0' && data[at+2] <= '9' && data[at+3] >= '0' && data[at+3] <= '9'
	}
	if flags&2 != 0 {
		return flags&8 != 0 && len(data) >= at+4 && string(data[at:at+4]) == "PRST"
	}
	return false
}

// Continues accepts what may follow a packet that was recognized.
func (*GQUIC) Continues(data []byte) bool { return len(data) >= 14 && data[0]&0xc1 == 0 }

// Number is the packet number, as far as it is written.
func (q *GQUIC) Number() uint64 {
	switch q.NumberLength {
	case 0:
		return uint64(q.Number8)
	case 1:
		return uint64(q.Number16)
	case 2:
		return uint64(q.Number32)
	}
	return q.Number48
}

// NextLayer is none: what follows is encrypted.
func (*GQUIC) NextLayer([]byte) codec.Key { return codec.Key{} }

func (q *GQUIC) String() string {
	if q.HasVersion {
		return fmt.Sprintf("GQUIC %q, cid %x, packet %d", q.Version[:], q.CID, q.Number())
	}
	return fmt.Sprintf("GQUIC cid %x, packet %d", q.CID, q.Number())
}

// GQUIC46 is the header of version Q046 of Google's QUIC: that of draft-ietf-quic-transport-17, with the lengths of both connection IDs in one byte. The packet number is not protected. In the short form, whether the
// server's connection ID follows depends on who sends; it is payload then, as the packet number is.
type GQUIC46 struct {
	Long     bool    `bits:"1"`
	Fixed    bool    `bits:"1"`
	Type     uint8   `bits:"2"`
	Reserved uint8   `bits:"2"`
	PNLength uint8   `bits:"2"` // of the packet number, less one
	Version  [4]byte `bits:"32,if=Long"`
	DCIL     uint8   `bits:"4,if=Long"` // 0, or the length less 3
	SCIL     uint8   `bits:"4,if=Long"`
	DCID     []byte  `bits:"64,if=DCIL==5"`
	SCID     []byte  `bits:"64,if=SCIL==5"`
	Number   uint32  `bits:"32,if=Long&&PNLength==3"`
}

// Recognizes asks for the version, and for connection IDs of 8 bytes or none.
func (*GQUIC46) Recognizes(data []byte) bool {
	return len(data) >= 6 && data[0]&0x80 != 0 && string(data[1:4]) == "Q04" && (data[4] == '4' || data[4] == '6') && data[5]&^0x55 == 0 && (data[5]>>4)%5 == 0 && (data[5]&15)%5 == 0
}

// Continues accepts the short form.
func (*GQUIC46) Continues(data []byte) bool { return len(data) >= 14 && data[0]&0xc0 == 0x40 }

// NextLayer is none: what follows is encrypted.
func (*GQUIC46) NextLayer([]byte) codec.Key { return codec.Key{} }

func (q *GQUIC46) String() string {
	if !q.Long {
		return "GQUIC46 short"
	}
	return fmt.Sprintf("GQUIC46 %q, dcid %x, packet %d", q.Version[:], q.DCID, q.Number)
}
