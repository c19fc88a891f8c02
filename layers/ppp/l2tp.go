package ppp

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// L2TP is the header of the layer two tunneling protocol, RFC 2661 section 3.1, of data, which is PPP, and of control messages, which
// are attributes. A control message without attributes only acknowledges.
type L2TP struct {
	Control    bool      `bits:"1"` // T
	HasLength  bool      `bits:"1"` // L
	Reserved1  uint8     `bits:"2"`
	HasSeq     bool      `bits:"1"` // S
	Reserved2  uint8     `bits:"1"`
	HasOffset  bool      `bits:"1"` // O
	Priority   bool      `bits:"1"` // P
	Reserved3  uint8     `bits:"4"`
	Version    uint8     `bits:"4,default=2"`
	Length     uint16    `bits:"16,if=HasLength,len=packet"`
	TunnelID   uint16    `bits:"16"`
	SessionID  uint16    `bits:"16"`
	Ns         uint16    `bits:"16,if=HasSeq"`
	Nr         uint16    `bits:"16,if=HasSeq"`
	OffsetSize uint16    `bits:"16,if=HasOffset,len=OffsetPad"`
	OffsetPad  []byte    `bits:"*,if=HasOffset"`
	AVPs       []L2TPAVP `bits:"*,if=Control"`
	Rest       []byte    `bits:"*,if=Control"` // what is no attribute
}

// Err tells whether a control message has not the two bits that it must have, or has one that it must not: RFC 2661 section 3.1.
func (l *L2TP) Err() error {
	if l.Control && (!l.HasLength || !l.HasSeq || l.HasOffset || l.Priority) {
		return codec.ErrConst
	}
	return nil
}

// L2TPAVP is an attribute of a control message; its length counts the whole of it. Value is typed by View, unless it is hidden.
type L2TPAVP struct {
	Mandatory bool        `bits:"1"`
	Hidden    bool        `bits:"1"` // the value is encrypted
	Reserved  uint8       `bits:"4"`
	Length    uint16      `bits:"10,len=self"`
	Type      L2TPAVPType `bits:"32"`
	Value     []byte      `bits:"*,union=Type"`
}

// L2TPAVPType is a vendor's number, 0 for IETF's attributes, in the upper 16 bits, and the number of an attribute.
type L2TPAVPType uint32

// Attributes of RFC 2661 and RFC 3931.
const (
	L2TPMessageType            L2TPAVPType = 0
	L2TPResultCode             L2TPAVPType = 1
	L2TPProtocolVersion        L2TPAVPType = 2
	L2TPFramingCapabilities    L2TPAVPType = 3
	L2TPBearerCapabilities     L2TPAVPType = 4
	L2TPTieBreaker             L2TPAVPType = 5
	L2TPFirmwareRevision       L2TPAVPType = 6
	L2TPHostName               L2TPAVPType = 7
	L2TPVendorName             L2TPAVPType = 8
	L2TPAssignedTunnelID       L2TPAVPType = 9
	L2TPReceiveWindow          L2TPAVPType = 10
	L2TPChallenge              L2TPAVPType = 11
	L2TPQ931Cause              L2TPAVPType = 12
	L2TPChallengeResponse      L2TPAVPType = 13
	L2TPAssignedSessionID      L2TPAVPType = 14
	L2TPCallSerialNumber       L2TPAVPType = 15
	L2TPMinimumBPS             L2TPAVPType = 16
	L2TPMaximumBPS             L2TPAVPType = 17
	L2TPBearerType             L2TPAVPType = 18
	L2TPFramingType            L2TPAVPType = 19
	L2TPCalledNumber           L2TPAVPType = 21
	L2TPCallingNumber          L2TPAVPType = 22
	L2TPSubAddress             L2TPAVPType = 23
	L2TPTxConnectSpeed         L2TPAVPType = 24
	L2TPPhysicalChannel        L2TPAVPType = 25
	L2TPInitialLCPRequest      L2TPAVPType = 26
	L2TPLastSentLCPRequest     L2TPAVPType = 27
	L2TPLastReceivedLCPRequest L2TPAVPType = 28
	L2TPProxyAuthenType        L2TPAVPType = 29
	L2TPProxyAuthenName        L2TPAVPType = 30
	L2TPProxyAuthenChallenge   L2TPAVPType = 31
	L2TPProxyAuthenID          L2TPAVPType = 32
	L2TPProxyAuthenResponse    L2TPAVPType = 33
	L2TPCallErrors             L2TPAVPType = 34
	L2TPACCM                   L2TPAVPType = 35
	L2TPRandomVector           L2TPAVPType = 36
	L2TPPrivateGroupID         L2TPAVPType = 37
	L2TPRxConnectSpeed         L2TPAVPType = 38
	L2TPSequencingRequired     L2TPAVPType = 39
	L2TPMessageDigest          L2TPAVPType = 59
	L2TPRouterID               L2TPAVPType = 60
	L2TPAssignedConnectionID   L2TPAVPType = 61
	L2TPPseudowireCapabilities L2TPAVPType = 62
	L2TPLocalSessionID         L2TPAVPType = 63
	L2TPRemoteSessionID        L2TPAVPType = 64
	L2TPAssignedCookie         L2TPAVPType = 65
	L2TPRemoteEndID            L2TPAVPType = 66
	L2TPPseudowireType         L2TPAVPType = 68
	L2TPL2SpecificSublayer     L2TPAVPType = 69
	L2TPDataSequencing         L2TPAVPType = 70
	L2TPCircuitStatus          L2TPAVPType = 71
	L2TPPreferredLanguage      L2TPAVPType = 72
	L2TPControlAuthNonce       L2TPAVPType = 73
	L2TPTxConnectSpeedBPS      L2TPAVPType = 74
	L2TPRxConnectSpeedBPS      L2TPAVPType = 75
)

