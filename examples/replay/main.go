// Replay sends the packets of a capture file on an interface: with the times that they had, at another speed, at a rate, or as fast as possible.
//
//	go run ./examples/replay -i eth0 [-speed 1 | -pps 1000 | -bps 1e9 | -fast] file.pcap
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/pcapio"
)

func main() {
	name := flag.String("i", "", "interface to send on")
	var r capture.Replay
	flag.Float64Var(&r.Speed, "speed", 0, "how many times as fast as it was")
	flag.Float64Var(&r.PacketRate, "pps", 0, "most packets in a second")
	flag.Float64Var(&r.BitRate, "bps", 0, "most bits in a second")
	fast := flag.Bool("fast", false, "as fast as possible")
	flag.Parse()
	if flag.NArg() != 1 || *name == "" {
		log.Fatal("usage: replay -i interface [flags] file")
	}
	if r == (capture.Replay{}) && !*fast {
		r.Speed = 1
	}
	res, err := replay(r, *name, flag.Arg(0))
	fmt.Printf("%d packets, %d bytes sent in %v; %d lost, none later than %v\n", res.Sent, res.Bytes, res.Elapsed, res.Lost, res.Latest)
	if err != nil {
		log.Fatal(err)
	}
}

func replay(r capture.Replay, name, file string) (res capture.ReplayResult, err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	src, err := pcapio.Open(file)
	if err != nil {
		return res, err
	}
	defer src.Close()
	sink, err := afpacket.OpenSender(name)
	if err != nil {
		return res, err
	}
	res, err = r.Run(ctx, src, sink)
	return res, errors.Join(err, sink.Close())
}
