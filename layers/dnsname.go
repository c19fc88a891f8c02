package layers

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/wiretag/wiretag/codec"
)

// What can be wrong with a domain name.
var (
	// ErrDNSLabel: a label has a type that RFC 1035 does not define, so the
	// name has no known end (RFC 6891 section 5 withdrew the extended label types).
	ErrDNSLabel = errors.New("unknown label type")
	// ErrDNSPointer: a compression pointer does not lead backwards, or too many follow each other.
	ErrDNSPointer = errors.New("bad compression pointer")
	// ErrDNSName: a name is longer than 255 bytes, or its text has an empty or
	// too long label or a broken escape.
	ErrDNSName = errors.New("bad domain name")
)

const (
	dnsMaxName    = 255     // RFC 1035 section 2.3.4, bytes with the lengths and the root
	dnsMaxLabel   = 63      // the same
	dnsMaxHops    = 127     // as many pointers as a name can have labels
	dnsPointerEnd = 1 << 14 // what a pointer can reach
	dnsHeader     = 12
)

// DNSName is a domain name (RFC 1035 sections 3.1 and 4.1.4). A decoded name
// keeps its wire form, labels and compression pointers, and refers to the
// message that it stands in; it is expanded each time it is asked for something.
// So it is as valid as the decoded bytes are: [DNSName.Clone] makes one that stands alone.
// The zero value is the root. Names are compared with [DNSName.Equal], not with ==.
//
// Decoding takes every name whose end can be found. Pointers that do not lead
// backwards and names of more than 255 bytes are reported by [DNSName.Err].
//
// Encoding compresses the name against what is already in the message, letter case
// included, where lengths or anything else is derived. A name that is written at
// the offset where it was read, and whose pointer still means the same,
// keeps its form: a message that was not edited is encoded as it was.
type DNSName struct {
	msg []byte // the message, from its first byte to the end of the name's wire form
	at  int    // where in msg the name begins
}

// DNSFullName is a [DNSName] that is not compressed by encoding: that of record types
// defined after RFC 1035 (RFC 3597 section 4). Compressed ones are decoded all the same.
type DNSFullName struct{ DNSName }

// ParseDNSName reads a name in presentation format: labels separated by dots,
// with or without a dot at the end, \. and \\ for dots and backslashes in a
// label, \DDD for any byte. "." is the root. Names are absolute. Bytes over
// 127 stand for themselves, as in names of multicast DNS.
func ParseDNSName(s string) (DNSName, error) {
	if s == "." {
		return DNSName{}, nil
	}
	wire := make([]byte, 1, len(s)+2)
	label := 0 // where the length of the current label is
	for i := 0; i < len(s); {
		c, n, err := dnsUnescape(s[i:])
		if err != nil {
			return DNSName{}, fmt.Errorf("%w %q: %w", ErrDNSName, s, err)
		}
		i += n
		if n > 1 || c != '.' {
			wire = append(wire, c)
			if wire[label]++; wire[label] > dnsMaxLabel {
				return DNSName{}, fmt.Errorf("%w %q: a label is longer than 63 bytes", ErrDNSName, s)
			}
			continue
		}
		if wire[label] == 0 {
			return DNSName{}, fmt.Errorf("%w %q: empty label", ErrDNSName, s)
		}
		label = len(wire)
		wire = append(wire, 0)
	}
	if len(s) == 0 {
		return DNSName{}, fmt.Errorf("%w: empty text", ErrDNSName)
	}
	if wire[label] != 0 {
		wire = append(wire, 0)
	}
	if len(wire) > dnsMaxName {
		return DNSName{}, fmt.Errorf("%w %q: longer than 255 bytes", ErrDNSName, s)
	}
	return DNSName{msg: wire}, nil
}

// MustParseDNSName is [ParseDNSName] for names in source code: it panics if s is not a name.
func MustParseDNSName(s string) DNSName {
	n, err := ParseDNSName(s)
	if err != nil {
		panic(err)
	}
	return n
}

