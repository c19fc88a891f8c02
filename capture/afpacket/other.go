//go:build !linux

package afpacket

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
	FanoutID() (uint16, error)
	RolloverStats() (RolloverStats, error)
	Details(i int) (Details, error)
}

// Ring exists on Linux only.
type Ring struct{ handle }

// Socket exists on Linux only.
type Socket struct{ handle }

func unsupported() error {
	return fmt.Errorf("afpacket: sockets of the family AF_PACKET are a part of Linux, not of %s: %w", runtime.GOOS, errors.ErrUnsupported)
}

// Open returns an error that is errors.ErrUnsupported.
func Open(string, capture.Live, ...Option) (*Ring, error) { return nil, unsupported() }

// OpenSocket returns an error that is errors.ErrUnsupported.
func OpenSocket(string, capture.Live, ...Option) (*Socket, error) { return nil, unsupported() }

// OpenGroup returns an error that is errors.ErrUnsupported.
func OpenGroup(string, int, capture.Live, ...Option) (*capture.Group, error) {
	return nil, unsupported()
}

// ErrQueueFull is the error of a packet that the interface's queue had no room for.
var ErrQueueFull = errors.New("afpacket: the queue of the interface is full")
