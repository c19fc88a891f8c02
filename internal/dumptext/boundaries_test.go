package dumptext

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
)

// printed is the text of a packet of raw IP with -v.
func printed(p *Printer, data []byte, missing int) string {
	return string(p.Append(nil, data, &capture.Info{LinkType: capture.LinkTypeRaw, Length: uint32(len(data) + missing), CaptureLength: uint32(len(data))}))
}

// ipv4Header is a header with options, and the length of the packet.
func ipv4Header(protocol byte, length int, options []byte) []byte {
	h := append([]byte{byte(0x45 + len(options)/4), 0, 0, 0, 0, 1, 0, 0, 64, protocol, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2}, options...)
	binary.BigEndian.PutUint16(h[2:], uint16(length))
	return h
}

// TestRouteBoundaries: pointers at the ends of recorded routes and timestamps are what tcpdump 4.99.3 -nn -v makes of them.
func TestRouteBoundaries(t *testing.T) {
	for _, c := range []struct {
		option []byte
		want   string
	}{
		{[]byte{7, 3, 4}, "RR,"},
		{[]byte{7, 3, 8}, "RR [bad ptr 8],"},
		{[]byte{7, 4, 0}, "RR [bad length 4] [bad ptr 0] 9.1.2.3,,"},
		{[]byte{131, 8, 12}, "LSRR [bad length 8] [bad ptr 12] 9.1.2.3, 4.5.6.7,,"},
		{[]byte{7, 19, 20}, "RR 9.1.2.3, 4.5.6.7, 8.9.10.11, 12.13.14.15,,"},
		{[]byte{7, 19, 28}, "RR [bad ptr 28] 9.1.2.3, 4.5.6.7, 8.9.10.11, 12.13.14.15,,"},
		{[]byte{68, 6, 7, 0x31}, "timestamp TS{[bad length 6][bad ptr 7]TS+ADDR 84281096@1.2.3.4 [3 hops not recorded]} ,"},
		{[]byte{68, 27, 29, 0x31}, "timestamp TS{[bad length 27]TS+ADDR 84281096@1.2.3.4 219025168@9.10.11.12 353769240@17.18.19.20 ^  [3 hops not recorded]} ,"},
	} {
		options := bytes.Clone(c.option)
		if len(options) == 3 {
			options = append(options, 9)
		}
		for i := byte(1); len(options) < 40; i++ {
			options = append(options, i)
		}
		got := printed(New(Options{Verbose: 1, Stamp: StampNone}), append(ipv4Header(17, 68, options), 0, 1, 0, 2, 0, 8, 0, 0), 0)
		if !strings.Contains(got, "options ("+c.want) {
			t.Errorf("% x: %s, want %s", c.option, got, c.want)
		}
	}
}

// TestTCPBoundaries: headers of TCP that contradict themselves are what tcpdump 4.99.3 -nn -v makes of them.
func TestTCPBoundaries(t *testing.T) {
	segment := func(seq, ack uint32, offset byte, rest ...byte) []byte {
		b := []byte{0, 100, 0, 200, 0, 0, 0, 0, 0, 0, 0, 0, offset << 4, 0x10, 0, 9, 0, 0, 0, 0}
		binary.BigEndian.PutUint32(b[4:], seq)
		binary.BigEndian.PutUint32(b[8:], ack)
		return append(ipv4Header(6, 40+len(rest), nil), append(b, rest...)...)
	}
	p := New(Options{Verbose: 1, Stamp: StampNone, NoSums: true})
	got := printed(p, segment(1000, 2000, 15), 0) + printed(p, segment(1005, 2007, 5), 0)
	if !strings.Contains(got, "[bad hdr length 60 - too long, > 20]") || !strings.Contains(got, "ack 8,") {
		t.Errorf("a segment that is longer than its packet does not begin its connection: %s", got)
	}
	if got := printed(p, segment(1, 1, 6, 2, 4, 5, 2)[:41], 3); !strings.HasSuffix(got, "options [ [|tcp]\n") {
		t.Errorf("an option of which a byte was captured: %s", got)
	}
	if got := printed(p, segment(1, 1, 6, 1, 1, 1, 6), 0); !strings.HasSuffix(got, "options [nop,nop,nop, [|tcp]\n") {
		t.Errorf("an option without a length at the end of the packet: %s", got)
	}
	if got := printed(p, segment(1, 1, 6, 1, 1, 1, 6, 7, 7), 0); !strings.HasSuffix(got, "options [nop,nop,nop,[bad opt]]\n") {
		t.Errorf("an option without a length before data: %s", got)
	}
	signed := segment(1, 1, 10, append([]byte{19, 18}, make([]byte, 24)...)...)
	if got := printed(p, signed, 0); !strings.Contains(got, "md5 shared secret not supplied") {
		t.Error(got)
	}
	if got := printed(p, signed[:len(signed)-1], 1); !strings.Contains(got, "md5 snaplen too short, can't check - 0000") {
		t.Error(got)
	}
}

