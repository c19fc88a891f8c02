package bench

import (
	"encoding/binary"
	"fmt"
	"math/rand"

	xbpf "golang.org/x/net/bpf"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
)

// filters are the expressions that are evaluated: what is asked for every day, and lists of ports.
var filters = []struct{ name, expr string }{
	{"ip", "ip"},
	{"tcp-port-80", "tcp port 80"},
	{"port-53", "port 53"},
	{"host", "host 10.0.0.1"},
	{"net", "net 192.168.0.0/16"},
	{"tcp-flags", "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0"},
	{"port-and-host", "tcp port 80 and host 10.0.0.1"},
	{"not-port-22", "not port 22"},
	{"http-get", "tcp dst port 80 and tcp[((tcp[12] & 0xf0) >> 2):4] = 0x47455420"},
	{"three-ports", "port 80 or port 443 or port 53"},
	{"twelve-ports", "port 21 or port 22 or port 25 or port 53 or port 80 or port 110 or port 143 or port 443 or port 993 or port 995 or port 3389 or port 8080"},
	{"portrange", "udp portrange 1000-2000"},
	{"six-hosts", "host 10.0.0.1 or host 10.0.0.2 or host 10.0.0.3 or host 10.0.0.4 or host 10.0.0.5 or host 10.0.0.6"},
}

// trace is the packets that are filtered: short flows over IPv4 and IPv6, TCP mostly, some ARP and other protocols.
func trace() (packets [][]byte) {
	r := rand.New(rand.NewSource(1))
	ports := []uint16{80, 443, 53, 22, 1024, 5353, 8080, 123}
	for len(packets) < 2048 {
		p := make([]byte, 60+r.Intn(120))
		binary.BigEndian.PutUint16(p[12:], 0x0800)
		client, server := uint16(32768+r.Intn(28000)), ports[r.Intn(len(ports))]
		proto := [...]byte{6, 6, 6, 17, 17, 1}[r.Intn(6)]
		kind, src, dst := r.Intn(12), byte(1+r.Intn(20)), byte(1+r.Intn(20))
		for n := range 1 + r.Intn(6) { // the packets of a flow, both ways
			q := append([]byte(nil), p...)
			from, to := client, server
			if n%2 == 1 {
				from, to, src, dst = server, client, dst, src
			}
			ip4 := q[14:]
			switch {
			case kind == 0:
				binary.BigEndian.PutUint16(q[12:], 0x0806)
			case kind < 3:
				binary.BigEndian.PutUint16(q[12:], 0x86dd)
				copy(ip4, []byte{0x60, 0, 0, 0, 0, 20, proto, 64, 0x20, 0x01, 0x0d, 0xb8})
				ip4[23], ip4[39] = src, dst
				ports6 := ip4[40:]
				binary.BigEndian.PutUint16(ports6, from)
				binary.BigEndian.PutUint16(ports6[2:], to)
			default:
				copy(ip4, []byte{0x45, 0, 0, 46, 0, 0, 0x40, 0, 64, proto, 0, 0, 10, 0, 0, src, 192, 168, 0, dst})
				binary.BigEndian.PutUint16(ip4[20:], from)
				binary.BigEndian.PutUint16(ip4[22:], to)
				ip4[32], ip4[33] = 0x50, [...]byte{2, 0x12, 0x10, 0x18, 0x18, 0x11}[n]
			}
			packets = append(packets, q)
		}
	}
	return packets[:2048]
}

// filterCases compare evaluating and compiling filters.
func filterCases() []Case {
	var cases []Case
	for _, f := range filters {
		cases = append(cases, Case{
			Group: "Filters", Name: f.name, Ours: "Program.Match", Peer: "x/net/bpf.VM", Aim: 4, NoAllocs: true,
			Open: func(*Env) (*Pair, error) { return openVM(f.expr) },
		})
	}
	cases = append(cases, Case{
		Group: "Filters", Name: CallAlone, Ours: "Program.Match", Peer: "x/net/bpf.VM", NoAllocs: true,
		Open: func(*Env) (*Pair, error) { return openVM("") },
	})
	return append(cases, filterPeerCases()...)
}

// ourFilter runs a filter over all packets.
func ourFilter(expr string, packets [][]byte) (p *bpf.Program, run func(n int) error, err error) {
	if p, err = bpf.Compile(expr, capture.LinkTypeEthernet); err != nil {
		return nil, nil, err
	}
	want := 0
	for _, data := range packets {
		if p.Match(data, uint32(len(data))) {
			want++
		}
	}
	return p, func(n int) error {
		for range n {
			got := 0
			for _, data := range packets {
				yes := 0 // added without a branch, as C does: what is done with the answer is not the filter's work
				if p.Match(data, uint32(len(data))) {
					yes = 1
				}
				got += yes
			}
			if got != want {
				return fmt.Errorf("%d packets match, want %d", got, want)
			}
		}
		return nil
	}, nil
}

// openVM compares with the virtual machine of golang.org/x/net/bpf, which runs the same program.
func openVM(expr string) (*Pair, error) {
	packets := trace()
	p, run, err := ourFilter(expr, packets)
	if err != nil {
		return nil, err
	}
	code, ok := xbpf.Disassemble(p.Raw())
	if !ok {
		return nil, fmt.Errorf("%s: the virtual machine does not know all instructions", expr)
	}
	vm, err := xbpf.NewVM(code)
	if err != nil {
		return nil, err
	}
	return &Pair{
		Units: len(packets), Ours: run,
		Peer: func(n int) error {
			for range n {
				for _, data := range packets {
					if _, err := vm.Run(data); err != nil {
						return err
					}
				}
			}
			return nil
		},
		Check: func() error {
			for i, data := range packets {
				n, err := vm.Run(data)
				if err != nil || p.Run(data, uint32(len(data))) != uint32(n) {
					return fmt.Errorf("packet %d: the virtual machine gives %d, %v", i, n, err)
				}
			}
			return nil
		},
	}, nil
}
