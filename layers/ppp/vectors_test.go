package ppp_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/ppp"
	"github.com/wiretag/wiretag/packet"
)

var stack, equal = vectors.Packet, vectors.Equal

// views are the typed values of options.
func views[T any, P interface {
	*T
	View() (any, error)
}](t *testing.T, list []T,
) []any {
	t.Helper()
	var out []any
	for i := range list {
		v, err := P(&list[i]).View()
		if err != nil {
			t.Errorf("option %d: %v", i, err)
		}
		out = append(out, v)
	}
	return out
}

func TestLCP(t *testing.T) {
	l := packet.Get[ppp.LCP](stack(t, "lcp-request"))
	equal(t, "code", l.Code.String(), "Configure-Request")
	equal(t, "length", l.Length, uint16(65))
	equal(t, "options", views(t, l.Options), []any{
		&ppp.LCPSize{Value: 1492}, &ppp.LCPWord{Value: 0xa0000}, &ppp.LCPProtocol{Protocol: ppp.PPPCHAP, Data: []byte{ppp.CHAPMSCHAPv2}},
		&ppp.LCPProtocol{Protocol: ppp.PPPLQR, Data: []byte{0, 0, 0, 100}}, &ppp.LCPWord{Value: 0x12345678}, nil, nil, &ppp.LCPFCS{FCS16: true},
		&ppp.LCPMaxPadding{Max: 4}, &ppp.LCPCallBack{Operation: 6}, &ppp.LCPSize{Value: 1500}, nil,
		&ppp.LCPDiscriminator{Class: 3, Address: []byte{0, 0, 0x5e, 0, 0x53, 1}}, &ppp.LCPSize{Value: 9},
	})
	p := stack(t, "lcp-protocol-reject")
	equal(t, "rejected", packet.Get[ppp.LCP](p).Rejected, ppp.PPPIPV6CP)
	equal(t, "inside", packet.Get[ppp.IPV6CP](p).Options[0].Type, ppp.IPV6CPInterfaceID)
	equal(t, "seconds", packet.Get[ppp.LCP](stack(t, "lcp-time")).Seconds, uint32(60))
	equal(t, "magic", packet.Get[ppp.LCP](stack(t, "lcp-echo")).Magic, uint32(0x12345678))
	equal(t, "data", string(packet.Get[ppp.LCP](stack(t, "lcp-terminate")).Data), "bye")
}

func TestNetworkControl(t *testing.T) {
	one := &ppp.IPCPOneAddress{Addr: netip.MustParseAddr("198.51.100.2")}
	equal(t, "ipcp", views(t, packet.Get[ppp.IPCP](stack(t, "ipcp-request")).Options), []any{
		&ppp.CompressionProtocol{Protocol: ppp.PPPVJCompressed, Data: []byte{15, 1}}, &ppp.IPCPOneAddress{Addr: netip.MustParseAddr("192.0.2.1")}, one, one, one, one,
	})
	six := packet.Get[ppp.IPV6CP](stack(t, "ipv6cp")).Options
	id, _ := six[0].View()
	equal(t, "address", id.(*ppp.InterfaceID).Addr(), netip.MustParseAddr("fe80::200:5eff:fe00:5301"))
	equal(t, "ccp", views(t, packet.Get[ppp.CCP](stack(t, "ccp")).Options), []any{
		&ppp.StacOption{Histories: 1, CheckMode: 4}, &ppp.MPPEOption{Stateless: true, Key128: true, Key40: true, Compression: true},
		&ppp.BSDOption{Version: 1, Dict: 15}, &ppp.DeflateOption{Window: 7, Method: 8}, nil,
	})
	equal(t, "ecp", views(t, packet.Get[ppp.ECP](stack(t, "ecp")).Options), []any{&ppp.DESOption{Nonce: 0x0001020304050607}})
	lqr := packet.Get[ppp.LQR](stack(t, "lqr"))
	equal(t, "lqr", [2]uint32{lqr.Magic, lqr.PeerOutOctets}, [2]uint32{1, 12})
}

func TestAuthentication(t *testing.T) {
	pap := packet.Get[ppp.PAP](stack(t, "pap-request"))
	equal(t, "pap", string(pap.PeerID)+":"+string(pap.Password), "user:secret")
	equal(t, "ack", string(packet.Get[ppp.PAP](stack(t, "pap-ack")).Message), "ok")
	chap := packet.Get[ppp.CHAP](stack(t, "chap-challenge"))
	equal(t, "chap", string(chap.Text), "server")
	equal(t, "value", int(chap.Value[15])+len(chap.Value), 31)
}

