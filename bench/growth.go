package bench

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"

	"github.com/gopacket/gopacket"
	peer "github.com/gopacket/gopacket/layers"

	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// GrowthCases are the same work in several amounts: what it costs as it grows.
func GrowthCases() []Case {
	var all []Case
	for _, cases := range [][]Case{sizeGrowth(), stackGrowth(), optionGrowth(), flowGrowth(), filterGrowth(), fileGrowth(), processorGrowth()} {
		all = append(all, cases...)
	}
	return all
}

// decodeAndBuild are the three kinds of work on one packet.
func decodeAndBuild(group string, x int, p Packet) []Case {
	return []Case{
		{Group: group, Name: p.Name, Ours: "packet.View", Peer: "NewPacket(NoCopy)", X: float64(x), Open: func(*Env) (*Pair, error) { return viewPair(p, gopacket.NoCopy) }},
		{Group: group, Name: p.Name, Ours: "packet.Stack", Peer: byMap.String(), X: float64(x), Open: func(*Env) (*Pair, error) { return stackPair(p, byMap) }},
		{Group: group, Name: p.Name, Ours: "codec.Append", Peer: "SerializeLayers", X: float64(x), Open: func(*Env) (*Pair, error) { return appendPair(p) }},
	}
}

func sizeGrowth() (cases []Case) {
	for _, n := range []int{16, 128, 256, 512, 1024, 1448} {
		cases = append(cases, decodeAndBuild("Bytes of payload behind Ethernet/IPv4/TCP", n, Packet{fmt.Sprintf("%d-bytes", n), tcpPacket(n), 3})...)
	}
	return cases
}

// stackGrowth has frames with more and more VLAN tags. A Stack and a DecodingLayerParser have one struct for all of them.
func stackGrowth() (cases []Case) {
	const group = "Layers: Ethernet, VLAN tags, IPv4, UDP"
	for _, tags := range []int{0, 1, 2, 4, 8} {
		p := Packet{fmt.Sprintf("%d-layers", tags+3), taggedPacket(tags), tags + 3}
		x := float64(p.Layers)
		cases = append(cases,
			Case{Group: group, Name: p.Name, Ours: "packet.View", Peer: "NewPacket(NoCopy)", X: x, Open: func(*Env) (*Pair, error) { return viewPair(p, gopacket.NoCopy) }},
			Case{Group: group, Name: p.Name, Ours: "packet.Stack", Peer: byMap.String(), X: x, Open: func(*Env) (*Pair, error) { return tagStackPair(p, tags) }})
	}
	return cases
}

func taggedPacket(tags int) []byte {
	eth := &peer.Ethernet{DstMAC: macB, SrcMAC: macA, EthernetType: peer.EthernetTypeIPv4}
	parts := []gopacket.SerializableLayer{eth}
	for i := range tags {
		eth.EthernetType = peer.EthernetTypeDot1Q
		tag := &peer.Dot1Q{VLANIdentifier: uint16(100 + i), Type: peer.EthernetTypeDot1Q}
		if i == tags-1 {
			tag.Type = peer.EthernetTypeIPv4
		}
		parts = append(parts, tag)
	}
	ip := &peer.IPv4{Version: 4, Id: 0x0b07, TTL: 61, Protocol: peer.IPProtocolUDP, SrcIP: ip4A, DstIP: ip4B}
	udp := &peer.UDP{SrcPort: portA, DstPort: portB}
	must(udp.SetNetworkLayerForChecksum(ip))
	return build(append(parts, ip, udp, gopacket.Payload(text(48)))...)
}

// tagStackPair gives our side a struct for each tag, which it needs to keep them all; the peer keeps the last.
func tagStackPair(p Packet, tags int) (*Pair, error) {
	o, peers := &ourLayers{}, &peerLayers{}
	into := []any{&o.eth}
	for range tags {
		into = append(into, new(layers.Dot1Q))
	}
	stack, err := packet.NewStack(append(into, &o.ip4, &o.udp)...)
	if err != nil {
		return nil, err
	}
	parser, met := peers.parser(byMap), make([]gopacket.LayerType, 0, 16)
	pair := &Pair{
		Bytes: len(p.Data),
		Ours:  func(n int) error { return runStack(stack, p, n) },
		Peer:  func(n int) error { return runParser(parser, &met, p, n) },
	}
	pair.Check = func() error { return first(pair.Ours(1), pair.Peer(1)) }
	return pair, nil
}

