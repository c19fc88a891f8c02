package ppp

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// PPPLink is the layer of captures of serial links, LINKTYPE_PPP and LINKTYPE_PPP_HDLC: it has no bytes of its own, what
// follows is told by its first bytes.
type PPPLink struct{}

// PPPHDLC is the address and control field of PPP in HDLC-like framing, RFC 1662 section 3.1. Both have one value, and
// peers may agree to leave them out. Flags, escapes and the frame check sequence are not in captures.
type PPPHDLC struct {
	Address uint8 `bits:"8,default=0xff"` // all stations
	Control uint8 `bits:"8,default=3"`    // unnumbered information
}

// PPP is the header of a PPP packet, RFC 1661 section 2: the number of a protocol, whose first byte is even.
type PPP struct {
	Protocol PPPProtocol `bits:"16,next=ppp"`
}

// PPPCompressed is the header of a PPP packet with a compressed protocol field, RFC 1661 section 6.5: the lower byte of the number, which is
// odd.
type PPPCompressed struct {
	Protocol PPPProtocol `bits:"8,next=ppp"`
}

// PPPProtocol is the number of a protocol, from IANA's registry. Those below 0x4000 are of network layers, those from 0x8000 of
// their control protocols, those from 0xc000 of the link.
type PPPProtocol uint16

// Protocols.
const (
	PPPIPv4           PPPProtocol = 0x0021
	PPPOSI            PPPProtocol = 0x0023
	PPPAppleTalk      PPPProtocol = 0x0029
	PPPIPX            PPPProtocol = 0x002b
	PPPVJCompressed   PPPProtocol = 0x002d // TCP/IP with Van Jacobson's compression
	PPPVJUncompressed PPPProtocol = 0x002f
	PPPBridging       PPPProtocol = 0x0031
	PPPMultilink      PPPProtocol = 0x003d
	PPPEncrypted      PPPProtocol = 0x0053
	PPPIPv6           PPPProtocol = 0x0057
	PPPCompressedData PPPProtocol = 0x00fd
	PPPMPLS           PPPProtocol = 0x0281
	PPPMPLSMulticast  PPPProtocol = 0x0283
	PPPIPCP           PPPProtocol = 0x8021
	PPPOSINLCP        PPPProtocol = 0x8023
	PPPECP            PPPProtocol = 0x8053
	PPPIPV6CP         PPPProtocol = 0x8057
	PPPCCP            PPPProtocol = 0x80fd
	PPPMPLSCP         PPPProtocol = 0x8281
	PPPLCP            PPPProtocol = 0xc021
	PPPPAP            PPPProtocol = 0xc023
	PPPLQR            PPPProtocol = 0xc025
	PPPCHAP           PPPProtocol = 0xc223
	PPPEAP            PPPProtocol = 0xc227
)

var protocolNames = [...]struct {
	p    PPPProtocol
	name string
}{
	{PPPIPv4, "IPv4"},
	{PPPOSI, "OSI"},
	{PPPAppleTalk, "AppleTalk"},
	{PPPIPX, "IPX"},
	{PPPVJCompressed, "VJ compressed"},
	{PPPVJUncompressed, "VJ uncompressed"},
	{PPPBridging, "bridging"},
	{PPPMultilink, "multilink"},
	{PPPEncrypted, "encrypted"},
	{PPPIPv6, "IPv6"},
	{PPPCompressedData, "compressed"},
	{PPPMPLS, "MPLS"},
	{PPPMPLSMulticast, "MPLS multicast"},
	{PPPIPCP, "IPCP"},
	{PPPOSINLCP, "OSINLCP"},
	{PPPECP, "ECP"},
	{PPPIPV6CP, "IPV6CP"},
	{PPPCCP, "CCP"},
	{PPPMPLSCP, "MPLSCP"},
	{PPPLCP, "LCP"},
	{PPPPAP, "PAP"},
	{PPPLQR, "LQR"},
	{PPPCHAP, "CHAP"},
	{PPPEAP, "EAP"},
}

// String gives the name, or four hexadecimal digits.
func (p PPPProtocol) String() string {
	for i := range protocolNames {
		if protocolNames[i].p == p {
			return protocolNames[i].name
		}
	}
	return fmt.Sprintf("0x%04x", uint16(p))
}

// frame is the key of a PPP packet in one of its three forms.
var frame = codec.Key{Table: "pppframe", Value: 0}

// NextLayer is a PPP packet, or Cisco HDLC.
func (*PPPLink) NextLayer([]byte) codec.Key { return codec.Key{Table: "serial", Value: 0} }

// Recognizes asks for the address, which is not the number of a protocol.
func (*PPPHDLC) Recognizes(data []byte) bool { return len(data) > 1 && data[0] == 0xff }

// NextLayer is a PPP packet.
func (*PPPHDLC) NextLayer([]byte) codec.Key { return codec.Key{Table: "pppframe", Value: 1} }

// Recognizes asks for an even first byte.
func (*PPP) Recognizes(data []byte) bool { return len(data) > 0 && data[0]&1 == 0 }

// Recognizes asks for an odd first byte.
func (*PPPCompressed) Recognizes(data []byte) bool { return len(data) > 0 && data[0]&1 == 1 }

func (p *PPPHDLC) String() string {
	return fmt.Sprintf("PPPHDLC address %#02x, control %#02x", p.Address, p.Control)
}

func (p *PPP) String() string { return "PPP " + p.Protocol.String() }

func (p *PPPCompressed) String() string { return "PPPCompressed " + p.Protocol.String() }

// Multilink is the header of a fragment, RFC 1990 section 3, with long sequence numbers. A packet that is
// in one fragment is decoded, others are not put together.
type Multilink struct {
	Begin    bool   `bits:"1"` // the first fragment of a packet
	End      bool   `bits:"1"` // the last one
	Class    uint8  `bits:"4"` // RFC 2686; zero without classes
	Reserved uint8  `bits:"2"`
	Seq      uint32 `bits:"24"`
}

// NextLayer is the packet, if it is whole.
func (m *Multilink) NextLayer([]byte) codec.Key {
	if !m.Begin || !m.End {
		return codec.Key{}
	}
	return frame
}

func (m *Multilink) String() string {
	return fmt.Sprintf("Multilink seq %d, begin %t, end %t", m.Seq, m.Begin, m.End)
}

// LQR is a link quality report, RFC 1989 section 2.7.
type LQR struct {
	Magic          uint32 `bits:"32"`
	LastOutLQRs    uint32 `bits:"32"`
	LastOutPackets uint32 `bits:"32"`
	LastOutOctets  uint32 `bits:"32"`
	PeerInLQRs     uint32 `bits:"32"`
	PeerInPackets  uint32 `bits:"32"`
	PeerInDiscards uint32 `bits:"32"`
	PeerInErrors   uint32 `bits:"32"`
	PeerInOctets   uint32 `bits:"32"`
	PeerOutLQRs    uint32 `bits:"32"`
	PeerOutPackets uint32 `bits:"32"`
	PeerOutOctets  uint32 `bits:"32"`
}

func (l *LQR) String() string { return fmt.Sprintf("LQR magic %#08x, %d sent", l.Magic, l.PeerOutLQRs) }
