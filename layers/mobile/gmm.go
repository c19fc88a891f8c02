package mobile

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// GMM is a message of the mobility management of GPRS, 3GPP TS 24.008 section 9.4. Capabilities of mobile stations, and parameters for authentication, are kept as bytes.
type GMM struct {
	Skip          uint8      `bits:"4"` // skip indicator: messages with another one than 0 are ignored
	Discriminator uint8      `bits:"4,const=8"`
	Type          GMMType    `bits:"8"`
	Message       GMMMessage `bits:"*,union=Type"`
}

// GMMType is the type of a message.
type GMMType uint8

// Types of messages, 3GPP TS 24.008 table 10.4.
const (
	GMMAttachRequest    GMMType = 0x01
	GMMAttachAccept     GMMType = 0x02
	GMMAttachComplete   GMMType = 0x03
	GMMAttachReject     GMMType = 0x04
	GMMDetachRequest    GMMType = 0x05
	GMMDetachAccept     GMMType = 0x06
	GMMUpdateRequest    GMMType = 0x08
	GMMUpdateAccept     GMMType = 0x09
	GMMUpdateComplete   GMMType = 0x0a
	GMMUpdateReject     GMMType = 0x0b
	GMMServiceRequest   GMMType = 0x0c
	GMMReallocation     GMMType = 0x10
	GMMAuthRequest      GMMType = 0x12
	GMMAuthResponse     GMMType = 0x13
	GMMIdentityRequest  GMMType = 0x15
	GMMIdentityResponse GMMType = 0x16
	GMMStatus           GMMType = 0x20
	GMMInformation      GMMType = 0x21
)

func (t GMMType) String() string { return iana.Name(gmmTypes, t) }

const gmmTypes = "\n1 Attach Request\n2 Attach Accept\n3 Attach Complete\n4 Attach Reject\n5 Detach Request\n6 Detach Accept\n8 Routeing Area Update Request\n9 Routeing Area Update Accept" +
	"\n10 Routeing Area Update Complete\n11 Routeing Area Update Reject\n12 Service Request\n13 Service Accept\n14 Service Reject\n16 P-TMSI Reallocation Command" +
	"\n17 P-TMSI Reallocation Complete\n18 Authentication and Ciphering Request\n19 Authentication and Ciphering Response\n20 Authentication and Ciphering Reject\n21 Identity Request" +
	"\n22 Identity Response\n28 Authentication and Ciphering Failure\n32 GMM Status\n33 GMM Information\n"

// GMMMessage is what a message says: *[GMMAttach], *[GMMAttached], *[GMMRefusal], *[GMMDetach], *[GMMUpdate], *[GMMUpdated], *[GMMUpdateRefusal], *[GMMService], *[GMMAllocation],
// *[GMMChallenge], *[GMMResponse], *[GMMAsk], *[GMMAnswer], *[GMMElements] or [GMMRaw].
type GMMMessage interface{ elements() []GMMIE }

