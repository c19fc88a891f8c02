package infra

import (
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// NTPControl is a control message of NTP, mode 6, RFC 9327 section 2. Data of several messages is put together by Offset; it is text, a list of
// variables, in most of them.
type NTPControl struct {
	Leap        NTPLeap   `bits:"2"`
	Version     uint8     `bits:"3,default=2"`
	Mode        NTPMode   `bits:"3,const=6"`
	Response    bool      `bits:"1"`
	Error       bool      `bits:"1"`
	More        bool      `bits:"1"` // fragments
	Opcode      NTPOpcode `bits:"5"`
	Sequence    uint16    `bits:"16"`
	Status      uint16    `bits:"16"` // of a response: see SystemStatus, PeerStatus and ErrorStatus
	Association uint16    `bits:"16"` // 0 is the system
	Offset      uint16    `bits:"16"` // of Data in the whole, in bytes
	Count       uint16    `bits:"16,len=Data"`
	Data        []byte    `bits:"*"`
	Padding     []byte    `bits:"*,pad=4"`
	MAC         []byte    `bits:"*"` // key identifier and digest
}

// NTPOpcode is the command of a control message.
type NTPOpcode uint8

// Commands.
const (
	NTPReadStatus     NTPOpcode = 1
	NTPReadVariables  NTPOpcode = 2
	NTPWriteVariables NTPOpcode = 3
	NTPReadClock      NTPOpcode = 4
	NTPWriteClock     NTPOpcode = 5
	NTPSetTrap        NTPOpcode = 6
	NTPTrap           NTPOpcode = 7
	NTPConfigure      NTPOpcode = 8
	NTPSaveConfig     NTPOpcode = 9
	NTPReadMRU        NTPOpcode = 10 // the list of recent clients
	NTPReadOrdered    NTPOpcode = 11
	NTPRequestNonce   NTPOpcode = 12
	NTPUnsetTrap      NTPOpcode = 31
)

func (o NTPOpcode) String() string {
	return iana.NameAt([]string{
		1: "read status", 2: "read variables", 3: "write variables", 4: "read clock variables", 5: "write clock variables", 6: "set trap", 7: "trap response",
		8: "runtime configuration", 9: "export configuration", 10: "retrieve mru list", 11: "retrieve ordered list", 12: "request nonce", 31: "unset trap",
	}, o)
}

// NTPSystemStatus is the status word of the system, RFC 9327 section 3.1.
type NTPSystemStatus struct {
	Leap   NTPLeap `bits:"2"`
	Source uint8   `bits:"6"` // 6 is NTP
	Count  uint8   `bits:"4"` // of events since the last message
	Event  uint8   `bits:"4"`
}

// NTPPeerStatus is the status word of a peer, RFC 9327 section 3.2. A response to the command for status has a list of them, each behind the number of
// its association.
type NTPPeerStatus struct {
	Configured bool  `bits:"1"`
	AuthOn     bool  `bits:"1"` // authentication is required
	AuthOK     bool  `bits:"1"`
	Reachable  bool  `bits:"1"`
	Broadcast  bool  `bits:"1"`
	Selection  uint8 `bits:"3"` // 0 rejected, 1 false ticker, 2 excess, 3 outlier, 4 candidate, 5 backup, 6 system peer, 7 PPS peer
	Count      uint8 `bits:"4"`
	Event      uint8 `bits:"4"`
}

// NTPAssociations is Data of a response to the command for status of the system.
type NTPAssociations struct {
	List []NTPAssociation `bits:"*"`
}

// NTPAssociation is an item of it.
type NTPAssociation struct {
	ID     uint16        `bits:"16"`
	Status NTPPeerStatus `bits:"*"`
}

// SystemStatus is the status word of a message for the system.
func (c *NTPControl) SystemStatus() NTPSystemStatus {
	return NTPSystemStatus{NTPLeap(c.Status >> 14), uint8(c.Status >> 8 & 0x3f), uint8(c.Status >> 4 & 15), uint8(c.Status & 15)}
}

// PeerStatus is the status word of a message for an association.
func (c *NTPControl) PeerStatus() NTPPeerStatus {
	bit := func(n int) bool { return c.Status>>n&1 != 0 }
	return NTPPeerStatus{bit(15), bit(14), bit(13), bit(12), bit(11), uint8(c.Status >> 8 & 7), uint8(c.Status >> 4 & 15), uint8(c.Status & 15)}
}

// ErrorStatus says what was wrong, if Error is set: 1 authentication failure, 2 invalid length or format, 3 invalid opcode, 4 unknown association, 5 unknown
// variable, 6 invalid value, 7 prohibited.
func (c *NTPControl) ErrorStatus() uint8 { return uint8(c.Status >> 8) }

// KeyID is the number of the key in MAC, 0 if there is none.
func (c *NTPControl) KeyID() uint32 { return ntpKey(c.MAC) }

// Variables calls yield with the name and value of each variable in Data, quotes removed. It is text in requests and responses for variables and clocks.
func (c *NTPControl) Variables(yield func(name, value string) bool) {
	text := string(c.Data)
	for text != "" {
		end, quoted := 0, false
		for ; end < len(text) && (quoted || text[end] != ','); end++ {
			quoted = quoted != (text[end] == '"')
		}
		item := text[:end]
		text = text[min(end+1, len(text)):]
		key, value, _ := strings.Cut(strings.Trim(item, " \r\n\t\x00"), "=")
		if key != "" && !yield(strings.TrimSpace(key), strings.Trim(strings.TrimSpace(value), `"`)) {
			return
		}
	}
}

// Recognizes asks for the mode and for the header.
func (*NTPControl) Recognizes(data []byte) bool {
	return len(data) >= 12 && NTPMode(data[0]&7) == NTPModeControl
}

func (c *NTPControl) String() string {
	kind := "request"
	if c.Response {
		kind = "response"
	}
	return fmt.Sprintf("NTP control %s, %s, sequence %d, association %d, %d bytes", kind, c.Opcode, c.Sequence, c.Association, len(c.Data))
}

// NTPPrivate is a message of mode 7, in which ntpdc speaks to ntpd (RFC 1305 leaves the mode to private use; the form is that of ntp_request.h). RFC 9327
// section 1 advises against it. A request has a time stamp and a MAC at its end, if Authenticated is set.
type NTPPrivate struct {
	Response       bool              `bits:"1"`
	More           bool              `bits:"1"`
	Version        uint8             `bits:"3,default=2"`
	Mode           NTPMode           `bits:"3,const=7"`
	Authenticated  bool              `bits:"1"`
	Sequence       uint8             `bits:"7"`
	Implementation NTPImplementation `bits:"8"`
	Request        uint8             `bits:"8"` // 0 list of peers, 16 statistics, 20 and 42 the list of recent clients
	Error          uint8             `bits:"4"` // 0 none, 1 implementation, 2 request, 3 format, 4 no data, 7 authentication
	Items          uint16            `bits:"12"`
	Reserved       uint8             `bits:"4"`
	ItemSize       uint16            `bits:"12"`
	Data           []byte            `bits:"*"` // Items of ItemSize bytes, and what is behind them
}

// Err tells whether there are not as many items as there should be, or a request that is authenticated has not a time stamp, the number of a key and a digest of MD5 behind them.
func (p *NTPPrivate) Err() error {
	const authentication = 8 + 4 + 16
	n := int(p.Items) * int(p.ItemSize)
	if p.Authenticated && !p.Response {
		n += authentication
	}
	if n > len(p.Data) || p.Items > 0 && p.ItemSize == 0 {
		return codec.ErrLength
	}
	return nil
}

// NTPImplementation is who gave the numbers of requests.
type NTPImplementation uint8

// Implementations.
const (
	NTPUniversal NTPImplementation = 0
	NTPXNTPDOld  NTPImplementation = 2
	NTPXNTPD     NTPImplementation = 3
)

func (i NTPImplementation) String() string {
	return iana.NameAt([]string{0: "universal", 2: "XNTPD old", 3: "XNTPD"}, i)
}

// Item returns the item of a number from 0, nil if Data has it not whole. The bytes are p's.
func (p *NTPPrivate) Item(i int) []byte {
	from, size := i*int(p.ItemSize), int(p.ItemSize)
	if i < 0 || i >= int(p.Items) || size == 0 || from+size > len(p.Data) {
		return nil
	}
	return p.Data[from : from+size : from+size]
}

// Recognizes asks for the mode and for the header.
func (*NTPPrivate) Recognizes(data []byte) bool {
	return len(data) >= 8 && NTPMode(data[0]&7) == NTPModePrivate
}

func (p *NTPPrivate) String() string {
	kind := "request"
	if p.Response {
		kind = "response"
	}
	return fmt.Sprintf("NTP private %s %d, %s, %d items of %d bytes", kind, p.Request, p.Implementation, p.Items, p.ItemSize)
}
