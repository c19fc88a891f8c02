package codec_test

import (
	"bytes"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// reflected decodes by the program, without the quick ways.
func reflected(v any) func([]byte, *codec.State) {
	typ, err := codec.TypeFor(reflect.TypeOf(v).Elem())
	if err != nil {
		panic(err)
	}
	return func(b []byte, s *codec.State) { typ.DecodeReflective(v, b, s) }
}

// TestConcurrent: types, and layers that are only read, are used by several goroutines.
func TestConcurrent(t *testing.T) {
	var group sync.WaitGroup
	shared := make([]any, len(zoo))
	want := make([][]byte, len(zoo))
	for i, z := range zoo {
		shared[i] = random(z(), int64(i))
		want[i], _ = codec.Marshal(shared[i], payloadFor(shared[i]))
	}
	for g := range 8 {
		group.Go(func() {
			for i := range zoo {
				i = (i + g*5) % len(zoo)
				b, _ := codec.Marshal(shared[i], payloadFor(shared[i]))
				if !bytes.Equal(b, want[i]) {
					t.Errorf("%T: %x, want %x", shared[i], b, want[i])
				}
				decode(zoo[i](), want[i])
			}
		})
	}
	group.Wait()
	type fresh struct {
		A uint16 `bits:"16,sum=inet"`
	}
	for range 8 { // the first use of a type, by several
		group.Go(func() {
			if b, err := codec.Marshal(&fresh{}); err != nil || fmt.Sprintf("%x", b) != "ffff" {
				t.Errorf("%x %v", b, err)
			}
		})
	}
	group.Wait()
}

// zHidden has parts that are not on the wire, in elements that are used again.
type zHidden struct {
	N    uint8     `bits:"8,count=List"`
	List []zSecret `bits:"*"`
	Has  uint8     `bits:"8"`
	One  *zSecret  `bits:"*,if=Has"`
	Mine uint8     `bits:"-"`
}

type zSecret struct {
	A     uint8 `bits:"8"`
	Ctx   uint8 `bits:"-"`
	B     uint8 `bits:"8,if=Ctx"`
	cache []int
	In    zSecretIn `bits:"*"`
}

type zSecretIn struct {
	C    uint8 `bits:"8"`
	memo string
}

// TestHidden: what is not on the wire stays in the layer, and starts at zero in its elements.
func TestHidden(t *testing.T) {
	h := zHidden{Mine: 5}
	decode(&h, unhex("02 0102 0304 01 0506"))
	for i := range h.List {
		h.List[i].Ctx, h.List[i].cache, h.List[i].In.memo = 1, []int{1}, "x"
	}
	h.One.Ctx, h.One.cache = 1, []int{2}
	_, ok, err := decode(&h, unhex("02 0102 0304 01 0506"))
	var want zHidden
	decode(&want, unhex("02 0102 0304 01 0506"))
	want.Mine = 5
	if !ok || err != nil || !reflect.DeepEqual(h, want) {
		t.Errorf("%+v %+v, want %+v, %v", h, h.One, want, err)
	}
}

// TestNilMember: a union that holds a nil pointer is decoded into a new one.
func TestNilMember(t *testing.T) {
	z := zTree{Body: (*zLeaf)(nil)}
	if _, ok, err := decode(&z, unhex("01 02 00 1234 00")); !ok || err != nil || z.Body.(*zLeaf).Value != 0x1234 {
		t.Errorf("%+v %v", z, err)
	}
}

// TestView: members on demand use all their bytes, or there is an error.
func TestView(t *testing.T) {
	a := bgpAttr{Type: 1, Value: []byte{2}}
	if v, err := codec.View(&a, "Value"); err != nil || v.(*bgpOrigin).Origin != 2 {
		t.Errorf("%v %v", v, err)
	}
	a.Value = []byte{2, 3}
	if v, err := codec.View(&a, "Value"); err == nil || err.Error() != "bgpOrigin.Origin at bit 8: need 1 bytes, have 2: bad length" {
		t.Errorf("%v %v", v, err)
	}
	a.Value = nil
	if v, err := codec.View(&a, "Value"); err == nil || err.Error() != "bgpOrigin.Origin at bit 0: need 1 bytes, have 0: truncated" {
		t.Errorf("%v %v", v, err)
	}
	a.Type = 9
	if v, err := codec.View(&a, "Value"); v != nil || err != nil {
		t.Errorf("%v %v", v, err)
	}
	if _, err := codec.View(&a, "Type"); err == nil || err.Error() != `codec: codec_test.bgpAttr has no []byte field "Type" tagged union=: wrong member` {
		t.Errorf("a field that is no union: %v", err)
	}
}

// bigBlock is longer than 64 KiB, in one run of fields.
type bigBlock struct {
	A, B, C, D, E, F, G, H, I [8192]byte `bits:"65536"`
	End                       uint16     `bits:"16"`
}

func TestBigBlock(t *testing.T) {
	data := make([]byte, 9*8192+2)
	data[8*8192], data[len(data)-1] = 7, 9
	var b bigBlock
	ext, ok, err := decode(&b, data)
	if !ok || err != nil || ext.Header != len(data) || b.I[0] != 7 || b.End != 9 || b.A[0] != 0 {
		t.Errorf("%+v %v %d %d", ext, err, b.I[0], b.End)
	}
	out, failed := codec.Marshal(&b)
	if failed != nil || !bytes.Equal(out, data) {
		t.Errorf("%d bytes are encoded, %v", len(out), failed)
	}
}

// shortTLV: the length is there only under a condition, so that the least length of the
// struct does not say that it is too short.
type shortTLV struct {
	Kind   uint8  `bits:"8"`
	Length uint8  `bits:"8,if=Kind>1,len=self"`
	Extra  uint16 `bits:"16,if=Kind>1"`
	Data   []byte `bits:"*"`
}

type shortList struct {
	List []shortTLV `bits:"*"`
}

func TestShortLength(t *testing.T) {
	rows(t, func() any { return new(shortTLV) }, []row{
		{"02 01 0000", "no extent: shortTLV.Length at bit 8: need 4 bytes, have 1: bad length"},
		{"02 03 0000", "no extent: shortTLV.Length at bit 8: need 4 bytes, have 3: bad length"},
		{"02 04 0000", "4+0"},
		{"02 05 000001", "5+0"},
	})
	rows(t, func() any { return new(shortList) }, []row{
		{"02 01 0000", "no extent: shortList.List[0].Length at bit 8: need 4 bytes, have 1: bad length"},
		{"02 ff 0000", "no extent: shortList.List[0].Length at bit 8: need 255 bytes, have 4: truncated"},
	})
}

// empty structs and members take no bytes.
type zNothing struct{}

func (*zNothing) body() {}

type zEmpty struct {
	Len  uint8    `bits:"8,len=None"`
	Sel  uint8    `bits:"8"`
	None zNothing `bits:"*"`
	Body zBody    `bits:"*,union=Sel"`
}

func (zEmpty) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{0: (*zNothing)(nil)}, Raw: zRaw(nil)}
}

