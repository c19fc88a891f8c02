package packet

import (
	"github.com/wiretag/wiretag/codec"
)

// Append encodes the packet behind the contents of dst, with the layers' structs
// as they are now. With an Encoder that derives nothing, a packet that was not changed
// gives its own bytes; with codec.All, lengths, checksums and so on follow the changes. A layer that
// could not be decoded is written as the bytes it was, and the padding of one that was recovered, which holds what could
// not be decoded, is not made anew. Dst must not be the memory of the packet's bytes,
// which layers refer to while they are encoded.
func (t *tree) Append(dst []byte, e codec.Encoder) ([]byte, error) {
	t.all()
	if len(t.nodes) == 0 && t.err != nil {
		return dst, t.err
	}
	if e.Links == nil && t.snap != nil {
		e.Links = t.snap.links
	}
	const few = 16 // layers, usually
	var local [few]any
	var heads [few][]byte // of nodes without a struct
	parts, raws := local[:0], heads[:]
	if len(t.nodes) > few {
		parts, raws = make([]any, 0, len(t.nodes)), make([][]byte, len(t.nodes))
	}
	for i := range t.nodes {
		n := &t.nodes[i]
		v := n.value
		raw := v == nil || n.failed
		keep := n.recovered() && e.Derive&codec.Padding != 0
		switch {
		case keep || int(n.depth) != i: // this one is allocated, and so is what is in it
			at := codec.At(int(n.depth), v)
			if raw {
				at.Layer = t.part(int(n.off), int(n.header))
			}
			if keep {
				at.Except = codec.Padding
			}
			v = at
		case raw:
			raws[i] = t.part(int(n.off), int(n.header))
			v = codec.Bytes(&raws[i])
		}
		parts = append(parts, v)
	}
	return e.Append(dst, parts...)
}

// Encode is Append into a new slice, with everything derived.
func (t *tree) Encode() ([]byte, error) {
	return t.Append(nil, codec.Encoder{Derive: codec.All})
}
