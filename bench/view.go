package bench

import (
	"fmt"

	"github.com/gopacket/gopacket"
	peer "github.com/gopacket/gopacket/layers"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// viewCases compare packets whose layers are not known beforehand.
func viewCases() []Case {
	var cases []Case
	for _, p := range Packets() {
		for _, c := range []struct {
			ours, peer string
			aim        float64
			options    gopacket.DecodeOptions
		}{
			{"packet.View", "NewPacket(Default)", 8, gopacket.Default},
			{"packet.View", "NewPacket(NoCopy)", 8, gopacket.NoCopy},
			{"packet.View+Get", "NewPacket(Lazy,NoCopy)+Layer", 0, gopacket.DecodeOptions{Lazy: true, NoCopy: true}},
			{"packet.View", "NewPacket(Pool)+Dispose", 0, gopacket.DecodeOptions{Pool: true}},
		} {
			if p.Name != Packets()[0].Name { // the aim is for one packet
				c.aim = 0
			}
			cases = append(cases, Case{
				Group: "Whole packet" + suffix, Name: p.Name, Ours: c.ours, Peer: c.peer, Aim: c.aim, NoAllocs: p.Layers == 3,
				Open: func(*Env) (*Pair, error) { return viewPair(p, c.options) },
			})
		}
	}
	return cases
}

func viewPair(p Packet, o gopacket.DecodeOptions) (*Pair, error) {
	v := &packet.View{}
	pair := &Pair{
		Bytes: len(p.Data),
		Ours:  func(n int) error { return runView(v, p, n) },
		Peer:  func(n int) error { return runNewPacket(p, o, n) },
		Check: func() error {
			if err := v.Decode(p.Data, capture.LinkTypeEthernet); err != nil {
				return err
			}
			var a, b lines
			for l := range v.Layers() {
				a.describe(l.Value())
			}
			for _, l := range gopacket.NewPacket(p.Data, peer.LayerTypeEthernet, o).Layers() {
				b.describePeer(l)
			}
			return same(a, b)
		},
	}
	if o.Lazy {
		v.Init(packet.Lazy())
		pair.Ours = func(n int) error { return runLazyView(v, p, n) }
	}
	return pair, nil
}

func runView(v *packet.View, p Packet, n int) error {
	for range n {
		if err := v.Decode(p.Data, capture.LinkTypeEthernet); err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	return nil
}

// runLazyView asks for the transport layer, without which a lazy packet is no work at all.
func runLazyView(v *packet.View, p Packet, n int) error {
	for range n {
		if err := v.Decode(p.Data, capture.LinkTypeEthernet); err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		if packet.Get[layers.TCP](v) == nil && packet.Get[layers.UDP](v) == nil {
			return errIncomplete
		}
	}
	return nil
}

func runNewPacket(p Packet, o gopacket.DecodeOptions, n int) error {
	for range n {
		pkt := gopacket.NewPacket(p.Data, peer.LayerTypeEthernet, o)
		if o.Lazy && pkt.Layer(peer.LayerTypeTCP) == nil && pkt.Layer(peer.LayerTypeUDP) == nil {
			return errIncomplete
		}
		if o.Pool {
			pkt.(gopacket.PooledPacket).Dispose()
		}
	}
	return nil
}
