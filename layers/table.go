package layers

import (
	"reflect"
	"slices"
	"sync"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/aaa"
	"github.com/wiretag/wiretag/layers/dot11"
	"github.com/wiretag/wiretag/layers/enterprise"
	"github.com/wiretag/wiretag/layers/ike"
	"github.com/wiretag/wiretag/layers/industry"
	"github.com/wiretag/wiretag/layers/infra"
	"github.com/wiretag/wiretag/layers/link"
	"github.com/wiretag/wiretag/layers/media"
	"github.com/wiretag/wiretag/layers/mobile"
	"github.com/wiretag/wiretag/layers/osi"
	"github.com/wiretag/wiretag/layers/ppp"
	"github.com/wiretag/wiretag/layers/routing"
	"github.com/wiretag/wiretag/layers/telemetry"
	"github.com/wiretag/wiretag/layers/text"
	"github.com/wiretag/wiretag/layers/tls"
	"github.com/wiretag/wiretag/layers/transport"
	"github.com/wiretag/wiretag/layers/tunnel"
	"github.com/wiretag/wiretag/layers/web"
)

// Link-layer header types, from the registry of tcpdump.org.
const (
	linkTypeNull       = 0
	linkTypeEthernet   = 1
	linkTypeRawBSD     = 12 // DLT_RAW, as some systems write it
	linkTypeRawOpenBSD = 14
	linkTypeATM        = 100 // RFC 1483: LLC
	linkTypeRaw        = 101
	linkTypeFrameRelay = 107
	linkTypeLoop       = 108
	linkTypeSLL        = 113
	linkTypeRadiotap   = 127
	linkTypeIPv4       = 228
	linkTypeIPv6       = 229
	linkTypeSLL2       = 276
)

// Links returns the table of who follows whom among the layers of this package and of
// the packages below it.
// Its dispatch tables are:
//
//   - linktype: LINKTYPE_ numbers of captures
//   - ethertype: EtherTypes, and Linux's number for LLC
//   - llc: destination service access points
//   - snap: organisation and type, where the type is not an EtherType
//   - ip: protocol numbers of IPv4 and next headers of IPv6
//   - ipversion: the first four bits of an IP header
//   - null, family: address families, in both byte orders and in network order
//   - icmpv4, icmpv6: message types; mldv2: those of the long form
//   - tcp, udp: ports
//   - mpls: the bottom of stack bit; mplspw: four bits behind it; pwach: types of associated channels
//   - slow, ctp, aoe, usb, can, nflog, arcnet, ipnet, ipx, ipxtype: those of package link
//   - erspan: types without a number; vxlangpe, nsh: next protocols; udpencap: with and without a marker
//   - dnstcp, dhcpv6tcp: what follows the length of DNS and of DHCPv6 over TCP
//   - dot11, dot11crypt, prism, lwapp: those of package dot11
//   - ppp: protocol numbers of PPP; pppframe: a PPP packet in one of its forms; serial: the same, or Cisco HDLC
//   - eapol: kinds of EAPOL frames; chdlc: protocols of Cisco's HDLC; fr: headers in Frame Relay; nlpid: ISO/IEC TR 9577; bridged: RFC 2427
//   - l2tpip: control messages of L2TP over IP
//   - media, sap: kinds of bodies of messages, those of package text
//   - http2, http2frame, upgrade: those of package web
//   - ike, ikepayload, ikeother: those of package ike
//   - igmp, pim, isis, bgp: types of the messages of routing protocols
//   - modbus, enip, cpf, cpfitem, cip, cipservice, cipcm, cipresponse, cipio, cipioitem, rmcp, asf, ipmi, lcm: those of package industry
//   - sflow, sflowsample, sflowflowrecord, sflowflow, sflowcounterrecord, sflowcounter, sflowheader: those of package telemetry
//   - smb, smb2, rpcrecord, rpc, openvpn, tpkt, cotp, t125, rdpudp: those of package enterprise
//   - sctpchunk, sctp, dccp: those of package transport
//   - gprsns, bssgp, gprsllc: those of package mobile
//   - tls, dtls: content types; tlshandshake, dtlshandshake: messages
func Links() *codec.Links { return linkTable() }

var linkTable = sync.OnceValue(func() *codec.Links {
	rows := links[:]
	for _, f := range families {
		rows = append(rows[:len(rows):len(rows)], f.links()...)
	}
	return codec.NewLinks(slices.Concat(middles(rows, false), middles(rows, true)))
})

