package aaa_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers/aaa"
	"github.com/wiretag/wiretag/packet"
)

var stack, equal = vectors.Packet, vectors.Equal

// texts are the attributes as text.
func texts[T any](list []T) (out []string) {
	for _, a := range list {
		out = append(out, fmt.Sprint(a))
	}
	return out
}

func TestRADIUSAttributes(t *testing.T) {
	r := packet.Get[aaa.RADIUS](stack(t, "radius-request"))
	equal(t, "request", r.String(), `RADIUS Access-Request, id 9, 11 attributes, user "bob"`)
	equal(t, "attributes", texts(r.Attributes), []string{
		`User-Name="bob"`, "User-Password=00000000000000000000000000000000", "NAS-IP-Address=192.0.2.1", "NAS-Port=3", "NAS-Port-Type=Ethernet",
		`Called-Station-Id="00-00-5E-00-53-01:net"`, `Calling-Station-Id="00-00-5E-00-53-02"`, "CHAP-Password=0700000000000000000000000000000000",
		"CHAP-Challenge=00000000000000000000000000000000", "NAS-IPv6-Address=2001:db8::1", `NAS-Identifier="nas"`,
	})
}

func TestRADIUSValues(t *testing.T) {
	r := packet.Get[aaa.RADIUS](stack(t, "radius-accept"))
	want := []string{
		"Service-Type=Framed-User", "Framed-Protocol=PPP", "Framed-IP-Address=198.51.100.2", "Session-Timeout=3600", `Reply-Message="hello"`, "Class=636c617373",
		"Tunnel-Type=VLAN", "Tunnel-Medium-Type=IEEE-802", `Tunnel-Private-Group-Id=0:"42"`, `Tunnel-Private-Group-Id=1:"42"`, "Tunnel-Preference=01000005",
		"Framed-IPv6-Prefix=003020010db80000", "Framed-Interface-Id=0000000000000001", "Delegated-IPv6-Prefix=003820010db8000000", "Framed-IPv6-Address=2001:db8::1",
	}
	equal(t, "values", texts(r.Attributes), want)
	v, err := r.Attribute(aaa.RADIUSFramedIPv6Prefix).View()
	p, ok := v.(*aaa.IPv6Prefix).Masked()
	equal(t, "prefix", []any{p, ok, err}, []any{netip.MustParsePrefix("2001:db8::/48"), true, error(nil)})
	v, err = r.Attributes[10].View()
	equal(t, "preference", []any{v, err}, []any{&aaa.TaggedInteger{Tag: 1, Value: 5}, error(nil)})
	v, err = packet.Get[aaa.RADIUS](stack(t, "radius-accounting")).Attribute(aaa.RADIUSEventTimestamp).View()
	equal(t, "time", []any{v.(*aaa.UnixTime).Time(), err}, []any{time.Date(2023, 11, 14, 22, 13, 20, 0, time.UTC), error(nil)})
	equal(t, "status", packet.Get[aaa.RADIUS](stack(t, "radius-accounting")).Attribute(aaa.RADIUSAcctStatusType).ValueName(), "Start")
	equal(t, "padding", packet.Get[aaa.RADIUS](stack(t, "radius-padding")).Length, uint16(20))
}

func TestRADIUSVendors(t *testing.T) {
	r := packet.Get[aaa.RADIUS](stack(t, "radius-vendors"))
	var got []string
	for i := range r.Attributes {
		v, err := r.Attributes[i].View()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, v.(*aaa.RADIUSVendor).String())
	}
	equal(t, "vendors", got, []string{
		`Cisco Cisco-AVPair="shell:priv-lvl=15"`, "Microsoft MS-CHAP-Challenge=00000000000000000000000000000000 MS-CHAP2-Response=01" + strings.Repeat("00", 50),
		`Mikrotik Mikrotik-Rate-Limit="1M/2M"`, `3GPP 3GPP-IMSI="262011234567890" 3GPP-GPRS-Negotiated-QoS-profile="x"`, "US Robotics Corp.", "Starent", "32473 32473/1=6578616d706c65",
	})
	v, _ := r.Attributes[0].View()
	cisco := v.(*aaa.RADIUSVendor)
	pair := &cisco.Attributes[0]
	value, err := cisco.View(pair)
	equal(t, "one of them", []any{cisco.Name(pair), cisco.ValueName(pair), value, err}, []any{"Cisco-AVPair", "", &aaa.Text{Text: "shell:priv-lvl=15"}, error(nil)})
	// RFC 2548 section 2.4.3: MS-MPPE-Encryption-Policy, 2 is required.
	microsoft := aaa.RADIUSVendor{Vendor: aaa.VendorMicrosoft, Attributes: []aaa.RADIUSVendorAttribute{{Type: 7, Value: []byte{0, 0, 0, 2}}}}
	equal(t, "one of a list", microsoft.ValueName(&microsoft.Attributes[0]), "Encryption-Required")
	v, _ = r.Attributes[4].View()
	equal(t, "another form", len(v.(*aaa.RADIUSVendor).Rest), 8)
}

