package dumptext

import "encoding/binary"

// Types of messages of Mobile IPv6.
const (
	mobilityInitHome     = 1
	mobilityInitCareOf   = 2
	mobilityTestHome     = 3
	mobilityTestCareOf   = 4
	mobilityBindingError = 7
)

// mobilityMessages are the messages of RFC 6275 that are printed: names, and the length of what is in front of the options.
var mobilityMessages = [...]struct {
	name string
	size int
}{{"BRR", 8}, {"HoTI", 16}, {"CoTI", 16}, {"HoT", 24}, {"CoT", 24}, {"BU", 12}, {"BA", 12}, {"BE", 24}}

// mobility prints a header of Mobile IPv6, RFC 6275 section 6.1.
func (p *Printer) mobility(data []byte) {
	switch len(data) {
	case 0, 1:
		p.short("mobility")
		return
	case 2:
		p.leap("mobility")
		return
	}
	size, kind := 8*(int(data[1])+1), data[2]
	if int(kind) >= len(mobilityMessages) {
		p.text("mobility: type-#", uint64(kind))
		p.text(" len=", uint64(data[1]))
		return
	}
	m := mobilityMessages[kind]
	if size < m.size {
		p.text("(header length ", uint64(size))
		p.text(" is too small for type ", uint64(kind))
		p.str(")")
		p.short("mobility")
		return
	}
	p.str("mobility: ")
	p.str(m.name)
	r := taker{p, data[3:], "mobility"}
	p.mobilityFields(&r, kind)
	if r.ok() && p.opt.Verbose > 0 {
		p.mobilityOptions(data[min(m.size, len(data)):], size-m.size)
	}
}

// mobilityFields prints what is in front of the options: r begins behind the type.
func (p *Printer) mobilityFields(r *taker, kind uint8) {
	r.skip(3) // a reserved byte and the checksum
	side := [...]string{" Home", " Care-of"}[(kind+1)%2]
	switch kind {
	case mobilityInitHome, mobilityInitCareOf:
		r.skip(2)
		p.mobilityWords(r, side, " Init Cookie=")
	case mobilityTestHome, mobilityTestCareOf:
		r.hex(" nonce id=0x", 2, 1)
		p.mobilityWords(r, side, " Init Cookie=")
		p.mobilityWords(r, side, " Keygen Token=")
	case 5:
		r.num(" seq#=", 2)
		if r.ok() && len(r.data) < 2 {
			p.short("mobility")
		}
		flags := r.u16()
		if !r.ok() {
			return
		}
		if flags&0xf000 != 0 {
			p.str(" ")
			p.flags([]flagName{{0x8000, "A"}, {0x4000, "H"}, {0x2000, "L"}, {0x1000, "K"}}, uint32(flags), "", "")
		}
		p.mobilityLifetime(r)
	case 6:
		r.num(" status=", 1)
		if flags := r.u8(); r.ok() && flags&0x80 != 0 {
			p.str(" K")
		}
		r.num(" seq#=", 2)
		p.mobilityLifetime(r)
	case mobilityBindingError:
		r.num(" status=", 1)
		r.skip(1)
		if a := r.take(16); a != nil {
			p.str(" homeaddr ")
			p.host6([16]byte(a))
		}
	}
}

// mobilityWords prints two words, with -v.
func (p *Printer) mobilityWords(r *taker, side, s string) {
	if p.opt.Verbose == 0 {
		return
	}
	if b := r.take(8); b != nil {
		p.str(side)
		p.str(s)
		p.hex(uint64(binary.BigEndian.Uint32(b)), 8)
		p.str(":")
		p.hex(uint64(binary.BigEndian.Uint32(b[4:])), 8)
	}
}

// mobilityLifetime prints a lifetime in seconds, from units of four.
func (p *Printer) mobilityLifetime(r *taker) {
	if n := r.u16(); r.ok() {
		p.text(" lifetime=", uint64(n)*4)
	}
}

// mobilityOptions prints length bytes of options. An option is printed when the byte behind it was captured.
func (p *Printer) mobilityOptions(data []byte, length int) {
	const (
		pad1 = iota
		padN
		refresh
		careOf
		nonces
		authorization
	)
	least := [...]int{refresh: 4, careOf: 18, nonces: 6, authorization: 12}
	for at := 0; at < length; {
		if len(data) <= at {
			p.short("mobility")
			return
		}
		kind, size := data[at], 1
		if kind != pad1 {
			if at+1 >= length || len(data) <= at+1 {
				p.short("mobility")
				return
			}
			size = int(data[at+1]) + 2
		}
		if at+size > length || len(data) <= at+size {
			p.short("mobility")
			return
		}
		if int(kind) < len(least) && length-at < least[kind] {
			p.str([...]string{refresh: "(refresh: trunc)", careOf: "(altcoa: trunc)", nonces: "(ni: trunc)", authorization: "(auth: trunc)"}[kind])
			p.short("mobility")
			return
		}
		b := data[at:]
		if int(kind) < len(least) && len(b) < least[kind] && kind != authorization {
			p.short("mobility")
			return
		}
		switch kind {
		case pad1:
			p.str("(pad1)")
		case padN:
			p.str("(padn)")
		case refresh:
			p.text("(refresh: ", 4*uint64(binary.BigEndian.Uint16(b[2:])))
			p.str(")")
		case careOf:
			p.str("(alt-CoA: ")
			p.host6([16]byte(b[2:]))
			p.str(")")
		case nonces:
			p.str("(ni: ho=0x")
			p.hex(uint64(binary.BigEndian.Uint16(b[2:])), 4)
			p.str(" co=0x")
			p.hex(uint64(binary.BigEndian.Uint16(b[4:])), 4)
			p.str(")")
		case authorization:
			p.str("(auth)")
		default:
			p.str("(type-0x")
			p.hex(uint64(kind), 2)
			p.text(": len=", uint64(data[at+1]))
			p.str(")")
		}
		at += size
	}
}

// ipcomp prints the header in front of what IPComp compressed.
func (p *Printer) ipcomp(data []byte) {
	if len(data) < 4 {
		p.leap("ipcomp")
		return
	}
	p.str("IPComp(cpi=0x")
	p.hex(uint64(binary.BigEndian.Uint16(data[2:])), 4)
	p.str(")")
}
