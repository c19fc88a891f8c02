//go:build !linux

package pfring

import (
	"errors"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/net/bpf"

	"github.com/wiretag/wiretag/capture"
)

// handle is what cannot be opened here.
type handle interface {
	capture.LiveSource
	SetWriteDeadline(t time.Time) error
	SetFilter(code []bpf.RawInstruction) error
	SetPromiscuous(on bool) error
	Activate() error
	Deactivate() error
	Details(i int) (Details, error)
	Module() Module
}

type sendHandle interface {
	capture.BatchSink
	Flush() error
	SendStats() SendStats
	SetWriteDeadline(t time.Time) error
	Interface() (name string, index int)
	LinkType() capture.LinkType
	Module() Module
	Close() error
}

// Ring exists on Linux only.
type Ring struct{ handle }

// Sender exists on Linux only.
type Sender struct{ sendHandle }

func unsupported() error {
	return fmt.Errorf("pfring: the module pf_ring is one of Linux, not of %s: %w", runtime.GOOS, errors.ErrUnsupported)
}

// Open returns an error that is errors.ErrUnsupported.
func Open(string, capture.Live, ...Option) (*Ring, error) { return nil, unsupported() }

// OpenGroup returns an error that is errors.ErrUnsupported.
func OpenGroup(string, int, capture.Live, ...Option) (*capture.Group, error) {
	return nil, unsupported()
}

// OpenSender returns an error that is errors.ErrUnsupported.
func OpenSender(string, ...Option) (*Sender, error) { return nil, unsupported() }

// ReadModule returns an error that is errors.ErrUnsupported.
func ReadModule() (Module, error) { return Module{}, unsupported() }
