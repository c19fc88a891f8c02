package bpf

import (
	"math/rand"
	"testing"

	"golang.org/x/net/bpf"
)

// TestRunSimilar compares what is run, and what the optimizer makes, with the instructions, one after the other, on programs whose tests look at the same few fields and
// lead to the same few places, with numbers at the borders of ranges, and on packets whose fields are those numbers or next to them.
func TestRunSimilar(t *testing.T) {
	programs := 30_000
	if testing.Short() {
		programs = 10_000
	}
	r := rand.New(rand.NewSource(4))
	var kinds [stepExec + 1]int
	for range programs {
		code, places := similarProgram(r)
		p, err := NewProgram(code)
		if err != nil {
			t.Fatalf("%v: %v", code, err)
		}
		better := optimize(code)
		for range 12 {
			data := make([]byte, 64)
			r.Read(data)
			data[14] = byte(0x45 + r.Intn(2))
			for _, at := range places {
				k := similarNumber(r)
				for b := range at.size {
					data[at.k+b] = byte(k >> (8 * (at.size - 1 - b)))
				}
			}
			if r.Intn(8) == 0 {
				data = data[:r.Intn(64)]
			}
			wire := similarNumber(r)
			want := interpret(code, data, wire, nil)
			if got := p.Run(data, wire); got != want {
				t.Fatalf("packet %x, %d bytes: got %d, want %d in\n%s", data, wire, got, want, p.List())
			}
			if got := interpret(better, data, wire, nil); got != want {
				t.Fatalf("packet %x, %d bytes: optimised %d, want %d\n%s\nbecame\n%s", data, wire, got, want, p.List(), (&Program{code: better}).List())
			}
		}
		seen := map[*step]bool{}
		countSteps(p.eval.first.Load(), seen)
		for s := range seen {
			kinds[s.kind]++
		}
	}
	for kind, n := range kinds {
		if n < programs/300 {
			t.Errorf("only %d steps of kind %d", n, kind)
		}
	}
}

func countSteps(s *step, seen map[*step]bool) {
	if s != nil && !seen[s] {
		seen[s] = true
		countSteps(s.t, seen)
		countSteps(s.f, seen)
	}
}

// similarPlace is where a field stands.
type similarPlace struct{ k, size uint32 }

// similarNumber is a number at the border of a range, or next to another one.
func similarNumber(r *rand.Rand) uint32 {
	numbers := [...]uint32{0, 1, 2, 0x0f, 0x10, 0x7f, 0x80, 0xfe, 0xff, 0x100, 0x7fff, 0x8000, 0xfffe, 0xffff, 0x10000, 1<<31 - 1, 1 << 31, 1<<32 - 2, 1<<32 - 1}
	if r.Intn(3) == 0 {
		return 100 + uint32(r.Intn(6))
	}
	return numbers[r.Intn(len(numbers))]
}

// similarProgram makes a program of tests of one to three fields, and says where these are in a packet with an IPv4 header of 20 bytes.
func similarProgram(r *rand.Rand) (code []bpf.RawInstruction, places []similarPlace) {
	type field struct {
		load []bpf.RawInstruction
		size uint32
	}
	fields := make([]field, 1+r.Intn(3))
	behind, sameSize := r.Intn(3) == 0, uint32(1)<<r.Intn(3)
	masked := r.Intn(2) == 0
	for i := range fields {
		f := &fields[i]
		f.size = sameSize
		if r.Intn(5) == 0 {
			f.size = 1 << r.Intn(3)
		}
		size := map[uint32]uint16{1: sizeB, 2: sizeH, 4: sizeW}[f.size]
		at := uint32(r.Intn(9))
		switch {
		case r.Intn(12) == 0:
			f.load = []bpf.RawInstruction{{Op: opLdLen}}
		case behind && r.Intn(8) > 0:
			f.load = []bpf.RawInstruction{{Op: opLdxMsh, K: 14}, {Op: opLdInd | size, K: 14 + at}}
			places = append(places, similarPlace{34 + at, f.size})
		default:
			at += uint32(r.Intn(2)) * 20
			f.load = []bpf.RawInstruction{{Op: opLdAbs | size, K: at}}
			places = append(places, similarPlace{at, f.size})
		}
		for range r.Intn(3) {
			if !masked {
				break
			}
			if r.Intn(2) == 0 {
				f.load = append(f.load, bpf.RawInstruction{Op: clsALU | aluRSH, K: uint32(r.Intn(int(8 * f.size)))})
			} else {
				f.load = append(f.load, bpf.RawInstruction{Op: clsALU | aluAND, K: []uint32{similarNumber(r), 0xff, 0xffff, 1 << r.Intn(16), 0xf0}[r.Intn(5)]})
			}
		}
	}
	ops := [...]uint16{jmpJEQ, jmpJEQ, jmpJGT, jmpJGE, jmpJSET}
	only := ops[r.Intn(len(ops))]
	mixed := r.Intn(2)
	// From the last test to the first: starts[i] is where test i begins, counted from the end.
	n := 1 + r.Intn(8)
	code = []bpf.RawInstruction{{Op: opRetK, K: 7}, {Op: opRetK}, {Op: opRetK, K: 9}}
	starts := []int{3, 2, 1}
	exits := starts
	if r.Intn(3) > 0 {
		exits = starts[:2]
	}
	fixed := r.Intn(len(exits))
	for range n {
		exit := exits[fixed]
		if r.Intn(6) == 0 {
			exit = exits[r.Intn(len(exits))]
		}
		next := len(code)
		if len(starts) == 3 {
			next = exits[(fixed+1)%len(exits)]
		}
		if r.Intn(6) == 0 {
			next = starts[r.Intn(len(starts))]
		}
		op := only
		if mixed > 0 {
			op = ops[r.Intn(len(ops))]
		}
		jump := bpf.RawInstruction{Op: clsJMP | op, K: similarNumber(r), Jt: uint8(len(code) - exit), Jf: uint8(len(code) - next)}
		if r.Intn(2) == 0 && mixed > 0 {
			jump.Jt, jump.Jf = jump.Jf, jump.Jt
		}
		test := fields[r.Intn(len(fields))].load
		if r.Intn(20) == 0 && len(fields) > 1 && len(test) == 1 && test[0].Op != opLdLen { // two numbers are compared
			test = append([]bpf.RawInstruction{fields[0].load[0], {Op: opTax}}, test...)
			if fields[0].load[0].Op&7 == clsLD {
				jump.Op |= srcX
			} else {
				test = test[2:]
			}
		}
		part := append(append([]bpf.RawInstruction{}, test...), jump)
		code = append(part, code...)
		starts = append(starts, len(code))
	}
	return code, places
}
