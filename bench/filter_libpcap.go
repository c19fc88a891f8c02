//go:build libpcap && cgo

package bench

/*
#cgo LDFLAGS: -lpcap
#include <pcap/pcap.h>

static unsigned long wiretag_filter(const struct bpf_insn *code, const unsigned char *data, const unsigned int *at, int n, int rounds) {
	unsigned long matches = 0;
	for (int k = 0; k < rounds; k++)
		for (int i = 0; i < n; i++) {
			unsigned int length = at[i + 1] - at[i];
			if (bpf_filter(code, data + at[i], length, length) != 0)
				matches++;
		}
	return matches;
}
*/
import "C"

import (
	"fmt"
	"unsafe"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcap"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
)

const filterSnap = 262144

// filterPeerCases compare with libpcap: its interpreter in a loop in C, so that nothing but its own work is measured; the same through gopacket, where each packet is
// a call of C, with the empty filter for what the call alone costs; and its compiler. They need the build tag libpcap and libpcap-dev.
func filterPeerCases() []Case {
	var cases, compiling []Case
	for _, f := range filters {
		cases = append(cases, Case{
			Group: "Filters", Name: f.name, Ours: "Program.Match", Peer: "bpf_filter-in-C", Aim: 1.5, NoAllocs: true,
			Open: func(*Env) (*Pair, error) { return openInC(f.expr) },
		})
		compiling = append(compiling, Case{
			Group: "Compiling filters", Name: f.name, Ours: "bpf.Compile", Peer: "pcap_compile",
			Open: func(*Env) (*Pair, error) { return openCompile(f.expr) },
		})
	}
	cases = append(cases, Case{
		Group: "Filters", Name: CallAlone, Ours: "Program.Match", Peer: "bpf_filter-in-C", NoAllocs: true,
		Open: func(*Env) (*Pair, error) { return openInC("") },
	})
	for _, f := range []struct{ name, expr string }{{CallAlone, ""}, {"tcp-port-80", "tcp port 80"}} {
		cases = append(cases, Case{
			Group: "Filters through gopacket", Name: f.name, Ours: "Program.Match", Peer: "pcap.BPF.Matches", NoAllocs: true,
			Open: func(*Env) (*Pair, error) { return openGopacket(f.expr) },
		})
	}
	return append(cases, compiling...)
}

// filterPeerGrowth is the same filter against libpcap's interpreter and compiler.
func filterPeerGrowth(expr, name string, x float64) []Case {
	return []Case{
		{Group: "Ports that a filter names", Name: name, Ours: "Program.Match", Peer: "bpf_filter-in-C", X: x, Open: func(*Env) (*Pair, error) { return openInC(expr) }},
		{Group: "Ports that a filter names, compiling", Name: name, Ours: "bpf.Compile", Peer: "pcap_compile", X: x, Open: func(*Env) (*Pair, error) { return openCompile(expr) }},
	}
}

// openInC runs libpcap's own program.
func openInC(expr string) (*Pair, error) {
	packets := trace()
	p, run, err := ourFilter(expr, packets)
	if err != nil {
		return nil, err
	}
	code, err := pcap.CompileBPFFilter(layers.LinkTypeEthernet, filterSnap, expr)
	if err != nil {
		return nil, err
	}
	var data []byte
	at := []C.uint{0}
	for _, packet := range packets {
		data = append(data, packet...)
		at = append(at, C.uint(len(data)))
	}
	filter := func(rounds int) C.ulong {
		return C.wiretag_filter((*C.struct_bpf_insn)(unsafe.Pointer(&code[0])), (*C.uchar)(&data[0]), &at[0], C.int(len(packets)), C.int(rounds))
	}
	want := filter(1)
	return &Pair{
		Units: len(packets), Ours: run,
		Peer: func(n int) error {
			if got := filter(n); got != want*C.ulong(n) {
				return fmt.Errorf("%d matches, want %d", got, want*C.ulong(n))
			}
			return nil
		},
		Check: func() error {
			n := 0
			for _, packet := range packets {
				if p.Match(packet, uint32(len(packet))) {
					n++
				}
			}
			if n != int(want) {
				return fmt.Errorf("%d packets match, libpcap has %d", n, want)
			}
			return nil
		},
	}, nil
}

// openGopacket runs libpcap's program by a call for each packet.
func openGopacket(expr string) (*Pair, error) {
	packets := trace()
	p, run, err := ourFilter(expr, packets)
	if err != nil {
		return nil, err
	}
	filter, err := pcap.NewBPF(layers.LinkTypeEthernet, filterSnap, expr)
	if err != nil {
		return nil, err
	}
	info := func(data []byte) gopacket.CaptureInfo {
		return gopacket.CaptureInfo{CaptureLength: len(data), Length: len(data)}
	}
	return &Pair{
		Units: len(packets), Ours: run,
		Peer: func(n int) error {
			for range n {
				for _, data := range packets {
					filter.Matches(info(data), data)
				}
			}
			return nil
		},
		Check: func() error {
			for i, data := range packets {
				if got := filter.Matches(info(data), data); got != p.Match(data, uint32(len(data))) {
					return fmt.Errorf("packet %d: libpcap says %v", i, got)
				}
			}
			return nil
		},
	}, nil
}

// openCompile compares the compilers, both with their optimizer.
func openCompile(expr string) (*Pair, error) {
	p, err := bpf.Compile(expr, capture.LinkTypeEthernet)
	if err != nil {
		return nil, err
	}
	return &Pair{
		Ours: func(n int) error {
			for range n {
				if _, err := bpf.Compile(expr, capture.LinkTypeEthernet); err != nil {
					return err
				}
			}
			return nil
		},
		Peer: func(n int) error {
			for range n {
				if _, err := pcap.CompileBPFFilter(layers.LinkTypeEthernet, filterSnap, expr); err != nil {
					return err
				}
			}
			return nil
		},
		Check: func() error {
			code, err := pcap.CompileBPFFilter(layers.LinkTypeEthernet, filterSnap, expr)
			if err != nil || p.Len() > 2*len(code) {
				return fmt.Errorf("%d instructions, libpcap has %d, %w", p.Len(), len(code), err)
			}
			return nil
		},
	}, nil
}
