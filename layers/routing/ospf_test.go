package routing_test

import (
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/routing"
)

func TestOSPF(t *testing.T) {
	o := vectors.Layer[routing.OSPFv2](t, "ospf-hello")
	h := o.Body.(*routing.OSPFHello)
	equal(t, "hello", []any{h.Designated, h.DeadInterval, h.Neighbors}, []any{ip("192.0.2.1"), uint32(40), []netip.Addr{ip("203.0.113.2")}})
	lls, err := o.LLS()
	if err != nil || lls == nil {
		t.Fatal(lls, err)
	}
	equal(t, "signaling", view[routing.OSPFLLSOptions](t, &lls.TLVs[0]).Options, uint32(1))
	m := vectors.Layer[routing.OSPFv2](t, "ospf-hello-md5")
	equal(t, "cryptographic", []any{m.AuType.String(), m.KeyID, m.CryptoSeq, len(m.Digest), m.Checksum}, []any{"cryptographic", uint8(1), uint32(99), 16, uint16(0)})
	u := vectors.Layer[routing.OSPFv2](t, "ospf-update").Body.(*routing.OSPFUpdate).LSAs
	r := u[0].Body.(*routing.OSPFRouterLSA)
	equal(t, "router", []any{r.Border, r.External, len(r.Links), r.Links[1].TOS[0].Metric, r.Links[2].Type.String()}, []any{true, true, 3, uint16(7), "point-to-point"})
	equal(t, "network", u[1].Body.(*routing.OSPFNetworkLSA).Routers[1], ip("203.0.113.2"))
	equal(t, "summary", u[2].Body.(*routing.OSPFSummaryLSA).Metrics[0].Metric, uint32(20))
	x := u[4].Body.(*routing.OSPFExternalLSA).Routes[0]
	equal(t, "external", []any{x.Type2, x.Metric, x.Tag}, []any{true, uint32(20), uint32(77)})
	equal(t, "headers", len(vectors.Layer[routing.OSPFv2](t, "ospf-dd-headers").Body.(*routing.OSPFDescription).Headers), 2)
	equal(t, "request", vectors.Layer[routing.OSPFv2](t, "ospf-request").Body.(*routing.OSPFRequests).Requests[1].LinkStateID, ip("10.0.0.0"))
}

// opaque decodes an opaque LSA to a *T.
func opaque[T any](t *testing.T, l *routing.OSPFLSA) *T {
	t.Helper()
	v, err := l.Opaque()
	x, ok := v.(*T)
	if err != nil || !ok {
		t.Fatalf("%v: %T, %v", l, v, err)
	}
	return x
}

func TestOpaque(t *testing.T) {
	l := vectors.Layer[routing.OSPFv2](t, "ospf-opaque-te").Body.(*routing.OSPFUpdate).LSAs
	equal(t, "router address", view[routing.TEAddress](t, &opaque[routing.OSPFTE](t, &l[0]).TLVs[0]).Addr, ip("203.0.113.1"))
	link := view[routing.OSPFTELink](t, &opaque[routing.OSPFTE](t, &l[1]).TLVs[0])
	for i := range link.TLVs {
		switch p := &link.TLVs[i]; p.Type {
		case routing.OSPFTEMaxBandwidth:
			equal(t, "bandwidth", view[routing.TEBandwidths](t, p).Values[0].BytesPerSecond(), float32(1.25e8))
		case routing.OSPFTEUnreserved:
			equal(t, "unreserved", len(view[routing.TEBandwidths](t, p).Values), 8)
		case routing.OSPFTESwitching:
			equal(t, "switching", view[routing.TESwitching](t, p).MaxLSP7.BytesPerSecond(), float32(1e8))
		case routing.OSPFTELocalRemoteID:
			equal(t, "identifiers", view[routing.TEWords](t, p).Values, []uint32{1, 2})
		}
	}
	l = vectors.Layer[routing.OSPFv2](t, "ospf-opaque").Body.(*routing.OSPFUpdate).LSAs
	equal(t, "grace", view[routing.TEWords](t, &opaque[routing.OSPFGrace](t, &l[0]).TLVs[0]).Values, []uint32{120})
	info := opaque[routing.OSPFRouterInfo](t, &l[1]).TLVs
	equal(t, "hostname", view[routing.OSPFText](t, &info[1]).Text, "router")
	equal(t, "range", view[routing.OSPFSIDRange](t, &info[3]).Size, uint32(8000))
	prefix := view[routing.OSPFExtendedPrefix](t, &opaque[routing.OSPFExtendedPrefixes](t, &l[2]).TLVs[0])
	equal(t, "prefix SID", view[routing.OSPFPrefixSID](t, &prefix.TLVs[0]).SID, []byte{0, 0, 0, 7})
	adj := view[routing.OSPFExtendedLink](t, &opaque[routing.OSPFExtendedLinks](t, &l[3]).TLVs[0])
	equal(t, "adjacency SID", view[routing.OSPFAdjacencySID](t, &adj.TLVs[0]).SID, []byte{0, 0x3a, 0x98})
}

