//go:build amd64 || arm64

package pfring

import (
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// TestRingAllocs: reading and sending allocate nothing.
func TestRingAllocs(t *testing.T) {
	if testing.CoverMode() != "" {
		t.Log("with coverage")
	}
	m := newModule()
	r, s := m.opened(t, "eth0", settings(t, capture.Live{Immediate: true}))
	k := packet{data: make([]byte, 100)}
	recs := make([]capture.Record, 16)
	if n := testing.AllocsPerRun(2000, func() {
		s.put(&k)
		if _, _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		for range 16 {
			s.put(&k)
		}
		for n := 0; n < 16; {
			got, err := r.NextBatch(recs)
			if err != nil {
				t.Fatal(err)
			}
			n += got
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	runtime.KeepAlive(r)
}

// TestManyReaders: deadlines, statistics, filters and activation by others while one reads.
func TestManyReaders(t *testing.T) {
	m := newModule()
	r, s := m.opened(t, "eth0", settings(t, capture.Live{Immediate: true}))
	stop := make(chan struct{})
	var all sync.WaitGroup
	for _, f := range []func(){
		func() { _, _ = r.Stats() },
		func() { _ = r.SetReadDeadline(time.Now().Add(time.Second)) },
		func() { _ = r.SetFilter(nil) },
		func() { _ = r.Deactivate(); _ = r.Activate() },
		func() { _ = r.WritePacket(make([]byte, 60), nil) },
	} {
		all.Go(func() {
			for {
				select {
				case <-stop:
					return
				case <-time.After(200 * time.Microsecond):
					f()
				}
			}
		})
	}
	all.Go(func() {
		for n := uint64(0); ; n++ {
			select {
			case <-stop:
				return
			default:
				s.put(&packet{nanoseconds: n})
			}
			if n%64 == 0 {
				time.Sleep(50 * time.Microsecond)
			}
		}
	})
	last := uint64(0)
	for range 20000 {
		_, info, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if now := uint64(info.Time.Sec)*1e9 + uint64(info.Time.Nsec); now < last {
			t.Fatalf("%d after %d", now, last)
		} else {
			last = now
		}
	}
	close(stop)
	all.Wait()
}
