package mobile

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// BSSGP is a PDU of the base station system GPRS protocol, 3GPP TS 48.018 section 10. The PDUs of users' data and of broadcast have an LLC PDU as their last element, which is the
// payload; the first have fixed fields in front of their elements.
type BSSGP struct {
	Type        BSSGPType `bits:"8,next=bssgp"`
	TLLI        uint32    `bits:"32,if=Type<2"` // temporary logical link identity, of the mobile station
	PeakRate    uint16    `bits:"16,if=Type<2"` // in units that Granularity says, 0 best effort
	Granularity uint8     `bits:"2,if=Type<2"`  // of PeakRate: 100, 1000, 10000 or 100000 bits a second
	Command     bool      `bits:"1,if=Type<2"`  // C/R: not an LLC frame ACK or SACK
	Data        bool      `bits:"1,if=Type<2"`  // T: not signalling
	Unrepeated  bool      `bits:"1,if=Type<2"`  // A: the radio interface does not acknowledge blocks
	Precedence  uint8     `bits:"3,if=Type<2"`
	IEs         BSSGPIEs  `bits:"*"`
	LLC         BSSGPLLC  `bits:"*,if=Type<2||Type==4||Type==5"`
}

// BSSGPLLC is what stands in front of an LLC PDU: the type of the element, and its length.
type BSSGPLLC struct {
	Short  bool   // the length takes one byte, and is at most 127
	Length uint16 // in bytes, at most 32767
}

// BSSGPType is the type of a PDU.
type BSSGPType uint8

// Types of PDUs, 3GPP TS 48.018 table 11.3.26.
const (
	BSSGPDownlink     BSSGPType = 0x00
	BSSGPUplink       BSSGPType = 0x01
	BSSGPDownlinkMBMS BSSGPType = 0x04
	BSSGPUplinkMBMS   BSSGPType = 0x05
	BSSGPPagingPS     BSSGPType = 0x06
	BSSGPSuspend      BSSGPType = 0x0b
	BSSGPReset        BSSGPType = 0x22
	BSSGPResetAck     BSSGPType = 0x23
	BSSGPFlowControl  BSSGPType = 0x26
	BSSGPFlush        BSSGPType = 0x2a
	BSSGPStatus       BSSGPType = 0x41
)

func (t BSSGPType) String() string { return iana.Name(bssgpTypes, t) }

const bssgpTypes = "\n0 DL-UNITDATA\n1 UL-UNITDATA\n2 RA-CAPABILITY\n4 DL-MBMS-UNITDATA\n5 UL-MBMS-UNITDATA\n6 PAGING-PS\n7 PAGING-CS\n8 RA-CAPABILITY-UPDATE\n9 RA-CAPABILITY-UPDATE-ACK" +
	"\n10 RADIO-STATUS\n11 SUSPEND\n12 SUSPEND-ACK\n13 SUSPEND-NACK\n14 RESUME\n15 RESUME-ACK\n16 RESUME-NACK\n17 PAGING-PS-REJECT\n18 DUMMY-PAGING-PS\n19 DUMMY-PAGING-PS-RESPONSE" +
	"\n20 MS-REGISTRATION-ENQUIRY\n21 MS-REGISTRATION-ENQUIRY-RESPONSE\n32 BVC-BLOCK\n33 BVC-BLOCK-ACK\n34 BVC-RESET\n35 BVC-RESET-ACK\n36 BVC-UNBLOCK\n37 BVC-UNBLOCK-ACK" +
	"\n38 FLOW-CONTROL-BVC\n39 FLOW-CONTROL-BVC-ACK\n40 FLOW-CONTROL-MS\n41 FLOW-CONTROL-MS-ACK\n42 FLUSH-LL\n43 FLUSH-LL-ACK\n44 LLC-DISCARDED\n45 FLOW-CONTROL-PFC" +
	"\n46 FLOW-CONTROL-PFC-ACK\n64 SGSN-INVOKE-TRACE\n65 STATUS\n66 OVERLOAD\n80 DOWNLOAD-BSS-PFC\n81 CREATE-BSS-PFC\n82 CREATE-BSS-PFC-ACK\n83 CREATE-BSS-PFC-NACK\n84 MODIFY-BSS-PFC" +
	"\n85 MODIFY-BSS-PFC-ACK\n86 DELETE-BSS-PFC\n87 DELETE-BSS-PFC-ACK\n88 DELETE-BSS-PFC-REQ\n89 PS-HANDOVER-REQUIRED\n90 PS-HANDOVER-REQUIRED-ACK\n91 PS-HANDOVER-REQUIRED-NACK" +
	"\n92 PS-HANDOVER-REQUEST\n93 PS-HANDOVER-REQUEST-ACK\n94 PS-HANDOVER-REQUEST-NACK\n96 PERFORM-LOCATION-REQUEST\n97 PERFORM-LOCATION-RESPONSE\n98 PERFORM-LOCATION-ABORT" +
	"\n99 POSITION-COMMAND\n100 POSITION-RESPONSE\n112 RAN-INFORMATION\n113 RAN-INFORMATION-REQUEST\n114 RAN-INFORMATION-ACK\n115 RAN-INFORMATION-ERROR" +
	"\n116 RAN-INFORMATION-APPLICATION-ERROR\n128 MBMS-SESSION-START-REQUEST\n129 MBMS-SESSION-START-RESPONSE\n130 MBMS-SESSION-STOP-REQUEST\n131 MBMS-SESSION-STOP-RESPONSE" +
	"\n132 MBMS-SESSION-UPDATE-REQUEST\n133 MBMS-SESSION-UPDATE-RESPONSE\n145 PS-HANDOVER-COMPLETE\n146 PS-HANDOVER-CANCEL\n147 PS-HANDOVER-COMPLETE-ACK\n"

