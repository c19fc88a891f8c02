package bpf

import (
	"sync"

	"golang.org/x/net/bpf"
)

// workspace is the memory that it takes to optimize a program. Nothing of it is left in what comes out.
type workspace struct {
	values  values
	lifter  lifter
	opt     optimizer
	emitter emitter
	linker  linker
}

var workspaces = sync.Pool{New: func() any { return new(workspace) }}

// maxWorkspace is the number of instructions of programs whose workspace is kept.
const maxWorkspace = 1 << 12

// freely calls f with a workspace for a program.
func freely(code []bpf.RawInstruction, f func(w *workspace)) {
	w := workspaces.Get().(*workspace)
	f(w)
	if len(code) <= maxWorkspace {
		workspaces.Put(w)
	}
}

// resized gives a slice of n zeros, in the memory of old if there is enough.
func resized[T any](old []T, n int) []T {
	if cap(old) < n {
		return make([]T, n, n+n/2)
	}
	old = old[:n]
	clear(old)
	return old
}
