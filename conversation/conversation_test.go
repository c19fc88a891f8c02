package conversation_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/conversation"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

var (
	client4, server4 = netip.MustParseAddrPort("192.0.2.1:49152"), netip.MustParseAddrPort("198.51.100.2:7")
	client6, server6 = netip.MustParseAddrPort("[2001:db8::1]:49152"), netip.MustParseAddrPort("[2001:db8:1::2]:7")
)

// recorder keeps packets.
type recorder struct {
	packets [][]byte
	times   []capture.Timestamp
	link    capture.LinkType
}

func (r *recorder) WritePacket(data []byte, info *capture.Info) error {
	r.packets = append(r.packets, bytes.Clone(data))
	r.times = append(r.times, info.Time)
	r.link = info.LinkType
	return nil
}

// stream puts a direction's bytes together: the first that are seen at a place count.
func (r *recorder) stream(t *testing.T, port layers.TCPPort) []byte {
	t.Helper()
	var first uint32
	var got []byte
	var have []bool
	var v packet.View
	for i, p := range r.packets {
		v.Decode(p, r.link)
		tcp := packet.Get[layers.TCP](&v)
		if tcp == nil || v.Err() != nil {
			t.Fatalf("packet %d: %v", i, v.Err())
		}
		if tcp.SrcPort != port {
			continue
		}
		if tcp.Flags&layers.TCPSyn != 0 {
			first = tcp.Seq + 1
			continue
		}
		l, _ := v.Transport()
		data := l.Payload()
		if len(data) == 0 {
			continue
		}
		at := int(tcp.Seq - first)
		for len(got) < at+len(data) {
			got, have = append(got, 0), append(have, false)
		}
		for j, b := range data {
			if !have[at+j] {
				got[at+j], have[at+j] = b, true
			}
		}
	}
	for i, ok := range have {
		if !ok {
			t.Fatalf("byte %d was never seen", i)
		}
	}
	return got
}

// ordered looks at times and checksums.
func (r *recorder) ordered(t *testing.T) {
	t.Helper()
	var v packet.View
	for i, p := range r.packets {
		if i > 0 && r.times[i].Compare(r.times[i-1]) < 0 {
			t.Errorf("packet %d is from %v, the one before from %v", i, r.times[i], r.times[i-1])
		}
		v.Decode(p, r.link)
		for s := range v.Checksums() {
			if s.State == codec.SumBad {
				t.Errorf("packet %d: %+v", i, s)
			}
		}
	}
}

func talk(path conversation.Path, client, server netip.AddrPort, up, down []byte) (*recorder, error) {
	r := new(recorder)
	n := conversation.New(r, path)
	c, err := n.DialTCP(client, server)
	if err != nil {
		return r, err
	}
	for _, say := range []struct {
		side conversation.Side
		data []byte
	}{{conversation.Client, up}, {conversation.Server, down}} {
		if _, err := c.From(say.side).Write(say.data); err != nil {
			return r, err
		}
	}
	if err := c.Close(conversation.Server); err != nil {
		return r, err
	}
	return r, n.Flush()
}

func noise(n int, seed uint64) []byte {
	b := make([]byte, n)
	random := rand.New(rand.NewPCG(seed, 0))
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return b
}

