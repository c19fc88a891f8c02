package tls_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/layers/tls"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// TestOpenSSL reads what curl and openssl s_server sent each other. The values are those of
// tshark -T fields -e tls.handshake.extensions_server_name -e tls.handshake.ja3 -e tls.handshake.certificate_length.
func TestOpenSSL(t *testing.T) {
	r, err := pcapio.Open("../../testdata/tls.pcapng")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	want := map[int]string{
		4:  "TLSClientHello www.example.net 89dfc51e72bdcb94e4ba4622588002b1",
		6:  "TLSServerHello TLS 1.3 TLS_AES_256_GCM_SHA384 TLSChangeCipherSpec",
		8:  "TLSChangeCipherSpec",
		24: "TLSClientHello www.example.net 87b9bfc7da97115ed2276737b09f8d74",
		26: "TLSServerHello TLS 1.2 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 TLSCertificate 432 TLSServerKeyExchange",
		28: "TLSClientKeyExchange 32 TLSChangeCipherSpec",
		29: "TLSChangeCipherSpec",
	}
	seen := 0
	for n := 1; ; n++ {
		data, info, err := r.Next()
		if err != nil {
			break
		}
		p := packet.New(data, info.LinkType)
		if p.Err() != nil {
			t.Errorf("packet %d: %v", n, p.Err())
		}
		if got := strings.Join(messages(t, p), " "); got != want[n] {
			t.Errorf("packet %d: %q, want %q", n, got, want[n])
		}
		if packet.Get[tls.TLS](p) != nil {
			seen++
		}
	}
	if seen < 10 {
		t.Errorf("%d packets with records", seen)
	}
}

// messages says what is in a packet in the clear.
func messages(t *testing.T, p *packet.Packet) (out []string) {
	t.Helper()
	for l := range p.Layers() {
		switch v := l.Value().(type) {
		case *tls.ClientHello:
			out = append(out, l.Name(), v.ServerName(), v.JA3())
		case *tls.ServerHello:
			out = append(out, l.Name(), v.Selected().String(), v.CipherSuite.String())
		case *tls.Certificate:
			list, err := v.Parse()
			if err != nil || len(list) != 1 || !slices.Contains(list[0].DNSNames, "www.example.net") && list[0].Subject.CommonName == "" {
				t.Error(list, err)
			}
			out = append(out, l.Name(), strconv.Itoa(len(v.List[0].Data)))
		case *tls.ClientKeyExchange:
			k, _ := v.Key()
			out = append(out, l.Name(), strconv.Itoa(len(k)))
		case *tls.ServerKeyExchange, *tls.ChangeCipherSpec, *tls.NewSessionTicket, *tls.Alert, *tls.Finished:
			out = append(out, l.Name())
		}
	}
	return out
}
