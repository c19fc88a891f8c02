package dumptext

import (
	"bytes"
	"encoding/binary"
)

// radiusDots prints bytes, with dots for what is not printable.
func (p *Printer) radiusDots(v []byte) {
	for _, c := range v {
		if c < 0x20 || c > 0x7e {
			c = '.'
		}
		p.buf = append(p.buf, c)
	}
}

func (p *Printer) radiusText(kind byte, v []byte) {
	switch kind {
	case 69, 81, 82, 83, 90, 91, 66, 67:
		if len(v) > 0 && v[0] <= 0x1f {
			if v[0] != 0 {
				p.text("Tag[", uint64(v[0]))
				p.str("] ")
			} else if kind != 81 {
				p.str("Tag[Unused] ")
			}
			v = v[1:]
		}
	case 58:
		if len(v) < 1 {
			return
		}
		p.radiusTagged(v[0])
		v = v[1:]
	case 126:
		if len(v) < 1 {
			return
		}
		if s, ok := map[byte]string{'0': "TADIG", '1': "REALM", '2': "E212", '3': "ICC"}[v[0]]; ok {
			p.str("[" + s + "] ")
		} else {
			p.text("[unknown namespace ", uint64(v[0]))
			p.str("] ")
		}
		v = v[1:]
	}
	if end := bytes.IndexByte(v, 0); end >= 0 {
		v = v[:end]
	}
	p.radiusDots(v)
}

func (p *Printer) radiusTagged(c byte) {
	if s, ok := map[byte]string{'1': "Tagged", '2': "Untagged"}[c]; ok {
		p.str(s)
	} else {
		p.str("Unknown tag")
	}
	p.str(" (0x")
	p.hex(uint64(c), 2)
	p.str(") ")
}

func (p *Printer) radiusNumber(kind byte, v []byte, wrong func(int) bool) {
	if wrong(4) {
		return
	}
	n := binary.BigEndian.Uint32(v)
	values := radiusNames[kind].values
	switch kind {
	case 64, 65:
		if v[0] == 0 {
			p.str("Tag[Unused] ")
		} else {
			p.text("Tag[", uint64(v[0]))
			p.str("] ")
		}
		n &= 0xffffff
	case 56:
		p.radiusTagged(v[0])
		p.num(uint64(n & 0xffffff))
		return
	case 29, 27, 28, 46, 49:
		if kind == 27 || kind == 28 || kind == 46 || kind == 85 {
			p.radiusSeconds(n)
			return
		}
	case 85:
		p.radiusSeconds(n)
		return
	}
	if values == nil {
		p.num(uint64(n))
		return
	}
	if s, ok := values[uint16(n)]; ok && n < 0x10000 {
		p.str(s)
		return
	}
	if kind == 101 {
		p.text("Error-Cause ", uint64(n))
		p.str(" not known")
		return
	}
	p.text("#", uint64(n))
}

// radiusSeconds prints a duration of seconds.
func (p *Printer) radiusSeconds(n uint32) {
	switch {
	case n < 60:
		p.buf = appendPadded(p.buf, uint64(n), 2)
		p.str(" secs")
	case n < 3600:
		p.buf = appendPadded(p.buf, uint64(n/60), 2)
		p.str(":")
		p.buf = appendPadded(p.buf, uint64(n%60), 2)
		p.str(" min")
	default:
		p.buf = appendClock(p.buf, uint64(n))
		p.str(" hours")
	}
}

func (p *Printer) radiusPrefix(v []byte) {
	if len(v) < 2 || len(v) > 18 {
		p.text("ERROR: length ", uint64(len(v)))
		p.str(" not in range (2..18)")
		return
	}
	if v[1] > 128 {
		p.text("ERROR: netmask ", uint64(v[1]))
		p.str(" not in range (0..128)")
		return
	}
	var a [16]byte
	copy(a[:], v[2:])
	p.addr6(a)
	p.text("/", uint64(v[1]))
}
