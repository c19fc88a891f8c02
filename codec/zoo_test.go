package codec_test

import (
	"errors"
	"net/netip"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// Structs that together use every option of the grammar. zoo lists them and the formats.
var zoo = []func() any{
	func() any { return new(frame) }, func() any { return new(ip4) }, func() any { return new(tcp) },
	func() any { return new(udp) }, func() any { return new(arp) }, func() any { return new(ip6) },
	func() any { return new(ip6Options) }, func() any { return new(gre) }, func() any { return new(sctp) },
	func() any { return new(geneve) }, func() any { return new(lldp) }, func() any { return new(bgpUpdate) },
	func() any { return new(dot11) }, func() any { return &dot11{WithFCS: true} }, func() any { return new(tlsStream) },
	func() any { return new(igmp3) }, func() any { return new(zInts) }, func() any { return new(zLE) },
	func() any { return new(zLens) }, func() any { return new(zRest) }, func() any { return new(zTree) },
	func() any { return new(zPad) }, func() any { return new(zTrailer) }, func() any { return new(zTrailerPad) }, func() any { return new(zItems) },
	func() any { return new(zOut) }, func() any { return new(zPtr) }, func() any { return new(z8023) },
	func() any { return new(zSums) }, func() any { return new(zText) }, func() any { return new(zString) },
	func() any { return new(zGroup) }, func() any { return new(zWide) }, func() any { return new(zFill) },
}

// zInts has integers of odd widths and signs, constants and defaults.
type zInts struct {
	A     uint8   `bits:"3,const=5"`
	B     uint16  `bits:"11"`
	C     int8    `bits:"5"`
	D     uint64  `bits:"37"`
	E     int64   `bits:"64"`
	F     int32   `bits:"24"`
	G     int16   `bits:"16"`
	H     uint64  `bits:"64,default=0xfedcba9876543210"`
	I     int16   `bits:"7,const=0x7f"`
	J     bool    `bits:"1"`
	Flags [3]byte `bits:"24"`
	K, L  uint32  `bits:"32"`
	M     int32   `bits:"20"`
	N     uint8   `bits:"8"`
	O     uint32  `bits:"28"`
}

// zLE is little-endian inside and out.
type zLE struct {
	A    uint16   `bits:"12,le"`
	B    uint8    `bits:"4,le"`
	C    uint32   `bits:"24,le"`
	D    int16    `bits:"10,le"`
	E    uint64   `bits:"33,le"`
	F    uint32   `bits:"21,le"`
	G    uint64   `bits:"64,le"`
	H    []uint16 `bits:"*,each=16,le,until=0xfffe"`
	In   zLEInner `bits:"*,le"`
	Sel  uint8    `bits:"8"`
	Body zLEBody  `bits:"*,le,union=Sel"`
}

type zLEInner struct {
	X uint16 `bits:"16"`
	Y uint8  `bits:"3"`
	Z uint8  `bits:"5"`
	W uint16 `bits:"16,le"`
}

type (
	zLEBody interface{ le() }
	zLERaw  []byte
)

func (zLERaw) le()    {}
func (*zLEInner) le() {}

func (zLE) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*zLEInner)(nil)}, Raw: zLERaw(nil)}
}

// zLens has every kind of length.
type zLens struct {
	Header  uint8     `bits:"8,len=header/2+1"`
	Packet  uint16    `bits:"16,len=packet"`
	Payload uint32    `bits:"32,len=payload-2,zero=rest"`
	NameLen uint8     `bits:"8,len=Name"`
	BodyLen uint16    `bits:"16,len=Body/2+3"`
	HasList bool      `bits:"1"`
	Pad     uint8     `bits:"7"`
	ListLen uint8     `bits:"8,if=HasList,len=List-1"`
	Name    string    `bits:"*"`
	Body    zLensBody `bits:"*"`
	List    []zSelf   `bits:"*,if=HasList"`
	Tail    []byte    `bits:"*,pad=2"`
}

type zLensBody struct {
	A    uint16 `bits:"16"`
	Rest []byte `bits:"*"`
}

// zSelf measures itself, and what follows.
type zSelf struct {
	Length uint16 `bits:"16,len=self"`
	More   bool   `bits:"1"`
	Size   uint16 `bits:"15,len=rest"`
	Data   []byte `bits:"*"`
}

// zRest has a length of all that follows, at the top.
type zRest struct {
	Kind   uint8  `bits:"8"`
	Length uint16 `bits:"16,len=rest,zero=rest"`
	Unit   uint8  `bits:"8"`
}

