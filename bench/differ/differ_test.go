package differ

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/tunnel"
	"github.com/wiretag/wiretag/packet"
)

func choices(i int) []byte {
	b := make([]byte, 300)
	rand.NewChaCha8([32]byte{byte(i), byte(i >> 8), byte(i >> 16)}).Read(b)
	return b[:60+60*(i%5)]
}

// stacks are frames of layers that both libraries know.
var stacks = [][]any{
	{&layers.Ethernet{}, &layers.IPv4{}},
	{&layers.Ethernet{}, &layers.IPv6{}},
	{&layers.Ethernet{}, &layers.ARP{}},
	{&layers.Ethernet{}, &layers.IPv4{}, &layers.TCP{}},
	{&layers.Ethernet{}, &layers.IPv6{}, &layers.TCP{}},
	{&layers.Ethernet{}, &layers.IPv4{}, &layers.UDP{}},
	{&layers.Ethernet{}, &layers.Dot1Q{}, &layers.IPv4{}, &layers.UDP{}},
	{&layers.Ethernet{}, &layers.IPv4{}, &layers.ICMPv4{}},
	{&layers.Ethernet{}, &tunnel.MPLS{}, &layers.IPv4{}},
	{&layers.Ethernet{}, &layers.Dot1Q{}},
	{&layers.Ethernet{}, &layers.IPv4{}, &tunnel.GRE{}, &layers.IPv4{}, &layers.TCP{}},
	{&layers.Ethernet{}, &layers.IPv4{}, &layers.UDP{}, &tunnel.VXLAN{}, &layers.Ethernet{}, &layers.IPv6{}, &layers.UDP{}},
}

// TestGopacket: valid frames, and those with one rule broken, are the same to both as far as both go.
func TestGopacket(t *testing.T) {
	n := 40
	if os.Getenv("WIRETAG_LONG") == "1" {
		n = 2000
	}
	s := fuzz.NewStacks()
	frames, layersCompared, broken := 0, 0, 0
	compare := func(data []byte, what string) {
		k, found := Frame(data)
		frames, layersCompared = frames+1, layersCompared+k
		for _, d := range found {
			t.Errorf("%s: %s\n%x", what, d, data)
		}
	}
	for i, prototypes := range stacks {
		path := s.Path(prototypes...)
		for j := range n {
			b := s.Whole(path, choices(i*100_000+j))
			compare(b.Data, b.Names())
			if j%8 > 0 || t.Failed() {
				continue
			}
			for m := range fuzz.Mutations(packet.NewAt(b.Data, b.First)) {
				broken++
				compare(m.Data, m.String())
			}
		}
	}
	t.Logf("%d frames, %d of them with a rule broken, %d layers compared", frames, broken, layersCompared)
	if layersCompared < frames {
		t.Errorf("only %d layers of %d frames", layersCompared, frames)
	}
}

// right are copies without a fault, which must not be found.
var right = []Suspect{
	{"IPv4", &ipv4{}}, {"TCP", &tcp{}}, {"UDP", &udp{}}, {"ARP", &arp{}}, {"IPv6", &ipv6{}}, {"Dot1Q", &dot1Q{}}, {"MPLS", &mpls{}}, {"ICMPv4", &icmpv4{}},
}

// planted are copies with one fault each.
var planted = []Suspect{
	{"IPv4", &ipv4WrongWidth{}},
	{"IPv4", &ipv4Bias{}},
	{"IPv4", &ipv4NoPadding{}},
	{"IPv4", &ipv4Swapped{}},
	{"IPv4", &ipv4Flags{}},
	{"IPv4", &ipv4SumRange{}},
	{"IPv4", &ipv4LengthOfPayload{}},
	{"TCP", &tcpUnit{}},
	{"TCP", &tcpFlags{}},
	{"TCP", &tcpSwapped{}},
	{"TCP", &tcpNoPseudo{}},
	{"TCP", &tcpOptionLength{}},
	{"TCP", &tcpOptionCondition{}},
	{"UDP", &udpLength{}},
	{"UDP", &udpSwapped{}},
	{"UDP", &udpLittle{}},
	{"ARP", &arpSizes{}},
	{"IPv6", &ipv6LengthOfPacket{}},
	{"IPv6", &ipv6FlowLabel{}},
	{"Dot1Q", &dot1QPriority{}},
	{"MPLS", &mplsLabel{}},
	{"ICMPv4", &icmpv4Header{}},
}

// frames are valid ones with a layer of that name.
func frames(name string, n int) (all [][]byte) {
	s := fuzz.NewStacks()
	for _, prototypes := range stacks {
		path := s.Path(prototypes...)
		for _, p := range prototypes[:min(3, len(prototypes))] {
			if strings.HasSuffix(fmt.Sprintf("%T", p), "."+name) {
				for i := range n {
					all = append(all, s.Whole(path, choices(i)).Data)
				}
			}
		}
	}
	return all
}

// found tells by what a suspect is found: a law, or a difference; and after how many cases.
func found(s Suspect) (by string, cases int) {
	const most = 120
	if err := s.Law(most, choices); err != nil {
		return fmt.Sprintf("law: %v", err), most
	}
	for i, data := range frames(s.Of, most) {
		if d := s.Differs(data); d != "" {
			return "difference: " + d, i + 1
		}
	}
	return "", 0
}

// TestPlanted: each fault is found, and copies without one are not.
func TestPlanted(t *testing.T) {
	for _, s := range right {
		if by, _ := found(s); by != "" {
			t.Errorf("%T has no fault, and is found: %s", s.Layer, by)
		}
	}
	laws := 0
	for _, s := range planted {
		by, n := found(s)
		if by == "" {
			t.Errorf("%T is not found", s.Layer)
			continue
		}
		if strings.HasPrefix(by, "law") {
			laws++
		}
		t.Logf("%T: after %d cases by %.150s", s.Layer, n, by)
	}
	t.Logf("%d faults, %d of them found by the laws alone", len(planted), laws)
}

// FuzzGopacket compares any frame.
func FuzzGopacket(f *testing.F) {
	s := fuzz.NewStacks()
	for i, prototypes := range stacks {
		f.Add(s.Whole(s.Path(prototypes...), choices(i)).Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, found := Frame(data)
		for _, d := range found {
			t.Error(d)
		}
	})
}
