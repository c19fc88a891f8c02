// Synscan sends a SYN to TCP ports of a host, and prints which of them are open. It is for hosts and networks of your own.
//
//	go run ./examples/synscan 192.0.2.1 1 1024
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/netip"
	"os"
	"strconv"
	"time"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/capture/netif"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

const ourPort, ourSeq = 54321, 0x77697265

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: synscan address first-port last-port")
	}
	dst, err := netip.ParseAddr(os.Args[1])
	first, err1 := strconv.ParseUint(os.Args[2], 10, 16)
	last, err2 := strconv.ParseUint(os.Args[3], 10, 16)
	if err := errors.Join(err, err1, err2); err != nil {
		log.Fatal(err)
	}
	if err := scan(dst, int(first), int(last)); err != nil {
		log.Fatal(err)
	}
}

func scan(dst netip.Addr, first, last int) error {
	path, err := netif.PathTo(context.Background(), dst)
	if err != nil {
		return err
	}
	answers, err := bpf.Compile(fmt.Sprintf("tcp and src host %v and dst port %d", dst, ourPort), path.Interface.LinkType, bpf.ForSocket())
	if err != nil {
		return err
	}
	src, err := afpacket.Open(path.Interface.Name, capture.Live{Filter: answers.Raw(), Direction: capture.Inbound})
	if err != nil {
		return err
	}
	defer src.Close()
	for port := first; port <= last; port++ {
		pkt, err := syn(path, port)
		if err == nil {
			err = src.WritePacket(pkt, nil)
		}
		if err != nil {
			return err
		}
	}
	return listen(src)
}

func syn(path *netif.Path, port int) ([]byte, error) {
	eth := &layers.Ethernet{Src: path.SourceMAC, Dst: path.DestinationMAC}
	tcp := &layers.TCP{SrcPort: ourPort, DstPort: layers.TCPPort(port), Seq: ourSeq, Flags: layers.TCPSyn, Window: 1024}
	if path.Destination.Is4() {
		return codec.Marshal(eth, &layers.IPv4{TTL: 64, Src: path.Source, Dst: path.Destination}, tcp)
	}
	return codec.Marshal(eth, &layers.IPv6{HopLimit: 64, Src: path.Source, Dst: path.Destination}, tcp)
}

// listen prints who answers with SYN and ACK, until nothing has come for a second.
func listen(src *afpacket.Ring) error {
	var v packet.View
	seen := map[layers.TCPPort]bool{}
	for {
		if err := src.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
			return err
		}
		data, info, err := src.Next()
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return nil
		}
		if err != nil {
			return err
		}
		v.Decode(data, info.LinkType)
		tcp := packet.Get[layers.TCP](&v)
		if tcp != nil && tcp.Ack == ourSeq+1 && tcp.Flags.Has(layers.TCPSyn|layers.TCPAck) && !seen[tcp.SrcPort] {
			seen[tcp.SrcPort] = true
			fmt.Println(uint16(tcp.SrcPort), "open")
		}
	}
}
