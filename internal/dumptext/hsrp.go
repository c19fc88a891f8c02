package dumptext

import "github.com/wiretag/wiretag/layers/routing"

var hsrpOps = map[uint16]string{0: "hello", 1: "coup", 2: "resign"}

var hsrpStates = map[uint16]string{0: "initial", 1: "learn", 2: "listen", 4: "speak", 8: "standby", 16: "active"}

// hsrp prints a message of Cisco's hot standby of routers.
func (p *Printer) hsrp(data []byte, length int) {
	r := taker{p, data, "hsrp"}
	version := r.u8()
	if !r.ok() {
		return
	}
	p.text("HSRPv", uint64(version))
	if version != 0 {
		return
	}
	p.str("-")
	op := r.u8()
	if !r.ok() {
		return
	}
	p.hsrpName(hsrpOps, op, "unknown (")
	p.text(" ", uint64(length))
	p.str(": ")
	state := r.u8()
	if !r.ok() {
		return
	}
	p.str("state=")
	p.hsrpName(hsrpStates, state, "Unknown (")
	p.str(" ")
	r.skip(3) // looked at below, when all is there
	if r.num("group=", 1); !r.ok() {
		return
	}
	p.str(" ")
	if len(r.data) > 0 && r.data[0] != 0 {
		p.text("[reserved=", uint64(r.data[0]))
		p.str("!] ")
	}
	r.skip(9)
	if address := r.take(4); address != nil {
		p.str("addr=")
		p.addr4(address)
		p.hsrpLong(layerAt(p, data, &p.dec.hsrp), data)
	}
}

// hsrpName prints the name of a value, or its number behind other and in parentheses.
func (p *Printer) hsrpName(names map[uint16]string, v uint8, other string) {
	p.name(names, uint16(v), other)
	if _, ok := names[uint16(v)]; !ok {
		p.str(")")
	}
}

// hsrpLong prints what -v adds.
func (p *Printer) hsrpLong(h *routing.HSRP, data []byte) {
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
