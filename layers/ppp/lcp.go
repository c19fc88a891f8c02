package ppp

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// LCP is a packet of the link control protocol, RFC 1661 section 5, with the codes of RFC 1570 and RFC 2153. What a Protocol-Reject gives back is
// decoded as the packet that it was.
type LCP struct {
	Code     PPPCode     `bits:"8"`
	ID       uint8       `bits:"8"`
	Length   uint16      `bits:"16,len=packet"`
	Magic    uint32      `bits:"32,if=Code==0||Code>=9&&Code<=13"`
	Seconds  uint32      `bits:"32,if=Code==13"` // what remains
	Rejected PPPProtocol `bits:"16,if=Code==8,next=ppp,nextif=Code==8"`
	Options  []LCPOption `bits:"*,if=Code>=1&&Code<=4"`
	Data     []byte      `bits:"*,if=Code!=8"`
}

// Err tells whether a vendor's packet has not its organisation and kind, RFC 2153 section 2.1.
func (l *LCP) Err() error {
	if l.Code == CodeVendor && len(l.Data) < 4 {
		return codec.ErrLength
	}
	return nil
}

// PPPCode is the kind of a packet of a control protocol.
type PPPCode uint8

// Codes. Those from 8 on are of LCP, the last two of CCP and ECP.
const (
	CodeVendor           PPPCode = 0
	CodeConfigureRequest PPPCode = 1
	CodeConfigureAck     PPPCode = 2
	CodeConfigureNak     PPPCode = 3
	CodeConfigureReject  PPPCode = 4
	CodeTerminateRequest PPPCode = 5
	CodeTerminateAck     PPPCode = 6
	CodeCodeReject       PPPCode = 7
	CodeProtocolReject   PPPCode = 8
	CodeEchoRequest      PPPCode = 9
	CodeEchoReply        PPPCode = 10
	CodeDiscardRequest   PPPCode = 11
	CodeIdentification   PPPCode = 12
	CodeTimeRemaining    PPPCode = 13
	CodeResetRequest     PPPCode = 14
	CodeResetAck         PPPCode = 15
)

func (c PPPCode) String() string {
	return iana.NameAt([]string{
		"Vendor", "Configure-Request", "Configure-Ack", "Configure-Nak", "Configure-Reject", "Terminate-Request", "Terminate-Ack", "Code-Reject", "Protocol-Reject",
		"Echo-Request", "Echo-Reply", "Discard-Request", "Identification", "Time-Remaining", "Reset-Request", "Reset-Ack",
	}, c)
}

// LCPOption is an option; its length counts type and length too. Value is typed by View.
type LCPOption struct {
	Type   LCPOptionType `bits:"8"`
	Length uint8         `bits:"8,len=self"`
	Value  []byte        `bits:"*,union=Type"`
}

// LCPOptionType is the type of an LCPOption.
type LCPOptionType uint8

// Types of options. Those without a type of Value are flags, or opaque.
const (
	LCPVendor             LCPOptionType = 0
	LCPMRU                LCPOptionType = 1
	LCPACCM               LCPOptionType = 2 // async control character map
	LCPAuthentication     LCPOptionType = 3
	LCPQuality            LCPOptionType = 4
	LCPMagic              LCPOptionType = 5
	LCPProtocolField      LCPOptionType = 7 // compression of the protocol field
	LCPAddressControl     LCPOptionType = 8 // compression of address and control
	LCPFCSAlternatives    LCPOptionType = 9
	LCPPadding            LCPOptionType = 10
	LCPNumberedMode       LCPOptionType = 11
	LCPCallback           LCPOptionType = 13
	LCPCompoundFrames     LCPOptionType = 15
	LCPMRRU               LCPOptionType = 17
	LCPShortSeq           LCPOptionType = 18
	LCPEndpoint           LCPOptionType = 19
	LCPLinkDiscriminator  LCPOptionType = 23
	LCPMultilinkHeader    LCPOptionType = 27
	LCPInternationalizing LCPOptionType = 28
)

func (t LCPOptionType) String() string {
	return iana.NameAt([]string{
		"vendor", "mru", "accm", "authentication", "quality", "magic", "", "protocol field compression", "address and control compression", "fcs alternatives", "padding",
		"numbered mode", "", "callback", "", "compound frames", "", "mrru", "short sequence numbers", "endpoint", "", "", "", "link discriminator", "", "", "", "multilink header", "internationalization",
	}, t)
}

