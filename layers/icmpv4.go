package layers

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// ICMPv4 is what all messages of RFC 792 have in common; the message is the layer that
// follows. A zero Type is that of an echo reply, also when building.
type ICMPv4 struct {
	Type     ICMPv4Type `bits:"8,next=icmpv4"`
	Code     uint8      `bits:"8"`
	Checksum uint16     `bits:"16,sum=inet:packet"`
}

// ICMPv4Type is the type of a message, from IANA's registry.
type ICMPv4Type uint8

// Types of ICMP messages.
const (
	ICMPv4TypeEchoReply           ICMPv4Type = 0
	ICMPv4TypeUnreachable         ICMPv4Type = 3
	ICMPv4TypeSourceQuench        ICMPv4Type = 4
	ICMPv4TypeRedirect            ICMPv4Type = 5
	ICMPv4TypeEchoRequest         ICMPv4Type = 8
	ICMPv4TypeRouterAdvertisement ICMPv4Type = 9  // RFC 1256
	ICMPv4TypeRouterSolicitation  ICMPv4Type = 10 // RFC 1256
	ICMPv4TypeTimeExceeded        ICMPv4Type = 11
	ICMPv4TypeParameterProblem    ICMPv4Type = 12
	ICMPv4TypeTimestampRequest    ICMPv4Type = 13
	ICMPv4TypeTimestampReply      ICMPv4Type = 14
	ICMPv4TypeInfoRequest         ICMPv4Type = 15
	ICMPv4TypeInfoReply           ICMPv4Type = 16
	ICMPv4TypeMaskRequest         ICMPv4Type = 17 // RFC 950
	ICMPv4TypeMaskReply           ICMPv4Type = 18
	ICMPv4TypeTraceroute          ICMPv4Type = 30 // RFC 1393
	ICMPv4TypePhoturis            ICMPv4Type = 40 // RFC 2521
	ICMPv4TypeExtEchoRequest      ICMPv4Type = 42 // RFC 8335
	ICMPv4TypeExtEchoReply        ICMPv4Type = 43
)

var icmpv4TypeNames = [...]string{
	0: "Echo Reply", 3: "Destination Unreachable", 4: "Source Quench", 5: "Redirect", 8: "Echo Request", 9: "Router Advertisement",
	10: "Router Solicitation", 11: "Time Exceeded", 12: "Parameter Problem", 13: "Timestamp Request", 14: "Timestamp Reply",
	15: "Information Request", 16: "Information Reply", 17: "Address Mask Request", 18: "Address Mask Reply", 30: "Traceroute",
	40: "Photuris", 42: "Extended Echo Request", 43: "Extended Echo Reply",
}

// String gives the name, or the number.
func (t ICMPv4Type) String() string { return iana.NameAt(icmpv4TypeNames[:], t) }

// IsError reports whether messages of the type quote the datagram that caused them.
func (t ICMPv4Type) IsError() bool {
	switch t {
	case ICMPv4TypeUnreachable, ICMPv4TypeSourceQuench, ICMPv4TypeRedirect, ICMPv4TypeTimeExceeded, ICMPv4TypeParameterProblem:
		return true
	}
	return false
}

// Codes of the messages that have several.
const (
	ICMPv4NetUnreachable         uint8 = 0
	ICMPv4HostUnreachable        uint8 = 1
	ICMPv4ProtocolUnreachable    uint8 = 2
	ICMPv4PortUnreachable        uint8 = 3
	ICMPv4FragmentationNeeded    uint8 = 4
	ICMPv4SourceRouteFailed      uint8 = 5
	ICMPv4NetUnknown             uint8 = 6
	ICMPv4HostUnknown            uint8 = 7
	ICMPv4HostIsolated           uint8 = 8
	ICMPv4NetProhibited          uint8 = 9
	ICMPv4HostProhibited         uint8 = 10
	ICMPv4NetForTOS              uint8 = 11
	ICMPv4HostForTOS             uint8 = 12
	ICMPv4CommunicationFiltered  uint8 = 13
	ICMPv4HostPrecedence         uint8 = 14
	ICMPv4PrecedenceCutoff       uint8 = 15
	ICMPv4TTLExceeded            uint8 = 0
	ICMPv4ReassemblyTimeExceeded uint8 = 1
	ICMPv4RedirectNet            uint8 = 0
	ICMPv4RedirectHost           uint8 = 1
	ICMPv4RedirectNetTOS         uint8 = 2
	ICMPv4RedirectHostTOS        uint8 = 3
	ICMPv4PointerIndicatesError  uint8 = 0
	ICMPv4MissingOption          uint8 = 1
	ICMPv4BadLength              uint8 = 2
)

var (
	icmpv4UnreachableNames = [...]string{
		"Network Unreachable", "Host Unreachable", "Protocol Unreachable", "Port Unreachable", "Fragmentation Needed",
		"Source Route Failed", "Network Unknown", "Host Unknown", "Source Host Isolated", "Network Prohibited", "Host Prohibited",
		"Network Unreachable for TOS", "Host Unreachable for TOS", "Communication Prohibited", "Host Precedence Violation", "Precedence Cutoff",
	}
	icmpv4RedirectNames = [...]string{"Network", "Host", "TOS and Network", "TOS and Host"}
	icmpv4ExceededNames = [...]string{"TTL Exceeded", "Fragment Reassembly Time Exceeded"}
	icmpv4ProblemNames  = [...]string{"Pointer Indicates Error", "Missing Required Option", "Bad Length"}
	icmpExtEchoNames    = [...]string{"No Error", "Malformed Query", "No Such Interface", "No Such Table Entry", "Multiple Interfaces"}
)

// CodeName gives what Code means in this type of message, or the number.
func (i *ICMPv4) CodeName() string {
	switch i.Type {
	case ICMPv4TypeUnreachable:
		return iana.NameAt(icmpv4UnreachableNames[:], i.Code)
	case ICMPv4TypeRedirect:
		return iana.NameAt(icmpv4RedirectNames[:], i.Code)
	case ICMPv4TypeTimeExceeded:
		return iana.NameAt(icmpv4ExceededNames[:], i.Code)
	case ICMPv4TypeParameterProblem:
		return iana.NameAt(icmpv4ProblemNames[:], i.Code)
	case ICMPv4TypeExtEchoReply:
		return iana.NameAt(icmpExtEchoNames[:], i.Code)
	}
	return iana.NameAt(nil, i.Code)
}

// Links is the table that Type refers to.
func (*ICMPv4) Links() *codec.Links { return Links() }

func (i *ICMPv4) String() string { return fmt.Sprintf("ICMPv4 %s, %s", i.Type, i.CodeName()) }