// Vendor is the number of an enterprise, 0 for IETF's.
func (t L2TPAVPType) Vendor() uint16 { return uint16(t >> 16) }

// Number is the number that the vendor gave.
func (t L2TPAVPType) Number() uint16 { return uint16(t) }

func (t L2TPAVPType) String() string {
	if t.Vendor() != 0 {
		return fmt.Sprintf("%d/%d", t.Vendor(), t.Number())
	}
	return iana.NameAt([]string{
		0: "message type", 1: "result code", 2: "protocol version", 3: "framing capabilities", 4: "bearer capabilities", 5: "tie breaker", 6: "firmware revision", 7: "host name",
		8: "vendor name", 9: "assigned tunnel id", 10: "receive window size", 11: "challenge", 12: "q.931 cause", 13: "challenge response", 14: "assigned session id",
		15: "call serial number", 16: "minimum bps", 17: "maximum bps", 18: "bearer type", 19: "framing type", 21: "called number", 22: "calling number", 23: "sub-address",
		24: "tx connect speed", 25: "physical channel id", 26: "initial received lcp confreq", 27: "last sent lcp confreq", 28: "last received lcp confreq", 29: "proxy authen type",
		30: "proxy authen name", 31: "proxy authen challenge", 32: "proxy authen id", 33: "proxy authen response", 34: "call errors", 35: "accm", 36: "random vector",
		37: "private group id", 38: "rx connect speed", 39: "sequencing required", 59: "message digest", 60: "router id", 61: "assigned control connection id",
		62: "pseudowire capabilities", 63: "local session id", 64: "remote session id", 65: "assigned cookie", 66: "remote end id", 68: "pseudowire type",
		69: "l2-specific sublayer", 70: "data sequencing", 71: "circuit status", 72: "preferred language", 73: "control message authentication nonce",
		74: "tx connect speed", 75: "rx connect speed",
	}, t)
}

// L2TPMessage is the kind of a control message.
type L2TPMessage uint16

// Kinds of control messages.
const (
	L2TPSCCRQ   L2TPMessage = 1 // start control connection request
	L2TPSCCRP   L2TPMessage = 2
	L2TPSCCCN   L2TPMessage = 3
	L2TPStopCCN L2TPMessage = 4
	L2TPHello   L2TPMessage = 6
	L2TPOCRQ    L2TPMessage = 7 // outgoing call request
	L2TPOCRP    L2TPMessage = 8
	L2TPOCCN    L2TPMessage = 9
	L2TPICRQ    L2TPMessage = 10 // incoming call request
	L2TPICRP    L2TPMessage = 11
	L2TPICCN    L2TPMessage = 12
	L2TPCDN     L2TPMessage = 14 // call disconnect
	L2TPWEN     L2TPMessage = 15 // wan error
	L2TPSLI     L2TPMessage = 16 // set link info
	L2TPACK     L2TPMessage = 20 // explicit acknowledgement
)

