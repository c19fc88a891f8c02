//go:build amd64 || arm64

package pfring

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// module is a simulated kernel module, of one version, in a host with some interfaces. It is a kernel, which notes what it is asked for. Waiting is real: sockets are event
// descriptors.
type module struct {
	system
	version  uint32
	slot     uint16
	minSlots int

	mu         sync.Mutex
	calls      []string
	interfaces map[string]*netInterface
	parameters map[string]string
	fail       map[string]error // by the beginning of a call
	sockets    map[int]*ringSocket
	clusters   map[uint32]map[uint16]bool
	open       int // descriptors
	mapped     int // mappings
}

type netInterface struct {
	index int
	kind  uint16
	up    bool
}

// ringSocket is a socket of the simulated module.
type ringSocket struct {
	m       *module
	fd      int
	bucket  int
	short   bool
	bound   []uint32
	memory  int // descriptor
	ring    *producer
	mark    uint64
	active  atomic.Bool
	waits   atomic.Bool
	gone    atomic.Bool
	packets [][]byte // sent
}

func newModule() *module {
	return &module{
		version: 0x080900, slot: 21, minSlots: 64,
		interfaces: map[string]*netInterface{
			"lo": {1, unix.ARPHRD_LOOPBACK, true}, "eth0": {7, unix.ARPHRD_ETHER, true}, "eth1": {8, unix.ARPHRD_ETHER, true}, "tun0": {9, unix.ARPHRD_NONE, true},
			"down0": {10, unix.ARPHRD_ETHER, false}, "fifteen-bytes-0": {11, unix.ARPHRD_ETHER, true},
		},
		parameters: map[string]string{"quick_mode": "0", "enable_tx_capture": "1"},
		fail:       map[string]error{}, sockets: map[int]*ringSocket{}, clusters: map[uint32]map[uint16]bool{},
	}
}

// note notes a call, and says whether it is to fail.
func (m *module) note(format string, args ...any) error {
	call := fmt.Sprintf(format, args...)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls = append(m.calls, call)
	return m.fail[call]
}

func (m *module) noted() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	calls := m.calls
	m.calls = nil
	return calls
}

func (m *module) at(fd int) *ringSocket {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.sockets[fd]
}

func (m *module) count(files, maps int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.open += files
	m.mapped += maps
}

func (m *module) socket() (int, error) {
	if err := m.note("socket"); err != nil {
		return -1, err
	}
	fd, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	s := &ringSocket{m: m, fd: fd, bucket: 128, memory: -1, mark: 128}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.open++
	m.sockets[fd] = s
	return fd, err
}

func (m *module) bind(fd int, address []byte) error {
	if err := m.note("bind %x", address); err != nil {
		return err
	}
	s := m.at(fd)
	var found *netInterface
	switch {
	case order.Uint16(address) != 27:
		return unix.EINVAL
	case len(address) == 20 && m.version >= version82:
		index := order.Uint32(address[4:])
		if index == indexAny {
			found = &netInterface{indexAny, 0, true}
		}
		for _, i := range m.interfaces {
			if uint32(i.index) == index {
				found = i
			}
		}
	case len(address) == 16 && m.version < version86:
		name := unix.ByteSliceToString(address[2:])
		if found = m.interfaces[name]; name == anyInterface {
			found = &netInterface{indexAny, 0, true}
		}
	}
	switch {
	case found == nil:
		return unix.EINVAL
	case !found.up:
		return unix.ENETDOWN
	}
	s.bound = append(s.bound, uint32(found.index))
	return nil
}

func (m *module) set(fd, option int, value []byte) error {
	if err := m.note("set %d %x", option, value); err != nil {
		return err
	}
	s := m.at(fd)
	switch option {
	case soBucketLen:
		s.bucket = int(order.Uint32(value))
		s.frozen("bucket length")
	case soShortHeader:
		s.short = true
		s.frozen("header")
	case soChannel:
		if len(s.bound) == 0 {
			panic("the kernel fails: channel before bind")
		}
	case soActivate:
		s.active.Store(true)
	case soDeactivate:
		s.active.Store(false)
	case soWatermark:
		s.mark = uint64(order.Uint16(value))
	case soAddToCluster:
		return s.join(value)
	}
	return nil
}

// frozen is what may not change when there is memory.
func (s *ringSocket) frozen(what string) {
	if s.ring != nil {
		panic(what + " after mmap")
	}
}

func (s *ringSocket) join(value []byte) error {
	cluster, queue := order.Uint32(value), uint16(anyQueue)
	if s.m.slot >= slotQueues {
		if len(value) != 12 {
			return unix.EINVAL
		}
		cluster, queue = uint32(order.Uint16(value)), order.Uint16(value[2:])
	} else if len(value) != 8 {
		return unix.EINVAL
	}
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	queues := s.m.clusters[cluster]
	if queues == nil {
		queues = map[uint16]bool{}
		s.m.clusters[cluster] = queues
	}
	if queue >= 64 {
		for queue = 0; queues[queue]; queue++ {
		}
	} else if queues[queue] {
		return unix.EBUSY
	}
	queues[queue] = true
	return nil
}

func (m *module) get(fd, option int, value []byte) error {
	if err := m.note("get %d %d", option, len(value)); err != nil {
		return err
	}
	s := m.at(fd)
	switch option {
	case soRingVersion:
		order.PutUint32(value, m.version)
	case soHeaderLen:
		n := 0
		if s.ring != nil {
			n = s.header()
		}
		order.PutUint16(value, uint16(n))
	case soBoundAddress:
		copy(value, "\x02\x00\x00\x00\x00\x07")
	case soBoundIndex:
		order.PutUint32(value, s.bound[0])
		if s.gone.Load() {
			order.PutUint32(value, indexNone)
		}
	default:
		return unix.ENOPROTOOPT
	}
	return nil
}

func (s *ringSocket) header() int {
	switch {
	case s.short:
		return shortHeader
	case s.m.slot == slotNames:
		return longHeader8
	}
	return longHeader
}

func (m *module) attachFilter(_ int, code []unix.SockFilter) error {
	var text strings.Builder
	for _, ins := range code {
		fmt.Fprintf(&text, " %02x:%d:%d:%x", ins.Code, ins.Jt, ins.Jf, ins.K)
	}
	return m.note("filter%s", text.String())
}

func (m *module) send(fd int, data []byte) error {
	if err := m.note("send %d", len(data)); err != nil {
		return err
	}
	s := m.at(fd)
	if s.ring == nil {
		panic("the kernel fails: send before mmap")
	}
	s.packets = append(s.packets, slices.Clone(data))
	atomic.AddUint64(s.ring.word(offSent), 1)
	return nil
}

func (m *module) close(fd int) error {
	m.mu.Lock()
	s := m.sockets[fd]
	delete(m.sockets, fd)
	m.open--
	m.mu.Unlock()
	if s == nil {
		return unix.Close(fd)
	}
	err := m.note("close")
	if s.memory >= 0 {
		_ = unix.Close(s.memory)
	}
	return joined(err, unix.Close(fd))
}
