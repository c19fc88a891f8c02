package reassembly_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"net/netip"
	"sync"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/reassembly"
)

var (
	client = netip.MustParseAddr("192.0.2.1")
	server = netip.MustParseAddr("192.0.2.2")
)

// A datagram in two fragments goes back into a view as one packet.
func ExampleDefragmenter() {
	whole, err := codec.Marshal(&layers.UDP{SrcPort: 5000, DstPort: 6000}, []byte("sixteen bytes and more"))
	if err != nil {
		log.Fatal(err)
	}
	d, err := reassembly.NewDefragmenter(reassembly.FragmentConfig{})
	if err != nil {
		log.Fatal(err)
	}
	var v packet.View
	info := capture.Info{LinkType: capture.LinkTypeEthernet}
	for _, f := range []struct {
		at, to int
		flags  layers.IPv4Flags
	}{{16, len(whole), 0}, {0, 16, layers.IPv4MoreFragments}} {
		ip := &layers.IPv4{TTL: 64, ID: 1, Flags: f.flags, FragOffset: uint16(f.at / 8), Protocol: 17, Src: client, Dst: server}
		data, err := codec.Marshal(&layers.Ethernet{}, ip, whole[f.at:f.to])
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(d.Decode(&v, data, &info))
	}
	fmt.Println(&v)
	fmt.Println("packets", d.Datagram().Numbers)
	// Output:
	// false
	// true
	// Ethernet 00:00:00:00:00:00 > 00:00:00:00:00:00, IPv4 / IPv4 192.0.2.1 > 192.0.2.2, UDP, ttl 64, id 1, length 50 / UDP 5000 > 6000, length 30 / Payload 22 bytes
	// packets [2 1]
}

// say sends text from the client, in segments of a few bytes.
func say(add func(*reassembly.Segment), text string) {
	key := flow.Key{Flow: flow.New(flow.IP(client), flow.IP(server)), SrcPort: 40000, DstPort: 53, Protocol: 6}
	for at := 0; at < len(text); at += 5 {
		add(&reassembly.Segment{Key: key, Flags: 0x10, Seq: uint32(at), Payload: []byte(text[at:min(at+5, len(text))])})
	}
}

// Streams are read by other goroutines.
func ExampleReaders() {
	var wait sync.WaitGroup
	r, err := reassembly.NewReaders(reassembly.ReaderConfig{Accept: func(c *reassembly.Conversation) {
		wait.Go(func() {
			lines := bufio.NewReader(c.Reader(reassembly.FromClient))
			for {
				line, err := lines.ReadString('\n')
				var gap *reassembly.GapError
				switch {
				case errors.As(err, &gap):
					fmt.Println("missing:", gap.Length)
				case err == io.EOF:
					return
				default:
					fmt.Printf("%q\n", line)
				}
			}
		})
	}})
	if err != nil {
		log.Fatal(err)
	}
	a, err := reassembly.NewAssembler(reassembly.Config{Open: r.Open})
	if err != nil {
		log.Fatal(err)
	}
	say(a.Add, "one line\nanother one\n")
	a.Flush()
	wait.Wait()
	// Output:
	// "one line\n"
	// "another one\n"
}

// Messages of a protocol over TCP are decoded whole.
func ExampleMessages() {
	query, err := codec.Marshal(&layers.DNS{ID: 7, Questions: []layers.DNSQuestion{{Name: layers.MustParseDNSName("example.com"), Type: 1, Class: 1}}})
	if err != nil {
		log.Fatal(err)
	}
	a, err := reassembly.NewAssembler(reassembly.Config{Open: func(c *reassembly.Conn) reassembly.Stream {
		return &reassembly.Messages{Conn: c, Framer: reassembly.LengthPrefixed{Size: 2, Add: 2}, Message: func(m *reassembly.Message) {
			var v packet.View
			err := m.Decode(&v)
			fmt.Println(&v, err)
		}}
	}})
	if err != nil {
		log.Fatal(err)
	}
	say(a.Add, string([]byte{0, byte(len(query))})+string(query))
	a.Flush()
	// Output:
	// DNSTCP length 29 / DNS query id 7; example.com. IN A <nil>
}
