package layers

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// ICMPv6 is what all messages of RFC 4443 have in common; the message is the layer that
// follows.
type ICMPv6 struct {
	Type     ICMPv6Type `bits:"8,next=icmpv6"`
	Code     uint8      `bits:"8"`
	Checksum uint16     `bits:"16,sum=inet:pseudo"`
}

// ICMPv6Type is the type of a message, from IANA's registry; those below 128 are
// errors.
type ICMPv6Type uint8

// Types of ICMPv6 messages.
const (
	ICMPv6TypeUnreachable           ICMPv6Type = 1
	ICMPv6TypePacketTooBig          ICMPv6Type = 2
	ICMPv6TypeTimeExceeded          ICMPv6Type = 3
	ICMPv6TypeParameterProblem      ICMPv6Type = 4
	ICMPv6TypeEchoRequest           ICMPv6Type = 128
	ICMPv6TypeEchoReply             ICMPv6Type = 129
	ICMPv6TypeMLDQuery              ICMPv6Type = 130
	ICMPv6TypeMLDReport             ICMPv6Type = 131
	ICMPv6TypeMLDDone               ICMPv6Type = 132
	ICMPv6TypeRouterSolicitation    ICMPv6Type = 133
	ICMPv6TypeRouterAdvertisement   ICMPv6Type = 134
	ICMPv6TypeNeighborSolicitation  ICMPv6Type = 135
	ICMPv6TypeNeighborAdvertisement ICMPv6Type = 136
	ICMPv6TypeRedirect              ICMPv6Type = 137
	ICMPv6TypeRouterRenumbering     ICMPv6Type = 138
	ICMPv6TypeNodeQuery             ICMPv6Type = 139
	ICMPv6TypeNodeResponse          ICMPv6Type = 140
	ICMPv6TypeInverseSolicitation   ICMPv6Type = 141
	ICMPv6TypeInverseAdvertisement  ICMPv6Type = 142
	ICMPv6TypeMLDv2Report           ICMPv6Type = 143
	ICMPv6TypeHomeAgentRequest      ICMPv6Type = 144
	ICMPv6TypeHomeAgentReply        ICMPv6Type = 145
	ICMPv6TypePrefixSolicitation    ICMPv6Type = 146
	ICMPv6TypePrefixAdvertisement   ICMPv6Type = 147
	ICMPv6TypeRPL                   ICMPv6Type = 155
	ICMPv6TypeExtEchoRequest        ICMPv6Type = 160
	ICMPv6TypeExtEchoReply          ICMPv6Type = 161
)

var (
	icmpv6ErrorNames = [...]string{1: "Destination Unreachable", "Packet Too Big", "Time Exceeded", "Parameter Problem"}
	icmpv6InfoNames  = [...]string{
		0: "Echo Request", 1: "Echo Reply", 2: "Multicast Listener Query", 3: "Multicast Listener Report", 4: "Multicast Listener Done",
		5: "Router Solicitation", 6: "Router Advertisement", 7: "Neighbor Solicitation", 8: "Neighbor Advertisement", 9: "Redirect",
		10: "Router Renumbering", 11: "Node Information Query", 12: "Node Information Response", 13: "Inverse Neighbor Solicitation",
		14: "Inverse Neighbor Advertisement", 15: "Multicast Listener Report v2", 16: "Home Agent Address Request",
		17: "Home Agent Address Reply", 18: "Mobile Prefix Solicitation", 19: "Mobile Prefix Advertisement", 27: "RPL Control",
		32: "Extended Echo Request", 33: "Extended Echo Reply",
	}
)

// String gives the name, or the number.
func (t ICMPv6Type) String() string {
	if i := int(t) - int(ICMPv6TypeEchoRequest); i >= 0 && i < len(icmpv6InfoNames) && icmpv6InfoNames[i] != "" {
		return icmpv6InfoNames[i]
	}
	return iana.NameAt(icmpv6ErrorNames[:], t)
}

// IsError reports whether messages of the type quote the packet that caused them.
func (t ICMPv6Type) IsError() bool { return t < ICMPv6TypeEchoRequest }

// Codes of the messages that have several.
const (
	ICMPv6NoRoute               uint8 = 0
	ICMPv6AdminProhibited       uint8 = 1
	ICMPv6BeyondScope           uint8 = 2
	ICMPv6AddressUnreachable    uint8 = 3
	ICMPv6PortUnreachable       uint8 = 4
	ICMPv6SourcePolicy          uint8 = 5
	ICMPv6RejectRoute           uint8 = 6
	ICMPv6SourceRoutingHeader   uint8 = 7
	ICMPv6HopLimitExceeded      uint8 = 0
	ICMPv6ReassemblyTimeout     uint8 = 1
	ICMPv6ErroneousHeader       uint8 = 0
	ICMPv6UnknownNextHeader     uint8 = 1
	ICMPv6UnknownOption         uint8 = 2
	ICMPv6IncompleteFirstHeader uint8 = 3
)

