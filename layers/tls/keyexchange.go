package tls

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// ServerKeyExchange has the server's key and its signature, RFC 5246 section 7.4.3 and RFC 8422 section 5.4. What its form is depends on the cipher
// suite, which stands in another message: [ServerKeyExchange.ECDHE] and [ServerKeyExchange.DHE] decode it.
type ServerKeyExchange struct {
	Params []byte `bits:"*"`
}

// ECDHEParams is an ephemeral key on a named curve. Signature has the algorithm, from TLS 1.2 on, a length in 16 bits and the signature.
type ECDHEParams struct {
	CurveType   uint8  `bits:"8,const=3"` // named_curve
	Group       Group  `bits:"16"`
	PointLength uint8  `bits:"8,len=Point"`
	Point       []byte `bits:"*"`
	Signature   []byte `bits:"*"`
}

// DHEParams is an ephemeral key of Diffie and Hellman: prime, generator, public value. Signature is as in [ECDHEParams].
type DHEParams struct {
	PrimeLength     uint16 `bits:"16,len=Prime"`
	Prime           []byte `bits:"*"`
	GeneratorLength uint16 `bits:"16,len=Generator"`
	Generator       []byte `bits:"*"`
	PublicLength    uint16 `bits:"16,len=Public"`
	Public          []byte `bits:"*"`
	Signature       []byte `bits:"*"`
}

// ECDHE decodes the message for cipher suites with ECDHE.
func (s *ServerKeyExchange) ECDHE() (*ECDHEParams, error) {
	p := new(ECDHEParams)
	_, err := codec.Unmarshal(s.Params, p)
	return p, err
}

// DHE decodes the message for cipher suites with DHE.
func (s *ServerKeyExchange) DHE() (*DHEParams, error) {
	p := new(DHEParams)
	_, err := codec.Unmarshal(s.Params, p)
	return p, err
}

// LayerName is the name of the layer.
func (*ServerKeyExchange) LayerName() string { return "TLSServerKeyExchange" }

func (s *ServerKeyExchange) String() string {
	return fmt.Sprintf("ServerKeyExchange, %d bytes", len(s.Params))
}

// ClientKeyExchange has the client's key, or the secret encrypted with the server's, RFC 5246 section 7.4.7: behind a length of 8 bits for ECDHE, of
// 16 bits for RSA and DHE, and without one for RSA in SSL 3.0.
type ClientKeyExchange struct {
	Params []byte `bits:"*"`
}

// LayerName is the name of the layer.
func (*ClientKeyExchange) LayerName() string { return "TLSClientKeyExchange" }

// Key is the key or encrypted secret without its length; false if no length agrees with what is there.
func (c *ClientKeyExchange) Key() ([]byte, bool) {
	switch b := c.Params; {
	case len(b) > 0 && int(b[0]) == len(b)-1:
		return b[1:], true
	case len(b) > 1 && int(binary.BigEndian.Uint16(b)) == len(b)-2:
		return b[2:], true
	}
	return nil, false
}

func (c *ClientKeyExchange) String() string {
	return fmt.Sprintf("ClientKeyExchange, %d bytes", len(c.Params))
}

// Finished ends a handshake, RFC 8446 section 4.4.4 and RFC 5246 section 7.4.9. It is encrypted, except with null ciphers.
type Finished struct {
	VerifyData []byte `bits:"*"`
}

// LayerName is the name of the layer.
func (*Finished) LayerName() string { return "TLSFinished" }

func (f *Finished) String() string { return fmt.Sprintf("Finished, %d bytes", len(f.VerifyData)) }

// NewSessionTicket is a ticket for a later session, RFC 5077 section 3.3. That of TLS 1.3 is [NewSessionTicket13].
type NewSessionTicket struct {
	Lifetime uint32 `bits:"32"` // a hint, in seconds
	Length   uint16 `bits:"16,len=Ticket"`
	Ticket   []byte `bits:"*"`
}

// Recognizes tells the form from that of TLS 1.3.
func (*NewSessionTicket) Recognizes(data []byte) bool {
	return formOf(TypeNewSessionTicket, len(data), data) == form12
}

// LayerName is the name of the layer.
func (*NewSessionTicket) LayerName() string { return "TLSNewSessionTicket" }

func (n *NewSessionTicket) String() string {
	return fmt.Sprintf("NewSessionTicket for %d s, %d bytes", n.Lifetime, len(n.Ticket))
}

// NewSessionTicket13 is that of TLS 1.3, RFC 8446 section 4.6.1, which is always encrypted.
type NewSessionTicket13 struct {
	Lifetime    uint32     `bits:"32"` // in seconds
	AgeAdd      uint32     `bits:"32"` // what is added to its age
	NonceLength uint8      `bits:"8,len=Nonce"`
	Nonce       []byte     `bits:"*"`
	Length      uint16     `bits:"16,len=Ticket"`
	Ticket      []byte     `bits:"*"`
	Extensions  Extensions `bits:"*"`
}

// Recognizes tells the form from that of RFC 5077.
func (*NewSessionTicket13) Recognizes(data []byte) bool {
	return formOf(TypeNewSessionTicket, len(data), data) == form13
}

// LayerName is the name of the layer.
func (*NewSessionTicket13) LayerName() string { return "TLSNewSessionTicket13" }

func (n *NewSessionTicket13) String() string {
	return fmt.Sprintf("NewSessionTicket for %d s, %d bytes", n.Lifetime, len(n.Ticket))
}

// EncryptedExtensions are a server's extensions that need not be in the clear, RFC 8446 section 4.3.1.
type EncryptedExtensions struct {
	Extensions Extensions `bits:"*"`
}

// LayerName is the name of the layer.
func (*EncryptedExtensions) LayerName() string { return "TLSEncryptedExtensions" }

func (e *EncryptedExtensions) String() string {
	return "EncryptedExtensions " + e.Extensions.String()
}

// KeyUpdate says that the sender goes on with new keys, RFC 8446 section 4.6.3; with Request 1 the receiver has to, too.
type KeyUpdate struct {
	Request uint8 `bits:"8"`
}

// LayerName is the name of the layer.
func (*KeyUpdate) LayerName() string { return "TLSKeyUpdate" }

func (k *KeyUpdate) String() string { return fmt.Sprintf("KeyUpdate %d", k.Request) }
