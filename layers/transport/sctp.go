package transport

import (
	"fmt"
	"strconv"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// SCTP is the common header of the stream control transmission protocol, RFC 9260 section 3.1. Its payload is one or more chunks, which stand side by side in a packet.
// The checksum is that of RFC 9260 appendix A, written with its least significant byte first. The older Adler-32 of RFC 2960 is bad to it.
type SCTP struct {
	SrcPort         SCTPPort `bits:"16,flow=src"`
	DstPort         SCTPPort `bits:"16,flow=dst"`
	VerificationTag uint32   `bits:"32"`
	Checksum        uint32   `bits:"32,le,sum=crc32c:packet"`
}

// SCTPPort is a port of SCTP.
type SCTPPort uint16

func (p SCTPPort) String() string { return strconv.Itoa(int(p)) }

// NextLayer is a chunk.
func (*SCTP) NextLayer([]byte) codec.Key { return codec.Key{Table: "sctpchunk"} }

func (s *SCTP) String() string {
	return fmt.Sprintf("SCTP %d > %d, tag %#08x", s.SrcPort, s.DstPort, s.VerificationTag)
}

// SCTPChunk is one chunk of an SCTP packet, RFC 9260 section 3.2. The fields from TSN to PPID are those of DATA and I-DATA (RFC 8260 section 2.1), whose payload is user data; all other chunks have a
// Body. Length counts the chunk without its padding, which may be missing behind the last one. A message in one chunk is decoded by its payload protocol identifier, a part of one is not.
type SCTPChunk struct {
	Type      SCTPChunkType `bits:"8"`
	Flags     uint8         `bits:"8"` // of DATA: SCTPEnd and so on
	Length    uint16        `bits:"16,len=packet"`
	TSN       uint32        `bits:"32,if=Type==0||Type==64"`
	StreamID  uint16        `bits:"16,if=Type==0||Type==64"`
	StreamSeq uint16        `bits:"16,if=Type==0"`
	Reserved  uint16        `bits:"16,if=Type==64"`
	MessageID uint32        `bits:"32,if=Type==64"`
	PPID      SCTPPPID      `bits:"32,if=Type==0||Type==64,next=sctp,nextif=Flags&3==3"` // of an I-DATA that does not begin a message: the fragment sequence number
	Body      SCTPBody      `bits:"*,union=Type,if=Type!=0&&Type!=64"`
	Padding   []byte        `bits:"*,trailer,pad=4"`
}

// Flags of DATA and I-DATA, and of ABORT and SHUTDOWN COMPLETE.
const (
	SCTPEnd          uint8 = 1 // the last fragment of a message
	SCTPBegin        uint8 = 2 // the first one
	SCTPUnordered    uint8 = 4
	SCTPImmediate    uint8 = 8 // to be acknowledged at once, RFC 7053
	SCTPReflectedTag uint8 = 1 // T: the verification tag is that of the packet that is answered
)

// SCTPChunkType is the type of a chunk. Its upper two bits say what is done where it is not known: 1 in the first, it is skipped, else the packet is dropped; 1 in the second, it is reported.
type SCTPChunkType uint8

// Types of chunks, from the registry of IANA.
const (
	SCTPData             SCTPChunkType = 0
	SCTPInitiation       SCTPChunkType = 1
	SCTPInitAck          SCTPChunkType = 2
	SCTPSelectiveAck     SCTPChunkType = 3
	SCTPHeartbeatRequest SCTPChunkType = 4
	SCTPHeartbeatAck     SCTPChunkType = 5
	SCTPAbort            SCTPChunkType = 6
	SCTPShutdown         SCTPChunkType = 7
	SCTPShutdownAck      SCTPChunkType = 8
	SCTPError            SCTPChunkType = 9
	SCTPCookieEcho       SCTPChunkType = 10
	SCTPCookieAck        SCTPChunkType = 11
	SCTPECNEcho          SCTPChunkType = 12
	SCTPCWR              SCTPChunkType = 13
	SCTPShutdownComplete SCTPChunkType = 14
	SCTPAuthentication   SCTPChunkType = 15 // RFC 4895
	SCTPNRSelectiveAck   SCTPChunkType = 16 // draft-tuexen-tsvwg-sctp-nr-sack
	SCTPIData            SCTPChunkType = 64 // RFC 8260
	SCTPASCONFAck        SCTPChunkType = 128
	SCTPPacketDrop       SCTPChunkType = 129 // draft-stewart-tsvwg-sctppktdrprep
	SCTPReconfig         SCTPChunkType = 130 // RFC 6525
	SCTPPad              SCTPChunkType = 132 // RFC 4820
	SCTPForwardTSN       SCTPChunkType = 192 // RFC 3758
	SCTPASCONF           SCTPChunkType = 193 // RFC 5061
	SCTPIForwardTSN      SCTPChunkType = 194 // RFC 8260
)

func (t SCTPChunkType) String() string { return iana.Name(sctpChunkNames, t) }

const sctpChunkNames = "\n0 DATA\n1 INIT\n2 INIT ACK\n3 SACK\n4 HEARTBEAT\n5 HEARTBEAT ACK\n6 ABORT\n7 SHUTDOWN\n8 SHUTDOWN ACK\n9 ERROR\n10 COOKIE ECHO\n11 COOKIE ACK\n12 ECNE" +
	"\n13 CWR\n14 SHUTDOWN COMPLETE\n15 AUTH\n16 NR-SACK\n64 I-DATA\n128 ASCONF-ACK\n129 PKTDROP\n130 RE-CONFIG\n132 PAD\n192 FORWARD TSN\n193 ASCONF\n194 I-FORWARD-TSN\n"

// SCTPPPID is a payload protocol identifier.
type SCTPPPID uint32

// Payload protocol identifiers, from the registry of IANA.
const (
	SCTPIUA          SCTPPPID = 1
	SCTPM2UA         SCTPPPID = 2
	SCTPM3UA         SCTPPPID = 3
	SCTPSUA          SCTPPPID = 4
	SCTPM2PA         SCTPPPID = 5
	SCTPV5UA         SCTPPPID = 6
	SCTPH248         SCTPPPID = 7
	SCTPS1AP         SCTPPPID = 18
	SCTPForCESHigh   SCTPPPID = 21
	SCTPX2AP         SCTPPPID = 27
	SCTPDiameter     SCTPPPID = 46
	SCTPDiameterDTLS SCTPPPID = 47
	SCTPDCEP         SCTPPPID = 50 // WebRTC's data channel establishment protocol, RFC 8832
	SCTPWebRTCString SCTPPPID = 51
	SCTPWebRTCBinary SCTPPPID = 53
	SCTPNGAP         SCTPPPID = 60
	SCTPXnAP         SCTPPPID = 61
	SCTPF1AP         SCTPPPID = 62
)

func (p SCTPPPID) String() string { return iana.Name(sctpPPIDNames, p) }

const sctpPPIDNames = "\n0 unspecified\n1 IUA\n2 M2UA\n3 M3UA\n4 SUA\n5 M2PA\n6 V5UA\n7 H.248\n8 BICC/Q.2150.3\n9 TALI\n10 DUA\n11 ASAP\n12 ENRP\n13 H.323\n14 Q.IPC/Q.2150.3\n15 SIMCO" +
	"\n16 DDP segment\n17 DDP stream session control\n18 S1AP\n19 RUA\n20 HNBAP\n21 ForCES-HP\n22 ForCES-MP\n23 ForCES-LP\n24 SBc-AP\n25 NBAP\n26 unassigned\n27 X2AP\n28 IRCP\n29 LCS-AP" +
	"\n30 MPICH2\n31 SABP\n32 FGP\n33 PPP\n34 CALCAPP\n35 SSP\n36 NPMP-CONTROL\n37 NPMP-DATA\n38 ECHO\n39 DISCARD\n40 DAYTIME\n41 CHARGEN\n42 3GPP RNA\n43 3GPP M2AP\n44 3GPP M3AP" +
	"\n45 SSH\n46 Diameter\n47 Diameter over DTLS\n48 R14P\n49 GTPv2-C\n50 WebRTC DCEP\n51 WebRTC String\n52 WebRTC Binary Partial\n53 WebRTC Binary\n54 WebRTC String Partial" +
	"\n55 3GPP PUA\n56 WebRTC String Empty\n57 WebRTC Binary Empty\n58 3GPP XwAP\n59 3GPP Xw-Control\n60 NGAP\n61 XnAP\n62 F1AP\n63 HTTP/SCTP\n64 E1AP\n65 ELE2 Lawful Interception" +
	"\n66 NGAP over DTLS\n67 XnAP over DTLS\n68 F1AP over DTLS\n69 E1AP over DTLS\n70 E2-CP\n71 E2-UP\n72 E2-DU\n73 W1AP\n"

// Members gives the types of Body.
func (SCTPChunk) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(SCTPInitiation): (*SCTPInit)(nil), uint64(SCTPInitAck): (*SCTPInit)(nil), uint64(SCTPSelectiveAck): (*SCTPSack)(nil),
		uint64(SCTPHeartbeatRequest): (*SCTPHeartbeat)(nil), uint64(SCTPHeartbeatAck): (*SCTPHeartbeat)(nil),
		uint64(SCTPAbort): (*SCTPCauses)(nil), uint64(SCTPError): (*SCTPCauses)(nil), uint64(SCTPShutdown): (*SCTPCumulative)(nil),
		uint64(SCTPECNEcho): (*SCTPCumulative)(nil), uint64(SCTPCWR): (*SCTPCumulative)(nil), uint64(SCTPAuthentication): (*SCTPAuth)(nil),
		uint64(SCTPNRSelectiveAck): (*SCTPNRSack)(nil), uint64(SCTPASCONF): (*SCTPAddressConfig)(nil), uint64(SCTPASCONFAck): (*SCTPAddressConfig)(nil),
		uint64(SCTPPacketDrop): (*SCTPDropReport)(nil), uint64(SCTPReconfig): (*SCTPStreamReset)(nil),
		uint64(SCTPForwardTSN): (*SCTPForward)(nil), uint64(SCTPIForwardTSN): (*SCTPIForward)(nil),
	}, Raw: SCTPBytes(nil)}
}

// IsData reports whether the chunk is DATA or I-DATA, which carry user data.
func (c *SCTPChunk) IsData() bool { return c.Type == SCTPData || c.Type == SCTPIData }

// Repeats reports whether another chunk follows.
func (*SCTPChunk) Repeats(rest []byte) bool { return len(rest) >= 4 }

func (c *SCTPChunk) String() string {
	if c.IsData() {
		return fmt.Sprintf("SCTPChunk %s, TSN %d, stream %d, %s, length %d", c.Type, c.TSN, c.StreamID, c.PPID, c.Length)
	}
	return fmt.Sprintf("SCTPChunk %s, length %d", c.Type, c.Length)
}
