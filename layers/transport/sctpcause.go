package transport

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// SCTPCause is an error cause, RFC 9260 section 3.3.10. Length counts it without its padding. Info is typed by View.
type SCTPCause struct {
	Code    SCTPCauseCode `bits:"16"`
	Length  uint16        `bits:"16,len=Info+4"`
	Info    []byte        `bits:"*,union=Code"`
	Padding []byte        `bits:"*,pad=4"`
}

// SCTPCauseCode tells what is wrong.
type SCTPCauseCode uint16

// Cause codes, from the registry of IANA.
const (
	SCTPCauseInvalidStream          SCTPCauseCode = 1
	SCTPCauseMissingParameter       SCTPCauseCode = 2
	SCTPCauseStaleCookie            SCTPCauseCode = 3
	SCTPCauseOutOfResource          SCTPCauseCode = 4
	SCTPCauseUnresolvableAddress    SCTPCauseCode = 5
	SCTPCauseUnrecognizedChunk      SCTPCauseCode = 6
	SCTPCauseInvalidParameter       SCTPCauseCode = 7
	SCTPCauseUnrecognizedParameters SCTPCauseCode = 8
	SCTPCauseNoUserData             SCTPCauseCode = 9
	SCTPCauseCookieInShutdown       SCTPCauseCode = 10
	SCTPCauseRestartNewAddresses    SCTPCauseCode = 11
	SCTPCauseUserAbort              SCTPCauseCode = 12
	SCTPCauseProtocolViolation      SCTPCauseCode = 13
	SCTPCauseLastAddress            SCTPCauseCode = 0xa0
	SCTPCauseShortage               SCTPCauseCode = 0xa1
	SCTPCauseSourceAddress          SCTPCauseCode = 0xa2
	SCTPCauseIllegalASCONFAck       SCTPCauseCode = 0xa3
	SCTPCauseNoAuthorization        SCTPCauseCode = 0xa4
	SCTPCauseUnsupportedHMAC        SCTPCauseCode = 0x105
)

func (c SCTPCauseCode) String() string { return iana.Name(sctpCauseNames, c) }

const sctpCauseNames = "\n1 Invalid Stream Identifier\n2 Missing Mandatory Parameter\n3 Stale Cookie\n4 Out of Resource\n5 Unresolvable Address\n6 Unrecognized Chunk Type" +
	"\n7 Invalid Mandatory Parameter\n8 Unrecognized Parameters\n9 No User Data\n10 Cookie Received While Shutting Down\n11 Restart of an Association with New Addresses" +
	"\n12 User-Initiated Abort\n13 Protocol Violation\n160 Request to Delete Last Remaining IP Address\n161 Operation Refused Due to Resource Shortage\n162 Request to Delete Source IP Address" +
	"\n163 Association Aborted Due to Illegal ASCONF-ACK\n164 Request Refused - No Authorization\n261 Unsupported HMAC Identifier\n"

// View decodes Info as the code asks for; nil where there is no form for it.
func (c *SCTPCause) View() (any, error) { return codec.View(c, "Info") }

// Members gives the types of View.
func (SCTPCause) Members(string) tags.Members {
	m := map[uint64]any{
		uint64(SCTPCauseInvalidStream): (*SCTPInvalidStream)(nil), uint64(SCTPCauseMissingParameter): (*SCTPMissing)(nil), uint64(SCTPCauseUnrecognizedChunk): (*SCTPChunkCopy)(nil),
		uint64(SCTPCauseUserAbort): (*SCTPText)(nil), uint64(SCTPCauseProtocolViolation): (*SCTPText)(nil), uint64(SCTPCauseUnsupportedHMAC): (*SCTPHMACs)(nil),
		uint64(SCTPCauseStaleCookie): (*SCTPWord)(nil), uint64(SCTPCauseNoUserData): (*SCTPWord)(nil), // microseconds; a TSN
	}
	for _, c := range [...]SCTPCauseCode{
		SCTPCauseUnresolvableAddress, SCTPCauseUnrecognizedParameters, SCTPCauseRestartNewAddresses, SCTPCauseLastAddress, SCTPCauseShortage, SCTPCauseSourceAddress, SCTPCauseNoAuthorization,
	} {
		m[uint64(c)] = (*SCTPParameters)(nil)
	}
	return tags.Members{Types: m}
}

// SCTPInvalidStream is a stream that does not exist.
type SCTPInvalidStream struct {
	StreamID uint16 `bits:"16"`
	Reserved uint16 `bits:"16"`
}

// SCTPMissing are mandatory parameters that were not there.
type SCTPMissing struct {
	Count uint32              `bits:"32,count=Types"`
	Types []SCTPParameterType `bits:"*,each=16"`
}

// SCTPChunkCopy is a chunk that was not known: what is there of it.
type SCTPChunkCopy struct {
	Type   SCTPChunkType `bits:"8"`
	Flags  uint8         `bits:"8"`
	Length uint16        `bits:"16"`
	Value  []byte        `bits:"*"`
}
