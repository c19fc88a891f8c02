package dumptext

import (
	"math"
	"strconv"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/dot11"
)

// radiotap prints a packet with a radiotap header.
func (p *Printer) radiotap(data []byte, length int) {
	if len(data) < 8 {
		p.short("802.11_radio")
		return
	}
	size := int(data[2]) | int(data[3])<<8
	if size < 8 || size > len(data) {
		p.short("802.11_radio")
		return
	}
	// The version is not looked at, where the layer has no fields of a version that is not known.
	header := append([]byte{0}, data[1:size]...)
	var h dot11.RadioTap
	if _, err := codec.Unmarshal(header, &h); err != nil && len(h.Fields.Present) == 0 {
		p.short("802.11_radio")
		return
	}
	if !p.radiotapFields(&h.Fields) {
		p.short("802.11_radio")
	}
	p.hdrLen = size
	if len(data) < length {
		p.next = math.MaxInt // the layers take the last bytes for the check sequence, which was not captured
	}
	flags := h.Fields.Flags()
	frame, rest := data[size:], length-size
	if flags&dot11.RadioTapFlagFCS != 0 {
		if rest < 4 {
			p.short("802.11")
			return
		}
		rest -= 4
		frame = frame[:min(len(frame), rest)]
	}
	p.dot11(frame, rest, flags&dot11.RadioTapFlagDataPad != 0)
}

// radiotapFields prints the fields up to the first that has no text; it reports whether
// all of them are there.
func (p *Printer) radiotapFields(f *dot11.RadioTapFields) bool {
	next, base, vendor := 0, 0, false
	for _, word := range f.Present {
		for bit := 0; bit < 29 && !vendor; bit++ {
			switch {
			case word&(1<<bit) == 0:
				continue
			case base+bit >= len(radiotapTexts) || radiotapTexts[base+bit] == nil:
				p.text("[bit ", uint64(base+bit))
				p.str("] ")
				return true
			case next >= len(f.List):
				return false
			}
			radiotapTexts[bit](p, f.List[next].Data, f.Present[0])
			next++
		}
		base += 32
		switch {
		case word&(1<<30) != 0:
			vendor, base = true, 0
			if next >= len(f.List) {
				return false
			}
			next++
		case word&(1<<29) != 0:
			vendor, base = false, 0
		}
	}
	return true
}

// Bits of the first word that change the text of others.
const (
	presentXChannel = 1 << 18
	presentMCS      = 1 << 19
)

// radiotapTexts are the texts of fields by bit; those without one end the header.
var radiotapTexts = [...]func(p *Printer, d []byte, present uint32){
	0: func(p *Printer, d []byte, _ uint32) {
		n := uint64(0)
		for i := 7; i >= 0; i-- {
			n = n<<8 | uint64(d[i])
		}
		p.num(n)
		p.str("us tsft ")
	},
	1: func(p *Printer, d []byte, _ uint32) {
		for i, s := range [...]string{"cfp ", "short preamble ", "wep ", "fragmented ", "", "", "bad-fcs "} {
			if d[0]&(1<<i) != 0 {
				p.str(s)
			}
		}
	},
	2: func(p *Printer, d []byte, _ uint32) {
		if d[0]&0xf0 == 0x80 {
			p.text("MCS ", uint64(d[0]&0x7f))
			p.str(" ")
			return
		}
		p.tenths(5 * int(d[0]))
		p.str(" Mb/s ")
	},
	3: func(p *Printer, d []byte, present uint32) {
		if present&presentXChannel == 0 {
			p.channel(uint32(d[0])|uint32(d[1])<<8, uint32(d[2])|uint32(d[3])<<8, present)
		}
	},
	4: func(p *Printer, d []byte, _ uint32) {
		p.text("fhset ", uint64(d[0]))
		p.text(" fhpat ", uint64(d[1]))
		p.str(" ")
	},
	5: func(p *Printer, d []byte, _ uint32) { p.measured("", int(int8(d[0])), "dBm signal ") },
	6: func(p *Printer, d []byte, _ uint32) { p.measured("", int(int8(d[0])), "dBm noise ") },
	7: func(p *Printer, d []byte, _ uint32) { p.measured("", int(d[0])|int(d[1])<<8, " sq ") },
	8: func(p *Printer, d []byte, _ uint32) { p.measured("", -(int(d[0]) | int(d[1])<<8), " tx power ") },
	9: func(p *Printer, d []byte, _ uint32) {
		p.measured("", -(int(d[0]) | int(d[1])<<8), "dB tx attenuation ")
	},
	10: func(p *Printer, d []byte, _ uint32) { p.measured("", int(int8(d[0])), "dBm tx power ") },
	11: func(p *Printer, d []byte, _ uint32) { p.measured("antenna ", int(d[0]), " ") },
	12: func(p *Printer, d []byte, _ uint32) { p.measured("", int(d[0]), "dB signal ") },
	13: func(p *Printer, d []byte, _ uint32) { p.measured("", int(d[0]), "dB noise ") },
	14: func(*Printer, []byte, uint32) {},
	18: func(p *Printer, d []byte, present uint32) {
		p.channel(uint32(d[4])|uint32(d[5])<<8, uint32(d[0])|uint32(d[1])<<8|uint32(d[2])<<16, present)
	},
	19: func(p *Printer, d []byte, _ uint32) { p.mcs(d[0], d[1], d[2]) },
	20: func(*Printer, []byte, uint32) {},
	21: func(p *Printer, d []byte, _ uint32) { p.vht(d) },
}

