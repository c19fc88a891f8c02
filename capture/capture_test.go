package capture_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// list is a source of the given packets, then err; it reuses its memory as sources do.
type list struct {
	packets []string
	err     error
	block   chan struct{} // Next waits for it to be closed, if there are no more packets
	closed  int
	data    []byte
	info    capture.Info
}

func (l *list) Next() ([]byte, *capture.Info, error) {
	if len(l.packets) == 0 {
		if l.block != nil {
			<-l.block
			return nil, nil, capture.ErrClosed
		}
		return nil, nil, l.err
	}
	l.data = append(l.data[:0], l.packets[0]...)
	l.packets = l.packets[1:]
	l.info.CaptureLength = uint32(len(l.data))
	return l.data, &l.info, nil
}

func (l *list) LinkType() capture.LinkType    { return capture.LinkTypeEthernet }
func (l *list) Stats() (capture.Stats, error) { return capture.Stats{}, nil }

func (l *list) Close() error {
	if l.closed++; l.closed == 1 && l.block != nil {
		close(l.block)
	}
	return nil
}

func collect(ctx context.Context, src capture.Source, most int) (packets []string, err error) {
	for rec, e := range capture.Packets(ctx, src) {
		if e != nil {
			err = e
			continue // nothing may follow
		}
		packets = append(packets, string(rec.Data)+":"+strconv.Itoa(int(rec.Info.CaptureLength)))
		if len(packets) == most {
			break
		}
	}
	return packets, err
}

func TestPackets(t *testing.T) {
	broken := errors.New("broken")
	for _, c := range []struct {
		end  error
		most int
		want []string
		err  error
	}{
		{io.EOF, 9, []string{"a:1", "bc:2", "d:1"}, nil},
		{broken, 9, []string{"a:1", "bc:2", "d:1"}, broken},
		{broken, 2, []string{"a:1", "bc:2"}, nil},
	} {
		src := &list{packets: []string{"a", "bc", "d"}, err: c.end}
		got, err := collect(context.Background(), src, c.most)
		if !slices.Equal(got, c.want) || err != c.err || src.closed != 0 {
			t.Errorf("end %v: %q, %v (closed %d times)", c.end, got, err, src.closed)
		}
	}
}

func TestPacketsCancelled(t *testing.T) {
	why := errors.New("user went home")
	ctx, cancel := context.WithCancelCause(context.Background())
	src := &list{packets: []string{"a"}, block: make(chan struct{})}
	time.AfterFunc(10*time.Millisecond, func() { cancel(why) })
	got, err := collect(ctx, src, 9)
	if !slices.Equal(got, []string{"a:1"}) || err != why || src.closed != 1 {
		t.Errorf("%q, %v, closed %d times", got, err, src.closed)
	}
	src = &list{packets: []string{"a"}, err: io.EOF}
	if got, err = collect(ctx, src, 9); got != nil || err != why || src.closed != 0 {
		t.Errorf("cancelled before: %q, %v, closed %d times", got, err, src.closed)
	}
}

func TestRecordClone(t *testing.T) {
	data := []byte("abc")
	info := capture.Info{Length: 3, Options: capture.Options{Raw: []byte{1, 0, 1, 0, 'x', 0, 0, 0}}}
	kept := capture.Record{Data: data, Info: &info}.Clone()
	data[0], info.Length, info.Options.Raw[4] = 'z', 9, 'z'
	if string(kept.Data) != "abc" || kept.Info.Length != 3 || cap(kept.Data) != 3 {
		t.Errorf("%q, %+v", kept.Data, kept.Info)
	}
	if c := slices.Collect(kept.Info.Comments()); !slices.Equal(c, []string{"x"}) {
		t.Errorf("comments %q", c)
	}
}

func TestFlags(t *testing.T) {
	f := capture.MakeFlags(capture.Outbound, capture.ReceptionBroadcast, 4)
	if f != 2|3<<2|4<<5 || f.Direction() != capture.Outbound || f.Reception() != capture.ReceptionBroadcast || f.FCSLength() != 4 {
		t.Errorf("flags %#x", uint32(f))
	}
	if f := capture.MakeFlags(0, 0, 16); f != 0 {
		t.Errorf("16 bytes of frame check sequence: %#x", uint32(f))
	}
	if e := capture.Flags(1<<24 | 1<<31 | 3).LinkErrors(); e != 1<<8|1<<15 {
		t.Errorf("link errors %#x", e)
	}
	if s := capture.Inbound.String() + capture.Outbound.String() + capture.Direction(3).String(); s != "inoutunknown" {
		t.Errorf("directions %q", s)
	}
	v := capture.VLAN{TCI: 0xb123, TPID: 0x8100, Present: true}
	if v.ID() != 0x123 || v.Priority() != 5 || !v.DropEligible() {
		t.Errorf("VLAN %d, %d, %v", v.ID(), v.Priority(), v.DropEligible())
	}
	if i := (capture.Info{CaptureLength: 3, Length: 4, Flags: f}); !i.Truncated() || i.Direction() != capture.Outbound {
		t.Errorf("truncated %v, direction %v", i.Truncated(), i.Direction())
	}
}

