package dumptext

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/layers/routing"
)

// Ports of the routing information protocol.
const (
	ripPort   = 520
	ripngPort = 521
)

var ripCommands = map[uint16]string{1: "Request", 2: "Response", 3: "Trace on", 4: "Trace off", 5: "Sendreply", 6: "Sendroute", 9: "Triggered Request", 10: "Triggered Response"}

// rip prints a message of the routing information protocol.
func (p *Printer) rip(data []byte, length int) {
	if len(data) < 4 {
		p.short("rip")
		return
	}
	h := layerAt(p, data, &p.dec.rip)
	p.str([]string{"", "\n\t"}[min(p.opt.Verbose, 1)])
	p.text("RIPv", uint64(h.Version))
	p.str(", ")
	p.name(ripCommands, uint16(h.Command), "unknown command ")
	p.text(", length: ", uint64(length))
	if p.opt.Verbose == 0 {
		return
	}
	switch {
	case h.Version == 0:
		p.hexdump(data)
		return
	case h.Command != 1 && h.Command != 2 && h.Command != 9 && h.Command != 10:
		if h.Command < 1 || h.Command > 6 {
			p.hexdump(data)
		}
		return
	}
	p.text(", routes: ", uint64(length/20))
	if h.Version > 1 {
		p.str(" or less")
	}
	for i := range h.Entries {
		e := &h.Entries[i]
		if h.Version == 1 {
			p.rip1(e)
		} else {
			p.rip2(e, h)
		}
	}
	if p.opt.Verbose > 1 {
		p.hexdump(data)
	}
}

// hexdump dumps bytes as tcpdump's -x does, in the midst of a text.
func (p *Printer) hexdump(data []byte) { p.buf = AppendHex(p.buf, data, false) }

func (p *Printer) rip1(e *routing.RIPEntry) {
	if e.Family != routing.RIPIPv4 {
		p.str("\n\t ")
		p.str(" AFI ")
		p.num(uint64(e.Family))
		return
	}
	p.str("\n\t  ")
	p.host(e.Addr)
	p.text(", metric: ", uint64(e.Metric))
}

func (p *Printer) rip2(e *routing.RIPEntry, h *routing.RIP) {
	switch {
	case e.Family == routing.RIPAuth:
		p.ripAuth(e, h)
	case e.Family != routing.RIPIPv4 && e.Family != 0:
		p.text("\n\t  AFI ", uint64(e.Family))
	default:
		p.str("\n\t  AFI ")
		if e.Family == 0 {
			p.str("0")
		} else {
			p.str("IPv4")
		}
		text := e.Addr.String()
		p.str(", ")
		for n := len(text); n < 15; n++ {
			p.str(" ")
		}
		p.str(text + "/")
		m := e.Mask.As4()
		bits := maskBits(binary.BigEndian.Uint32(m[:]))
		p.int(bits)
		if bits < 10 {
			p.str(" ")
		}
		p.str(", tag 0x")
		p.hex(uint64(e.Tag), 4)
		p.text(", metric: ", uint64(e.Metric))
		p.str(", next-hop: ")
		if e.NextHop.IsUnspecified() {
			p.str("self")
		} else {
			p.host(e.NextHop)
		}
	}
}

// maskBits is the length of a mask, or 0 of one that is not contiguous, as far as it is.
func maskBits(m uint32) int {
	n := 0
	for ; m&0x80000000 != 0; m <<= 1 {
		n++
	}
	return n
}

func (p *Printer) ripAuth(e *routing.RIPEntry, h *routing.RIP) {
	switch e.Tag {
	case 2:
		p.str("\n\t  Simple Text Authentication data: ")
		p.untilZero(e.Password[:])
	case 3:
		p.text("\n\t  Auth header: Packet Len ", uint64(e.PacketLen))
		p.text(", Key-ID ", uint64(e.KeyID))
		p.text(", Auth Data Len ", uint64(e.AuthLen))
		p.text(", SeqNo ", uint64(e.Seq))
		p.text(", MBZ ", e.Reserved>>32)
		p.text(", MBZ ", e.Reserved&0xffffffff)
	case 1:
		p.str("\n\t  Auth trailer:")
		p.hexLines(h.Rest, "\n\t  ")
	default:
		p.text("\n\t  Unknown (", uint64(e.Tag))
		p.str(") Authentication data:")
		p.hexLines(e.Password[:], "\n\t  ")
	}
}

// ripng prints a message of the routing information protocol for IPv6.
func (p *Printer) ripng(data []byte, length int) {
	if len(data) < 2 {
		p.short("ripng")
		return
	}
	if data[1] != 1 {
		p.text(" [vers ", uint64(data[1]))
		p.str("]")
		p.invalid()
		return
	}
	if len(data) < 4 {
		p.short("ripng")
		return
	}
	h := layerAt(p, data, &p.dec.ripng)
	n := (length - 4) / 20
	switch h.Command {
	case 1:
		if n == 1 && len(h.Entries) == 0 {
			p.short("ripng")
			return
		}
		if n == 1 && len(h.Entries) == 1 && h.Entries[0].Metric == 16 && h.Entries[0].Prefix.IsUnspecified() {
			p.str(" ripng-req dump")
			return
		}
		p.ripngEntries(" ripng-req ", h, n)
	case 2:
		p.ripngEntries(" ripng-resp ", h, n)
	default:
		p.text(" ripng-", uint64(h.Command))
		p.text(" ?? ", uint64(length))
		p.invalid()
	}
}

func (p *Printer) ripngEntries(what string, h *routing.RIPng, n int) {
	p.str(what)
	p.int(n)
	p.str([]string{": ", ":"}[min(p.opt.Verbose/2, 1)])
	for i := range h.Entries {
		e := &h.Entries[i]
		if p.opt.Verbose > 1 {
			p.str("\n\t")
		} else if i > 0 {
			p.str(" ")
		}
		if e.Metric == 0xff {
			p.str("nexthop=")
		}
		p.addr6(e.Prefix.As16())
		p.text("/", uint64(e.PrefixLen))
		if e.Tag != 0 {
			p.text(" [", uint64(e.Tag))
			p.str("]")
		}
		if e.Metric != 0xff {
			p.text(" (", uint64(e.Metric))
			p.str(")")
		}
	}
	if len(h.Entries) < n {
		p.short("ripng")
	}
}
