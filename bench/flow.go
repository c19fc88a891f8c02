package bench

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net"

	"github.com/gopacket/gopacket"
	peer "github.com/gopacket/gopacket/layers"

	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/packet"
)

// flowCases compare flows as keys: hashing, and counting packets of flows.
func flowCases() []Case {
	return []Case{
		{Group: "Flows", Name: "hash,IPv4", Ours: "Flow.FastHash", Peer: "Flow.FastHash", NoAllocs: true, Open: hashPair(4)},
		{Group: "Flows", Name: "hash,IPv6", Ours: "Flow.FastHash", Peer: "Flow.FastHash", NoAllocs: true, Open: hashPair(16)},
		{Group: "Flows", Name: "hash,ports", Ours: "Flow.FastHash", Peer: "Flow.FastHash", NoAllocs: true, Open: hashPair(2)},
		{Group: "Flows", Name: "make,IPv4", Ours: "flow.New", Peer: "gopacket.NewFlow", NoAllocs: true, Open: makePair},
		{Group: "Flow table", Name: "decode-and-count,TCP", Ours: "Stack,FlowReader,Table", Peer: "DecodingLayerParser,map-of-flows", NoAllocs: true, Open: decodePair},
		tableCase(1_000, false), tableCase(1_000, true),
		tableCase(100_000, false), tableCase(100_000, true),
		tableCase(1_000_000, false), tableCase(1_000_000, true),
	}
}

// tableCase counts packets of n flows, one by one or many at once.
func tableCase(n int, many bool) Case {
	c := Case{Group: "Flow table", Name: fmt.Sprintf("%d-flows", n), Ours: "Table.Add", Peer: "map-of-gopacket-flows", NoAllocs: true, Open: tablePair(n, many)}
	if many {
		c.Name, c.Ours = c.Name+",batches", "Table.AddAll"
	}
	return c
}

// hashed keeps hashes from being left out.
var hashed uint64

// hashPair hashes flows between endpoints of a size, in bytes. Ours is keyed, the peer's is not.
func hashPair(size int) func(*Env) (*Pair, error) {
	return func(*Env) (*Pair, error) {
		kind, peerKind := flow.KindIPv4, peer.EndpointIPv4
		switch size {
		case 16:
			kind, peerKind = flow.KindIPv6, peer.EndpointIPv6
		case 2:
			kind, peerKind = flow.KindTCP, peer.EndpointTCPPort
		}
		src, dst := []byte("0123456789abcdef")[:size], []byte("fedcba9876543210")[:size]
		a, err := kind.New(src)
		if err != nil {
			return nil, err
		}
		b, err := kind.New(dst)
		if err != nil {
			return nil, err
		}
		f, g, seed := flow.New(a, b), gopacket.NewFlow(peerKind, src, dst), flow.NewSeed()
		return &Pair{
			Ours: func(n int) error {
				for range n {
					hashed += f.FastHash(seed)
				}
				return nil
			},
			Peer: func(n int) error {
				for range n {
					hashed += g.FastHash()
				}
				return nil
			},
			Check: func() error {
				hashed = f.FastHash(seed)
				if hashed != f.Reverse().FastHash(seed) || g.FastHash() != g.Reverse().FastHash() {
					return fmt.Errorf("a hash is not symmetric")
				}
				return nil
			},
		}, nil
	}
}

// made keeps flows from being left out.
var made struct {
	ours flow.Flow
	peer gopacket.Flow
}

// makePair makes a flow of two addresses.
func makePair(*Env) (*Pair, error) {
	src, dst := net.IP{192, 0, 2, 1}, net.IP{192, 0, 2, 2}
	return &Pair{
		Ours: func(n int) error {
			for range n {
				made.ours = flow.New(flow.IPv4([4]byte(src)), flow.IPv4([4]byte(dst)))
			}
			return nil
		},
		Peer: func(n int) error {
			for range n {
				made.peer = gopacket.NewFlow(peer.EndpointIPv4, src, dst)
			}
			return nil
		},
		Check: func() error {
			made.ours = flow.New(flow.IPv4([4]byte(src)), flow.IPv4([4]byte(dst)))
			made.peer = gopacket.NewFlow(peer.EndpointIPv4, src, dst)
			if a, b := made.ours.String(), made.peer.String(); a != b {
				return fmt.Errorf("ours is %s, the peer's %s", a, b)
			}
			return nil
		},
	}, nil
}

// header is what a decoder has found of a packet.
type header struct {
	src, dst         [4]byte
	srcPort, dstPort [2]byte
	time             int64
	length           uint32
	seq              uint32
}

// headers are packets of n flows in both directions and random order, with 2^18 packets at least.
func headers(n int) []header {
	rnd := rand.New(rand.NewPCG(1, uint64(n)))
	list := make([]header, max(n, 1<<18))
	for i := range list {
		f := uint32(i) % uint32(n) // every flow comes
		h := &list[i]
		binary.BigEndian.PutUint32(h.src[:], 0x0a000000+f>>4)
		h.dst = [4]byte{198, 51, 100, byte(f)}
		h.srcPort, h.dstPort = [2]byte{byte(0x80 | f>>8&0x7f), byte(f)}, [2]byte{0x01, 0xbb}
		if rnd.IntN(2) == 0 {
			h.src, h.dst, h.srcPort, h.dstPort = h.dst, h.src, h.dstPort, h.srcPort
		}
		h.length, h.seq = 60+uint32(rnd.IntN(1400)), uint32(i)
	}
	rnd.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	for i := range list {
		list[i].time = 1_700_000_000_000_000_000 + int64(i)*1000
	}
	return list
}

