package ike

import "github.com/wiretag/wiretag/codec"

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

// Err tells whether there is no certificate.
func (p *IKEv1Cert) Err() error { return want(len(p.Data) > 0) }

// Err tells whether there is no certificate.
func (p *IKEv2Cert) Err() error { return want(len(p.Data) > 0) }

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
