package docs_test

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// show decodes data, written in hexadecimal, into layer and prints the fields, the payload and the error.
func show(layer any, data string) {
	b, err := hex.DecodeString(strings.ReplaceAll(data, " ", ""))
	if err != nil {
		panic(err)
	}
	payload, err := codec.Unmarshal(b, layer)
	fmt.Print(valueText(reflect.ValueOf(layer).Elem()))
	if len(payload) > 0 {
		fmt.Printf(" payload %x", payload)
	}
	fmt.Println()
	if err != nil {
		fmt.Println(err)
	}
}

// valueText prints a value: bytes in hexadecimal, what pointers and interfaces point to.
func valueText(v reflect.Value) string {
	switch {
	case v.Type() == reflect.TypeFor[netip.Addr]():
		return fmt.Sprint(v)
	case v.Kind() == reflect.Pointer, v.Kind() == reflect.Interface:
		if v.IsNil() {
			return "nil"
		}
		return valueText(v.Elem())
	case v.Kind() == reflect.Struct:
		var fields []string
		for i := range v.NumField() {
			fields = append(fields, v.Type().Field(i).Name+":"+valueText(v.Field(i)))
		}
		return "{" + strings.Join(fields, " ") + "}"
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8:
		var items []string
		for i := range v.Len() {
			items = append(items, valueText(v.Index(i)))
		}
		return "[" + strings.Join(items, " ") + "]"
	case v.Kind() == reflect.Slice, v.Kind() == reflect.Array:
		return fmt.Sprintf("%x", v)
	}
	return fmt.Sprint(v)
}

// build encodes layers with everything derived and prints the bytes.
func build(layers ...any) {
	b, err := codec.Marshal(layers...)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("% x\n", b)
}

// TestExamples: every piece of code in the documents is code of this file, and every example
// of this file is in the documents.
func TestExamples(t *testing.T) {
	doc, err := os.ReadFile("tags.md")
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile("tags_test.go")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(doc), -1)
	if len(blocks) < 20 {
		t.Errorf("only %d pieces of code", len(blocks))
	}
	for _, b := range blocks {
		if !strings.Contains(string(src), b[1]) {
			t.Errorf("this is not in tags_test.go:\n%s", b[1])
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^func Example\w*\(\)`).FindAllString(string(src), -1) {
		if !strings.Contains(string(doc), m) {
			t.Errorf("%s is not in tags.md", m)
		}
	}
}

// TestTable: every option that the parser knows has a row in the table, and the table
// has no other.
func TestTable(t *testing.T) {
	doc, err := os.ReadFile("tags.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z]+)[=`]").FindAllStringSubmatch(string(doc), -1) {
		rows[m[1]] = true
	}
	typ := reflect.TypeFor[tags.Tag]()
	for field := range typ.Fields() {
		name := strings.ToLower(field.Name)
		if name == "width" || name == "rest" || name == "skip" {
			continue
		}
		if !rows[name] {
			t.Errorf("no row for %s", name)
		}
		delete(rows, name)
	}
	for name := range rows {
		t.Errorf("a row for %s, which is no option", name)
	}
}

type Widths struct {
	Version uint8      `bits:"4"`
	Urgent  bool       `bits:"1"`
	Label   uint32     `bits:"19"`
	Level   int8       `bits:"8"` // two's complement
	MAC     [6]byte    `bits:"48"`
	Addr    netip.Addr `bits:"32"`
	Key     []byte     `bits:"16"`
	Rest    []byte     `bits:"*"`
	Note    string     `bits:"-"`
}

func ExampleWidths() {
	show(&Widths{Note: "not on the wire"}, "4c0007 fe 00005e005301 c0000201 beef 68656c6c6f")
	build(&Widths{Version: 16})
	// Output:
	// {Version:4 Urgent:true Label:262151 Level:-2 MAC:00005e005301 Addr:192.0.2.1 Key:beef Rest:68656c6c6f Note:not on the wire}
	// Widths.Version: 16: value out of range
}

type Mixed struct {
	Low    uint8  `bits:"4,le"` // the low bits of a container that is read little-endian
	High   uint16 `bits:"12,le"`
	Count  uint32 `bits:"32,le"`
	Record Record `bits:"*,le"` // inherited by what is inside
	Big    uint16 `bits:"16"`
}

type Record struct {
	Type uint16 `bits:"16"`
}

