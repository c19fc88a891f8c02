// Bpfdiff compares the filter compiler and the evaluator of package bpf with those of libpcap's C library, on random expressions of the
// language and real, cut and changed packets.
//
//	go run . -data FOLDER [-pairs n] [-seed n] [-depth n]
//
// Every expression is compiled by both, with and without an optimizer, for a random link type that the folder has captures of. Both must
// take it or refuse it, and for each packet the optimised and the unoptimised program of this library must give the same verdict, which must be that of libpcap's
// unoptimised program. Where libpcap's optimised program says something else than its unoptimised one, either is right. What differs is listed, and counted by its explanation
// if it has one; the exit status is 1 if something differs that has none.
package main

import (
	"flag"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"slices"

	"golang.org/x/net/bpf"

	own "github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/tools/bpfdiff/libpcap"
)

const (
	snapLength = 262144
	perExpr    = 40 // packets for an expression
)

type tester struct {
	*rand.Rand
	packets map[capture.LinkType][]packet
	links   []capture.LinkType

	pairs, exprs, refused int
	explained             map[string]int
	unexplained           int
	list                  int
	depth                 int
}

func main() {
	data := flag.String("data", os.Getenv("WIRETAG_DATA"), "`folder` with captures")
	pairs := flag.Int("pairs", 1_000_000, "pairs of an expression and a packet")
	seed := flag.Int64("seed", 1, "of the random numbers")
	list := flag.Int("list", 30, "differences to print")
	depth := flag.Int("depth", 3, "of expressions")
	flag.Parse()
	packets, err := readPackets(*data)
	if err != nil || len(packets) == 0 {
		fmt.Fprintln(os.Stderr, "bpfdiff: no packets:", err)
		os.Exit(2)
	}
	t := &tester{Rand: rand.New(rand.NewSource(*seed)), packets: packets, explained: map[string]int{}, list: *list, depth: *depth}
	for link := range packets {
		if _, ok := libpcapNumber(link); ok {
			t.links = append(t.links, link)
		}
	}
	slices.Sort(t.links)
	for t.pairs < *pairs {
		t.expression()
	}
	fmt.Printf("%s: %d pairs of %d expressions, %d refused by both, %d link types\n", libpcap.Version(), t.pairs, t.exprs, t.refused, len(t.links))
	for _, why := range slices.Sorted(maps.Keys(t.explained)) {
		fmt.Printf("%8d explained: %s\n", t.explained[why], why)
	}
	fmt.Printf("%8d unexplained\n", t.unexplained)
	if t.unexplained > 0 {
		os.Exit(1)
	}
}

// libpcapNumber is the number of a link type in libpcap's interface on Linux, where it differs from that of files.
func libpcapNumber(link capture.LinkType) (int, bool) {
	switch link {
	case capture.LinkTypeRaw:
		return 12, true
	case capture.LinkTypeATMRFC1483:
		return 11, true
	case 106: // ATM_CLIP
		return 19, true
	}
	return int(link), link < 104 && link != 100 || link > 104
}

// pick chooses a link type, Ethernet most often.
func (t *tester) pick() capture.LinkType {
	if t.Intn(2) == 0 {
		return capture.LinkTypeEthernet
	}
	return t.links[t.Intn(len(t.links))]
}

// expression compares both on one expression.
func (t *tester) expression() {
	link := t.pick()
	have := t.packets[link]
	g := &generator{Rand: t.Rand}
	for range 8 {
		g.packets = append(g.packets, have[t.Intn(len(have))].data)
	}
	expr := g.expression(t.depth)
	t.exprs++
	number, _ := libpcapNumber(link)
	theirs, refused := libpcap.Compile(expr, number, snapLength, libpcap.NoMask, false)
	ours, err := own.Compile(expr, link)
	if refused != nil || err != nil {
		t.refusal(expr, link, refused, err)
		return
	}
	plain, err := own.Compile(expr, link, own.WithoutOptimizer())
	if err != nil {
		t.report(expr, link, "", fmt.Sprintf("refused without the optimizer: %v", err))
		return
	}
	optimised, err := libpcap.Compile(expr, number, snapLength, libpcap.NoMask, true)
	if err != nil { // "expression rejects all packets"
		optimised = []bpf.RawInstruction{{Op: 6}}
	}
	t.compare(expr, link, have, ours, plain, theirs, optimised)
}

