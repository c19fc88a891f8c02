package infra

import (
	"encoding/hex"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/wiretag/wiretag/codec"
)

// ErrBERTag is the error for an element of ASN.1 that is not of the type that has to be there.
var ErrBERTag = errors.New("another tag of ASN.1")

// BERLength is the form of a length of ASN.1's basic encoding rules, ITU-T X.690 section 8.1.3: 0 is the shortest one, other values are the number of bytes behind the one
// that counts them. SNMP does not use the indefinite form, RFC 3417 section 8.
type BERLength uint8

// berMost is the largest length that is read: what stands in front of the contents can be added to it in 32 bits.
const berMost = 1 << 30

// decode reads a length; size is how many bytes it takes, or needs.
func (l *BERLength) decode(data []byte) (size, length int, err error) {
	*l = 0
	if len(data) == 0 {
		return 1, 0, codec.ErrTruncated
	}
	if data[0] < 0x80 {
		return 1, int(data[0]), nil
	}
	size = 1 + int(data[0]&0x7f)
	switch {
	case size == 1 || size > 9:
		return 1, 0, codec.ErrRange
	case len(data) < size:
		return size, 0, codec.ErrTruncated
	}
	for _, b := range data[1:size] {
		if length > math.MaxInt32>>8 {
			return size, 0, codec.ErrRange
		}
		length = length<<8 | int(b)
	}
	if length > berMost {
		return size, 0, codec.ErrRange
	}
	*l = BERLength(size - 1)
	if shortest(length) == size-1 {
		*l = 0 // as it would be written anyway
	}
	return size, length, nil
}

// shortest is the number of bytes behind the first of the shortest length.
func shortest(length int) (n int) {
	for length >= 0x80 && length>>(8*n) > 0 {
		n++
	}
	return n
}

// append writes a length in its form, or the shortest one where that is too short or lengths are derived and the form is not known.
func (l BERLength) append(dst []byte, length int) []byte {
	n := max(int(l), shortest(length))
	if n == 0 {
		return append(dst, byte(length))
	}
	dst = append(dst, 0x80|byte(n))
	for i := n - 1; i >= 0; i-- {
		dst = append(dst, byte(uint64(length)>>(8*min(i, 7))))
	}
	return dst
}

// Tags of ASN.1.
const (
	berInteger  = 2
	berOctets   = 4
	berObjectID = 6
	berSequence = 0x30
)

// sequence reads a tag and a length.
func (l *BERLength) sequence(data []byte) (size, length int, err error) {
	*l = 0
	if len(data) < 2 {
		return 2, 0, codec.ErrTruncated
	}
	if data[0] != berSequence {
		return 1, 0, ErrBERTag
	}
	size, length, err = l.decode(data[1:])
	return size + 1, length, err
}

// element reads a whole element of a tag, and returns its contents.
func (l *BERLength) element(layer []byte, at int, tag byte) (content []byte, n int, err error) {
	*l = 0
	b := layer[at:]
	if len(b) < 2 {
		return nil, 2, codec.ErrTruncated
	}
	if b[0] != tag {
		return nil, 1, ErrBERTag
	}
	size, length, err := l.decode(b[1:])
	n = 1 + size + length
	if err != nil {
		return nil, 1 + size, err
	}
	if n > len(b) {
		return nil, n, codec.ErrTruncated
	}
	return b[1+size : n : n], n, nil
}

// BERInteger is an INTEGER with its tag. A decoded one that is longer than it has to be keeps its form.
type BERInteger struct {
	Value int64

	form    BERLength
	content []byte // what was decoded, if it is not the shortest form of Value
}

// DecodeField reads the element. Numbers of more than 64 bits are an error.
func (i *BERInteger) DecodeField(layer []byte, at int) (int, error) {
	*i = BERInteger{}
	content, n, err := i.form.element(layer, at, berInteger)
	if err != nil {
		return n, err
	}
	v, ok := berNumber(content)
	if !ok {
		return n, codec.ErrRange
	}
	i.Value = v
	var short [8]byte
	if !slices.Equal(content, appendNumber(short[:0], v)) {
		i.content = content
	}
	return n, nil
}

// berNumber reads a number in two's complement. Ok is false if it has no bytes or does not fit.
func berNumber(b []byte) (v int64, ok bool) {
	if len(b) == 0 {
		return 0, false
	}
	v = int64(int8(b[0]))
	for _, c := range b[1:] {
		if v > math.MaxInt64>>8 || v < math.MinInt64>>8 {
			return 0, false
		}
		v = v<<8 | int64(c)
	}
	return v, true
}

// appendNumber writes the shortest form.
func appendNumber(dst []byte, v int64) []byte {
	n := 1
	for v>>(8*n-1) != 0 && v>>(8*n-1) != -1 && n < 8 {
		n++
	}
	for i := n - 1; i >= 0; i-- {
		dst = append(dst, byte(v>>(8*i)))
	}
	return dst
}

