package ppp

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// CCP is a packet of the compression control protocol, RFC 1962 section 2.
type CCP struct {
	Code    PPPCode     `bits:"8"`
	ID      uint8       `bits:"8"`
	Length  uint16      `bits:"16,len=packet"`
	Options []CCPOption `bits:"*,if=Code>=1&&Code<=4"`
	Data    []byte      `bits:"*"`
}

// Err tells whether the code is none of RFC 1962 section 3.
func (p *CCP) Err() error {
	if p.Code == CodeResetRequest || p.Code == CodeResetAck {
		return nil
	}
	return ncpErr(p.Code)
}

// CCPOption is an algorithm with its parameters; its length counts type and length too. Value is typed by View.
type CCPOption struct {
	Type   CCPOptionType `bits:"8"`
	Length uint8         `bits:"8,len=self"`
	Value  []byte        `bits:"*,union=Type"`
}

// CCPOptionType is the type of a CCPOption.
type CCPOptionType uint8

// Algorithms. Those without a type of Value have no parameters, or opaque ones.
const (
	CCPVendor      CCPOptionType = 0
	CCPPredictor1  CCPOptionType = 1
	CCPPredictor2  CCPOptionType = 2
	CCPPuddle      CCPOptionType = 3
	CCPStac        CCPOptionType = 17
	CCPMPPE        CCPOptionType = 18 // MPPC and MPPE
	CCPV42bis      CCPOptionType = 20
	CCPBSDCompress CCPOptionType = 21
	CCPDeflate     CCPOptionType = 26
)

func (t CCPOptionType) String() string {
	return iana.NameAt([]string{
		0: "vendor", 1: "Predictor 1", 2: "Predictor 2", 3: "Puddle Jumper", 17: "Stac", 18: "MPPE", 20: "V.42bis", 21: "BSD Compress", 26: "Deflate",
	}, t)
}

// Members gives the types of View.
func (CCPOption) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(CCPVendor): (*VendorOption)(nil), uint64(CCPStac): (*StacOption)(nil), uint64(CCPMPPE): (*MPPEOption)(nil),
		uint64(CCPBSDCompress): (*BSDOption)(nil), uint64(CCPDeflate): (*DeflateOption)(nil),
	}}
}

// View decodes Value: [*VendorOption], [*StacOption], [*MPPEOption], [*BSDOption] or [*DeflateOption], nil for other types.
func (o *CCPOption) View() (any, error) { return codec.View(o, "Value") }

// StacOption are the parameters of Stac LZS, RFC 1974 section 4.
type StacOption struct {
	Histories uint16 `bits:"16"`
	CheckMode uint8  `bits:"8"` // 0 none, 1 LCB, 2 CRC, 3 sequence numbers, 4 extended
}

// MPPEOption says what is supported, RFC 3078 section 2.1 and RFC 2118.
type MPPEOption struct {
	Reserved1   uint8  `bits:"7"`
	Stateless   bool   `bits:"1"`
	Reserved2   uint16 `bits:"16"`
	Key56       bool   `bits:"1"`
	Key128      bool   `bits:"1"`
	Key40       bool   `bits:"1"`
	Obsolete    bool   `bits:"1"`
	Reserved3   uint8  `bits:"3"`
	Compression bool   `bits:"1"` // MPPC
}

// BSDOption are the parameters of BSD Compress, RFC 1977 section 3.
type BSDOption struct {
	Version uint8 `bits:"3"`
	Dict    uint8 `bits:"5"` // bits of the largest code
}

// DeflateOption are the parameters of Deflate, RFC 1979 section 2.2.
type DeflateOption struct {
	Window   uint8 `bits:"4"` // the logarithm of its size to base 2, less 8
	Method   uint8 `bits:"4"` // 8
	Reserved uint8 `bits:"6"`
	Check    uint8 `bits:"2"` // 0: sequence numbers
}

func (c *CCP) String() string {
	return fmt.Sprintf("CCP %s, id %d, %d options", c.Code, c.ID, len(c.Options))
}

// ECP is a packet of the encryption control protocol, RFC 1968 section 2.
type ECP struct {
	Code    PPPCode     `bits:"8"`
	ID      uint8       `bits:"8"`
	Length  uint16      `bits:"16,len=packet"`
	Options []ECPOption `bits:"*,if=Code>=1&&Code<=4"`
	Data    []byte      `bits:"*"`
}

// ECPOption is an algorithm with its parameters; its length counts type and length too. Value is typed by View.
type ECPOption struct {
	Type   uint8  `bits:"8"` // 0 vendor, 1 DES (not to be used), 2 triple DES, 3 DES
	Length uint8  `bits:"8,len=self"`
	Value  []byte `bits:"*,union=Type"`
}

// Members gives the types of View.
func (ECPOption) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{0: (*VendorOption)(nil), 1: (*DESOption)(nil), 2: (*DESOption)(nil), 3: (*DESOption)(nil)}}
}

// View decodes Value: [*VendorOption] or [*DESOption], nil for other types.
func (o *ECPOption) View() (any, error) { return codec.View(o, "Value") }

// DESOption is the initial nonce of DES and triple DES, RFC 2419 and RFC 2420 section 3.
type DESOption struct {
	Nonce uint64 `bits:"64"`
}

func (e *ECP) String() string {
	return fmt.Sprintf("ECP %s, id %d, %d options", e.Code, e.ID, len(e.Options))
}
