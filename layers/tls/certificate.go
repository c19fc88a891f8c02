package tls

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// Certificate is a chain of certificates, the own one first, RFC 5246 section 7.4.2. That of TLS 1.3 is [Certificate13].
type Certificate struct {
	Length uint32             `bits:"24,len=List"`
	List   []CertificateEntry `bits:"*"`
}

// CertificateEntry is a certificate of X.509 in DER.
type CertificateEntry struct {
	Length uint32 `bits:"24,len=Data"`
	Data   []byte `bits:"*"`
}

// Err tells whether the data is no certificate.
func (e *CertificateEntry) Err() error { return certificateErr(e.Data) }

func certificateErr(b []byte) error {
	_, err := x509.ParseCertificate(b)
	return err
}

// Recognizes tells the form from that of TLS 1.3.
func (*Certificate) Recognizes(data []byte) bool {
	return formOf(TypeCertificate, len(data), data) == form12
}

// Parse parses the certificates, as far as they can be: with an error, those before the one at fault.
func (c *Certificate) Parse() ([]*x509.Certificate, error) {
	out := make([]*x509.Certificate, 0, len(c.List))
	for i := range c.List {
		x, err := x509.ParseCertificate(c.List[i].Data)
		if err != nil {
			return out, fmt.Errorf("tls: certificate %d: %w", i, err)
		}
		out = append(out, x)
	}
	return out, nil
}

// LayerName is the name of the layer.
func (*Certificate) LayerName() string { return "TLSCertificate" }

func (c *Certificate) String() string {
	return fmt.Sprintf("Certificate, %d certificates", len(c.List))
}

// Certificate13 is a chain of certificates in TLS 1.3, RFC 8446 section 4.4.2. It is always encrypted: it is seen in what was decrypted.
type Certificate13 struct {
	ContextLength uint8                `bits:"8,len=Context"`
	Context       []byte               `bits:"*"`
	Length        uint32               `bits:"24,len=List"`
	List          []CertificateEntry13 `bits:"*"`
}

// CertificateEntry13 is a certificate in DER, and what belongs to it.
type CertificateEntry13 struct {
	Length           uint32      `bits:"24,len=Data"`
	Data             []byte      `bits:"*"`
	ExtensionsLength uint16      `bits:"16,len=Extensions"`
	Extensions       []Extension `bits:"*"`
}

// Err tells whether the data is no certificate.
func (e *CertificateEntry13) Err() error { return certificateErr(e.Data) }

// Recognizes tells the form from that of earlier versions.
func (*Certificate13) Recognizes(data []byte) bool {
	return formOf(TypeCertificate, len(data), data) == form13
}

// LayerName is the name of the layer.
func (*Certificate13) LayerName() string { return "TLSCertificate13" }

func (c *Certificate13) String() string {
	return fmt.Sprintf("Certificate, %d certificates", len(c.List))
}

// CertificateStatus is a response of OCSP in DER, RFC 6066 section 8; with type 2, RFC 6961, it is a list of them, each behind its length in 24 bits.
type CertificateStatus struct {
	Type     uint8  `bits:"8"`
	Length   uint32 `bits:"24,len=Response"`
	Response []byte `bits:"*"`
}

// Err tells whether there is no response of RFC 6960 section 4.2.1, or a list is not one of such.
func (c *CertificateStatus) Err() error {
	if c.Type != 2 {
		return responseErr(c.Response)
	}
	for b := c.Response; len(b) > 0; {
		if len(b) < 3 {
			return codec.ErrTruncated
		}
		n := int(b[0])<<16 | int(b[1])<<8 | int(b[2])
		if b = b[3:]; n > len(b) {
			return codec.ErrTruncated
		}
		if n > 0 { // there may be none for a certificate
			if err := responseErr(b[:n]); err != nil {
				return err
			}
		}
		b = b[n:]
	}
	return nil
}

// responseErr tells whether b is no response of OCSP.
func responseErr(b []byte) error {
	var v struct {
		Status asn1.Enumerated
		Bytes  asn1.RawValue `asn1:"optional"`
	}
	rest, err := asn1.Unmarshal(b, &v)
	if err == nil && len(rest) > 0 {
		err = codec.ErrLength
	}
	return err
}

// LayerName is the name of the layer.
func (*CertificateStatus) LayerName() string { return "TLSCertificateStatus" }

func (c *CertificateStatus) String() string {
	return fmt.Sprintf("CertificateStatus, %d bytes", len(c.Response))
}

// CompressedCertificate is a compressed [Certificate13], RFC 8879 section 4.
type CompressedCertificate struct {
	Algorithm          uint16 `bits:"16"`
	UncompressedLength uint32 `bits:"24"`
	Length             uint32 `bits:"24,len=Message"`
	Message            []byte `bits:"*"`
}

// LayerName is the name of the layer.
func (*CompressedCertificate) LayerName() string { return "TLSCompressedCertificate" }

func (c *CompressedCertificate) String() string {
	return fmt.Sprintf("CompressedCertificate, %d bytes of %d", len(c.Message), c.UncompressedLength)
}

