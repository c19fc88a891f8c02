package link

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// NetBIOSFrame is a frame of NetBIOS directly on a LAN, behind IEEE 802.2 LLC at SAP 0xf0: NetBEUI, or the NetBIOS Frames protocol, IBM "LAN Technical Reference" (SC30-3587) chapter 5.
// Commands below 0x14 are in unnumbered frames and have names, others are those of a session and have numbers.
type NetBIOSFrame struct {
	Length             uint16         `bits:"16,le,len=header"`
	Delimiter          uint16         `bits:"16,le,const=0xefff"`
	Command            NetBIOSCommand `bits:"8"`
	Data1              uint8          `bits:"8"`
	Data2              uint16         `bits:"16,le"`
	TransmitCorrelator uint16         `bits:"16,le"`
	ResponseCorrelator uint16         `bits:"16,le"`
	DestinationName    [16]byte       `bits:"128,if=Command<0x14"`
	SourceName         [16]byte       `bits:"128,if=Command<0x14"`
	DestinationNumber  uint8          `bits:"8,if=Command>0x13"`
	SourceNumber       uint8          `bits:"8,if=Command>0x13"`
	More               []byte         `bits:"*"` // what a longer header has
}

// NetBIOSCommand is the command of a frame.
type NetBIOSCommand uint8

// netbiosCommands are their names, by number.
var netbiosCommands = [...]string{
	0x00: "ADD_GROUP_NAME_QUERY", 0x01: "ADD_NAME_QUERY", 0x02: "NAME_IN_CONFLICT", 0x03: "STATUS_QUERY", 0x07: "TERMINATE_TRACE", 0x08: "DATAGRAM",
	0x09: "DATAGRAM_BROADCAST", 0x0a: "NAME_QUERY", 0x0d: "ADD_NAME_RESPONSE", 0x0e: "NAME_RECOGNIZED", 0x0f: "STATUS_RESPONSE", 0x13: "TERMINATE_TRACE",
	0x14: "DATA_ACK", 0x15: "DATA_FIRST_MIDDLE", 0x16: "DATA_ONLY_LAST", 0x17: "SESSION_CONFIRM", 0x18: "SESSION_END", 0x19: "SESSION_INITIALIZE",
	0x1a: "NO_RECEIVE", 0x1b: "RECEIVE_OUTSTANDING", 0x1c: "RECEIVE_CONTINUE", 0x1f: "SESSION_ALIVE",
}

func (c NetBIOSCommand) String() string {
	if int(c) < len(netbiosCommands) && netbiosCommands[c] != "" {
		return netbiosCommands[c]
	}
	return fmt.Sprintf("%#02x", uint8(c))
}

// Recognizes looks at length and delimiter.
func (*NetBIOSFrame) Recognizes(data []byte) bool {
	return len(data) >= 14 && data[2] == 0xff && data[3] == 0xef && binary.LittleEndian.Uint16(data) >= 14
}

// NextLayer is SMB, by its identifier.
func (n *NetBIOSFrame) NextLayer(payload []byte) codec.Key {
	if len(payload) < 4 || !bytes.Equal(payload[1:4], []byte("SMB")) {
		return codec.Key{}
	}
	return codec.Key{Table: "smb", Value: uint64(payload[0])}
}

func (n *NetBIOSFrame) String() string { return "NetBIOS " + n.Command.String() }
