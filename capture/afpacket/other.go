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
	capture.BatchSink
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

// Sender exists on Linux only.
type Sender struct{ sendHandle }

type sendHandle interface {
	capture.BatchSink
	WriteVNet(h *VNetHeader, data []byte) error
	Flush() error
	SendStats() SendStats
	SetWriteDeadline(t time.Time) error
	Interface() (name string, index int)
	LinkType() capture.LinkType
	Close() error
}

// OpenSender returns an error that is errors.ErrUnsupported.
func OpenSender(string, ...SendOption) (*Sender, error) { return nil, unsupported() }

// Clocks returns an error that is errors.ErrUnsupported.
func Clocks(string) (ClockInfo, error) { return ClockInfo{}, unsupported() }
