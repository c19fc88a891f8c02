package packet_test

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

var (
	hereAddr  = netip.MustParseAddr("192.0.2.1")
	thereAddr = netip.MustParseAddr("198.51.100.2")
)

// sent builds a packet of TCP or UDP between the two addresses, from the first one unless back is set.
func sent(tb testing.TB, table string, src, dst uint16, back bool, payload []byte) []byte {
	tb.Helper()
	ip := &layers.IPv4{Src: hereAddr, Dst: thereAddr, TTL: 64}
	if back {
		ip.Src, ip.Dst = ip.Dst, ip.Src
	}
	parts := []any{ip, &layers.UDP{SrcPort: layers.UDPPort(src), DstPort: layers.UDPPort(dst)}, payload}
	if table == "tcp" {
		parts[1] = &layers.TCP{SrcPort: layers.TCPPort(src), DstPort: layers.TCPPort(dst), Flags: 0x18}
	}
	b, err := codec.Marshal(parts...)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// seenBy is the layers above the transport that a view finds.
func seenBy(v *packet.View, data []byte) string {
	_ = v.DecodeAt(data, codec.Key{Table: "linktype", Value: 228})
	var names []string
	for l := range v.Layers() {
		if l.Depth() > 1 && l.Type() != nil {
			names = append(names, l.Name())
		}
	}
	return strings.Join(names, " ")
}

// rpcWords are a message of ONC RPC.
func rpcWords(words ...uint32) []byte {
	var b []byte
	for _, w := range words {
		b = binary.BigEndian.AppendUint32(b, w)
	}
	return b
}

// rrData is a Send RR Data with a message of CIP.
func rrData(message string) []byte {
	m, err := hex.DecodeString(strings.ReplaceAll(message, " ", ""))
	if err != nil {
		panic(err)
	}
	b := append([]byte{0x6f, 0}, binary.LittleEndian.AppendUint16(nil, uint16(16+len(m)))...)
	b = append(b, make([]byte, 20+6)...)
	b = append(b, 2, 0, 0, 0, 0, 0, 0xb2, 0)
	return append(binary.LittleEndian.AppendUint16(b, uint16(len(m))), m...)
}

// TestConversations plays conversations whose later packets do not say what they are.
func TestConversations(t *testing.T) {
	noise := []byte{0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7}
	tlsData := append([]byte{23, 3, 3, 0, 200}, noise...)
	gquic := append([]byte("\x0d01234567Q043\x01"), noise...)
	for name, steps := range map[string][]struct {
		table    string
		src, dst uint16
		back     bool
		payload  []byte
		want     string
		alone    string // without a memory
	}{
		"TLS on another port": {
			{"tcp", 50000, 9009, false, tlsData, "TLS", "TLS"},
			{"tcp", 50000, 9009, false, noise, "TLSData", ""},
			{"tcp", 9009, 50000, true, noise, "TLSData", ""},
			{"tcp", 50001, 9009, false, noise, "", ""},
		},
		"the middle of HTTP": {
			{"tcp", 80, 50000, true, noise, "", "HTTPData"},
			{"tcp", 50000, 80, false, []byte("GET / HTTP/1.1\r\n\r\n"), "HTTPRequest", "HTTPRequest"},
			{"tcp", 80, 50000, true, noise, "HTTPData", "HTTPData"},
			{"tcp", 80, 50001, true, noise, "", "HTTPData"},
			{"tcp", 80, 50001, true, tlsData, "TLS", "TLS"},
		},
		"CONNECT": {
			{"tcp", 50000, 8080, false, []byte("CONNECT a:443 HTTP/1.1\r\n\r\n"), "HTTPRequest", "HTTPRequest"},
			{"tcp", 50000, 8080, false, tlsData, "TLS", "TLS"},
			{"tcp", 8080, 50000, true, noise, "TLSData", "HTTPData"},
		},
		"the middle of RPC": {
			{"tcp", 50000, 111, false, noise, "", "RPCData"},
			{"tcp", 50000, 111, false, rpcWords(0x80000028, 7, 0, 2, 100000, 2, 0, 0, 0, 0, 0), "RPCRecord RPC", "RPCRecord RPC"},
			{"tcp", 50000, 111, false, noise, "RPCData", "RPCData"},
		},
		"HTTP on the port of TLS": {
			{"tcp", 50000, 443, false, []byte("GET / HTTP/1.1\r\n\r\n"), "HTTPRequest", "HTTPRequest"},
			{"tcp", 443, 50000, true, noise, "HTTPData", "TLSData"},
		},
		"STARTTLS": {
			{"tcp", 50000, 25, false, []byte("STARTTLS\r\n"), "SMTPCommand", "SMTPCommand"},
			{"tcp", 50000, 25, false, tlsData, "TLS", "TLS"},
			{"tcp", 50000, 25, false, noise, "TLSData", "SMTPData"},
		},
		"TFTP": {
			{"udp", 50000, 69, false, []byte("\x00\x01file\x00octet\x00"), "TFTP", "TFTP"},
			{"udp", 40000, 50000, true, []byte("\x00\x03\x00\x01data"), "TFTP", ""},
			{"udp", 50000, 40000, false, []byte("\x00\x04\x00\x01"), "TFTP", ""},
			{"udp", 40000, 50001, true, []byte("\x00\x03\x00\x01data"), "", ""},
		},
		"FTP": {
			{"tcp", 21, 50000, true, []byte("227 Entering Passive Mode (198,51,100,2,100,1)\r\n"), "FTPReply", "FTPReply"},
			{"tcp", 50001, 25601, false, noise, "FTPData", ""},
			{"tcp", 21, 50000, true, []byte("229 Extended (|||25602|)\r\n"), "FTPReply", "FTPReply"},
			{"tcp", 50002, 25602, false, noise, "FTPData", ""},
			{"tcp", 50003, 25603, false, noise, "", ""},
		},
		"RTSP": {
			{"tcp", 554, 50000, true, []byte("RTSP/1.0 200 OK\r\nTransport: RTP/AVP;unicast;client_port=7000-7001;server_port=8226-8227\r\n\r\n"), "RTSPResponse", "RTSPResponse"},
			{"udp", 8226, 7000, true, append([]byte{0x80, 96, 0, 1, 0, 0, 0, 2}, noise...), "RTP", ""},
		},
		"SDP": {
			{"udp", 5060, 5060, true, []byte("INVITE sip:a SIP/2.0\r\nContent-Type: application/sdp\r\n\r\nv=0\r\nc=IN IP4 198.51.100.2\r\nm=audio 9000 RTP/AVP 0\r\n"), "SIPRequest SDP", "SIPRequest SDP"},
			{"udp", 50000, 9000, false, append([]byte{0x80, 0, 0, 1, 0, 0, 0, 2}, noise...), "RTP", ""},
		},
		"RPC": {
			{"udp", 700, 2049, false, rpcWords(7, 0, 2, 100003, 3, 1, 0, 0, 0, 0, 1), "RPC NFS", "RPC NFS"},
			{"udp", 2049, 700, true, rpcWords(7, 1, 0, 0, 0, 0, 1), "RPC NFS", "RPC"},
			{"udp", 2049, 700, true, rpcWords(8, 1, 0, 0, 0, 0, 1), "RPC", "RPC"},
		},
		"RPC that calls back": {
			{"udp", 700, 2049, false, rpcWords(7, 0, 2, 100003, 3, 1, 0, 0, 0, 0, 1), "RPC NFS", "RPC NFS"},
			{"udp", 2049, 700, true, rpcWords(7, 0, 2, 100005, 1, 1, 0, 0, 0, 0, 1), "RPC Mount", "RPC Mount"},
			{"udp", 2049, 700, true, rpcWords(7, 1, 0, 0, 0, 0, 1), "RPC NFS", "RPC"},
			{"udp", 700, 2049, false, rpcWords(7, 1, 0, 0, 0, 0, 0), "RPC Mount", "RPC"},
		},
		"CIP that is passed on": {
			{"tcp", 50000, 44818, false, rrData("01022001 2401"), "ENIP ENIPData CPFItem CPFItem CIP", "ENIP ENIPData CPFItem CPFItem CIP"},
			{"tcp", 44818, 50000, true, rrData("81000000 0102"), "ENIP ENIPData CPFItem CPFItem CIP", "ENIP ENIPData CPFItem CPFItem CIP"},
			{"tcp", 50000, 44818, false, rrData("52022006 2401 0a05 0600 0102 20ac 2401 0100 0100"), "ENIP ENIPData CPFItem CPFItem CIP CIPUnconnectedSend", "ENIP ENIPData CPFItem CPFItem CIP CIPUnconnectedSend"},
			{"tcp", 44818, 50000, true, rrData("81000000 0102"), "ENIP ENIPData CPFItem CPFItem CIP CIPUnconnectedReply", "ENIP ENIPData CPFItem CPFItem CIP"},
			{"tcp", 44818, 50000, true, rrData("8e000000 0102"), "ENIP ENIPData CPFItem CPFItem CIP", "ENIP ENIPData CPFItem CPFItem CIP"},
			{"tcp", 50000, 44818, false, rrData("01022001 2401"), "ENIP ENIPData CPFItem CPFItem CIP", "ENIP ENIPData CPFItem CPFItem CIP"},
			{"tcp", 44818, 50000, true, rrData("81000000 0102"), "ENIP ENIPData CPFItem CPFItem CIP", "ENIP ENIPData CPFItem CPFItem CIP"},
		},
		"GQUIC of version Q046": {
			{"udp", 50000, 443, false, append([]byte("\xc3Q046\x50\x01234567\x00\x00\x00\x01"), noise...), "GQUIC46", "GQUIC46"},
			{"udp", 443, 50000, true, append([]byte{0x40}, noise...), "GQUIC46", ""},
			{"udp", 443, 50001, true, append([]byte{0x40}, append(noise, noise...)...), "QUIC", "QUIC"},
		},
		"WireGuard": {
			{"udp", 50000, 9000, false, append([]byte{1}, make([]byte, 147)...), "WireGuard", "WireGuard"},
			{"udp", 9000, 50000, true, append([]byte{4}, make([]byte, 40)...), "WireGuard", ""},
			{"udp", 9001, 50000, true, append([]byte{4}, make([]byte, 40)...), "", ""},
		},
		"rpcbind": {
			{"udp", 700, 111, false, rpcWords(7, 0, 2, 100000, 3, 3, 0, 0, 0, 0, 1), "RPC Portmap", "RPC Portmap"},
			{"udp", 111, 700, true, append(rpcWords(7, 1, 0, 0, 0, 0, 18), "198.51.100.2.35.40\x00\x00"...), "RPC Portmap", "RPC"},
			{"udp", 800, 9000, false, rpcWords(8, 0, 2, 100005, 1, 1, 0, 0, 0, 0, 1), "RPC Mount", ""},
			{"udp", 800, 9001, false, rpcWords(8, 0, 2, 100005, 1, 1, 0, 0, 0, 0, 1), "", ""},
			{"udp", 700, 111, false, rpcWords(9, 0, 2, 100000, 2, 3, 0, 0, 0, 0, 100005, 1, 6, 0), "RPC Portmap", "RPC Portmap"},
			{"udp", 111, 700, true, rpcWords(9, 1, 0, 0, 0, 0, 9001), "RPC Portmap", "RPC"},
			{"udp", 800, 9001, false, rpcWords(8, 0, 2, 100005, 1, 1, 0, 0, 0, 0, 1), "RPC Mount", ""},
		},
		"GQUIC": {
			{"udp", 443, 50000, true, append([]byte{0}, noise...), "", ""},
			{"udp", 50000, 443, false, gquic, "GQUIC", "GQUIC"},
			{"udp", 443, 50000, true, append([]byte{0}, noise...), "GQUIC", ""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var with, without packet.View
			with.Init(packet.Remember(packet.NewConversations(100)))
			for i, s := range steps {
				data := sent(t, s.table, s.src, s.dst, s.back, s.payload)
				if got := seenBy(&with, data); got != s.want {
					t.Errorf("packet %d: %q, want %q", i, got, s.want)
				}
				if got := seenBy(&without, data); got != s.alone {
					t.Errorf("packet %d without a memory: %q, want %q", i, got, s.alone)
				}
			}
		})
	}
}

// TestConversationsBound: there are never more than was said, also of an odd number.
func TestConversationsBound(t *testing.T) {
	hello := append([]byte{22, 3, 1, 0, 200, 1, 0, 0, 196}, make([]byte, 20)...)
	for most := 2; most < 8; most++ {
		c := packet.NewConversations(most)
		var v packet.View
		v.Init(packet.Remember(c))
		for i := range uint16(30) {
			if got := seenBy(&v, sent(t, "tcp", 10000+i, 9009, false, hello)); !strings.HasPrefix(got, "TLS") {
				t.Fatalf("%q", got)
			}
			if n := c.Len(); n > most || n == 0 {
				t.Fatalf("%d conversations are remembered, want %d at most", n, most)
			}
		}
	}
}

// TestConversationsForget: the oldest conversations make room, those that go on stay.
func TestConversationsForget(t *testing.T) {
	c := packet.NewConversations(10)
	var v packet.View
	v.Init(packet.Remember(c))
	hello, rest := append([]byte{22, 3, 1, 0, 200, 1, 0, 0, 196}, make([]byte, 20)...), []byte{0xf1, 0xf2, 0xf3, 0xf4}
	for i := range uint16(1000) {
		if got := seenBy(&v, sent(t, "tcp", 10000+i, 9009, false, hello)); !strings.HasPrefix(got, "TLS") {
			t.Fatalf("%q", got)
		}
		if got := seenBy(&v, sent(t, "tcp", 10000, 9009, false, rest)); got != "TLSData" {
			t.Fatalf("after %d others: %q", i, got)
		}
	}
	if n := c.Len(); n > 10 {
		t.Errorf("%d conversations are remembered, want 10 at most", n)
	}
	if got := seenBy(&v, sent(t, "tcp", 10001, 9009, false, rest)); got != "" {
		t.Errorf("an old one: %q", got)
	}
}
