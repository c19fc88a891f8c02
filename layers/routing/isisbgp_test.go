package routing_test

import (
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers/routing"
	"github.com/wiretag/wiretag/packet"
)

// tlv is the typed value of the first TLV of a type.
func tlv[T any](t *testing.T, list []routing.ISISTLV, typ routing.ISISTLVType) *T {
	t.Helper()
	for i := range list {
		if list[i].Type == typ {
			return view[T](t, &list[i])
		}
	}
	t.Fatalf("no TLV %v", typ)
	return nil
}

func TestISIS(t *testing.T) {
	h := vectors.Layer[routing.ISISLANHello](t, "isis-hello-lan")
	equal(t, "hello", []any{h.Source.String(), h.LANID.String(), h.Priority}, []any{"1921.6800.0001", "1921.6800.0002.02", uint8(64)})
	equal(t, "area", tlv[routing.ISISAreaList](t, h.TLVs, routing.ISISAreas).Areas[0].Addr, []byte{0x49, 0, 1})
	equal(t, "neighbor", tlv[routing.ISISMACs](t, h.TLVs, routing.ISISNeighborsHello).Addrs[1].String(), "00:00:5e:00:53:02")
	equal(t, "password", string(tlv[routing.ISISAuth](t, h.TLVs, routing.ISISAuthentication).Data), "secret")
	p := vectors.Layer[routing.ISISHello](t, "isis-hello-p2p")
	equal(t, "adjacency", len(tlv[routing.ISISAdjacency](t, p.TLVs, routing.ISISThreeWay).IDs), 14)
	equal(t, "topology", tlv[routing.ISISTopologyList](t, p.TLVs, routing.ISISTopologies).Topologies[1].ID, uint16(2))
	equal(t, "header", vectors.Layer[routing.ISIS](t, "isis-hello-p2p").HeaderLength, uint8(20))
	equal(t, "entries", len(tlv[routing.ISISEntryList](t, vectors.Layer[routing.ISISCSNP](t, "isis-csnp").TLVs, routing.ISISEntries).Entries), 2)
	equal(t, "Cisco HDLC", vectors.Layer[routing.NLPIDPadded](t, "isis-chdlc").Padding, uint8(3))
}

func TestISISReach(t *testing.T) {
	l := vectors.Layer[routing.ISISLSP](t, "isis-lsp")
	equal(t, "LSP", []any{l.ID.String(), l.Seq, l.ISType}, []any{"1921.6800.0001.00-00", uint32(5), uint8(3)})
	equal(t, "hostname", tlv[routing.ISISText](t, l.TLVs, routing.ISISHostname).Text, "router")
	n := tlv[routing.ISISReach](t, l.TLVs, routing.ISISExtendedReach).Neighbors
	equal(t, "neighbors", []any{len(n), n[1].Metric, len(n[1].TLVs)}, []any{2, uint32(20), 0})
	for i := range n[0].TLVs {
		switch p := &n[0].TLVs[i]; p.Type {
		case routing.ISISLinkTEMetric:
			equal(t, "TE metric", view[routing.ISISTEMetric](t, p).Metric, uint32(10))
		case routing.ISISLinkLANSID:
			equal(t, "LAN SID", view[routing.ISISLANSID](t, p).Neighbor.String(), "1921.6800.0001")
		case routing.ISISLinkUnreserved:
			equal(t, "unreserved", view[routing.TEBandwidths](t, p).Values[7].BytesPerSecond(), float32(1e8))
		}
	}
	w := tlv[routing.ISISIPReach](t, l.TLVs, routing.ISISExtendedIP).Networks
	equal(t, "networks", []any{w[0].Prefix.Prefix(), w[1].Prefix.Prefix(), w[1].Prefix.Down}, []any{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("203.0.113.1/32"), true})
	equal(t, "tags", view[routing.TEWords](t, &w[1].TLVs[0]).Values, []uint32{100})
	equal(t, "prefix SID", view[routing.ISISSID](t, &w[1].TLVs[1]).SID, []byte{0, 0, 0, 7})
	six := tlv[routing.ISISIPv6List](t, l.TLVs, routing.ISISIPv6Reach).Networks
	equal(t, "IPv6", []any{six[0].Prefix.IPv6(), six[1].HasTLVs, len(six[1].TLVs)}, []any{netip.MustParsePrefix("2001:db8:1::/64"), true, 3})
	c := tlv[routing.ISISRouter](t, l.TLVs, routing.ISISCapability)
	equal(t, "range", view[routing.ISISSegmentRouting](t, &c.TLVs[0]).Ranges[0].Size, uint32(8000))
	m := vectors.Layer[routing.ISISLSP](t, "isis-lsp-mt")
	equal(t, "topology", tlv[routing.ISISTopologyIPv6](t, m.TLVs, routing.ISISMTIPv6).Topology, uint16(2))
	equal(t, "risk", tlv[routing.ISISRiskGroups](t, m.TLVs, routing.ISISSharedRisk).Groups, []uint32{9})
	old := vectors.Layer[routing.ISISLSP](t, "isis-lsp-narrow")
	equal(t, "narrow", tlv[routing.ISISOldIPReach](t, old.TLVs, routing.ISISIPInternal).Networks[0].Mask, ip("255.255.255.0"))
}

