package afpacket_test

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/capture/netif"
	"github.com/wiretag/wiretag/internal/netlab"
)

// soakTime is how long TestSoak runs: WIRETAG_SOAK=10m is what a release takes.
func soakTime(t *testing.T) time.Duration {
	if d, err := time.ParseDuration(os.Getenv("WIRETAG_SOAK")); err == nil {
		return d
	}
	if testing.Short() {
		return 500 * time.Millisecond
	}
	return 2 * time.Second
}

// resident is the memory of the process, in KiB, after a collection.
func resident(t *testing.T) int {
	t.Helper()
	runtime.GC()
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), "VmRSS:")
	n, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestSoak reads in all ways at once while packets come all the time: nothing is lost without being counted, memory does not grow, and in the end everything is
// given back.
func TestSoak(t *testing.T) {
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	before := held()
	total := soakTime(t)
	rate, _ := strconv.ParseFloat(os.Getenv("WIRETAG_SOAK_RATE"), 64)
	s := openSender(t, "va")
	_ = s.SetWriteDeadline(time.Time{})
	group, err := afpacket.OpenGroup("vb", 2, capture.Live{Buffer: 2 << 20})
	if err != nil {
		t.Fatal(err)
	}
	sources := group.Members()
	for _, k := range kinds {
		src, err := k.open("vb", capture.Live{Buffer: 2 << 20})
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, src)
	}
	delivered := make([]atomic.Uint64, len(sources))
	ctx, cancel := context.WithCancel(context.Background())
	readers := make(chan error, 1)
	go func() {
		readers <- capture.NewGroup(sources...).Run(ctx, func(ctx context.Context, i int, src capture.LiveSource) error {
			for rec, err := range capture.Packets(ctx, src) {
				if err != nil {
					return err
				}
				if len(rec.Data) == 300 {
					delivered[i].Add(1)
				}
			}
			return nil
		})
	}()
	if rate == 0 {
		rate = 20000
	}
	sizes := soakSend(t, s, total, rate)
	time.Sleep(300 * time.Millisecond)
	vb, err := netif.ByName("vb")
	if err != nil {
		t.Fatal(err)
	}
	var inGroup uint64
	for i, src := range sources {
		st, err := src.Stats()
		if err != nil || st.Received != delivered[i].Load() {
			t.Errorf("source %d: %+v, %v; %d delivered", i, st, err, delivered[i].Load())
		}
		switch all := st.Received + st.Dropped; {
		case i < 2:
			inGroup += all
		case all != vb.Stats.RxPackets:
			t.Errorf("source %d: %+v of %d packets", i, st, vb.Stats.RxPackets)
		}
	}
	if sent := s.SendStats().Sent; inGroup != vb.Stats.RxPackets || sent < vb.Stats.RxPackets {
		t.Errorf("%d packets sent, %d arrived, %d in the group", sent, vb.Stats.RxPackets, inGroup)
	}
	t.Logf("%v: %d packets sent, %d arrived, memory in KiB: %v", total, s.SendStats().Sent, vb.Stats.RxPackets, sizes)
	if first, last := sizes[1], sizes[len(sizes)-1]; last > first+2048 {
		t.Errorf("memory grew: %v KiB", sizes)
	}
	cancel()
	if err := <-readers; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	s.Close()
	settle(t, before)
}

// soakSend sends at a rate and notes the size of the process ten times.
func soakSend(t *testing.T, s *afpacket.Sender, total time.Duration, rate float64) (sizes []int) {
	batch := make([][]byte, 20)
	for i := range batch {
		batch[i] = frame(i, 300)
	}
	start := time.Now()
	for sent, note := 0.0, time.Duration(0); ; {
		now := time.Since(start)
		if now >= note {
			sizes = append(sizes, resident(t))
			note += total / 10
		}
		if now >= total {
			return sizes
		}
		if sent > now.Seconds()*rate {
			time.Sleep(time.Millisecond)
			continue
		}
		if _, err := s.WriteBatch(batch); err != nil {
			t.Fatal(err)
		}
		sent += float64(len(batch))
	}
}
