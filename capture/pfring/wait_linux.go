package pfring

import (
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

const (
	never      = math.MaxInt64
	watchEvery = 250 * time.Millisecond // how often a reader that waits looks at its interface, of which the module tells nothing
	watchSoon  = 20 * time.Millisecond  // and when that is down: one that is deleted goes down first
)

var errDeadline = os.ErrDeadlineExceeded

// SetReadDeadline sets the time at which waiting for a packet ends with os.ErrDeadlineExceeded; zero: never. Packets that are there are delivered all the same, up to
// the end of a run.
func (r *Ring) SetReadDeadline(t time.Time) error {
	return r.control(func() error {
		d := int64(never)
		if !t.IsZero() {
			d = int64(t.Sub(r.start))
		}
		r.deadline.Store(d)
		r.k.signal(r.event)
		return nil
	})
}

// expired reports whether the deadline is over.
func (r *Ring) expired() bool {
	d := r.deadline.Load()
	return d != never && int64(time.Since(r.start)) >= d
}

// wait waits for packets, the deadline, the next look at the interface, or somebody who wants the socket. The reader holds nothing of the ring meanwhile.
func (r *Ring) wait() error {
	now := time.Since(r.start)
	if r.index != 0 && now >= r.next {
		err := r.watch()
		r.next = now + r.interval()
		if err != nil {
			return err
		}
	}
	err := r.control(func() error { return r.poll(now) })
	if errors.Is(err, capture.ErrClosed) {
		return r.finish()
	}
	if r.interrupts.Load() > 0 {
		runtime.Gosched()
	}
	return err
}

func (r *Ring) poll(now time.Duration) error {
	fds := r.fds[:]
	if r.idle.Load() {
		fds = fds[:1]
	}
	fds[0].Revents, r.fds[1].Revents = 0, 0
	err := r.k.poll(fds, r.patience(now))
	if err != nil && !errors.Is(err, unix.EINTR) && !errors.Is(err, unix.EAGAIN) {
		return fmt.Errorf("pfring: %s: %w", r.name, os.NewSyscallError("poll", err))
	}
	if fds[0].Revents != 0 && r.interrupts.Load() == 0 {
		r.k.drain(r.event)
	}
	if e := r.fds[1].Revents; e&(unix.POLLERR|unix.POLLHUP|unix.POLLNVAL) != 0 {
		return fmt.Errorf("pfring: %s: poll reports %#x", r.name, e)
	}
	return nil
}

// patience is how long to wait, in milliseconds; -1: for ever.
func (r *Ring) patience(now time.Duration) int {
	limit := time.Duration(never)
	if r.index != 0 {
		limit = r.next - now
	}
	if r.cfg.watermark > 1 && !r.idle.Load() {
		limit = min(limit, r.cfg.live.Delay)
	}
	if d := r.deadline.Load(); d != never {
		limit = min(limit, time.Duration(d)-now)
	}
	if limit == never {
		return -1
	}
	return int(min(max((limit+time.Millisecond-1)/time.Millisecond, 0), math.MaxInt32))
}

// watching is what is known of the interface.
type watching struct {
	current    string        // its name
	next       time.Duration // when to look again
	state      linkState
	lastSecond int64 // of a packet, when it was looked at
}

type linkState uint8

const (
	linkUp linkState = iota
	linkSuspect
	linkDown
)

func (r *Ring) interval() time.Duration {
	if r.state == linkSuspect {
		return watchSoon
	}
	return watchEvery
}

// busy looks at the interface once in a second of packet time.
func (r *Ring) busy() error {
	sec := r.rd.headerAt(r.rd.at).seconds
	if sec == r.lastSecond || r.index == 0 {
		return nil
	}
	r.lastSecond = sec
	return r.watch()
}

// watch looks what has become of the interface. What it returns has been reported then.
func (r *Ring) watch() error {
	what := capture.InterfaceError{Name: r.name, Index: r.index}
	err := r.control(func() error {
		name, up, gone := r.look()
		switch {
		case gone:
			what.Err = capture.ErrGone
		case !up && r.state == linkUp:
			r.state = linkSuspect
		case !up && r.state == linkSuspect:
			r.state, what.Err = linkDown, capture.ErrDown
		case !up:
		case name != r.current:
			r.state, r.current = linkUp, name
			what.Err, what.NewName = capture.ErrRenamed, name
		default:
			r.state = linkUp
		}
		return nil
	})
	switch {
	case err != nil:
		return r.finish()
	case what.Err == capture.ErrGone:
		r.gone.Store(true)
		r.err, r.rd.left = &what, 0
		return r.err
	case what.Err != nil:
		return &what
	}
	return nil
}

// look asks for the interface.
func (r *Ring) look() (name string, up, gone bool) {
	var bound [4]byte
	if err := r.k.get(r.fd, soBoundIndex, bound[:]); err == nil && order.Uint32(bound[:]) == indexNone {
		return "", false, true
	}
	name, err := r.k.name(r.ctl, r.index)
	if err != nil {
		return "", false, errors.Is(err, unix.ENODEV) || errors.Is(err, unix.ENXIO)
	}
	up, err = r.k.up(r.ctl, name)
	return name, up || err != nil, false
}
