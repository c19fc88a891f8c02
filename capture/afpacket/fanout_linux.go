package afpacket

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// join makes the socket a member of its fanout group.
func (c *conn) join() error {
	f := *c.cfg.fanout
	f.IgnoreOutgoing = f.IgnoreOutgoing || c.cfg.ignoreOutgoing(c.index)
	arg := binary.NativeEndian.AppendUint32(nil, f.number())
	if f.MaxMembers > 0 {
		arg = binary.NativeEndian.AppendUint32(arg, uint32(f.MaxMembers)) // struct fanout_args
	}
	if err := unix.SetsockoptString(c.fd, unix.SOL_PACKET, unix.PACKET_FANOUT, string(arg)); err != nil {
		return fmt.Errorf("fanout %v: %w", f.Mode, err)
	}
	return c.steer(&f)
}

// steer gives the group its program.
func (c *conn) steer(f *Fanout) error {
	switch f.Mode {
	case FanoutEBPF:
		if err := c.set(unix.SOL_PACKET, unix.PACKET_FANOUT_DATA, f.ProgramFD); err != nil {
			return fmt.Errorf("fanout program: %w", err)
		}
	case FanoutCBPF:
		prog := make([]unix.SockFilter, len(f.Program))
		for i, ins := range f.Program {
			prog[i] = unix.SockFilter{Code: ins.Op, Jt: ins.Jt, Jf: ins.Jf, K: ins.K}
		}
		if err := unix.SetsockoptSockFprog(c.fd, unix.SOL_PACKET, unix.PACKET_FANOUT_DATA, &unix.SockFprog{Len: uint16(len(prog)), Filter: &prog[0]}); err != nil {
			return fmt.Errorf("fanout program: %w", err)
		}
	}
	return nil
}

// FanoutID is the number of the fanout group.
func (c *conn) FanoutID() (id uint16, err error) {
	err = c.control(func(fd int) error {
		n, err := unix.GetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_FANOUT)
		id = uint16(n)
		return err
	})
	return id, err
}

// RolloverStats says what rolling over did in the group of the socket.
func (c *conn) RolloverStats() (s RolloverStats, err error) {
	err = c.control(func(fd int) error {
		size := uint32(unsafe.Sizeof(s))
		// Sound: the kernel writes at most size bytes, three 64-bit numbers as the struct has them, before the call returns.
		_, _, errno := unix.Syscall6(unix.SYS_GETSOCKOPT, uintptr(fd), unix.SOL_PACKET, unix.PACKET_ROLLOVER_STATS,
			uintptr(unsafe.Pointer(&s)), uintptr(unsafe.Pointer(&size)), 0)
		if errno != 0 {
			return errno
		}
		return nil
	})
	return s, err
}

// OpenGroup opens n rings on an interface, which share its packets: by flow, if WithFanout says nothing else. Its number is one that is free,
// unless one is given. n is usually the number of processors; Group.Run reads each ring in a goroutine of its own.
func OpenGroup(name string, n int, live capture.Live, opts ...Option) (*capture.Group, error) {
	if n < 1 {
		return nil, fmt.Errorf("afpacket: group of %d rings", n)
	}
	cfg, err := newConfig(live, opts)
	if err != nil {
		return nil, err
	}
	fanout := Fanout{Mode: FanoutHash}
	if cfg.fanout != nil {
		fanout = *cfg.fanout
	}
	fanout.Unique = fanout.ID == 0
	members := make([]capture.LiveSource, 0, n)
	for range n {
		r, err := Open(name, live, append(opts[:len(opts):len(opts)], WithFanout(fanout))...)
		if err == nil {
			members = append(members, r)
			fanout.Unique = false
			fanout.ID, err = r.FanoutID()
		}
		if err != nil {
			return nil, errors.Join(err, capture.NewGroup(members...).Close())
		}
	}
	return capture.NewGroup(members...), nil
}
