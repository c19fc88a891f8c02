package infra

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"time"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// NTP is a packet of the Network Time Protocol, RFC 5905 section 7.3, in modes 1 to 5; SNTP and versions 1 to 3 have the same form. Nothing says where the
// extension fields (RFC 7822) of version 4 end and the message authentication code begins: what is too short for the one, or has a size of the other, is that.
type NTP struct {
	Leap           NTPLeap        `bits:"2"`
	Version        uint8          `bits:"3,default=4"`
	Mode           NTPMode        `bits:"3"`
	Stratum        uint8          `bits:"8"` // 1 has a reference clock, 0 is unknown or says that RefID is a kiss code, 16 is not synchronized
	Poll           int8           `bits:"8"` // log2 of seconds between packets
	Precision      int8           `bits:"8"` // log2 of seconds
	RootDelay      NTPShort       `bits:"32"`
	RootDispersion NTPShort       `bits:"32"`
	RefID          NTPRefID       `bits:"32"`
	Reference      NTPTimestamp   `bits:"64"` // when the clock was last set
	Origin         NTPTimestamp   `bits:"64"` // when the request left, by the client's clock
	Receive        NTPTimestamp   `bits:"64"` // when it arrived, by the server's clock
	Transmit       NTPTimestamp   `bits:"64"` // when this packet left
	Extensions     []NTPExtension `bits:"*,fit,if=Version>3"`
	MAC            []byte         `bits:"*"` // key identifier and digest: none, 4 bytes (a crypto-NAK), 20 (MD5, AES-CMAC) or 24 (SHA-1) in version 4; and what is nothing of all this
}

// NTPLeap warns of a leap second at the end of the day.
type NTPLeap uint8

// Leap indicators.
const (
	NTPLeapNone   NTPLeap = 0
	NTPLeapInsert NTPLeap = 1 // the last minute has 61 seconds
	NTPLeapDelete NTPLeap = 2 // it has 59
	NTPLeapAlarm  NTPLeap = 3 // the clock is not synchronized
)

func (l NTPLeap) String() string {
	return iana.NameAt([]string{"no warning", "61 seconds", "59 seconds", "not synchronized"}, l)
}

// NTPMode is the kind of association.
type NTPMode uint8

// Modes. Version 1 did not have them: zero stands there.
const (
	NTPSymmetricActive  NTPMode = 1
	NTPSymmetricPassive NTPMode = 2
	NTPClient           NTPMode = 3
	NTPServer           NTPMode = 4
	NTPBroadcast        NTPMode = 5
	NTPModeControl      NTPMode = 6
	NTPModePrivate      NTPMode = 7
)

func (m NTPMode) String() string {
	return iana.NameAt([]string{"unspecified", "symmetric active", "symmetric passive", "client", "server", "broadcast", "control", "private"}, m)
}

// NTPShort is a time in seconds with 16 bits behind the point.
type NTPShort uint32

// Duration converts it.
func (s NTPShort) Duration() time.Duration {
	return time.Duration(uint64(s) * uint64(time.Second) >> 16)
}

func (s NTPShort) String() string { return s.Duration().String() }

// NTPTimestamp is the time in seconds since 1900 with 32 bits behind the point. It begins anew in 2036; zero is no time.
type NTPTimestamp uint64

// ntpEpoch is 1970 in seconds since 1900.
const ntpEpoch = 2208988800

// NewNTPTimestamp converts a time.
func NewNTPTimestamp(t time.Time) NTPTimestamp {
	return NTPTimestamp(uint64(t.Unix()+ntpEpoch)<<32 | (uint64(t.Nanosecond())<<32+uint64(time.Second)-1)/uint64(time.Second))
}

// Time converts it to a time from 1968 to 2104, as RFC 4330 section 3 does: those whose first bit is not set are after 2036.
func (t NTPTimestamp) Time() time.Time {
	sec := int64(t >> 32)
	if sec < 1<<31 {
		sec += 1 << 32
	}
	return time.Unix(sec-ntpEpoch, int64((uint64(t)&0xffffffff)*uint64(time.Second)>>32)).UTC()
}

func (t NTPTimestamp) String() string {
	if t == 0 {
		return "none"
	}
	return t.Time().Format("2006-01-02T15:04:05.000000000Z")
}

// NTPRefID is where the time comes from: four letters for a reference clock (stratum 1) or a kiss code (stratum 0), otherwise an IPv4 address or the first bytes
// of the MD5 sum of an IPv6 address.
type NTPRefID [4]byte

// String gives letters if there are some, or the form of an address.
func (r NTPRefID) String() string {
	if s := r.letters(); s != "" {
		return s
	}
	return netip.AddrFrom4(r).String()
}

// letters are those of the reference, with zeros alone behind them; empty if there are none.
func (r NTPRefID) letters() string {
	n := 0
	for n < 4 && r[n] > ' ' && r[n] < 0x7f {
		n++
	}
	for _, c := range r[n:] {
		if c != 0 {
			return ""
		}
	}
	return string(r[:n])
}

// NTPExtension is an extension field, RFC 7822 section 3: at least 16 bytes with type and length, 28 where it is the last one and no MAC follows.
// Value holds the padding too; encoding adds what is lacking to 16 bytes and to a multiple of four, if padding is derived.
type NTPExtension struct {
	Type  NTPExtensionType
	Value []byte
}

// Sizes in bytes.
const (
	ntpHeader       = 48
	ntpMinExtension = 16
	ntpMaxMAC       = 24 // of version 4, where extension fields can stand before it
)

