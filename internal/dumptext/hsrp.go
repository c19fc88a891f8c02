package dumptext

import "github.com/wiretag/wiretag/layers/routing"

var hsrpOps = map[uint16]string{0: "hello", 1: "coup", 2: "resign"}

var hsrpStates = map[uint16]string{0: "initial", 1: "learn", 2: "listen", 4: "speak", 8: "standby", 16: "active"}

// hsrp prints a message of Cisco's hot standby of routers.
func (p *Printer) hsrp(data []byte, length int) {
	if len(data) < 3 {
		if len(data) > 0 {
			p.text("HSRPv", uint64(data[0]))
		}
		p.leap("hsrp")
		return
	}
	h := layerAt(p, data, &p.dec.hsrp)
	p.text("HSRPv", uint64(data[0]))
	if data[0] != 0 {
		return
	}
	p.str("-")
	p.name(hsrpOps, uint16(data[1]), "unknown (")
	if _, ok := hsrpOps[uint16(data[1])]; !ok {
		p.str(")")
	}
	p.text(" ", uint64(length))
	p.str(": state=")
	p.name(hsrpStates, uint16(data[2]), "unknown (")
	if _, ok := hsrpStates[uint16(data[2])]; !ok {
		p.str(")")
	}
	if len(data) < 20 {
		if len(data) > 6 {
			p.text(" group=", uint64(data[6]))
			p.str(" ")
		}
		p.leap("hsrp")
		return
	}
	p.hsrpFields(h, data)
}

func (p *Printer) hsrpFields(h *routing.HSRP, data []byte) {
	p.text(" group=", uint64(data[6]))
	if data[7] != 0 {
		p.text(" reserved=", uint64(data[7]))
	}
	p.str(" addr=")
	p.addr4(data[16:20])
	if p.opt.Verbose == 0 {
		return
	}
	p.str(" hellotime=")
	p.period(uint64(data[3]))
	p.str(" holdtime=")
	p.period(uint64(data[4]))
	p.text(" priority=", uint64(data[5]))
	p.str(` auth="`)
	p.untilZero(h.AuthData[:])
	p.str(`"`)
}
