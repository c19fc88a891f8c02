package bpf

import "github.com/wiretag/wiretag/capture"

// carries tests that the payload of the link layer is a protocol: an EtherType, or an LLC service access point where typ is less
// than 1501.
func (c *compiler) carries(typ uint32) *cond {
	if c.err != nil {
		return always(false)
	}
	if c.labels > 0 {
		return c.mplsCarries(typ)
	}
	switch link := c.link; {
	case isEthernet(link):
		return and(c.noLANE(), c.etherCarries(typ))
	case isWLAN(link):
		return and(c.wlanData(), c.llcCarries(typ))
	case isPPP(link):
		return c.equal(c.typ, sizeH, pppType(typ))
	case isJuniper(link):
		return c.masked(at(0), sizeW, 0xffffff00, 0x4d474300)
	case isARCNet(link):
		return c.arcnetCarries(typ)
	}
	switch c.link {
	case capture.LinkTypeCHDLC:
		if typ == sapISO {
			typ = sapISO<<8 | sapISO
		}
		return c.equal(c.typ, sizeH, typ)
	case capture.LinkTypeFDDI, capture.LinkTypeTokenRing, capture.LinkTypeATMRFC1483, linkATMCLIP, capture.LinkTypeIPOverFC:
		return c.llcCarries(typ)
	case capture.LinkTypeSunATM:
		return and(c.atmType(atmLLC), c.llcCarries(typ))
	case capture.LinkTypeLinuxSLL:
		return c.sllCarries(typ)
	case capture.LinkTypeSLIP, linkSLIPBSDOS, capture.LinkTypeRaw, capture.LinkTypeIPv4, capture.LinkTypeIPv6, linkPPPBSDOS:
		return c.ipCarries(typ)
	case capture.LinkTypeNull, capture.LinkTypeLoop, capture.LinkTypeEnc, capture.LinkTypePFLog:
		return c.familyCarries(typ)
	case capture.LinkTypeFrameRelay:
		return c.frameRelayCarries(typ)
	case linkIPNet:
		switch typ {
		case etherIP:
			return c.equal(at(1), sizeB, 2)
		case etherIPv6:
			return c.equal(at(1), sizeB, 26)
		}
		return always(false)
	case capture.LinkTypeLTalk:
		return always(typ == etherATALK)
	case linkIPOver1394, linkSymantec, capture.LinkTypeLinuxSLL2:
		return c.equal(c.typ, sizeH, typ)
	}
	return c.unsupported("protocols are not known")
}

// etherCarries is for a field that holds a type or, up to 1500, the length of an LLC frame.
func (c *compiler) etherCarries(typ uint32) *cond {
	isLLC := func() *cond { return not(c.test(c.typ, sizeH, jmpJGT, 1<<32-1, maxLength8023)) }
	switch typ {
	case sapISO, sapIP, sapNetBEUI:
		return and(isLLC(), c.equal(c.llc(0), sizeH, typ<<8|typ))
	case sapIPX:
		return or(c.equal(c.typ, sizeH, etherIPX), and(isLLC(), c.ipxForms()))
	case etherATALK:
		return or(c.equal(c.typ, sizeH, typ), and(isLLC(), c.snap(0x080007, typ)))
	case etherAARP:
		return or(c.equal(c.typ, sizeH, typ), and(isLLC(), c.snap(0, typ)))
	}
	if typ <= maxLength8023 {
		return and(isLLC(), c.sap(typ))
	}
	return c.equal(c.typ, sizeH, typ)
}

// ipxForms are the ways that IPX is put into an 802.3 frame: in SNAP, in LLC, or bare, with a checksum of all ones.
func (c *compiler) ipxForms() *cond {
	return or(c.snap(0, etherIPX), c.equal(c.llc(0), sizeB, sapIPX), c.equal(c.llc(0), sizeH, 0xffff))
}

// snap tests for an LLC header with a SNAP header.
func (c *compiler) snap(org, typ uint32) *cond {
	return c.bytes(c.llc(0), []byte{0xaa, 0xaa, 3, byte(org >> 16), byte(org >> 8), byte(org), byte(typ >> 8), byte(typ)})
}

func (c *compiler) llcCarries(typ uint32) *cond {
	switch typ {
	case sapISO, sapIP, sapNetBEUI:
		return c.equal(c.llc(0), sizeH, typ<<8|typ)
	case sapIPX:
		return c.equal(c.llc(0), sizeB, typ)
	case etherATALK:
		return c.snap(0x080007, typ)
	}
	if typ <= maxLength8023 {
		return c.sap(typ)
	}
	return c.equal(c.llc(6), sizeH, typ)
}

// sap tests the destination service access point of an LLC header.
func (c *compiler) sap(n uint32) *cond {
	if !c.within(n, 255, "LLC service access point") {
		return always(false)
	}
	return c.equal(c.llc(0), sizeB, n)
}

// Linux cooked headers have these numbers in the field of the protocol for frames without EtherType (ETH_P_802_3, ETH_P_802_2).
const sll8023, sll8022 = 1, 4

