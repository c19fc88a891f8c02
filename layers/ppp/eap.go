package ppp

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// EAP is a packet of the extensible authentication protocol, RFC 3748 section 4; initiate and finish are of RFC 6696. Only
// requests, responses and these two have a type. Data is typed by View.
type EAP struct {
	Code   EAPCode `bits:"8"`
	ID     uint8   `bits:"8"`
	Length uint16  `bits:"16,len=packet"`
	Type   EAPType `bits:"8,if=HasType"`
	Data   []byte  `bits:"*,union=Type"`
}

// EAPCode is the kind of an EAP packet.
type EAPCode uint8

// Codes.
const (
	EAPRequest  EAPCode = 1
	EAPResponse EAPCode = 2
	EAPSuccess  EAPCode = 3
	EAPFailure  EAPCode = 4
	EAPInitiate EAPCode = 5
	EAPFinish   EAPCode = 6
)

func (c EAPCode) String() string {
	return iana.NameAt([]string{"", "Request", "Response", "Success", "Failure", "Initiate", "Finish"}, c)
}

// EAPType is a method of authentication, or one of the first three types, which every peer knows, from IANA's registry.
type EAPType uint8

// Types. Those of initiate and finish are numbered differently.
const (
	EAPIdentity     EAPType = 1
	EAPNotification EAPType = 2
	EAPNak          EAPType = 3
	EAPMD5          EAPType = 4
	EAPOTP          EAPType = 5
	EAPGTC          EAPType = 6
	EAPTLS          EAPType = 13
	EAPLEAP         EAPType = 17
	EAPSIM          EAPType = 18
	EAPTTLS         EAPType = 21
	EAPAKA          EAPType = 23
	EAPPEAP         EAPType = 25
	EAPMSCHAPv2     EAPType = 26
	EAPFAST         EAPType = 43
	EAPPAX          EAPType = 46
	EAPPSK          EAPType = 47
	EAPSAKE         EAPType = 48
	EAPIKEv2        EAPType = 49
	EAPAKAPrime     EAPType = 50
	EAPGPSK         EAPType = 51
	EAPPWD          EAPType = 52
	EAPEKE          EAPType = 53
	EAPTEAP         EAPType = 55
	EAPExpanded     EAPType = 254
	EAPExperimental EAPType = 255
)

func (t EAPType) String() string {
	switch t {
	case EAPExpanded:
		return "expanded"
	case EAPExperimental:
		return "experimental"
	}
	return iana.NameAt([]string{
		1: "identity", 2: "notification", 3: "nak", 4: "MD5", 5: "OTP", 6: "GTC", 13: "TLS", 17: "LEAP", 18: "SIM", 21: "TTLS", 23: "AKA", 25: "PEAP", 26: "MSCHAPv2",
		43: "FAST", 46: "PAX", 47: "PSK", 48: "SAKE", 49: "IKEv2", 50: "AKA'", 51: "GPSK", 52: "PWD", 53: "EKE", 55: "TEAP",
	}, t)
}

// HasType reports whether the code is of a packet with a type.
func (e *EAP) HasType() bool {
	return e.Code == EAPRequest || e.Code == EAPResponse || e.Code == EAPInitiate || e.Code == EAPFinish
}

// Members gives the types of View.
func (EAP) Members(string) tags.Members {
	m := map[uint64]any{
		uint64(EAPIdentity): (*EAPText)(nil), uint64(EAPNotification): (*EAPText)(nil), uint64(EAPNak): (*EAPTypes)(nil), uint64(EAPMD5): (*EAPChallenge)(nil),
		uint64(EAPOTP): (*EAPText)(nil), uint64(EAPGTC): (*EAPText)(nil), uint64(EAPLEAP): (*EAPLeap)(nil), uint64(EAPExpanded): (*EAPVendor)(nil),
		uint64(EAPMSCHAPv2): (*EAPMSCHAP)(nil), uint64(EAPPWD): (*EAPPassword)(nil),
	}
	for _, t := range [...]EAPType{EAPTLS, EAPTTLS, EAPPEAP, EAPFAST, EAPTEAP} {
		m[uint64(t)] = (*EAPTLSData)(nil)
	}
	for _, t := range [...]EAPType{EAPSIM, EAPAKA, EAPAKAPrime} {
		m[uint64(t)] = (*EAPSIMData)(nil)
	}
	return tags.Members{Types: m}
}

