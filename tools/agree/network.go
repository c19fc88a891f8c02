package main

import (
	"errors"
	"net/netip"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

func ipText(b []byte) string {
	a, _ := netip.AddrFromSlice(b)
	return a.String()
}

func (e *emitter) ipv4(l *layers.IPv4) {
	e.v6 = false
	put := e.put
	put(1, "ip.version", l.Version)
	if l.Version == 4 {
		put(1, "ip.hdr_len", 4*int(l.IHL))
	}
	put(2, "ip.dsfield", l.TOS())
	n := int(l.Length)
	if n == 0 {
		n = e.room // what tshark computes
	}
	put(4, "ip.len", n)
	put(6, "ip.id", l.ID)
	put(7, "ip.flags", uint8(l.Flags))
	put(8, "ip.frag_offset", l.FragOffset)
	put(9, "ip.ttl", l.TTL)
	put(10, "ip.proto", uint8(l.Protocol))
	put(12, "ip.checksum", l.Checksum)
	e.status(12, "ip.checksum.status")
	put(16, "ip.src", l.Src.String())
	put(20, "ip.dst", l.Dst.String())
	for _, o := range l.Options {
		put(20, "ip.opt.type", uint8(o.Type))
	}
}

func (e *emitter) ipv6(l *layers.IPv6) {
	e.v6 = true
	e.put(1, "ip.version", l.Version)
	e.put(1, "ipv6.version", l.Version)
	e.put(4, "ipv6.tclass", l.TrafficClass())
	e.put(4, "ipv6.flow", l.FlowLabel)
	e.put(6, "ipv6.plen", l.Length)
	e.put(7, "ipv6.nxt", uint8(l.NextHeader))
	e.put(8, "ipv6.hlim", l.HopLimit)
	e.put(24, "ipv6.src", l.Src.String())
	e.put(40, "ipv6.dst", l.Dst.String())
}

func (e *emitter) optionsHeader(name string, next layers.IPProtocol, length uint8, options []layers.IPv6Option, rest []byte) {
	e.put(1, name+".nxt", uint8(next))
	e.put(2, name+".len", length)
	for _, o := range options {
		e.put(2, "ipv6.opt.type", uint8(o.Type))
	}
	e.badOption("ipv6.opt.type", rest)
}

// badOption gives the type of an option that is cut short: it is the first byte of what
// the list left over.
func (e *emitter) badOption(name string, rest []byte) {
	var err *codec.Error
	if len(rest) > 0 && errors.As(e.at.Err(), &err) && err.Err == codec.ErrTruncated && strings.HasPrefix(err.Field, "Options[") {
		e.put(2, name, rest[0])
	}
}

// icmp gives the fields of ICMP headers and messages of both versions.
func (e *emitter) icmp(v any) {
	switch l := v.(type) {
	case *layers.ICMPv4:
		e.put(1, "icmp.type", uint8(l.Type))
		e.put(2, "icmp.code", l.Code)
		e.put(4, "icmp.checksum", l.Checksum)
		e.icmpStatus("icmp.checksum.status")
	case *layers.ICMPv4Echo:
		e.ident(l.ID, l.Seq)
	case *layers.ICMPv4Timestamp:
		e.ident(l.ID, l.Seq)
	case *layers.ICMPv4Information:
		e.ident(l.ID, l.Seq)
	case *layers.ICMPv4AddressMask:
		e.ident(l.ID, l.Seq)
	case *layers.ICMPv4Unreachable:
		if p, ok := e.at.Parent(); ok {
			if h, ok := p.Value().(*layers.ICMPv4); ok && h.Code == layers.ICMPv4FragmentationNeeded {
				e.put(4, "icmp.mtu", l.MTU)
			}
		}
	case *layers.ICMPv4Redirect:
		e.put(4, "icmp.redir_gw", l.Gateway.String())
	case *layers.ICMPv6:
		e.put(1, "icmpv6.type", uint8(l.Type))
		e.put(2, "icmpv6.code", l.Code)
		e.put(4, "icmpv6.checksum", l.Checksum)
		e.icmpStatus("icmpv6.checksum.status")
	case *layers.ICMPv6Echo:
		e.put(2, "icmpv6.echo.identifier", l.ID)
		e.put(4, "icmpv6.echo.sequence_number", l.Seq)
	case *layers.ICMPExtEchoRequest:
		e.extIdent(l.ID)
	case *layers.ICMPExtEchoReply:
		e.extIdent(l.ID)
	case *layers.MLDv2Report:
		for _, r := range l.Records {
			e.put(4, "icmpv6.mldr.mar.multicast_address", r.Group.String())
		}
	case *layers.NDPRouterSolicitation:
		e.ndp(4, l.Options)
	case *layers.NDPRouterAdvertisement:
		e.ndp(12, l.Options)
	case *layers.NDPNeighborSolicitation:
		e.put(20, "icmpv6.nd.ns.target_address", l.Target.String())
		e.ndp(20, l.Options)
	case *layers.NDPNeighborAdvertisement:
		e.put(20, "icmpv6.nd.na.target_address", l.Target.String())
		e.ndp(20, l.Options)
	case *layers.NDPRedirect:
		e.ndp(36, l.Options)
	}
}

// icmpStatus is status, which tshark does not give for quoted messages.
func (e *emitter) icmpStatus(name string) {
	if e.quoted() {
		e.put(4, name, 2)
		return
	}
	e.status(4, name)
}

func (e *emitter) ident(id, seq uint16) {
	e.put(2, "icmp.ident", id)
	e.put(4, "icmp.seq", seq)
}

// extIdent gives the identifier of an extended echo message, which is the same in both versions.
func (e *emitter) extIdent(id uint16) {
	if p, ok := e.at.Parent(); ok && p.Name() == "ICMPv6" {
		e.put(2, "icmpv6.echo.identifier", id)
		return
	}
	e.put(2, "icmp.ident", id)
}

// ndp gives the options of a neighbor discovery message, which start at a byte of it.
func (e *emitter) ndp(at int, options []layers.NDPOption) {
	for i := range options {
		o := &options[i]
		e.put(at+1, "icmpv6.opt.type", uint8(o.Type))
		e.put(at+2, "icmpv6.opt.length", o.Length)
		v, err := o.View()
		if err != nil {
			continue
		}
		switch d := v.(type) {
		case *layers.NDPLinkAddress:
			e.put(at, "icmpv6.opt.linkaddr", hexOf(d.Addr))
		case *layers.NDPPrefix:
			e.put(at, "icmpv6.opt.prefix", d.Prefix.String())
		case *layers.NDPRoute:
			var a [16]byte
			copy(a[:], d.Prefix)
			e.put(at, "icmpv6.opt.prefix", netip.AddrFrom16(a).String())
		}
	}
}
