package pipeline

import (
	"sync"

	"github.com/wiretag/wiretag/capture"
)

// batch is some packets, copied.
type batch struct {
	recs  []capture.Record
	infos []capture.Info
	bytes []byte
}

func newBatch(n int) *batch {
	return &batch{recs: make([]capture.Record, 0, n), infos: make([]capture.Info, n)}
}

func (b *batch) full() bool { return len(b.recs) == cap(b.recs) }

func (b *batch) add(rec capture.Record) {
	at, n := len(b.bytes), len(b.recs)
	b.bytes = append(b.bytes, rec.Data...) // when this moves, earlier records keep what they point to
	info := &b.infos[n]
	*info = *rec.Info
	if rec.Info.Options.Raw != nil {
		info.Options = rec.Info.Options.Clone()
	}
	b.recs = append(b.recs, capture.Record{Data: b.bytes[at:len(b.bytes):len(b.bytes)], Info: info})
}

func (b *batch) reset() { b.recs, b.bytes = b.recs[:0], b.bytes[:0] }

// lane leads to one worker: a batch that is being filled, and full ones in order. A worker without a full batch takes the one that is being
// filled, so that no packet waits for others.
type lane struct {
	mu       sync.Mutex
	more     sync.Cond // for the worker: there is something, or it is the end
	room     sync.Cond // for the reader: a batch is free
	filling  *batch
	full     []*batch // oldest first; its capacity is the most that may wait
	free     []*batch
	ended    bool
	stopped  bool // at once, without working on what is there
	sleeping bool // the worker is
}

func newLane(batches, packets int) *lane {
	l := &lane{full: make([]*batch, 0, batches)}
	l.more.L, l.room.L = &l.mu, &l.mu
	for range batches + 2 { // one to be filled, one that is worked on
		l.free = append(l.free, newBatch(packets))
	}
	l.filling = l.pop()
	return l
}

func (l *lane) pop() *batch {
	n := len(l.free) - 1
	b := l.free[n]
	l.free = l.free[:n]
	return b
}

// put copies a packet into the lane. It waits for room, or returns false at once if it may not wait. waited says that it did.
func (l *lane) put(rec capture.Record, wait bool) (ok, waited bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.filling.full() {
		switch {
		case l.stopped:
			return false, waited
		case len(l.full) < cap(l.full):
			l.full = append(l.full, l.filling)
			l.filling = l.pop()
		case !wait:
			return false, false
		default:
			waited = true
			l.room.Wait()
		}
	}
	l.filling.add(rec)
	if l.sleeping {
		l.sleeping = false
		l.more.Signal()
	}
	return true, waited
}

// next gives back a batch, nil at first, and waits for the next one. It returns nil at the end.
func (l *lane) next(done *batch) *batch {
	l.mu.Lock()
	defer l.mu.Unlock()
	if done != nil {
		done.reset()
		l.free = append(l.free, done)
	}
	for {
		switch {
		case l.stopped:
			return nil
		case len(l.full) > 0:
			b := l.full[0]
			l.full = append(l.full[:0], l.full[1:]...)
			l.room.Signal()
			return b
		case len(l.filling.recs) > 0:
			b := l.filling
			l.filling = l.pop()
			l.room.Signal()
			return b
		case l.ended:
			return nil
		}
		l.sleeping = true
		l.more.Wait()
	}
}

// end says that nothing more comes; with now, also that what is there is not worked on.
func (l *lane) end(now bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended, l.stopped = true, l.stopped || now
	l.more.Signal()
	l.room.Signal()
}
