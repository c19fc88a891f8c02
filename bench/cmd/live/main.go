// Live compares live capture and sending side by side on a pair of virtual interfaces in a network namespace of its own: this library's mapped ring and plain
// socket, gopacket's afpacket, and tcpdump -w /dev/null; and for sending, the mapped transmit ring, sendmmsg(2), single sends, gopacket, and tcpreplay if it is
// installed.
//
//	go run ./cmd/live [-seconds s] [-rates 100000,300000,…] [-size bytes] [-rounds n]
//
// It needs root and Linux. At each rate every receiver takes its turn, and so in each round; the table has the medians. Processor time is that of the receiver's process: the work of
// the interfaces and of filling the ring is done by whoever sends. How much of it is in the program and how much in the kernel is sampled on many systems; the sum is exact. The receivers look at one byte of each packet.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "live:", err)
		os.Exit(1)
	}
}

// settings of a run, and of the processes that it starts.
type settings struct {
	role, kind, ifc string
	rate            float64
	seconds         float64
	size, rounds    int
	count           int
	rates           string
	file            string
}

func run() error {
	var s settings
	flag.StringVar(&s.role, "role", "", "of a process that was started by this program")
	flag.StringVar(&s.kind, "kind", "", "of receiver or sender, for a role")
	flag.StringVar(&s.ifc, "interface", "", "for a role")
	flag.StringVar(&s.file, "file", "", "for a role")
	flag.Float64Var(&s.rate, "rate", 0, "packets a second; 0: as many as possible")
	flag.Float64Var(&s.seconds, "seconds", 2, "of sending in each measurement")
	flag.IntVar(&s.size, "size", 100, "bytes of a packet")
	flag.IntVar(&s.rounds, "rounds", 3, "number of rounds")
	flag.IntVar(&s.count, "count", 0, "packets, for a role")
	flag.StringVar(&s.rates, "rates", "100000,300000,600000,0", "rates in packets a second; 0: as many as possible")
	flag.Parse()
	switch s.role {
	case "":
		return measure(&s)
	case "receive":
		return receive(&s)
	case "drain":
		return drain(&s)
	case "send":
		return send(&s)
	}
	return errors.New("unknown role")
}

func (s *settings) rateList() (list []float64, err error) {
	for text := range strings.SplitSeq(s.rates, ",") {
		r, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}
