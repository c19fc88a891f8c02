package mobile

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// GTPv1 is the header of GTP version 1, 3GPP TS 29.281 section 5 (GTP-U, users' data) and 3GPP TS 29.060 section 6 (GTP-C, control), with the information elements of messages that are not users' data.
// The four bytes behind the TEID are there if any of the three flags is set. What a G-PDU carries is told by its first four bits.
type GTPv1 struct {
	Version      uint8          `bits:"3,default=1"`
	ProtocolType bool           `bits:"1"` // PT: GTP; GTP' has its own layer
	Reserved     bool           `bits:"1"`
	HasExtension bool           `bits:"1"` // E
	HasSeq       bool           `bits:"1"` // S: the sequence number has a meaning
	HasNPDU      bool           `bits:"1"` // PN: the N-PDU number has a meaning
	Type         GTPType        `bits:"8"`
	Length       uint16         `bits:"16,len=packet/1-8"`
	TEID         uint32         `bits:"32"` // tunnel endpoint identifier
	Seq          uint16         `bits:"16,if=HasExtension||HasSeq||HasNPDU"`
	NPDU         uint8          `bits:"8,if=HasExtension||HasSeq||HasNPDU"`
	Spare        uint8          `bits:"8,if=!HasExtension&&(HasSeq||HasNPDU)"` // next extension header type, which has no meaning
	Extensions   []GTPExtension `bits:"*,last=Type==0,if=HasExtension"`
	IEs          []GTPv1IE      `bits:"*,if=Type!=255"`
	Rest         []byte         `bits:"*,if=Type!=255"` // what is no information element
}

// GTPExtension is an extension header, 3GPP TS 29.281 section 5.2, with the byte in front of it that gives its type: type 0, a byte alone, ends the list.
type GTPExtension struct {
	Type   GTPExtensionType `bits:"8"`
	Length uint8            `bits:"8,if=Type!=0,len=self/4"`
	Data   []byte           `bits:"*,if=Type!=0"`
}

// Err tells whether the header has not the length of its type, 3GPP TS 29.060 section 6.1 and 3GPP TS 29.281 section 5.2.2.
func (e *GTPExtension) Err() error {
	sizes := map[GTPExtensionType]int{
		1: 2, 2: 2, 3: 6, GTPExtensionServiceClass: 2, GTPExtensionUDPPort: 2, GTPExtensionLongPDCP: 6, GTPExtensionPDCP: 2, GTPExtensionSuspend: 2, GTPExtensionSuspendReply: 2,
	}
	if n, ok := sizes[e.Type]; ok && len(e.Data) != n {
		return codec.ErrLength
	}
	return nil
}

// GTPExtensionType is the type of an extension header. Those with the highest bit have to be understood by the endpoint.
type GTPExtensionType uint8

// Types of extension headers.
const (
	GTPExtensionEnd          GTPExtensionType = 0
	GTPExtensionServiceClass GTPExtensionType = 0x20
	GTPExtensionUDPPort      GTPExtensionType = 0x40
	GTPExtensionRAN          GTPExtensionType = 0x81
	GTPExtensionLongPDCP     GTPExtensionType = 0x82
	GTPExtensionNRRAN        GTPExtensionType = 0x84
	GTPExtensionPDUSession   GTPExtensionType = 0x85
	GTPExtensionPDCP         GTPExtensionType = 0xc0
	GTPExtensionSuspend      GTPExtensionType = 0xc1
	GTPExtensionSuspendReply GTPExtensionType = 0xc2
)

func (t GTPExtensionType) String() string {
	return iana.Name("\n0 end\n1 MBMS support\n2 MS info change reporting\n3 long PDCP PDU number\n32 service class\n64 UDP port\n129 RAN container\n130 long PDCP PDU number\n131 Xw RAN container"+
		"\n132 NR RAN container\n133 PDU session container\n192 PDCP PDU number\n193 suspend request\n194 suspend response\n", uint32(t))
}

