package tls_test

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/tls"
)

// offered is a ClientHello with the suites, extensions and signature algorithms of the vector in JA4's
// description (FoxIO, JA4.md), whose fingerprint is t13d1516h2_8daaf6152771_e5627efa2ab1.
func offered(t testing.TB) *tls.ClientHello {
	t.Helper()
	h := &tls.ClientHello{Version: tls.TLS12, CipherSuites: []tls.CipherSuite{
		0x2a2a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035,
	}, CompressionMethods: []byte{0}}
	add := func(typ tls.ExtensionType, v any) {
		e, err := tls.NewExtension(typ, v)
		if err != nil {
			t.Fatal(err)
		}
		h.Extensions.List = append(h.Extensions.List, e)
	}
	none := []byte{}
	add(0x4a4a, none)
	add(tls.ExtPSKKeyExchangeModes, &tls.PSKModes{List: []byte{1}})
	add(tls.ExtServerName, &tls.ServerNames{List: []tls.ServerName{{Name: "www.example.net"}}})
	add(tls.ExtSCT, none)
	add(tls.ExtSignatureAlgorithms, &tls.SignatureSchemes{List: []tls.SignatureScheme{0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601}})
	add(tls.ExtExtendedMasterSecret, none)
	add(tls.ExtRenegotiationInfo, &tls.RenegotiationInfo{})
	add(tls.ExtALPN, &tls.Protocols{List: []tls.ProtocolName{{Name: "h2"}, {Name: "http/1.1"}}})
	add(tls.ExtSupportedGroups, &tls.SupportedGroups{List: []tls.Group{0x1a1a, tls.GroupX25519, tls.GroupSecp256r1, tls.GroupSecp384r1}})
	add(tls.ExtKeyShare, &tls.KeyShares{List: []tls.KeyShare{{Group: tls.GroupX25519, Key: make([]byte, 32)}}})
	add(tls.ExtPointFormats, &tls.PointFormats{List: []byte{0}})
	add(tls.ExtALPSDraft, &tls.Protocols{List: []tls.ProtocolName{{Name: "h2"}}})
	add(tls.ExtStatusRequest, &tls.StatusRequest{Type: 1})
	add(tls.ExtSupportedVersions, &tls.SupportedVersions{List: []tls.Version{0x3a3a, tls.TLS13, tls.TLS12}})
	add(tls.ExtSessionTicket, none)
	add(tls.ExtCompressCertificate, &tls.CompressCertificate{List: []uint16{2}})
	add(tls.ExtPadding, make([]byte, 7))
	return h
}

func TestJA4(t *testing.T) {
	h := offered(t)
	if got, want := h.JA4(), "t13d1516h2_8daaf6152771_e5627efa2ab1"; got != want {
		t.Errorf("%s, want %s: %s", got, want, h.JA4String())
	}
	if got := h.JA4QUIC(); got[:4] != "q13d" {
		t.Error(got)
	}
	h.Extensions = tls.Extensions{}
	if got, want := h.JA4(), "t12i150000_8daaf6152771_000000000000"; got != want {
		t.Errorf("without extensions %s, want %s", got, want)
	}
	h.Version = tls.TLS10
	if got, want := h.JA3String(), "769,4865-4866-4867-49195-49199-49196-49200-52393-52392-49171-49172-156-157-47-53,,,"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestBuild: what is built says its lengths, and is read again.
func TestBuild(t *testing.T) {
	h := offered(t)
	data, err := codec.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	var back tls.ClientHello
	if rest, err := codec.Unmarshal(data, &back); err != nil || len(rest) != 0 {
		t.Fatal(rest, err)
	}
	if back.ServerName() != "www.example.net" || strings.Join(back.Protocols(), " ") != "h2 http/1.1" || len(back.Versions()) != 3 || back.Versions()[1] != tls.TLS13 {
		t.Errorf("%s %v %v", &back, back.Protocols(), back.Versions())
	}
	if n := len(data) - 34 - 1 - 2 - 32 - 1 - 1 - 2; int(back.Extensions.Length) != n || len(back.Extensions.List) != 17 {
		t.Errorf("%d bytes of extensions, want %d", back.Extensions.Length, n)
	}
	if back.JA3() != h.JA3() || back.JA4() != h.JA4() {
		t.Error("fingerprints differ")
	}
	for i := range back.Extensions.List {
		if _, err := back.Extensions.List[i].View(); err != nil {
			t.Errorf("%s: %v", back.Extensions.List[i].Type, err)
		}
	}
}

// TestCut: a hello that goes on in another segment has its whole extensions, and keeps the bytes of the rest.
func TestCut(t *testing.T) {
	data, err := codec.Marshal(offered(t))
	if err != nil {
		t.Fatal(err)
	}
	for n := 73; n < len(data); n++ {
		var h tls.ClientHello
		if _, err := codec.Unmarshal(data[:n], &h); err != nil {
			t.Fatalf("%d bytes: %v", n, err)
		}
		used := 0
		for i := range h.Extensions.List {
			used += 4 + len(h.Extensions.List[i].Data)
		}
		if int(h.Extensions.Length) != len(data)-73 || used+len(h.Extensions.Rest) != n-73 {
			t.Fatalf("%d bytes: %d, %d and %d", n, h.Extensions.Length, used, len(h.Extensions.Rest))
		}
		again, err := codec.Encoder{}.Marshal(&h)
		if err != nil || hex.EncodeToString(again) != hex.EncodeToString(data[:n]) {
			t.Fatalf("%d bytes: %x, %v", n, again, err)
		}
	}
	var h tls.ClientHello
	if _, err := codec.Unmarshal(data[:60], &h); !errors.Is(err, codec.ErrTruncated) && !errors.Is(err, codec.ErrLength) {
		t.Errorf("cut in the cipher suites: %v", err)
	}
}

// TestShortForms: a message that ends within a length is of no form. It was taken for one where the length lacks as many bytes as are missing.
func TestShortForms(t *testing.T) {
	for n := range 16 {
		data := make([]byte, n)
		for _, v := range []interface{ Recognizes([]byte) bool }{
			&tls.NewSessionTicket{}, &tls.NewSessionTicket13{}, &tls.Certificate{}, &tls.Certificate13{},
			&tls.CertificateRequest{}, &tls.CertificateRequest10{}, &tls.CertificateRequest13{}, &tls.CertificateVerify{}, &tls.CertificateVerify10{},
		} {
			if !v.Recognizes(data) {
				continue
			}
			if rest, err := codec.Unmarshal(data, v); err != nil || len(rest) > 0 {
				t.Errorf("%d bytes are recognized as %T: %v", n, v, err)
			}
		}
	}
	for kind, n := range map[tls.HandshakeType]int{
		tls.TypeNewSessionTicket: 5, tls.TypeEncryptedExtensions: 1, tls.TypeCertificate: 2, tls.TypeCertificateVerify: 3, tls.TypeSupplementalData: 2, tls.TypeCompressedCertificate: 7,
	} {
		if new(tls.Handshake).Recognizes(append([]byte{byte(kind), 0, 0, byte(n)}, make([]byte, n)...)) {
			t.Errorf("%v of %d bytes", kind, n)
		}
	}
}
