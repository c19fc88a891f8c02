package bpf

import (
	"fmt"

	"github.com/wiretag/wiretag/capture"
)

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
