package ike

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// IKEv2KeyExchange is a key exchange payload of version 2, RFC 7296 section 3.4.
type IKEv2KeyExchange struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Critical    bool        `bits:"1"`
	Reserved    uint8       `bits:"7"`
	Length      uint16      `bits:"16,len=header"`
	Group       uint16      `bits:"16"` // of Diffie-Hellman, as in a transform of type [TransformKE]
	Reserved2   uint16      `bits:"16"`
	Data        []byte      `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv2KeyExchange) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv2KeyExchange) String() string {
	return fmt.Sprintf("IKEv2KeyExchange group %d, %d bytes", p.Group, len(p.Data))
}

// IKEv2IDInitiator is the identity of the initiator, RFC 7296 section 3.5. Data is typed by View.
type IKEv2IDInitiator struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Critical    bool        `bits:"1"`
	Reserved    uint8       `bits:"7"`
	Length      uint16      `bits:"16,len=header"`
	Type        IDType      `bits:"8"`
	Reserved2   uint32      `bits:"24"`
	Data        []byte      `bits:"*,union=Type"`
}

// NextLayer is the next payload.
func (p *IKEv2IDInitiator) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv2IDInitiator) String() string {
	return fmt.Sprintf("IKEv2IDInitiator %s, %d bytes", p.Type, len(p.Data))
}

// View decodes Data as the type asks for; nil where there is no form for it.
func (p *IKEv2IDInitiator) View() (any, error) { return codec.View(p, "Data") }

// Members gives the types of View.
func (IKEv2IDInitiator) Members(string) tags.Members { return identities() }

// IKEv2IDResponder is the identity of the responder, RFC 7296 section 3.5. Data is typed by View.
type IKEv2IDResponder struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Critical    bool        `bits:"1"`
	Reserved    uint8       `bits:"7"`
	Length      uint16      `bits:"16,len=header"`
	Type        IDType      `bits:"8"`
	Reserved2   uint32      `bits:"24"`
	Data        []byte      `bits:"*,union=Type"`
}

// NextLayer is the next payload.
func (p *IKEv2IDResponder) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv2IDResponder) String() string {
	return fmt.Sprintf("IKEv2IDResponder %s, %d bytes", p.Type, len(p.Data))
}

// View decodes Data as the type asks for; nil where there is no form for it.
func (p *IKEv2IDResponder) View() (any, error) { return codec.View(p, "Data") }

// Members gives the types of View.
func (IKEv2IDResponder) Members(string) tags.Members { return identities() }

// IKEv2Cert is a certificate payload of version 2, RFC 7296 section 3.6.
type IKEv2Cert struct {
	NextPayload PayloadType  `bits:"8,next=ikepayload"`
	Critical    bool         `bits:"1"`
	Reserved    uint8        `bits:"7"`
	Length      uint16       `bits:"16,len=header"`
	Encoding    CertEncoding `bits:"8"`
	Data        []byte       `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv2Cert) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv2Cert) String() string {
	return fmt.Sprintf("IKEv2Cert %s, %d bytes", p.Encoding, len(p.Data))
}

// IKEv2CertRequest is a certificate request payload of version 2, RFC 7296 section 3.7.
type IKEv2CertRequest struct {
	NextPayload PayloadType  `bits:"8,next=ikepayload"`
	Critical    bool         `bits:"1"`
	Reserved    uint8        `bits:"7"`
	Length      uint16       `bits:"16,len=header"`
	Encoding    CertEncoding `bits:"8"`
	Authorities []byte       `bits:"*"` // SHA-1 hashes of the keys of authorities, 20 bytes each
}

// NextLayer is the next payload.
func (p *IKEv2CertRequest) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv2CertRequest) String() string {
	return fmt.Sprintf("IKEv2CertRequest %s, %d bytes", p.Encoding, len(p.Authorities))
}

// IKEv2Auth is an authentication payload of version 2, RFC 7296 section 3.8.
type IKEv2Auth struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Critical    bool        `bits:"1"`
	Reserved    uint8       `bits:"7"`
	Length      uint16      `bits:"16,len=header"`
	Method      AuthMethod  `bits:"8"`
	Reserved2   uint32      `bits:"24"`
	Data        []byte      `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv2Auth) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

// Err tells whether a digital signature has not the algorithm that it is to begin with, RFC 7427 section 3.
func (p *IKEv2Auth) Err() error {
	if p.Method == AuthSignature && (len(p.Data) == 0 || len(p.Data) <= int(p.Data[0])) {
		return codec.ErrLength
	}
	return nil
}

func (p *IKEv2Auth) String() string {
	return fmt.Sprintf("IKEv2Auth %s, %d bytes", p.Method, len(p.Data))
}

// IKEv2Nonce is a nonce payload of version 2, RFC 7296 section 3.9: 16 to 256 bytes.
type IKEv2Nonce struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Critical    bool        `bits:"1"`
	Reserved    uint8       `bits:"7"`
	Length      uint16      `bits:"16,len=header"`
	Data        []byte      `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv2Nonce) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv2Nonce) String() string { return fmt.Sprintf("IKEv2Nonce, %d bytes", len(p.Data)) }

// IKEv2Notify is a notification payload of version 2, RFC 7296 section 3.10. Data is typed by View.
type IKEv2Notify struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Critical    bool        `bits:"1"`
	Reserved    uint8       `bits:"7"`
	Length      uint16      `bits:"16,len=header"`
	Protocol    Protocol    `bits:"8"` // of the SPI, 0 if there is none
	SPISize     uint8       `bits:"8,len=SPI"`
	Type        NotifyType  `bits:"16"`
	SPI         []byte      `bits:"*"`
	Data        []byte      `bits:"*,union=Type"`
}

