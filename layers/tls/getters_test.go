package tls_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/tls"
)

// TestGREASE: the sixteen values of RFC 8701 section 2, and no others.
func TestGREASE(t *testing.T) {
	found := 0
	for v := range 1 << 16 {
		if tls.IsGREASE(uint16(v)) {
			found++
			if v>>8 != v&0xff || v&0xf != 0xa {
				t.Errorf("%#04x", v)
			}
		}
	}
	if found != 16 {
		t.Errorf("%d values", found)
	}
}

// TestDHE: prime, generator and public value of RFC 5246 section 7.4.3, each behind its length.
func TestDHE(t *testing.T) {
	s := tls.ServerKeyExchange{Params: []byte("\x00\x02\x01\x07\x00\x01\x05\x00\x02\x00\x09sig")}
	p, err := s.DHE()
	if err != nil || string(p.Prime) != "\x01\x07" || string(p.Generator) != "\x05" || string(p.Public) != "\x00\x09" {
		t.Errorf("%+v, %v", p, err)
	}
	s.Params = s.Params[:4]
	if p, err := s.DHE(); err == nil {
		t.Errorf("cut: %+v", p)
	}
}
