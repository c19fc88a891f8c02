package mobile_test

import (
	"encoding/hex"
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/mobile"
	"github.com/wiretag/wiretag/layers/ppp"
	"github.com/wiretag/wiretag/packet"
)

var stack, equal, bytesOf = vectors.Packet, vectors.Equal, vectors.Bytes

func TestTunnel(t *testing.T) {
	p := stack(t, "gtpu-extensions")
	g := packet.Get[mobile.GTPv1](p)
	equal(t, "header", []any{g.Type.String(), g.TEID, g.Seq}, []any{"G-PDU", uint32(0x12345678), uint16(7)})
	equal(t, "types", []string{g.Extensions[0].Type.String(), g.Extensions[1].Type.String(), g.Extensions[2].Type.String()}, []string{"PDCP PDU number", "PDU session container", "end"})
	up, qfi, ok := g.Extensions[1].PDUSession()
	equal(t, "session", []any{up, qfi, ok}, []any{true, uint8(9), true})
	equal(t, "inside", packet.Get[layers.UDP](p) != nil, true)
	n := 0
	for range packet.All[layers.IPv4](p) {
		n++
	}
	equal(t, "addresses", n, 2)
	equal(t, "six", packet.Get[layers.IPv6](stack(t, "gtpu-ipv6")) != nil, true)
	equal(t, "version 0", packet.Get[mobile.GTPv0](stack(t, "gtp0-data")).TID, [8]byte{0x42, 0, 0x12, 0x34, 0x56, 0x78, 0x90, 0x50})
}

func TestElements(t *testing.T) {
	g := packet.Get[mobile.GTPv1](stack(t, "gtpc-create"))
	got := map[string]any{}
	for _, e := range g.IEs {
		switch e.Type {
		case mobile.GTPv1IMSI, mobile.GTPv1IMEI, mobile.GTPv1MSISDN:
			got[e.Type.String()] = e.Digits()
		case mobile.GTPv1AccessPoint:
			got[e.Type.String()] = e.Name()
		case mobile.GTPv1GSNAddress:
			got[e.Type.String()] = e.Addr()
		case mobile.GTPv1TEIDControl:
			got[e.Type.String()] = e.Uint()
		}
	}
	equal(t, "elements", got, map[string]any{
		"IMSI": "240021436587090", "IMEI(SV)": "3580420000000001", "MSISDN": "123456", "Access Point Name": "internet.net",
		"GSN Address": netip.MustParseAddr("192.0.2.1"), "TEID Control Plane": uint64(2),
	})
	equal(t, "rest", len(g.Rest), 0)
	equal(t, "headers", packet.Get[mobile.GTPv1](stack(t, "gtpu-headers")).IEs[0].Value, []byte{0x85, 0xc0})
}

// TestConfig: what is negotiated are packets of PPP, and containers.
func TestConfig(t *testing.T) {
	v1 := packet.Get[mobile.GTPv1](stack(t, "gtpc-config"))
	v0 := packet.Get[mobile.GTPv0](stack(t, "gtp0-create-reply"))
	equal(t, "version 0", []any{len(v0.IEs), len(v0.Rest), v0.IEs[1].Type.String(), v0.IEs[1].Value}, []any{7, 0, "Quality of Service Profile", []byte{0x0b, 0x92, 0x1f}})
	for _, read := range []func() (*mobile.GTPConfig, error){v1.IEs[1].Config, v0.IEs[6].Config} {
		c, err := read()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range c.Options {
			u := &c.Options[i]
			got = append(got, u.ID.String())
			if u.IsPPP() {
				p := packet.NewAt(u.Contents, u.Key())
				equal(t, u.ID.String(), []any{p.Err(), packet.Get[ppp.IPCP](p) != nil, packet.Get[ppp.PAP](p) != nil}, []any{error(nil), i == 0, i == 1})
			}
		}
		equal(t, "options", got, []string{"IPCP", "PAP", "DNS server IPv4 address"})
		equal(t, "container", c.Options[2].Key(), codec.Key{})
	}
	if _, err := (mobile.GTPv1IE{}).Config(); !errors.Is(err, codec.ErrTruncated) {
		t.Errorf("an empty value: %v", err)
	}
	v2 := packet.Get[mobile.GTPv2](stack(t, "gtpv2-config"))
	v, err := v2.IEs[1].View()
	equal(t, "version 2", []any{v, err}, []any{&mobile.GTPConfig{Extended: true, Options: []mobile.GTPConfigUnit{{ID: 13, Length: 4, Contents: []byte{192, 0, 2, 1}}}}, error(nil)})
}

