//go:build amd64 || arm64

package pfring

import (
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/capture/netif"
	"github.com/wiretag/wiretag/internal/netlab"
)

// TestEmulated runs the tests of a real module on the simulated one, which gets its packets from packet sockets: so these tests are tested too.
func TestEmulated(t *testing.T) {
	for _, slot := range []uint16{20, 21} {
		for i, c := range labTests {
			if slot == 20 && c.name != "Queues" && c.name != "Group" {
				continue
			}
			t.Run(c.name, func(t *testing.T) {
				t.Parallel() // they wait most of the time
				netlab.Isolate(t)
				netlab.Veth(t, "va", "vb")
				m := newModule()
				m.slot, m.minSlots = slot, 4096
				e := &emulator{module: m, live: map[int]*emulated{}}
				l := &lab{k: e, rx: "vb", tx: "va", tag: uint32(os.Getpid())<<8 + uint32(i)}
				l.module = Module{Version: versionText(m.version), SlotVersion: int(slot), TXCapture: true}
				t.Cleanup(func() { // behind those of the test
					m.mu.Lock()
					defer m.mu.Unlock()
					if m.open != 0 {
						t.Errorf("%d descriptors are left", m.open)
					}
				})
				c.run(t, l)
			})
		}
	}
}

// emulator is a simulated module with real interfaces.
type emulator struct {
	*module
	mu   sync.Mutex
	live map[int]*emulated
}

// emulated is what a socket captures with.
type emulated struct {
	sync.Mutex
	socket    *ringSocket
	names     []string
	sources   []*afpacket.Ring
	filter    []bpf.RawInstruction
	direction capture.Direction
	vlan      int
	sampling  uint64
	cluster   uint32
	kind      Distribution
	place     int
	promisc   bool
	packets   uint64
	closed    atomic.Bool
	readers   sync.WaitGroup
	out       *afpacket.Socket
}

func (e *emulator) of(fd int) *emulated {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.live[fd] == nil {
		e.live[fd] = &emulated{socket: e.at(fd), sampling: 1, vlan: -1}
	}
	return e.live[fd]
}

func (e *emulator) control(packet bool) (int, error) {
	e.count(1, 0)
	return e.system.control(packet)
}

func (e *emulator) index(fd int, name string) (int, error)    { return e.system.index(fd, name) }
func (e *emulator) name(fd, index int) (string, error)        { return e.system.name(fd, index) }
func (e *emulator) up(fd int, name string) (bool, error)      { return e.system.up(fd, name) }
func (e *emulator) member(fd, index int, kind uint16) error   { return e.system.member(fd, index, kind) }
func (e *emulator) namespace(fd int) uint64                   { return e.system.namespace(fd) }
func (e *emulator) lost(index int, namespace uint64) uint64   { return e.system.lost(index, namespace) }
func (e *emulator) stampAll(fd int, name string) error        { return e.system.stampAll(fd, name) }
func (e *emulator) hardware(fd int, n string) (uint16, error) { return e.system.hardware(fd, n) }

func (e *emulator) bind(fd int, address []byte) error {
	list, err := netif.List()
	if err != nil {
		return err
	}
	l, index := e.of(fd), int(order.Uint32(address[4:]))
	found := false
	for _, i := range list {
		if i.Index != index && index != indexAny {
			continue
		}
		if index != indexAny && i.Flags&netif.Up == 0 {
			return unix.ENETDOWN
		}
		l.names = append(l.names, i.Name)
		found = true
	}
	if !found {
		return unix.EINVAL
	}
	l.socket.bound = append(l.socket.bound, uint32(index))
	return nil
}

