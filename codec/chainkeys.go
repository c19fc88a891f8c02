package codec

// Keys gives all dispatch entries by which the last layer names what it carries, in the order in which they are
// asked. Ok is false if its decoding failed.
func (c *Chain) Keys(keys *[4]Key) (n int, ok bool) {
	if c.last == nil {
		return 0, false
	}
	if len(c.rest) == 0 {
		return 0, true
	}
	return c.last.t.Keys(c.last.t.value(c.last.p), c.rest, keys), true
}
