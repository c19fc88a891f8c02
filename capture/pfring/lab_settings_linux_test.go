package pfring

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/netif"
)

func promiscuous(t *testing.T, name string) bool {
	i := ifc(t, name)
	return i.Flags&netif.Promiscuous != 0 || i.Promiscuity > 0
}

// labPromiscuous looks at the interface's flag.
func labPromiscuous(t *testing.T, l *lab) {
	if promiscuous(t, l.rx) {
		t.Logf("%s is promiscuous already", l.rx)
		return
	}
	a := l.open(t, l.rx, capture.Live{Promiscuous: true})
	b := l.open(t, l.rx, capture.Live{Promiscuous: true})
	eventually(t, "promiscuous with two", func() bool { return promiscuous(t, l.rx) })
	if err := a.Close(); err != nil {
		t.Error(err)
	}
	if !promiscuous(t, l.rx) {
		t.Error("the first one took the mode of the second")
	}
	if err := b.SetPromiscuous(false); err != nil {
		t.Error(err)
	}
	eventually(t, "not promiscuous after SetPromiscuous", func() bool { return !promiscuous(t, l.rx) })
	if err := b.SetPromiscuous(true); err != nil {
		t.Error(err)
	}
	eventually(t, "promiscuous again", func() bool { return promiscuous(t, l.rx) })
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	eventually(t, "not promiscuous after closing", func() bool { return !promiscuous(t, l.rx) })
	many := l.open(t, l.rx, capture.Live{Promiscuous: true, AllMulticast: true}, WithInterfaces(l.tx))
	eventually(t, "both promiscuous", func() bool { return promiscuous(t, l.rx) && promiscuous(t, l.tx) })
	if err := many.Close(); err != nil {
		t.Error(err)
	}
	eventually(t, "neither promiscuous", func() bool { return !promiscuous(t, l.rx) && !promiscuous(t, l.tx) })
}

func labSampling(t *testing.T, l *lab) {
	r := l.open(t, l.rx, capture.Live{Filter: l.ours()}, WithSampling(10))
	l.send(t, wire(t, l.tx), 0, 5000, 60)
	got := len(l.collect(t, r, 500))
	if got < 400 || got > 600 {
		t.Errorf("%d packets of 5000, one of ten", got)
	}
	t.Logf("%d packets of 5000", got)
}

// labWatermark: packets below the watermark come after the delay.
func labWatermark(t *testing.T, l *lab) {
	out := wire(t, l.tx)
	for _, c := range []struct {
		live capture.Live
		mark int
	}{{capture.Live{Immediate: true}, 1}, {capture.Live{Delay: 100 * time.Millisecond}, 1}, {capture.Live{Delay: 100 * time.Millisecond}, 64}, {capture.Live{Delay: time.Millisecond}, 65535}} {
		c.live.Filter = l.ours()
		r := l.open(t, l.rx, c.live, WithWatermark(c.mark))
		for i := range 20 {
			_ = r.SetReadDeadline(time.Now().Add(5 * time.Second))
			start := time.Now()
			time.AfterFunc(10*time.Millisecond, func() { _ = out.WritePacket(l.frame(i, 60), nil) })
			data, _, err := r.Next()
			if err != nil || l.number(data) != i {
				t.Fatalf("%+v: packet %d: %x, %v", c, i, data, err)
			}
			if d := time.Since(start); d > time.Second || c.mark == 1 && d > 500*time.Millisecond {
				t.Errorf("%+v: packet %d after %v", c, i, d)
			}
		}
		l.send(t, out, 0, 300, 60)
		l.want(t, fmt.Sprintf("watermark %d", c.mark), l.collect(t, r, 300), 60, upTo(0, 300)...)
	}
}

func labApplication(t *testing.T, l *lab) {
	const name = "wiretag-test-name"
	l.open(t, l.rx, capture.Live{}, WithApplicationName(name))
	files := shown()
	if len(files) == 0 {
		t.Log("the module shows no sockets in /proc/net/pf_ring")
		return
	}
	var all strings.Builder
	for _, f := range files {
		b, _ := os.ReadFile(f)
		all.Write(b)
	}
	if !strings.Contains(all.String(), name) {
		t.Errorf("no application %s in %s", name, all.String())
	}
}

// labChannels: an interface with one queue has all packets in queue 0.
func labChannels(t *testing.T, l *lab) {
	r := l.open(t, l.rx, capture.Live{Immediate: true}, WithChannels(upTo(0, 64)...))
	l.send(t, wire(t, l.tx), 0, 100, 60)
	l.want(t, "all channels", l.collect(t, r, 100), 60, upTo(0, 100)...)
	one := l.open(t, l.rx, capture.Live{Immediate: true}, WithChannels(0))
	l.send(t, wire(t, l.tx), 0, 100, 60)
	t.Logf("channel 0: %d packets of 100", len(l.collect(t, one, 100)))
}
