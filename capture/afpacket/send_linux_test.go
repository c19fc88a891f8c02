package afpacket_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/capture/netif"
	"github.com/wiretag/wiretag/internal/netlab"
)

func openSender(t testing.TB, name string, opts ...afpacket.SendOption) *afpacket.Sender {
	t.Helper()
	s, err := afpacket.OpenSender(name, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	_ = s.SetWriteDeadline(time.Now().Add(10 * time.Second))
	return s
}

// transmitted is the number of packets that an interface sent.
func transmitted(t testing.TB, name string) uint64 {
	t.Helper()
	i, err := netif.ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return i.Stats.TxPackets
}

// TestSender sends more packets than its ring has frames, with and without the queueing discipline, and counts them where they left.
func TestSender(t *testing.T) {
	for _, c := range []struct {
		name string
		opts []afpacket.SendOption
	}{
		{"queue", nil},
		{"bypass", []afpacket.SendOption{afpacket.WithSendBypass()}},
		{"small", []afpacket.SendOption{afpacket.WithSendBuffer(1 << 16), afpacket.WithSendBatch(5)}},
		{"vnet", []afpacket.SendOption{afpacket.WithSendVNetHeader()}},
	} {
		t.Run(c.name, func(t *testing.T) {
			netlab.Isolate(t)
			netlab.Veth(t, "va", "vb")
			s, r := openSender(t, "va", c.opts...), open(t, "vb", capture.Live{})
			const n = 5000
			for i := 0; i < n; i += 100 {
				var packets [][]byte
				for k := range 50 {
					if err := s.WritePacket(frame(i+k, 300), nil); err != nil {
						t.Fatal(err)
					}
					packets = append(packets, frame(i+50+k, 300))
				}
				if sent, err := s.WriteBatch(packets); sent != 50 || err != nil {
					t.Fatal(sent, err)
				}
				for k := range 100 {
					if rec := next(t, r); !bytes.Equal(rec.Data, frame(i+k, 300)) {
						t.Fatalf("packet %d: %x", i+k, rec.Data)
					}
				}
			}
			if st := s.SendStats(); st.Sent != n || st.Queued != n || st.Bytes != n*300 || st.Rejected != 0 {
				t.Errorf("%+v", st)
			}
			if got := transmitted(t, "va"); got != n {
				t.Errorf("the interface sent %d", got)
			}
			tag := capture.VLAN{TPID: 0x88a8, TCI: 3<<13 | 5, Present: true}
			if err := errors.Join(s.WritePacket(frame(1, 60), &capture.Info{VLAN: tag}), s.Flush()); err != nil {
				t.Error(err)
			}
			if rec := next(t, r); rec.Info.VLAN != tag || !bytes.Equal(rec.Data, frame(1, 60)) {
				t.Errorf("%x, %+v", rec.Data, rec.Info)
			}
		})
	}
}

// TestRejected: packets that the kernel refuses do not stop those behind them.
func TestRejected(t *testing.T) {
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	s, r := openSender(t, "va", afpacket.WithLongestPacket(4000)), open(t, "vb", capture.Live{})
	long := frame(99, 3000) // the MTU is 1500
	for i := range 3 {
		if err := errors.Join(s.WritePacket(frame(i, 60), nil), s.WritePacket(long, nil), s.WritePacket(long, nil)); err != nil {
			t.Fatal(err)
		}
	}
	refused := 0
	for range 20 {
		err := s.Flush()
		if err == nil {
			break
		}
		if !strings.Contains(err.Error(), "refuses a packet of 3000 bytes") {
			t.Fatal(err)
		}
		refused++
	}
	for i := range 3 {
		if rec := next(t, r); !bytes.Equal(rec.Data, frame(i, 60)) {
			t.Errorf("%x", rec.Data)
		}
	}
	none(t, r)
	if st := s.SendStats(); refused != 6 || st.Rejected != 6 || st.Sent != 3 || st.Queued != 9 {
		t.Errorf("%d refused, %+v", refused, st)
	}
	for _, b := range [][]byte{nil, make([]byte, 1<<16)} {
		if err := s.WritePacket(b, nil); err == nil {
			t.Errorf("%d bytes: no error", len(b))
		}
	}
	send(t, s, 5, 100)
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	expect(t, r, 5, 100)
}

// TestWriteBatch is sending without a ring.
func TestWriteBatch(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		s, r := open("va", capture.Live{Direction: capture.Inbound}), open("vb", capture.Live{})
		var packets [][]byte
		for i := range 150 {
			packets = append(packets, frame(i, 200))
		}
		if n, err := s.WriteBatch(packets); n != 150 || err != nil {
			t.Fatal(n, err)
		}
		expect(t, r, 150, 200)
		packets[70] = frame(0, 5000) // is too long
		if n, err := s.WriteBatch(packets); n != 70 || err == nil {
			t.Errorf("%d, %v", n, err)
		}
		expect(t, r, 70, 200)
		packets[10] = nil
		if n, err := s.WriteBatch(packets); n != 10 || err == nil {
			t.Errorf("%d, %v", n, err)
		}
		expect(t, r, 10, 200)
		none(t, r)
		if err := s.WritePacket(frame(0, 5000), nil); err == nil {
			t.Error("5000 bytes were sent")
		}
	})
}

