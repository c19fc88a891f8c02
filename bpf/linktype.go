package bpf

import (
	"fmt"

	"github.com/wiretag/wiretag/capture"
)

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
	return c.unsupported("no test of the protocol")
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

// protoNumber tests a number behind "proto".
func (c *compiler) protoNumber(v uint32, p proto) *cond {
	limit := func(most uint32, what string) bool { return c.within(v, most, what) }
	switch p {
	case protoNone:
		if !limit(255, "protocol number") {
			return always(false)
		}
		return or(c.protoNumber(v, protoIP), c.protoNumber(v, protoIPv6))
	case protoLink:
		return c.linkNumber(v)
	case protoIP:
		if !limit(255, "protocol number") {
			return always(false)
		}
		return and(c.carries(etherIP), c.equal(c.network(9), sizeB, v))
	case protoIPv6:
		if !limit(255, "protocol number") {
			return always(false)
		}
		return and(c.carries(etherIPv6), or(c.equal(c.network(6), sizeB, v),
			and(c.equal(c.network(6), sizeB, ipFragment), c.equal(c.network(40), sizeB, v))))
	case protoISO:
		if !limit(255, "ISO protocol number") {
			return always(false)
		}
		return c.isoNumber(v)
	case protoISIS:
		if !limit(31, "IS-IS type") {
			return always(false)
		}
		n := uint32(4)
		if c.link == capture.LinkTypeCHDLC {
			n = 5
		}
		return and(c.isoNumber(isoISIS), c.equal(c.payload.add(c.noSnap+n), sizeB, v))
	}
	return c.fail(ErrQualifier, "", fmt.Sprintf("%s before proto", p))
}

func (c *compiler) isoNumber(v uint32) *cond {
	switch c.link {
	case capture.LinkTypeFrameRelay:
		return c.equal(at(2), sizeH, 3<<8|v)
	case capture.LinkTypeCHDLC:
		return and(c.carries(sapISO), c.equal(c.payload.add(c.noSnap+1), sizeB, v))
	}
	return and(c.carries(sapISO), c.equal(c.payload.add(c.noSnap), sizeB, v))
}

func (c *compiler) linkNumber(v uint32) *cond {
	if !c.within(v, 65535, "EtherType") {
		return always(false)
	}
	return c.carries(v)
}

// within refuses numbers that are too great.
func (c *compiler) within(v, most uint32, what string) bool {
	if v <= most {
		return true
	}
	c.fail(ErrRange, "", fmt.Sprintf("%s %d is greater than %d", what, v, most))
	return false
}

// abbreviation is a protocol that stands alone.
func (c *compiler) abbreviation(p proto, word token) *cond {
	if n := ipNumber(p); n != 0 {
		switch p {
		case protoICMP, protoIGMP, protoIGRP, protoVRRP, protoCARP:
			return c.protoNumber(n, protoIP)
		case protoICMPv6:
			return c.protoNumber(n, protoIPv6)
		}
		return c.protoNumber(n, protoNone)
	}
	if t := linkNumberOf(p); t != 0 {
		return c.carries(t)
	}
	switch p {
	case protoESIS:
		return c.protoNumber(isoESIS, protoISO)
	case protoISIS:
		return c.protoNumber(isoISIS, protoISO)
	case protoCLNP:
		return c.protoNumber(isoCLNP, protoISO)
	}
	var out *cond
	for _, n := range isisTypes(p) {
		out = or(out, c.protoNumber(n, protoISIS))
	}
	if out == nil {
		return c.failAt(word, ErrQualifier, "", fmt.Sprintf("%q does not stand alone", word.text))
	}
	return out
}

// ipNumber is the number of a protocol on top of IP, or 0.
func ipNumber(p proto) uint32 {
	switch p {
	case protoTCP:
		return ipTCP
	case protoUDP:
		return ipUDP
	case protoSCTP:
		return ipSCTP
	case protoICMP:
		return ipICMP
	case protoIGMP:
		return ipIGMP
	case protoIGRP:
		return ipIGRP
	case protoPIM:
		return ipPIM
	case protoVRRP, protoCARP:
		return ipVRRP
	case protoICMPv6:
		return ipICMPv6
	case protoAH:
		return ipAH
	case protoESP:
		return ipESP
	}
	return 0
}

// linkNumberOf is the EtherType or LLC service access point of a protocol, or 0.
func linkNumberOf(p proto) uint32 {
	switch p {
	case protoIP:
		return etherIP
	case protoIPv6:
		return etherIPv6
	case protoARP:
		return etherARP
	case protoRARP:
		return etherRARP
	case protoATALK:
		return etherATALK
	case protoAARP:
		return etherAARP
	case protoDECNET:
		return etherDECNET
	case protoLAT:
		return etherLAT
	case protoSCA:
		return etherSCA
	case protoMOPDL:
		return etherMOPDL
	case protoMOPRC:
		return etherMOPRC
	case protoISO:
		return sapISO
	case protoSTP:
		return sapSTP
	case protoIPX:
		return sapIPX
	case protoNetBEUI:
		return sapNetBEUI
	}
	return 0
}

// isisTypes are the IS-IS packet types that a word stands for (ISO 10589). Hellos between two routers are of both levels.
func isisTypes(p proto) []uint32 {
	const l1LANIIH, l2LANIIH, ptpIIH, l1LSP, l2LSP, l1CSNP, l2CSNP, l1PSNP, l2PSNP = 15, 16, 17, 18, 20, 24, 25, 26, 27
	switch p {
	case protoL1:
		return []uint32{l1LANIIH, ptpIIH, l1LSP, l1CSNP, l1PSNP}
	case protoL2:
		return []uint32{l2LANIIH, ptpIIH, l2LSP, l2CSNP, l2PSNP}
	case protoIIH:
		return []uint32{l1LANIIH, l2LANIIH, ptpIIH}
	case protoLSP:
		return []uint32{l1LSP, l2LSP}
	case protoSNP:
		return []uint32{l1CSNP, l2CSNP, l1PSNP, l2PSNP}
	case protoCSNP:
		return []uint32{l1CSNP, l2CSNP}
	case protoPSNP:
		return []uint32{l1PSNP, l2PSNP}
	}
	return nil
}
