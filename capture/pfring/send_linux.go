package pfring

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

const (
	ethernetHeader = 14
	macPair        = 12
	tpid8021Q      = 0x8100
)

// sending is what WritePacket needs.
type sending struct {
	outMu   sync.Mutex
	scratch []byte
	until   atomic.Pointer[time.Time] // deadline; nil: never
}

// SetWriteDeadline sets the time from which on sending fails with os.ErrDeadlineExceeded; zero: never. A packet that has been begun is sent.
func (s *socket) SetWriteDeadline(t time.Time) error {
	return s.control(func() error {
		if t.IsZero() {
			s.until.Store(nil)
		} else {
			s.until.Store(&t)
		}
		return nil
	})
}

// WritePacket sends one packet, from its Ethernet header on, out of the interface that was opened. A tag in info.VLAN is put into the packet. What comes back without an
// error has been handed to the interface. Several goroutines may call it.
func (s *socket) WritePacket(data []byte, info *capture.Info) error {
	switch {
	case s.index == 0:
		return fmt.Errorf("pfring: %s: a socket of all interfaces does not send", s.name)
	case len(data) < ethernetHeader:
		return fmt.Errorf("pfring: %s: a packet of %d bytes has no Ethernet header", s.name, len(data))
	}
	s.outMu.Lock()
	defer s.outMu.Unlock()
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return capture.ErrClosed
	}
	if s.gone.Load() {
		return &capture.InterfaceError{Name: s.name, Index: s.index, Err: capture.ErrGone}
	}
	if t := s.until.Load(); t != nil && !time.Now().Before(*t) {
		return os.ErrDeadlineExceeded
	}
	err := s.k.send(s.fd, s.wire(data, info))
	for err == unix.EINTR {
		err = s.k.send(s.fd, s.wire(data, info))
	}
	if err != nil {
		return s.sendError(err)
	}
	return nil
}

// WriteBatch sends packets, one call each, and says how many the interface took: all, if the error is nil. Those behind the first that it did not take are not sent.
func (s *socket) WriteBatch(packets [][]byte) (int, error) {
	for i, p := range packets {
		if err := s.WritePacket(p, nil); err != nil {
			return i, err
		}
	}
	return len(packets), nil
}

// wire is the packet with its tag.
func (s *socket) wire(data []byte, info *capture.Info) []byte {
	if info == nil || !info.VLAN.Present {
		return data
	}
	v := info.VLAN
	if v.TPID == 0 {
		v.TPID = tpid8021Q
	}
	b := append(s.scratch[:0], data[:macPair]...)
	b = append(b, byte(v.TPID>>8), byte(v.TPID), byte(v.TCI>>8), byte(v.TCI))
	s.scratch = append(b, data[macPair:]...)
	return s.scratch
}

// sendError says what an error of sending means.
func (s *socket) sendError(err error) error {
	switch {
	case errors.Is(err, unix.ENOBUFS), errors.Is(err, unix.EAGAIN):
		return fmt.Errorf("pfring: %s: %w", s.name, capture.ErrQueueFull)
	case errors.Is(err, unix.EMSGSIZE):
		return fmt.Errorf("pfring: %s: the packet is longer than the interface sends: %w", s.name, err)
	case errors.Is(err, unix.ENETDOWN), errors.Is(err, unix.ENODEV), errors.Is(err, unix.ENXIO):
		what := capture.ErrDown
		if _, err := s.k.name(s.ctl, s.index); err != nil {
			what = capture.ErrGone
		}
		return &capture.InterfaceError{Name: s.name, Index: s.index, Err: what}
	}
	return fmt.Errorf("pfring: %s: %w", s.name, err)
}
