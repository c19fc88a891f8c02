// Package pipeline works on packets in parallel: one goroutine reads a source, several decode, each flow always in the same one, and one at a time gives the
// results to a sink. So the packets of a flow stay in order.
//
//	stats, err := pipeline.Run(ctx, src, pipeline.Config{}, func(int) pipeline.Work[string] {
//		var v packet.View // one for each worker
//		return func(rec capture.Record) (string, bool) {
//			v.Decode(rec.Data, rec.Info.LinkType)
//			return v.String(), true
//		}
//	}, func(line string) error {
//		_, err := fmt.Println(line)
//		return err
//	})
//
// Packets are copied once, into batches that are used again; with a source and work that do not allocate nothing is allocated per packet. Whoever
// does not keep up holds the others back, down to the source, or, with Config.Drop, packets are dropped and counted.
//
// Where the kernel can distribute the flows itself, a group of sockets (afpacket.OpenGroup) spares the copy.
package pipeline

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/wiretag/wiretag/capture"
)

// Config of a pipeline. The zero value has a worker for each processor and holds the source back when they are busy.
type Config struct {
	// Workers is the number of goroutines that work; 0: as many as GOMAXPROCS.
	Workers int
	// Hash says which packets belong together: those with the same number go to the same worker. nil: NewFlowHash.
	Hash func(rec capture.Record) uint64
	// Batch is the most packets that are handed over together; 0: 64.
	Batch int
	// Queue is the number of batches that may wait for each worker; 0: 8.
	Queue int
	// Drop drops packets for a worker whose queue is full instead of waiting for it.
	Drop bool
}

// Work is what a worker does with a packet. The record is lent until it returns. Results with false are not given to the sink.
type Work[T any] func(rec capture.Record) (T, bool)

// Stats counts packets.
type Stats struct {
	Read    uint64 // by the source
	Worked  uint64 // given to workers
	Dropped uint64 // since the queue of their worker was full
	Sunk    uint64 // results that the sink took
	Waits   uint64 // how often the source was held back
}

// Run reads src until its end, until ctx is cancelled, which closes src, or until the sink returns an error. It returns when all is done: every packet that was read is then
// worked on or counted as dropped, unless there was an error. make is called once for each worker. sink, which may be nil, is never called by two goroutines at once.
func Run[T any](ctx context.Context, src capture.Source, cfg Config, make func(worker int) Work[T], sink func(T) error) (Stats, error) {
	p, err := start(ctx, cfg, make, sink)
	if err != nil {
		return Stats{}, err
	}
	defer p.cancel(nil)
	for rec, err := range capture.Packets(p.ctx, src) {
		if err != nil {
			p.fail(err)
			break
		}
		p.dispatch(rec)
	}
	p.finish()
	p.stats.Worked, p.stats.Sunk = p.worked.Load(), p.sunk
	return p.stats, p.failed
}

type pipeline[T any] struct {
	cfg    Config
	ctx    context.Context
	cancel context.CancelCauseFunc
	lanes  []*lane
	work   sync.WaitGroup
	sink   func(T) error
	one    sync.Mutex // of the sink
	sunk   uint64
	worked atomic.Uint64
	stats  Stats
	failed error
	stop   func() bool
}

func start[T any](ctx context.Context, cfg Config, mk func(worker int) Work[T], sink func(T) error) (*pipeline[T], error) {
	if cfg.Workers < 0 || cfg.Batch < 0 || cfg.Queue < 0 {
		return nil, errors.New("pipeline: negative numbers")
	}
	for _, d := range []struct {
		v    *int
		zero int
	}{{&cfg.Workers, runtime.GOMAXPROCS(0)}, {&cfg.Batch, 64}, {&cfg.Queue, 8}} {
		if *d.v == 0 {
			*d.v = d.zero
		}
	}
	if cfg.Hash == nil {
		cfg.Hash = NewFlowHash()
	}
	p := &pipeline[T]{cfg: cfg, sink: sink}
	p.ctx, p.cancel = context.WithCancelCause(ctx)
	for i := range cfg.Workers {
		l, do := newLane(cfg.Queue, cfg.Batch), mk(i)
		p.lanes = append(p.lanes, l)
		p.work.Go(func() { p.worker(l, do) })
	}
	p.stop = context.AfterFunc(p.ctx, func() {
		for _, l := range p.lanes {
			l.end(true)
		}
	})
	return p, nil
}

// dispatch hands a packet to its worker.
func (p *pipeline[T]) dispatch(rec capture.Record) {
	p.stats.Read++
	l := p.lanes[0]
	if len(p.lanes) > 1 {
		l = p.lanes[p.cfg.Hash(rec)%uint64(len(p.lanes))]
	}
	ok, waited := l.put(rec, !p.cfg.Drop)
	if !ok {
		p.stats.Dropped++
	}
	if waited {
		p.stats.Waits++
	}
}

func (p *pipeline[T]) worker(l *lane, do Work[T]) {
	worked := uint64(0)
	for b := l.next(nil); b != nil; b = l.next(b) {
		for _, rec := range b.recs {
			if p.ctx.Err() != nil {
				break
			}
			worked++
			if result, ok := do(rec); ok && p.sink != nil {
				p.give(result)
			}
		}
	}
	p.worked.Add(worked)
}

func (p *pipeline[T]) give(result T) {
	p.one.Lock()
	defer p.one.Unlock()
	if p.ctx.Err() != nil {
		return
	}
	if err := p.sink(result); err != nil {
		p.failed = err
		p.cancel(err)
		return
	}
	p.sunk++
}

// fail notes the error that ended reading.
func (p *pipeline[T]) fail(err error) {
	p.one.Lock()
	defer p.one.Unlock()
	if p.failed == nil {
		p.failed = err
	}
}

// finish waits for the workers, until they have done what is there.
func (p *pipeline[T]) finish() {
	for _, l := range p.lanes {
		l.end(false)
	}
	p.work.Wait()
	p.stop()
	if p.ctx.Err() != nil { // also where the source had ended: workers left what was there
		p.fail(context.Cause(p.ctx))
	}
}
