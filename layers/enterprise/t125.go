package enterprise

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// RDPConnect is a TPDU that asks for a connection of the remote desktop protocol, or grants one: a [COTP] whose variable part has another form, [MS-RDPBCGR] sections 2.2.1.1 and 2.2.1.2.
type RDPConnect struct {
	Length      uint8            `bits:"8,len=header-1"`
	Code        COTPCode         `bits:"4"` // CR or CC
	Credit      uint8            `bits:"4"`
	DstRef      uint16           `bits:"16"`
	SrcRef      uint16           `bits:"16"`
	Class       uint8            `bits:"4"`
	Options     uint8            `bits:"4"`
	Cookie      RDPCookie        `bits:"*"`
	Negotiation []RDPNegotiation `bits:"*,fit"`
	Rest        []byte           `bits:"*"`
}

// RDPCookie is a line that says where a load balancer sends the connection, with its line end; it may be missing.
type RDPCookie []byte

// rdpCookie is how a cookie begins.
const rdpCookie = "Cookie: "

// String is the line without its end.
func (c RDPCookie) String() string { return string(bytes.TrimSuffix(c, []byte("\r\n"))) }

// DecodeField takes the line, if there is one.
func (c *RDPCookie) DecodeField(layer []byte, at int) (int, error) {
	*c = nil
	b := layer[at:]
	if end := bytes.Index(b, []byte("\r\n")) + 2; end >= 2 && bytes.HasPrefix(b, []byte(rdpCookie)) {
		*c = b[:end:end]
	}
	return len(*c), nil
}

// AppendField appends the line.
func (c RDPCookie) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if len(c) > 0 && (!bytes.HasPrefix(c, []byte(rdpCookie)) || bytes.Index(c, []byte("\r\n")) != len(c)-2) {
		return dst, codec.ErrRange
	}
	return append(dst, c...), nil
}

// RDPNegotiation is a structure that both sides choose a security protocol with: type 1 a request, 2 a response, 3 a failure, 6 correlation information.
type RDPNegotiation struct {
	Type   uint8  `bits:"8"`
	Flags  uint8  `bits:"8"`
	Length uint16 `bits:"16,le,len=self"`
	Data   []byte `bits:"*"`
}

// Protocols are those that are asked for or chosen: 1 TLS, 2 CredSSP, 4 RDSTLS, 8 CredSSP with early authorization, 16 RDSAAD. Of a failure it is the reason.
func (n *RDPNegotiation) Protocols() uint32 {
	if len(n.Data) < 4 {
		return 0
	}
	return binary.LittleEndian.Uint32(n.Data)
}

// Recognizes looks at the code, and at how the variable part begins.
func (*RDPConnect) Recognizes(data []byte) bool {
	if len(data) < 11 || data[1]>>4 < 13 || data[1]>>4 > 14 || int(data[0])+1 > len(data) || data[0] < 14 {
		return false
	}
	v := data[7 : int(data[0])+1]
	return bytes.HasPrefix(v, []byte(rdpCookie)) || v[0] >= 1 && v[0] <= 3 && v[2] == 8 && v[3] == 0
}

// NextLayer is none.
func (*RDPConnect) NextLayer([]byte) codec.Key { return codec.Key{} }

func (r *RDPConnect) String() string { return fmt.Sprintf("RDPConnect %s, %s", r.Code, r.Cookie) }

// T125Choice is the kind of a PDU of T.125.
type T125Choice uint8

// Kinds of PDUs that carry data.
const (
	T125SendRequest    T125Choice = 25
	T125SendIndication T125Choice = 26
)

func (c T125Choice) String() string {
	return iana.Name("\n0 plumbDomainIndication\n1 erectDomainRequest\n2 mergeChannelsRequest\n3 mergeChannelsConfirm\n4 purgeChannelsIndication\n5 mergeTokensRequest\n6 mergeTokensConfirm\n7 purgeTokensIndication"+
		"\n8 disconnectProviderUltimatum\n9 rejectMCSPDUUltimatum\n10 attachUserRequest\n11 attachUserConfirm\n12 detachUserRequest\n13 detachUserIndication\n14 channelJoinRequest\n15 channelJoinConfirm"+
		"\n16 channelLeaveRequest\n25 sendDataRequest\n26 sendDataIndication\n31 connect\n", c)
}

// T125 is a PDU of the multipoint communication service that carries no users' data, ITU-T T.125 section 7, as [MS-RDPBCGR] section 2.2.1 uses it. Those that connect are in BER and begin with the application's tag 101 or
// 102, the others in PER.
type T125 struct {
	Choice T125Choice `bits:"6"`
	Low    uint8      `bits:"2"` // belongs to what follows
	Body   []byte     `bits:"*"`
}