var (
	icmpv6UnreachableNames = [...]string{
		"No Route", "Administratively Prohibited", "Beyond Scope of Source", "Address Unreachable",
		"Port Unreachable", "Source Address Failed Policy", "Reject Route", "Error in Source Routing Header", "Headers Too Long",
	}
	icmpv6ExceededNames = [...]string{"Hop Limit Exceeded", "Fragment Reassembly Time Exceeded"}
	icmpv6ProblemNames  = [...]string{
		"Erroneous Header Field", "Unrecognized Next Header", "Unrecognized Option", "Incomplete Header Chain in First Fragment",
		"SR Upper-layer Header Error", "Unrecognized Next Header by Intermediate Node", "Extension Header Too Big", "Extension Header Chain Too Long",
		"Too Many Extension Headers", "Too Many Options", "Option Too Big",
	}
)

// CodeName gives what Code means in this type of message, or the number.
func (i *ICMPv6) CodeName() string {
	switch i.Type {
	case ICMPv6TypeUnreachable:
		return iana.NameAt(icmpv6UnreachableNames[:], i.Code)
	case ICMPv6TypeTimeExceeded:
		return iana.NameAt(icmpv6ExceededNames[:], i.Code)
	case ICMPv6TypeParameterProblem:
		return iana.NameAt(icmpv6ProblemNames[:], i.Code)
	case ICMPv6TypeExtEchoReply:
		return iana.NameAt(icmpExtEchoNames[:], i.Code)
	}
	return iana.NameAt(nil, i.Code)
}

// Links is the table that Type refers to.
func (*ICMPv6) Links() *codec.Links { return Links() }

// NextLayer is by Type; of the queries for multicast listeners, those longer than
// 24 bytes are of version 2 (RFC 9777 section 8.1).
func (i *ICMPv6) NextLayer(payload []byte) codec.Key {
	if i.Type == ICMPv6TypeMLDQuery && len(payload) > mldv1Size {
		return codec.Key{Table: "mldv2", Value: uint64(i.Type)}
	}
	return codec.Key{Table: "icmpv6", Value: uint64(i.Type)}
}

func (i *ICMPv6) String() string { return fmt.Sprintf("ICMPv6 %s, %s", i.Type, i.CodeName()) }

// ICMPv6Unreachable is a destination unreachable message, RFC 4443 section 3.1. The
// packet that could not be delivered follows, as far as it is quoted, and behind it perhaps an [ICMPExtension].
type ICMPv6Unreachable struct {
	// Length is that of the quoted packet in units of 8 bytes where an
	// extension follows, else 0 (RFC 4884 section 4.4).
	Length uint8  `bits:"8"`
	Unused uint32 `bits:"24"`
}

// ICMPv6PacketTooBig is a packet too big message, RFC 4443 section 3.2.
type ICMPv6PacketTooBig struct {
	MTU uint32 `bits:"32"` // of the next hop, in bytes
}

// ICMPv6TimeExceeded is a time exceeded message, RFC 4443 section 3.3. Length is as in
// [ICMPv6Unreachable].
type ICMPv6TimeExceeded struct {
	Length uint8  `bits:"8"`
	Unused uint32 `bits:"24"`
}

// ICMPv6ParameterProblem is a parameter problem message, RFC 4443 section 3.4.
type ICMPv6ParameterProblem struct {
	Pointer uint32 `bits:"32"` // the byte of the quoted packet at which the error was found
}

// ICMPv6Echo is an echo request or reply, RFC 4443 sections 4.1 and 4.2; the data is
// its payload.
type ICMPv6Echo struct {
	ID  uint16 `bits:"16"`
	Seq uint16 `bits:"16"`
}

// NextLayer is opaque: the data that comes back.
func (*ICMPv6Echo) NextLayer([]byte) codec.Key { return codec.Key{} }

// NextLayer is the quoted packet.
func (*ICMPv6Unreachable) NextLayer(payload []byte) codec.Key { return quoted6(payload) }

// NextLayer is the quoted packet.
func (*ICMPv6PacketTooBig) NextLayer(payload []byte) codec.Key { return quoted6(payload) }

// NextLayer is the quoted packet.
func (*ICMPv6TimeExceeded) NextLayer(payload []byte) codec.Key { return quoted6(payload) }

// NextLayer is the quoted packet.
func (*ICMPv6ParameterProblem) NextLayer(payload []byte) codec.Key { return quoted6(payload) }

// quoted6 is the key of an IPv6 packet inside an error message.
func quoted6(payload []byte) codec.Key {
	if len(payload) == 0 {
		return codec.Key{}
	}
	return codec.Key{Table: "ip", Value: uint64(IPProtocolIPv6)}
}

// PayloadLength is Length, where there is one.
func (m *ICMPv6Unreachable) PayloadLength(have int) (int, bool) { return quote(m.Length, 8, have) }

// PayloadLength is Length, where there is one.
func (m *ICMPv6TimeExceeded) PayloadLength(have int) (int, bool) { return quote(m.Length, 8, have) }

// FixPayloadLength sets Length where it is not 0.
func (m *ICMPv6Unreachable) FixPayloadLength(packet []byte, header int) error {
	return fixQuote(packet, header, 0, 8)
}

// FixPayloadLength sets Length where it is not 0.
func (m *ICMPv6TimeExceeded) FixPayloadLength(packet []byte, header int) error {
	return fixQuote(packet, header, 0, 8)
}
