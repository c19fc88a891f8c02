package codec_test

import (
	"hash/crc32"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

type sumOdd struct {
	A   uint8  `bits:"8"`
	Sum uint16 `bits:"16,sum=inet:packet"`
	B   uint8  `bits:"8"`
}

type sumFletcher struct {
	A   uint16 `bits:"16"`
	Sum uint16 `bits:"16,sum=fletcher:packet"`
	B   uint8  `bits:"8"`
}

type sumTail struct {
	A   uint8  `bits:"8"`
	Sum uint16 `bits:"16,trailer,sum=fletcher"`
}

// words is the one's complement sum of 16-bit words, written differently from the codec's.
func words(b []byte) uint32 {
	var sum uint32
	for i, c := range b {
		if i%2 == 0 {
			sum += uint32(c) << 8
		} else {
			sum += uint32(c)
		}
		sum = sum&0xffff + sum>>16
	}
	return sum
}

// TestInet: the sum over everything, the checksum included, is all ones, wherever it stands.
func TestInet(t *testing.T) {
	for n := range 40 {
		payload := make([]byte, n)
		for i := range payload {
			payload[i] = byte(i*37 + n)
		}
		b, err := codec.Marshal(&sumOdd{A: byte(n), B: 7}, payload)
		if err != nil || words(b) != 0xffff {
			t.Errorf("%x: the sum is %#x, %v", b, words(b), err)
		}
		b, _ = codec.Marshal(&ip4{Src: someAddr, Dst: someAddr.Next(), TTL: byte(n)}, &udp{SrcPort: 1, DstPort: 2}, payload)
		pseudo := append(append([]byte{}, b[12:20]...), 0, 17, 0, byte(8+n))
		if words(b[:20]) != 0xffff || words(append(pseudo, b[20:]...)) != 0xffff {
			t.Errorf("%x: header %#x, datagram %#x", b, words(b[:20]), words(append(pseudo, b[20:]...)))
		}
	}
}

// TestPseudo: the pseudo header is that of the network layer, through extension headers, and
// where there is none the field stays.
func TestPseudo(t *testing.T) {
	src, dst := unhex("20010db8000000000000000000000001"), unhex("20010db8000000000000000000000002")
	var ip ip6
	decode(&ip, append(append(unhex("6000000000000040"), src...), dst...))
	ext := &ip6Options{Options: []ip6Option{{Type: 1, Data: make([]byte, 4)}}}
	b, err := codec.Encoder{Derive: codec.All, Links: links.With([]codec.Link{{Table: "ip", Key: 60, Layer: ext}})}.
		Marshal(&ip, ext, &tcp{SrcPort: 1}, []byte("odd"))
	if err != nil || b[6] != 60 || b[40] != 6 {
		t.Fatalf("%x %v", b, err)
	}
	seg := b[48:]
	pseudo := append(append(append([]byte{}, src...), dst...), 0, 0, 0, byte(len(seg)), 0, 0, 0, 6)
	if sum := words(append(pseudo, seg...)); sum != 0xffff {
		t.Errorf("%x: the sum is %#x", b, sum)
	}
	if got := encoded(all, &udp{Checksum: 0x1234}); got[12:] != "1234" {
		t.Errorf("without a network layer: %s", got)
	}
	if got := encoded(all, &ip4{}, &udp{}); got[52:] != "ffde" {
		t.Errorf("with the zero addresses: %s", got)
	}
	mixed := &pseudoMixed{}
	if got := encoded(all, mixed, &udp{}); len(got) != 18 {
		t.Errorf("with addresses of two families: %s", got)
	}
}

type pseudoMixed struct {
	Proto uint8 `bits:"8"`
}

func (*pseudoMixed) PseudoHeader(p *codec.Pseudo) { p.Src, p.Dst = someAddr, someAddr6 }

var someAddr6 = netip.MustParseAddr("2001:db8::1")

// TestTwoZeros: all ones are as good as the zero that is expected, as the sum with either is all ones. Zero is not as good as all ones, which are
// expected of nothing but zeros.
func TestTwoZeros(t *testing.T) {
	typ, err := codec.TypeFor(reflect.TypeFor[sumWhole]())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		value, sum uint16
		want       codec.SumState
	}{{0xffff, 0, codec.SumGood}, {0xffff, 0xffff, codec.SumGood}, {0, 0xffff, codec.SumGood}, {0, 0, codec.SumBad}} {
		data, err := codec.Encoder{}.Marshal(&sumWhole{c.value, c.sum})
		v := &sumWhole{}
		if err == nil {
			_, err = codec.Unmarshal(data, v)
		}
		got := typ.Verify(v, data, len(data), nil)
		if err != nil || len(got) != 1 || got[0].State != c.want {
			t.Errorf("%+v: %+v, %v; want %v", c, got, err, c.want)
		}
	}
}

