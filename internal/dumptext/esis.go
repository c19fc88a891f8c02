package dumptext

var esisKinds = map[uint16]string{2: "ESH", 4: "ISH", 6: "redirect"}

var esisOptions = map[uint16]string{
	0x81: "Protocols supported", 195: "QoS Maintenance", 197: "Security", 198: "ES Configuration Time", 205: "Priority",
}

// esisFixed is the length of the fixed part of a packet, with the identifier of the network layer.
const esisFixed = 9

// esis prints a packet between an end system and an intermediate system.
func (p *Printer) esis(data []byte, length int) {
	if !p.opt.Link {
		p.str("ES-IS")
	}
	switch {
	case length <= 2 && p.opt.Quiet:
		p.str("bad pkt!")
		return
	case length <= 2:
		p.str("no header at all!")
		return
	case len(data) < esisFixed:
		p.short("esis")
		return
	}
	size, kind := int(data[1]), uint16(data[4]&0x1f)
	switch {
	case size > length:
		p.text(" length indicator(", uint64(size))
		p.text(") > PDU size (", uint64(length))
		p.str(")!")
		return
	case size < esisFixed+2:
		p.text(" length indicator ", uint64(size))
		p.str(" < min PDU size:")
		for _, c := range data {
			p.buf = append(p.buf, upperDigits[c>>4], upperDigits[c&15])
		}
		return
	case data[2] != 1:
		p.text(" version ", uint64(data[2]))
		p.str(" packet not supported")
		return
	}
	if !p.opt.Link {
		p.str(", ")
	}
	if p.opt.Verbose == 0 {
		p.name(esisKinds, kind, "unknown type (")
		if esisKinds[kind] == "" {
			p.str(")")
		}
		p.text(", length ", uint64(length))
		return
	}
	p.text("length ", uint64(length))
	p.str("\n\t")
	p.name(esisKinds, kind, "unknown type: ")
	p.text(" (", uint64(kind))
	p.esisLong(data, size, kind)
}

const upperDigits = "0123456789ABCDEF"

// esisLong prints a packet of a size from its type on.
func (p *Printer) esisLong(data []byte, size int, kind uint16) {
	p.str("), v: 1, checksum: 0x")
	p.bytesHex(data[7:9], 0)
	p.osiSum(data, size, 7)
	p.text(", holding time: ", uint64(data[5])<<8|uint64(data[6]))
	p.text("s, length indicator: ", uint64(size))
	r := osiReader{rest: data[esisFixed:], size: size - esisFixed}
	good := true
	switch kind {
	case 2:
		good = p.esisSources(&r)
	case 4:
		var net []byte
		if net, good = p.esisAddress(&r, "ish"); good {
			p.text("\n\t  NET (length: ", uint64(len(net)))
			p.str("): ")
			p.nsap(net)
		}
	case 6:
		good = p.esisRedirect(&r)
	default:
		p.hexLines(r.rest[:min(r.size, len(r.rest))], "\n\t  ")
		return
	}
	if good {
		p.esisOptions(&r)
	}
}

// osiReader is what is left of a packet: bytes, and how many there are by its length.
type osiReader struct {
	rest []byte
	size int
}

// esisAddress takes an address behind its length. What is wrong is said of a part of the packet.
func (p *Printer) esisAddress(r *osiReader, part string) (addr []byte, ok bool) {
	switch {
	case len(r.rest) < 1:
		p.short("esis")
	case r.size < 1:
		p.str(", bad " + part + "/li")
	case len(r.rest) < 1+int(r.rest[0]):
		p.short("esis")
	case r.size < 1+int(r.rest[0]):
		p.str(", bad " + part + "/li")
	default:
		n := 1 + int(r.rest[0])
		addr, r.rest, r.size = r.rest[1:n], r.rest[n:], r.size-n
		return addr, true
	}
	return nil, false
}

func (p *Printer) esisSources(r *osiReader) bool {
	if len(r.rest) < 1 {
		p.short("esis")
		return false
	}
	n := r.rest[0]
	r.rest, r.size = r.rest[1:], r.size-1
	p.text("\n\t  Number of Source Addresses: ", uint64(n))
	for ; n > 0; n-- {
		net, ok := p.esisAddress(r, "esh")
		if !ok {
			return false
		}
		p.text("\n\t  NET (length: ", uint64(len(net)))
		p.str("): ")
		p.nsap(net)
	}
	return true
}

func (p *Printer) esisRedirect(r *osiReader) bool {
	dst, ok := p.esisAddress(r, "redirect")
	if !ok {
		return false
	}
	p.str("\n\t  ")
	p.nsap(dst)
	snpa, ok := p.esisAddress(r, "redirect")
	if !ok {
		return false
	}
	r.size++ // tcpdump forgets the byte with the length
	net, ok := p.esisAddress(r, "redirect")
	if !ok {
		return false
	}
	p.text("\n\t  SNPA (length: ", uint64(len(snpa)))
	p.str("): ")
	p.bytesHex(snpa, ':')
	if len(snpa) == 0 {
		p.str("<empty>")
	}
	if len(net) > 0 {
		p.text("\n\t  NET (length: ", uint64(len(net)))
		p.str(") ")
		p.nsap(net)
	}
	return true
}

// esisOptions prints what is behind the addresses.
func (p *Printer) esisOptions(r *osiReader) {
	for r.size > 0 {
		if r.size < 2 {
			p.str(", bad opts/li")
			return
		}
		if len(r.rest) < 2 {
			p.short("esis")
			return
		}
		kind, n := uint16(r.rest[0]), int(r.rest[1])
		r.rest, r.size = r.rest[2:], r.size-2
		if n > r.size {
			p.text(", opt (", uint64(kind))
			p.str(") too long")
			return
		}
		p.str("\n\t  ")
		p.nameOf(esisOptions, kind, "Unknown")
		p.text(" Option #", uint64(kind))
		p.text(", length ", uint64(n))
		p.str(", value: ")
		value := r.rest[:min(n, len(r.rest))]
		p.esisOption(kind, value, n)
		if len(value) < n {
			p.short("esis")
			return
		}
		if r.size -= n; kind != 0x81 { // tcpdump takes the value of this one for options too
			r.rest = r.rest[n:]
		}
	}
}

func (p *Printer) esisOption(kind uint16, value []byte, n int) {
	switch {
	case kind == 198 && n != 2:
		p.str("(bad length)")
	case kind == 198 && len(value) == 2:
		p.num(uint64(value[0])<<8 | uint64(value[1]))
		p.str("s")
	case kind == 0x81:
		for i, id := range value {
			p.nameOf(osiNames, uint16(id), "unknown")
			p.str(" (0x")
			p.hex(uint64(id), 2)
			p.str(")")
			if i+1 < n {
				p.str(", ")
			}
		}
	case len(value) == n:
		p.hexLines(value, "\n\t  ")
	}
}

// osiSum prints whether the checksum of a header of some size is right, which is at an offset.
func (p *Printer) osiSum(data []byte, size, at int) {
	switch {
	case data[at] == 0 && data[at+1] == 0 || len(data) < size || size < at+2:
		p.str(" (unverified)")
	case fletcher(data[:size]):
		p.str(" (correct)")
	default:
		p.str(" (incorrect should be 0x")
		p.hex(uint64(fletcherAt(data[:size], at)), 4)
		p.str(")")
	}
}