func (m L2TPMessage) String() string {
	return iana.NameAt([]string{
		1: "SCCRQ", 2: "SCCRP", 3: "SCCCN", 4: "StopCCN", 6: "Hello", 7: "OCRQ", 8: "OCRP", 9: "OCCN", 10: "ICRQ", 11: "ICRP", 12: "ICCN", 14: "CDN", 15: "WEN", 16: "SLI", 20: "ACK",
	}, uint32(m))
}

// Members gives the types of View.
func (L2TPAVP) Members(string) tags.Members {
	m := map[uint64]any{
		uint64(L2TPMessageType): (*L2TPKind)(nil), uint64(L2TPResultCode): (*L2TPResult)(nil), uint64(L2TPProtocolVersion): (*L2TPRevision)(nil),
		uint64(L2TPQ931Cause): (*L2TPCause)(nil), uint64(L2TPCallErrors): (*L2TPErrors)(nil), uint64(L2TPACCM): (*L2TPCharacterMap)(nil),
		uint64(L2TPTieBreaker): (*L2TPLong)(nil), uint64(L2TPTxConnectSpeedBPS): (*L2TPLong)(nil), uint64(L2TPRxConnectSpeedBPS): (*L2TPLong)(nil),
		uint64(L2TPPseudowireCapabilities): (*L2TPPseudowires)(nil),
	}
	for _, t := range [...]L2TPAVPType{
		L2TPFirmwareRevision, L2TPAssignedTunnelID, L2TPReceiveWindow, L2TPAssignedSessionID, L2TPProxyAuthenType, L2TPProxyAuthenID, L2TPPseudowireType,
		L2TPL2SpecificSublayer, L2TPDataSequencing, L2TPCircuitStatus,
	} {
		m[uint64(t)] = (*L2TPShort)(nil)
	}
	for _, t := range [...]L2TPAVPType{
		L2TPFramingCapabilities, L2TPBearerCapabilities, L2TPCallSerialNumber, L2TPMinimumBPS, L2TPMaximumBPS, L2TPBearerType, L2TPFramingType, L2TPTxConnectSpeed,
		L2TPPhysicalChannel, L2TPRxConnectSpeed, L2TPRouterID, L2TPAssignedConnectionID, L2TPLocalSessionID, L2TPRemoteSessionID,
	} {
		m[uint64(t)] = (*L2TPWord)(nil)
	}
	for _, t := range [...]L2TPAVPType{L2TPHostName, L2TPVendorName, L2TPCalledNumber, L2TPCallingNumber, L2TPSubAddress, L2TPProxyAuthenName, L2TPPreferredLanguage} {
		m[uint64(t)] = (*L2TPText)(nil)
	}
	return tags.Members{Types: m}
}

// View decodes Value. It returns nil for hidden ones, for those of vendors and for those that are opaque bytes.
func (a *L2TPAVP) View() (any, error) {
	if a.Hidden {
		return nil, nil
	}
	return codec.View(a, "Value")
}

// Recognizes asks for the version.
func (*L2TP) Recognizes(data []byte) bool { return len(data) >= 6 && data[1]&15 == 2 }

// NextLayer is PPP, in data.
func (l *L2TP) NextLayer([]byte) codec.Key {
	if l.Control {
		return codec.Key{}
	}
	return frame
}

// Message is the kind of a control message, 0 if it has no attributes.
func (l *L2TP) Message() L2TPMessage { return message(l.AVPs) }

func message(avps []L2TPAVP) L2TPMessage {
	if len(avps) > 0 && avps[0].Type == L2TPMessageType && len(avps[0].Value) == 2 {
		return L2TPMessage(avps[0].Value[0])<<8 | L2TPMessage(avps[0].Value[1])
	}
	return 0
}

func (l *L2TP) String() string {
	if l.Control {
		return fmt.Sprintf("L2TP tunnel %d, session %d, %s", l.TunnelID, l.SessionID, l.Message())
	}
	return fmt.Sprintf("L2TP tunnel %d, session %d", l.TunnelID, l.SessionID)
}
