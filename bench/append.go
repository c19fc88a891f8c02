package bench

import (
	"bytes"
	"fmt"

	"github.com/gopacket/gopacket"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// appendCases compare building packets with lengths and checksums.
func appendCases() []Case {
	packets := append(Packets(), Packet{"Ethernet/IPv4/TCP+options,1448-byte-payload", tcpPacket(1448), 3})
	var cases []Case
	for i, p := range packets {
		if p.Name == "Ethernet/IPv6/UDP/DNS-response" {
			continue // the peer does not compress names
		}
		c := Case{Group: "Building" + suffix, Name: p.Name, Ours: "codec.Append", Peer: "SerializeLayers", NoAllocs: true, Open: func(*Env) (*Pair, error) {
			return appendPair(p)
		}}
		if i == 0 {
			c.Aim = 3
		}
		cases = append(cases, c)
	}
	return append(cases, appendByHandCase())
}

// underive clears what building has to fill in.
func underive(layer any) {
	switch v := layer.(type) {
	case *layers.Ethernet:
		v.Type = 0
	case *layers.Dot1Q:
		v.Type = 0
	case *layers.IPv4:
		v.IHL, v.Length, v.Protocol, v.Checksum = 0, 0, 0, 0
	case *layers.IPv6:
		v.Length, v.NextHeader = 0, 0
	case *layers.TCP:
		v.DataOffset, v.Checksum, v.Padding = 0, 0, nil
		for i := range v.Options {
			v.Options[i].Length = 0
		}
	case *layers.UDP:
		v.Length, v.Checksum = 0, 0
	case *layers.DNS:
		v.QDCount = 0
	}
}

func appendPair(p Packet) (*Pair, error) {
	theirs, options, err := peerParts(p)
	if err != nil {
		return nil, err
	}
	ours, err := ourParts(p)
	if err != nil {
		return nil, err
	}
	buf := make([]byte, 0, 2048)
	out := gopacket.NewSerializeBufferExpectedSize(len(p.Data), 0)
	return &Pair{
		Bytes: len(p.Data),
		Ours: func(n int) error {
			for range n {
				if b, err := codec.Append(buf[:0], ours...); err != nil || len(b) != len(p.Data) {
					return fmt.Errorf("%s: built %d bytes of %d: %w", p.Name, len(b), len(p.Data), err)
				}
			}
			return nil
		},
		Peer: func(n int) error {
			for range n {
				if err := gopacket.SerializeLayers(out, options, theirs...); err != nil {
					return err
				}
			}
			return nil
		},
		Check: func() error {
			b, err := codec.Append(buf[:0], ours...)
			if err != nil {
				return err
			}
			if err := gopacket.SerializeLayers(out, options, theirs...); err != nil {
				return err
			}
			if !bytes.Equal(b, out.Bytes()) || !bytes.Equal(b, p.Data) {
				return fmt.Errorf("results differ: ours is %x, the peer has %x, wanted is %x", b, out.Bytes(), p.Data)
			}
			return nil
		},
	}, nil
}

// ourParts are the layers of a packet to build it from: pointers to structs, and the payload.
func ourParts(p Packet) ([]any, error) {
	o := &ourLayers{}
	stack, err := packet.NewStack(o.all()...)
	if err != nil {
		return nil, err
	}
	var parts []any
	for _, i := range stack.Decode(p.Data) {
		underive(o.all()[i])
		parts = append(parts, o.all()[i])
	}
	if rest := stack.Rest(); len(rest) > 0 {
		parts = append(parts, rest)
	}
	return parts, stack.Err()
}

// peerParts are the same for the peer.
func peerParts(p Packet) ([]gopacket.SerializableLayer, gopacket.SerializeOptions, error) {
	options := gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}
	l := &peerLayers{}
	var met []gopacket.LayerType
	if err := l.parser(byMap).DecodeLayers(p.Data, &met); err != nil {
		return nil, options, err
	}
	var parts []gopacket.SerializableLayer
	var inner gopacket.DecodingLayer
	for _, t := range met {
		inner = l.byType(t)
		parts = append(parts, inner.(gopacket.SerializableLayer))
	}
	if rest := inner.LayerPayload(); len(rest) > 0 {
		parts = append(parts, gopacket.Payload(rest))
	}
	l.ip4.Length, l.ip4.Checksum, l.ip6.Length = 0, 0, 0
	l.tcp.DataOffset, l.tcp.Checksum, l.udp.Length, l.udp.Checksum = 0, 0, 0, 0
	network := gopacket.NetworkLayer(&l.ip4)
	if l.ip6.Version != 0 {
		network = &l.ip6
	}
	if err := l.tcp.SetNetworkLayerForChecksum(network); err != nil {
		return nil, options, err
	}
	return parts, options, l.udp.SetNetworkLayerForChecksum(network)
}
