package tls_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/tls"
	"github.com/wiretag/wiretag/packet"
)

// TestDTLSClientHelloGetters: the same extensions as in TLS; JA3 has the version, and the suites by their numbers.
func TestDTLSClientHelloGetters(t *testing.T) {
	h := packet.Get[tls.DTLSClientHello](stack(t, "dtls-client-hello"))
	if h == nil {
		t.Fatal("there is none")
	}
	with := *h
	with.Extensions = tls.Extensions{Present: true, List: []tls.Extension{{Type: 0, Data: []byte("\x00\x0e\x00\x00\x0bexample.com")}, {Type: 16, Data: []byte("\x00\x03\x02h2")}}}
	if with.ServerName() != "example.com" || len(with.Protocols()) != 1 || with.Protocols()[0] != "h2" || h.ServerName() != "" {
		t.Errorf("%q, %q, %q", with.ServerName(), with.Protocols(), h.ServerName())
	}
	if a, b := h.JA3(), with.JA3(); len(a) != 32 || a == b {
		t.Errorf("%s, %s", a, b)
	}
}

// TestErr: what the length of extensions does not fit to, what is no extension, and a heartbeat with less padding than RFC 6520 section 4 asks for.
func TestErr(t *testing.T) {
	for _, c := range []struct {
		data string
		good bool
	}{
		{"", true},
		{"\x00\x00", true},
		{"\x00\x04\x00\x17\x00\x00", true},
		{"\x00\x05\x00\x17\x00\x00", false},
		{"\x00\x05\x00\x17\x00\x00\x00", false},
		{"\x00\x04\x00\x17\x00\x01", false},
		{"\x00", false},
	} {
		var x tls.Extensions
		if _, err := x.DecodeField([]byte(c.data), 0); err != nil || (x.Err() == nil) != c.good {
			t.Errorf("%x: %v, %v", c.data, x.Err(), err)
		}
	}
	h := &tls.Heartbeat{Type: 1, Padding: make([]byte, 16)}
	if err := h.Err(); err != nil {
		t.Error(err)
	}
	if h.Padding = h.Padding[1:]; h.Err() == nil {
		t.Error("15 bytes of padding are enough")
	}
}

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