// TestSenderBatch: what stands behind the first packet of a batch that is not sent is not sent later either, and what stands before it is not left in the ring.
func TestSenderBatch(t *testing.T) {
	for name, bad := range map[string][]byte{"refused by the kernel": frame(99, 3000), "empty": {}, "longer than a frame": make([]byte, 1<<16)} {
		t.Run(name, func(t *testing.T) {
			netlab.Isolate(t)
			netlab.Veth(t, "va", "vb")
			s, r := openSender(t, "va", afpacket.WithLongestPacket(4000)), open(t, "vb", capture.Live{})
			var packets [][]byte
			for i := range 150 {
				packets = append(packets, frame(i, 200))
			}
			good := packets[70]
			packets[70] = bad
			if n, err := s.WriteBatch(packets); n != 70 || err == nil {
				t.Errorf("%d, %v", n, err)
			}
			expect(t, r, 70, 200)
			none(t, r)
			packets[70] = good
			if n, err := s.WriteBatch(packets); n != 150 || err != nil {
				t.Errorf("%d, %v", n, err)
			}
			expect(t, r, 150, 200)
			none(t, r)
			if st := s.SendStats(); st.Sent != 220 || st.Queued != st.Sent+st.Rejected {
				t.Errorf("%+v", st)
			}
		})
	}
}

// TestSenderCloseFull: a goroutine that waits for room in the queue of the interface learns that the sender was closed.
func TestSenderCloseFull(t *testing.T) {
	netlab.Need(t, "tc")
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	netlab.Run(t, "tc", "qdisc", "add", "dev", "va", "root", "tbf", "rate", "8kbit", "burst", "2000", "limit", "4000")
	s := openSender(t, "va", afpacket.WithSendBuffer(1<<16))
	waits := make(chan error)
	go func() {
		for k := 0; ; k++ {
			if err := s.WritePacket(frame(k, 1000), nil); err != nil {
				waits <- err
				return
			}
		}
	}()
	time.Sleep(100 * time.Millisecond)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := <-waits; !errors.Is(err, capture.ErrClosed) {
		t.Error(err)
	}
}

// TestSenderClose closes senders while goroutines use them, and takes their interface away.
func TestSenderClose(t *testing.T) {
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	before := held()
	var all sync.WaitGroup
	for i := range 80 {
		s, err := afpacket.OpenSender("va", afpacket.WithSendBuffer(1<<16))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			all.Go(func() {
				for k := 0; ; k++ {
					if err := s.WritePacket(frame(k, 100), nil); err != nil {
						if !errors.Is(err, capture.ErrClosed) {
							t.Error(err)
						}
						return
					}
				}
			})
		}
		time.Sleep(time.Duration(i*7%400) * time.Microsecond)
		all.Go(func() {
			if err := errors.Join(s.Close(), s.Close()); err != nil {
				t.Error(err)
			}
		})
		if i%20 == 0 {
			all.Wait()
		}
	}
	all.Wait()
	settle(t, before)
	s := openSender(t, "va")
	netlab.Run(t, "ip", "link", "set", "dev", "va", "down")
	if err := errors.Join(s.WritePacket(frame(0, 60), nil), s.Flush()); !errors.Is(err, capture.ErrDown) {
		t.Errorf("down: %v", err)
	}
	netlab.Run(t, "ip", "link", "del", "dev", "va")
	if err := s.Flush(); !errors.Is(err, capture.ErrGone) {
		t.Errorf("gone: %v", err)
	}
}