// ourTable counts packets with a flow table, TCP state and all. The clock goes on from round to round.
type ourTable struct {
	table *flow.Table
	shift int64
	many  bool // at once
	batch [64]flow.Packet
}

func newOurTable(many bool) (*ourTable, error) {
	t, err := flow.NewTable(flow.Config{Memory: 1 << 30})
	return &ourTable{table: t, many: many}, err
}

func (t *ourTable) add(list []header) error {
	n := 0
	for i := range list {
		h, p := &list[i], &t.batch[n]
		*p = flow.Packet{
			Key: flow.Key{
				Flow:    flow.New(flow.IPv4(h.src), flow.IPv4(h.dst)),
				SrcPort: binary.BigEndian.Uint16(h.srcPort[:]), DstPort: binary.BigEndian.Uint16(h.dstPort[:]), Protocol: 6,
			},
			Time: h.time + t.shift, Length: h.length, TCP: true, Flags: 0x10, Seq: h.seq, Payload: h.length - 54,
		}
		if !t.many {
			if err := t.table.Add(p); err != nil {
				return err
			}
			continue
		}
		if n++; n == len(t.batch) || i == len(list)-1 {
			if err := t.table.AddAll(t.batch[:n]); err != nil {
				return err
			}
			n = 0
		}
	}
	t.shift += list[len(list)-1].time - list[0].time
	return nil
}

// peerTable counts packets with a map whose keys are gopacket's flows: the least that a program does. There are no
// timeouts, no bound, and no state.
type peerTable map[peerKey]*peerFlow

type peerKey struct{ network, transport gopacket.Flow }

type peerFlow struct {
	first, last    int64
	packets, bytes [2]uint64
}

func (t peerTable) add(list []header) {
	for i := range list {
		h := &list[i]
		k := peerKey{gopacket.NewFlow(peer.EndpointIPv4, h.src[:], h.dst[:]), gopacket.NewFlow(peer.EndpointTCPPort, h.srcPort[:], h.dstPort[:])}
		t.count(k, h.time, h.length)
	}
}

func (t peerTable) count(k peerKey, time int64, length uint32) {
	f, side := t[k], 0
	if f == nil {
		if f = t[peerKey{k.network.Reverse(), k.transport.Reverse()}]; f != nil {
			side = 1
		} else {
			f = &peerFlow{first: time}
			t[k] = f
		}
	}
	f.last = time
	f.packets[side]++
	f.bytes[side] += uint64(length)
}

// tablePair counts the packets of n concurrent flows.
func tablePair(n int, many bool) func(*Env) (*Pair, error) {
	return func(*Env) (*Pair, error) {
		list := headers(n)
		ours, err := newOurTable(many)
		if err != nil {
			return nil, err
		}
		theirs := peerTable{}
		if err := ours.add(list); err != nil {
			return nil, err
		}
		theirs.add(list)
		return &Pair{
			Units: 1 << 14,
			Ours: func(rounds int) error {
				for i := range rounds {
					if err := ours.add(part(list, i)); err != nil {
						return err
					}
				}
				return nil
			},
			Peer: func(rounds int) error {
				for i := range rounds {
					theirs.add(part(list, i))
				}
				return nil
			},
			Check: func() error { return sameFlows(ours.table, theirs, n) },
		}, nil
	}
}

// part is 2^14 packets of the list.
func part(list []header, i int) []header {
	const size = 1 << 14
	at := i % (len(list) / size) * size
	return list[at : at+size]
}

// sameFlows compares what both have counted.
func sameFlows(ours *flow.Table, theirs peerTable, n int) error {
	var a, b [3]uint64
	for r := range ours.Open() {
		a[0]++
		a[1] += r.Src.Packets + r.Dst.Packets
		a[2] += r.Src.Bytes + r.Dst.Bytes
	}
	for _, f := range theirs {
		b[0]++
		b[1] += f.packets[0] + f.packets[1]
		b[2] += f.bytes[0] + f.bytes[1]
	}
	if a != b || a[0] != uint64(n) {
		return fmt.Errorf("flows, packets and bytes: ours %v, the peer's %v", a, b)
	}
	return nil
}

// decodePair decodes a TCP packet and counts it for its flow.
func decodePair(*Env) (*Pair, error) {
	p := Packets()[0]
	into := (&ourLayers{}).all()
	stack, err := packet.NewStack(into...)
	if err != nil {
		return nil, err
	}
	table, err := flow.NewTable(flow.Config{})
	if err != nil {
		return nil, err
	}
	var reader packet.FlowReader
	peers, theirs := &peerLayers{}, peerTable{}
	parser, met := peers.parser(byArray), make([]gopacket.LayerType, 0, 8)
	ours := func(n int) error {
		for range n {
			if !reader.ReadStack(stack, stack.Decode(p.Data), nil, len(p.Data), into...) {
				return errIncomplete
			}
			if err := table.Add(&reader.Packet); err != nil {
				return err
			}
		}
		return nil
	}
	peer := func(n int) error {
		for range n {
			if err := parser.DecodeLayers(p.Data, &met); err != nil {
				return err
			}
			theirs.count(peerKey{peers.ip4.NetworkFlow(), peers.tcp.TransportFlow()}, 0, uint32(len(p.Data)))
		}
		return nil
	}
	return &Pair{
		Bytes: len(p.Data), Ours: ours, Peer: peer,
		Check: func() error {
			if err := ours(3); err != nil {
				return err
			}
			if err := peer(3); err != nil {
				return err
			}
			return sameFlows(table, theirs, 1)
		},
	}, nil
}
