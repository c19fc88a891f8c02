package flow

// A Flow is an ordered pair of endpoints: who sends and who receives. It is
// comparable, 48 bytes large and holds no pointers. The endpoints may be of
// different kinds.
type Flow struct{ src, dst Endpoint }

// New returns the flow from src to dst.
func New(src, dst Endpoint) Flow { return Flow{src: src, dst: dst} }

// Src returns the sending endpoint.
func (f Flow) Src() Endpoint { return f.src }

// Dst returns the receiving endpoint.
func (f Flow) Dst() Endpoint { return f.dst }

// Endpoints returns the sending and the receiving endpoint.
func (f Flow) Endpoints() (src, dst Endpoint) { return f.src, f.dst }

// Reverse returns the flow of the other direction.
func (f Flow) Reverse() Flow { return Flow{src: f.dst, dst: f.src} }

// IsValid reports whether both endpoints are valid.
func (f Flow) IsValid() bool { return f.src.IsValid() && f.dst.IsValid() }

// Canonical returns the flow or its reverse, whichever has the lesser endpoint
// (by [Endpoint.Compare]) as its source: one map key for both directions.
// Reversed tells that it is the reverse.
func (f Flow) Canonical() (key Flow, reversed bool) {
	if f.src.Compare(f.dst) > 0 {
		return f.Reverse(), true
	}
	return f, false
}

// Compare returns -1, 0 or +1: it orders by source, then by destination. It
// returns 0 exactly when the flows are equal.
func (f Flow) Compare(other Flow) int {
	if c := f.src.Compare(other.src); c != 0 {
		return c
	}
	return f.dst.Compare(other.dst)
}
