package codec_test

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// Reading is a message of a format of one's own.
type Reading struct {
	Version uint8  `bits:"4,const=1"`
	Urgent  bool   `bits:"1"`
	Kind    uint8  `bits:"3"`
	Length  uint8  `bits:"8,len=Text"`
	Sum     uint16 `bits:"16,sum=inet"`
	Text    []byte `bits:"*"`
}

func Example() {
	data, err := codec.Marshal(&Reading{Urgent: true, Kind: 5, Text: []byte("warm")})
	fmt.Printf("%x %v\n", data, err)

	var r Reading
	_, err = codec.Unmarshal(data, &r)
	fmt.Println(r.Version, r.Urgent, r.Kind, r.Length, string(r.Text), err)

	_, err = codec.Unmarshal(data[:6], &r)
	fmt.Println(err)
	var e *codec.Error
	fmt.Println(errors.Is(err, codec.ErrTruncated), errors.As(err, &e), e.Field, e.Need, e.Have)
	// Output:
	// 1d04f92c7761726d <nil>
	// 1 true 5 4 warm <nil>
	// Reading.Text at bit 32: need 4 bytes, have 2: truncated
	// true true Text 4 2
}

func ExampleMarshal() {
	eth := layers.Ethernet{Src: layers.MAC{2, 0, 0, 0, 0, 1}, Dst: layers.MAC{2, 0, 0, 0, 0, 2}}
	ip := layers.IPv4{TTL: 64, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")}
	udp := layers.UDP{SrcPort: 40000, DstPort: 9}
	data, err := codec.Marshal(&eth, &ip, &udp, []byte("hello")) // types, lengths, protocol and checksums follow
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%x\n%x\n%x\n", data[:14], data[14:34], data[34:])
	// Output:
	// 0200000000020200000000010800
	// 45000021000000004011f6c8c0000201c0000202
	// 9c400009000d9bb468656c6c6f
}

func ExampleUnmarshal() {
	datagram := []byte("\x9c\x40\x00\x09\x00\x0d\x00\x00hello, and what is behind it")
	var udp layers.UDP
	payload, err := codec.Unmarshal(datagram, &udp)
	fmt.Println(udp.SrcPort, udp.DstPort, udp.Length, err)
	fmt.Printf("%q\n", payload) // a part of datagram, as long as the header says
	// Output:
	// 40000 9 13 <nil>
	// "hello"
}

// An Encoder says what is derived. Everything else is written as it stands, however wrong.
func ExampleEncoder() {
	ip := layers.IPv4{Version: 4, IHL: 5, Length: 0xffff, TTL: 64, Checksum: 0xbad, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")}
	for _, derive := range []codec.Derive{codec.Nothing, codec.Lengths, codec.All} {
		data, err := codec.Encoder{Derive: derive}.Marshal(&ip, []byte("hello"))
		fmt.Printf("length %x, checksum %x, %v\n", data[2:4], data[10:12], err)
	}
	// Output:
	// length ffff, checksum 0bad, <nil>
	// length 0019, checksum 0bad, <nil>
	// length 0019, checksum f6e1, <nil>
}

// A handle saves looking the type up, and its errors cost nothing.
func ExampleFor() {
	c := codec.For[layers.UDP]()
	var udp layers.UDP
	ext, err := c.Decode([]byte("\x9c\x40\x00\x09\x00\x0d\x00\x00hello"), &udp)
	fmt.Println(udp.DstPort, ext.Header, ext.Payload, err)
	_, err = c.Decode([]byte("\x9c\x40\x00"), &udp)
	fmt.Println(err)
	// Output:
	// 9 8 5 <nil>
	// UDP.DstPort at bit 16: need 2 bytes, have 1: truncated
}
