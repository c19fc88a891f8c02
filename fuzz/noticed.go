package fuzz

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/tags"
)

// Noticed says by what this library tells that something is wrong with a packet, which is was with a rule broken: an
// error, a bad checksum, a length that claims more than there is, a bad name, bytes that fit into no element of a list, other layers. It
// is empty if nothing tells.
func Noticed(p, was *packet.Packet) string {
	if p.Err() != nil {
		return "error"
	}
	for c := range p.Checksums() {
		if c.State == codec.SumBad {
			return "checksum"
		}
	}
	if p.Truncated() {
		return "truncated"
	}
	for l := range p.Layers() {
		if l.Value() == nil {
			continue
		}
		fields, err := codec.Layout(l.Value())
		if err != nil {
			return "error"
		}
		if what := odd(fields); what != "" {
			return what
		}
	}
	if !sameShape(p, was) {
		return "layers"
	}
	return ""
}

// sameShape reports whether two packets have the same layers with payloads of the same size.
func sameShape(p, q *packet.Packet) bool {
	if p.Len() != q.Len() {
		return false
	}
	for i := range p.Len() {
		if p.Layer(i).Name() != q.Layer(i).Name() || len(p.Layer(i).Payload()) != len(q.Layer(i).Payload()) {
			return false
		}
	}
	return true
}

// odd looks for fields that hold what could not be taken for what it should be.
func odd(fields []codec.FieldValue) string {
	for i := range fields {
		f := &fields[i]
		if f.Tag.Kind == tags.KindCustom && f.Value.CanInterface() {
			if n, ok := f.Value.Interface().(interface{ Err() error }); ok && n.Err() != nil {
				return "name"
			}
		}
		if f.Tag.Fit && i+1 < len(fields) && fields[i+1].Tag.Kind == tags.KindBytes && fields[i+1].Value.Len() > 0 {
			return "rest"
		}
		if what := odd(f.Sub); what != "" {
			return what
		}
	}
	return ""
}
