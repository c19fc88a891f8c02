package docs_test

import (
	"fmt"
	"log"

	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/text"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
	"github.com/wiretag/wiretag/reassembly"
)

func Example_httpMessages() {
	src, err := pcapio.Open("../testdata/http.pcap")
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	var whole packet.View // for messages
	message := func(m *reassembly.Message) {
		if err := m.Decode(&whole); err != nil {
			fmt.Println(err)
		}
		if q := packet.Get[text.HTTPRequest](&whole); q != nil {
			fmt.Println(m.Conn.Key().SrcPort, q.Method, q.Target, "from", q.Headers.Get("User-Agent"))
		}
		if a := packet.Get[text.HTTPResponse](&whole); a != nil {
			fmt.Println(m.Conn.Key().SrcPort, a.Status, a.Headers.Get("Content-Type"), len(m.Bytes), "bytes,", m.Missing, "missing")
		}
	}
	a, err := reassembly.NewAssembler(reassembly.Config{Open: func(c *reassembly.Conn) reassembly.Stream {
		if c.Key().DstPort != 80 {
			return nil // not wanted: nothing is kept of it
		}
		return &reassembly.Messages{Conn: c, Framer: new(reassembly.HTTP), Message: message}
	}})
	if err != nil {
		log.Fatal(err)
	}
	var v packet.View // for packets
	var r reassembly.SegmentReader
	for {
		data, info, err := src.Next()
		if err != nil {
			break // io.EOF
		}
		v.Decode(data, info.LinkType)
		if r.Read(&v, info) {
			a.Add(&r.Segment)
		}
	}
	a.Flush() // the ends of connections that are still open
	fmt.Println(a.Stats().Opened, "connections,", a.Stats().Bytes, "bytes")
	// Output:
	// 40452 GET / from curl/7.88.1
	// 40452 200 text/html 307 bytes, 0 missing
	// 40468 GET /gzip/text from curl/7.88.1
	// 40468 200 text/plain 556 bytes, 0 missing
	// 40482 GET /text from curl/7.88.1
	// 40482 206 text/plain 356 bytes, 0 missing
	// 40490 HEAD / from curl/7.88.1
	// 40490 200 text/html 229 bytes, 0 missing
	// 40504 POST / from curl/7.88.1
	// 40504 405 text/html 300 bytes, 0 missing
	// 40518 PUT /new.json from curl/7.88.1
	// 40518 405 text/html 300 bytes, 0 missing
	// 40528 POST / from curl/7.88.1
	// 40528 405 text/html 300 bytes, 0 missing
	// 7 connections, 3195 bytes
}

func Example_fragments() {
	src, err := pcapio.Open("../testdata/fragments.pcap")
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	d, err := reassembly.NewDefragmenter(reassembly.FragmentConfig{})
	if err != nil {
		log.Fatal(err)
	}
	var v packet.View
	for {
		data, info, err := src.Next()
		if err != nil {
			break // io.EOF
		}
		if !d.Decode(&v, data, info) { // in the place of v.Decode
			continue // a fragment: the packet comes with the last one
		}
		if len(v.Data()) > len(data) { // it came in fragments
			udp := packet.Get[layers.UDP](&v)
			fmt.Println(v.NetworkFlow(), "from packets", d.Datagram().Numbers, "UDP:", udp != nil, len(v.Data()), "bytes")
		}
	}
	// Output:
	// 198.51.100.10->198.51.100.20 from packets [4 5 6] UDP: false 4042 bytes
	// 198.51.100.20->198.51.100.10 from packets [7 8 9] UDP: false 4042 bytes
	// 198.51.100.10->198.51.100.20 from packets [10 11 12] UDP: false 4042 bytes
	// 198.51.100.20->198.51.100.10 from packets [13 14 15] UDP: false 4042 bytes
	// 2001:db8:1::10->2001:db8:1::20 from packets [18 19 20] UDP: false 4062 bytes
	// 2001:db8:1::20->2001:db8:1::10 from packets [21 22 23] UDP: false 4062 bytes
	// 2001:db8:1::10->2001:db8:1::20 from packets [26 27 28] UDP: false 4062 bytes
	// 2001:db8:1::20->2001:db8:1::10 from packets [29 30 31] UDP: false 4062 bytes
	// 198.51.100.10->198.51.100.20 from packets [32 33] UDP: false 1515 bytes
	// 198.51.100.20->198.51.100.10 from packets [34 35] UDP: false 1515 bytes
	// 2001:db8:1::10->2001:db8:1::20 from packets [38 39 40 41] UDP: true 5062 bytes
}
