package bench

import (
	"fmt"

	"github.com/gopacket/gopacket"

	"github.com/wiretag/wiretag/packet"
)

// stackCases compare the fixed decoders.
func stackCases() []Case {
	var cases []Case
	for _, p := range Packets() {
		for _, c := range []container{byMap, byArray} {
			k := Case{Group: "Stack" + suffix, Name: p.Name, Ours: "packet.Stack", Peer: c.String(), NoAllocs: p.Layers == 3, Open: func(*Env) (*Pair, error) {
				return stackPair(p, c)
			}}
			if c == byMap {
				k.Aim = stackAim
			}
			cases = append(cases, k)
		}
	}
	return append(cases, byHandCase())
}

func stackPair(p Packet, c container) (*Pair, error) {
	ours, peers := &ourLayers{}, &peerLayers{}
	stack, err := packet.NewStack(ours.all()...)
	if err != nil {
		return nil, err
	}
	parser := peers.parser(c)
	met := make([]gopacket.LayerType, 0, 8)
	return &Pair{
		Bytes: len(p.Data),
		Ours:  func(n int) error { return runStack(stack, p, n) },
		Peer:  func(n int) error { return runParser(parser, &met, p, n) },
		Check: func() error {
			var a, b lines
			for _, i := range stack.Decode(p.Data) {
				a.describe(ours.all()[i])
			}
			if err := stack.Err(); err != nil {
				return err
			}
			if err := parser.DecodeLayers(p.Data, &met); err != nil {
				return err
			}
			for _, t := range met {
				b.describePeer(peers.byType(t))
			}
			return same(a, b)
		},
	}, nil
}

func runStack(stack *packet.Stack, p Packet, n int) error {
	for range n {
		if len(stack.Decode(p.Data)) != p.Layers {
			return fmt.Errorf("%s: %w", p.Name, errIncomplete)
		}
	}
	return nil
}

func runParser(parser *gopacket.DecodingLayerParser, met *[]gopacket.LayerType, p Packet, n int) error {
	for range n {
		if err := parser.DecodeLayers(p.Data, met); err != nil || len(*met) != p.Layers {
			return fmt.Errorf("%s: %w", p.Name, errIncomplete)
		}
	}
	return nil
}
