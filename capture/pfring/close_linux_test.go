//go:build amd64 || arm64

package pfring

import (
	"context"
	"errors"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

var sendErrors = []struct {
	errno error
	want  error
}{
	{unix.ENETDOWN, capture.ErrDown}, {unix.ENOBUFS, capture.ErrQueueFull}, {unix.EMSGSIZE, unix.EMSGSIZE}, {unix.EPERM, os.ErrPermission},
}

func slicesOf(a []byte, b string, c []byte) []byte { return slices.Concat(a, []byte(b), c) }

// rounds is how often a ring is closed under its reader; WIRETAG_ROUNDS=10000 is what a release takes.
func rounds() int {
	if n, err := strconv.Atoi(os.Getenv("WIRETAG_ROUNDS")); err == nil {
		return n
	}
	return 300
}

// TestCloseWhileReading closes rings at random moments: while a packet is looked at, between packets, while waiting. What was lent stays.
func TestCloseWhileReading(t *testing.T) {
	m := newModule()
	read := 0
	for i := range rounds() {
		r, err := open(m, "eth0", settings(t, capture.Live{SnapLen: 200, Immediate: i%2 == 0, Delay: time.Millisecond}))
		if err != nil {
			t.Fatal(err)
		}
		s := m.at(r.fd)
		var side sync.WaitGroup
		stop := make(chan struct{})
		side.Go(func() { produce(s, stop) })
		ctx, cancel := context.WithCancel(context.Background())
		side.Go(func() {
			time.Sleep(time.Duration(i*37%1500) * time.Microsecond)
			if i%3 == 0 {
				cancel()
			} else if err := r.Close(); err != nil {
				t.Error(err)
			}
		})
		read += readAll(t, ctx, r, i)
		close(stop)
		side.Wait()
		cancel()
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if _, _, err := r.Next(); err != capture.ErrClosed { // the reader comes back, which it need not do after a cancelled context
			t.Error(err)
		}
	}
	if read < rounds() || m.open != 0 || m.mapped != 0 {
		t.Errorf("%d packets read, %d descriptors and %d mappings are left", read, m.open, m.mapped)
	}
}

// produce puts packets until it is told to stop.
func produce(s *ringSocket, stop chan struct{}) {
	b := make([]byte, 200)
	for n := uint64(0); ; n++ {
		select {
		case <-stop:
			return
		default:
		}
		d := b[:length(n, 20, 200)]
		pattern(d, n)
		s.put(&packet{data: d, nanoseconds: n})
		if n%100 == 0 {
			time.Sleep(20 * time.Microsecond)
		}
	}
}

func readAll(t *testing.T, ctx context.Context, r *Ring, i int) (n int) {
	for rec, err := range capture.Packets(ctx, r) {
		if err != nil {
			if !errors.Is(err, capture.ErrClosed) && !errors.Is(err, context.Canceled) {
				t.Errorf("round %d: %v", i, err)
			}
			return n
		}
		number := uint64(rec.Info.Time.Nsec)
		if i%7 == 0 {
			time.Sleep(time.Duration(i%3) * 50 * time.Microsecond) // the ring is closed meanwhile
		}
		if !matches(rec.Data, number) || len(rec.Data) != length(number, 20, 200) {
			t.Errorf("round %d: packet %d: %x", i, number, rec.Data)
		}
		n++
	}
	return n
}

// TestCloseLent closes in the middle of a run: the module's ring goes at once, the data stays, and goes with the next call or the collector.
func TestCloseLent(t *testing.T) {
	for _, again := range []bool{true, false} {
		m := newModule()
		func() {
			r, err := open(m, "eth0", settings(t, capture.Live{SnapLen: 200, Immediate: true}))
			if err != nil {
				t.Fatal(err)
			}
			s := m.at(r.fd)
			for n := range uint64(10) {
				b := make([]byte, length(n, 20, 200))
				pattern(b, n)
				s.put(&packet{data: b, nanoseconds: n})
			}
			recs := make([]capture.Record, 4)
			n, err := r.NextBatch(recs)
			if n != 4 || err != nil {
				t.Fatal(n, err)
			}
			m.noted()
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
			if calls := m.noted(); len(calls) != 2 || calls[0][:7] != "replace" || calls[1] != "close" || m.open != 0 || m.mapped != 1 {
				t.Errorf("%q, %d descriptors, %d mappings", calls, m.open, m.mapped)
			}
			for i, rec := range recs {
				if !matches(rec.Data, uint64(i)) || len(rec.Data) != length(uint64(i), 20, 200) {
					t.Errorf("packet %d after closing: %x", i, rec.Data)
				}
			}
			if st, err := r.Stats(); err != nil || st.Received != 10 {
				t.Error(st, err)
			}
			for _, err := range []error{r.SetReadDeadline(time.Now()), r.SetWriteDeadline(time.Now()), r.WritePacket(make([]byte, 60), nil), r.Activate(), r.Deactivate(), r.SetFilter(nil), r.SetPromiscuous(true)} {
				if !errors.Is(err, capture.ErrClosed) {
					t.Errorf("after closing: %v", err)
				}
			}
			if _, err := r.Details(0); err == nil {
				t.Error("details after closing")
			}
			for range 2 {
				if !again {
					break
				}
				if _, _, err := r.Next(); err != capture.ErrClosed {
					t.Error(err)
				}
				if _, err := r.NextBatch(recs); err != capture.ErrClosed {
					t.Error(err)
				}
			}
			runtime.KeepAlive(r)
		}()
		for wait := range 100 {
			runtime.GC()
			m.mu.Lock()
			left := m.mapped
			m.mu.Unlock()
			if left == 0 {
				break
			}
			if wait == 99 {
				t.Errorf("%d mappings are left", left)
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
}

// TestCloseTwice: by several at once, one of them the reader.
func TestCloseTwice(t *testing.T) {
	m := newModule()
	for range 50 {
		r, err := open(m, "eth0", settings(t, capture.Live{}))
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if err := r.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		if _, _, err := r.Next(); err != capture.ErrClosed {
			t.Error(err)
		}
		all.Wait()
	}
	if m.open != 0 || m.mapped != 0 {
		t.Errorf("%d descriptors and %d mappings are left", m.open, m.mapped)
	}
}
