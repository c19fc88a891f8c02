package packet

import (
	"iter"

	"github.com/wiretag/wiretag/codec"
)

// Checksum is the result of verifying one checksum.
type Checksum struct {
	Layer Layer
	codec.Checksum
}

// Reasons why a checksum cannot be verified, beside those of [codec.Checksum].
const (
	SumCut      = "the packet is cut short"
	SumFragment = "it is a fragment"
	// SumOffloaded: the sender left the checksum to its network card. The field holds the sum of the pseudo header alone.
	SumOffloaded = "it was left to the network card"
)

// Checksums verifies the checksums of all layers. The packet is not changed.
// What cannot be verified says why: the packet is cut, it is a fragment, or it was captured before the network card computed
// the checksum.
func (t *tree) Checksums() iter.Seq[Checksum] {
	return func(yield func(Checksum) bool) {
		t.all()
		for i := range t.nodes {
			n := &t.nodes[i]
			if n.entry == nil || n.failed {
				continue
			}
			pseudo, why := t.pseudo(n)
			for _, c := range n.entry.typ.Verify(n.value, t.part(int(n.off), int(n.header+n.payload+n.trailer)), int(n.header), &pseudo) {
				if c.State == codec.SumGood || c.State == codec.SumBad {
					if reason := t.unverifiable(n, c, why); reason != "" {
						c.State, c.Reason = codec.SumUnknown, reason
					}
				}
				if c.State == codec.SumBad && n.entry.offloads(&c, &pseudo, int(n.header+n.payload)) {
					c.State, c.Reason = codec.SumUnknown, SumOffloaded
				}
				if !yield(Checksum{Layer{t, i}, c}) {
					return
				}
			}
		}
	}
}

// unverifiable tells why a checksum says nothing, "" if it does.
func (t *tree) unverifiable(n *node, c codec.Checksum, outer string) string {
	if !c.Payload {
		return ""
	}
	if n.cut {
		return SumCut
	}
	return outer
}

// Fragmenter is implemented by layers whose payload may be a part of a datagram.
type Fragmenter interface {
	// IsFragment reports whether the payload is not a whole datagram.
	IsFragment() bool
}

// pseudo collects the pseudo header from the layers around n, and tells why the
// payload there is not whole, if it is not.
func (t *tree) pseudo(n *node) (ps codec.Pseudo, why string) {
	var chain []*node
	for i := n.parent; i >= 0; i = t.nodes[i].parent {
		chain = append(chain, &t.nodes[i])
	}
	for i := len(chain) - 1; i >= 0; i-- {
		c := chain[i]
		if p, ok := c.value.(codec.PseudoHeader); ok {
			p.PseudoHeader(&ps)
			why = ""
		}
		if table := c.entry.protocol; table != "" {
			var keys [4]codec.Key
			if c.entry.typ.Keys(c.value, t.part(int(c.off+c.header), int(c.payload)), &keys) == 1 && keys[0].Table == table {
				ps.Protocol = uint8(keys[0].Value)
			}
		}
		if f, ok := c.value.(Fragmenter); ok && f.IsFragment() {
			why = SumFragment
		}
		if c.cut {
			why = SumCut
		}
	}
	return ps, why
}

// offloads reports whether a checksum is what hosts leave to their network card: the sum, not complemented,
// of the pseudo header, with or without the length.
func (e *entry) offloads(c *codec.Checksum, ps *codec.Pseudo, length int) bool {
	f := e.typ.Schema().Field(c.Field)
	if f == nil || f.Sum == nil || f.Sum.Alg != "inet" || f.Sum.Range != "pseudo" || !ps.Known() {
		return false
	}
	sum := pseudoSum(ps)
	return c.Got == uint64(^fold(sum)) || c.Got == uint64(^fold(sum+uint64(length)))
}