// Recognizes looks at kind and length.
func (*T125) Recognizes(data []byte) bool {
	if len(data) == 0 {
		return false
	}
	switch T125Choice(data[0] >> 2) {
	case 1:
		return len(data) == 5
	case 8:
		return len(data) == 2
	case 10:
		return len(data) == 1
	case 11:
		return len(data) == 2 || len(data) == 4
	case 14:
		return len(data) == 5
	case 15:
		return len(data) == 6 || len(data) == 8
	case 31:
		return len(data) > 2 && data[0] == 0x7f && (data[1] == 0x65 || data[1] == 0x66)
	}
	return false
}

// Join is the user, as a number of a channel too, and the channel that a request or confirmation is about.
func (t *T125) Join() (user, channel uint16, ok bool) {
	b := t.Body
	if t.Choice == 15 && len(b) > 0 {
		b = b[1:] // the result
	}
	if t.Choice != 14 && t.Choice != 15 || len(b) < 4 {
		return 0, 0, false
	}
	return binary.BigEndian.Uint16(b) + firstUser, binary.BigEndian.Uint16(b[2:]), true
}

// firstUser is the number of the first user.
const firstUser = 1001

// NextLayer is none.
func (*T125) NextLayer([]byte) codec.Key { return codec.Key{} }

func (t *T125) String() string { return "T125 " + t.Choice.String() }

// T125Data is data of T.125 in one channel, ITU-T T.125 section 7 and [MS-RDPBCGR] section 2.2.1.3, less than 128 bytes.
type T125Data struct {
	Choice    T125Choice `bits:"6"`
	Low       uint8      `bits:"2"`
	Initiator uint16     `bits:"16"` // user, less 1001
	Channel   uint16     `bits:"16"`
	Priority  uint8      `bits:"2"` // 0 top, 1 high, 2 medium, 3 low
	Begin     bool       `bits:"1"`
	End       bool       `bits:"1"`
	Padding   uint8      `bits:"4"`
	Long      uint8      `bits:"1,const=0"`
	Length    uint8      `bits:"7,len=payload"`
}

// T125DataLong is [T125Data] of [MS-RDPBCGR] with a length of 14 bits.
type T125DataLong struct {
	Choice    T125Choice `bits:"6"`
	Low       uint8      `bits:"2"`
	Initiator uint16     `bits:"16"`
	Channel   uint16     `bits:"16"`
	Priority  uint8      `bits:"2"`
	Begin     bool       `bits:"1"`
	End       bool       `bits:"1"`
	Padding   uint8      `bits:"4"`
	Long      uint8      `bits:"2,const=2"`
	Length    uint16     `bits:"14,len=payload"`
}

// Recognizes looks at the form of the length.
func (*T125Data) Recognizes(data []byte) bool { return len(data) >= 7 && data[6] < 0x80 }

// Recognizes looks at the form of the length.
func (*T125DataLong) Recognizes(data []byte) bool { return len(data) >= 8 && data[6]>>6 == 2 }

// NextLayer is RDP.
func (*T125Data) NextLayer([]byte) codec.Key { return codec.Key{Table: "t125"} }

// NextLayer is RDP.
func (*T125DataLong) NextLayer([]byte) codec.Key { return codec.Key{Table: "t125"} }

func (d *T125Data) String() string {
	return fmt.Sprintf("T125Data %s, channel %d, %d bytes", d.Choice, d.Channel, d.Length)
}

func (d *T125DataLong) String() string {
	return fmt.Sprintf("T125DataLong %s, channel %d, %d bytes", d.Choice, d.Channel, d.Length)
}

// RDPSecurity is the security header of the remote desktop protocol, [MS-RDPBCGR] section 2.2.8.1.1.2, where RDP encrypts by itself, and of licensing. What follows is payload.
type RDPSecurity struct {
	Flags     RDPSecurityFlags `bits:"16,le"`
	FlagsHigh uint16           `bits:"16,le"`
	Signature [8]byte          `bits:"64,if=Flags&8!=0"` // of what is encrypted
}

// RDPSecurityFlags say what a packet is.
type RDPSecurityFlags uint16

// Flags.
const (
	RDPExchange RDPSecurityFlags = 0x0001
	RDPEncrypt  RDPSecurityFlags = 0x0008
	RDPInfo     RDPSecurityFlags = 0x0040
	RDPLicense  RDPSecurityFlags = 0x0080
)

// Recognizes asks for a flag that says what follows, and for no other than there are: data of connections with TLS begin with their length.
func (*RDPSecurity) Recognizes(data []byte) bool {
	if len(data) < 12 {
		return false
	}
	f := RDPSecurityFlags(binary.LittleEndian.Uint16(data))
	return f&(RDPExchange|RDPEncrypt|RDPInfo|RDPLicense) != 0 && f&^0x7fff == 0 && f&0x0106 == 0 && int(f) != len(data)
}

// NextLayer is none.
func (*RDPSecurity) NextLayer([]byte) codec.Key { return codec.Key{} }

func (s *RDPSecurity) String() string { return fmt.Sprintf("RDPSecurity flags %#04x", uint16(s.Flags)) }
