package reassembly_test

import (
	"fmt"
	"log"
	"net/netip"

	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/reassembly"
)

// printed is a stream that prints what it is told.
type printed struct{}

func (printed) Data(d reassembly.Direction, c *reassembly.Chunk) int {
	_, number := c.At(0)
	fmt.Printf("%v, from %d, packet %d: %q\n", d, c.Offset, number, c.Bytes)
	return len(c.Bytes)
}

func (printed) Event(e *reassembly.Event) {
	fmt.Printf("%v: %v at %d, %q or %q\n", e.Direction, e.Kind, e.Offset, e.Old, e.New)
}

func (printed) Close(why reassembly.Reason) { fmt.Println("closed:", why) }

// Segments that come in another order, and say different things.
func ExampleAssembler() {
	a, err := reassembly.NewAssembler(reassembly.Config{
		Open: func(c *reassembly.Conn) reassembly.Stream {
			fmt.Println(c.Key().Flow, c.Key().Ports())
			return printed{}
		},
		Targets: []reassembly.Target[reassembly.Policy]{{Prefix: netip.MustParsePrefix("198.51.100.0/24"), Policy: reassembly.PolicyLast}},
	})
	if err != nil {
		log.Fatal(err)
	}
	key := flow.Key{
		Flow:    flow.New(flow.IP(netip.MustParseAddr("192.0.2.1")), flow.IP(netip.MustParseAddr("198.51.100.1"))),
		SrcPort: 40000, DstPort: 25, Protocol: 6,
	}
	const ack, syn = 0x10, 0x02
	for i, s := range []reassembly.Segment{
		{Flags: syn, Seq: 99},
		{Flags: ack, Seq: 105, Payload: []byte("quit")},
		{Flags: ack, Seq: 105, Payload: []byte("rset")},
		{Flags: ack, Seq: 100, Payload: []byte("helo\n")},
	} {
		s.Key, s.Number = key, uint64(i+1)
		a.Add(&s)
	}
	a.Flush()
	// Output:
	// 192.0.2.1->198.51.100.1 40000/tcp->25/tcp
	// client: conflict at 5, "qui" or "rse"
	// client, from 0, packet 4: "helo\n"
	// client, from 5, packet 2: "rset"
	// closed: flush
}
