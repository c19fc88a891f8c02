package bench

import (
	"bytes"
	"fmt"
	"math/rand/v2"
)

// StreamPacket is a TCP packet of a [StreamLoad].
type StreamPacket struct {
	Flow     uint32
	Seq, Ack uint32
	Offset   int64 // of the payload in its direction
	Length   int32
	Flags    uint8
	Server   bool // it comes from there
}

// StreamLoad is packets for engines that put TCP streams together. Data are a function of the place in the stream, so every byte
// can be checked.
type StreamLoad struct {
	Name    string
	Packets []StreamPacket
	Sent    int64 // bytes that come at least once
	// Whole says that all data come, so that all have to be handed over.
	Whole bool
}

// Flags of TCP.
const (
	loadFIN = 0x01
	loadSYN = 0x02
	loadACK = 0x10
)

// Sequence numbers before the first byte.
const (
	clientISN = 0xfff00000 // they wrap in long streams
	serverISN = 5000
)

// templatePeriod is the number of bytes after which data repeat.
const templatePeriod = 1_000_003

var template = func() []byte {
	b := make([]byte, templatePeriod+1<<16)
	r := rand.New(rand.NewPCG(9, 9))
	for i := range templatePeriod {
		b[i] = byte(r.Uint32())
	}
	copy(b[templatePeriod:], b)
	return b
}()

// Payload is the data of the packet.
func (p *StreamPacket) Payload() []byte {
	at := p.Offset % templatePeriod
	return template[at : at+int64(p.Length) : at+int64(p.Length)]
}

// checkBytes compares data with what belongs at a place.
func checkBytes(offset int64, data []byte) error {
	for len(data) > 0 {
		at := offset % templatePeriod
		n := min(len(data), 1<<16)
		if !bytes.Equal(data[:n], template[at:at+int64(n)]) {
			return fmt.Errorf("wrong bytes at %d", offset)
		}
		data, offset = data[n:], offset+int64(n)
	}
	return nil
}

const loadSegment = 1460

// StreamLoads are the names of the loads, in the order of the table.
var StreamLoads = []string{"bulk1", "bulk16", "reorder1", "loss1", "lost0.1", "short100k", "mixed", "synflood", "tinyooo", "descooo", "overlapflood", "halfopenooo"}

// loader makes a load.
type loader struct {
	StreamLoad
	rnd  *rand.Rand
	sent map[uint32]int64 // by each client
}

// NewStreamLoad makes a load; scale 1 is its full size.
func NewStreamLoad(name string, scale float64) (*StreamLoad, error) {
	l := &loader{StreamLoad: StreamLoad{Name: name}, rnd: rand.New(rand.NewPCG(1, 1)), sent: map[uint32]int64{}}
	n := func(full int) int { return max(int(float64(full)*scale), 16) }
	switch name {
	case "bulk1":
		l.bulk(n(600_000), 1)
	case "bulk16":
		l.bulk(n(600_000), 16)
	case "reorder1":
		l.bulk(n(600_000), 1)
		l.delay(2, 10, false)
	case "loss1":
		l.bulk(n(600_000), 1)
		l.delay(20, 20, true)
	case "lost0.1":
		l.bulk(n(600_000), 1)
		l.lose()
	case "short100k":
		l.short(n(100_000))
	case "mixed":
		l.mixed(n(600_000))
	default:
		return l.attack(name, n)
	}
	return &l.StreamLoad, nil
}

func (l *loader) add(flow uint32, server bool, flags uint8, offset int64, length int, ack int64) {
	p := StreamPacket{Flow: flow, Server: server, Flags: flags, Offset: offset, Length: int32(length)}
	p.Seq, p.Ack = clientISN+1+uint32(offset), serverISN+1+uint32(ack)
	if server {
		p.Seq, p.Ack = serverISN+1+uint32(offset), clientISN+1+uint32(ack)
	}
	if flags&loadSYN != 0 {
		p.Seq--
	}
	l.Packets = append(l.Packets, p)
}

// open sends a handshake.
func (l *loader) open(flow uint32) {
	l.add(flow, false, loadSYN, 0, 0, 0)
	l.add(flow, true, loadSYN|loadACK, 0, 0, 0)
	l.add(flow, false, loadACK, 0, 0, 0)
}

// data sends a segment from the client and, after every second one, what acknowledges it.
func (l *loader) data(flow uint32, length int) {
	at := l.sent[flow]
	l.add(flow, false, loadACK, at, length, 0)
	at += int64(length)
	l.sent[flow] = at
	l.Sent += int64(length)
	if at/loadSegment%2 == 0 {
		l.add(flow, true, loadACK, 0, 0, at)
	}
}

// bulk is flows with full segments, one after the other.
func (l *loader) bulk(segments, flows int) {
	l.Whole = true
	for i := range flows {
		l.open(uint32(i))
	}
	for i := range segments {
		l.data(uint32(i%flows), loadSegment)
	}
}

