package codec_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

func encoded(e codec.Encoder, layers ...any) string {
	b, err := e.Marshal(layers...)
	if err != nil {
		return err.Error()
	}
	return hex.EncodeToString(b)
}

var all = codec.Encoder{Derive: codec.All}

// dBits has one field for each kind of derivation.
type dBits struct {
	Magic uint8   `bits:"8,const=0xab"`
	Def   uint8   `bits:"8,default=0xcd"`
	Len   uint8   `bits:"8,len=header"`
	Count uint8   `bits:"8,count=List"`
	Next  uint8   `bits:"8,next=ip"`
	Sel   uint8   `bits:"8"`
	Sum   uint16  `bits:"16,sum=inet"`
	Size  uint8   `bits:"8,len=Body"`
	Body  zBody   `bits:"*,union=Sel"`
	List  []zSub2 `bits:"*"`
	Pad   []byte  `bits:"*,pad=4"`
}

type zSub2 struct {
	A uint8 `bits:"8,default=7"`
}

func (*dBits) Links() *codec.Links { return links }

func (dBits) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{9: (*zLeaf)(nil), 4: (*zLeaf)(nil)}, Raw: zRaw(nil)}
}

func TestDerive(t *testing.T) {
	d := &dBits{Magic: 1, Len: 2, Count: 3, Next: 4, Sel: 5, Sum: 6, Size: 7, Body: &zLeaf{8}, List: make([]zSub2, 1), Pad: []byte{9}}
	for _, c := range []struct {
		derive codec.Derive
		want   string
	}{
		{codec.Nothing, "0100020304050006070008" + "00" + "09"},
		{codec.Constants, "ab00020304050006070008" + "00" + "09"},
		{codec.Defaults, "01cd020304050006070008" + "07" + "09"},
		{codec.Lengths, "01000d0304050006020008" + "00" + "09"},
		{codec.Counts, "0100020104050006070008" + "00" + "09"},
		{codec.NextFields, "0100020311040006070008" + "00" + "09"},
		{codec.Padding, "0100020304050006070008" + "00"},
		{codec.Checksums, "010002030405e0f7070008" + "00" + "09"},
		{codec.All, "abcd0c011104" + "2d26" + "020008" + "07"},
	} {
		if got := encoded(codec.Encoder{Derive: c.derive}, d, &udp{}); got[:len(got)-16] != c.want {
			t.Errorf("%07b: %s, want %s", c.derive, got[:len(got)-16], c.want)
		}
	}
}

