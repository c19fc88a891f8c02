package pipeline_test

import (
	"context"
	"fmt"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/pipeline"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// Workers decode, each flow always in the same one; one goroutine at a time counts what they found.
func ExampleRun() {
	src, err := pcapio.Open("../../testdata/http.pcap")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer src.Close()
	var payload int
	stats, err := pipeline.Run(context.Background(), src, pipeline.Config{Workers: 2}, func(int) pipeline.Work[int] {
		var v packet.View // one for each worker
		return func(rec capture.Record) (int, bool) {
			v.Decode(rec.Data, rec.Info.LinkType)
			if packet.Get[layers.TCP](&v) == nil {
				return 0, false
			}
			l, _ := v.Transport()
			return len(l.Payload()), true
		}
	}, func(n int) error {
		payload += n
		return nil
	})
	fmt.Println(stats.Read, "packets,", stats.Sunk, "of TCP, which carry", payload, "bytes;", err)
	// Output:
	// 70 packets, 70 of TCP, which carry 3195 bytes; <nil>
}