// zTree holds itself: in a list, behind a pointer, in a union.
type zTree struct {
	Kind   uint8   `bits:"8"`
	Length uint8   `bits:"8,len=Body"`
	Kids   uint8   `bits:"8,count=List"`
	Body   zBody   `bits:"*,union=Kind"`
	Deeper bool    `bits:"1"`
	Spare  uint8   `bits:"7"`
	Next   *zTree  `bits:"*,if=Deeper"`
	List   []zTree `bits:"*"`
	//lint:ignore U1000 unexported fields are not on the wire
	memo *[8]byte
}

type (
	zBody interface{ body() }
	zRaw  []byte
	zLeaf struct {
		Value uint16 `bits:"16"`
	}
	zBranch struct {
		Length uint16  `bits:"16,len=rest"`
		Trees  []zTree `bits:"*"`
	}
)

func (zRaw) body()     {}
func (*zLeaf) body()   {}
func (*zBranch) body() {}

func (zTree) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*zLeaf)(nil), 2: (*zBranch)(nil), 9: (*zLeaf)(nil)}, Raw: zRaw(nil)}
}

// zPad has padding inside nested structs.
type zPad struct {
	N     uint8      `bits:"8,count=Items"`
	Items []zPadItem `bits:"*"`
	Fill  []byte     `bits:"*,pad=8"`
	After uint32     `bits:"32"`
}

type zPadItem struct {
	Length  uint8  `bits:"8,len=Data"`
	Data    []byte `bits:"*"`
	Padding []byte `bits:"*,pad=4"`
}

// zTrailer has trailers with conditions.
type zTrailer struct {
	Has    bool    `bits:"1"`
	Spare  uint8   `bits:"7"`
	Length uint8   `bits:"8,len=payload,zero=rest"`
	Auth   []byte  `bits:"24,trailer"`
	Mark   [2]byte `bits:"16,trailer,if=Has"`
	Sum    uint32  `bits:"32,trailer,sum=crc32"`
}

// zTrailerPad has padding that its length does not count.
type zTrailerPad struct {
	Has     bool   `bits:"1"`
	Spare   uint8  `bits:"7"`
	Length  uint8  `bits:"8,len=packet"`
	More    []byte `bits:"8,if=Has"`
	Padding []byte `bits:"*,trailer,pad=4"`
}

// zItems has lists of all kinds of elements.
type zItems struct {
	NA    uint8        `bits:"8,count=A"`
	NB    uint8        `bits:"8,len=B"`
	NC    uint8        `bits:"8,len=C/6"`
	ND    uint16       `bits:"16,count=D"`
	A     []int16      `bits:"*,each=16"`
	B     []uint32     `bits:"*,each=24"`
	C     [][6]byte    `bits:"*"`
	D     []netip.Addr `bits:"*,each=128"`
	E     []uint8      `bits:"24"`
	F     []bgpPrefix  `bits:"*,fit"`
	Spare []byte       `bits:"*"`
}

// zOut has conditions on the structs around it, and on a field that is not on the wire.
type zOut struct {
	Wide  bool      `bits:"1"`
	Mode  uint8     `bits:"7"`
	Extra bool      `bits:"-"`
	Plus  uint16    `bits:"16,if=Extra"`
	Count uint8     `bits:"8,count=List"`
	List  []zOutOne `bits:"*"`
	One   *zOutOne  `bits:"*,if=Mode==3||Mode&0x60==0x60"`
}

type zOutOne struct {
	A  uint8   `bits:"8"`
	B  uint16  `bits:"16,if=^Wide&&!(A<16)"`
	In zOutTwo `bits:"*"`
}

type zOutTwo struct {
	C uint8 `bits:"8"`
	D uint8 `bits:"8,if=^^Mode>=64&&^A!=C"`
}

// zPtr has optional structs.
type zPtr struct {
	Has  uint8  `bits:"8"`
	Len  uint8  `bits:"8,if=Has&1,len=One"`
	One  *zSelf `bits:"*,if=Has&1"`
	Two  *zLeaf `bits:"*,if=Method"`
	Last uint8  `bits:"8"`
}

func (p *zPtr) Method() bool { return p.Has > 128 && p.One == nil }

// z8023 has a length that is a type from 0x600 on.
type z8023 struct {
	Dst, Src [6]byte `bits:"48"`
	Type     uint16  `bits:"16,next=ethertype"`
	FCS      uint16  `bits:"16,trailer"`
}

func (*z8023) Links() *codec.Links { return links }

func (z *z8023) PayloadLength(int) (int, bool) { return int(z.Type), z.Type < 0x600 }

