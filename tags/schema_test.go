package tags_test

import (
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/tags"
)

type sensor struct {
	Version uint8      `bits:"4"`
	IHL     uint8      `bits:"4,len=header/4"`
	Wide    bool       `bits:"1"`
	Level   int8       `bits:"7"`
	Src     netip.Addr `bits:"32"`
	MAC     [6]byte    `bits:"48"`
	//lint:ignore U1000 unexported fields are not on the wire
	private int
	Note    string  `bits:"-"`
	Type    uint8   `bits:"8"`
	Extra   uint16  `bits:"16,if=Wide"`
	N       uint8   `bits:"8,len=Name"`
	Count   uint8   `bits:"8,count=List"`
	Name    string  `bits:"*"`
	List    []inner `bits:"*,last=A>3"`
	One     *inner  `bits:"*,if=Type==1"`
	Fixed   pair    `bits:"*,le"`
	Value   body    `bits:"*,union=Type,size=N"`
	Pad     []byte  `bits:"*,pad=4"`
	FCS     uint32  `bits:"32,trailer"`
	Magic   [2]byte `bits:"16,trailer"`
}

type inner struct {
	A uint8 `bits:"8"`
	B uint8 `bits:"8,if=^Wide||A==1"`
}

type pair struct {
	X, Y uint16 `bits:"12"`
	Z    uint8  `bits:"8"`
}

func (sensor) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*member)(nil), 2: (*member)(nil)}, Raw: raw(nil)}
}

func TestSchema(t *testing.T) {
	s, err := tags.SchemaOf(reflect.TypeFor[sensor]())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range s.Fields {
		fmt.Fprintf(&b, "%s %v at %d, %d bits\n", f.Name, f.Kind, f.Offset, f.Bits)
	}
	const want = `Version uint at 0, 4 bits
IHL uint at 4, 4 bits
Wide uint at 8, 1 bits
Level int at 9, 7 bits
Src addr at 16, 32 bits
MAC array at 48, 48 bits
Note none at -1, 0 bits
Type uint at 96, 8 bits
Extra uint at 104, 16 bits
N uint at -1, 8 bits
Count uint at -1, 8 bits
Name string at -1, -1 bits
List list at -1, -1 bits
One pointer at -1, -1 bits
Fixed struct at -1, -1 bits
Value union at -1, -1 bits
Pad bytes at -1, -1 bits
FCS uint at -1, 32 bits
Magic array at -1, 16 bits
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
	f := s.Field
	checks := map[string]bool{
		"name":                  s.Name() == "sensor" && s.Type == reflect.TypeFor[sensor](),
		"width":                 s.Bits == -1 && s.MinBits == 104+16+32,
		"index":                 f("Type").Index == 8 && f("Type").GoOff == reflect.TypeFor[sensor]().Field(8).Offset,
		"missing":               f("private") == nil && f("None") == nil,
		"header":                f("IHL").Len.Of == "header" && f("IHL").Target == nil && f("IHL").Len.Relative(),
		"length target":         f("N").Target == f("Name") && f("Name").LenField == f("N"),
		"size":                  f("Value").LenField == f("N"),
		"count target":          f("Count").Target == f("List"),
		"selector":              f("Value").Target == f("Type"),
		"members":               f("Value").Elems[1] == f("Value").Elems[2] && f("Value").Elems[1].Type == reflect.TypeFor[member](),
		"condition":             f("Extra").If.Field == f("Wide"),
		"last":                  f("List").Last.X.Field == f("List").Elem.Field("A"),
		"outwards":              f("List").Elem.Outer == s && f("List").Elem.Field("B").If.X.Field == f("Wide"),
		"shared":                f("One").Elem == f("List").Elem,
		"item":                  f("List").Item == tags.KindStruct,
		"byte order":            f("Fixed").Elem.LE && f("Fixed").Elem.Field("X").LE && !s.LE,
		"a struct of one width": f("Fixed").Elem.Bits == 32 && f("Fixed").Elem.Field("Z").Offset == 24 && f("Fixed").Elem.Outer == nil,
		"trailer":               f("Magic").Trailer && !f("Pad").Trailer,
	}
	for what, ok := range checks {
		if !ok {
			t.Errorf("%s: not as it should be", what)
		}
	}
}

type node struct {
	Kind uint8  `bits:"8"`
	Len  uint8  `bits:"8,len=Kids"`
	Kids []node `bits:"*"`
	Body body   `bits:"*,union=Kind"`
}

func (node) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*loop)(nil)}, Raw: raw(nil)}
}

type loop struct {
	N    uint8  `bits:"8,count=Node"`
	Node []node `bits:"*"`
}

func (*loop) body() {}

func TestRecursive(t *testing.T) {
	s, err := tags.SchemaOf(reflect.TypeFor[node]())
	if err != nil {
		t.Fatal(err)
	}
	if s.Field("Kids").Elem != s || s.Field("Body").Elems[1].Field("Node").Elem != s || s.MinBits != 16 {
		t.Errorf("a struct that holds itself has other schemas inside, or %d bits", s.MinBits)
	}
}

type twice struct {
	A uint8 `bits:"8"`
	B pair  `bits:"*"`
	C pair  `bits:"*,le"`
}

// TestPlaces: a struct has a schema for each byte order.
func TestPlaces(t *testing.T) {
	s, err := tags.SchemaOf(reflect.TypeFor[twice]())
	if err != nil {
		t.Fatal(err)
	}
	if b, c := s.Field("B").Elem, s.Field("C").Elem; b == c || b.LE || !c.LE || s.Bits != 8+32+32 {
		t.Errorf("one schema for two byte orders, or %d bits", s.Bits)
	}
}