func ExampleMixed() {
	show(&Mixed{}, "2143 01000000 0200 0003")
	build(&Mixed{Low: 1, High: 0x432, Count: 1, Record: Record{2}, Big: 3})
	// Output:
	// {Low:1 High:1074 Count:1 Record:{Type:2} Big:3}
	// 21 43 01 00 00 00 02 00 00 03
}

type Header struct {
	Size  uint8  `bits:"8,len=header/4"` // the whole struct, in units of four bytes
	Total uint16 `bits:"16,len=packet"`  // header and payload
	Kind  uint8  `bits:"8"`
	Extra []byte `bits:"*"` // bounded by Size
}

func ExampleHeader() {
	show(&Header{}, "02 000a 07 aabbccdd 6869 ffff")
	build(&Header{Kind: 7, Extra: []byte{1, 2, 3, 4}}, []byte("hi"))
	build(&Header{Kind: 7, Extra: []byte{1, 2, 3}})
	show(&Header{}, "01 000a 07 6869") // four bytes were not captured: not an error
	// Output:
	// {Size:2 Total:10 Kind:7 Extra:aabbccdd} payload 6869
	// 02 00 0a 07 01 02 03 04 68 69
	// Header.Size: need 8 bytes, have 7: bad length
	// {Size:1 Total:10 Kind:7 Extra:} payload 6869
}

type Message struct {
	Type   uint8  `bits:"8"`
	Length uint16 `bits:"16,len=rest"` // what follows this field
	NameN  uint8  `bits:"8,len=Name"`
	BodyN  uint8  `bits:"8,len=Body/2+1"` // 1 stands for no bytes, 2 for two, 3 for four
	Name   string `bits:"*"`
	Body   []byte `bits:"*"`
	Items  []Item `bits:"*"`
}

type Item struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,len=self"` // the nested struct itself
	Data   []byte `bits:"*"`
}

func ExampleMessage() {
	show(&Message{}, "01 0009 02 02 6162 beef 050309 ff")
	build(&Message{Type: 1, Name: "ab", Body: []byte{0xbe, 0xef}, Items: []Item{{5, 0, []byte{9}}}})
	show(&Message{}, "01 0003 02 00 6162")
	// Output:
	// {Type:1 Length:9 NameN:2 BodyN:2 Name:ab Body:beef Items:[{Type:5 Length:3 Data:09}]}
	// 01 00 09 02 02 61 62 be ef 05 03 09
	// {Type:1 Length:3 NameN:2 BodyN:0 Name: Body: Items:[]}
	// Message.BodyN at bit 32: need 2 bytes, have 0: bad length
}

type Datagram struct {
	Length   uint16 `bits:"16,len=payload,zero=rest"`
	Checksum uint16 `bits:"16,sum=inet:packet,zero=absent"`
}

func ExampleDatagram() {
	show(&Datagram{}, "0000 0000 6869") // as long as it is, and without a checksum
	build(&Datagram{}, []byte{0xff, 0xfd})
	// Output:
	// {Length:0 Checksum:0} payload 6869
	// 00 02 ff ff ff fd
}

type Pair struct {
	Len    uint8  `bits:"8,len=Sender"`
	Sender []byte `bits:"*"`
	Target []byte `bits:"*,size=Len"`
}

func ExamplePair() {
	show(&Pair{}, "02 0102 0304")
	build(&Pair{Sender: []byte{1, 2}, Target: []byte{3, 4}})
	build(&Pair{Sender: []byte{1, 2}, Target: []byte{3}})
	// Output:
	// {Len:2 Sender:0102 Target:0304}
	// 02 01 02 03 04
	// Pair.Target: need 2 bytes, have 1: bad length
}

type Groups struct {
	Records uint8        `bits:"8,count=List"`
	Sources uint8        `bits:"8,count=Addrs"`
	List    []Record     `bits:"*"`
	Addrs   []netip.Addr `bits:"*,each=32"`
	Ports   []uint32     `bits:"*,each=24"` // three bytes each, to the end
}

func ExampleGroups() {
	show(&Groups{}, "02 01 0001 0002 c0000201 00000a 00000b")
	build(&Groups{List: []Record{{1}}, Ports: []uint32{10}})
	show(&Groups{}, "09 00 0001")
	// Output:
	// {Records:2 Sources:1 List:[{Type:1} {Type:2}] Addrs:[192.0.2.1] Ports:[10 11]}
	// 01 00 00 01 00 00 0a
	// {Records:9 Sources:0 List:[{Type:1}] Addrs:[] Ports:[]}
	// Groups.List[1].Type at bit 32: need 2 bytes, have 0: truncated
}

