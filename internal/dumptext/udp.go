package dumptext

import "encoding/binary"

// udp prints a datagram of length bytes, of which data was captured.
func (p *Printer) udp(data []byte, length int) {
	n := &p.network
	if len(data) < 4 {
		if n.next == protoUDP {
			p.ends(n.src, n.dst)
		}
		p.short("udp")
		return
	}
	sport, dport := binary.BigEndian.Uint16(data), binary.BigEndian.Uint16(data[2:])
	if length < 8 {
		p.ports(sport, dport, protoUDP)
		p.text("truncated-udp ", uint64(uint32(length)))
		return
	}
	p.ports(sport, dport, protoUDP)
	if len(data) < 8 {
		p.short("udp")
		return
	}
	h := layerAt(p, data, &p.dec.udp)
	claim := int(h.Length)
	if claim < 8 {
		p.text("truncated-udplength ", uint64(claim))
		return
	}
	claim -= 8
	length = min(length-8, claim)
	if p.opt.Verbose > 1 || n.v6 && p.opt.Verbose > 0 {
		p.udpSum(data, length, h.Checksum)
	}
	if !p.opt.Quiet && p.udpPayload(sport, dport, data[8:min(len(data), 8+length)], length) {
		return
	}
	if claim > length && !n.fragment {
		p.text("UDP, bad length ", uint64(claim))
		p.text(" > ", uint64(length))
		return
	}
	p.text("UDP, length ", uint64(claim))
}

// udpSum prints whether the checksum of a whole datagram is right.
func (p *Printer) udpSum(data []byte, length int, have uint16) {
	n := &p.network
	switch {
	case p.opt.NoSums || n.fragment:
		return
	case have == 0 && !n.v6:
		p.str("[no cksum] ")
		return
	case len(data) < 8+length:
		return
	}
	sum := internetSum(p.pseudo(protoUDP, 8+length), data[:8+length])
	if sum == 0 {
		p.str("[udp sum ok] ")
		return
	}
	p.str("[bad udp cksum 0x")
	p.hex(uint64(have), 4)
	p.str(" -> 0x")
	p.hex(uint64(correct(have, sum)), 4)
	p.str("!] ")
}

// Ports.
const (
	dhcpServer = 67
	dhcpClient = 68
	hsrpPort   = 1985
	l2tpPort   = 1701
	sipPort    = 5060
)

// udpPayload prints a payload by its ports, and reports whether it can.
func (p *Printer) udpPayload(sport, dport uint16, data []byte, length int) bool {
	is := func(port uint16) bool { return sport == port || dport == port }
	switch {
	case is(dnsPort):
		p.dns(data, length, false)
	case is(mdnsPort):
		p.dns(data, length, true)
	case is(dhcpServer), is(dhcpClient):
		p.dhcp(data, length)
	case is(hsrpPort):
		p.hsrp(data, length)
	case is(natPort):
		p.natTraversal(data, length)
	case is(isakmpPort), is(isakmpUser), is(isakmpOther):
		p.isakmp(data, length)
	case is(vxlanPort):
		p.vxlan(data, length)
	case is(otvPort):
		p.otv(data, length)
	case is(vxlanGPEPort):
		p.vxlanGPE(data, length)
	case is(genevePort):
		p.geneve(data, length)
	case is(sipPort):
		p.lines(&sipText, data, length)
	case sport != shimPort && (dport == bfdControlPort || dport == bfdEchoPort || dport == bfdMultihopPort || dport == bfdLAGPort):
		p.bfd(data, length, dport)
	case p.services(is, data, length):
	case sport == shimPort:
		p.shim(data, length)
	default:
		return false
	}
	return true
}
