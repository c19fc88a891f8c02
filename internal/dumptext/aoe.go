package dumptext

import (
	"strconv"

	"github.com/wiretag/wiretag/layers/link"
)

var (
	aoeFlags    = []flagName{{8, "Response"}, {4, "Error"}, {2, "MBZ-1"}, {1, "MBZ-0"}}
	aoeErrors   = [...]string{1: "Unrecognized command code", "Bad argument parameter", "Device unavailable", "Config string present", "Unsupported version", "Target is reserved"}
	aoeCommands = [...]string{"Issue ATA Command", "Query Config Information", "MAC Mask List", "Reserve/Release"}
	aoeATAFlags = []flagName{
		{0x80, "MBZ-7"}, {0x40, "Ext48"}, {0x20, "MBZ-5"}, {0x10, "Device"}, {8, "MBZ-3"}, {4, "MBZ-2"}, {2, "Async"}, {1, "Write"},
	}
	aoeConfig  = [...]string{"read config string", "test config string", "test config string prefix", "set config string", "force set config string"}
	aoeMask    = [...]string{"Read Mac Mask List", "Edit Mac Mask List"}
	aoeMaskErr = [...]string{1: "Unspecified Error", "Bad DCmd directive", "Mask list full"}
	aoeMaskSet = [...]string{"No Directive", "Add mac address to mask list", "Delete mac address from mask list"}
	aoeReserve = [...]string{"Read reserve list", "Set reserve list", "Force set reserve list"}
)

// aoe prints a message of ATA over Ethernet.
func (p *Printer) aoe(data []byte, length int) {
	p.text("AoE length ", uint64(length))
	r := taker{p, data, "aoe"}
	if length < 1 {
		r.invalid(length)
		return
	}
	first := r.u8()
	if !r.ok() {
		return
	}
	p.text(", Ver ", uint64(first>>4))
	if first>>4 != 1 {
		return
	}
	if length < 10 {
		r.invalid(length - 1)
		return
	}
	p.str(", Flags: [")
	p.flags(aoeFlags, uint32(first&15), ", ", "none")
	p.str("]")
	if p.opt.Verbose == 0 {
		return
	}
	e := r.u8()
	if first&4 != 0 && r.ok() {
		p.str("\n\tError: ")
		p.nameAt(aoeErrors[:], e, "Invalid (", 0, ")")
	}
	r.hex("\n\tMajor: 0x", 2, 4)
	r.hex(", Minor: 0x", 1, 2)
	command := r.u8()
	if !r.ok() {
		return
	}
	p.str(", Command: ")
	p.nameAt(aoeCommands[:], command, "Unknown (0x", 2, ")")
	r.hex(", Tag: 0x", 4, 8)
	if !r.ok() {
		return
	}
	length -= 10
	switch link.AoECommand(command) {
	case link.AoEATACommand:
		p.aoeATA(&r, length)
	case link.AoEConfigCommand:
		p.aoeConfig(&r, length)
	case link.AoEMaskCommand:
		p.aoeMask(&r, length)
	case link.AoEReserveCommand:
		p.aoeReserve(&r, length)
	}
}

// aoeATA prints a command for a disk.
func (p *Printer) aoeATA(r *taker, length int) {
	if length < 12 {
		r.invalid(length)
		return
	}
	flags := r.u8()
	if !r.ok() {
		return
	}
	p.str("\n\tAFlags: [")
	p.flags(aoeATAFlags, uint32(flags), ", ", "none")
	p.str("]")
	for _, s := range [...]string{", Err/Feature: ", ", Sector Count: ", ", Cmd/Status: ", "\n\tlba0: ", ", lba1: ", ", lba2: ", ", lba3: ", ", lba4: ", ", lba5: "} {
		r.num(s, 1)
	}
	r.take(2)
	if r.ok() && length > 12 {
		p.text("\n\tData: ", uint64(length-12))
		p.str(" bytes")
	}
}

// aoeConfig prints a question for the configuration string, and the string.
func (p *Printer) aoeConfig(r *taker, length int) {
	const most = 1024
	if length < 8 {
		r.invalid(length)
		return
	}
	r.num("\n\tBuffer Count: ", 2)
	r.num(", Firmware Version: ", 2)
	r.num(", Sector Count: ", 1)
	c := r.u8()
	if !r.ok() {
		return
	}
	p.text(", AoE: ", uint64(c>>4))
	p.str(", CCmd: ")
	if int(c&15) < len(aoeConfig) {
		p.str(aoeConfig[c&15])
	} else {
		p.str("Unknown (0x02x)")
	}
	size := r.u16()
	switch {
	case !r.ok() || size == 0 && length == 8:
		return
	case size > most || int(size) > length-8:
		r.invalid(length - 8)
	case size > 0:
		p.text("\n\tConfig String (length ", uint64(size))
		p.str("): ")
		p.printable(r.data[:min(int(size), len(r.data))])
		r.take(int(size))
	}
}

// aoeMask prints a list of addresses that may use a target.
func (p *Printer) aoeMask(r *taker, length int) {
	if length < 4 {
		r.invalid(length)
		return
	}
	r.take(1)
	if c := r.u8(); r.ok() {
		p.str("\n\tMCmd: ")
		p.nameAt(aoeMask[:], c, "Unknown (0x", 2, ")")
	}
	if e := r.u8(); r.ok() {
		p.str(", MError: ")
		p.nameAt(aoeMaskErr[:], e, "Unknown (0x", 2, ")")
	}
	n := r.u8()
	if !r.ok() {
		return
	}
	p.text(", Dir Count: ", uint64(n))
	if length-4 < 8*int(n) {
		r.invalid(length - 4)
		return
	}
	for range n {
		r.take(1)
		if c := r.u8(); r.ok() {
			p.str("\n\t DCmd: ")
			p.nameAt(aoeMaskSet[:], c, "Unknown (0x", 2, ")")
		}
		r.mac(", Ethernet Address: ")
		if !r.ok() {
			return
		}
	}
}

// aoeReserve prints a list of addresses for which a target is reserved.
func (p *Printer) aoeReserve(r *taker, length int) {
	if length < 2 || (length-2)%6 != 0 {
		r.invalid(length)
		return
	}
	if c := r.u8(); r.ok() {
		p.str("\n\tRCmd: ")
		p.nameAt(aoeReserve[:], c, "Unknown (0x", 2, ")")
	}
	n := r.u8()
	if !r.ok() {
		return
	}
	p.text(", NMacs: ", uint64(n))
	if int(n) != (length-2)/6 {
		r.invalid(length - 2)
		return
	}
	for i := range n {
		r.mac("\n\tEthernet Address " + strconv.Itoa(int(i)) + ": ")
	}
}
