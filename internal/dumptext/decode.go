package dumptext

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/dot11"
)

// slot is where a layer is decoded that the packet's own layers do not have at its place.
type slot[T any] struct {
	codec *codec.Codec[T]
	layer T
}

// decoders are the slots of all layers that are printed.
type decoders struct {
	ethernet slot[layers.Ethernet]
	vlan     slot[layers.Dot1Q]
	sll      slot[layers.SLL]
	sll2     slot[layers.SLL2]
	null     slot[layers.Null]
	llc      slot[layers.LLC]
	snap     slot[layers.SNAP]
	arp      slot[layers.ARP]
	ipv4     slot[layers.IPv4]
	ipv6     slot[layers.IPv6]
	fragment slot[layers.IPv6Fragment]
	ah       slot[layers.AH]
	tcp      slot[layers.TCP]
	udp      slot[layers.UDP]
	dns      slot[layers.DNS]
	dhcp     slot[layers.DHCPv4]
	dot11    slot[dot11.Header]
}

// layerAt gives the layer of type T that data, a part of the packet, starts with. It is
// that of the packet's layers, where they have one there: tcpdump chooses some layers by
// other rules than the dispatch tables do, and then s is used. The layer holds what was
// decoded; whether that was all of it is seen from the length of data.
func layerAt[T any](p *Printer, data []byte, s *slot[T]) *T {
	at := cap(p.frame) - cap(data)
	for l := range p.view.Layers() {
		if l.Index() < p.next {
			continue
		}
		if l.Offset() > at {
			break
		}
		p.next = l.Index() + 1
		if v, ok := l.Value().(*T); ok && l.Offset() == at {
			return v
		}
	}
	if s.codec == nil {
		s.codec = codec.For[T]()
	}
	// What is wrong with the layer shows in the text, by the bytes that are there.
	_, _ = s.codec.Decode(data, &s.layer)
	return &s.layer
}