// middles are the rows whose layers take what no other layer with their number does, or the others.
func middles(rows []codec.Link, want bool) (out []codec.Link) {
	for _, r := range rows {
		if _, is := r.Layer.(osi.Middle); is == want {
			out = append(out, r)
		}
	}
	return out
}

// families are the layers that stand in packages of their own, each with its rows of the table. Rows that
// come first win.
var families = [...]struct {
	links func() []codec.Link
	roles func() []osi.Layer // nil if no layer has a role
}{
	{link.Links, link.Roles},
	{tunnel.Links, nil},
	{ike.Links, ike.Roles},
	{tls.Links, tls.Roles},
	{dot11.Links, dot11.Roles},
	{ppp.Links, ppp.Roles},
	{infra.Links, infra.Roles},
	{aaa.Links, aaa.Roles},
	{text.Links, text.Roles},
	{web.Links, web.Roles},
	{routing.Links, routing.Roles},
	{industry.Links, industry.Roles},
	{telemetry.Links, telemetry.Roles},
	{enterprise.Links, enterprise.Roles},
	{media.Links, nil},
	{transport.Links, transport.Roles},
	{mobile.Links, nil},
	{tls.Continuations, nil}, // last: what no other layer on these ports takes
}

// links is who follows whom. Where several numbers stand for a layer, the first is the one that
// building a packet writes.
var links = [...]codec.Link{
	{Table: "linktype", Key: linkTypeNull, Layer: (*Null)(nil)},
	{Table: "linktype", Key: linkTypeEthernet, Layer: (*Ethernet)(nil)},
	{Table: "linktype", Key: linkTypeRaw, Layer: (*RawIP)(nil)},
	{Table: "linktype", Key: linkTypeRawBSD, Layer: (*RawIP)(nil)},
	{Table: "linktype", Key: linkTypeRawOpenBSD, Layer: (*RawIP)(nil)},
	{Table: "linktype", Key: linkTypeATM, Layer: (*LLC)(nil)},
	{Table: "linktype", Key: linkTypeLoop, Layer: (*Loop)(nil)},
	{Table: "linktype", Key: linkTypeSLL, Layer: (*SLL)(nil)},
	{Table: "linktype", Key: linkTypeIPv4, Layer: (*IPv4)(nil)},
	{Table: "linktype", Key: linkTypeIPv6, Layer: (*IPv6)(nil)},
	{Table: "linktype", Key: linkTypeSLL2, Layer: (*SLL2)(nil)},

	{Table: "ethertype", Key: uint64(EtherTypeIPv4), Layer: (*IPv4)(nil)},
	{Table: "ethertype", Key: uint64(EtherTypeIPv6), Layer: (*IPv6)(nil)},
	{Table: "ethertype", Key: uint64(EtherTypeARP), Layer: (*ARP)(nil)},
	{Table: "ethertype", Key: uint64(EtherTypeRARP), Layer: (*ARP)(nil)},
	{Table: "ethertype", Key: uint64(EtherTypeDot1Q), Layer: (*Dot1Q)(nil)},
	{Table: "ethertype", Key: uint64(EtherTypeDot1AD), Layer: (*Dot1Q)(nil)},
	{Table: "ethertype", Key: uint64(EtherTypeQinQ9100), Layer: (*Dot1Q)(nil)},
	{Table: "ethertype", Key: uint64(EtherTypeQinQ9200), Layer: (*Dot1Q)(nil)},
	{Table: "ethertype", Key: uint64(EtherTypeTEB), Layer: (*Ethernet)(nil)},
	{Table: "ethertype", Key: uint64(EtherTypeLLC), Layer: (*LLC)(nil)},
	{Table: "ethertype", Key: uint64(EtherTypeLongLLC), Layer: (*LLC)(nil)},

	{Table: "llc", Key: uint64(SAPSNAP), Layer: (*SNAP)(nil)},
	{Table: "llc", Key: uint64(SAPIP), Layer: (*IPv4)(nil)},

	{Table: "ip", Key: uint64(IPProtocolTCP), Layer: (*TCP)(nil)},
	{Table: "ip", Key: uint64(IPProtocolUDP), Layer: (*UDP)(nil)},
	{Table: "ip", Key: uint64(IPProtocolICMP), Layer: (*ICMPv4)(nil)},
	{Table: "ip", Key: uint64(IPProtocolICMPv6), Layer: (*ICMPv6)(nil)},
	{Table: "ip", Key: uint64(IPProtocolIPv4), Layer: (*IPv4)(nil)},
	{Table: "ip", Key: uint64(IPProtocolIPIP), Layer: (*IPv4)(nil)},
	{Table: "ip", Key: uint64(IPProtocolIPv6), Layer: (*IPv6)(nil)},
	{Table: "ip", Key: uint64(IPProtocolHopByHop), Layer: (*IPv6HopByHop)(nil)},
	{Table: "ip", Key: uint64(IPProtocolRouting), Layer: (*IPv6Routing)(nil)},
	{Table: "ip", Key: uint64(IPProtocolFragment), Layer: (*IPv6Fragment)(nil)},
	{Table: "ip", Key: uint64(IPProtocolDestination), Layer: (*IPv6Destination)(nil)},
	{Table: "ip", Key: uint64(IPProtocolAH), Layer: (*AH)(nil)},
	{Table: "ip", Key: uint64(IPProtocolMobility), Layer: (*IPv6Mobility)(nil)},
	{Table: "ip", Key: 62, Layer: (*IPv6Mobility)(nil)}, // in drafts of RFC 3775
	{Table: "ip", Key: uint64(IPProtocolIPComp), Layer: (*IPComp)(nil)},
	{Table: "ip", Key: uint64(IPProtocolEthernet), Layer: (*Ethernet)(nil)},

	{Table: "ipversion", Key: 4, Layer: (*IPv4)(nil)},
	{Table: "ipversion", Key: 6, Layer: (*IPv6)(nil)},

	{Table: "null", Key: 0x02000000, Layer: (*IPv4)(nil)},
	{Table: "null", Key: 0x00000002, Layer: (*IPv4)(nil)},
	{Table: "null", Key: 0x1e000000, Layer: (*IPv6)(nil)},
	{Table: "null", Key: 0x0000001e, Layer: (*IPv6)(nil)},
	{Table: "null", Key: 0x1c000000, Layer: (*IPv6)(nil)},
	{Table: "null", Key: 0x0000001c, Layer: (*IPv6)(nil)},
	{Table: "null", Key: 0x18000000, Layer: (*IPv6)(nil)},
	{Table: "null", Key: 0x00000018, Layer: (*IPv6)(nil)},
	{Table: "null", Key: 0x0a000000, Layer: (*IPv6)(nil)},
	{Table: "null", Key: 0x0000000a, Layer: (*IPv6)(nil)},

	{Table: "family", Key: uint64(FamilyIPv4), Layer: (*IPv4)(nil)},
	{Table: "family", Key: uint64(FamilyBSDIPv6), Layer: (*IPv6)(nil)},
	{Table: "family", Key: uint64(FamilyFreeIPv6), Layer: (*IPv6)(nil)},
	{Table: "family", Key: uint64(FamilyDarwinIPv6), Layer: (*IPv6)(nil)},
	{Table: "family", Key: uint64(FamilyLinuxIPv6), Layer: (*IPv6)(nil)},

	{Table: "sflowheader", Key: uint64(telemetry.SFlowHeaderEthernet), Layer: (*Ethernet)(nil)},
	{Table: "sflowheader", Key: uint64(telemetry.SFlowHeaderFDDI), Layer: (*link.FDDI)(nil)},
	{Table: "sflowheader", Key: uint64(telemetry.SFlowHeaderFrameRelay), Layer: (*ppp.FrameRelay)(nil)},
	{Table: "sflowheader", Key: uint64(telemetry.SFlowHeaderPPP), Layer: (*ppp.PPPLink)(nil)},
	{Table: "sflowheader", Key: uint64(telemetry.SFlowHeaderPOS), Layer: (*ppp.PPPLink)(nil)},
	{Table: "sflowheader", Key: uint64(telemetry.SFlowHeaderIPv4), Layer: (*IPv4)(nil)},
	{Table: "sflowheader", Key: uint64(telemetry.SFlowHeaderIPv6), Layer: (*IPv6)(nil)},
	{Table: "sflowheader", Key: uint64(telemetry.SFlowHeaderMPLS), Layer: (*tunnel.MPLS)(nil)},

	{Table: "arcnet", Key: uint64(link.ARCNETIPv4), Layer: (*IPv4)(nil)},
	{Table: "arcnet", Key: uint64(link.ARCNETSimpleIPv4), Layer: (*IPv4)(nil)},
	{Table: "arcnet", Key: uint64(link.ARCNETARP), Layer: (*ARP)(nil)},
	{Table: "arcnet", Key: uint64(link.ARCNETRARP), Layer: (*ARP)(nil)},
	{Table: "arcnet", Key: uint64(link.ARCNETSimpleARP), Layer: (*ARP)(nil)},
	{Table: "ipnet", Key: uint64(link.IPNETIPv4), Layer: (*IPv4)(nil)},
	{Table: "ipnet", Key: uint64(link.IPNETIPv6), Layer: (*IPv6)(nil)},

	{Table: "nflog", Key: 2, Layer: (*IPv4)(nil)},
	{Table: "nflog", Key: 3, Layer: (*ARP)(nil)},
	{Table: "nflog", Key: 10, Layer: (*IPv6)(nil)},

	{Table: "icmpv4", Key: uint64(ICMPv4TypeEchoReply), Layer: (*ICMPv4Echo)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeEchoRequest), Layer: (*ICMPv4Echo)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeUnreachable), Layer: (*ICMPv4Unreachable)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeSourceQuench), Layer: (*ICMPv4SourceQuench)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeRedirect), Layer: (*ICMPv4Redirect)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeRouterAdvertisement), Layer: (*ICMPv4RouterAdvertisement)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeRouterSolicitation), Layer: (*ICMPv4RouterSolicitation)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeTimeExceeded), Layer: (*ICMPv4TimeExceeded)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeParameterProblem), Layer: (*ICMPv4ParameterProblem)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeTimestampRequest), Layer: (*ICMPv4Timestamp)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeTimestampReply), Layer: (*ICMPv4Timestamp)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeInfoRequest), Layer: (*ICMPv4Information)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeInfoReply), Layer: (*ICMPv4Information)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeMaskRequest), Layer: (*ICMPv4AddressMask)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeMaskReply), Layer: (*ICMPv4AddressMask)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeTraceroute), Layer: (*ICMPv4Traceroute)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeExtEchoRequest), Layer: (*ICMPExtEchoRequest)(nil)},
	{Table: "icmpv4", Key: uint64(ICMPv4TypeExtEchoReply), Layer: (*ICMPExtEchoReply)(nil)},

	{Table: "icmpv6", Key: uint64(ICMPv6TypeUnreachable), Layer: (*ICMPv6Unreachable)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypePacketTooBig), Layer: (*ICMPv6PacketTooBig)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeTimeExceeded), Layer: (*ICMPv6TimeExceeded)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeParameterProblem), Layer: (*ICMPv6ParameterProblem)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeEchoRequest), Layer: (*ICMPv6Echo)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeEchoReply), Layer: (*ICMPv6Echo)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeMLDQuery), Layer: (*MLD)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeMLDQuery), Layer: (*MLDv2Query)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeMLDReport), Layer: (*MLD)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeMLDDone), Layer: (*MLD)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeRouterSolicitation), Layer: (*NDPRouterSolicitation)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeRouterAdvertisement), Layer: (*NDPRouterAdvertisement)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeNeighborSolicitation), Layer: (*NDPNeighborSolicitation)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeNeighborAdvertisement), Layer: (*NDPNeighborAdvertisement)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeRedirect), Layer: (*NDPRedirect)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeMLDv2Report), Layer: (*MLDv2Report)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeExtEchoRequest), Layer: (*ICMPExtEchoRequest)(nil)},
	{Table: "icmpv6", Key: uint64(ICMPv6TypeExtEchoReply), Layer: (*ICMPExtEchoReply)(nil)},
	{Table: "mldv2", Key: uint64(ICMPv6TypeMLDQuery), Layer: (*MLDv2Query)(nil)},

	{Table: "chdlc", Key: uint64(EtherTypeIPv4), Layer: (*IPv4)(nil)},
	{Table: "chdlc", Key: uint64(EtherTypeIPv6), Layer: (*IPv6)(nil)},
	{Table: "chdlc", Key: uint64(EtherTypeARP), Layer: (*ARP)(nil)},
	{Table: "chdlc", Key: uint64(EtherTypeMPLS), Layer: (*tunnel.MPLS)(nil)},
	{Table: "chdlc", Key: uint64(EtherTypeMPLSMcast), Layer: (*tunnel.MPLS)(nil)},
	{Table: "chdlc", Key: uint64(ppp.CHDLCCDP), Layer: (*link.CDP)(nil)},
	{Table: "nlpid", Key: uint64(ppp.NLPIDIPv4), Layer: (*IPv4)(nil)},
	{Table: "nlpid", Key: uint64(ppp.NLPIDIPv6), Layer: (*IPv6)(nil)},
	{Table: "nlpid", Key: uint64(ppp.NLPIDSNAP), Layer: (*ppp.FRBridged)(nil)}, // where it is recognized
	{Table: "nlpid", Key: uint64(ppp.NLPIDSNAP), Layer: (*SNAP)(nil)},
	{Table: "bridged", Key: uint64(ppp.BridgedEthernet), Layer: (*Ethernet)(nil)},
	{Table: "bridged", Key: uint64(ppp.BridgedEthernetFCS), Layer: (*Ethernet)(nil)},
	{Table: "bridged", Key: uint64(ppp.BridgedBPDU), Layer: (*link.STP)(nil)},
	{Table: "ppp", Key: uint64(ppp.PPPIPv4), Layer: (*IPv4)(nil)},
	{Table: "ppp", Key: uint64(ppp.PPPIPv6), Layer: (*IPv6)(nil)},
	{Table: "ppp", Key: uint64(ppp.PPPMPLS), Layer: (*tunnel.MPLS)(nil)},
	{Table: "ppp", Key: uint64(ppp.PPPMPLSMulticast), Layer: (*tunnel.MPLS)(nil)},

	{Table: "mpls", Key: 1, Layer: (*IPv4)(nil)},
	{Table: "mpls", Key: 1, Layer: (*IPv6)(nil)},
	{Table: "pwach", Key: uint64(tunnel.ChannelIPv4), Layer: (*IPv4)(nil)},
	{Table: "pwach", Key: uint64(tunnel.ChannelIPv6), Layer: (*IPv6)(nil)},
	{Table: "vxlangpe", Key: uint64(tunnel.GPEIPv4), Layer: (*IPv4)(nil)},
	{Table: "vxlangpe", Key: uint64(tunnel.GPEIPv6), Layer: (*IPv6)(nil)},
	{Table: "vxlangpe", Key: uint64(tunnel.GPEEthernet), Layer: (*Ethernet)(nil)},
	{Table: "nsh", Key: uint64(tunnel.NSHIPv4), Layer: (*IPv4)(nil)},
	{Table: "nsh", Key: uint64(tunnel.NSHIPv6), Layer: (*IPv6)(nil)},
	{Table: "nsh", Key: uint64(tunnel.NSHEthernet), Layer: (*Ethernet)(nil)},

	{Table: "udp", Key: 53, Layer: (*DNS)(nil)},
	{Table: "udp", Key: 5353, Layer: (*DNS)(nil)}, // multicast DNS
	{Table: "udp", Key: 5355, Layer: (*DNS)(nil)}, // LLMNR
	{Table: "tcp", Key: 53, Layer: (*DNSTCP)(nil)},
	{Table: "tcp", Key: 5355, Layer: (*DNSTCP)(nil)},
	{Table: "dnstcp", Key: 0, Layer: (*DNS)(nil)},
	{Table: "udp", Key: 67, Layer: (*DHCPv4)(nil)},
	{Table: "udp", Key: 68, Layer: (*DHCPv4)(nil)},
	{Table: "udp", Key: 4011, Layer: (*DHCPv4)(nil)}, // PXE boot servers
	{Table: "udp", Key: 547, Layer: (*DHCPv6)(nil)},
	{Table: "udp", Key: 546, Layer: (*DHCPv6)(nil)},
	{Table: "tcp", Key: 547, Layer: (*DHCPv6TCP)(nil)},
	{Table: "dhcpv6tcp", Key: 0, Layer: (*DHCPv6)(nil)},
}

