package reassembly_test

import (
	"errors"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/reassembly"
)

// TestShardsFeeder: connections that are fed to shards are those of one assembler.
func TestShardsFeeder(t *testing.T) {
	s, err := reassembly.NewShards(2, reassembly.Config{Open: func(*reassembly.Conn) reassembly.Stream { return new(used) }})
	if err != nil {
		t.Fatal(err)
	}
	f := s.Feeder(false)
	for port := range uint16(100) {
		key := useKey
		key.SrcPort += port
		for _, x := range []reassembly.Segment{{Key: key, Seq: 99, Flags: 0x02}, {Key: key, Seq: 100, Flags: 0x18, Payload: []byte("hello")}} {
			f.Add(&x)
		}
	}
	f.Flush()
	s.Advance(int64(time.Hour))
	s.Close()
	if x := s.Stats(); x.Opened != 100 || x.Bytes != 500 || x.Segments != 200 || f.Dropped() != 0 {
		t.Errorf("%+v, %d dropped", x, f.Dropped())
	}
}

// TestFramersOfLines: lines and lengths, as their parts say.
func TestFramersOfLines(t *testing.T) {
	var got []string
	message := func(m *reassembly.Message) {
		if m.Direction != reassembly.FromClient || m.FirstNumber > m.LastNumber || m.First > m.Last {
			t.Errorf("%+v", m)
		}
		got = append(got, string(m.Bytes))
	}
	closed := reassembly.ReasonNone
	a, err := reassembly.NewAssembler(reassembly.Config{Open: func(c *reassembly.Conn) reassembly.Stream {
		return &reassembly.Messages{Conn: c, Framer: &reassembly.Delimited{Delimiter: []byte("||")}, Message: message, Closed: func(r reassembly.Reason) { closed = r }, Other: func(*reassembly.Event) {}}
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []reassembly.Segment{{Key: useKey, Seq: 99, Flags: 0x02}, {Key: useKey, Seq: 100, Flags: 0x18, Payload: []byte("a|b||c|")}, {Key: useKey, Seq: 107, Flags: 0x18, Payload: []byte("|")}} {
		a.Add(&x)
	}
	a.Flush()
	if !slices.Equal(got, []string{"a|b||", "c||"}) || closed != reassembly.ReasonFlush {
		t.Errorf("%q, %v", got, closed)
	}
	l := reassembly.LengthPrefixed{Offset: 1, Size: 2, LittleEndian: true}
	if n, err := l.Next(reassembly.FromClient, []byte{0, 5, 0}, false); n != 5 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := (reassembly.TLSRecords{}).Next(reassembly.FromClient, []byte("GET /"), false); !errors.Is(err, reassembly.ErrFrame) {
		t.Error(err)
	}
}

// fragment is a fragment of an IPv4 datagram of the protocol 253 (RFC 3692).
func fragment(t *testing.T, id, offset uint16, more bool, text string) *packet.Packet {
	t.Helper()
	ip := &layers.IPv4{TTL: 64, Protocol: 253, ID: id, FragOffset: offset / 8, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")}
	if more {
		ip.Flags = layers.IPv4MoreFragments
	}
	b, err := codec.Marshal(ip, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return packet.New(b, capture.LinkTypeRaw)
}

// TestFragmentEvents: an overlap with other bytes is told and decided, a datagram that is not whole ends in time.
func TestFragmentEvents(t *testing.T) {
	var events []reassembly.FragmentEvent
	own := &reassembly.FragmentPolicy{Name: "own", Overlap: reassembly.RuleLast, Drop: reassembly.DropNever}
	d, err := reassembly.NewDefragmenter(reassembly.FragmentConfig{
		Policy: reassembly.FragmentsFirst, Targets: []reassembly.Target[reassembly.FragmentPolicy]{{Prefix: netip.MustParsePrefix("192.0.2.2/32"), Policy: own}},
		Datagrams: reassembly.DefaultDatagrams, Fragments: reassembly.DefaultFragments, Timeout4: time.Second, Timeout6: reassembly.DefaultTimeout6, Seed: flow.SeedFrom([16]byte{3}),
		Event: func(e *reassembly.FragmentEvent) {
			x := *e
			x.Old, x.New = slices.Clone(e.Old), slices.Clone(e.New)
			events = append(events, x)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	info := func(ms int64) *capture.Info {
		return &capture.Info{Time: capture.Unix(0, ms*1e6), LinkType: capture.LinkTypeRaw}
	}
	for i, p := range []*packet.Packet{fragment(t, 7, 0, true, "oldbytes"), fragment(t, 7, 0, true, "newbytes"), fragment(t, 7, 8, false, "end")} {
		want := []reassembly.Outcome{reassembly.Held, reassembly.Held, reassembly.Complete}[i]
		if got := d.Add(p, info(int64(i)), uint64(i+1)); got != want {
			t.Errorf("packet %d: %v", i, got)
		}
	}
	g := d.Datagram()
	if g == nil || string(g.Payload) != "newbytesend" || len(g.Data) != 20+11 || g.First != 0 || g.Info.Length != 31 {
		t.Errorf("%+v", g)
	}
	i := slices.IndexFunc(events, func(e reassembly.FragmentEvent) bool { return e.Kind == reassembly.FragmentConflict })
	if i < 0 || string(events[i].Old) != "old" || string(events[i].New) != "new" || !events[i].NewWins || events[i].ID != 7 || events[i].Number != 2 || events[i].Offset != 0 || events[i].Time != 1e6 {
		t.Errorf("%+v", events)
	}
	d.Add(fragment(t, 8, 0, true, "lonelyxx"), info(10), 4)
	if s := d.Stats(); s.Open != 1 || s.Packets != 4 || s.Fragments != 4 || s.Complete != 1 || s.Memory == 0 {
		t.Errorf("%+v", s)
	}
	d.Advance(int64(2 * time.Second))
	last := events[len(events)-1]
	if last.Kind != reassembly.FragmentTimeout || last.Length != 8 || last.Src != netip.MustParseAddr("192.0.2.1") || last.Dst != netip.MustParseAddr("192.0.2.2") || d.Stats().Events[reassembly.FragmentTimeout] != 1 {
		t.Errorf("%+v", last)
	}
}

// TestReadersOfDirections: where bytes came from, a reader that is too slow, and a hole that was acknowledged.
func TestReadersOfDirections(t *testing.T) {
	var v *reassembly.Conversation
	readers, err := reassembly.NewReaders(reassembly.ReaderConfig{Accept: func(c *reassembly.Conversation) { v = c }, Buffer: 4096, Slow: reassembly.SlowClose})
	if err != nil {
		t.Fatal(err)
	}
	a, err := reassembly.NewAssembler(reassembly.Config{Open: readers.Open, AckedHole: time.Second, ResetWait: time.Second, TimeWait: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range []reassembly.Segment{
		{Seq: 99, Flags: 0x02}, {Seq: 100, Flags: 0x10, Payload: []byte("hello")}, {Seq: 105, Flags: 0x10, Payload: make([]byte, 6000)},
	} {
		s.Key, s.Number = useKey, uint64(i+1)
		a.Add(&s)
	}
	r := v.Reader(reassembly.FromClient)
	b := make([]byte, 5)
	if n, err := r.Read(b); err != nil || string(b[:n]) != "hello" || r.At().Number != 2 || r.At().Offset != 0 {
		t.Errorf("%q, %v, %+v", b[:n], err, r.At())
	}
	for err == nil {
		_, err = r.Read(b)
	}
	if !errors.Is(err, reassembly.ErrSlow) {
		t.Errorf("%v", err)
	}
}

// TestOddSegments: a packet that was cut, urgent data apart from the stream, a reset that only is in the window, and stamps by a rule.
func TestOddSegments(t *testing.T) {
	own := &reassembly.Policy{Name: "own", Urgent: reassembly.UrgentApart, Stamps: reassembly.StampRule{Slack: 100, ZeroPasses: true}}
	cut := data(100, "abc")
	cut.Missing = 7
	urgent := data(110, "xUy")
	urgent.Flags, urgent.Ack, urgent.Urgent = 0x38, 500, 2
	zero, slack, old := data(113, "0"), data(114, "1"), data(115, "2")
	zero.HasStamp, slack.HasStamp, slack.Stamp, old.HasStamp, old.Stamp = true, true, 950, true, 500
	urgent.HasStamp, urgent.Stamp = true, 1000
	reset := reassembly.Segment{Seq: 300, Ack: 500, Flags: 0x14}
	u, _ := talk(t, reassembly.Config{Policy: own, CheckStamps: true}, cut, urgent, zero, slack, old, reset)
	if got := u.text[0].String(); got != "abcxy01" {
		t.Errorf("%q", got)
	}
	gap, apart, bad := u.event(reassembly.EventGap), u.event(reassembly.EventUrgent), u.event(reassembly.EventBadReset)
	if gap == nil || gap.Why != reassembly.GapSnapshot || gap.Length != 7 || apart == nil || string(apart.New) != "U" || bad == nil || !bad.InWindow || u.event(reassembly.EventOldTimestamp) == nil {
		t.Errorf("%+v", u.events)
	}
	if own.Stamps == (reassembly.StampRule{}) || reassembly.PolicyLinux.Stamps.Slack != 1 || !reassembly.PolicyWindows.Stamps.ZeroPasses || !reassembly.FragmentsRFC5722.Forever {
		t.Error("policies have other rules for stamps")
	}
}

// Framers that find themselves again, and that go on in the midst.
var (
	_ reassembly.Resyncer = (*reassembly.Delimited)(nil)
	_ reassembly.Cutter   = (*reassembly.HTTP)(nil)
)
