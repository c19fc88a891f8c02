package layers

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"time"

	"github.com/wiretag/wiretag/codec"
)

// The data of record types that hold keys, digests and signatures.

// DNSRRSIG is the data of RRSIG (RFC 4034 section 3). Times are in seconds since 1970, modulo 2^32.
type DNSRRSIG struct {
	Covered    DNSType     `bits:"16"`
	Algorithm  uint8       `bits:"8"` // IANA "DNS Security Algorithm Numbers"
	Labels     uint8       `bits:"8"` // of the owner, without root and wildcard
	TTL        uint32      `bits:"32"`
	Expiration uint32      `bits:"32"`
	Inception  uint32      `bits:"32"`
	KeyTag     uint16      `bits:"16"`
	Signer     DNSFullName `bits:"*"`
	Signature  []byte      `bits:"*"`
}

// DNSSIG is the data of SIG (RFC 2535 section 4), of use as the transaction signature SIG(0) (RFC 2931).
type DNSSIG DNSRRSIG

// DNSDNSKEY is the data of DNSKEY (RFC 4034 section 2), CDNSKEY and RKEY.
type DNSDNSKEY struct {
	Flags     DNSKeyFlags `bits:"16"`
	Protocol  uint8       `bits:"8"` // 3
	Algorithm uint8       `bits:"8"`
	Key       []byte      `bits:"*"`
}

// DNSKEY is the data of KEY (RFC 2535 section 3), of use with SIG(0).
type DNSKEY DNSDNSKEY

// DNSKeyFlags are the flags of a DNSKEY.
type DNSKeyFlags uint16

// Flags of a DNSKEY.
const (
	DNSKeySEP    DNSKeyFlags = 0x0001 // secure entry point
	DNSKeyRevoke DNSKeyFlags = 0x0080 // RFC 5011
	DNSKeyZone   DNSKeyFlags = 0x0100
)

// DNSDS is the data of DS (RFC 4034 section 5), CDS, DLV and TA.
type DNSDS struct {
	KeyTag     uint16 `bits:"16"`
	Algorithm  uint8  `bits:"8"`
	DigestType uint8  `bits:"8"` // 1 SHA-1, 2 SHA-256, 4 SHA-384
	Digest     []byte `bits:"*"`
}

// DNSNSEC is the data of NSEC (RFC 4034 section 4).
type DNSNSEC struct {
	Next  DNSFullName   `bits:"*"`
	Types DNSTypeBitmap `bits:"*"`
}

// DNSNXT is the data of NXT (RFC 2535 section 5), which NSEC replaced.
type DNSNXT struct {
	Next   DNSFullName `bits:"*"`
	Bitmap []byte      `bits:"*"` // bit n, from the highest of the first byte: type n
}

// DNSNSEC3 is the data of NSEC3 (RFC 5155 section 3).
type DNSNSEC3 struct {
	Hash       uint8         `bits:"8"` // 1 SHA-1
	Flags      uint8         `bits:"8"` // 1 opt-out
	Iterations uint16        `bits:"16"`
	SaltLength uint8         `bits:"8,len=Salt"`
	Salt       []byte        `bits:"*"`
	HashLength uint8         `bits:"8,len=Next"`
	Next       []byte        `bits:"*"` // hash of the next owner
	Types      DNSTypeBitmap `bits:"*"`
}

// DNSNSEC3PARAM is the data of NSEC3PARAM (RFC 5155 section 4).
type DNSNSEC3PARAM struct {
	Hash       uint8  `bits:"8"`
	Flags      uint8  `bits:"8"`
	Iterations uint16 `bits:"16"`
	SaltLength uint8  `bits:"8,len=Salt"`
	Salt       []byte `bits:"*"`
}

// DNSCSYNC is the data of CSYNC: what a parent copies from its child (RFC 7477).
type DNSCSYNC struct {
	Serial uint32        `bits:"32"`
	Flags  uint16        `bits:"16"` // 1 immediate, 2 from that serial on
	Types  DNSTypeBitmap `bits:"*"`
}