func TestRADIUSExtended(t *testing.T) {
	r := packet.Get[aaa.RADIUS](stack(t, "radius-extended"))
	var got []any
	for i := range r.Attributes {
		v, err := r.Attributes[i].View()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, v)
	}
	vendor := []byte{0, 0, 0x7e, 0xd9, 1}
	equal(t, "extended", got, []any{
		&aaa.RADIUSExtended{Type: 1, Value: []byte{0, 0, 0, 1}}, &aaa.RADIUSExtended{Type: 26, Value: append(vendor, "value"...)},
		&aaa.RADIUSLongExtended{Type: 26, More: true, Value: append(vendor, "part"...)},
		&aaa.RADIUSTLVs{List: []aaa.RADIUSTLV{{1, 6, []byte{0, 0, 0, 8}}, {3, 6, []byte{192, 0, 2, 1}}}},
		&aaa.IPv4Prefix{Length: 24, Prefix: netip.MustParseAddr("192.0.2.0")},
	})
}

func TestEAPMessage(t *testing.T) {
	r := packet.Get[aaa.RADIUS](stack(t, "radius-eap"))
	eap := r.EAPMessage()
	equal(t, "length", len(eap), 300)
	var again aaa.RADIUS
	again.AppendEAPMessage(eap)
	equal(t, "attributes", []int{len(again.Attributes), len(again.Attributes[0].Value), len(again.Attributes[1].Value)}, []int{2, 253, 47})
	equal(t, "joined", bytes.Equal(again.EAPMessage(), eap), true)
	equal(t, "none", packet.Get[aaa.RADIUS](stack(t, "radius-request")).EAPMessage() == nil, true)
}

// TestAuthenticators has the examples of RFC 2865 section 7.1: the secret is xyzzy5461.
func TestAuthenticators(t *testing.T) {
	request := unhex(t, "0f403f9473978057bd83d5cb98f4227a")
	accept := unhex(t, "02000026 86fe220e7624ba2a1005f6bf9b55e0b2 060600000001 0f0600000000 0e06c0a80103")
	equal(t, "response", aaa.ResponseAuthenticator(accept, [16]byte(request), []byte("xyzzy5461")), [16]byte(accept[4:20]))
	// RFC 2202 section 2, test case 2.
	equal(t, "message", hex.EncodeToString(sum(aaa.MessageAuthenticator([]byte("what do ya want for nothing?"), []byte("Jefe")))), "750c783e6ab0b503eaa86e310a5db738")
}

