package dumptext

import (
	"encoding/binary"
)

// dvmrpKinds are the kinds of messages of distance vector multicast routing.
var dvmrpKinds = [...]string{1: " Probe", 2: " Report", 3: " Ask-neighbors(old)", 4: " Neighbors(old)", 5: " Ask-neighbors2", 6: " Neighbors2", 7: " Prune", 8: " Graft", 9: " Graft-ACK"}

func (p *Printer) dvmrp(data []byte, length int) bool {
	p.str("igmp dvmrp")
	if length < 8 {
		p.text(" [len ", uint64(length))
		p.str("]")
		return true
	}
	if len(data) < 2 {
		return false
	}
	k := int(data[1])
	if k <= 0 || k >= len(dvmrpKinds) {
		p.text(" [type ", uint64(k))
		p.str("]")
		return true
	}
	p.str(dvmrpKinds[k])
	switch {
	case k == 6:
		return p.dvmrpNeighbors(data, length)
	case k < 7:
		return true
	case len(data) < 16:
		return false
	}
	p.str(" src ")
	p.addr4(data[8:12])
	p.str(" grp ")
	p.addr4(data[12:16])
	if k == 7 {
		if len(data) < 20 {
			return false
		}
		p.str(" timer ")
		p.period(uint64(binary.BigEndian.Uint32(data[16:])))
	}
	return true
}

// dvmrpNeighborFlags are what is said of a neighbor.
var dvmrpNeighborFlags = []flagName{{0x01, "/tunnel"}, {0x02, "/srcrt"}, {0x40, "/querier"}, {0x20, "/disabled"}, {0x10, "/down"}}

// dvmrpNeighbors prints the neighbors of each of a router's addresses.
func (p *Printer) dvmrpNeighbors(data []byte, length int) bool {
	if len(data) < 8 {
		return false
	}
	p.text(" (v ", uint64(data[7]))
	p.text(".", uint64(data[6]))
	p.str("):")
	data, length = data[8:], length-8
	for length > 0 {
		if length < 8 {
			p.text(" [length ", uint64(length))
			p.str(" < 8]")
			p.invalid()
			return true
		}
		if len(data) < 8 {
			return false
		}
		head := data[:8]
		data, length = data[8:], length-8
		for range head[7] {
			if length < 4 {
				p.str(" [invalid ncount]")
				p.invalid()
				return true
			}
			if len(data) < 4 {
				return false
			}
			p.str(" [")
			p.addr4(head[:4])
			p.str(" -> ")
			p.addr4(data[:4])
			p.text(" (", uint64(head[4]))
			p.text("/", uint64(head[5]))
			p.flags(dvmrpNeighborFlags, uint32(head[6]), "", "")
			p.str(")]")
			data, length = data[4:], length-4
		}
	}
	return true
}

// mtrace prints a query for the path from a source to a group's member, or the response.
func (p *Printer) mtrace(data []byte, length int) bool {
	if length < 24 {
		p.text(" [invalid len ", uint64(length))
		p.str("]")
		return true
	}
	if len(data) < 24 {
		return false
	}
	p.text([]string{"mresp ", "mtrace "}[data[0]&1], uint64(data[21])<<16|uint64(data[22])<<8|uint64(data[23]))
	p.str(": ")
	p.addr4(data[8:12])
	p.str(" to ")
	p.addr4(data[12:16])
	p.str(" reply-to ")
	p.addr4(data[16:20])
	return true
}
