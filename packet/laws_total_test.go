package packet_test

import (
	"bytes"
	"reflect"
	"runtime"
	"testing"
	"time"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/tags"
)

// Bounds of law 3 for packets: a new one allocates at most lawFactor times its size beside lawFixed, which is what 256
// layers take that have no bytes to speak of, and is decoded within lawTime.
const (
	lawFactor = 110
	lawFixed  = 64 << 10
	lawTime   = 2 * time.Second
)

// TestLawTotal is law 3 for packets: what repeats one header until the packet is full, and noise, are decoded with memory
// of a small multiple of their size.
func TestLawTotal(t *testing.T) {
	var before, after runtime.MemStats
	worst := 0.0
	check := func(data []byte, first codec.Key) {
		start := time.Now()
		runtime.ReadMemStats(&before)
		p := packet.NewAt(data, first)
		runtime.ReadMemStats(&after)
		used := after.TotalAlloc - before.TotalAlloc
		if d := time.Since(start); used > lawFixed+lawFactor*uint64(len(data)) || d > lawTime {
			t.Errorf("%d bytes allocated in %v for a packet of %d (%d layers): %.40x", used, d, len(data), p.Len(), data)
		}
		if len(data) > 1000 {
			worst = max(worst, float64(used)/float64(len(data)))
		}
		if p.Len() > 3*256 {
			t.Errorf("%d layers in a packet of %d bytes: %.40x", p.Len(), len(data), data)
		}
	}
	for i := range 300 {
		choices := bytes.Repeat([]byte{byte(i), byte(i * 7), byte(i >> 3), 200}, 40)
		b := maker.Along(nil, choices)
		data, err := codec.Marshal(b.Parts()...)
		if err != nil || len(data) == 0 {
			continue
		}
		noise := fuzz.NewEntropy(choices).Bytes(len(data))
		for _, part := range [][]byte{data, data[:min(len(data), 4+i%40)], noise, {0}, {0xff}} {
			check(bytes.Repeat(part, 1+4096/len(part)), b.First)
			if i%20 == 0 {
				check(bytes.Repeat(part, 1+(64<<10)/len(part)), b.First)
			}
		}
	}
	t.Logf("at most %.1f bytes for a byte of a packet of 4 KiB or more", worst)
}

// TestLawAllocs: a view that has met a packet allocates nothing for another one of its kind.
func TestLawAllocs(t *testing.T) {
	var v packet.View
	tried := 0
	for i := range 300 {
		b := maker.Along(nil, bytes.Repeat([]byte{byte(i), byte(i * 7), byte(i >> 3), 200}, 40))
		data, err := codec.Marshal(b.Parts()...)
		if err != nil || v.DecodeAt(data, b.First) != nil || allocates(&v) {
			continue
		}
		tried++
		if n := testing.AllocsPerRun(5, func() { _ = v.DecodeAt(data, b.First) }); n > 0 {
			t.Errorf("%s: %v allocations in a view that is used again", b.Names(), n)
		}
	}
	if tried < 100 {
		t.Errorf("only %d packets were decoded again", tried)
	}
}

// allocates reports whether a packet has a layer whose decoding does: the records of DNS are values of
// interfaces, those of SNMP are in a coding of their own, names and texts of TFTP are strings, which are copies, what OSPFv3 has as pointers is made anew without generated code, and a condition of DHCP is a method, which reflection calls where there is no generated code.
func allocates(v *packet.View) bool {
	for l := range v.Layers() {
		if l.Name() == "DNS" || l.Name() == "DHCPv4" || l.Name() == "SNMP" || l.Name() == "TFTP" || l.Name() == "OSPFv3" || reflective && l.Type() != nil && calls(l.Type().Schema(), map[*tags.Schema]bool{}) || unknown(l) {
			return true
		}
	}
	return false
}

// unknown reports whether a union holds bytes, for which there is no member: an interface of a slice is a new one each time.
func unknown(l packet.Layer) bool {
	if l.Type() == nil {
		return false
	}
	for _, f := range l.Type().Schema().Fields {
		if f.Kind == tags.KindUnion {
			if x := reflect.ValueOf(l.Value()).Elem().Field(f.Index); !x.IsNil() && x.Elem().Kind() == reflect.Slice {
				return true
			}
		}
	}
	return false
}

// calls reports whether a condition in a struct is a method.
func calls(s *tags.Schema, been map[*tags.Schema]bool) bool {
	if s == nil || been[s] {
		return false
	}
	been[s] = true
	for _, f := range s.Fields {
		if method(f.If) || method(f.Last) || calls(f.Elem, been) {
			return true
		}
	}
	return false
}

func method(e *tags.Expr) bool {
	return e != nil && (e.Op == tags.OpField && e.Field == nil || method(e.X) || method(e.Y))
}

// TestLawNesting: headers inside each other without end stop at 256 layers, with the rest kept.
func TestLawNesting(t *testing.T) {
	tag := []byte{0, 1, 0x81, 0}
	frame := append(make([]byte, 12), 0x81, 0)
	frame = append(frame, bytes.Repeat(tag, 5000)...)
	var v packet.View
	if err := v.DecodeAt(frame, codec.Key{Table: "linktype", Value: 1}); err != nil {
		t.Fatal(err)
	}
	if n := v.Len(); n != 257 || v.Layer(256).Name() != "Payload" {
		t.Errorf("%d layers, the last is %s", n, v.Layer(n-1).Name())
	}
	out, err := v.Append(nil, codec.Encoder{})
	if err != nil || !bytes.Equal(out, frame) {
		t.Errorf("%d bytes, want %d: %v", len(out), len(frame), err)
	}
}
