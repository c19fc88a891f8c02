// Arpscan asks for every address of the IPv4 networks, up to /16, of the interfaces that it is given, or of all, and prints who has it.
//
//	go run ./examples/arpscan [-every 10s] [-vendors] [eth0 ...]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/netip"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/capture/netif"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/names"
	"github.com/wiretag/wiretag/packet"
)

var (
	every   = flag.Duration("every", 0, "ask again after this `time`, for ever")
	vendors = flag.Bool("vendors", false, "print the vendors of MAC addresses")
)

func main() {
	flag.Parse()
	all, err := netif.List()
	if err != nil {
		log.Fatal(err)
	}
	var wait sync.WaitGroup
	for i := range all {
		ifc := &all[i]
		if flag.NArg() > 0 && !slices.Contains(flag.Args(), ifc.Name) || ifc.LinkType != capture.LinkTypeEthernet || ifc.Flags&netif.Loopback != 0 {
			continue
		}
		wait.Go(func() {
			if err := scan(ifc); err != nil {
				log.Printf("%s: %v", ifc.Name, err)
			}
		})
	}
	wait.Wait()
}

// scan asks on one interface.
func scan(ifc *netif.Interface) error {
	replies, err := bpf.Compile("arp[6:2] = 2", ifc.LinkType, bpf.ForSocket())
	if err != nil {
		return err
	}
	src, err := afpacket.Open(ifc.Name, capture.Live{Filter: replies.Raw(), Direction: capture.Inbound, Promiscuous: true, Buffer: 4 << 20})
	if err != nil {
		return err
	}
	defer src.Close()
	for {
		for _, p := range ifc.Prefixes {
			if err := ask(src, ifc, p); err != nil {
				return err
			}
		}
		if err := listen(src, max(*every, time.Second)); err != nil || *every == 0 {
			return err
		}
	}
}

// ask sends a request for each address of a network.
func ask(src *afpacket.Ring, ifc *netif.Interface, p netip.Prefix) error {
	if !p.Addr().Is4() || p.Bits() < 16 {
		return nil
	}
	var requests [][]byte
	for a := p.Masked().Addr(); p.Contains(a); a = a.Next() {
		pkt, err := codec.Marshal(&layers.Ethernet{Dst: ifc.Broadcast, Src: ifc.MAC}, layers.NewARP(layers.ARPRequest, ifc.MAC, p.Addr(), layers.MAC{}, a))
		if err != nil {
			return err
		}
		requests = append(requests, pkt)
	}
	_, err := src.WriteBatch(requests)
	return err
}

// listen prints the replies that come within a time.
func listen(src *afpacket.Ring, d time.Duration) error {
	if err := src.SetReadDeadline(time.Now().Add(d)); err != nil {
		return err
	}
	var v packet.View
	for rec, err := range capture.Packets(context.Background(), src) {
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return nil
		}
		if err != nil {
			return err
		}
		v.Decode(rec.Data, rec.Info.LinkType)
		if arp := packet.Get[layers.ARP](&v); arp != nil {
			mac, _ := arp.SenderMAC()
			vendor := ""
			if *vendors {
				vendor = " " + names.Vendor(mac)
			}
			fmt.Printf("%-15v %v%s\n", arp.SenderIP(), mac, vendor)
		}
	}
	return nil
}
