package dumptext

// taker takes fields from the beginning of data one by one. When there are too few bytes for one, the text says so, once, and nothing more is printed.
type taker struct {
	p        *Printer
	data     []byte
	protocol string
}

// ok reports whether all fields so far were there.
func (r *taker) ok() bool { return !r.p.cut }

// take takes n bytes; nil if there are fewer.
func (r *taker) take(n int) []byte {
	if !r.ok() {
		return nil
	}
	if len(r.data) < n {
		r.p.leap(r.protocol)
		return nil
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

// skip leaves n bytes out, whether they are there or not.
func (r *taker) skip(n int) { r.data = r.data[min(n, len(r.data)):] }

// invalid marks contents that contradict themselves. They are to have length more bytes, and if those were not captured the text says that, too.
func (r *taker) invalid(length int) {
	r.p.invalid()
	r.take(length)
}

// number takes a number of so many bytes, in network byte order.
func (r *taker) number(bytes int) (n uint64) {
	for _, c := range r.take(bytes) {
		n = n<<8 | uint64(c)
	}
	return n
}

func (r *taker) u8() uint8   { return uint8(r.number(1)) }
func (r *taker) u16() uint16 { return uint16(r.number(2)) }

// num prints a number behind some text.
func (r *taker) num(s string, bytes int) {
	if n := r.number(bytes); r.ok() {
		r.p.text(s, n)
	}
}

// hex prints a number in hexadecimal with at least width digits behind some text.
func (r *taker) hex(s string, bytes, width int) {
	if n := r.number(bytes); r.ok() {
		r.p.str(s)
		r.p.hex(n, width)
	}
}

// mac prints a hardware address behind some text.
func (r *taker) mac(s string) {
	if b := r.take(6); b != nil {
		r.p.str(s)
		r.p.ether(b)
	}
}

// nameAt appends the name of a value, or where there is none its number, in hexadecimal if that has a width, between two texts.
func (p *Printer) nameAt(names []string, v uint8, before string, width int, after string) {
	if int(v) < len(names) && names[v] != "" {
		p.str(names[v])
		return
	}
	p.str(before)
	if width > 0 {
		p.hex(uint64(v), width)
	} else {
		p.num(uint64(v))
	}
	p.str(after)
}
