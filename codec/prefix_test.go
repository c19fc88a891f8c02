package codec_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

// varSize is a length of one byte below 0x80, or of Size bytes behind a byte that counts them, as in ASN.1.
type varSize struct{ Size int }

func (v *varSize) DecodePrefix(data []byte) (size, length int, err error) {
	v.Size = 0
	if len(data) == 0 {
		return 1, 0, codec.ErrTruncated
	}
	if data[0] < 0x80 {
		return 1, int(data[0]), nil
	}
	v.Size = int(data[0] & 0x7f)
	if v.Size > 3 {
		return 1, 0, codec.ErrRange
	}
	if len(data) < 1+v.Size {
		return 1 + v.Size, 0, codec.ErrTruncated
	}
	for _, b := range data[1 : 1+v.Size] {
		length = length<<8 | int(b)
	}
	return 1 + v.Size, length, nil
}

func (v *varSize) AppendPrefix(dst []byte, length int, derive codec.Derive) ([]byte, error) {
	size := v.Size
	for size == 0 && length >= 0x80 || length>>(8*size) > 0 && size > 0 {
		size++
	}
	if size == 0 {
		return append(dst, byte(length)), nil
	}
	dst = append(dst, 0x80|byte(size))
	for i := size - 1; i >= 0; i-- {
		dst = append(dst, byte(length>>(8*i)))
	}
	return dst, nil
}

type prefixedInner struct {
	Prefix varSize `bits:"-"`
	Kind   uint8   `bits:"8"`
	Length uint8   `bits:"8,len=Text"`
	Text   []byte  `bits:"*"`
	Rest   []byte  `bits:"*"`
}

func (p *prefixedInner) DecodePrefix(data []byte) (int, int, error) {
	return p.Prefix.DecodePrefix(data)
}

func (p *prefixedInner) AppendPrefix(dst []byte, n int, d codec.Derive) ([]byte, error) {
	return p.Prefix.AppendPrefix(dst, n, d)
}

type prefixedOuter struct {
	Prefix varSize         `bits:"-"`
	Before uint16          `bits:"16"`
	List   []prefixedInner `bits:"*"`
}

func (p *prefixedOuter) DecodePrefix(data []byte) (int, int, error) {
	return p.Prefix.DecodePrefix(data)
}

func (p *prefixedOuter) AppendPrefix(dst []byte, n int, d codec.Derive) ([]byte, error) {
	return p.Prefix.AppendPrefix(dst, n, d)
}

// TestPrefix: structs behind lengths of several sizes, as layers and inside them.
func TestPrefix(t *testing.T) {
	data := []byte{0x82, 0, 13, 1, 2, 5, 9, 2, 'a', 'b', 'c', 0x81, 3, 8, 1, 'x', 0xff}
	var o prefixedOuter
	rest, err := codec.Unmarshal(data, &o)
	if err != nil || len(o.List) != 2 || string(o.List[0].Text) != "ab" || string(o.List[0].Rest) != "c" || o.List[1].Prefix.Size != 1 || len(rest) != 1 {
		t.Fatalf("%+v, rest %x, %v", o, rest, err)
	}
	for _, d := range []codec.Derive{codec.Nothing, codec.All} {
		if out, err := (codec.Encoder{Derive: d}).Append([]byte("head"), &o); err != nil || !bytes.Equal(out[4:], data[:16]) {
			t.Errorf("derive %b: %x, %v", d, out, err)
		}
	}
	// What grows takes a longer length, and the lengths inside stay right.
	o.List[1].Text = bytes.Repeat([]byte{'y'}, 200)
	o.List[1].Prefix, o.Prefix = varSize{}, varSize{}
	out, err := codec.Marshal(&o)
	if err != nil || !bytes.Equal(out[:13], []byte{0x81, 212, 1, 2, 5, 9, 2, 'a', 'b', 'c', 0x81, 202, 8}) || out[13] != 200 {
		t.Errorf("%x, %v", out[:16], err)
	}
	fields, err := codec.Layout(&o)
	if err != nil || fields[0].Bit != 16 || fields[1].Sub[0].Bit != 32 || fields[1].Sub[0].Sub[0].Bit != 40 || fields[1].Sub[1].Sub[2].Bit != 112 {
		t.Errorf("%+v, %v", fields, err)
	}
}

func TestPrefixErrors(t *testing.T) {
	for _, c := range []struct {
		data []byte
		want string
	}{
		{nil, "prefixedOuter.Prefix at bit 0: need 1 bytes, have 0: truncated"},
		{[]byte{0x82, 0}, "prefixedOuter.Prefix at bit 0: need 3 bytes, have 2: truncated"},
		{[]byte{5, 1, 2}, "prefixedOuter.Prefix at bit 0: need 6 bytes, have 3: truncated"},
		{[]byte{0x84, 0, 0, 0, 0}, "prefixedOuter.Prefix at bit 0: 5: value out of range"},
		{[]byte{1, 1}, "prefixedOuter.Before at bit 8: need 2 bytes, have 1 (limited by prefixedOuter.Prefix): truncated"},
		{[]byte{4, 1, 2, 9, 9, 9}, "prefixedOuter.List[0].Prefix at bit 24: need 10 bytes, have 2 (limited by prefixedOuter.Prefix): truncated"},
	} {
		o := prefixedOuter{Before: 7, List: make([]prefixedInner, 3)}
		_, err := codec.Unmarshal(c.data, &o)
		if fmt.Sprint(err) != c.want {
			t.Errorf("%x: %v, want %s", c.data, err, c.want)
		}
	}
}

type prefixedWrong struct {
	Length uint8  `bits:"8,len=header"`
	Data   []byte `bits:"*"`
}

func (*prefixedWrong) DecodePrefix([]byte) (int, int, error) { return 0, 0, nil }
func (*prefixedWrong) AppendPrefix(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	return dst, nil
}

func TestPrefixWrong(t *testing.T) {
	var e *codec.TypeError
	if _, err := codec.Unmarshal(nil, &prefixedWrong{}); !errors.As(err, &e) {
		t.Errorf("len=header behind a prefix: %v", err)
	}
}
