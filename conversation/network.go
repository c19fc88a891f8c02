package conversation

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// Network makes the packets of conversations over one [Path] and gives them, in the order of their times, to a sink. It must not be used by
// several goroutines at once.
type Network struct {
	sink   capture.Sink
	path   Path
	random *rand.Rand
	now    time.Duration // since Path.Start
	queue  events
	free   [2]time.Duration // when a side's line is free again
	last   [2]time.Duration // when the packet before arrives: packets keep their order
	spare  [][]byte
	info   capture.Info
	err    error
}

// New returns a network. Packets go to the sink as they become certain; Flush gives it the last ones.
func New(sink capture.Sink, path Path) *Network {
	path = path.defaults()
	return &Network{sink: sink, path: path, random: rand.New(rand.NewPCG(path.Seed, 0x77697265746167))}
}

// ErrStalled is the error of a conversation that cannot go on, since too many packets were lost in a row.
var ErrStalled = errors.New("conversation: too much is lost")

// Now is the time in the network.
func (n *Network) Now() time.Time { return n.path.Start.Add(n.now) }

// Wait lets time pass.
func (n *Network) Wait(d time.Duration) error {
	end := n.now + d
	for n.err == nil {
		if at, ok := n.queue.next(); !ok || at > end {
			break
		}
		n.step()
	}
	n.now = max(n.now, end)
	return n.err
}

// Flush lets everything arrive that is under way, and gives it to the sink.
func (n *Network) Flush() error {
	for n.err == nil {
		if _, ok := n.queue.next(); !ok {
			break
		}
		n.step()
	}
	return n.err
}

// until lets time pass until something is true.
func (n *Network) until(done func() bool) error {
	for n.err == nil && !done() {
		if _, ok := n.queue.next(); !ok {
			n.err = ErrStalled
			break
		}
		n.step()
	}
	return n.err
}

// step does what happens next.
func (n *Network) step() {
	e := n.queue.pop()
	n.now = max(n.now, e.at)
	if e.frame == nil {
		e.do()
		return
	}
	n.info.Time = capture.TimestampOf(n.path.Start.Add(e.at))
	n.info.CaptureLength, n.info.Length = uint32(len(e.frame)), uint32(len(e.frame))
	n.info.LinkType = e.link
	if err := n.sink.WritePacket(e.frame, &n.info); err != nil {
		n.err = fmt.Errorf("conversation: %w", err)
	}
	if !e.shared {
		n.spare = append(n.spare, e.frame[:0])
	}
}

// buffer returns memory for a frame.
func (n *Network) buffer() []byte {
	if i := len(n.spare) - 1; i >= 0 {
		b := n.spare[i]
		n.spare = n.spare[:i]
		return b
	}
	return make([]byte, 0, n.path.MTU+128)
}

// chance is true in a share of the calls.
func (n *Network) chance(share float64) bool { return share > 0 && n.random.Float64() < share }

// takes is the time that the line needs for some bytes.
func (n *Network) takes(bytes int) time.Duration {
	return time.Duration(int64(bytes) * 8 * int64(time.Second) / n.path.Bandwidth)
}

// fate is what becomes of a frame.
type fate struct {
	seen, again time.Duration // at the point of capture; again is 0 for a frame that is there once
	arrives     time.Duration
	shown, lost bool
}

// send puts a frame on the line of a side and says what becomes of it.
func (n *Network) send(from Side, frame []byte, link capture.LinkType) fate {
	bits := n.takes(len(frame))
	leaves := max(n.now, n.free[from]) + bits
	n.free[from] = leaves
	takes := n.path.Latency
	if n.path.Jitter > 0 {
		takes += time.Duration(n.random.Int64N(int64(n.path.Jitter) + 1))
	}
	arrives := max(leaves+takes, n.last[from]+1)
	if n.chance(n.path.Faults.Reorder) {
		arrives += 3*bits + n.path.Latency/2 // others overtake it
	} else {
		n.last[from] = arrives
	}
	f := fate{seen: arrives - n.path.Latency/2, arrives: arrives, shown: true}
	if n.chance(n.path.Faults.Loss) {
		f.lost = true
		f.shown = n.random.IntN(2) == 0
	}
	if f.shown && n.chance(n.path.Faults.Duplicate) {
		f.again = f.seen + bits + time.Microsecond
	}
	n.show(f, frame, link)
	return f
}

// show has the frame captured when it passes.
func (n *Network) show(f fate, frame []byte, link capture.LinkType) {
	switch {
	case !f.shown:
		n.spare = append(n.spare, frame[:0])
	case f.again > 0:
		n.queue.push(event{at: f.seen, frame: frame, link: link, shared: true})
		n.queue.push(event{at: f.again, frame: frame, link: link})
	default:
		n.queue.push(event{at: f.seen, frame: frame, link: link})
	}
}

// at has something done at a time.
func (n *Network) at(t time.Duration, do func()) { n.queue.push(event{at: t, do: do}) }
