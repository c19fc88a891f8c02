package layers

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// UDP is the user datagram header, RFC 768. A Length of zero stands for all there is (RFC
// 2675 section 4); a Checksum of zero means that there is none.
type UDP struct {
	SrcPort  UDPPort `bits:"16,flow=src,next=udp"`
	DstPort  UDPPort `bits:"16,flow=dst,next=udp"`
	Length   uint16  `bits:"16,len=packet,zero=rest"`
	Checksum uint16  `bits:"16,sum=inet:pseudo,zero=absent"`
}

// UDPPort is a port of UDP.
type UDPPort uint16

func (p UDPPort) String() string { return iana.NameAt(nil, p) }

// Links is the table that the ports refer to.
func (*UDP) Links() *codec.Links { return Links() }

func (u *UDP) String() string {
	return fmt.Sprintf("UDP %d > %d, length %d", u.SrcPort, u.DstPort, u.Length)
}
