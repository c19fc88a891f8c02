package bench

import (
	"fmt"

	older "github.com/google/gopacket"
	olderlayers "github.com/google/gopacket/layers"

	"github.com/wiretag/wiretag/packet"
)

// olderCases compare with google/gopacket 1.1.19, the library that gopacket/gopacket goes on from.
func olderCases() []Case {
	var cases []Case
	for _, p := range Packets() {
		cases = append(cases,
			Case{Group: "google/gopacket" + suffix, Name: p.Name, Ours: "packet.View", Peer: "google:NewPacket(NoCopy)", Open: func(*Env) (*Pair, error) { return olderViewPair(p) }},
			Case{Group: "google/gopacket" + suffix, Name: p.Name, Ours: "packet.Stack", Peer: "google:DecodingLayerParser", Open: func(*Env) (*Pair, error) { return olderStackPair(p) }})
	}
	return cases
}

func olderViewPair(p Packet) (*Pair, error) {
	v := &packet.View{}
	pair := &Pair{
		Bytes: len(p.Data),
		Ours:  func(n int) error { return runView(v, p, n) },
		Peer: func(n int) error {
			for range n {
				older.NewPacket(p.Data, olderlayers.LayerTypeEthernet, older.NoCopy)
			}
			return nil
		},
	}
	pair.Check = func() error {
		known := 0
		for _, l := range older.NewPacket(p.Data, olderlayers.LayerTypeEthernet, older.NoCopy).Layers() {
			if l.LayerType() != older.LayerTypePayload {
				known++
			}
		}
		if err := pair.Ours(1); err != nil || known != p.Layers || v.Len() < known {
			return fmt.Errorf("the peer has %d layers, ours has %d, of %d: %w", known, v.Len(), p.Layers, err)
		}
		return nil
	}
	return pair, nil
}

func olderStackPair(p Packet) (*Pair, error) {
	stack, err := packet.NewStack((&ourLayers{}).all()...)
	if err != nil {
		return nil, err
	}
	parser := older.NewDecodingLayerParser(olderlayers.LayerTypeEthernet, &olderlayers.Ethernet{}, &olderlayers.Dot1Q{}, &olderlayers.IPv4{}, &olderlayers.IPv6{},
		&olderlayers.TCP{}, &olderlayers.UDP{}, &olderlayers.DNS{})
	parser.IgnoreUnsupported, parser.IgnorePanic = true, true
	met := make([]older.LayerType, 0, 8)
	pair := &Pair{
		Bytes: len(p.Data),
		Ours:  func(n int) error { return runStack(stack, p, n) },
		Peer: func(n int) error {
			for range n {
				if err := parser.DecodeLayers(p.Data, &met); err != nil || len(met) != p.Layers {
					return fmt.Errorf("%s: %w", p.Name, errIncomplete)
				}
			}
			return nil
		},
	}
	pair.Check = func() error { return first(pair.Ours(1), pair.Peer(1)) }
	return pair, nil
}
