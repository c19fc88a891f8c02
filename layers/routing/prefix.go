package routing

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
)

// Prefix is a prefix as BGP (RFC 4271 section 4.3), EIGRP (RFC 7868 section 6.8) and IS-IS (RFC 5308 section 2) write it: a byte with its
// length in bits, and as many bytes as that needs. [PrefixOf] makes one; the empty string is none.
type Prefix string

// DecodeField reads the length and the bytes.
func (p *Prefix) DecodeField(layer []byte, at int) (int, error) {
	*p = ""
	b := layer[at:]
	if len(b) == 0 {
		return 1, codec.ErrTruncated
	}
	n := 1 + prefixBytes(b[0])
	if n > len(b) {
		return n, codec.ErrTruncated
	}
	*p = Prefix(b[:n])
	return n, nil
}

// AppendField writes them. There have to be as many bytes as the length says.
func (p Prefix) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if len(p) == 0 || len(p) != 1+prefixBytes(p[0]) {
		return dst, codec.ErrLength
	}
	return append(dst, p...), nil
}

func prefixBytes(bits uint8) int { return (int(bits) + 7) / 8 }

// PrefixOf writes a prefix of either version of IP. Of one that is not valid it makes nothing, which cannot be encoded.
func PrefixOf(p netip.Prefix) Prefix {
	if !p.IsValid() {
		return ""
	}
	b := p.Masked().Addr().AsSlice()
	return Prefix(append([]byte{uint8(p.Bits())}, b[:prefixBytes(uint8(p.Bits()))]...))
}

// Bits is the length.
func (p Prefix) Bits() int {
	if p == "" {
		return 0
	}
	return int(p[0])
}

// Bytes is a copy of what is behind the length. Bits beyond the length in the last byte have no meaning.
func (p Prefix) Bytes() []byte {
	if p == "" {
		return nil
	}
	return []byte(p[1:])
}

// IPv4 is the prefix of IPv4, the zero value if it is too long for that.
func (p Prefix) IPv4() netip.Prefix { return ipv4Prefix(p.Bits(), p.Bytes()) }

func ipv4Prefix(bits int, b []byte) netip.Prefix {
	var a [4]byte
	if bits > 32 {
		return netip.Prefix{}
	}
	copy(a[:], b)
	return netip.PrefixFrom(netip.AddrFrom4(a), bits).Masked()
}

// IPv6 is the prefix of IPv6, the zero value if it is too long for that.
func (p Prefix) IPv6() netip.Prefix {
	var a [16]byte
	if p.Bits() > 128 {
		return netip.Prefix{}
	}
	copy(a[:], p.Bytes())
	return netip.PrefixFrom(netip.AddrFrom16(a), p.Bits()).Masked()
}

func (p Prefix) String() string { return fmt.Sprintf("%x/%d", p.Bytes(), p.Bits()) }
