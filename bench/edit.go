package bench

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/gopacket/gopacket"
	peer "github.com/gopacket/gopacket/layers"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// editCases compare what is done with packets that have been decoded: walking, changing, printing and stamping them.
func editCases() []Case {
	p := Packets()[0]
	vlan := Packets()[3]
	return []Case{
		{Group: "Walking the layers" + suffix, Name: p.Name, Ours: "packet.Layers", Peer: "Packet.Layers", NoAllocs: true, Open: func(*Env) (*Pair, error) { return walkPair(p) }},
		{Group: "Walking the layers" + suffix, Name: vlan.Name, Ours: "packet.Layers", Peer: "Packet.Layers", NoAllocs: true, Open: func(*Env) (*Pair, error) { return walkPair(vlan) }},
		{Group: "Editing and encoding again" + suffix, Name: p.Name, Ours: "View+Get+Append", Peer: "NewPacket+SerializePacket", NoAllocs: true, Open: func(*Env) (*Pair, error) { return editPair(p) }},
		{Group: "Every field as text" + suffix, Name: p.Name, Ours: "AppendTree", Peer: "Packet.String", Open: func(*Env) (*Pair, error) { return textPair(p) }},
		{Group: "Stamping three fields" + suffix, Name: p.Name, Ours: "Template", Peer: "SerializeLayers", NoAllocs: true, Open: func(*Env) (*Pair, error) { return stampPair(p) }},
	}
}

func walkPair(p Packet) (*Pair, error) {
	ours := packet.New(p.Data, capture.LinkTypeEthernet)
	theirs := gopacket.NewPacket(p.Data, peer.LayerTypeEthernet, gopacket.Default)
	return &Pair{
		Bytes: len(p.Data),
		Ours: func(n int) error {
			for range n {
				found := 0
				for l := range ours.Layers() {
					if l.Value() != nil && len(l.Header()) > 0 {
						found++
					}
				}
				if found != p.Layers {
					return errIncomplete
				}
			}
			return nil
		},
		Peer: func(n int) error {
			for range n {
				found := 0
				for _, l := range theirs.Layers() {
					if l.LayerType() != gopacket.LayerTypePayload && len(l.LayerContents()) > 0 {
						found++
					}
				}
				if found != p.Layers {
					return errIncomplete
				}
			}
			return nil
		},
		Check: func() error {
			var a, b lines
			for l := range ours.Layers() {
				a.add("layer", len(l.Header()), len(l.Payload()))
			}
			for _, l := range theirs.Layers() {
				b.add("layer", len(l.LayerContents()), len(l.LayerPayload()))
			}
			return same(a, b)
		},
	}, nil
}

// editPair decodes a packet, changes the time to live, and encodes it with lengths and checksums.
func editPair(p Packet) (*Pair, error) {
	v := &packet.View{}
	buf := make([]byte, 0, 2048)
	ours := func(ttl uint8) ([]byte, error) {
		if err := v.Decode(p.Data, capture.LinkTypeEthernet); err != nil {
			return nil, err
		}
		packet.Get[layers.IPv4](v).TTL = ttl
		return v.Append(buf[:0], codec.Encoder{Derive: codec.All})
	}
	out := gopacket.NewSerializeBufferExpectedSize(len(p.Data), 0)
	theirs := func(ttl uint8) error {
		pkt := gopacket.NewPacket(p.Data, peer.LayerTypeEthernet, gopacket.NoCopy)
		ip := pkt.NetworkLayer().(*peer.IPv4)
		ip.TTL = ttl
		if err := pkt.TransportLayer().(*peer.TCP).SetNetworkLayerForChecksum(ip); err != nil {
			return err
		}
		return gopacket.SerializePacket(out, gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}, pkt)
	}
	return &Pair{
		Bytes: len(p.Data),
		Ours: func(n int) error {
			for i := range n {
				if b, err := ours(uint8(i)); err != nil || len(b) != len(p.Data) {
					return fmt.Errorf("%s: encoded %d bytes of %d: %w", p.Name, len(b), len(p.Data), err)
				}
			}
			return nil
		},
		Peer: func(n int) error {
			for i := range n {
				if err := theirs(uint8(i)); err != nil {
					return err
				}
			}
			return nil
		},
		Check: func() error {
			b, err := ours(9)
			if err != nil {
				return err
			}
			if err := theirs(9); err != nil {
				return err
			}
			if !bytes.Equal(b, out.Bytes()) || b[22] != 9 {
				return fmt.Errorf("results differ: ours is %x, the peer has %x", b, out.Bytes())
			}
			return nil
		},
	}, nil
}

