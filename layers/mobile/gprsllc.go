package mobile

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// GPRSLLC is a frame of the logical link control of GPRS, 3GPP TS 44.064 section 6. The first bits of Control say which of four formats it has: I and S (0 and 10), with
// sequence numbers, UI (110), and U (111), whose information, such as the parameters of XID, is a payload, as is the bitmap of an S frame. What is ciphered is not decoded
// further, and its frame check sequence is ciphered too.
type GPRSLLC struct {
	Protocol   bool         `bits:"1"` // PD: not LLC
	Command    bool         `bits:"1"` // C/R: a command of the network or a response to it
	Spare      uint8        `bits:"2"`
	SAPI       GPRSLLCPoint `bits:"4,next=gprsllc,nextif=Control<0x80||Control>=0xc0&&Control<0xe0&&!Ciphered"`
	Control    uint8        `bits:"8"`                                // see Format
	SentLow    uint8        `bits:"4,if=Control<0x80"`                // N(S): its lower bits
	SpareI     uint8        `bits:"1,if=Control<0x80"`                //
	AckHigh    uint8        `bits:"3,if=Control<0x80"`                // N(R): its upper bits, in S frames the last of Control
	AckLow     uint8        `bits:"6,if=Control<0xc0"`                // N(R): its lower bits
	Supervise  uint8        `bits:"2,if=Control<0xc0"`                // 0 RR, 1 ACK, 2 RNR, 3 SACK
	NumberLow  uint8        `bits:"6,if=Control>=0xc0&&Control<0xe0"` // N(U): its lower bits
	Ciphered   bool         `bits:"1,if=Control>=0xc0&&Control<0xe0"` // E
	Protected  bool         `bits:"1,if=Control>=0xc0&&Control<0xe0"` // PM: FCS covers all of the information, not only its first four bytes
	SpareSACK  uint8        `bits:"3,if=Control<0x80&&Supervise==3"`
	BitmapSize uint8        `bits:"5,if=Control<0x80&&Supervise==3,len=Bitmap/1-1"` // K: bytes, less one
	Bitmap     []byte       `bits:"*,if=Control<0x80&&Supervise==3"`                // of frames that were received, the first bit is N(R)+1
	FCS        uint32       `bits:"24,le,trailer,sum=crc24,if=!Ciphered"`
	SecretFCS  uint32       `bits:"24,le,trailer,if=Ciphered"` // ciphered
}

// GPRSLLCPoint is a service access point identifier.
type GPRSLLCPoint uint8

// Service access points, 3GPP TS 44.064 section 6.2.3.
const (
	GPRSLLCMobility GPRSLLCPoint = 1 // mobility and session management
	GPRSLLCData3    GPRSLLCPoint = 3
	GPRSLLCData5    GPRSLLCPoint = 5
	GPRSLLCSMS      GPRSLLCPoint = 7
	GPRSLLCData9    GPRSLLCPoint = 9
	GPRSLLCData11   GPRSLLCPoint = 11
)

func (p GPRSLLCPoint) String() string {
	return iana.NameAt([]string{1: "LLGMM", 2: "TOM2", 3: "LL3", 5: "LL5", 7: "LLSMS", 8: "TOM8", 9: "LL9", 11: "LL11"}, p)
}

// GPRSLLCFormat is one of the four formats of control fields.
type GPRSLLCFormat uint8

// Formats.
const (
	GPRSLLCI  GPRSLLCFormat = iota // information, and supervision
	GPRSLLCS                       // supervision
	GPRSLLCUI                      // unconfirmed information
	GPRSLLCU                       // unnumbered
)

func (f GPRSLLCFormat) String() string { return iana.NameAt([]string{"I", "S", "UI", "U"}, f) }

// Format is the format of the control field.
func (l *GPRSLLC) Format() GPRSLLCFormat {
	switch {
	case l.Control < 0x80:
		return GPRSLLCI
	case l.Control < 0xc0:
		return GPRSLLCS
	case l.Control < 0xe0:
		return GPRSLLCUI
	}
	return GPRSLLCU
}

// CarriesData reports whether the information is that of the layer above, and plain.
func (l *GPRSLLC) CarriesData() bool {
	f := l.Format()
	return f == GPRSLLCI || f == GPRSLLCUI && !l.Ciphered
}

// Sent is the number of an I frame, N(S), or of a UI frame, N(U): 0 to 511.
func (l *GPRSLLC) Sent() uint16 {
	switch l.Format() {
	case GPRSLLCI:
		return uint16(l.Control&0x1f)<<4 | uint16(l.SentLow)
	case GPRSLLCUI:
		return uint16(l.Control&7)<<6 | uint16(l.NumberLow)
	}
	return 0
}

