package media_test

import (
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/layers/media"
)

// An attribute that says it is almost 64 KiB long does not count as one without a value.
func TestClassicSTUNLength(t *testing.T) {
	msg := []byte{0, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0}
	for length, want := range map[uint16]bool{0: true, 1: false, 4: false, 0xfffc: false, 0xfffd: false, 0xfffe: false, 0xffff: false} {
		msg[22], msg[23] = byte(length>>8), byte(length)
		if got := (*media.ClassicSTUN)(nil).Recognizes(msg); got != want {
			t.Errorf("length %#x: %t", length, got)
		}
	}
}

// An address is of IPv4 or of IPv6, and of that length.
func TestSTUNFamilies(t *testing.T) {
	var id [12]byte
	for family, want := range map[uint8][2]bool{0: {}, 1: {true, false}, 2: {false, true}, 3: {}, 255: {}} {
		for i, a := range []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")} {
			x := media.NewSTUNXorAddress(netip.AddrPortFrom(a, 80), id)
			x.Family = family
			if got := x.Addr(id); got.IsValid() != want[i] {
				t.Errorf("family %d, %v: %v", family, a, got)
			}
		}
	}
}

// An element of one byte with number 0 and a length ends the list, RFC 8285 section 4.2.
func TestRTPElementZero(t *testing.T) {
	for _, x := range []struct {
		profile uint16
		data    []byte
		want    int
	}{
		{0xbede, []byte{0x10, 1, 0, 0x20, 2, 0, 0, 0}, 2},
		{0xbede, []byte{0x10, 1, 0x01, 0xaa, 0xbb, 0x20, 2, 0}, 1},
		{0xbede, []byte{0x10, 1, 0xf0, 0xaa, 0x20, 2, 0, 0}, 1},
		{0x1000, []byte{1, 1, 0xaa, 0, 0, 2, 0, 0}, 2},
		{0x100f, []byte{0x10, 0, 0x20, 1, 2, 0, 0, 0}, 2},
		{0x1010, []byte{1, 1, 0xaa, 0}, 0},
	} {
		r := media.RTP{Extension: true, Profile: x.profile, ExtensionData: x.data}
		if got := r.Elements(); len(got) != x.want {
			t.Errorf("%#x %x: %v", x.profile, x.data, got)
		}
	}
}

// Padding is neither a reason nor an item.
func TestRTCPPadding(t *testing.T) {
	r := media.RTCP{Padding: true, Count: 1, Type: media.RTCPBye, Rest: []byte{0, 0, 0, 1, 2, 'x', 'y', 4}}
	if list, reason := r.Sources(); len(list) != 1 || list[0] != 1 || reason != "" {
		t.Errorf("%v %q", list, reason)
	}
	r.Padding = false
	if _, reason := r.Sources(); reason != "xy" {
		t.Errorf("%q", reason)
	}
	r = media.RTCP{Padding: true, Count: 2, Type: media.RTCPBye, Rest: []byte{0, 0, 0, 1, 0, 0, 0, 4}}
	if list, _ := r.Sources(); len(list) != 1 {
		t.Errorf("%v", list)
	}
	r = media.RTCP{Padding: true, Count: 2, Type: media.RTCPSourceDesc, Rest: []byte{0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8}}
	if all := r.Chunks(); len(all) != 1 || all[0].SSRC != 1 {
		t.Errorf("%v", all)
	}
}
