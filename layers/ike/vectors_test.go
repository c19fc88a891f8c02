package ike_test

import (
	"encoding/hex"
	"net/netip"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/ike"
	"github.com/wiretag/wiretag/layers/tunnel"
	"github.com/wiretag/wiretag/packet"
)

// stack decodes a packet of testdata/stacks.txt, which stacks.py made.
func stack(t *testing.T, name string) *packet.Packet {
	t.Helper()
	text, err := os.ReadFile("testdata/stacks.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if f[0] != name {
			continue
		}
		link, err := strconv.Atoi(f[1])
		data, err2 := hex.DecodeString(f[3])
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		return packet.New(data, capture.LinkType(link))
	}
	t.Fatalf("no packet %s", name)
	return nil
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %+v, want %+v", what, got, want)
	}
}

// views are what View gives of the layers of type T.
func views[T any](t *testing.T, p *packet.Packet, view func(*T) (any, error)) (all []any) {
	t.Helper()
	for l := range packet.All[T](p) {
		v, err := view(l)
		if err != nil {
			t.Error(err)
		}
		all = append(all, v)
	}
	return all
}

func TestMainMode(t *testing.T) {
	p := stack(t, "v1-main")
	h := packet.Get[ike.IKE](p)
	equal(t, "header", []any{h.String(), h.MajorVersion, h.Exchange, h.NextPayload.String()}, []any{"IKE 1.0 Identity Protection, SPIs 0102030405060708 0000000000000000, message 0", uint8(1), ike.ExchangeMain, "SA"})
	sa := packet.Get[ike.IKEv1SA](p)
	equal(t, "proposals", []any{len(sa.Proposals), sa.Proposals[0].Protocol.String(), len(sa.Proposals[0].Transforms)}, []any{1, "IKE", 2})
	got := map[uint16]uint64{}
	for _, a := range sa.Proposals[0].Transforms[1].Attributes {
		n, ok := a.Number()
		equal(t, "number", ok, true)
		got[a.Type] = n
	}
	equal(t, "attributes", got, map[uint16]uint64{
		ike.OakleyEncryption: 7, ike.OakleyKeyLength: 256, ike.OakleyHash: 2, ike.OakleyGroup: 5, ike.OakleyAuth: 1, ike.OakleyLifeType: 1, ike.OakleyLifeDuration: 86400,
	})
	n := 0
	for range packet.All[ike.IKEv1VendorID](p) {
		n++
	}
	equal(t, "vendor IDs", n, 2)
}

func TestQuickMode(t *testing.T) {
	p := stack(t, "v1-quick")
	sa := packet.Get[ike.IKEv1SA](p)
	equal(t, "SPIs", []any{sa.Proposals[0].SPI, sa.Proposals[1].SPI, sa.Proposals[1].Protocol}, []any{[]byte{0, 0, 0x10, 0}, []byte{0x12, 0x34}, ike.ProtocolIPComp})
	equal(t, "identities", views(t, p, (*ike.IKEv1ID).View), []any{
		&ike.IDPair{Addr: netip.MustParseAddr("192.0.2.1"), Mask: netip.MustParseAddr("255.255.255.0")}, &ike.IDAddr{Addr: netip.MustParseAddr("198.51.100.2")},
	})
	six := views(t, stack(t, "v1-quick-6"), (*ike.IKEv1ID).View)
	equal(t, "IPv6", []any{six[0], six[2]}, []any{
		&ike.IDAddr6{Addr: netip.MustParseAddr("2001:db8::1")}, &ike.IDPair6{Addr: netip.MustParseAddr("2001:db8::1"), Mask: netip.MustParseAddr("2001:db8:1::2")},
	})
}

