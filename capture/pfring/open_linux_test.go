//go:build amd64 || arm64

package pfring

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// config makes the settings of a test.
func settings(t testing.TB, live capture.Live, opts ...Option) *config {
	t.Helper()
	cfg, err := newConfig(live, opts)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

const (
	zeros12  = "000000000000000000000000"
	bindEth0 = "bind 1b00000307000000" + zeros12 // family 27, protocol, index 7
	bindEth1 = "bind 1b00000308000000" + zeros12
	allOnes  = "set 108 ffffffffffffffff"
)

// start are the calls that every ring begins with: snap length 1536, short header.
var begin = []string{"socket", "get 170 4", "set 107 00060000", "set 127 01000000"}

// TestOpenCalls: the order of all calls, and their arguments byte by byte (of a little-endian system).
func TestOpenCalls(t *testing.T) {
	mapped := []string{"mmap 4096", "munmap 4096", "mmap 114688", "get 179 2"}
	end := []string{"get 177 6", "set 106 00"}
	accept := bpf.RawInstruction{Op: 6, K: 0x40000}
	reject := bpf.RawInstruction{Op: 6}
	for _, c := range []struct {
		name    string
		live    capture.Live
		opts    []Option
		bound   []string
		setting []string
	}{
		{"nothing", capture.Live{}, nil, nil, nil},
		{"inbound", capture.Live{Direction: capture.Inbound}, nil, nil, []string{"set 111 01000000", "set 117 8000"}},
		{"outbound", capture.Live{Direction: capture.Outbound}, nil, nil, []string{"set 111 02000000", "set 117 8000"}},
		{"immediate", capture.Live{Immediate: true}, nil, nil, []string{"set 117 0100"}},
		{"watermark", capture.Live{}, []Option{WithWatermark(0x1234)}, nil, []string{"set 117 3412"}},
		{"sampling", capture.Live{}, []Option{WithSampling(10)}, nil, []string{"set 117 8000", "set 105 0a000000"}},
		{"VLAN", capture.Live{}, []Option{WithVLAN(0x123)}, nil, []string{"set 117 8000", "set 141 2301"}},
		{"application", capture.Live{}, []Option{WithApplicationName("tap")}, nil, []string{"set 117 8000", "set 110 746170"}},
		{"promiscuous", capture.Live{Promiscuous: true}, nil, nil, []string{"set 117 8000", "set 140 01000000"}},
		{"channels", capture.Live{}, []Option{WithChannels(0, 2, 63)}, []string{bindEth0, "set 108 0500000000000080"}, nil},
		{"interfaces", capture.Live{}, []Option{WithInterfaces("eth1")}, []string{bindEth0, bindEth1, allOnes}, nil},
		{"interfaces, promiscuous", capture.Live{Promiscuous: true}, []Option{WithInterfaces("eth1")}, []string{bindEth0, bindEth1, "member 8 1", allOnes}, []string{"set 117 8000", "set 140 01000000"}},
		{"all multicast", capture.Live{AllMulticast: true}, nil, []string{bindEth0, "member 7 2", allOnes}, nil},
		{"filter", capture.Live{Filter: []bpf.RawInstruction{{Op: 0x28, K: 12}, {Op: 0x15, Jt: 1, Jf: 2, K: 0x800}, accept, reject}}, nil, nil, []string{"set 117 8000", "filter 28:0:0:c 15:1:2:800 06:0:0:40000 06:0:0:0"}},
		{"filter of one instruction", capture.Live{Filter: []bpf.RawInstruction{reject}}, nil, nil, []string{"set 117 8000", "filter 00:0:0:0 06:0:0:0"}},
		{"cluster", capture.Live{}, []Option{WithCluster(Cluster{ID: 0x102, Distribution: ClusterFiveTuple})}, nil, []string{"set 117 8000", "set 99 0201ffff0000000004000000"}},
		{"queue", capture.Live{}, []Option{WithCluster(Cluster{ID: 5, Distribution: ClusterBothAddresses, Queue: 3, Fixed: true, Relaxed: true})}, nil, []string{"set 117 8000", "set 99 05000300010000000d000000"}},
		{"clock", capture.Live{Clock: capture.HardwareClock}, nil, nil, []string{"set 117 8000", "stamp eth0"}},
		{"everything", capture.Live{Promiscuous: true, Direction: capture.Inbound, Filter: []bpf.RawInstruction{reject}}, []Option{
			WithSampling(2), WithVLAN(9), WithApplicationName("x"), WithCluster(Cluster{ID: 1}),
		}, nil, []string{
			"set 111 01000000", "set 117 8000", "set 105 02000000", "set 141 0900", "set 110 78", "filter 00:0:0:0 06:0:0:0", "set 99 0100ffff0000000000000000", "set 140 01000000",
		}},
	} {
		m := newModule()
		c.live.SnapLen = 1536
		r, err := open(m, "eth0", settings(t, c.live, c.opts...))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		bound, setting, last := c.bound, c.setting, end
		if bound == nil {
			bound = []string{bindEth0, allOnes}
		}
		if setting == nil {
			setting = []string{"set 117 8000"}
		}
		if len(r.cfg.more) > 0 {
			last = end[1:] // the address of one interface only
		}
		if got, want := m.noted(), slices.Concat(begin, bound, mapped, setting, last); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if got := m.noted(); !slices.Equal(got, []string{"munmap 114688", "close"}) {
			t.Errorf("%s: closed by %q", c.name, got)
		}
		if m.open != 0 || m.mapped != 0 {
			t.Errorf("%s: %d descriptors and %d mappings are left", c.name, m.open, m.mapped)
		}
	}
}

// TestOpenSpecial: the loopback interface, all interfaces, what is off and on again, sending.
func TestOpenSpecial(t *testing.T) {
	has := func(t *testing.T, m *module, want ...string) {
		t.Helper()
		if got := m.noted(); !strings.Contains("\n"+strings.Join(got, "\n")+"\n", "\n"+strings.Join(want, "\n")+"\n") {
			t.Errorf("%q, want %q", got, want)
		}
	}
	m := newModule()
	r, _ := m.opened(t, "lo", settings(t, capture.Live{}))
	has(t, m, "set 111 01000000", "set 117 8000")
	for _, c := range []struct {
		call func() error
		want string
	}{
		{func() error { return r.SetPromiscuous(true) }, "set 140 01000000"},
		{func() error { return r.SetPromiscuous(false) }, "set 140 00000000"},
		{func() error { return r.SetFilter([]bpf.RawInstruction{{Op: 6, K: 1}}) }, "filter 00:0:0:0 06:0:0:1"},
		{func() error { return r.SetFilter(nil) }, "set 27 00000000"},
		{r.Deactivate, "set 116 00"},
		{r.Activate, "set 106 00"},
	} {
		if err := c.call(); err != nil {
			t.Errorf("%s: %v", c.want, err)
		}
		has(t, m, c.want)
	}
	m.fail["set 27 00000000"] = unix.ENOENT
	if err := r.SetFilter(nil); err != nil {
		t.Errorf("no filter to be taken off: %v", err)
	}
	for _, name := range []string{"any", ""} {
		m.noted()
		all, _ := m.opened(t, name, settings(t, capture.Live{}))
		has(t, m, "bind 1b000003feffff7f"+zeros12, allOnes)
		if name, index := all.Interface(); name != "any" || index != 0 {
			t.Error(name, index)
		}
		if all.SetPromiscuous(true) == nil || all.WritePacket(make([]byte, 60), nil) == nil {
			t.Error("all interfaces are promiscuous, and send")
		}
	}
	m.noted()
	off, socket := m.opened(t, "eth0", settings(t, capture.Live{}, WithInactive()))
	if calls := m.noted(); slices.Contains(calls, "set 106 00") || socket.active.Load() {
		t.Errorf("active: %q", calls)
	}
	if err := off.Activate(); err != nil || !socket.active.Load() {
		t.Error(err)
	}
	m.noted()
	s, err := openSender(m, "eth0", settings(t, capture.Live{}, WithApplicationName("tx")))
	if err != nil {
		t.Fatal(err)
	}
	has(t, m, "socket", "get 170 4", "set 107 40000000", "set 127 01000000", bindEth0, "mmap 4096", "set 110 7478", "filter 00:0:0:0 06:0:0:0", "set 106 00")
	if err := s.Close(); err != nil || s.Close() != nil {
		t.Error(err)
	}
	has(t, m, "munmap 4096", "close")
}

// TestOpenOld: modules that bind to names, and clusters without queues.
func TestOpenOld(t *testing.T) {
	byName := "bind 1b00" + "65746830" + "00000000000000000000"
	for _, c := range []struct {
		version uint32
		slot    uint16
		binds   []string
		cluster string
	}{
		{0x080000, 18, []string{bindEth0, byName}, "set 99 0700000004000000"},
		{0x080200, 20, []string{bindEth0}, "set 99 0700000004000000"},
		{0x080600, 20, []string{bindEth0}, "set 99 0700000004000000"},
		{0x080800, 21, []string{bindEth0}, "set 99 0700ffff0000000004000000"},
	} {
		m := newModule()
		m.version, m.slot = c.version, c.slot
		r, _ := m.opened(t, "eth0", settings(t, capture.Live{}, WithCluster(Cluster{ID: 7, Distribution: ClusterFiveTuple})))
		calls := m.noted()
		binds := slices.DeleteFunc(slices.Clone(calls), func(s string) bool { return !strings.HasPrefix(s, "bind") })
		if !slices.Equal(binds, c.binds) || !slices.Contains(calls, c.cluster) || r.Module().SlotVersion != int(c.slot) {
			t.Errorf("%x: %q", c.version, calls)
		}
		_, err := open(m, "eth0", settings(t, capture.Live{}, WithCluster(Cluster{ID: 9, Queue: 1, Fixed: true})))
		if c.slot < 21 != errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%x: a queue: %v", c.version, err)
		}
		if _, err = open(m, "fifteen-bytes-0", settings(t, capture.Live{})); c.slot == 18 != (err != nil) {
			t.Errorf("%x: a long name: %v", c.version, err)
		}
	}
}

