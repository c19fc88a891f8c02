package transport

import (
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// SCTPParameter is a parameter of INIT, INIT ACK, HEARTBEAT, RE-CONFIG, ASCONF and ASCONF-ACK, RFC 9260 section 3.2.1. Length counts it without its padding, which may be missing
// behind the last one. Value is typed by View.
type SCTPParameter struct {
	Type    SCTPParameterType `bits:"16"`
	Length  uint16            `bits:"16,len=Value+4"`
	Value   []byte            `bits:"*,union=Type"`
	Padding []byte            `bits:"*,pad=4"`
}

// SCTPParameterType is the type of a parameter.
type SCTPParameterType uint16

// Types of parameters, from the registry of IANA.
const (
	SCTPParamHeartbeatInfo       SCTPParameterType = 1
	SCTPParamIPv4                SCTPParameterType = 5
	SCTPParamIPv6                SCTPParameterType = 6
	SCTPParamStateCookie         SCTPParameterType = 7
	SCTPParamUnrecognized        SCTPParameterType = 8
	SCTPParamCookiePreservative  SCTPParameterType = 9
	SCTPParamHostName            SCTPParameterType = 11
	SCTPParamAddressTypes        SCTPParameterType = 12
	SCTPParamOutgoingReset       SCTPParameterType = 13
	SCTPParamIncomingReset       SCTPParameterType = 14
	SCTPParamTSNReset            SCTPParameterType = 15
	SCTPParamReconfigResponse    SCTPParameterType = 16
	SCTPParamAddOutgoing         SCTPParameterType = 17
	SCTPParamAddIncoming         SCTPParameterType = 18
	SCTPParamECN                 SCTPParameterType = 0x8000
	SCTPParamZeroChecksum        SCTPParameterType = 0x8001 // RFC 9653
	SCTPParamRandom              SCTPParameterType = 0x8002
	SCTPParamChunkList           SCTPParameterType = 0x8003
	SCTPParamHMACAlgorithm       SCTPParameterType = 0x8004
	SCTPParamPadding             SCTPParameterType = 0x8005
	SCTPParamSupportedExtensions SCTPParameterType = 0x8008
	SCTPParamForwardTSN          SCTPParameterType = 0xc000
	SCTPParamAddIP               SCTPParameterType = 0xc001
	SCTPParamDeleteIP            SCTPParameterType = 0xc002
	SCTPParamErrorCause          SCTPParameterType = 0xc003
	SCTPParamSetPrimary          SCTPParameterType = 0xc004
	SCTPParamSuccess             SCTPParameterType = 0xc005
	SCTPParamAdaptation          SCTPParameterType = 0xc006
)

func (t SCTPParameterType) String() string { return iana.Name(sctpParamNames, t) }

const sctpParamNames = "\n1 Heartbeat Info\n5 IPv4 Address\n6 IPv6 Address\n7 State Cookie\n8 Unrecognized Parameters\n9 Cookie Preservative\n11 Host Name Address\n12 Supported Address Types" +
	"\n13 Outgoing SSN Reset Request\n14 Incoming SSN Reset Request\n15 SSN/TSN Reset Request\n16 Re-configuration Response\n17 Add Outgoing Streams Request\n18 Add Incoming Streams Request" +
	"\n32768 ECN Capable\n32769 Zero Checksum Acceptable\n32770 Random\n32771 Chunk List\n32772 Requested HMAC Algorithm\n32773 Padding\n32776 Supported Extensions\n49152 Forward TSN Supported" +
	"\n49153 Add IP Address\n49154 Delete IP Address\n49155 Error Cause Indication\n49156 Set Primary Address\n49157 Success Indication\n49158 Adaptation Layer Indication\n"

// View decodes Value as the type asks for; nil where there is no form for it.
func (p *SCTPParameter) View() (any, error) { return codec.View(p, "Value") }

// Members gives the types of View.
func (SCTPParameter) Members(string) tags.Members {
	m := map[uint64]any{
		uint64(SCTPParamIPv4): (*SCTPIPv4)(nil), uint64(SCTPParamIPv6): (*SCTPIPv6)(nil), uint64(SCTPParamUnrecognized): (*SCTPParameters)(nil),
		uint64(SCTPParamHostName): (*SCTPText)(nil), uint64(SCTPParamAddressTypes): (*SCTPAddressTypes)(nil), uint64(SCTPParamOutgoingReset): (*SCTPOutgoingReset)(nil),
		uint64(SCTPParamIncomingReset): (*SCTPIncomingReset)(nil), uint64(SCTPParamTSNReset): (*SCTPWord)(nil), uint64(SCTPParamReconfigResponse): (*SCTPReconfigResponse)(nil),
		uint64(SCTPParamAddOutgoing): (*SCTPAddStreams)(nil), uint64(SCTPParamAddIncoming): (*SCTPAddStreams)(nil), uint64(SCTPParamHMACAlgorithm): (*SCTPHMACs)(nil),
		uint64(SCTPParamErrorCause): (*SCTPErrorIndication)(nil),
	}
	for _, t := range [...]SCTPParameterType{SCTPParamCookiePreservative, SCTPParamZeroChecksum, SCTPParamSuccess, SCTPParamAdaptation} {
		m[uint64(t)] = (*SCTPWord)(nil)
	}
	for _, t := range [...]SCTPParameterType{SCTPParamChunkList, SCTPParamSupportedExtensions} {
		m[uint64(t)] = (*SCTPChunkTypes)(nil)
	}
	for _, t := range [...]SCTPParameterType{SCTPParamAddIP, SCTPParamDeleteIP, SCTPParamSetPrimary} {
		m[uint64(t)] = (*SCTPAddressRequest)(nil)
	}
	return tags.Members{Types: m}
}

// SCTPIPv4 is an address of the sender.
type SCTPIPv4 struct {
	Addr netip.Addr `bits:"32"`
}

// SCTPIPv6 is an address of the sender.
type SCTPIPv6 struct {
	Addr netip.Addr `bits:"128"`
}

// SCTPText is a host name, with a zero byte at its end.
type SCTPText struct {
	Text string `bits:"*"`
}

// SCTPWord is a number: milliseconds of more life (cookie preservative), an error detection method (zero checksum), a request sequence number (SSN/TSN reset), a correlation
// identifier (success), an adaptation code point.
type SCTPWord struct {
	Value uint32 `bits:"32"`
}

// SCTPParameters are parameters that the sender did not know.
type SCTPParameters struct {
	List []SCTPParameter `bits:"*"`
	Rest []byte          `bits:"*"`
}

// SCTPAddressTypes are the types of addresses that the sender can use: 5 IPv4, 6 IPv6, 11 host names.
type SCTPAddressTypes struct {
	Types []SCTPParameterType `bits:"*,each=16"`
}

// SCTPChunkTypes are the chunks that have to be authenticated (chunk list), or that the sender knows (supported extensions).
type SCTPChunkTypes struct {
	Types []SCTPChunkType `bits:"*"`
}

// SCTPHMACs are the algorithms that the sender can verify, the best first: 1 SHA-1, 3 SHA-256.
type SCTPHMACs struct {
	IDs []uint16 `bits:"*,each=16"`
}

// SCTPOutgoingReset asks to reset the sender's streams, RFC 6525 section 4.1; none stands for all.
type SCTPOutgoingReset struct {
	RequestSeq  uint32   `bits:"32"`
	ResponseSeq uint32   `bits:"32"`
	LastTSN     uint32   `bits:"32"`
	Streams     []uint16 `bits:"*,each=16"`
}

// SCTPIncomingReset asks the receiver to reset its streams, RFC 6525 section 4.2; none stands for all.
type SCTPIncomingReset struct {
	RequestSeq uint32   `bits:"32"`
	Streams    []uint16 `bits:"*,each=16"`
}

// SCTPReconfigResponse answers a request, RFC 6525 section 4.4. The TSNs are there when SSNs and TSNs were reset.
type SCTPReconfigResponse struct {
	ResponseSeq uint32   `bits:"32"`
	Result      uint32   `bits:"32"`        // 0 nothing to do, 1 performed, 2 denied, 3 wrong SSN, 4 already in progress, 5 bad sequence number, 6 in progress
	NextTSNs    []uint32 `bits:"*,each=32"` // the sender's and the receiver's
}

// SCTPAddStreams asks for more streams, RFC 6525 sections 4.5 and 4.6.
type SCTPAddStreams struct {
	RequestSeq uint32 `bits:"32"`
	Streams    uint16 `bits:"16"` // how many more
	Reserved   uint16 `bits:"16"`
}

// SCTPAddressRequest adds or deletes an address or makes it the primary one, RFC 5061 section 4.2. Its parameter is the address.
type SCTPAddressRequest struct {
	CorrelationID uint32          `bits:"32"`
	Address       []SCTPParameter `bits:"*"`
	Rest          []byte          `bits:"*"`
}

// SCTPErrorIndication says which request failed, RFC 5061 section 4.2.3.
type SCTPErrorIndication struct {
	CorrelationID uint32      `bits:"32"`
	Causes        []SCTPCause `bits:"*"`
	Rest          []byte      `bits:"*"`
}