type Optional struct {
	HasKey  bool    `bits:"1"`
	Mode    uint8   `bits:"7"`
	Key     uint32  `bits:"32,if=HasKey"`
	Window  uint16  `bits:"16,if=HasKey&&Mode>2||Mode&0x40!=0"`
	Extra   *Record `bits:"*,if=IsControl"` // a method
	Entries []Entry `bits:"*"`
}

func (o Optional) IsControl() bool { return o.Mode == 1 || o.Mode == 3 }

type Entry struct {
	ID   uint8 `bits:"8"`
	Flag uint8 `bits:"8,if=^HasKey"` // a field of the struct around this one
}

func ExampleOptional() {
	show(&Optional{}, "83 00000005 0006 0007 01aa 02bb")
	show(&Optional{}, "00 01 02")
	build(&Optional{Mode: 0x40, Window: 6, Entries: []Entry{{ID: 1}}})
	// Output:
	// {HasKey:true Mode:3 Key:5 Window:6 Extra:{Type:7} Entries:[{ID:1 Flag:170} {ID:2 Flag:187}]}
	// {HasKey:false Mode:0 Key:0 Window:0 Extra:nil Entries:[{ID:1 Flag:0} {ID:2 Flag:0}]}
	// 40 00 06 01
}

type Frame struct {
	Kind   uint8  `bits:"8"`
	HasFCS bool   `bits:"-"` // context: the capture says whether there is one
	FCS    uint32 `bits:"32,le,trailer,sum=crc32,if=HasFCS"`
}

func ExampleFrame() {
	show(&Frame{}, "01 6869")
	show(&Frame{HasFCS: true}, "01 6869 768bc967")
	build(&Frame{Kind: 1, HasFCS: true}, []byte("hi"))
	// Output:
	// {Kind:1 HasFCS:false FCS:0} payload 6869
	// {Kind:1 HasFCS:true FCS:1741261686} payload 6869
	// 01 68 69 76 8b c9 67
}

type Chunk struct {
	Type    uint8  `bits:"8"`
	Flags   uint8  `bits:"8"`
	Length  uint16 `bits:"16,len=packet"` // without the padding
	Padding []byte `bits:"*,trailer,pad=4"`
}

func ExampleChunk() {
	show(&Chunk{}, "00 03 0006 6869 0000")
	show(&Chunk{}, "00 03 0006 6869 00") // the last one of a packet
	build(&Chunk{}, []byte("a"))
	// Output:
	// {Type:0 Flags:3 Length:6 Padding:0000} payload 6869
	// {Type:0 Flags:3 Length:6 Padding:00} payload 6869
	// 00 00 00 05 61 00 00 00
}

type Resource struct {
	Type   uint8 `bits:"8"`
	Length uint8 `bits:"8,len=Data"`
	Data   Data  `bits:"*,union=Type"`
}

type Data interface{ data() }

type Address struct {
	IP netip.Addr `bits:"32"`
}

type Raw []byte

func (*Address) data() {}
func (Raw) data()      {}

func (Resource) Members(field string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*Address)(nil)}, Raw: Raw(nil)}
}

func ExampleResource() {
	var r Resource
	show(&r, "01 04 c0000201")
	fmt.Println(r.Data.(*Address).IP)
	show(&r, "05 02 6869")
	build(&Resource{Data: &Address{netip.MustParseAddr("192.0.2.1")}})
	show(&r, "01 03 c00002") // recovered: the bytes are kept
	// Output:
	// {Type:1 Length:4 Data:{IP:192.0.2.1}}
	// 192.0.2.1
	// {Type:5 Length:2 Data:6869}
	// 01 04 c0 00 02 01
	// {Type:1 Length:3 Data:c00002}
	// Resource.Data.IP at bit 16: need 4 bytes, have 3 (limited by Resource.Length): truncated
}

type Option struct {
	Kind   uint8  `bits:"8"`
	Length uint8  `bits:"8,if=Kind>1,len=self"`
	Data   []byte `bits:"*,if=Kind>1,union=Kind"`
}

type Timestamps struct {
	Value, Echo uint32 `bits:"32"`
}