// memory is a source of packets.
type memory struct {
	recs []capture.Record
	at   int
}

func (m *memory) Next() ([]byte, *capture.Info, error) {
	if m.at == len(m.recs) {
		return nil, nil, io.EOF
	}
	m.at++
	return m.recs[m.at-1].Data, m.recs[m.at-1].Info, nil
}
func (m *memory) LinkType() capture.LinkType    { return capture.LinkTypeEthernet }
func (m *memory) Stats() (capture.Stats, error) { return capture.Stats{}, nil }
func (m *memory) Close() error                  { return nil }

// TestReplay sends packets by their own times, at a rate and as fast as possible, and compares the times of arrival.
func TestReplay(t *testing.T) {
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	s, r := openSender(t, "va"), open(t, "vb", capture.Live{Immediate: true})
	const n = 20
	for _, c := range []struct {
		name   string
		replay capture.Replay
		step   time.Duration // from packet to packet
	}{
		{"own times", capture.Replay{Speed: 1}, 10 * time.Millisecond},
		{"twice as fast", capture.Replay{Speed: 2}, 5 * time.Millisecond},
		{"packet rate", capture.Replay{PacketRate: 250}, 4 * time.Millisecond},
		{"bit rate", capture.Replay{BitRate: 100 * 8 * 500}, 2 * time.Millisecond},
		{"as fast as possible", capture.Replay{}, 0},
	} {
		src := new(memory)
		for i := range n {
			info := &capture.Info{Time: capture.Unix(1000, 0).Add(time.Duration(i) * 10 * time.Millisecond), CaptureLength: 100, Length: 100}
			src.recs = append(src.recs, capture.Record{Data: frame(i, 100), Info: info})
		}
		res, err := c.replay.Run(context.Background(), src, s)
		if err != nil || res.Sent != n || res.Bytes != n*100 || res.Lost != 0 {
			t.Errorf("%s: %+v, %v", c.name, res, err)
		}
		first := next(t, r).Info.Time
		for i := 1; i < n; i++ {
			rec := next(t, r)
			// Never early, but for the slack; how late depends on the machine.
			if got := rec.Info.Time.Sub(first); got < time.Duration(i)*c.step-3*time.Millisecond {
				t.Errorf("%s: packet %d after %v", c.name, i, got)
			}
		}
		if want := time.Duration(n-1) * c.step; res.Elapsed < want-time.Millisecond {
			t.Errorf("%s: took %v, want at least %v", c.name, res.Elapsed, want)
		}
	}
	cut := &memory{recs: []capture.Record{{Data: frame(0, 60), Info: &capture.Info{CaptureLength: 60, Length: 61}}, {Data: frame(1, 60), Info: &capture.Info{CaptureLength: 60, Length: 60}}}}
	if res, err := (capture.Replay{SkipTruncated: true, Limit: 5}).Run(context.Background(), cut, s); err != nil || res.Sent != 1 || res.Skipped != 1 {
		t.Errorf("%+v, %v", res, err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	cut.at = 0
	cut.recs[1].Info.Time, cut.recs[0].Info.Time = capture.Unix(100, 0), capture.Unix(1, 0)
	if res, err := (capture.Replay{Speed: 1}).Run(ctx, cut, s); !errors.Is(err, context.DeadlineExceeded) || res.Sent != 1 {
		t.Errorf("%+v, %v", res, err)
	}
}

// TestSenderFull: the queue of an interface that sends a megabyte a second has no room now and then. Packets wait then, and all arrive in order.
func TestSenderFull(t *testing.T) {
	netlab.Need(t, "tc")
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	netlab.Run(t, "tc", "qdisc", "add", "dev", "va", "root", "tbf", "rate", "8mbit", "burst", "2000", "limit", "4000")
	s, r := openSender(t, "va"), open(t, "vb", capture.Live{})
	const n = 100
	for i := range n {
		if err := s.WritePacket(frame(i, 1000), nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if rec := next(t, r); !bytes.Equal(rec.Data, frame(i, 1000)) {
			t.Fatalf("packet %d: %x", i, rec.Data)
		}
	}
	if st := s.SendStats(); st.Sent != n || st.Full == 0 || st.Rejected != 0 {
		t.Errorf("%+v", st)
	}
}