// PDUSession is what a PDU session container says, 3GPP TS 38.415 section 5.5.2; ok is false if it is none.
func (e *GTPExtension) PDUSession() (uplink bool, qfi uint8, ok bool) {
	if e.Type != GTPExtensionPDUSession || len(e.Data) < 2 {
		return false, 0, false
	}
	return e.Data[0]>>4 == 1, e.Data[1] & 0x3f, true
}

// GTPType is the type of a message of version 1 and of GTP'.
type GTPType uint8

// Types of messages, 3GPP TS 29.060 table 1.
const (
	GTPEchoRequest      GTPType = 1
	GTPEchoResponse     GTPType = 2
	GTPVersionUnknown   GTPType = 3
	GTPCreatePDPRequest GTPType = 16
	GTPCreatePDPReply   GTPType = 17
	GTPUpdatePDPRequest GTPType = 18
	GTPUpdatePDPReply   GTPType = 19
	GTPDeletePDPRequest GTPType = 20
	GTPDeletePDPReply   GTPType = 21
	GTPErrorIndication  GTPType = 26
	GTPEndMarker        GTPType = 254
	GTPGPDU             GTPType = 255
)

func (t GTPType) String() string { return iana.Name(gtpTypes, t) }

const gtpTypes = "\n1 Echo Request\n2 Echo Response\n3 Version Not Supported\n4 Node Alive Request\n5 Node Alive Response\n6 Redirection Request\n7 Redirection Response\n16 Create PDP Context Request" +
	"\n17 Create PDP Context Response\n18 Update PDP Context Request\n19 Update PDP Context Response\n20 Delete PDP Context Request\n21 Delete PDP Context Response" +
	"\n22 Initiate PDP Context Activation Request\n23 Initiate PDP Context Activation Response\n26 Error Indication\n27 PDU Notification Request\n28 PDU Notification Response" +
	"\n29 PDU Notification Reject Request\n30 PDU Notification Reject Response\n31 Supported Extension Headers Notification\n32 Send Routeing Information for GPRS Request" +
	"\n33 Send Routeing Information for GPRS Response\n34 Failure Report Request\n35 Failure Report Response\n36 Note MS GPRS Present Request\n37 Note MS GPRS Present Response" +
	"\n48 Identification Request\n49 Identification Response\n50 SGSN Context Request\n51 SGSN Context Response\n52 SGSN Context Acknowledge\n53 Forward Relocation Request" +
	"\n54 Forward Relocation Response\n55 Forward Relocation Complete\n56 Relocation Cancel Request\n57 Relocation Cancel Response\n58 Forward SRNS Context" +
	"\n59 Forward Relocation Complete Acknowledge\n60 Forward SRNS Context Acknowledge\n61 UE Registration Query Request\n62 UE Registration Query Response\n70 RAN Information Relay" +
	"\n96 MBMS Notification Request\n97 MBMS Notification Response\n100 Create MBMS Context Request\n101 Create MBMS Context Response\n102 Update MBMS Context Request" +
	"\n103 Update MBMS Context Response\n104 Delete MBMS Context Request\n105 Delete MBMS Context Response\n112 MBMS Registration Request\n113 MBMS Registration Response" +
	"\n116 MBMS Session Start Request\n117 MBMS Session Start Response\n118 MBMS Session Stop Request\n119 MBMS Session Stop Response\n128 MS Info Change Notification Request" +
	"\n129 MS Info Change Notification Response\n240 Data Record Transfer Request\n241 Data Record Transfer Response\n253 Tunnel Status\n254 End Marker\n255 G-PDU\n"

// Recognizes asks for the version, the protocol type, and a length that the datagram has.
func (*GTPv1) Recognizes(data []byte) bool {
	return len(data) >= 8 && data[0]>>4 == 3 && (data[0]&7 == 0 || len(data) >= 12)
}

// NextLayer is an IP packet or PPP, by the first four bits of a G-PDU.
func (g *GTPv1) NextLayer(payload []byte) codec.Key {
	if g.Type != GTPGPDU || len(payload) == 0 {
		return codec.Key{}
	}
	return inside(payload)
}

