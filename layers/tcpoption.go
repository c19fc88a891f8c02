package layers

import (
	"math"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// TCPOption is one option of a TCP header, RFC 9293 section 3.2. The kinds 0 and 1
// are a single byte. Data holds the bytes: View decodes them on demand, so that decoding a
// header allocates nothing for it.
type TCPOption struct {
	Kind   TCPOptionKind `bits:"8"`
	Length uint8         `bits:"8,if=Kind>1,len=self"`
	Data   []byte        `bits:"*,if=Kind>1,union=Kind"`
}

// TCPOptionKind is the kind of an option, from IANA's registry of TCP parameters.
type TCPOptionKind uint8

// Kinds of TCP options.
const (
	TCPOptionEnd           TCPOptionKind = 0
	TCPOptionNOP           TCPOptionKind = 1
	TCPOptionMSS           TCPOptionKind = 2
	TCPOptionWindowScale   TCPOptionKind = 3  // RFC 7323
	TCPOptionSACKPermitted TCPOptionKind = 4  // RFC 2018
	TCPOptionSACK          TCPOptionKind = 5  // RFC 2018
	TCPOptionEcho          TCPOptionKind = 6  // RFC 1072
	TCPOptionEchoReply     TCPOptionKind = 7  // RFC 1072
	TCPOptionTimestamps    TCPOptionKind = 8  // RFC 7323
	TCPOptionPartialOrder  TCPOptionKind = 9  // RFC 1693, permitted
	TCPOptionPartialProf   TCPOptionKind = 10 // RFC 1693, service profile
	TCPOptionCC            TCPOptionKind = 11 // RFC 1644
	TCPOptionCCNew         TCPOptionKind = 12
	TCPOptionCCEcho        TCPOptionKind = 13
	TCPOptionAltSum        TCPOptionKind = 14 // RFC 1146, request
	TCPOptionAltSumData    TCPOptionKind = 15
	TCPOptionMD5           TCPOptionKind = 19 // RFC 2385
	TCPOptionSCPS          TCPOptionKind = 20
	TCPOptionQuickStart    TCPOptionKind = 27 // RFC 4782
	TCPOptionUserTimeout   TCPOptionKind = 28 // RFC 5482
	TCPOptionAO            TCPOptionKind = 29 // RFC 5925
	TCPOptionMPTCP         TCPOptionKind = 30 // RFC 8684
	TCPOptionFastOpen      TCPOptionKind = 34 // RFC 7413
	TCPOptionENO           TCPOptionKind = 69 // RFC 8547
	TCPOptionAccECN0       TCPOptionKind = 172
	TCPOptionAccECN1       TCPOptionKind = 174
	TCPOptionExperiment1   TCPOptionKind = 253 // RFC 6994
	TCPOptionExperiment2   TCPOptionKind = 254
)

var tcpOptionNames = [...]string{
	0: "End", 1: "NOP", 2: "MSS", 3: "WindowScale", 4: "SACKPermitted", 5: "SACK", 6: "Echo", 7: "EchoReply", 8: "Timestamps",
	9: "PartialOrderPermitted", 10: "PartialOrderProfile", 11: "CC", 12: "CC.NEW", 13: "CC.ECHO", 14: "AltChecksum", 15: "AltChecksumData",
	19: "MD5", 20: "SCPS", 27: "QuickStart", 28: "UserTimeout", 29: "AO", 30: "MPTCP", 34: "FastOpen", 69: "ENO",
	172: "AccECN0", 174: "AccECN1", 253: "Experiment1", 254: "Experiment2",
}

// String gives the name, or the number.
func (k TCPOptionKind) String() string { return iana.NameAt(tcpOptionNames[:], k) }

// Members gives the types of View.
func (TCPOption) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(TCPOptionMSS):           (*TCPMSS)(nil),
		uint64(TCPOptionWindowScale):   (*TCPWindowScale)(nil),
		uint64(TCPOptionSACKPermitted): (*TCPSACKPermitted)(nil),
		uint64(TCPOptionSACK):          (*TCPSACK)(nil),
		uint64(TCPOptionEcho):          (*TCPEcho)(nil),
		uint64(TCPOptionEchoReply):     (*TCPEcho)(nil),
		uint64(TCPOptionTimestamps):    (*TCPTimestamps)(nil),
		uint64(TCPOptionCC):            (*TCPConnectionCount)(nil),
		uint64(TCPOptionCCNew):         (*TCPConnectionCount)(nil),
		uint64(TCPOptionCCEcho):        (*TCPConnectionCount)(nil),
		uint64(TCPOptionMD5):           (*TCPMD5)(nil),
		uint64(TCPOptionQuickStart):    (*TCPQuickStart)(nil),
		uint64(TCPOptionUserTimeout):   (*TCPUserTimeout)(nil),
		uint64(TCPOptionAO):            (*TCPAO)(nil),
		uint64(TCPOptionMPTCP):         (*MPTCP)(nil),
		uint64(TCPOptionFastOpen):      (*TCPFastOpen)(nil),
		uint64(TCPOptionExperiment1):   (*TCPExperiment)(nil),
		uint64(TCPOptionExperiment2):   (*TCPExperiment)(nil),
	}}
}

