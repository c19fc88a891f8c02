package pfring

import (
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// Ring is a socket with a ring that it shares with the module. It is a capture.LiveSource.
//
// Packets are lent out of the ring itself, in runs of those that are there, up to 256 KiB of them. A run goes back to the module when the reader comes for the first packet behind
// it.
type Ring struct {
	socket
	rd  reader
	m   *mapping
	err error // the last one

	running   bool // a run has been taken and not given back
	skipLoops bool // packets of the loopback interface come twice; those that go out are left out
	dropped   uint64
	infos     []capture.Info
	lent      []uint64 // offsets of the slots that were lent last
	lentCount int

	idle     atomic.Bool // the module captures nothing, and the socket may not be polled, which would start it
	fds      [2]unix.PollFd
	start    time.Time    // of the times below
	deadline atomic.Int64 // nanoseconds after start, never is none
	watching
	before uint64 // packets that the interface had lost when it was opened
	asked  uint64 // cookie of the network namespace
}

var _ capture.LiveSource = (*Ring)(nil)

// Open opens an interface, or all with the name "any". It needs CAP_NET_RAW and the kernel module pf_ring.
func Open(name string, live capture.Live, opts ...Option) (*Ring, error) {
	cfg, err := newConfig(live, opts)
	if err != nil {
		return nil, err
	}
	return open(system{}, name, cfg)
}

func open(k kernel, name string, cfg *config) (*Ring, error) {
	r := &Ring{start: time.Now()}
	if err := r.open(k, name, cfg); err != nil {
		if r.m != nil {
			_ = r.m.close()
		}
		r.abandon()
		return nil, fmt.Errorf("pfring: %s: %w", name, err)
	}
	// A closed ring that nobody reads any more has its memory left.
	runtime.AddCleanup(r, (*mapping).forget, r.m)
	return r, nil
}

func (r *Ring) open(k kernel, name string, cfg *config) error {
	if err := r.init(k, name, cfg); err != nil {
		return err
	}
	if err := r.prepare(cfg.bucket(), true); err != nil {
		return err
	}
	mem, rd, err := r.mapRing()
	if err != nil {
		return err
	}
	r.rd, r.m = *rd, newMapping(k, mem, rd)
	if err := r.configure(); err != nil {
		return err
	}
	r.begin()
	if cfg.inactive {
		r.idle.Store(true)
		return nil
	}
	return r.activate()
}

func (r *Ring) begin() {
	r.infos, r.lent = newInfos(1), make([]uint64, 1)
	r.fds = [2]unix.PollFd{{Fd: int32(r.event), Events: unix.POLLIN}, {Fd: int32(r.fd), Events: unix.POLLIN}}
	r.deadline.Store(never)
	r.skipLoops = r.cfg.live.Direction == capture.DirectionUnknown && (r.index == 0 || len(r.cfg.more) > 0)
	if r.index != 0 {
		r.current, _ = r.k.name(r.ctl, r.index)
		r.asked = r.k.namespace(r.ctl)
		r.before = r.k.lost(r.index, r.asked)
		r.hasMAC = len(r.cfg.more) == 0 && r.k.get(r.fd, soBoundAddress, r.mac[:]) == nil
	}
}

func newInfos(n int) []capture.Info {
	infos := make([]capture.Info, n)
	for i := range infos {
		infos[i].LinkType = capture.LinkTypeEthernet
	}
	return infos
}

// Next waits for the next packet. It and its Info are lent until the next call of Next or NextBatch; see capture.Source and capture.LiveSource.
func (r *Ring) Next() ([]byte, *capture.Info, error) {
	for {
		if r.rd.left == 0 || r.m.shut.Load() {
			if err := r.advance(); err != nil {
				return nil, nil, err
			}
		}
		at := r.rd.at
		h, data := r.rd.take()
		if h == nil {
			return nil, nil, r.damaged(at)
		}
		if r.skipLoops && h.received == 0 && h.index == loopbackIndex {
			continue
		}
		info := &r.infos[0]
		r.describe(h, data, info)
		r.lent[0], r.lentCount = at, 1
		return data, info, nil
	}
}

// NextBatch waits for a packet and gives all that are in the same run, at most len(recs). They are lent until the next call of Next or NextBatch.
func (r *Ring) NextBatch(recs []capture.Record) (int, error) {
	if len(recs) == 0 {
		return 0, nil
	}
	n := 0
	for n == 0 {
		if r.rd.left == 0 || r.m.shut.Load() {
			if err := r.advance(); err != nil {
				return 0, err
			}
		}
		if most := int(min(r.rd.left, uint64(len(recs)))); len(r.infos) < most {
			r.infos, r.lent = newInfos(most), make([]uint64, most)
		}
		for n < len(recs) && r.rd.left > 0 {
			at := r.rd.at
			h, data := r.rd.take()
			if h == nil {
				return 0, r.damaged(at)
			}
			if r.skipLoops && h.received == 0 && h.index == loopbackIndex {
				continue
			}
			info := &r.infos[n]
			r.describe(h, data, info)
			recs[n], r.lent[n] = capture.Record{Data: data, Info: info}, at
			n++
		}
	}
	r.lentCount = n
	return n, nil
}

// loopbackIndex is LOOPBACK_IFINDEX, that of lo in every network namespace.
const loopbackIndex = 1

// describe makes the Info of a packet.
func (r *Ring) describe(h *packetHeader, data []byte, info *capture.Info) {
	if r.cfg.live.Clock == capture.HardwareClock {
		info.Time = h.stampTime()
	} else {
		info.Time = h.kernelTime()
	}
	info.CaptureLength, info.Length = uint32(len(data)), h.length
	info.Dropped, r.dropped = r.dropped, 0
	switch {
	case r.module.QuickMode: // it notes neither interface nor direction
		info.Interface = r.index
		return
	case h.received != 0:
		info.Flags = capture.MakeFlags(capture.Inbound, addressed(data, &r.mac, r.hasMAC), 0)
	default:
		info.Flags = capture.MakeFlags(capture.Outbound, capture.ReceptionUnknown, 0)
	}
	if info.Interface = int(h.index); h.index < 0 {
		info.Interface = r.index
	}
}

// advance gives the run back and waits for the next one.
func (r *Ring) advance() error {
	if r.err != nil {
		return r.err
	}
	if r.m.shut.Load() {
		return r.finish()
	}
	if r.running {
		r.rd.release()
		r.running = false
	}
	r.rd.left, r.lentCount = 0, 0
	for {
		if r.expired() {
			r.m.yield()
			return r.late()
		}
		if !r.m.claim(r.rd.at) {
			return r.finish()
		}
		err, lost := r.rd.begin(), r.rd.losses()
		if r.m.shut.Load() { // meanwhile: what was read may be the zeros in place of the ring
			return r.finish()
		}
		if err != nil {
			return r.fail(err)
		}
		r.dropped += lost
		if r.rd.left > 0 {
			r.running = true
			return r.busy()
		}
		r.m.yield()
		if err := r.wait(); err != nil {
			return err
		}
	}
}

// late is the error of a deadline that is over, unless the ring has been closed.
func (r *Ring) late() error {
	if r.m.shut.Load() {
		return r.finish()
	}
	return errDeadline
}

// finish ends a closed ring.
func (r *Ring) finish() error {
	r.rd, r.running, r.lentCount, r.err = reader{}, false, 0, capture.ErrClosed
	r.m.leave()
	return r.err
}

// fail ends a ring that cannot be read any further.
func (r *Ring) fail(err error) error {
	r.err, r.rd.left, r.running, r.lentCount = fmt.Errorf("pfring: %s: %w", r.name, err), 0, false, 0
	return r.err
}

// damaged is the error of a slot that contradicts itself.
func (r *Ring) damaged(at uint64) error {
	if r.m.shut.Load() {
		return r.finish()
	}
	return r.fail(fmt.Errorf("%w: the packet at offset %d of %d bytes", ErrDamaged, at, len(r.rd.slots)))
}

// Details is what else the module says of packet i of those that were lent last: 0 after Next.
func (r *Ring) Details(i int) (Details, error) {
	if i < 0 || i >= r.lentCount || r.m.shut.Load() {
		return Details{}, fmt.Errorf("pfring: no packet %d is lent", i)
	}
	return r.rd.headerAt(r.lent[i]).details(), nil
}

// Stats says what was received and lost since the ring was opened, as the module counts in the memory of the ring: packets that the filter left out, or sampling, are not in it. Any
// goroutine may call it, also after Close.
func (r *Ring) Stats() (capture.Stats, error) {
	s := r.m.count().stats()
	if r.index != 0 {
		if lost := r.k.lost(r.index, r.asked); lost > r.before {
			s.InterfaceDropped = lost - r.before
		}
	}
	return s, nil
}

// Close ends the capture and wakes a reader that waits, which gets capture.ErrClosed. The module takes about a tenth of a second for it. Data that is lent stays as it is until the
// reader's next call. What of it nobody comes back for is memory that the garbage collector frees with the ring.
func (r *Ring) Close() error {
	r.m.shut.Store(true)
	err := r.exclusive(func() error {
		// The mapping holds the socket, so it goes first.
		err := r.m.close()
		fd := r.fd
		r.fd, r.closed = -1, true
		err = errors.Join(err, r.k.close(fd), r.k.close(r.event), r.k.close(r.ctl))
		return err
	})
	if errors.Is(err, capture.ErrClosed) {
		return nil
	}
	return err
}
