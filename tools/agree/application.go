package main

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/layers"
)

// dnsText writes a name as tshark does: labels with dots between them.
func dnsText(n layers.DNSName) string {
	if n.IsRoot() {
		return "<Root>"
	}
	var b strings.Builder
	for l := range n.Labels() {
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		for _, c := range l {
			if c < ' ' || c == 0x7f {
				fmt.Fprintf(&b, "\\%03o", c)
			} else {
				b.WriteByte(c)
			}
		}
	}
	return b.String()
}

// dnsName is tshark's name of the protocol, which depends on the port.
func (e *emitter) dnsName() string {
	p, ok := e.at.Parent()
	if !ok {
		return "DNS"
	}
	u, ok := p.Value().(*layers.UDP)
	if !ok {
		return "DNS"
	}
	for _, port := range []layers.UDPPort{min(u.SrcPort, u.DstPort), max(u.SrcPort, u.DstPort)} {
		switch port {
		case 53:
			return "DNS"
		case 5353:
			return "mDNS"
		case 5355:
			return "LLMNR"
		}
	}
	return "DNS"
}

func (e *emitter) dns(l *layers.DNS) {
	name := e.dnsName()
	e.rec.Layers[len(e.rec.Layers)-1][0] = name
	e.put(2, "dns.id", l.ID)
	if h := e.at.Header(); len(h) >= 4 {
		e.put(4, "dns.flags", binary.BigEndian.Uint16(h[2:]))
	}
	e.put(6, "dns.count.queries", l.QDCount)
	e.put(8, "dns.count.answers", l.ANCount)
	e.put(10, "dns.count.auth_rr", l.NSCount)
	e.put(12, "dns.count.add_rr", l.ARCount)
	mask := uint16(0xffff)
	if name == "mDNS" {
		mask = 0x7fff
	}
	for i := range l.Questions {
		q := &l.Questions[i]
		e.put(12, "dns.qry.name", dnsText(q.Name))
		e.put(12, "dns.qry.type", uint16(q.Type))
		e.put(12, "dns.qry.class", uint16(q.Class)&mask)
	}
	for r := range l.Resources {
		e.dnsResource(r)
	}
	if t := e.rec.F["dns.txt"]; len(t) == 1 && t[0] == "" {
		delete(e.rec.F, "dns.txt") // the truth has no field then
	}
}

func (e *emitter) dnsResource(r *layers.DNSResource) {
	put := func(name string, v any) { e.put(12, name, v) }
	if r.Type != layers.DNSTypeSRV { // tshark: dns.srv.name
		put("dns.resp.name", dnsText(r.Name))
	}
	put("dns.resp.type", uint16(r.Type))
	if r.Type != layers.DNSTypeOPT {
		put("dns.resp.ttl", r.TTL)
	}
	put("dns.resp.len", r.Length)
	types := func(b layers.DNSTypeBitmap) { // tshark gives the bits the same name
		for t := range b.Types() {
			put("dns.resp.type", uint16(t))
		}
	}
	switch x := r.Data.(type) {
	case *layers.DNSA:
		put("dns.a", x.Addr.String())
	case *layers.DNSAAAA:
		put("dns.aaaa", x.Addr.String())
	case *layers.DNSCNAME:
		put("dns.cname", dnsText(x.Target))
	case *layers.DNSNS:
		put("dns.ns", dnsText(x.Host))
	case *layers.DNSPTR:
		put("dns.ptr.domain_name", dnsText(x.Target))
	case *layers.DNSMX:
		put("dns.mx.preference", x.Preference)
		put("dns.mx.mail_exchange", dnsText(x.Exchange))
	case *layers.DNSSRV:
		put("dns.srv.port", x.Port)
		put("dns.srv.target", dnsText(x.Target.DNSName))
	case *layers.DNSTXT:
		for _, s := range x.Text {
			put("dns.txt", string(s))
		}
	case *layers.DNSNSEC:
		types(x.Types)
	case *layers.DNSNSEC3:
		types(x.Types)
	case *layers.DNSSOA:
		put("dns.soa.mname", dnsText(x.MName))
	}
}

func (e *emitter) dhcp(l *layers.DHCPv4) {
	e.put(1, "dhcp.type", uint8(l.Op))
	e.put(2, "dhcp.hw.type", l.HardwareType)
	e.put(8, "dhcp.id", l.XID)
	e.put(10, "dhcp.secs", l.Secs)
	e.put(12, "dhcp.flags", l.Reserved|uint16(number(l.Broadcast))<<15)
	e.put(16, "dhcp.ip.client", l.ClientAddr.String())
	e.put(20, "dhcp.ip.your", l.YourAddr.String())
	e.put(24, "dhcp.ip.server", l.ServerAddr.String())
	e.put(28, "dhcp.ip.relay", l.RelayAddr.String())
	if s, ok := mac(l.ClientHardware()); ok {
		e.put(44, "dhcp.hw.mac_addr", s)
	}
	for i := range l.Options {
		o := &l.Options[i]
		e.put(240, "dhcp.option.type", uint8(o.Type))
		v, err := o.View()
		if err != nil {
			continue
		}
		switch d := v.(type) {
		case *layers.DHCPv4MessageKind:
			e.put(240, "dhcp.option.dhcp", uint8(d.Type))
		case *layers.DHCPv4String:
			if o.Type == layers.DHCPv4OptionHostName {
				e.put(240, "dhcp.option.hostname", d.Text)
			}
		case *layers.DHCPv4ClientID: // tshark gives a hardware address there the same names
			if s, ok := mac(d.ID); ok && d.Type == 1 {
				e.put(240, "dhcp.hw.type", d.Type)
				e.put(240, "dhcp.hw.mac_addr", s)
			}
		}
	}
}
