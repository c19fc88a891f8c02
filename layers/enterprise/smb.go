package enterprise

import (
	"encoding/binary"
	"fmt"
	"iter"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// NBSS is the header of the NetBIOS session service, RFC 1002 section 4.3.1, and of SMB over TCP without NetBIOS, [MS-SMB2] section 2.1, where the length has 24 bits. Several messages may follow each
// other in a segment.
type NBSS struct {
	Type   NBSSType `bits:"8"`
	Length uint32   `bits:"24,len=payload"`
}

// NBSSType is the type of a session packet.
type NBSSType uint8

// Types of session packets.
const (
	NBSSMessage          NBSSType = 0x00
	NBSSRequest          NBSSType = 0x81
	NBSSPositiveResponse NBSSType = 0x82
	NBSSNegativeResponse NBSSType = 0x83
	NBSSRetarget         NBSSType = 0x84
	NBSSKeepAlive        NBSSType = 0x85
)

func (t NBSSType) String() string {
	return iana.Name("\n0 message\n129 request\n130 positive response\n131 negative response\n132 retarget response\n133 keep alive\n", uint64(t))
}

// Recognizes looks at type and length, and whether a message is one of SMB.
func (*NBSS) Recognizes(data []byte) bool { return isNBSS(data) }

// Repeats reports whether another packet follows.
func (*NBSS) Repeats(rest []byte) bool { return isNBSS(rest) }

func isNBSS(b []byte) bool {
	if len(b) < 4 {
		return false
	}
	n := binary.BigEndian.Uint32(b) & 0xffffff
	switch NBSSType(b[0]) {
	case NBSSMessage:
		return n >= 4 && (len(b) < 8 || isSMB(b[4:]))
	case NBSSRequest, NBSSPositiveResponse, NBSSNegativeResponse, NBSSRetarget, NBSSKeepAlive:
		return n <= 68+68
	}
	return false
}

// isSMB reports whether data begins with the identifier of a version of SMB.
func isSMB(b []byte) bool {
	return len(b) >= 4 && b[0] >= 0xfc && b[1] == 'S' && b[2] == 'M' && b[3] == 'B'
}

// NextLayer is SMB, in messages.
func (n *NBSS) NextLayer(payload []byte) codec.Key {
	if n.Type != NBSSMessage || !isSMB(payload) {
		return codec.Key{}
	}
	return codec.Key{Table: "smb", Value: uint64(payload[0])}
}

func (n *NBSS) String() string { return fmt.Sprintf("NBSS %s, %d bytes", n.Type, n.Length) }

// NBDGM is the header of the NetBIOS datagram service, RFC 1002 section 4.4.1. Names are in the compressed form of RFC 1001 section 14.
type NBDGM struct {
	Type        uint8      `bits:"8"` // 16 direct unique, 17 direct group, 18 broadcast, 19 error, 20 to 22 queries
	Reserved    uint8      `bits:"4"`
	NodeType    uint8      `bits:"2"` // 0 B, 1 P, 2 M, 3 datagram service
	First       bool       `bits:"1"`
	More        bool       `bits:"1"`
	ID          uint16     `bits:"16"`
	Source      netip.Addr `bits:"32"`
	SourcePort  uint16     `bits:"16"`
	Length      uint16     `bits:"16,if=Type>15&&Type<19"` // of names and data
	Offset      uint16     `bits:"16,if=Type>15&&Type<19"` // of the data in the message
	SourceName  NBName     `bits:"*,if=Type>15&&Type<19"`
	Destination NBName     `bits:"*,if=Type>15&&Type<19||Type>19&&Type<23"`
	Error       uint8      `bits:"8,if=Type==19"`
}

// Recognizes looks at the type.
func (*NBDGM) Recognizes(data []byte) bool { return len(data) >= 10 && data[0] >= 16 && data[0] <= 22 }

// NextLayer is SMB.
func (n *NBDGM) NextLayer(payload []byte) codec.Key {
	if !isSMB(payload) {
		return codec.Key{}
	}
	return codec.Key{Table: "smb", Value: uint64(payload[0])}
}

func (n *NBDGM) String() string { return fmt.Sprintf("NBDGM %d > %s", n.ID, n.Destination) }

// NBName is a name of NetBIOS as it is on the wire: labels, of which the first has 16 bytes as 32 letters, RFC 1001 section 14.
type NBName []byte

// DecodeField reads up to the empty label.
func (n *NBName) DecodeField(layer []byte, at int) (int, error) {
	*n = nil
	for i := at; i < len(layer); {
		switch size := int(layer[i]); {
		case size == 0:
			*n = layer[at : i+1 : i+1]
			return i + 1 - at, nil
		case size > 63 || i-at > 254:
			return i + 1 - at, codec.ErrRange
		default:
			i += 1 + size
		}
	}
	return len(layer) - at + 1, codec.ErrTruncated
}

// AppendField appends the name.
func (n NBName) AppendField(dst []byte, _ int, derive codec.Derive) ([]byte, error) {
	if len(n) == 0 {
		return append(dst, 0), nil
	}
	var back NBName
	if size, err := back.DecodeField(n, 0); err != nil || size != len(n) {
		return dst, fmt.Errorf("no labels: %w", codec.ErrRange)
	}
	return append(dst, n...), nil
}

// String is the name without its padding, and its suffix in hexadecimal.
func (n NBName) String() string {
	if len(n) < 33 || n[0] != 32 {
		return fmt.Sprintf("%q", []byte(n))
	}
	var b [16]byte
	for i := range b {
		b[i] = (n[1+2*i]-'A')<<4 | (n[2+2*i]-'A')&15
	}
	end := 15
	for end > 0 && (b[end-1] == ' ' || b[end-1] == 0) {
		end--
	}
	return fmt.Sprintf("%s<%02x>", b[:end], b[15])
}

// NBNS is the header of the NetBIOS name service, RFC 1002 section 4.2.1, whose messages have the form of DNS. Records are the questions and resource records.
type NBNS struct {
	ID       uint16 `bits:"16"`
	Response bool   `bits:"1"`
	Opcode   uint8  `bits:"4"` // 0 query, 5 registration, 6 release, 7 wait, 8 and 9 refresh, 15 multi-homed registration
	AA       bool   `bits:"1"`
	TC       bool   `bits:"1"`
	RD       bool   `bits:"1"`
	RA       bool   `bits:"1"`
	Reserved uint8  `bits:"2"`
	B        bool   `bits:"1"` // broadcast
	RCode    uint8  `bits:"4"`
	QDCount  uint16 `bits:"16"`
	ANCount  uint16 `bits:"16"`
	NSCount  uint16 `bits:"16"`
	ARCount  uint16 `bits:"16"`
	Records  []byte `bits:"*"`
}

// Err tells whether the records are others than the counts say.
func (n *NBNS) Err() error {
	b := n.Records
	for i := range int(n.QDCount) + int(n.ANCount) + int(n.NSCount) + int(n.ARCount) {
		end := nameEnd(b) + 4 // type and class
		if i >= int(n.QDCount) {
			if end += 4; end+2 > len(b) { // time to live; the length of the data
				return codec.ErrCount
			}
			end += 2 + int(b[end])<<8 + int(b[end+1])
		}
		if end > len(b) {
			return codec.ErrCount
		}
		b = b[end:]
	}
	if len(b) > 0 {
		return codec.ErrLength
	}
	return nil
}

// nameEnd is how long a name of DNS at the start of b is, beyond the end of b if it does not end there.
func nameEnd(b []byte) int {
	for i := 0; i < len(b); i += 1 + int(b[i]) {
		switch {
		case b[i] == 0:
			return i + 1
		case b[i]>>6 == 3: // a pointer
			return i + 2
		case b[i]>>6 != 0:
			return len(b) + 1
		}
	}
	return len(b) + 1
}

func (n *NBNS) String() string { return fmt.Sprintf("NBNS %d, opcode %d", n.ID, n.Opcode) }

// SMB is the header of SMB version 1, [MS-CIFS] section 2.2.3.1. What follows are the parameters and data of the command.
type SMB struct {
	Protocol  uint32     `bits:"32,const=0xff534d42"`
	Command   SMBCommand `bits:"8"`
	Status    uint32     `bits:"32,le"`
	Reply     bool       `bits:"1"`
	Flags     uint8      `bits:"7"`
	Flags2    uint16     `bits:"16,le"`
	PIDHigh   uint16     `bits:"16,le"`
	Signature [8]byte    `bits:"64"`
	Reserved  uint16     `bits:"16,le"`
	TID       uint16     `bits:"16,le"`
	PIDLow    uint16     `bits:"16,le"`
	UID       uint16     `bits:"16,le"`
	MID       uint16     `bits:"16,le"`
}

// Recognizes looks for the identifier.
func (*SMB) Recognizes(data []byte) bool { return isSMB(data) && data[0] == 0xff }

// smbSize is the length of the header of SMB version 1.
const smbSize = 32

// SMBCommand is a command of SMB version 1.
type SMBCommand uint8

func (c SMBCommand) String() string {
	return iana.Name("\n0 CREATE_DIRECTORY\n1 DELETE_DIRECTORY\n2 OPEN\n3 CREATE\n4 CLOSE\n5 FLUSH\n6 DELETE\n7 RENAME\n8 QUERY_INFORMATION\n9 SET_INFORMATION\n10 READ\n11 WRITE\n36 LOCKING_ANDX\n37 TRANSACTION"+
		"\n43 ECHO\n45 OPEN_ANDX\n46 READ_ANDX\n47 WRITE_ANDX\n50 TRANSACTION2\n52 FIND_CLOSE2\n112 TREE_CONNECT\n113 TREE_DISCONNECT\n114 NEGOTIATE\n115 SESSION_SETUP_ANDX\n116 LOGOFF_ANDX\n117 TREE_CONNECT_ANDX"+
		"\n128 QUERY_INFORMATION_DISK\n129 SEARCH\n160 NT_TRANSACT\n162 NT_CREATE_ANDX\n164 NT_CANCEL\n", uint64(c))
}

// hasAndX reports whether another command may follow.
func (c SMBCommand) hasAndX() bool {
	switch c {
	case 0x24, 0x2d, 0x2e, 0x2f, 0x73, 0x74, 0x75, 0xa2:
		return true
	}
	return false
}

// Commands are the command and those that follow it in the payload, [MS-CIFS] section 2.2.3.4.
func (s *SMB) Commands(payload []byte) iter.Seq[SMBCommand] {
	return func(yield func(SMBCommand) bool) {
		at, c := smbSize, s.Command
		for yield(c) && c.hasAndX() {
			b := payload[min(at-smbSize, len(payload)):]
			if len(b) < 5 || b[0] < 2 || b[1] == 0xff {
				return
			}
			next := int(binary.LittleEndian.Uint16(b[3:]))
			if next <= at {
				return
			}
			c, at = SMBCommand(b[1]), next
		}
	}
}

// NextLayer is none.
func (*SMB) NextLayer([]byte) codec.Key { return codec.Key{} }

func (s *SMB) String() string { return "SMB " + s.Command.String() }

// SMB2 is the header of a request or response of SMB versions 2 and 3, [MS-SMB2] section 2.2.1. Several of them may be chained in a message.
type SMB2 struct {
	Protocol     uint32      `bits:"32,const=0xfe534d42"`
	Size         uint16      `bits:"16,le,default=64"`
	CreditCharge uint16      `bits:"16,le"`
	Status       uint32      `bits:"32,le"` // of requests of SMB 3: the channel sequence
	Command      SMB2Command `bits:"16,le"`
	Credits      uint16      `bits:"16,le"`
	Flags        SMB2Flags   `bits:"32,le"`
	NextCommand  uint32      `bits:"32,le"` // offset of the next header from this one, 0 if it is the last
	MessageID    uint64      `bits:"64,le"`
	AsyncID      uint64      `bits:"64,le,if=Flags&2!=0"`
	ProcessID    uint32      `bits:"32,le,if=Flags&2==0"`
	TreeID       uint32      `bits:"32,le,if=Flags&2==0"`
	SessionID    uint64      `bits:"64,le"`
	Signature    [16]byte    `bits:"128"`
}

// smb2Size is the length of the header.
const smb2Size = 64

// SMB2Command is a command of SMB version 2.
type SMB2Command uint16

func (c SMB2Command) String() string {
	return iana.Name("\n0 NEGOTIATE\n1 SESSION_SETUP\n2 LOGOFF\n3 TREE_CONNECT\n4 TREE_DISCONNECT\n5 CREATE\n6 CLOSE\n7 FLUSH\n8 READ\n9 WRITE\n10 LOCK\n11 IOCTL\n12 CANCEL\n13 ECHO\n14 QUERY_DIRECTORY"+
		"\n15 CHANGE_NOTIFY\n16 QUERY_INFO\n17 SET_INFO\n18 OPLOCK_BREAK\n", uint64(c))
}

// SMB2Flags are flags of a header.
type SMB2Flags uint32

// Flags.
const (
	SMB2Response SMB2Flags = 1 << iota
	SMB2Async
	SMB2Related
	SMB2Signed
)

// Repeats reports whether another header follows.
func (s *SMB2) Repeats(rest []byte) bool {
	return s.NextCommand != 0 && len(rest) >= smb2Size && isSMB(rest) && rest[0] == 0xfe
}

// PayloadLength ends the payload where the next header begins.
func (s *SMB2) PayloadLength(have int) (int, bool) {
	if s.NextCommand < smb2Size || int64(s.NextCommand)-smb2Size > int64(have) {
		return have, true
	}
	return int(s.NextCommand) - smb2Size, true
}

// FixPayloadLength leaves the offset as it is: nothing in a packet says that another header follows.
func (*SMB2) FixPayloadLength([]byte, int) error { return nil }

// NextLayer is a command that carries DCE RPC in a named pipe; others are payload.
func (s *SMB2) NextLayer(payload []byte) codec.Key { return s.pipe(payload) }

func (s *SMB2) String() string {
	kind := "request"
	if s.Flags&SMB2Response != 0 {
		kind = "response"
	}
	return fmt.Sprintf("SMB2 %s %s, message %d", s.Command, kind, s.MessageID)
}

// SMB2Transform is the header of an encrypted message of SMB 3, [MS-SMB2] section 2.2.41.
type SMB2Transform struct {
	Protocol  uint32   `bits:"32,const=0xfd534d42"`
	Signature [16]byte `bits:"128"`
	Nonce     [16]byte `bits:"128"`
	Size      uint32   `bits:"32,le"` // of the message
	Reserved  uint16   `bits:"16,le"`
	Flags     uint16   `bits:"16,le"` // 1: encrypted; before SMB 3.1.1 the algorithm
	SessionID uint64   `bits:"64,le"`
}

// SMB2Compression is the header of a compressed message of SMB 3.1.1, [MS-SMB2] section 2.2.42.1.
type SMB2Compression struct {
	Protocol  uint32 `bits:"32,const=0xfc534d42"`
	Size      uint32 `bits:"32,le"` // of the original message
	Algorithm uint16 `bits:"16,le"` // 0 none, 1 LZNT1, 2 LZ77, 3 LZ77 and Huffman, 4 Pattern_V1
	Flags     uint16 `bits:"16,le"` // 1: chained
	Offset    uint32 `bits:"32,le"` // of the compressed data; chained: their length
}

// NextLayer is none: the payload is encrypted.
func (*SMB2Transform) NextLayer([]byte) codec.Key { return codec.Key{} }

// NextLayer is none: the payload is compressed.
func (*SMB2Compression) NextLayer([]byte) codec.Key { return codec.Key{} }
