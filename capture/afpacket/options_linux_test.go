package afpacket_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/capture/netif"
	"github.com/wiretag/wiretag/internal/netlab"
)

// each runs a test with each way of reading, in a namespace of its own with va and vb connected.
func each(t *testing.T, test func(t *testing.T, open func(name string, live capture.Live, opts ...afpacket.Option) capture.LiveSource)) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			netlab.Isolate(t)
			netlab.Veth(t, "va", "vb")
			test(t, func(name string, live capture.Live, opts ...afpacket.Option) capture.LiveSource {
				t.Helper()
				src, err := k.open(name, live, opts...)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { src.Close() })
				_ = src.SetReadDeadline(time.Now().Add(10 * time.Second))
				return src
			})
		})
	}
}

type opener = func(name string, live capture.Live, opts ...afpacket.Option) capture.LiveSource

// next reads a packet that must come, and keeps it.
func next(t *testing.T, src capture.LiveSource) capture.Record {
	t.Helper()
	data, info, err := src.Next()
	if err != nil {
		t.Fatal(err)
	}
	return capture.Record{Data: data, Info: info}.Clone()
}

// tagged puts tags, TPID and TCI each, into a frame.
func tagged(b []byte, tags ...uint16) []byte {
	out := slices.Clone(b[:12])
	for _, v := range tags {
		out = binary.BigEndian.AppendUint16(out, v)
	}
	return append(out, b[12:]...)
}

// TestVLAN sends tags of every kind, and looks at them both where the kernel leaves them and put back. The bytes put back are those that were sent.
func TestVLAN(t *testing.T) {
	cases := []struct {
		name string
		tags []uint16 // TPID, TCI, outermost first
	}{
		{"VLAN 100", []uint16{0x8100, 100}},
		{"VLAN 0, priority 5", []uint16{0x8100, 5 << 13}},
		{"VLAN 0, priority 0", []uint16{0x8100, 0}},
		{"VLAN 4095, drop eligible", []uint16{0x8100, 7<<13 | 1<<12 | 4095}},
		{"802.1ad", []uint16{0x88a8, 3<<13 | 200}},
		{"stacked", []uint16{0x88a8, 1<<13 | 200, 0x8100, 2<<13 | 300}},
		{"stacked, one TPID", []uint16{0x8100, 10, 0x8100, 20}},
		{"none", nil},
	}
	each(t, func(t *testing.T, open opener) {
		s := open("va", capture.Live{Direction: capture.Inbound})
		apart, whole := open("vb", capture.Live{}), open("vb", capture.Live{}, afpacket.WithVLANInserted())
		short := open("vb", capture.Live{SnapLen: 40}, afpacket.WithVLANInserted())
		for i, c := range cases {
			sent := tagged(frame(i, 80), c.tags...)
			if err := s.WritePacket(sent, nil); err != nil {
				t.Fatal(err)
			}
			rec := next(t, whole)
			if !bytes.Equal(rec.Data, sent) || rec.Info.Length != uint32(len(sent)) || rec.Info.VLAN.Present {
				t.Errorf("%s: put back %x, %+v; sent %x", c.name, rec.Data, rec.Info, sent)
			}
			if rec = next(t, short); !bytes.Equal(rec.Data, sent[:40]) || rec.Info.Length != uint32(len(sent)) {
				t.Errorf("%s: put back and cut %x, %+v; sent %x", c.name, rec.Data, rec.Info, sent)
			}
			rec = next(t, apart)
			if c.tags == nil {
				if rec.Info.VLAN != (capture.VLAN{}) || !bytes.Equal(rec.Data, sent) {
					t.Errorf("%s: %x, %+v", c.name, rec.Data, rec.Info.VLAN)
				}
				continue
			}
			want := capture.VLAN{TPID: c.tags[0], TCI: c.tags[1], Present: true}
			if rec.Info.VLAN != want || !bytes.Equal(rec.Data, tagged(frame(i, 80), c.tags[2:]...)) {
				t.Errorf("%s: %x, %+v; want %+v", c.name, rec.Data, rec.Info.VLAN, want)
			}
			// What was read goes out again as it came in.
			if err := s.WritePacket(rec.Data, rec.Info); err != nil {
				t.Fatal(err)
			}
			if again := next(t, whole); !bytes.Equal(again.Data, sent) {
				t.Errorf("%s: sent from Info: %x, want %x", c.name, again.Data, sent)
			}
			next(t, apart)
			next(t, short)
		}
	})
}

