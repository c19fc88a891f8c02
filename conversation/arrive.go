package conversation

import (
	"slices"
	"time"

	"github.com/wiretag/wiretag/layers"
)

// segment is what a side learns from one that arrives. The bytes themselves it knows already: they are what the other side
// wrote.
type segment struct {
	from, to  uint64
	ack       uint64
	stamp     uint32
	syn, push bool
}

// arrive takes a segment.
func (e *end) arrive(s segment) {
	if e.dead {
		return
	}
	if s.from <= e.received {
		e.echo = s.stamp
	}
	if s.syn && e.sent > 0 && e.acked == 0 { // the other side has not seen the answer
		e.take(s)
		e.acknowledged(s)
		if e.acked == 0 {
			e.again()
			return
		}
	}
	e.acknowledged(s)
	if s.to == s.from {
		e.output()
		return
	}
	inOrder := s.from <= e.received && s.to > e.received && len(e.later) == 0
	e.take(s)
	e.owed++
	if e.sent == 0 { // a server that answers SYN
		e.output()
		return
	}
	before := e.owedFrom
	e.output()
	switch {
	case e.owedFrom != before: // what was sent has acknowledged it
	case !inOrder || e.owed >= 2 || s.syn:
		e.acknowledge()
	default:
		e.n.at(e.n.now+delayedAck, func() {
			if e.owedFrom == before && e.owed > 0 && !e.dead {
				e.acknowledge()
			}
		})
	}
}

// take notes what has been received.
func (e *end) take(s segment) {
	if s.to <= e.received {
		return
	}
	if s.from > e.received {
		i, _ := slices.BinarySearchFunc(e.later, s.from, func(p span, at uint64) int {
			if p.to < at {
				return -1
			}
			return 1
		})
		j := i
		merged := span{s.from, s.to}
		for j < len(e.later) && e.later[j].from <= merged.to {
			merged = span{min(merged.from, e.later[j].from), max(merged.to, e.later[j].to)}
			j++
		}
		e.later = slices.Replace(e.later, i, j, merged)
		return
	}
	e.received = s.to
	for len(e.later) > 0 && e.later[0].from <= e.received {
		e.received = max(e.received, e.later[0].to)
		e.later = e.later[1:]
	}
}

// acknowledge sends an acknowledgement without data.
func (e *end) acknowledge() {
	s := e.segment(e.sent, nil, layers.TCPAck)
	if s.lost {
		return
	}
	seg := segment{from: e.sent, to: e.sent, ack: e.received, stamp: e.now()}
	e.n.at(s.arrives, func() { e.peer.arrive(seg) })
}

// acknowledged takes the acknowledgement of a segment.
func (e *end) acknowledged(s segment) {
	switch {
	case s.ack > e.acked:
		e.progress(s.ack)
	case s.ack == e.acked && s.to == s.from && e.sent > e.acked:
		if e.repeats++; e.repeats == 3 && e.acked >= e.recover {
			e.threshold = max(int(e.sent-e.acked)/2, 2*e.mss)
			e.window = e.threshold
			e.recover = e.sent
			e.again()
		}
	}
}

// progress forgets what has arrived.
func (e *end) progress(ack uint64) {
	got := int(ack - e.acked)
	e.acked = ack
	if from := max(1, e.base); ack > from {
		n := min(ack-from, uint64(len(e.data)))
		e.data = e.data[n:]
		e.base = from + n
	}
	e.repeats, e.tries = 0, 0
	e.deadline = e.n.now + e.patience()
	switch {
	case ack < e.recover: // more was lost than what was sent again
		e.again()
	case e.window < e.threshold:
		e.window += min(got, 2*e.mss)
	default:
		e.window += e.mss * e.mss / e.window
	}
}

// again sends the first segment that has not been acknowledged once more.
func (e *end) again() {
	switch {
	case e.acked == 0:
		flags := layers.TCPSyn
		if e.received > 0 {
			flags |= layers.TCPAck
		}
		e.transmit(0, nil, flags)
	case e.acked == e.end():
		e.transmit(e.acked, nil, layers.TCPAck|layers.TCPFin)
	default:
		size := min(uint64(e.mss), e.end()-e.acked, e.sent-e.acked)
		e.transmit(e.acked, e.bytes(e.acked, size), layers.TCPAck)
	}
}

// patience is how long to wait for an acknowledgement.
func (e *end) patience() time.Duration {
	round := 2*(e.n.path.Latency+e.n.path.Jitter) + delayedAck + e.n.takes(e.limit)
	return (minRetransmit + 2*round) << min(e.tries, 8)
}

// watch waits for acknowledgements.
func (e *end) watch() {
	if e.waiting {
		return
	}
	e.deadline = e.n.now + e.patience()
	e.waiting = true
	e.n.at(e.deadline, e.late)
}

// late is called when an acknowledgement may be overdue.
func (e *end) late() {
	e.waiting = false
	if e.dead || e.acked == e.sent {
		return
	}
	if e.n.now < e.deadline {
		e.waiting = true
		e.n.at(e.deadline, e.late)
		return
	}
	if e.tries++; e.tries > maxTries {
		e.n.err = ErrStalled
		return
	}
	e.threshold = max(int(e.sent-e.acked)/2, 2*e.mss)
	e.window = e.mss
	e.recover = e.sent
	e.repeats = 0
	e.again()
}
