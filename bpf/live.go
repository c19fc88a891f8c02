package bpf

import "github.com/wiretag/wiretag/capture"

// startLive changes the offsets for a socket. Cooked sockets (SOCK_DGRAM) see packets from the network layer on; the kernel knows the
// protocol.
func (c *compiler) startLive() {
	if !c.live || !isCooked(c.link) {
		return
	}
	c.header = nowhere()
	c.typ = place{k: ancillary + adProtocol, cell: -1, kernel: true}
	c.payload = at(0)
}

func isCooked(link capture.LinkType) bool {
	return link == capture.LinkTypeLinuxSLL || link == capture.LinkTypeLinuxSLL2
}
