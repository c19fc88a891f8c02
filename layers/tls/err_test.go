package tls_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/tls"
)

// TestCertificateErr: responses of OCSP, one or a list of them; what a request for certificates needs in version 1.3; names of servers.
func TestCertificateErr(t *testing.T) {
	response := []byte{0x30, 3, 10, 1, 6} // try later
	list := append([]byte{0, 0, 5}, append(response, 0, 0, 0)...)
	with := func(e ...tls.Extension) tls.Extensions { return tls.Extensions{List: e} }
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{&tls.CertificateStatus{Type: 1, Response: response}, true},
		{&tls.CertificateStatus{Type: 1, Response: []byte{5, 0}}, false},
		{&tls.CertificateStatus{Type: 1, Response: list}, false},
		{&tls.CertificateStatus{Type: 2, Response: list}, true},
		{&tls.CertificateStatus{Type: 2, Response: list[:7]}, false},
		{&tls.CertificateRequest13{}, false},
		{&tls.CertificateRequest13{Extensions: with(tls.Extension{Type: tls.ExtSignatureAlgorithms})}, true},
		{with(tls.Extension{Type: tls.ExtServerName}), true},
		{with(tls.Extension{Type: tls.ExtServerName, Data: []byte{0}}), false},
		{with(tls.Extension{Type: tls.ExtServerName, Data: []byte{0, 4, 0, 0, 1, 'a'}}), true},
		{&tls.ServerHello{Extensions: with(tls.Extension{Type: tls.ExtKeyShare, Data: make([]byte, 36)})}, true},
		{&tls.ServerHello{Extensions: with(tls.Extension{Type: tls.ExtKeyShare, Data: make([]byte, 2)})}, false},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}

// TestChangeCipherSpecLength: one byte, or what a cipher with a code makes of it.
func TestChangeCipherSpecLength(t *testing.T) {
	for n, good := range map[int]bool{1: true, 4: false, 10: false, 11: true, 40: true} {
		record := append([]byte{20, 3, 3, 0, byte(n)}, make([]byte, n)...)
		if got := (*tls.TLS)(nil).Recognizes(record); got != good {
			t.Errorf("%d bytes: %t", n, got)
		}
	}
}
