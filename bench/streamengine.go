package bench

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/reassembly"
)

// StreamEngine puts streams together.
type StreamEngine interface {
	// Feed takes packet i.
	Feed(i int, p *StreamPacket) error
	// Flush ends all.
	Flush()
	// Result is the bytes that were handed over, those in gaps, and the streams that were begun.
	Result() StreamResult
}

// StreamResult is what an engine has done.
type StreamResult struct {
	Bytes, Gaps, Streams int64
	Err                  error // wrong bytes
}

// StreamEngines are the names of the engines: those that end in -decode only decode.
var StreamEngines = []string{"wiretag", "reassembly", "tcpassembly", "wiretag-decode", "gopacket-decode"}

// NewStreamEngine makes an engine. If verify is set, it compares every byte.
func NewStreamEngine(name string, verify bool) (StreamEngine, error) {
	switch name {
	case "wiretag", "wiretag-decode":
		return newOurStreams(verify, name == "wiretag-decode")
	case "reassembly", "tcpassembly", "gopacket-decode":
		return newPeerStreams(name, verify)
	}
	return nil, fmt.Errorf("there is no engine %q: %v", name, StreamEngines)
}

// headerOf fills a TCP header.
func headerOf(b *[20]byte, p *StreamPacket) {
	port := uint16(1024 + p.Flow%60000)
	src, dst := port, uint16(80)
	if p.Server {
		src, dst = dst, src
	}
	binary.BigEndian.PutUint16(b[0:], src)
	binary.BigEndian.PutUint16(b[2:], dst)
	binary.BigEndian.PutUint32(b[4:], p.Seq)
	binary.BigEndian.PutUint32(b[8:], p.Ack)
	b[12], b[13] = 5<<4, p.Flags
	binary.BigEndian.PutUint16(b[14:], 65535)
}

// clientOf is the address of the client.
func clientOf(p *StreamPacket) [4]byte {
	return [4]byte{10, byte(p.Flow >> 16), byte(p.Flow >> 8), byte(p.Flow)}
}

var serverOf = [4]byte{192, 0, 2, 1}

// tick is the time between two packets.
const tick = 10 * time.Microsecond

// ourStreams is this library's engine.
type ourStreams struct {
	a      *reassembly.Assembler
	tcp    layers.TCP
	header [20]byte
	seg    reassembly.Segment
	verify bool
	decode bool
	result StreamResult
}

func newOurStreams(verify, decode bool) (e *ourStreams, err error) {
	e = &ourStreams{verify: verify, decode: decode}
	e.a, err = reassembly.NewAssembler(reassembly.Config{Open: func(*reassembly.Conn) reassembly.Stream {
		e.result.Streams++
		return e
	}})
	return e, err
}

func (e *ourStreams) Feed(i int, p *StreamPacket) error {
	headerOf(&e.header, p)
	if _, err := codec.Unmarshal(e.header[:], &e.tcp); err != nil {
		return err
	}
	s := &e.seg
	if p.Server {
		s.Key.Flow = flow.New(flow.IPv4(serverOf), flow.IPv4(clientOf(p)))
	} else {
		s.Key.Flow = flow.New(flow.IPv4(clientOf(p)), flow.IPv4(serverOf))
	}
	s.Key.SrcPort, s.Key.DstPort, s.Key.Protocol = uint16(e.tcp.SrcPort), uint16(e.tcp.DstPort), 6
	s.Time, s.Number = int64(i)*int64(tick), uint64(i)
	s.Seq, s.Ack, s.Flags, s.Window, s.Payload = e.tcp.Seq, e.tcp.Ack, uint16(e.tcp.Flags), e.tcp.Window, p.Payload()
	if !e.decode {
		e.a.Add(s)
	}
	return nil
}

func (e *ourStreams) Flush() { e.a.Flush() }

func (e *ourStreams) Result() StreamResult { return e.result }

func (e *ourStreams) Data(_ reassembly.Direction, c *reassembly.Chunk) int {
	e.result.Bytes += int64(len(c.Bytes))
	if e.verify {
		if err := checkBytes(c.Offset, c.Bytes); err != nil {
			e.result.Err = err
		}
	}
	return len(c.Bytes)
}

func (e *ourStreams) Event(x *reassembly.Event) {
	if x.Kind == reassembly.EventGap {
		e.result.Gaps += x.Length
	}
}

func (e *ourStreams) Close(reassembly.Reason) {}
