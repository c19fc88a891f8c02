// Statsassembly prints statistics of both directions of each TCP connection, on an interface or in a file, when it ends.
//
//	go run ./examples/statsassembly -i eth0 -f 'tcp port 443'
//	go run ./examples/statsassembly -r file.pcap
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"time"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
	"github.com/wiretag/wiretag/reassembly"
)

var (
	device = flag.String("i", "eth0", "read packets from an `interface`")
	file   = flag.String("r", "", "or from a `file`")
	length = flag.Int("s", 65536, "at most so many `bytes` of each packet")
	expr   = flag.String("f", "tcp", "a `filter`")
	most   = flag.Int("c", -1, "end after `n` packets")
	wait   = flag.Duration("flush_after", 2*time.Minute, "for bytes that are missing, in the time of the packets")
	memory = flag.Int64("memory", 0, "`bytes` for connections and what they hold (default 56 MiB)")
)

func main() {
	flag.Parse()
	src, err := open()
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	if err := read(src); err != nil && !errors.Is(err, context.Canceled) {
		log.Print(err)
	}
}

func open() (capture.Source, error) {
	if *file != "" {
		return pcapio.Open(*file)
	}
	filter, err := bpf.Compile(*expr, capture.LinkTypeEthernet, bpf.ForSocket())
	if err != nil {
		return nil, err
	}
	// Nobody waits for the packets of a moment, so that they may come together.
	return afpacket.Open(*device, capture.Live{SnapLen: *length, Promiscuous: true, Filter: filter.Raw(), Buffer: 8 << 20, Delay: 100 * time.Millisecond})
}

func read(src capture.Source) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	filter, err := bpf.Compile(*expr, src.LinkType())
	if err != nil {
		return err
	}
	a, err := reassembly.NewAssembler(reassembly.Config{Open: begin, Memory: *memory, Hole: *wait})
	if err != nil {
		return err
	}
	// The structs that packets are decoded into, in whatever order they have them.
	into := []any{&layers.Ethernet{}, &layers.Dot1Q{}, &layers.IPv4{}, &layers.IPv6{}, &layers.IPv6HopByHop{}, &layers.IPv6Routing{}, &layers.IPv6Destination{}, &layers.TCP{}}
	stack, err := packet.NewStack(into...)
	if err != nil {
		return err
	}
	var r reassembly.SegmentReader
	packets, bytes := 0, uint64(0)
	defer func() {
		a.Flush()
		s := a.Stats()
		fmt.Println(packets, "packets,", bytes, "bytes;", s.Opened, "connections,", s.Bytes, "bytes in order,", s.GapBytes, "missing,", s.Overlap+s.Repeated, "more than once")
	}()
	for rec, err := range capture.Packets(ctx, src) {
		if err != nil {
			return err
		}
		if *file != "" && !filter.Match(rec.Data, rec.Info.Length) { // the kernel has filtered what comes from an interface
			continue
		}
		packets++
		bytes += uint64(len(rec.Data))
		if met := stack.Decode(rec.Data); r.ReadStack(stack, met, rec.Info, len(rec.Data), into...) {
			a.Add(&r.Segment)
		}
		if packets == *most {
			break
		}
	}
	return nil
}

// connection is the statistics of a connection.
type connection struct {
	*reassembly.Conn
	end   int64 // ns since 1970
	sides [2]struct{ bytes, packets, late, missing, other, last int64 }
}

func begin(c *reassembly.Conn) reassembly.Stream { return &connection{Conn: c, end: c.Start()} }

// Data counts bytes, which came in one packet.
func (c *connection) Data(d reassembly.Direction, b *reassembly.Chunk) int {
	s := &c.sides[d]
	at, _ := b.At(0)
	if at < s.last {
		s.late++ // it has waited for others
	}
	s.last = max(s.last, at)
	c.end = max(c.end, at)
	s.packets++
	s.bytes += int64(len(b.Bytes))
	return len(b.Bytes)
}

// Event counts what is not in order.
func (c *connection) Event(e *reassembly.Event) {
	c.end = max(c.end, e.Time)
	switch e.Kind {
	case reassembly.EventGap:
		c.sides[e.Direction].missing += e.Length
	case reassembly.EventConflict:
		c.sides[e.Direction].other += e.Length
	}
}

// Close prints the statistics.
func (c *connection) Close(why reassembly.Reason) {
	seconds := float64(max(c.end-c.Start(), 1)) / 1e9
	for d, s := range c.sides {
		k := c.Key()
		if reassembly.Direction(d) == reassembly.FromServer {
			k = k.Reverse()
		}
		fmt.Printf("%v %v %v: start %v, end %v, %d bytes, %d packets, %d out of order, %.0f bytes/s, %.0f packets/s, %d bytes missing, %d came again with other content\n",
			k.Flow, k.Ports(), why, time.Unix(0, c.Start()).UTC().Format(time.RFC3339Nano), time.Unix(0, c.end).UTC().Format(time.RFC3339Nano),
			s.bytes, s.packets, s.late, float64(s.bytes)/seconds, float64(s.packets)/seconds, s.missing, s.other)
	}
}