// Full gives the same name as a [DNSFullName].
func (n DNSName) Full() DNSFullName { return DNSFullName{n} }

// dnsUnescape reads one character of presentation format and says how long it was.
func dnsUnescape(s string) (c byte, n int, err error) {
	if s[0] != '\\' {
		return s[0], 1, nil
	}
	digit := func(i int) int { return int(s[i]) - '0' }
	switch {
	case len(s) < 2:
		return 0, 0, errors.New("nothing after a backslash")
	case digit(1) < 0 || digit(1) > 9:
		return s[1], 2, nil
	case len(s) < 4 || digit(2) < 0 || digit(2) > 9 || digit(3) < 0 || digit(3) > 9:
		return 0, 0, errors.New("want three digits after a backslash")
	}
	v := digit(1)*100 + digit(2)*10 + digit(3)
	if v > 255 {
		return 0, 0, fmt.Errorf("\\%d is not a byte", v)
	}
	return byte(v), 4, nil
}

// dnsNameEnd finds the end of the name at b[at:], without following pointers. Where
// b is too short, it is the least that the end can be.
func dnsNameEnd(b []byte, at int) (int, error) {
	for at < len(b) {
		switch c := b[at]; {
		case c == 0:
			return at + 1, nil
		case c <= dnsMaxLabel:
			at += 1 + int(c)
		case c < 0xc0:
			return at + 1, ErrDNSLabel
		case at+2 > len(b):
			return at + 2, codec.ErrTruncated
		default:
			return at + 2, nil
		}
	}
	return at + 1, codec.ErrTruncated
}

// dnsLabels calls yield with the offset of the length byte of each label of the
// name at msg[at:], following pointers. The error says why it stopped before the root.
func dnsLabels(msg []byte, at int, yield func(at int) bool) error {
	size, hops, low := 1, 0, at
	for at < len(msg) {
		c := int(msg[at])
		switch {
		case c == 0:
			return nil
		case c >= 0xc0:
			if at+2 > len(msg) {
				return codec.ErrTruncated
			}
			to := (c&0x3f)<<8 | int(msg[at+1])
			if hops++; to >= low || hops > dnsMaxHops {
				return ErrDNSPointer
			}
			at, low = to, to
			continue
		case c > dnsMaxLabel:
			return ErrDNSLabel
		}
		if size += 1 + c; size > dnsMaxName {
			return ErrDNSName
		}
		if at+1+c >= len(msg) {
			return codec.ErrTruncated
		}
		if !yield(at) {
			return nil
		}
		at += 1 + c
	}
	return codec.ErrTruncated
}

// own is the wire form as it stands; the zero value is the root.
func (n DNSName) own() []byte {
	if len(n.msg) == 0 {
		return []byte{0}
	}
	return n.msg[n.at:]
}

// labels is dnsLabels for n.
func (n DNSName) labels(yield func(at int) bool) error {
	if len(n.msg) == 0 {
		return nil
	}
	return dnsLabels(n.msg, n.at, yield)
}

// expand writes the name without pointers to buf.
func (n DNSName) expand(buf *[dnsMaxName]byte) (int, error) {
	size := 0
	err := n.labels(func(at int) bool {
		size += copy(buf[size:], n.msg[at:at+1+int(n.msg[at])])
		return true
	})
	if err != nil {
		return 0, err
	}
	buf[size] = 0
	return size + 1, nil
}

// Err tells why the name cannot be expanded: [ErrDNSPointer], [ErrDNSName] or
// [ErrDNSLabel]. It is nil for names that were parsed from text.
func (n DNSName) Err() error { return n.labels(func(int) bool { return true }) }

// Labels gives the labels from the left, without the root. They are parts of the
// message and must not be changed. A name with an error ends where it is found.
func (n DNSName) Labels() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		_ = n.labels(func(at int) bool {
			end := at + 1 + int(n.msg[at])
			return yield(n.msg[at+1 : end : end])
		})
	}
}

