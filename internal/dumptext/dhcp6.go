package dumptext

import (
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

var dhcp6Kinds = map[uint16]string{
	1: "solicit", 2: "advertise", 3: "request", 4: "confirm", 5: "renew", 6: "rebind", 7: "reply", 8: "release", 9: "decline", 10: "reconf", 11: "inf-req",
	12: "relay-fwd", 13: "relay-reply", 14: "leasequery", 15: "leasequery-reply", 16: "leasequery-done", 17: "leasequery-data", 18: "reconfigure-request", 19: "reconfigure-reply",
	20: "dhcpv4-query", 21: "dhcpv4-response",
}

var dhcp6Options = map[uint16]string{
	1: "client-ID", 2: "server-ID", 3: "IA_NA", 4: "IA_TA", 5: "IA_ADDR", 6: "option-request", 7: "preference", 8: "elapsed-time", 9: "relay-message", 11: "authentication",
	12: "server-unicast", 13: "status-code", 14: "rapid-commit", 15: "user-class", 16: "vendor-class", 17: "vendor-specific-info", 18: "interface-ID",
	19: "reconfigure-message", 20: "reconfigure-accept", 21: "SIP-servers-domain", 22: "SIP-servers-address", 23: "DNS-server", 24: "DNS-search-list", 25: "IA_PD", 26: "IA_PD-prefix",
	27: "NIS-server", 28: "NIS+-server", 29: "NIS-domain-name", 30: "NIS+-domain-name", 31: "SNTP-servers", 32: "lifetime", 33: "BCMCS-server-domain", 34: "BCMCS-server",
	36: "geoconf-civic", 37: "remote-ID", 38: "subscriber-ID", 39: "Client-FQDN", 40: "PANA-agent", 41: "new-POSIX-timezone", 42: "POSIX-timezone", 43: "echo-request-option", 44: "Lease-query",
	45: "Client-data", 46: "Clt-time", 47: "LQ-relay-data", 48: "LQ-client-link", 56: "NTP-server", 64: "AFTR-Name", 72: "Manufacturer-usage-description",
}

// dhcp6 prints a message of host configuration for IPv6.
func (p *Printer) dhcp6(data []byte, length int) {
	p.str("dhcp6")
	if len(data) < 4 {
		p.short("dhcp6")
		return
	}
	h := layerAt(p, data, &p.dec.dhcp6)
	p.dhcp6Message(h, len(data), len(data) < length)
}

func (p *Printer) dhcp6Message(h *layers.DHCPv6, have int, cut bool) {
	p.str(" ")
	p.name(dhcp6Kinds, uint16(h.Type), "msgtype-")
	if p.opt.Verbose == 0 {
		return
	}
	if h.IsRelay() && have < 34 {
		p.short("dhcp6")
		return
	}
	if h.IsRelay() {
		p.str(" (linkaddr=")
		p.addr(h.LinkAddr)
		p.str(" peeraddr=")
		p.addr(h.PeerAddr)
	} else {
		p.str(" (xid=")
		p.hex(uint64(h.XID), 1)
	}
	p.dhcp6Options(h.Options)
	if cut || len(h.Rest) > 0 {
		p.short("dhcp6")
		return
	}
	p.str(")")
}

func (p *Printer) dhcp6Options(list []layers.DHCPv6Option) {
	for i := range list {
		p.str(" (")
		p.name(dhcp6Options, uint16(list[i].Code), "opt_")
		p.dhcp6Option(&list[i])
		p.str(")")
	}
}

func (p *Printer) dhcp6Option(o *layers.DHCPv6Option) {
	v, _ := o.View()
	switch v := v.(type) {
	case *layers.DHCPv6DUID:
		p.dhcp6DUID(v)
		return
	case *layers.DHCPv6IA:
		p.text(" IAID:", uint64(v.IAID))
		p.text(" T1:", uint64(v.T1))
		p.text(" T2:", uint64(v.T2))
		p.dhcp6Options(v.Options)
		return
	case *layers.DHCPv6IATA:
		p.text(" IAID:", uint64(v.IAID))
		p.dhcp6Options(v.Options)
		return
	case *layers.DHCPv6IAAddr:
		p.str(" ")
		p.addr(v.Addr)
		p.text(" pltime:", uint64(v.Preferred))
		p.text(" vltime:", uint64(v.Valid))
		p.dhcp6Options(v.Options)
		return
	case *layers.DHCPv6IAPrefix:
		p.str(" ")
		p.addr(v.Prefix)
		p.text("/", uint64(v.Length))
		p.text(" pltime:", uint64(v.Preferred))
		p.text(" vltime:", uint64(v.Valid))
		p.dhcp6Options(v.Options)
		return
	case *layers.DHCPv6Addresses:
		for _, a := range v.Addrs {
			p.str(" ")
			p.addr(a)
		}
		return
	case *layers.DHCPv6Domains:
		for _, d := range v.Domains {
			p.str(" ")
			name := d.String()
			if o.Code == 64 {
				name = strings.TrimSuffix(name, ".")
			}
			p.printable([]byte(name))
		}
		return
	}
	p.dhcp6Plain(uint16(o.Code), o.Data)
}

// dhcp6Plain prints an option by its bytes.
func (p *Printer) dhcp6Plain(code uint16, d []byte) {
	word := func(at int) uint64 { return uint64(d[at])<<8 | uint64(d[at+1]) }
	switch {
	case code == 6:
		for at := 0; at+2 <= len(d); at += 2 {
			p.str(" ")
			p.name(dhcp6Options, uint16(word(at)), "opt_")
		}
	case code == 7 && len(d) == 1, code == 19 && len(d) == 1:
		p.text(" ", uint64(d[0]))
	case code == 8 && len(d) == 2:
		p.text(" ", word(0))
	case code == 9:
		p.str(" (dhcp6")
		var m layers.DHCPv6
		_, _ = p.dec.dhcp6Inner.codecOf().Decode(d, &m)
		p.dhcp6Message(&m, len(d), false)
		p.str(")")
	case code == 13 && len(d) >= 2:
		p.str(" ")
		p.name(map[uint16]string{
			0: "Success", 1: "UnspecFail", 2: "NoAddrAvail", 3: "NoBinding", 4: "NotOnLink", 5: "UseMulticast", 6: "NoPrefixAvail", 7: "UnknownQueryType", 8: "MalformedQuery",
			9: "NotConfigured", 10: "NotAllowed", 11: "QueryTerminated",
		}, uint16(word(0)), "code")
	case code == 18, code == 37, code == 38:
		p.str(" ")
		p.bytesHex(d[:min(len(d), 10)], 0)
		if len(d) > 10 {
			p.str("...")
		}
	case code == 32 && len(d) == 4, code == 46 && len(d) == 4:
		p.text(" ", word(0)<<16|word(2))
	}
}

func (p *Printer) dhcp6DUID(v *layers.DHCPv6DUID) {
	m, _ := codec.View(v, "Data")
	switch m := m.(type) {
	case *layers.DHCPv6LLT:
		p.text(" hwaddr/time type ", uint64(m.HardwareType))
		p.text(" time ", uint64(m.Time))
		p.str(" ")
		p.bytesHex(m.Addr, 0)
	case *layers.DHCPv6LL:
		p.text(" hwaddr type ", uint64(m.HardwareType))
		p.str(" ")
		p.bytesHex(m.Addr, 0)
	case *layers.DHCPv6EN:
		p.str(" vid ")
		p.hex(uint64(m.Enterprise), 8)
		p.bytesHex(m.ID, 0)
	default:
		p.text(" type ", uint64(v.Type))
	}
}
