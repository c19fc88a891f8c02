package capture_test

import (
	"context"
	"fmt"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// The same loop reads a file and an interface: afpacket.Open gives a Source too.
func ExamplePackets() {
	src, err := pcapio.Open("../testdata/arp.pcap")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer src.Close()
	var kept []capture.Record
	for rec, err := range capture.Packets(context.Background(), src) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if len(kept) < 2 {
			kept = append(kept, rec.Clone()) // rec itself is lent until the next step
		}
	}
	for _, rec := range kept {
		fmt.Println(rec.Info.LinkType, rec.Info.CaptureLength, "of", rec.Info.Length, "bytes")
	}
	// Output:
	// ETHERNET 42 of 42 bytes
	// ETHERNET 42 of 42 bytes
}

// Options of pcapng are bytes that are looked through when they are asked for, and edited without touching the others.
func ExampleOptions() {
	var o capture.Options
	for _, text := range []string{"first", "second"} {
		if err := o.Add(capture.OptionComment, []byte(text)); err != nil {
			fmt.Println(err)
			return
		}
	}
	for text := range o.Strings(capture.OptionComment) {
		fmt.Println(text)
	}
	fmt.Println(o.Delete(capture.OptionComment), "deleted,", len(o.Raw), "bytes left") // the end mark
	// Output:
	// first
	// second
	// 2 deleted, 4 bytes left
}