// AppendWire appends the wire form without compression, at most 255 bytes.
func (n DNSName) AppendWire(dst []byte) ([]byte, error) {
	var buf [dnsMaxName]byte
	size, err := n.expand(&buf)
	return append(dst, buf[:size]...), err
}

// IsRoot reports whether n is the root.
func (n DNSName) IsRoot() bool {
	root := true
	return n.labels(func(int) bool { root = false; return false }) == nil && root
}

// Equal reports whether two names are the same, by the comparison of RFC 4343:
// letters of ASCII in either case. Names with errors are equal when their wire forms are.
func (n DNSName) Equal(m DNSName) bool {
	var a, b [dnsMaxName]byte
	i, err1 := n.expand(&a)
	j, err2 := m.expand(&b)
	if err1 != nil || err2 != nil {
		return err1 != nil && err2 != nil && bytes.Equal(n.own(), m.own())
	}
	return dnsFold(a[:i], b[:j])
}

// Equal reports whether two names are the same, as [DNSName.Equal] does.
func (n DNSFullName) Equal(m DNSFullName) bool { return n.DNSName.Equal(m.DNSName) }

// In reports whether n is zone or a name below it.
func (n DNSName) In(zone DNSName) bool {
	var a, z [dnsMaxName]byte
	i, err1 := n.expand(&a)
	j, err2 := zone.expand(&z)
	if err1 != nil || err2 != nil {
		return false
	}
	at := 0
	for i-at > j {
		at += 1 + int(a[at])
	}
	return dnsFold(a[at:i], z[:j])
}

// dnsFold compares expanded names. Length bytes are below 64 and so not letters.
func dnsFold(a, b []byte) bool {
	if len(a) != len(b) {
		return false
	}
	for i, c := range a {
		if d := b[i]; c != d && (c|0x20 != d|0x20 || c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}

// Clone gives a name that does not refer to the message it was decoded from,
// without compression. A name with an error becomes its bytes alone.
func (n DNSName) Clone() DNSName {
	wire, err := n.AppendWire(nil)
	if err != nil {
		wire = slices.Clone(n.own())
	}
	return DNSName{msg: wire}
}

// String gives the name in presentation format, with a dot at the end; the root is ".".
// Special characters and bytes outside printable ASCII are escaped (RFC 1035
// section 5.1, RFC 4343 section 2.1). An error is shown after an empty label, which no name has.
func (n DNSName) String() string {
	b, _ := n.AppendText(nil)
	return string(b)
}

// AppendText appends what [DNSName.String] gives. The error is always nil.
func (n DNSName) AppendText(b []byte) ([]byte, error) {
	start := len(b)
	err := n.labels(func(at int) bool {
		for _, c := range n.msg[at+1 : at+1+int(n.msg[at])] {
			b = dnsEscape(b, c, ".\\\"();@$ ")
		}
		b = append(b, '.')
		return true
	})
	if err != nil {
		return append(append(append(b, ".<"...), err.Error()...), '>'), nil
	}
	if len(b) == start {
		b = append(b, '.')
	}
	return b, nil
}

// MarshalText gives what [DNSName.String] gives.
func (n DNSName) MarshalText() ([]byte, error) { return n.AppendText(nil) }

// UnmarshalText is [ParseDNSName].
func (n *DNSName) UnmarshalText(text []byte) (err error) {
	*n, err = ParseDNSName(string(text))
	return err
}

// dnsEscape appends a character in presentation format.
func dnsEscape(b []byte, c byte, special string) []byte {
	switch {
	case c < ' ' || c > '~' || c == ' ' && strings.IndexByte(special, ' ') >= 0:
		return append(b, '\\', '0'+c/100, '0'+c/10%10, '0'+c%10)
	case strings.IndexByte(special, c) >= 0:
		b = append(b, '\\')
	}
	return append(b, c)
}
