package flow

import (
	"fmt"
	"strconv"
	"time"
)

// A Record is what is known about a flow. Its source is the initiator: who sent the first packet that
// was seen, or who is answered by it.
type Record struct {
	Key         Key
	First, Last time.Time // of the packets, UTC
	Src, Dst    Side
	State       State  // of TCP
	Reason      Reason // why the flow has ended, [ReasonNone] while it is open
	// Midstream says that packets were seen of a TCP connection whose SYN was not.
	Midstream bool
	// Continued says that this is not the first record of the flow: [Config.Active] has cut it.
	Continued bool
	// Slot is a number of the flow among those that are open in its table, from 0, for slices with data of one's own. It is
	// given to another flow after this one has ended.
	Slot int
}

// Side is what one side of a flow has sent, and how far it is away.
type Side struct {
	Packets, Bytes uint64
	Flags          uint16 // all TCP flags seen together, FIN in the lowest bit
	RTT            RTT
}

// RTT is the time from where the packets were captured to one side of a TCP connection and back: from a
// packet to the other side's acknowledgment, which may have waited there. Packets that were sent more than once are left out.
// The resolution is 100 ns, times are rounded up to it and end at 429 s. Zero means that none was measured.
type RTT struct {
	Handshake time.Duration // of the source from SYN-ACK to ACK, of the destination from SYN to SYN-ACK
	Min       time.Duration // of all
	Smooth    time.Duration // mean in which each new one counts for an eighth
}

// RTT returns the round-trip time between the two sides: by the handshake, or else by the shortest times seen.
// ok is false if there is none of a side.
func (r *Record) RTT() (rtt time.Duration, ok bool) {
	if a, b := r.Src.RTT.Handshake, r.Dst.RTT.Handshake; a > 0 && b > 0 {
		return a + b, true
	}
	a, b := r.Src.RTT.Min, r.Dst.RTT.Min
	return a + b, a > 0 && b > 0
}

// Duration is the time from the first to the last packet.
func (r *Record) Duration() time.Duration { return r.Last.Sub(r.First) }

// Reason says why a flow has ended.
type Reason uint8

// Reasons.
const (
	ReasonNone    Reason = iota // it has not
	ReasonIdle                  // no packet for the time of its timeout
	ReasonActive                // it was open for Config.Active; later packets are in another record
	ReasonClosed                // TCP: both sides have closed, or one has reset, Config.Closed ago
	ReasonReused                // TCP: a new connection with the same addresses and ports began
	ReasonEvicted               // its memory was needed
	ReasonFlush                 // Flush was called
)

var reasonNames = [...]string{"none", "idle", "active", "closed", "reused", "evicted", "flush"}

// String gives the name in lower case.
func (r Reason) String() string {
	if int(r) < len(reasonNames) {
		return reasonNames[r]
	}
	return strconv.Itoa(int(r))
}

// MarshalText gives the name.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads a name.
func (r *Reason) UnmarshalText(text []byte) error {
	return named8(reasonNames[:], text, "reason", (*uint8)(r))
}

func named8(names []string, text []byte, what string, v *uint8) error {
	for i, n := range names {
		if n == string(text) {
			*v = uint8(i)
			return nil
		}
	}
	return fmt.Errorf("flow: %q as a %s: %w", text, what, ErrText)
}

// record fills r with the entry.
func (e *entry) record(r *Record, n uint32, reason Reason) {
	i := e.initiator()
	*r = Record{
		Key:   e.unpack(i),
		First: time.Unix(0, e.first).UTC(), Last: time.Unix(0, e.last).UTC(),
		Src: e.side(i), Dst: e.side(1 - i),
		State: e.state, Reason: reason,
		Midstream: e.bits&bitMidstream != 0, Continued: e.bits&bitContinued != 0,
		Slot: int(n - 1),
	}
}

func (e *entry) side(i int) Side {
	return Side{
		Packets: e.packets[i], Bytes: e.bytes[i], Flags: e.flags[i] & flagBits,
		RTT: RTT{Handshake: duration(e.connect[i]), Min: duration(e.least[i]), Smooth: duration(e.smooth[i])},
	}
}

func duration(units uint32) time.Duration { return time.Duration(units) * rttUnit }
