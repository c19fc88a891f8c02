package dumptext

import (
	"bytes"
	"encoding/binary"
	"net/netip"

	"github.com/wiretag/wiretag/layers"
)

// The offsets of the parts of a BOOTP message (RFC 951) at which a cut message is marked.
const (
	bootpName   = 44
	bootpFile   = 108
	bootpVendor = 236
)

// dhcp prints a BOOTP or DHCP message of length bytes, of which data was captured.
func (p *Printer) dhcp(data []byte, length int) {
	if len(data) < 1 {
		p.short("bootp")
		return
	}
	p.str("BOOTP/DHCP, ")
	switch data[0] {
	case 1:
		p.str("Request")
	case 2:
		p.str("Reply")
	default:
		p.str("unknown (0x")
		p.hex(uint64(data[0]), 2)
		p.str(")")
	}
	ethernet := len(data) > 2 && data[1] == 1 && data[2] == 6
	if ethernet && data[0] == 1 {
		if len(data) < 34 {
			p.short("bootp")
			return
		}
		p.str(" from ")
		p.ether(data[28:34])
	} else if len(data) < 3 {
		p.short("bootp")
		return
	}
	p.text(", length ", uint64(length))
	if p.opt.Verbose == 0 {
		return
	}
	if len(data) < bootpName {
		p.short("bootp")
		return
	}
	h := layerAt(p, data, &p.dec.dhcp)
	p.dhcpHeader(h, ethernet)
	if !p.dhcpFixed(data) {
		p.short("bootp")
		return
	}
	if h.NoCookie {
		if v := binary.BigEndian.Uint32(data[bootpVendor:]); v != 0 {
			p.str("\n\t  Vendor-#0x")
			p.hex(uint64(v), 1)
		}
		return
	}
	p.str("\n\t  Vendor-rfc1048 Extensions\n\t    Magic Cookie 0x63825363")
	if !p.dhcpOptions(h) {
		p.short("bootp")
	}
}

// dhcpHeader prints the numbers and addresses.
func (p *Printer) dhcpHeader(h *layers.DHCPv4, ethernet bool) {
	if h.HardwareType != 1 {
		p.text(", htype ", uint64(h.HardwareType))
	}
	if h.HardwareType != 1 || h.HardwareLen != 6 {
		p.text(", hlen ", uint64(h.HardwareLen))
	}
	if h.Hops != 0 {
		p.text(", hops ", uint64(h.Hops))
	}
	if h.XID != 0 {
		p.str(", xid 0x")
		p.hex(uint64(h.XID), 1)
	}
	if h.Secs != 0 {
		p.text(", secs ", uint64(h.Secs))
	}
	p.str(", Flags [")
	if h.Broadcast {
		p.str("Broadcast]")
	} else {
		p.str("none]")
	}
	if p.opt.Verbose > 1 {
		flags := uint64(h.Reserved)
		if h.Broadcast {
			flags |= 0x8000
		}
		p.str(" (0x")
		p.hex(flags, 4)
		p.str(")")
	}
	for _, a := range [...]struct {
		name string
		addr netip.Addr
	}{{"Client", h.ClientAddr}, {"Your", h.YourAddr}, {"Server", h.ServerAddr}, {"Gateway", h.RelayAddr}} {
		if a.addr.IsValid() && !a.addr.IsUnspecified() {
			p.str("\n\t  ")
			p.str(a.name)
			p.str("-IP ")
			p.host(a.addr)
		}
	}
	if ethernet {
		p.str("\n\t  Client-Ethernet-Address ")
		p.ether(h.HardwareAddr[:6])
	}
}

// dhcpFixed prints the two fixed texts; false: something of the fixed part was missing.
func (p *Printer) dhcpFixed(data []byte) bool {
	text := func(what string, from, to int) bool {
		if len(data) <= from {
			return false
		}
		if data[from] == 0 {
			return true
		}
		p.str(what)
		b := data[from:min(to, len(data))]
		end := bytes.IndexByte(b, 0)
		whole := end >= 0 || len(data) >= to
		if end >= 0 {
			b = b[:end]
		}
		p.printable(b)
		p.str(`"`)
		return whole
	}
	return text("\n\t  sname \"", bootpName, bootpFile) && text("\n\t  file \"", bootpFile, bootpVendor) &&
		len(data) >= bootpVendor+4
}

// dhcpOptions prints the options; false: one was cut.
func (p *Printer) dhcpOptions(h *layers.DHCPv4) bool {
	for i := 0; i < len(h.Options); i++ {
		o := &h.Options[i]
		if o.Type == layers.DHCPv4OptionPad || o.Type == layers.DHCPv4OptionEnd {
			if p.opt.Verbose > 2 {
				pads := 1
				for o.Type == layers.DHCPv4OptionPad && i+1 < len(h.Options) && h.Options[i+1].Type == o.Type {
					pads++
					i++
				}
				p.dhcpPad(o.Type, pads)
			}
			continue
		}
		p.dhcpTag(uint8(o.Type), len(o.Data))
		p.dhcpOption(uint8(o.Type), o.Data)
	}
	return p.dhcpRest(h)
}

func (p *Printer) dhcpPad(t layers.DHCPv4OptionType, n int) {
	if t == layers.DHCPv4OptionEnd {
		p.str("\n\t    END (255), length 0")
		return
	}
	p.str("\n\t    PAD (0), length 0")
	if n > 1 {
		p.str(", occurs ")
		p.int(n)
	}
}

// dhcpRest prints what follows the options that are whole; false: an option was cut.
func (p *Printer) dhcpRest(h *layers.DHCPv4) bool {
	rest := h.Padding
	if n := len(h.Options); n > 0 && h.Options[n-1].Type == layers.DHCPv4OptionEnd {
		if p.opt.Verbose > 2 && len(rest) > 0 && zero(rest) {
			p.dhcpPad(layers.DHCPv4OptionPad, len(rest))
		}
		return true
	}
	if len(rest) == 0 {
		return true
	}
	if len(rest) > 1 {
		p.dhcpTag(rest[0], int(rest[1]))
	}
	return false
}

// dhcpTag prints the beginning of an option's line.
func (p *Printer) dhcpTag(tag uint8, length int) {
	p.str("\n\t    ")
	p.str(dhcpName(tag))
	p.text(" (", uint64(tag))
	p.str("), length ")
	p.int(length)
	if length > 0 {
		p.str(": ")
	}
}