func TestOSI(t *testing.T) {
	e := vectors.Layer[routing.ESIS](t, "esis-redirect")
	equal(t, "redirect", []any{e.Type.String(), len(e.SNPA.Addr), len(e.Entity.Addr)}, []any{"redirect", 6, 10})
	equal(t, "timer", vectors.Layer[routing.ESIS](t, "esis-is").Options[0].Type.String(), "configuration timer")
	c := vectors.Layer[routing.CLNP](t, "clnp-segment")
	equal(t, "segment", []any{c.DataUnitID, c.TotalLength, c.MoreSegments}, []any{uint16(7), uint16(99), true})
}

func TestBGPOpen(t *testing.T) {
	o := vectors.Layer[routing.BGPOpen](t, "bgp-open")
	equal(t, "open", []any{o.AS, o.Identifier}, []any{uint16(23456), ip("192.0.2.1")})
	caps := view[routing.BGPCapabilities](t, &o.Parameters[0]).Capabilities
	long := view[routing.BGPCapabilities](t, &vectors.Layer[routing.BGPExtendedOpen](t, "bgp-open-extended").Parameters[0]).Capabilities
	equal(t, "extended", long, caps)
	for i := range caps {
		switch c := &caps[i]; c.Code {
		case routing.BGPMultiprotocol:
			equal(t, "family", view[routing.BGPFamily](t, c).SAFI.String(), "unicast")
		case routing.BGPGracefulRestart:
			equal(t, "restart", view[routing.BGPRestart](t, c).Time, uint16(120))
		case routing.BGPFourOctetAS:
			equal(t, "AS", view[routing.BGPASNumber](t, c).AS, uint32(65536))
		case routing.BGPLongLived:
			equal(t, "long-lived", view[routing.BGPLongLivedRestart](t, c).Families[0].Time, uint32(3600))
		case routing.BGPFQDN:
			equal(t, "name", *view[routing.BGPNames](t, c), routing.BGPNames{HostLen: 4, Host: "host", DomainLen: 3, Domain: "net"})
		case routing.BGPOutboundFilter:
			equal(t, "filter", view[routing.BGPFilters](t, c).Entries[0].Types[0].Type, uint8(64))
		}
	}
	n := vectors.Layer[routing.BGPNotification](t, "bgp-notification")
	equal(t, "notification", []any{n.Code.String(), n.Subcode, string(n.Data)}, []any{"cease", uint8(2), "bye"})
}

// attribute is the typed value of the first attribute of a type.
func attribute[T any](t *testing.T, name string, typ routing.BGPAttributeType) *T {
	t.Helper()
	list := vectors.Layer[routing.BGPUpdate](t, name).Attributes
	for i := range list {
		if list[i].Type == typ {
			return view[T](t, &list[i])
		}
	}
	t.Fatalf("%s has no %v", name, typ)
	return nil
}

func TestBGPUpdate(t *testing.T) {
	equal(t, "path", attribute[routing.BGPPath](t, "bgp-update", routing.BGPASPath).Segments[0].AS, []uint32{65536, 64500})
	equal(t, "old path", attribute[routing.BGPPath2](t, "bgp-update-old", routing.BGPASPath).Segments[0].AS, []uint16{64500})
	equal(t, "aggregator", attribute[routing.BGPAggregatorValue](t, "bgp-update", routing.BGPAggregator).AS, uint32(65536))
	equal(t, "old aggregator", attribute[routing.BGPAggregator2](t, "bgp-update-old", routing.BGPAggregator).AS, uint16(64500))
	equal(t, "communities", attribute[routing.BGPCommunityList](t, "bgp-update", routing.BGPCommunities).Communities[0].String(), "65000:100")
	equal(t, "large", attribute[routing.BGPLargeList](t, "bgp-update", routing.BGPLargeCommunities).Communities[0].Local2, uint32(2))
	var routes routing.Prefixes
	p := stack(t, "bgp-update")
	decodeInto(t, packet.Get[routing.BGPUpdate](p).Routes, &routes)
	equal(t, "routes", []any{routes.Prefixes[0].IPv4(), routes.Prefixes[1].IPv4()}, []any{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("10.1.128.0/17")})
	equal(t, "written", routing.PrefixOf(netip.MustParsePrefix("10.1.128.0/17")), routes.Prefixes[1])
	r := attribute[routing.BGPReach](t, "bgp-update-mp", routing.BGPMPReach)
	equal(t, "next hops", r.NextHops(), []netip.Addr{ip("2001:db8::1"), ip("fe80::1")})
	equal(t, "IPv6", view[routing.Prefixes](t, r).Prefixes[0].IPv6(), netip.MustParsePrefix("2001:db8:5::/48"))
	equal(t, "withdrawn", view[routing.Prefixes](t, attribute[routing.BGPUnreach](t, "bgp-update-mp", routing.BGPMPUnreach)).Prefixes[0].Bits(), 64)
	equal(t, "VPN", attribute[routing.BGPReach](t, "bgp-update-vpn", routing.BGPMPReach).NextHops(), []netip.Addr{ip("192.0.2.1")})
	equal(t, "EVPN", view[routing.BGPEVPN](t, attribute[routing.BGPReach](t, "bgp-evpn", routing.BGPMPReach)).Routes[0].Type, uint8(3))
	n := 0
	for range packet.All[routing.BGP](stack(t, "bgp-two")) {
		n++
	}
	equal(t, "messages", n, 2)
	equal(t, "continuation", string(vectors.Layer[routing.BGPContinuation](t, "bgp-continuation").Data[:4]), "rest")
}
