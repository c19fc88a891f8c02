package ppp

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// PPPoE is the header of the session stage of PPP over Ethernet, RFC 2516 section 6. A PPP packet without address and
// control follows.
type PPPoE struct {
	Version   uint8     `bits:"4,default=1"`
	Type      uint8     `bits:"4,default=1"`
	Code      PPPoECode `bits:"8"` // 0
	SessionID uint16    `bits:"16"`
	Length    uint16    `bits:"16,len=payload"`
}

// Err tells whether version, type and code are those of a session, RFC 2516 sections 4 and 6.
func (p *PPPoE) Err() error {
	if p.Version != 1 || p.Type != 1 || p.Code != PPPoESession {
		return codec.ErrConst
	}
	return nil
}

// PPPoEDiscovery is a packet of the discovery stage of PPP over Ethernet, RFC 2516 section 5. A tag of type 0 ends the list.
type PPPoEDiscovery struct {
	Version   uint8      `bits:"4,default=1"`
	Type      uint8      `bits:"4,default=1"`
	Code      PPPoECode  `bits:"8"`
	SessionID uint16     `bits:"16"`
	Length    uint16     `bits:"16,len=rest"`
	Tags      []PPPoETag `bits:"*,last=Type==0"`
	Rest      []byte     `bits:"*"`
}

// PPPoECode is the kind of a PPPoE packet.
type PPPoECode uint8

// Codes. Those of credits are of RFC 5578; messages, which bring URLs and text for the user, are in no RFC.
const (
	PPPoESession      PPPoECode = 0x00
	PPPoEOffer        PPPoECode = 0x07 // PADO
	PPPoEInitiation   PPPoECode = 0x09 // PADI
	PPPoEGrant        PPPoECode = 0x0a // PADG
	PPPoECredit       PPPoECode = 0x0b // PADC
	PPPoEQuality      PPPoECode = 0x0c // PADQ
	PPPoERequest      PPPoECode = 0x19 // PADR
	PPPoEConfirmation PPPoECode = 0x65 // PADS
	PPPoETermination  PPPoECode = 0xa7 // PADT
	PPPoEMessage      PPPoECode = 0xd3 // PADM
)

func (c PPPoECode) String() string {
	return iana.NameAt([]string{
		PPPoESession: "session", PPPoEOffer: "PADO", PPPoEInitiation: "PADI", PPPoEGrant: "PADG", PPPoECredit: "PADC", PPPoEQuality: "PADQ", PPPoERequest: "PADR",
		PPPoEConfirmation: "PADS", PPPoETermination: "PADT", PPPoEMessage: "PADM",
	}, c)
}

// PPPoETag is a tag of a discovery packet. Value is typed by View.
type PPPoETag struct {
	Type   PPPoETagType `bits:"16"`
	Length uint16       `bits:"16,len=Value"`
	Value  []byte       `bits:"*,union=Type"`
}

// PPPoETagType is the type of a PPPoETag.
type PPPoETagType uint16

// Types of tags. The values of names and errors are UTF-8, those of cookies and identifiers are opaque.
const (
	PPPoETagEnd          PPPoETagType = 0x0000
	PPPoETagServiceName  PPPoETagType = 0x0101
	PPPoETagACName       PPPoETagType = 0x0102
	PPPoETagHostUniq     PPPoETagType = 0x0103
	PPPoETagACCookie     PPPoETagType = 0x0104
	PPPoETagVendor       PPPoETagType = 0x0105
	PPPoETagCredits      PPPoETagType = 0x0106
	PPPoETagMetrics      PPPoETagType = 0x0107
	PPPoETagSequence     PPPoETagType = 0x0108
	PPPoETagScale        PPPoETagType = 0x0109
	PPPoETagRelay        PPPoETagType = 0x0110
	PPPoETagHURL         PPPoETagType = 0x0111
	PPPoETagMOTM         PPPoETagType = 0x0112
	PPPoETagMaxPayload   PPPoETagType = 0x0120 // RFC 4638
	PPPoETagServiceError PPPoETagType = 0x0201
	PPPoETagACError      PPPoETagType = 0x0202
	PPPoETagGenericError PPPoETagType = 0x0203
)