func TestEncodeErrors(t *testing.T) {
	long := bytes.Repeat([]byte{1}, 300)
	for _, c := range []struct {
		layer any
		want  string
	}{
		{&ip4{DSCP: 64}, "ip4.DSCP: 64: value out of range"},
		{&ip4{Src: netip.IPv6Unspecified()}, "ip4.Src: need 4 bytes, have 16: bad length"},
		{&zInts{C: -17}, "zInts.C: -17: value out of range"},
		{&zInts{C: 16}, "zInts.C: 16: value out of range"},
		{&zInts{F: 1 << 23}, "zInts.F: 8388608: value out of range"},
		{&zLE{C: 1 << 24}, "zLE.C: 16777216: value out of range"},
		{&zItems{B: []uint32{1, 1 << 24}}, "zItems.B[1]: 16777216: value out of range"},
		{&zItems{D: []netip.Addr{{}, someAddr}}, "zItems.D[1]: need 16 bytes, have 4: bad length"},
		{&zItems{E: []byte{1}}, "zItems.E: need 3 bytes, have 1: bad length"},
		{&zItems{E: make([]byte, 3), F: []bgpPrefix{{}, {Bits: 9}}}, "zItems.F[1]: need 0 bytes, have 0: bad length"},
		{&zItems{C: make([][6]byte, 256), E: make([]byte, 3)}, "zItems.NC: 256: value out of range"},
		{&arp{SenderHardware: long}, "arp.HardwareLen: 300: value out of range"},
		{&arp{SenderHardware: long[:6], TargetHardware: long[:4]}, "arp.TargetHardware: need 6 bytes, have 4: bad length"},
		{&ip6Options{Options: []ip6Option{{Type: 1, Data: long[:3]}}}, "ip6Options.Length: need 8 bytes, have 7: bad length"},
		{&geneve{Options: []geneveOption{{}, {Data: long[:2]}}}, "geneve.Options[1].Length: need 4 bytes, have 2: bad length"},
		{&geneve{VNI: 1 << 24}, "geneve.VNI: 16777216: value out of range"},
		{&sctp{Chunks: []sctpChunk{{Value: &sctpSack{Dup: make([]uint32, 70000)}}}}, "sctp.Chunks[0].Value.Dups: 70000: value out of range"},
		{&lldp{TLVs: []lldpTLV{{}, {Type: 1}}}, "lldp.TLVs: need 1 elements, have 2: bad count"},
		{&zPtr{Has: 1}, "zPtr.One: wrong member"},
		{&zTree{Body: (*zLeaf)(nil)}, "zTree.Body: wrong member"},
		{&zTree{Body: &zOther{}}, "zTree.Body: wrong member"},
		{&zTree{Length: 1, Body: zRaw(long)}, "zTree.Length: 300: value out of range"},
		{&zTree{Kind: 2, Body: &zBranch{Trees: []zTree{{}, {Spare: 128}}}}, "zTree.Body.Trees[1].Spare: 128: value out of range"},
		{&zLens{Payload: 1, Body: zLensBody{Rest: long[:3]}}, "zLens.BodyLen: need 6 bytes, have 5: bad length"},
	} {
		if got := encoded(all, c.layer); got != c.want {
			t.Errorf("%T: %s\nwant %s", c.layer, got, c.want)
		}
	}
	if got := encoded(codec.Encoder{}, &zLens{Payload: 1, Body: zLensBody{Rest: long[:3]}, Tail: long[:1]}); len(got) != 2*(11+5+1) {
		t.Errorf("with nothing derived, lengths do not matter: %s", got)
	}
	dst := []byte{1, 2}
	out, err := codec.Append(dst, &udp{}, &ip4{DSCP: 64})
	if err == nil || !bytes.Equal(out, dst) {
		t.Errorf("with an error %x, %v is returned", out, err)
	}
}

type zOther struct {
	A uint8 `bits:"8"`
}

func (*zOther) body() {}

// TestNotLayers: what cannot be encoded or decoded is a TypeError.
func TestNotLayers(t *testing.T) {
	for _, v := range []any{nil, 5, udp{}, (*udp)(nil), "text", new(int), []int{1}} {
		for range 2 { // the second time the type is known
			_, err := codec.Marshal(v)
			var te *codec.TypeError
			if !errors.As(err, &te) || !errors.Is(err, codec.ErrLayer) {
				t.Errorf("%T: %v", v, err)
			}
			if _, err := codec.Unmarshal(make([]byte, 8), v); !errors.As(err, &te) || !strings.Contains(err.Error(), "want a pointer to a struct") {
				t.Errorf("%T: %v", v, err)
			}
			codec.Marshal(&udp{})
		}
	}
	typ, _ := codec.TypeFor(reflect.TypeFor[udp]())
	var s codec.State
	for _, v := range []any{nil, &tcp{}, udp{}, (*udp)(nil)} {
		if _, ok := typ.Decode(v, make([]byte, 8), &s); ok || !errors.Is(s.Err(), codec.ErrLayer) {
			t.Errorf("%T is decoded as a udp: %v", v, s.Err())
		}
	}
	type text []byte
	if got := encoded(all, text("ab"), []byte("c")); got != "616263" {
		t.Errorf("bytes: %s", got)
	}
}

// badField has the methods of a field codec with other signatures.
type badField struct{}

func (*badField) DecodeField([]byte) int { return 0 }
func (badField) AppendField() []byte     { return nil }

type zWrong struct {
	A uint16   `bits:"16,sum=md5"`
	B badField `bits:"*"`
	C zWrong2  `bits:"*"`
	D uint8    `bits:"8"`
	E zBody    `bits:"*,union=D"`
	F uint32   `bits:"32,trailer,sum=inet"`
}