func (p *Printer) measured(before string, n int, after string) {
	p.str(before)
	p.int(n)
	p.str(after)
}

// tenths prints a number with one decimal.
func (p *Printer) tenths(n int) {
	p.int(n / 10)
	p.str(".")
	p.int(n % 10)
}

// channel prints a channel by its frequency and kind.
func (p *Printer) channel(mhz, flags, present uint32) {
	p.num(uint64(mhz))
	p.str(" MHz")
	has := func(bits uint32) bool { return flags&bits == bits }
	wide := func(name string) {
		p.str(name)
		switch {
		case has(0x4000):
			p.str("/10Mhz")
		case has(0x8000):
			p.str("/5Mhz")
		}
	}
	switch {
	case present&presentMCS != 0:
		p.str(" 11n")
	case has(0x0880):
		p.str(" FHSS")
	case has(0x0140):
		wide(" 11a")
	case has(0x00c0), has(0x0480):
		wide(" 11g")
	case has(0x00a0):
		p.str(" 11b")
	}
	if present&presentMCS == 0 && has(0x10) {
		p.str(" Turbo")
	}
	switch {
	case has(0x10000):
		p.str(" ht/20")
	case has(0x40000):
		p.str(" ht/40-")
	case has(0x20000):
		p.str(" ht/40+")
	}
	p.str(" ")
}

// mcs prints the modulation of high throughput.
func (p *Printer) mcs(known, flags, index uint8) {
	if known&2 != 0 {
		// Bandwidth and guard interval are believed where only one of them is known.
		if r := dot11.HTRate(int(index), flags&3 == 1, flags&4 != 0); known&5 != 0 && r > 0 {
			p.tenths((r + 50) / 100)
			p.str(" Mb/s ")
		}
		p.text("MCS ", uint64(index))
		p.str(" ")
	}
	if known&1 != 0 {
		p.str([...]string{"20 MHz ", "40 MHz ", "20 MHz (L) ", "20 MHz (U) "}[flags&3])
	}
	if known&4 != 0 {
		p.str([...]string{"long GI ", "short GI "}[flags>>2&1])
	}
	if known&8 != 0 {
		p.str([...]string{"mixed ", "greenfield "}[flags>>3&1])
	}
	if known&16 != 0 {
		p.str([...]string{"BCC FEC ", "LDPC FEC "}[flags>>4&1])
	}
	if known&32 != 0 {
		p.text("RX-STBC", uint64(flags>>5&3))
		p.str(" ")
	}
}

// vht prints the modulation of very high throughput, for each user.
func (p *Printer) vht(d []byte) {
	known, flags, width, coding := d[0], d[2], d[3], d[8]
	for i, u := range d[4:8] {
		if u&15 == 0 {
			continue
		}
		p.text("User ", uint64(i))
		p.text(" MCS ", uint64(u>>4))
		p.str(" ")
		p.str([...]string{"BCC", "LDPC"}[coding>>i&1])
		p.str(" FEC ")
	}
	if known&0x40 != 0 {
		if int(width) < len(vhtWidths) {
			p.str(vhtWidths[width])
		} else {
			p.str("unknown (" + strconv.Itoa(int(width)) + ")")
		}
		p.str(" ")
	}
	if known&4 != 0 {
		p.str([...]string{"long GI ", "short GI "}[flags>>2&1])
	}
}

// vhtWidths are the texts of bandwidths. That of 21 is as tcpdump has it.
var vhtWidths = [...]string{
	"20 MHz", "40 MHz", "20 MHz (L)", "20 MHz (U)", "80 MHz", "80 MHz (L)", "80 MHz (U)", "80 MHz (LL)", "80 MHz (LU)", "80 MHz (UL)",
	"80 MHz (UU)", "160 MHz", "160 MHz (L)", "160 MHz (U)", "160 MHz (LL)", "160 MHz (LU)", "160 MHz (UL)", "160 MHz (UU)", "160 MHz (LLL)",
	"160 MHz (LLU)", "160 MHz (LUL)", "160 MHz (UUU)", "160 MHz (ULL)", "160 MHz (ULU)", "160 MHz (UUL)", "160 MHz (UUU)",
}
