package bpf

import (
	"math/rand"
	"testing"
	"time"

	"golang.org/x/net/bpf"
)

// TestOptimizeMeansTheSame compares optimised programs with the unoptimised ones, on packets that get far in them and packets of any length.
func TestOptimizeMeansTheSame(t *testing.T) {
	programs := 20_000
	if testing.Short() {
		programs = 2000
	}
	r := rand.New(rand.NewSource(2))
	before, after := 0, 0
	for n := range programs {
		code := initialised(randomProgram(r, 60))
		if n%4 == 0 {
			code = randomArithmetic(r)
		}
		better := optimize(code)
		if err := validate(better, false); err != nil {
			t.Fatalf("%v makes %v: %v", code, better, err)
		}
		before, after = before+len(code), after+len(better)
		for range 8 {
			data := packetFor(r, code)
			if got, want := interpret(better, data, 77, nil), interpret(code, data, 77, nil); got != want {
				t.Fatalf("packet %x: got %d, want %d\n%s\nbecame\n%s", data, got, want, (&Program{code: code}).List(), (&Program{code: better}).List())
			}
		}
	}
	if after > before/2 {
		t.Errorf("%d instructions became %d", before, after)
	}
}

// TestOptimizeIsBounded gives the optimizer the longest programs.
func TestOptimizeIsBounded(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	long := make([]bpf.RawInstruction, 0, 2*MaxInstructions)
	for range MaxInstructions - 1 { // a chain of comparisons of one word with different numbers
		long = append(long, bpf.RawInstruction{Op: opLdAbs, K: 26}, bpf.RawInstruction{Op: clsJMP | jmpJEQ, K: r.Uint32(), Jf: 1}, bpf.RawInstruction{Op: opRetK, K: 1})
	}
	long = append(long, bpf.RawInstruction{Op: opRetK})
	// Squares of squares: the value of A has an expression that grows with every step.
	square := []bpf.RawInstruction{{Op: opLdAbs, K: 0}}
	for range 200 {
		square = append(square, bpf.RawInstruction{Op: opTax}, bpf.RawInstruction{Op: clsALU | aluMUL | srcX})
	}
	square = append(square, bpf.RawInstruction{Op: opRetA})
	for name, code := range map[string][]bpf.RawInstruction{"chain": long, "squares": square, "random": initialised(randomProgram(r, MaxInstructions))} {
		start := time.Now()
		better := optimize(code)
		newPlan(code)
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("%s: %v", name, d)
		} else {
			t.Logf("%s: %d instructions became %d in %v", name, len(code), len(better), d)
		}
	}
}