// CertificateRequest asks a client for a certificate, RFC 5246 section 7.4.4. Earlier versions have no algorithms
// ([CertificateRequest10]), TLS 1.3 has extensions ([CertificateRequest13]).
type CertificateRequest struct {
	TypesLength       uint8               `bits:"8,len=Types"`
	Types             []byte              `bits:"*"` // 1 RSA, 2 DSA, 64 ECDSA
	AlgorithmsLength  uint16              `bits:"16,len=Algorithms"`
	Algorithms        []SignatureScheme   `bits:"*,each=16"`
	AuthoritiesLength uint16              `bits:"16,len=Authorities"`
	Authorities       []DistinguishedName `bits:"*"`
}

// Err tells whether there are no types or algorithms, RFC 5246 section 7.4.4.
func (c *CertificateRequest) Err() error {
	if len(c.Types) == 0 || len(c.Algorithms) == 0 {
		return codec.ErrLength
	}
	return nil
}

// Recognizes tells the form from those of other versions.
func (*CertificateRequest) Recognizes(data []byte) bool {
	return formOf(TypeCertificateRequest, len(data), data) == form12
}

// LayerName is the name of the layer.
func (*CertificateRequest) LayerName() string { return "TLSCertificateRequest" }

func (c *CertificateRequest) String() string {
	return fmt.Sprintf("CertificateRequest, %d authorities", len(c.Authorities))
}

// Err tells whether the data is no name.
func (d *DistinguishedName) Err() error {
	var name pkix.RDNSequence
	rest, err := asn1.Unmarshal(d.Name, &name)
	if err == nil && len(rest) > 0 {
		err = codec.ErrLength
	}
	return err
}

// CertificateRequest10 is that of SSL 3.0 to TLS 1.1, RFC 4346 section 7.4.4.
type CertificateRequest10 struct {
	TypesLength       uint8               `bits:"8,len=Types"`
	Types             []byte              `bits:"*"`
	AuthoritiesLength uint16              `bits:"16,len=Authorities"`
	Authorities       []DistinguishedName `bits:"*"`
}

// Err tells whether there are no types.
func (c *CertificateRequest10) Err() error {
	if len(c.Types) == 0 {
		return codec.ErrLength
	}
	return nil
}

// Recognizes tells the form from those of other versions.
func (*CertificateRequest10) Recognizes(data []byte) bool {
	return formOf(TypeCertificateRequest, len(data), data) == form10
}

// LayerName is the name of the layer.
func (*CertificateRequest10) LayerName() string { return "TLSCertificateRequest10" }

func (c *CertificateRequest10) String() string {
	return fmt.Sprintf("CertificateRequest, %d authorities", len(c.Authorities))
}

// CertificateRequest13 is that of TLS 1.3, RFC 8446 section 4.3.2, which is always encrypted.
type CertificateRequest13 struct {
	ContextLength uint8      `bits:"8,len=Context"`
	Context       []byte     `bits:"*"`
	Extensions    Extensions `bits:"*"`
}

// Err tells whether there are no algorithms, RFC 8446 section 4.3.2.
func (c *CertificateRequest13) Err() error {
	if c.Extensions.Get(ExtSignatureAlgorithms) == nil {
		return codec.ErrLength
	}
	return nil
}

// Recognizes tells the form from those of other versions.
func (*CertificateRequest13) Recognizes(data []byte) bool {
	return formOf(TypeCertificateRequest, len(data), data) == form13
}

// LayerName is the name of the layer.
func (*CertificateRequest13) LayerName() string { return "TLSCertificateRequest13" }

func (c *CertificateRequest13) String() string { return "CertificateRequest" }

// CertificateVerify shows that the sender has the key, RFC 8446 section 4.4.3 and RFC 5246 section 7.4.8.
type CertificateVerify struct {
	Algorithm SignatureScheme `bits:"16"`
	Length    uint16          `bits:"16,len=Signature"`
	Signature []byte          `bits:"*"`
}

// Recognizes tells the form from that of earlier versions.
func (*CertificateVerify) Recognizes(data []byte) bool {
	return formOf(TypeCertificateVerify, len(data), data) == form12
}

// LayerName is the name of the layer.
func (*CertificateVerify) LayerName() string { return "TLSCertificateVerify" }

func (c *CertificateVerify) String() string { return "CertificateVerify " + c.Algorithm.String() }

// CertificateVerify10 is that of SSL 3.0 to TLS 1.1, RFC 4346 section 7.4.8.
type CertificateVerify10 struct {
	Length    uint16 `bits:"16,len=Signature"`
	Signature []byte `bits:"*"`
}

// Recognizes tells the form from that of TLS 1.2.
func (*CertificateVerify10) Recognizes(data []byte) bool {
	return formOf(TypeCertificateVerify, len(data), data) == form10
}

// LayerName is the name of the layer.
func (*CertificateVerify10) LayerName() string { return "TLSCertificateVerify10" }

func (c *CertificateVerify10) String() string { return "CertificateVerify" }
