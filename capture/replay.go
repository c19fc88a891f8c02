package capture

import (
	"context"
	"errors"
	"io"
	"math"
	"time"
)

// ErrQueueFull is the error of a sink for a packet that the interface had no room for. It was not sent, and may be sent again.
var ErrQueueFull = errors.New("capture: the queue of the interface is full")

// BatchSink is a sink that takes several packets at once.
type BatchSink interface {
	Sink
	// WriteBatch sends packets and says how many the interface took: all, if the error is nil.
	WriteBatch(packets [][]byte) (int, error)
}

// flusher is a sink that collects packets before it sends them.
type flusher interface{ Flush() error }

// Replay sends the packets of a source, a file for example, to a sink. The zero value sends them as fast as possible. Of several
// rates that are set the slowest counts.
type Replay struct {
	// Speed follows the times of the packets: 1 as they were, 2 twice as fast. Packets without a time, or with one before that of the first packet, are
	// sent at once.
	Speed float64
	// PacketRate is the most packets in a second.
	PacketRate float64
	// BitRate is the most bits in a second, counted over the bytes that are sent.
	BitRate float64
	// Limit is the number of packets after which it ends; 0: the end of the source.
	Limit uint64
	// SkipTruncated leaves out packets of which not all bytes were captured. Otherwise what there is of them is sent.
	SkipTruncated bool
}

// ReplayResult says what was sent.
type ReplayResult struct {
	Sent    uint64 // packets that the sink took
	Bytes   uint64 // in them
	Lost    uint64 // packets that the interface had no room for
	Skipped uint64 // packets that were left out since they were cut
	Elapsed time.Duration
	Latest  time.Duration // how much later than it should have been the latest packet was sent
}

// slack is how early a packet may be sent: sleeping is not exact to less, and a timer for each packet of a fast stream takes longer than the packet.
const slack = 100 * time.Microsecond

// Run sends until the source ends, the limit is reached, ctx is cancelled, or the sink fails. Packets that the sink has no room for are lost and counted. The sink
// stays open; what it collects is flushed. As with Packets, cancelling closes src, since only that wakes a source that waits for a packet.
func (r Replay) Run(ctx context.Context, src Source, sink Sink) (res ReplayResult, err error) {
	p := pacer{replay: r, start: time.Now()}
	f, collects := sink.(flusher)
	if ctx.Err() == nil {
		stop := context.AfterFunc(ctx, func() { _ = src.Close() }) // the cause of the context is what the caller gets
		defer stop()
	}
	for ctx.Err() == nil && (r.Limit == 0 || res.Sent+res.Lost < r.Limit) {
		var data []byte
		var info *Info
		if data, info, err = src.Next(); err != nil {
			break
		}
		if r.SkipTruncated && info.Truncated() {
			res.Skipped++
			continue
		}
		due := p.due(info, len(data))
		if wait := due - time.Since(p.start); due >= 0 && wait > slack {
			if collects {
				if err = f.Flush(); err != nil {
					break
				}
			}
			if err = p.sleep(ctx, due-time.Since(p.start)); err != nil {
				break
			}
		}
		if due >= 0 {
			res.Latest = max(res.Latest, time.Since(p.start)-due)
		}
		if err = r.send(sink, data, info, &res); err != nil {
			break
		}
	}
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err == io.EOF {
		err = nil
	}
	if collects {
		err = errors.Join(err, f.Flush())
	}
	res.Elapsed = time.Since(p.start)
	return res, err
}

func (r *Replay) send(sink Sink, data []byte, info *Info, res *ReplayResult) error {
	err := sink.WritePacket(data, info)
	switch {
	case err == nil:
		res.Sent++
		res.Bytes += uint64(len(data))
	case errors.Is(err, ErrQueueFull):
		res.Lost++
		err = nil
	}
	return err
}

// pacer says when packets are due.
type pacer struct {
	replay  Replay
	start   time.Time
	first   Timestamp
	packets float64
	bits    float64
	timer   *time.Timer
}

// due is when the next packet, which is counted then, is to be sent, from the start on; -1: at once.
func (p *pacer) due(info *Info, n int) time.Duration {
	r := &p.replay
	due := time.Duration(-1)
	if r.Speed > 0 && info.Time.Set {
		if !p.first.Set {
			p.first = info.Time
		}
		if since := info.Time.Sub(p.first); since >= 0 {
			due = after(float64(since) / r.Speed)
		}
	}
	if r.PacketRate > 0 {
		due = max(due, after(p.packets/r.PacketRate*1e9))
	}
	if r.BitRate > 0 {
		due = max(due, after(p.bits/r.BitRate*1e9))
	}
	p.packets++
	p.bits += float64(n) * 8
	return due
}

// after is a number of nanoseconds, or the longest time that there is.
func after(ns float64) time.Duration {
	if ns >= math.MaxInt64 {
		return math.MaxInt64
	}
	return time.Duration(ns)
}

func (p *pacer) sleep(ctx context.Context, d time.Duration) error {
	if p.timer == nil {
		p.timer = time.NewTimer(d)
	} else {
		p.timer.Reset(d)
	}
	select {
	case <-p.timer.C:
		return nil
	case <-ctx.Done():
		p.timer.Stop()
		return context.Cause(ctx)
	}
}
