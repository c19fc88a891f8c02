package codec_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

// both checks that data decodes to want, with the given extent, and that want is encoded to data.
func both(t *testing.T, data string, want any, ext codec.Extent) {
	t.Helper()
	b := unhex(data)
	v := reflect.New(reflect.TypeOf(want).Elem()).Interface()
	got, ok, err := decode(v, b)
	if !ok || err != nil || got != ext {
		t.Errorf("%T: extent %+v, want %+v, error %v", want, got, ext, err)
		return
	}
	if !same(reflect.ValueOf(v), reflect.ValueOf(want)) {
		t.Errorf("%T: %+v, want %+v", want, v, want)
	}
	for _, e := range []codec.Encoder{{}, {Derive: codec.All}} {
		out, err := e.Marshal(want, b[ext.Header:ext.Header+ext.Payload])
		if err != nil || !bytes.Equal(out, b[:ext.Len()]) {
			t.Errorf("%T: with %v derived: %x, want %x, error %v", want, e.Derive, out, b, err)
		}
	}
}

func TestVectors(t *testing.T) {
	// Written by hand from the bits.
	both(t, "a007e000000003 fffffffffffffffe ffff85 fffe 0102030405060708 ff 0a0b0c 00000001 00000002 80000 55 0000003",
		&zInts{5, 1, -1, 3, -2, -123, -2, 0x0102030405060708, -1, true, [3]byte{10, 11, 12}, 1, 2, -524288, 0x55, 3}, codec.Extent{Header: 47})
	both(t, "2143 030201 ff07000000100000 0807060504030201 0100 feff 3412 2d 0201 01 7856 2d 0403", &zLE{
		A: 0x321, B: 4, C: 0x010203, D: -1, E: 1, F: 2, G: 0x0102030405060708, H: []uint16{1, 0xfffe},
		In: zLEInner{0x1234, 5, 5, 0x0102}, Sel: 1, Body: &zLEInner{0x5678, 5, 5, 0x0304},
	}, codec.Extent{Header: 36})
	both(t, "0e 001f 00000003 03 0005 80 05 616263 aabbccdd 0006 8002 ccdd 00 78797a7b7c", &zLens{
		Header: 14, Packet: 31, Payload: 3, NameLen: 3, BodyLen: 5, HasList: true, ListLen: 5, Name: "abc",
		Body: zLensBody{0xaabb, unhex("ccdd")}, List: []zSelf{{6, true, 2, unhex("ccdd")}}, Tail: []byte{0},
	}, codec.Extent{Header: 26, Payload: 5})
	both(t, "02 03aabbcc 010d0000 00000000000000 00000007", &zPad{
		N: 2, Items: []zPadItem{{3, unhex("aabbcc"), nil}, {1, unhex("0d"), unhex("0000")}}, Fill: make([]byte, 7), After: 7,
	}, codec.Extent{Header: 20})
	both(t, "c0 02 aabb 010203 0405 0e1411e4", &zTrailer{true, 0x40, 2, []byte{1, 2, 3}, [2]byte{4, 5}, 0x0e1411e4}, codec.Extent{Header: 2, Payload: 2, Trailer: 9})
	both(t, "80 06 aa 010203 0000", &zTrailerPad{true, 0, 6, []byte{0xaa}, []byte{0, 0}}, codec.Extent{Header: 3, Payload: 3, Trailer: 2})
	both(t, "4500 0016000000004011f6d3 c0000201 c0000202 6869", &ip4{
		Version: 4, IHL: 5, Length: 22, TTL: 64, Protocol: 17, Checksum: 0xf6d3, Src: someAddr, Dst: someAddr.Next(),
	}, codec.Extent{Header: 20, Payload: 2})
	both(t, "a000 0800 e798 0000 00000005 7061", &gre{
		ChecksumPresent: true, KeyPresent: true, Protocol: 0x0800, Checksum: 0xe798, Key: 5,
	}, codec.Extent{Header: 12, Payload: 2})
	both(t, "0001 0002 00000003 625ce0c8 0003 0010 00000001 00000002 0000 0000 64 01 0006 aabb 0000", &sctp{
		SrcPort: 1, DstPort: 2, Tag: 3, Checksum: 0xc8e05c62,
		Chunks: []sctpChunk{
			{0, 3, 16, &sctpData{TSN: 1, Seq: 2}, nil},
			{100, 1, 6, sctpRaw{0xaa, 0xbb}, []byte{0, 0}},
		},
	}, codec.Extent{Header: 36})
	both(t, "42 80 6558 000102 00 0102 03 61 aabbccdd ff", &geneve{
		Version: 1, OptionsLen: 2, OAM: true, Protocol: 0x6558, VNI: 0x102,
		Options: []geneveOption{{0x102, 3, 3, 1, unhex("aabbccdd")}},
	}, codec.Extent{Header: 16, Payload: 1})
}

