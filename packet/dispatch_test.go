package packet_test

import (
	"encoding/hex"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/packet"
)

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestATM: captures of ATM with LINKTYPE_ATM_RFC1483 begin with LLC.
func TestATM(t *testing.T) {
	p := packet.New(unhex(t, "aaaa03"+"000000"+"0806"+"0001080006040001020000000001c0000201000000000000c0000202"), 100)
	var names []string
	for l := range p.Layers() {
		names = append(names, l.Name())
	}
	if len(names) != 3 || names[0] != "LLC" || names[1] != "SNAP" || names[2] != "ARP" || p.Err() != nil {
		t.Errorf("got %v, %v", names, p.Err())
	}
}

// TestFragmentSums: the checksum of a fragment of IPv6 says nothing, whether right or
// wrong; that of an atomic fragment does.
func TestFragmentSums(t *testing.T) {
	const (
		header = "6000000000102c40" + "20010db8000000000000000000000001" + "20010db8000000000000000000000002"
		echo   = "80001234" + "00010001"
	)
	for _, c := range []struct {
		fragment string
		want     codec.SumState
	}{
		{"3a00000100000001", codec.SumUnknown}, // the first of several
		{"3a00000000000001", codec.SumBad},     // atomic
	} {
		p := packet.New(unhex(t, header+c.fragment+echo), capture.LinkTypeIPv6)
		n := 0
		for sum := range p.Checksums() {
			n++
			if sum.Layer.Name() != "ICMPv6" || sum.State != c.want {
				t.Errorf("fragment %s: %s is %v, want %v", c.fragment, sum.Layer.Name(), sum.State, c.want)
			}
		}
		if n != 1 {
			t.Errorf("fragment %s: %d checksums in %s", c.fragment, n, p)
		}
	}
}

// TestOffloadedSums: a checksum that holds the sum of the pseudo header alone was left to the network card: it is the one of
// addresses, protocol and length, or without the length, and not complemented.
func TestOffloadedSums(t *testing.T) {
	data := udpFrame(t)
	sum := 0xc000 + 0x0201 + 0xc000 + 0x0202 + 17 // addresses and protocol
	for _, c := range []struct {
		sum    int
		want   codec.SumState
		reason string
	}{
		{sum + 13, codec.SumUnknown, packet.SumOffloaded},
		{sum, codec.SumUnknown, packet.SumOffloaded}, // segmentation was left too
		{sum + 14, codec.SumBad, ""},
	} {
		folded := c.sum>>16 + c.sum&0xffff
		data[40], data[41] = byte(folded>>8), byte(folded)
		for s := range packet.New(data, capture.LinkTypeEthernet).Checksums() {
			if s.Layer.Name() == "UDP" && (s.State != c.want || s.Reason != c.reason) {
				t.Errorf("%#x: %s, %q", folded, s.State, s.Reason)
			}
		}
	}
	data[40] ^= 1
	for _, c := range []struct {
		change func(data []byte) []byte
		reason string
	}{
		{func(b []byte) []byte { return b[:44] }, packet.SumCut},
		{func(b []byte) []byte { b[20] = 0x20; return b }, packet.SumFragment},
	} {
		found := false
		for s := range packet.New(c.change(udpFrame(t)), capture.LinkTypeEthernet).Checksums() {
			found = found || (s.Layer.Name() == "UDP" && s.State == codec.SumUnknown && s.Reason == c.reason)
		}
		if !found {
			t.Errorf("no checksum is unknown because %s", c.reason)
		}
	}
}
