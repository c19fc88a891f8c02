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

// TestRawMembers: what has an unknown number is bytes.
func TestRawMembers(t *testing.T) {
	var (
		a dot11.Action
		q dot11.BlockAckReq
		b dot11.BlockAck
		n dot11.NDPAnnouncement
	)
	for _, c := range []struct {
		data  []byte
		layer any
		body  func() any
		want  any
	}{
		{[]byte{200, 1, 2}, &a, func() any { return a.Body }, dot11.ActionRaw{1, 2}},
		{[]byte{0x1e, 0, 1, 2}, &q, func() any { return q.Info }, dot11.BlockAckRaw{1, 2}},
		{[]byte{0x1e, 0, 1, 2}, &b, func() any { return b.Info }, dot11.BlockAckRaw{1, 2}},
		{[]byte{0x15, 1, 2}, &n, func() any { return n.Stations }, dot11.NDPARaw{1, 2}}, // ranging
	} {
		if _, err := codec.Unmarshal(c.data, c.layer); err != nil {
			t.Errorf("%x: %v", c.data, err)
		}
		equal(t, "body", c.body(), c.want)
	}
}

// TestTriggerUsers: the resource unit is eight bits of two bytes, AID 2007 is for EHT stations, AID 4095 is padding.
func TestTriggerUsers(t *testing.T) {
	common := []byte{0, 0, 0, 0, 0, 0, 0, 0} // basic
	special, user, padding := []byte{0xd7, 0x07, 0, 0, 0, 0}, []byte{5, 0xa0, 0x03, 0, 0, 0}, []byte{0xff, 0xff, 0xff, 0xff}
	for _, c := range []struct {
		users [][]byte
		aids  []uint16
		eht   bool
	}{
		{[][]byte{user, padding}, []uint16{5}, false},
		{[][]byte{special, user, padding}, []uint16{2007, 5}, true},
		{[][]byte{padding}, nil, false},
	} {
		var tr dot11.Trigger
		if _, err := codec.Unmarshal(bytes.Join(append([][]byte{common}, c.users...), nil), &tr); err != nil {
			t.Fatal(err)
		}
		var aids []uint16
		for _, u := range tr.Stations() {
			aids = append(aids, u.AID)
			if u.AID == 5 && u.RU() != 0x3a {
				t.Errorf("resource unit %#x", u.RU())
			}
		}
		equal(t, "stations", aids, c.aids)
		equal(t, "EHT", tr.IsEHT(), c.eht)
	}
}

// TestWPS: attributes of Wi-Fi protected setup in an element of vendor 00:50:f2, type 4.
func TestWPS(t *testing.T) {
	e := dot11.Element{ID: dot11.ElementVendor, Data: []byte("\x00\x50\xf2\x04\x10\x4a\x00\x01\x10\x10\x11\x00\x04wire\x10\x08\x00\x02\x21\x08")}
	v, err := e.View()
	w, ok := v.(*dot11.WPS)
	if err != nil || !ok {
		t.Fatalf("%T, %v", v, err)
	}
	version, ok := w.Attribute(dot11.WPSVersion)
	_, absent := w.Attribute(dot11.WPSSerialNumber)
	methods, known := w.ConfigMethods()
	equal(t, "attributes", []any{version, ok, absent, w.DeviceName(), methods, known}, []any{[]byte{0x10}, true, false, "wire", uint16(0x2108), true})
	w.Attributes = w.Attributes[:1]
	_, known = w.ConfigMethods()
	equal(t, "without them", []any{w.DeviceName(), known}, []any{"", false})
}

// TestRadioTapPadding: a channel stands at an even offset, so there is a byte between a rate and it.
func TestRadioTapPadding(t *testing.T) {
	var r dot11.RadioTap
	if _, err := codec.Unmarshal([]byte{0, 0, 14, 0, 0x0c, 0, 0, 0, 12, 0xaa, 0x85, 0x09, 0xa0, 0}, &r); err != nil {
		t.Fatal(err)
	}
	rate, ok := r.Fields.Field(dot11.RadioTapRate)
	_, absent := r.Fields.Field(dot11.RadioTapAntenna)
	equal(t, "fields", []any{rate, ok, absent}, []any{[]byte{12}, true, false})
	equal(t, "padding", [2]int{len(r.Fields.List[0].Padding), len(r.Fields.List[1].Padding)}, [2]int{0, 1})
	equal(t, "its bytes", r.Fields.List[1].Padding, []byte{0xaa})
}

// TestHTControl: the HT variant has link adaptation in bits 1 to 15, and the last two bits; the HE variant is a list of subfields of four bits for the
// type, and as many as that has. tshark finds the same in QoS data frames with these numbers.
func TestHTControl(t *testing.T) {
	ht := dot11.HTControl(0xc0002468)
	equal(t, "HT", []any{ht.Variant(), ht.HTLinkAdaptation(), ht.ACConstraint(), ht.RDG(), len(ht.AControls())}, []any{dot11.VariantHT, uint16(0x1234), true, true, 0})
	for c, want := range map[dot11.HTControl][]dot11.AControl{
		0x1690af07: {{ID: dot11.AControlOM, Info: 0x2bc, Bits: 12}, {ID: dot11.AControlUPH, Info: 0x5a, Bits: 8}},
		0x48d1590f: {{ID: dot11.AControlBSR, Info: 0x1234564, Bits: 26}},
		0x00000027: nil, // type 9 is not known
	} {
		equal(t, c.String(), [3]any{c.AControls(), c.ACConstraint(), c.RDG()}, [3]any{want, false, false})
	}
}

// TestNDPAnnouncementErr: information of ranging is in fours of bytes.
func TestNDPAnnouncementErr(t *testing.T) {
	for n := range 9 {
		a := dot11.NDPAnnouncement{Variant: dot11.NDPARanging, Stations: make(dot11.NDPARaw, n)}
		if (a.Err() == nil) != (n%4 == 0) {
			t.Errorf("%d bytes: %v", n, a.Err())
		}
	}
	for n := range 2 {
		if a := (dot11.NDPAnnouncement{Stations: &dot11.NDPAStations{Stations: make([]dot11.NDPAStation, n)}}); (a.Err() == nil) != (n > 0) {
			t.Errorf("%d stations: %v", n, a.Err())
		}
	}
}
