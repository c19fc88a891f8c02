// Arpscan asks for every address of an interface's IPv4 networks, up to /20, and prints who has it.
//
//	go run ./examples/arpscan eth0
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
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

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: arpscan interface")
	}
	if err := scan(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func scan(name string) error {
	ifc, err := netif.ByName(name)
	if err != nil {
		return err
	}
	replies, err := bpf.Compile("arp[6:2] = 2", ifc.LinkType, bpf.ForSocket())
	if err != nil {
		return err
	}
	src, err := afpacket.Open(name, capture.Live{Filter: replies.Raw(), Immediate: true})
	if err != nil {
		return err
	}
	defer src.Close()
	for _, p := range ifc.Prefixes {
		if !p.Addr().Is4() || p.Bits() < 20 {
			continue
		}
		for a := p.Masked().Addr(); p.Contains(a); a = a.Next() {
			pkt, err := codec.Marshal(
				&layers.Ethernet{Dst: ifc.Broadcast, Src: ifc.MAC},
				layers.NewARP(layers.ARPRequest, ifc.MAC, p.Addr(), layers.MAC{}, a))
			if err == nil {
				err = src.WritePacket(pkt, nil)
			}
			if err != nil {
				return err
			}
		}
	}
	if err := src.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
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
			fmt.Printf("%-15v %v %s\n", arp.SenderIP(), mac, names.Vendor(mac))
		}
	}
	return nil
}
