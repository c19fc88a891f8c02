package layers

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// TCP is the transmission control header, RFC 9293 section 3.1, with the flag of RFC
// 3540, now accurate ECN. Bytes behind the end-of-options option, and options
// that make no sense, are Padding.
type TCP struct {
	SrcPort    TCPPort     `bits:"16,flow=src,next=tcp"`
	DstPort    TCPPort     `bits:"16,flow=dst,next=tcp"`
	Seq        uint32      `bits:"32"`
	Ack        uint32      `bits:"32"`
	DataOffset uint8       `bits:"4,len=header/4"`
	Reserved   uint8       `bits:"3"`
	Flags      TCPFlags    `bits:"9"`
	Window     uint16      `bits:"16"`
	Checksum   uint16      `bits:"16,sum=inet:pseudo"`
	Urgent     uint16      `bits:"16"`
	Options    []TCPOption `bits:"*,last=Kind==0"`
	Padding    []byte      `bits:"*,pad=4"`
}

// TCPPort is a port of TCP.
type TCPPort uint16

func (p TCPPort) String() string { return iana.NameAt(nil, p) }

// TCPFlags are the control bits.
type TCPFlags uint16

// Control bits of TCP.
const (
	TCPFin TCPFlags = 1 << iota
	TCPSyn
	TCPRst
	TCPPsh
	TCPAck
	TCPUrg
	TCPEce // ECN echo, RFC 3168
	TCPCwr // congestion window reduced
	TCPAE  // accurate ECN, RFC 9768; before that the nonce sum of RFC 3540
)

// TCPNS is the name that RFC 3540 gave to TCPAE.
const TCPNS = TCPAE

var tcpFlagNames = [...]string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"}

// Has reports whether all the flags of mask are set.
func (f TCPFlags) Has(mask TCPFlags) bool { return f&mask == mask }

// String gives the names of the flags that are set, such as SYN|ACK.
func (f TCPFlags) String() string {
	if f == 0 {
		return "none"
	}
	return flagNames(tcpFlagNames[:], uint64(f))
}

// Links is the table that the ports refer to.
func (*TCP) Links() *codec.Links { return Links() }

// Option returns the first option of a kind, nil if there is none.
func (t *TCP) Option(k TCPOptionKind) *TCPOption {
	for i := range t.Options {
		if t.Options[i].Kind == k {
			return &t.Options[i]
		}
	}
	return nil
}

func (t *TCP) String() string {
	return fmt.Sprintf("TCP %d > %d, %s, seq %d, ack %d, window %d", t.SrcPort, t.DstPort, t.Flags, t.Seq, t.Ack, t.Window)
}
