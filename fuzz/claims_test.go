package fuzz_test

import (
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// Envelope names what is in it by a number of a table of its own.
type Envelope struct {
	Kind uint8 `bits:"8,next=envelope"`
}

// Words end with a zero, or with their length.
type Words struct {
	Length uint8    `bits:"8,len=Words"`
	Words  []uint16 `bits:"*,each=16,until=0"`
}

// Letter is another content.
type Letter struct {
	Stamp uint16 `bits:"16"`
}

// mutations of a packet that breaks a rule.
func mutations(t *testing.T, data []byte, rule fuzz.Rule) (all []fuzz.Mutation) {
	t.Helper()
	reg, first := packet.NewRegistry(), codec.Key{Table: "envelopes", Value: 1}
	for _, err := range []error{
		packet.Register[Envelope](reg, layers.RoleApplication, first),
		packet.Register[Words](reg, layers.RoleApplication, codec.Key{Table: "envelope", Value: 255}),
		packet.Register[Letter](reg, layers.RoleApplication, codec.Key{Table: "envelope", Value: 254}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for m := range fuzz.Mutations(packet.NewAt(data, first, packet.WithRegistry(reg))) {
		if m.Rule == rule {
			all = append(all, m)
		}
	}
	return all
}

// TestOwnTable: which numbers stand for nothing, and for another layer, is said by the registry of the packet.
func TestOwnTable(t *testing.T) {
	data := []byte{255, 2, 0, 0}
	if all := mutations(t, data, fuzz.NextUnknown); len(all) != 1 || all[0].Is != 253 {
		t.Errorf("%v", all)
	}
	if all := mutations(t, data, fuzz.NextOther); len(all) != 1 || all[0].Is != 254 {
		t.Errorf("%v", all)
	}
}

// TestEndless: a list that ends by its length has no end to be taken away, and what takes an end away puts none in its place.
func TestEndless(t *testing.T) {
	if all := mutations(t, []byte{255, 4, 0, 7, 0xff, 0xff}, fuzz.Endless); len(all) != 0 {
		t.Errorf("%v", all)
	}
	if all := mutations(t, []byte{255, 4, 0, 7, 0, 0}, fuzz.Endless); len(all) != 1 || all[0].Was != 0 || all[0].Is == 0 {
		t.Errorf("%v", all)
	}
}

// Long has a length of 64 bits.
type Long struct {
	Length uint64 `bits:"64,len=Data"`
	Data   []byte `bits:"*"`
}

// LongList has one of itself.
type LongList struct {
	Length uint64   `bits:"64,len=header"`
	List   []Letter `bits:"*"`
}

// TestLongLengths: what a length of 64 bits measures is no shorter than with one of 16.
func TestLongLengths(t *testing.T) {
	bytes, letters := 0, 0
	for i := range uint64(200) {
		bytes += len(fuzz.Value[Long](chosen(i, 60)).Data)
		letters += len(fuzz.Value[LongList](chosen(i, 60)).List)
	}
	if bytes < 1000 || letters < 1000 {
		t.Errorf("%d bytes, %d elements", bytes, letters)
	}
}

// TestAcknowledged: nobody acknowledges what the other side has not sent yet.
func TestAcknowledged(t *testing.T) {
	for i := range uint64(300) {
		s := fuzz.NewConversation(chosen(i, 100), fuzz.Overlap|fuzz.Duplication)
		var next [2]uint32
		for k, f := range s.Frames {
			p := packet.New(f.Data, s.LinkType())
			tcp := packet.Get[layers.TCP](p)
			if tcp == nil {
				t.Fatal(p)
			}
			if ahead := int32(tcp.Ack - next[1-f.From]); tcp.Flags&layers.TCPAck != 0 && ahead > 0 {
				t.Fatalf("conversation %d: frame %d of side %d acknowledges %d bytes that were not sent", i, k, f.From, ahead)
			}
			l, _ := p.Transport()
			end := tcp.Seq + uint32(len(l.Payload()))
			if tcp.Flags&(layers.TCPSyn|layers.TCPFin) != 0 {
				end++
			}
			if tcp.Flags&layers.TCPSyn != 0 || int32(end-next[f.From]) > 0 {
				next[f.From] = end
			}
		}
	}
}

// Parcel has padding behind its payload that its length does not count.
type Parcel struct {
	Type    uint8  `bits:"8"`
	Flags   uint8  `bits:"8"`
	Length  uint16 `bits:"16,len=packet"`
	Padding []byte `bits:"*,trailer,pad=4"`
}

// TestTrailerPadding: the laws hold for a struct with such padding.
func TestTrailerPadding(t *testing.T) { fuzz.Laws[Parcel](t, 500) }
