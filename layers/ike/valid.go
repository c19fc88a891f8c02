package ike

import (
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"net/url"

	"github.com/wiretag/wiretag/codec"
)

// What the standards say of the contents of payloads beyond their fields. Values that break it decode all the same.

// want is an error unless something is as it has to be.
func want(ok bool) error {
	if ok {
		return nil
	}
	return codec.ErrLength
}

// Err tells whether there is no public value.
func (p *IKEv1KeyExchange) Err() error { return want(len(p.Data) > 0) }

// Err tells whether there is no public value.
func (p *IKEv2KeyExchange) Err() error { return want(len(p.Data) > 0) }

// Err tells whether there is no certificate in the encoding, RFC 2408 section 3.9.
func (p *IKEv1Cert) Err() error { return certErr(p.Encoding, p.Data) }

// Err tells whether there is no certificate in the encoding, RFC 7296 section 3.6.
func (p *IKEv2Cert) Err() error {
	if p.Encoding == CertX509KE { // of version 1
		return codec.ErrRange
	}
	return certErr(p.Encoding, p.Data)
}

// certErr tells whether data is not what the encoding says; of those that are no DER, whether there is something.
func certErr(e CertEncoding, data []byte) (err error) {
	switch e {
	case CertX509, CertX509KE:
		_, err = x509.ParseCertificate(data)
	case CertCRL, CertARL:
		_, err = x509.ParseRevocationList(data)
	case CertRawKey:
		_, err = x509.ParsePKIXPublicKey(data)
	case CertPKCS7, CertX509Attr, CertOCSP:
		var v []asn1.RawValue
		_, err = asn1.Unmarshal(data, &v)
	case CertHashURL, CertHashBundle:
		if err = want(len(data) > sha1.Size); err == nil {
			_, err = url.ParseRequestURI(string(data[sha1.Size:]))
		}
	default:
		err = want(len(data) > 0)
	}
	return err
}

// Err tells whether an authority of X.509 is no name, RFC 2408 section 3.10.
func (p *IKEv1CertRequest) Err() error {
	if len(p.Authority) == 0 || p.Encoding != CertX509 && p.Encoding != CertX509KE {
		return nil
	}
	var name pkix.RDNSequence
	_, err := asn1.Unmarshal(p.Authority, &name)
	return err
}

// Err tells whether a hash is there in part.
func (p *IKEv2CertRequest) Err() error { return want(len(p.Authorities)%20 == 0) }

// Err tells whether there is no hash.
func (p *IKEv1Hash) Err() error { return want(len(p.Data) > 0) }

// Err tells whether there is no signature.
func (p *IKEv1Signature) Err() error { return want(len(p.Data) > 0) }

// Err tells whether the nonce is too short or too long, RFC 2409 section 5.
func (p *IKEv1Nonce) Err() error { return want(len(p.Data) >= 8 && len(p.Data) <= 256) }

// Err tells whether the nonce is too short or too long.
func (p *IKEv2Nonce) Err() error { return want(len(p.Data) >= 16 && len(p.Data) <= 256) }

// Err tells whether there are not as many identifiers as NumSPIs says.
func (p *IKEv1Delete) Err() error { return want(len(p.SPIs) == int(p.SPISize)*int(p.NumSPIs)) }

// Err tells whether there are not as many identifiers as NumSPIs says.
func (p *IKEv2Delete) Err() error { return want(len(p.SPIs) == int(p.SPISize)*int(p.NumSPIs)) }

// leastEncrypted is the least that can be encrypted, without an initialization vector: the length of the padding, and 96 bits that authenticate it.
const leastEncrypted = 1 + 12

// Err tells whether the data is shorter than any can be.
func (p *IKEv2Encrypted) Err() error { return want(len(p.Data) >= leastEncrypted) }

// Err tells whether the number is none of the fragments, or nothing is encrypted.
func (p *IKEv2Fragment) Err() error {
	if p.Number == 0 || p.Number > p.Total {
		return codec.ErrRange
	}
	return want(len(p.Data) >= leastEncrypted)
}

// Err tells whether there is no proposal, or one has not as many transforms as it says.
func (p *IKEv2SA) Err() error {
	for i := range p.Proposals {
		if x := &p.Proposals[i]; int(x.NumTransforms) != len(x.Transforms) {
			return codec.ErrCount
		}
	}
	return want(len(p.Proposals) > 0)
}

// Err tells whether a proposal has not as many transforms as it says.
func (p *IKEv1SA) Err() error {
	for i := range p.Proposals {
		if x := &p.Proposals[i]; int(x.NumTransforms) != len(x.Transforms) {
			return codec.ErrCount
		}
	}
	return nil
}

// Err tells whether something else than another one or nothing is to follow.
func (p *V1Proposal) Err() error { return want(p.More == PayloadNone || p.More == PayloadProposal) }

// Err tells whether something else than another one or nothing is to follow.
func (p *V1Transform) Err() error { return want(p.More == PayloadNone || p.More == PayloadTransform) }

// Err tells whether something else than another one or nothing is to follow.
func (p *V2Proposal) Err() error { return want(p.More == PayloadNone || p.More == PayloadProposal) }

// Err tells whether something else than another one or nothing is to follow.
func (p *V2Transform) Err() error { return want(p.More == PayloadNone || p.More == PayloadTransform) }
