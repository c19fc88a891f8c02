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
	var few [16]any // usually
	parts := few[:0]
	for i := range t.nodes {
		n := &t.nodes[i]
		var v any = t.part(int(n.off), int(n.header))
		if n.value != nil && !n.failed {
			v = n.value
		}
		if keep := n.recovered() && e.Derive&codec.Padding != 0; keep || int(n.depth) != i {
			at := codec.At(int(n.depth), v)
			if keep {
				at.Except = codec.Padding
			}
			v = at
		}
		parts = append(parts, v)
	}
	return e.Append(dst, parts...)
}

// Encode is Append into a new slice, with everything derived.
func (t *tree) Encode() ([]byte, error) {
	return t.Append(nil, codec.Encoder{Derive: codec.All})
}
