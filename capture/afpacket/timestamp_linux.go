package afpacket

func (c *conn) hardwareClock() error { return nil }
