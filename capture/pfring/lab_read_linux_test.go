package pfring

import (
	"bytes"
	"fmt"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/netif"
)

// labRead: every way of reading, both headers, all sizes.
func labRead(t *testing.T, l *lab) {
	const n = 1000
	out := wire(t, l.tx)
	rx := ifc(t, l.rx)
	for _, long := range []bool{false, true} {
		for _, live := range []capture.Live{{}, {Immediate: true}, {SnapLen: 1600}} {
			cfg, err := newConfig(live, nil)
			if err != nil {
				t.Fatal(err)
			}
			cfg.longHeader = long
			r, err := open(l.k, l.rx, cfg)
			if err != nil {
				t.Fatal(err)
			}
			if name, index := r.Interface(); name != l.rx || index != rx.Index || r.Module().Version != l.module.Version {
				t.Errorf("%s %d, %+v", name, index, r.Module())
			}
			for _, size := range []int{22, 60, 61, 1000, 1514} {
				l.send(t, out, 0, n, size)
				recs := l.collect(t, r, n)
				l.want(t, fmt.Sprintf("long header %v, %+v, %d bytes", long, live, size), recs, size, upTo(0, n)...)
				for _, rec := range recs {
					i := rec.Info
					age := time.Since(time.Unix(i.Time.Sec, int64(i.Time.Nsec)))
					if i.Interface != rx.Index || i.Direction() != capture.Inbound || i.Flags.Reception() != capture.ReceptionBroadcast || i.Length != uint32(size) ||
						i.CaptureLength != uint32(size) || i.LinkType != capture.LinkTypeEthernet || age < -time.Second || age > 30*time.Second || i.Dropped != 0 {
						t.Fatalf("%+v, %v old", i, age)
					}
				}
			}
			if st, err := r.Stats(); err != nil || st.Received < 5*n || st.Dropped != 0 {
				t.Errorf("%+v, %v", st, err)
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

func labSnapLen(t *testing.T, l *lab) {
	out := wire(t, l.tx)
	for _, snap := range []int{22, 64, 100, 1600, 1601, 9018, 65600, MaxSnapLen} {
		r := l.open(t, l.rx, capture.Live{SnapLen: snap, Immediate: true})
		l.send(t, out, 0, 20, 1400)
		recs := l.collect(t, r, 20)
		if len(recs) != 20 {
			t.Errorf("snap length %d: %d packets", snap, len(recs))
		}
		for i, rec := range recs {
			if want := l.frame(i, 1400)[:min(snap, 1400)]; !bytes.Equal(rec.Data, want) || rec.Info.Length != 1400 || rec.Info.Truncated() != (snap < 1400) {
				t.Errorf("snap length %d: %d bytes, %+v", snap, len(rec.Data), rec.Info)
				break
			}
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// labDirection sends on both ends.
func labDirection(t *testing.T, l *lab) {
	here, there := wire(t, l.rx), wire(t, l.tx)
	for _, c := range []struct {
		direction capture.Direction
		in, out   bool
	}{{capture.DirectionUnknown, true, true}, {capture.Inbound, true, false}, {capture.Outbound, false, true}} {
		r := l.open(t, l.rx, capture.Live{Direction: c.direction, Immediate: true})
		l.send(t, there, 0, 10, 60)
		l.send(t, here, 100, 110, 60)
		want := 0
		if c.in {
			want += 10
		}
		if c.out && l.module.TXCapture {
			want += 10
		}
		recs := l.collect(t, r, want)
		if len(recs) != want {
			t.Errorf("direction %v: %d packets, want %d", c.direction, len(recs), want)
		}
		for _, rec := range recs {
			if d := rec.Info.Direction(); (d == capture.Inbound) != (l.number(rec.Data) < 100) || d == capture.DirectionUnknown {
				t.Errorf("direction %v: packet %d is %v", c.direction, l.number(rec.Data), d)
			}
		}
	}
}

// labInterfaces reads both ends: what is sent on the one goes out there and comes in here.
func labInterfaces(t *testing.T, l *lab) {
	r := l.open(t, l.rx, capture.Live{Direction: capture.Inbound, Immediate: true}, WithInterfaces(l.tx))
	l.send(t, wire(t, l.tx), 0, 10, 60)
	l.send(t, wire(t, l.rx), 10, 20, 60)
	recs := l.collect(t, r, 20)
	slices.SortFunc(recs, func(a, b capture.Record) int { return l.number(a.Data) - l.number(b.Data) }) // the order of two interfaces is theirs
	l.want(t, "two interfaces", recs, 60, upTo(0, 20)...)
	for i, rec := range recs {
		if want := ifc(t, []string{l.rx, l.tx}[i/10]).Index; rec.Info.Interface != want {
			t.Errorf("packet %d on interface %d, want %d", i, rec.Info.Interface, want)
		}
	}
}

func labAny(t *testing.T, l *lab) {
	r := l.open(t, "any", capture.Live{Direction: capture.Inbound, Immediate: true})
	l.send(t, wire(t, l.tx), 0, 50, 60)
	recs := l.collect(t, r, 50)
	l.want(t, "any", recs, 60, upTo(0, 50)...)
	for _, rec := range recs {
		if want := ifc(t, l.rx).Index; rec.Info.Interface != want {
			t.Errorf("interface %d, want %d", rec.Info.Interface, want)
			break
		}
	}
}

// labLoopback: packets come once, as incoming ones.
func labLoopback(t *testing.T, l *lab) {
	if ifc(t, "lo").Flags&netif.Up == 0 {
		t.Log("lo is down")
		return
	}
	to, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	from, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	for _, name := range []string{"lo", "any"} {
		r := l.open(t, name, capture.Live{Immediate: true})
		mark := fmt.Sprintf("wiretag %d %s", l.tag, name)
		for range 20 {
			if _, err := from.WriteTo([]byte(mark), to.LocalAddr()); err != nil {
				t.Fatal(err)
			}
		}
		got := 0
		_ = r.SetReadDeadline(time.Now().Add(500 * time.Millisecond))
		for {
			data, info, err := r.Next()
			if err != nil {
				break
			}
			if bytes.Contains(data, []byte(mark)) {
				got++
				if info.Direction() != capture.Inbound || info.Interface != 1 {
					t.Fatalf("%s: %+v", name, info)
				}
			}
		}
		if got != 20 {
			t.Errorf("%s: %d packets of 20", name, got)
		}
	}
}
