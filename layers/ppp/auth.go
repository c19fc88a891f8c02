package ppp

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// PAP is a packet of the password authentication protocol, RFC 1334 section 2.2.
type PAP struct {
	Code           PAPCode `bits:"8"`
	ID             uint8   `bits:"8"`
	Length         uint16  `bits:"16,len=packet"`
	PeerIDLength   uint8   `bits:"8,if=Code==1,len=PeerID"`
	PeerID         []byte  `bits:"*,if=Code==1"`
	PasswordLength uint8   `bits:"8,if=Code==1,len=Password"`
	Password       []byte  `bits:"*,if=Code==1"`
	MessageLength  uint8   `bits:"8,if=Code==2||Code==3,len=Message"`
	Message        []byte  `bits:"*,if=Code==2||Code==3"`
	Data           []byte  `bits:"*"` // what is behind, and that of other codes
}

// PAPCode is the kind of a PAP packet.
type PAPCode uint8

// Codes.
const (
	PAPRequest PAPCode = 1
	PAPAck     PAPCode = 2
	PAPNak     PAPCode = 3
)

func (c PAPCode) String() string {
	return iana.NameAt([]string{"", "Authenticate-Request", "Authenticate-Ack", "Authenticate-Nak"}, c)
}

func (p *PAP) String() string { return fmt.Sprintf("PAP %s, id %d", p.Code, p.ID) }

// CHAP is a packet of the challenge handshake authentication protocol, RFC 1994 section 4.
type CHAP struct {
	Code      CHAPCode `bits:"8"`
	ID        uint8    `bits:"8"`
	Length    uint16   `bits:"16,len=packet"`
	ValueSize uint8    `bits:"8,if=Code==1||Code==2,len=Value"`
	Value     []byte   `bits:"*,if=Code==1||Code==2"`
	Text      []byte   `bits:"*"` // the name of the system that sends a challenge or response, or a message
}

// Err tells whether a challenge or response has no value, RFC 1994 section 4.1.
func (c *CHAP) Err() error {
	if (c.Code == CHAPChallenge || c.Code == CHAPResponse) && len(c.Value) == 0 {
		return codec.ErrLength
	}
	return nil
}

// CHAPCode is the kind of a CHAP packet.
type CHAPCode uint8

// Codes.
const (
	CHAPChallenge CHAPCode = 1
	CHAPResponse  CHAPCode = 2
	CHAPSuccess   CHAPCode = 3
	CHAPFailure   CHAPCode = 4
)

func (c CHAPCode) String() string {
	return iana.NameAt([]string{"", "Challenge", "Response", "Success", "Failure"}, c)
}

func (c *CHAP) String() string { return fmt.Sprintf("CHAP %s, id %d", c.Code, c.ID) }
