package dumptext

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/layers/link"
)

// lldpDot1 prints what IEEE 802.1 defines: VLANs and data center bridging.
func (p *Printer) lldpDot1(kind uint16, size int, body any) {
	switch v := body.(type) {
	case *link.LLDPPortVLAN:
		p.text("\n\t    port vlan id (PVID): ", uint64(v.VLAN))
	case *link.LLDPProtocolVLAN:
		flags := uint32(v.Reserved)<<3 | bitOf(v.Enabled, 4) | bitOf(v.Supported, 2) | uint32(v.Low)
		p.text("\n\t    port and protocol vlan id (PPVID): ", uint64(v.VLAN))
		p.str(", flags [")
		p.flags([]flagName{{2, "supported"}, {4, "enabled"}}, flags, ", ", "none")
		p.str("] (0x")
		p.hex(uint64(flags), 2)
		p.str(")")
	case *link.LLDPVLANName:
		p.text("\n\t    vlan id (VID): ", uint64(v.VLAN))
		if size >= 3+int(v.Length) {
			p.str("\n\t    vlan name: ")
			p.printable(v.Name)
		}
	case *link.LLDPProtocolIdentity:
		if size > int(v.Length) {
			p.str("\n\t    protocol identity: ")
			p.untilZero(v.Identity)
		}
	case *link.LLDPAggregation:
		p.lldpAggregation(v)
	case *link.LLDPCongestion:
		p.str("\n\t    Pre-Priority CNPV Indicator")
		p.lldpBits(v.Priorities)
		p.str("\n\t    Pre-Priority Ready Indicator")
		p.lldpBits(v.Ready)
	case *link.LLDPETS:
		p.lldpETS(v, kind == 10)
	case *link.LLDPPFC:
		p.text("\n\t    Willing: ", uint64(number(v.Willing)))
		p.text(", MBC: ", uint64(number(v.MBC)))
		p.text(", RES: ", uint64(v.Reserved))
		p.text(", PFC cap:", uint64(v.Capability))
		p.str(" \n\t    PFC Enable")
		p.lldpBits(v.Enabled)
	case *link.LLDPApplications:
		p.text("\n\t    RES: ", uint64(v.Reserved))
		if size%3 != 1 {
			return
		}
		for i := range v.Table {
			a := &v.Table[i]
			if i == 0 {
				p.str("\n\t    Application Priority Table")
			}
			p.text("\n\t      Priority: ", uint64(a.Priority))
			p.text(", RES: ", uint64(a.Reserved))
			p.text(", Sel: ", uint64(a.Selector))
			p.text(", Protocol ID: ", uint64(a.Protocol))
		}
	case *link.LLDPEVB:
		p.lldpEVB(v)
	}
}

// lldpBits prints a bit for each priority.
func (p *Printer) lldpBits(b uint8) {
	p.str("\n\t     Priority : 0  1  2  3  4  5  6  7\n\t     Value    : ")
	for i := range 8 {
		p.num(uint64(b >> i & 1))
		p.str("  ")
	}
}

// lldpETS prints how bandwidth is shared, or should be.
func (p *Printer) lldpETS(v *link.LLDPETS, recommended bool) {
	if recommended {
		p.text("\n\t    RES: ", uint64(number(v.Willing))<<7|uint64(number(v.CBS))<<6|uint64(v.Reserved)<<3|uint64(v.MaxClasses))
		p.lldpTables(v)
		return
	}
	p.text("\n\t    Willing:", uint64(number(v.Willing)))
	p.text(", CBS:", uint64(2*number(v.CBS)))
	p.text(", RES:", uint64(v.Reserved))
	p.text(", Max TCs:", uint64(v.MaxClasses))
	p.lldpTables(v)
}

// lldpTables prints the classes of priorities, and their bandwidths and algorithms.
func (p *Printer) lldpTables(v *link.LLDPETS) {
	p.str("\n\t    Priority Assignment Table\n\t     Priority : 0   1   2   3   4   5   6   7\n\t     Value    : ")
	var classes [8]uint8
	for i := range classes {
		classes[i] = uint8(v.Priorities >> (28 - 4*i) & 15)
	}
	p.cells(classes[:])
	p.str("\n\t    TC Bandwidth Table\n\t     TC%   : 0   1   2   3   4   5   6   7\n\t     Value : ")
	p.cells(v.Bandwidth[:])
	p.str("\n\t    TSA Assignment Table\n\t     Traffic Class: 0   1   2   3   4   5   6   7\n\t     Value        : ")
	p.cells(v.Selection[:])
}

// cells prints numbers in columns of three.
func (p *Printer) cells(values []uint8) {
	for i, v := range values {
		if i > 0 {
			p.str(" ")
		}
		end := len(p.buf) + 3
		p.num(uint64(v))
		for len(p.buf) < end {
			p.str(" ")
		}
	}
}

var lldpEVBModes = []string{"Not Supported", "EVB Bridge", "EVB Station", "Reserved for future Standardization"}

// lldpCDCP prints the S-channels of a port: what it can, and pairs of channel and VLAN.
func (p *Printer) lldpCDCP(data []byte) {
	if len(data) < 4 {
		return
	}
	n := uint64(binary.BigEndian.Uint32(data))
	p.text("\n\t    Role: ", n>>31)
	p.text(", RES: ", n>>28&7)
	p.text(", Scomp: ", n>>27&1)
	p.text(" ChnCap: ", n&0xfff)
	data = data[4:]
	if len(data)%3 != 0 {
		return
	}
	for ; len(data) > 0; data = data[3:] {
		n := uint64(data[0])<<16 | uint64(data[1])<<8 | uint64(data[2])
		p.text("\n\t    SCID: ", n>>12)
		p.text(", SVID: ", n&0xfff)
	}
}

// lldpEVB prints the state of edge virtual bridging.
func (p *Printer) lldpEVB(v *link.LLDPEVB) {
	b, s := uint64(v.BridgeStatus), uint64(v.StationStatus)
	p.str("\n\t    EVB Bridge Status")
	p.text("\n\t      RES: ", b>>3)
	p.text(", BGID: ", b>>2&1)
	p.text(", RRCAP: ", b>>1&1)
	p.text(", RRCTR: ", b&1)
	p.str("\n\t    EVB Station Status")
	p.text("\n\t      RES: ", s>>4)
	p.text(", SGID: ", s>>3&1)
	p.text(", RRREQ: ", s>>2&1)
	p.text(",RRSTAT: ", s&3)
	p.text("\n\t    R: ", uint64(v.Retries))
	p.text(", RTE: ", uint64(v.Timer))
	p.str(", EVB Mode: ")
	p.str(lldpEVBModes[v.Mode])
	p.text(" [", uint64(v.Mode))
	p.text("]\n\t    ROL: ", uint64(v.RWDUnit))
	p.text(", RWD: ", uint64(v.RWD))
	p.text(", RES: ", uint64(v.RKAUnit>>1))
	p.text(", ROL: ", uint64(v.RKAUnit&1))
	p.text(", RKA: ", uint64(v.RKA))
}
