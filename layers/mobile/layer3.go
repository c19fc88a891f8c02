package mobile

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
)

// L3Area is a routeing area identification, 3GPP TS 24.008 section 10.5.5.15: digits of the mobile country code and of the network code, the third of which may be a filler, 15, a
// location area in the network, and a routeing area in that.
type L3Area struct {
	MCC2 uint8  `bits:"4"`
	MCC1 uint8  `bits:"4"`
	MNC3 uint8  `bits:"4"`
	MCC3 uint8  `bits:"4"`
	MNC2 uint8  `bits:"4"`
	MNC1 uint8  `bits:"4"`
	LAC  uint16 `bits:"16"`
	RAC  uint8  `bits:"8"`
}

// PLMN is the mobile country code and the network code, as in 001-01.
func (a L3Area) PLMN() string {
	s := fmt.Sprintf("%x%x%x-%x%x", a.MCC1, a.MCC2, a.MCC3, a.MNC1, a.MNC2)
	if a.MNC3 != filler {
		s += fmt.Sprintf("%x", a.MNC3)
	}
	return s
}

// filler stands where there is no digit.
const filler = 15

// Err tells whether the codes of a country and a network are no digits.
func (a L3Area) Err() error {
	n := GTPv2Network{MCC1: a.MCC1, MCC2: a.MCC2, MCC3: a.MCC3, MNC1: a.MNC1, MNC2: a.MNC2, MNC3: a.MNC3}
	return n.Err()
}

// L3Identity is a mobile identity, 3GPP TS 24.008 section 10.5.1.4. Its first byte has a digit, or ones, in front of its type.
type L3Identity struct {
	Digit uint8          `bits:"4"`
	Odd   bool           `bits:"1"` // the number of digits is odd
	Type  L3IdentityType `bits:"3"`
	Value []byte         `bits:"*"` // further digits, two in a byte, the lower one first; or a TMSI
}

// L3IdentityType is the type of a mobile identity.
type L3IdentityType uint8

// Types of mobile identities.
const (
	L3None   L3IdentityType = 0
	L3IMSI   L3IdentityType = 1
	L3IMEI   L3IdentityType = 2
	L3IMEISV L3IdentityType = 3
	L3TMSI   L3IdentityType = 4 // and P-TMSI
)

// Digits are the digits of an IMSI, IMEI or IMEISV; "" for other types.
func (i *L3Identity) Digits() string {
	switch i.Type {
	case L3IMSI, L3IMEI, L3IMEISV:
		b := make([]byte, 0, 1+len(i.Value))
		low := i.Digit
		for _, c := range i.Value {
			b = append(b, low|c<<4)
			low = c >> 4
		}
		if low != filler {
			b = append(b, low|filler<<4)
		}
		return digits(b)
	}
	return ""
}

// TMSI is the value of a TMSI or P-TMSI, 0 for other types.
func (i *L3Identity) TMSI() uint32 {
	if i.Type != L3TMSI || len(i.Value) != 4 {
		return 0
	}
	return binary.BigEndian.Uint32(i.Value)
}

// L3QoS is a quality of service, 3GPP TS 24.008 section 10.5.6.5. What is known since Release 99 is in Later: traffic classes, bit rates.
type L3QoS struct {
	Spare       uint8  `bits:"2"`
	Delay       uint8  `bits:"3"` // class, 1 to 4; 0 as subscribed
	Reliability uint8  `bits:"3"` // class, 1 to 5
	Peak        uint8  `bits:"4"` // throughput, 1000 bytes a second times two to the Peak-1
	Spare2      uint8  `bits:"1"`
	Precedence  uint8  `bits:"3"` // class, 1 to 3
	Spare3      uint8  `bits:"3"`
	Mean        uint8  `bits:"5"` // throughput class, 31 best effort
	Later       []byte `bits:"*"`
}

// L3Address is an address of the packet data protocol, 3GPP TS 24.008 section 10.5.6.4.
type L3Address struct {
	Spare        uint8  `bits:"4"`
	Organization uint8  `bits:"4"` // 0 ETSI: PPP, 1 IETF
	Type         uint8  `bits:"8"` // of IETF: 0x21 IPv4, 0x57 IPv6, 0x8d both
	Value        []byte `bits:"*"` // none asks for one
}

// Addr is the address of IPv4 or IPv6, of both that of IPv4; the zero Addr if there is none.
func (a *L3Address) Addr() netip.Addr {
	const (
		ietf = 1
		both = 0x8d
	)
	if a.Organization != ietf {
		return netip.Addr{}
	}
	b := a.Value
	if a.Type == both {
		b = b[:min(len(b), 4)]
	}
	addr, _ := netip.AddrFromSlice(b)
	return addr
}

// decoded decodes a value into v.
func decoded[T any](value []byte, v *T) (*T, error) {
	if _, err := codec.Unmarshal(value, v); err != nil {
		return nil, fmt.Errorf("mobile: %w", err)
	}
	return v, nil
}

// L3 information elements, 3GPP TS 24.007 section 11.2.4: one byte from 0x80 on, a length of two bytes from 0x78 on, else of one.
const (
	l3Byte = 0x80
	l3Long = 0x78
)

// readL3 reads an information element, whose value has fixed bytes and no length if that is not negative. It returns the bytes that the element has, or would need.
func readL3(b []byte, fixed int) (value []byte, n int, err error) {
	head, n := 2, fixed
	switch {
	case fixed >= 0:
		head = 1
	case b[0] >= l3Byte:
		return nil, 1, nil
	case b[0] >= l3Long:
		if head = 3; len(b) < head {
			return nil, head, codec.ErrTruncated
		}
		n = int(binary.BigEndian.Uint16(b[1:]))
	case len(b) < head:
		return nil, head, codec.ErrTruncated
	default:
		n = int(b[1])
	}
	n += head
	switch {
	case n > len(b):
		return nil, n, codec.ErrTruncated
	case n > head:
		value = b[head:n:n]
	}
	return value, n, nil
}

// appendL3 writes an information element.
func appendL3(dst []byte, t byte, value []byte, fixed int) ([]byte, error) {
	dst = append(dst, t)
	switch n := len(value); {
	case fixed >= 0 && n != fixed, fixed < 0 && t >= l3Byte && n > 0, n > 0xffff, fixed < 0 && t < l3Long && n > 0xff:
		return dst, codec.ErrLength
	case fixed >= 0 || t >= l3Byte:
	case t >= l3Long:
		dst = append(dst, byte(n>>8), byte(n))
	default:
		dst = append(dst, byte(n))
	}
	return append(dst, value...), nil
}
