// Reassemblydump puts the TCP connections of a file or an interface together, writes the bodies of HTTP responses to files, and prints statistics.
//
//	go run ./examples/reassemblydump -r file.pcap -output dir
//	go run ./examples/reassemblydump -i eth0 -output dir -verbose port 8080
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strings"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
	"github.com/wiretag/wiretag/reassembly"
)

var (
	file       = flag.String("r", "", "read packets from a `file`")
	device     = flag.String("i", "eth0", "or from an `interface`")
	most       = flag.Uint64("c", 0, "end after `n` packets")
	every      = flag.Uint64("stats", 1000, "print progress each `n` packets")
	checksum   = flag.Bool("checksum", false, "drop segments with a wrong checksum")
	midstream  = flag.Bool("allowmissinginit", false, "take connections whose beginning is missing")
	port       = flag.Uint("port", 80, "the port of HTTP")
	output     = flag.String("output", "", "the `folder` that bodies are written to")
	incomplete = flag.Bool("writeincomplete", false, "write bodies that are not complete")
	verbose    = flag.Bool("verbose", false, "print each request and response")
)

func main() {
	flag.Parse()
	src, filter, err := open(strings.Join(flag.Args(), " "))
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	if err := dump(src, filter); err != nil {
		log.Print(err)
	}
}

// open opens the source. A file is filtered here, an interface by the kernel.
func open(expr string) (capture.Source, *bpf.Program, error) {
	if *file == "" {
		f, err := bpf.Compile(expr, capture.LinkTypeEthernet, bpf.ForSocket())
		if err != nil {
			return nil, nil, err
		}
		src, err := afpacket.Open(*device, capture.Live{Promiscuous: true, Filter: f.Raw()})
		return src, nil, err
	}
	src, err := pcapio.Open(*file)
	if err != nil {
		return nil, nil, err
	}
	f, err := bpf.Compile(expr, src.LinkType())
	return src, f, err
}

// dump reads all packets, and reports what they were.
func dump(src capture.Source, filter *bpf.Program) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var s statistics
	whole, err := reassembly.NewDefragmenter(reassembly.FragmentConfig{})
	if err != nil {
		return err
	}
	a, err := reassembly.NewAssembler(reassembly.Config{
		Memory: 1 << 30, PerConnection: 256 << 20, NoMidstream: !*midstream,
		Open: func(c *reassembly.Conn) reassembly.Stream { return newStream(c, &s) },
	})
	if err != nil {
		return err
	}
	s.segments.Checksums, s.segments.Flow.Inner = *checksum, true
	var v packet.View
	var failed error
	for rec, err := range capture.Packets(ctx, src) {
		if err != nil {
			failed = err
			break
		}
		if filter != nil && !filter.Match(rec.Data, rec.Info.Length) {
			continue
		}
		s.packets++
		s.bytes += uint64(len(rec.Data))
		if whole.Decode(&v, rec.Data, rec.Info) && s.segments.Read(&v, rec.Info) {
			s.payload += uint64(len(s.segments.Segment.Payload))
			a.Add(&s.segments.Segment)
		}
		if s.packets%cmp.Or(*every, 1<<63) == 0 {
			fmt.Fprintf(os.Stderr, "%d packets, %d bytes\n", s.packets, s.bytes)
		}
		if s.packets == *most {
			break
		}
	}
	a.Flush()
	s.print(a.Stats(), whole.Stats())
	if errors.Is(failed, context.Canceled) {
		return nil
	}
	return failed
}