// AppendField writes the element: as it was if nothing is derived and the value is the same, else in the shortest form.
func (i BERInteger) AppendField(dst []byte, _ int, derive codec.Derive) ([]byte, error) {
	content := appendNumber(make([]byte, 0, 8), i.Value)
	form := i.form
	if derive != codec.Nothing {
		form = 0
	} else if v, ok := berNumber(i.content); ok && v == i.Value {
		content = i.content
	}
	return append(form.append(append(dst, berInteger), len(content)), content...), nil
}

// Equal compares the values.
func (i BERInteger) Equal(j BERInteger) bool { return i.Value == j.Value }

func (i BERInteger) String() string { return strconv.FormatInt(i.Value, 10) }

// BEROctets is an OCTET STRING with its tag.
type BEROctets struct {
	Data []byte

	form BERLength
}

// DecodeField reads the element.
func (o *BEROctets) DecodeField(layer []byte, at int) (int, error) {
	*o = BEROctets{}
	content, n, err := o.form.element(layer, at, berOctets)
	if err == nil && len(content) > 0 {
		o.Data = content
	}
	return n, err
}

// AppendField writes the element, its length in the form that was decoded if nothing is derived.
func (o BEROctets) AppendField(dst []byte, _ int, derive codec.Derive) ([]byte, error) {
	form := o.form
	if derive != codec.Nothing {
		form = 0
	}
	return append(form.append(append(dst, berOctets), len(o.Data)), o.Data...), nil
}

// Equal compares the bytes.
func (o BEROctets) Equal(p BEROctets) bool { return slices.Equal(o.Data, p.Data) }

// String gives text as it is and other bytes in hexadecimal.
func (o BEROctets) String() string { return octetText(o.Data) }

func octetText(b []byte) string {
	for _, c := range b {
		if (c < ' ' && c != '\n' && c != '\r' && c != '\t') || c > '~' {
			return hex.EncodeToString(b)
		}
	}
	return strconv.Quote(string(b))
}

// BERObjectID is an OBJECT IDENTIFIER with its tag. Content is its encoded form, X.690 section 8.19.
type BERObjectID struct {
	Content []byte

	form BERLength
}

// Err tells whether the identifier is empty, ends within a number, or has one that begins with a zero: X.690 section 8.19.
func (o BERObjectID) Err() error { return objectIDErr(o.Content) }

func objectIDErr(b []byte) error {
	first := true
	for _, c := range b {
		if first && c == 0x80 {
			return codec.ErrRange
		}
		first = c&0x80 == 0
	}
	if len(b) == 0 || !first {
		return codec.ErrLength
	}
	return nil
}

// ParseBERObjectID reads the dotted form.
func ParseBERObjectID(s string) (BERObjectID, error) {
	c, err := parseObjectID(s)
	return BERObjectID{Content: c}, err
}

// DecodeField reads the element.
func (o *BERObjectID) DecodeField(layer []byte, at int) (int, error) {
	*o = BERObjectID{}
	content, n, err := o.form.element(layer, at, berObjectID)
	if err == nil && len(content) > 0 {
		o.Content = content
	}
	return n, err
}

// AppendField writes the element, its length in the form that was decoded if nothing is derived.
func (o BERObjectID) AppendField(dst []byte, _ int, derive codec.Derive) ([]byte, error) {
	form := o.form
	if derive != codec.Nothing {
		form = 0
	}
	return append(form.append(append(dst, berObjectID), len(o.Content)), o.Content...), nil
}

// Equal compares the encoded forms.
func (o BERObjectID) Equal(p BERObjectID) bool { return slices.Equal(o.Content, p.Content) }

// String gives the dotted form.
func (o BERObjectID) String() string { return objectIDText(o.Content) }

// objectIDText writes numbers with dots between them. The first byte or bytes hold the first two.
func objectIDText(content []byte) string {
	var b strings.Builder
	v, first, open := uint64(0), true, false
	for _, c := range content {
		if v > math.MaxUint64>>7 {
			return hex.EncodeToString(content)
		}
		v, open = v<<7|uint64(c&0x7f), true
		if c >= 0x80 {
			continue
		}
		if first {
			top := min(v/40, 2)
			b.WriteString(strconv.FormatUint(top, 10))
			v -= top * 40
		}
		b.WriteString("." + strconv.FormatUint(v, 10))
		v, first, open = 0, false, false
	}
	if open {
		return hex.EncodeToString(content)
	}
	return b.String()
}

func parseObjectID(s string) (content []byte, err error) {
	var first uint64
	n := 0
	for part := range strings.SplitSeq(strings.TrimPrefix(s, "."), ".") {
		v, err := strconv.ParseUint(part, 10, 64)
		if err != nil {
			return nil, err
		}
		switch n++; {
		case n == 1:
			if v > 2 {
				return nil, codec.ErrRange
			}
			first = v * 40
			continue
		case n == 2:
			if v >= 40 && first < 80 || v > math.MaxUint64-80 {
				return nil, codec.ErrRange
			}
			v += first
		}
		at := 63
		for ; at >= 7 && v>>at == 0; at -= 7 {
		}
		for ; at >= 7; at -= 7 {
			content = append(content, 0x80|byte(v>>at)&0x7f)
		}
		content = append(content, byte(v&0x7f))
	}
	if n < 2 {
		return nil, codec.ErrRange
	}
	return content, nil
}
