package dumptext

import "encoding/binary"

// listener prints a message of multicast listener discovery (RFC 2710, 3810).
func (p *Printer) listener(data []byte, length int) bool {
	if data[0] == icmp6ListenerQuery && length != 24 {
		if length >= 28 {
			return p.listenerQuery(data)
		}
		p.text(" unknown-version (len ", uint64(length))
		p.str(") ")
		return true
	}
	if len(data) < 24 {
		return true
	}
	p.text("max resp delay: ", uint64(binary.BigEndian.Uint16(data[4:])))
	p.str(" addr: ")
	p.host6([16]byte(data[8:]))
	return true
}

// listenerQuery prints a query of version 2.
func (p *Printer) listenerQuery(data []byte) bool {
	p.str(" v2")
	if p.opt.Verbose > 0 {
		if len(data) < 6 {
			return false
		}
		code := uint64(binary.BigEndian.Uint16(data[4:]))
		if code >= 0x8000 {
			code = (code&0x0fff | 0x1000) << (code>>12&7 + 3)
		}
		p.text(" [max resp delay=", code)
		p.str("]")
	}
	if len(data) < 24 {
		return false
	}
	p.str(" [gaddr ")
	p.host6([16]byte(data[8:]))
	if len(data) < 28 {
		return false
	}
	if p.opt.Verbose > 0 {
		if data[24]&8 != 0 {
			p.str(" sflag")
		}
		if data[24]&7 != 0 {
			p.text(" robustness=", uint64(data[24]&7))
		}
		interval := uint64(data[25])
		if interval >= 128 {
			interval = (interval&15 | 16) << (interval>>4&7 + 3)
		}
		p.text(" qqi=", interval)
	}
	n := int(binary.BigEndian.Uint16(data[26:]))
	if n > 0 {
		if len(data) < 28+16*n {
			p.text(" [invalid number of sources ", uint64(n))
			p.str("]")
		} else if p.opt.Verbose > 1 {
			if !p.listenerSources(data[28:], n) {
				return false
			}
		} else {
			p.text(", ", uint64(n))
			p.str(" source(s)")
		}
	}
	p.str("]")
	return true
}

// listenerSources prints addresses; false: one was missing.
func (p *Printer) listenerSources(data []byte, n int) bool {
	p.str(" {")
	for i := range n {
		if len(data) < 16*i+16 {
			return false
		}
		p.str(" ")
		p.host6([16]byte(data[16*i:]))
	}
	p.str(" }")
	return true
}

// listenerKinds are the types of records in reports.
var listenerKinds = map[uint16]string{1: "is_in", 2: "is_ex", 3: "to_in", 4: "to_ex", 5: "allow", 6: "block"}

// listenerReport prints a report of version 2.
func (p *Printer) listenerReport(data []byte, length int) bool {
	if length < 8 {
		p.str(" [invalid number of groups]")
		return true
	}
	if len(data) < 8 {
		return false
	}
	n := int(binary.BigEndian.Uint16(data[6:]))
	p.text(", ", uint64(n))
	p.str(" group record(s)")
	if p.opt.Verbose == 0 {
		return true
	}
	at := 8
	for range n {
		if at+20 > length {
			p.str(" [invalid number of groups]")
			return true
		}
		if len(data) < at+20 {
			return false
		}
		p.str(" [gaddr ")
		p.host6([16]byte(data[at+4:]))
		p.str(" ")
		if s, ok := listenerKinds[uint16(data[at])]; ok {
			p.str(s)
		} else {
			p.text(" [v2-report-#", uint64(data[at]))
			p.str("]")
		}
		sources := int(binary.BigEndian.Uint16(data[at+2:]))
		if at+20+16*sources > length {
			p.text(" [invalid number of sources ", uint64(sources))
			p.str("]")
			return true
		}
		if p.opt.Verbose > 1 {
			if !p.listenerSources(data[at+20:], sources) {
				return false
			}
		} else {
			p.text(", ", uint64(sources))
			p.str(" source(s)")
		}
		p.str("]")
		at += 20 + 16*sources
	}
	return true
}