// rows are data and what decoding gives, as text.
type row struct{ data, want string }

// told decodes and tells extent, error and fields in one line.
func told(v any, data string) string {
	ext, ok, err := decode(v, unhex(data))
	s := fmt.Sprintf("%d+%d", ext.Header, ext.Payload)
	if ext.Trailer > 0 {
		s += fmt.Sprintf("+%d", ext.Trailer)
	}
	if ext.Cut {
		s += " cut"
	}
	if !ok {
		s = "no extent"
	}
	if err != nil {
		s += ": " + err.Error()
		if err.Recovered {
			s += " (recovered)"
		}
	}
	return s
}

func rows(t *testing.T, z func() any, table []row) {
	t.Helper()
	for _, r := range table {
		if got := told(z(), r.data); got != r.want {
			t.Errorf("%T %s:\n got %s\nwant %s", z(), r.data, got, r.want)
		}
	}
}

// TestBounds: lengths of header and packet, cut and contradictory ones.
func TestBounds(t *testing.T) {
	const src = "c0000201 c0000202"
	rows(t, func() any { return new(ip4) }, []row{
		{"4500 0016 00000000 40110000 " + src + "aabbcc", "20+2"},
		{"4500 0000 00000000 40110000 " + src + "aabbcc", "20+3"},
		{"4500 00ff 00000000 40110000 " + src + "aabbcc", "20+3 cut"},
		{"4500 0013 00000000 40110000 " + src, "no extent: ip4.Length at bit 16: need 20 bytes, have 19: bad length"},
		{"4400 0014 00000000 40110000 " + src, "no extent: ip4.IHL at bit 4: need 20 bytes, have 16: bad length"},
		{"5500 0014 00000000 40110000 " + src, "no extent: ip4.Version at bit 0: 5: not the constant value"},
		{"4600 0018 00000000 40110000 " + src, "no extent: ip4.IHL at bit 4: need 24 bytes, have 20: truncated"},
		{"4600 0017 00000000 40110000 " + src + "01010101", "no extent: ip4.Length at bit 16: need 24 bytes, have 23 (limited by ip4.IHL): bad length"},
		{"4600 0018 00000000 40110000 " + src + "01010101", "24+0"},
		{"4600 0018 00000000 40110000 " + src + "01000203", "24+0"},
		{"4600 0018 00000000 40110000 " + src + "01440801", "24+0: ip4.Options[1].Length at bit 176: need 8 bytes, have 3 (limited by ip4.IHL): truncated (recovered)"},
		{"4600 0018 00000000 40110000 " + src + "01440101", "24+0: ip4.Options[1].Length at bit 176: need 2 bytes, have 1: bad length (recovered)"},
		{"4500 0016 0000", "no extent: ip4.Flags at bit 48: need 1 bytes, have 0: truncated"},
		{"45", "no extent: ip4.DSCP at bit 8: need 1 bytes, have 0: truncated"},
		{"", "no extent: ip4.Version at bit 0: need 1 bytes, have 0: truncated"},
	})
	rows(t, func() any { return new(zRest) }, []row{
		{"01 0000 05 aabb", "4+2"},
		{"01 0001 05 aabb", "4+0"},
		{"01 0002 05 aabb", "4+1"},
		{"01 0009 05 aabb", "4+2 cut"},
	})
	rows(t, func() any { return new(zLens) }, []row{
		{"06 000b 00000003 00 0003 00 0000", "no extent: zLens.Header at bit 0: need 13 bytes, have 10: bad length"},
		{"00 000b 00000003 00 0003 00 0000", "no extent: zLens.Header at bit 0: need 2 bytes, have 0: bad length"},
		{"08 000d 00000003 00 0004 00 aabb 00", "no extent: zLens.Packet at bit 8: need 14 bytes, have 13 (limited by zLens.Header): bad length"},
		{"08 000e 00000003 00 0004 00 aabb 0000", "14+0 cut"},
	})
}

