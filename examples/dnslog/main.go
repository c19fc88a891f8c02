// Dnslog prints the questions and answers of DNS that pass an interface, or stand in a file.
//
//	go run ./examples/dnslog eth0
//	go run ./examples/dnslog file.pcap
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/signal"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: dnslog interface-or-file")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	src, err := open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer src.Close()
	if err := follow(ctx, src); err != nil && !errors.Is(err, context.Canceled) {
		log.Print(err)
	}
}

// open opens a file, if there is one of this name, or else an interface.
func open(name string) (capture.Source, error) {
	if _, err := os.Stat(name); err == nil {
		return pcapio.Open(name)
	}
	filter, err := bpf.Compile("udp port 53", capture.LinkTypeEthernet, bpf.ForSocket())
	if err != nil {
		return nil, err
	}
	return afpacket.Open(name, capture.Live{Promiscuous: true, Filter: filter.Raw()})
}

func follow(ctx context.Context, src capture.Source) error {
	var v packet.View
	for rec, err := range capture.Packets(ctx, src) {
		if err != nil {
			return err
		}
		v.Decode(rec.Data, rec.Info.LinkType)
		dns := packet.Get[layers.DNS](&v)
		if dns == nil {
			continue
		}
		when := rec.Info.Time.Time().Format("15:04:05.000000")
		for i := range dns.Questions {
			if q := &dns.Questions[i]; !dns.QR {
				fmt.Println(when, v.NetworkFlow(), "asks", q)
			}
		}
		for i := range dns.Answers {
			fmt.Println(when, v.NetworkFlow(), "says", &dns.Answers[i])
		}
	}
	return nil
}
