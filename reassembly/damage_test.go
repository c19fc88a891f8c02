package reassembly_test

import (
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
	"github.com/wiretag/wiretag/reassembly"
)

// TestDamage changes each byte behind the IP headers of real segments to each other value: none is taken for a good segment, but for a checksum that becomes the one of
// hosts that leave it to their network card.
func TestDamage(t *testing.T) {
	f, err := os.Open("../testdata/ssh.pcap")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	src, err := pcapio.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var v packet.View
	r := reassembly.SegmentReader{Checksums: true}
	segments := 0
	for {
		data, info, err := src.Next()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		_ = v.Decode(data, info.LinkType)
		if !r.Read(&v, info) || r.Segment.BadChecksum || len(data) > 300 {
			continue
		}
		segments++
		frame := bytes.Clone(data)
		for i := 34; i < len(frame); i++ {
			for x := 1; x < 256; x++ {
				frame[i] ^= byte(x)
				_ = v.Decode(frame, info.LinkType)
				if r.Read(&v, info) && !r.Segment.BadChecksum && !(i/2 == 50/2 && offloaded(&v)) {
					t.Errorf("byte %d of a segment of %d bytes, xor %#02x: taken for good", i, len(frame), x)
				}
				frame[i] ^= byte(x)
			}
		}
	}
	if segments < 10 {
		t.Errorf("%d segments", segments)
	}
}

// offloaded reports whether a checksum of the packet was left to the card.
func offloaded(v *packet.View) bool {
	for c := range v.Checksums() {
		if c.Reason == packet.SumOffloaded {
			return true
		}
	}
	return false
}
