package layers

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// AH is the IP authentication header, RFC 4302 section 2. Its length is in words of 4
// bytes less 2, over IPv4 and over IPv6. The integrity check value includes the padding that makes it fit.
type AH struct {
	NextHeader IPProtocol `bits:"8,next=ip"`
	Length     uint8      `bits:"8,len=header/4-2"`
	Reserved   uint16     `bits:"16"`
	SPI        uint32     `bits:"32"`
	Seq        uint32     `bits:"32"`
	ICV        []byte     `bits:"*"`
}

// Links is the table that NextHeader refers to.
func (*AH) Links() *codec.Links { return Links() }

func (a *AH) String() string {
	return fmt.Sprintf("AH spi %#08x, seq %d, %s", a.SPI, a.Seq, a.NextHeader)
}
