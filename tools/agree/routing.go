package main

import (
	"net/netip"

	"github.com/wiretag/wiretag/layers/routing"
)

// routing gives the fields of routing protocols.
func (e *emitter) routing(v any) {
	switch l := v.(type) {
	case *routing.IGMP:
		e.igmp(l)
	case *routing.IGMPv3Query:
		e.put(1, "igmp.type", uint8(l.Type))
		e.put(1, "igmp.version", 3)
		e.put(2, "igmp.max_resp", l.MaxResp())
		e.put(8, "igmp.maddr", l.Group.String())
	case *routing.IGMPv3Report:
		e.put(1, "igmp.type", uint8(l.Type))
		e.put(1, "igmp.version", 3)
		for i := range l.Records {
			e.put(8, "igmp.maddr", l.Records[i].Group.String())
		}
	case *routing.VRRPv2:
		e.vrrp(l.Version, l.Type, l.VRID, l.Priority, l.Count)
	case *routing.VRRPv3:
		e.vrrp(l.Version, l.Type, l.VRID, l.Priority, l.Count)
	case *routing.VRRPv3IPv6:
		e.vrrp(l.Version, l.Type, l.VRID, l.Priority, l.Count)
	case *routing.HSRP:
		if l.OpCode != routing.HSRPAdvertise {
			e.put(3, "hsrp.state", uint8(l.State))
		}
	case *routing.HSRPv2:
		for i := range l.TLVs {
			if s, err := l.TLVs[i].View(); err == nil {
				if g, ok := s.(*routing.HSRPGroupState); ok {
					e.put(2, "hsrp2.opcode", uint8(g.OpCode))
				}
			}
		}
	case *routing.BFD:
		e.put(1, "bfd.version", l.Version)
		e.put(2, "bfd.sta", uint8(l.State))
	case *routing.RIP:
		e.put(1, "rip.command", uint8(l.Command))
		e.put(2, "rip.version", l.Version)
	case *routing.RIPng:
		e.put(1, "ripng.cmd", uint8(l.Command))
	default:
		e.ospf(v)
	}
}

// ospf gives the fields of protocols of the network layer.
func (e *emitter) ospf(v any) {
	switch l := v.(type) {
	case *routing.OSPFv2:
		e.ospfHeader(l.Version, uint8(l.Type), l.Length, l.RouterID, l.AreaID)
		e.put(16, "ospf.auth.type", uint16(l.AuType))
		e.lsas(l.Body)
	case *routing.OSPFv3:
		e.ospfHeader(l.Version, uint8(l.Type), l.Length, l.RouterID, l.AreaID)
	case *routing.EIGRP:
		e.put(2, "eigrp.opcode", uint8(l.Opcode))
	case *routing.PIM:
		e.put(1, "pim.version", l.Version)
		e.put(1, "pim.type", uint8(l.Type))
	case *routing.ISIS:
		e.put(4, "isis.type", uint8(l.Type))
	default:
		e.bgp(v)
	}
}

func (e *emitter) bgp(v any) {
	switch l := v.(type) {
	case *routing.BGP:
		e.put(18, "bgp.length", l.Length)
		e.put(19, "bgp.type", uint8(l.Type))
	case *routing.BGPOpen:
		e.put(3, "bgp.open.myas", l.AS)
	case *routing.BGPExtendedOpen:
		e.put(3, "bgp.open.myas", l.AS)
	case *routing.BGPUpdate:
		for i := range l.Attributes {
			e.put(4, "bgp.update.path_attribute.type_code", uint8(l.Attributes[i].Type))
		}
	}
}

func (e *emitter) ospfHeader(version, typ uint8, length uint16, router, area netip.Addr) {
	e.put(1, "ospf.version", version)
	e.put(2, "ospf.msg", typ)
	e.put(4, "ospf.packet_length", length)
	e.put(8, "ospf.srcrouter", router.String())
	e.put(12, "ospf.area_id", area.String())
}

// lsas gives the types of what a packet of OSPF version 2 says or asks of.
func (e *emitter) lsas(body routing.OSPFBody) {
	header := func(h []routing.OSPFLSAHeader) {
		for i := range h {
			e.put(24, "ospf.lsa", uint8(h[i].Type))
		}
	}
	switch b := body.(type) {
	case *routing.OSPFDescription:
		header(b.Headers)
	case *routing.OSPFRequests:
		for i := range b.Requests {
			e.put(24, "ospf.lsa", b.Requests[i].Type)
		}
	case *routing.OSPFUpdate:
		for i := range b.LSAs {
			e.put(24, "ospf.lsa", uint8(b.LSAs[i].Type))
		}
	case *routing.OSPFAcks:
		header(b.Headers)
	}
}

func (e *emitter) igmp(l *routing.IGMP) {
	if l.Type == routing.IGMPDVMRP {
		return // tshark has a name of its own for it
	}
	e.put(1, "igmp.type", uint8(l.Type))
	v := l.Version()
	switch {
	case v != 0:
		e.put(2, "igmp.version", v)
	case l.Type != routing.IGMPTraceroute && l.Type != routing.IGMPTracerouteReply:
		return
	}
	if v == 2 {
		e.put(2, "igmp.max_resp", l.MaxResp)
	}
	e.put(8, "igmp.maddr", l.Group.String())
}

func (e *emitter) vrrp(version, typ, id, prio, count uint8) {
	e.put(1, "vrrp.version", version)
	e.put(1, "vrrp.type", typ)
	e.put(2, "vrrp.virt_rtr_id", id)
	e.put(3, "vrrp.prio", prio)
	e.put(4, "vrrp.addr_count", count)
}
