package bpf

import "github.com/wiretag/wiretag/capture"

// Link types without a name in package capture that have code of their own.
const (
	linkSymantec       capture.LinkType = 99
	linkSLIPBSDOS      capture.LinkType = 102
	linkPPPBSDOS       capture.LinkType = 103
	linkATMCLIP        capture.LinkType = 106
	linkJuniperMLPPP   capture.LinkType = 130
	linkJuniperMLFR    capture.LinkType = 131
	linkJuniperES      capture.LinkType = 132
	linkJuniperGGSN    capture.LinkType = 133
	linkJuniperMFR     capture.LinkType = 134
	linkJuniperATM2    capture.LinkType = 135
	linkJuniperService capture.LinkType = 136
	linkJuniperATM1    capture.LinkType = 137
	linkIPOver1394     capture.LinkType = 138
	linkJuniperMonitor capture.LinkType = 164
	linkJuniperPPPoE   capture.LinkType = 167
	linkJuniperPPPoEA  capture.LinkType = 168
	linkJuniperPPP     capture.LinkType = 179
	linkJuniperFRelay  capture.LinkType = 180
	linkJuniperCHDLC   capture.LinkType = 181
	linkMFR            capture.LinkType = 182
	linkJuniperVP      capture.LinkType = 183
	linkJuniperISM     capture.LinkType = 194
	linkJuniperST      capture.LinkType = 200
	linkIPNet          capture.LinkType = 226
	linkJuniperVS      capture.LinkType = 232
	linkJuniperSRX     capture.LinkType = 233
	linkJuniperFC      capture.LinkType = 234
	linkJuniperATMCem  capture.LinkType = 238
	linkNetAnalyzerT   capture.LinkType = 241
	linkDSABrcm        capture.LinkType = 281
	linkDSABrcmPrepend capture.LinkType = 282
	linkDSA            capture.LinkType = 284
	linkDSAEDSA        capture.LinkType = 285
)

// offsets say where things are in a packet, for what comes next in the expression.
type offsets struct {
	link    capture.LinkType
	header  place  // link-layer header
	typ     place  // field with the type of the payload
	payload place  // what is behind the link-layer header; for those with LLC, the LLC header
	net     uint32 // from payload to the network layer
	noSnap  uint32 // from payload to the network layer where no SNAP header stands before it

	labels  int  // MPLS labels so far
	tags    int  // VLAN tags so far
	tunnel  bool // inside Geneve or VXLAN
	geneve  bool
	overATM bool // Ethernet of LANE inside SunATM
}

func (o *offsets) network(n uint32) place { return o.payload.add(o.net + n) }
func (o *offsets) llc(n uint32) place     { return o.payload.add(n) }

// set places type and payload at constants.
func (o *offsets) set(typ, payload int, net, noSnap uint32) {
	o.typ, o.payload, o.net, o.noSnap = nowhere(), nowhere(), net, noSnap
	if typ >= 0 {
		o.typ = at(uint32(typ))
	}
	if payload >= 0 {
		o.payload = at(uint32(payload))
	}
}

const (
	llcSnap = 8 // length of an LLC header with a SNAP header
	llcOnly = 3 // length of an LLC header
)

// start sets the offsets for a link type.
func (c *compiler) start(link capture.LinkType) {
	link = link.Canonical()
	c.link, c.outer = link, link
	c.header = at(0)
	c.length = lengths{prefix: -1, payload: -1}
	o := &c.offsets
	switch link {
	case capture.LinkTypeEthernet:
		o.set(12, 14, 0, llcOnly)
	case capture.LinkTypeNetAnalyzer:
		o.header = at(4)
		o.set(16, 18, 0, llcOnly)
	case linkNetAnalyzerT:
		o.header = at(12)
		o.set(24, 26, 0, llcOnly)
	case linkDSABrcm, linkDSA:
		o.set(16, 18, 0, llcOnly)
	case capture.LinkTypeFDDI:
		o.set(13, 13, llcSnap, llcOnly)
	case capture.LinkTypeTokenRing:
		o.set(14, 14, llcSnap, llcOnly)
	case capture.LinkTypeIPOverFC:
		o.set(16, 16, llcSnap, llcOnly)
	case capture.LinkTypeATMRFC1483, linkATMCLIP:
		o.set(0, 0, llcSnap, llcOnly)
	case capture.LinkTypeSunATM:
		o.set(4, 4, llcSnap, llcOnly)
	case capture.LinkTypeLinuxSLL:
		o.set(14, 16, 0, 0)
	case capture.LinkTypeLinuxSLL2:
		o.set(0, 20, 0, 0)
	case capture.LinkTypeIEEE80211, capture.LinkTypeIEEE80211Radiotap, capture.LinkTypeIEEE80211AVS, capture.LinkTypePrism, capture.LinkTypePPI:
		c.startWLAN()
	case capture.LinkTypePFLog:
		o.set(0, 0, 0, 0)
		o.payload = inCell(c.cell(), 0)
		c.length.prefix = o.payload.cell
	default:
		if !o.startSerial(link) && !o.startJuniper(link) {
			o.set(-1, -1, 0, 0)
		}
	}
	c.startLive()
}

