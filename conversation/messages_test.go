package conversation_test

import (
	"encoding/binary"
	"fmt"
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
	var v packet.View
	var s reassembly.SegmentReader
	for i, p := range r.packets {
		v.Decode(p, r.link)
		if s.Read(&v, &capture.Info{Time: r.times[i], LinkType: r.link}) {
			a.Add(&s.Segment)
		}
	}
	a.Flush()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %.200v\nwant %.200v", got, want)
	}
}
