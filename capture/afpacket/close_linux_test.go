package afpacket_test

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/internal/netlab"
)

// kinds are the ways of reading an interface.
var kinds = []struct {
	name string
	open func(name string, live capture.Live, opts ...afpacket.Option) (capture.LiveSource, error)
}{
	{"V3", func(name string, live capture.Live, opts ...afpacket.Option) (capture.LiveSource, error) {
		return afpacket.Open(name, live, opts...)
	}},
	{"V2", func(name string, live capture.Live, opts ...afpacket.Option) (capture.LiveSource, error) {
		return afpacket.Open(name, live, append([]afpacket.Option{afpacket.WithVersion(afpacket.V2), afpacket.WithFrameSize(2048)}, opts...)...)
	}},
	{"plain", func(name string, live capture.Live, opts ...afpacket.Option) (capture.LiveSource, error) {
		return afpacket.OpenSocket(name, live, opts...)
	}},
}

// traffic sends frames until the test ends.
func traffic(t *testing.T, s capture.Sink) {
	stop := make(chan struct{})
	var done sync.WaitGroup
	done.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			if err := s.WritePacket(frame(i, 100), nil); err != nil && !errors.Is(err, capture.ErrQueueFull) {
				t.Error(err)
				return
			}
			if i%50 == 0 {
				time.Sleep(100 * time.Microsecond)
			}
		}
	})
	t.Cleanup(func() { close(stop); done.Wait() })
}

// rounds is how often each kind of source is closed under its reader; WIRETAG_ROUNDS=10000 is what a release takes.
func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("WIRETAG_ROUNDS")); err == nil {
		return n
	}
	if testing.Short() {
		return 40
	}
	return 200
}

// TestCloseWhileReading closes sources at random moments: by the end of a context, by Close from another goroutine, in the middle of a packet and while
// waiting. What was lent has to stay what it was.
func TestCloseWhileReading(t *testing.T) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			netlab.Isolate(t)
			netlab.Veth(t, "va", "vb")
			traffic(t, open(t, "va", capture.Live{Direction: capture.Inbound}))
			before := held()
			small := capture.Live{Buffer: 1 << 20, Delay: time.Millisecond}
			var packets atomic.Int64
			var open sync.WaitGroup
			some := make(chan struct{}, 24) // closing takes tens of milliseconds, all of them the kernel's
			for i := range rounds() {
				src, err := k.open("vb", small)
				if err != nil {
					t.Fatal(err)
				}
				some <- struct{}{}
				open.Go(func() {
					closeOnce(t, src, i, &packets)
					<-some
				})
			}
			open.Wait()
			if packets.Load() < int64(rounds()) {
				t.Errorf("only %d packets were read", packets.Load())
			}
			settle(t, before)
		})
	}
}

// closeOnce reads in one goroutine and closes in another, after a time that differs from call to call.
func closeOnce(t *testing.T, src capture.LiveSource, i int, packets *atomic.Int64) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var reader sync.WaitGroup
	reader.Go(func() {
		for rec, err := range capture.Packets(ctx, src) {
			if err != nil {
				if !errors.Is(err, capture.ErrClosed) && !errors.Is(err, context.Canceled) && (i%3 != 1 || !errors.Is(err, os.ErrDeadlineExceeded)) {
					t.Errorf("round %d: %v", i, err)
				}
				return
			}
			packets.Add(1)
			whole(t, rec.Data)
			if i%7 == 0 {
				time.Sleep(time.Duration(i%3) * 50 * time.Microsecond) // the source is closed meanwhile
				whole(t, rec.Data)
			}
		}
	})
	time.Sleep(time.Duration(i*37%1500) * time.Microsecond)
	switch i % 3 {
	case 0:
		cancel()
	case 1:
		_ = src.SetReadDeadline(time.Now())
		fallthrough
	default:
		if err := src.Close(); err != nil {
			t.Errorf("round %d: %v", i, err)
		}
	}
	reader.Wait()
	if err := src.Close(); err != nil {
		t.Error(err)
	}
}

// whole checks that a frame is one that was sent.
func whole(t *testing.T, data []byte) {
	n := int(data[17]) | int(data[16])<<8 | int(data[15])<<16
	if want := frame(n, 100); string(want) != string(data) {
		t.Errorf("packet %d: %x", n, data)
	}
}

// held counts the open file descriptors and the mappings of packet sockets and of ends of them.
func held() (h struct{ files, maps int }) {
	files, _ := os.ReadDir("/proc/self/fd")
	h.files = len(files)
	maps, _ := os.ReadFile("/proc/self/maps")
	h.maps = strings.Count(string(maps), "socket:")
	return h
}

// settle waits for the collector and compares.
func settle(t *testing.T, before struct{ files, maps int }) {
	t.Helper()
	runtime.GC()
	if after := held(); after != before {
		t.Errorf("files and mappings: %+v, before %+v", after, before)
	}
}

// TestCloseLent closes in the middle of a block, in one goroutine and in another one: the data stays, and with the next call or the collector its
// memory goes.
func TestCloseLent(t *testing.T) {
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	s := open(t, "va", capture.Live{Direction: capture.Inbound})
	for _, k := range kinds {
		before := held()
		src, err := k.open("vb", capture.Live{})
		if err != nil {
			t.Fatal(err)
		}
		send(t, s, 10, 100)
		recs := make([]capture.Record, 4)
		n, err := src.NextBatch(recs)
		if err != nil || n == 0 {
			t.Fatal(n, err)
		}
		if err := src.Close(); err != nil {
			t.Error(err)
		}
		if now := held(); now != before {
			t.Errorf("%s: files and mappings after closing: %+v, before %+v", k.name, now, before)
		}
		for i := range n {
			if string(recs[i].Data) != string(frame(i, 100)) {
				t.Errorf("%s: packet %d after closing: %x", k.name, i, recs[i].Data)
			}
		}
		for range 2 {
			if _, _, err := src.Next(); err != capture.ErrClosed {
				t.Errorf("%s: %v", k.name, err)
			}
			if _, err := src.NextBatch(recs); err != capture.ErrClosed {
				t.Errorf("%s: %v", k.name, err)
			}
		}
		if st, err := src.Stats(); err != nil || st.Received != 10 {
			t.Errorf("%s: after closing: %+v, %v", k.name, st, err)
		}
		if err := src.SetReadDeadline(time.Now()); !errors.Is(err, capture.ErrClosed) {
			t.Errorf("%s: deadline after closing: %v", k.name, err)
		}
		if err := src.WritePacket(frame(0, 60), nil); !errors.Is(err, capture.ErrClosed) {
			t.Errorf("%s: sending after closing: %v", k.name, err)
		}
	}
}
