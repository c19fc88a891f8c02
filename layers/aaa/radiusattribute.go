package aaa

import (
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/codec"
)

// RADIUSAttribute is an attribute, RFC 2865 section 5; its length counts the whole of it. Value is typed by View.
type RADIUSAttribute struct {
	Type   RADIUSAttributeType `bits:"8"`
	Length uint8               `bits:"8,len=self"`
	Value  []byte              `bits:"*"`
}

// Err tells whether the value is empty, which the attribute is then to be left out for, or what a vendor says is not attributes of the recommended form: RFC 2865 sections 5 and 5.26.
func (a *RADIUSAttribute) Err() error {
	if len(a.Value) == 0 {
		return codec.ErrLength
	}
	v, err := a.View()
	if vendor, ok := v.(*RADIUSVendor); err == nil && ok && vendor.IsUsual() && len(vendor.Rest) > 0 {
		return codec.ErrLength
	}
	return err
}

// RADIUSAttributeType is the type of an attribute, from IANA's registry.
type RADIUSAttributeType uint8

// Attributes that code refers to often; String knows more.
const (
	RADIUSUserName             RADIUSAttributeType = 1
	RADIUSUserPassword         RADIUSAttributeType = 2 // hidden with the shared secret
	RADIUSCHAPPassword         RADIUSAttributeType = 3
	RADIUSNASIPAddress         RADIUSAttributeType = 4
	RADIUSNASPort              RADIUSAttributeType = 5
	RADIUSServiceType          RADIUSAttributeType = 6
	RADIUSFramedIPAddress      RADIUSAttributeType = 8
	RADIUSFilterID             RADIUSAttributeType = 11
	RADIUSReplyMessage         RADIUSAttributeType = 18
	RADIUSState                RADIUSAttributeType = 24
	RADIUSClass                RADIUSAttributeType = 25
	RADIUSVendorSpecific       RADIUSAttributeType = 26
	RADIUSSessionTimeout       RADIUSAttributeType = 27
	RADIUSCalledStationID      RADIUSAttributeType = 30
	RADIUSCallingStationID     RADIUSAttributeType = 31
	RADIUSNASIdentifier        RADIUSAttributeType = 32
	RADIUSProxyState           RADIUSAttributeType = 33
	RADIUSAcctStatusType       RADIUSAttributeType = 40
	RADIUSAcctSessionID        RADIUSAttributeType = 44
	RADIUSEventTimestamp       RADIUSAttributeType = 55
	RADIUSNASPortType          RADIUSAttributeType = 61
	RADIUSTunnelType           RADIUSAttributeType = 64
	RADIUSEAPMessage           RADIUSAttributeType = 79
	RADIUSMessageAuthenticator RADIUSAttributeType = 80
	RADIUSTunnelPrivateGroupID RADIUSAttributeType = 81
	RADIUSFramedIPv6Prefix     RADIUSAttributeType = 97
	RADIUSErrorCause           RADIUSAttributeType = 101
	RADIUSExtended1            RADIUSAttributeType = 241 // to 244
	RADIUSLongExtended1        RADIUSAttributeType = 245
	RADIUSLongExtended2        RADIUSAttributeType = 246
)

func (t RADIUSAttributeType) String() string { return attributeName(0, uint64(t)) }

// attributeName is a name in the dictionary, or the number.
func attributeName(vendor uint32, id uint64) string {
	if a, ok := words().attributes[number{vendor, id, 0}]; ok {
		return a.name
	}
	if id >= diameterIDs {
		id -= diameterIDs
	}
	if vendor != 0 {
		return fmt.Sprintf("%d/%d", vendor, id)
	}
	return fmt.Sprint(id)
}

func kindOf(vendor uint32, id uint64) string { return words().attributes[number{vendor, id, 0}].kind }

// View decodes the value as the dictionary says: a pointer to a struct of this package, such as *[IPv4], or nil for those that are bytes.
func (a *RADIUSAttribute) View() (any, error) {
	switch {
	case a.Type == RADIUSVendorSpecific:
		return unmarshal(a.Value, &RADIUSVendor{})
	case a.Type == RADIUSCHAPPassword:
		return unmarshal(a.Value, &CHAPPassword{})
	case a.Type >= RADIUSExtended1 && a.Type < RADIUSLongExtended1:
		return unmarshal(a.Value, &RADIUSExtended{})
	case a.Type == RADIUSLongExtended1 || a.Type == RADIUSLongExtended2:
		return unmarshal(a.Value, &RADIUSLongExtended{})
	}
	return view(kindOf(0, uint64(a.Type)), a.Value)
}

func unmarshal(data []byte, v any) (any, error) {
	_, err := codec.Unmarshal(data, v)
	return v, err
}

// ValueName is the name of the value, if it is one of a list, such as Framed-User.
func (a *RADIUSAttribute) ValueName() string { return valueName(0, uint64(a.Type), a.Value) }

