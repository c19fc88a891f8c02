package dumptext

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/layers/routing"
)

var bgpCapabilities = map[uint16]string{
	1: "Multiprotocol Extensions", 2: "Route Refresh", 3: "Cooperative Route Filtering", 4: "Multiple Routes to a Destination", 5: "Extended Next Hop Encoding",
	7: "BGPsec", 8: "Multiple Labels", 9: "BGP Role", 64: "Graceful Restart", 65: "32-Bit AS Number", 67: "Dynamic Capability", 68: "Multi Session BGP", 69: "Multiple Paths",
	70: "Enhanced Route Refresh", 71: "Long-lived Graceful Restart", 128: "Route Refresh (Cisco)",
}

func (p *Printer) bgpCapabilities(list []routing.BGPCapability) {
	for _, c := range list {
		p.str("\n\t      ")
		p.nameOf(bgpCapabilities, uint16(c.Code), "Unknown")
		p.text(" (", uint64(c.Code))
		p.text("), length: ", uint64(c.Length))
		p.bgpCapability(uint8(c.Code), c.Value)
	}
}

func (p *Printer) bgpCapability(code uint8, v []byte) {
	few := func(n int) bool {
		if len(v) < n {
			p.text(" (too short, < ", uint64(n))
			p.str(")")
			return true
		}
		return false
	}
	word := func(at int) uint16 { return binary.BigEndian.Uint16(v[at:]) }
	switch code {
	case 1:
		if few(4) {
			return
		}
		p.bgpFamily("\n\t\tAFI ", ", SAFI ", word(0), v[3])
	case 64:
		if few(2) {
			return
		}
		p.str("\n\t\tRestart Flags: [")
		p.flags([]flagName{{0x8, "R"}}, uint32(v[0]>>4), ", ", "none")
		p.text("], Restart Time ", uint64(word(0)&0x0fff))
		p.str("s")
		for at := 2; at+4 <= len(v); at += 4 {
			p.bgpFamily("\n\t\t  AFI ", ", SAFI ", word(at), v[at+2])
			p.str(", Forwarding state preserved: ")
			p.str([]string{"no", "yes"}[v[at+3]>>7])
		}
	case 65:
		if few(4) {
			return
		}
		p.text("\n\t\t 4 Byte AS ", uint64(binary.BigEndian.Uint32(v)))
	case 8:
		for at := 0; at+4 <= len(v); at += 4 {
			p.bgpFamily("\n\t\tAFI ", ", SAFI ", word(at), v[at+2])
			p.text(", Count: ", uint64(v[at+3]))
		}
	case 69:
		if few(4) {
			return
		}
		for at := 0; at+4 <= len(v); at += 4 {
			p.bgpFamily("\n\t\tAFI ", ", SAFI ", word(at), v[at+2])
			p.str(", Send/Receive: ")
			p.nameOf(map[uint16]string{1: "Receive", 2: "Send", 3: "Both"}, uint16(v[at+3]), "Bogus")
		}
	case 2, 67, 71, 128:
	default:
		p.text("\n\t\tno decoder for Capability ", uint64(code))
		if p.opt.Verbose < 2 {
			p.hexLines(v, "\n\t\t")
		}
	}
	if p.opt.Verbose > 1 && len(v) > 0 {
		p.hexLines(v, "\n\t\t")
	}
}