func TestPPPoE(t *testing.T) {
	d := packet.Get[ppp.PPPoEDiscovery](stack(t, "pppoe-pado"))
	equal(t, "code", d.Code, ppp.PPPoEOffer)
	var names []string
	for _, tag := range d.Tags {
		names = append(names, tag.Type.String())
	}
	equal(t, "tags", names, []string{"Service-Name", "AC-Name", "Host-Uniq", "AC-Cookie", "Vendor-Specific", "PPP-Max-Payload", "End-Of-List"})
	equal(t, "rest", string(d.Rest), "more")
	equal(t, "credits", views(t, packet.Get[ppp.PPPoEDiscovery](stack(t, "pppoe-credits")).Tags), []any{
		&ppp.PPPoECredits{Forward: 5, Backward: 6}, &ppp.PPPoEMetrics{ReceiveOnly: true, Quality: 100, Resource: 100, Latency: 3, Current: 4, Maximum: 5},
		&ppp.PPPoENumber{Value: 1}, &ppp.PPPoENumber{Value: 64},
	})
	equal(t, "session", packet.Get[ppp.PPPoE](stack(t, "pppoe-session")).SessionID, uint16(0x11))
}

func TestEAP(t *testing.T) {
	for name, want := range map[string]any{
		"eap-response": &ppp.EAPText{Text: "user@example.net"}, "eap-nak": &ppp.EAPTypes{Types: []byte{25, 21}}, "eap-tls": &ppp.EAPTLSData{Start: true},
		"eap-sim":      &ppp.EAPSIMData{Subtype: 10, Attributes: []ppp.EAPSIMAttribute{{Type: 15, Length: 2, Value: []byte{0, 2, 0, 1, 0, 0}}}},
		"eap-expanded": &ppp.EAPVendor{Vendor: 0x00372a, Type: 1, Data: []byte{1, 0}}, "eap-success": nil,
		"eap-initiate": nil, "eap-ppp": &ppp.EAPText{Text: "who"},
	} {
		got, err := packet.Get[ppp.EAP](stack(t, name)).View()
		if err != nil {
			t.Error(name, err)
		}
		equal(t, name, got, want)
	}
}

func TestKeys(t *testing.T) {
	for name, want := range map[string][3]int{"key-1": {1, 16, 0}, "key-2": {2, 16, 22}, "key-3": {3, 16, 56}, "key-long": {3, 24, 40}, "key-wpa": {1, 16, 0}} {
		k := packet.Get[ppp.EAPOLKey](stack(t, name)).RSN
		equal(t, name, [3]int{k.Message(), len(k.MIC), len(k.Data)}, want)
		equal(t, name, [2]uint64{k.ReplayCounter, uint64(k.Nonce[31])}, [2]uint64{1, 31})
	}
	k := packet.Get[ppp.EAPOLKey](stack(t, "key-rc4")).RC4
	equal(t, "rc4", [3]int{int(k.Length), int(k.Index), len(k.Key)}, [3]int{13, 1, 13})
	equal(t, "unicast", k.Unicast, true)
}

func TestSerial(t *testing.T) {
	s := packet.Get[ppp.SLARP](stack(t, "chdlc-slarp"))
	equal(t, "slarp", [3]uint32{uint32(s.Code), s.MySeq, s.YourSeq}, [3]uint32{2, 5, 4})
	equal(t, "uptime", s.Data, []byte{0, 0, 3, 0xe8})
	equal(t, "mask", packet.Get[ppp.SLARP](stack(t, "chdlc-slarp-reply")).Mask, netip.MustParseAddr("255.255.255.0"))
	for name, want := range map[string]uint32{"fr-ip": 100, "fr-four": (100<<7|1)<<6 | 1, "fr-three": 100<<6 | 1, "fr-q933": 0} {
		equal(t, name, packet.Get[ppp.FrameRelay](stack(t, name)).DLCI(), want)
	}
	equal(t, "core", (&ppp.FrameRelay{DLCI1: 6, DLCI2: 4, DLCI3: 3, EA3: true}).DLCI(), uint32(100))
}

