//go:build !race

package codec_test

import (
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

// TestNoAllocations: structs that are used again cost nothing. The race detector makes sync.Pool drop what it is given.
func TestNoAllocations(t *testing.T) {
	for i, z := range zoo {
		v := z()
		switch v.(type) {
		case *zText, *zString, *zLens, *zLE, *zPtr, *bgpUpdate, *sctp, *zTree, *zItems, *zFill, *zGroup, *lldp, *tlsStream, *dot11, *gre, *zOut:
			continue // strings, raw members, custom fields and methods as conditions are allocated
		}
		data, err := codec.Marshal(random(z(), int64(i)), payloadFor(v))
		for seed := int64(100); err != nil; seed++ { // a length that is not a whole number of units
			data, err = codec.Marshal(random(z(), seed), payloadFor(v))
		}
		typ, _ := codec.TypeFor(reflect.TypeOf(v).Elem())
		program := reflected(v)
		var s codec.State
		var buf []byte
		payload := payloadFor(v)
		typ.Decode(v, data, &s)
		for what, do := range map[string]func(){
			"decode":  func() { typ.Decode(v, data, &s) },
			"program": func() { program(data, &s) },
			"append":  func() { buf, _ = codec.Append(buf[:0], v, payload) },
			"verbatim": func() {
				buf, _ = codec.Encoder{}.Append(buf[:0], v, payload)
			},
		} {
			do()
			if n := testing.AllocsPerRun(50, do); n != 0 {
				t.Errorf("%T: %s allocates %v times", v, what, n)
			}
		}
	}
	frameBytes := unhex(tcpFrame)
	var eth frame
	var ip ip4
	var seg tcp
	var buf []byte
	if n := testing.AllocsPerRun(50, func() {
		b, _ := codec.Unmarshal(frameBytes, &eth)
		b, _ = codec.Unmarshal(b, &ip)
		b, _ = codec.Unmarshal(b, &seg)
		buf, _ = codec.Append(buf[:0], &eth, &ip, &seg, b)
	}); n != 0 || len(buf) != len(frameBytes) {
		t.Errorf("a TCP frame: %v allocations, %x", n, buf)
	}
	// A struct with an error costs nothing either, if the State is kept.
	typ, _ := codec.TypeFor(reflect.TypeFor[udp]())
	var s codec.State
	u := new(udp)
	if n := testing.AllocsPerRun(50, func() { typ.Decode(u, frameBytes[:5], &s) }); n != 0 || s.Err() == nil {
		t.Errorf("a truncated datagram: %v allocations, %v", n, s.Err())
	}
}