// Acked is N(R) of an I or S frame: the number of the frame that is expected next, 0 to 511.
func (l *GPRSLLC) Acked() uint16 {
	switch l.Format() {
	case GPRSLLCI:
		return uint16(l.AckHigh)<<6 | uint16(l.AckLow)
	case GPRSLLCS:
		return uint16(l.Control&7)<<6 | uint16(l.AckLow)
	}
	return 0
}

// Unnumbered is the name of a U frame, 3GPP TS 44.064 section 6.4.1: DM, DISC, UA, SABM, FRMR, XID or NULL; "" in other formats.
func (l *GPRSLLC) Unnumbered() string {
	if l.Format() != GPRSLLCU {
		return ""
	}
	return iana.Name("\n0 NULL\n1 DM\n4 DISC\n6 UA\n7 SABM\n8 FRMR\n11 XID\n", l.Control&15)
}

// Sum gives the frame check sequence of annex A: of the header and the information, in UI frames that are not protected of the first four bytes of that.
func (*GPRSLLC) Sum(alg string) func(data []byte, at, n int) uint64 {
	if alg != "crc24" {
		return nil
	}
	return func(data []byte, at, _ int) uint64 {
		const (
			header  = 3 // bytes of address and control of a UI frame
			covered = 4 // N202: bytes of the information
		)
		b := data[:at]
		if len(b) >= header && b[1]&0xe0 == 0xc0 && b[2]&1 == 0 {
			b = b[:min(len(b), header+covered)]
		}
		return uint64(crc24(b))
	}
}

// crc24 is the complement of the remainder by x^24+x^23+x^21+x^20+x^19+x^17+x^16+x^15+x^13+x^8+x^7+x^5+x^4+x^2+1 of bytes whose lowest bit is the first, from all ones on.
func crc24(b []byte) uint32 {
	const poly = 0xad85dd // without x^24, the lowest bit first
	crc := uint32(0xffffff)
	for _, c := range b {
		crc ^= uint32(c)
		for range 8 {
			crc = crc>>1 ^ poly&-(crc&1)
		}
	}
	return crc ^ 0xffffff
}

func (l *GPRSLLC) String() string {
	s := l.Format().String()
	if u := l.Unnumbered(); u != "" {
		s = u
	}
	return fmt.Sprintf("GPRSLLC %s, %s", l.SAPI, s)
}

// Recognizes refuses what is no LLC.
func (*GPRSLLC) Recognizes(data []byte) bool { return len(data) > 0 && data[0]&0x80 == 0 }

// SNDCP is the header of a segment of users' data, 3GPP TS 44.065 section 7: SN-DATA over acknowledged links, SN-UNITDATA over others. A whole packet that is not compressed
// is one of IP; PPP, other segments and compressed packets are a payload.
type SNDCP struct {
	Spare          bool   `bits:"1"`
	First          bool   `bits:"1"`          // F: the first segment of a packet
	Unacknowledged bool   `bits:"1"`          // T: SN-UNITDATA
	More           bool   `bits:"1"`          // M: another segment of the packet follows
	NSAPI          uint8  `bits:"4"`          // 5 to 15
	DCOMP          uint8  `bits:"4,if=First"` // compression of data, 0 none
	PCOMP          uint8  `bits:"4,if=First"` // compression of headers, 0 none
	NPDU           uint8  `bits:"8,if=First&&!Unacknowledged"`
	Segment        uint8  `bits:"4,if=Unacknowledged"`
	Number         uint16 `bits:"12,if=Unacknowledged"` // of the packet
}

// NextLayer is an IP packet where the segment is one and nothing is compressed.
func (s *SNDCP) NextLayer(payload []byte) codec.Key {
	if !s.First || s.More || s.DCOMP != 0 || s.PCOMP != 0 || s.Segment != 0 || len(payload) == 0 {
		return codec.Key{}
	}
	if k := inside(payload); k.Table == "ipversion" {
		return k
	}
	return codec.Key{}
}

func (s *SNDCP) String() string {
	if s.Unacknowledged {
		return fmt.Sprintf("SNDCP SN-UNITDATA, NSAPI %d, packet %d, segment %d", s.NSAPI, s.Number, s.Segment)
	}
	return fmt.Sprintf("SNDCP SN-DATA, NSAPI %d", s.NSAPI)
}
