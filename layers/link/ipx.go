package link

import (
	"fmt"

	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
)

// IPX is the header of Novell's Internetwork Packet Exchange, as RFC 1634 section 2 and RFC 1132 carry it, behind an EtherType, LLC or SNAP. In bare 802.3 frames it is [IPXRaw].
type IPX struct {
	Checksum   uint16        `bits:"16,default=0xffff"` // all ones: none
	Length     uint16        `bits:"16,len=packet"`
	Hops       uint8         `bits:"8"` // transport control: routers passed
	Type       IPXPacketType `bits:"8,next=ipxtype"`
	DstNetwork uint32        `bits:"32"`
	Dst        ieee.MAC      `bits:"48,flow=dst"`
	DstSocket  IPXSocket     `bits:"16,next=ipx"`
	SrcNetwork uint32        `bits:"32"`
	Src        ieee.MAC      `bits:"48,flow=src"`
	SrcSocket  IPXSocket     `bits:"16,next=ipx"`
}

// IPXRaw is IPX in a bare IEEE 802.3 frame, as Novell did before there was LLC: the checksum, which is none, stands in its place. See [IPX].
type IPXRaw struct {
	Checksum   uint16        `bits:"16,const=0xffff"`
	Length     uint16        `bits:"16,len=packet"`
	Hops       uint8         `bits:"8"`
	Type       IPXPacketType `bits:"8,next=ipxtype"`
	DstNetwork uint32        `bits:"32"`
	Dst        ieee.MAC      `bits:"48,flow=dst"`
	DstSocket  IPXSocket     `bits:"16,next=ipx"`
	SrcNetwork uint32        `bits:"32"`
	Src        ieee.MAC      `bits:"48,flow=src"`
	SrcSocket  IPXSocket     `bits:"16,next=ipx"`
}

// IPXPacketType is the kind of packet.
type IPXPacketType uint8

// IPXTypeSPX is the packet type of SPX.
const IPXTypeSPX IPXPacketType = 5

func (t IPXPacketType) String() string {
	return iana.NameAt([]string{0: "unknown", 1: "RIP", 2: "echo", 3: "error", 4: "PEP", 5: "SPX", 17: "NCP", 20: "NetBIOS"}, t)
}

// IPXSocket is the process that sends or receives.
type IPXSocket uint16

// Sockets.
const (
	IPXNCP         IPXSocket = 0x0451 // NetWare core protocol
	IPXSAP         IPXSocket = 0x0452 // service advertising
	IPXRIP         IPXSocket = 0x0453 // routing information
	IPXNetBIOS     IPXSocket = 0x0455
	IPXDiagnostics IPXSocket = 0x0456
	IPXSMBServer   IPXSocket = 0x0550
	IPXSMBName     IPXSocket = 0x0551
	IPXSMBRedir    IPXSocket = 0x0552
	IPXSMBDatagram IPXSocket = 0x0553
)

func (s IPXSocket) String() string {
	switch s {
	case IPXNCP:
		return "NCP"
	case IPXSAP:
		return "SAP"
	case IPXRIP:
		return "RIP"
	case IPXNetBIOS:
		return "NetBIOS"
	case IPXDiagnostics:
		return "diagnostics"
	}
	return fmt.Sprintf("%#04x", uint16(s))
}

func (x *IPX) String() string {
	return fmt.Sprintf("IPX %08x.%s:%s > %08x.%s:%s, %s, length %d", x.SrcNetwork, x.Src, x.SrcSocket, x.DstNetwork, x.Dst, x.DstSocket, x.Type, x.Length)
}

func (x *IPXRaw) String() string {
	y := IPX(*x)
	return y.String()
}
