package conversation

import (
	"net/netip"
	"time"

	"github.com/wiretag/wiretag/layers"
)

// UDP is an exchange of datagrams between two ports.
type UDP struct {
	n     *Network
	lines [2]*line
	heads [2]*layers.UDP
	due   time.Duration // when everything that was sent has arrived
	last  Side
}

// UDP returns an exchange of datagrams. Nothing is sent yet.
func (n *Network) UDP(client, server netip.AddrPort) (*UDP, error) {
	u := &UDP{n: n}
	ends := [2]netip.AddrPort{client, server}
	for side := range Server + 1 {
		from, to := ends[side], ends[side.Other()]
		l, err := newLine(n, side, from.Addr(), to.Addr())
		if err != nil {
			return nil, err
		}
		u.lines[side] = l
		u.heads[side] = &layers.UDP{SrcPort: layers.UDPPort(from.Port()), DstPort: layers.UDPPort(to.Port())}
	}
	return u, nil
}

// Send sends a datagram of at most 65,507 bytes (IPv4) or 65,527 (IPv6), in fragments if the path asks for them, and says whether it will arrive. A side that answers
// does so when all that was sent to it has arrived. A side that sends more than its line takes waits, so that what is kept is bounded.
func (u *UDP) Send(from Side, data []byte) (arrives bool, err error) {
	if from != u.last {
		if err := u.n.Wait(max(0, u.due-u.n.now)); err != nil {
			return false, err
		}
		u.last = from
	}
	if err := u.n.Wait(max(0, u.n.free[from]-u.n.now-u.n.takes(sendBuffer))); err != nil {
		return false, err
	}
	s := u.lines[from].send(u.heads[from], 8, data)
	if !s.lost {
		u.due = max(u.due, s.arrives)
	}
	return !s.lost, u.n.err
}
