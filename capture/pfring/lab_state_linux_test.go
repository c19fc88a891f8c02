package pfring

import (
	"context"
	"errors"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// labStats: what the filter lets through is counted, nothing else.
func labStats(t *testing.T, l *lab) {
	out := wire(t, l.tx)
	r := l.open(t, l.rx, capture.Live{Direction: capture.Inbound, Filter: l.ours()})
	other := *l
	other.tag++
	l.send(t, out, 0, 500, 60)
	other.send(t, out, 0, 100, 60)
	eventually(t, "500 received", func() bool { st, err := r.Stats(); return err == nil && st.Received == 500 })
	l.want(t, "counted", l.collect(t, r, 500), 60, upTo(0, 500)...)
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if st, err := r.Stats(); err != nil || st != (capture.Stats{Received: 500}) {
		t.Errorf("after closing: %+v, %v", st, err)
	}
}

// labFull fills the ring: what is there stays, the rest is counted, and reading goes on behind it.
func labFull(t *testing.T, l *lab) {
	const n = 30000
	out := wire(t, l.tx)
	r := l.open(t, l.rx, capture.Live{Direction: capture.Inbound, SnapLen: 1500, Filter: l.ours()})
	before := ifc(t, l.rx).Stats
	for lap := range 3 {
		l.send(t, out, lap*n, (lap+1)*n, 1000)
		after := ifc(t, l.rx).Stats
		// What the queue of the interface had no room for never came to the module.
		least, most := uint64((lap+1)*n)-(after.RxDropped-before.RxDropped), uint64((lap+1)*n)
		eventually(t, "all packets are counted", func() bool { st, _ := r.Stats(); all := st.Received + st.Dropped; return all >= least && all <= most })
		st, err := r.Stats()
		if err != nil {
			t.Fatal(err)
		}
		if lap == 0 && st.Dropped == 0 {
			t.Logf("%+v: the ring has room for all", st)
		}
	}
	st, _ := r.Stats()
	var read, dropped uint64
	last := -1
	for {
		_ = r.SetReadDeadline(time.Now().Add(500 * time.Millisecond))
		data, info, err := r.Next()
		if errors.Is(err, os.ErrDeadlineExceeded) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		i := l.number(data)
		if i <= last || string(data) != string(l.frame(i, 1000)) {
			t.Fatalf("packet %d after %d: %x", i, last, data)
		}
		last = i
		read++
		dropped += info.Dropped
	}
	if read != st.Received || dropped > st.Dropped {
		t.Errorf("read %d, %d dropped by Info; %+v", read, dropped, st)
	}
	t.Logf("%d read, %+v", read, st)
	l.send(t, out, 0, 100, 60)
	l.want(t, "after that", l.collect(t, r, 100), 60, upTo(0, 100)...)
}

// labActivate: a ring that is not active gets nothing, whoever waits at it.
func labActivate(t *testing.T, l *lab) {
	out := wire(t, l.tx)
	r := l.open(t, l.rx, capture.Live{Immediate: true, Filter: l.ours()}, WithInactive())
	l.send(t, out, 0, 10, 60)
	l.want(t, "opened inactive", l.collect(t, r, 0), 60)
	for i := range 5 {
		if err := r.Activate(); err != nil {
			t.Fatal(err)
		}
		l.send(t, out, 10*i, 10*i+10, 60)
		if i%2 == 0 {
			l.want(t, "active", l.collect(t, r, 10), 60, upTo(10*i, 10*i+10)...)
		}
		eventually(t, "received", func() bool { st, _ := r.Stats(); return st.Received >= uint64(10*i+10) })
		if err := r.Deactivate(); err != nil {
			t.Fatal(err)
		}
		l.send(t, out, 1000, 1010, 60)
		if i%2 != 0 { // what was there is kept
			l.want(t, "inactive", l.collect(t, r, 10), 60, upTo(10*i, 10*i+10)...)
		} else {
			l.want(t, "inactive", l.collect(t, r, 0), 60)
		}
	}
}

// labDeadline: deadlines before and while waiting.
func labDeadline(t *testing.T, l *lab) {
	r := l.open(t, l.rx, capture.Live{Filter: l.ours()})
	for _, d := range []time.Duration{-time.Second, 0, 30 * time.Millisecond, 700 * time.Millisecond} {
		start := time.Now()
		_ = r.SetReadDeadline(start.Add(d))
		_, _, err := r.Next()
		if got := time.Since(start); !errors.Is(err, os.ErrDeadlineExceeded) || got < d || got > max(d, 0)+500*time.Millisecond {
			t.Errorf("deadline in %v: %v after %v", d, err, got)
		}
	}
	_ = r.SetReadDeadline(time.Time{})
	start := time.Now()
	time.AfterFunc(50*time.Millisecond, func() { _ = r.SetReadDeadline(time.Now()) })
	if _, _, err := r.Next(); !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(start) > time.Second {
		t.Errorf("moved: %v after %v", err, time.Since(start))
	}
	_ = r.SetReadDeadline(time.Time{})
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	start = time.Now()
	for _, err := range capture.Packets(ctx, r) {
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 2*time.Second {
			t.Errorf("context: %v after %v", err, time.Since(start))
		}
	}
}

// labClose closes rings under their readers while packets come. What was lent stays.
func labClose(t *testing.T, l *lab) {
	defer l.flooding(t, 200)()
	rounds := 40
	if n, err := strconv.Atoi(os.Getenv("WIRETAG_ROUNDS")); err == nil {
		rounds = n
	}
	some := make(chan struct{}, 8)
	var all sync.WaitGroup
	for i := range rounds {
		some <- struct{}{}
		r, err := l.try(l.rx, capture.Live{SnapLen: 1600, Immediate: i%2 == 0})
		if err != nil {
			t.Fatal(err)
		}
		all.Go(func() {
			defer func() { <-some }()
			time.AfterFunc(time.Duration(i*37%3000)*time.Microsecond, func() {
				if err := r.Close(); err != nil {
					t.Error(err)
				}
			})
			for {
				data, _, err := r.Next()
				if err != nil {
					if !errors.Is(err, capture.ErrClosed) {
						t.Error(err)
					}
					break
				}
				if i%5 == 0 {
					time.Sleep(100 * time.Microsecond)
				}
				if n := l.number(data); n >= 0 && string(data) != string(l.frame(n, 200)) {
					t.Errorf("packet %d: %x", n, data)
				}
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func labCloseLent(t *testing.T, l *lab) {
	out := wire(t, l.tx)
	r := l.open(t, l.rx, capture.Live{Immediate: true, Filter: l.ours()})
	l.send(t, out, 0, 50, 300)
	time.Sleep(100 * time.Millisecond)
	recs := make([]capture.Record, 50)
	n, err := r.NextBatch(recs)
	if err != nil || n == 0 {
		t.Fatal(n, err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	l.want(t, "lent", recs[:n], 300, upTo(0, n)...)
	if _, _, err := r.Next(); err != capture.ErrClosed {
		t.Error(err)
	}
}
