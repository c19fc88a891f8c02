package dumptext

import "encoding/binary"

// routerFlags are the flags of a router advertisement.
var routerFlags = []flagName{{0x80, "managed"}, {0x40, "other stateful"}, {0x20, "home agent"}, {0x02, "ipv6 only"}}

// neighborFlags are the flags of a neighbor advertisement.
var neighborFlags = []flagName{{0x80, "router"}, {0x40, "solicited"}, {0x20, "override"}}

// prefixFlags are the flags of a prefix information option.
var prefixFlags = []flagName{{0x80, "onlink"}, {0x40, "auto"}, {0x20, "router"}}

// preferences are the values of a router's preference (RFC 4191).
var preferences = [...]string{"medium", "high", "rsv", "low"}

// neighbor prints a message of neighbor discovery (RFC 4861).
func (p *Printer) neighbor(data []byte) bool {
	options := 0
	switch data[0] {
	case icmp6RouterSolicit:
		options = 8
	case icmp6RouterAd:
		options = 16
		if p.opt.Verbose > 0 && !p.routerAd(data) {
			return false
		}
	case icmp6NeighborSolicit:
		if len(data) < 24 {
			return false
		}
		options = 24
		p.str(", who has ")
		p.host6([16]byte(data[8:]))
	case icmp6NeighborAd:
		if len(data) < 24 {
			return false
		}
		options = 24
		p.str(", tgt is ")
		p.host6([16]byte(data[8:]))
		if p.opt.Verbose > 0 {
			p.str(", Flags [")
			p.flags(neighborFlags, uint32(data[4]), ", ", "none")
			p.str("]")
		}
	case icmp6Redirect:
		if len(data) < 40 {
			return false
		}
		options = 40
		p.str(", ")
		p.host6([16]byte(data[24:]))
		p.str(" to ")
		p.host6([16]byte(data[8:]))
	}
	if p.opt.Verbose == 0 || len(data) <= options {
		return true
	}
	return p.neighborOptions(data[options:])
}

func (p *Printer) routerAd(data []byte) bool {
	if len(data) < 16 {
		return false
	}
	p.text("\n\thop limit ", uint64(data[4]))
	p.str(", Flags [")
	p.flags(routerFlags, uint32(data[5]), ", ", "none")
	p.str("], pref ")
	p.str(preferences[data[5]>>3&3])
	p.text(", router lifetime ", uint64(binary.BigEndian.Uint16(data[6:])))
	p.text("s, reachable time ", uint64(binary.BigEndian.Uint32(data[8:])))
	p.text("ms, retrans timer ", uint64(binary.BigEndian.Uint32(data[12:])))
	p.str("ms")
	return true
}

// neighborNames are the options that have a name.
var neighborNames = map[uint16]string{
	1: "source link-address", 2: "destination link-address", 3: "prefix info", 4: "redirected header", 5: "mtu",
	7: "advertisement interval", 8: "homeagent information", 24: "route info", 25: "rdnss", 31: "dnssl",
}

// neighborOptions prints options; false: one was not whole.
func (p *Printer) neighborOptions(data []byte) bool {
	for len(data) > 0 {
		if len(data) < 2 || data[1] == 0 || len(data) < 8*int(data[1]) {
			return false
		}
		size := 8 * int(data[1])
		option := data[:size]
		data = data[size:]
		kind := uint16(option[0])
		p.str("\n\t  ")
		name, known := neighborNames[kind]
		if !known {
			name = "unknown"
		}
		p.str(name)
		p.text(" option (", uint64(kind))
		p.text("), length ", uint64(size))
		p.text(" (", uint64(option[1]))
		p.str("): ")
		if !known {
			p.hexLines(option[2:], []string{"\n\t  ", "\n\t    "}[min(p.opt.Verbose-1, 1)])
			continue
		}
		if !p.neighborOption(option) {
			return false
		}
		if p.opt.Verbose > 1 {
			p.hexLines(option[2:], "\n\t    ")
		}
	}
	return true
}

// hexLines dumps bytes on lines with a margin.
func (p *Printer) hexLines(data []byte, margin string) {
	for at := 0; at < len(data); at += 16 {
		p.str(margin)
		p.str("0x")
		p.hex(uint64(at), 4)
		p.str(": ")
		for i, c := range data[at:min(at+16, len(data))] {
			if i%2 == 0 {
				p.str(" ")
			}
			p.hex(uint64(c), 2)
		}
	}
}

// lifetime prints seconds; all ones are forever.
func (p *Printer) lifetime(b []byte) {
	t := binary.BigEndian.Uint32(b)
	if t == 1<<32-1 {
		p.str("infinity")
		return
	}
	p.num(uint64(t))
	p.str("s")
}

// neighborOption prints the value of an option, whose length is at least eight.
func (p *Printer) neighborOption(o []byte) bool {
	switch o[0] {
	case 1, 2:
		p.bytesHex(o[2:], ':')
	case 3:
		if len(o) < 32 {
			return false
		}
		p.host6([16]byte(o[16:]))
		p.text("/", uint64(o[2]))
		if len(o) != 32 {
			p.str(", invalid option")
		}
		p.str(", Flags [")
		p.flags(prefixFlags, uint32(o[3]), ", ", "none")
		p.str("], valid time ")
		p.lifetime(o[4:])
		p.str(", pref. time ")
		p.lifetime(o[8:])
	case 4:
		p.hexLines(o, "\n\t    ")
	case 5:
		p.text(" ", uint64(binary.BigEndian.Uint32(o[4:])))
		if len(o) != 8 {
			p.str(", bad option")
		}
	case 7:
		p.text(" ", uint64(binary.BigEndian.Uint32(o[4:])))
		p.str("ms")
	case 8:
		p.text(" preference ", uint64(binary.BigEndian.Uint16(o[4:])))
		p.text(", lifetime ", uint64(binary.BigEndian.Uint16(o[6:])))
	case 24:
		p.routeOption(o)
	case 25:
		p.text(" lifetime ", uint64(binary.BigEndian.Uint32(o[4:])))
		p.str("s,")
		for at := 8; at+16 <= len(o); at += 16 {
			p.str(" addr: ")
			p.host6([16]byte(o[at:]))
		}
	case 31:
		p.searchOption(o)
	}
	return true
}

// routeOption prints a route information option (RFC 4191).
func (p *Printer) routeOption(o []byte) {
	var a [16]byte
	copy(a[:], o[8:])
	p.str(" ")
	p.host6(a)
	p.text("/", uint64(o[2]))
	p.str(", pref=")
	p.str(preferences[o[3]>>3&3])
	p.str(", lifetime=")
	p.lifetime(o[4:])
}

// searchOption prints a search list (RFC 8106): names without compression, then zeros.
func (p *Printer) searchOption(o []byte) {
	p.text(" lifetime ", uint64(binary.BigEndian.Uint32(o[4:])))
	p.str("s, domain(s):")
	for b := o[8:]; len(b) > 0 && b[0] != 0; {
		p.str(" ")
		for len(b) > 0 && b[0] != 0 && int(b[0]) < len(b) {
			n := int(b[0])
			p.printable(b[1 : 1+n])
			p.str(".")
			b = b[1+n:]
		}
		if len(b) == 0 || b[0] != 0 {
			return
		}
		b = b[1:]
	}
}
