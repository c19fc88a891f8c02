package dumptext

import (
	"net/netip"

	"github.com/wiretag/wiretag/layers/routing"
)

// igmp prints a message of group management over IPv4.
func (p *Printer) igmp(data []byte, length int) {
	if p.opt.Quiet {
		p.str("igmp")
		return
	}
	if len(data) < 1 {
		p.short("igmp")
		return
	}
	whole := true
	switch data[0] {
	case 0x11:
		whole = p.igmpQuery(data, length)
	case 0x12, 0x16, 0x17:
		if whole = len(data) >= 8; whole {
			p.str(map[byte]string{0x12: "igmp v1 report ", 0x16: "igmp v2 report ", 0x17: "igmp leave "}[data[0]])
			p.host(layerAt(p, data, &p.dec.igmp).Group)
		}
		if whole && length != 8 && data[0] == 0x12 {
			p.text(" [len ", uint64(length))
			p.str("]")
		}
	case 0x22:
		whole = p.igmpReport(data, length)
	case 0x13:
		if whole = p.dvmrp(data, length); !whole {
			p.short("dvmrp")
		}
	case 0x14:
		p.str("igmp pimv1")
	case 0x1f, 0x1e:
		whole = p.mtrace(data, length)
	default:
		p.str("igmp-")
		p.num(uint64(data[0]))
	}
	if !whole {
		if !p.cut {
			p.short("igmp")
		}
		return
	}
	if p.opt.Verbose > 0 && len(data) >= length {
		if length >= 4 && internetSum(0, data[:length]) != 0 {
			p.str(" bad igmp cksum ")
			p.hex(uint64(data[2])<<8|uint64(data[3]), 1)
			p.str("!")
		}
	}
}

func (p *Printer) igmpQuery(data []byte, length int) bool {
	p.str("igmp query")
	if length >= 12 {
		return p.igmpQuery3(data)
	}
	if len(data) < 8 {
		return false
	}
	h := layerAt(p, data, &p.dec.igmp)
	switch h.MaxResp {
	case 0:
		p.str(" v1")
	case 100:
		p.str(" v2")
	default:
		p.text(" v2 [max resp time ", uint64(h.MaxResp))
		p.str("]")
	}
	if h.Group != netip.IPv4Unspecified() {
		p.str(" [gaddr ")
		p.host(h.Group)
		p.str("]")
	}
	if length != 8 {
		p.text(" [len ", uint64(length))
		p.str("]")
	}
	return true
}

// respTime prints tenths of seconds.
func (p *Printer) respTime(n uint64) {
	if n < 600 {
		p.num(n / 10)
		p.text(".", n%10)
		p.str("s")
		return
	}
	p.period(n / 10)
}

// period prints seconds as weeks to seconds, without units that are zero.
func (p *Printer) period(seconds uint64) {
	if seconds == 0 {
		p.str("0s")
		return
	}
	for _, u := range []struct {
		size uint64
		sign string
	}{{31536000, "y"}, {604800, "w"}, {86400, "d"}, {3600, "h"}, {60, "m"}, {1, "s"}} {
		if n := seconds / u.size; n > 0 {
			p.num(n)
			p.str(u.sign)
			seconds %= u.size
		}
	}
}

// floating is a number with an exponent, as group management codes times.
func floating(code uint8) uint64 {
	if code < 128 {
		return uint64(code)
	}
	return uint64(code&15|16) << (code>>4&7 + 3)
}

func (p *Printer) igmpQuery3(data []byte) bool {
	p.str(" v3")
	if len(data) < 2 {
		return false
	}
	h := layerAt(p, data, &p.dec.igmpQuery)
	if data[1] != 100 {
		p.str(" [max resp time ")
		p.respTime(floating(data[1]))
		p.str("]")
	}
	if len(data) < 12 {
		return len(data) >= 8 && [4]byte(data[4:]) == [4]byte{}
	}
	if h.Group == netip.IPv4Unspecified() && h.NumSources == 0 {
		return true
	}
	p.str(" [gaddr ")
	p.host(h.Group)
	if h.NumSources > 0 {
		p.igmpSources(h.NumSources, h.Sources)
	}
	p.str("]")
	return true
}

func (p *Printer) igmpSources(n uint16, sources []netip.Addr) {
	switch {
	case len(sources) < int(n):
		p.text(" [invalid number of sources ", uint64(n))
		p.str("]")
	case p.opt.Verbose > 1:
		p.str(" {")
		for _, s := range sources {
			p.str(" ")
			p.host(s)
		}
		p.str(" }")
	default:
		p.text(", ", uint64(n))
		p.str(" source(s)")
	}
}

func (p *Printer) igmpReport(data []byte, length int) bool {
	p.str("igmp v3 report")
	if length < 16 || length&3 != 0 {
		p.text(" [invalid len ", uint64(length))
		p.str("]")
		return true
	}
	if len(data) < 8 {
		return false
	}
	h := layerAt(p, data, &p.dec.igmpReport)
	p.text(", ", uint64(h.NumRecords))
	p.str(" group record(s)")
	if p.opt.Verbose == 0 {
		return true
	}
	for i := range h.Records {
		p.igmpRecord(&h.Records[i])
	}
	if len(h.Records) < int(h.NumRecords) {
		if len(data) < length {
			return false
		}
		p.str(" [invalid number of groups]")
	}
	return true
}

func (p *Printer) igmpRecord(r *routing.IGMPv3Record) {
	p.str(" [gaddr ")
	p.host(r.Group)
	p.str(" ")
	if s, ok := listenerKinds[uint16(r.Type)]; ok {
		p.str(s)
	} else {
		p.text("[v3-report-#", uint64(r.Type))
		p.str("]")
	}
	if r.NumSources > 0 && p.opt.Verbose > 1 {
		p.str(" {")
		for _, s := range r.Sources {
			p.str(" ")
			p.host(s)
		}
		p.str(" }]")
		return
	}
	p.text(", ", uint64(r.NumSources))
	p.str(" source(s)]")
}
