package pfring

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync"
	"sync/atomic"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// socket is a socket of the module. Calls hold mu for reading while they use its descriptors; closing and pausing hold it for writing.
type socket struct {
	k       kernel
	cfg     *config
	name    string
	index   int // 0: all interfaces
	fd      int
	ctl     int // a socket of another family, for questions about interfaces
	event   int // wakes the reader
	mac     [6]byte
	hasMAC  bool
	loops   bool // the loopback interface alone
	version uint32
	module  Module

	mu         sync.RWMutex
	closed     bool
	gone       atomic.Bool  // the interface, as a reader has noticed
	interrupts atomic.Int32 // calls that wait for mu, and for which the reader should not go back to waiting
	sending
}

// init opens the descriptors and finds the interface.
func (s *socket) init(k kernel, name string, cfg *config) (err error) {
	s.k, s.cfg, s.name, s.fd, s.ctl, s.event = k, cfg, name, -1, -1, -1
	if strconv.IntSize != 64 {
		return fmt.Errorf("the module's structures are known on 64-bit systems only: %w", errors.ErrUnsupported)
	}
	for _, n := range append([]string{name}, cfg.more...) {
		if isZeroCopy(n) {
			return fmt.Errorf("%s: %w", n, ErrZeroCopy)
		}
	}
	if s.fd, err = k.socket(); err != nil {
		return socketError(err)
	}
	if s.event, err = k.event(); err != nil {
		return os.NewSyscallError("eventfd", err)
	}
	if s.ctl, err = k.control(cfg.memberships()); err != nil {
		return os.NewSyscallError("socket", err)
	}
	var version [4]byte
	if err := k.get(s.fd, soRingVersion, version[:]); err != nil {
		return fmt.Errorf("version of the module: %w", err)
	}
	s.version = order.Uint32(version[:])
	s.module = Module{
		Version: versionText(s.version), QuickMode: isOn(k.parameter("quick_mode")), TXCapture: isOn(k.parameter("enable_tx_capture")),
	}
	return s.quick()
}

// socketError says what it means that there is no socket.
func socketError(err error) error {
	switch {
	case errors.Is(err, unix.EAFNOSUPPORT):
		return fmt.Errorf("%w: %w", ErrNoModule, err)
	case errors.Is(err, unix.EPERM), errors.Is(err, unix.EACCES):
		return fmt.Errorf("socket: %w (CAP_NET_RAW is needed)", err)
	case errors.Is(err, unix.ENOMEM):
		return fmt.Errorf("socket: %w (the module has 512 sockets at most)", err)
	}
	return os.NewSyscallError("socket", err)
}

// isOn is the value of a parameter of a module, a number or a letter.
func isOn(value string) bool { return value == "1" || value == "Y" }

// memberships reports whether the socket beside that of the module has to be one of AF_PACKET, which can ask interfaces for more packets.
func (c *config) memberships() bool {
	return c.live.AllMulticast || c.live.Promiscuous && len(c.more) > 0
}

// quick refuses what the module would accept and ignore.
func (s *socket) quick() error {
	if !s.module.QuickMode {
		return nil
	}
	c := s.cfg
	for _, f := range []struct {
		wanted bool
		what   string
	}{
		{len(c.live.Filter) > 0, "filter"},
		{c.cluster != nil, "cluster"},
		{s.isAny(), "all interfaces"},
		{len(c.more) > 0, "several interfaces"},
		{c.live.Direction != capture.DirectionUnknown, "direction"},
		{c.hasVLAN, "VLAN"},
		{c.sampling > 1, "sampling"},
	} {
		if f.wanted {
			return fmt.Errorf("%s: %w", f.what, ErrQuickMode)
		}
	}
	return nil
}

func (s *socket) isAny() bool { return s.name == "" || s.name == anyInterface }

