package flow

import "strconv"

// State is how far a TCP connection has come, by what was seen of it.
type State uint8

// States of flows.
const (
	StateNone        State = iota // not TCP
	StateSynSent                  // a SYN was seen
	StateSynReceived              // and its SYN-ACK
	StateEstablished              // and the acknowledgment of that; or packets of a connection whose beginning was not seen
	StateHalfClosed               // one side has sent FIN
	StateClosing                  // both have
	StateClosed                   // and both were acknowledged
	StateReset                    // a RST was seen
)

var stateNames = [...]string{"none", "syn-sent", "syn-received", "established", "half-closed", "closing", "closed", "reset"}

// String gives the name in lower case, such as "syn-sent".
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return strconv.Itoa(int(s))
}

// MarshalText gives the name.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a name.
func (s *State) UnmarshalText(text []byte) error {
	return named8(stateNames[:], text, "state", (*uint8)(s))
}

// rttUnit is the unit of round-trip times in an entry: 429 seconds fit.
const rttUnit = 100

// resetWindow is how far from the sequence number that is expected a RST may be to be believed, in bytes.
const resetWindow = 1 << 20

// reuses reports whether a packet begins a new connection with the addresses and ports of the flow: a SYN
// after a FIN, or with another sequence number than that which began it. With the same one after a reset it is another
// attempt.
func (e *entry) reuses(p *segment, side int) bool {
	if p.flags&(flagSYN|flagFIN|flagRST|flagACK) != flagSYN || e.state == StateNone {
		return false
	}
	if e.state >= StateHalfClosed && e.state <= StateClosed {
		return true
	}
	return e.flags[side]&sideKnown != 0 && p.seq != e.base[side]
}

// tcp follows the connection.
func (e *entry) tcp(p *segment, side int) {
	if e.state == StateNone {
		e.begin(p)
	}
	other := 1 - side
	end := p.seq + p.payload
	if p.flags&(flagSYN|flagFIN) != 0 {
		end += uint32(p.flags>>1&1) + uint32(p.flags&1)
	}
	if p.flags&flagRST != 0 {
		e.reset(p, side)
	} else {
		e.sent(p, side, end)
	}
	if p.flags&flagACK != 0 {
		e.acknowledged(p, side, other)
	}
	if p.flags&flagFIN != 0 && p.flags&flagRST == 0 && e.state < StateClosed {
		e.flags[side] |= sideFin
		e.state = StateHalfClosed
		if e.flags[other]&sideFin != 0 {
			e.state = StateClosing
		}
	}
}

// begin sets the state of a connection of which this is the first packet.
func (e *entry) begin(p *segment) {
	switch {
	case p.flags&flagSYN == 0:
		e.state = StateEstablished
		e.bits |= bitMidstream
	case p.flags&flagACK == 0:
		e.state = StateSynSent
	default:
		e.state = StateSynReceived
		e.bits |= bitMidstream
	}
}

// reset ends the connection, unless the sequence number is out of place.
func (e *entry) reset(p *segment, side int) {
	if e.state < StateClosed && (e.flags[side]&sideKnown == 0 || p.seq-e.high[side]+resetWindow <= 2*resetWindow) {
		e.state = StateReset
	}
}

// sent notes what a packet has sent. What was sent before cannot be timed: its acknowledgment may be for either.
func (e *entry) sent(p *segment, side int, end uint32) {
	if e.flags[side]&sideKnown == 0 {
		e.flags[side] |= sideKnown
		e.base[side], e.high[side] = p.seq, p.seq
	}
	if end == p.seq {
		return
	}
	switch {
	case int32(end-e.high[side]) <= 0:
		e.flags[side] &^= sideProbe
		return
	case e.flags[side]&sideProbe == 0:
		e.flags[side] |= sideProbe
		e.probe[side], e.probed[side] = end, p.time
	}
	e.high[side] = end
}

// acknowledged deals with what a packet from side acknowledges.
func (e *entry) acknowledged(p *segment, side, other int) {
	shakes := false
	switch {
	case e.state == StateReset && p.flags&(flagSYN|flagRST) == flagSYN: // another attempt was accepted
		e.state = StateSynReceived
	case e.state == StateSynSent && p.flags&flagSYN != 0:
		e.state, shakes = StateSynReceived, true
	case e.state == StateReset && p.flags&(flagSYN|flagRST) == flagSYN: // another attempt was accepted
		e.state = StateSynReceived
	case e.state == StateSynSent && p.flags&flagSYN == 0: // the SYN-ACK was not seen
		e.state = StateEstablished
	case e.state == StateSynReceived && p.flags&flagSYN == 0 && e.flags[other]&sideKnown != 0 && int32(p.ack-e.base[other]) > 0:
		e.state, shakes = StateEstablished, true
	}
	f := e.flags[other]
	if f&sideProbe != 0 && int32(p.ack-e.probe[other]) >= 0 {
		e.flags[other] &^= sideProbe
		e.roundTrip(p.time, side, other, shakes)
	}
	if f&sideFin != 0 && int32(p.ack-e.high[other]) >= 0 {
		e.flags[other] |= sideFinAcked
		if e.state == StateClosing && e.flags[side]&sideFinAcked != 0 {
			e.state = StateClosed
		}
	}
}

// roundTrip takes the time from a packet of the other side to its acknowledgment by side.
func (e *entry) roundTrip(now int64, side, other int, shakes bool) {
	if now < e.probed[other] {
		return
	}
	t := uint32(min(max((uint64(now-e.probed[other])+rttUnit-1)/rttUnit, 1), 1<<32-1)) // 0 is for none
	if shakes {
		e.connect[side] = t
	}
	if e.least[side] == 0 {
		e.least[side], e.smooth[side] = t, t
		return
	}
	e.least[side] = min(e.least[side], t)
	e.smooth[side] = uint32((7*uint64(e.smooth[side]) + uint64(t)) / 8)
}