// sumWhole is a word and the sum of both.
type sumWhole struct {
	Value uint16 `bits:"16"`
	Sum   uint16 `bits:"16,sum=inet:packet"`
}

// TestFletcher: both running sums over the bytes, the checksum included, are zero modulo 255.
func TestFletcher(t *testing.T) {
	for n := range 300 {
		payload := make([]byte, n)
		for i := range payload {
			payload[i] = byte(i*i + n)
		}
		for _, layer := range []any{&sumFletcher{A: uint16(n), B: 3}, &sumTail{A: byte(n)}} {
			b, err := codec.Marshal(layer, payload)
			c0, c1 := 0, 0
			for _, x := range b {
				c0 = (c0 + int(x)) % 255
				c1 = (c1 + c0) % 255
			}
			if err != nil || c0 != 0 || c1 != 0 {
				t.Fatalf("%T %x: %d %d %v", layer, b, c0, c1, err)
			}
		}
	}
}

// TestCRC: a frame check sequence, and SCTP's little-endian CRC-32C (the check value of "123456789"
// is that of the catalogues).
func TestCRC(t *testing.T) {
	var z zCRC
	if sum := crc32.Checksum([]byte("123456789"), crc32.MakeTable(crc32.Castagnoli)); sum != 0xe3069283 {
		t.Fatalf("%#x", sum)
	}
	b, _ := codec.Marshal(&zCRC{B: 1, C: 2})
	want := crc32.Checksum([]byte{1, 0, 0, 0, 0, 0, 2}, crc32.MakeTable(crc32.Castagnoli))
	decode(&z, b)
	if z.Sum != want || b[1] != byte(want) {
		t.Errorf("%x: %#x, want %#x", b, z.Sum, want)
	}
	b, _ = codec.Marshal(&dot11{Type: 1, Subtype: 13, WithFCS: true}, []byte("ack"))
	if got := crc32.ChecksumIEEE(b); got != 0x2144df1c { // the residue of a frame with its own check sequence
		t.Errorf("%x: the residue is %#x", b, got)
	}
}

// TestWords: sums of words in any number, from any place and with any sum before, are those of one word
// after the other.
func TestWords(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	data := make([]byte, 400)
	for round := range 3000 {
		for i := range data {
			data[i] = byte(r.Uint32())
			if round%3 == 0 {
				data[i] = 0xff
			}
		}
		from := r.IntN(9)
		b := data[from : from+r.IntN(len(data)-9)]
		before := r.Uint64() >> r.IntN(64)
		want := uint64(words(b)) + before>>48 + before>>32&0xffff + before>>16&0xffff + before&0xffff
		for want > 0xffff {
			want = want>>16 + want&0xffff
		}
		if got := codec.Fold(codec.AddWords(before, b)); got != ^uint16(want) {
			t.Fatalf("%#x and %x: %#x, want %#x", before, b, got, ^uint16(want))
		}
	}
	if got := codec.Fold(codec.AddWords(0, make([]byte, 100))); got != 0xffff {
		t.Errorf("of zeros: %#x", got)
	}
}