func (c *compiler) sllCarries(typ uint32) *cond {
	isLLC := func() *cond { return c.equal(c.typ, sizeH, sll8022) }
	switch typ {
	case sapISO, sapIP, sapNetBEUI:
		return and(isLLC(), c.equal(c.llc(0), sizeH, typ<<8|typ))
	case sapIPX:
		return or(c.equal(c.typ, sizeH, etherIPX), c.equal(c.typ, sizeH, sll8023),
			and(isLLC(), or(c.equal(c.llc(0), sizeB, sapIPX), c.snap(0, etherIPX))))
	case etherATALK:
		return or(c.equal(c.typ, sizeH, typ), and(isLLC(), c.snap(0x080007, typ)))
	case etherAARP:
		return or(c.equal(c.typ, sizeH, typ), and(isLLC(), c.snap(0, typ)))
	}
	if typ <= maxLength8023 {
		return and(isLLC(), c.sap(typ))
	}
	return c.equal(c.typ, sizeH, typ)
}

// ipCarries is for packets that begin with the IP header, and for BSD/OS PPP with its compressed forms of IP. For SLIP it looks at the
// first byte of the packet as libpcap does, which is the direction, not the IP header.
func (c *compiler) ipCarries(typ uint32) *cond {
	switch c.link {
	case capture.LinkTypeIPv4:
		return always(typ == etherIP)
	case capture.LinkTypeIPv6:
		return always(typ == etherIPv6)
	case linkPPPBSDOS:
		if typ == etherIP {
			return or(c.equal(c.typ, sizeH, pppIP), c.equal(c.typ, sizeH, pppVJC), c.equal(c.typ, sizeH, pppVJNC))
		}
		return c.equal(c.typ, sizeH, pppType(typ))
	}
	switch typ {
	case etherIP:
		return c.masked(c.header, sizeB, 0xf0, 0x40)
	case etherIPv6:
		return c.masked(c.header, sizeB, 0xf0, 0x60)
	}
	return always(false)
}

func (c *compiler) frameRelayCarries(typ uint32) *cond {
	nlpid := func(n uint32) *cond { return c.equal(at(2), sizeH, 3<<8|n) } // behind the control field of unnumbered information
	switch typ {
	case etherIP:
		return nlpid(0xcc)
	case etherIPv6:
		return nlpid(0x8e)
	case sapISO:
		return or(nlpid(isoCLNP), nlpid(isoESIS), nlpid(isoISIS))
	}
	return always(false)
}

// arcnetCarries knows the codes of RFC 1201, not the older ones of RFC 1051, whose header is shorter.
func (c *compiler) arcnetCarries(typ uint32) *cond {
	code := func(n uint32) *cond { return c.equal(c.typ, sizeB, n) }
	switch typ {
	case etherIP:
		return code(0xd4)
	case etherARP:
		return code(0xd5)
	case etherRARP:
		return code(0xd6)
	case etherATALK:
		return code(0xdd)
	case etherIPv6:
		return code(0xc4)
	}
	return always(false)
}

// familyCarries is for headers with an address family. IPv4's number is the same everywhere, IPv6 has one for each family of systems;
// who reads a file does not know where it was written, nor its byte order.
func (c *compiler) familyCarries(typ uint32) *cond {
	families := []uint32{24, 28, 30}
	switch {
	case typ == etherIP:
		families = []uint32{2}
	case typ != etherIPv6:
		return always(false)
	case c.live && c.link != capture.LinkTypePFLog:
		families = []uint32{10}
	}
	var out *cond
	for _, f := range families {
		switch c.link {
		case capture.LinkTypePFLog:
			out = or(out, c.equal(at(1), sizeB, f))
		case capture.LinkTypeLoop:
			out = or(out, c.equal(c.typ, sizeW, f))
		default:
			out = or(out, c.equal(c.typ, sizeW, f<<24), c.equal(c.typ, sizeW, f))
		}
	}
	return out
}

// pppType gives the number that PPP has for an EtherType or LLC service access point. Others stay.
func pppType(typ uint32) uint32 {
	switch typ {
	case etherIP:
		return pppIP
	case etherIPv6:
		return pppIPv6
	case etherDECNET:
		return pppDECNET
	case etherATALK:
		return pppATALK
	case 0x0600:
		return pppNS
	case sapISO:
		return pppOSI
	case sapSTP:
		return pppSTP
	case sapIPX:
		return pppIPX
	}
	return typ
}

// mplsCarries looks at the first four bits behind the last label.
func (c *compiler) mplsCarries(typ uint32) *cond {
	bottom := c.masked(c.network(^uint32(0)-1), sizeB, 1, 1)
	switch typ {
	case etherIP, pppIP:
		return and(bottom, c.masked(c.network(0), sizeB, 0xf0, 0x40))
	case etherIPv6, pppIPv6:
		return and(bottom, c.masked(c.network(0), sizeB, 0xf0, 0x60))
	}
	return c.fail(ErrLinkType, "", "not possible inside MPLS")
}
