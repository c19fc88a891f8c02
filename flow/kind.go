package flow

import (
	"errors"
	"fmt"
)

// Errors that constructors and parsers wrap.
var (
	// ErrSize means that an address has a length that its kind does not take.
	ErrSize = errors.New("wrong address size")
	// ErrKind means a kind that is not valid, or a name that stands for no known kind.
	ErrKind = errors.New("unknown or invalid kind")
	// ErrText means text that is not an address of its kind.
	ErrText = errors.New("malformed address text")
)

// MaxSize is the largest number of bytes that an endpoint holds.
const MaxSize = 16

// maxName is the largest number of characters in the name of a kind.
const maxName = 8

// A Kind says what the bytes of an endpoint are: its name, the size of an
// address in bytes, and the form in which addresses are written as text. It is
// all in the number, so kinds are compared with == and need no registry. The
// zero Kind is not valid.
//
// The layout is private: bits 0 to 2 are the form, 3 to 7 the size, 8 to 55 the
// name in six-bit characters.
type Kind uint64

// A Form is the way in which the addresses of a kind are written as text.
type Form uint8

// The forms.
const (
	FormHex     Form = iota + 1 // lower-case hexadecimal digits, "00005e0053ff"
	FormColons                  // hexadecimal octets with colons between them, "00:00:5e:00:53:ff"
	FormDecimal                 // an unsigned number, most significant byte first, of 1 to 8 bytes
	FormAddr                    // an IP address, of 4 or 16 bytes
)

// The built-in kinds.
const (
	// KindMAC is a 48-bit IEEE 802 address (EUI-48).
	KindMAC = Kind(('M'-' ')<<50|('A'-' ')<<44|('C'-' ')<<38|6<<3) | Kind(FormColons)
	// KindEUI64 is a 64-bit IEEE extended unique identifier.
	KindEUI64 = Kind(('E'-' ')<<50|('U'-' ')<<44|('I'-' ')<<38|('6'-' ')<<32|('4'-' ')<<26|8<<3) | Kind(FormColons)
	// KindIPv4 is an IPv4 address.
	KindIPv4 = Kind(('I'-' ')<<50|('P'-' ')<<44|('V'-' ')<<38|('4'-' ')<<32|4<<3) | Kind(FormAddr)
	// KindIPv6 is an IPv6 address, without a zone.
	KindIPv6 = Kind(('I'-' ')<<50|('P'-' ')<<44|('V'-' ')<<38|('6'-' ')<<32|16<<3) | Kind(FormAddr)
	// KindTCP is a TCP port.
	KindTCP = Kind(('T'-' ')<<50|('C'-' ')<<44|('P'-' ')<<38|2<<3) | Kind(FormDecimal)
	// KindUDP is a UDP port.
	KindUDP = Kind(('U'-' ')<<50|('D'-' ')<<44|('P'-' ')<<38|2<<3) | Kind(FormDecimal)
	// KindUDPLite is a UDP-Lite port (RFC 3828).
	KindUDPLite = Kind(('U'-' ')<<50|('D'-' ')<<44|('P'-' ')<<38|('L'-' ')<<32|('I'-' ')<<26|('T'-' ')<<20|('E'-' ')<<14|2<<3) | Kind(FormDecimal)
	// KindSCTP is an SCTP port.
	KindSCTP = Kind(('S'-' ')<<50|('C'-' ')<<44|('T'-' ')<<38|('P'-' ')<<32|2<<3) | Kind(FormDecimal)
	// KindDCCP is a DCCP port (RFC 4340).
	KindDCCP = Kind(('D'-' ')<<50|('C'-' ')<<44|('C'-' ')<<38|('P'-' ')<<32|2<<3) | Kind(FormDecimal)
	// KindRaw is 0 to 16 bytes of which nothing more is known.
	KindRaw = Kind(('R'-' ')<<50|('A'-' ')<<44|('W'-' ')<<38) | Kind(FormHex)
)

