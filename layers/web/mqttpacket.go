package web

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// MQTTString is a string in UTF-8, or binary data, behind its length.
type MQTTString struct {
	Length uint16 `bits:"16,len=Text"`
	Text   []byte `bits:"*"`
}

func (s MQTTString) String() string { return string(s.Text) }

// MQTTConnect is what CONNECT says, section 3.1.
type MQTTConnect struct {
	Protocol       MQTTString     `bits:"*"` // MQTT, or MQIsdp in version 3.1
	Version        uint8          `bits:"8"` // 3 is 3.1, 4 is 3.1.1, 5
	HasUser        bool           `bits:"1"`
	HasPassword    bool           `bits:"1"`
	WillRetain     bool           `bits:"1"`
	WillQoS        uint8          `bits:"2"`
	HasWill        bool           `bits:"1"`
	CleanStart     bool           `bits:"1"`
	Reserved       bool           `bits:"1"`
	KeepAlive      uint16         `bits:"16"` // seconds
	Properties     MQTTProperties `bits:"*,if=Version>4"`
	ClientID       MQTTString     `bits:"*"`
	WillProperties MQTTProperties `bits:"*,if=HasWill&&Version>4"`
	WillTopic      MQTTString     `bits:"*,if=HasWill"`
	WillMessage    MQTTString     `bits:"*,if=HasWill"`
	User           MQTTString     `bits:"*,if=HasUser"`
	Password       MQTTString     `bits:"*,if=HasPassword"`
}

// MQTTConnAck is what CONNACK says, section 3.2.
type MQTTConnAck struct {
	Five           bool           `bits:"-"` // version 5
	Reserved       uint8          `bits:"7"`
	SessionPresent bool           `bits:"1"`
	Reason         MQTTReason     `bits:"8"` // before version 5: 1 to 5 are refusals
	Properties     MQTTProperties `bits:"*,if=Five"`
}

// MQTTPublish is what PUBLISH says, section 3.3.
type MQTTPublish struct {
	Five       bool           `bits:"-"`
	HasID      bool           `bits:"-"` // its QoS is 1 or 2
	Topic      MQTTString     `bits:"*"`
	ID         uint16         `bits:"16,if=HasID"`
	Properties MQTTProperties `bits:"*,if=Five"`
	Message    []byte         `bits:"*"`
}

// MQTTAck is what PUBACK, PUBREC, PUBREL and PUBCOMP say, sections 3.4 to 3.7.
type MQTTAck struct {
	HasReason     bool           `bits:"-"` // in version 5, if it is not success without properties
	HasProperties bool           `bits:"-"`
	ID            uint16         `bits:"16"`
	Reason        MQTTReason     `bits:"8,if=HasReason"`
	Properties    MQTTProperties `bits:"*,if=HasProperties"`
}

// MQTTSubscribe is what SUBSCRIBE says, section 3.8.
type MQTTSubscribe struct {
	Five       bool           `bits:"-"`
	ID         uint16         `bits:"16"`
	Properties MQTTProperties `bits:"*,if=Five"`
	Filters    []MQTTFilter   `bits:"*"`
}

// MQTTFilter is a filter of topics with its options. Before version 5 there is only QoS.
type MQTTFilter struct {
	Topic             MQTTString `bits:"*"`
	Reserved          uint8      `bits:"2"`
	RetainHandling    uint8      `bits:"2"` // 0 send retained messages, 1 if the subscription is new, 2 not
	RetainAsPublished bool       `bits:"1"`
	NoLocal           bool       `bits:"1"`
	QoS               uint8      `bits:"2"`
}

// MQTTSubAck is what SUBACK says, section 3.9: a reason for each filter, which is the QoS that is granted, or an error.
type MQTTSubAck struct {
	Five       bool           `bits:"-"`
	ID         uint16         `bits:"16"`
	Properties MQTTProperties `bits:"*,if=Five"`
	Reasons    []byte         `bits:"*"` // see MQTTReason
}

// MQTTUnsubscribe is what UNSUBSCRIBE says, section 3.10.
type MQTTUnsubscribe struct {
	Five       bool           `bits:"-"`
	ID         uint16         `bits:"16"`
	Properties MQTTProperties `bits:"*,if=Five"`
	Filters    []MQTTString   `bits:"*"`
}

// MQTTUnsubAck is what UNSUBACK says, section 3.11. Before version 5 it has no reasons.
type MQTTUnsubAck struct {
	Five       bool           `bits:"-"`
	ID         uint16         `bits:"16"`
	Properties MQTTProperties `bits:"*,if=Five"`
	Reasons    []byte         `bits:"*"` // see MQTTReason
}

// MQTTEnd is what DISCONNECT and AUTH say in version 5, sections 3.14 and 3.15.
type MQTTEnd struct {
	HasReason     bool           `bits:"-"`
	HasProperties bool           `bits:"-"`
	Reason        MQTTReason     `bits:"8,if=HasReason"`
	Properties    MQTTProperties `bits:"*,if=HasProperties"`
}

// MQTTReason is a reason code of version 5, section 2.4.
type MQTTReason uint8

func (r MQTTReason) String() string {
	return iana.Name("\n0 success\n1 granted QoS 1\n2 granted QoS 2\n4 disconnect with will message\n16 no matching subscribers\n17 no subscription existed\n24 continue authentication\n25 re-authenticate\n128 unspecified error\n129 malformed packet"+
		"\n130 protocol error\n131 implementation specific error\n132 unsupported protocol version\n133 client identifier not valid\n134 bad user name or password\n135 not authorized\n136 server unavailable\n137 server busy"+
		"\n138 banned\n139 server shutting down\n140 bad authentication method\n141 keep alive timeout\n142 session taken over\n143 topic filter invalid\n144 topic name invalid\n145 packet identifier in use\n146 packet identifier not found"+
		"\n147 receive maximum exceeded\n148 topic alias invalid\n149 packet too large\n150 message rate too high\n151 quota exceeded\n152 administrative action\n153 payload format invalid\n154 retain not supported\n155 QoS not supported"+
		"\n156 use another server\n157 server moved\n158 shared subscriptions not supported\n159 connection rate exceeded\n160 maximum connect time\n161 subscription identifiers not supported\n162 wildcard subscriptions not supported\n", uint64(r))
}

