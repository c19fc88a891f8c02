package tls

import (
	"fmt"
	"strconv"

	"github.com/wiretag/wiretag/layers/iana"
)

// lookup returns the name of v in a table that begins with first, or its number.
func lookup[T ~uint8 | ~uint16](names []string, v, first T) string {
	if v >= first && int(v-first) < len(names) && names[v-first] != "" {
		return names[v-first]
	}
	return strconv.Itoa(int(v))
}

// IsGREASE reports whether v is one of the values of RFC 8701, which mean nothing and have to be ignored.
func IsGREASE(v uint16) bool { return v&0x0f0f == 0x0a0a && v>>8 == v&0xff }

// Version is a version of TLS or DTLS.
type Version uint16

// Versions. Those of DTLS are the ones' complement of their number. DTLSOpenSSL is that of OpenSSL before 0.9.8f.
const (
	SSL20       Version = 0x0002
	SSL30       Version = 0x0300
	TLS10       Version = 0x0301
	TLS11       Version = 0x0302
	TLS12       Version = 0x0303
	TLS13       Version = 0x0304
	DTLSOpenSSL Version = 0x0100
	DTLS10      Version = 0xfeff
	DTLS12      Version = 0xfefd
	DTLS13      Version = 0xfefc
)

func (v Version) String() string {
	switch v {
	case SSL20:
		return "SSL 2.0"
	case SSL30:
		return "SSL 3.0"
	case DTLSOpenSSL:
		return "DTLS 1.0 (OpenSSL)"
	case DTLS10:
		return "DTLS 1.0"
	case DTLS12:
		return "DTLS 1.2"
	case DTLS13:
		return "DTLS 1.3"
	}
	switch {
	case v > SSL30 && v <= TLS13:
		return "TLS 1." + strconv.Itoa(int(v)-0x301)
	case v>>8 == 0x7f:
		return "TLS 1.3 draft " + strconv.Itoa(int(v&0xff))
	case IsGREASE(uint16(v)):
		return "GREASE " + fmt.Sprintf("%#04x", uint16(v))
	}
	return fmt.Sprintf("%#04x", uint16(v))
}

// Group is a named group of key exchange.
type Group uint16

// Groups that are common.
const (
	GroupSecp256r1      Group = 23
	GroupSecp384r1      Group = 24
	GroupSecp521r1      Group = 25
	GroupX25519         Group = 29
	GroupX448           Group = 30
	GroupX25519MLKEM768 Group = 0x11ec
)

func (g Group) String() string { return number16(groupNames, uint16(g)) }

func number16(table string, v uint16) string {
	if IsGREASE(v) {
		return fmt.Sprintf("GREASE %#04x", v)
	}
	return iana.Name(table, v)
}

const groupNames = "\n1 sect163k1\n2 sect163r1\n3 sect163r2\n4 sect193r1\n5 sect193r2\n6 sect233k1\n7 sect233r1\n8 sect239k1\n9 sect283k1\n10 sect283r1\n11 sect409k1" +
	"\n12 sect409r1\n13 sect571k1\n14 sect571r1\n15 secp160k1\n16 secp160r1\n17 secp160r2\n18 secp192k1\n19 secp192r1\n20 secp224k1\n21 secp224r1\n22 secp256k1\n23 secp256r1" +
	"\n24 secp384r1\n25 secp521r1\n26 brainpoolP256r1\n27 brainpoolP384r1\n28 brainpoolP512r1\n29 x25519\n30 x448\n31 brainpoolP256r1tls13\n32 brainpoolP384r1tls13" +
	"\n33 brainpoolP512r1tls13\n41 curveSM2\n256 ffdhe2048\n257 ffdhe3072\n258 ffdhe4096\n259 ffdhe6144\n260 ffdhe8192\n512 MLKEM512\n513 MLKEM768\n514 MLKEM1024" +
	"\n4587 SecP256r1MLKEM768\n4588 X25519MLKEM768\n4589 SecP384r1MLKEM1024\n25497 X25519Kyber768Draft00\n25498 SecP256r1Kyber768Draft00" +
	"\n65281 arbitrary_explicit_prime_curves\n65282 arbitrary_explicit_char2_curves\n"

// SignatureScheme is an algorithm of signatures; before TLS 1.3 a hash in the upper and a signature in the lower byte.
type SignatureScheme uint16

func (s SignatureScheme) String() string { return number16(schemeNames, uint16(s)) }

const schemeNames = "\n257 rsa_pkcs1_md5\n513 rsa_pkcs1_sha1\n514 dsa_sha1\n515 ecdsa_sha1\n769 rsa_pkcs1_sha224\n770 dsa_sha224\n771 ecdsa_sha224\n1025 rsa_pkcs1_sha256\n1026 dsa_sha256" +
	"\n1027 ecdsa_secp256r1_sha256\n1281 rsa_pkcs1_sha384\n1282 dsa_sha384\n1283 ecdsa_secp384r1_sha384\n1537 rsa_pkcs1_sha512\n1538 dsa_sha512\n1539 ecdsa_secp521r1_sha512" +
	"\n1800 sm2sig_sm3\n2052 rsa_pss_rsae_sha256\n2053 rsa_pss_rsae_sha384\n2054 rsa_pss_rsae_sha512\n2055 ed25519\n2056 ed448\n2057 rsa_pss_pss_sha256\n2058 rsa_pss_pss_sha384" +
	"\n2059 rsa_pss_pss_sha512\n2074 ecdsa_brainpoolP256r1tls13_sha256\n2075 ecdsa_brainpoolP384r1tls13_sha384\n2076 ecdsa_brainpoolP512r1tls13_sha512" +
	"\n2308 mldsa44\n2309 mldsa65\n2310 mldsa87\n"

// PointFormat is a form of points on elliptic curves, RFC 8422 section 5.1.2.
type PointFormat uint8

func (p PointFormat) String() string {
	return lookup([]string{"uncompressed", "ansiX962_compressed_prime", "ansiX962_compressed_char2"}, p, 0)
}
