package reassembly

import (
	"sort"

	"github.com/wiretag/wiretag/flow"
)

// Direction is one of the two of a connection.
type Direction uint8

// Directions. The client is the side that sent the first SYN; where it was not seen, the side that sent the first packet.
const (
	FromClient Direction = iota
	FromServer
)

// String is "client" or "server".
func (d Direction) String() string {
	if d == FromClient {
		return "client"
	}
	return "server"
}

// A Stream takes what the two directions of a connection carry, in the order in which it can be told. All bytes of the
// arguments are valid until the method returns.
type Stream interface {
	// Data takes the next bytes of a direction and returns how many of them it has used, from the first on. The others come again,
	// with what follows them. Not [Chunk.Final] bytes that are not used are copied, and count for the memory of
	// the connection. A negative number says that nothing more of this direction is wanted.
	Data(d Direction, c *Chunk) (used int)
	// Event takes what is not data.
	Event(e *Event)
	// Close says that this is the end, of both directions.
	Close(why Reason)
}

// Chunk is bytes of a direction.
type Chunk struct {
	// Bytes are the data. Those of a segment that comes in order are the segment's own, without a copy.
	Bytes []byte
	// Offset is the place of the first byte in the direction, from 0. Bytes in gaps count.
	Offset int64
	// Final says that what follows does not join these bytes, or that nothing follows: what is not used now is lost.
	Final bool
	// End says of Final bytes that their sender has ended the direction behind them, by a FIN. Otherwise bytes are missing, or may be.
	End bool

	time   int64
	number uint64
	marks  []mark
}

// mark says from which packet the bytes from a place on came.
type mark struct {
	offset int64
	time   int64
	number uint64
}

// At returns the time of capture, ns since 1970, and the number ([Segment.Number]) of the packet that byte i came in.
func (c *Chunk) At(i int) (time int64, number uint64) {
	place := c.Offset + int64(i)
	n := sort.Search(len(c.marks), func(k int) bool { return c.marks[k].offset > place })
	if n == 0 {
		return c.time, c.number
	}
	m := &c.marks[n-1]
	return m.time, m.number
}

// A Reason is why a connection has ended.
type Reason uint8

// Reasons.
const (
	ReasonNone    Reason = iota
	ReasonFIN            // both sides have sent a FIN, and all before it is known
	ReasonReset          // a side has sent a RST
	ReasonTimeout        // no packet came for long enough
	ReasonEvicted        // its memory was needed for another one
	ReasonReused         // a new connection between the same ends has begun
	ReasonFlush          // by [Assembler.Flush]
	reasons
)

var reasonNames = [...]string{"none", "fin", "reset", "timeout", "evicted", "reused", "flush"}

// String is the name in lower case.
func (r Reason) String() string {
	if int(r) < len(reasonNames) {
		return reasonNames[r]
	}
	return "unknown"
}

// EventKind is what an [Event] tells.
type EventKind uint8

// Kinds of events.
const (
	// EventGap: Length bytes from Offset on are missing and not waited for any longer. Why says why.
	EventGap EventKind = iota
	// EventConflict: New differs from Old at Offset. NewWins says which of them counts. Delivered says that Old had been handed over.
	EventConflict
	// EventEnd: the direction has ended by a FIN, at Offset.
	EventEnd
	// EventReset: a side has reset the connection. What was under way may still come; Close follows after [Config.ResetWait].
	EventReset
	// EventUrgent: New is a byte that the policy does not take for a part of the stream, at Offset.
	EventUrgent
	// EventMidstream: the beginning of the direction was not seen.
	EventMidstream
	// EventOverlapLimit: a segment was dropped as it overlapped too many that are held.
	EventOverlapLimit
	// EventKeepLimit: Length bytes that were not used are lost, as the memory of the connection is full.
	EventKeepLimit
	// EventOutOfWindow: a segment was dropped that the receiver could not take, Length bytes at Offset.
	EventOutOfWindow
	// EventOldTimestamp: a segment was dropped as its timestamp is older than the one before, Length bytes at Offset.
	EventOldTimestamp
	// EventChecksum: a segment was dropped as its checksum is wrong.
	EventChecksum
	// EventAfterFIN: Length bytes behind the end of the direction were dropped, or a FIN that is not at the end.
	EventAfterFIN
	// EventBadReset: a reset was not taken. Offset is where it stood; InWindow says that it is an attempt to hit the window.
	EventBadReset
	// EventBadSYN: a SYN that does not belong to the connection. If it is answered, a new one begins.
	EventBadSYN
	// EventSYNData: Length bytes in a SYN do not count.
	EventSYNData
	// EventKeepAlive: a probe of an idle connection.
	EventKeepAlive
	// EventWindowProbe: one byte was sent while the receiver had no window.
	EventWindowProbe
	eventKinds
)

var eventNames = [...]string{
	"gap", "conflict", "end", "reset", "urgent", "midstream", "overlap limit", "keep limit", "out of window", "old timestamp", "checksum", "after fin",
	"bad reset", "bad syn", "syn data", "keep-alive", "window probe",
}

// String is the name in lower case.
func (k EventKind) String() string {
	if int(k) < len(eventNames) {
		return eventNames[k]
	}
	return "unknown"
}

// GapReason is why missing bytes are not waited for any longer.
type GapReason uint8

// Reasons for gaps.
const (
	GapNone     GapReason = iota
	GapAcked              // the receiver has acknowledged them: they were not captured
	GapTimeout            // they did not come for long enough
	GapLimit              // the connection holds as much as it may
	GapMemory             // all connections together hold as much as they may
	GapEnd                // the connection has ended
	GapSnapshot           // the packet was cut by its capture
	GapUrgent             // the policy takes urgent data for a gap
	GapSlow               // they were there, but their reader had no room
)

var gapNames = [...]string{"none", "acknowledged", "timeout", "limit", "memory", "end", "snapshot", "urgent", "slow reader"}

// String is the name in lower case.
func (g GapReason) String() string {
	if int(g) < len(gapNames) {
		return gapNames[g]
	}
	return "unknown"
}

// Event is something about a connection that is not data.
type Event struct {
	Kind      EventKind
	Direction Direction
	Why       GapReason
	NewWins   bool
	Delivered bool
	InWindow  bool
	Offset    int64
	Length    int64
	Old, New  []byte
	// Time and Number are those of the packet by which it became known.
	Time   int64
	Number uint64
}

// Segment is what an [Assembler] needs to know of a packet with TCP. [SegmentReader] makes it of a decoded packet.
type Segment struct {
	// Key is the ends; its source sent the segment.
	Key flow.Key
	// Time is that of the capture, nanoseconds since 1970.
	Time int64
	// Number is for the user: chunks and events say which packet they are about.
	Number uint64
	// Seq, Ack, Flags, Window and Urgent are the fields of the header. The window is not scaled.
	Seq, Ack uint32
	Flags    uint16
	Window   uint16
	Urgent   uint16
	// Payload is the data, and Missing the number of bytes behind them that were sent but not captured.
	Payload []byte
	Missing uint32
	// Stamp is the value of the timestamp option, if HasStamp.
	Stamp    uint32
	HasStamp bool
	// BadChecksum says that the checksum was verified and is wrong.
	BadChecksum bool
	// Scale is the shift of the window scale option plus 1; 0: there is none.
	Scale uint8
}

// Control bits of TCP, as in the header.
const (
	flagFIN = 0x01
	flagSYN = 0x02
	flagRST = 0x04
	flagACK = 0x10
	flagURG = 0x20
)
