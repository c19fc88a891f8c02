package afpacket_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/capture/netif"
	"github.com/wiretag/wiretag/internal/netlab"
)

// running waits until interfaces have a carrier again, which takes the kernel a while.
func running(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		for range 1000 {
			i, err := netif.ByName(name)
			if err != nil {
				t.Fatal(err)
			}
			if i.Flags&netif.Running != 0 {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
}

// TestInterface: down and up again, renamed, deleted, while reading and before.
func TestInterface(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		s, r := open("va", capture.Live{Direction: capture.Inbound}), open("vb", capture.Live{})
		during := func(want error, command ...string) *capture.InterfaceError {
			t.Helper()
			result := make(chan error)
			go func() {
				_, _, err := r.Next()
				result <- err
			}()
			time.Sleep(10 * time.Millisecond)
			netlab.Run(t, command...)
			err := <-result
			var e *capture.InterfaceError
			if !errors.Is(err, want) || !errors.As(err, &e) || e.Name != "vb" {
				t.Fatalf("%v: %v, want %v", command, err, want)
			}
			return e
		}
		during(capture.ErrDown, "ip", "link", "set", "dev", "vb", "down")
		none(t, r)
		netlab.Run(t, "ip", "link", "set", "dev", "vb", "up")
		running(t, "va", "vb")
		send(t, s, 5, 60)
		expect(t, r, 5, 60)

		netlab.Run(t, "ip", "link", "set", "dev", "vb", "down")
		if _, _, err := r.Next(); !errors.Is(err, capture.ErrDown) {
			t.Error(err)
		}
		netlab.Run(t, "ip", "link", "set", "dev", "vb", "name", "renamed")
		netlab.Run(t, "ip", "link", "set", "dev", "renamed", "up")
		running(t, "va", "renamed")
		renamed := false
		for i := 0; i < 30 && !renamed; i++ {
			if err := s.WritePacket(frame(i, 60), nil); err != nil {
				t.Fatal(err)
			}
			_, _, err := r.Next()
			var e *capture.InterfaceError
			if renamed = errors.Is(err, capture.ErrRenamed) && errors.As(err, &e) && e.NewName == "renamed"; renamed {
				rec := next(t, r)
				if !bytes.Equal(rec.Data, frame(i, 60)) {
					t.Errorf("the packet after the error: %x", rec.Data)
				}
			} else if err != nil {
				t.Fatal(err)
			}
			time.Sleep(50 * time.Millisecond)
		}
		if !renamed {
			t.Error("the new name was not noticed")
		}
		during(capture.ErrGone, "ip", "link", "del", "dev", "renamed")
		for range 2 {
			if _, _, err := r.Next(); !errors.Is(err, capture.ErrGone) {
				t.Error(err)
			}
		}
		if err := r.WritePacket(frame(0, 60), nil); !errors.Is(err, capture.ErrGone) {
			t.Errorf("sending: %v", err)
		}
	})
}

// TestStats is what happens to counters that are read often, seldom, and while packets are dropped.
func TestStats(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		s, r := open("va", capture.Live{Direction: capture.Inbound}), open("vb", capture.Live{Buffer: 1 << 17})
		const size = 1000
		send(t, s, 3000, size)
		// What reached the interface: a loaded machine may lose packets before.
		arrived := func() uint64 {
			i, err := netif.ByName("vb")
			if err != nil {
				t.Fatal(err)
			}
			return i.Stats.RxPackets
		}
		n := arrived()
		for range 3 { // reading the counters resets them in the kernel
			if _, err := r.Stats(); err != nil {
				t.Fatal(err)
			}
		}
		delivered, dropped := uint64(0), uint64(0)
		read := func(until uint64) {
			for delivered < until {
				_, info, err := r.Next()
				if errors.Is(err, os.ErrDeadlineExceeded) {
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				delivered++
				dropped += info.Dropped
			}
		}
		_ = r.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
		read(n)
		st, err := r.Stats()
		if err != nil || st.Received != delivered || st.Received+st.Dropped != n || st.Dropped == 0 {
			t.Errorf("%+v, %v; %d arrived, %d delivered", st, err, n, delivered)
		}
		_ = r.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
		send(t, s, 50, size)
		read(delivered + 50)
		st, _ = r.Stats()
		if st.Received+st.Dropped != arrived() || dropped != st.Dropped {
			t.Errorf("%+v, %d dropped by Info", st, dropped)
		}
	})
}

// TestErrors is opening what cannot be opened.
func TestErrors(t *testing.T) {
	each(t, func(t *testing.T, _ opener) {
		for _, c := range []struct {
			name string
			live capture.Live
			opts []afpacket.Option
			want string
		}{
			{"nosuch", capture.Live{}, nil, "no such device"},
			{"a-name-that-is-too-long", capture.Live{}, nil, "name of an interface"},
			{"va", capture.Live{SnapLen: -1}, nil, "snap length -1"},
			{"va", capture.Live{SnapLen: 1 << 30}, nil, "snap length"},
			{"va", capture.Live{Buffer: -1}, nil, "buffer of -1"},
			{"va", capture.Live{Delay: -1}, nil, "delay"},
			{"va", capture.Live{Direction: 3}, nil, "direction 3"},
			{"va", capture.Live{Filter: []xbpf{{Op: 0xff}}}, nil, "filter: invalid argument"},
			{"va", capture.Live{Filter: make([]xbpf, 5000)}, nil, "at most 4096"},
			{"any", capture.Live{Promiscuous: true}, nil, "it takes one interface"},
			{"va", capture.Live{}, []afpacket.Option{afpacket.WithCooked(capture.LinkTypeEthernet)}, "not a cooked link type"},
			{"va", capture.Live{}, []afpacket.Option{afpacket.WithFanout(afpacket.Fanout{Mode: 8})}, "fanout mode 8"},
			{"va", capture.Live{}, []afpacket.Option{afpacket.WithFanout(afpacket.Fanout{Mode: afpacket.FanoutCBPF})}, "needs a program"},
			{"va", capture.Live{}, []afpacket.Option{afpacket.WithFanout(afpacket.Fanout{ID: 1, Unique: true})}, "unique and a given number"},
			{"va", capture.Live{Clock: capture.HardwareClock}, nil, "no clock for all packets"},
			{"va", capture.Live{Clock: 7}, nil, "clock 7"},
		} {
			before := held()
			for _, k := range kinds {
				src, err := k.open(c.name, c.live, c.opts...)
				if err == nil {
					src.Close()
				}
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%s %+v: %v, want %s", c.name, c.live, err, c.want)
				}
			}
			settle(t, before)
		}
		for _, o := range []afpacket.Option{
			afpacket.WithBlocks(1000, 4), afpacket.WithBlocks(1<<20, 1), afpacket.WithBlocks(1<<30, 4), afpacket.WithBlocks(-4096, 4),
			afpacket.WithFrameSize(100), afpacket.WithFrameSize(1000), afpacket.WithVersion(9),
		} {
			if r, err := afpacket.Open("va", capture.Live{}, o); err == nil {
				r.Close()
				t.Error("a ring of an impossible size")
			}
		}
	})
}
