package pfring

import (
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/bpf"

	"github.com/wiretag/wiretag/capture"
)

// TestOptionErrors: every setting out of its range, and what does not go together.
func TestOptionErrors(t *testing.T) {
	for _, c := range []struct {
		live capture.Live
		opt  Option
		text string
	}{
		{capture.Live{SnapLen: -1}, nil, "pfring: snap length -1: 0 to 262144 bytes"},
		{capture.Live{SnapLen: MaxSnapLen + 1}, nil, "pfring: snap length 262145: 0 to 262144 bytes"},
		{capture.Live{Buffer: -1}, nil, "pfring: buffer of -1 bytes"},
		{capture.Live{Delay: -1}, nil, "pfring: delay -1ns: up to 1h0m0s"},
		{capture.Live{Delay: 2 * time.Hour}, nil, "pfring: delay 2h0m0s: up to 1h0m0s"},
		{capture.Live{Direction: 3}, nil, "pfring: direction 3"},
		{capture.Live{Filter: make([]bpf.RawInstruction, 4097)}, nil, "pfring: filter of 4097 instructions, at most 4096"},
		{capture.Live{Immediate: true}, WithWatermark(2), "pfring: packets are not delivered at once with a watermark of 2"},
		{capture.Live{Direction: capture.Outbound}, WithVLAN(7), "pfring: the module does not choose sent packets by VLAN"},
		{capture.Live{}, WithWatermark(0), "pfring: watermark of 0 packets: 1 to 65535"},
		{capture.Live{}, WithWatermark(65536), "pfring: watermark of 65536 packets: 1 to 65535"},
		{capture.Live{}, WithSampling(0), "pfring: one packet of 0"},
		{capture.Live{}, WithVLAN(0), "pfring: VLAN 0: 1 to 4094"},
		{capture.Live{}, WithVLAN(4095), "pfring: VLAN 4095: 1 to 4094"},
		{capture.Live{}, WithChannels(), "pfring: no channels"},
		{capture.Live{}, WithChannels(1, 64), "pfring: channel 64: 0 to 63"},
		{capture.Live{}, WithApplicationName(""), `pfring: name of an application "": 1 to 63 bytes, none of them zero`},
		{capture.Live{}, WithApplicationName("a\x00"), `pfring: name of an application "a\x00": 1 to 63 bytes, none of them zero`},
		{capture.Live{}, WithApplicationName(strings.Repeat("a", 64)), ""},
		{capture.Live{Clock: 2}, nil, "pfring: clock 2"},
		{capture.Live{}, WithCluster(Cluster{}), "pfring: cluster 0: 1 to 65535"},
		{capture.Live{}, WithCluster(Cluster{ID: 1, Distribution: 14}), "pfring: cluster with distribution 14"},
		{capture.Live{}, WithCluster(Cluster{ID: 1, Queue: 64, Fixed: true}), "pfring: queue 64 of a cluster: 0 to 63"},
		{capture.Live{}, WithCluster(Cluster{ID: 1, Queue: 4}), "pfring: queue 4 of a cluster that is not fixed"},
	} {
		var opts []Option
		if c.opt != nil {
			opts = append(opts, c.opt)
		}
		if _, err := Open("lo", c.live, opts...); err == nil {
			t.Errorf("%q: opened", c.text)
		}
		if _, err := newConfig(c.live, opts); err == nil || c.text != "" && err.Error() != c.text {
			t.Errorf("%v, want %s", err, c.text)
		}
	}
	for _, name := range []string{"lo", "eth0.5", "br-lan", "x:y"} {
		if isZeroCopy(name) {
			t.Errorf("%s is not an interface", name)
		}
	}
}

// TestVersionError: it says what can be read, and is what a caller can ask for.
func TestVersionError(t *testing.T) {
	err := error(&VersionError{Module: "8.9.0", Slot: 21, Header: 50})
	if want := "pf_ring module 8.9.0 has slot version 21 with headers of 50 bytes; known are 48, and 191 or 209"; err.Error() != want || !errors.Is(err, errors.ErrUnsupported) {
		t.Error(err)
	}
	for _, c := range []struct {
		slot   uint16
		header int
		known  bool
	}{{18, 48, true}, {18, 191, true}, {18, 209, false}, {20, 209, true}, {21, 209, true}, {21, 191, false}, {21, 0, false}} {
		if headerKnown(c.slot, c.header) != c.known {
			t.Errorf("slot version %d with headers of %d bytes", c.slot, c.header)
		}
	}
	if s := ClusterFiveTuple.String() + " " + Distribution(99).String(); s != "5-tuple distribution 99" {
		t.Error(s)
	}
}