// MQTTProperties is a list of properties behind its length, section 2.2.2.
type MQTTProperties struct {
	Size uint8          `bits:"-"` // of the length, if that is longer than it has to be
	List []MQTTProperty `bits:"*"`
}

// DecodePrefix reads the length.
func (p *MQTTProperties) DecodePrefix(data []byte) (size, length int, err error) {
	p.Size = 0
	v, n, need, err := mqttNumber(data)
	if err != nil {
		return need, 0, err
	}
	if int(mqttSize(v)) != n {
		p.Size = uint8(n)
	}
	return n, int(v), nil
}

// AppendPrefix writes the length.
func (p *MQTTProperties) AppendPrefix(dst []byte, length int, derive codec.Derive) ([]byte, error) {
	if length > mqttMost {
		return dst, codec.ErrRange
	}
	size := uint8(0)
	if derive == codec.Nothing {
		size = min(p.Size, 4)
	}
	return appendMQTT(dst, uint32(length), size), nil
}

// MQTTProperty is a property. What is not known takes the rest of the list, as nothing says how long it is.
type MQTTProperty struct {
	ID    MQTTPropertyID `bits:"8"`
	Value MQTTValue      `bits:"*,union=ID"`
}

// MQTTPropertyID says what a property is.
type MQTTPropertyID uint8

func (i MQTTPropertyID) String() string {
	return iana.Name("\n1 payload format indicator\n2 message expiry interval\n3 content type\n8 response topic\n9 correlation data\n11 subscription identifier\n17 session expiry interval\n18 assigned client identifier\n19 server keep alive"+
		"\n21 authentication method\n22 authentication data\n23 request problem information\n24 will delay interval\n25 request response information\n26 response information\n28 server reference\n31 reason string\n33 receive maximum"+
		"\n34 topic alias maximum\n35 topic alias\n36 maximum QoS\n37 retain available\n38 user property\n39 maximum packet size\n40 wildcard subscription available\n41 subscription identifier available\n42 shared subscription available\n", uint64(i))
}

// MQTTValue is the value of a property: *[MQTTByte], *[MQTTShort], *[MQTTLong], *[MQTTNumber], *[MQTTString], *[MQTTPair] or [MQTTRaw].
type MQTTValue interface{ mqttValue() }

type (
	// MQTTByte is a value of a byte: mostly 0 no, 1 yes.
	MQTTByte struct {
		Value uint8 `bits:"8"`
	}
	// MQTTShort is a value of two bytes.
	MQTTShort struct {
		Value uint16 `bits:"16"`
	}
	// MQTTLong is a value of four bytes: times in seconds, sizes in bytes.
	MQTTLong struct {
		Value uint32 `bits:"32"`
	}
	// MQTTNumber is a value of one to four bytes.
	MQTTNumber struct {
		Value MQTTVarint `bits:"*"`
	}
	// MQTTPair is a name with a value.
	MQTTPair struct {
		Name  MQTTString `bits:"*"`
		Value MQTTString `bits:"*"`
	}
	// MQTTRaw is a value of a property that is not known.
	MQTTRaw []byte
)

func (*MQTTByte) mqttValue()   {}
func (*MQTTShort) mqttValue()  {}
func (*MQTTLong) mqttValue()   {}
func (*MQTTNumber) mqttValue() {}
func (*MQTTString) mqttValue() {}
func (*MQTTPair) mqttValue()   {}
func (MQTTRaw) mqttValue()     {}

// Members gives the types of values.
func (MQTTProperty) Members(string) tags.Members {
	m := tags.Members{Types: map[uint64]any{11: (*MQTTNumber)(nil), 38: (*MQTTPair)(nil)}, Raw: MQTTRaw(nil)}
	for kind, ids := range map[any][]uint64{
		(*MQTTByte)(nil):   {1, 23, 25, 36, 37, 40, 41, 42},
		(*MQTTShort)(nil):  {19, 33, 34, 35},
		(*MQTTLong)(nil):   {2, 17, 24, 39},
		(*MQTTString)(nil): {3, 8, 9, 18, 21, 22, 26, 28, 31},
	} {
		for _, id := range ids {
			m.Types[id] = kind
		}
	}
	return m
}

// MQTTVarint is a number of one to four bytes, the least significant seven bits first.
type MQTTVarint struct {
	Value uint32

	size uint8 // if it is longer than it has to be
}

// DecodeField reads the number.
func (v *MQTTVarint) DecodeField(layer []byte, at int) (int, error) {
	*v = MQTTVarint{}
	n, size, need, err := mqttNumber(layer[at:])
	if err != nil {
		return need, err
	}
	if v.Value = n; int(mqttSize(n)) != size {
		v.size = uint8(size)
	}
	return size, nil
}

// AppendField writes the number.
func (v MQTTVarint) AppendField(dst []byte, _ int, derive codec.Derive) ([]byte, error) {
	if v.Value > mqttMost {
		return dst, codec.ErrRange
	}
	size := v.size
	if derive != codec.Nothing {
		size = 0
	}
	return appendMQTT(dst, v.Value, size), nil
}

// Equal compares the values.
func (v MQTTVarint) Equal(o MQTTVarint) bool { return v.Value == o.Value }
