package bench

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"net"

	"github.com/gopacket/gopacket"
	peer "github.com/gopacket/gopacket/layers"
)

// Packet is a packet to work on. They are built by the peer, so that neither the bytes nor their checksums are our own.
type Packet struct {
	Name   string
	Data   []byte
	Layers int // that have a struct, without the payload behind them
}

// String gives the bytes in hex.
func (p *Packet) String() string { return hex.EncodeToString(p.Data) }

// Packets to decode: the usual ones, with ports that mean nothing where the payload means nothing.
func Packets() []Packet {
	return []Packet{
		{"Ethernet/IPv4/TCP+options", tcpPacket(100), 3},
		{"Ethernet/IPv6/UDP/DNS-query", dnsPacket(dnsQuery()), 4},
		{"Ethernet/IPv6/UDP/DNS-response", dnsPacket(dnsResponse()), 4},
		{"Ethernet/VLAN/IPv4/UDP", vlanPacket(), 4},
	}
}

const (
	portA = 40000
	portB = 50000
)

var (
	macA = net.HardwareAddr{0x00, 0x00, 0x5e, 0x00, 0x53, 0x01}
	macB = net.HardwareAddr{0x00, 0x00, 0x5e, 0x00, 0x53, 0x02}
	ip4A = net.IPv4(192, 0, 2, 1).To4()
	ip4B = net.IPv4(198, 51, 100, 77).To4()
	ip6A = net.ParseIP("2001:db8::1")
	ip6B = net.ParseIP("2001:db8:1::53")
)

// tcpPacket is a data segment with the options of an established connection: two NOPs and time stamps.
func tcpPacket(payload int) []byte {
	eth := &peer.Ethernet{DstMAC: macB, SrcMAC: macA, EthernetType: peer.EthernetTypeIPv4}
	ip := &peer.IPv4{Version: 4, TOS: 2, Id: 0x1c46, Flags: peer.IPv4DontFragment, TTL: 64, Protocol: peer.IPProtocolTCP, SrcIP: ip4A, DstIP: ip4B}
	stamps := []byte{0x6a, 0x11, 0x02, 0x93, 0x09, 0x5e, 0xc1, 0x40}
	tcp := &peer.TCP{
		SrcPort: portA, DstPort: portB, Seq: 0x1e5f0a31, Ack: 0x93c20d44, ACK: true, PSH: true, Window: 501,
		Options: []peer.TCPOption{{OptionType: 1, OptionLength: 1}, {OptionType: 1, OptionLength: 1}, {OptionType: 8, OptionLength: 10, OptionData: stamps}},
	}
	must(tcp.SetNetworkLayerForChecksum(ip))
	return build(eth, ip, tcp, gopacket.Payload(text(payload)))
}

func vlanPacket() []byte {
	eth := &peer.Ethernet{DstMAC: macB, SrcMAC: macA, EthernetType: peer.EthernetTypeDot1Q}
	tag := &peer.Dot1Q{Priority: 3, VLANIdentifier: 2301, Type: peer.EthernetTypeIPv4}
	ip := &peer.IPv4{Version: 4, Id: 0x0b07, TTL: 61, Protocol: peer.IPProtocolUDP, SrcIP: ip4A, DstIP: ip4B}
	udp := &peer.UDP{SrcPort: portA, DstPort: portB}
	must(udp.SetNetworkLayerForChecksum(ip))
	return build(eth, tag, ip, udp, gopacket.Payload(text(48)))
}

func dnsPacket(message []byte) []byte {
	eth := &peer.Ethernet{DstMAC: macB, SrcMAC: macA, EthernetType: peer.EthernetTypeIPv6}
	ip := &peer.IPv6{Version: 6, FlowLabel: 0x5ab17, NextHeader: peer.IPProtocolUDP, HopLimit: 64, SrcIP: ip6A, DstIP: ip6B}
	udp := &peer.UDP{SrcPort: portA, DstPort: 53}
	if message[2]&0x80 != 0 {
		udp.SrcPort, udp.DstPort = 53, portA
	}
	must(udp.SetNetworkLayerForChecksum(ip))
	return build(eth, ip, udp, gopacket.Payload(message))
}

// dnsQuery asks for the IPv6 address of a host.
func dnsQuery() []byte { return dnsMessage(0x0100, 0) }

// dnsResponse has an alias and two addresses, with the usual compression.
func dnsResponse() []byte {
	m := dnsMessage(0x8180, 3)
	alias := append([]byte("\x04edge\x03cdn"), 0xc0, 0x10) // example.com in the question
	m = dnsRecord(m, 0xc00c, peer.DNSTypeCNAME, alias)
	at := 0xc000 | uint16(len(m)-len(alias))
	m = dnsRecord(m, at, peer.DNSTypeAAAA, net.ParseIP("2001:db8:2::80"))
	return dnsRecord(m, at, peer.DNSTypeAAAA, net.ParseIP("2001:db8:3::80"))
}

func dnsMessage(flags, answers uint16) []byte {
	be := binary.BigEndian
	m := be.AppendUint16(nil, 0x9d21)
	m = be.AppendUint16(be.AppendUint16(m, flags), 1)
	m = append(be.AppendUint16(m, answers), 0, 0, 0, 0)
	m = append(m, "\x03www\x07example\x03com\x00"...)
	return be.AppendUint16(be.AppendUint16(m, uint16(peer.DNSTypeAAAA)), uint16(peer.DNSClassIN))
}

func dnsRecord(m []byte, name uint16, t peer.DNSType, data []byte) []byte {
	be := binary.BigEndian
	m = be.AppendUint16(be.AppendUint16(m, name), uint16(t))
	m = be.AppendUint32(be.AppendUint16(m, uint16(peer.DNSClassIN)), 300)
	return append(be.AppendUint16(m, uint16(len(data))), data...)
}

func build(stack ...gopacket.SerializableLayer) []byte {
	b := gopacket.NewSerializeBuffer()
	must(gopacket.SerializeLayers(b, gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}, stack...))
	return bytes.Clone(b.Bytes())
}

func text(n int) []byte {
	return bytes.Repeat([]byte("the quick brown fox jumps over the lazy dog, "), n/45+1)[:n]
}

// must is for packets and types that are written here.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