// TestLinesBoundaries: a word that is not of letters is none that a message begins with.
func TestLinesBoundaries(t *testing.T) {
	for text, want := range map[string]bool{"HTTP/1.1 405 No\r\n": true, "\x05TTP/1.1 405 No\r\n": false, "x\xff 200 OK\r\n": false, "GET / x\r\n": true} {
		if got := httpText.message([]byte(text), false); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestSCTPBoundaries: chunks of other lengths than they should have, and names, are what tcpdump 4.99.3 -nn -v makes of them.
func TestSCTPBoundaries(t *testing.T) {
	end := []byte{14, 0, 0, 4}
	for _, c := range []struct {
		chunk []byte
		want  string
	}{
		{[]byte{10, 0, 0, 3}, "(1) [Bad chunk length 3, < size of chunk descriptor]"},
		{[]byte{10, 0, 0, 4}, "(1) [COOKIE ECHO] , (2) [SHUTDOWN COMPLETE] "},
		{[]byte{10, 0, 0, 9}, " [|sctp]"},
		{[]byte{1, 0, 0, 4}, "(1) [INIT] bogus chunk length 4]"},
		{[]byte{3, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0, 2}, "(1) [SACK] bogus chunk length 12]"},
		{[]byte{3, 0, 0, 16, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0}, "(1) [SACK] [cum ack 1] [a_rwnd 2] [#gap acks 0] [#dup tsns 0] , (2) [SHUTDOWN COMPLETE] "},
		{[]byte{6, 0, 0, 8, 0, 6, 0, 4}, "(1) [ABORT] , (2) [SHUTDOWN COMPLETE] "},
		{[]byte{13, 0, 0, 4}, "(1) [ECN CWR] , (2) [SHUTDOWN COMPLETE] "},
		{[]byte{162, 0, 0, 4}, "(1) [Unknown chunk type: 0xa2] , (2) [SHUTDOWN COMPLETE] "},
		{[]byte{192, 0, 0, 4}, "(1) [FOR CUM TSN] , (2) [SHUTDOWN COMPLETE] "},
		{[]byte{194, 0, 0, 4}, "(1) [REL CTRL ACK] , (2) [SHUTDOWN COMPLETE] "},
		{[]byte{0, 3, 0, 20, 0, 0, 0, 5, 0, 6, 0, 7, 0, 0, 0, 1, 'a', 'b', 'c', 'd'}, "(1) [DATA] (B)(E) [TSN: 5] [SID: 6] [SSEQ 7] [PPID ISDN Q.921] , (2) [SHUTDOWN COMPLETE] "},
	} {
		body := append(append([]byte{0x03, 0xe8, 0x07, 0xd0, 0, 0, 0, 1, 0, 0, 0, 0}, c.chunk...), end...)
		got := printed(New(Options{Verbose: 1, Stamp: StampNone}), append(ipv4Header(132, 20+len(body), nil), body...), 0)
		if _, text, _ := strings.Cut(got, ": sctp"); strings.TrimPrefix(text, " ") != strings.TrimPrefix(c.want, " ")+"\n" {
			t.Errorf("% x: %q, want %q", c.chunk, text, c.want)
		}
	}
}

// TestTunnelBoundaries: headers that are cut short, critical options, and an ICMP message of three bytes are what tcpdump 4.99.3 -nn -v makes of them.
func TestTunnelBoundaries(t *testing.T) {
	for _, c := range []struct {
		port byte // the lower byte of the port of a datagram; 0: ICMP
		high byte
		body []byte
		want string
	}{
		{0, 0, []byte{1, 0, 0}, "ICMP type-#1, length 3 [|icmp]"},
		{0, 0, []byte{4, 0, 0}, "ICMP source quench, length 3 [|icmp]"},
		{0xb5, 0x12, nil, "VXLAN (invalid)"},
		{0xb5, 0x12, make([]byte, 7), "VXLAN (invalid)"},
		{0xb6, 0x12, make([]byte, 7), "VXLAN-GPE,  (len 7 < 8) (invalid)"},
		{0xc1, 0x17, make([]byte, 7), "Geneve [length 7 < 8] (invalid)"},
		{
			0xc1, 0x17,
			[]byte{2, 0x40, 0x65, 0x58, 0, 0, 5, 0, 1, 2, 0x80, 0, 0, 0, 1, 0},
			"Geneve, Flags [C], vni 0x5, options [class Open Virtual Networking (OVN) (0x102) type 0x80(C) len 4, class Standard (0x0) type 0x1 len 4]",
		},
	} {
		body, protocol := c.body, byte(1)
		if c.port != 0 {
			body, protocol = append([]byte{c.high, c.port, c.high, c.port, 0, byte(8 + len(body)), 0, 0}, body...), 17
		}
		got := printed(New(Options{Verbose: 1, Stamp: StampNone}), append(ipv4Header(protocol, 20+len(body), nil), body...), 0)
		if !strings.Contains(got, ": "+c.want) {
			t.Errorf("% x: %s, want %s", c.body, got, c.want)
		}
	}
}
