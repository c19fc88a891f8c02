package ppp

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// L2TPv3 is version 3 of the layer two tunneling protocol over UDP, RFC 3931 sections 3.2.1 and 4.1.2. What is in a session is up to what was agreed: a cookie of 0,
// 4 or 8 bytes, a sublayer, and frames of some link. It is not decoded.
type L2TPv3 struct {
	Control      bool      `bits:"1"` // T
	HasLength    bool      `bits:"1"` // L
	Reserved1    uint8     `bits:"2"`
	HasSeq       bool      `bits:"1"` // S
	Reserved2    uint8     `bits:"7"`
	Version      uint8     `bits:"4,default=3"`
	Length       uint16    `bits:"16,if=Control,len=packet"`
	ConnectionID uint32    `bits:"32,if=Control"`
	Ns           uint16    `bits:"16,if=Control"`
	Nr           uint16    `bits:"16,if=Control"`
	Reserved3    uint16    `bits:"16,if=!Control"`
	SessionID    uint32    `bits:"32,if=!Control"`
	AVPs         []L2TPAVP `bits:"*,if=Control"`
	Rest         []byte    `bits:"*,if=Control"` // what is no attribute
}

// Err tells whether a control message has not its three bits, RFC 3931 section 3.2.1.
func (l *L2TPv3) Err() error {
	if l.Control && !(l.HasLength && l.HasSeq) {
		return codec.ErrConst
	}
	return nil
}

// Recognizes asks for the version.
func (*L2TPv3) Recognizes(data []byte) bool { return len(data) >= 8 && data[1]&15 == 3 }

// NextLayer is none that could be known.
func (*L2TPv3) NextLayer([]byte) codec.Key { return codec.Key{} }

// Message is the kind of a control message, 0 if it has no attributes.
func (l *L2TPv3) Message() L2TPMessage { return message(l.AVPs) }

func (l *L2TPv3) String() string {
	if l.Control {
		return fmt.Sprintf("L2TPv3 connection %d, %s", l.ConnectionID, l.Message())
	}
	return fmt.Sprintf("L2TPv3 session %d", l.SessionID)
}

// L2TPIP is the session header of version 3 of the layer two tunneling protocol over IP, RFC 3931 section 4.1.1. A control message is in session 0.
type L2TPIP struct {
	SessionID uint32 `bits:"32"`
}

// NextLayer is a control message, or none that could be known.
func (l *L2TPIP) NextLayer([]byte) codec.Key {
	if l.SessionID == 0 {
		return codec.Key{Table: "l2tpip", Value: 0}
	}
	return codec.Key{}
}

func (l *L2TPIP) String() string { return fmt.Sprintf("L2TPIP session %d", l.SessionID) }
