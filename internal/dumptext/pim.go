package dumptext

import "github.com/wiretag/wiretag/layers/routing"

var pimKinds = map[uint16]string{
	0: "Hello", 1: "Register", 2: "Register-Stop", 3: "Join / Prune", 4: "Bootstrap", 5: "Assert", 6: "Graft", 7: "Graft-ACK", 8: "Candidate RP Advertisement", 9: "State Refresh",
}

// pim prints a message of protocol independent multicast.
func (p *Printer) pim(data []byte, length int) {
	if len(data) < 1 {
		p.short("pim")
		return
	}
	h := layerAt(p, data, &p.dec.pim)
	p.text("PIMv", uint64(h.Version))
	if h.Version != 2 {
		p.text(", length ", uint64(length))
		return
	}
	kind := uint16(data[0] & 15)
	if p.opt.Verbose == 0 {
		p.str(", ")
		p.name(pimKinds, kind, "Unknown-Type ")
		p.text(", length ", uint64(length))
		return
	}
	p.text(", length ", uint64(length))
	p.str("\n\t")
	p.name(pimKinds, kind, "Unknown-Type ")
	if len(data) < 4 {
		p.short("pim")
		return
	}
	p.pimSum(h, data, length)
	p.pimBody(kind, data, length)
}

func (p *Printer) pimSum(h *routing.PIM, data []byte, length int) {
	p.str(", cksum 0x")
	p.hex(uint64(h.Checksum), 4)
	covered := length
	if h.Type == routing.PIMTypeRegister {
		covered = min(8, length)
	}
	start := uint64(0)
	if p.network.v6 {
		start = p.pseudo(protoPIM, covered)
	}
	switch {
	case h.Checksum == 0:
		p.str(" (unverified)")
	case len(data) < covered:
		p.str(" (unverified)")
	case internetSum(start, data[:covered]) == 0:
		p.str(" (correct)")
	default:
		p.str(" (incorrect)")
	}
}

var pimOptions = map[uint16]string{1: "Hold Time", 2: "LAN Prune Delay", 17: "Unknown", 18: "Deprecated", 19: "DR Priority", 20: "Generation ID", 21: "State Refresh Capability", 22: "Bi-Directional Capability", 24: "Address List", 65001: "Address List, old"}

func (p *Printer) pimBody(kind uint16, data []byte, length int) {
	switch kind {
	case 0:
		h := layerAt(p, data[4:min(len(data), max(length, 4))], &p.dec.pimHello)
		for i := range h.Options {
			p.pimOption(&h.Options[i])
		}
		if len(data) < length {
			p.short("pimv2")
		}
	case 3, 6, 7:
		p.pimJoinPrune(layerAt(p, data[4:], &p.dec.pimJoin), kind, len(data) < length)
	}
}

func (p *Printer) pimOption(o *routing.PIMOption) {
	p.str("\n\t  ")
	if s, ok := pimOptions[uint16(o.Type)]; ok {
		p.str(s)
	} else {
		p.str("Unknown")
	}
	p.text(" Option (", uint64(o.Type))
	p.text("), length ", uint64(o.Length))
	p.str(", Value: ")
	v, _ := o.View()
	switch v := v.(type) {
	case *routing.PIMSeconds:
		p.period(uint64(v.Value))
		return
	case *routing.PIMPruneDelay:
		p.text("\n\t    T-bit=", uint64(number(v.Suppress)))
		p.text(", LAN delay ", uint64(v.Propagation))
		p.text("ms, Override interval ", uint64(v.Override))
		p.str("ms")
		return
	case *routing.PIMWord:
		if o.Type == routing.PIMGenerationID {
			p.str("0x")
			p.hex(uint64(v.Value), 8)
			return
		}
		p.num(uint64(v.Value))
		return
	case *routing.PIMRefreshCapable:
		if o.Length == 4 {
			p.text("v", uint64(v.Version))
			if v.Interval != 0 {
				p.str(", interval ")
				p.period(uint64(v.Interval))
			}
			return
		}
	case *routing.PIMAddresses:
		for _, a := range v.Addrs {
			p.str("\n\t    ")
			p.host(a.Addr)
		}
		return
	}
	switch o.Type {
	case routing.PIMStateRefreshCapable:
		p.text("[option length ", uint64(o.Length))
		p.str(" != 4]")
		p.invalid()
	default:
		if p.opt.Verbose < 2 {
			p.hexLines(o.Value, "\n\t    ")
		}
	}
}

func (p *Printer) pimJoinPrune(j *routing.PIMJoinPrune, kind uint16, cut bool) {
	p.str(", upstream-neighbor: ")
	p.host(j.Upstream.Addr)
	p.text("\n\t  ", uint64(j.NumGroups))
	p.str(" group(s)")
	if kind != 7 {
		p.str(", holdtime: ")
		if j.HoldTime == 0xffff {
			p.str("infinite")
		} else {
			p.period(uint64(j.HoldTime))
		}
	}
	for i := range j.Groups {
		g := &j.Groups[i]
		p.text("\n\t    group #", uint64(i+1))
		p.str(": ")
		p.host(g.Group.Prefix().Addr())
		if g.Group.MaskLen != uint8(g.Group.Prefix().Addr().BitLen()) {
			p.text("/", uint64(g.Group.MaskLen))
		}
		p.text(", joined sources: ", uint64(g.NumJoined))
		p.text(", pruned sources: ", uint64(g.NumPruned))
		p.pimSources("joined", g.Joined)
		p.pimSources("pruned", g.Pruned)
	}
	if cut {
		p.short("pimv2")
	}
}

func (p *Printer) pimSources(what string, list []routing.PIMSource) {
	for i := range list {
		s := &list[i]
		p.text("\n\t      "+what+" source #", uint64(i+1))
		p.str(": ")
		a := s.Prefix().Addr()
		p.host(a)
		if int(s.MaskLen) != a.BitLen() {
			p.text("/", uint64(s.MaskLen))
		}
		if s.Sparse || s.Wildcard || s.RPT {
			p.str("(")
			if s.Sparse {
				p.str("S")
			}
			if s.Wildcard {
				p.str("W")
			}
			if s.RPT {
				p.str("R")
			}
			p.str(")")
		}
	}
}
