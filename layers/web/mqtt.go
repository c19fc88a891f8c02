package web

import (
	"bytes"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// MQTT is a control packet of MQTT, OASIS "MQTT Version 3.1.1" and "MQTT Version 5.0", section 2. Most packets have properties in version 5 and none before, and only CONNECT says which
// version a connection has: [MQTT.Packet] is told. Several packets may follow each other in a segment.
type MQTT struct {
	Type   MQTTType `bits:"4"`
	Dup    bool     `bits:"1"` // the flags are those of PUBLISH; QoS is 1 in PUBREL, SUBSCRIBE and UNSUBSCRIBE, others have none
	QoS    uint8    `bits:"2"`
	Retain bool     `bits:"1"`
	Body   MQTTBody `bits:"*"`
}

// MQTTType is the type of a packet.
type MQTTType uint8

// Types of packets.
const (
	MQTTConnectType MQTTType = 1 + iota
	MQTTConnAckType
	MQTTPublishType
	MQTTPubAckType
	MQTTPubRecType
	MQTTPubRelType
	MQTTPubCompType
	MQTTSubscribeType
	MQTTSubAckType
	MQTTUnsubscribeType
	MQTTUnsubAckType
	MQTTPingReqType
	MQTTPingRespType
	MQTTDisconnectType
	MQTTAuthType
)

func (t MQTTType) String() string {
	return iana.Name("\n1 CONNECT\n2 CONNACK\n3 PUBLISH\n4 PUBACK\n5 PUBREC\n6 PUBREL\n7 PUBCOMP\n8 SUBSCRIBE\n9 SUBACK\n10 UNSUBSCRIBE\n11 UNSUBACK\n12 PINGREQ\n13 PINGRESP\n14 DISCONNECT\n15 AUTH\n", uint64(t))
}

// MQTTBody is the remaining length, and what it counts.
type MQTTBody struct {
	Length uint32 // Bytes are less where the packet goes on in another segment
	Bytes  []byte

	size uint8 // of the length, if it is longer than it has to be
}

// mqttMost is the largest number in four bytes of seven bits each.
const mqttMost = 1<<28 - 1

// mqttNumber reads a number of one to four bytes, the least significant seven bits first. A size of 0 is an error: what is needed is in need.
func mqttNumber(b []byte) (v uint32, size, need int, err error) {
	for i, c := range b[:min(len(b), 4)] {
		v |= uint32(c&0x7f) << (7 * i)
		if c < 0x80 {
			return v, i + 1, 0, nil
		}
	}
	if len(b) < 4 {
		return 0, 0, len(b) + 1, codec.ErrTruncated
	}
	return 0, 0, 4, codec.ErrRange
}

// mqttSize is how many bytes a number takes at least.
func mqttSize(v uint32) (n uint8) {
	for n = 1; v >= 0x80; n++ {
		v >>= 7
	}
	return n
}

// appendMQTT writes a number in at least so many bytes.
func appendMQTT(dst []byte, v uint32, size uint8) []byte {
	for n := max(size, mqttSize(v)); n > 1; n-- {
		dst, v = append(dst, byte(v)|0x80), v>>7
	}
	return append(dst, byte(v))
}

// DecodeField reads the length, and as much of what it counts as there is.
func (m *MQTTBody) DecodeField(layer []byte, at int) (int, error) {
	*m = MQTTBody{}
	b := layer[at:]
	v, n, need, err := mqttNumber(b)
	if err != nil {
		return need, err
	}
	if m.Length = v; int(mqttSize(v)) != n {
		m.size = uint8(n)
	}
	end := min(n+int(v), len(b))
	if end > n {
		m.Bytes = b[n:end:end]
	}
	return end, nil
}

// AppendField writes them. The length is derived from what is there.
func (m MQTTBody) AppendField(dst []byte, _ int, derive codec.Derive) ([]byte, error) {
	n, size := m.Length, m.size
	if derive&codec.Lengths != 0 {
		n, size = uint32(min(len(m.Bytes), mqttMost+1)), 0
	}
	if n > mqttMost || int64(n) < int64(len(m.Bytes)) {
		return dst, fmt.Errorf("%d bytes, of %d: %w", len(m.Bytes), n, codec.ErrRange)
	}
	return append(appendMQTT(dst, n, size), m.Bytes...), nil
}

// Equal compares what is not derived.
func (m MQTTBody) Equal(o MQTTBody) bool {
	return bytes.Equal(m.Bytes, o.Bytes)
}

func (m MQTTBody) String() string { return fmt.Sprintf("%d bytes", m.Length) }

// Recognizes looks at type, flags and length.
func (*MQTT) Recognizes(data []byte) bool { return isMQTT(data) }

// Repeats reports whether another packet follows.
func (*MQTT) Repeats(rest []byte) bool { return isMQTT(rest) }

func isMQTT(b []byte) bool {
	if len(b) < 2 {
		return false
	}
	n, _, _, err := mqttNumber(b[1:])
	if err != nil {
		return false
	}
	t, flags := MQTTType(b[0]>>4), b[0]&15
	switch t {
	case 0:
		return false
	case MQTTPublishType:
		return flags&6 != 6 && n >= 2
	case MQTTPubRelType, MQTTSubscribeType, MQTTUnsubscribeType:
		return flags == 2 && n >= 2
	case MQTTPingReqType, MQTTPingRespType:
		return flags == 0 && n == 0
	case MQTTConnectType:
		return flags == 0 && n >= 10
	case MQTTDisconnectType, MQTTAuthType:
		return flags == 0
	}
	return flags == 0 && n >= 2
}

// Packet decodes what is behind the length as that of a version, 5 or less: *[MQTTConnect], *[MQTTConnAck], *[MQTTPublish], *[MQTTAck], *[MQTTSubscribe], *[MQTTSubAck], *[MQTTUnsubscribe],
// *[MQTTUnsubAck] or *[MQTTEnd]. It is nil where there is nothing to be decoded. It refers to the bytes of the packet.
func (m *MQTT) Packet(version uint8) (any, error) {
	b := m.Body.Bytes
	five := version >= 5
	var p any
	switch m.Type {
	case MQTTConnectType:
		p = &MQTTConnect{}
	case MQTTConnAckType:
		p = &MQTTConnAck{Five: five}
	case MQTTPublishType:
		p = &MQTTPublish{Five: five, HasID: m.QoS > 0}
	case MQTTPubAckType, MQTTPubRecType, MQTTPubRelType, MQTTPubCompType:
		p = &MQTTAck{HasReason: len(b) > 2, HasProperties: len(b) > 3}
	case MQTTSubscribeType:
		p = &MQTTSubscribe{Five: five}
	case MQTTSubAckType:
		p = &MQTTSubAck{Five: five}
	case MQTTUnsubscribeType:
		p = &MQTTUnsubscribe{Five: five}
	case MQTTUnsubAckType:
		p = &MQTTUnsubAck{Five: five}
	case MQTTDisconnectType, MQTTAuthType:
		p = &MQTTEnd{HasReason: len(b) > 0, HasProperties: len(b) > 1}
	default:
		return nil, nil
	}
	_, err := codec.Unmarshal(b, p)
	return p, err
}

func (m *MQTT) String() string { return fmt.Sprintf("MQTT %s, %s", m.Type, m.Body) }