// textPair prints every field of a packet. The texts are not the same; both have the addresses and the ports.
func textPair(p Packet) (*Pair, error) {
	ours := packet.New(p.Data, capture.LinkTypeEthernet)
	theirs := gopacket.NewPacket(p.Data, peer.LayerTypeEthernet, gopacket.Default)
	var buf []byte
	return &Pair{
		Bytes: len(p.Data),
		Ours: func(n int) error {
			for range n {
				if buf = ours.AppendTree(buf[:0]); len(buf) == 0 {
					return errIncomplete
				}
			}
			return nil
		},
		Peer: func(n int) error {
			for range n {
				if len(theirs.String()) == 0 {
					return errIncomplete
				}
			}
			return nil
		},
		Check: func() error {
			for _, want := range []string{"192.0.2.1", "198.51.100.77", "40000", "50000", "501"} {
				if !strings.Contains(string(ours.AppendTree(nil)), want) || !strings.Contains(theirs.String(), want) {
					return fmt.Errorf("a text lacks %s", want)
				}
			}
			return nil
		},
	}, nil
}

// stampPair changes source address, source port and sequence number of a packet that is otherwise always the same. The peer
// encodes it anew.
func stampPair(p Packet) (*Pair, error) {
	t, err := packet.New(p.Data, capture.LinkTypeEthernet).Edit().Template()
	if err != nil {
		return nil, err
	}
	var fields [3]*packet.TemplateField
	for i, path := range []string{"IPv4.Src", "TCP.SrcPort", "TCP.Seq"} {
		if fields[i], err = t.Field(path); err != nil {
			return nil, err
		}
	}
	parts, options, err := peerParts(p)
	if err != nil {
		return nil, err
	}
	ip, tcp := parts[1].(*peer.IPv4), parts[2].(*peer.TCP)
	out := gopacket.NewSerializeBufferExpectedSize(len(p.Data), 0)
	ours := func(i uint64) error {
		if err := fields[0].Set(0x0a000000 | i&0xffff); err != nil {
			return err
		}
		if err := fields[1].Set(40000 + i&0xfff); err != nil {
			return err
		}
		return fields[2].Set(i & 0xffffffff)
	}
	theirs := func(i uint64) error {
		copy(ip.SrcIP, []byte{10, 0, byte(i >> 8), byte(i)})
		tcp.SrcPort, tcp.Seq = peer.TCPPort(40000+i&0xfff), uint32(i)
		return gopacket.SerializeLayers(out, options, parts...)
	}
	return &Pair{
		Bytes: len(p.Data),
		Ours: func(n int) error {
			for i := range n {
				if err := ours(uint64(i)); err != nil {
					return err
				}
			}
			return nil
		},
		Peer: func(n int) error {
			for i := range n {
				if err := theirs(uint64(i)); err != nil {
					return err
				}
			}
			return nil
		},
		Check: func() error {
			for _, i := range []uint64{1, 0xfffe, 77} {
				if err := ours(i); err != nil {
					return err
				}
				if err := theirs(i); err != nil {
					return err
				}
				if !bytes.Equal(t.Bytes(), out.Bytes()) {
					return fmt.Errorf("results differ: ours is %x, the peer has %x", t.Bytes(), out.Bytes())
				}
			}
			return nil
		},
	}, nil
}
