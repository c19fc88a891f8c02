package dot11

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/ieee"
)

// LWAPP is the lightweight access point protocol over UDP, RFC 5412 section 3: frames between an access point and its controller, and
// control messages, which are mostly encrypted. Some products send control messages behind the address of the access point:
// [LWAPPIdentity].
type LWAPP struct {
	Version    uint8  `bits:"2"`
	Radio      uint8  `bits:"3"`
	Control    bool   `bits:"1"` // a control message, not a frame
	Fragment   bool   `bits:"1"`
	NotLast    bool   `bits:"1"`
	FragmentID uint8  `bits:"8"`
	Length     uint16 `bits:"16,len=payload"`
	RSSI       int8   `bits:"8"` // dBm, of a frame that was received
	SNR        int8   `bits:"8"` // dB
}

// lwappHeader is the number of bytes of the header.
const lwappHeader = 6

// Recognizes reports whether data can be LWAPP: of version 0, with a length that fits.
func (*LWAPP) Recognizes(data []byte) bool {
	return len(data) >= lwappHeader && data[0]>>6 == 0 && int(data[2])<<8|int(data[3]) == len(data)-lwappHeader
}

// NextLayer is a frame or a control message. Parts of them are opaque.
func (l *LWAPP) NextLayer([]byte) codec.Key {
	switch {
	case l.Fragment:
		return codec.Key{}
	case l.Control:
		return codec.Key{Table: "lwapp", Value: 1}
	}
	return codec.Key{Table: "lwapp", Value: 0}
}

func (l *LWAPP) String() string { return fmt.Sprintf("LWAPP radio %d, length %d", l.Radio, l.Length) }

// LWAPPIdentity is an LWAPP header, RFC 5412 section 3, behind the address of the access point that sent it.
type LWAPPIdentity struct {
	AP         ieee.MAC `bits:"48"`
	Version    uint8    `bits:"2"`
	Radio      uint8    `bits:"3"`
	Control    bool     `bits:"1"`
	Fragment   bool     `bits:"1"`
	NotLast    bool     `bits:"1"`
	FragmentID uint8    `bits:"8"`
	Length     uint16   `bits:"16,len=payload"`
	RSSI       int8     `bits:"8"`
	SNR        int8     `bits:"8"`
}

// Recognizes reports whether data can be an address and LWAPP.
func (*LWAPPIdentity) Recognizes(data []byte) bool {
	return len(data) >= 6 && (*LWAPP)(nil).Recognizes(data[6:])
}

// NextLayer is a frame or a control message. Parts of them are opaque.
func (l *LWAPPIdentity) NextLayer([]byte) codec.Key {
	return (&LWAPP{Fragment: l.Fragment, Control: l.Control}).NextLayer(nil)
}

func (l *LWAPPIdentity) String() string { return fmt.Sprintf("LWAPP of %s, length %d", l.AP, l.Length) }

// LWAPPControl is a control message of LWAPP, RFC 5412 section 4.2. What follows the session is encrypted once there is one.
type LWAPPControl struct {
	Type     uint8  `bits:"8"` // 1 and 2 discovery, 3 and 4 join, 10 and 11 configure, 12 and 13 configure command, ...
	Sequence uint8  `bits:"8"`
	Length   uint16 `bits:"16"` // of the elements; where they are encrypted, that of them in clear
	Session  uint32 `bits:"32"`
	Elements []byte `bits:"*"`
}

func (c *LWAPPControl) String() string {
	return fmt.Sprintf("LWAPPControl type %d, sequence %d", c.Type, c.Sequence)
}