// DNSZONEMD is the data of ZONEMD: the digest of a zone (RFC 8976).
type DNSZONEMD struct {
	Serial uint32 `bits:"32"`
	Scheme uint8  `bits:"8"` // 1 simple
	Hash   uint8  `bits:"8"` // 1 SHA-384, 2 SHA-512
	Digest []byte `bits:"*"`
}

// DNSCERT is the data of CERT (RFC 4398).
type DNSCERT struct {
	Type        uint16 `bits:"16"` // 1 X.509, 2 SPKI, 3 OpenPGP, ...
	KeyTag      uint16 `bits:"16"`
	Algorithm   uint8  `bits:"8"`
	Certificate []byte `bits:"*"`
}

// DNSSSHFP is the data of SSHFP: the fingerprint of an SSH host key (RFC 4255).
type DNSSSHFP struct {
	Algorithm   uint8  `bits:"8"` // 1 RSA, 2 DSA, 3 ECDSA, 4 Ed25519, 6 Ed448
	Hash        uint8  `bits:"8"` // 1 SHA-1, 2 SHA-256
	Fingerprint []byte `bits:"*"`
}

// DNSTLSA is the data of TLSA (RFC 6698) and SMIMEA (RFC 8162).
type DNSTLSA struct {
	Usage    uint8  `bits:"8"`
	Selector uint8  `bits:"8"`
	Matching uint8  `bits:"8"`
	Data     []byte `bits:"*"`
}

// DNSOPENPGPKEY is the data of OPENPGPKEY (RFC 7929).
type DNSOPENPGPKEY struct {
	Key []byte `bits:"*"`
}

// DNSDHCID is the data of DHCID: which DHCP client owns a name (RFC 4701).
type DNSDHCID struct {
	IDType     uint16 `bits:"16"`
	DigestType uint8  `bits:"8"` // 1 SHA-256
	Digest     []byte `bits:"*"`
}

// DNSIPSECKEY is the data of IPSECKEY (RFC 4025). One of the three gateways is there, by GatewayType.
type DNSIPSECKEY struct {
	Precedence  uint8       `bits:"8"`
	GatewayType uint8       `bits:"8"` // 0 none, 1 IPv4, 2 IPv6, 3 name
	Algorithm   uint8       `bits:"8"` // 1 DSA, 2 RSA, 3 ECDSA
	Gateway4    netip.Addr  `bits:"32,if=GatewayType==1"`
	Gateway6    netip.Addr  `bits:"128,if=GatewayType==2"`
	GatewayName DNSFullName `bits:"*,if=GatewayType==3"`
	Key         []byte      `bits:"*"`
}

// DNSHIP is the data of HIP: a host identity (RFC 8005).
type DNSHIP struct {
	TagLength uint8         `bits:"8,len=Tag"`
	Algorithm uint8         `bits:"8"`
	KeyLength uint16        `bits:"16,len=Key"`
	Tag       []byte        `bits:"*"`
	Key       []byte        `bits:"*"`
	Servers   []DNSFullName `bits:"*"` // rendezvous servers
}

// DNSTKEY is the data of TKEY: the establishment of a shared key (RFC 2930). Times as in RRSIG.
type DNSTKEY struct {
	Algorithm   DNSFullName `bits:"*"`
	Inception   uint32      `bits:"32"`
	Expiration  uint32      `bits:"32"`
	Mode        uint16      `bits:"16"` // 1 server, 2 Diffie-Hellman, 3 GSS-API, 4 resolver, 5 deletion
	Error       DNSRcode    `bits:"16"`
	KeyLength   uint16      `bits:"16,len=Key"`
	Key         []byte      `bits:"*"`
	OtherLength uint16      `bits:"16,len=Other"`
	Other       []byte      `bits:"*"`
}

// DNSTSIG is the data of TSIG: the signature of a message with a shared key (RFC 8945). This library does not compute it.
type DNSTSIG struct {
	Algorithm   DNSFullName `bits:"*"`
	Time        uint64      `bits:"48"` // seconds since 1970
	Fudge       uint16      `bits:"16"` // seconds
	MACLength   uint16      `bits:"16,len=MAC"`
	MAC         []byte      `bits:"*"`
	OriginalID  uint16      `bits:"16"`
	Error       DNSRcode    `bits:"16"`
	OtherLength uint16      `bits:"16,len=Other"`
	Other       []byte      `bits:"*"`
}

