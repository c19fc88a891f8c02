package capture

import (
	"context"
	"errors"
	"io"
	"iter"
	"sync/atomic"
)

// ErrClosed is returned by a [Source] or [Sink] that has been closed.
var ErrClosed = errors.New("capture: closed")

// Source delivers packets: from a file, from a network interface, from memory.
type Source interface {
	// Next returns the next packet. Both data and info belong to the source: they may be read, not written, and
	// only until the next call of Next or Close. len(data) is the captured length and its capacity is cut to it.
	//
	// At a clean end the error is io.EOF itself. Data and info are nil when the error is not nil, and every
	// later call returns the same error, except for those that pass ([LiveSource]). Next must not be called by several
	// goroutines at once.
	Next() (data []byte, info *Info, err error)

	// LinkType is what the first bytes of the packets are. Where a source has interfaces of several kinds it is
	// that of the first interface, and the packet's own Info.LinkType decides. LinkTypeNone: not known yet.
	LinkType() LinkType

	// Stats says what was received and lost since the source was opened. It may be called at any time by the
	// goroutine that calls Next.
	Stats() (Stats, error)

	// Close releases what the source holds. It may be called by another goroutine while Next is waiting, which
	// then returns an error that is ErrClosed (errors.Is). Closing twice is not an error.
	Close() error
}

// Sink takes packets: a file to be written, an interface to send on.
type Sink interface {
	// WritePacket writes one packet. Neither data nor info is kept after it returns. A nil info means: now,
	// whole, on the only interface.
	WritePacket(data []byte, info *Info) error
}

// Stats counts packets. What a source cannot count is zero.
type Stats struct {
	// Received packets: those delivered by Next and those still waiting.
	Received uint64
	// Dropped packets passed the filter and were lost since nobody took them in time.
	Dropped uint64
	// InterfaceDropped packets were lost by the interface or its driver.
	InterfaceDropped uint64
	// Freezes is how many times a full ring stopped the kernel from capturing.
	Freezes uint64
}

// Record is one packet as a source lends it: valid until the iteration goes on.
type Record struct {
	Data []byte // captured bytes, from the first one of the link layer
	Info *Info  // never nil
}

// Clone returns a copy that may be kept.
func (r Record) Clone() Record {
	info := r.Info.Clone()
	return Record{Data: append(make([]byte, 0, len(r.Data)), r.Data...), Info: &info}
}

// Packets iterates over the packets of src until its end. An error is the last thing that is yielded; the clean
// end, io.EOF, is not. The record is lent: it is valid until the loop body ends. After an error that passes ([LiveSource]) it
// can be called again.
//
// When ctx is cancelled the iteration ends with the context's cause. Since only Close wakes a source that waits
// for a packet, cancelling closes src; otherwise src stays open and stays the caller's to close.
func Packets(ctx context.Context, src Source) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		var cancelled atomic.Bool
		if ctx.Done() != nil {
			if ctx.Err() != nil {
				yield(Record{}, context.Cause(ctx))
				return
			}
			stop := context.AfterFunc(ctx, func() {
				cancelled.Store(true)
				_ = src.Close() // the cause of the context is what the caller gets
			})
			defer stop()
		}
		for {
			data, info, err := src.Next()
			switch {
			case cancelled.Load():
				yield(Record{}, context.Cause(ctx))
				return
			case err == io.EOF:
				return
			case err != nil:
				yield(Record{}, err)
				return
			}
			if !yield(Record{Data: data, Info: info}, nil) {
				return
			}
		}
	}
}
