package tls_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/tls"
	"github.com/wiretag/wiretag/packet"
)

var stack = vectors.Packet

// TestClientHello: the values are those of testdata/stacks.py; tshark -V reads the same.
func TestClientHello(t *testing.T) {
	p := stack(t, "tls-client-hello")
	h := packet.Get[tls.ClientHello](p)
	if h == nil || p.Err() != nil {
		t.Fatal(p, p.Err())
	}
	if h.Version != tls.TLS12 || h.Random[31] != 31 || len(h.SessionID) != 32 || h.CipherSuites[1].String() != "TLS_AES_128_GCM_SHA256" || len(h.CipherSuites) != 16 ||
		h.ServerName() != "www.example.net" || !slices.Equal(h.Protocols(), []string{"h2", "http/1.1"}) {
		t.Errorf("%+v", h)
	}
	// tshark -r … -T fields -e tls.handshake.ja3_full -e tls.handshake.ja3
	const full = "771,4865-4866-4867-49195-49199-49196-49200-52393-52392-49171-49172-156-157-47-53,0-23-65281-10-11-35-16-5-13-18-51-45-43-27-17513-21,29-23-24,0"
	if h.JA3String() != full || h.JA3() != "cd08e31494f9531f560d64c695473da9" {
		t.Error(h.JA3String(), h.JA3())
	}
	if got := h.JA4(); got != "t13d1516h2_8daaf6152771_e5627efa2ab1" {
		t.Error(got, h.JA4String())
	}
	names := make([]string, 0, 20)
	for i := range h.Extensions.List {
		names = append(names, h.Extensions.List[i].Type.String())
	}
	if names[0] != "GREASE 0x2a2a" || names[1] != "server_name" || names[16] != "GREASE 0x1a1a" {
		t.Error(names)
	}
	v, err := h.Extensions.Get(tls.ExtKeyShare).View()
	if k := v.(*tls.KeyShares); err != nil || len(k.List) != 2 || k.List[1].Group != tls.GroupX25519 || k.List[1].Key[0] != 100 {
		t.Error(v, err)
	}
}

// TestMoreExtensions decodes the rarer extensions.
func TestMoreExtensions(t *testing.T) {
	h := packet.Get[tls.ClientHello](stack(t, "tls-client-hello-more"))
	if h == nil {
		t.Fatal("no hello")
	}
	get := func(typ tls.ExtensionType) any {
		v, err := h.Extensions.Get(typ).View()
		if err != nil {
			t.Errorf("%s: %v", typ, err)
		}
		return v
	}
	if v := get(tls.ExtUseSRTP).(*tls.UseSRTP); !slices.Equal(v.Profiles, []uint16{1, 7}) || len(v.MKI) != 0 {
		t.Error(v)
	}
	if v := get(tls.ExtRecordSizeLimit).(*tls.RecordSizeLimit); v.Limit != 0x4001 {
		t.Error(v)
	}
	if v := get(tls.ExtEncryptedClientHello).(*tls.EncryptedClientHello); v.Type != 0 || v.ConfigID != 7 || len(v.Enc) != 32 || len(v.Payload) != 48 {
		t.Error(v)
	}
	if v := get(tls.ExtPreSharedKey).(*tls.PreSharedKeys); string(v.Identities[0].Identity) != "identity" || v.Identities[0].ObfuscatedAge != 5 || len(v.Binders[0].Binder) != 32 {
		t.Error(v)
	}
	if v := get(tls.ExtCookie).(*tls.Cookie); string(v.Cookie) != "cookie" {
		t.Error(v)
	}
	if v := get(tls.ExtEarlyData); v != nil {
		t.Error(v)
	}
	ids := map[uint64]string{}
	for id, v := range tls.QUICParameters(h.Extensions.Get(tls.ExtQUICTransportParameters).Data) {
		ids[id] = hex.EncodeToString(v)
	}
	if len(ids) != 2 || ids[1] != "6710" || ids[3] != "45c0" {
		t.Error(ids)
	}
	for id := range tls.QUICParameters([]byte{1, 9, 0}) {
		t.Error(id, "from parameters that are cut")
	}
}

func TestServerHello(t *testing.T) {
	h := packet.Get[tls.ServerHello](stack(t, "tls-server-hello"))
	if h == nil || h.CipherSuite != 0x1301 || h.Selected() != tls.TLS13 || h.Version != tls.TLS12 || h.IsHelloRetryRequest() {
		t.Fatal(h)
	}
	v, err := h.Extensions.Get(tls.ExtKeyShare).ServerView()
	if k, ok := v.(*tls.KeyShare); err != nil || !ok || k.Group != tls.GroupX25519 || len(k.Key) != 32 {
		t.Error(v, err)
	}
	h = packet.Get[tls.ServerHello](stack(t, "tls-hello-retry-request"))
	if h == nil || !h.IsHelloRetryRequest() {
		t.Fatal(h)
	}
	v, err = h.Extensions.Get(tls.ExtKeyShare).ServerView()
	if g, ok := v.(*tls.SelectedGroup); err != nil || !ok || g.Group != tls.GroupSecp256r1 {
		t.Error(v, err)
	}
}