// View decodes Data as what the kind asks for, such as [*TCPTimestamps]. It returns nil
// where Data has no structure that is known here.
func (o *TCPOption) View() (any, error) { return codec.View(o, "Data") }

// NewTCPOption returns an option of a kind with the contents of v, a struct that View
// returns for that kind, or a []byte.
func NewTCPOption(k TCPOptionKind, v any) (TCPOption, error) {
	b, err := contents(v, math.MaxUint8-2)
	return TCPOption{Kind: k, Length: uint8(len(b) + 2), Data: b}, err
}

// TCPMSS is the contents of the maximum segment size option, RFC 9293 section 3.7.1.
type TCPMSS struct {
	MSS uint16 `bits:"16"` // bytes
}

// TCPWindowScale is the contents of the window scale option, RFC 7323 section 2.2.
type TCPWindowScale struct {
	Shift uint8 `bits:"8"` // windows count units of 2^Shift bytes, at most 2^14
}

// TCPSACKPermitted is the contents of the SACK-permitted option, RFC 2018 section
// 2: none.
type TCPSACKPermitted struct{}

// TCPSACK is the contents of the selective acknowledgement option, RFC 2018 section 3.
type TCPSACK struct {
	Blocks []SACKBlock `bits:"*"`
}

// Err tells whether there is no block, or one more than an option has space for.
func (s *TCPSACK) Err() error {
	if n := len(s.Blocks); n == 0 || n > 4 {
		return codec.ErrCount
	}
	return nil
}

// SACKBlock is a range of sequence numbers that has been received: Left is the
// first, Right the one behind the last.
type SACKBlock struct {
	Left  uint32 `bits:"32"`
	Right uint32 `bits:"32"`
}

// TCPEcho is the contents of the echo options of RFC 1072.
type TCPEcho struct {
	Info uint32 `bits:"32"`
}

// TCPTimestamps is the contents of the timestamps option, RFC 7323 section 3.2.
type TCPTimestamps struct {
	Value uint32 `bits:"32"` // the sender's clock
	Echo  uint32 `bits:"32"` // the last value received, valid in segments with ACK
}

// TCPConnectionCount is the contents of the T/TCP options, RFC 1644.
type TCPConnectionCount struct {
	Count uint32 `bits:"32"`
}

// TCPMD5 is the contents of the MD5 signature option, RFC 2385.
type TCPMD5 struct {
	Digest [16]byte `bits:"128"`
}

// TCPQuickStart is the contents of the quick-start response option, RFC 4782 section 3.2.
type TCPQuickStart struct {
	Reserved  uint8  `bits:"4"`
	Rate      uint8  `bits:"4"`
	TTLDiff   uint8  `bits:"8"`
	Nonce     uint32 `bits:"30"`
	Reserved2 uint8  `bits:"2"`
}

// TCPUserTimeout is the contents of the user timeout option, RFC 5482 section 3.
type TCPUserTimeout struct {
	Minutes bool   `bits:"1"`  // the unit of Timeout, else seconds
	Timeout uint16 `bits:"15"` // not 0
}

// TCPAO is the contents of the authentication option, RFC 5925 section 2.2.
type TCPAO struct {
	KeyID     uint8  `bits:"8"`
	NextKeyID uint8  `bits:"8"`
	MAC       []byte `bits:"*"`
}

// TCPFastOpen is the contents of the fast open option, RFC 7413 section 4.1.1. An empty
// cookie asks for one.
type TCPFastOpen struct {
	Cookie []byte `bits:"*"` // 4 to 16 bytes
}

// TCPExperiment is the contents of the options for experiments, RFC 6994 section 3.
type TCPExperiment struct {
	ID   uint16 `bits:"16"` // the upper half where the identifier has 32 bits
	Data []byte `bits:"*"`
}
