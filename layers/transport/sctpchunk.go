package transport

import "encoding/binary"

// SCTPBody is what a chunk other than DATA and I-DATA has: one of the structs below, or SCTPBytes.
type SCTPBody interface{ sctpBody() }

// SCTPBytes are the bytes of a chunk without a form of its own: the cookie of COOKIE ECHO, the padding of PAD, nothing, or what is not known.
type SCTPBytes []byte

// SCTPInit is INIT and INIT ACK, RFC 9260 sections 3.3.2 and 3.3.3.
type SCTPInit struct {
	InitiateTag     uint32          `bits:"32"`
	Window          uint32          `bits:"32"` // advertised receiver window credit, bytes
	OutboundStreams uint16          `bits:"16"`
	InboundStreams  uint16          `bits:"16"`
	InitialTSN      uint32          `bits:"32"`
	Parameters      []SCTPParameter `bits:"*"`
	Rest            []byte          `bits:"*"` // what is no parameter
}

// SCTPSack is SACK, RFC 9260 section 3.3.4.
type SCTPSack struct {
	CumulativeTSN uint32    `bits:"32"`
	Window        uint32    `bits:"32"` // bytes
	GapCount      uint16    `bits:"16,count=Gaps"`
	DupCount      uint16    `bits:"16,count=Duplicates"`
	Gaps          []SCTPGap `bits:"*"`
	Duplicates    []uint32  `bits:"*,each=32"` // TSNs
}

// SCTPGap is a block of TSNs that have been received, as offsets to the cumulative TSN.
type SCTPGap struct {
	Start uint16 `bits:"16"`
	End   uint16 `bits:"16"` // the last one
}

// SCTPNRSack is NR-SACK: a SACK that tells what will not be discarded from what may be.
type SCTPNRSack struct {
	CumulativeTSN uint32    `bits:"32"`
	Window        uint32    `bits:"32"`
	GapCount      uint16    `bits:"16,count=Gaps"`
	NRGapCount    uint16    `bits:"16,count=NRGaps"`
	DupCount      uint16    `bits:"16,count=Duplicates"`
	Reserved      uint16    `bits:"16"`
	Gaps          []SCTPGap `bits:"*"`
	NRGaps        []SCTPGap `bits:"*"` // non-renegable
	Duplicates    []uint32  `bits:"*,each=32"`
}

// SCTPHeartbeat is HEARTBEAT and HEARTBEAT ACK, RFC 9260 section 3.3.5: the parameter that the sender made and gets back.
type SCTPHeartbeat struct {
	Parameters []SCTPParameter `bits:"*"`
	Rest       []byte          `bits:"*"`
}

// SCTPCauses is ABORT and ERROR, RFC 9260 sections 3.3.7 and 3.3.10.
type SCTPCauses struct {
	Causes []SCTPCause `bits:"*"`
	Rest   []byte      `bits:"*"`
}

// SCTPCumulative is SHUTDOWN, with the last TSN that was received, and ECNE and CWR, with the lowest TSN that was marked: RFC 9260 section 3.3.8 and appendix A of RFC 4960.
type SCTPCumulative struct {
	TSN uint32 `bits:"32"`
}

// SCTPAuth is AUTH, RFC 4895 section 4.1: the chunks behind it are covered by HMAC.
type SCTPAuth struct {
	SharedKeyID uint16 `bits:"16"`
	HMACID      uint16 `bits:"16"` // 1: SHA-1, 3: SHA-256
	HMAC        []byte `bits:"*"`
}

// SCTPAddressConfig is ASCONF and ASCONF-ACK, RFC 5061 section 4.1. The first parameter of an ASCONF is an address of the sender, the others have correlation identifiers.
type SCTPAddressConfig struct {
	SerialNumber uint32          `bits:"32"`
	Parameters   []SCTPParameter `bits:"*"`
	Rest         []byte          `bits:"*"`
}

// SCTPDropReport is PKTDROP: a packet that was dropped, in Packet, and why, in the flags of the chunk.
type SCTPDropReport struct {
	Bandwidth uint32 `bits:"32"` // bytes, the largest that the sender of the report takes
	OnQueue   uint32 `bits:"32"` // bytes
	Truncated uint16 `bits:"16"` // the length of the packet, if not all of it is here
	Reserved  uint16 `bits:"16"`
	Packet    []byte `bits:"*"`
}

// SCTPStreamReset is RE-CONFIG, RFC 6525 section 3.1.
type SCTPStreamReset struct {
	Parameters []SCTPParameter `bits:"*"`
	Rest       []byte          `bits:"*"`
}

// SCTPForward is FORWARD TSN, RFC 3758 section 3.2: messages up to a TSN are given up.
type SCTPForward struct {
	CumulativeTSN uint32              `bits:"32"`
	Streams       []SCTPForwardStream `bits:"*"`
}

// SCTPForwardStream is a stream that has skipped messages.
type SCTPForwardStream struct {
	StreamID  uint16 `bits:"16"`
	StreamSeq uint16 `bits:"16"` // the last one that is skipped
}

// SCTPIForward is I-FORWARD-TSN, RFC 8260 section 2.3.1.
type SCTPIForward struct {
	CumulativeTSN uint32               `bits:"32"`
	Streams       []SCTPIForwardStream `bits:"*"`
}

// SCTPIForwardStream is a stream that has skipped messages.
type SCTPIForwardStream struct {
	StreamID  uint16 `bits:"16"`
	Reserved  uint16 `bits:"15"`
	Unordered bool   `bits:"1"`
	MessageID uint32 `bits:"32"`
}

func (SCTPBytes) sctpBody()          {}
func (*SCTPInit) sctpBody()          {}
func (*SCTPSack) sctpBody()          {}
func (*SCTPNRSack) sctpBody()        {}
func (*SCTPHeartbeat) sctpBody()     {}
func (*SCTPCauses) sctpBody()        {}
func (*SCTPCumulative) sctpBody()    {}
func (*SCTPAuth) sctpBody()          {}
func (*SCTPAddressConfig) sctpBody() {}
func (*SCTPDropReport) sctpBody()    {}
func (*SCTPStreamReset) sctpBody()   {}
func (*SCTPForward) sctpBody()       {}
func (*SCTPIForward) sctpBody()      {}

// listAt is where the parameters or causes of a chunk begin, 0 if it has none.
func (t SCTPChunkType) listAt() int {
	switch t {
	case SCTPInitiation, SCTPInitAck:
		return 20
	case SCTPHeartbeatRequest, SCTPHeartbeatAck, SCTPAbort, SCTPError, SCTPReconfig:
		return 4
	case SCTPASCONF, SCTPASCONFAck:
		return 8
	}
	return 0
}

// PayloadLength is what the tags say.
func (*SCTPChunk) PayloadLength(int) (int, bool) { return 0, false }

// FixPayloadLength takes the padding of the last parameter out of the length, RFC 9260 section 3.2: it is that of the chunk.
func (*SCTPChunk) FixPayloadLength(packet []byte, _ int) error {
	at := SCTPChunkType(packet[0]).listAt()
	if at == 0 {
		return nil
	}
	for at+4 <= len(packet) {
		n := int(binary.BigEndian.Uint16(packet[at+2:]))
		if n < 4 || at+n > len(packet) {
			return nil
		}
		if at+n+3 >= len(packet) {
			binary.BigEndian.PutUint16(packet[2:], uint16(at+n))
			return nil
		}
		at += (n + 3) &^ 3
	}
	return nil
}
