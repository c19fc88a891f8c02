package netif

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"os"

	"golang.org/x/sys/unix"
)

// word is struct access in the byte order of the host, which netlink uses.
var word = binary.NativeEndian

const (
	messageHeader   = 16 // struct nlmsghdr
	attributeHeader = 4  // struct nlattr
	attributeType   = 0x3fff
	patience        = 5 // seconds that the kernel is given to answer
)

// socket is an open netlink socket.
type socket struct {
	fd       int
	sequence uint32
	buf      []byte
}

func dial(protocol int) (*socket, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, protocol)
	if err != nil {
		return nil, os.NewSyscallError("netlink socket", err)
	}
	s := &socket{fd: fd, buf: make([]byte, 64<<10)}
	_ = unix.SetsockoptInt(fd, unix.SOL_NETLINK, unix.NETLINK_GET_STRICT_CHK, 1) // filters in dumps; old kernels send more
	err = unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: patience})
	if err == nil {
		err = unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK})
	}
	if err != nil {
		s.close()
		return nil, os.NewSyscallError("netlink", err)
	}
	return s, nil
}

func (s *socket) close() { _ = unix.Close(s.fd) }

// request sends one message and calls each for all messages of the answer.
func request(protocol int, kind, flags uint16, body []byte, each func(kind uint16, body []byte) error) error {
	s, err := dial(protocol)
	if err != nil {
		return err
	}
	defer s.close()
	return s.request(kind, flags, body, each)
}

func (s *socket) request(kind, flags uint16, body []byte, each func(kind uint16, body []byte) error) error {
	s.sequence++
	msg := word.AppendUint32(nil, uint32(messageHeader+len(body)))
	msg = word.AppendUint16(msg, kind)
	msg = word.AppendUint16(msg, flags|unix.NLM_F_REQUEST)
	msg = word.AppendUint32(msg, s.sequence)
	msg = append(word.AppendUint32(msg, 0), body...)
	if err := unix.Sendto(s.fd, msg, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return os.NewSyscallError("netlink", err)
	}
	for {
		n, _, err := unix.Recvfrom(s.fd, s.buf, unix.MSG_TRUNC)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return os.NewSyscallError("netlink", err)
		case n > len(s.buf):
			return fmt.Errorf("netif: netlink message of %d bytes", n)
		}
		done, err := s.answer(s.buf[:n], each)
		if done || err != nil {
			return err
		}
	}
}

// answer goes through the messages of one datagram.
func (s *socket) answer(b []byte, each func(kind uint16, body []byte) error) (done bool, err error) {
	for len(b) >= messageHeader {
		n := int(word.Uint32(b))
		if n < messageHeader || n > len(b) {
			return true, fmt.Errorf("netif: netlink message of %d bytes in %d", n, len(b))
		}
		kind, flags, sequence, body := word.Uint16(b[4:]), word.Uint16(b[6:]), word.Uint32(b[8:]), b[messageHeader:n]
		b = b[min((n+3)&^3, len(b)):]
		if sequence != s.sequence { // of a question that was given up
			continue
		}
		switch kind {
		case unix.NLMSG_DONE: // with an error if a list breaks off
			if len(body) < 4 {
				return true, nil
			}
			return true, failure(body)
		case unix.NLMSG_ERROR:
			if len(body) < 4 {
				return true, unix.EBADMSG
			}
			return true, failure(body)
		case unix.NLMSG_NOOP:
			continue
		}
		if err := each(kind, body); err != nil {
			return true, err
		}
		if flags&unix.NLM_F_MULTI == 0 {
			done = true
		}
	}
	return done, nil
}

// failure is the error that a message begins with, as a negative number.
func failure(body []byte) error {
	if errno := int32(word.Uint32(body)); errno < 0 {
		return unix.Errno(-errno)
	}
	return nil
}

// attributes iterates over a list of attributes behind a header of n bytes.
func attributes(b []byte, n int) iter.Seq2[uint16, []byte] {
	return func(yield func(uint16, []byte) bool) {
		for b = b[min(n, len(b)):]; len(b) >= attributeHeader; {
			size := int(word.Uint16(b))
			if size < attributeHeader || size > len(b) || !yield(word.Uint16(b[2:])&attributeType, b[attributeHeader:size]) {
				return
			}
			b = b[min((size+3)&^3, len(b)):]
		}
	}
}

// appendAttribute adds an attribute to a list.
func appendAttribute(b []byte, kind uint16, value []byte) []byte {
	b = word.AppendUint16(b, uint16(attributeHeader+len(value)))
	b = append(word.AppendUint16(b, kind), value...)
	return append(b, make([]byte, -len(value)&3)...)
}

// number is an unsigned number of 1, 2, 4 or 8 bytes.
func number(b []byte) uint64 {
	switch len(b) {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(word.Uint16(b))
	case 4:
		return uint64(word.Uint32(b))
	case 8:
		return word.Uint64(b)
	}
	return 0
}

// text is a string that ends with a zero byte.
func text(b []byte) string {
	for i, c := range b {
		if c == 0 {
			return string(b[:i])
		}
	}
	return string(b)
}