func (t *tester) compare(expr string, link capture.LinkType, have []packet, ours, plain *own.Program, theirs, optimised []bpf.RawInstruction) {
	var batch libpcap.Packets
	for range perExpr {
		p := mutate(t.Rand, have[t.Intn(len(have))])
		batch.Add(p.data, p.wire)
	}
	unopt, opt := make([]uint32, perExpr), make([]uint32, perExpr)
	libpcap.Run(theirs, &batch, unopt, 1)
	libpcap.Run(optimised, &batch, opt, 1)
	for i := range perExpr {
		t.pairs++
		data, wire := batch.Packet(i)
		got, unoptimised := ours.Match(data, uint32(wire)), plain.Match(data, uint32(wire))
		switch {
		case got != unoptimised && ours.Len() == 1:
			if got == (opt[i] != 0) {
				t.explained["a cut packet is taken by a filter that takes every whole one, as libpcap's optimised program does"]++
			} else {
				t.explained["a cut packet is taken by a filter that takes every whole one, which libpcap's optimizer did not find out"]++
			}
			return
		case got != unoptimised:
			t.report(expr, link, "", fmt.Sprintf("packet %x, %d: %v optimised, %v unoptimised", data, wire, got, unoptimised))
			return
		case got == (unopt[i] != 0):
		case got == (opt[i] != 0):
			t.explained["as libpcap's optimised program says, its unoptimised one differs"]++
		case len(data) < wire && indifferent(theirs, data, wire, got):
			t.explained["a cut packet lacks bytes whose value does not matter, which libpcap loads all the same"]++
		case ours.Len() == 1 && indifferent(theirs, data, wire+1024, got):
			t.explained["a packet that is shorter than its link-layer header is taken by a filter that takes every other one"]++
		default:
			t.report(expr, link, explain(link, theirs), fmt.Sprintf("packet %x, %d: %v, libpcap has %d", data, wire, got, unopt[i]))
			return
		}
	}
}

// indifferent reports whether libpcap's program says the same as ours of a packet once there are bytes in place of those that are missing, up to a
// size, whatever they are.
func indifferent(theirs []bpf.RawInstruction, data []byte, size int, ours bool) bool {
	const fillings = 4
	var batch libpcap.Packets
	for k := range fillings {
		whole := slices.Clone(data)
		for len(whole) < size {
			whole = append(whole, [fillings]byte{0, 0xff, 0x55, byte(7 * len(whole))}[k])
		}
		batch.Add(whole, size)
	}
	says := make([]uint32, fillings)
	libpcap.Run(theirs, &batch, says, 1)
	return !slices.ContainsFunc(says, func(v uint32) bool { return (v != 0) != ours })
}

// refusal compares who refuses an expression.
func (t *tester) refusal(expr string, link capture.LinkType, theirs, ours error) {
	switch {
	case theirs != nil && ours != nil:
		t.refused++
	case theirs != nil:
		t.report(expr, link, explainRefusal(link, theirs), fmt.Sprintf("taken, libpcap refuses it: %v", theirs))
	default:
		t.report(expr, link, explainRefusal(link, ours), fmt.Sprintf("%v, libpcap takes it", ours))
	}
}

// report counts a difference and prints it if it has no explanation.
func (t *tester) report(expr string, link capture.LinkType, why, what string) {
	if why != "" {
		t.explained[why]++
		return
	}
	t.unexplained++
	if t.unexplained <= t.list {
		fmt.Printf("%s %q: %s\n", link.DLTName(), expr, what)
	}
}