func TestTCPArrives(t *testing.T) {
	for _, size := range []int{0, 1, 1447, 1448, 1449, 100_000} {
		for _, faults := range []conversation.Faults{
			{},
			{Loss: 0.05},
			{Reorder: 0.1},
			{Duplicate: 0.1},
			{Overlap: 0.2},
			{Overlap: 0.2, Conflict: true},
			{Loss: 0.1, Reorder: 0.1, Duplicate: 0.1, Overlap: 0.1},
		} {
			for seed := range uint64(4) {
				name := fmt.Sprintf("%d/%+v/%d", size, faults, seed)
				up, down := noise(size/2, seed), noise(size, seed+1)
				client, server := client4, server4
				path := conversation.Path{Faults: faults, Seed: seed}
				if seed%2 == 1 {
					client, server = client6, server6
					path.Fragment, path.Jitter = 600, time.Millisecond
				}
				r, err := talk(path, client, server, up, down)
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				r.ordered(t)
				if path.Fragment != 0 {
					continue // reading fragments is not this test's matter
				}
				if got := r.stream(t, layers.TCPPort(client.Port())); !bytes.Equal(got, up) && !faults.Conflict {
					t.Errorf("%s: %d bytes to the server, want %d", name, len(got), len(up))
				}
				if got := r.stream(t, layers.TCPPort(server.Port())); !bytes.Equal(got, down) && !faults.Conflict {
					t.Errorf("%s: %d bytes to the client, want %d", name, len(got), len(down))
				}
			}
		}
	}
}

// TestSmallest counts the packets of the shortest connections.
func TestSmallest(t *testing.T) {
	r, err := talk(conversation.Path{}, client4, server4, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	var v packet.View
	for _, p := range r.packets {
		v.Decode(p, r.link)
		got = append(got, packet.Get[layers.TCP](&v).Flags.String())
	}
	want := "[SYN SYN|ACK ACK FIN|ACK FIN|ACK ACK]"
	if s := fmt.Sprint(got); s != want {
		t.Errorf("%s, want %s", s, want)
	}
}

func TestSame(t *testing.T) {
	path := conversation.Path{Seed: 7, Jitter: time.Millisecond, Faults: conversation.Faults{Loss: 0.1, Duplicate: 0.1}}
	a, errA := talk(path, client4, server4, noise(5000, 1), noise(50000, 2))
	b, errB := talk(path, client4, server4, noise(5000, 1), noise(50000, 2))
	if errA != nil || errB != nil || fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("one seed, two captures of %d and %d packets (%v, %v)", len(a.packets), len(b.packets), errA, errB)
	}
	path.Seed++
	if c, err := talk(path, client4, server4, noise(5000, 1), noise(50000, 2)); err != nil || fmt.Sprint(a) == fmt.Sprint(c) {
		t.Errorf("two seeds, one capture (%v)", err)
	}
}

func TestUDP(t *testing.T) {
	for _, path := range []conversation.Path{{}, {Fragment: 576}} {
		for _, ends := range [][2]netip.AddrPort{{client4, server4}, {client6, server6}} {
			r := new(recorder)
			n := conversation.New(r, path)
			u, err := n.UDP(ends[0], ends[1])
			if err != nil {
				t.Fatal(err)
			}
			for _, size := range []int{0, 1, 1000, 9000} {
				for _, side := range []conversation.Side{conversation.Client, conversation.Server} {
					if ok, err := u.Send(side, noise(size, 1)); !ok || err != nil {
						t.Fatal(ok, err)
					}
				}
			}
			if err := n.Flush(); err != nil {
				t.Fatal(err)
			}
			r.ordered(t)
			if least := 2 * (4 + 6); len(r.packets) < least {
				t.Errorf("%d packets, want %d at least", len(r.packets), least)
			}
		}
	}
	if _, err := conversation.New(new(recorder), conversation.Path{}).UDP(client4, server6); err == nil {
		t.Error("two families of addresses")
	}
}

func TestAllLost(t *testing.T) {
	_, err := conversation.New(new(recorder), conversation.Path{Faults: conversation.Faults{Loss: 1}}).DialTCP(client4, server4)
	if err != conversation.ErrStalled {
		t.Errorf("%v, want %v", err, conversation.ErrStalled)
	}
}

