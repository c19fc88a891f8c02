package link

import (
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/codec"
)

// NetBIOSIPX is a datagram of NetBIOS over IPX, on socket 0x455: Novell's form, which RFC 1634 section 2 calls NetBIOS over IPX and Microsoft's systems use. Names that are asked for are [NetBIOSIPXName]; all
// else on the socket is of sessions, [NetBIOSIPXSession].
type NetBIOSIPX struct {
	Control  uint8    `bits:"8"`            // connection control, which has no meaning here
	Type     uint8    `bits:"8,const=0x0b"` // data stream type: directed datagram
	Receiver [16]byte `bits:"128"`          // padded with spaces, the last byte says what it is of
	Sender   [16]byte `bits:"128"`
}

// nbDatagram is the data stream type of a directed datagram.
const nbDatagram = 0x0b

// Recognizes looks at type and length.
func (*NetBIOSIPX) Recognizes(data []byte) bool {
	return len(data) >= 34 && data[1] == nbDatagram
}

// NextLayer is SMB, if it is that.
func (*NetBIOSIPX) NextLayer(payload []byte) codec.Key { return smbKey(payload) }

func (n *NetBIOSIPX) String() string {
	return fmt.Sprintf("NetBIOSIPX %s > %s", nbName(n.Sender), nbName(n.Receiver))
}

// NetBIOSIPXName asks for a name of NetBIOS over IPX (RFC 1634 section 2), or tells that it is known, in a packet that routers hand on.
type NetBIOSIPXName struct {
	Networks [32]byte `bits:"256"` // that the packet has passed, of four bytes each
	Flags    uint8    `bits:"8"`   // 0x80 a name of a group, 0x40 in use, 4 registered, 2 duplicated, 1 being taken away
	Type     uint8    `bits:"8"`   // 1 find name, 2 name recognized, 3 check name, 4 name in use, 5 deregister name
	Name     [16]byte `bits:"128"`
}

// Recognizes looks at length and type.
func (*NetBIOSIPXName) Recognizes(data []byte) bool {
	return len(data) == 50 && data[33] >= 1 && data[33] <= 5
}

func (n *NetBIOSIPXName) String() string {
	return fmt.Sprintf("NetBIOSIPXName type %d, %s", n.Type, nbName(n.Name))
}

// NetBIOSIPXSession is a packet of a session of NetBIOS over IPX (RFC 1634 section 2), or the status of an adapter, which has no other fields that are known. A message that is larger than a packet goes in several.
type NetBIOSIPXSession struct {
	System        bool   `bits:"1"`
	Ack           bool   `bits:"1"` // an acknowledgement is wanted
	Attention     bool   `bits:"1"`
	EndOfMessage  bool   `bits:"1"`
	Resend        bool   `bits:"1"`
	Reserved      uint8  `bits:"3"`
	Type          uint8  `bits:"8"`     // data stream type: 6 data, 7 end, 8 acknowledgement of the end, 9 asks for a status, 10 tells it
	Source        uint16 `bits:"16,le"` // the number that the sender has given the connection
	Destination   uint16 `bits:"16,le"` // the number of the other side, 0xffff before it is known
	SendSeq       uint16 `bits:"16,le"`
	TotalLength   uint16 `bits:"16,le"` // of the message
	Offset        uint16 `bits:"16,le"` // of the data in the message
	Length        uint16 `bits:"16,le,len=payload"`
	ReceiveSeq    uint16 `bits:"16,le"` // of the packet that is expected next
	BytesReceived uint16 `bits:"16,le"`
}

// Err tells whether the type is that of no packet that comes here.
func (n *NetBIOSIPXSession) Err() error {
	if n.Type < 6 || n.Type > 10 {
		return codec.ErrRange
	}
	return nil
}

// NextLayer is SMB, where a message begins with it.
func (n *NetBIOSIPXSession) NextLayer(payload []byte) codec.Key {
	if n.Offset != 0 {
		return codec.Key{}
	}
	return smbKey(payload)
}

func (n *NetBIOSIPXSession) String() string {
	return fmt.Sprintf("NetBIOSIPXSession type %d, %d > %d, seq %d, length %d", n.Type, n.Source, n.Destination, n.SendSeq, n.Length)
}

// NMPI is a message of the name management protocol over IPX, on sockets 0x551 and 0x553: what Microsoft's direct hosting over IPX has in the place of NetBIOS, [MS-BRWS] section 2.1 speaks of it.
type NMPI struct {
	Networks  [32]byte `bits:"256"` // that the packet has passed, of four bytes each
	Opcode    uint8    `bits:"8"`   // 0xf1 claim, 0xf2 delete, 0xf3 query, 0xf4 found, 0xf5 hangup, 0xfc mailslot, 0xfd to find, 0xfe found
	NameType  uint8    `bits:"8"`   // 1 machine, 2 workgroup, 3 browser
	MessageID uint16   `bits:"16,le"`
	Requested [16]byte `bits:"128"`
	Source    [16]byte `bits:"128"`
}

// Recognizes looks at length and opcode.
func (*NMPI) Recognizes(data []byte) bool { return len(data) >= 68 && data[32] >= 0xf1 }

// NextLayer is SMB, if it is that.
func (*NMPI) NextLayer(payload []byte) codec.Key { return smbKey(payload) }

func (n *NMPI) String() string {
	return fmt.Sprintf("NMPI opcode %#02x, %s > %s", n.Opcode, nbName(n.Source), nbName(n.Requested))
}

// smbKey leads to SMB where its identifier is.
func smbKey(b []byte) codec.Key {
	if len(b) < 4 || b[0] != 0xff || string(b[1:4]) != "SMB" {
		return codec.Key{}
	}
	return codec.Key{Table: "smb", Value: uint64(b[0])}
}

// nbName is a name of NetBIOS with its last byte.
func nbName(b [16]byte) string {
	return fmt.Sprintf("%s<%02x>", strings.TrimRight(string(b[:15]), " \x00"), b[15])
}
