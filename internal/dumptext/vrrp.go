package dumptext

import (
	"net/netip"

	"github.com/wiretag/wiretag/layers/routing"
)

// vrrpAuthNames are the kinds of authentication.
var vrrpAuthNames = map[uint16]string{0: "none", 1: "simple", 2: "ah"}

// vrrp prints a message of router redundancy, in a packet with a TTL.
func (p *Printer) vrrp(data []byte, length int) {
	if len(data) < 1 {
		p.str("VRRP")
		p.short("vrrp")
		return
	}
	version := data[0] >> 4
	p.text("VRRPv", uint64(version))
	if data[0]&15 != 1 || version != 2 && version != 3 {
		p.text(", unknown type (", uint64(data[0]&15))
		p.str(")")
		return
	}
	p.str(", Advertisement")
	if p.network.ttl != 255 && !p.network.v6 {
		p.text(", (ttl ", uint64(p.network.ttl))
		p.str(")")
	}
	if len(data) < 3 {
		p.short("vrrp")
		return
	}
	p.text(", vrid ", uint64(data[1]))
	p.text(", prio ", uint64(data[2]))
	if len(data) < 8 && (version == 2 || len(data) < 6) {
		p.vrrpCut(data, length, version)
		return
	}
	var addresses []netip.Addr
	var auth []byte
	simple := false
	if version == 2 {
		h := layerAt(p, data, &p.dec.vrrp2)
		addresses, auth, simple = h.Addresses, h.AuthData, h.AuthType == routing.VRRPAuthPassword
		p.vrrpInterval(uint8(h.AuthType), h.AdverInt)
	} else {
		interval := uint16(0)
		if p.network.v6 {
			h := layerAt(p, data, &p.dec.vrrp6)
			addresses, interval = h.Addresses, h.MaxAdverInt
		} else {
			h := layerAt(p, data, &p.dec.vrrp3)
			addresses, interval = h.Addresses, h.MaxAdverInt
		}
		p.text(", intvl ", uint64(interval))
		p.str("cs")
	}
	p.text(", length ", uint64(length))
	if p.opt.Verbose == 0 {
		return
	}
	if p.vrrpSum(data, length, version); p.cut {
		return
	}
	p.vrrpAddresses(int(data[3]), addresses)
	if !p.cut && simple {
		p.vrrpPassword(auth)
	}
}

func (p *Printer) vrrpAuth(auth uint8) {
	p.str(", authtype ")
	p.name(vrrpAuthNames, uint16(auth), "type#")
}

func (p *Printer) vrrpInterval(auth, interval uint8) {
	p.vrrpAuth(auth)
	p.text(", intvl ", uint64(interval))
	p.str("s")
}

// vrrpCut prints what is there of a header that was cut behind its first four bytes.
func (p *Printer) vrrpCut(data []byte, length int, version byte) {
	if version == 2 && len(data) == 5 {
		p.vrrpAuth(data[4])
	}
	if version == 2 && len(data) >= 6 {
		p.vrrpInterval(data[4], data[5])
		p.text(", length ", uint64(length))
		if p.opt.Verbose == 0 {
			return
		}
		if length > len(data) {
			p.str(", addrs:")
		}
	}
	p.short("vrrp")
}

// vrrpAddresses prints the addresses that are there, of as many as there should be.
func (p *Printer) vrrpAddresses(count int, addresses []netip.Addr) {
	p.str(", addrs")
	if count > 1 {
		p.text("(", uint64(count))
		p.str(")")
	}
	p.str(":")
	for i, a := range addresses {
		p.str([]string{" ", ","}[min(i, 1)])
		p.host(a)
	}
	if len(addresses) < count {
		if len(addresses) > 0 {
			p.str(",")
		}
		p.short("vrrp")
	}
}

// vrrpPassword prints a password, eight bytes.
func (p *Printer) vrrpPassword(auth []byte) {
	if len(auth) < 8 {
		p.short("vrrp")
		return
	}
	p.str(` auth "`)
	p.untilZero(auth[:8])
	p.str(`"`)
}

// vrrpSum says so if the checksum is wrong.
func (p *Printer) vrrpSum(data []byte, length int, version byte) {
	if len(data) < length {
		return
	}
	start := uint64(0)
	if version == 3 {
		start = p.pseudo(protoVRRP, length)
	}
	if sum := internetSum(start, data[:length]); sum != 0 {
		if length < 8 {
			p.short("vrrp")
			return
		}
		p.str(", (bad vrrp cksum ")
		have := uint16(data[6])<<8 | uint16(data[7])
		if version == 2 {
			p.hex(uint64(have), 1)
			p.str(")")
			return
		}
		p.hex(uint64(have), 1)
		p.str(")")
	}
}

// untilZero prints bytes up to the first zero.
func (p *Printer) untilZero(b []byte) {
	for i, c := range b {
		if c == 0 {
			b = b[:i]
			break
		}
	}
	p.printable(b)
}
