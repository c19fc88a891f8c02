package dot11_test

import (
	"bytes"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/dot11"
)

// TestGettersOfHeader: a QoS data frame to the distribution system, and a beacon.
func TestGettersOfHeader(t *testing.T) {
	q := dot11.Header{Type: 2, Subtype: 8, ToDS: true, Order: true}
	if q.FrameControl() != 0x8188 || !q.IsQoS() || !q.HasHTControl() || q.IsAggregate() {
		t.Errorf("%#04x, %v, %v, %v", q.FrameControl(), q.IsQoS(), q.HasHTControl(), q.IsAggregate())
	}
	b := dot11.Header{Subtype: 8}
	if b.FrameControl() != 0x0080 || b.IsQoS() || b.HasHTControl() || b.SubtypeName() == q.SubtypeName() || b.SubtypeName() == "" {
		t.Errorf("%#04x, %q, %q", b.FrameControl(), b.SubtypeName(), q.SubtypeName())
	}
	if x := (&dot11.Header{Type: 1, Subtype: 6, FromDS: true}).ControlExtension(); x != 2 { // the bits are those of a number
		t.Errorf("%d", x)
	}
}

// TestGettersOfElements: an extended ID is the first byte of an element with ID 255; a bit in bytes; a QoS map.
func TestGettersOfElements(t *testing.T) {
	e, err := dot11.NewExtended(59, &dot11.Bytes{Bytes: []byte{1, 2}})
	if err != nil || e.ID != 255 || e.Extended() != 59 {
		t.Errorf("%+v, %v", e, err)
	}
	if b, err := codec.Marshal(&e); err != nil || !bytes.Equal(b, []byte{255, 3, 59, 1, 2}) {
		t.Errorf("%x, %v", b, err)
	}
	bits := dot11.Bytes{Bytes: []byte{0x01, 0x80}}
	if !bits.HasBit(0) || bits.HasBit(1) || !bits.HasBit(15) || bits.HasBit(16) {
		t.Error("bits are not counted from the lowest of the first byte")
	}
	ranges := []byte{0, 7, 8, 15, 16, 23, 24, 31, 32, 39, 40, 47, 48, 55, 56, 63}
	q := dot11.QoSMap{Values: append([]byte{46, 6}, ranges...)}
	if !bytes.Equal(q.Exceptions(), []byte{46, 6}) || !bytes.Equal(q.Ranges(), ranges) {
		t.Errorf("%v, %v", q.Exceptions(), q.Ranges())
	}
}

// TestMCSRate: 802.11-2020 table 19-27: MCS 7 at 20 MHz is 65 Mb/s, 72.2 with the short guard interval; table 19-31: 135 at 40 MHz.
func TestMCSRate(t *testing.T) {
	for _, c := range []struct {
		m    dot11.RadioMCS
		kbps int
	}{
		{dot11.RadioMCS{Known: 7, Index: 7}, 65000}, {dot11.RadioMCS{Known: 7, Index: 7, ShortGI: true}, 72200}, {dot11.RadioMCS{Known: 7, Index: 7, Bandwidth: 1}, 135000},
	} {
		if kbps, ok := c.m.Rate(); !ok || kbps/100 != c.kbps/100 {
			t.Errorf("%+v: %d, %v; want %d", c.m, kbps, ok, c.kbps)
		}
	}
	if kbps, ok := (&dot11.RadioMCS{Known: 1, Index: 7}).Rate(); ok {
		t.Errorf("without the guard interval: %d", kbps)
	}
}
