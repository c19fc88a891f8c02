package pfring

import (
	"errors"
	"fmt"

	"golang.org/x/net/bpf"

	"github.com/wiretag/wiretag/capture"
)

// Sender is a socket that only sends. It keeps the smallest ring that there is, and its filter takes no packet. Each packet is a system call, as with a Ring.
type Sender struct {
	socket
	m *mapping
}

var _ capture.BatchSink = (*Sender)(nil)

// smallestBucket is the number of bytes kept of packets that nobody reads.
const smallestBucket = 64

// OpenSender opens an interface for sending. Of the options only WithApplicationName has a meaning. It needs CAP_NET_RAW and the kernel module pf_ring.
func OpenSender(name string, opts ...Option) (*Sender, error) {
	cfg, err := newConfig(capture.Live{}, opts)
	if err != nil {
		return nil, err
	}
	return openSender(system{}, name, &config{application: cfg.application, channels: allChannels})
}

func openSender(k kernel, name string, cfg *config) (*Sender, error) {
	s := new(Sender)
	if err := s.open(k, name, cfg); err != nil {
		if s.m != nil {
			_ = s.m.close()
		}
		s.abandon()
		return nil, fmt.Errorf("pfring: %s: %w", name, err)
	}
	return s, nil
}

func (s *Sender) open(k kernel, name string, cfg *config) error {
	if name == "" || name == anyInterface {
		return errors.New("a socket of all interfaces does not send")
	}
	if err := s.init(k, name, cfg); err != nil {
		return err
	}
	if err := s.prepare(smallestBucket, false); err != nil {
		return err
	}
	// Before its memory is there a socket may not send: the module does not look, and the kernel fails.
	_, page, err := s.probe()
	if err != nil {
		return err
	}
	s.m = newPage(k, page)
	if err := s.applicationName(); err != nil {
		return err
	}
	if !s.module.QuickMode { // which delivers nothing to a socket without a channel
		if err := s.attachFilter([]bpf.RawInstruction{{Op: 0x06}}); err != nil { // ret #0
			return err
		}
	}
	if err := s.set(soActivate, 1, 0); err != nil {
		return fmt.Errorf("activating: %w", err)
	}
	return nil
}

// Flush does nothing: no packet waits.
func (s *Sender) Flush() error { return s.control(func() error { return nil }) }

// SendStats says what was sent. Any goroutine may call it, also after Close.
func (s *Sender) SendStats() SendStats {
	c := s.m.count()
	return SendStats{Sent: c.sent, Rejected: c.notSent}
}

// Close closes the socket. Closing twice is not an error.
func (s *Sender) Close() error {
	err := s.exclusive(func() error {
		s.closed = true
		return errors.Join(s.m.close(), s.k.close(s.fd), s.k.close(s.event), s.k.close(s.ctl))
	})
	if errors.Is(err, capture.ErrClosed) {
		return nil
	}
	return err
}
