package link_test

import (
	"encoding/hex"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/enterprise"
	"github.com/wiretag/wiretag/layers/link"
	"github.com/wiretag/wiretag/packet"
)

// ipxFrame is an Ethernet frame with IPX from and to the socket of NetBIOS.
func ipxFrame(t *testing.T, payload string) []byte {
	t.Helper()
	inside, err := hex.DecodeString(payload)
	if err != nil {
		t.Fatal(err)
	}
	data, err := codec.Marshal(&link.IPX{Type: 4, DstSocket: link.IPXNetBIOS, SrcSocket: link.IPXNetBIOS}, inside)
	if err != nil {
		t.Fatal(err)
	}
	return append([]byte{0, 0, 0x5e, 0, 0x53, 2, 0, 0, 0x5e, 0, 0x53, 1, 0x81, 0x37}, data...)
}

// TestNetBIOSIPXSession: all fields of a packet of a session, whose message tshark 4.0.17 reads as the same.
func TestNetBIOSIPXSession(t *testing.T) {
	const head = "50060700090003002300000023000400" + "0001"
	p := packet.New(ipxFrame(t, head+"ff534d4225"+"000000000000000000000000000000000000000000000000000000"+"000000"), capture.LinkTypeEthernet)
	s := packet.Get[link.NetBIOSIPXSession](p)
	want := link.NetBIOSIPXSession{Ack: true, EndOfMessage: true, Type: 6, Source: 7, Destination: 9, SendSeq: 3, TotalLength: 35, Length: 35, ReceiveSeq: 4, BytesReceived: 256}
	if s == nil || *s != want || p.Err() != nil || packet.Get[enterprise.SMB](p) == nil {
		t.Fatalf("%+v, %v, %v", s, p, p.Err())
	}
	for _, c := range []struct {
		name, payload string
		session, good bool
	}{
		{"part of a message", "10060700090003007805730504000400" + "0000" + "ff534d42", true, true}, // no SMB begins there
		{"short", "0607000900030078", true, false},
		{"name", "0000000100000000000000000000000000000000000000000000000000000000" + "0005" + "484f5354202020202020202020202020", false, true},
	} {
		p := packet.New(ipxFrame(t, c.payload), capture.LinkTypeEthernet)
		last := p.Layer(p.Len() - 1)
		session := last.Type() == nil || last.Name() == "NetBIOSIPXSession" || packet.Get[link.NetBIOSIPXSession](p) != nil
		if session != c.session || (p.Err() == nil) != c.good || packet.Get[enterprise.SMB](p) != nil {
			t.Errorf("%s: %v, %v", c.name, p, p.Err())
		}
	}
}