// TestNestedBounds: what is inside a bound cannot reach beyond it.
func TestNestedBounds(t *testing.T) {
	rows(t, func() any { return new(zPtr) }, []row{
		{"01 04 0004 0000 ff", "7+0"},
		{"01 06 0006 0002 aabb ff", "9+0"},
		{"01 05 0006 0002 aabb ff", "no extent: zPtr.One.Length at bit 16: need 6 bytes, have 5 (limited by zPtr.Len): truncated"},
		{"01 06 0005 0002 aabb ff", "no extent: zPtr.One.Length at bit 16: need 6 bytes, have 5 (limited by zPtr.Len): bad length"},
		{"01 06 0006 0001 aabb ff", "no extent: zPtr.One.Size at bit 33: need 6 bytes, have 5 (limited by zSelf.Length): bad length"},
		{"01 06 0003 0000 aabb ff", "no extent: zPtr.One.Length at bit 16: need 4 bytes, have 3: bad length"},
		{"01 09 0006", "no extent: zPtr.One at bit 16: need 9 bytes, have 2: truncated"},
		{"00 05", "2+0"},
		{"c0 0102 07", "4+0"},
		{"c0 01", "no extent: zPtr.Two.Value at bit 8: need 2 bytes, have 1: truncated"},
	})
	rows(t, func() any { return new(bgpUpdate) }, []row{
		{"0000 0000", "4+0"},
		{"0003 10c000 0000", "7+0"},
		{"0002 10c000 0000", "no extent: bgpUpdate.Routes[0] at bit 16: need 3 bytes, have 2 (limited by bgpUpdate.Withdrawn): truncated"},
		{"0000 0004 40010100", "8+0"},
		{"0000 0005 5001000100", "9+0"},
		{"0000 0004 50010001", "no extent: bgpUpdate.Attrs[0].Value at bit 64: need 1 bytes, have 0 (limited by bgpUpdate.Total): truncated"},
		{"0000 0009 40010100", "no extent: bgpUpdate.Attrs at bit 32: need 9 bytes, have 4: truncated"},
	})
}

// TestLists: the ends of lists.
func TestLists(t *testing.T) {
	rows(t, func() any { return new(lldp) }, []row{
		{"0602 0078 0000", "6+0"},
		{"0602 0078 0000 ffff", "8+0"},
		{"0602 0078", "4+0: lldp.TLVs[1] at bit 32: need 1 bytes, have 0: truncated (recovered)"},
		{"0603 007800 0000", "7+0: lldp.TLVs[0].Value.Seconds at bit 32: need 2 bytes, have 3 (limited by lldpTLV.Length): bad length (recovered)"},
		{"0601 00 0609 00", "6+0: lldp.TLVs[0].Value.Seconds at bit 16: need 2 bytes, have 1 (limited by lldpTLV.Length): truncated (recovered)"},
	})
	rows(t, func() any { return new(gre) }, []row{
		{"0000 0800", "4+0"},
		{"4000 0800 0000 0000 0001 0002 aabb 00000000 ff", "18+1"},
		{"4000 0800 0000 0000 0001 0002 aabb", "no extent: gre.Routing[1] at bit 112: need 1 bytes, have 0: truncated"},
	})
	rows(t, func() any { return new(tlsStream) }, []row{
		{"15 0303 0002 0100", "7+0"},
		{"15 0303 0002 0100 17 0303 0005 aabb", "14+0"},
		{"15 0303 0001 01 17 0303", "9+0: tlsStream.Records[0].Body.Description at bit 48: need 1 bytes, have 0 (limited by tlsRecord.Length): truncated (recovered)"},
	})
	rows(t, func() any { return new(zLE) }, []row{
		{"0000 000000 0000000000000000 0000000000000000 0100 0200 feff 0000 00 0000 05 aa", "34+0"},
		{"0000 000000 0000000000000000 0000000000000000 0100 02", "no extent: zLE.H at bit 184: need 2 bytes, have 1: truncated"},
	})
	rows(t, func() any { return new(zItems) }, []row{
		{"02 00 00 0000 0001 0002 abcdef", "12+0"},
		{"03 00 00 0000 0001 0002", "no extent: zItems.A at bit 40: need 6 bytes, have 4: truncated"},
		{"00 04 00 0000 00000100 abcdef", "no extent: zItems.B at bit 40: need 6 bytes, have 4 (limited by zItems.NB): bad length"},
		{"00 00 01 0000 010203040506 abcdef", "14+0"},
		{"00 00 00 0001 00", "no extent: zItems.D at bit 40: need 16 bytes, have 1: truncated"},
		{"00 00 00 0000 abcdef 10aabb 20cc", "13+0"},
	})
	rows(t, func() any { return new(igmp3) }, []row{
		{"2200 0000 0000 0001 04 01 0001 e0000001 c0000201 aabbccdd", "24+0"},
		{"2200 0000 0000 0002 04 00 0000 e0000001", "no extent: igmp3.Records[1].Type at bit 128: need 1 bytes, have 0: truncated"},
		{"2200 0000 0000 0001 04 00 ffff e0000001", "no extent: igmp3.Records[0].Sources at bit 128: need 262140 bytes, have 0: truncated"},
	})
}