func TestNotify(t *testing.T) {
	life := views(t, stack(t, "v1-lifetime"), (*ike.IKEv1Notify).View)
	equal(t, "lifetime", life, []any{&ike.Attributes{List: []ike.Attribute{{Short: true, Type: ike.IPsecLifeType, Value: 1}, {Type: ike.IPsecLifeDuration, Length: 4, Data: []byte{0, 0, 0x0e, 0x10}}}}})
	equal(t, "replay", views(t, stack(t, "v1-replay"), (*ike.IKEv1Notify).View), []any{&ike.NotifyNumber{Value: 1}})
	d := packet.Get[ike.IKEv1Delete](stack(t, "v1-dpd"))
	equal(t, "delete", []any{d.Protocol, d.NumSPIs, d.SPIs}, []any{ike.ProtocolESP, uint16(2), []byte{0, 0, 0x10, 0, 0, 0, 0x20, 0}})
	// What is encrypted is opaque, and payloads of another type are kept.
	p := stack(t, "v1-encrypted")
	equal(t, "encrypted", []any{packet.Get[ike.IKE](p).Encryption, packet.Get[ike.IKEv1ID](p) == nil}, []any{true, true})
	equal(t, "other", string(packet.Get[ike.IKEPayload](stack(t, "v1-other")).Data), "what")
}

func TestInit(t *testing.T) {
	p := stack(t, "v2-init")
	h := packet.Get[ike.IKE](p)
	equal(t, "header", []any{h.Exchange.String(), h.Initiator, h.Response}, []any{"IKE_SA_INIT", true, false})
	var names []string
	for _, x := range packet.Get[ike.IKEv2SA](p).Proposals {
		for _, tr := range x.Transforms {
			names = append(names, tr.Type.String()+" "+tr.Name())
		}
	}
	equal(t, "transforms", strings.Join(names, ", "), "ENCR AES_CBC, ENCR AES_CBC, INTEG HMAC_SHA2_256_128, PRF HMAC_SHA2_256, KE MODP2048, KE CURVE25519, ENCR AES_GCM_16, PRF HMAC_SHA2_256, KE ECP256")
	equal(t, "key length", packet.Get[ike.IKEv2SA](p).Proposals[0].Transforms[0].Attributes[0], ike.Attribute{Short: true, Type: ike.AttributeKeyLength, Value: 256})
	equal(t, "key", packet.Get[ike.IKEv2KeyExchange](p).String(), "IKEv2KeyExchange group 31, 32 bytes")
	names = nil
	for n := range packet.All[ike.IKEv2Notify](p) {
		names = append(names, n.Type.String())
	}
	equal(t, "notifications", strings.Join(names, " "), "NAT_DETECTION_SOURCE_IP NAT_DETECTION_DESTINATION_IP IKEV2_FRAGMENTATION_SUPPORTED SIGNATURE_HASH_ALGORITHMS REDIRECT_SUPPORTED")
	equal(t, "hashes", views(t, p, (*ike.IKEv2Notify).View)[3], any(&ike.NotifyHashes{IDs: []uint16{2, 3}}))
	for name, want := range map[string]any{
		"v2-group": &ike.NotifyGroup{Group: 19}, "v2-critical": &ike.NotifyPayload{Type: 200}, "v2-redirect": &ike.NotifyGateway{Type: 1, Length: 4, Identity: []byte{192, 0, 2, 1}, Nonce: make([]byte, 32)},
	} {
		equal(t, name, views(t, stack(t, name), (*ike.IKEv2Notify).View), []any{want})
	}
}

