package dumptext

import (
	"net/netip"
	"strconv"
)

const hexDigits = "0123456789abcdef"

// str appends text.
func (p *Printer) str(s string) { p.buf = append(p.buf, s...) }

// num appends an unsigned number in decimal.
func (p *Printer) num(n uint64) { p.buf = strconv.AppendUint(p.buf, n, 10) }

// int appends a number in decimal.
func (p *Printer) int(n int) { p.buf = strconv.AppendInt(p.buf, int64(n), 10) }

// long is int for numbers that an int of 32 bits does not hold.
func (p *Printer) long(n int64) { p.buf = strconv.AppendInt(p.buf, n, 10) }

// hex appends a number in hexadecimal with at least width digits, without a prefix.
func (p *Printer) hex(n uint64, width int) { p.buf = appendHex(p.buf, n, width) }

// text appends what follows some text: a number in decimal.
func (p *Printer) text(s string, n uint64) {
	p.str(s)
	p.num(n)
}

func appendHex(dst []byte, n uint64, width int) []byte {
	digits := 1
	for v := n >> 4; v != 0; v >>= 4 {
		digits++
	}
	for i := max(digits, width) - 1; i >= 0; i-- {
		dst = append(dst, hexDigits[n>>(4*i)&15])
	}
	return dst
}

// appendPadded appends n in decimal with leading zeros up to width digits.
func appendPadded(dst []byte, n uint64, width int) []byte {
	var digits [20]byte
	i := len(digits)
	for n > 0 || i == len(digits) {
		i--
		digits[i] = byte('0' + n%10)
		n /= 10
	}
	for len(digits)-i < width {
		i--
		digits[i] = '0'
	}
	return append(dst, digits[i:]...)
}

// bytesHex appends bytes in hexadecimal, two digits each, with sep between them (0: none).
func (p *Printer) bytesHex(b []byte, sep byte) {
	for i, c := range b {
		if i > 0 && sep != 0 {
			p.buf = append(p.buf, sep)
		}
		p.buf = append(p.buf, hexDigits[c>>4], hexDigits[c&15])
	}
}

// addr appends an address in its usual form.
func (p *Printer) addr(a netip.Addr) {
	if a.Is6() {
		p.addr6(a.As16())
		return
	}
	p.buf = a.AppendTo(p.buf)
}

// addr4 appends an IPv4 address.
func (p *Printer) addr4(b []byte) {
	p.addr(netip.AddrFrom4([4]byte(b)))
}

// addr6 appends an IPv6 address: the longest run of zero groups is cut, and
// compatible and mapped addresses end in dotted decimals.
func (p *Printer) addr6(a [16]byte) {
	start, run := -1, 1
	for i := 0; i < 16; i += 2 {
		j := i
		for j < 16 && a[j] == 0 && a[j+1] == 0 {
			j += 2
		}
		if (j-i)/2 > run {
			start, run = i, (j-i)/2
		}
		if j > i {
			i = j - 2
		}
	}
	for i := 0; i < 16; i += 2 {
		if i == start {
			p.buf = append(p.buf, ':')
			if i == 0 {
				p.buf = append(p.buf, ':')
			}
			i += 2*run - 2
			continue
		}
		if i == 12 && start == 0 && (run == 6 || run == 5 && a[10] == 0xff && a[11] == 0xff) {
			p.addr4(a[12:])
			return
		}
		p.hex(uint64(a[i])<<8|uint64(a[i+1]), 1)
		if i < 14 {
			p.buf = append(p.buf, ':')
		}
	}
}

// name appends the name of a value, or unknown's text with the value in decimal.
func (p *Printer) name(names map[uint16]string, v uint16, unknown string) {
	if s, ok := names[v]; ok {
		p.str(s)
		return
	}
	p.text(unknown, uint64(v))
}

// flagName is one bit of a set and what it is called.
type flagName struct {
	bit  uint32
	name string
}

// flags appends the names of the bits that are set, with sep between them, or none's text.
func (p *Printer) flags(names []flagName, v uint32, sep, none string) {
	first := true
	for _, n := range names {
		if v&n.bit == 0 {
			continue
		}
		if !first {
			p.str(sep)
		}
		p.str(n.name)
		first = false
	}
	if first {
		p.str(none)
	}
}

// clock appends seconds as hours, minutes and seconds of a duration or day.
func appendClock(dst []byte, seconds uint64) []byte {
	dst = appendPadded(dst, seconds/3600, 2)
	dst = append(dst, ':')
	dst = appendPadded(dst, seconds/60%60, 2)
	dst = append(dst, ':')
	return appendPadded(dst, seconds%60, 2)
}
