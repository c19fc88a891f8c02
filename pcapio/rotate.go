package pcapio

import (
	"time"

	"github.com/wiretag/wiretag/capture"
)

// FileWriter writes one capture file, of any format.
type FileWriter interface {
	capture.Sink
	// Flush writes what is in the buffer.
	Flush() error
	// Size is the length of the file in bytes, with what is still in the buffer.
	Size() int64
	// Close flushes and closes the file.
	Close() error
}

// Limits say when a Rotator begins a new file. What is 0 is no limit. All are looked at before a packet is written,
// so that no file is empty.
type Limits struct {
	// Bytes: a file that is longer gets no further packet. So a file exceeds it by at most one packet.
	Bytes int64
	// Packets is how many packets a file has at most.
	Packets uint64
	// Every is how much time a file covers. The intervals follow each other without gaps from the time of the first
	// packet on; those without packets have no file. A packet at the very end of an interval still belongs to it. Time
	// is that of the packets, or Clock's; packets without a time, and those older than the file, stay in it.
	Every time.Duration
	// Clock replaces the time of the packets, for packets that are written as they arrive.
	Clock func() time.Time
}

// Rotator distributes packets over files. It is a capture.Sink. It must not be used by several goroutines at once.
type Rotator struct {
	limits  Limits
	open    func(file int, first *capture.Info) (FileWriter, error)
	current FileWriter
	files   int
	packets uint64            // in the current file
	start   capture.Timestamp // of the current interval
	closed  bool
}

// NewRotator returns a Rotator. It calls open for each file when the first packet of it is to be written: file counts
// from 0, and first is that packet's, with Time set to the beginning of the file's interval if Limits.Every is set.
func NewRotator(limits Limits, open func(file int, first *capture.Info) (FileWriter, error)) *Rotator {
	return &Rotator{limits: limits, open: open}
}

// WritePacket writes one packet, as capture.Sink says, to the current file or to a new one. If a file cannot be
// closed or opened the packet is not written; the next one tries again.
func (r *Rotator) WritePacket(data []byte, info *capture.Info) error {
	if r.closed {
		return capture.ErrClosed
	}
	if info == nil {
		info = &capture.Info{Time: capture.TimestampOf(time.Now())}
	}
	now := info.Time
	if r.limits.Clock != nil {
		now = capture.TimestampOf(r.limits.Clock())
	}
	if r.full(now) {
		if err := r.Rotate(); err != nil {
			return err
		}
	}
	if r.current == nil {
		if err := r.next(info); err != nil {
			return err
		}
	}
	if err := r.current.WritePacket(data, info); err != nil {
		return err
	}
	r.packets++
	return nil
}

// full reports whether the packet at this time belongs to another file than the current one, and moves the interval.
func (r *Rotator) full(now capture.Timestamp) bool {
	other := false
	if every := r.limits.Every; every > 0 && now.Set {
		if !r.start.Set {
			r.start = now
		}
		if passed := now.Sub(r.start); passed > every {
			other = true
			whole := (passed - 1) / every // a packet at the very end of an interval belongs to it
			r.start = r.start.Add(whole * every)
		}
	}
	if r.current == nil {
		return false
	}
	return other || r.limits.Packets > 0 && r.packets >= r.limits.Packets ||
		r.limits.Bytes > 0 && r.current.Size() > r.limits.Bytes
}

// next opens the next file.
func (r *Rotator) next(info *capture.Info) error {
	first := *info
	if r.limits.Every > 0 && r.start.Set {
		first.Time = r.start
	}
	w, err := r.open(r.files, &first)
	if err != nil {
		return err
	}
	r.current, r.packets = w, 0
	r.files++
	return nil
}

// Rotate closes the current file; the next packet begins a new one.
func (r *Rotator) Rotate() error {
	if r.current == nil {
		return nil
	}
	err := r.current.Close()
	r.current = nil
	return err
}

// Files is how many files have been opened.
func (r *Rotator) Files() int { return r.files }

// Flush writes what is in the buffer of the current file.
func (r *Rotator) Flush() error {
	if r.current == nil {
		return nil
	}
	return r.current.Flush()
}

// Size is the length of the current file in bytes, with what is still in the buffer.
func (r *Rotator) Size() int64 {
	if r.current == nil {
		return 0
	}
	return r.current.Size()
}

// Close closes the current file. Later calls of WritePacket return capture.ErrClosed.
func (r *Rotator) Close() error {
	r.closed = true
	return r.Rotate()
}

var (
	_ FileWriter = (*Writer)(nil)
	_ FileWriter = (*Rotator)(nil)
)
