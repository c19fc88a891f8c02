package layers

import (
	"bytes"
	"encoding/binary"

	"github.com/wiretag/wiretag/codec"
)

// DecodeField takes the name's wire form; it does not expand it.
func (n *DNSName) DecodeField(layer []byte, at int) (int, error) {
	end, err := dnsNameEnd(layer, at)
	if err != nil {
		return end - at, err
	}
	n.msg, n.at = layer[:end:end], at
	return end - at, nil
}

// AppendField writes the name, compressed unless nothing is derived.
func (n DNSName) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	if derive == codec.Nothing || n.stays(dst[start:]) {
		return append(dst, n.own()...), nil
	}
	var buf [dnsMaxName]byte
	size, err := n.expand(&buf)
	if err != nil {
		return append(dst, n.own()...), nil
	}
	name := buf[:size]
	cut, to := dnsCompress(dst[start:], name)
	if to == 0 {
		return append(dst, name...), nil
	}
	return append(append(dst, name[:cut]...), 0xc0|byte(to>>8), byte(to)), nil
}

// AppendField writes the name, never compressed unless it was and stays where it was.
func (n DNSFullName) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	if derive == codec.Nothing || n.stays(dst[start:]) {
		return append(dst, n.own()...), nil
	}
	wire, err := n.AppendWire(dst)
	if err != nil {
		return append(dst, n.own()...), nil
	}
	return wire, nil
}

// stays reports whether the name is being written at the offset where it was
// read, and its pointer, if it has one, leads to the same labels as before.
func (n DNSName) stays(msg []byte) bool {
	if n.at == 0 || n.at != len(msg) {
		return false
	}
	end := n.at
	for n.msg[end] != 0 && n.msg[end] <= dnsMaxLabel {
		end += 1 + int(n.msg[end])
	}
	if n.msg[end] == 0 {
		return true
	}
	to := int(binary.BigEndian.Uint16(n.msg[end:])) & (dnsPointerEnd - 1)
	var was, is [dnsMaxName]byte
	i, err1 := DNSName{n.msg, to}.expand(&was)
	j, err2 := DNSName{msg, to}.expand(&is)
	return to < n.at && err1 == nil && err2 == nil && bytes.Equal(was[:i], is[:j])
}

// dnsCompress finds the longest tail of an expanded name that stands in the
// message as a name or the tail of one: name[cut:] is at msg[to:]. to is 0 where there is none.
func dnsCompress(msg, name []byte) (cut, to int) {
	if len(msg) > 1<<10 {
		return dnsCompressFar(msg, name)
	}
	var tails [1 << 10]uint8
	return dnsSearch(msg, name, tails[:])
}

// dnsCompressFar is dnsCompress for messages whose names need more memory.
func dnsCompressFar(msg, name []byte) (cut, to int) {
	var tails [dnsPointerEnd]uint8
	return dnsSearch(msg, name, tails[:])
}

// dnsSearch does what dnsCompress says and looks at each label of the message once: tails remembers, by the offset of
// a label, how many labels the tail of name has that stands there, so a name that ends in a pointer needs not be expanded. A pointer
// to anything but a label of a name that was met counts as no tail: so a name has fewer pointers than labels.
func dnsSearch(msg, name []byte, tails []uint8) (cut, to int) {
	var starts [dnsMaxHops]uint8 // of the labels of name
	n := 0
	for ; name[cut] != 0; cut += 1 + int(name[cut]) {
		starts[n] = uint8(cut)
		n++
	}
	best := 0                     // the root is never replaced
	var labels [dnsMaxHops]uint16 // of a name in the message
	dnsNames(msg, func(at int) bool {
		m := 0
		for ; at < min(len(msg), dnsPointerEnd) && msg[at] != 0 && msg[at] <= dnsMaxLabel; at += 1 + int(msg[at]) {
			if m == len(labels) {
				return true // longer than a name may be
			}
			labels[m] = uint16(at)
			m++
		}
		same := 0 // labels
		switch {
		case at >= len(msg) || msg[at] == 0 && m == 0:
			return true
		case msg[at] != 0:
			if at+2 > len(msg) || msg[at] < 0xc0 {
				return true
			}
			pointer := int(binary.BigEndian.Uint16(msg[at:])) & (dnsPointerEnd - 1)
			if pointer >= len(tails) || tails[pointer] == 0 {
				return true
			}
			same = int(tails[pointer])
		}
		for m > 0 && same < n {
			m--
			label, i := int(labels[m]), int(starts[n-same-1])
			size := 1 + int(name[i])
			if !bytes.Equal(msg[label:min(label+size, len(msg))], name[i:i+size]) {
				break
			}
			same++
			tails[label] = uint8(same)
			if same > best {
				best, cut, to = same, i, label
			}
		}
		return best < n
	})
	return cut, to
}

// dnsNames calls yield with the offsets of the names in a message that is being
// written: owners, and names in the data of types whose names may be compressed.
// It ends at the first thing that is not what it seems to be.
func dnsNames(msg []byte, yield func(at int) bool) {
	if len(msg) < dnsHeader {
		return
	}
	at, err := dnsHeader, error(nil)
	reach := min(len(msg), dnsPointerEnd)
	for n := binary.BigEndian.Uint16(msg[4:]); n > 0 && at < reach; n-- {
		if !yield(at) {
			return
		}
		if at, err = dnsNameEnd(msg, at); err != nil {
			return
		}
		at += 4
	}
	for at < reach {
		if !yield(at) {
			return
		}
		if at, err = dnsNameEnd(msg, at); err != nil || at+10 > len(msg) {
			return
		}
		typ, length := binary.BigEndian.Uint16(msg[at:]), int(binary.BigEndian.Uint16(msg[at+8:]))
		at += 10
		if length > 0 { // 0 while the record is being written
			if end, ok := dnsDataNames(msg, at, DNSType(typ), yield); !ok || end > 0 && end != at+length {
				return
			}
		}
		at += length
	}
}

// dnsDataNames does the same for the data of one record. end is where its last name
// ends, 0 for types without such names; ok is false when there is nothing more to look for.
func dnsDataNames(msg []byte, at int, typ DNSType, yield func(at int) bool) (end int, ok bool) {
	names := 1
	switch typ {
	case DNSTypeNS, DNSTypeMD, DNSTypeMF, DNSTypeCNAME, DNSTypeMB, DNSTypeMG, DNSTypeMR, DNSTypePTR:
	case DNSTypeMX:
		at += 2
	case DNSTypeMINFO, DNSTypeSOA:
		names = 2
	default:
		return 0, true
	}
	for range names {
		next, err := dnsNameEnd(msg, at)
		if err != nil {
			return 0, false
		}
		if !yield(at) {
			return 0, false
		}
		at = next
	}
	if typ == DNSTypeSOA {
		at += 20
	}
	return at, true
}
