package example

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

// inner are the types that stacks are made of, the usual ones more often.
var inner = []any{
	&Frame{}, &Net{}, &Net{}, &Net{}, &Net{}, &TCP{}, &UDP{}, &UDP{}, &Sealed{}, &Sealed{}, &Label{}, &Sized{}, &Sized{}, &ARP{}, &Records{},
	&Net{}, &Net{}, &Net{}, &Net{}, &TCP{}, &UDP{}, &UDP{}, &Sealed{}, &Sealed{}, &Label{}, &Sized{}, &Sized{}, &IP{}, &GRE{}, &Message{}, &Jumbo{}, &Signed{},
}

// TestStacks: layers inside each other are encoded in the same way by generated code alone, and
// by the reflective codec, whatever is derived.
func TestStacks(t *testing.T) {
	rounds := 40000
	if testing.Short() {
		rounds = 4000
	}
	r := rand.New(rand.NewPCG(1, 2))
	good := 0
	for range rounds {
		var stack []any
		for range 1 + r.IntN(5) {
			stack = append(stack, someLayer(r))
		}
		if r.IntN(3) > 0 {
			stack = append(stack, someBytes(r))
		}
		e := codec.Encoder{Derive: codec.Derive(r.IntN(int(codec.All) + 1))}
		if r.IntN(2) > 0 {
			e.Derive = codec.All
		}
		got, err := e.Append([]byte("x"), stack...)
		e.Reflective = true
		want, wantErr := e.Append([]byte("x"), stack...)
		if !bytes.Equal(got, want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Fatalf("%T derived %07b:\n%x %v\n%x %v", stack, e.Derive, got, err, want, wantErr)
		}
		if err == nil && len(stack) > 2 {
			good++
		}
	}
	if good < rounds/5 {
		t.Errorf("only %d of %d stacks were encoded", good, rounds)
	}
}

func someBytes(r *rand.Rand) []byte {
	n := r.IntN(40)
	switch r.IntN(200) {
	case 0:
		n = 0xffff - r.IntN(60)
	case 1:
		n = 0x10000
	}
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// someLayer is a layer that was decoded from random bytes, or mostly zero.
func someLayer(r *rand.Rand) any {
	v := reflect.New(reflect.TypeOf(inner[r.IntN(len(inner))]).Elem()).Interface()
	if r.IntN(2) > 0 {
		_, _ = codec.Unmarshal(someBytes(r), v)
	}
	addr := func() netip.Addr {
		if n := r.IntN(40); n < 2 {
			return [...]netip.Addr{{}, netip.IPv6Unspecified()}[n]
		}
		return netip.AddrFrom4([4]byte{byte(r.Uint32()), byte(r.Uint32()), 0, 1})
	}
	if x, ok := v.(*IP); ok {
		x.Src, x.Dst = addr(), addr()
	}
	if x, ok := v.(*Net); ok {
		x.Src, x.Dst = addr(), addr()
	}
	if x, ok := v.(*UDP); ok && r.IntN(2) > 0 {
		x.SrcPort, x.DstPort = 4000+uint16(r.IntN(2)), uint16(r.IntN(3))*53
	}
	return v
}

// TestAbsent: a checksum that would be zero is all ones where zero means that there is none.
func TestAbsent(t *testing.T) {
	ip := &Net{Src: netip.AddrFrom4([4]byte{10, 0, 0, 1}), Dst: netip.AddrFrom4([4]byte{10, 0, 0, 2})}
	udp, label, body := &UDP{SrcPort: 1, DstPort: 2}, &Label{}, make([]byte, 2)
	buf := make([]byte, 0, 100)
	ones := 0
	for i := range 1 << 16 {
		body[0], body[1] = byte(i>>8), byte(i)
		label.Wide = uint32(i)
		b, err := codec.Append(buf, ip, udp, label, body)
		if err != nil {
			t.Fatal(err)
		}
		outer, inner := b[16+6:16+8], b[24+12:24+14]
		if [2]byte(outer) == [2]byte{} || [2]byte(inner) == [2]byte{} {
			t.Fatalf("%x", b)
		}
		if [2]byte(outer) == [2]byte{0xff, 0xff} || [2]byte(inner) == [2]byte{0xff, 0xff} {
			ones++
		}
	}
	if ones < 2 {
		t.Error(ones)
	}
}

// TestManyTables: what is remembered of tables of links is forgotten again, and right all the time.
func TestManyTables(t *testing.T) {
	for i := range 300 {
		e := codec.Encoder{Derive: codec.All, Links: codec.NewLinks([]codec.Link{{Table: "ethertype", Key: uint64(i + 1), Layer: (*Net)(nil)}})}
		b, err := e.Marshal(&Frame{}, &Net{})
		if err != nil || int(b[12])<<8|int(b[13]) != i+1 {
			t.Fatalf("%d: %x %v", i, b, err)
		}
	}
}