// TestTrailers: what stands behind the payload.
func TestTrailers(t *testing.T) {
	rows(t, func() any { return new(zTrailer) }, []row{
		{"00 02 aabb 010203 00000001", "2+2+7"},
		{"80 02 aabb 010203 0405 00000001", "2+2+9"},
		{"00 00 aabbcc 010203 00000001", "2+3+7"},
		{"00 05 aabb 010203 00000001", "2+2+7 cut"},
		{"00 00 010203 0000", "no extent: zTrailer.Auth at bit 16: need 7 bytes, have 5: truncated"},
	})
	rows(t, func() any { return new(z8023) }, []row{
		{"000102030405 000102030405 0003 aabbcc 0099 ffff", "14+3+2"},
		{"000102030405 000102030405 0800 aabbcc 0099", "14+3+2"},
		{"000102030405 000102030405 0009 aabbcc 0099", "14+3+2 cut"},
	})
	var z z8023
	decode(&z, unhex("000102030405 000102030405 0003 aabbcc 0099 ffff"))
	if z.FCS != 0x99 {
		t.Errorf("the trailer is %#x: it stands behind the payload, not at the end of the data", z.FCS)
	}
}

// TestRecoveredFirst: of several errors that were recovered from the first is reported, with its
// whole path; one that was not hides them.
func TestRecoveredFirst(t *testing.T) {
	const bad = "01 03 00 aabbcc 00"
	rows(t, func() any { return new(zTree) }, []row{
		{bad, "7+0: zTree.Body.Value at bit 40: need 2 bytes, have 3 (limited by zTree.Length): bad length (recovered)"},
		{"00 00 02 00" + bad + bad, "18+0: zTree.List[0].Body.Value at bit 72: need 2 bytes, have 3 (limited by zTree.Length): bad length (recovered)"},
		{"00 00 01 80" + bad + "00000100" + bad, "22+0: zTree.Next.Body.Value at bit 72: need 2 bytes, have 3 (limited by zTree.Length): bad length (recovered)"},
		{"00 00 02 00" + bad + "01", "no extent: zTree.List[1].Length at bit 96: need 1 bytes, have 0: truncated"},
		{"02 09 00 0007" + bad + "00", "13+0: zTree.Body.Trees[0].Body.Value at bit 80: need 2 bytes, have 3 (limited by zTree.Length): bad length (recovered)"},
		{"02 05 00 0002 aabbcc 00", "9+0: zTree.Body.Length at bit 24: need 5 bytes, have 4 (limited by zTree.Length): bad length (recovered)"},
	})
}

