package flow

// A Packet is what a [Table] needs to know of one packet.
type Packet struct {
	// Key is the flow that the packet belongs to; its source sent the packet.
	Key Key
	// Time is nanoseconds since 1970-01-01T00:00:00Z.
	Time int64
	// Length is the number of bytes to count, customarily those of the frame on the wire.
	Length uint32
	// Seq and Ack are the TCP header's.
	Seq, Ack uint32
	// Payload is the number of bytes behind the TCP header.
	Payload uint32
	// Flags are the TCP header's control bits, FIN in the lowest.
	Flags uint16
	// TCP says that the TCP header is there: later fragments have none.
	TCP bool
	// Answer says that the packet is an answer by itself, such as an echo reply: if it is the first of its
	// flow, its destination counts as the initiator. SYN-ACKs need not be marked.
	Answer bool
}

// TCP control bits, as in the header.
const (
	flagFIN  = 0x01
	flagSYN  = 0x02
	flagRST  = 0x04
	flagACK  = 0x10
	flagBits = 0x0fff // all twelve
)

// segment is a packet without its key.
type segment struct {
	time                      int64
	length, seq, ack, payload uint32
	flags                     uint16
	tcp, answer               bool
}

func (p *Packet) segment() segment {
	return segment{p.Time, p.Length, p.Seq, p.Ack, p.Payload, p.Flags, p.TCP, p.Answer}
}