func TestL2TP(t *testing.T) {
	l := packet.Get[ppp.L2TP](stack(t, "l2tp-sccrq"))
	equal(t, "message", l.Message().String(), "SCCRQ")
	equal(t, "avps", views(t, l.AVPs)[:8], []any{
		&ppp.L2TPKind{Message: ppp.L2TPSCCRQ}, &ppp.L2TPRevision{Version: 1}, &ppp.L2TPWord{Value: 3}, &ppp.L2TPWord{Value: 3}, &ppp.L2TPLong{},
		&ppp.L2TPShort{Value: 0x690}, &ppp.L2TPText{Text: "lac"}, &ppp.L2TPText{Text: "vendor"},
	})
	hidden := packet.Get[ppp.L2TP](stack(t, "l2tp-hidden")).AVPs
	equal(t, "hidden", views(t, hidden)[2:], []any{nil, nil})
	equal(t, "vendor", hidden[3].Type.Vendor(), uint16(9))
	equal(t, "v3", packet.Get[ppp.L2TPv3](stack(t, "l2tp-v3")).Message(), ppp.L2TPSCCRQ)
	equal(t, "v3 session", packet.Get[ppp.L2TPv3](stack(t, "l2tp-v3-data")).SessionID, uint32(77))
	equal(t, "over ip", packet.Get[ppp.L2TPv3](stack(t, "l2tp-ip")).ConnectionID, uint32(5))
}

// TestMalformed: what is wrong is said, and nothing is lost.
func TestMalformed(t *testing.T) {
	for _, c := range []struct {
		name  string
		layer any
		data  string
		err   error
		keep  bool // the error is recovered
	}{
		{"length below the header", &ppp.LCP{}, "01010003", codec.ErrLength, false},
		{"option of length 1", &ppp.LCP{}, "010100080101ffff", codec.ErrLength, false},
		{"option that is too long", &ppp.IPCP{}, "0101000803060102", codec.ErrTruncated, false},
		{"tag that is too long", &ppp.PPPoEDiscovery{}, "110900000006010100056162", codec.ErrTruncated, true},
		{"attribute of length 5", &ppp.L2TP{}, "c8020012000100020003000480050000000a", codec.ErrLength, true},
		{"value of chap that is too long", &ppp.CHAP{}, "010100080901020304", codec.ErrTruncated, false},
		{"eap that is cut", &ppp.EAP{}, "0101", codec.ErrTruncated, false},
		{"key that is cut", &ppp.EAPOLKey{}, "02008a0010", codec.ErrTruncated, false},
		{"other organisation", &ppp.FRBridged{}, "0000f80007", codec.ErrConst, false},
	} {
		data, _ := hex.DecodeString(c.data)
		_, err := codec.Unmarshal(data, c.layer)
		var e *codec.Error
		if !errors.Is(err, c.err) || !errors.As(err, &e) || e.Recovered != c.keep {
			t.Errorf("%s: %v", c.name, err)
		}
		if !c.keep {
			continue
		}
		if out, err := (codec.Encoder{}).Marshal(c.layer); err != nil || !bytes.Equal(out, data) {
			t.Errorf("%s: %x, %v", c.name, out, err)
		}
	}
}

// TestBuild: lengths and numbers follow from what is there.
func TestBuild(t *testing.T) {
	e := codec.Encoder{Derive: codec.All, Links: layers.Links()}
	for want, stack := range map[string][]any{
		"ff03c02101070008010405d4":                  {&ppp.PPPHDLC{}, &ppp.PPP{}, &ppp.LCP{Code: 1, ID: 7, Options: []ppp.LCPOption{{Type: ppp.LCPMRU, Value: []byte{5, 0xd4}}}}},
		"110900000006010100026162":                  {&ppp.PPPoEDiscovery{Code: ppp.PPPoEInitiation, Tags: []ppp.PPPoETag{{Type: ppp.PPPoETagServiceName, Value: []byte("ab")}}}},
		"0200000601090006017a":                      {&ppp.EAPOL{}, &ppp.EAP{Code: 1, ID: 9, Type: ppp.EAPIdentity, Data: []byte("z")}},
		"0f00803500000002000000010000000000ff":      {&ppp.CHDLC{}, &ppp.SLARP{Code: 2, MySeq: 1, Reliability: 255}},
		"c8020014000500000000000080080000000000 06": {&ppp.L2TP{Control: true, HasLength: true, HasSeq: true, TunnelID: 5, AVPs: []ppp.L2TPAVP{{Mandatory: true, Value: []byte{0, 6}}}}},
	} {
		want = strings.ReplaceAll(want, " ", "")
		out, err := e.Marshal(stack...)
		if got := hex.EncodeToString(out); err != nil || got != want {
			t.Errorf("%v: %s, want %s, %v", reflect.TypeOf(stack[0]), got, want, err)
		}
	}
}