// TestPrefixes: every shorter prefix of a message is truncated, and says how.
func TestPrefixes(t *testing.T) {
	full := unhex("0001 0800 06 04 0001 00005e005301 c0000201 000000000000 c0000202")
	fields := []struct {
		name      string
		at, bytes int
	}{
		{"HardwareType", 0, 2},
		{"ProtocolType", 2, 2},
		{"HardwareLen", 4, 1},
		{"ProtocolLen", 5, 1},
		{"Operation", 6, 2},
		{"SenderHardware", 8, 6},
		{"SenderProtocol", 14, 4},
		{"TargetHardware", 18, 6},
		{"TargetProtocol", 24, 4},
	}
	for n := range full {
		var a arp
		_, ok, err := decode(&a, full[:n:n])
		for _, f := range fields {
			if n >= f.at+f.bytes {
				continue
			}
			want := codec.Error{Layer: "arp", Field: f.name, Bit: 8 * f.at, Need: f.bytes, Have: n - f.at, Err: codec.ErrTruncated}
			if ok || err == nil || *err != want {
				t.Errorf("%d bytes: %v, want %v", n, err, &want)
			}
			break
		}
		v := reflect.ValueOf(a)
		for i, f := range fields {
			if got := v.Field(i); n < f.at && !got.IsZero() {
				t.Errorf("%d bytes: %s is %v", n, f.name, got)
			}
		}
	}
	var a arp
	if ext, ok, err := decode(&a, full); !ok || err != nil || ext.Header != 28 || hex.EncodeToString(a.TargetProtocol) != "c0000202" {
		t.Errorf("%+v %+v %v", ext, a, err)
	}
}

// TestErrorText: what an error says, and how it is taken apart.
func TestErrorText(t *testing.T) {
	for _, c := range []struct {
		err  codec.Error
		want string
	}{
		{codec.Error{Layer: "UDP", Field: "Length", Bit: 304, Need: 8, Have: 3, LimitedBy: "IPv4.Length", Err: codec.ErrTruncated}, "UDP.Length at bit 304: need 8 bytes, have 3 (limited by IPv4.Length): truncated"},
		{codec.Error{Layer: "A", Bit: 0, Need: 1, Err: codec.ErrLength}, "A at bit 0: need 1 bytes, have 0: bad length"},
		{codec.Error{Layer: "A", Field: "B", Bit: -1, Have: -3, Err: codec.ErrRange}, "A.B: -3: value out of range"},
		{codec.Error{Layer: "A", Field: "B", Bit: 5, Need: 1, Have: 7, Err: codec.ErrConst}, "A.B at bit 5: 7: not the constant value"},
		{codec.Error{Layer: "A", Field: "B[2].C", Bit: 8, Err: errors.New("odd name")}, "A.B[2].C at bit 8: odd name"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
	_, err := codec.Unmarshal(nil, new(udp))
	var e *codec.Error
	if !errors.Is(err, codec.ErrTruncated) || !errors.As(err, &e) || e.Layer != "udp" {
		t.Errorf("%v", err)
	}
}

// TestOutwards: conditions on the structs around, and on what is not on the wire.
func TestOutwards(t *testing.T) {
	z := zOut{Extra: true}
	if _, ok, err := decode(&z, unhex("c5 aabb 02 10 0001 40 15 05 05 06 07")); !ok || err != nil {
		t.Fatal(err)
	}
	if z.Plus != 0xaabb || z.List[0].B != 1 || z.List[0].In.D != 0x15 || z.List[1].A != 5 || z.List[1].B != 0 || z.List[1].In.D != 0 || z.One != nil || !z.Extra {
		t.Errorf("%+v", z)
	}
	z = zOut{}
	if _, ok, err := decode(&z, unhex("03 00 10 10")); !ok || err != nil || z.One == nil || z.One.A != 16 || z.One.B != 0 {
		t.Errorf("%+v %v", z, err)
	}
	var d dot11
	ext, ok, err := decode(&d, unhex("8843 3c00 000102030405 060708090a0b 0c0d0e0f1011 2143 121314151617 0500 aa"))
	if !ok || err != nil || ext.Header != 32 || ext.Payload != 1 || d.Type != 2 || d.Subtype != 8 || !d.ToDS || !d.FromDS || !d.Protected || d.Duration != 60 ||
		d.Fragment != 1 || d.Sequence != 0x432 || d.QoS != 5 || d.Addr4[0] != 0x12 {
		t.Errorf("%+v %+v %v", ext, d, err)
	}
}

var someAddr = netip.MustParseAddr("192.0.2.1")