func TestReset(t *testing.T) {
	r := new(recorder)
	n := conversation.New(r, conversation.Path{})
	c, err := n.DialTCP(client4, server4)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Reset(conversation.Server); err != nil {
		t.Fatal(err)
	}
	if err := n.Flush(); err != nil {
		t.Fatal(err)
	}
	var v packet.View
	v.Decode(r.packets[len(r.packets)-1], r.link)
	if f := packet.Get[layers.TCP](&v).Flags; f != layers.TCPRst|layers.TCPAck || len(r.packets) != 4 {
		t.Errorf("%d packets, the last %v", len(r.packets), f)
	}
	if _, err := c.From(conversation.Client).Write([]byte("x")); err != io.ErrClosedPipe {
		t.Errorf("writing after RST: %v", err)
	}
}

// TestShut: after a FIN a side writes nothing more, and the other one goes on.
func TestShut(t *testing.T) {
	n := conversation.New(new(recorder), conversation.Path{})
	c, err := n.DialTCP(client4, server4)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Shut(conversation.Client); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c.From(conversation.Client), "x"); err != io.ErrClosedPipe {
		t.Errorf("writing after FIN: %v", err)
	}
	if k, err := io.WriteString(c.From(conversation.Server), "still here"); err != nil || k != 10 {
		t.Errorf("the other side: %d, %v", k, err)
	}
	if err := c.Close(conversation.Server); err != nil {
		t.Error(err)
	}
}

// TestManyDatagrams: what a side sends goes on while it sends, and is not kept.
func TestManyDatagrams(t *testing.T) {
	var r recorder
	n := conversation.New(&r, conversation.Path{})
	u, err := n.UDP(client4, server4)
	if err != nil {
		t.Fatal(err)
	}
	const datagrams = 2000
	for range datagrams {
		if _, err := u.Send(conversation.Client, make([]byte, 1400)); err != nil {
			t.Fatal(err)
		}
	}
	if kept := datagrams - len(r.packets); kept > 250 {
		t.Errorf("%d datagrams are kept", kept)
	}
	if err := n.Flush(); err != nil || len(r.packets) != datagrams {
		t.Errorf("%d packets: %v", len(r.packets), err)
	}
}

// TestOddDelays: times that no path takes.
func TestOddDelays(t *testing.T) {
	const forever = 1<<63 - 1
	for _, p := range []conversation.Path{
		{Jitter: forever},
		{Jitter: -time.Hour},
		{Latency: forever},
		{Latency: forever, Jitter: forever, Bandwidth: 1, Faults: conversation.Faults{Loss: 0.3}},
	} {
		var r recorder
		n := conversation.New(&r, p)
		c, err := n.DialTCP(client4, server4)
		if err == nil {
			err = c.Close(conversation.Client)
		}
		if err != nil {
			t.Errorf("latency %v, jitter %v: %v", p.Latency, p.Jitter, err)
		}
		for i := range r.times[1:] {
			if r.times[i+1].Compare(r.times[i]) < 0 {
				t.Errorf("latency %v, jitter %v: packet %d is before the one in front of it", p.Latency, p.Jitter, i+1)
			}
		}
	}
}

// TestOwnMAC: both sides have an address of their own on the link, also where their IP addresses end alike.
func TestOwnMAC(t *testing.T) {
	for _, c := range [][2]string{{"2001:db8::1", "2001:db8:1::1"}, {"2001:db8:1::1", "2001:db8::1"}, {"192.0.2.1", "192.0.2.2"}, {"::1", "::1"}} {
		client, server := netip.MustParseAddr(c[0]), netip.MustParseAddr(c[1])
		r, err := talk(conversation.Path{}, netip.AddrPortFrom(client, 1025), netip.AddrPortFrom(server, 80), []byte("a"), []byte("b"))
		if err != nil {
			t.Fatal(err)
		}
		from := map[string]string{}
		for _, p := range r.packets {
			src, dst := string(p[6:12]), string(p[:6])
			if (src == dst) != (client == server) || from[src] != "" && from[src] != dst {
				t.Errorf("%v: from % x to % x", c, src, dst)
			}
			from[src] = dst
		}
		if client != server && len(from) != 2 {
			t.Errorf("%v: %d addresses", c, len(from))
		}
	}
}
