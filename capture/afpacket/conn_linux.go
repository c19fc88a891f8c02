package afpacket

import (
	"errors"
	"fmt"
	"math/bits"
	"os"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/netif"
)

// conn is an AF_PACKET socket under the runtime's poller.
type conn struct {
	cfg      *config
	fd       int // for setting up only; later it is reached through raw
	file     *os.File
	raw      syscall.RawConn
	name     string
	index    int
	hardware uint16 // ARPHRD_ number
	link     capture.LinkType
	isRing   bool
	closed   atomic.Bool
	statistics
	sending
}

// network puts a 16-bit number into network byte order.
func network(v uint16) uint16 {
	if littleEndian {
		return bits.ReverseBytes16(v)
	}
	return v
}

// init opens a socket that sees nothing yet: its protocol is 0 until it is bound.
func (c *conn) init(name string, cfg *config) error {
	c.cfg, c.fd, c.name = cfg, -1, name
	err := c.open(unix.SOCK_RAW)
	if err == nil {
		err = c.identify()
	}
	if err == nil && cfg.isCooked {
		_ = unix.Close(c.fd)
		err = c.open(unix.SOCK_DGRAM)
	}
	if err == nil {
		err = c.configure()
	}
	return err
}

func (c *conn) open(kind int) (err error) {
	c.fd, err = unix.Socket(unix.AF_PACKET, kind|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	return nil
}

// abandon closes what is not finished.
func (c *conn) abandon() {
	if c.file == nil && c.fd >= 0 {
		_ = unix.Close(c.fd)
		c.fd = -1
	}
}

// identify finds index and link type of the interface.
func (c *conn) identify() error {
	if c.name == "" || c.name == "any" {
		c.name, c.link = "any", capture.LinkTypeLinuxSLL2
		if c.cfg.isCooked {
			c.link = c.cfg.cooked
		}
		c.cfg.isCooked, c.cfg.cooked = true, c.link
		return nil
	}
	ifr, err := unix.NewIfreq(c.name)
	if err != nil {
		return fmt.Errorf("name of an interface: %w", err)
	}
	if err := unix.IoctlIfreq(c.fd, unix.SIOCGIFINDEX, ifr); err != nil {
		return os.NewSyscallError("SIOCGIFINDEX", err)
	}
	c.index = int(ifr.Uint32())
	if err := unix.IoctlIfreq(c.fd, unix.SIOCGIFHWADDR, ifr); err != nil {
		return os.NewSyscallError("SIOCGIFHWADDR", err)
	}
	c.hardware = ifr.Uint16()
	link, known := netif.HardwareLinkType(c.hardware)
	if c.cfg.isCooked {
		link = c.cfg.cooked
	} else if !known {
		c.cfg.isCooked, c.cfg.cooked = true, link
	}
	c.link = link
	return nil
}

// configure sets what must be set before there is a ring, or may be at any time.
func (c *conn) configure() error {
	if c.cfg.ignoreOutgoing(c.index) && c.cfg.fanout == nil {
		if err := c.set(unix.SOL_PACKET, unix.PACKET_IGNORE_OUTGOING, 1); err != nil {
			return fmt.Errorf("PACKET_IGNORE_OUTGOING: %w", err)
		}
	}
	if c.cfg.vnet {
		if err := c.set(unix.SOL_PACKET, unix.PACKET_VNET_HDR, 1); err != nil {
			return fmt.Errorf("PACKET_VNET_HDR: %w", err)
		}
	}
	if c.cfg.bypass {
		if err := c.set(unix.SOL_PACKET, unix.PACKET_QDISC_BYPASS, 1); err != nil {
			return fmt.Errorf("PACKET_QDISC_BYPASS: %w", err)
		}
	}
	if err := c.busyPoll(); err != nil {
		return err
	}
	if c.cfg.live.Clock == capture.HardwareClock {
		return c.hardwareClock()
	}
	return nil
}

func (c *conn) busyPoll() error {
	if c.cfg.busy == 0 {
		return nil
	}
	if err := c.set(unix.SOL_SOCKET, unix.SO_BUSY_POLL, int(c.cfg.busy/time.Microsecond)); err != nil {
		return fmt.Errorf("SO_BUSY_POLL: %w", err)
	}
	if c.cfg.preferBusy {
		if err := c.set(unix.SOL_SOCKET, unix.SO_PREFER_BUSY_POLL, 1); err != nil {
			return fmt.Errorf("SO_PREFER_BUSY_POLL: %w", err)
		}
	}
	if c.cfg.busyBudget > 0 {
		if err := c.set(unix.SOL_SOCKET, unix.SO_BUSY_POLL_BUDGET, c.cfg.busyBudget); err != nil {
			return fmt.Errorf("SO_BUSY_POLL_BUDGET: %w", err)
		}
	}
	return nil
}

func (c *conn) set(level, option, value int) error {
	return unix.SetsockoptInt(c.fd, level, option, value)
}

// attach binds the socket to the interface, behind its filter. A member of a fanout group would see all packets between binding and joining; so it
// takes none until it has joined.
func (c *conn) attach() error {
	filter := c.cfg.filter(c.index)
	first := filter
	if c.cfg.fanout != nil {
		first = nothing[:]
	}
	if err := attachFilter(c.fd, first); err != nil {
		return err
	}
	if err := c.member(unix.PACKET_MR_PROMISC, c.cfg.live.Promiscuous, unix.PACKET_ADD_MEMBERSHIP); err != nil {
		return fmt.Errorf("promiscuous mode: %w", err)
	}
	if err := c.member(unix.PACKET_MR_ALLMULTI, c.cfg.live.AllMulticast, unix.PACKET_ADD_MEMBERSHIP); err != nil {
		return fmt.Errorf("all multicast: %w", err)
	}
	addr := &unix.SockaddrLinklayer{Protocol: network(c.cfg.protocol), Ifindex: c.index}
	if err := unix.Bind(c.fd, addr); err != nil {
		return c.bindError(err)
	}
	if c.cfg.fanout != nil {
		if err := c.join(); err != nil {
			return err
		}
		if err := attachFilter(c.fd, filter); err != nil {
			return err
		}
	}
	return c.adopt()
}

// adopt gives the descriptor to the poller. It closes it from then on.
func (c *conn) adopt() (err error) {
	if c.file = os.NewFile(uintptr(c.fd), "packet:"+c.name); c.file == nil {
		return os.ErrInvalid
	}
	if c.raw, err = c.file.SyscallConn(); err != nil {
		_ = c.file.Close()
		return err
	}
	c.startStatistics()
	c.startSending()
	return nil
}

func (c *conn) member(kind uint16, wanted bool, operation int) error {
	if !wanted {
		return nil
	}
	if c.index == 0 {
		return errors.New("it takes one interface")
	}
	return os.NewSyscallError("setsockopt", unix.SetsockoptPacketMreq(c.fd, unix.SOL_PACKET, operation, &unix.PacketMreq{Ifindex: int32(c.index), Type: kind}))
}

func attachFilter(fd int, code []bpf.RawInstruction) error {
	if len(code) > mostInstructions {
		return fmt.Errorf("filter of %d instructions, at most %d", len(code), mostInstructions)
	}
	prog := make([]unix.SockFilter, len(code))
	for i, ins := range code {
		prog[i] = unix.SockFilter{Code: ins.Op, Jt: ins.Jt, Jf: ins.Jf, K: ins.K}
	}
	err := unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &unix.SockFprog{Len: uint16(len(prog)), Filter: &prog[0]})
	runtime.KeepAlive(prog)
	if err != nil {
		return fmt.Errorf("filter: %w", err)
	}
	return nil
}

