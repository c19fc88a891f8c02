package transport

import "github.com/wiretag/wiretag/codec"

// QUICVarint is an integer of variable length, RFC 9000 section 16: the upper two bits of its first byte say whether it has 1, 2, 4 or 8 bytes.
type QUICVarint struct {
	Value uint64 // less than 2^62
	Width uint8  // bytes on the wire; 0: 4 of a length, else as few as it needs
}

// DecodeField reads the integer.
func (v *QUICVarint) DecodeField(layer []byte, at int) (int, error) {
	x, n := varint(layer[at:])
	if n == 0 {
		*v = QUICVarint{}
		return 1 << (first(layer[at:]) >> 6), codec.ErrTruncated
	}
	*v = QUICVarint{x, uint8(n)}
	return n, nil
}

// AppendField writes it in as many bytes as it had, or more if it needs them.
func (v QUICVarint) AppendField(dst []byte, _ int, derive codec.Derive) ([]byte, error) {
	w := v.Width
	if w == 0 && derive&codec.Lengths != 0 {
		w = 4
	}
	return appendVarint(dst, v.Value, w)
}

// QUICToken is a token behind its length.
type QUICToken struct {
	Width uint8 // bytes of the length on the wire; 0: as few as it needs
	Data  []byte
}

// DecodeField reads length and token.
func (t *QUICToken) DecodeField(layer []byte, at int) (int, error) {
	*t = QUICToken{}
	x, n := varint(layer[at:])
	switch {
	case n == 0:
		return 1 << (first(layer[at:]) >> 6), codec.ErrTruncated
	case x > uint64(len(layer)-at-n):
		return n + int(min(x, 1<<30)), codec.ErrTruncated
	}
	t.Width = uint8(n)
	if end := at + n + int(x); x > 0 {
		t.Data = layer[at+n : end : end]
	}
	return n + int(x), nil
}

// AppendField writes length and token.
func (t QUICToken) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	dst, err := appendVarint(dst, uint64(len(t.Data)), t.Width)
	return append(dst, t.Data...), err
}

// first is the first byte of b, 0 if there is none.
func first(b []byte) byte {
	if len(b) == 0 {
		return 0
	}
	return b[0]
}

// varint reads an integer and the number of its bytes, 0 if it is cut.
func varint(b []byte) (v uint64, n int) {
	if n = 1 << (first(b) >> 6); n > len(b) {
		return 0, 0
	}
	v = uint64(b[0] & 0x3f)
	for _, c := range b[1:n] {
		v = v<<8 | uint64(c)
	}
	return v, n
}

// appendVarint writes v in at least width bytes.
func appendVarint(dst []byte, v uint64, width uint8) ([]byte, error) {
	if v >= 1<<62 || width > 8 {
		return dst, codec.ErrRange
	}
	n := 1
	for n < int(width) || v >= 1<<(8*n-2) {
		n *= 2
	}
	at := len(dst)
	dst = append(dst, make([]byte, n)...)
	putVarint(dst[at:], v)
	return dst, nil
}

// putVarint writes v into all of b, which has 1, 2, 4 or 8 bytes. What does not fit is cut.
func putVarint(b []byte, v uint64) {
	n := len(b)
	for i := n - 1; i >= 0; i-- {
		b[i] = byte(v)
		v >>= 8
	}
	prefix := map[int]byte{1: 0, 2: 0x40, 4: 0x80, 8: 0xc0}[n]
	b[0] = b[0]&0x3f | prefix
}
