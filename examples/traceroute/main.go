// Traceroute finds the routers on the way to an IPv4 address: datagrams with a growing time to live die at one after the other, which say so.
//
//	go run ./examples/traceroute 192.0.2.1
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/netip"
	"os"
	"time"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/capture/netif"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

const firstPort, hops = 33434, 30

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: traceroute address")
	}
	dst, err := netip.ParseAddr(os.Args[1])
	if err == nil {
		err = trace(dst)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func trace(dst netip.Addr) error {
	path, err := netif.PathTo(context.Background(), dst)
	if err != nil {
		return err
	}
	icmp, err := bpf.Compile("icmp[icmptype] = icmp-timxceed or icmp[icmptype] = icmp-unreach", path.Interface.LinkType, bpf.ForSocket())
	if err != nil {
		return err
	}
	src, err := afpacket.Open(path.Interface.Name, capture.Live{Filter: icmp.Raw(), Direction: capture.Inbound, Immediate: true})
	if err != nil {
		return err
	}
	defer src.Close()
	for ttl := 1; ttl <= hops; ttl++ {
		pkt, err := codec.Marshal(
			&layers.Ethernet{Src: path.SourceMAC, Dst: path.DestinationMAC},
			&layers.IPv4{TTL: uint8(ttl), Src: path.Source, Dst: dst},
			&layers.UDP{SrcPort: 54321, DstPort: layers.UDPPort(firstPort + ttl)}, []byte("wiretag"))
		if err != nil {
			return err
		}
		start := time.Now()
		if err := src.WritePacket(pkt, nil); err != nil {
			return err
		}
		from, err := answer(src, dst, layers.UDPPort(firstPort+ttl))
		if errors.Is(err, os.ErrDeadlineExceeded) {
			fmt.Printf("%2d  *\n", ttl)
			continue
		}
		if err != nil {
			return err
		}
		fmt.Printf("%2d  %-15v %v\n", ttl, from, time.Since(start).Round(time.Microsecond))
		if from == dst {
			return nil
		}
	}
	return nil
}

// answer waits up to a second for the error that quotes our datagram to this port.
func answer(src *afpacket.Ring, dst netip.Addr, port layers.UDPPort) (from netip.Addr, err error) {
	if err := src.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
		return from, err
	}
	var v packet.View
	for {
		data, info, err := src.Next()
		if err != nil {
			return from, err
		}
		v.Decode(data, info.LinkType)
		// The quoted packet is a part of the tree: the second IPv4, and the UDP in it.
		var ips []*layers.IPv4
		for ip := range packet.All[layers.IPv4](&v) {
			ips = append(ips, ip)
		}
		if udp := packet.Get[layers.UDP](&v); len(ips) == 2 && udp != nil && ips[1].Dst == dst && udp.DstPort == port {
			return ips[0].Src, nil
		}
	}
}
