package fuzz_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/reassembly"
)

// heard is what an assembler makes of a connection.
type heard struct {
	said [2][]byte
	gaps int
}

func (h *heard) Data(d reassembly.Direction, c *reassembly.Chunk) int {
	h.said[d] = append(h.said[d], c.Bytes...)
	return len(c.Bytes)
}

func (h *heard) Event(e *reassembly.Event) {
	if e.Kind == reassembly.EventGap {
		h.gaps++
	}
}

func (h *heard) Close(reassembly.Reason) {}

func infoOf(f *fuzz.Frame) *capture.Info {
	return &capture.Info{Time: capture.TimestampOf(time.Unix(1_000_000, 0).Add(f.After)), LinkType: capture.LinkTypeEthernet, Length: uint32(len(f.Data)), CaptureLength: uint32(len(f.Data))}
}

// listen reassembles a sequence.
func listen(t *testing.T, s *fuzz.Sequence) (h *heard) {
	t.Helper()
	h = &heard{}
	a, err := reassembly.NewAssembler(reassembly.Config{Open: func(*reassembly.Conn) reassembly.Stream { return h }})
	if err != nil {
		t.Fatal(err)
	}
	var r reassembly.SegmentReader
	var v packet.View
	for i := range s.Frames {
		info := infoOf(&s.Frames[i])
		if err := v.Decode(s.Frames[i].Data, capture.LinkTypeEthernet); err != nil && v.Truncated() {
			t.Fatal(err)
		}
		if r.Read(&v, info) {
			a.Add(&r.Segment)
		}
	}
	a.Flush()
	return h
}

// TestConversation: whatever happens to the segments on their way, what was said is found again, if it arrives.
func TestConversation(t *testing.T) {
	again, frames := 0, 0
	for i := range uint64(600) {
		d := fuzz.Disturbance(i%32) &^ fuzz.Loss
		s := fuzz.NewConversation(chosen(i, 300), d)
		for j := range s.Frames {
			frames++
			if s.Frames[j].Again {
				again++
			}
		}
		if h := listen(t, s); !bytes.Equal(h.said[0], s.Said[0]) || !bytes.Equal(h.said[1], s.Said[1]) {
			// A reset ends a connection, also for what comes late.
			if reset(s) {
				continue
			}
			t.Errorf("%d, %05b: %d and %d bytes of %d and %d", i, d, len(h.said[0]), len(h.said[1]), len(s.Said[0]), len(s.Said[1]))
		}
	}
	if again*20 < frames {
		t.Errorf("only %d of %d frames come again", again, frames)
	}
	lost := 0
	for i := range uint64(200) {
		s := fuzz.NewConversation(chosen(i, 300), fuzz.Loss)
		if h := listen(t, s); len(h.said[0]) < len(s.Said[0]) || len(h.said[1]) < len(s.Said[1]) {
			lost++
		}
	}
	if lost < 50 {
		t.Errorf("only %d of 200 conversations lose bytes", lost)
	}
}

func reset(s *fuzz.Sequence) bool {
	for i := range s.Frames {
		if tcp := packet.Get[layers.TCP](packet.New(s.Frames[i].Data, capture.LinkTypeEthernet)); tcp != nil && tcp.Flags.Has(layers.TCPRst) {
			return true
		}
	}
	return false
}

// TestFragments: datagrams are put together again, unless a fragment is lost.
func TestFragments(t *testing.T) {
	whole, trains := 0, 0
	for i := range uint64(600) {
		d := [...]fuzz.Disturbance{0, fuzz.Reordering, fuzz.Duplication, fuzz.Reordering | fuzz.Duplication, fuzz.Retransmission, fuzz.Loss}[i%6]
		s := fuzz.NewFragments(chosen(i, 100), d)
		df, err := reassembly.NewDefragmenter(reassembly.FragmentConfig{Policy6: reassembly.FragmentsLinux}) // which takes duplicates
		if err != nil {
			t.Fatal(err)
		}
		var v packet.View
		done := false
		for j := range s.Frames {
			if err := v.Decode(s.Frames[j].Data, capture.LinkTypeEthernet); err != nil {
				t.Fatalf("%x: %v", s.Frames[j].Data, err)
			}
			switch df.Add(&v, infoOf(&s.Frames[j]), uint64(j+1)) {
			case reassembly.Complete:
				done = bytes.Equal(df.Datagram().Payload, s.Said[0])
			case reassembly.Whole:
				done = bytes.HasSuffix(s.Frames[j].Data, s.Said[0])
			}
		}
		trains++
		if done {
			whole++
		} else if d&fuzz.Loss == 0 {
			t.Errorf("%d, %05b: the datagram of %d bytes in %d frames is not found", i, d, len(s.Said[0]), len(s.Frames))
		}
	}
	if whole == trains {
		t.Error("no datagram is lost")
	}
}

// TestExchanges: the messages of DNS and DHCP are those that were said, whole and with right checksums, and answers
// belong to questions.
func TestExchanges(t *testing.T) {
	for i := range uint64(300) {
		for _, s := range []*fuzz.Sequence{fuzz.NewDNS(chosen(i, 200), 0), fuzz.NewDHCP(chosen(i, 100), 0)} {
			var said [2][]byte
			ids := map[uint32]bool{}
			for _, f := range s.Frames {
				p := packet.New(f.Data, capture.LinkTypeEthernet)
				if p.Err() != nil {
					t.Fatalf("%s: %v", p, p.Err())
				}
				for c := range p.Checksums() {
					if c.State == codec.SumBad {
						t.Errorf("%s: %s", p, c.Field)
					}
				}
				l, ok := p.Application()
				if !ok {
					t.Fatalf("%s", p)
				}
				said[f.From] = append(said[f.From], l.Header()...)
				var id uint32
				if dns := packet.Get[layers.DNS](p); dns != nil {
					id = uint32(dns.ID)
				} else {
					id = packet.Get[layers.DHCPv4](p).XID
				}
				if ids[id] = ids[id] || f.From == 0; !ids[id] {
					t.Errorf("an answer before the question: %s", p)
				}
			}
			if !bytes.Equal(said[0], s.Said[0]) || !bytes.Equal(said[1], s.Said[1]) {
				t.Errorf("said %x and %x, want %x and %x", said[0], said[1], s.Said[0], s.Said[1])
			}
		}
	}
}
