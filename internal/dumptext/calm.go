package dumptext

// calmFast is the EtherType of CALM FAST, ISO 29281.
const calmFast = 0x1111

// calm prints a packet between vehicles of length bytes, of which data was captured; src is the sender's hardware address, if the link has one.
func (p *Printer) calm(src, data []byte, length int) {
	if length < 2 {
		p.short("calm_fast")
		return
	}
	p.str("CALM FAST")
	if src != nil {
		p.str(" src:")
		p.ether(src)
	}
	p.str("; ")
	for i, what := range [...]string{"SrcNwref:", "DstNwref:"} {
		if i == len(data) {
			p.short("calm_fast")
			return
		}
		p.text(what, uint64(data[i]))
		p.str("; ")
	}
	if p.opt.Verbose > 0 {
		p.buf = AppendHex(p.buf, data[2:], true)
		if len(data) < length {
			p.short("calm_fast")
		}
	}
}