func (z *z8023) FixPayloadLength(packet []byte, header int) error {
	if n := len(packet) - header; packet[12] < 6 && n < 0x600 {
		packet[12], packet[13] = byte(n>>8), byte(n)
	}
	return nil
}

func (z *z8023) NextLayer([]byte) codec.Key {
	if z.Type < 0x600 {
		return codec.Key{}
	}
	return codec.Key{Table: "ethertype", Value: uint64(z.Type)}
}

// zSums has checksums inside, and one of its own algorithm.
type zSums struct {
	A     uint8   `bits:"8"`
	Check uint16  `bits:"16,sum=inet:packet,zero=absent"`
	Xor   zXor    `bits:"*"`
	CRC   zCRC    `bits:"*"`
	N     uint8   `bits:"8,count=LSAs"`
	LSAs  []zLSA  `bits:"*"`
	End   [2]byte `bits:"16"`
}

type zCRC struct {
	B   uint8  `bits:"8"`
	Sum uint32 `bits:"32,le,sum=crc32c"`
	C   uint16 `bits:"16"`
}

type zLSA struct {
	Length uint8  `bits:"8,len=self"`
	Sum    uint16 `bits:"16,sum=fletcher"`
	Data   []byte `bits:"*"`
}

type zXor struct {
	A   uint8 `bits:"8"`
	Has bool  `bits:"1"`
	B   uint8 `bits:"7"`
	X   uint8 `bits:"8,if=Has,sum=xor"`
}

func (*zXor) Sum(alg string) func([]byte, int, int) uint64 {
	if alg != "xor" {
		return nil
	}
	return func(data []byte, at, _ int) (v uint64) {
		for i, b := range data {
			if i != at {
				v ^= uint64(b)
			}
		}
		return v
	}
}

// zText is its own codec: a line of text.
type zText struct {
	Line string `bits:"-"`
}

var errNoLine = errors.New("no end of line")

func (z *zText) DecodeLayer(data []byte) (codec.Extent, error) {
	z.Line = ""
	line, _, ok := strings.Cut(string(data), "\n")
	if !ok {
		return codec.Extent{}, errNoLine
	}
	z.Line = line
	return codec.Extent{Header: len(line) + 1, Payload: len(data) - len(line) - 1}, nil
}

func (z *zText) AppendLayer(dst []byte, _ codec.Derive) ([]byte, error) {
	return append(append(dst, z.Line...), '\n'), nil
}

// zString has strings, and bytes of a fixed width.
type zString struct {
	Name   string `bits:"64"`
	Hash   []byte `bits:"32"`
	Length uint8  `bits:"8,len=Text"`
	Text   string `bits:"*"`
	Rest   string `bits:"*"`
}

// zGroup measures itself and can hold itself as a member: lengths inside must not be taken for those outside.
type zGroup struct {
	Sel    uint8      `bits:"8"`
	Length uint8      `bits:"8,len=header"`
	In     zGroupBody `bits:"*,union=Sel"`
}

type (
	zGroupBody interface{ group() }
	zGroupRaw  []byte
)

func (zGroupRaw) group() {}
func (*zGroup) group()   {}

func (zGroup) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{7: (*zGroup)(nil)}, Raw: zGroupRaw(nil)}
}

// zWide has lengths of 32 and 64 bits.
type zWide struct {
	A    uint32   `bits:"32,len=Data"`
	B    uint64   `bits:"64,len=More/4"`
	C    uint64   `bits:"64,count=List"`
	D    uint32   `bits:"32,count=Structs"`
	Data []byte   `bits:"*"`
	More []byte   `bits:"*"`
	List []uint16 `bits:"*,each=16"`

	Structs []zLeaf `bits:"*"`
}

// zFill has conditions on fields that encoding fills.
type zFill struct {
	Version uint8  `bits:"8,default=4"`
	Kind    uint8  `bits:"8"`
	Len     uint8  `bits:"8,len=Body"`
	N       uint8  `bits:"8,count=List"`
	Body    zBody  `bits:"*,union=Kind"`
	Four    uint8  `bits:"8,if=Version==4"`
	Leaf    uint8  `bits:"8,if=Kind==1"`
	Some    uint8  `bits:"8,if=N>0"`
	List    []zSub `bits:"*"`
}

type zSub struct {
	A uint8 `bits:"8,default=9"`
	B uint8 `bits:"8,if=A==9&&^Version==4"`
}

func (zFill) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*zLeaf)(nil)}, Raw: zRaw(nil)}
}
