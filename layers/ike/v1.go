package ike

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// IKEv1KeyExchange is a key exchange payload, RFC 2408 section 3.7.
type IKEv1KeyExchange struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Reserved    uint8       `bits:"8"`
	Length      uint16      `bits:"16,len=header"`
	Data        []byte      `bits:"*"` // a public value of Diffie-Hellman
}

// NextLayer is the next payload.
func (p *IKEv1KeyExchange) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv1KeyExchange) String() string {
	return fmt.Sprintf("IKEv1KeyExchange, %d bytes", len(p.Data))
}

// IKEv1ID is an identification payload, RFC 2407 section 4.6.2. Data is typed by View.
type IKEv1ID struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Reserved    uint8       `bits:"8"`
	Length      uint16      `bits:"16,len=header"`
	Type        IDType      `bits:"8"`
	Protocol    uint8       `bits:"8"`  // of IP; 0 for all
	Port        uint16      `bits:"16"` // 0 for all
	Data        []byte      `bits:"*,union=Type"`
}

// NextLayer is the next payload.
func (p *IKEv1ID) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv1ID) String() string { return fmt.Sprintf("IKEv1ID %s, %d bytes", p.Type, len(p.Data)) }

// View decodes Data as the type asks for; nil where there is no form for it.
func (p *IKEv1ID) View() (any, error) { return codec.View(p, "Data") }

// Members gives the types of View.
func (IKEv1ID) Members(string) tags.Members { return identities() }

// IKEv1Cert is a certificate payload, RFC 2408 section 3.9.
type IKEv1Cert struct {
	NextPayload PayloadType  `bits:"8,next=ikepayload"`
	Reserved    uint8        `bits:"8"`
	Length      uint16       `bits:"16,len=header"`
	Encoding    CertEncoding `bits:"8"`
	Data        []byte       `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv1Cert) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv1Cert) String() string {
	return fmt.Sprintf("IKEv1Cert %s, %d bytes", p.Encoding, len(p.Data))
}

// IKEv1CertRequest is a certificate request payload, RFC 2408 section 3.10.
type IKEv1CertRequest struct {
	NextPayload PayloadType  `bits:"8,next=ikepayload"`
	Reserved    uint8        `bits:"8"`
	Length      uint16       `bits:"16,len=header"`
	Encoding    CertEncoding `bits:"8"`
	Authority   []byte       `bits:"*"` // name of an acceptable authority; none: any
}

// NextLayer is the next payload.
func (p *IKEv1CertRequest) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv1CertRequest) String() string {
	return fmt.Sprintf("IKEv1CertRequest %s, %d bytes", p.Encoding, len(p.Authority))
}

// IKEv1Hash is a hash payload, RFC 2408 section 3.11.
type IKEv1Hash struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Reserved    uint8       `bits:"8"`
	Length      uint16      `bits:"16,len=header"`
	Data        []byte      `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv1Hash) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv1Hash) String() string { return fmt.Sprintf("IKEv1Hash, %d bytes", len(p.Data)) }

// IKEv1Signature is a signature payload, RFC 2408 section 3.12.
type IKEv1Signature struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Reserved    uint8       `bits:"8"`
	Length      uint16      `bits:"16,len=header"`
	Data        []byte      `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv1Signature) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv1Signature) String() string { return fmt.Sprintf("IKEv1Signature, %d bytes", len(p.Data)) }

// IKEv1Nonce is a nonce payload, RFC 2408 section 3.13.
type IKEv1Nonce struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Reserved    uint8       `bits:"8"`
	Length      uint16      `bits:"16,len=header"`
	Data        []byte      `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv1Nonce) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv1Nonce) String() string { return fmt.Sprintf("IKEv1Nonce, %d bytes", len(p.Data)) }

// IKEv1Notify is a notification payload, RFC 2408 section 3.14. Data is typed by View.
type IKEv1Notify struct {
	NextPayload PayloadType  `bits:"8,next=ikepayload"`
	Reserved    uint8        `bits:"8"`
	Length      uint16       `bits:"16,len=header"`
	DOI         uint32       `bits:"32,default=1"`
	Protocol    Protocol     `bits:"8"`
	SPISize     uint8        `bits:"8,len=SPI"`
	Type        V1NotifyType `bits:"16"`
	SPI         []byte       `bits:"*"`
	Data        []byte       `bits:"*,union=Type"`
}