func TestVersion2(t *testing.T) {
	g := packet.Get[mobile.GTPv2](stack(t, "gtpv2-create-reply"))
	v := func(e *mobile.GTPv2IE) any {
		x, err := e.View()
		if err != nil {
			t.Error(e.Type, err)
		}
		return x
	}
	equal(t, "cause", v(&g.IEs[0]), &mobile.GTPv2CauseValue{Cause: 16})
	equal(t, "f-teid", v(&g.IEs[1]), &mobile.GTPv2Endpoint{HasIPv4: true, Interface: 6, TEID: 5, IPv4: netip.MustParseAddr("192.0.2.1")})
	equal(t, "paa", v(&g.IEs[2]), &mobile.GTPv2Allocation{PDNType: 3, Prefix: 64, IPv6: netip.MustParseAddr("2001:db8::1"), IPv4: netip.MustParseAddr("198.51.100.2")})
	group := v(&g.IEs[3]).(*mobile.GTPv2Group)
	equal(t, "group", []any{len(group.IEs), v(&group.IEs[0]), v(&group.IEs[3])}, []any{4, &mobile.GTPv2Byte{Value: 5}, &mobile.GTPv2Word{Value: 99}})
	g = packet.Get[mobile.GTPv2](stack(t, "gtpv2-create"))
	equal(t, "imsi", []any{g.IEs[0].Digits(), g.IEs[6].Name()}, []any{"240021436587090", "internet"})
	equal(t, "network", v(&g.IEs[3]), &mobile.GTPv2Network{MCC2: 4, MCC1: 2, MNC3: 15, MCC3: 0, MNC2: 1})
	n := 0
	for range packet.All[mobile.GTPv2](stack(t, "gtpv2-piggyback")) {
		n++
	}
	equal(t, "piggybacked", n, 2)
}

// TestMalformed: what is wrong is said, and where the rest can be kept it is.
func TestMalformed(t *testing.T) {
	for _, c := range []struct {
		name  string
		layer any
		data  string
		err   error
		keep  bool
	}{
		{"extension of length 0", &mobile.GTPv1{}, "34ff000c000000010000008500", codec.ErrLength, false},
		{"element of a type without a length", &mobile.GTPv1{}, "301000020000000106ff", codec.ErrUnion, true},
		{"element that is cut", &mobile.GTPv1{}, "30100004000000018000ff01", codec.ErrTruncated, true},
		{"no end of the extensions", &mobile.GTPv1{}, "34ff0004000000010000008501", codec.ErrTruncated, false},
		{"version 2 with an element that is cut", &mobile.GTPv2{}, "4820000d00000000000001000200090010", codec.ErrTruncated, true},
	} {
		data, _ := hex.DecodeString(c.data)
		_, err := codec.Unmarshal(data, c.layer)
		var e *codec.Error
		if !errors.Is(err, c.err) || !errors.As(err, &e) || e.Recovered != c.keep {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestBuild: lengths follow, and what a tunnel carries needs no number.
func TestBuild(t *testing.T) {
	e := codec.Encoder{Derive: codec.All, Links: layers.Links()}
	for want, stack := range map[string][]any{
		"30ff000300000005 616263":                    {&mobile.GTPv1{ProtocolType: true, Type: mobile.GTPGPDU, TEID: 5}, []byte("abc")},
		"32020006000000000001 0000 0e07":             {&mobile.GTPv1{ProtocolType: true, HasSeq: true, Type: mobile.GTPEchoResponse, Seq: 1, IEs: []mobile.GTPv1IE{{Type: mobile.GTPv1Recovery, Value: []byte{7}}}}},
		"400100090000010003000100 07":                {&mobile.GTPv2{Type: mobile.GTPv2EchoRequest, Seq: 1, IEs: []mobile.GTPv2IE{{Type: mobile.GTPv2Recovery, Value: []byte{7}}}}},
		"34ff000b00000005000000 8501 0009 00 616263": {&mobile.GTPv1{ProtocolType: true, HasExtension: true, Type: mobile.GTPGPDU, TEID: 5, Extensions: []mobile.GTPExtension{{Type: 0x85, Data: []byte{0, 9}}, {}}}, []byte("abc")},
	} {
		want = strings.ReplaceAll(want, " ", "")
		out, err := e.Marshal(stack...)
		if got := hex.EncodeToString(out); err != nil || got != want {
			t.Errorf("%s, want %s, %v", got, want, err)
		}
	}
}

// TestLongestLabel: a label of 255 bytes is not one of none.
func TestLongestLabel(t *testing.T) {
	label := strings.Repeat("x", 255)
	value := []byte("\xff" + label + "\x01y")
	for _, got := range []string{mobile.GTPv1IE{Type: mobile.GTPv1AccessPoint, Value: value}.Name(), (&mobile.GTPv2IE{Value: value}).Name()} {
		if got != label+".y" {
			t.Errorf("%q", got)
		}
	}
}

// TestElementNames has names of elements of version 2 whose numbers are easily confused, 3GPP TS 29.274 table 8.1-1.
func TestElementNames(t *testing.T) {
	for n, want := range map[mobile.GTPv2IEType]string{
		164: "Absolute Time of MBMS Data Transfer", 165: "H(e)NB Information Reporting", 176: "Node Identifier", 191: "Remote UE Context", 192: "Remote User ID",
		196: "Header Compression Configuration", 197: "Extended Protocol Configuration Options",
	} {
		equal(t, want, n.String(), want)
	}
}
