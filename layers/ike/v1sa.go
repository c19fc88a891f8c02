package ike

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// IKEv1SA is a security association payload of version 1, RFC 2407 section 4.6.1 and RFC 2408 section 3.4. The proposals are those of IPsec without labels (DOI 1, situation 1); others
// are in Rest.
type IKEv1SA struct {
	NextPayload PayloadType  `bits:"8,next=ikepayload"`
	Reserved    uint8        `bits:"8"`
	Length      uint16       `bits:"16,len=header"`
	DOI         uint32       `bits:"32,default=1"` // domain of interpretation: 0 ISAKMP, 1 IPsec, 2 GDOI
	Situation   uint32       `bits:"32,default=1"` // 1 identity, 2 secrecy, 4 integrity
	Proposals   []V1Proposal `bits:"*,last=More==0,if=DOI==1&&Situation==1"`
	Rest        []byte       `bits:"*"`
}

// V1Proposal is a proposal of protocols, RFC 2408 section 3.5. Proposals with the same number belong together.
type V1Proposal struct {
	More          PayloadType   `bits:"8"` // 2 if another proposal follows, 0 in the last one
	Reserved      uint8         `bits:"8"`
	Length        uint16        `bits:"16,len=self"`
	Number        uint8         `bits:"8"`
	Protocol      Protocol      `bits:"8"`
	SPISize       uint8         `bits:"8,len=SPI"`
	NumTransforms uint8         `bits:"8,count=Transforms"`
	SPI           []byte        `bits:"*"`
	Transforms    []V1Transform `bits:"*,last=More==0"`
	Rest          []byte        `bits:"*"`
}

// V1Transform is one way of using a protocol, RFC 2408 section 3.6. ID is 1 (IKE) for the protocol ISAKMP, and else a number of AH, ESP or IPComp.
type V1Transform struct {
	More       PayloadType `bits:"8"` // 3 if another transform follows, 0 in the last one
	Reserved   uint8       `bits:"8"`
	Length     uint16      `bits:"16,len=self"`
	Number     uint8       `bits:"8"`
	ID         uint8       `bits:"8"`
	Reserved2  uint16      `bits:"16"`
	Attributes []Attribute `bits:"*"`
	Rest       []byte      `bits:"*"`
}

// Attribute is a data attribute, RFC 2408 section 3.3 and RFC 7296 section 3.3.5: a number of 16 bits, or bytes. What the type means depends on the protocol.
type Attribute struct {
	Short  bool   `bits:"1"` // AF
	Type   uint16 `bits:"15"`
	Value  uint16 `bits:"16,if=Short"`
	Length uint16 `bits:"16,if=!Short,len=Data"`
	Data   []byte `bits:"*,if=!Short"`
}

// Number is the value as a number, false if it has more than eight bytes.
func (a *Attribute) Number() (n uint64, ok bool) {
	if a.Short {
		return uint64(a.Value), true
	}
	for _, b := range a.Data {
		n = n<<8 | uint64(b)
	}
	return n, len(a.Data) <= 8
}

// Attributes of transforms of the protocol ISAKMP, RFC 2409 appendix A.
const (
	OakleyEncryption   = 1
	OakleyHash         = 2
	OakleyAuth         = 3
	OakleyGroup        = 4
	OakleyLifeType     = 11 // 1 seconds, 2 kilobytes
	OakleyLifeDuration = 12
	OakleyPRF          = 13
	OakleyKeyLength    = 14 // bits
)

// Attributes of transforms of AH, ESP and IPComp, RFC 2407 section 4.5.
const (
	IPsecLifeType      = 1 // 1 seconds, 2 kilobytes
	IPsecLifeDuration  = 2
	IPsecGroup         = 3
	IPsecEncapsulation = 4 // 1 tunnel, 2 transport, 3 and 4 the same in UDP (RFC 3947)
	IPsecAuth          = 5
	IPsecKeyLength     = 6 // bits
)

// AttributeKeyLength is the only attribute of transforms of version 2, RFC 7296 section 3.3.5: bits.
const AttributeKeyLength = 14

// Protocol is what a proposal, a notification or a deletion is about.
type Protocol uint8

// Protocols, RFC 2407 section 4.4.1 and RFC 7296 section 3.3.1.
const (
	ProtocolIKE    Protocol = 1 // version 1: ISAKMP
	ProtocolAH     Protocol = 2
	ProtocolESP    Protocol = 3
	ProtocolIPComp Protocol = 4 // version 1; in version 2 FC_ESP_HEADER
)

func (t Protocol) String() string {
	return iana.Name("\n0 None\n1 IKE\n2 AH\n3 ESP\n4 IPComp\n5 FC_CT_AUTHENTICATION\n6 GIKE_UPDATE\n", t)
}

// NextLayer is the next payload.
func (p *IKEv1SA) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv1SA) String() string { return fmt.Sprintf("IKEv1SA, %d proposals", len(p.Proposals)) }
