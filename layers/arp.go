package layers

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/layers/iana"
)

// ARP is a message of the address resolution protocol, RFC 826, of its reverse
// (RFC 903) and inverse (RFC 2390) forms, and of their dynamic variants. The lengths of the addresses are in the
// message. The form of hardware type 19 (ATM), with five lengths, is not decoded.
type ARP struct {
	HardwareType   ARPHardware `bits:"16"`
	ProtocolType   EtherType   `bits:"16"`
	HardwareLen    uint8       `bits:"8,len=SenderHardware"`
	ProtocolLen    uint8       `bits:"8,len=SenderProtocol"`
	Operation      ARPOp       `bits:"16"`
	SenderHardware []byte      `bits:"*,size=HardwareLen"`
	SenderProtocol []byte      `bits:"*,size=ProtocolLen"`
	TargetHardware []byte      `bits:"*,size=HardwareLen"`
	TargetProtocol []byte      `bits:"*,size=ProtocolLen"`
}

// ARPHardware is the kind of hardware address, from IANA's registry of ARP parameters.
// Linux's ARPHRD_ numbers of interfaces are a superset.
type ARPHardware uint16

// Hardware types.
const (
	ARPHardwareEthernet   ARPHardware = 1
	ARPHardwareAX25       ARPHardware = 3
	ARPHardwareIEEE802    ARPHardware = 6
	ARPHardwareARCNET     ARPHardware = 7
	ARPHardwareFrameRelay ARPHardware = 15
	ARPHardwareATM        ARPHardware = 19
	ARPHardwareHDLC       ARPHardware = 17
	ARPHardwareFibre      ARPHardware = 18
	ARPHardwareIEEE1394   ARPHardware = 24
	ARPHardwareInfiniBand ARPHardware = 32
	ARPHardwarePPP        ARPHardware = 512
	ARPHardwareTunnel     ARPHardware = 768
	ARPHardwareTunnel6    ARPHardware = 769
	ARPHardwareCAN        ARPHardware = 280
	ARPHardwareFRAD       ARPHardware = 770
	ARPHardwareLoopback   ARPHardware = 772
	ARPHardwareSIT        ARPHardware = 776
	ARPHardwareIPGRE      ARPHardware = 778
	ARPHardware80211      ARPHardware = 801
	ARPHardwarePrism      ARPHardware = 802
	ARPHardwareRadiotap   ARPHardware = 803
	ARPHardwareNetlink    ARPHardware = 824
	ARPHardwareNone       ARPHardware = 0xfffe
	ARPHardwareVoid       ARPHardware = 0xffff
)

// ARPOp is what a message asks or answers.
type ARPOp uint16

// Operations.
const (
	ARPRequest      ARPOp = 1
	ARPReply        ARPOp = 2
	ARPReverseReq   ARPOp = 3
	ARPReverseReply ARPOp = 4
	ARPDynamicReq   ARPOp = 5 // DRARP, RFC 1931
	ARPDynamicReply ARPOp = 6
	ARPDynamicError ARPOp = 7
	ARPInverseReq   ARPOp = 8 // InARP
	ARPInverseReply ARPOp = 9
	ARPNAK          ARPOp = 10 // ATMARP
)

var arpOpNames = [...]string{1: "Request", "Reply", "Reverse Request", "Reverse Reply", "DRARP Request", "DRARP Reply", "DRARP Error", "InARP Request", "InARP Reply", "NAK"}

func (o ARPOp) String() string { return iana.NameAt(arpOpNames[:], o) }

// String gives the name, or the number.
func (h ARPHardware) String() string {
	switch h {
	case ARPHardwareEthernet:
		return "Ethernet"
	case ARPHardwareAX25:
		return "AX.25"
	case ARPHardwareIEEE802:
		return "IEEE 802"
	case ARPHardwareARCNET:
		return "ARCNET"
	case ARPHardwareFrameRelay:
		return "Frame Relay"
	case ARPHardwareATM:
		return "ATM"
	case ARPHardwareHDLC:
		return "HDLC"
	case ARPHardwareFibre:
		return "Fibre Channel"
	case ARPHardwareIEEE1394:
		return "IEEE 1394"
	case ARPHardwareInfiniBand:
		return "InfiniBand"
	case ARPHardwarePPP:
		return "PPP"
	case ARPHardwareLoopback:
		return "Loopback"
	case ARPHardwareIPGRE:
		return "GRE"
	case ARPHardware80211:
		return "802.11"
	case ARPHardwareRadiotap:
		return "802.11 Radiotap"
	case ARPHardwareNetlink:
		return "Netlink"
	case ARPHardwareNone:
		return "None"
	}
	return iana.NameAt(nil, h)
}

// NewARP returns a message between Ethernet and IPv4 addresses.
func NewARP(op ARPOp, senderMAC MAC, sender netip.Addr, targetMAC MAC, target netip.Addr) *ARP {
	return &ARP{
		HardwareType: ARPHardwareEthernet, ProtocolType: EtherTypeIPv4,
		HardwareLen: 6, ProtocolLen: uint8(sender.BitLen() / 8), Operation: op,
		SenderHardware: senderMAC[:], SenderProtocol: sender.AsSlice(),
		TargetHardware: targetMAC[:], TargetProtocol: target.AsSlice(),
	}
}

// SenderMAC returns the sender's address if it has six bytes.
func (a *ARP) SenderMAC() (m MAC, ok bool) { return macOf(a.SenderHardware) }

// TargetMAC returns the target's address if it has six bytes. In requests it is not known yet.
func (a *ARP) TargetMAC() (m MAC, ok bool) { return macOf(a.TargetHardware) }

// SenderIP returns the sender's IP address, the zero Addr if it is none.
func (a *ARP) SenderIP() netip.Addr { return a.ip(a.SenderProtocol) }

// TargetIP returns the target's IP address, the zero Addr if it is none.
func (a *ARP) TargetIP() netip.Addr { return a.ip(a.TargetProtocol) }

func (a *ARP) ip(b []byte) netip.Addr {
	if a.ProtocolType != EtherTypeIPv4 {
		return netip.Addr{}
	}
	ip, _ := netip.AddrFromSlice(b)
	return ip
}

func macOf(b []byte) (MAC, bool) {
	if len(b) != len(MAC{}) {
		return MAC{}, false
	}
	return MAC(b), true
}

// IsGratuitous reports whether the sender announces its own address.
func (a *ARP) IsGratuitous() bool {
	return a.Operation <= ARPReply && a.SenderIP().IsValid() && a.SenderIP() == a.TargetIP()
}

// Protocol is ARP, or the name of the variant that the operation belongs to: RARP, DRARP or InARP.
func (a *ARP) Protocol() string {
	switch a.Operation {
	case ARPReverseReq, ARPReverseReply:
		return "RARP"
	case ARPDynamicReq, ARPDynamicReply, ARPDynamicError:
		return "DRARP"
	case ARPInverseReq, ARPInverseReply:
		return "InARP"
	}
	return "ARP"
}

func (a *ARP) String() string {
	return fmt.Sprintf("%s %s, sender %s (%x), target %s (%x)", a.Protocol(), a.Operation, a.SenderIP(), a.SenderHardware, a.TargetIP(), a.TargetHardware)
}
