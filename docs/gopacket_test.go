package docs_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/netip"
	"sync"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
	"github.com/wiretag/wiretag/reassembly"
)

func Example_afterSource() {
	src, err := pcapio.Open("../testdata/tcp.pcap")
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	var v packet.View
	resets, failed := 0, 0
	for {
		data, info, err := src.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err) // a damaged file does not look like its end
		}
		v.Decode(data, info.LinkType)
		if v.Err() != nil {
			failed++
		}
		if tcp := packet.Get[layers.TCP](&v); tcp != nil && tcp.Flags&layers.TCPRst != 0 {
			resets++
			fmt.Println(v.NetworkFlow(), tcp.SrcPort, tcp.DstPort)
		}
	}
	fmt.Println(resets, "resets,", failed, "packets with errors")
	// Output:
	// 203.0.113.80->198.51.100.10 81 33708
	// 203.0.113.80->198.51.100.10 7000 44002
	// 2 resets, 0 packets with errors
}

func Example_afterParser() {
	var (
		eth layers.Ethernet
		ip4 layers.IPv4
		tcp layers.TCP
	)
	stack, err := packet.NewStack(&eth, &ip4, &tcp)
	if err != nil {
		log.Fatal(err)
	}
	src, err := pcapio.Open("../testdata/tcp.pcap")
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	bytes := map[layers.TCPPort]int{}
	for {
		data, _, err := src.Next()
		if err != nil {
			break
		}
		for _, i := range stack.Decode(data) {
			if i == 2 { // the place of &tcp
				bytes[min(tcp.SrcPort, tcp.DstPort)] += len(stack.Rest())
			}
		}
		if err := stack.Err(); err != nil { // wrong data only: to have no struct for a layer is no error
			fmt.Println(err)
		}
	}
	fmt.Println(bytes)
	// Output:
	// map[80:5974 81:0 7000:13500]
}

func Example_afterSerialize() {
	eth := layers.Ethernet{Src: layers.MAC{0, 0, 0x5e, 0, 0x53, 1}, Dst: layers.MAC{0, 0, 0x5e, 0, 0x53, 2}}
	ip := layers.IPv4{TTL: 64, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")}
	tcp := layers.TCP{SrcPort: 4321, DstPort: 80, Flags: layers.TCPSyn, Window: 65535}
	data, err := codec.Marshal(&eth, &ip, &tcp, []byte("hello"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(data), packet.New(data, capture.LinkTypeEthernet).Err())
	// Output:
	// 59 <nil>
}

func Example_afterReader() {
	var wait sync.WaitGroup
	readers, err := reassembly.NewReaders(reassembly.ReaderConfig{Accept: func(c *reassembly.Conversation) {
		wait.Go(func() {
			b := bufio.NewReader(c.Reader(reassembly.FromClient))
			for {
				req, err := http.ReadRequest(b)
				if err != nil {
					var gap *reassembly.GapError // bytes are missing; reading may go on behind them
					if errors.As(err, &gap) {
						fmt.Println(gap.Length, "bytes missing")
					}
					c.CloseRead() // nothing more is wanted, and nobody is held up
					return
				}
				n, _ := io.Copy(io.Discard, req.Body)
				fmt.Println(c.Key().SrcPort, req.Method, req.URL, n, "bytes")
			}
		})
	}})
	if err != nil {
		log.Fatal(err)
	}
	a, err := reassembly.NewAssembler(reassembly.Config{Open: readers.Open})
	if err != nil {
		log.Fatal(err)
	}
	src, err := pcapio.Open("../testdata/http.pcap")
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	var v packet.View
	var r reassembly.SegmentReader
	for {
		data, info, err := src.Next()
		if err != nil {
			break
		}
		v.Decode(data, info.LinkType)
		if r.Read(&v, info) {
			a.Add(&r.Segment) // copies for the readers, and never waits for them
		}
	}
	a.Flush()
	wait.Wait()
	// Unordered output:
	// 40528 POST / 10 bytes
	// 40490 HEAD / 0 bytes
	// 40482 GET /text 0 bytes
	// 40504 POST / 7 bytes
	// 40452 GET / 0 bytes
	// 40518 PUT /new.json 7 bytes
	// 40468 GET /gzip/text 0 bytes
}
