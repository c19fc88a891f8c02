package ike_test

import (
	"crypto/sha1"
	"testing"

	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers/ike"
	"github.com/wiretag/wiretag/packet"
)

// TestCertErr: certificates are what their encoding says. The one of X.509 is that of the vectors.
func TestCertErr(t *testing.T) {
	all, err := vectors.All("..")
	if err != nil {
		t.Fatal(err)
	}
	var der []byte
	for _, p := range all {
		for c := range packet.All[ike.IKEv2Cert](p) {
			der = c.Data
		}
	}
	url := append(make([]byte, sha1.Size), "http://example.net/c"...)
	for i, c := range []struct {
		encoding ike.CertEncoding
		data     []byte
		good     bool
	}{
		{ike.CertX509, der, true},
		{ike.CertX509, der[:len(der)-1], false},
		{ike.CertX509, []byte{0x30, 0}, false},
		{ike.CertCRL, der, false},
		{ike.CertPKCS7, der, true}, // a sequence
		{ike.CertPKCS7, []byte{5, 0}, false},
		{ike.CertRawKey, der, false},
		{ike.CertHashURL, url, true},
		{ike.CertHashURL, url[:sha1.Size], false},
		{ike.CertPGP, []byte{1}, true},
		{ike.CertPGP, nil, false},
	} {
		one, two := ike.IKEv1Cert{Encoding: c.encoding, Data: c.data}, ike.IKEv2Cert{Encoding: c.encoding, Data: c.data}
		if (one.Err() == nil) != c.good || (two.Err() == nil) != c.good {
			t.Errorf("%d: %s: %v, %v", i, c.encoding, one.Err(), two.Err())
		}
	}
	if (&ike.IKEv1Cert{Encoding: ike.CertX509KE, Data: der}).Err() != nil || (&ike.IKEv2Cert{Encoding: ike.CertX509KE, Data: der}).Err() == nil {
		t.Error("certificates for key exchanges are of version 1 alone")
	}
	if (&ike.IKEv1CertRequest{Encoding: ike.CertX509}).Err() != nil || (&ike.IKEv1CertRequest{Encoding: ike.CertX509, Authority: []byte{1}}).Err() == nil {
		t.Error("an authority is a name, or none")
	}
}

// TestSelectorErr: ranges of Fibre Channel are whole, and labels are there.
func TestSelectorErr(t *testing.T) {
	for i, c := range []struct {
		s    ike.TrafficSelector
		good bool
	}{
		{ike.TrafficSelector{Type: ike.SelectorFC, Data: make([]byte, 12)}, true},
		{ike.TrafficSelector{Type: ike.SelectorFC, Data: make([]byte, 6)}, false},
		{ike.TrafficSelector{Type: ike.SelectorLabel, Data: make([]byte, 1)}, true},
		{ike.TrafficSelector{Type: ike.SelectorLabel}, false},
	} {
		if err := c.s.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.s, err)
		}
	}
}

// TestNotifyErr: addresses have the length of their kind, and a digital signature begins with its algorithm.
func TestNotifyErr(t *testing.T) {
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{&ike.NotifyGateway{Type: 1, Identity: make([]byte, 4)}, true},
		{&ike.NotifyGateway{Type: 1, Identity: make([]byte, 16)}, false},
		{&ike.NotifyGateway{Type: 2, Identity: make([]byte, 8)}, false},
		{&ike.NotifyGateway{Type: 3, Identity: make([]byte, 8)}, true},
		{&ike.IKEv2Auth{Method: ike.AuthSignature, Data: []byte{1, 0x30, 7}}, true},
		{&ike.IKEv2Auth{Method: ike.AuthSignature, Data: []byte{2, 0x30}}, false},
		{&ike.IKEv2Auth{Method: ike.AuthSignature}, false},
		{&ike.IKEv2Auth{Method: ike.AuthSharedKey}, true},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