// Err tells whether the windows of types are not whole, or not in order: RFC 4034 section 4.1.2.
func (n *DNSNSEC) Err() error { return n.Types.windows() }

// Err tells whether the windows of types are not whole, or not in order: RFC 4034 section 4.1.2.
func (n *DNSNSEC3) Err() error { return n.Types.windows() }

// Err tells whether the windows of types are not whole, or not in order: RFC 4034 section 4.1.2.
func (c *DNSCSYNC) Err() error { return c.Types.windows() }

// windows tells whether one of them has not 1 to 32 bytes, or a smaller number than the one before.
func (m DNSTypeBitmap) windows() error {
	for last := -1; len(m) > 0; {
		if len(m) < 2 || m[1] == 0 || m[1] > 32 || len(m) < 2+int(m[1]) || int(m[0]) <= last {
			return codec.ErrLength
		}
		last, m = int(m[0]), m[2+int(m[1]):]
	}
	return nil
}

// DNSTypeBitmap is a set of types in windows of 256 (RFC 4034 section 4.1.2): the window's number, the
// bytes that follow, and a bit for each type from the highest bit of the first byte on.
type DNSTypeBitmap []byte

// NewDNSTypeBitmap returns the bitmap of a set of types, in its shortest form.
func NewDNSTypeBitmap(types ...DNSType) DNSTypeBitmap {
	var out DNSTypeBitmap
	window := -1
	head := 0
	for _, t := range slices.Sorted(slices.Values(types)) {
		if int(t>>8) != window {
			window, head = int(t>>8), len(out)
			out = append(out, byte(window), 0)
		}
		n := int(t&255)/8 + 1
		for len(out) < head+2+n {
			out = append(out, 0)
		}
		out[head+1] = byte(n)
		out[head+1+n] |= 0x80 >> (t & 7)
	}
	return out
}

// Types gives the types in the order of the bitmap. A window that runs over the end, or of more than 32 bytes, ends it.
func (m DNSTypeBitmap) Types() iter.Seq[DNSType] {
	return func(yield func(DNSType) bool) {
		for rest := m; len(rest) >= 2; {
			n := int(rest[1])
			if n > 32 || 2+n > len(rest) {
				return
			}
			for i := range 8 * n {
				if rest[2+i/8]&(0x80>>(i%8)) != 0 && !yield(DNSType(rest[0])<<8|DNSType(i)) {
					return
				}
			}
			rest = rest[2+n:]
		}
	}
}

// Has reports whether t is in the set.
func (m DNSTypeBitmap) Has(t DNSType) bool {
	for x := range m.Types() {
		if x == t {
			return true
		}
	}
	return false
}

// String gives the mnemonics. It ends with "..." after 16 KiB.
func (m DNSTypeBitmap) String() string {
	var b []byte
	for t := range m.Types() {
		if b != nil {
			b = append(b, ' ')
		}
		if len(b) > dnsMaxText {
			return string(append(b, "..."...))
		}
		b = append(b, t.String()...)
	}
	return string(b)
}

// Tag computes the number by which DS and RRSIG refer to the key (RFC 4034 appendix B).
func (d *DNSDNSKEY) Tag() uint16 {
	if d.Algorithm == 1 { // RSA/MD5: from the end of the modulus
		if n := len(d.Key); n >= 3 {
			return binary.BigEndian.Uint16(d.Key[n-3:])
		}
		return 0
	}
	sum := uint32(d.Flags) + uint32(d.Protocol)<<8 + uint32(d.Algorithm)
	for i, c := range d.Key {
		sum += uint32(c) << (8 * (1 - uint(i)&1))
	}
	return uint16(sum + sum>>16)
}