// startSerial knows link types with fixed headers that carry mostly IP.
func (o *offsets) startSerial(link capture.LinkType) bool {
	switch link {
	case capture.LinkTypeARCNetBSD:
		o.set(2, 6, 0, 0)
	case capture.LinkTypeARCNetLinux:
		o.set(4, 8, 0, 0)
	case capture.LinkTypeNull, capture.LinkTypeLoop:
		o.set(0, 4, 0, 0)
	case capture.LinkTypeEnc:
		o.set(0, 12, 0, 0)
	case capture.LinkTypePPP, capture.LinkTypePPPHDLC, capture.LinkTypePPPPPPD, capture.LinkTypeCHDLC:
		o.set(2, 4, 0, 0)
	case capture.LinkTypePPPEther:
		o.set(6, 8, 0, 0)
	case linkPPPBSDOS:
		o.set(5, 24, 0, 0)
	case capture.LinkTypeSLIP:
		o.set(-1, 16, 0, 0)
	case linkSLIPBSDOS:
		o.set(-1, 24, 0, 0)
	case capture.LinkTypeRaw, capture.LinkTypeIPv4, capture.LinkTypeIPv6, capture.LinkTypeLTalk, capture.LinkTypeFrameRelay, linkMFR:
		o.set(-1, 0, 0, 0)
	case linkIPOver1394:
		o.set(16, 18, 0, 0)
	case linkSymantec:
		o.set(6, 44, 0, 0)
	case linkIPNet:
		o.set(1, 24, 0, 0)
	case capture.LinkTypePFSync:
		o.set(-1, 4, 0, 0)
	default:
		return false
	}
	return true
}

// startJuniper knows the link types of Juniper's routers. Where the payload is depends on much, and is not computed: as in libpcap, an offset
// that is not known is -1, and offsets are summed modulo 2 to the 32. What comes of it looks at wrong places, but at the same ones.
func (o *offsets) startJuniper(link capture.LinkType) bool {
	const unknown = 1<<32 - 1
	switch link {
	case linkJuniperMFR, linkJuniperMLFR, linkJuniperMLPPP, linkJuniperPPP, linkJuniperCHDLC, linkJuniperFRelay:
		o.set(4, 4, 0, unknown)
	case linkJuniperATM1:
		o.set(4, 4, 0, 10)
	case linkJuniperATM2:
		o.set(8, 8, 0, 10)
	case linkJuniperPPPoE, capture.LinkTypeJuniperEthernet:
		o.set(16, 14, 18, 21)
	case linkJuniperPPPoEA:
		o.set(4, 6, 0, unknown)
	case linkJuniperGGSN:
		o.set(6, 12, 0, unknown)
	case linkJuniperMonitor:
		o.set(-1, 12, 0, unknown)
	case linkJuniperES, linkJuniperService, linkJuniperVP, linkJuniperST, linkJuniperISM, linkJuniperVS, linkJuniperSRX, linkJuniperFC, linkJuniperATMCem:
		o.set(-1, -1, unknown, unknown)
		o.payload = at(unknown)
	default:
		return false
	}
	return true
}

// isJuniper reports whether packets begin with the header of Juniper's routers: a magic number and flags.
func isJuniper(link capture.LinkType) bool {
	var o offsets
	return o.startJuniper(link)
}

// isEthernet reports whether the link-layer header is that of Ethernet, at c.header.
func isEthernet(link capture.LinkType) bool {
	switch link {
	case capture.LinkTypeEthernet, capture.LinkTypeNetAnalyzer, linkNetAnalyzerT, linkDSABrcm, linkDSA:
		return true
	}
	return false
}

func isWLAN(link capture.LinkType) bool {
	switch link {
	case capture.LinkTypeIEEE80211, capture.LinkTypeIEEE80211Radiotap, capture.LinkTypeIEEE80211AVS, capture.LinkTypePrism, capture.LinkTypePPI:
		return true
	}
	return false
}

func isPPP(link capture.LinkType) bool {
	switch link {
	case capture.LinkTypePPP, capture.LinkTypePPPHDLC, capture.LinkTypePPPPPPD, capture.LinkTypePPPEther:
		return true
	}
	return false
}

func isARCNet(link capture.LinkType) bool {
	return link == capture.LinkTypeARCNetBSD || link == capture.LinkTypeARCNetLinux
}