// TestFlights: several records in a segment, several messages in a record, and what is encrypted is payload.
func TestFlights(t *testing.T) {
	for name, want := range map[string]string{
		"tls-server-flight": "IPv4 TCP TLS TLSHandshake TLSServerKeyExchange TLSHandshake TLSCertificateRequest TLSHandshake",
		"tls-client-flight": "IPv4 TCP TLS TLSHandshake TLSClientKeyExchange TLS TLSHandshake TLSCertificateVerify TLS TLSChangeCipherSpec TLS Payload",
		"tls-data":          "IPv4 TCP TLS Payload TLS Payload",
		"tls-middle":        "IPv4 TCP TLSData Payload",
		"tls-cut":           "IPv4 TCP TLS Payload TLS Payload",
		"tls-encrypted":     "IPv4 TCP TLS Payload",
		"tls-sslv2":         "IPv4 TCP SSLv2",
		"tls-server-old":    "IPv4 TCP TLS TLSHandshake TLSCertificateRequest10 TLS TLSHandshake TLSCertificateVerify10",
		"dtls-fragments":    "IPv4 UDP DTLS DTLSHandshake Payload DTLS DTLSHandshake Payload",
		"dtls-end":          "IPv4 UDP DTLS DTLSHandshake TLSClientKeyExchange DTLS TLSChangeCipherSpec DTLS Payload",
	} {
		p := stack(t, name)
		var got []string
		for l := range p.Layers() {
			got = append(got, l.Name())
		}
		if s := strings.Join(got, " "); s != want || p.Err() != nil {
			t.Errorf("%s: %s, want %s, %v", name, s, want, p.Err())
		}
	}
	p := stack(t, "tls-server-flight")
	e, err := packet.Get[tls.ServerKeyExchange](p).ECDHE()
	if err != nil || e.Group != tls.GroupX25519 || len(e.Point) != 32 || len(e.Signature) != 36 {
		t.Error(e, err)
	}
	if k, ok := packet.Get[tls.ClientKeyExchange](stack(t, "tls-client-flight")).Key(); !ok || len(k) != 32 {
		t.Error(k)
	}
	a := packet.Get[tls.Alert](stack(t, "tls-alert"))
	if a == nil || a.String() != "Alert fatal handshake_failure" {
		t.Error(a)
	}
	h := packet.Get[tls.DTLSClientHello](stack(t, "dtls-client-hello"))
	if h == nil || string(h.Cookie) != "cookie" || len(h.CipherSuites) != 2 || h.JA4()[:6] != "dd2i02" {
		t.Error(h)
	}
}

// TestPrefixes: a segment that ends anywhere is no error, and no byte of it is lost.
func TestPrefixes(t *testing.T) {
	for _, name := range []string{"tls-client-hello", "tls-server-hello", "tls-server-flight", "tls-client-flight", "tls-certificate"} {
		p := stack(t, name)
		segment := slices.Collect(packet.All[layers.TCP](p))
		if len(segment) != 1 {
			t.Fatal(name)
		}
		data := p.Data()
		for n := 45; n < len(data); n++ {
			cut := slices.Clone(data[:n])
			cut[2], cut[3] = byte(n>>8), byte(n)
			q := packet.New(cut, capture.LinkType(228))
			if q.Err() != nil {
				t.Errorf("%s, %d bytes: %v", name, n, q.Err())
			}
			if h := packet.Get[tls.TLS](q); h == nil {
				t.Errorf("%s, %d bytes: no record", name, n)
			}
		}
	}
}

// TestNotTLS: what other protocols send to the same ports is not taken for records.
func TestNotTLS(t *testing.T) {
	var r tls.TLS
	var d tls.DTLS
	var s tls.SSLv2
	for _, text := range []string{
		"", "16", "1603", "16030300", "1603030003010000", "1604030010", "1603050010", "1903030010", "1403030000", "1503030001", "17030350ff", "474554202f",
		"220d0a0d0a", "80010103010003000000100000", "8018010301000400000010000005", "16fefd0000000000000000",
		"16fefb000000000000000000100100000400000000000000", "16fefd000000000000000000000000", "1501000000000002030033000204000000",
	} {
		b, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		if r.Recognizes(b) || d.Recognizes(b) || s.Recognizes(b) {
			t.Errorf("%s is taken for a record", text)
		}
	}
}

func TestCertificateParse(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(5), Subject: pkix.Name{CommonName: "example.net"}, NotAfter: time.Unix(2e9, 0)}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	data, err := codec.Marshal(&tls.Certificate{List: []tls.CertificateEntry{{Data: der}, {Data: []byte{0x30, 0}}}})
	if err != nil {
		t.Fatal(err)
	}
	var m tls.Certificate
	if _, err := codec.Unmarshal(data, &m); err != nil || !m.Recognizes(data) {
		t.Fatal(err)
	}
	list, err := m.Parse()
	if len(list) != 1 || list[0].Subject.CommonName != "example.net" || err == nil || !strings.HasPrefix(err.Error(), "tls: certificate 1: ") {
		t.Error(list, err)
	}
}

func TestNames(t *testing.T) {
	for got, want := range map[string]string{
		tls.CipherSuite(0xc02f).String():    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
		tls.CipherSuite(0).String():         "TLS_NULL_WITH_NULL_NULL",
		tls.CipherSuite(0xeeee).String():    "0xeeee",
		tls.CipherSuite(0xfafa).String():    "GREASE 0xfafa",
		tls.Group(0x11ec).String():          "X25519MLKEM768",
		tls.Group(9999).String():            "9999",
		tls.SignatureScheme(0x804).String(): "rsa_pss_rsae_sha256",
		tls.Version(0x7f1c).String():        "TLS 1.3 draft 28",
		tls.DTLS12.String():                 "DTLS 1.2",
		tls.TLS13.String():                  "TLS 1.3",
		tls.HandshakeType(11).String():      "certificate",
		tls.AlertDescription(120).String():  "no_application_protocol",
		tls.ContentType(23).String():        "application_data",
		tls.ContentType(5).String():         "5",
		tls.PointFormat(0).String():         "uncompressed",
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
