package transport_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/tls"
	"github.com/wiretag/wiretag/layers/transport"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// TestInitialVersions: Initial packets of programs, of each version whose keys are another version's or Google's. tshark reads the same cipher suites and names.
func TestInitialVersions(t *testing.T) {
	root := os.Getenv("WIRETAG_DATA")
	if root == "" {
		t.Skip("WIRETAG_DATA is not set: it names the folder with the corpus of captures")
	}
	for _, c := range [...]struct {
		file, version, name string
		cipher              tls.CipherSuite // that the server takes; without one, name is what the handshake begins with
	}{
		{"quic-mvfst-22.pcap", "0xfaceb001", "graph.facebook.com", 0x1301},
		{"quic-27.pcap", "draft-27", "play.google.com", 0x1301},
		{"quic_t51.pcap", "T051", "www.google.com", 0x1301},
		{"quic_q50.pcap", "Q050", "CHLO", 0},
		{"quic_interop_V.pcapng", "0x0a0a0a0a", "\x01\x00\x01\x49", 0},
	} {
		r, err := pcapio.Open(filepath.Join(root, "corpus", "captures", "ndpi", "default__pcap__"+c.file))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		var v packet.View
		var dcid []byte
		for want := 1; want > 0; {
			data, info, err := r.Next()
			if err != nil {
				t.Fatalf("%s: %v", c.file, err)
			}
			_ = v.Decode(data, info.LinkType)
			q := packet.Get[transport.QUIC](&v)
			if q == nil || !q.IsInitial() || bytes.Equal(q.DCID, dcid) {
				continue
			}
			if dcid != nil {
				if hello := initialHandshake(t, &v, q, dcid, true); len(hello) > 4 { // not an ACK alone
					var s tls.ServerHello
					_, err = codec.Unmarshal(hello[4:], &s)
					equal(t, c.file+" cipher", []any{s.CipherSuite, err}, []any{c.cipher, error(nil)})
					want--
				}
				continue
			}
			dcid = bytes.Clone(q.DCID)
			hello := initialHandshake(t, &v, q, dcid, false)
			equal(t, c.file, q.Version.String(), c.version)
			if c.cipher == 0 {
				equal(t, c.file, hello[:4], []byte(c.name))
				want--
				continue
			}
			var s tls.ClientHello
			_, err = codec.Unmarshal(hello[4:], &s)
			equal(t, c.file+" name", []any{s.ServerName(), err}, []any{c.name, error(nil)})
		}
	}
}

// initialHandshake is the handshake in the first Initial packet of a view.
func initialHandshake(t *testing.T, v *packet.View, q *transport.QUIC, dcid []byte, fromServer bool) []byte {
	t.Helper()
	for l := range v.Layers() {
		if l.Value() != any(q) {
			continue
		}
		i, err := q.OpenInitial(append(bytes.Clone(l.Header()), l.Payload()...), dcid, fromServer)
		if err != nil {
			t.Fatal(q, err)
		}
		return i.Handshake()
	}
	return nil
}