// NextLayer is the next payload.
func (p *IKEv2Notify) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv2Notify) String() string { return fmt.Sprintf("IKEv2Notify %s", p.Type) }

// IKEv2Delete is a delete payload of version 2, RFC 7296 section 3.11. SPIs are NumSPIs identifiers of SPISize bytes; none for the protocol IKE.
type IKEv2Delete struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Critical    bool        `bits:"1"`
	Reserved    uint8       `bits:"7"`
	Length      uint16      `bits:"16,len=header"`
	Protocol    Protocol    `bits:"8"`
	SPISize     uint8       `bits:"8"`
	NumSPIs     uint16      `bits:"16"`
	SPIs        []byte      `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv2Delete) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv2Delete) String() string {
	return fmt.Sprintf("IKEv2Delete %s, %d", p.Protocol, p.NumSPIs)
}

// IKEv2VendorID is a vendor ID payload of version 2, RFC 7296 section 3.12.
type IKEv2VendorID struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Critical    bool        `bits:"1"`
	Reserved    uint8       `bits:"7"`
	Length      uint16      `bits:"16,len=header"`
	Data        []byte      `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv2VendorID) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv2VendorID) String() string { return fmt.Sprintf("IKEv2VendorID %x", p.Data) }

// IKEv2TSInitiator are the traffic selectors of the initiator, RFC 7296 section 3.13.
type IKEv2TSInitiator struct {
	NextPayload PayloadType       `bits:"8,next=ikepayload"`
	Critical    bool              `bits:"1"`
	Reserved    uint8             `bits:"7"`
	Length      uint16            `bits:"16,len=header"`
	Count       uint8             `bits:"8,count=Selectors"`
	Reserved2   uint32            `bits:"24"`
	Selectors   []TrafficSelector `bits:"*"`
	Rest        []byte            `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv2TSInitiator) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv2TSInitiator) String() string {
	return fmt.Sprintf("IKEv2TSInitiator, %d selectors", len(p.Selectors))
}

// IKEv2TSResponder are the traffic selectors of the responder, RFC 7296 section 3.13.
type IKEv2TSResponder struct {
	NextPayload PayloadType       `bits:"8,next=ikepayload"`
	Critical    bool              `bits:"1"`
	Reserved    uint8             `bits:"7"`
	Length      uint16            `bits:"16,len=header"`
	Count       uint8             `bits:"8,count=Selectors"`
	Reserved2   uint32            `bits:"24"`
	Selectors   []TrafficSelector `bits:"*"`
	Rest        []byte            `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv2TSResponder) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv2TSResponder) String() string {
	return fmt.Sprintf("IKEv2TSResponder, %d selectors", len(p.Selectors))
}

// IKEv2Encrypted is an encrypted payload, SK, RFC 7296 section 3.14. It is the last one; the payloads are inside, encrypted, and NextPayload is the type of the first of them. Data is an initialization vector, the encrypted payloads with padding, and an integrity checksum, of lengths that only the two ends know.
type IKEv2Encrypted struct {
	NextPayload PayloadType `bits:"8"` // of the first payload inside
	Critical    bool        `bits:"1"`
	Reserved    uint8       `bits:"7"`
	Length      uint16      `bits:"16,len=header"`
	Data        []byte      `bits:"*"`
}

func (p *IKEv2Encrypted) String() string { return fmt.Sprintf("IKEv2Encrypted, %d bytes", len(p.Data)) }

// IKEv2Fragment is a fragment of what would be in an encrypted payload, SKF, RFC 7383 section 2.5. NextPayload is 0 but in the first one.
type IKEv2Fragment struct {
	NextPayload PayloadType `bits:"8"` // of the first payload inside
	Critical    bool        `bits:"1"`
	Reserved    uint8       `bits:"7"`
	Length      uint16      `bits:"16,len=header"`
	Number      uint16      `bits:"16"` // from 1
	Total       uint16      `bits:"16"`
	Data        []byte      `bits:"*"`
}

func (p *IKEv2Fragment) String() string {
	return fmt.Sprintf("IKEv2Fragment %d of %d", p.Number, p.Total)
}

// IKEv2Config is a configuration payload, RFC 7296 section 3.15.
type IKEv2Config struct {
	NextPayload PayloadType       `bits:"8,next=ikepayload"`
	Critical    bool              `bits:"1"`
	Reserved    uint8             `bits:"7"`
	Length      uint16            `bits:"16,len=header"`
	Type        ConfigType        `bits:"8"`
	Reserved2   uint32            `bits:"24"`
	List        []ConfigAttribute `bits:"*"`
	Rest        []byte            `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEv2Config) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv2Config) String() string { return fmt.Sprintf("IKEv2Config %s, %d", p.Type, len(p.List)) }

// IKEv2EAP is an EAP payload, RFC 7296 section 3.16: a message as in ppp.EAP, from its code on.
type IKEv2EAP struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Critical    bool        `bits:"1"`
	Reserved    uint8       `bits:"7"`
	Length      uint16      `bits:"16,len=header"`
	Message     []byte      `bits:"*"`
}

// Err tells whether the message is none of EAP, RFC 3748 section 4: a code, an identifier, the length of all, and more in requests and responses.
func (p *IKEv2EAP) Err() error {
	b := p.Message
	if len(b) < 4 || int(b[2])<<8|int(b[3]) != len(b) {
		return codec.ErrLength
	}
	if request := b[0] == 1 || b[0] == 2; request != (len(b) > 4) || b[0] == 0 || b[0] > 4 {
		return codec.ErrConst
	}
	return nil
}

// NextLayer is the next payload.
func (p *IKEv2EAP) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv2EAP) String() string { return fmt.Sprintf("IKEv2EAP, %d bytes", len(p.Message)) }
