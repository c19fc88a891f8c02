package afpacket

import (
	"fmt"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// sending is what WritePacket needs. It is used by one goroutine at a time.
type sending struct {
	outMu   sync.Mutex
	out     []byte
	outErr  error
	scratch []byte
	write   func(fd uintptr) bool
	batch   batch
}

func (c *conn) startSending() { c.write, c.batch.send = c.writeOnce, c.sendSome }

// WritePacket sends one packet, from its link-layer header on, and waits for room in the socket's buffer. A tag in info.VLAN is put into the
// packet. What comes back without an error has been handed to the interface. Several goroutines may call it.
func (c *conn) WritePacket(data []byte, info *capture.Info) error {
	if c.cfg.isCooked {
		return fmt.Errorf("afpacket: %s: cooked sockets do not send", c.name)
	}
	c.outMu.Lock()
	defer c.outMu.Unlock()
	c.out = c.wire(data, info)
	err := c.raw.Write(c.write)
	c.out = nil
	if err == nil {
		err = c.outErr
	}
	return c.closing(err)
}

// wire is the packet with the headers that go before and into it.
func (c *conn) wire(data []byte, info *capture.Info) []byte {
	tagged := info != nil && info.VLAN.Present && len(data) >= 12
	if !tagged && !c.cfg.vnet {
		return data
	}
	b := c.scratch[:0]
	if c.cfg.vnet {
		b = append(b, make([]byte, vnetLength)...)
	}
	if tagged {
		b = append(append(b, data[:12]...), tagBytes(info.VLAN)...)
		data = data[12:]
	}
	c.scratch = append(b, data...)
	return c.scratch
}

func (c *conn) writeOnce(fd uintptr) bool {
	_, err := unix.Write(int(fd), c.out)
	switch err {
	case unix.EAGAIN:
		return false
	case unix.EINTR:
		return c.writeOnce(fd)
	case nil:
		c.outErr = nil
	default:
		c.outErr = c.sendError(int(fd), err)
	}
	return true
}

func (c *conn) sendError(fd int, err error) error {
	switch err {
	case unix.ENOBUFS:
		return fmt.Errorf("afpacket: %s: %w", c.name, capture.ErrQueueFull)
	case unix.EMSGSIZE:
		return fmt.Errorf("afpacket: %s: the packet is longer than the interface sends: %w", c.name, err)
	}
	return c.failure(fd, err)
}