// Members gives the types of View.
func (LCPOption) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(LCPVendor): (*VendorOption)(nil), uint64(LCPMRU): (*LCPSize)(nil), uint64(LCPACCM): (*LCPWord)(nil), uint64(LCPAuthentication): (*LCPProtocol)(nil),
		uint64(LCPQuality): (*LCPProtocol)(nil), uint64(LCPMagic): (*LCPWord)(nil), uint64(LCPFCSAlternatives): (*LCPFCS)(nil), uint64(LCPPadding): (*LCPMaxPadding)(nil),
		uint64(LCPNumberedMode): (*LCPNumbered)(nil), uint64(LCPCallback): (*LCPCallBack)(nil), uint64(LCPMRRU): (*LCPSize)(nil), uint64(LCPEndpoint): (*LCPDiscriminator)(nil),
		uint64(LCPLinkDiscriminator): (*LCPSize)(nil), uint64(LCPMultilinkHeader): (*LCPHeaderFormat)(nil), uint64(LCPInternationalizing): (*LCPLanguage)(nil),
	}}
}

// View decodes Value. It returns nil for flags and unknown types.
func (o *LCPOption) View() (any, error) { return codec.View(o, "Value") }

// LCPSize is a number of 16 bits: the MRU or MRRU, in bytes, or a link's discriminator.
type LCPSize struct {
	Value uint16 `bits:"16"`
}

// LCPWord is a number of 32 bits: the control characters to be escaped, or the magic number.
type LCPWord struct {
	Value uint32 `bits:"32"`
}

// LCPProtocol is the protocol of authentication or of link quality, with its data: CHAP's algorithm, or the reporting period.
type LCPProtocol struct {
	Protocol PPPProtocol `bits:"16"`
	Data     []byte      `bits:"*"`
}

// Algorithms of CHAP, the data of an LCPProtocol.
const (
	CHAPMD5      uint8 = 5
	CHAPSHA1     uint8 = 6
	CHAPSHA256   uint8 = 7
	CHAPMSCHAP   uint8 = 0x80
	CHAPMSCHAPv2 uint8 = 0x81
)

// LCPFCS says which frame check sequences are wanted, RFC 1570 section 2.1.
type LCPFCS struct {
	Reserved uint8 `bits:"5"`
	FCS32    bool  `bits:"1"`
	FCS16    bool  `bits:"1"`
	Null     bool  `bits:"1"`
}

// LCPMaxPadding is the largest number of padding bytes.
type LCPMaxPadding struct {
	Max uint8 `bits:"8"`
}

// LCPNumbered is the numbered mode, RFC 1663 section 3.
type LCPNumbered struct {
	Window  uint8  `bits:"8"`
	Address []byte `bits:"*"`
}

// LCPCallBack is a request to be called back, RFC 1570 section 2.3.
type LCPCallBack struct {
	Operation uint8  `bits:"8"` // 0 by authentication, 1 dialing string, 2 location, 3 E.164 number, 4 name, 6 CBCP
	Message   []byte `bits:"*"`
}

// LCPDiscriminator identifies the system, RFC 1990 section 5.1.3.
type LCPDiscriminator struct {
	Class   uint8  `bits:"8"` // 0 null, 1 local, 2 IP, 3 MAC, 4 magic number, 5 directory number
	Address []byte `bits:"*"`
}

// LCPHeaderFormat is the multilink header format, RFC 2686 section 7.
type LCPHeaderFormat struct {
	Format  uint8 `bits:"8"` // 2 long sequence numbers, 6 short ones
	Classes uint8 `bits:"8"`
}

// LCPLanguage is the character set and language, RFC 2484.
type LCPLanguage struct {
	Charset  uint32 `bits:"32"`
	Language []byte `bits:"*"`
}

// VendorOption is an option that an organisation defines, RFC 2153 section 2.2.
type VendorOption struct {
	OUI    uint32 `bits:"24"`
	Kind   uint8  `bits:"8"`
	Values []byte `bits:"*"`
}

func (l *LCP) String() string {
	return fmt.Sprintf("LCP %s, id %d, %d options", l.Code, l.ID, len(l.Options))
}