// TestOpenErrors: what cannot be opened says why, and leaves nothing.
func TestOpenErrors(t *testing.T) {
	var down *capture.InterfaceError
	var version *VersionError
	quick := func(m *module) { m.parameters["quick_mode"] = "1" }
	for _, c := range []struct {
		name  string
		live  capture.Live
		opts  []Option
		mend  func(*module)
		text  string
		is    error
		as    any
		inter string
	}{
		{"no module", capture.Live{}, nil, func(m *module) { m.fail["socket"] = unix.EAFNOSUPPORT }, "pfring: eth0: the kernel module pf_ring is not loaded: address family not supported by protocol", ErrNoModule, nil, ""},
		{"no permission", capture.Live{}, nil, func(m *module) { m.fail["socket"] = unix.EPERM }, "pfring: eth0: socket: operation not permitted (CAP_NET_RAW is needed)", os.ErrPermission, nil, ""},
		{"too many", capture.Live{}, nil, func(m *module) { m.fail["socket"] = unix.ENOMEM }, "pfring: eth0: socket: cannot allocate memory (the module has 512 sockets at most)", unix.ENOMEM, nil, ""},
		{"no interface", capture.Live{}, nil, nil, "pfring: nil0: nil0: SIOCGIFINDEX: no such device", unix.ENODEV, nil, "nil0"},
		{"tunnel", capture.Live{}, nil, nil, "", ErrNotEthernet, nil, "tun0"},
		{"down", capture.Live{}, nil, nil, "pfring: down0: capture: down0 (index 10): interface is down", capture.ErrDown, &down, "down0"},
		{"ZC", capture.Live{}, nil, nil, "", ErrZeroCopy, nil, "zc:eth0"},
		{"another ZC", capture.Live{}, []Option{WithInterfaces("zc:eth1")}, nil, "", ErrZeroCopy, nil, ""},
		{"old", capture.Live{}, nil, func(m *module) { m.slot, m.version = 17, 0x070600 }, "pfring: eth0: pf_ring module 7.6.0 has slot version 17; slot versions 18, 20 and 21 can be read", errors.ErrUnsupported, &version, ""},
		{"new", capture.Live{}, nil, func(m *module) { m.slot, m.version = 22, 0x090000 }, "pfring: eth0: pf_ring module 9.0.0 has slot version 22; slot versions 18, 20 and 21 can be read", errors.ErrUnsupported, &version, ""},
		{"queue taken", capture.Live{}, []Option{WithCluster(Cluster{ID: 3, Fixed: true})}, func(m *module) { m.clusters[3] = map[uint16]bool{0: true} }, "", ErrQueueTaken, nil, ""},
		{"bad filter", capture.Live{Filter: make([]bpf.RawInstruction, 2)}, nil, func(m *module) { m.fail["filter 00:0:0:0 00:0:0:0"] = unix.EINVAL }, "pfring: eth0: filter: invalid argument", unix.EINVAL, nil, ""},
		{"no memory", capture.Live{}, nil, func(m *module) { m.fail["mmap 4096"] = unix.ENOMEM }, "pfring: eth0: mmap: cannot allocate memory", unix.ENOMEM, nil, ""},
		{"quick and filter", capture.Live{Filter: make([]bpf.RawInstruction, 2)}, nil, quick, "pfring: eth0: filter: " + ErrQuickMode.Error(), ErrQuickMode, nil, ""},
		{"quick and direction", capture.Live{Direction: capture.Inbound}, nil, quick, "", ErrQuickMode, nil, ""},
		{"quick and cluster", capture.Live{}, []Option{WithCluster(Cluster{ID: 1})}, quick, "", ErrQuickMode, nil, ""},
		{"quick and all", capture.Live{}, nil, quick, "", ErrQuickMode, nil, "any"},
		{"quick and taken", capture.Live{}, nil, func(m *module) { quick(m); m.fail[allOnes] = unix.EINVAL }, "", ErrQuickMode, nil, ""},
		{"all and promiscuous", capture.Live{Promiscuous: true}, nil, nil, "", nil, nil, "any"},
		{"all and cluster", capture.Live{}, []Option{WithCluster(Cluster{ID: 1})}, nil, "", nil, nil, "any"},
	} {
		m := newModule()
		if c.mend != nil {
			c.mend(m)
		}
		if c.inter == "" {
			c.inter = "eth0"
		}
		r, err := open(m, c.inter, settings(t, c.live, c.opts...))
		switch {
		case err == nil:
			t.Errorf("%s: opened", c.name)
			r.Close()
		case c.text != "" && err.Error() != c.text, c.is != nil && !errors.Is(err, c.is), c.as != nil && !errors.As(err, c.as):
			t.Errorf("%s: %v", c.name, err)
		}
		if m.open != 0 || m.mapped != 0 {
			t.Errorf("%s: %d descriptors and %d mappings are left", c.name, m.open, m.mapped)
		}
	}
}

// TestQuick: what is left of a ring in quick_mode.
func TestQuick(t *testing.T) {
	m := newModule()
	m.parameters["quick_mode"] = "1"
	r, s := m.opened(t, "eth0", settings(t, capture.Live{Immediate: true}))
	s.put(&packet{data: make([]byte, 60)})
	if _, info, err := r.Next(); err != nil || info.Interface != 7 || info.Flags != 0 || !r.Module().QuickMode {
		t.Error(info, err)
	}
	if err := r.SetFilter(make([]bpf.RawInstruction, 2)); !errors.Is(err, ErrQuickMode) {
		t.Error(err)
	}
}
