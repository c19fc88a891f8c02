package packet_test

import (
	"bytes"
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// TestEditedViewDecodesAnew: what was taken out of a message leaves no trace in the next one.
func TestEditedViewDecodesAnew(t *testing.T) {
	dns := &layers.DNS{QR: true}
	for i := range 4 {
		addr := netip.AddrFrom4([4]byte{192, 0, 2, byte(i)})
		dns.Answers = append(dns.Answers, layers.DNSResource{Name: layers.MustParseDNSName("www.example.org"), Class: 1, Data: &layers.DNSA{Addr: addr}})
	}
	data, err := codec.Marshal(&layers.IPv4{}, &layers.UDP{SrcPort: 53, DstPort: 5353}, dns)
	if err != nil {
		t.Fatal(err)
	}
	var v packet.View
	for i := range 4 {
		if err := v.Decode(data, capture.LinkTypeIPv4); err != nil {
			t.Fatal(err)
		}
		m := packet.Get[layers.DNS](&v)
		for j, a := range m.Answers {
			if got := a.Data.(*layers.DNSA).Addr.As4()[3]; int(got) != j {
				t.Errorf("round %d: answer %d is %d", i, j, got)
			}
		}
		if out, err := v.Append(nil, codec.Encoder{}); err != nil || !bytes.Equal(out, data) {
			t.Errorf("round %d: another packet, %v", i, err)
		}
		m.Answers = append(m.Answers[:i], m.Answers[i+1:]...)
		m.Additionals = append(m.Additionals[:0], m.Answers...)
	}
}