func sum(b [16]byte) []byte { return b[:] }

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDiameter(t *testing.T) {
	p := stack(t, "diameter-credit")
	d := packet.Get[aaa.Diameter](p)
	equal(t, "message", d.String(), "Diameter Credit-Control request, Diameter Credit Control Application, 11 AVPs")
	var got []string
	for a, depth := range d.AllAVPs {
		s := a.Name()
		if a.Name() != "Multiple-Services-Credit-Control" && len(a.Data) < 20 {
			s = a.String()
		}
		got = append(got, strings.Repeat(" ", depth)+s)
	}
	equal(t, "avps", got, []string{
		`Session-Id="a;1;2"`, `Origin-Host="a.example.net"`, `Origin-Realm="example.net"`, `Destination-Realm="example.net"`,
		"Auth-Application-Id=4", "CC-Request-Type=INITIAL_REQUEST", "CC-Request-Number=0", "Event-Timestamp=e0000000", "Subscription-Id", " Subscription-Id-Type=END_USER_IMSI",
		` Subscription-Id-Data="262011234567890"`, "Multiple-Services-Credit-Control", " Requested-Service-Unit", "  CC-Time=60", "  CC-Total-Octets=1000000", " Rating-Group=10",
		" Result-Code=DIAMETER_SUCCESS", "Service-Information", " PS-Information", `  3GPP-Charging-Id="\x00\x00\x00\x05"`, `  3GPP-IMSI-MCC-MNC="310150"`,
	})
	equal(t, "one of a list", []string{d.AVP(0, 416).ValueName(), d.AVP(0, 415).ValueName()}, []string{"INITIAL_REQUEST", ""})
	equal(t, "vendor", d.AVP(aaa.Vendor3GPP, 873).VendorLength, uint32(12+12+16+20))
	messages := 0
	for l := range stack(t, "diameter-watchdog").Layers() {
		if _, ok := l.Value().(*aaa.Diameter); ok {
			messages++
		}
	}
	equal(t, "messages in a segment", messages, 2)
	v, err := packet.Get[aaa.Diameter](stack(t, "diameter-cer")).AVP(0, 257).View()
	addr, ok := v.(*aaa.Address).Addr()
	equal(t, "address", []any{addr, ok, err}, []any{netip.MustParseAddr("192.0.2.1"), true, error(nil)})
	v, err = packet.Get[aaa.Diameter](stack(t, "diameter-nasreq")).AVP(0, 8).View()
	equal(t, "an address without a family", []any{v, err}, []any{&aaa.IPv4{Addr: netip.MustParseAddr("192.0.2.1")}, error(nil)})
}

// TestDiameterBuilt: lengths do not count the padding.
func TestDiameterBuilt(t *testing.T) {
	name, err := aaa.NewDiameterAVP(0, 1, &aaa.Text{Text: "bob"})
	if err != nil {
		t.Fatal(err)
	}
	imsi, err := aaa.NewDiameterAVP(aaa.Vendor3GPP, 1, &aaa.Text{Text: "26201"})
	if err != nil {
		t.Fatal(err)
	}
	data, err := codec.Marshal(&aaa.Diameter{Request: true, Command: aaa.DiameterAA, Application: aaa.DiameterNASREQ, AVPs: []aaa.DiameterAVP{name, imsi}})
	equal(t, "bytes", fmt.Sprintf("%x %v", data, err), "01000034800001090000000100000000000000000000000140"+"00000b626f6200"+"00000001c0000011000028af3236323031000000 <nil>")
}

// TestRecognized: on their ports, what is not of the form is no such layer.
func TestRecognized(t *testing.T) {
	head := func(text string) []byte { return append(unhex(t, text), make([]byte, 20)...) }
	for text, want := range map[string]bool{"01000014": true, "01000013": false, "01001000": true, "01001001": false, "00000014": false, "0e000014": false, "ff000014": false} {
		equal(t, text, (&aaa.RADIUS{}).Recognizes(head(text)), want)
	}
	for text, want := range map[string]bool{"0100001480": true, "0200001480": false, "0100001680": false, "0100001081": false, "0100001481": false} {
		equal(t, text, (&aaa.Diameter{}).Recognizes(head(text)), want)
	}
}

// TestDictionary reads all of it.
func TestDictionary(t *testing.T) {
	for text, want := range map[string]string{
		aaa.RADIUSUserName.String(): "User-Name", aaa.RADIUSAttributeType(250).String(): "250", aaa.RADIUSTunnelType.String(): "Tunnel-Type", aaa.VendorCisco.String(): "Cisco", aaa.Vendor(32473).String(): "32473",
		aaa.DiameterCapabilitiesExchange.String(): "Capabilities-Exchange", aaa.DiameterS6a.String(): "3GPP S6a/S6d", aaa.DiameterCommand(1).String(): "1",
		(&aaa.DiameterAVP{Code: 264}).Name(): "Origin-Host", (&aaa.DiameterAVP{Code: 1400, Vendor: 10415}).Name(): "Subscription-Data",
		(&aaa.DiameterAVP{Code: 1, Vendor: 32473}).Name(): "32473/1", (&aaa.DiameterAVP{Code: 99999}).Name(): "99999",
	} {
		equal(t, want, text, want)
	}
}
