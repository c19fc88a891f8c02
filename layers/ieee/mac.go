package ieee

import (
	"fmt"
	"net"
)

// MAC is a 48-bit IEEE 802 address (EUI-48).
type MAC [6]byte

// broadcast is the address of all stations.
var broadcast = MAC{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// ParseMAC parses an address of six bytes in the forms that [net.ParseMAC] takes.
func ParseMAC(s string) (MAC, error) {
	a, err := net.ParseMAC(s)
	if err != nil {
		return MAC{}, err
	}
	if len(a) != len(MAC{}) {
		return MAC{}, fmt.Errorf("address %s: want 6 bytes, have %d", s, len(a))
	}
	return MAC(a), nil
}

// String gives six pairs of lower-case hexadecimal digits with colons between them.
func (m MAC) String() string {
	const digits = "0123456789abcdef"
	var b [17]byte
	for i, c := range m {
		if i > 0 {
			b[3*i-1] = ':'
		}
		b[3*i], b[3*i+1] = digits[c>>4], digits[c&15]
	}
	return string(b[:])
}

// HardwareAddr returns a copy as the type that package net has for addresses.
func (m MAC) HardwareAddr() net.HardwareAddr { return m[:] }

// IsBroadcast reports whether m is ff:ff:ff:ff:ff:ff.
func (m MAC) IsBroadcast() bool { return m == broadcast }

// IsMulticast reports whether m is a group address, as the broadcast address is too.
func (m MAC) IsMulticast() bool { return m[0]&1 != 0 }

// IsLocal reports whether m is locally administered, not from a vendor's block.
func (m MAC) IsLocal() bool { return m[0]&2 != 0 }

// OUI returns the first three bytes, the vendor's block where m is not local.
func (m MAC) OUI() uint32 { return uint32(m[0])<<16 | uint32(m[1])<<8 | uint32(m[2]) }

// MarshalText gives the text of String.
func (m MAC) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText is the inverse of MarshalText.
func (m *MAC) UnmarshalText(text []byte) (err error) {
	*m, err = ParseMAC(string(text))
	return err
}
