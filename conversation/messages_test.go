package conversation_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/conversation"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/reassembly"
)

// TestMessages: messages that were said over a bad network are found whole, in order, and where they stood in their direction.
func TestMessages(t *testing.T) {
	var up []byte
	var want, got []string
	for i, n := range []int{1, 5000, 0, 300} {
		content := noise(n, uint64(i))
		want = append(want, fmt.Sprintf("%d: %x", len(up), content))
		up = append(binary.BigEndian.AppendUint16(up, uint16(n)), content...)
	}
	faults := conversation.Faults{Loss: 0.1, Reorder: 0.1, Duplicate: 0.1, Overlap: 0.1}
	r, err := talk(conversation.Path{Faults: faults, Seed: 3}, client4, server4, up, noise(100, 9))
	if err != nil {
		t.Fatal(err)
	}
	a, err := reassembly.NewAssembler(reassembly.Config{Open: func(c *reassembly.Conn) reassembly.Stream {
		return &reassembly.Messages{Conn: c, Framer: reassembly.LengthPrefixed{Size: 2, Add: 2}, Message: func(m *reassembly.Message) {
			if m.Direction == reassembly.FromClient {
				got = append(got, fmt.Sprintf("%d: %x", m.Offset, m.Bytes[2:]))
			}
		}}
	}})
	if err != nil {
		t.Fatal(err)
	}
	r.assemble(a, len(r.packets))
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %.200v\nwant %.200v", got, want)
	}
}

// assemble gives an assembler the first n packets, and no more.
func (r *recorder) assemble(a *reassembly.Assembler, n int) {
	var v packet.View
	var s reassembly.SegmentReader
	for i, p := range r.packets[:n] {
		v.Decode(p, r.link)
		if s.Read(&v, &capture.Info{Time: r.times[i], LinkType: r.link}) {
			a.Add(&s.Segment)
		}
	}
	a.Flush()
}

// held is a stream that takes nothing before it has to.
type held struct {
	last map[reassembly.Direction]reassembly.Chunk
}

func (h *held) Data(d reassembly.Direction, c *reassembly.Chunk) int {
	h.last[d] = reassembly.Chunk{Bytes: bytes.Clone(c.Bytes), Final: c.Final, End: c.End}
	return 0
}
func (*held) Event(*reassembly.Event) {}
func (*held) Close(reassembly.Reason) {}

// TestEnds: the last bytes of a direction say whether the side that sent them has ended it, or whether the capture ends there.
func TestEnds(t *testing.T) {
	up, down := noise(3000, 1), noise(5000, 2)
	r, err := talk(conversation.Path{}, client4, server4, up, down)
	if err != nil {
		t.Fatal(err)
	}
	fin := slices.IndexFunc(r.packets, func(p []byte) bool { return p[14+20+13]&1 != 0 })
	for _, c := range []struct {
		packets int
		end     bool
	}{{len(r.packets), true}, {fin, false}} {
		h := &held{map[reassembly.Direction]reassembly.Chunk{}}
		a, err := reassembly.NewAssembler(reassembly.Config{Open: func(*reassembly.Conn) reassembly.Stream { return h }})
		if err != nil {
			t.Fatal(err)
		}
		r.assemble(a, c.packets)
		for d, want := range map[reassembly.Direction][]byte{reassembly.FromClient: up, reassembly.FromServer: down} {
			if got := h.last[d]; !got.Final || got.End != c.end || !bytes.Equal(got.Bytes, want) {
				t.Errorf("%d of %d packets, %v: %d bytes, final %v, end %v; want %d, end %v", c.packets, len(r.packets), d, len(got.Bytes), got.Final, got.End, len(want), c.end)
			}
		}
	}
}
