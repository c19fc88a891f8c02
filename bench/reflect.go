package bench

import (
	"fmt"

	"github.com/gopacket/gopacket"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

const reflectGroup = "A user's structs"

// reflectCases compare the codec, working from the tags of a user's structs, with hand-written decoders.
func reflectCases() []Case {
	var cases []Case
	for _, p := range Packets() {
		switch p.Name {
		case "Ethernet/IPv6/UDP/DNS-query":
			p.Name, p.Layers = "Ethernet/IPv6/UDP", 3
		case "Ethernet/IPv6/UDP/DNS-response":
			continue
		}
		for _, c := range []struct {
			ours, peer string
			aim        float64
			open       func(Packet) (*Pair, error)
		}{
			{"codec.For", "DecodeFromBytes", 1.5, handlePair},
			{"codec.Unmarshal", "DecodeFromBytes", 1.5, unmarshalPair},
			{"packet.Stack", byMap.String(), 1.5, func(p Packet) (*Pair, error) { return userStackPair(p, byMap) }},
			{"packet.Stack", byArray.String(), 0, func(p Packet) (*Pair, error) { return userStackPair(p, byArray) }},
		} {
			cases = append(cases, Case{
				Group: reflectGroup, Name: p.Name, Ours: c.ours, Peer: c.peer, Aim: c.aim, NoAllocs: true,
				Open: func(*Env) (*Pair, error) { return c.open(p) },
			})
		}
	}
	return cases
}

// path is the layers of a packet as indexes into userLayers.all and peerLayers.all, which begin alike.
func path(p Packet) ([]int, error) {
	var u userLayers
	stack, err := userStack(&u)
	if err != nil {
		return nil, err
	}
	met := stack.Decode(p.Data)
	if len(met) != p.Layers {
		return nil, fmt.Errorf("%s: %w", p.Name, errIncomplete)
	}
	return met, stack.Err()
}

// decodeFunc decodes one layer into a struct that it knows and returns the payload.
type decodeFunc func(data []byte) (payload []byte, err error)

func handle[T any](into *T) decodeFunc {
	c := codec.For[T]()
	return func(data []byte) ([]byte, error) {
		ext, err := c.Decode(data, into)
		if err != nil {
			return nil, err
		}
		return data[ext.Header : ext.Header+ext.Payload], nil
	}
}

func unmarshal[T any](into *T) decodeFunc {
	return func(data []byte) ([]byte, error) { return codec.Unmarshal(data, into) }
}

func decodeFrom(l gopacket.DecodingLayer) decodeFunc {
	return func(data []byte) ([]byte, error) {
		if err := l.DecodeFromBytes(data, gopacket.NilDecodeFeedback); err != nil {
			return nil, err
		}
		return l.LayerPayload(), nil
	}
}

func handlePair(p Packet) (*Pair, error) {
	u := &userLayers{}
	return directPair(p, u, []decodeFunc{handle(&u.eth), handle(&u.vlan), handle(&u.ip4), handle(&u.ip6), handle(&u.tcp), handle(&u.udp)})
}

func unmarshalPair(p Packet) (*Pair, error) {
	u := &userLayers{}
	return directPair(p, u, []decodeFunc{unmarshal(&u.eth), unmarshal(&u.vlan), unmarshal(&u.ip4), unmarshal(&u.ip6), unmarshal(&u.tcp), unmarshal(&u.udp)})
}

// directPair calls the decoders of the packet's layers one after the other, on both sides in the same way.
func directPair(p Packet, u *userLayers, decoders []decodeFunc) (*Pair, error) {
	met, err := path(p)
	if err != nil {
		return nil, err
	}
	peers := &peerLayers{}
	var ours, theirs []decodeFunc
	for _, i := range met {
		ours = append(ours, decoders[i])
		theirs = append(theirs, decodeFrom(peers.all()[i]))
	}
	return &Pair{
		Bytes: len(p.Data),
		Ours:  func(n int) error { return runDirect(ours, p.Data, n) },
		Peer:  func(n int) error { return runDirect(theirs, p.Data, n) },
		Check: func() error {
			var a, b lines
			if err := runDirect(ours, p.Data, 1); err != nil {
				return err
			}
			if err := runDirect(theirs, p.Data, 1); err != nil {
				return err
			}
			for _, i := range met {
				a.describeUser(u.all()[i])
				b.describePeer(peers.all()[i])
			}
			return same(a, b)
		},
	}, nil
}

func runDirect(decoders []decodeFunc, packet []byte, n int) error {
	for range n {
		data := packet
		for _, decode := range decoders {
			var err error
			if data, err = decode(data); err != nil {
				return err
			}
		}
		if len(data) == 0 {
			return errIncomplete
		}
	}
	return nil
}

// userStack is a stack of the user's structs, found by a registry in which they have taken the places of the built-in ones.
func userStack(u *userLayers) (*packet.Stack, error) {
	r := packet.NewRegistry()
	for _, err := range []error{
		packet.Register[userFrame](r, layers.RoleLink, packet.LinkKey(capture.LinkTypeEthernet)),
		packet.Register[userTag](r, layers.RoleNone, codec.Key{Table: "ethertype", Value: 0x8100}),
		packet.Register[userIP4](r, layers.RoleNetwork, codec.Key{Table: "ethertype", Value: 0x0800}),
		packet.Register[userIP6](r, layers.RoleNetwork, codec.Key{Table: "ethertype", Value: 0x86dd}),
		packet.Register[userTCP](r, layers.RoleTransport, codec.Key{Table: "ip", Value: 6}),
		packet.Register[userUDP](r, layers.RoleTransport, codec.Key{Table: "ip", Value: 17}),
	} {
		if err != nil {
			return nil, err
		}
	}
	return packet.NewStackWith(r, u.all()...)
}

func userStackPair(p Packet, c container) (*Pair, error) {
	u, peers := &userLayers{}, &peerLayers{}
	stack, err := userStack(u)
	if err != nil {
		return nil, err
	}
	parser := peers.parserOf(c, peers.all()[:6])
	met := make([]gopacket.LayerType, 0, 8)
	return &Pair{
		Bytes: len(p.Data),
		Ours:  func(n int) error { return runStack(stack, p, n) },
		Peer:  func(n int) error { return runParser(parser, &met, p, n) },
		Check: func() error {
			var a, b lines
			for _, i := range stack.Decode(p.Data) {
				a.describeUser(u.all()[i])
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
