package pfring_test

import (
	"errors"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/pfring"
)

// TestOptionsPass: settings that make sense get as far as the module, which is not there on most machines; wrong ones do not.
func TestOptionsPass(t *testing.T) {
	_, missing := pfring.ReadModule()
	for i, c := range []struct {
		live         capture.Live
		right, wrong pfring.Option
	}{
		{capture.Live{SnapLen: pfring.MaxSnapLen}, pfring.WithSampling(10), pfring.WithSampling(0)},
		{capture.Live{SnapLen: pfring.DefaultSnapLen}, pfring.WithWatermark(pfring.DefaultWatermark), pfring.WithWatermark(0)},
		{capture.Live{}, pfring.WithVLAN(4094), pfring.WithVLAN(4095)},
		{capture.Live{}, pfring.WithChannels(0, 63), pfring.WithChannels(64)},
		{capture.Live{}, pfring.WithCluster(pfring.Cluster{ID: 5, Queue: 63, Fixed: true, Relaxed: true}), pfring.WithCluster(pfring.Cluster{ID: 5, Queue: 64, Fixed: true})},
		{capture.Live{}, pfring.WithCluster(pfring.Cluster{ID: 5, Distribution: 1}), pfring.WithCluster(pfring.Cluster{ID: 5, Distribution: 99})},
		{capture.Live{}, pfring.WithInactive(), nil},
		{capture.Live{}, pfring.WithVLANInserted(), nil},
	} {
		if r, err := pfring.Open("lo", c.live, c.right); err == nil {
			r.Close() // with a module other tests say more
		} else if missing != nil && !errors.Is(err, pfring.ErrNoModule) {
			t.Errorf("right %d: %v", i, err)
		}
		if c.wrong != nil {
			if _, err := pfring.Open("lo", c.live, c.wrong); err == nil || errors.Is(err, pfring.ErrNoModule) {
				t.Errorf("wrong %d: %v", i, err)
			}
		}
	}
	if _, err := pfring.Open("zc:eth0", capture.Live{}, pfring.WithInterfaces("lo")); !errors.Is(err, pfring.ErrZeroCopy) {
		t.Errorf("zc:eth0: %v", err)
	}
}

// TestVersionError: a module of a form that is not known is one that is not supported, and says what it is.
func TestVersionError(t *testing.T) {
	e := &pfring.VersionError{Module: "7.6.0", Slot: 17, Header: 3}
	if !errors.Is(e, errors.ErrUnsupported) || errors.Is(e, pfring.ErrDamaged) || e.Error() == (&pfring.VersionError{Module: "7.6.0", Slot: 18}).Error() {
		t.Error(e)
	}
}
