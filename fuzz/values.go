package fuzz

import (
	"fmt"
	"iter"
	"reflect"
	"slices"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/tags"
)

// Values gives a packet with one integer field at each of its values in turn, and everything else derived: lengths and checksums
// around it follow. The field is named as in packet.Edit: TCP.Flags, IPv4[1].TTL for the second IPv4 layer, TCP.Options[0].Kind. Of a field
// with more than 16 bits, the values are those around the powers of two. A value that cannot be encoded is left out. The bytes
// are valid until the next value.
//
//	p := packet.New(frame, capture.LinkTypeEthernet)
//	values, err := fuzz.Values(p, "TCP.Flags")
//	…
//	for _, data := range values {
//		err := sink.WritePacket(data, nil)
//		…
//	}
func Values(p *packet.Packet, path string) (iter.Seq2[uint64, []byte], error) {
	f, err := p.Edit().Field(path)
	if err != nil {
		return nil, err
	}
	if f.Kind != tags.KindUint && f.Kind != tags.KindInt {
		return nil, fmt.Errorf("fuzz: %s is not an integer but %s", path, f.Type)
	}
	return func(yield func(uint64, []byte) bool) {
		own := copied(p)
		if own == nil {
			return
		}
		e := own.Edit()
		var buf []byte
		for n := range every(f.Width) {
			err := e.Set(path, valueOf(f, n))
			if err == nil {
				buf, err = e.Append(buf[:0])
			}
			if err == nil && !yield(n, buf) {
				return
			}
		}
	}, nil
}

// copied is a packet with the same bytes and layers, whose structs may be changed; nil if there is none.
func copied(p *packet.Packet) *packet.Packet {
	e := p.Edit()
	e.Derive(codec.Nothing)
	own, err := e.Packet()
	if own == nil || err != nil && own.Len() != p.Len() {
		return nil
	}
	return own
}

// valueOf is the value of a field's type that has these bits.
func valueOf(f *tags.Field, n uint64) any {
	v := reflect.New(f.Type).Elem()
	if f.Kind == tags.KindInt {
		n = uint64(int64(n<<(64-f.Width)) >> (64 - f.Width))
	}
	setNumber(v, n)
	return v.Interface()
}

// every gives the values of a width: all of them up to 16 bits, then those around powers of two.
func every(width int) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		if width <= 16 {
			for n := range uint64(1) << width {
				if !yield(n) {
					return
				}
			}
			return
		}
		all := []uint64{0}
		for i := range width {
			n := uint64(1) << i
			all = append(all, n-1, n, n+1, top64(width)-n)
		}
		slices.Sort(all)
		for _, n := range slices.Compact(all) {
			if n <= top64(width) && !yield(n) {
				return
			}
		}
	}
}
