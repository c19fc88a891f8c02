package dumptext

import (
	"encoding/binary"
	"strconv"

	"github.com/wiretag/wiretag/layers"
)

const (
	dnsPort  = 53
	mdnsPort = 5353
)

// dnsOps are the operations, as they are printed after the number of a message.
var dnsOps = [...]string{
	"", " inv_q", " stat", " op3", " notify", " update", " op6", " op7", " op8", " updateA", " updateD", " updateDA",
	" updateM", " updateMA", " zoneInit", " zoneRef",
}

// dnsResults are the response codes.
var dnsResults = map[uint16]string{
	0: "", 1: " FormErr", 2: " ServFail", 3: " NXDomain", 4: " NotImp", 5: " Refused", 6: " YXDomain", 7: " YXRRSet",
	8: " NXRRSet", 9: " NotAuth", 10: " NotZone", 15: " NoChange", 16: " BadVers", 23: " BadCookie",
}

// dnsTCP prints a message behind its length, as TCP carries it.
func (p *Printer) dnsTCP(data []byte, length int) {
	switch {
	case length < 2:
		p.text(" [DNS over TCP: length ", uint64(length))
		p.str(" < 2]")
		p.invalid()
		return
	case len(data) < 2:
		p.short("domain")
		return
	}
	if prefix := int(binary.BigEndian.Uint16(data)); prefix != length-2 {
		p.text(" [prefix length(", uint64(prefix))
		p.text(") != length(", uint64(length-2))
		p.str(")]")
		p.invalid()
		return
	}
	p.str(" ")
	p.dns(data[2:], length-2, false)
}

// dns prints a message of length bytes, of which data was captured.
func (p *Printer) dns(data []byte, length int, multicast bool) {
	if length < 12 {
		p.text("domain [length ", uint64(length))
		p.str(" < 12]")
		p.invalid()
		return
	}
	if len(data) < 12 {
		p.short("domain")
		return
	}
	m := layerAt(p, data, &p.dec.dns)
	p.num(uint64(m.ID))
	p.str(dnsOps[m.Opcode&15])
	d := dnsMessage{m, data, multicast}
	good := false
	if m.QR {
		good = p.dnsResponse(&d)
	} else {
		good = p.dnsQuery(&d)
	}
	if !good {
		p.short("domain")
		return
	}
	p.text(" (", uint64(length))
	p.str(")")
}

// dnsMessage is a message while it is printed.
type dnsMessage struct {
	*layers.DNS
	data      []byte // from its first byte on
	multicast bool
}

// dnsResponse prints what follows a response's number; false: something was missing.
func (p *Printer) dnsResponse(m *dnsMessage) bool {
	result := uint16(m.Rcode)
	if o := m.OPT(); o != nil {
		result |= uint16(o.TTL >> 24 << 4)
	}
	p.name(dnsResults, result, " Resp")
	for _, f := range [...]struct {
		set  bool
		mark string
	}{{m.AA, "*"}, {!m.RA, "-"}, {m.TC, "|"}, {m.AD, "$"}} {
		if f.set {
			p.str(f.mark)
		}
	}
	if m.QDCount != 1 {
		p.text(" [", uint64(m.QDCount))
		p.str("q]")
	}
	for i := range m.Questions {
		if i > 0 {
			p.str(",")
		}
		if p.opt.Verbose > 1 {
			p.str(" q:")
			if !p.dnsQuestion(&m.Questions[i], m.multicast) {
				return false
			}
		}
	}
	if len(m.Questions) < int(m.QDCount) && !p.dnsHalfQuestion(m) {
		return false
	}
	p.text(" ", uint64(m.ANCount))
	p.text("/", uint64(m.NSCount))
	p.text("/", uint64(m.ARCount))
	return p.dnsSections(m)
}

// dnsQuery prints what follows a query's number; false: something was missing.
func (p *Printer) dnsQuery(m *dnsMessage) bool {
	flags := binary.BigEndian.Uint16(m.data[2:])
	if m.RD {
		p.str("+")
	}
	if m.CD {
		p.str("%")
	}
	if flags&0x06cf != 0 {
		p.str(" [b2&3=0x")
		p.hex(uint64(flags), 1)
		p.str("]")
	}
	inverse := m.Opcode == layers.DNSOpcodeIQuery
	count := func(n, usual uint16, what string) {
		if n != usual {
			p.text(" [", uint64(n))
			p.str(what)
		}
	}
	if inverse {
		count(m.QDCount, 0, "q]")
		count(m.ANCount, 1, "a]")
	} else {
		count(m.ANCount, 0, "a]")
		count(m.QDCount, 1, "q]")
	}
	count(m.NSCount, 0, "n]")
	count(m.ARCount, 0, "au]")
	for i := range m.Questions {
		if !p.dnsQuestion(&m.Questions[i], m.multicast) {
			return false
		}
	}
	if len(m.Questions) < int(m.QDCount) {
		return false
	}
	if p.opt.Verbose < 2 {
		return true
	}
	return p.dnsSections(m)
}