type (
	// GMMAttach asks for service: Attach Request.
	GMMAttach struct {
		NetworkLength  uint8      `bits:"8,len=Network"`
		Network        []byte     `bits:"*"` // network capability of the mobile station
		CKSN           uint8      `bits:"4"` // ciphering key sequence number, 7 none
		AttachType     uint8      `bits:"4"` // 1 GPRS, 2 and 3 combined, 4 emergency; 8 is added if a request follows
		DRX            uint16     `bits:"16"`
		IdentityLength uint8      `bits:"8,len=Identity"`
		Identity       L3Identity `bits:"*"` // IMSI or P-TMSI
		Area           L3Area     `bits:"*"` // the old one
		RadioLength    uint8      `bits:"8,len=Radio"`
		Radio          []byte     `bits:"*"` // radio access capability
		IEs            []GMMIE    `bits:"*"`
		Rest           []byte     `bits:"*"`
	}
	// GMMAttached grants it: Attach Accept.
	GMMAttached struct {
		Standby      uint8   `bits:"4"` // force to standby
		Result       uint8   `bits:"4"` // 1 GPRS, 3 combined
		Timer        uint8   `bits:"8"` // of periodic updates: a unit in three bits, a number in five
		PriorityTOM8 uint8   `bits:"4"`
		PrioritySMS  uint8   `bits:"4"`
		Area         L3Area  `bits:"*"`
		IEs          []GMMIE `bits:"*"`
		Rest         []byte  `bits:"*"`
	}
	// GMMRefusal has a cause: Attach Reject, Service Reject, Authentication and Ciphering Failure, GMM Status.
	GMMRefusal struct {
		Cause GMMCause `bits:"8"`
		IEs   []GMMIE  `bits:"*"`
		Rest  []byte   `bits:"*"`
	}
	// GMMDetach ends service: Detach Request.
	GMMDetach struct {
		Standby    uint8   `bits:"4"` // of the network: force to standby
		DetachType uint8   `bits:"4"` // 8 is added if the power is off
		IEs        []GMMIE `bits:"*"`
		Rest       []byte  `bits:"*"`
	}
	// GMMUpdate tells a new area: Routeing Area Update Request.
	GMMUpdate struct {
		CKSN        uint8   `bits:"4"`
		UpdateType  uint8   `bits:"4"` // 0 of an area, 1 and 2 combined, 3 periodic; 8 is added if a request follows
		Area        L3Area  `bits:"*"` // the old one
		RadioLength uint8   `bits:"8,len=Radio"`
		Radio       []byte  `bits:"*"`
		IEs         []GMMIE `bits:"*"`
		Rest        []byte  `bits:"*"`
	}
	// GMMUpdated accepts it: Routeing Area Update Accept.
	GMMUpdated struct {
		Result  uint8   `bits:"4"` // 0 of an area, 1 combined
		Standby uint8   `bits:"4"`
		Timer   uint8   `bits:"8"`
		Area    L3Area  `bits:"*"`
		IEs     []GMMIE `bits:"*"`
		Rest    []byte  `bits:"*"`
	}
	// GMMUpdateRefusal refuses it: Routeing Area Update Reject.
	GMMUpdateRefusal struct {
		Cause   GMMCause `bits:"8"`
		Spare   uint8    `bits:"4"`
		Standby uint8    `bits:"4"`
		IEs     []GMMIE  `bits:"*"`
		Rest    []byte   `bits:"*"`
	}
	// GMMService asks for a connection: Service Request.
	GMMService struct {
		Service        uint8      `bits:"4"` // 0 signalling, 1 data, 2 paging response
		CKSN           uint8      `bits:"4"`
		IdentityLength uint8      `bits:"8,len=Identity"`
		Identity       L3Identity `bits:"*"`
		IEs            []GMMIE    `bits:"*"`
		Rest           []byte     `bits:"*"`
	}
	// GMMAllocation gives an identity: P-TMSI Reallocation Command.
	GMMAllocation struct {
		IdentityLength uint8      `bits:"8,len=Identity"`
		Identity       L3Identity `bits:"*"`
		Area           L3Area     `bits:"*"`
		Spare          uint8      `bits:"4"`
		Standby        uint8      `bits:"4"`
		IEs            []GMMIE    `bits:"*"`
		Rest           []byte     `bits:"*"`
	}
	// GMMChallenge asks for a proof: Authentication and Ciphering Request.
	GMMChallenge struct {
		IMEISV    uint8   `bits:"4"` // 1: that is to be told
		Algorithm uint8   `bits:"4"` // GEA number, 0 no ciphering
		Reference uint8   `bits:"4"`
		Standby   uint8   `bits:"4"`
		IEs       []GMMIE `bits:"*"`
		Rest      []byte  `bits:"*"`
	}
	// GMMResponse gives it: Authentication and Ciphering Response.
	GMMResponse struct {
		Spare     uint8   `bits:"4"`
		Reference uint8   `bits:"4"`
		IEs       []GMMIE `bits:"*"`
		Rest      []byte  `bits:"*"`
	}
	// GMMAsk asks who it is: Identity Request.
	GMMAsk struct {
		Standby      uint8          `bits:"4"`
		Spare        uint8          `bits:"1"`
		IdentityType L3IdentityType `bits:"3"`
	}
	// GMMAnswer says it: Identity Response.
	GMMAnswer struct {
		IdentityLength uint8      `bits:"8,len=Identity"`
		Identity       L3Identity `bits:"*"`
	}
	// GMMElements has nothing but information elements: Attach Complete, Routeing Area Update Complete, Service Accept, P-TMSI Reallocation Complete, Authentication and Ciphering
	// Reject, GMM Information.
	GMMElements struct {
		IEs  []GMMIE `bits:"*"`
		Rest []byte  `bits:"*"`
	}
	// GMMRaw is another message.
	GMMRaw []byte
)

