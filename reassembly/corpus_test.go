package reassembly

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// streamTruth is what tshark and an independent program say of a connection.
type streamTruth struct {
	File       string
	Stream     int
	A, B       string
	First      int `json:"first_frame"`
	Confidence string
	A2B        streamSide `json:"a2b"`
	B2A        streamSide `json:"b2a"`

	got [2]bytes.Buffer
}

type streamSide struct {
	Len    int
	SHA256 string
}

// TestCorpusStreams: every stream of which tshark and an independent program say the same.
func TestCorpusStreams(t *testing.T) {
	files := map[string][]*streamTruth{}
	var names []string
	for line := range bytes.Lines(dataFile(t, "corpus/tcp_streams.jsonl")) {
		s := new(streamTruth)
		if err := json.Unmarshal(line, s); err != nil {
			t.Fatal(err)
		}
		if files[s.File] == nil {
			names = append(names, s.File)
		}
		files[s.File] = append(files[s.File], s)
	}
	good, all := 0, 0
	var bytesSeen int
	for _, name := range names {
		if testing.Short() && len(name)%8 != 0 {
			continue
		}
		follow(t, name, files[name])
		for _, s := range files[name] {
			if s.Confidence != "high" {
				continue
			}
			all++
			if ok := s.check(t, 0, s.A2B) && s.check(t, 1, s.B2A); ok {
				good++
				bytesSeen += s.A2B.Len + s.B2A.Len
			}
		}
	}
	t.Logf("%d of %d streams, %d bytes", good, all, bytesSeen)
	if least := map[bool]int{false: 100, true: 30}[testing.Short()]; all < least {
		t.Errorf("only %d streams", all)
	}
}

func (s *streamTruth) check(t *testing.T, side int, want streamSide) bool {
	got := s.got[side].Bytes()
	sum := sha256.Sum256(got)
	if len(got) == want.Len && hex.EncodeToString(sum[:]) == want.SHA256 {
		return true
	}
	t.Errorf("%s stream %d (%s %s), direction %d: %d bytes, want %d", s.File, s.Stream, s.A, s.B, side, len(got), want.Len)
	return false
}

// end is the text of an end in the truth.
func end(e, port flow.Endpoint) string {
	a, _ := e.Addr()
	if a.Is6() {
		return "[" + a.String() + "]:" + strconv.Itoa(int(portNumber(port)))
	}
	return a.String() + ":" + strconv.Itoa(int(portNumber(port)))
}

func portNumber(e flow.Endpoint) uint16 {
	b := e.Bytes()
	return uint16(b[0])<<8 | uint16(b[1])
}

// truthStream writes what it gets into the truth.
type truthStream struct {
	s     *streamTruth
	sides [2]int
}

func (s *truthStream) Data(d Direction, c *Chunk) int {
	s.s.got[s.sides[d]].Write(c.Bytes)
	return len(c.Bytes)
}
func (s *truthStream) Event(*Event) {}
func (s *truthStream) Close(Reason) {}

// follow reads a capture.
func follow(t *testing.T, name string, truth []*streamTruth) {
	f, err := os.Open(filepath.Join(os.Getenv("WIRETAG_DATA"), "corpus", "captures", name))
	if err != nil {
		f, err = os.Open(filepath.Join(os.Getenv("WIRETAG_DATA"), "corpus", name))
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	src, err := pcapio.NewReader(bufio.NewReader(f))
	if err != nil {
		t.Fatal(err)
	}
	frame := 0
	r := SegmentReader{}
	r.Flow.Inner = true
	a, err := NewAssembler(Config{Idle: Never, HalfClosed: Never, Hole: Never, Open: func(c *Conn) Stream { // tshark waits for ever
		k := c.Key()
		src, dst := k.Flow.Endpoints()
		sp, dp := k.Ports().Endpoints()
		x, y := end(src, sp), end(dst, dp)
		var best *streamTruth
		for _, s := range truth {
			if (s.A == x && s.B == y || s.A == y && s.B == x) && (best == nil || s.First <= frame) {
				best = s
			}
		}
		if best == nil {
			return nil // the truth leaves out connections without data
		}
		out := &truthStream{s: best, sides: [2]int{0, 1}}
		if best.A != x {
			out.sides = [2]int{1, 0}
		}
		return out
	}})
	if err != nil {
		t.Fatal(err)
	}
	var v packet.View
	for {
		data, info, err := src.Next()
		if err != nil {
			break
		}
		frame++
		_ = v.Decode(data, info.LinkType)
		if r.Read(&v, info) {
			r.Segment.Number = uint64(frame)
			r.Segment.Key.VLAN, r.Segment.Key.Tunnel = [2]uint16{}, flow.Tunnel{} // tshark does not tell them apart
			a.Add(&r.Segment)
		}
	}
	a.Flush()
}
