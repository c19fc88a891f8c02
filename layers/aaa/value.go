package aaa

import (
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"
	"time"

	"github.com/wiretag/wiretag/codec"
)

// Text is the value of an attribute that is text, of UTF-8 as a rule.
type Text struct {
	Text string `bits:"*"`
}

// Unsigned8 is a number of 8 bits.
type Unsigned8 struct {
	Value uint8 `bits:"8"`
}

// Unsigned16 is a number of 16 bits.
type Unsigned16 struct {
	Value uint16 `bits:"16"`
}

// Unsigned32 is a number of 32 bits, or one of a list of values: see [RADIUSAttribute.ValueName] and [DiameterAVP.ValueName].
type Unsigned32 struct {
	Value uint32 `bits:"32"`
}

// Unsigned64 is a number of 64 bits.
type Unsigned64 struct {
	Value uint64 `bits:"64"`
}

// Integer32 is a number of 32 bits with a sign.
type Integer32 struct {
	Value int32 `bits:"32"`
}

// Integer64 is a number of 64 bits with a sign.
type Integer64 struct {
	Value int64 `bits:"64"`
}

// Float32 is a floating point number.
type Float32 struct {
	Bits uint32 `bits:"32"`
}

// Value converts it.
func (f *Float32) Value() float32 { return math.Float32frombits(f.Bits) }

// Float64 is a floating point number.
type Float64 struct {
	Bits uint64 `bits:"64"`
}

// Value converts it.
func (f *Float64) Value() float64 { return math.Float64frombits(f.Bits) }

// UnixTime is a time in seconds since 1970, RADIUS's.
type UnixTime struct {
	Seconds uint32 `bits:"32"`
}

// Time converts it.
func (u *UnixTime) Time() time.Time { return time.Unix(int64(u.Seconds), 0).UTC() }

// NTPTime is a time in seconds since 1900, Diameter's, RFC 6733 section 4.3.1; it begins anew in 2036.
type NTPTime struct {
	Seconds uint32 `bits:"32"`
}

// Time converts it: those whose first bit is not set are after 2036.
func (n *NTPTime) Time() time.Time {
	sec := int64(n.Seconds)
	if sec < 1<<31 {
		sec += 1 << 32
	}
	return time.Unix(sec-2208988800, 0).UTC()
}

// IPv4 is an address.
type IPv4 struct {
	Addr netip.Addr `bits:"32"`
}

// IPv6 is an address.
type IPv6 struct {
	Addr netip.Addr `bits:"128"`
}

// IPv4Prefix is a prefix, RFC 8044 section 3.11.
type IPv4Prefix struct {
	Reserved uint16     `bits:"10"`
	Length   uint8      `bits:"6"`
	Prefix   netip.Addr `bits:"32"`
}

// IPv6Prefix is a prefix of as many bytes as are not zero, RFC 8044 section 3.10.
type IPv6Prefix struct {
	Reserved uint8  `bits:"8"`
	Length   uint8  `bits:"8"`
	Prefix   []byte `bits:"*"`
}

// Masked is the prefix without the bits behind it. Ok is false where it is too long.
func (p *IPv6Prefix) Masked() (prefix netip.Prefix, ok bool) {
	var a [16]byte
	if p.Length > 128 || len(p.Prefix) > 16 {
		return prefix, false
	}
	copy(a[:], p.Prefix)
	return netip.PrefixFrom(netip.AddrFrom16(a), int(p.Length)).Masked(), true
}

// Address is an address of any family, Diameter's, RFC 6733 section 4.3.1.
type Address struct {
	Family uint16 `bits:"16"` // from IANA's registry of address families: 1 IPv4, 2 IPv6, 8 an E.164 number
	Value  []byte `bits:"*"`
}

// Addr is the address if it is one of IP.
func (a *Address) Addr() (netip.Addr, bool) {
	addr, ok := netip.AddrFromSlice(a.Value)
	return addr, ok && (a.Family == 1 && addr.Is4() || a.Family == 2 && addr.Is6())
}

