package bench

import (
	"github.com/wiretag/wiretag/layers"
)

// ourLayers are the structs that our side decodes into.
type ourLayers struct {
	eth  layers.Ethernet
	vlan layers.Dot1Q
	ip4  layers.IPv4
	ip6  layers.IPv6
	tcp  layers.TCP
	udp  layers.UDP
	dns  layers.DNS
}

func (o *ourLayers) all() []any {
	return []any{&o.eth, &o.vlan, &o.ip4, &o.ip6, &o.tcp, &o.udp, &o.dns}
}

// describe adds a layer to the results.
func (l *lines) describe(layer any) {
	switch v := layer.(type) {
	case *layers.Ethernet:
		l.add("ethernet", v.Dst, v.Src, uint16(v.Type))
	case *layers.Dot1Q:
		l.add("vlan", v.Priority, v.DEI, v.VLAN, uint16(v.Type))
	case *layers.IPv4:
		l.add("ipv4", v.Version, v.IHL, v.TOS(), v.Length, v.ID, uint8(v.Flags), v.FragOffset, v.TTL, uint8(v.Protocol), v.Checksum, v.Src, v.Dst, len(v.Options))
	case *layers.IPv6:
		l.add("ipv6", v.Version, v.TrafficClass(), v.FlowLabel, v.Length, uint8(v.NextHeader), v.HopLimit, v.Src, v.Dst)
	case *layers.TCP:
		l.add("tcp", uint16(v.SrcPort), uint16(v.DstPort), v.Seq, v.Ack, v.DataOffset, uint16(v.Flags), v.Window, v.Checksum, v.Urgent, v.Padding)
		for _, o := range v.Options {
			l.add("option", uint8(o.Kind), o.Data)
		}
	case *layers.UDP:
		l.add("udp", uint16(v.SrcPort), uint16(v.DstPort), v.Length, v.Checksum)
	case *layers.DNS:
		l.dns(v)
	}
}

func (l *lines) dns(v *layers.DNS) {
	l.add("dns", v.ID, v.QR, uint8(v.Opcode), v.AA, v.TC, v.RD, v.RA, uint16(v.Rcode), v.QDCount, v.ANCount, v.NSCount, v.ARCount)
	for _, q := range v.Questions {
		l.add("question", undotted(q.Name.String()), uint16(q.Type), uint16(q.Class))
	}
	for _, r := range v.Answers {
		l.add("answer", undotted(r.Name.String()), uint16(r.Type), uint16(r.Class), r.TTL, r.Length, undotted(r.Data.String()))
	}
}

// undotted is a domain name without the dot at its end.
func undotted(name string) string {
	if n := len(name); n > 1 && name[n-1] == '.' {
		return name[:n-1]
	}
	return name
}