func TestOSPFv3(t *testing.T) {
	u := vectors.Layer[routing.OSPFv3](t, "ospf3-update").Body.(*routing.OSPFv3Update).LSAs
	equal(t, "router", u[0].Body.(*routing.OSPFv3RouterLSA).Links[0].NeighborInterface, uint32(6))
	equal(t, "prefix", u[2].Body.(*routing.OSPFv3InterAreaPrefixLSA).Prefix.Prefix(), netip.MustParsePrefix("2001:db8:5::/48"))
	x := u[4].Body.(*routing.OSPFv3ExternalLSA)
	equal(t, "external", []any{x.Type2, x.Forwarding, x.Tag, x.HasReference()}, []any{true, ip("2001:db8::77"), uint32(99), false})
	equal(t, "default", u[5].Body.(*routing.OSPFv3ExternalLSA).Prefix.Prefix(), netip.MustParsePrefix("::/0"))
	in := u[8].Body.(*routing.OSPFv3IntraAreaPrefixLSA)
	equal(t, "intra-area", []any{in.ReferencedTyp.String(), in.Prefixes[0].Value, in.Prefixes[1].Options}, []any{"router", uint16(10), uint8(2)})
	o := vectors.Layer[routing.OSPFv3](t, "ospf3-hello-auth")
	lls, err := o.LLS()
	auth, err2 := o.Auth()
	if err != nil || err2 != nil || lls == nil || auth == nil {
		t.Fatal(lls, err, auth, err2)
	}
	equal(t, "trailer", []any{auth.Type, auth.SAID, auth.Seq, len(auth.Data)}, []any{uint16(1), uint16(7), uint64(1), 32})
	auth, err = vectors.Layer[routing.OSPFv3](t, "ospf3-hello").Auth()
	equal(t, "no trailer", []any{auth == nil, err}, []any{true, nil})
	equal(t, "scope", []any{routing.OSPFv3LSInfoDomain.Scope(), routing.OSPFv3LSInfoDomain.Handled(), routing.OSPFv3LSInfoDomain.String()}, []any{uint8(2), true, "router information"})
}

// TestBuildOSPF: a program gives what it knows, and encoding the lengths, counts, types and both checksums.
func TestBuildOSPF(t *testing.T) {
	want := stack(t, "ospf-update").Data()
	o := vectors.Layer[routing.OSPFv2](t, "ospf-update")
	lsas := o.Body.(*routing.OSPFUpdate).LSAs
	for i := range lsas {
		lsas[i].Checksum, lsas[i].Length = 0, 0
	}
	body := &routing.OSPFUpdate{LSAs: lsas}
	built := &routing.OSPFv2{RouterID: o.RouterID, AreaID: o.AreaID, Body: body}
	h := vectors.Layer[layers.IPv4](t, "ospf-update")
	out, err := codec.Marshal(&layers.IPv4{ID: h.ID, Flags: h.Flags, TTL: h.TTL, Src: h.Src, Dst: h.Dst}, built)
	if err != nil || string(out) != string(want) {
		t.Errorf("%v\n got %x\nwant %x", err, out, want)
	}
}
