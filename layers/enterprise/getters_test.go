package enterprise_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/enterprise"
	"github.com/wiretag/wiretag/layers/tls"
	"github.com/wiretag/wiretag/packet"
)

// TestFIXFields: tags and values between bytes of 1.
func TestFIXFields(t *testing.T) {
	var got strings.Builder
	for tag, value := range enterprise.FIXMessage("8=FIX.4.2\x019=12\x0135=0\x01").Fields() {
		got.WriteString(tag + ":" + string(value) + " ")
	}
	if got.String() != "8:FIX.4.2 9:12 35:0 " {
		t.Errorf("%q", got.String())
	}
}

// TestSMBCommands: the packet smb-andx, in which tshark too finds Session Setup AndX (0x73) and Tree Connect AndX (0x75), and an offset that leads backwards.
func TestSMBCommands(t *testing.T) {
	payload := append([]byte{13, 0x75, 0, 61, 0}, make([]byte, 24)...)
	payload = append(payload, 4, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	s := enterprise.SMB{Command: 0x73}
	if got := slices.Collect(s.Commands(payload)); !slices.Equal(got, []enterprise.SMBCommand{0x73, 0x75}) {
		t.Errorf("%v", got)
	}
	payload[3] = 32
	if got := slices.Collect(s.Commands(payload)); !slices.Equal(got, []enterprise.SMBCommand{0x73}) {
		t.Errorf("backwards: %v", got)
	}
	echo := enterprise.SMB{Command: 0x2b}
	if got := slices.Collect(echo.Commands([]byte{1, 0x75, 0, 61, 0})); !slices.Equal(got, []enterprise.SMBCommand{0x2b}) {
		t.Errorf("a command that none may follow: %v", got)
	}
}

// TestRDPConnect: what tshark says of the same packets: a name, and TLS and CredSSP asked for, CredSSP chosen; user 1007 joins channel 1007.
func TestRDPConnect(t *testing.T) {
	r := vectors.Layer[enterprise.RDPConnect](t, "rdp-request")
	vectors.Equal(t, "request", []any{r.Cookie.String(), r.Negotiation[0].Type, r.Negotiation[0].Protocols()}, []any{"Cookie: mstshash=user", uint8(1), uint32(3)})
	c := vectors.Layer[enterprise.RDPConnect](t, "rdp-confirm")
	vectors.Equal(t, "confirm", []any{len(c.Cookie), c.Negotiation[0].Type, c.Negotiation[0].Protocols()}, []any{0, uint8(2), uint32(2)})
	vectors.Equal(t, "short", (&enterprise.RDPNegotiation{Type: 1, Data: []byte{1}}).Protocols(), uint32(0))
	if _, err := codec.Marshal(&enterprise.RDPConnect{Cookie: enterprise.RDPCookie("mstshash")}); err == nil {
		t.Error("a cookie without a line end: no error")
	}
	for _, name := range []string{"t125-join", "t125-joined"} {
		user, channel, ok := vectors.Layer[enterprise.T125](t, name).Join()
		vectors.Equal(t, name, []any{user, channel, ok}, []any{uint16(1007), uint16(1007), true})
	}
	if _, _, ok := vectors.Layer[enterprise.T125](t, "t125-erect").Join(); ok {
		t.Error("a request without a channel has one")
	}
}

// TestOpenVPN: which form a packet of the control channel has follows from its contents; what is encrypted has none.
func TestOpenVPN(t *testing.T) {
	for name, want := range map[string]string{
		"openvpn-ack": "OpenVPNAck", "openvpn-control": "OpenVPNControl", "openvpn-auth": "OpenVPNAuth OpenVPNControl", "openvpn-auth-256": "OpenVPNAuth256 OpenVPNAck",
		"openvpn-auth-512": "OpenVPNAuth512 OpenVPNAck", "openvpn-crypt": "",
	} {
		var got []string
		for l := range vectors.Packet(t, name).Layers() {
			if n, ok := strings.CutPrefix(l.Name(), "OpenVPN"); ok && n != "" {
				got = append(got, l.Name())
			}
		}
		vectors.Equal(t, name, strings.Join(got, " "), want)
	}
	p := vectors.Packet(t, "openvpn-auth")
	c, a := packet.Get[enterprise.OpenVPNControl](p), packet.Get[tls.Alert](p)
	vectors.Equal(t, "control", []any{c.Acks, c.RemoteSessionID, c.PacketID, a != nil, packet.Get[layers.UDP](p) != nil}, []any{[]uint32{1}, uint64(0x99aabbccddeeff00), uint32(2), true, true})
}
