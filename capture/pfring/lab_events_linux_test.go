package pfring

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/internal/netlab"
)

// own makes a pair that the test may take down, in a network namespace of its own.
func (l *lab) own(t *testing.T) {
	netlab.Isolate(t)
	netlab.Veth(t, "pfa", "pfb")
	l.tx, l.rx = "pfa", "pfb"
}

func event(t *testing.T, r *Ring, want error) *capture.InterfaceError {
	t.Helper()
	_ = r.SetReadDeadline(time.Now().Add(5 * time.Second))
	_, _, err := r.Next()
	var e *capture.InterfaceError
	if !errors.As(err, &e) || !errors.Is(err, want) {
		t.Fatalf("%v, want %v", err, want)
	}
	return e
}

// labEvents: down, up and renamed.
func labEvents(t *testing.T, l *lab) {
	l.own(t)
	r := l.open(t, l.rx, capture.Live{Immediate: true, Filter: l.ours()})
	netlab.Run(t, "ip", "link", "set", "dev", l.rx, "down")
	event(t, r, capture.ErrDown)
	netlab.Run(t, "ip", "link", "set", "dev", l.rx, "name", "pfc")
	netlab.Run(t, "ip", "link", "set", "dev", "pfc", "up")
	if e := event(t, r, capture.ErrRenamed); e.NewName != "pfc" {
		t.Error(e)
	}
	out := wire(t, l.tx)
	eventually(t, "the pair has a carrier", func() bool { return out.WritePacket(l.frame(1000, 60), nil) == nil && len(l.collect(t, r, 1)) > 0 })
	l.send(t, out, 0, 10, 60)
	l.want(t, "up again", l.collect(t, r, 10), 60, upTo(0, 10)...)
}

// labDeleted: the end of an interface, for a reader that waits, one that comes later, and whoever sends.
func labDeleted(t *testing.T, l *lab) {
	l.own(t)
	r := l.open(t, l.rx, capture.Live{Promiscuous: true, Filter: l.ours()})
	late := l.open(t, l.rx, capture.Live{Filter: l.ours()})
	got := make(chan error, 1)
	go func() {
		_ = r.SetReadDeadline(time.Now().Add(10 * time.Second))
		_, _, err := r.Next()
		for errors.Is(err, capture.ErrDown) {
			_, _, err = r.Next()
		}
		got <- err
	}()
	time.Sleep(300 * time.Millisecond)
	netlab.Run(t, "ip", "link", "del", l.rx)
	start := time.Now()
	if err := <-got; !errors.Is(err, capture.ErrGone) || time.Since(start) > 3*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
	_ = late.SetReadDeadline(time.Now().Add(10 * time.Second))
	_, _, err := late.Next()
	for errors.Is(err, capture.ErrDown) {
		_, _, err = late.Next()
	}
	if !errors.Is(err, capture.ErrGone) {
		t.Error(err)
	}
	if err := r.WritePacket(l.frame(0, 60), nil); !errors.Is(err, capture.ErrGone) {
		t.Errorf("sending: %v", err)
	}
}

// labErrors: no interface, one that is down, no privilege.
func labErrors(t *testing.T, l *lab) {
	if _, err := l.try("wiretag-none", capture.Live{}); !errors.Is(err, unix.ENODEV) {
		t.Error(err)
	}
	if _, err := l.try("zc:"+l.rx, capture.Live{}); !errors.Is(err, ErrZeroCopy) {
		t.Error(err)
	}
	if r, err := l.try(l.rx, capture.Live{Clock: capture.HardwareClock}); err != nil {
		t.Logf("the hardware's clock: %v", err)
	} else {
		r.Close()
	}
	if _, real := l.k.(system); real {
		done := make(chan error)
		go func() {
			runtime.LockOSThread() // and ends with the thread
			header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
			var none [2]unix.CapUserData
			err := unix.Capset(&header, &none[0])
			if err == nil {
				if _, err = l.try(l.rx, capture.Live{}); errors.Is(err, os.ErrPermission) {
					err = nil
				}
			}
			done <- err
		}()
		if err := <-done; err != nil {
			t.Errorf("without a privilege: %v", err)
		}
	}
	l.own(t)
	netlab.Run(t, "ip", "link", "set", "dev", l.rx, "down")
	if _, err := l.try(l.rx, capture.Live{}); !errors.Is(err, capture.ErrDown) {
		t.Error(err)
	}
	if out, err := exec.Command("ip", "tuntap", "add", "pft", "mode", "tun").CombinedOutput(); err != nil { // the kernel may lack the driver
		t.Logf("no tunnel to be refused: %v: %s", err, out)
		return
	}
	netlab.Run(t, "ip", "link", "set", "dev", "pft", "up")
	if _, err := l.try("pft", capture.Live{}); !errors.Is(err, ErrNotEthernet) {
		t.Error(err)
	}
}
