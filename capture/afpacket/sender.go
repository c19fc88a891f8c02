package afpacket

// SendOption is a setting of a Sender.
type SendOption func(*sendConfig)

type sendConfig struct {
	bytes  int
	frame  int
	batch  int
	bypass bool
	vnet   bool
}

// WithSendBuffer sets the size of the transmit ring in bytes; 0: 4 MiB.
func WithSendBuffer(bytes int) SendOption { return func(c *sendConfig) { c.bytes = bytes } }

// WithLongestPacket sets the length in bytes of the longest packet that can be sent; 0: what the interface's MTU allows, with a link-layer header and tags.
func WithLongestPacket(bytes int) SendOption { return func(c *sendConfig) { c.frame = bytes } }

// WithSendBatch sets how many packets WritePacket collects before it calls the kernel; 0: 64. 1 sends each at once.
func WithSendBatch(packets int) SendOption { return func(c *sendConfig) { c.batch = packets } }

// WithSendBypass hands packets to the driver at once, without queueing discipline and traffic control.
func WithSendBypass() SendOption { return func(c *sendConfig) { c.bypass = true } }

// WithSendVNetHeader sends packets with a virtio network header (Sender.WriteVNet), by which the kernel computes checksums and segments.
func WithSendVNetHeader() SendOption { return func(c *sendConfig) { c.vnet = true } }

// SendStats counts what a Sender did.
type SendStats struct {
	Queued   uint64 // packets that WritePacket took
	Sent     uint64 // of these, packets that the interface took
	Bytes    uint64 // in them
	Rejected uint64 // packets that the kernel refused: too long, too short
	Full     uint64 // how often the queue of the interface had no room, and the packet waited
}