// LinkType is what the first bytes of packets are.
func (c *conn) LinkType() capture.LinkType { return c.link }

// Interface is the name that was opened, "any" for all, and the index, 0 for all.
func (c *conn) Interface() (name string, index int) { return c.name, c.index }

// SetReadDeadline sets the time at which waiting for a packet ends with os.ErrDeadlineExceeded; zero: never. Packets that are there are
// delivered all the same, up to the end of a block.
func (c *conn) SetReadDeadline(t time.Time) error { return c.closing(c.file.SetReadDeadline(t)) }

// SetWriteDeadline does the same for sending.
func (c *conn) SetWriteDeadline(t time.Time) error { return c.closing(c.file.SetWriteDeadline(t)) }

// closing turns the poller's error for a closed file into capture.ErrClosed.
func (c *conn) closing(err error) error {
	if err != nil && c.closed.Load() {
		return capture.ErrClosed
	}
	return err
}

// shut marks the socket as closed, after a last look at its counters. It returns false if it was closed before.
func (c *conn) shut() bool {
	_ = c.control(c.count)
	return !c.closed.Swap(true)
}

// pause waits a little for an event or an error, without the runtime's poller: that does not wait when an error is all that it saw.
func (c *conn) pause() {
	_ = c.control(func(fd int) error {
		_, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 20)
		return err
	})
}

// SetFilter replaces the filter of an open socket. Packets that wait in the ring were chosen by the old one.
func (c *conn) SetFilter(code []bpf.RawInstruction) error {
	cfg := *c.cfg
	cfg.live.Filter = code
	return c.control(func(fd int) error { return attachFilter(fd, cfg.filter(c.index)) })
}

// SetPromiscuous switches the promiscuous mode. Interfaces count: it ends when nobody wants it any more.
func (c *conn) SetPromiscuous(on bool) error {
	operation := unix.PACKET_DROP_MEMBERSHIP
	if on {
		operation = unix.PACKET_ADD_MEMBERSHIP
	}
	return c.control(func(fd int) error { return c.member(unix.PACKET_MR_PROMISC, true, operation) })
}

// control calls f with the descriptor, which is not closed meanwhile.
func (c *conn) control(f func(fd int) error) error {
	var inner error
	err := c.raw.Control(func(fd uintptr) { inner = f(int(fd)) })
	if err != nil {
		return c.closing(err)
	}
	return inner
}
