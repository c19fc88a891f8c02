//go:build wiretag_pfring

package pfring

import (
	"os"
	"strings"
	"testing"
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