func TestOptions(t *testing.T) {
	o := capture.Options{BigEndian: true, Raw: []byte{
		0, 2, 0, 4, 0, 0, 0, 9,
		0, 1, 0, 3, 'a', 'b', 'c', 0,
		0, 4, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0,
		0, 7, 0, 1, 5, 0, 0, 0,
		0, 8, 0, 2, 1, 2, 0, 0,
		0, 1, 0, 0,
		0, 0, 0, 0,
		0, 1, 0, 9, // behind the end: not looked at
	}}
	if bad := o.Check(); bad != -1 {
		t.Errorf("bad option at %d", bad)
	}
	for code, want := range map[uint16]uint64{2: 9, 4: 1 << 32, 7: 5, 8: 0x102} {
		if v, ok := o.Uint(code); v != want || !ok {
			t.Errorf("option %d: %d, %v, want %d", code, v, ok, want)
		}
	}
	if v, ok := o.Uint(1); v != 0 || ok {
		t.Errorf("a text as number: %d, %v", v, ok)
	}
	if s := slices.Collect(o.Strings(1)); !slices.Equal(s, []string{"abc", ""}) {
		t.Errorf("texts %q", s)
	}
	if v, ok := o.Get(99); v != nil || ok {
		t.Errorf("option 99: %v, %v", v, ok)
	}
	cut := o
	for n := range 16 {
		cut.Raw = o.Raw[:n]
		wantBad, wantOptions := -1, n/8
		switch {
		case n >= 4 && n < 8:
			wantBad = 0
		case n >= 12 && n < 15:
			wantBad = 8
		case n == 15: // only the padding is missing
			wantOptions = 2
		}
		options := 0
		for range cut.All() {
			options++
		}
		if bad := cut.Check(); bad != wantBad || options != wantOptions {
			t.Errorf("%d bytes: bad option at %d, want %d; %d options, want %d", n, bad, wantBad, options, wantOptions)
		}
	}
}

func TestLinkTypes(t *testing.T) {
	for _, c := range []struct {
		t               capture.LinkType
		name, dlt, text string
	}{
		{0, "NULL", "NULL", "BSD loopback"},
		{1, "ETHERNET", "EN10MB", "Ethernet"},
		{9, "PPP", "PPP", "PPP"},
		{12, "LINKTYPE_12", "RAW", "Raw IP"},
		{50, "PPP_HDLC", "PPP_SERIAL", "PPP over serial"},
		{101, "RAW", "RAW", "Raw IP"},
		{127, "IEEE802_11_RADIOTAP", "IEEE802_11_RADIO", "802.11 plus radiotap header"},
		{147, "USER0", "USER0", ""},
		{276, "LINUX_SLL2", "LINUX_SLL2", "Linux cooked v2"},
		{9999, "LINKTYPE_9999", "9999", ""},
		{capture.LinkTypeNone, "LINKTYPE_65535", "65535", ""},
	} {
		if c.t.String() != c.name || c.t.DLTName() != c.dlt || c.t.Description() != c.text {
			t.Errorf("%d: %q, %q, %q", uint16(c.t), c.t.String(), c.t.DLTName(), c.t.Description())
		}
		if back, ok := capture.ParseLinkType(c.name); back != c.t || !ok {
			t.Errorf("%q parsed: %d, %v", c.name, uint16(back), ok)
		}
	}
	for name, want := range map[string]capture.LinkType{
		"en10mb": 1, "DLT_EN10MB": 1, "linktype_ethernet": 1, "raw": 101, "228": 228, "DLT_PPP_SERIAL": 50,
	} {
		if got, ok := capture.ParseLinkType(name); got != want || !ok {
			t.Errorf("%q: %d, %v, want %d", name, uint16(got), ok, uint16(want))
		}
	}
	for _, name := range []string{"", "nonsense", "70000", "-1"} {
		if got, ok := capture.ParseLinkType(name); ok {
			t.Errorf("%q parsed as %d", name, uint16(got))
		}
	}
	if capture.LinkType(12).Canonical() != capture.LinkTypeRaw || capture.LinkType(13).Canonical() != 13 {
		t.Error("canonical numbers")
	}
}

// TestLinkTypeNames: every name that a type has leads back to it.
func TestLinkTypeNames(t *testing.T) {
	named := 0
	for n := range 400 {
		lt := capture.LinkType(n)
		if lt.String() == "LINKTYPE_"+strconv.Itoa(n) {
			continue
		}
		named++
		for _, name := range []string{lt.String(), lt.DLTName()} {
			if back, ok := capture.ParseLinkType(name); back != lt || !ok {
				t.Errorf("%d is %q, which is %d", n, name, uint16(back))
			}
		}
	}
	if named != 179 {
		t.Errorf("%d named link types", named)
	}
}