// IsData reports whether the payload is an LLC PDU.
func (b *BSSGP) IsData() bool { return b.Type.isData() }

func (t BSSGPType) isData() bool {
	switch t {
	case BSSGPDownlink, BSSGPUplink, BSSGPDownlinkMBMS, BSSGPUplinkMBMS:
		return true
	}
	return false
}

// Recognizes asks for a known type, and for whole elements up to the end or to the LLC PDU.
func (*BSSGP) Recognizes(data []byte) bool {
	if len(data) == 0 || !known(bssgpTypes, data[0]) {
		return false
	}
	p := BSSGP{Type: BSSGPType(data[0])}
	at := 1
	if p.Type == BSSGPDownlink || p.Type == BSSGPUplink {
		at += 7
	}
	for at < len(data) {
		if p.IsData() && data[at] == byte(BSSGPLLCPDU) {
			_, _, err := readIndicator(data[at+1:])
			return err == nil
		}
		_, _, n, err := readIndicated(data[at:])
		if err != nil {
			return false
		}
		at += n
	}
	return !p.IsData()
}

// known reports whether a table for iana.Name has a number.
func known(table string, v byte) bool { return iana.Name(table, v) != iana.Name("", v) }

// Err tells whether users' data come without what is mandatory and first: a lifetime on the way down, a cell on the way up, 3GPP TS 48.018 section 10.2.
func (b *BSSGP) Err() error {
	first, ok := map[BSSGPType]BSSGPIEType{BSSGPDownlink: BSSGPLifetime, BSSGPDownlinkMBMS: BSSGPLifetime, BSSGPUplink: BSSGPCell}[b.Type]
	if ok && (len(b.IEs) == 0 || b.IEs[0].Type != first) {
		return codec.ErrRange
	}
	return nil
}

// PayloadLength is the length of the LLC PDU.
func (b *BSSGP) PayloadLength(int) (int, bool) {
	if !b.IsData() {
		return 0, true
	}
	return int(b.LLC.Length), true
}

// FixPayloadLength sets the length of the LLC PDU: an error if it does not fit, or there is a payload that is none.
func (b *BSSGP) FixPayloadLength(packet []byte, header int) error {
	n := len(packet) - header
	switch {
	case !b.IsData() && n > 0, n > mostLong, b.LLC.Short && n > mostShort:
		return codec.ErrLength
	case b.IsData() && b.LLC.Short:
		packet[header-1] = 0x80 | byte(n)
	case b.IsData():
		binary.BigEndian.PutUint16(packet[header-2:], uint16(n))
	}
	return nil
}

// IE is the first information element of a type, nil if there is none.
func (b *BSSGP) IE(t BSSGPIEType) *BSSGPIE {
	for i := range b.IEs {
		if b.IEs[i].Type == t {
			return &b.IEs[i]
		}
	}
	return nil
}

func (b *BSSGP) String() string {
	if b.Type == BSSGPDownlink || b.Type == BSSGPUplink {
		return fmt.Sprintf("BSSGP %s, TLLI %#08x", b.Type, b.TLLI)
	}
	return "BSSGP " + b.Type.String()
}

// DecodeField reads type and length.
func (l *BSSGPLLC) DecodeField(layer []byte, at int) (int, error) {
	*l = BSSGPLLC{}
	b := layer[at:]
	if len(b) == 0 {
		return 1, codec.ErrTruncated
	}
	if b[0] != byte(BSSGPLLCPDU) { // an element that is not whole
		_, _, n, err := readIndicated(b)
		return n, err
	}
	n, size, err := readIndicator(b[1:])
	if err == nil {
		*l = BSSGPLLC{size == 1, uint16(n)}
	}
	return 1 + size, err
}

// AppendField writes type and length, which encoding sets when the payload is known.
func (l BSSGPLLC) AppendField(dst []byte, _ int, derive codec.Derive) ([]byte, error) {
	n := l.Length
	if derive&codec.Lengths != 0 {
		n = 0
	}
	switch {
	case n > mostLong, l.Short && n > mostShort:
		return dst, codec.ErrRange
	case l.Short:
		return append(dst, byte(BSSGPLLCPDU), 0x80|byte(n)), nil
	}
	return append(dst, byte(BSSGPLLCPDU), byte(n>>8), byte(n)), nil
}
