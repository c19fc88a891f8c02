package example

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// Radio has little-endian bit fields, conditions on several fields and a trailer.
type Radio struct {
	Version  uint8  `bits:"2,le"`
	Type     uint8  `bits:"2,le"`
	Subtype  uint8  `bits:"4,le"`
	ToDS     bool   `bits:"1,le"`
	FromDS   bool   `bits:"1,le"`
	Flags    uint8  `bits:"6,le"`
	Duration uint16 `bits:"16,le"`
	Wide     uint64 `bits:"40,le"`
	Odd      uint32 `bits:"24"`
	Addr1    MAC    `bits:"48"`
	Addr2    MAC    `bits:"48,if=Second"`
	Fragment uint8  `bits:"4,le,if=Type!=1"`
	Sequence uint16 `bits:"12,le,if=Type!=1"`
	Addr4    MAC    `bits:"48,if=Type==2&&ToDS&&FromDS"`
	QoS      uint16 `bits:"16,le,if=Type==2&&Subtype&8"`
	Tail     uint8  `bits:"8,trailer,if=!ToDS"`
	FCS      uint32 `bits:"32,le,trailer,sum=crc32:packet"`
}

// Second reports whether there is a second address.
func (r *Radio) Second() bool { return r.Type != 1 || r.Subtype > 8 }

// Links is the table of what follows.
func (*Radio) Links() *codec.Links { return table() }

// Signed has signed numbers of all widths, and numbers of widths that Go has not.
type Signed struct {
	A    int8   `bits:"8"`
	B    int8   `bits:"3"`
	C    int16  `bits:"13"`
	D    int32  `bits:"32,le"`
	E    int64  `bits:"48"`
	F    int64  `bits:"64"`
	G    uint64 `bits:"56"`
	H    int32  `bits:"24,le"`
	I    int8   `bits:"4,le"`
	J    bool   `bits:"1,le"`
	K    uint8  `bits:"3,le"`
	L    uint64 `bits:"33"`
	M    uint32 `bits:"31"`
	N    int8   `bits:"8,const=7"`
	O    int16  `bits:"12,default=5"`
	P    uint8  `bits:"4,default=9"`
	More int8   `bits:"8,if=K<5&&K>0"`
}

// Lists has lists of fixed elements.
type Lists struct {
	Count uint8        `bits:"8,count=Words"`
	Size  uint8        `bits:"8,len=Addrs/4-1"`
	Wide  uint32       `bits:"32,len=Macs+2"`
	Words []uint16     `bits:"*,each=16"`
	Addrs []netip.Addr `bits:"*,each=32"`
	Macs  []MAC        `bits:"*"`
	Ends  []uint32     `bits:"*,each=24,until=0"`
	Small []uint16     `bits:"*,each=8,until=7"`
	Ints  []int32      `bits:"*,each=24,le,fit"`
	Rest  []byte       `bits:"*"`
	Note  int          `bits:"-"`
	//lint:ignore U1000 unexported fields are not on the wire
	unlabeled map[string]int32
}

// Counted has counts of structs, little-endian things inside, and a string.
type Counted struct {
	Groups  uint16   `bits:"16,le,count=List"`
	Named   uint8    `bits:"8,len=Name"`
	Fixed   []byte   `bits:"24"`
	Name    string   `bits:"*"`
	Inner   Pair     `bits:"*,le"`
	List    []Group  `bits:"*,le"`
	Numbers []uint32 `bits:"*,each=32,le"`
}

// Pair is a struct inside.
type Pair struct {
	A uint16 `bits:"16"`
	B uint32 `bits:"4"`
	C uint32 `bits:"28"`
}

// Group holds a list of its own.
type Group struct {
	Kind  uint8    `bits:"8"`
	Aux   uint8    `bits:"8,len=More/4"`
	N     uint16   `bits:"16,count=Items"`
	Group Pair     `bits:"*"`
	Items []uint16 `bits:"*,each=16"`
	More  []byte   `bits:"*"`
}

// Outer has structs inside whose conditions look at it.
type Outer struct {
	Wide  bool    `bits:"1"`
	Mode  uint8   `bits:"7"`
	Len   uint8   `bits:"8,len=Boxed"`
	Boxed Box     `bits:"*"`
	Ptr   *Box    `bits:"*,if=Mode&1"`
	Items []Inner `bits:"*,last=Stop||Kind==9"`
}

// Box is padded and measures itself.
type Box struct {
	Length  uint16 `bits:"16,len=rest+1"`
	Value   uint8  `bits:"8"`
	Deep    Inner  `bits:"*"`
	Data    []byte `bits:"*"`
	Context uint8  `bits:"-"`
}

// Inner looks at the struct around it, or at the one around that.
type Inner struct {
	Stop  bool   `bits:"1"`
	Kind  uint8  `bits:"7"`
	Short uint16 `bits:"16,if=Kind==1"`
	Long  uint32 `bits:"32,if=Kind>2||Stop"`
}

// Vary has elements that look outwards.
type Vary struct {
	Big   bool   `bits:"1"`
	Any   uint8  `bits:"7"`
	Count uint8  `bits:"8,count=List"`
	List  []Cell `bits:"*"`
	Deep  Shell  `bits:"*"`
}

// Cell is wide where the struct around it says so.
type Cell struct {
	Small uint8  `bits:"8,if=!^Big"`
	Large uint16 `bits:"16,if=^Big&&^Any!=3"`
	Kind  uint8  `bits:"8"`
	Data  []byte `bits:"16,if=Kind&1"`
}

