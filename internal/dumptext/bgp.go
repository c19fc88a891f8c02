package dumptext

import (
	"bytes"
	"encoding/binary"

	"github.com/wiretag/wiretag/layers/routing"
)

const bgpPort = 179

var bgpKinds = map[uint16]string{1: "Open", 2: "Update", 3: "Notification", 4: "Keepalive", 5: "Route Refresh"}

var bgpMarker = bytes.Repeat([]byte{0xff}, 16)

// bgp prints the messages of the border gateway protocol in a segment.
func (p *Printer) bgp(data []byte, length int) {
	p.str(": BGP")
	if p.opt.Verbose == 0 {
		return
	}
	cut := len(data) < length
	next := data // where a message should begin
	for len(data) > 0 {
		if data[0] != 0xff {
			data = data[1:]
			continue
		}
		if len(data) < 16 {
			if cut {
				p.short("bgp")
			}
			return
		}
		if !bytes.HasPrefix(data, bgpMarker) {
			data = data[1:]
			continue
		}
		if len(data) < 19 {
			if cut {
				p.short("bgp")
			} else {
				p.str("\n[|BGP]")
			}
			return
		}
		if len(data) < len(next) {
			p.short("bgp")
		}
		size := int(binary.BigEndian.Uint16(data[16:]))
		if size < 19 {
			p.str("\n[|BGP Bogus header length ")
			p.int(size)
			p.str(" < 19]")
			return
		}
		if size > len(data) {
			if cut {
				p.bgpMessage(data, size)
				p.short("bgp")
				return
			}
			p.str("\n[|BGP ")
			p.name(bgpKinds, uint16(data[18]), "Unknown Message Type")
			p.str("]")
			return
		}
		p.bgpMessage(data[:size], size)
		data = data[size:]
		next = data
	}
}

// bgpMessage prints a message of size bytes.
func (p *Printer) bgpMessage(data []byte, size int) {
	kind := data[18]
	p.str("\n\t")
	if s, ok := bgpKinds[uint16(kind)]; ok {
		p.str(s)
	} else {
		p.str("Unknown")
	}
	p.text(" Message (", uint64(kind))
	p.text("), length: ", uint64(size))
	body := data[19:]
	p.cut = false // what was missing in the message before is missing there
	switch kind {
	case 1:
		p.bgpOpen(body)
	case 2:
		p.bgpUpdate(layerAt(p, body, &p.dec.bgpUpdate), body)
	case 3:
		p.bgpNotification(body)
	case 4:
	case 5:
		if len(body) < 4 {
			p.short("bgp")
			return
		}
		r := layerAt(p, body, &p.dec.bgpRefresh)
		p.str("\n\t  ")
		p.bgpFamily("AFI ", ", SAFI ", uint16(r.AFI), uint8(r.SAFI))
	default:
		p.str("\n\t  no Message ")
		p.num(uint64(kind))
		p.str(" decoder")
		p.hexLines(body, "\n\t  ")
	}
}

var bgpAFIs = map[uint16]string{1: "IPv4", 2: "IPv6", 3: "NSAP", 6: "802", 11: "IPX", 12: "AppleTalk", 25: "L2VPN", 196: "VPLS"}

var bgpSAFIs = map[uint16]string{
	1: "Unicast", 2: "Multicast", 3: "Unicast+Multicast", 4: "labeled Unicast", 64: "Tunnel", 65: "VPLS", 66: "MDT", 70: "EVPN", 128: "labeled VPN Unicast", 129: "labeled VPN Multicast",
	130: "labeled VPN Unicast+Multicast", 5: "Multicast VPN", 132: "Route Target Routing Information",
}

// bgpFamily prints a family of addresses.
func (p *Printer) bgpFamily(a, b string, afi uint16, safi uint8) {
	p.str(a)
	if afi == 25 {
		p.str("VPLS")
	} else {
		p.nameOf(bgpAFIs, afi, "Unknown AFI")
	}
	p.text(" (", uint64(afi))
	p.str(")" + b)
	p.nameOf(bgpSAFIs, uint16(safi), "Unknown SAFI")
	p.text(" (", uint64(safi))
	p.str(")")
}

// nameOf prints the name of a value, or unknown's.
func (p *Printer) nameOf(names map[uint16]string, v uint16, unknown string) {
	if s, ok := names[v]; ok {
		p.str(s)
		return
	}
	p.str(unknown)
}

