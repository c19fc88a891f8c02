package bpf

import (
	"fmt"

	"github.com/wiretag/wiretag/capture"
)

var broadcastMAC = [6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// hasMAC reports whether frames have 48-bit addresses.
func (c *compiler) hasMAC() bool {
	_, _, ok := c.macOffsets()
	return ok || isWLAN(c.link)
}

// macOffsets are where source and destination stand in the link-layer header.
func (c *compiler) macOffsets() (src, dst uint32, ok bool) {
	switch {
	case isEthernet(c.link):
		return 6, 0, true
	case c.link == capture.LinkTypeFDDI:
		return 7, 1, true
	case c.link == capture.LinkTypeTokenRing:
		return 8, 2, true
	case c.link == capture.LinkTypeIPOverFC:
		return 10, 2, true
	}
	return 0, 0, false
}

// macHost tests 48-bit addresses.
func (c *compiler) macHost(mac []byte, d dir) *cond {
	if isWLAN(c.link) {
		return c.wlanHost(mac, d)
	}
	src, dst, ok := c.macOffsets()
	if !ok {
		return c.unsupported("link host with a 48-bit address")
	}
	at := func(n uint32) func() *cond {
		return func() *cond { return c.bytes(c.header.add(n), mac) }
	}
	return and(c.noLANE(), c.hasEthernet(), c.sides(d, at(src), at(dst)))
}

// byteHost tests 8-bit addresses of ARCNET and MS/TP.
func (c *compiler) byteHost(addr uint32, q qualifiers) *cond {
	if q.id != idHost && q.id != idDefault || q.proto != protoLink {
		return c.fail(ErrQualifier, "", "an 8-bit address is for link host only")
	}
	src, dst := uint32(0), uint32(1)
	switch {
	case isARCNet(c.link):
	case c.link == capture.LinkTypeBACnetMSTP:
		src, dst = 4, 3
	default:
		return c.unsupported("link host with an 8-bit address")
	}
	at := func(n uint32) func() *cond {
		return func() *cond { return c.equal(at(n), sizeB, addr) }
	}
	return c.sides(q.dir, at(src), at(dst))
}

func (c *compiler) broadcast(p proto) *cond {
	switch p {
	case protoNone, protoLink:
		switch {
		case isARCNet(c.link):
			return c.byteHost(0, qualifiers{proto: protoLink, dir: dirDst})
		case c.hasMAC():
			return c.macHost(broadcastMAC[:], dirDst)
		}
		return c.unsupported("broadcast")
	case protoIP:
		if !c.options.masked {
			return c.fail(ErrQualifier, "", "ip broadcast without a netmask")
		}
		bits := ^c.netmask
		dst := func(v uint32) *cond { return c.masked(c.network(16), sizeW, bits, v) }
		return and(c.carries(etherIP), or(dst(0), dst(1<<32-1)))
	}
	return c.fail(ErrQualifier, "", fmt.Sprintf("%s before broadcast", p))
}

func (c *compiler) multicast(p proto) *cond {
	switch p {
	case protoNone, protoLink:
		return c.linkMulticast()
	case protoIP:
		return and(c.carries(etherIP), c.masked(c.network(16), sizeB, 0xf0, 0xe0))
	case protoIPv6:
		return and(c.carries(etherIPv6), c.equal(c.network(24), sizeB, 255))
	}
	return c.fail(ErrQualifier, "", fmt.Sprintf("%s before multicast", p))
}

func (c *compiler) linkMulticast() *cond {
	if isARCNet(c.link) {
		return c.byteHost(0, qualifiers{proto: protoLink, dir: dirDst})
	}
	if isWLAN(c.link) {
		return c.wlanMulticast()
	}
	if _, dst, ok := c.macOffsets(); ok {
		return and(c.noLANE(), c.hasEthernet(), c.bits(c.header.add(dst), sizeB, 1))
	}
	return c.unsupported("multicast")
}

// direction is true for packets that were sent (out) or received. Files of some link types say it; a Linux socket knows it otherwise.
func (c *compiler) direction(out bool) *cond {
	pick := func(n *cond) *cond {
		if out {
			return n
		}
		return not(n)
	}
	switch link := c.outer; {
	case c.live && isCooked(link):
		return pick(c.ancillary(adPacketType, sizeH, 4))
	case link == capture.LinkTypeLinuxSLL:
		return pick(c.equal(at(0), sizeH, 4))
	case link == capture.LinkTypeLinuxSLL2:
		return pick(c.equal(at(10), sizeB, 4))
	case link == capture.LinkTypeSLIP:
		return not(pick(c.equal(at(0), sizeB, 0)))
	case link == linkIPNet:
		return pick(c.equal(at(2), sizeH, 1))
	case link == capture.LinkTypePFLog:
		return c.equal(at(60), sizeB, 1+flag(out))
	case link == capture.LinkTypePPPPPPD:
		return c.equal(at(0), sizeB, flag(out))
	case isJuniper(link):
		return c.masked(at(3), sizeB, 1, 1-flag(out))
	case link == linkDSABrcm:
		return c.masked(at(12), sizeB, 0xe0, 0x20*flag(out))
	case link == linkDSA:
		return c.masked(at(12), sizeB, 0xc0, 0x40*flag(out))
	case c.live:
		return pick(c.ancillary(adPacketType, sizeH, 4))
	}
	return c.fail(ErrLiveOnly, "", "the direction is not known in files of "+c.outer.DLTName())
}

func flag(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

func (c *compiler) interfaceIndex(n uint32) *cond {
	switch {
	case c.outer == capture.LinkTypeLinuxSLL2 && !c.live:
		return c.equal(at(4), sizeW, n)
	case c.live:
		return c.ancillary(adInterface, sizeW, n)
	}
	return c.fail(ErrLiveOnly, "", "the interface is not known in files of "+c.outer.DLTName())
}

// ancillary tests what a kernel knows of a packet.
func (c *compiler) ancillary(what uint32, size uint16, k uint32) *cond {
	c.count()
	return test(jmpJEQ, k, instr{op: opLdAbs | size, k: ancillary + what})
}
