package packet_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// counted is a layer of one byte that counts how often one is decoded. Those whose byte is even are followed by
// another one, those whose byte is odd by oddOne.
type counted struct {
	Byte byte `bits:"-"`
}

// oddOne is the same, with a role.
type oddOne struct {
	Byte byte `bits:"-"`
}

var decodedOnes atomic.Int64

func (c *counted) DecodeLayer(data []byte) (codec.Extent, error) {
	decodedOnes.Add(1)
	if len(data) == 0 {
		return codec.Extent{}, codec.ErrTruncated
	}
	c.Byte = data[0]
	return codec.Extent{Header: 1, Payload: len(data) - 1}, nil
}

func (c *counted) AppendLayer(dst []byte, _ codec.Derive) ([]byte, error) {
	return append(dst, c.Byte), nil
}

func (c *counted) NextLayer([]byte) codec.Key {
	return codec.Key{Table: "counted", Value: uint64(c.Byte % 2)}
}

func (o *oddOne) DecodeLayer(data []byte) (codec.Extent, error) {
	return (*counted)(o).DecodeLayer(data)
}

func (o *oddOne) AppendLayer(dst []byte, d codec.Derive) ([]byte, error) {
	return (*counted)(o).AppendLayer(dst, d)
}
func (o *oddOne) NextLayer(p []byte) codec.Key { return (*counted)(o).NextLayer(p) }

// TestLazyCounts: a lazy packet decodes exactly as many layers as it takes to answer.
func TestLazyCounts(t *testing.T) {
	reg := packet.NewRegistry()
	for _, err := range []error{
		packet.Register[counted](reg, layers.RoleNone, packet.LinkKey(capture.LinkTypeUser0), codec.Key{Table: "counted", Value: 0}),
		packet.Register[oddOne](reg, layers.RoleTransport, codec.Key{Table: "counted", Value: 1}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	data := []byte{0, 0, 0, 1, 0, 0, 0, 0} // layers 0 to 3 are counted, 4 is oddOne, 5 to 7 are counted
	w, err := packet.ParseWhere("oddOne", packet.WithRegistry(reg))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		ask  func(p *packet.Packet)
		want int64
	}{
		{"nothing", func(*packet.Packet) {}, 0},
		{"bytes", func(p *packet.Packet) { p.Data() }, 0},
		{"information", func(p *packet.Packet) { p.Info() }, 0},
		{"first layer", func(p *packet.Packet) { p.Layer(0) }, 1},
		{"third layer, twice", func(p *packet.Packet) { p.Layer(2); p.Layer(2) }, 3},
		{"third layer, then the first", func(p *packet.Packet) { p.Layer(2); p.Layer(0) }, 3},
		{"first of a type", func(p *packet.Packet) { packet.Get[counted](p) }, 1},
		{"first of another type", func(p *packet.Packet) { packet.Get[oddOne](p) }, 5},
		{"a role", func(p *packet.Packet) { p.Transport() }, 5},
		{"a role twice", func(p *packet.Packet) { p.Transport(); p.Transport() }, 5},
		{"a role that no layer has", func(p *packet.Packet) { p.Network() }, 8},
		{"a condition", func(p *packet.Packet) { w.Match(p) }, 5},
		{"some layers", func(p *packet.Packet) {
			n := 0
			for range p.Layers() {
				if n++; n == 2 {
					break
				}
			}
		}, 2},
		{"some of a type", func(p *packet.Packet) {
			for range packet.All[oddOne](p) {
				break
			}
		}, 5},
		{"all of a type", func(p *packet.Packet) {
			for range packet.All[oddOne](p) {
			}
		}, 8},
		{"errors", func(p *packet.Packet) { p.Err() }, 8},
		{"encoding", func(p *packet.Packet) { p.Encode() }, 8},
	} {
		decodedOnes.Store(0)
		p := packet.New(data, capture.LinkTypeUser0, packet.WithRegistry(reg), packet.Lazy())
		c.ask(p)
		if got := decodedOnes.Load(); got != c.want {
			t.Errorf("%s: %d layers were decoded, want %d", c.name, got, c.want)
		}
	}
}

// TestConcurrentReading: a packet that is not lazy may be read by several goroutines, and be encoded by them.
func TestConcurrentReading(t *testing.T) {
	p := packet.New(synPacket(t), capture.LinkTypeEthernet)
	q := packet.New(udpFrame(t), capture.LinkTypeEthernet)
	w := where(t, "TCP.SYN && IPv4.TTL in {1..5} && TCP.Options.Data.MSS == 1200")
	text, tree, diff := p.String(), string(p.AppendTree(nil)), len(packet.Diff(p, q))
	out, err := p.Encode()
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if p.String() != text || string(p.AppendTree(nil)) != tree || !w.Match(p) || len(packet.Diff(p, q)) != diff {
					t.Error("another text, or no match")
				}
				again, err := p.Edit().Encode()
				if err != nil || string(again) != string(out) {
					t.Errorf("%v: %x", err, again)
				}
				for s := range p.Checksums() {
					if s.State != codec.SumGood {
						t.Errorf("%s.%s is %s", s.Layer.Name(), s.Field, s.State)
					}
				}
				if c, err := packet.ParseJSON(p.AppendJSON(nil, 1)); err != nil || len(c.Parts) != p.Len() {
					t.Error(err)
				}
				if _, ok := p.Transport(); !ok || packet.Get[layers.TCP](p) == nil || p.TransportFlow().String() == "" {
					t.Error("no transport layer")
				}
			}
		})
	}
	wg.Wait()
}

// growing is a layer of one byte whose encoding needs much stack.
type growing struct {
	Byte byte `bits:"-"`
}

func (g *growing) DecodeLayer(data []byte) (codec.Extent, error) {
	return (*counted)(g).DecodeLayer(data)
}

func (g *growing) AppendLayer(dst []byte, _ codec.Derive) ([]byte, error) {
	return append(dst, g.Byte+deepen(2000)), nil
}

func (g *growing) NextLayer([]byte) codec.Key { return codec.Key{} }

func deepen(n int) byte {
	var frame [512]byte
	if n == 0 {
		return 0
	}
	frame[n%512] = deepen(n - 1)
	return frame[n%512]
}

// TestStackMoves: encoding refers to bytes by pointers into the stack, which moves meanwhile.
func TestStackMoves(t *testing.T) {
	reg := packet.NewRegistry()
	if err := packet.Register[growing](reg, layers.RoleNone, packet.LinkKey(capture.LinkTypeUser0)); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { // with a stack of its own, which is small
			p := packet.New([]byte("1hello"), capture.LinkTypeUser0, packet.WithRegistry(reg))
			if out, err := p.Encode(); err != nil || string(out) != "1hello" {
				t.Errorf("%q, %v", out, err)
			}
		})
	}
	wg.Wait()
}