// delay lets one of a hundred segments come later by some places; if lost is set, a third of these, sent again, are longer.
func (l *loader) delay(least, most int, lost bool) {
	out := l.Packets[:0:0]
	type late struct {
		at int
		p  StreamPacket
	}
	var waiting []late
	for i, p := range l.Packets {
		if p.Length > 0 && l.rnd.IntN(100) == 0 && i < len(l.Packets)-2*most {
			if lost && l.rnd.IntN(3) == 0 {
				p.Length += loadSegment / 2
			}
			waiting = append(waiting, late{i + least + l.rnd.IntN(most-least+1), p})
		} else {
			out = append(out, p)
		}
		for k := 0; k < len(waiting); k++ {
			if waiting[k].at <= i {
				out = append(out, waiting[k].p)
				waiting = append(waiting[:k], waiting[k+1:]...)
				k--
			}
		}
	}
	for _, w := range waiting {
		out = append(out, w.p)
	}
	l.Packets = out
}

// lose leaves one of a thousand segments out.
func (l *loader) lose() {
	l.Whole = false
	out := l.Packets[:0]
	for _, p := range l.Packets {
		if p.Length > 0 && l.rnd.IntN(1000) == 0 {
			l.Sent -= int64(p.Length)
			continue
		}
		out = append(out, p)
	}
	l.Packets = out
}

// short is flows that are all open at once: ten packets each.
func (l *loader) short(flows int) {
	l.Whole = true
	for round := range 10 {
		for i := range flows {
			f := uint32(i)
			switch round {
			case 0:
				l.add(f, false, loadSYN, 0, 0, 0)
			case 1:
				l.add(f, true, loadSYN|loadACK, 0, 0, 0)
			case 2:
				l.add(f, false, loadACK, 0, 0, 0)
			case 3:
				l.add(f, false, loadACK, 0, 400, 0)
				l.Sent += 400
			case 4:
				l.add(f, true, loadACK, 0, loadSegment, 400)
			case 5:
				l.add(f, true, loadACK, loadSegment, 1000, 400)
				l.Sent += loadSegment + 1000
			case 6:
				l.add(f, false, loadACK, 400, 0, loadSegment+1000)
			case 7:
				l.add(f, false, loadACK|loadFIN, 400, 0, loadSegment+1000)
			case 8:
				l.add(f, true, loadACK|loadFIN, loadSegment+1000, 0, 401)
			default:
				l.add(f, false, loadACK, 401, 0, loadSegment+1001)
			}
		}
	}
}

// mixed is four long flows and many short ones, some five hundred of which are open.
func (l *loader) mixed(segments int) {
	l.Whole = true
	next := uint32(4)
	for i := range uint32(4) {
		l.open(i)
	}
	var mice []uint32
	for i := range segments {
		if i%15 == 0 {
			l.open(next)
			mice = append(mice, next)
			next++
		}
		if l.rnd.IntN(3) > 0 || len(mice) == 0 {
			l.data(uint32(l.rnd.IntN(4)), loadSegment)
			continue
		}
		f := mice[l.rnd.IntN(len(mice))]
		l.data(f, 1+l.rnd.IntN(loadSegment))
		if len(mice) > 500 {
			f, mice = mice[0], mice[1:]
			at := l.sent[f]
			l.add(f, false, loadACK|loadFIN, at, 0, 0)
			l.add(f, true, loadACK|loadFIN, 0, 0, at+1)
			l.add(f, false, loadACK, at+1, 0, 1)
		}
	}
}

// attack is a load that costs as much as it can.
func (l *loader) attack(name string, n func(int) int) (*StreamLoad, error) {
	one := func(segments, length int, place func(i int) int64) {
		l.open(0)
		for i := range segments {
			l.add(0, false, loadACK, place(i), length, 0)
		}
	}
	switch name {
	case "synflood":
		for i := range n(500_000) {
			l.add(uint32(i), false, loadSYN, 0, 0, 0)
		}
	case "tinyooo":
		one(n(200_000), 1, func(i int) int64 { return int64(2*i + 1) })
	case "descooo":
		last := n(20_000)
		one(last, 1, func(i int) int64 { return int64(2*(last-i) + 1) })
	case "overlapflood":
		one(n(100_000), loadSegment, func(i int) int64 { return int64(1 + i%5000) })
	case "halfopenooo":
		for i := range n(100_000) {
			l.add(uint32(i), false, loadSYN, 0, 0, 0)
			l.add(uint32(i), false, loadACK, loadSegment, loadSegment, 0)
		}
	default:
		return nil, fmt.Errorf("there is no load %q: %v", name, StreamLoads)
	}
	return &l.StreamLoad, nil
}