func optionGrowth() (cases []Case) {
	for _, n := range []int{0, 4, 8, 16, 32, 40} {
		cases = append(cases, decodeAndBuild("Options of a TCP header, one byte each", n, Packet{fmt.Sprintf("%d-options", n), optionPacket(n), 3})...)
	}
	return cases
}

func optionPacket(n int) []byte {
	eth := &peer.Ethernet{DstMAC: macB, SrcMAC: macA, EthernetType: peer.EthernetTypeIPv4}
	ip := &peer.IPv4{Version: 4, Flags: peer.IPv4DontFragment, TTL: 64, Protocol: peer.IPProtocolTCP, SrcIP: ip4A, DstIP: ip4B}
	tcp := &peer.TCP{SrcPort: portA, DstPort: portB, Seq: 1, Ack: 1, ACK: true, Window: 501}
	for range n {
		tcp.Options = append(tcp.Options, peer.TCPOption{OptionType: peer.TCPOptionKindNop, OptionLength: 1})
	}
	must(tcp.SetNetworkLayerForChecksum(ip))
	return build(eth, ip, tcp, gopacket.Payload(text(100)))
}

func flowGrowth() (cases []Case) {
	for _, n := range []int{1_000, 10_000, 100_000, 1_000_000} {
		for _, many := range []bool{false, true} {
			c := tableCase(n, many)
			c.Group, c.X = "Open flows", float64(n)
			cases = append(cases, c)
		}
	}
	return cases
}

// filterGrowth has filters for one port of more and more.
func filterGrowth() (cases []Case) {
	for _, n := range []int{1, 2, 4, 8, 16, 32, 64} {
		var ports []string
		for i := range n {
			ports = append(ports, fmt.Sprintf("port %d", 1000+7*i))
		}
		expr, name, x := strings.Join(ports, " or "), fmt.Sprintf("%d-ports", n), float64(n)
		cases = append(cases, Case{Group: "Ports that a filter names", Name: name, Ours: "Program.Match", Peer: "x/net/bpf.VM", X: x, Open: func(*Env) (*Pair, error) { return openVM(expr) }})
		cases = append(cases, filterPeerGrowth(expr, name, x)...)
	}
	return cases
}

func fileGrowth() (cases []Case) {
	for _, format := range []string{"pcap", "pcapng"} {
		for _, mib := range []int{1, 4, 16, 64, 128} {
			f := captureFile{format, "mixed"}
			cases = append(cases, Case{
				Group: "MiB of a capture file", Name: fmt.Sprintf("%s,%d-MiB", format, mib), Ours: "pcapio.Reader," + format, Peer: "pcapgo,zero-copy," + format, X: float64(mib),
				Open: func(env *Env) (*Pair, error) {
					dir, err := os.MkdirTemp(env.Dir, "")
					if err != nil {
						return nil, err
					}
					return f.pcapgo(&Env{Dir: dir, CaptureSize: mib << 20})
				},
			})
		}
	}
	return cases
}

// processorGrowth decodes packets in more and more goroutines, each with a View of its own.
func processorGrowth() (cases []Case) {
	for n := 1; n <= runtime.NumCPU(); n *= 2 {
		cases = append(cases, Case{
			Group: "Processors that decode", Name: fmt.Sprintf("%d-goroutines", n), Ours: "packet.View", Peer: "NewPacket(NoCopy)", X: float64(n), Wall: true,
			Open: func(*Env) (*Pair, error) { return parallelPair(n) },
		})
	}
	return cases
}

func parallelPair(goroutines int) (*Pair, error) {
	p := Packets()[0]
	pair, err := viewPair(p, gopacket.NoCopy)
	if err != nil {
		return nil, err
	}
	share := func(run func(int) error) func(int) error {
		return func(n int) error {
			var wait sync.WaitGroup
			errs := make([]error, goroutines)
			for i := range goroutines {
				wait.Go(func() { errs[i] = run(n) })
			}
			wait.Wait()
			return first(errs...)
		}
	}
	views := sync.Pool{New: func() any { return new(packet.View) }}
	pair.Units = goroutines
	pair.Ours = share(func(n int) error {
		v, _ := views.Get().(*packet.View)
		defer views.Put(v)
		return runView(v, p, n)
	})
	pair.Peer = share(func(n int) error { return runNewPacket(p, gopacket.NoCopy, n) })
	return pair, nil
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