// NextLayer is the next payload.
func (p *IKEv1Notify) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv1Notify) String() string { return fmt.Sprintf("IKEv1Notify %s, %s", p.Protocol, p.Type) }

// View decodes Data as the type asks for; nil where there is no form for it.
func (p *IKEv1Notify) View() (any, error) { return codec.View(p, "Data") }

// Members gives the types of View.
func (IKEv1Notify) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{uint64(V1NotifyResponderLifetime): (*Attributes)(nil), uint64(V1NotifyReplayStatus): (*NotifyNumber)(nil)}}
}

// Attributes are data attributes: a lifetime, in a notification.
type Attributes struct {
	List []Attribute `bits:"*"`
	Rest []byte      `bits:"*"`
}

// IKEv1Delete is a delete payload, RFC 2408 section 3.15. SPIs are NumSPIs identifiers of SPISize bytes.
type IKEv1Delete struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Reserved    uint8       `bits:"8"`
	Length      uint16      `bits:"16,len=header"`
	DOI         uint32      `bits:"32,default=1"`
	Protocol    Protocol    `bits:"8"`
	SPISize     uint8       `bits:"8"` // 16 for the protocol ISAKMP: two cookies
	NumSPIs     uint16      `bits:"16"`
	SPIs        []byte      `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv1Delete) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv1Delete) String() string {
	return fmt.Sprintf("IKEv1Delete %s, %d", p.Protocol, p.NumSPIs)
}

// IKEv1VendorID is a vendor ID payload, RFC 2408 section 3.16: a hash of a text, as a rule.
type IKEv1VendorID struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Reserved    uint8       `bits:"8"`
	Length      uint16      `bits:"16,len=header"`
	Data        []byte      `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv1VendorID) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv1VendorID) String() string { return fmt.Sprintf("IKEv1VendorID %x", p.Data) }

// IKEv1Attributes is an attribute payload of mode configuration, draft-dukes-ike-mode-cfg-02 section 3.2. The values of its attributes are those of [ConfigAttribute].
type IKEv1Attributes struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Reserved    uint8       `bits:"8"`
	Length      uint16      `bits:"16,len=header"`
	Type        ConfigType  `bits:"8"`
	Reserved2   uint8       `bits:"8"`
	ID          uint16      `bits:"16"`
	List        []Attribute `bits:"*"`
	Rest        []byte      `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv1Attributes) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv1Attributes) String() string {
	return fmt.Sprintf("IKEv1Attributes %s, %d", p.Type, len(p.List))
}

// IKEv1NATD is a NAT detection payload, RFC 3947 section 3.2: a hash of the cookies, an address and a port, of the receiver in the first one and of the sender in the others.
type IKEv1NATD struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Reserved    uint8       `bits:"8"`
	Length      uint16      `bits:"16,len=header"`
	Hash        []byte      `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv1NATD) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv1NATD) String() string { return fmt.Sprintf("IKEv1NATD %x", p.Hash) }

// IKEv1NATOA is a payload with the original address before translation, RFC 3947 section 5.2.
type IKEv1NATOA struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Reserved    uint8       `bits:"8"`
	Length      uint16      `bits:"16,len=header"`
	Type        IDType      `bits:"8"`
	Reserved2   uint32      `bits:"24"`
	Data        []byte      `bits:"*,union=Type"`
}

// NextLayer is the next payload.
func (p *IKEv1NATOA) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv1NATOA) String() string { return fmt.Sprintf("IKEv1NATOA %s", p.Type) }

// View decodes Data as the type asks for; nil where there is no form for it.
func (p *IKEv1NATOA) View() (any, error) { return codec.View(p, "Data") }

// Members gives the types of View.
func (IKEv1NATOA) Members(string) tags.Members { return identities() }

// IKEv1Fragment is a fragment of a message, [MS-IKEE].
type IKEv1Fragment struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Reserved    uint8       `bits:"8"`
	Length      uint16      `bits:"16,len=header"`
	ID          uint16      `bits:"16"` // the same in all fragments of a message
	Number      uint8       `bits:"8"`  // from 1
	Last        uint8       `bits:"8"`  // 1 in the last one
	Data        []byte      `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv1Fragment) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv1Fragment) String() string {
	return fmt.Sprintf("IKEv1Fragment %d of message %d", p.Number, p.ID)
}