func (Option) Members(field string) tags.Members {
	return tags.Members{Types: map[uint64]any{8: (*Timestamps)(nil)}}
}

func ExampleOption() {
	o := Option{Kind: 8, Data: []byte{0, 0, 0, 1, 0, 0, 0, 2}}
	v, err := codec.View(&o, "Data")
	fmt.Printf("%+v %v\n", v, err)
	o.Kind = 9 // not in the table
	v, err = codec.View(&o, "Data")
	fmt.Println(v, err)
	// Output:
	// &{Value:1 Echo:2} <nil>
	// <nil> <nil>
}

type Options struct {
	Words []uint16 `bits:"*,each=16,until=0"`
	List  []Option `bits:"*,last=Kind==0"` // a condition on the element, or a bool method of it
	Rest  []byte   `bits:"*"`
}

func ExampleOptions() {
	show(&Options{}, "0005 0006 0000 01 0203bb 00 ffff")
	show(&Options{}, "0000 01 0a09") // recovered: what the list cannot take goes to Rest
	build(&Options{List: []Option{{Kind: 0}, {Kind: 1}}})
	// Output:
	// {Words:[5 6 0] List:[{Kind:1 Length:0 Data:} {Kind:2 Length:3 Data:bb} {Kind:0 Length:0 Data:}] Rest:ffff}
	// {Words:[0] List:[{Kind:1 Length:0 Data:}] Rest:0a09}
	// Options.List[1].Length at bit 32: need 9 bytes, have 2: truncated
	// Options.List: need 1 elements, have 2: bad count
}

type Stream struct {
	Items []Item `bits:"*,fit"`
	Cut   []byte `bits:"*"`
}

func ExampleStream() {
	show(&Stream{}, "01 03 aa 02 05 bb")
	// Output:
	// {Items:[{Type:1 Length:3 Data:aa}] Cut:0205bb}
}

type Padded struct {
	Length  uint8  `bits:"8,len=Value"`
	Value   []byte `bits:"*"`
	Padding []byte `bits:"*,pad=4"`
}

func ExamplePadded() {
	show(&Padded{}, "02 aabb 01 6869")
	build(&Padded{Value: []byte{1, 2, 3, 4}}, []byte("hi"))
	b, err := codec.Encoder{}.Marshal(&Padded{Length: 1, Value: []byte{1}, Padding: []byte{9}})
	fmt.Printf("% x %v\n", b, err)
	// Output:
	// {Length:2 Value:aabb Padding:01} payload 6869
	// 04 01 02 03 04 00 00 00 68 69
	// 01 01 09 <nil>
}

type Sums struct {
	Seq    uint16 `bits:"16"`
	Check  uint16 `bits:"16,sum=inet"` // of the header: the whole struct
	Inside Parity `bits:"*"`
}

type Parity struct {
	A uint8 `bits:"8"`
	X uint8 `bits:"8,sum=xor"` // an algorithm of our own, over this struct
	B uint8 `bits:"8"`
	C uint8 `bits:"8"`
}

func (*Parity) Sum(alg string) func(data []byte, at, n int) uint64 {
	if alg != "xor" {
		return nil
	}
	return func(data []byte, at, n int) (v uint64) {
		for i, b := range data {
			if i < at || i >= at+n {
				v ^= uint64(b)
			}
		}
		return v
	}
}

func ExampleSums() {
	s := Sums{Seq: 1, Check: 2, Inside: Parity{A: 4, B: 2, C: 1}}
	build(&s, []byte("hi"))
	b, _ := codec.Encoder{Derive: codec.All &^ codec.Checksums}.Marshal(&s)
	fmt.Printf("% x\n", b)
	// Output:
	// 00 01 f9 f6 04 07 02 01 68 69
	// 00 01 00 02 04 00 02 01
}

type Magic struct {
	Cookie uint32 `bits:"32,const=0x63825363"`
	TTL    uint8  `bits:"8,default=64"`
}

func ExampleMagic() {
	build(&Magic{})
	show(&Magic{}, "63825363 00")
	show(&Magic{}, "63825362 00")
	// Output:
	// 63 82 53 63 40
	// {Cookie:1669485411 TTL:0}
	// {Cookie:1669485410 TTL:0}
	// Magic.Cookie at bit 0: 1669485410: not the constant value
}

type Link struct {
	Dst  [6]byte `bits:"48,flow=dst"`
	Src  [6]byte `bits:"48,flow=src"`
	Type uint16  `bits:"16,next=link,nextif=Type>=0x600"` // smaller numbers are lengths
}

