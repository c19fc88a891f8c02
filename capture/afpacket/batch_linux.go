package afpacket

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// batch is what WriteBatch needs: messages for sendmmsg(2), which point to the packets of the caller while the call lasts.
type batch struct {
	msgs  []message
	iovs  []unix.Iovec
	from  int // the next message
	count int
	err   error
	send  func(fd uintptr) bool
}

var noVNet [vnetLength]byte

// WriteBatch sends packets, up to 64 in a call of sendmmsg(2), and says how many the interface took: all, if the error is nil. Those behind the first that
// it did not take are not sent.
func (c *conn) WriteBatch(packets [][]byte) (int, error) {
	if c.cfg.isCooked {
		return 0, fmt.Errorf("afpacket: %s: cooked sockets do not send", c.name)
	}
	c.outMu.Lock()
	defer c.outMu.Unlock()
	sent := 0
	for sent < len(packets) {
		n, err := c.writeSome(packets[sent:min(len(packets), sent+sendBatch)])
		sent += n
		if err != nil {
			return sent, err
		}
	}
	return sent, nil
}

func (c *conn) writeSome(packets [][]byte) (int, error) {
	b := &c.batch
	if b.msgs == nil {
		b.msgs, b.iovs = make([]message, sendBatch), make([]unix.Iovec, 2*sendBatch)
	}
	for i, p := range packets {
		if len(p) == 0 {
			packets = packets[:i]
			break
		}
		iov := b.iovs[2*i : 2*i+2]
		iov[0].Base, iov[1].Base = &noVNet[0], &p[0]
		iov[0].SetLen(vnetLength)
		iov[1].SetLen(len(p))
		if !c.cfg.vnet {
			iov = iov[1:]
		}
		b.msgs[i].header.Iov = &iov[0]
		b.msgs[i].header.SetIovlen(len(iov))
	}
	if len(packets) == 0 {
		return 0, fmt.Errorf("afpacket: %s: a packet without bytes", c.name)
	}
	b.from, b.count, b.err = 0, len(packets), nil
	err := c.closing(c.raw.Write(b.send))
	clear(b.iovs)
	if err == nil {
		err = b.err
	}
	return b.from, err
}

// sendSome sends until all messages are gone, or one fails, or there is no room.
func (c *conn) sendSome(fd uintptr) bool {
	b := &c.batch
	for b.from < b.count {
		// Sound: the messages point to memory that c and the caller of WriteBatch keep until the call returns. The kernel writes the lengths that it sent.
		n, _, errno := unix.Syscall6(unix.SYS_SENDMMSG, fd, uintptr(unsafe.Pointer(&b.msgs[b.from])), uintptr(b.count-b.from), unix.MSG_DONTWAIT, 0, 0)
		switch errno {
		case 0:
			b.from += int(n)
		case unix.EINTR:
		case unix.EAGAIN:
			return false
		default:
			b.err = c.sendError(int(fd), errno)
			return true
		}
	}
	return true
}

var _ capture.BatchSink = (*Ring)(nil)
