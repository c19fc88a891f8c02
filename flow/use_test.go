package flow_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/wiretag/wiretag/flow"
)

// TestEndpoints: every constructor gives its own kind, and the bytes that are on the wire.
func TestEndpoints(t *testing.T) {
	mac, err := flow.HardwareAddr(net.HardwareAddr{0, 0, 0x5e, 0, 0x53, 1})
	if err != nil {
		t.Fatal(err)
	}
	ip6 := netip.MustParseAddr("2001:db8::1").As16()
	seen := map[flow.Endpoint]string{}
	for text, e := range map[string]flow.Endpoint{
		"80/tcp": flow.TCPPort(80), "80/sctp": flow.SCTPPort(80), "80/dccp": flow.DCCPPort(80), "80/udplite": flow.UDPLitePort(80),
		"2001:db8::1": flow.IPv6(ip6), "00:00:5e:00:53:01": mac,
	} {
		if e.String() != text || !e.IsValid() || len(e.AppendBytes(nil)) > flow.MaxSize || e.FastHash(flow.SeedFrom([16]byte{1})) == e.FastHash(flow.SeedFrom([16]byte{2})) {
			t.Errorf("%v, want %s", e, text)
		}
		seen[e] = text
	}
	if len(seen) != 6 || (flow.Endpoint{}).IsValid() {
		t.Errorf("%v", seen)
	}
	if p, ok := flow.DCCPPort(80).Port(); !ok || p != 80 {
		t.Errorf("port %d, %v", p, ok)
	}
	if a, ok := mac.MAC(); !ok || a != [6]byte{0, 0, 0x5e, 0, 0x53, 1} {
		t.Errorf("%v, %v", a, ok)
	}
	if got := flow.IPv6(ip6).AppendBytes([]byte{9}); !bytes.Equal(got, append([]byte{9}, ip6[:]...)) {
		t.Errorf("%x", got)
	}
	if f := flow.New(flow.TCPPort(1), mac); f.Dst() != mac {
		t.Errorf("%v", f)
	}
}

// TestErrors: what is wrong with an address can be told apart.
func TestErrors(t *testing.T) {
	_, size := flow.HardwareAddr(make(net.HardwareAddr, 5))
	_, kind := flow.Parse("12/nosuchkind")
	_, text := flow.KindTCP.Parse("port")
	_, tunnel := flow.ParseTunnel("nosuchtunnel:1")
	_, config := flow.NewTable(flow.Config{Memory: 1})
	for _, c := range []struct{ got, want error }{{size, flow.ErrSize}, {kind, flow.ErrKind}, {text, flow.ErrText}, {config, flow.ErrConfig}} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%v, want %v", c.got, c.want)
		}
	}
	if tunnel == nil {
		t.Error("a tunnel of no type is read")
	}
	want := flow.Tunnel{Type: flow.TunnelVXLAN, ID: 42}
	if got, err := flow.ParseTunnel(want.String()); err != nil || got != want {
		t.Errorf("%v, %v", got, err)
	}
}

// segments are a handshake, a request and its answer, at times in milliseconds.
var segments = []struct {
	at, payload    int64
	back           bool
	flags          uint16
	seq, ack, size uint32
}{
	{0, 0, false, 0x02, 100, 0, 74},
	{30, 0, true, 0x12, 500, 101, 74},
	{40, 0, false, 0x10, 101, 501, 66},
	{50, 100, false, 0x18, 101, 501, 166},
	{80, 0, true, 0x10, 501, 201, 66},
}

// table returns a table that has taken the segments, and its key.
func table(t *testing.T, c flow.Config) (*flow.Table, flow.Key) {
	t.Helper()
	tb, err := flow.NewTable(c)
	if err != nil {
		t.Fatal(err)
	}
	a, b := flow.IPv6([16]byte{15: 1}), flow.IPv6([16]byte{15: 2})
	key := flow.Key{Flow: flow.New(a, b), SrcPort: 40000, DstPort: 80, Protocol: 6}
	for _, s := range segments {
		p := flow.Packet{Key: key, Time: s.at * 1e6, Length: s.size, Seq: s.seq, Ack: s.ack, Payload: uint32(s.payload), Flags: s.flags, TCP: true}
		if s.back {
			p.Key = key.Reverse()
		}
		tb.Add(&p)
	}
	return tb, key
}

// TestRoundTrips: times are those between the segments: 30 ms from SYN to SYN-ACK, 10 ms to its ACK, 30 ms to the answer.
func TestRoundTrips(t *testing.T) {
	updates := 0
	tb, key := table(t, flow.Config{Seed: flow.SeedFrom([16]byte{7}), Unanswered: time.Second, UpdateEvery: 20 * time.Millisecond, Update: func(r *flow.Record) {
		updates++
		if r.Continued {
			t.Error("a record that is the first is continued")
		}
	}})
	var r flow.Record
	if !tb.Lookup(key.Reverse(), &r) {
		t.Fatal("the flow is not found")
	}
	if r.Dst.RTT != (flow.RTT{Handshake: 30 * time.Millisecond, Min: 30 * time.Millisecond, Smooth: 30 * time.Millisecond}) || r.Src.RTT.Handshake != 10*time.Millisecond {
		t.Errorf("%+v, %+v", r.Src.RTT, r.Dst.RTT)
	}
	if r.First != time.UnixMilli(0).UTC() || r.Last != time.UnixMilli(80).UTC() || r.Src.Flags != 0x1a || r.Dst.Flags != 0x12 || r.Midstream || updates == 0 {
		t.Errorf("%+v, %d updates", r, updates)
	}
	open := 0
	for o := range tb.Open() {
		open++
		var back flow.Record
		if err := json.Unmarshal(o.AppendJSON(nil), &back); err != nil || back.Key != o.Key || back.Last != o.Last {
			t.Errorf("%+v, %v", back, err)
		}
	}
	bad := flow.Packet{Key: flow.Key{Flow: flow.New(flow.IPv6([16]byte{1}), flow.TCPPort(1))}}
	tb.Add(&bad)
	if s := tb.Stats(); s.Flows != open || open != 1 || s.Bytes != 74+74+66+166+66 || s.Refused != 1 || s.Memory <= 0 || s.Memory > flow.DefaultMemory {
		t.Errorf("%+v", s)
	}
}

// TestShardsAdvance: time that goes on ends flows, and a table that is closed takes nothing.
func TestShardsAdvance(t *testing.T) {
	ended := make(chan flow.Reason, 1)
	s, err := flow.NewShards(2, flow.Config{Idle: time.Second, End: func(r *flow.Record) { ended <- r.Reason }})
	if err != nil {
		t.Fatal(err)
	}
	f := s.Feeder()
	p := flow.Packet{Key: flow.Key{Flow: flow.New(flow.IPv6([16]byte{15: 1}), flow.IPv6([16]byte{15: 2})), SrcPort: 1, DstPort: 2, Protocol: 17}, Length: 60}
	if err := f.Add(&p); err != nil {
		t.Fatal(err)
	}
	f.Flush()
	s.Advance(int64(time.Hour))
	if why := <-ended; why != flow.ReasonIdle {
		t.Errorf("%v", why)
	}
	s.Close()
	if err := f.Add(&p); !errors.Is(err, flow.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}