func (m *GMMAttach) elements() []GMMIE        { return m.IEs }
func (m *GMMAttached) elements() []GMMIE      { return m.IEs }
func (m *GMMRefusal) elements() []GMMIE       { return m.IEs }
func (m *GMMDetach) elements() []GMMIE        { return m.IEs }
func (m *GMMUpdate) elements() []GMMIE        { return m.IEs }
func (m *GMMUpdated) elements() []GMMIE       { return m.IEs }
func (m *GMMUpdateRefusal) elements() []GMMIE { return m.IEs }
func (m *GMMService) elements() []GMMIE       { return m.IEs }
func (m *GMMAllocation) elements() []GMMIE    { return m.IEs }
func (m *GMMChallenge) elements() []GMMIE     { return m.IEs }
func (m *GMMResponse) elements() []GMMIE      { return m.IEs }
func (*GMMAsk) elements() []GMMIE             { return nil }
func (*GMMAnswer) elements() []GMMIE          { return nil }
func (m *GMMElements) elements() []GMMIE      { return m.IEs }
func (GMMRaw) elements() []GMMIE              { return nil }

// Members gives the messages.
func (GMM) Members(string) tags.Members {
	m := map[uint64]any{
		uint64(GMMAttachRequest): (*GMMAttach)(nil), uint64(GMMAttachAccept): (*GMMAttached)(nil), uint64(GMMDetachRequest): (*GMMDetach)(nil), uint64(GMMUpdateRequest): (*GMMUpdate)(nil),
		uint64(GMMUpdateAccept): (*GMMUpdated)(nil), uint64(GMMUpdateReject): (*GMMUpdateRefusal)(nil), uint64(GMMServiceRequest): (*GMMService)(nil), uint64(GMMReallocation): (*GMMAllocation)(nil),
		uint64(GMMAuthRequest): (*GMMChallenge)(nil), uint64(GMMAuthResponse): (*GMMResponse)(nil), uint64(GMMIdentityRequest): (*GMMAsk)(nil), uint64(GMMIdentityResponse): (*GMMAnswer)(nil),
	}
	for _, t := range [...]GMMType{GMMAttachReject, 0x0e, 0x1c, GMMStatus} {
		m[uint64(t)] = (*GMMRefusal)(nil)
	}
	for _, t := range [...]GMMType{GMMAttachComplete, GMMUpdateComplete, 0x0d, 0x11, 0x14, GMMInformation} {
		m[uint64(t)] = (*GMMElements)(nil)
	}
	return tags.Members{Types: m, Raw: GMMRaw(nil)}
}

// Recognizes looks at the protocol discriminator.
func (*GMM) Recognizes(data []byte) bool { return len(data) > 1 && data[0]&15 == 8 }

// IE is the first optional information element of a type, nil if there is none; of types from 0x80 on, the lower four bits do not count.
func (g *GMM) IE(t GMMIEType) *GMMIE {
	if g.Message == nil {
		return nil
	}
	all := g.Message.elements()
	for i := range all {
		if all[i].Type.kind() == t.kind() {
			return &all[i]
		}
	}
	return nil
}

func (g *GMM) String() string { return "GMM " + g.Type.String() }

// GMMIE is an optional information element of a message, 3GPP TS 24.007 section 11.2.4 and 3GPP TS 24.008 section 9.4. One of a type from 0x80 on is a byte, whose lower four bits
// are its value. A few have a length that type and message say.
type GMMIE struct {
	Type  GMMIEType
	Value []byte
}

// GMMIEType is the identifier of an information element.
type GMMIEType uint8

// Identifiers of information elements.
const (
	GMMOldArea   GMMIEType = 0x14 // location area identification
	GMMReady     GMMIEType = 0x17 // READY timer
	GMMPTMSI     GMMIEType = 0x18
	GMMSignature GMMIEType = 0x19 // of a P-TMSI
	GMMRAND      GMMIEType = 0x21
	GMMSRES      GMMIEType = 0x22
	GMMIdentity  GMMIEType = 0x23
	GMMCauseIE   GMMIEType = 0x25
	GMMDRX       GMMIEType = 0x27
	GMMAUTN      GMMIEType = 0x28
	GMMContexts  GMMIEType = 0x32 // status of PDP contexts
	GMMZone      GMMIEType = 0x46 // local time zone
	GMMTime      GMMIEType = 0x47 // universal time and time zone
)