// InterfaceID is the lower half of an address of IPv6.
type InterfaceID struct {
	ID uint64 `bits:"64"`
}

// TaggedInteger is a number of a tunnel, RFC 2868 section 3.1.
type TaggedInteger struct {
	Tag   uint8  `bits:"8"` // groups the attributes of one tunnel, 1 to 31; 0 is none
	Value uint32 `bits:"24"`
}

// TaggedText is text of a tunnel, RFC 2868 section 3.3. It begins with a tag, if the first byte is not above 31.
type TaggedText struct {
	Raw []byte `bits:"*"`
}

// Tag is the tag, 0 if there is none.
func (t *TaggedText) Tag() uint8 {
	if len(t.Raw) > 0 && t.Raw[0] <= 31 {
		return t.Raw[0]
	}
	return 0
}

// Text is the text behind the tag.
func (t *TaggedText) Text() string {
	if len(t.Raw) > 0 && t.Raw[0] <= 31 {
		return string(t.Raw[1:])
	}
	return string(t.Raw)
}

// view decodes bytes as the dictionary's kind says, nil for bytes without structure.
func view(kind string, data []byte) (any, error) {
	v := valueOf(kind, data)
	if v == nil {
		return nil, nil
	}
	rest, err := codec.Unmarshal(data, v)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("%w: %d bytes behind the value", codec.ErrLength, len(rest))
	}
	return v, err
}

// valueOf makes the struct for a kind. Few have more than one form.
func valueOf(kind string, data []byte) any {
	switch kind {
	case "string", "UTF8String", "DiameterIdentity", "DiameterURI", "IPFilterRule", "QoSFilterRule", "OctetStringOrUTF8":
		return &Text{}
	case "integer", "Unsigned32", "Enumerated", "AppId", "VendorId":
		return &Unsigned32{}
	case "Unsigned64", "integer64":
		return &Unsigned64{}
	case "Integer32", "signed":
		return &Integer32{}
	case "Integer64":
		return &Integer64{}
	case "Float32":
		return &Float32{}
	case "Float64":
		return &Float64{}
	case "byte":
		return &Unsigned8{}
	case "short":
		return &Unsigned16{}
	case "date":
		return &UnixTime{}
	case "Time":
		return &NTPTime{}
	case "tagged-integer":
		return &TaggedInteger{}
	case "tagged-string":
		return &TaggedText{}
	case "Grouped":
		return &DiameterGroup{}
	case "tlv":
		return &RADIUSTLVs{}
	}
	return addressOf(kind, data)
}

func addressOf(kind string, data []byte) any {
	switch kind {
	case "ipaddr":
		return &IPv4{}
	case "ipv6addr":
		return &IPv6{}
	case "combo-ip":
		if len(data) == 16 {
			return &IPv6{}
		}
		return &IPv4{}
	case "ipv4prefix":
		return &IPv4Prefix{}
	case "ipv6prefix":
		return &IPv6Prefix{}
	case "ifid":
		return &InterfaceID{}
	case "IPAddress": // an Address, but the ones that Diameter took from RADIUS have no family
		if len(data) == 4 {
			return &IPv4{}
		}
		return &Address{}
	}
	return nil
}

// integer reads data as a number, for names of values.
func integer(kind string, data []byte) (int64, bool) {
	switch {
	case kind == "tagged-integer" && len(data) == 4:
		return int64(binary.BigEndian.Uint32(data) & 0xffffff), true
	case len(data) == 4:
		return int64(binary.BigEndian.Uint32(data)), true
	case len(data) == 8:
		return int64(binary.BigEndian.Uint64(data)), true
	case len(data) == 1 && kind == "byte":
		return int64(data[0]), true
	case len(data) == 2 && kind == "short":
		return int64(binary.BigEndian.Uint16(data)), true
	}
	return 0, false
}
