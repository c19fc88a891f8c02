package bpf

import (
	"errors"
	"testing"
	"time"

	"golang.org/x/net/bpf"
)

// TestManyLoops: what is written on all ways is found in linear time where each jump leads backwards by a little.
func TestManyLoops(t *testing.T) {
	back := func(n uint32) bpf.RawInstruction { return bpf.RawInstruction{Op: opJa, K: -n - 1} }
	const jumps = 100_000
	ways := func(written uint32) []bpf.RawInstruction {
		code := []bpf.RawInstruction{{Op: opSt, K: written}, {Op: opJa, K: 2 * jumps}, {Op: opLdMem, K: 1}, {Op: opRetA}}
		for range jumps - 1 {
			code = append(code, back(2), bpf.RawInstruction{Op: opRetK})
		}
		return append(code, back(2), bpf.RawInstruction{Op: opRetK})
	}
	start := time.Now()
	if err := validate(ways(1), true); err != nil {
		t.Error(err)
	}
	var wrong *ValidationError
	if err := validate(ways(2), true); !errors.As(err, &wrong) || wrong.Index != 2 {
		t.Errorf("a word that was not written is read: %v", err)
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("%v for %d jumps", d, jumps)
	}
}
