package packet_test

import (
	"fmt"
	"log"
	"net/netip"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// Telemetry is a protocol of our own, on a port of our own.
type Telemetry struct {
	Version uint8    `bits:"4,const=1"`
	Urgent  bool     `bits:"1"`
	Kind    uint8    `bits:"3"`
	Count   uint8    `bits:"8,count=Samples"`
	Station uint16   `bits:"16"`
	Samples []uint16 `bits:"*,each=16"`
}

// A layer of one's own is a tagged struct and a line that says where it stands.
func ExampleRegister() {
	reg := packet.NewRegistry()
	err := packet.Register[Telemetry](reg, layers.RoleApplication, codec.Key{Table: "udp", Value: 9999})
	if err != nil {
		log.Fatal(err)
	}

	data, err := codec.Marshal(
		&layers.IPv4{TTL: 64, Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2")},
		&layers.UDP{SrcPort: 40000, DstPort: 9999},
		&Telemetry{Station: 7, Samples: []uint16{100, 200, 300}},
	)
	if err != nil {
		log.Fatal(err)
	}

	p := packet.New(data, capture.LinkTypeRaw, packet.WithRegistry(reg))
	tm := packet.Get[Telemetry](p)
	fmt.Println(tm.Station, tm.Samples, p.Err())

	tm.Urgent = true
	tm.Samples = append(tm.Samples, 400)
	data, err = p.Encode()
	p = packet.New(data, capture.LinkTypeRaw, packet.WithRegistry(reg))
	fmt.Println(packet.Get[Telemetry](p).Samples, packet.Get[layers.UDP](p).Length, err)
	// Output:
	// 7 [100 200 300] <nil>
	// [100 200 300 400] 20 <nil>
}