// TestFilter: no packet of before, none that does not match, none that is too long, and another filter later.
func TestFilter(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		s := open("va", capture.Live{Direction: capture.Inbound})
		compile := func(expr string) *bpf.Program {
			p, err := bpf.Compile(expr, capture.LinkTypeEthernet, bpf.ForSocket(), bpf.WithSnapLen(60))
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		r := open("vb", capture.Live{SnapLen: 50, Filter: compile("ether[17] & 1 = 1 and not vlan 5").Raw()})
		for i := range 20 {
			if err := s.WritePacket(frame(i, 100), nil); err != nil {
				t.Fatal(err)
			}
			if err := s.WritePacket(tagged(frame(i, 100), 0x8100, 5), nil); err != nil {
				t.Fatal(err)
			}
		}
		for i := 1; i < 20; i += 2 {
			if rec := next(t, r); !bytes.Equal(rec.Data, frame(i, 100)[:50]) || rec.Info.Length != 100 || !rec.Info.Truncated() {
				t.Errorf("packet %d: %x, %+v", i, rec.Data, rec.Info)
			}
		}
		none(t, r)
		if st, _ := r.Stats(); st.Received != 10 || st.Dropped != 0 {
			t.Errorf("%+v", st)
		}
		if err := r.(interface{ SetFilter([]xbpf) error }).SetFilter(compile("vlan 5").Raw()); err != nil {
			t.Fatal(err)
		}
		send(t, s, 4, 60)
		if err := s.WritePacket(tagged(frame(9, 60), 0x8100, 5), nil); err != nil {
			t.Fatal(err)
		}
		if rec := next(t, r); !bytes.Equal(rec.Data, frame(9, 60)[:50]) {
			t.Errorf("%x", rec.Data)
		}
	})
}

// TestFilterFromTheStart opens sources while packets arrive that their filter does not take.
func TestFilterFromTheStart(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		traffic(t, open("va", capture.Live{Direction: capture.Inbound}))
		ip, err := bpf.Compile("ip", capture.LinkTypeEthernet, bpf.ForSocket())
		if err != nil {
			t.Fatal(err)
		}
		for range 6 {
			r := open("vb", capture.Live{Filter: ip.Raw(), Buffer: 1 << 20, Delay: time.Millisecond})
			f := open("vb", capture.Live{Filter: ip.Raw(), Buffer: 1 << 20, Delay: time.Millisecond}, afpacket.WithFanout(afpacket.Fanout{Unique: true}))
			time.Sleep(3 * time.Millisecond)
			for _, src := range []capture.LiveSource{r, f} {
				if st, err := src.Stats(); err != nil || st.Received != 0 {
					t.Fatalf("%+v, %v", st, err)
				}
				src.Close()
			}
		}
	})
}

// TestDirection: both, in, out; the loopback interface gives each packet once.
func TestDirection(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		both := open("va", capture.Live{})
		in := open("va", capture.Live{Direction: capture.Inbound})
		out := open("va", capture.Live{Direction: capture.Outbound})
		peer := open("vb", capture.Live{Direction: capture.Inbound})
		if err := in.WritePacket(frame(1, 60), nil); err != nil {
			t.Fatal(err)
		}
		if err := peer.WritePacket(frame(2, 60), nil); err != nil {
			t.Fatal(err)
		}
		check := func(src capture.LiveSource, n int, d capture.Direction, r capture.Reception) {
			t.Helper()
			rec := next(t, src)
			if !bytes.Equal(rec.Data, frame(n, 60)) || rec.Info.Direction() != d || rec.Info.Flags.Reception() != r {
				t.Errorf("%x, %v, %v; want packet %d, %v", rec.Data, rec.Info.Direction(), rec.Info.Flags.Reception(), n, d)
			}
		}
		check(both, 1, capture.Outbound, capture.ReceptionUnknown)
		check(both, 2, capture.Inbound, capture.ReceptionBroadcast)
		check(in, 2, capture.Inbound, capture.ReceptionBroadcast)
		check(out, 1, capture.Outbound, capture.ReceptionUnknown)
		none(t, in)
		none(t, out)
		lo, all := open("lo", capture.Live{}), open("any", capture.Live{})
		loOut := open("lo", capture.Live{Direction: capture.Outbound})
		if err := lo.WritePacket(frame(3, 60), nil); err != nil {
			t.Fatal(err)
		}
		check(lo, 3, capture.Inbound, capture.ReceptionMulticast) // its broadcast address is another one
		check(loOut, 3, capture.Outbound, capture.ReceptionUnknown)
		none(t, lo)
		next(t, all)
		none(t, all)
	})
}

