package dumptext

import (
	"encoding/binary"
	"errors"
	"net/netip"

	"github.com/wiretag/wiretag/layers"
)

// dnsBadName prints why a name has no end.
func (p *Printer) dnsBadName(err error) {
	switch {
	case errors.Is(err, layers.ErrDNSPointer):
		p.str("<BAD PTR>")
	case errors.Is(err, layers.ErrDNSLabel):
		p.str("<BAD LABEL TYPE>")
	}
}

// dnsSkip gives the offset behind the name at data[at:]; whole is false if the name
// ends in the midst of a label, and the offset is then that of its length.
func dnsSkip(data []byte, at int) (end int, whole bool) {
	for at < len(data) {
		n := int(data[at])
		switch {
		case n == 0:
			return at + 1, true
		case n >= 0xc0:
			return at + 2, true
		case at+1+n > len(data):
			return at, false
		}
		at += 1 + n
	}
	return at, false
}

// end is the offset of what follows the questions that are whole.
func (m *dnsMessage) end() int {
	at := 12
	for range m.Questions {
		end, _ := dnsSkip(m.data, at)
		at = end + 4
	}
	return at
}

// dnsPartial prints what there is of a record that is not whole, at an offset of the message. It
// reports whether the text goes on without a mark.
func (p *Printer) dnsPartial(m *dnsMessage, at int) bool {
	end, whole := dnsSkip(m.data, at)
	if p.opt.Verbose > 0 && (!whole || end+10 > len(m.data)) {
		p.str(" ")
		p.dnsLabels(m.data, at)
	}
	switch {
	case !whole:
		return end < len(m.data) || p.opt.Verbose == 0
	case end+10 > len(m.data):
		return true
	}
	var r layers.DNSResource
	if _, err := r.Name.DecodeField(m.data, at); err != nil {
		return false
	}
	r.Type = layers.DNSType(binary.BigEndian.Uint16(m.data[end:]))
	r.Class = layers.DNSClass(binary.BigEndian.Uint16(m.data[end+2:]))
	r.TTL = binary.BigEndian.Uint32(m.data[end+4:])
	r.Length = binary.BigEndian.Uint16(m.data[end+8:])
	r.Data = layers.DNSRaw(m.data[end+10:])
	p.dnsRecord(m, &r, end+10)
	return false
}

// dnsLabels prints a name that is not whole as far as it goes, or a whole one.
func (p *Printer) dnsLabels(data []byte, at int) bool {
	var n layers.DNSName
	if _, err := n.DecodeField(data, at); err == nil {
		return p.dnsName(n)
	}
	for at < len(data) {
		c := int(data[at])
		switch {
		case c >= 0x80:
			p.str("<BAD LABEL TYPE>")
			return false
		case c >= 0x40:
			// Extended labels (RFC 2673) are not decoded.
			p.text("<ELT ", uint64(c&0x3f))
			p.str(">")
			return false
		case at+1+c > len(data):
			return false
		}
		p.printable(data[at+1 : at+1+c])
		p.str(".")
		at += 1 + c
	}
	return false
}

// dnsRecord prints a resource record whose data is at an offset of the message; false: its data was not whole.
func (p *Printer) dnsRecord(m *dnsMessage, r *layers.DNSResource, rdata int) bool {
	if p.opt.Verbose > 0 {
		p.str(" ")
		if !p.dnsName(r.Name) {
			return false
		}
	}
	p.dnsRecordClass(r, m.multicast)
	p.str(" ")
	p.dnsType(r.Type)
	switch d := r.Data.(type) {
	case *layers.DNSA:
		p.str(" ")
		p.addr(d.Addr)
	case *layers.DNSAAAA:
		p.str(" ")
		p.addr(d.Addr)
	case *layers.DNSNS:
		return p.dnsTarget(d.Host)
	case *layers.DNSCNAME:
		return p.dnsTarget(d.Target)
	case *layers.DNSPTR:
		return p.dnsTarget(d.Target)
	case *layers.DNSDNAME:
		return p.dnsTarget(d.Target.DNSName)
	case *layers.DNSSOA:
		return p.dnsSOA(d)
	case *layers.DNSMX:
		whole := p.dnsTarget(d.Exchange)
		p.text(" ", uint64(d.Preference))
		return whole
	case *layers.DNSSRV:
		return p.dnsSRV(d)
	case *layers.DNSTXT:
		p.dnsTXT(r.Type, d)
	case *layers.DNSTSIG:
		return p.dnsTSIG(d)
	case *layers.DNSOPT:
		p.dnsOPT(r, d)
	case *layers.DNSURI:
		p.text(" ", uint64(d.Priority))
		p.text(" ", uint64(d.Weight))
		p.str(" ")
		p.printable([]byte(d.Target))
	default:
		return p.dnsRaw(m, r, rdata)
	}
	return true
}