func dnsTime(t uint32) string { return time.Unix(int64(t), 0).UTC().Format("20060102150405") }
func dns64(b []byte) string   { return base64.StdEncoding.EncodeToString(b) }

func dnsHex(b []byte) string {
	if len(b) == 0 {
		return "-"
	}
	return fmt.Sprintf("%X", b)
}

func (d *DNSRRSIG) String() string {
	return fmt.Sprintf("%v %d %d %d %s %s %d %v %s", d.Covered, d.Algorithm, d.Labels, d.TTL,
		dnsTime(d.Expiration), dnsTime(d.Inception), d.KeyTag, d.Signer, dns64(d.Signature))
}

func (d *DNSDNSKEY) String() string {
	return fmt.Sprintf("%d %d %d %s", d.Flags, d.Protocol, d.Algorithm, dns64(d.Key))
}
func (d *DNSSIG) String() string { return (*DNSRRSIG)(d).String() }
func (d *DNSKEY) String() string { return (*DNSDNSKEY)(d).String() }
func (d *DNSDS) String() string {
	return fmt.Sprintf("%d %d %d %X", d.KeyTag, d.Algorithm, d.DigestType, d.Digest)
}
func (d *DNSNSEC) String() string { return fmt.Sprintf("%v %v", d.Next, d.Types) }
func (d *DNSNXT) String() string  { return fmt.Sprintf("%v %x", d.Next, d.Bitmap) }
func (d *DNSNSEC3) String() string {
	next := base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(d.Next)
	return fmt.Sprintf("%d %d %d %s %s %v", d.Hash, d.Flags, d.Iterations, dnsHex(d.Salt), next, d.Types)
}

func (d *DNSNSEC3PARAM) String() string {
	return fmt.Sprintf("%d %d %d %s", d.Hash, d.Flags, d.Iterations, dnsHex(d.Salt))
}
func (d *DNSCSYNC) String() string { return fmt.Sprintf("%d %d %v", d.Serial, d.Flags, d.Types) }
func (d *DNSZONEMD) String() string {
	return fmt.Sprintf("%d %d %d %X", d.Serial, d.Scheme, d.Hash, d.Digest)
}

func (d *DNSCERT) String() string {
	return fmt.Sprintf("%d %d %d %s", d.Type, d.KeyTag, d.Algorithm, dns64(d.Certificate))
}

func (d *DNSSSHFP) String() string {
	return fmt.Sprintf("%d %d %X", d.Algorithm, d.Hash, d.Fingerprint)
}

func (d *DNSTLSA) String() string {
	return fmt.Sprintf("%d %d %d %X", d.Usage, d.Selector, d.Matching, d.Data)
}
func (d *DNSOPENPGPKEY) String() string { return dns64(d.Key) }
func (d *DNSDHCID) String() string {
	b := binary.BigEndian.AppendUint16(nil, d.IDType)
	return dns64(append(append(b, d.DigestType), d.Digest...))
}

func (d *DNSIPSECKEY) String() string {
	gw := dnsGateway(d.GatewayType, d.Gateway4, d.Gateway6, d.GatewayName)
	return fmt.Sprintf("%d %d %d %s %s", d.Precedence, d.GatewayType, d.Algorithm, gw, dns64(d.Key))
}

func (d *DNSHIP) String() string {
	s := fmt.Sprintf("%d %X %s", d.Algorithm, d.Tag, dns64(d.Key))
	if len(d.Servers) > 0 {
		s += " " + joinWith(" ", d.Servers, DNSFullName.String)
	}
	return s
}

func (d *DNSTKEY) String() string {
	return fmt.Sprintf("%v %s %s %d %v %d %s %d %s", d.Algorithm, dnsTime(d.Inception), dnsTime(d.Expiration), d.Mode, d.Error,
		len(d.Key), dns64(d.Key), len(d.Other), dns64(d.Other))
}

func (d *DNSTSIG) String() string {
	return fmt.Sprintf("%v %d %d %d %s %d %v %d %s", d.Algorithm, d.Time, d.Fudge, len(d.MAC), dns64(d.MAC), d.OriginalID, d.Error, len(d.Other), dns64(d.Other))
}