func (e *emulator) set(fd, option int, value []byte) error {
	l := e.of(fd)
	switch option {
	case soActivate:
		if err := l.start(); err != nil {
			return err
		}
	case soDirection:
		l.direction = capture.Direction(order.Uint32(value))
	case soVLAN:
		l.vlan = int(order.Uint16(value))
	case soSampling:
		l.sampling = uint64(order.Uint32(value))
	case soPromiscuous:
		l.promisc = value[0] != 0
		if len(l.sources) > 0 {
			return l.sources[0].SetPromiscuous(l.promisc)
		}
	case soDetachFilter:
		return l.setFilter(nil)
	case soAddToCluster:
		if l.socket.bound[0] == indexAny {
			return unix.EINVAL
		}
		l.cluster, l.kind = order.Uint32(value), Distribution(value[4])
		if e.slot >= slotQueues {
			l.cluster, l.kind = uint32(order.Uint16(value)), Distribution(value[8])
		}
		if err := e.module.set(fd, option, value); err != nil {
			l.cluster = 0
			return err
		}
		places.Lock()
		l.place = places.members[l.cluster]
		places.members[l.cluster]++
		places.Unlock()
		return nil
	}
	return e.module.set(fd, option, value)
}

func (e *emulator) attachFilter(fd int, code []unix.SockFilter) error {
	if len(code) == 1 {
		return nil // as the module does
	}
	list := make([]bpf.RawInstruction, len(code))
	for i, c := range code {
		list[i] = bpf.RawInstruction{Op: c.Code, Jt: c.Jt, Jf: c.Jf, K: c.K}
		if c.Code == 6 && c.K != 0 {
			list[i].K = 1 << 18
		}
	}
	return e.of(fd).setFilter(list)
}

func (l *emulated) setFilter(code []bpf.RawInstruction) error {
	l.filter = code
	for _, s := range l.sources {
		if err := s.SetFilter(code); err != nil {
			return errors.Unwrap(err)
		}
	}
	return nil
}

// start opens the packet sockets, once.
func (l *emulated) start() error {
	if l.sources != nil {
		return nil
	}
	for i, name := range l.names {
		s, err := afpacket.Open(name, capture.Live{
			Filter: l.filter, Direction: l.direction, Immediate: true, Promiscuous: l.promisc && i == 0, Buffer: 32 << 20,
		}, afpacket.WithVLANInserted(), afpacket.WithFrameSize(2048))
		if err != nil {
			return err
		}
		l.sources = append(l.sources, s)
		l.readers.Go(func() { l.read(s) })
	}
	return nil
}

func (l *emulated) read(s *afpacket.Ring) {
	for {
		data, info, err := s.Next()
		switch {
		case errors.Is(err, capture.ErrDown), errors.Is(err, capture.ErrRenamed):
			continue
		case errors.Is(err, capture.ErrGone):
			l.socket.gone.Store(true)
			return
		case err != nil:
			return
		}
		k := packet{data: data, wire: int(info.Length), nanoseconds: uint64(info.Time.Sec)*1e9 + uint64(info.Time.Nsec), index: int32(info.Interface)}
		if info.Direction() == capture.Inbound {
			k.received = 1
		}
		l.Lock()
		if !l.closed.Load() && l.takes(data) {
			l.socket.put(&k)
		}
		l.Unlock()
	}
}

func (e *emulator) send(fd int, data []byte) error {
	l := e.of(fd)
	if l.out == nil {
		out, err := afpacket.OpenSocket(l.names[0], capture.Live{Direction: capture.Inbound, Buffer: 1 << 16})
		if err != nil {
			return unix.ENETDOWN
		}
		l.out = out
	}
	err := l.out.WritePacket(data, nil)
	switch {
	case err == nil:
		atomic.AddUint64(l.socket.ring.word(offSent), 1)
	case errors.Is(err, unix.EMSGSIZE):
		return unix.EMSGSIZE
	case errors.Is(err, capture.ErrGone), errors.Is(err, capture.ErrDown):
		return unix.ENETDOWN
	}
	return err
}

func (e *emulator) close(fd int) error {
	e.mu.Lock()
	l := e.live[fd]
	delete(e.live, fd)
	e.mu.Unlock()
	if l != nil {
		l.Lock()
		l.closed.Store(true)
		l.Unlock()
		for _, s := range l.sources {
			s.Close()
		}
		l.readers.Wait()
		if l.out != nil {
			l.out.Close()
		}
	}
	return e.module.close(fd)
}