func (t GMMIEType) String() string {
	return iana.Name("\n17 Mobile Station Classmark 2\n20 Old Location Area Identification\n23 READY Timer\n24 Allocated P-TMSI\n25 P-TMSI Signature\n32 Mobile Station Classmark 3\n33 Authentication Parameter RAND"+
		"\n34 Authentication Parameter SRES\n35 Mobile Identity\n37 GMM Cause\n39 DRX Parameter\n40 Authentication Parameter AUTN\n41 Authentication Response Extension\n42 T3302\n48 Authentication Failure Parameter"+
		"\n49 MS Network Capability\n50 PDP Context Status\n51 PS LCS Capability\n53 MBMS Context Status\n55 T3319\n56 T3323\n57 T3312 Extended\n58 T3346\n64 Supported Codecs\n67 Full Network Name"+
		"\n69 Short Network Name\n70 Local Time Zone\n71 Universal Time and Time Zone\n73 Network Daylight Saving Time\n74 Equivalent PLMNs\n88 UE Network Capability\n93 Voice Domain Preference\n", t)
}

// kind is the type without a value.
func (t GMMIEType) kind() GMMIEType {
	if t >= l3Byte {
		return t & 0xf0
	}
	return t
}

// fixed is the length of the value of an element without a length in a message, -1 of others.
func (t GMMIEType) fixed(in GMMType) int {
	switch t {
	case GMMOldArea:
		return 5
	case GMMReady, GMMCauseIE, GMMZone:
		return 1
	case GMMSignature:
		if in != GMMDetachRequest {
			return 3
		}
	case GMMRAND:
		return 16
	case GMMSRES:
		return 4
	case GMMDRX:
		if in != GMMAttachComplete && in != GMMUpdateComplete { // there it is a container for the handover
			return 2
		}
	case GMMTime:
		return 7
	}
	return -1
}

// gmmType is the type of the message that begins at at.
func gmmType(layer []byte, at int) GMMType {
	if len(layer) < at+2 {
		return 0
	}
	return GMMType(layer[at+1])
}

// DecodeField reads an element.
func (e *GMMIE) DecodeField(layer []byte, at int) (int, error) {
	*e = GMMIE{}
	b := layer[at:]
	if len(b) == 0 {
		return 1, codec.ErrTruncated
	}
	t := GMMIEType(b[0])
	v, n, err := readL3(b, t.fixed(gmmType(layer, 0)))
	if err == nil {
		*e = GMMIE{t, v}
	}
	return n, err
}

// AppendField writes an element.
func (e GMMIE) AppendField(dst []byte, start int, _ codec.Derive) ([]byte, error) {
	return appendL3(dst, byte(e.Type), e.Value, e.Type.fixed(gmmType(dst, start)))
}

// Uint is the value as a number, of elements of up to 8 bytes.
func (e GMMIE) Uint() uint64 { return number(e.Value) }

// Identity is the value of a mobile identity or a P-TMSI.
func (e GMMIE) Identity() (*L3Identity, error) { return decoded(e.Value, new(L3Identity)) }

// GMMCause is why something is refused, 3GPP TS 24.008 section 10.5.5.14.
type GMMCause uint8

func (c GMMCause) String() string {
	return iana.Name("\n2 IMSI unknown in HLR\n3 illegal MS\n5 IMEI not accepted\n6 illegal ME\n7 GPRS services not allowed\n8 GPRS and other services not allowed\n9 MS identity cannot be derived by the network"+
		"\n10 implicitly detached\n11 PLMN not allowed\n12 location area not allowed\n13 roaming not allowed in this location area\n14 GPRS services not allowed in this PLMN"+
		"\n15 no suitable cells in location area\n16 MSC temporarily not reachable\n17 network failure\n20 MAC failure\n21 synch failure\n22 congestion\n23 GSM authentication unacceptable"+
		"\n25 not authorized for this CSG\n28 SMS provided by GPRS in this routeing area\n40 no PDP context activated\n95 semantically incorrect message\n96 invalid mandatory information"+
		"\n97 message type unknown\n98 message type not compatible with the state\n99 information element unknown\n100 conditional IE error\n101 message not compatible with the state"+
		"\n111 protocol error, unspecified\n", c)
}