// DecodeField takes a whole extension field. Where none can be, it needs more than there is.
func (x *NTPExtension) DecodeField(layer []byte, at int) (int, error) {
	*x = NTPExtension{}
	b := layer[at:]
	if len(b) < ntpMinExtension || len(b) == 20 || len(b) == ntpMaxMAC {
		return ntpMinExtension + len(b), codec.ErrTruncated
	}
	n := int(binary.BigEndian.Uint16(b[2:]))
	if n < ntpMinExtension || n > len(b) || n%4 != 0 {
		return len(b) + 1, codec.ErrTruncated
	}
	x.Type, x.Value = NTPExtensionType(binary.BigEndian.Uint16(b)), b[4:n:n]
	return n, nil
}

// AppendField writes type, length and value.
func (x NTPExtension) AppendField(dst []byte, _ int, derive codec.Derive) ([]byte, error) {
	n := 4 + len(x.Value)
	if derive&codec.Padding != 0 {
		n = max(ntpMinExtension, (n+3)&^3)
	}
	if n > 0xffff {
		return dst, codec.ErrRange
	}
	dst = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(dst, uint16(x.Type)), uint16(n))
	dst = append(dst, x.Value...)
	return append(dst, make([]byte, n-4-len(x.Value))...), nil
}

func (x NTPExtension) String() string { return fmt.Sprintf("%s %x", x.Type, x.Value) }

// NTPExtensionType is the type of an extension field, from IANA's registry.
type NTPExtensionType uint16

// Types. Autokey's have a response bit, 0x8000, and an error bit, 0x4000, beside the ones named here.
const (
	NTPAutokeyCrypto      NTPExtensionType = 0x0002
	NTPUniqueIdentifier   NTPExtensionType = 0x0104 // NTS, RFC 8915
	NTPNTSCookie          NTPExtensionType = 0x0204
	NTPNTSPlaceholder     NTPExtensionType = 0x0304
	NTPNTSAuthenticator   NTPExtensionType = 0x0404
	NTPAutokeyMessage     NTPExtensionType = 0x0102
	NTPAutokeyIdentity    NTPExtensionType = 0x0502
	NTPChecksumComplement NTPExtensionType = 0x2005 // RFC 7821
	NTPExperiment         NTPExtensionType = 0xf323 // the first of those for experiments that are in use: chrony's
)

func (t NTPExtensionType) String() string {
	switch t {
	case NTPAutokeyCrypto:
		return "autokey crypto-nak"
	case NTPUniqueIdentifier:
		return "unique identifier"
	case NTPNTSCookie:
		return "NTS cookie"
	case NTPNTSPlaceholder:
		return "NTS cookie placeholder"
	case NTPNTSAuthenticator:
		return "NTS authenticator"
	case NTPAutokeyMessage:
		return "autokey association"
	case NTPAutokeyIdentity:
		return "autokey identity"
	case NTPChecksumComplement:
		return "checksum complement"
	}
	return fmt.Sprintf("%#04x", uint16(t))
}

// NTSAuthenticator is the value of the extension field NTPNTSAuthenticator, RFC 8915 section 5.6: it protects what is before it.
type NTSAuthenticator struct {
	NonceLength      uint16 `bits:"16,len=Nonce"`
	CiphertextLength uint16 `bits:"16,len=Ciphertext"`
	Nonce            []byte `bits:"*"`
	NoncePadding     []byte `bits:"*,pad=4"`
	Ciphertext       []byte `bits:"*"` // encrypted extension fields and the authentication tag
	Padding          []byte `bits:"*"`
}

// Authenticator decodes the value of an NTPNTSAuthenticator.
func (x *NTPExtension) Authenticator() (*NTSAuthenticator, error) {
	a := &NTSAuthenticator{}
	_, err := codec.Unmarshal(x.Value, a)
	return a, err
}

// ntpKey is the number of the key at the beginning of a message authentication code, 0 if there is none.
func ntpKey(mac []byte) uint32 {
	if len(mac) < 4 {
		return 0
	}
	return binary.BigEndian.Uint32(mac)
}

// Recognizes refuses control and private messages.
func (*NTP) Recognizes(data []byte) bool { return len(data) > 0 && data[0]&7 < uint8(NTPModeControl) }

// Extension returns the first extension field of a type, nil if there is none.
func (n *NTP) Extension(t NTPExtensionType) *NTPExtension {
	for i := range n.Extensions {
		if n.Extensions[i].Type == t {
			return &n.Extensions[i]
		}
	}
	return nil
}

// KeyID is the number of the key in MAC, 0 if there is none.
func (n *NTP) KeyID() uint32 { return ntpKey(n.MAC) }

// Digest is MAC without the number of the key. The bytes are n's.
func (n *NTP) Digest() []byte { return n.MAC[min(4, len(n.MAC)):] }

// KissCode is the reason for which a server refuses (RATE, DENY, ...), RFC 5905 section 7.4; empty in other packets.
func (n *NTP) KissCode() string {
	if n.Stratum != 0 || n.Mode != NTPServer {
		return ""
	}
	return n.RefID.letters()
}

func (n *NTP) String() string {
	reference := n.RefID.String()
	if n.Stratum > 1 && n.Stratum < 16 { // an address, whose bytes may be letters, RFC 5905 section 7.3
		reference = netip.AddrFrom4(n.RefID).String()
	}
	return fmt.Sprintf("NTPv%d %s, stratum %d, reference %s, transmit %s", n.Version, n.Mode, n.Stratum, reference, n.Transmit)
}