// builtin returns the built-in kind of that name, or zero.
func builtin(name string) Kind {
	switch name {
	case "mac":
		return KindMAC
	case "eui64":
		return KindEUI64
	case "ipv4":
		return KindIPv4
	case "ipv6":
		return KindIPv6
	case "tcp":
		return KindTCP
	case "udp":
		return KindUDP
	case "udplite":
		return KindUDPLite
	case "sctp":
		return KindSCTP
	case "dccp":
		return KindDCCP
	case "raw":
		return KindRaw
	}
	return 0
}

// NewKind makes a kind of address. The name has 1 to 8 characters out of a to
// z, 0 to 9, '.', '_' and '-'. Size is the number of bytes of an address, at most 16; 0
// means that it varies, which only [FormHex] and [FormColons] allow. The name
// of a built-in kind is refused unless the result is that kind.
func NewKind(name string, size int, form Form) (Kind, error) {
	if len(name) == 0 || len(name) > maxName {
		return 0, fmt.Errorf("flow: kind %q: the name needs 1 to %d characters: %w", name, maxName, ErrKind)
	}
	var k Kind
	for i := range len(name) {
		c := name[i]
		if !inName(c) {
			return 0, fmt.Errorf("flow: kind %q: character %q in the name: %w", name, c, ErrKind)
		}
		if c >= 'a' {
			c -= 'a' - 'A'
		}
		k |= Kind(c-' ') << (50 - 6*i)
	}
	if !form.takes(size) {
		return 0, fmt.Errorf("flow: kind %q: size %d does not go with form %d: %w", name, size, form, ErrSize)
	}
	k |= Kind(size)<<3 | Kind(form)
	if b := builtin(name); b != 0 && b != k {
		return 0, fmt.Errorf("flow: kind %q: the name is that of a built-in kind: %w", name, ErrKind)
	}
	return k, nil
}

// inName reports whether the name of a kind may have the character.
func inName(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-'
}

// takes reports whether addresses of that size (0: any) can be written in the form.
func (f Form) takes(size int) bool {
	switch f {
	case FormHex, FormColons:
		return size >= 0 && size <= MaxSize
	case FormDecimal:
		return size >= 1 && size <= 8
	case FormAddr:
		return size == 4 || size == 16
	}
	return false
}

// IsValid reports whether k is a kind that [NewKind] can make.
func (k Kind) IsValid() bool {
	var a [maxName]byte
	name := k.appendName(a[:0])
	if len(name) == 0 || k>>56 != 0 || !k.Form().takes(k.Size()) {
		return false
	}
	if after := k >> 8 & (1<<(6*(maxName-len(name))) - 1); after != 0 {
		return false
	}
	for _, c := range name {
		if !inName(c) {
			return false
		}
	}
	b := builtin(string(name))
	return b == 0 || b == k
}

// Size returns the number of bytes of an address, 0 if it varies.
func (k Kind) Size() int { return int(k >> 3 & 0x1f) }

// Form returns the way in which addresses are written.
func (k Kind) Form() Form { return Form(k & 7) }

// String returns the name, such as "tcp", and "invalid" for the zero Kind and
// whatever else has no name.
func (k Kind) String() string {
	var a [maxName]byte
	if name := k.appendName(a[:0]); len(name) > 0 {
		return string(name)
	}
	return "invalid"
}

func (k Kind) appendName(dst []byte) []byte {
	for at := 50; at >= 8; at -= 6 {
		c := byte(k>>at&0x3f) + ' '
		if c == ' ' {
			break
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

// New makes an endpoint of this kind from the address as it is on the wire. It
// copies the bytes. A size that the kind does not take is an error.
func (k Kind) New(address []byte) (Endpoint, error) {
	if !k.IsValid() {
		return Endpoint{}, fmt.Errorf("flow: kind %#x: %w", uint64(k), ErrKind)
	}
	size := k.Size()
	if size == 0 && len(address) > MaxSize {
		return Endpoint{}, fmt.Errorf("flow: %s address of %d bytes, at most %d fit: %w", k, len(address), MaxSize, ErrSize)
	}
	if size != 0 && len(address) != size {
		return Endpoint{}, fmt.Errorf("flow: %s address of %d bytes, need %d: %w", k, len(address), size, ErrSize)
	}
	return k.fill(address), nil
}
