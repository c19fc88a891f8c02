package bpf

import (
	"math/rand"
	"sync"
	"testing"

	"golang.org/x/net/bpf"

	"github.com/wiretag/wiretag/capture"
)

// TestRunIsInterpret compares what is run with the instructions, one after the other, on random programs and packets that get far in them.
func TestRunIsInterpret(t *testing.T) {
	programs, accepted := 20_000, 0
	if testing.Short() {
		programs = 2000
	}
	r := rand.New(rand.NewSource(1))
	for n := range programs {
		code := initialised(randomProgram(r, 40))
		if n%4 == 0 {
			code = randomArithmetic(r)
		}
		p, err := NewProgram(code)
		if err != nil {
			t.Fatalf("%v: %v", code, err)
		}
		for range 8 {
			data := packetFor(r, code)
			want := interpret(code, data, 99, nil)
			if got := p.Run(data, 99); got != want {
				t.Fatalf("packet %x: got %d, want %d in\n%s", data, got, want, p.List())
			}
			if want != 0 {
				accepted++
			}
		}
	}
	if accepted < programs/2 {
		t.Errorf("only %d packets were accepted: the test tests little", accepted)
	}
}

// TestRunShort cuts a packet byte by byte: the steps that look at several bytes at once must not change where a load is outside.
func TestRunShort(t *testing.T) {
	packet := append([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 8, 0, 0x46, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 1, 1, 1, 1}, 0x30, 0x39, 0, 80, 0, 0, 0, 1, 0, 0, 0, 2, 0x50, 2)
	exprs := map[string]int{ // the length from which on the packet is accepted
		"tcp port 80": 42, "tcp dst port 80": 42, "tcp src port 12345": 40, "host 10.0.0.1": 30, "host 10.0.0.2": 34, "tcp[13] & 2 != 0": 52,
		"not tcp port 81": 42, "port 22 or port 80 or port 443": 42, "src or dst port 12345": 40, "ip[2:2] < ip[4:2] + 100": 20, "host 10.0.0.3 or host 10.0.0.4 or host 10.0.0.2": 34,
		"ether src 6:7:8:9:a:b": 12,
	}
	for expr, want := range exprs {
		p, err := Compile(expr, capture.LinkTypeEthernet)
		if err != nil {
			t.Fatal(err)
		}
		for n := range packet {
			got := p.Match(packet[:n:n], uint32(len(packet)))
			if got != (interpret(p.code, packet[:n], uint32(len(packet)), nil) != 0) || got != (n >= want) {
				t.Errorf("%s: %d bytes: %v, want it from %d bytes on", expr, n, got, want)
			}
		}
	}
}

func TestMatchAllocates(t *testing.T) {
	packet := make([]byte, 100)
	packet[12], packet[14], packet[23] = 8, 0x45, 6
	for _, expr := range []string{"tcp port 80", "tcp[(tcp[12] & 0xf0) >> 2] = 7", "host 10.0.0.1 or host 10.0.0.2 or host 10.0.0.3", "ip protochain 6", "port 1 or port 2 or port 3 or port 4", "len / 3 > 7"} {
		p, err := Compile(expr, capture.LinkTypeEthernet)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{100, 20} {
			if allocs := testing.AllocsPerRun(100, func() { p.Match(packet[:n], uint32(n)) }); allocs != 0 {
				t.Errorf("%s: %v allocations", expr, allocs)
			}
		}
	}
}

// TestRunTogether runs a new program from several goroutines, for the race detector.
func TestRunTogether(t *testing.T) {
	packet := make([]byte, 60)
	packet[12], packet[14], packet[23], packet[37] = 8, 0x45, 17, 53
	for range 20 {
		p, err := Compile("udp port 53 or udp port 54 or udp port 55", capture.LinkTypeEthernet)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 50 {
					if !p.Match(packet, 60) {
						t.Error("no match")
					}
				}
			})
		}
		wg.Wait()
	}
}

// TestRunWith gives programs what a kernel knows.
func TestRunWith(t *testing.T) {
	code := []bpf.RawInstruction{
		{Op: opLdAbs | sizeB, K: ancillary + adVLANPresent},
		{Op: clsJMP | jmpJEQ, Jt: 0, Jf: 3, K: 1},
		{Op: opLdAbs | sizeH, K: ancillary + adVLANTag},
		{Op: clsALU | aluAND, K: 0xfff},
		{Op: clsJMP | jmpJEQ, Jt: 1, Jf: 0, K: 7},
		{Op: opRetK},
		{Op: opRetK, K: 96},
	}
	p, err := NewProgram(code)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		known *Ancillary
		want  uint32
	}{{nil, 0}, {&Ancillary{}, 0}, {&Ancillary{VLANPresent: true, VLANTag: 0x6007}, 96}, {&Ancillary{VLANPresent: true, VLANTag: 8}, 0}, {&Ancillary{VLANTag: 7}, 0}} {
		if got := p.RunWith(nil, 0, c.known); got != c.want {
			t.Errorf("%+v: %d, want %d", c.known, got, c.want)
		}
	}
	if p.Run(nil, 0) != 0 {
		t.Error("accepted without what the kernel knows")
	}
}

// TestLoopEnds runs programs that never come to a return by themselves. Only those that follow chains of headers may jump backwards, and those read from JSON.
func TestLoopEnds(t *testing.T) {
	code := []bpf.RawInstruction{{Op: opLdLen}, {Op: opJa, K: 1<<32 - 2}, {Op: opRetK, K: 1}}
	if _, err := NewProgram(code); err == nil {
		t.Error("a jump backwards is taken")
	}
	p, err := newProgram(code, true)
	if err != nil {
		t.Fatal(err)
	}
	data, err := p.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var q Program
	if err := q.UnmarshalJSON(data); err != nil {
		t.Fatal(err)
	}
	if p.Match(make([]byte, 1<<16), 1) || q.Match(nil, 1) {
		t.Error("a loop without an end accepts")
	}
}