func TestAuth(t *testing.T) {
	p := stack(t, "v2-auth")
	v, err := packet.Get[ike.IKEv2IDInitiator](p).View()
	equal(t, "initiator", []any{v, err}, []any{&ike.IDText{Name: "gate.example"}, nil})
	v, err = packet.Get[ike.IKEv2IDResponder](p).View()
	equal(t, "responder", []any{v, err}, []any{&ike.IDAddr{Addr: netip.MustParseAddr("198.51.100.2")}, nil})
	equal(t, "method", packet.Get[ike.IKEv2Auth](p).Method.String(), "shared key")
	ts := packet.Get[ike.IKEv2TSResponder](p)
	equal(t, "selectors", []any{ts.Count, ts.Selectors[0].Type.String(), ts.Selectors[0].Start4.String(), ts.Selectors[1].End6.String(), ts.Selectors[1].EndPort},
		[]any{uint8(2), "IPv4 range", "192.0.2.1", "2001:db8:1::2", uint16(65535)})
	var values []any
	for _, a := range packet.Get[ike.IKEv2Config](stack(t, "v2-config")).List {
		v, err := a.View()
		if err != nil {
			t.Error(err)
		}
		values = append(values, v)
	}
	one := netip.MustParseAddr("192.0.2.1")
	equal(t, "configuration", values, []any{
		&ike.IDAddr{Addr: one}, &ike.IDAddr{Addr: netip.MustParseAddr("255.255.255.0")}, &ike.IDText{Name: "gate"}, &ike.ConfigPrefix6{Addr: netip.MustParseAddr("2001:db8::1"), Prefix: 64},
		&ike.IDPair{Addr: one, Mask: netip.MustParseAddr("255.255.255.255")}, &ike.ConfigTypes{Types: []ike.ConfigAttributeType{ike.ConfigIPv4Address, ike.ConfigIPv6Address}},
	})
	p = stack(t, "v2-nat")
	equal(t, "behind a marker", []any{packet.Get[tunnel.NonESPMarker](p) != nil, packet.Get[ike.IKEv2Encrypted](p).NextPayload, len(packet.Get[ike.IKEv2Encrypted](p).Data)}, []any{true, ike.PayloadIDInitiator, 96})
	equal(t, "fragment", packet.Get[ike.IKEv2Fragment](stack(t, "v2-fragment")).String(), "IKEv2Fragment 1 of 2")
}

// TestPayloadTypes: what leads to a payload of a known type is its number, and else the row of all others.
func TestPayloadTypes(t *testing.T) {
	known := map[uint64]bool{}
	for _, r := range ike.Links() {
		if r.Table == "ikepayload" {
			known[r.Key] = true
		}
	}
	for n := range 256 {
		want := codec.Key{Table: "ikeother"}
		switch {
		case n == 0:
			want = codec.Key{}
		case known[uint64(n)]:
			want = codec.Key{Table: "ikepayload", Value: uint64(n)}
		}
		equal(t, strconv.Itoa(n), (&ike.IKE{NextPayload: ike.PayloadType(n)}).NextLayer(nil), want)
	}
}

// TestBuild: lengths, counts and types follow from the payloads; an end in the midst of a list is an error.
func TestBuild(t *testing.T) {
	proposal := ike.V2Proposal{Number: 1, Protocol: ike.ProtocolIKE, Transforms: []ike.V2Transform{{More: ike.PayloadTransform, Type: ike.TransformPRF, ID: 5}, {Type: ike.TransformKE, ID: 31}}}
	e := codec.Encoder{Derive: codec.All, Links: layers.Links()}
	got, err := e.Marshal(&ike.IKE{InitiatorSPI: 1, Exchange: ike.ExchangeSAInit, Initiator: true}, &ike.IKEv2SA{Proposals: []ike.V2Proposal{proposal}}, &ike.IKEv2Nonce{Data: []byte{1, 2, 3, 4}})
	want := "00000000000000010000000000000000212022080000000000000040" + "2800001c" + "00000018" + "01010002" + "0300000802000005" + "000000080400001f" + "0000000801020304"
	equal(t, "message", []any{hex.EncodeToString(got), err}, []any{want, nil})
	proposal.Transforms[0].More = 0
	if _, err := e.Marshal(&ike.IKEv2SA{Proposals: []ike.V2Proposal{proposal}}); err == nil {
		t.Error("a list that ends twice was encoded")
	}
}
