package layers_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// TestDNSCut: a message that is cut, or that counts more records than it has, keeps
// the records before, and the bytes from the bad one on in Rest.
func TestDNSCut(t *testing.T) {
	whole := unhex(t, "123484000001000100010001026d78076578616d706c65047465737400000f0001"+ // mx.example.test. IN MX
		"c00c000f00010000012c0009000a046d61696cc00f"+"c00f000200010000012c0005026e73c00f"+"c04a000100010000012c0004c0000235")
	ends := []int{33, 54, 71, 87}
	for n := 12; n < len(whole); n++ {
		var d layers.DNS
		_, err := codec.Unmarshal(whole[:n], &d)
		var e *codec.Error
		if !errors.As(err, &e) || !e.Recovered || !errors.Is(err, codec.ErrTruncated) {
			t.Errorf("%d bytes: %v", n, err)
			continue
		}
		records, rest := 0, 12
		for _, end := range ends {
			if n >= end {
				records, rest = records+1, end
			}
		}
		if got := len(d.Questions) + len(d.Answers) + len(d.Authorities) + len(d.Additionals); got != records || !bytes.Equal(d.Rest, whole[rest:n]) {
			t.Errorf("%d bytes: %d records, want %d, rest %x", n, got, records, d.Rest)
		}
		if out, err := raw.Marshal(&d); err != nil || !bytes.Equal(out, whole[:n]) {
			t.Errorf("%d bytes: %v %x", n, err, out)
		}
	}
}