// attach binds the socket to all its interfaces.
func (s *socket) attach() error {
	if s.isAny() {
		s.name = anyInterface
		if len(s.cfg.more) > 0 {
			return errors.New("all interfaces, and more of them")
		}
		if s.cfg.live.Promiscuous || s.cfg.live.AllMulticast || s.cfg.cluster != nil || s.cfg.live.Clock == capture.HardwareClock {
			return errors.New("promiscuous mode, all multicast, clusters and the clock of the hardware take one interface")
		}
		return s.bind(anyInterface, indexAny)
	}
	for i, name := range append([]string{s.name}, s.cfg.more...) {
		index, err := s.k.index(s.ctl, name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, os.NewSyscallError("SIOCGIFINDEX", err))
		}
		kind, err := s.k.hardware(s.ctl, name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, os.NewSyscallError("SIOCGIFHWADDR", err))
		}
		if kind != unix.ARPHRD_ETHER && kind != unix.ARPHRD_LOOPBACK {
			return fmt.Errorf("%s: %w", name, ErrNotEthernet)
		}
		if i == 0 {
			s.index, s.loops = index, kind == unix.ARPHRD_LOOPBACK
		}
		if err := s.bind(name, index); err != nil {
			return err
		}
		if err := s.memberships(i, index); err != nil {
			return err
		}
	}
	return nil
}

// memberships asks an interface for the packets that the module does not ask for.
func (s *socket) memberships(i, index int) error {
	if s.cfg.live.AllMulticast {
		if err := s.k.member(s.ctl, index, unix.PACKET_MR_ALLMULTI); err != nil {
			return fmt.Errorf("all multicast: %w", err)
		}
	}
	if s.cfg.live.Promiscuous && i > 0 {
		if err := s.k.member(s.ctl, index, unix.PACKET_MR_PROMISC); err != nil {
			return fmt.Errorf("promiscuous mode: %w", err)
		}
	}
	return nil
}

// bind adds an interface. Modules before 8.2 take its name, later ones its number; between them stand versions in development that take either.
func (s *socket) bind(name string, index int) error {
	err := s.k.bind(s.fd, order.AppendUint64(numberAddress(index), 0))
	if errors.Is(err, unix.EINVAL) && s.version < version86 {
		if len(name) > 13 {
			return fmt.Errorf("%s: pf_ring module %s takes names of up to 13 bytes", name, s.module.Version)
		}
		address := order.AppendUint16(nil, family)
		err = s.k.bind(s.fd, append(append(address, name...), make([]byte, 14-len(name))...))
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.ENETDOWN):
		return &capture.InterfaceError{Name: name, Index: index, Err: capture.ErrDown}
	}
	return fmt.Errorf("%s: %w", name, os.NewSyscallError("bind", err))
}

// numberAddress is a slotAddress but for its last eight bytes, which are zero.
func numberAddress(index int) []byte {
	b := order.AppendUint16(nil, family)
	b = order.AppendUint16(b, uint16(ethPAll()))
	b = order.AppendUint32(b, uint32(index))
	return order.AppendUint32(b, 0)
}

// abandon closes what is not finished.
func (s *socket) abandon() {
	for _, fd := range []*int{&s.fd, &s.event, &s.ctl} {
		if *fd >= 0 {
			_ = s.k.close(*fd)
			*fd = -1
		}
	}
	s.closed = true
}

// Module is what the module says of itself.
func (s *socket) Module() Module { return s.module }

// LinkType is Ethernet, for all interfaces.
func (s *socket) LinkType() capture.LinkType { return capture.LinkTypeEthernet }

// Interface is the name that was opened, "any" for all, and the index, 0 for all.
func (s *socket) Interface() (name string, index int) { return s.name, s.index }

// control calls f while the descriptors are open.
func (s *socket) control(f func() error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return capture.ErrClosed
	}
	return f()
}

// exclusive calls f while nobody waits and no call is under way.
func (s *socket) exclusive(f func() error) error {
	s.interrupts.Add(1)
	_ = s.control(func() error { s.k.signal(s.event); return nil })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.interrupts.Add(-1)
	if s.closed {
		return capture.ErrClosed
	}
	return f()
}

// set is setsockopt with a number of so many bytes.
func (s *socket) set(option, size int, value uint64) error {
	var b []byte
	switch size {
	case 1:
		b = []byte{byte(value)}
	case 2:
		b = order.AppendUint16(nil, uint16(value))
	case 4:
		b = order.AppendUint32(nil, uint32(value))
	default:
		b = order.AppendUint64(nil, value)
	}
	return s.k.set(s.fd, option, b)
}
