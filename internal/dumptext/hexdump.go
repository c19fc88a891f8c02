package dumptext

// Dump says which bytes of a packet are dumped after its text, and how.
type Dump uint8

// The forms of -x, -X and -A. WithLink is the doubled form: the link header is dumped too.
const (
	DumpHex Dump = 1 << iota
	DumpHexASCII
	DumpASCII
	WithLink
)

// AppendHex appends a dump of data in rows of sixteen bytes, each on a line of its
// own that starts with a newline and a tab; with ascii, the printable characters stand beside them.
func AppendHex(dst, data []byte, ascii bool) []byte {
	for at := 0; at < len(data); at += 16 {
		row := data[at:min(at+16, len(data))]
		dst = append(dst, "\n\t0x"...)
		dst = appendHex(dst, uint64(at), 4)
		dst = append(dst, ": "...)
		for i, c := range row {
			if i%2 == 0 {
				dst = append(dst, ' ')
			}
			dst = append(dst, hexDigits[c>>4], hexDigits[c&15])
		}
		if !ascii {
			continue
		}
		for n := len(row)*2 + (len(row)+1)/2; n < 40; n++ {
			dst = append(dst, ' ')
		}
		dst = append(dst, ' ', ' ')
		for _, c := range row {
			if c <= ' ' || c > '~' {
				c = '.'
			}
			dst = append(dst, c)
		}
	}
	return dst
}

// AppendASCII appends data as text on a line of its own: line ends and tabs
// stay, a carriage return before a line end or as one of the last two bytes goes, what else is
// not printable becomes a dot.
func AppendASCII(dst, data []byte) []byte {
	if len(data) == 0 {
		return dst
	}
	dst = append(dst, '\n')
	for i, c := range data {
		switch {
		case c == '\r' && (i+2 >= len(data) || data[i+1] == '\n'):
		case c == '\n' || c == '\t' || c >= ' ' && c <= '~':
			dst = append(dst, c)
		default:
			dst = append(dst, '.')
		}
	}
	return dst
}

// dump appends the bytes that the options ask for.
func (p *Printer) dump(data []byte, header int) {
	if p.opt.Dump == 0 {
		return
	}
	if p.opt.Dump&WithLink == 0 {
		data = data[min(header, len(data)):]
	}
	switch {
	case p.opt.Dump&DumpHexASCII != 0:
		p.buf = AppendHex(p.buf, data, true)
	case p.opt.Dump&DumpHex != 0:
		p.buf = AppendHex(p.buf, data, false)
	case p.opt.Dump&DumpASCII != 0:
		p.buf = AppendASCII(p.buf, data)
	}
}

// unknown dumps a payload that nothing decodes.
func (p *Printer) unknown(data []byte) {
	if !p.opt.Quiet {
		p.broken(data)
	}
}

// broken dumps a header that cannot be decoded, unless all bytes are dumped anyway.
func (p *Printer) broken(data []byte) {
	if p.opt.Dump&(DumpHex|DumpHexASCII) == 0 {
		p.buf = AppendHex(p.buf, data, true)
	}
}