type zWrong2 struct {
	A uint8  `bits:"8,len=packet"`
	B uint16 `bits:"16,sum=inet:pseudo"`
	C uint8  `bits:"8,trailer"`
}

type zWrong3 struct {
	A uint8 `bits:"8,len=payload"`
}

func (*zWrong3) body() {}

func (zWrong) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*zWrong3)(nil)}, Raw: zRaw(nil)}
}

func TestTypeErrors(t *testing.T) {
	_, err := codec.Marshal(&zWrong{})
	const want = `codec: codec_test.zWrong cannot be used as a layer:
	codec_test.zWrong.A: sum=md5: no such algorithm, and codec_test.zWrong has no method Sum("md5") for it
	codec_test.zWrong.B: codec_test.badField: DecodeField and AppendField need the signatures of codec.FieldDecoder (on the pointer) and codec.FieldAppender (on the value)
	codec_test.zWrong2.A: len=packet: a struct inside a layer has no payload
	codec_test.zWrong2.B: sum=inet:pseudo: a struct inside a layer has no payload
	codec_test.zWrong2.C: a struct inside a layer has no trailer
	codec_test.zWrong3.A: len=payload: a struct inside a layer has no payload
	codec_test.zWrong.F: sum=inet: it is 16 bits wide`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	_, again := codec.Unmarshal(nil, &zWrong{})
	if again == nil || again.Error() != want {
		t.Errorf("the second time: %v", again)
	}
}

// TestTree: layers at depths of their own.
func TestTree(t *testing.T) {
	eth := func() *frame { return &frame{} }
	ip := &ip4{TTL: 1, Src: someAddr, Dst: someAddr}
	got := encoded(all, eth(), ip, []byte("ab"), codec.At(1, []byte{9, 9, 9}))
	const want = "0000000000000000000000000800" + "4500001600000000010035e6c0000201c0000201" + "6162" + "090909"
	if got != want {
		t.Errorf("padding behind IPv4: %s, want %s", got, want)
	}
	// Two datagrams in one IPv4: each has its own length.
	got = encoded(all, ip, codec.At(1, &udp{SrcPort: 1}), []byte("a"), codec.At(1, &udp{SrcPort: 2}), []byte("bcd"))
	if !strings.Contains(got, "00010000"+"0009") || !strings.Contains(got, "00020000"+"000b") || got[4:8] != "0028" || got[18:20] != "11" {
		t.Errorf("two layers in one: %s", got)
	}
	// Two packets in one buffer.
	got = encoded(all, &udp{}, []byte("a"), codec.At(0, &udp{}), []byte("bc"))
	if got != "00000000000900006100000000000a00006263" {
		t.Errorf("two packets: %s", got)
	}
}

// TestLinks: next fields from the layer that follows.
func TestLinks(t *testing.T) {
	if got := encoded(all, &frame{Type: 0x1234}, &ip4{}); got[24:28] != "0800" {
		t.Errorf("a type that leads elsewhere stays: %s", got)
	}
	if got := encoded(all, &frame{Type: 0x1234}, &tcp{}); got[24:28] != "1234" {
		t.Errorf("a type is changed for a layer that has none: %s", got)
	}
	if got := encoded(all, &frame{Type: 0x1234}, []byte("raw")); got[24:28] != "1234" {
		t.Errorf("a type is changed for bytes: %s", got)
	}
	mine := links.With([]codec.Link{{Table: "ethertype", Key: 0x9999, Layer: (*ip4)(nil)}, {Table: "ip", Key: 300, Layer: (*tcp)(nil)}})
	if got := encoded(codec.Encoder{Derive: codec.All, Links: mine}, &frame{}, &ip4{}); got[24:28] != "9999" {
		t.Errorf("links of the encoder: %s", got)
	}
	if got := encoded(codec.Encoder{Derive: codec.All, Links: mine}, &frame{Type: 0x0800}, &ip4{}); got[24:28] != "0800" {
		t.Errorf("a number that fits stays: %s", got)
	}
	if got := encoded(codec.Encoder{Derive: codec.All, Links: mine}, &ip4{}, &tcp{}); got != "ip4.Protocol: 300: value out of range" {
		t.Errorf("a number that is too large: %s", got)
	}
	ports := codec.NewLinks([]codec.Link{{Table: "udp", Key: 53, Layer: (*zLeaf)(nil)}})
	for _, c := range []struct{ src, dst, wantSrc, wantDst uint16 }{
		{0, 0, 0, 53}, {4000, 0, 4000, 53}, {0, 4000, 53, 4000}, {53, 0, 53, 0}, {0, 53, 0, 53}, {1, 2, 1, 2},
	} {
		b, err := codec.Encoder{Derive: codec.All, Links: ports}.Marshal(&udp{SrcPort: c.src, DstPort: c.dst}, &zLeaf{})
		var u udp
		if _, err2 := codec.Unmarshal(b, &u); err != nil || err2 != nil || u.SrcPort != c.wantSrc || u.DstPort != c.wantDst {
			t.Errorf("ports %+v: %+v %v", c, u, err)
		}
	}
}