// Shell holds what looks two structs outwards.
type Shell struct {
	Core []Core `bits:"*,fit"`
	Left []byte `bits:"*"`
}

// Core looks two structs outwards.
type Core struct {
	A uint8  `bits:"8"`
	B uint16 `bits:"16,if=^^Big"`
	C uint8  `bits:"8,if=^^Mine&&A>1"`
}

// Mine is asked from inside.
func (v *Vary) Mine() bool { return v.Any > 64 }

// Record is cut by segments: whole ones are taken.
type Record struct {
	Type    uint8  `bits:"8"`
	Version uint16 `bits:"16,const=0x0303"`
	Length  uint16 `bits:"16,len=Body"`
	Body    []byte `bits:"*"`
}

// Records is a stream of records.
type Records struct {
	Records []Record `bits:"*,fit"`
	Rest    []byte   `bits:"*"`
}

// Shim has a payload length and a remaining length under a condition.
type Shim struct {
	Long    bool   `bits:"1"`
	Kind    uint8  `bits:"7,next=ethertype"`
	Payload uint16 `bits:"16,len=payload,if=Long"`
	Total   uint8  `bits:"8,len=rest/2,zero=rest,if=!Long"`
	Data    []byte `bits:"32"`
	Check   uint16 `bits:"16,trailer,sum=fletcher:packet"`
}

// Links is the table of what follows.
func (*Shim) Links() *codec.Links { return table() }

// Attribute has a length of one or two bytes.
type Attribute struct {
	Extended bool   `bits:"1"`
	Type     uint8  `bits:"7"`
	Length8  uint8  `bits:"8,if=!Extended,len=Value"`
	Length16 uint16 `bits:"16,if=Extended,len=Value"`
	Value    []byte `bits:"*"`
	Padding  []byte `bits:"*,pad=4"`
}

// Attributes is bounded by the packet length, or not.
type Attributes struct {
	Marker MAC         `bits:"48"`
	Length uint16      `bits:"16,len=packet"`
	List   []Attribute `bits:"*,last=Type==0"`
	Extra  []byte      `bits:"*"`
}

// Message has custom fields, counts and a union.
type Message struct {
	ID      uint16     `bits:"16"`
	N       uint8      `bits:"8,count=Answers"`
	Query   Name       `bits:"*"`
	Answers []Resource `bits:"*"`
	Names   []Name     `bits:"*,fit"`
	Rest    []byte     `bits:"*"`
}

// Resource is a typed value with a name.
type Resource struct {
	Name   Name     `bits:"*"`
	Type   uint8    `bits:"8"`
	Length uint8    `bits:"8,len=Data"`
	Data   Resolved `bits:"*,union=Type"`
}

// Members is the table of the types of data.
func (Resource) Members(string) tags.Members {
	return tags.Members{
		Types: map[uint64]any{1: (*Address)(nil), 2: (*Pointer)(nil), 3: (*Pointer)(nil), 4: (*Texts)(nil), 900: (*Address)(nil)},
		Raw:   Raw(nil),
	}
}

// Resolved is the data of a resource.
type Resolved interface{ resolved() }

// Address is an address.
type Address struct {
	Addr netip.Addr `bits:"32"`
}

// Pointer is a name.
type Pointer struct {
	Target Name `bits:"*"`
}

// Texts measures its rest.
type Texts struct {
	Length uint8  `bits:"8,len=rest"`
	Texts  []Name `bits:"*"`
}

// Raw is other data.
type Raw []byte

func (*Address) resolved() {}
func (*Pointer) resolved() {}
func (*Texts) resolved()   {}
func (Raw) resolved()      {}

// Name is a field that is its own codec: a length and bytes, or a reference to the
// byte at an earlier place.
type Name string

// DecodeField reads a name.
func (n *Name) DecodeField(layer []byte, at int) (int, error) {
	if at >= len(layer) {
		return 1, codec.ErrTruncated
	}
	size := int(layer[at])
	if size >= 0xc0 {
		if size-0xc0 >= at {
			return 1, fmt.Errorf("reference forwards: %w", codec.ErrLength)
		}
		*n = Name(fmt.Sprintf("@%d=%d", size-0xc0, layer[size-0xc0]))
		return 1, nil
	}
	if at+1+size > len(layer) {
		return 1 + size, codec.ErrTruncated
	}
	*n = Name(layer[at+1 : at+1+size])
	return 1 + size, nil
}

// AppendField writes a name.
func (n Name) AppendField(dst []byte, start int, _ codec.Derive) ([]byte, error) {
	var ref, at int
	if k, _ := fmt.Sscanf(string(n), "@%d=%d", &ref, &at); k == 2 && ref < 64 && ref < len(dst)-start {
		return append(dst, byte(0xc0+ref)), nil
	}
	if len(n) >= 0xc0 {
		return dst, codec.ErrRange
	}
	return append(append(dst, byte(len(n))), n...), nil
}

// Tree contains itself: it has no generated code.
type Tree struct {
	Length   uint8  `bits:"8,len=self"`
	Children []Tree `bits:"*"`
}

// Text is a layer that is its own codec.
type Text struct {
	Line []byte `bits:"*"`
}

// DecodeLayer takes all.
func (t *Text) DecodeLayer(data []byte) (codec.Extent, error) {
	t.Line = data
	return codec.Extent{Header: len(data)}, nil
}

// AppendLayer writes all.
func (t *Text) AppendLayer(dst []byte, _ codec.Derive) ([]byte, error) {
	return append(dst, t.Line...), nil
}