// dnsHalfQuestion goes over a question that is not whole. It reports whether the text goes on:
// where questions are not printed, only their names are looked at.
func (p *Printer) dnsHalfQuestion(m *dnsMessage) bool {
	if p.opt.Verbose > 1 {
		if len(m.Questions) > 0 {
			p.str(",")
		}
		p.str(" q:")
		return false
	}
	_, whole := dnsSkip(m.data, m.end())
	return whole && len(m.Questions)+1 == int(m.QDCount)
}

// dnsSections prints the records; false: one was missing.
func (p *Printer) dnsSections(m *dnsMessage) bool {
	at := m.end()
	if len(m.Questions) < int(m.QDCount) {
		at = len(m.data)
	}
	for _, s := range [...]struct {
		what    string
		records []layers.DNSResource
		count   uint16
	}{{"", m.Answers, m.ANCount}, {" ns:", m.Authorities, m.NSCount}, {" ar:", m.Additionals, m.ARCount}} {
		if s.what != "" && p.opt.Verbose < 2 {
			break
		}
		if s.count == 0 {
			continue
		}
		if s.what != "" && at >= len(m.data) {
			return false
		}
		p.str(s.what)
		good := false
		if at, good = p.dnsRecords(m, s.records, int(s.count), at); !good {
			return false
		}
	}
	return true
}

// dnsRecords prints the records of a section, the first of which is at an offset of the message.
// It gives the offset behind them, and whether there was no reason to stop.
func (p *Printer) dnsRecords(m *dnsMessage, records []layers.DNSResource, count, at int) (end int, good bool) {
	for i := range count {
		if i > 0 {
			if at >= len(m.data) {
				return at, false
			}
			p.str(",")
		}
		if i == len(records) {
			return len(m.data), p.dnsPartial(m, at) && i+1 == count
		}
		end, _ := dnsSkip(m.data, at)
		if !p.dnsRecord(m, &records[i], end+10) {
			return at, false
		}
		at = end + 10 + int(records[i].Length)
	}
	return at, true
}

// dnsQuestion prints a question, and reports whether its name was whole.
func (p *Printer) dnsQuestion(q *layers.DNSQuestion, multicast bool) bool {
	p.str(" ")
	p.dnsType(q.Type)
	class := uint16(q.Class)
	if multicast {
		p.dnsClass(class & 0x7fff)
		p.str([]string{" (QM)", " (QU)"}[class>>15])
	} else {
		p.dnsClass(class)
	}
	p.str("? ")
	return p.dnsName(q.Name)
}

// dnsTypes are the types whose names differ from those of package layers, or which have none there.
var dnsTypes = map[uint16]string{23: "NSAP_PTR", 38: "A6", 104: "UNSPECA", 256: "URI"}

func (p *Printer) dnsType(t layers.DNSType) {
	if s, ok := dnsTypes[uint16(t)]; ok {
		p.str(s)
		return
	}
	known := t >= 1 && t <= 48 || t >= 99 && t <= 104 || t >= 249 && t <= 256
	if known {
		p.str(t.String())
		return
	}
	p.text("Type", uint64(t))
}

// dnsClass prints a class other than IN.
func (p *Printer) dnsClass(c uint16) {
	switch c {
	case 1:
	case 3:
		p.str(" CHAOS")
	case 4:
		p.str(" HS")
	case 255:
		p.str(" ANY")
	default:
		p.text(" (Class ", uint64(c))
		p.str(")")
	}
}

// dnsName prints a name, and reports whether it was whole.
func (p *Printer) dnsName(n layers.DNSName) bool {
	empty := true
	for label := range n.Labels() {
		p.printable(label)
		p.str(".")
		empty = false
	}
	switch err := n.Err(); {
	case err == nil:
		if empty {
			p.str(".")
		}
		return true
	default:
		p.dnsBadName(err)
		return false
	}
}

// printable prints bytes in which controls and those over 127 are marked.
func (p *Printer) printable(b []byte) {
	for _, c := range b {
		if c >= 0x80 {
			p.str("M-")
			c &= 0x7f
		}
		if c < 0x20 || c == 0x7f {
			p.str("^")
			c ^= 0x40
		}
		p.buf = append(p.buf, c)
	}
}

// dnsTimes are the units of times to live, in seconds.
var dnsTimes = [...]struct {
	seconds uint32
	unit    byte
}{{365 * 86400, 'y'}, {7 * 86400, 'w'}, {86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}}

// dnsTime prints a time to live.
func (p *Printer) dnsTime(t uint32) {
	if t == 0 {
		p.str("0s")
	}
	for _, u := range dnsTimes {
		if n := t / u.seconds; n > 0 {
			p.buf = append(strconv.AppendUint(p.buf, uint64(n), 10), u.unit)
			t -= n * u.seconds
		}
	}
}
