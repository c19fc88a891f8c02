package ike

import (
	"net/netip"

	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// IDType is the type of an identity.
type IDType uint8

// Types of identities, RFC 2407 section 4.6.2.1 and RFC 7296 section 3.5; networks and ranges are of version 1 only.
const (
	IDIPv4      IDType = 1
	IDFQDN      IDType = 2
	IDUserFQDN  IDType = 3 // version 2: RFC 822 address
	IDIPv4Net   IDType = 4
	IDIPv6      IDType = 5
	IDIPv6Net   IDType = 6
	IDIPv4Range IDType = 7
	IDIPv6Range IDType = 8
	IDDN        IDType = 9  // DER
	IDGN        IDType = 10 // DER
	IDKey       IDType = 11
	IDList      IDType = 12 // RFC 3554
	IDNull      IDType = 13 // RFC 7619
)

func (t IDType) String() string {
	return iana.Name("\n1 IPv4\n2 FQDN\n3 User FQDN\n4 IPv4 network\n5 IPv6\n6 IPv6 network\n7 IPv4 range\n8 IPv6 range\n9 DN\n10 GN\n11 Key ID\n12 List\n13 NULL\n", t)
}

// IDAddr is an IPv4 address.
type IDAddr struct {
	Addr netip.Addr `bits:"32"`
}

// IDAddr6 is an IPv6 address.
type IDAddr6 struct {
	Addr netip.Addr `bits:"128"`
}

// IDPair is an IPv4 address with a mask, or the first and the last address of a range.
type IDPair struct {
	Addr netip.Addr `bits:"32"`
	Mask netip.Addr `bits:"32"`
}

// IDPair6 is the same for IPv6.
type IDPair6 struct {
	Addr netip.Addr `bits:"128"`
	Mask netip.Addr `bits:"128"`
}

// IDText is a name.
type IDText struct {
	Name string `bits:"*"`
}

// identities are the forms of an identity.
func identities() tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(IDIPv4): (*IDAddr)(nil), uint64(IDFQDN): (*IDText)(nil), uint64(IDUserFQDN): (*IDText)(nil), uint64(IDIPv4Net): (*IDPair)(nil), uint64(IDIPv6): (*IDAddr6)(nil),
		uint64(IDIPv6Net): (*IDPair6)(nil), uint64(IDIPv4Range): (*IDPair)(nil), uint64(IDIPv6Range): (*IDPair6)(nil),
	}}
}

// CertEncoding is the encoding of a certificate.
type CertEncoding uint8

// Encodings of certificates, RFC 2408 section 3.9 and RFC 7296 section 3.6.
const (
	CertPKCS7      CertEncoding = 1
	CertPGP        CertEncoding = 2
	CertDNS        CertEncoding = 3
	CertX509       CertEncoding = 4 // signature
	CertX509KE     CertEncoding = 5 // key exchange, version 1
	CertKerberos   CertEncoding = 6
	CertCRL        CertEncoding = 7
	CertARL        CertEncoding = 8
	CertSPKI       CertEncoding = 9
	CertX509Attr   CertEncoding = 10
	CertHashURL    CertEncoding = 12
	CertHashBundle CertEncoding = 13
	CertOCSP       CertEncoding = 14 // RFC 4806
	CertRawKey     CertEncoding = 15 // RFC 7670
)

func (t CertEncoding) String() string {
	return iana.Name("\n1 PKCS #7\n2 PGP\n3 DNS\n4 X.509 signature\n5 X.509 key exchange\n6 Kerberos\n7 CRL\n8 ARL\n9 SPKI\n10 X.509 attribute\n11 RSA key\n12 hash and URL\n13 hash and URL of bundle\n14 OCSP\n15 raw public key\n", t)
}
