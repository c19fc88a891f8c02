package conversation

import (
	"io"
	"net/netip"
	"time"

	"github.com/wiretag/wiretag/layers"
)

// TCP is a connection.
type TCP struct {
	n    *Network
	ends [2]*end
}

// DialTCP opens a connection: the three packets of the handshake, more where some are lost.
func (n *Network) DialTCP(client, server netip.AddrPort) (*TCP, error) {
	c := &TCP{n: n}
	addrs := [2]netip.AddrPort{client, server}
	for side := range Server + 1 {
		from, to := addrs[side], addrs[side.Other()]
		l, err := newLine(n, side, from.Addr(), to.Addr())
		if err != nil {
			return nil, err
		}
		e := &end{
			n: n, line: l, first: n.random.Uint32(), clock: n.random.Uint32(), mss: n.path.MTU - l.header() - 20 - timestampsLength,
			head: layers.TCP{SrcPort: layers.TCPPort(from.Port()), DstPort: layers.TCPPort(to.Port())},
		}
		e.window = initialWindow * e.mss
		e.limit = min(max(int(n.path.Bandwidth/80), 4*e.mss), maxWindow)
		e.threshold = e.limit
		c.ends[side] = e
	}
	c.ends[Client].peer, c.ends[Server].peer = c.ends[Server], c.ends[Client]
	c.ends[Client].open()
	err := n.until(func() bool { return c.ends[Client].established() && c.ends[Server].established() })
	return c, err
}

// From is where what a side says is written to. A write returns when the data is sent or waits for its turn in a buffer
// of some size; it is not kept. Before it sends, all that the other side has written has arrived.
func (c *TCP) From(side Side) io.Writer { return writer{c, side} }

type writer struct {
	c    *TCP
	side Side
}

func (w writer) Write(b []byte) (int, error) {
	e := w.c.ends[w.side]
	if e.closing {
		return 0, io.ErrClosedPipe
	}
	if err := w.c.Sync(w.side.Other()); err != nil {
		return 0, err
	}
	for written := 0; written < len(b); {
		if err := w.c.n.until(func() bool { return len(e.data) < sendBuffer }); err != nil {
			return written, err
		}
		part := b[written:min(len(b), written+sendBuffer-len(e.data))]
		e.data = append(e.data, part...)
		written += len(part)
		e.push = e.end()
		e.output()
	}
	return len(b), w.c.n.err
}

// Sync waits until everything that a side has written has arrived at the other one.
func (c *TCP) Sync(side Side) error {
	e := c.ends[side]
	return c.n.until(func() bool { return e.peer.received >= e.end() })
}

// Close closes the connection, the given side first, when everything has arrived. It returns when both sides know.
func (c *TCP) Close(first Side) error {
	for _, side := range [...]Side{first, first.Other()} {
		if err := c.Shut(side); err != nil {
			return err
		}
	}
	a, b := c.ends[first], c.ends[first.Other()]
	return c.n.until(func() bool { return a.acked == a.sent && b.acked == b.sent })
}

// Shut closes one direction: the side says that it has nothing more to send. The other one may go on.
func (c *TCP) Shut(side Side) error {
	e := c.ends[side]
	if err := c.Sync(side.Other()); err != nil || e.closing {
		return err
	}
	e.closing = true
	e.output()
	return c.n.until(func() bool { return e.peer.received >= e.end()+1 })
}

// Reset ends the connection at once: the side sends RST, when everything that it has written has arrived.
func (c *TCP) Reset(side Side) error {
	if err := c.Sync(side); err != nil {
		return err
	}
	if err := c.Sync(side.Other()); err != nil {
		return err
	}
	for _, e := range c.ends {
		e.closing, e.dead = true, true
	}
	s := c.ends[side].segment(c.ends[side].sent, nil, layers.TCPRst|layers.TCPAck)
	return c.n.Wait(max(0, s.arrives-c.n.now))
}

const (
	sendBuffer       = 256 << 10 // bytes of a side that may wait, sent or not; of UDP, for the line
	initialWindow    = 10        // segments, RFC 6928
	maxWindow        = 192 << 10 // bytes that may be under way; less where the line takes longer than 100 ms for them
	receiveWindow    = 65535     // in units of 1 << windowScale bytes
	windowScale      = 7
	timestampsLength = 12
	delayedAck       = 40 * time.Millisecond
	minRetransmit    = 200 * time.Millisecond // RFC 6298 says one second; systems in use say this
	maxTries         = 15
)
