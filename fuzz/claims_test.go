package fuzz_test

import (
	"net/netip"
	"path/filepath"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/internal/vectors"
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

// TestNothingElse: a mutation changes the field that it names and checksums, and neither size nor place of anything: a padding byte of TCP that becomes an option of another kind
// gets no length, a list without elements no field that is only there with some.
func TestNothingElse(t *testing.T) {
	files, err := filepath.Glob("../layers/*/testdata/stacks.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	tried := 0
	for _, file := range append(files, "../layers/testdata/stacks.txt") {
		all, err := vectors.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range all {
			p := packet.New(v.Data, v.Link)
			if p.Err() != nil {
				continue
			}
			for m := range fuzz.Mutations(p) {
				if m.Rule == fuzz.Truncated || m.Rule == fuzz.Loop {
					continue
				}
				if tried++; len(m.Data) != len(v.Data) {
					t.Errorf("%s: %v: %d bytes became %d", v.Name, m, len(v.Data), len(m.Data))
				}
			}
		}
	}
	if tried < 20000 {
		t.Errorf("%d mutations", tried)
	}
	p := tcpPacket(t)
	for m := range fuzz.Mutations(p) {
		if m.Rule != fuzz.MemberUnknown || m.Field != "Options[1].Kind" {
			continue
		}
		other := 0
		for i, b := range p.Data() {
			if m.Data[i] != b {
				other++
			}
		}
		q := packet.New(m.Data, capture.LinkTypeEthernet)
		for c := range q.Checksums() {
			if c.State != codec.SumGood {
				t.Errorf("%v: %+v", m, c)
			}
		}
		if m.Data[14+24+20+4] != 255 || other > 3 {
			t.Errorf("%v: %d bytes have changed\n%x\n%x", m, other, p.Data(), m.Data)
		}
		return
	}
	t.Error("no such mutation")
}

// TestOtherChecksums: checksums that were right stay so where another one is absent, or wrong.
func TestOtherChecksums(t *testing.T) {
	addr := netip.MustParseAddr("192.0.2.1")
	for _, sum := range []uint16{0, 0x1234} {
		data, err := codec.Encoder{Derive: codec.All &^ codec.Checksums}.Marshal(&layers.Ethernet{}, &layers.IPv4{TTL: 64, Src: addr, Dst: addr}, &layers.UDP{SrcPort: 1025, DstPort: 4000, Checksum: sum}, []byte("hello"))
		if err != nil {
			t.Fatal(err)
		}
		e := packet.New(data, capture.LinkTypeEthernet).Edit()
		e.Derive(codec.Nothing)
		e.Parts[1].Derive = codec.Checksums
		p, err := e.Packet()
		if err != nil {
			t.Fatal(err)
		}
		tried := 0
		for m := range fuzz.Mutations(p) {
			if m.Name != "UDP" || m.Rule == fuzz.Checksum || m.Rule == fuzz.ChecksumZero {
				if m.Name != "IPv4" || m.Field != "Length" {
					continue
				}
			}
			tried++
			for c := range packet.New(m.Data, capture.LinkTypeEthernet).Checksums() {
				if c.Layer.Name() == "IPv4" && c.State != codec.SumGood {
					t.Errorf("checksum %#x, %v: the other one is %v", sum, m, c.State)
				}
			}
			if u := packet.Get[layers.UDP](packet.New(m.Data, capture.LinkTypeEthernet)); u != nil && u.Checksum != sum {
				t.Errorf("checksum %#x, %v: it became %#x", sum, m, u.Checksum)
			}
		}
		if tried < 5 {
			t.Errorf("%d mutations", tried)
		}
	}
}