// roles are the roles of layers; the others have none.
var roles = [...]osi.Layer{
	{Layer: (*Ethernet)(nil), Role: RoleLink},
	{Layer: (*Null)(nil), Role: RoleLink},
	{Layer: (*Loop)(nil), Role: RoleLink},
	{Layer: (*SLL)(nil), Role: RoleLink},
	{Layer: (*SLL2)(nil), Role: RoleLink},
	{Layer: (*IPv4)(nil), Role: RoleNetwork},
	{Layer: (*IPv6)(nil), Role: RoleNetwork},
	{Layer: (*TCP)(nil), Role: RoleTransport},
	{Layer: (*UDP)(nil), Role: RoleTransport},
	{Layer: (*DNS)(nil), Role: RoleApplication},
	{Layer: (*DHCPv4)(nil), Role: RoleApplication},
	{Layer: (*DHCPv6)(nil), Role: RoleApplication},
}

var roleIndex = sync.OnceValue(func() map[reflect.Type]Role {
	m := map[reflect.Type]Role{}
	add := func(rows []osi.Layer) {
		for _, r := range rows {
			m[reflect.TypeOf(r.Layer).Elem()] = r.Role
		}
	}
	add(roles[:])
	for _, f := range families {
		if f.roles != nil {
			add(f.roles())
		}
	}
	return m
})

// RoleOf returns the role of a layer's struct type, RoleNone if it has none.
func RoleOf(t reflect.Type) Role { return roleIndex()[t] }
