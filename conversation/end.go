package conversation

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/wiretag/wiretag/layers"
)

// end is one side of a TCP connection, RFC 9293. Places in the stream are counted from the first sequence number: 0 is SYN, 1
// the first byte, and what follows the last byte is FIN.
type end struct {
	n     *Network
	line  *line
	peer  *end
	head  layers.TCP
	stamp [8]byte
	sacks [8 * maxSACKs]byte
	first uint32 // sequence number
	clock uint32 // of the timestamps, at the start

	// What is sent.
	data      []byte // from place base on
	base      uint64
	acked     uint64 // all before it has arrived, as far as is known
	sent      uint64 // all before it has been sent
	push      uint64 // the end of what was written last
	closing   bool
	dead      bool
	mss       int
	window    int // for congestion, RFC 5681
	threshold int
	limit     int    // of the window
	repeats   int    // of the same acknowledgement
	recover   uint64 // where fast recovery ends, RFC 6582
	deadline  time.Duration
	waiting   bool // for the deadline
	tries     int

	// What is received.
	received uint64
	later    []span // behind a gap, in order
	echo     uint32 // the peer's last timestamp
	owed     int    // segments that were not acknowledged yet
	owedFrom uint64 // counts acknowledgements, so that one that is sent makes the delayed one stop
}

// span is a part of the stream.
type span struct{ from, to uint64 }

const maxSACKs = 3

// end is the place behind the last byte that was written.
func (e *end) end() uint64 { return max(1, e.base) + uint64(len(e.data)) }

func (e *end) established() bool { return e.acked > 0 && e.received > 0 }

func (e *end) open() { e.output() }

// output sends what may be sent now.
func (e *end) output() {
	if e.dead {
		return
	}
	if e.sent == 0 {
		flags := layers.TCPSyn
		if e.received > 0 {
			flags |= layers.TCPAck
		}
		e.transmit(0, nil, flags)
		return
	}
	if !e.established() {
		return
	}
	for e.sent < e.end() && e.sent-e.acked < uint64(min(e.window, e.limit)) {
		from, size := e.sent, min(uint64(e.mss), e.end()-e.sent)
		if from > e.base && e.n.chance(e.n.path.Faults.Overlap) {
			e.overlap(from, size)
			continue
		}
		e.transmit(from, e.bytes(from, size), layers.TCPAck)
	}
	if e.closing && e.sent == e.end() {
		e.transmit(e.sent, nil, layers.TCPAck|layers.TCPFin)
	}
}

// bytes are those at a place in the stream.
func (e *end) bytes(from, size uint64) []byte {
	at := from - max(1, e.base)
	return e.data[at : at+size]
}

// overlap sends a segment that begins with bytes that were sent before.
func (e *end) overlap(from, size uint64) {
	back := min(from-max(1, e.base), uint64(e.mss)/2)
	if back > 1 {
		back = 1 + e.n.random.Uint64N(back)
	}
	size = min(size, uint64(e.mss)-back)
	data := e.bytes(from-back, size+back)
	if e.n.path.Faults.Conflict {
		data = slices.Clone(data)
		for i := range data[:back] {
			data[i] ^= 0x20
		}
	}
	e.transmit(from-back, data, layers.TCPAck)
}

// transmit sends a segment, and sees to it that it is sent again if it is lost.
func (e *end) transmit(from uint64, data []byte, flags layers.TCPFlags) {
	to := from + uint64(len(data))
	if flags&(layers.TCPSyn|layers.TCPFin) != 0 {
		to++
	}
	if len(data) > 0 && to == e.push {
		flags |= layers.TCPPsh
	}
	e.sent = max(e.sent, to)
	s := e.segment(from, data, flags)
	e.watch()
	if s.lost {
		return
	}
	seg := segment{from: from, to: to, ack: e.received, stamp: e.now(), syn: flags&layers.TCPSyn != 0, push: flags&(layers.TCPPsh|layers.TCPFin) != 0}
	e.n.at(s.arrives, func() { e.peer.arrive(seg) })
}

// segment encodes a segment and sends it.
func (e *end) segment(from uint64, data []byte, flags layers.TCPFlags) sent {
	h := &e.head
	h.Seq, h.Flags = e.first+uint32(from), flags
	h.Ack, h.Window = 0, receiveWindow
	if flags&layers.TCPAck != 0 {
		h.Ack = e.peer.first + uint32(e.received)
	}
	size := e.options(flags)
	e.owed = 0
	e.owedFrom++
	return e.line.send(h, 20+size, data)
}

// now is the clock of timestamps: milliseconds.
func (e *end) now() uint32 { return e.clock + uint32(e.n.now/time.Millisecond) }

// options sets the options of a segment and returns their length.
func (e *end) options(flags layers.TCPFlags) int {
	binary.BigEndian.PutUint32(e.stamp[:], e.now())
	binary.BigEndian.PutUint32(e.stamp[4:], e.echo)
	stamps := layers.TCPOption{Kind: layers.TCPOptionTimestamps, Data: e.stamp[:]}
	if flags&layers.TCPSyn != 0 {
		mss := binary.BigEndian.AppendUint16(nil, uint16(e.mss+timestampsLength))
		e.head.Options = []layers.TCPOption{
			{Kind: layers.TCPOptionMSS, Data: mss},
			{Kind: layers.TCPOptionSACKPermitted},
			stamps,
			{Kind: layers.TCPOptionNOP},
			{Kind: layers.TCPOptionWindowScale, Data: []byte{windowScale}},
		}
		return 20
	}
	nop := layers.TCPOption{Kind: layers.TCPOptionNOP}
	e.head.Options = append(e.head.Options[:0], nop, nop, stamps)
	if flags&layers.TCPAck == 0 || len(e.later) == 0 {
		return timestampsLength
	}
	blocks := e.sacks[:0]
	for i := len(e.later) - 1; i >= 0 && len(blocks) < 8*maxSACKs; i-- {
		blocks = binary.BigEndian.AppendUint32(blocks, e.peer.first+uint32(e.later[i].from))
		blocks = binary.BigEndian.AppendUint32(blocks, e.peer.first+uint32(e.later[i].to))
	}
	e.head.Options = append(e.head.Options, nop, nop, layers.TCPOption{Kind: layers.TCPOptionSACK, Data: blocks})
	return timestampsLength + 4 + len(blocks)
}