func (p *Printer) dnsTarget(n layers.DNSName) bool {
	p.str(" ")
	return p.dnsName(n)
}

func (p *Printer) dnsSOA(d *layers.DNSSOA) bool {
	if p.opt.Verbose == 0 {
		return true
	}
	if !p.dnsTarget(d.MName) || !p.dnsTarget(d.RName) {
		return false
	}
	for _, n := range [...]uint32{d.Serial, d.Refresh, d.Retry, d.Expire, d.Minimum} {
		p.text(" ", uint64(n))
	}
	return true
}

func (p *Printer) dnsSRV(d *layers.DNSSRV) bool {
	whole := p.dnsTarget(d.Target.DNSName)
	p.text(":", uint64(d.Port))
	p.text(" ", uint64(d.Priority))
	p.text(" ", uint64(d.Weight))
	return whole
}

func (p *Printer) dnsTXT(t layers.DNSType, d *layers.DNSTXT) {
	if t != layers.DNSTypeTXT {
		return
	}
	for _, s := range d.Text {
		p.str(` "`)
		p.printable([]byte(s))
		p.str(`"`)
	}
}

func (p *Printer) dnsTSIG(d *layers.DNSTSIG) bool {
	if p.opt.Verbose == 0 {
		return true
	}
	if !p.dnsTarget(d.Algorithm.DNSName) {
		return false
	}
	p.text(" fudge=", uint64(d.Fudge))
	p.text(" maclen=", uint64(d.MACLength))
	p.text(" origid=", uint64(d.OriginalID))
	p.text(" error=", uint64(d.Error))
	p.text(" otherlen=", uint64(d.OtherLength))
	return true
}

// dnsRecordClass prints class and time to live.
func (p *Printer) dnsRecordClass(r *layers.DNSResource, multicast bool) {
	if r.Type == layers.DNSTypeOPT {
		return
	}
	class := uint16(r.Class)
	if multicast && class&0x8000 != 0 {
		p.str(" (Cache flush)")
		class &= 0x7fff
	}
	p.dnsClass(class)
	if p.opt.Verbose > 2 {
		p.str(" [")
		p.dnsTime(r.TTL)
		p.str("]")
	}
}

// dnsRaw prints a record whose data, at an offset of the message, has no struct or not the
// form of its type: its length may be wrong.
func (p *Printer) dnsRaw(m *dnsMessage, r *layers.DNSResource, rdata int) bool {
	raw := m.data[min(rdata, len(m.data)):]
	name := func(at int) bool {
		p.str(" ")
		return p.dnsLabels(m.data, rdata+at)
	}
	if len(raw) < int(r.Length) {
		return false
	}
	switch r.Type {
	case layers.DNSTypeA:
		return p.dnsRawAddress(raw[:r.Length], 4)
	case layers.DNSTypeAAAA:
		return p.dnsRawAddress(raw[:r.Length], 16)
	case layers.DNSTypeNS, layers.DNSTypeCNAME, layers.DNSTypePTR, layers.DNSTypeDNAME:
		return name(0)
	case layers.DNSTypeMX:
		return len(raw) >= 2 && name(2)
	case layers.DNSTypeSRV:
		return len(raw) >= 6 && name(6)
	case layers.DNSTypeTXT:
		return p.dnsRawTXT(raw[:r.Length])
	case layers.DNSTypeA6:
		return p.dnsA6(raw, name)
	case layers.DNSTypeSOA, layers.DNSTypeTSIG:
		return p.opt.Verbose == 0
	case 104:
		p.printable(raw[:r.Length])
	}
	return true
}

func (p *Printer) dnsRawAddress(raw []byte, size int) bool {
	a, ok := netip.AddrFromSlice(raw[:min(size, len(raw))])
	if !ok || len(raw) < size {
		return false
	}
	p.str(" ")
	p.addr(a)
	return true
}

// dnsRawTXT prints texts up to one that is cut.
func (p *Printer) dnsRawTXT(raw []byte) bool {
	for len(raw) > 0 {
		n := int(raw[0])
		p.str(` "`)
		p.printable(raw[1:min(1+n, len(raw))])
		if 1+n > len(raw) {
			return false
		}
		p.str(`"`)
		raw = raw[1+n:]
	}
	return true
}

// dnsA6 prints an A6 record (RFC 2874, historic); name prints the name at an offset of it.
func (p *Printer) dnsA6(raw []byte, name func(at int) bool) bool {
	if len(raw) < 1 || raw[0] > 128 {
		return false
	}
	prefix := int(raw[0])
	if prefix == 128 {
		return name(1)
	}
	var a [16]byte
	n := 16 - prefix/8
	if len(raw) < 1+n {
		return false
	}
	copy(a[16-n:], raw[1:1+n])
	p.text(" ", uint64(prefix))
	p.str(" ")
	p.addr6(a)
	return prefix == 0 || name(1+n)
}
