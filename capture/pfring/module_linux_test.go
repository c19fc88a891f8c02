//go:build wiretag_pfring

package pfring

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
)

// TestModule runs on a real module, on a host that has it and with the build tag wiretag_pfring, with the two ends of a veth pair: packets are sent on WIRETAG_PFRING_TX and received on WIRETAG_PFRING_RX.
func TestModule(t *testing.T) {
	rx, tx := os.Getenv("WIRETAG_PFRING_RX"), os.Getenv("WIRETAG_PFRING_TX")
	if rx == "" || tx == "" {
		t.Fatal("WIRETAG_PFRING_RX and WIRETAG_PFRING_TX do not name a veth pair")
	}
	mod, err := ReadModule()
	if err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile("/sys/module/pf_ring/version")
	t.Logf("pf_ring %+v (%s)", mod, strings.TrimSpace(string(text)))
	if mod.QuickMode {
		labQuick(t, &lab{k: system{}, rx: rx, tx: tx, module: mod})
		return
	}
	before := shown()
	runLab(t, lab{k: system{}, rx: rx, tx: tx, module: mod})
	settled(t, before)
}

func runLab(t *testing.T, l lab) {
	for i, c := range labTests {
		t.Run(c.name, func(t *testing.T) {
			l := l
			l.tag = uint32(os.Getpid())<<8 + uint32(i)
			c.run(t, &l)
		})
	}
}

// settled waits until the module shows no more sockets than before.
func settled(t *testing.T, before []string) {
	t.Helper()
	eventually(t, "the module shows no sockets of the tests", func() bool { return len(shown()) <= len(before) })
}

// labQuick is what there is in quick_mode.
func labQuick(t *testing.T, l *lab) {
	if _, err := l.try(l.rx, capture.Live{Filter: l.ours()}); !errors.Is(err, ErrQuickMode) {
		t.Errorf("filter: %v", err)
	}
	r := l.open(t, l.rx, capture.Live{Immediate: true})
	l.send(t, wire(t, l.tx), 0, 100, 60)
	l.want(t, "quick_mode", l.collect(t, r, 100), 60, upTo(0, 100)...)
	if second, err := l.try(l.rx, capture.Live{}); !errors.Is(err, ErrQuickMode) {
		t.Errorf("a second socket: %v", err)
		if err == nil {
			second.Close()
		}
	}
}