func valueName(vendor uint32, id uint64, data []byte) string {
	v, ok := integer(kindOf(vendor, id), data)
	if !ok {
		return ""
	}
	return words().values[number{vendor, id, v}]
}

// NewRADIUSAttribute returns an attribute with the encoding of one of the structs that [RADIUSAttribute.View] gives.
func NewRADIUSAttribute(t RADIUSAttributeType, value any) (RADIUSAttribute, error) {
	data, err := codec.Marshal(value)
	if err == nil && len(data) > 253 {
		err = fmt.Errorf("%s of %d bytes: %w", t, len(data), codec.ErrRange)
	}
	return RADIUSAttribute{Type: t, Length: uint8(len(data) + 2), Value: data}, err
}

func (a RADIUSAttribute) String() string {
	if n := a.ValueName(); n != "" {
		return a.Type.String() + "=" + n
	}
	return fmt.Sprintf("%s=%s", a.Type, textOf(a.View, a.Value))
}

// textOf is a value as text.
func textOf(view func() (any, error), raw []byte) string {
	v, err := view()
	if err == nil {
		switch x := v.(type) {
		case *Text:
			return fmt.Sprintf("%q", x.Text)
		case *TaggedText:
			return fmt.Sprintf("%d:%q", x.Tag(), x.Text())
		case *IPv4:
			return x.Addr.String()
		case *IPv6:
			return x.Addr.String()
		case *Unsigned32:
			return fmt.Sprint(x.Value)
		case *Unsigned64:
			return fmt.Sprint(x.Value)
		case fmt.Stringer:
			return x.String()
		}
	}
	return fmt.Sprintf("%x", raw)
}

// CHAPPassword is a response of CHAP.
type CHAPPassword struct {
	ID       uint8  `bits:"8"`
	Response []byte `bits:"*"`
}

// RADIUSVendor is the value of a vendor-specific attribute, RFC 2865 section 5.26. Most vendors have attributes in it, as is recommended there.
type RADIUSVendor struct {
	Vendor     Vendor                  `bits:"32"`
	Attributes []RADIUSVendorAttribute `bits:"*,if=IsUsual"`
	Rest       []byte                  `bits:"*"` // of vendors with another form, and what is no attribute
}

// IsUsual reports whether the vendor's attributes have the recommended form.
func (v *RADIUSVendor) IsUsual() bool {
	return v.Vendor != VendorUSR && v.Vendor != VendorLucent && v.Vendor != VendorStarent && v.Vendor != VendorWiMAX
}

// RADIUSVendorAttribute is an attribute of a vendor.
type RADIUSVendorAttribute struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,len=self"`
	Value  []byte `bits:"*"`
}

// Name is the name of an attribute in v, or vendor and number.
func (v *RADIUSVendor) Name(a *RADIUSVendorAttribute) string {
	return attributeName(uint32(v.Vendor), uint64(a.Type))
}

// View decodes the value of an attribute in v, as [RADIUSAttribute.View] does.
func (v *RADIUSVendor) View(a *RADIUSVendorAttribute) (any, error) {
	return view(kindOf(uint32(v.Vendor), uint64(a.Type)), a.Value)
}

// ValueName is the name of the value of an attribute in v, if it is one of a list.
func (v *RADIUSVendor) ValueName(a *RADIUSVendorAttribute) string {
	return valueName(uint32(v.Vendor), uint64(a.Type), a.Value)
}

func (v *RADIUSVendor) String() string {
	var s strings.Builder
	s.WriteString(v.Vendor.String())
	for i := range v.Attributes {
		a := &v.Attributes[i]
		value := v.ValueName(a)
		if value == "" {
			value = textOf(func() (any, error) { return v.View(a) }, a.Value)
		}
		s.WriteString(" " + v.Name(a) + "=" + value)
	}
	return s.String()
}

// RADIUSTLVs is the value of attributes that hold others, RFC 6929 section 2.3.
type RADIUSTLVs struct {
	List []RADIUSTLV `bits:"*"`
}

// RADIUSTLV is one of these.
type RADIUSTLV struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,len=self"`
	Value  []byte `bits:"*"`
}

// RADIUSExtended is the value of an extended attribute, RFC 6929 section 2.1.
type RADIUSExtended struct {
	Type  uint8  `bits:"8"` // of the attribute, behind the first one's
	Value []byte `bits:"*"`
}

// RADIUSLongExtended is the value of a long extended attribute, RFC 6929 section 2.2, which may go on in the next one.
type RADIUSLongExtended struct {
	Type     uint8  `bits:"8"`
	More     bool   `bits:"1"`
	Reserved uint8  `bits:"7"` // the first bit is T of RFC 7930: fragments of the packet
	Value    []byte `bits:"*"`
}

// RADIUSExtendedVendor is the value of an extended attribute of type 26, RFC 6929 section 2.4.
type RADIUSExtendedVendor struct {
	Vendor Vendor `bits:"32"`
	Type   uint8  `bits:"8"`
	Value  []byte `bits:"*"`
}
