package afpacket

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// bindError says what a failed bind means.
func (c *conn) bindError(err error) error {
	switch {
	case errors.Is(err, unix.ENODEV):
		return &capture.InterfaceError{Name: c.name, Index: c.index, Err: capture.ErrGone}
	case errors.Is(err, unix.ENETDOWN):
		return &capture.InterfaceError{Name: c.name, Index: c.index, Err: capture.ErrDown}
	}
	return os.NewSyscallError("bind", err)
}

// pending takes the error that waits at the socket. It is ENETDOWN when the interface went down or away.
func (c *conn) pending(fd int) error {
	n, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err != nil {
		return os.NewSyscallError("getsockopt", err)
	}
	if n == 0 {
		return nil
	}
	return c.failure(fd, unix.Errno(n))
}

// failure says what an error of the socket means.
func (c *conn) failure(fd int, errno error) error {
	if errno != unix.ENETDOWN && errno != unix.ENXIO && errno != unix.ENODEV {
		return fmt.Errorf("afpacket: %s: %w", c.name, errno)
	}
	// An interface that is deleted goes down first. To leave a group that the socket is not in has no effect, but waits for the lock of whoever is changing interfaces.
	_ = unix.SetsockoptPacketMreq(fd, unix.SOL_PACKET, unix.PACKET_DROP_MEMBERSHIP, &unix.PacketMreq{Ifindex: int32(c.index), Type: unix.PACKET_MR_UNICAST})
	if _, err := interfaceName(fd, c.index); err != nil || c.unbound(fd) {
		return &capture.InterfaceError{Name: c.name, Index: c.index, Err: capture.ErrGone}
	}
	return &capture.InterfaceError{Name: c.name, Index: c.index, Err: capture.ErrDown}
}

// unbound reports whether the interface that the socket was bound to is gone.
func (c *conn) unbound(fd int) bool {
	sa, err := unix.Getsockname(fd)
	if err != nil {
		return false
	}
	ll, ok := sa.(*unix.SockaddrLinklayer)
	return ok && c.index != 0 && ll.Ifindex != c.index
}

// renamed compares the name of the interface with the one that was opened, and remembers the new one, so that it is reported once.
func (c *conn) renamed(fd int) error {
	if c.index == 0 {
		return nil
	}
	now, err := interfaceName(fd, c.index)
	if err != nil || now == c.current {
		return nil // one that is gone has an error of its own
	}
	c.current = now
	return &capture.InterfaceError{Name: c.name, Index: c.index, NewName: now, Err: capture.ErrRenamed}
}

// interfaceName is the name of the interface with this index now.
func interfaceName(fd, index int) (string, error) {
	ifr, err := unix.NewIfreq("")
	if err != nil {
		return "", err
	}
	ifr.SetUint32(uint32(index))
	if err := unix.IoctlIfreq(fd, unix.SIOCGIFNAME, ifr); err != nil {
		return "", err
	}
	return ifr.Name(), nil
}