// View decodes Data of requests and responses. It returns nil for other codes and types.
func (e *EAP) View() (any, error) {
	if e.Code != EAPRequest && e.Code != EAPResponse {
		return nil, nil
	}
	return codec.View(e, "Data")
}

// EAPText is text: an identity, a notification, a one-time password or token card's words. Behind a zero byte in a request for an identity there are options.
type EAPText struct {
	Text string `bits:"*"`
}

// EAPTypes are the types that the peer wants instead, RFC 3748 section 5.3.1, each an EAPType; 0 is none.
type EAPTypes struct {
	Types []byte `bits:"*"`
}

// EAPChallenge is a challenge or response of MD5, RFC 3748 section 5.4, as in CHAP.
type EAPChallenge struct {
	Size  uint8  `bits:"8,len=Value"`
	Value []byte `bits:"*"`
	Name  []byte `bits:"*"`
}

// EAPTLSData is a part of a TLS conversation, RFC 5216 section 3.1. TTLS, PEAP, FAST and TEAP begin alike and use the lower bits
// for their version. Data are TLS records, or a part of them.
type EAPTLSData struct {
	HasLength     bool   `bits:"1"`
	More          bool   `bits:"1"` // fragments
	Start         bool   `bits:"1"`
	Reserved      uint8  `bits:"2"`
	Version       uint8  `bits:"3"`
	MessageLength uint32 `bits:"32,if=HasLength"` // of all fragments, in bytes
	Data          []byte `bits:"*"`
}

// EAPLeap is Cisco's lightweight EAP.
type EAPLeap struct {
	Version  uint8  `bits:"8"`
	Reserved uint8  `bits:"8"`
	Count    uint8  `bits:"8,len=Value"`
	Value    []byte `bits:"*"`
	Name     []byte `bits:"*"`
}

// EAPMSCHAP is a packet of MS-CHAPv2, RFC 2759, in EAP. Success and failure of the peer are an opcode alone.
type EAPMSCHAP struct {
	OpCode uint8  `bits:"8"` // 1 challenge, 2 response, 3 success, 4 failure, 7 change of password
	Data   []byte `bits:"*"`
}

// EAPPassword is a packet of EAP-pwd, RFC 5931 section 3.1.
type EAPPassword struct {
	HasLength   bool   `bits:"1"`
	More        bool   `bits:"1"`
	Exchange    uint8  `bits:"6"` // 1 identity, 2 commit, 3 confirm
	TotalLength uint16 `bits:"16,if=HasLength"`
	Data        []byte `bits:"*"`
}

// EAPSIMData is a message of SIM and AKA, RFC 4186 section 8.1 and RFC 4187.
type EAPSIMData struct {
	Subtype    uint8             `bits:"8"`
	Reserved   uint16            `bits:"16"`
	Attributes []EAPSIMAttribute `bits:"*"`
}

// EAPSIMAttribute is an attribute; its length counts words of 4 bytes, with type and length.
type EAPSIMAttribute struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,len=self/4"`
	Value  []byte `bits:"*"`
}

// EAPVendor is a method that an organisation defines, RFC 3748 section 5.7. Vendor 0 is the registry of other types; its type 3 is an
// expanded nak.
type EAPVendor struct {
	Vendor uint32 `bits:"24"` // from IANA's registry of enterprises
	Type   uint32 `bits:"32"`
	Data   []byte `bits:"*"`
}

func (e *EAP) String() string {
	if !e.HasType() {
		return fmt.Sprintf("EAP %s, id %d", e.Code, e.ID)
	}
	return fmt.Sprintf("EAP %s, id %d, %s", e.Code, e.ID, e.Type)
}