type Tag struct {
	ID   uint16 `bits:"16"`
	Type uint16 `bits:"16,next=link"`
}

var links = codec.NewLinks([]codec.Link{
	{Table: "link", Key: 0x8100, Layer: (*Tag)(nil)},
	{Table: "link", Key: 0x0800, Layer: (*Header)(nil)},
})

func (*Link) Links() *codec.Links { return links }
func (*Tag) Links() *codec.Links  { return links }

func ExampleLink() {
	build(&Link{}, &Tag{ID: 5}, &Header{Kind: 1})
	mine := links.With([]codec.Link{{Table: "link", Key: 0x88a8, Layer: (*Tag)(nil)}})
	b, err := codec.Encoder{Derive: codec.All, Links: mine}.Marshal(&Link{}, &Tag{ID: 5})
	fmt.Printf("% x %v\n", b, err)

	t, _ := codec.TypeFor(reflect.TypeFor[Link]())
	var keys [4]codec.Key
	fmt.Println(keys[:t.Keys(&Link{Type: 0x8100}, nil, &keys)], t.Keys(&Link{Type: 46}, nil, &keys))
	// Output:
	// 00 00 00 00 00 00 00 00 00 00 00 00 81 00 00 05 08 00 01 00 04 01
	// 00 00 00 00 00 00 00 00 00 00 00 00 88 a8 00 05 00 00 <nil>
	// [{link 33024}] 0
}

type Varint uint32

func (v *Varint) DecodeField(layer []byte, at int) (n int, err error) {
	*v = 0
	for _, b := range layer[at:] {
		if n++; n > 4 || (n == 1 && b == 0x80) {
			return n, codec.ErrRange // it would be encoded in another form
		}
		*v = *v<<7 | Varint(b&0x7f)
		if b < 0x80 {
			return n, nil
		}
	}
	return n + 1, codec.ErrTruncated
}

func (v Varint) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	for s := 21; s > 0; s -= 7 {
		if v>>s > 0 {
			dst = append(dst, byte(v>>s)|0x80)
		}
	}
	return append(dst, byte(v)&0x7f), nil
}

type Packet struct {
	Type uint8  `bits:"8"`
	Size Varint `bits:"*"`
}

func ExamplePacket() {
	show(&Packet{}, "01 8105 6869")
	build(&Packet{Type: 1, Size: 300})
	show(&Packet{}, "01 81")
	// Output:
	// {Type:1 Size:133} payload 6869
	// 01 82 2c
	// {Type:1 Size:0}
	// Packet.Size at bit 8: need 2 bytes, have 1: truncated
}

func Example_errors() {
	_, err := codec.Unmarshal([]byte{1, 0, 8, 2, 2, 'a', 'b', 0xbe, 0xef, 5, 9}, &Message{})
	fmt.Println(err)
	var e *codec.Error
	fmt.Println(errors.As(err, &e), errors.Is(err, codec.ErrTruncated), e.Field, e.Bit, e.Recovered)

	_, err = codec.Marshal(&Groups{Ports: []uint32{1, 1 << 24}})
	fmt.Println(err)
	// Output:
	// Message.Items[0].Length at bit 80: need 9 bytes, have 2 (limited by Message.Length): truncated
	// true true Items[0].Length 80 false
	// Groups.Ports[1]: 16777216: value out of range
}

type Wrong struct {
	A uint8  `bits:"9"`
	B uint8  `bits:"4,length=C"`
	C []byte `bits:"*,count=A"`
	D uint8
}

func ExampleWrong() {
	_, err := codec.Unmarshal(nil, &Wrong{})
	fmt.Println(strings.ReplaceAll(err.Error(), "\t", "  "))
	// Output:
	// codec: docs_test.Wrong cannot be used as a layer:
	//   docs_test.Wrong.A: 9 bits do not fit into a uint8
	//   docs_test.Wrong.B: unknown option "length" (did you mean "len"?)
	//   docs_test.Wrong.C: count= is for unsigned integers, not for []uint8 of width *
	//   docs_test.Wrong.D: no bits tag: every exported field needs one, "-" if it is not on the wire
	//   docs_test.Wrong.C: count=A: it must come after the field that measures it
	//   docs_test.Wrong.C: it starts in the middle of a byte, after 9 bits
}