var bgpErrors = map[uint16]string{
	1: "Message Header Error", 2: "OPEN Message Error", 3: "UPDATE Message Error", 4: "Hold timer expired", 5: "Finite State Machine Error", 6: "Cease", 7: "Capability Message Error",
}

var bgpSubcodes = map[uint16]map[uint16]string{
	1: {1: "Connection Not Synchronized", 2: "Bad Message Length", 3: "Bad Message Type"},
	2: {1: "Unsupported Version Number", 2: "Bad Peer AS", 3: "Bad BGP Identifier", 4: "Unsupported Optional Parameter", 5: "Authentication Failure", 6: "Unacceptable Hold Time", 7: "Capability Message Error"},
	3: {
		1: "Malformed Attribute List", 2: "Unrecognized Well-known Attribute", 3: "Missing Well-known Attribute", 4: "Attribute Flags Error", 5: "Attribute Length Error",
		6: "Invalid ORIGIN Attribute", 7: "AS Routing Loop", 8: "Invalid NEXT_HOP Attribute", 9: "Optional Attribute Error", 10: "Invalid Network Field", 11: "Malformed AS_PATH",
	},
	5: {0: "Unspecified Error", 1: "In OpenSent State", 2: "In OpenConfirm State", 3: "In Established State"},
	6: {1: "Maximum Number of Prefixes Reached", 2: "Administrative Shutdown", 3: "Peer Unconfigured", 4: "Administrative Reset", 5: "Connection Rejected", 6: "Other Configuration Change", 7: "Connection Collision Resolution"},
	7: {1: "Invalid Action Value", 2: "Invalid Capability Length", 3: "Malformed Capability Value", 4: "Unsupported Capability"},
}

func (p *Printer) bgpNotification(body []byte) {
	if len(body) < 2 {
		p.short("bgp")
		return
	}
	n := layerAt(p, body, &p.dec.bgpNotification)
	p.str(", ")
	p.nameOf(bgpErrors, uint16(n.Code), "Unknown Error")
	p.text(" (", uint64(n.Code))
	p.str(")")
	if subcodes, ok := bgpSubcodes[uint16(n.Code)]; ok {
		p.str(", subcode ")
		p.nameOf(subcodes, uint16(n.Subcode), "Unknown")
		p.text(" (", uint64(n.Subcode))
		p.str(")")
	}
	if n.Code == 6 && (n.Subcode == 2 || n.Subcode == 4) && len(n.Data) > 0 {
		p.bgpShutdown(n.Data)
	}
}

// bgpShutdown prints why a session is closed.
func (p *Printer) bgpShutdown(d []byte) {
	size := int(d[0])
	rest := d[1:]
	switch {
	case size == 0:
		p.str(", empty Shutdown Communication")
	case size > len(rest):
		p.str(", invalid Shutdown Communication length")
	default:
		p.text(", Shutdown Communication (length: ", uint64(size))
		p.str(`): "`)
		p.printable(rest[:size])
		p.str(`"`)
		rest = rest[size:]
	}
	if len(rest) > 0 {
		p.text(", Data: (length: ", uint64(len(rest)))
		p.str(")")
		p.hexLines(rest, "\n\t\t")
	}
}

func (p *Printer) bgpOpen(body []byte) {
	if len(body) < 10 {
		p.short("bgp")
		return
	}
	o := layerAt(p, body, &p.dec.bgpOpen)
	p.text("\n\t  Version ", uint64(o.Version))
	p.text(", my AS ", uint64(o.AS))
	p.text(", Holdtime ", uint64(o.HoldTime))
	p.str("s, ID ")
	p.host(o.Identifier)
	p.text("\n\t  Optional parameters, length: ", uint64(o.OptionsLen))
	at := 0
	for i := range o.Parameters {
		q := &o.Parameters[i]
		p.str("\n\t    Option ")
		p.nameOf(map[uint16]string{1: "Authentication Information", 2: "Capabilities Advertisement"}, uint16(q.Type), "Unknown")
		p.text(" (", uint64(q.Type))
		p.text("), length: ", uint64(q.Length))
		at += 2 + int(q.Length)
		if q.Type != 2 {
			p.text("\n\t      no decoder for option ", uint64(q.Type))
			continue
		}
		var list routing.BGPCapabilities
		_, _ = p.dec.bgpCapabilities.codecOf().Decode(q.Value, &list)
		p.bgpCapabilities(list.Capabilities)
	}
	if at < int(o.OptionsLen) && len(body) > 10+at+2 {
		p.short("bgp")
	}
}
