package transport

import (
	"encoding/binary"
	"fmt"
	"strconv"
)

// UDPLite is the header of UDP-Lite, RFC 3828: that of UDP with the number of bytes that the checksum covers in the place of the length, which follows from the IP header. Zero stands for all.
type UDPLite struct {
	SrcPort  UDPLitePort `bits:"16,flow=src,next=udp"`
	DstPort  UDPLitePort `bits:"16,flow=dst,next=udp"`
	Coverage uint16      `bits:"16"`
	Checksum uint16      `bits:"16,sum=inetpart:pseudo,zero=absent"` // a sender has to have one
}

// UDPLitePort is a port of UDP-Lite; those that are assigned to UDP are assigned to it too.
type UDPLitePort uint16

func (p UDPLitePort) String() string { return strconv.Itoa(int(p)) }

// Covers is what Coverage says.
func (*UDPLite) Covers(packet []byte) int {
	if len(packet) >= 6 {
		if n := int(binary.BigEndian.Uint16(packet[4:])); n > 0 {
			return n
		}
	}
	return len(packet)
}

func (u *UDPLite) String() string {
	return fmt.Sprintf("UDPLite %d > %d, coverage %d", u.SrcPort, u.DstPort, u.Coverage)
}
