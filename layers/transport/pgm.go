package transport

import (
	"fmt"
	"net/netip"
	"strconv"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// PGM is the header of pragmatic general multicast, RFC 3208 section 8, with what its types have in their own. ODATA and RDATA carry data. A checksum of zero means that there is none.
type PGM struct {
	SrcPort    PGMPort       `bits:"16,flow=src"`
	DstPort    PGMPort       `bits:"16,flow=dst"`
	Type       PGMType       `bits:"8"`
	Parity     bool          `bits:"1"` // P: a parity packet
	VarLength  bool          `bits:"1"` // T: of a group with packets of different lengths
	Reserved   uint8         `bits:"4"`
	Network    bool          `bits:"1"` // N: network elements look at the options
	HasOptions bool          `bits:"1"` // E
	Checksum   uint16        `bits:"16,sum=inet:packet,zero=absent"`
	GSI        [6]byte       `bits:"48"` // global source identifier
	TSDULength uint16        `bits:"16,len=payload"`
	SPM        *PGMSPM       `bits:"*,if=Type==0"`
	Poll       *PGMPoll      `bits:"*,if=Type==1"`
	PollReply  *PGMPollReply `bits:"*,if=Type==2"`
	Data       *PGMData      `bits:"*,if=Type==4||Type==5"`
	NAK        *PGMNAK       `bits:"*,if=Type==8||Type==9||Type==10"`
	Ack        *PGMAck       `bits:"*,if=Type==13"`
	Options    *PGMOptions   `bits:"*,if=HasOptions"`
}

// PGMPort is a port of PGM.
type PGMPort uint16

func (p PGMPort) String() string { return strconv.Itoa(int(p)) }

// PGMType is the type of a packet.
type PGMType uint8

// Types of packets. ACK is of PGMCC.
const (
	PGMSourcePath PGMType = 0
	PGMPolling    PGMType = 1
	PGMResponse   PGMType = 2
	PGMOData      PGMType = 4
	PGMRData      PGMType = 5
	PGMNegative   PGMType = 8
	PGMNullNAK    PGMType = 9
	PGMNCF        PGMType = 10
	PGMSPMR       PGMType = 12
	PGMPositive   PGMType = 13
)

func (t PGMType) String() string {
	return iana.NameAt([]string{0: "SPM", 1: "POLL", 2: "POLR", 4: "ODATA", 5: "RDATA", 8: "NAK", 9: "NNAK", 10: "NCF", 12: "SPMR", 13: "ACK"}, t)
}

// PGMAddress is the address of a network layer with its family, 1 for IPv4 and 2 for IPv6.
type PGMAddress struct {
	Family   uint16     `bits:"16"`
	Reserved uint16     `bits:"16"`
	IPv4     netip.Addr `bits:"32,if=Family==1"`
	IPv6     netip.Addr `bits:"128,if=Family==2"`
}

// Addr is the address.
func (a PGMAddress) Addr() netip.Addr {
	if a.Family == 2 {
		return a.IPv6
	}
	return a.IPv4
}

// PGMSPM is a source path message.
type PGMSPM struct {
	Seq   uint32     `bits:"32"`
	Trail uint32     `bits:"32"` // trailing edge of the transmit window
	Lead  uint32     `bits:"32"` // leading edge
	Path  PGMAddress `bits:"*"`
}

// PGMPoll asks for replies.
type PGMPoll struct {
	Seq     uint32     `bits:"32"`
	Round   uint16     `bits:"16"`
	Subtype uint16     `bits:"16"` // 0 general, 1 DLR
	Path    PGMAddress `bits:"*"`
	BackOff uint32     `bits:"32"` // microseconds
	Random  uint32     `bits:"32"`
	Mask    uint32     `bits:"32"`
}

// PGMPollReply answers a poll.
type PGMPollReply struct {
	Seq      uint32 `bits:"32"`
	Round    uint16 `bits:"16"`
	Reserved uint16 `bits:"16"`
}

// PGMData is what original and repair data have in front of the data.
type PGMData struct {
	Seq   uint32 `bits:"32"`
	Trail uint32 `bits:"32"`
}

// PGMNAK asks for a repair, or confirms that.
type PGMNAK struct {
	Seq    uint32     `bits:"32"`
	Source PGMAddress `bits:"*"`
	Group  PGMAddress `bits:"*"`
}

// PGMAck is an acknowledgement of PGMCC.
type PGMAck struct {
	MaxSeq uint32 `bits:"32"`
	Bitmap uint32 `bits:"32"`
}

// PGMOptions are options, RFC 3208 section 9. The first says how long all of them are.
type PGMOptions struct {
	Last   bool        `bits:"1"`
	Type   uint8       `bits:"7"` // OPT_LENGTH, 0
	Length uint8       `bits:"8,default=4"`
	Total  uint16      `bits:"16,len=self"`
	List   []PGMOption `bits:"*"`
	Rest   []byte      `bits:"*"`
}

// PGMOption is an option. The byte behind the length has flags.
type PGMOption struct {
	Last     bool          `bits:"1"`
	Type     PGMOptionType `bits:"7"`
	Length   uint8         `bits:"8,len=self"`
	Reserved uint8         `bits:"4"`
	Encoded  bool          `bits:"1"` // F: the option of a parity packet is itself encoded
	Unknown  uint8         `bits:"2"` // OPX: what is done by who does not know it: 0 ignored, 1 taken out, 2 the packet is dropped
	Unused   bool          `bits:"1"`
	Data     []byte        `bits:"*"`
}

// PGMOptionType is the type of an option.
type PGMOptionType uint8

func (t PGMOptionType) String() string {
	return iana.NameAt([]string{
		0: "OPT_LENGTH", 1: "OPT_FRAGMENT", 2: "OPT_NAK_LIST", 3: "OPT_JOIN", 4: "OPT_NAK_BO_IVL", 5: "OPT_NAK_BO_RNG", 7: "OPT_REDIRECT", 8: "OPT_PARITY_PRM", 9: "OPT_PARITY_GRP",
		10: "OPT_CURR_TGSIZE", 11: "OPT_NBR_UNREACH", 12: "OPT_PATH_NLA", 13: "OPT_SYN", 14: "OPT_FIN", 15: "OPT_RST", 16: "OPT_CR", 17: "OPT_CRQST", 18: "OPT_PGMCC_DATA",
		19: "OPT_PGMCC_FEEDBACK",
	}, t)
}

// NextLayer is none that could be known.
func (*PGM) NextLayer([]byte) codec.Key { return codec.Key{} }

func (p *PGM) String() string {
	return fmt.Sprintf("PGM %d > %d, %s, length %d", p.SrcPort, p.DstPort, p.Type, p.TSDULength)
}
