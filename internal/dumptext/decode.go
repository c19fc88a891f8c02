package dumptext

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/aaa"
	"github.com/wiretag/wiretag/layers/dot11"
	"github.com/wiretag/wiretag/layers/infra"
	"github.com/wiretag/wiretag/layers/link"
	"github.com/wiretag/wiretag/layers/ppp"
	"github.com/wiretag/wiretag/layers/routing"
	"github.com/wiretag/wiretag/layers/telemetry"
	"github.com/wiretag/wiretag/layers/transport"
	"github.com/wiretag/wiretag/layers/tunnel"
)

// slot is where a layer is decoded that the packet's own layers do not have at its place.
type slot[T any] struct {
	codec *codec.Codec[T]
	layer T
}

// decoders are the slots of all layers that are printed.
type decoders struct {
	ethernet slot[layers.Ethernet]
	vlan     slot[layers.Dot1Q]
	sll      slot[layers.SLL]
	sll2     slot[layers.SLL2]
	null     slot[layers.Null]
	llc      slot[layers.LLC]
	snap     slot[layers.SNAP]
	arp      slot[layers.ARP]
	ipv4     slot[layers.IPv4]
	ipv6     slot[layers.IPv6]
	fragment slot[layers.IPv6Fragment]
	ah       slot[layers.AH]
	tcp      slot[layers.TCP]
	udp      slot[layers.UDP]
	dns      slot[layers.DNS]
	dhcp     slot[layers.DHCPv4]
	dot11    slot[dot11.Header]

	gre            slot[tunnel.GRE]
	mpls           slot[tunnel.MPLS]
	vxlan          slot[tunnel.VXLAN]
	vxlanGPE       slot[tunnel.VXLANGPE]
	geneve         slot[tunnel.Geneve]
	esp            slot[tunnel.ESP]
	nsh            slot[tunnel.NSH]
	pppoe          slot[ppp.PPPoE]
	pppoeDiscovery slot[ppp.PPPoEDiscovery]
	lcp            slot[ppp.LCP]
	pap            slot[ppp.PAP]
	chap           slot[ppp.CHAP]
	eap            slot[ppp.EAP]
	eapol          slot[ppp.EAPOL]
	chdlc          slot[ppp.CHDLC]
	slarp          slot[ppp.SLARP]
	fddi           slot[link.FDDI]
	stp            slot[link.STP]
	igmp           slot[routing.IGMP]
	igmpQuery      slot[routing.IGMPv3Query]
	igmpReport     slot[routing.IGMPv3Report]
	vrrp2          slot[routing.VRRPv2]
	vrrp3          slot[routing.VRRPv3]
	vrrp6          slot[routing.VRRPv3IPv6]
	hsrp           slot[routing.HSRP]
	bfd            slot[routing.BFD]
	isis           slot[routing.ISIS]
	eigrp          slot[routing.EIGRP]
	sctp           slot[transport.SCTP]
	sctpChunk      slot[transport.SCTPChunk]
	pgm            slot[transport.PGM]
	dccp           slot[transport.DCCP]
	slow           slot[link.Slow]
	nflog          slot[link.NFLOG]
	ipx            slot[link.IPX]
	ospf2          slot[routing.OSPFv2]
	ospf3          slot[routing.OSPFv3]
	rip            slot[routing.RIP]
	ripng          slot[routing.RIPng]
	snmp           slot[infra.SNMP]
	ntp            slot[infra.NTP]
	dhcp6          slot[layers.DHCPv6]
	dhcp6Inner     slot[layers.DHCPv6]
	radius         slot[aaa.RADIUS]
	pim            slot[routing.PIM]
	pimHello       slot[routing.PIMHello]
	pimJoin        slot[routing.PIMJoinPrune]
	ntpControl     slot[infra.NTPControl]

	isisTLV            slot[routing.ISISTLV]
	sflow              slot[telemetry.SFlow]
	sflowSample        slot[telemetry.SFlowSample]
	sflowFlow          slot[telemetry.SFlowFlowSample]
	sflowWideFlow      slot[telemetry.SFlowExpandedFlowSample]
	sflowCounter       slot[telemetry.SFlowCounterSample]
	sflowWideCounter   slot[telemetry.SFlowExpandedCounterSample]
	sflowFlowRecord    slot[telemetry.SFlowFlowRecord]
	sflowCounterRecord slot[telemetry.SFlowCounterRecord]
	sflowRaw           slot[telemetry.SFlowRawPacket]
	sflowFrame         slot[telemetry.SFlowEthernetFrame]
	sflowSwitch        slot[telemetry.SFlowExtendedSwitch]
	sflowInterface     slot[telemetry.SFlowInterfaceCounters]
	sflowEthernet      slot[telemetry.SFlowEthernetCounters]
	sflowVG            slot[telemetry.SFlowVGCounters]
	sflowVLAN          slot[telemetry.SFlowVLANCounters]
	sflowProcessor     slot[telemetry.SFlowProcessorCounters]
	lldp               slot[link.LLDP]
	bgpOpen            slot[routing.BGPOpen]
	bgpUpdate          slot[routing.BGPUpdate]
	bgpNotification    slot[routing.BGPNotification]
	bgpRefresh         slot[routing.BGPRouteRefresh]
	bgpCapabilities    slot[routing.BGPCapabilities]
}

// layerAt gives the layer of type T that data, a part of the packet, starts with. It is
// that of the packet's layers, where they have one there: tcpdump chooses some layers by
// other rules than the dispatch tables do, and then s is used. The layer holds what was
// decoded; whether that was all of it is seen from the length of data.
func layerAt[T any](p *Printer, data []byte, s *slot[T]) *T {
	at := cap(p.frame) - cap(data)
	for l := range p.view.Layers() {
		if l.Index() < p.next {
			continue
		}
		if l.Offset() > at {
			break
		}
		p.next = l.Index() + 1
		if v, ok := l.Value().(*T); ok && l.Offset() == at {
			if l.Err() != nil { // by a length, perhaps, that tcpdump does not mind
				break
			}
			return v
		}
	}
	// What is wrong with the layer shows in the text, by the bytes that are there.
	_, _ = s.codecOf().Decode(data, &s.layer)
	return &s.layer
}

// codecOf gives the slot's codec.
func (s *slot[T]) codecOf() *codec.Codec[T] {
	if s.codec == nil {
		s.codec = codec.For[T]()
	}
	return s.codec
}