func TestEmpty(t *testing.T) {
	rows(t, func() any { return new(zEmpty) }, []row{
		{"00 00", "2+0"},
		{"01 00 aa", "no extent: zEmpty.None at bit 16: need 0 bytes, have 1 (limited by zEmpty.Len): bad length"},
		{"00 00 aa", "3+0: zEmpty.Body at bit 16: need 0 bytes, have 1: bad length (recovered)"},
	})
}

// TestWide: lengths and counts of 32 and 64 bits, the largest too.
func TestWide(t *testing.T) {
	rows(t, func() any { return new(zWide) }, []row{
		{"ffffffff 0000000000000000 0000000000000000 00000000", "no extent: zWide.Data at bit 192: need 1073741824 bytes, have 0: truncated"},
		{"00000000 ffffffffffffffff 0000000000000000 00000000", "no extent: zWide.More at bit 192: need 1073741824 bytes, have 0: truncated"},
		{"00000000 8000000000000000 0000000000000000 00000000", "no extent: zWide.More at bit 192: need 1073741824 bytes, have 0: truncated"},
		{"00000000 4000000000000001 0000000000000000 00000000 01020304", "no extent: zWide.More at bit 192: need 1073741824 bytes, have 4: truncated"},
		{"00000000 0000000000000000 0000000000000000 ffffffff 0102", "no extent: zWide.Structs[1].Value at bit 208: need 2 bytes, have 0: truncated"},
		{"00000001 0000000000000001 0000000000000001 00000001 aa bbbbbbbb 0102 0304", "33+0"},
	})
}

// TestHandle: typed handles decode as the rest does.
func TestHandle(t *testing.T) {
	c := codec.For[udp]()
	var u udp
	ext, err := c.Decode(unhex("0001 0002 0009 0000 61"), &u)
	if err != nil || ext.Header != 8 || ext.Payload != 1 || u.DstPort != 2 {
		t.Errorf("%+v %+v %v", ext, u, err)
	}
	if _, err := c.Decode(nil, &u); err == nil || u.DstPort != 0 {
		t.Errorf("%+v %v", u, err)
	}
	if _, err := codec.For[zWrong]().Decode(nil, nil); err == nil {
		t.Error("a type with mistakes is decoded")
	}
	if _, err := codec.For[int]().Append(nil, nil, nil); err == nil {
		t.Error("an int is encoded")
	}
	typ, err := codec.TypeFor(reflect.TypeFor[udp]())
	if err != nil {
		t.Fatal(err)
	}
	u = udp{SrcPort: 1, DstPort: 2}
	var keys [4]codec.Key
	if n := typ.Keys(&u, nil, &keys); n != 2 || keys[1] != (codec.Key{Table: "udp", Value: 2}) {
		t.Errorf("%d keys: %v", n, keys)
	}
}

func BenchmarkDecode(b *testing.B) {
	data := unhex(tcpFrame)
	var eth frame
	var ip ip4
	var seg tcp
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		p, _ := codec.Unmarshal(data, &eth)
		p, _ = codec.Unmarshal(p, &ip)
		_, _ = codec.Unmarshal(p, &seg)
	}
}

func BenchmarkAppend(b *testing.B) {
	data := unhex(tcpFrame)
	var eth frame
	var ip ip4
	var seg tcp
	p, _ := codec.Unmarshal(data, &eth)
	p, _ = codec.Unmarshal(p, &ip)
	p, _ = codec.Unmarshal(p, &seg)
	var buf []byte
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		buf, _ = codec.Append(buf[:0], &eth, &ip, &seg, p)
	}
}
