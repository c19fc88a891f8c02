package conversation

import (
	"time"

	"github.com/wiretag/wiretag/capture"
)

// event is something that happens at a time: a frame passes the point of capture, or something is done.
type event struct {
	at     time.Duration
	n      uint64 // in order of their making, where times are equal
	frame  []byte
	link   capture.LinkType
	shared bool // the frame is needed again
	do     func()
}

// events is a heap, the next one first.
type events struct {
	heap []event
	made uint64
}

func (q *events) less(i, j int) bool {
	a, b := &q.heap[i], &q.heap[j]
	return a.at < b.at || a.at == b.at && a.n < b.n
}

func (q *events) swap(i, j int) { q.heap[i], q.heap[j] = q.heap[j], q.heap[i] }

// next is when the next event is.
func (q *events) next() (at time.Duration, ok bool) {
	if len(q.heap) == 0 {
		return 0, false
	}
	return q.heap[0].at, true
}

func (q *events) push(e event) {
	q.made++
	e.n = q.made
	q.heap = append(q.heap, e)
	for i := len(q.heap) - 1; i > 0 && q.less(i, (i-1)/2); i = (i - 1) / 2 {
		q.swap(i, (i-1)/2)
	}
}

func (q *events) pop() event {
	top, last := q.heap[0], len(q.heap)-1
	q.swap(0, last)
	q.heap[last] = event{}
	q.heap = q.heap[:last]
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < last; child++ {
			if q.less(child, least) {
				least = child
			}
		}
		if least == i {
			return top
		}
		q.swap(i, least)
		i = least
	}
}