// TestAny reads all interfaces behind cooked headers, and one interface cooked.
func TestAny(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		s := open("va", capture.Live{Direction: capture.Inbound})
		_, va := s.Interface()
		_, vb := open("vb", capture.Live{}).Interface()
		all := open("any", capture.Live{})
		one := open("vb", capture.Live{}, afpacket.WithCooked(capture.LinkTypeLinuxSLL), afpacket.WithVLANInserted())
		if all.LinkType() != capture.LinkTypeLinuxSLL2 || one.LinkType() != capture.LinkTypeLinuxSLL {
			t.Fatal(all.LinkType(), one.LinkType())
		}
		sent := frame(7, 60)
		if err := s.WritePacket(tagged(sent, 0x8100, 9), nil); err != nil {
			t.Fatal(err)
		}
		if err := s.WritePacket(sent, nil); err != nil {
			t.Fatal(err)
		}
		header := func(index int, kind byte) []byte {
			h := []byte{0x88, 0xb5, 0, 0, 0, 0, 0, byte(index), 0, 1, kind, 6}
			return append(append(h, sent[6:12]...), 0, 0)
		}
		seen := 0
		for range 4 { // the tag is in Info, or in the packet where it went out
			rec := next(t, all)
			want := append(header(va, 4), sent[14:]...)
			if rec.Info.Interface == vb {
				want = append(header(vb, 1), sent[14:]...)
			}
			if bytes.Equal(rec.Data, want) && int(rec.Info.Length) == len(want) {
				seen++
			} else if !rec.Info.VLAN.Present && rec.Info.Direction() == capture.Inbound {
				t.Errorf("interface %d: %x, %+v; want %x", rec.Info.Interface, rec.Data, rec.Info, want)
			}
		}
		if seen < 3 {
			t.Errorf("only %d packets are as they should be", seen)
		}
		sll := func(protocol ...byte) []byte {
			h := append([]byte{0, 1, 0, 1, 0, 6}, sent[6:12]...)
			return append(append(h, 0, 0), append(protocol, sent[14:]...)...)
		}
		if rec := next(t, one); !bytes.Equal(rec.Data, sll(0x81, 0, 0, 9, 0x88, 0xb5)) {
			t.Errorf("tagged: %x", rec.Data)
		}
		if rec := next(t, one); !bytes.Equal(rec.Data, sll(0x88, 0xb5)) {
			t.Errorf("untagged: %x", rec.Data)
		}
	})
}

// TestPromiscuous: the interface gets the mode, and loses it when the last one who wanted it is gone, without Close as well.
func TestPromiscuous(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		count := func() int {
			i, err := netif.ByName("vb")
			if err != nil {
				t.Fatal(err)
			}
			return i.Promiscuity
		}
		a := open("vb", capture.Live{Promiscuous: true})
		b := open("vb", capture.Live{Promiscuous: true})
		plain := open("vb", capture.Live{AllMulticast: true})
		if count() != 2 || !strings.Contains(netlab.Run(t, "ip", "-d", "link", "show", "dev", "vb"), "allmulti 1") {
			t.Errorf("promiscuity %d", count())
		}
		p := plain.(interface{ SetPromiscuous(bool) error })
		if err := p.SetPromiscuous(true); err != nil || count() != 3 {
			t.Error(err, count())
		}
		if err := p.SetPromiscuous(false); err != nil || count() != 2 {
			t.Error(err, count())
		}
		if err := a.WritePacket(frame(0, 60), nil); err != nil { // and something is lent
			t.Fatal(err)
		}
		next(t, b)
		a.Close()
		b.Close()
		plain.Close()
		if count() != 0 {
			t.Errorf("promiscuity %d after closing", count())
		}
	})
}

// TestDeadline: at once, later, moved while waiting, and reading goes on.
func TestDeadline(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		s, r := open("va", capture.Live{Direction: capture.Inbound}), open("vb", capture.Live{})
		wait := func(at time.Duration) time.Duration {
			start := time.Now()
			_ = r.SetReadDeadline(start.Add(at))
			if _, _, err := r.Next(); !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("%v: %v", at, err)
			}
			return time.Since(start)
		}
		if d := wait(-time.Second); d > time.Second {
			t.Errorf("took %v", d)
		}
		if d := wait(30 * time.Millisecond); d < 30*time.Millisecond || d > 3*time.Second {
			t.Errorf("took %v", d)
		}
		time.AfterFunc(20*time.Millisecond, func() { _ = r.SetReadDeadline(time.Now()) })
		if d := wait(time.Hour); d > 3*time.Second {
			t.Errorf("took %v", d)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
		defer cancel()
		_ = r.SetReadDeadline(time.Now().Add(10 * time.Second))
		send(t, s, 3, 60)
		expect(t, r, 3, 60)
		for _, err := range capture.Packets(ctx, r) {
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%v", err)
			}
		}
		if _, _, err := r.Next(); err != capture.ErrClosed {
			t.Error(err)
		}
	})
}
