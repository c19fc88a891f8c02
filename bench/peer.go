package bench

import (
	"github.com/gopacket/gopacket"
	peer "github.com/gopacket/gopacket/layers"
)

// peerLayers are the structs that gopacket decodes into.
type peerLayers struct {
	eth  peer.Ethernet
	vlan peer.Dot1Q
	ip4  peer.IPv4
	ip6  peer.IPv6
	tcp  peer.TCP
	udp  peer.UDP
	dns  peer.DNS
}

// byType gives the struct for a type of layer.
func (p *peerLayers) byType(t gopacket.LayerType) gopacket.DecodingLayer {
	for _, l := range p.all() {
		if l.CanDecode().Contains(t) {
			return l
		}
	}
	return nil
}

func (p *peerLayers) all() []gopacket.DecodingLayer {
	return []gopacket.DecodingLayer{&p.eth, &p.vlan, &p.ip4, &p.ip6, &p.tcp, &p.udp, &p.dns}
}

// container is a way in which a DecodingLayerParser finds the next decoder.
type container int

const (
	byMap   container = iota // the default
	byArray                  // a search through a slice: the fastest for few layers
)

func (c container) String() string {
	return [...]string{"DecodingLayerParser", "DecodingLayerParser(array)"}[c]
}

// parser returns a DecodingLayerParser that spends nothing on payloads, unknown layers and recovering.
func (p *peerLayers) parser(c container) *gopacket.DecodingLayerParser { return p.parserOf(c, p.all()) }

func (p *peerLayers) parserOf(c container, layers []gopacket.DecodingLayer) *gopacket.DecodingLayerParser {
	dlp := gopacket.NewDecodingLayerParser(peer.LayerTypeEthernet, layers...)
	if c == byArray {
		dlc := gopacket.DecodingLayerContainer(gopacket.DecodingLayerArray(nil))
		for _, l := range layers {
			dlc = dlc.Put(l)
		}
		dlp.SetDecodingLayerContainer(dlc)
	}
	dlp.IgnoreUnsupported, dlp.IgnorePanic = true, true
	return dlp
}

// describePeer adds a layer to the results.
func (l *lines) describePeer(layer any) {
	switch v := layer.(type) {
	case *peer.Ethernet:
		l.add("ethernet", v.DstMAC, v.SrcMAC, uint16(v.EthernetType))
	case *peer.Dot1Q:
		l.add("vlan", v.Priority, v.DropEligible, v.VLANIdentifier, uint16(v.Type))
	case *peer.IPv4:
		l.add("ipv4", v.Version, v.IHL, v.TOS, v.Length, v.Id, uint8(v.Flags), v.FragOffset, v.TTL, uint8(v.Protocol), v.Checksum, v.SrcIP, v.DstIP, len(v.Options))
	case *peer.IPv6:
		l.add("ipv6", v.Version, v.TrafficClass, v.FlowLabel, v.Length, uint8(v.NextHeader), v.HopLimit, v.SrcIP, v.DstIP)
	case *peer.TCP:
		l.add("tcp", uint16(v.SrcPort), uint16(v.DstPort), v.Seq, v.Ack, v.DataOffset, tcpFlags(v), v.Window, v.Checksum, v.Urgent, v.Padding)
		for _, o := range v.Options {
			l.add("option", uint8(o.OptionType), o.OptionData)
		}
	case *peer.UDP:
		l.add("udp", uint16(v.SrcPort), uint16(v.DstPort), v.Length, v.Checksum)
	case *peer.DNS:
		l.peerDNS(v)
	}
}

func (l *lines) peerDNS(v *peer.DNS) {
	l.add("dns", v.ID, v.QR, uint8(v.OpCode), v.AA, v.TC, v.RD, v.RA, uint16(v.ResponseCode), v.QDCount, v.ANCount, v.NSCount, v.ARCount)
	for _, q := range v.Questions {
		l.add("question", string(q.Name), uint16(q.Type), uint16(q.Class))
	}
	for _, r := range v.Answers {
		data := string(r.CNAME)
		if r.Type == peer.DNSTypeAAAA {
			data = r.IP.String()
		}
		l.add("answer", string(r.Name), uint16(r.Type), uint16(r.Class), r.TTL, r.DataLength, data)
	}
}

func tcpFlags(t *peer.TCP) (flags uint16) {
	for i, set := range []bool{t.FIN, t.SYN, t.RST, t.PSH, t.ACK, t.URG, t.ECE, t.CWR, t.NS} {
		if set {
			flags |= 1 << i
		}
	}
	return flags
}