// nextIf has a next= field that may be missing, and one behind bytes of any length.
type nextMaybe struct {
	Has  bool   `bits:"1"`
	Rest uint8  `bits:"7"`
	Next uint16 `bits:"16,if=Has,next=ethertype"`
	Data uint16 `bits:"16"`
}

func (*nextMaybe) Links() *codec.Links { return links }

// TestNextAbsent: a next= field that is not there is not written over others.
func TestNextAbsent(t *testing.T) {
	if got := encoded(all, &nextMaybe{Data: 0xaabb}, &ip4{}); got[:6] != "00aabb" {
		t.Errorf("absent: %s", got)
	}
	if got := encoded(all, &nextMaybe{Has: true, Data: 0xaabb}, &ip4{}); got[:10] != "800800aabb" {
		t.Errorf("there: %s", got)
	}
}

// TestFilledConditions: conditions see what encoding fills, and the struct stays as it is.
func TestFilledConditions(t *testing.T) {
	z := &zFill{Body: &zLeaf{0x1234}, Four: 4, Leaf: 5, Some: 6, List: []zSub{{B: 8}}}
	const want = "04010201" + "1234" + "04" + "05" + "06" + "0908"
	if got := encoded(all, z); got != want || z.Version != 0 || z.Kind != 0 || z.N != 0 || z.List[0].A != 0 {
		t.Errorf("%s, want %s; %+v", got, want, z)
	}
	// The last element is told by its type, which follows from its member.
	l := &lldp{TLVs: []lldpTLV{{Value: &lldpTTL{120}}, {}}}
	if got := encoded(all, l); got != "060200780000" {
		t.Errorf("%s", got)
	}
}

// absent has a length whose target may be missing, with a bias.
type zAbsent struct {
	Has  uint8   `bits:"8"`
	Len  uint8   `bits:"8,len=Data+4"`
	N    uint8   `bits:"8,count=List"`
	Data []byte  `bits:"*,if=Has"`
	List []zSub2 `bits:"*,if=Has"`
	Len2 uint8   `bits:"8,if=Has>1,len=More"`
	More []byte  `bits:"*"`
}

func TestAbsent(t *testing.T) {
	if got := encoded(all, &zAbsent{Data: []byte{1}, List: make([]zSub2, 3)}); got != "000400" {
		t.Errorf("%s: nothing is there", got)
	}
	if got := told(new(zAbsent), "000400"); got != "3+0" {
		t.Errorf("%s", got)
	}
	if got := encoded(all, &zAbsent{More: []byte{1}}); got != "zAbsent.More: need 0 bytes, have 1: bad length" {
		t.Errorf("%s: nothing would measure it", got)
	}
	if got := encoded(all, &zAbsent{Has: 2, Data: []byte{1}, More: []byte{5}}); got != "020500"+"01"+"01"+"05" {
		t.Errorf("%s", got)
	}
}