var tagNames = [...]struct {
	t    PPPoETagType
	name string
}{
	{PPPoETagEnd, "End-Of-List"},
	{PPPoETagServiceName, "Service-Name"},
	{PPPoETagACName, "AC-Name"},
	{PPPoETagHostUniq, "Host-Uniq"},
	{PPPoETagACCookie, "AC-Cookie"},
	{PPPoETagVendor, "Vendor-Specific"},
	{PPPoETagCredits, "Credits"},
	{PPPoETagMetrics, "Metrics"},
	{PPPoETagSequence, "Sequence-Number"},
	{PPPoETagScale, "Credit-Scale"},
	{PPPoETagRelay, "Relay-Session-Id"},
	{PPPoETagHURL, "HURL"},
	{PPPoETagMOTM, "MOTM"},
	{PPPoETagMaxPayload, "PPP-Max-Payload"},
	{PPPoETagServiceError, "Service-Name-Error"},
	{PPPoETagACError, "AC-System-Error"},
	{PPPoETagGenericError, "Generic-Error"},
}

// String gives the name, or four hexadecimal digits.
func (t PPPoETagType) String() string {
	for i := range tagNames {
		if tagNames[i].t == t {
			return tagNames[i].name
		}
	}
	return fmt.Sprintf("0x%04x", uint16(t))
}

// Members gives the types of View.
func (PPPoETag) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(PPPoETagVendor): (*PPPoEVendor)(nil), uint64(PPPoETagCredits): (*PPPoECredits)(nil), uint64(PPPoETagMetrics): (*PPPoEMetrics)(nil),
		uint64(PPPoETagSequence): (*PPPoENumber)(nil), uint64(PPPoETagScale): (*PPPoENumber)(nil), uint64(PPPoETagMaxPayload): (*PPPoENumber)(nil),
	}}
}

// View decodes Value: [*PPPoEVendor], [*PPPoECredits], [*PPPoEMetrics] or [*PPPoENumber], nil for text and opaque bytes.
func (t *PPPoETag) View() (any, error) { return codec.View(t, "Value") }

// PPPoEVendor is a tag that an organisation defines; the upper byte of Vendor is 0.
type PPPoEVendor struct {
	Vendor uint32 `bits:"32"` // from IANA's registry of enterprises
	Data   []byte `bits:"*"`
}

// PPPoEVendorForum is the Broadband Forum, which puts circuit and remote identifiers into its tag.
const PPPoEVendorForum uint32 = 3561

// PPPoECredits are credits, RFC 5578 section 7.
type PPPoECredits struct {
	Forward  uint16 `bits:"16"`
	Backward uint16 `bits:"16"`
}

// PPPoEMetrics are the metrics of a link, RFC 5578 section 7.
type PPPoEMetrics struct {
	Reserved    uint16 `bits:"11"`
	MaxUnits    uint8  `bits:"2"` // of Maximum: 0 kbit/s, 1 Mbit/s, 2 Gbit/s, 3 Tbit/s
	Units       uint8  `bits:"2"` // of Current
	ReceiveOnly bool   `bits:"1"`
	Quality     uint8  `bits:"8"`  // percent
	Resource    uint8  `bits:"8"`  // percent
	Latency     uint16 `bits:"16"` // milliseconds
	Current     uint16 `bits:"16"` // rate
	Maximum     uint16 `bits:"16"` // rate
}

// PPPoENumber is a number of 16 bits: a sequence number, a scale of credits in bytes, or the largest payload.
type PPPoENumber struct {
	Value uint16 `bits:"16"`
}

// NextLayer is a PPP packet, where the code says so.
func (p *PPPoE) NextLayer([]byte) codec.Key {
	if p.Code != PPPoESession {
		return codec.Key{}
	}
	return frame
}

func (p *PPPoE) String() string { return fmt.Sprintf("PPPoE %s, session %#04x", p.Code, p.SessionID) }

func (p *PPPoEDiscovery) String() string {
	return fmt.Sprintf("PPPoEDiscovery %s, session %#04x, %d tags", p.Code, p.SessionID, len(p.Tags))
}