// inside is what a tunnel carries.
func inside(payload []byte) codec.Key {
	switch v := payload[0] >> 4; {
	case v == 4 && payload[0]&15 >= 5, v == 6:
		return codec.Key{Table: "ipversion", Value: uint64(v)}
	case len(payload) > 2 && payload[0] == 0xff && payload[1] == 3:
		return codec.Key{Table: "pppframe"}
	}
	return codec.Key{}
}

func (g *GTPv1) String() string { return fmt.Sprintf("GTPv1 %s, TEID %#08x", g.Type, g.TEID) }

// GTPv0 is the header of GTP version 0, 3GPP TS 09.60 section 6. It is 20 bytes long in all messages.
type GTPv0 struct {
	Version      uint8     `bits:"3"`
	ProtocolType bool      `bits:"1"`
	Spare        uint8     `bits:"3"`
	SNDCP        bool      `bits:"1"` // there is an LLC number
	Type         GTPType   `bits:"8"`
	Length       uint16    `bits:"16,len=packet/1-20"`
	Seq          uint16    `bits:"16"`
	FlowLabel    uint16    `bits:"16"`
	LLCNumber    uint8     `bits:"8"`
	Spare2       uint32    `bits:"24"` // all ones
	TID          [8]byte   `bits:"64"` // tunnel identifier: IMSI and NSAPI
	IEs          []GTPv0IE `bits:"*,if=Type!=255"`
	Rest         []byte    `bits:"*,if=Type!=255"`
}

// Recognizes asks for the version, the protocol type and bits that are ones.
func (*GTPv0) Recognizes(data []byte) bool { return len(data) >= 20 && data[0]>>1 == 0x0f }

// NextLayer is an IP packet or PPP, by the first four bits.
func (g *GTPv0) NextLayer(payload []byte) codec.Key {
	if g.Type != GTPGPDU || len(payload) == 0 {
		return codec.Key{}
	}
	return inside(payload)
}

func (g *GTPv0) String() string { return fmt.Sprintf("GTPv0 %s, TID %x", g.Type, g.TID) }

// GTPPrime is the header of GTP', 3GPP TS 32.295 section 6, which carries charging records. Version 0 may have 20 bytes.
type GTPPrime struct {
	Version      uint8     `bits:"3"`
	ProtocolType bool      `bits:"1"`
	Spare        uint8     `bits:"3"`
	Short        bool      `bits:"1"` // in version 0: 6 bytes; later versions always have them
	Type         GTPType   `bits:"8"`
	Length       uint16    `bits:"16,if=Version!=0||Short,len=packet/1-6"`
	LengthLong   uint16    `bits:"16,if=Version==0&&!Short,len=packet/1-20"` // the same behind 20 bytes
	Seq          uint16    `bits:"16"`
	Unused       [14]byte  `bits:"112,if=Version==0&&!Short"`
	IEs          []GTPv1IE `bits:"*"`
	Rest         []byte    `bits:"*"`
}

// Err tells whether there is an element that the protocol has not, 3GPP TS 32.295 section 6.2.
func (g *GTPPrime) Err() error {
	for i := range g.IEs {
		switch g.IEs[i].Type {
		case GTPv1Cause, GTPv1Recovery, 126, 249, 250, gtpv1ChargingGateway, 252, 253, 254, GTPv1PrivateExtension:
		default:
			return codec.ErrRange
		}
	}
	return nil
}

// Recognizes asks for the protocol type and a version.
func (*GTPPrime) Recognizes(data []byte) bool {
	return len(data) >= 6 && data[0]&0x10 == 0 && data[0]>>5 <= 2 && binary.BigEndian.Uint16(data[2:]) <= uint16(min(len(data)-6, 0xffff))
}

func (g *GTPPrime) String() string {
	return fmt.Sprintf("GTPPrime version %d, %s, seq %d", g.Version, g.Type, g.Seq)
}
