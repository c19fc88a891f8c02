package dot11

import "github.com/wiretag/wiretag/layers/ieee"

// Elements of quality of service, IEEE 802.11-2020 sections 9.4.2.29 to 9.4.2.34 and 9.4.2.82 to 9.4.2.100.

// TSPEC is a traffic specification, section 9.4.2.29.
type TSPEC struct {
	TrafficType      bool   `bits:"1,le"` // periodic
	TSID             uint8  `bits:"4,le"`
	Direction        uint8  `bits:"2,le"` // uplink, downlink, direct link, both
	AccessPolicy     uint8  `bits:"2,le"`
	Aggregation      bool   `bits:"1,le"`
	APSD             bool   `bits:"1,le"`
	UserPriority     uint8  `bits:"3,le"`
	AckPolicy        uint8  `bits:"2,le"`
	Schedule         bool   `bits:"1,le"`
	Reserved         uint8  `bits:"7,le"`
	NominalSize      uint16 `bits:"16,le"` // bytes; the highest bit: fixed
	MaximumSize      uint16 `bits:"16,le"`
	MinimumInterval  uint32 `bits:"32,le"` // microseconds
	MaximumInterval  uint32 `bits:"32,le"`
	Inactivity       uint32 `bits:"32,le"`
	Suspension       uint32 `bits:"32,le"`
	ServiceStart     uint32 `bits:"32,le"`
	MinimumRate      uint32 `bits:"32,le"` // bit/s
	MeanRate         uint32 `bits:"32,le"`
	PeakRate         uint32 `bits:"32,le"`
	Burst            uint32 `bits:"32,le"` // bytes
	DelayBound       uint32 `bits:"32,le"` // microseconds
	MinimumPHYRate   uint32 `bits:"32,le"` // bit/s
	SurplusBandwidth uint16 `bits:"16,le"` // 3 bits, and 13 bits of fraction
	MediumTime       uint16 `bits:"16,le"` // units of 32 microseconds per second
	Rest             []byte `bits:"*"`
}

// TCLAS is a traffic classifier, section 9.4.2.30.
type TCLAS struct {
	UserPriority uint8  `bits:"8"`
	Type         uint8  `bits:"8"` // 0 Ethernet, 1 TCP/UDP over IP, 2 802.1Q, 3 filter, 4 IP and higher, 5 802.1D/Q, 6 MAC header
	Mask         uint8  `bits:"8"` // which parameters are compared
	Parameters   []byte `bits:"*"`
}

// Schedule is the contents of the schedule element, section 9.4.2.33.
type Schedule struct {
	Aggregation bool   `bits:"1,le"`
	TSID        uint8  `bits:"4,le"`
	Direction   uint8  `bits:"2,le"`
	Reserved    uint16 `bits:"9,le"`
	Start       uint32 `bits:"32,le"` // microseconds
	Interval    uint32 `bits:"32,le"` // microseconds
	SpecTime    uint16 `bits:"16,le"` // time units
}

// TSDelay is the contents of the TS delay element, section 9.4.2.31.
type TSDelay struct {
	Delay uint32 `bits:"32,le"` // time units
}

// OneByte is the contents of elements that are one number: TCLAS processing, secondary channel offset, RCPI, RSNI, antenna, TPU buffer
// status, and others.
type OneByte struct {
	Value uint8 `bits:"8"`
}

// TwoBytes is the contents of elements that are one number of 16 bits.
type TwoBytes struct {
	Value uint16 `bits:"16,le"`
}

// Bytes is the contents of elements that are a string of bits or bytes.
type Bytes struct {
	Bytes []byte `bits:"*"`
}

// HasBit reports whether a bit is set, where bit 0 is the lowest of the first byte.
func (b *Bytes) HasBit(n int) bool {
	return n >= 0 && n/8 < len(b.Bytes) && b.Bytes[n/8]&(1<<(n%8)) != 0
}

// MaxIdle is the contents of the BSS max idle period element, section 9.4.2.78.
type MaxIdle struct {
	Period  uint16 `bits:"16,le"` // units of 1000 time units
	Options uint8  `bits:"8"`
}

// QoSTraffic is the contents of the QoS traffic capability element, section 9.4.2.77.
type QoSTraffic struct {
	Flags uint8  `bits:"8"`
	Rest  []byte `bits:"*"`
}

// QoSMap is the contents of the QoS map element, section 9.4.2.94.
type QoSMap struct {
	Values []byte `bits:"*"` // pairs of an exceptional DSCP and a priority, then eight ranges of DSCP
}

// Exceptions are the pairs of DSCP and user priority; Ranges the lowest and highest DSCP of each priority.
func (q *QoSMap) Exceptions() []byte { return q.Values[:max(len(q.Values)-16, 0)] }

// Ranges are the lowest and the highest DSCP of each of the eight user priorities; 255 stands for none.
func (q *QoSMap) Ranges() []byte { return q.Values[max(len(q.Values)-16, 0):] }

// WNMSleep is the contents of the WNM sleep mode element, section 9.4.2.81.
type WNMSleep struct {
	Action   uint8  `bits:"8"` // 0 enter, 1 leave
	Status   uint8  `bits:"8"`
	Interval uint16 `bits:"16,le"` // DTIM intervals
}

// LinkIdentifier is the contents of the link identifier element of TDLS, section 9.4.2.61.
type LinkIdentifier struct {
	BSSID     ieee.MAC `bits:"48"`
	Initiator ieee.MAC `bits:"48"`
	Responder ieee.MAC `bits:"48"`
}

// WakeupSchedule is the contents of the wakeup schedule element of TDLS, section 9.4.2.62.
type WakeupSchedule struct {
	Offset   uint32 `bits:"32,le"` // microseconds
	Interval uint32 `bits:"32,le"`
	Slots    uint32 `bits:"32,le"`
	Duration uint32 `bits:"32,le"`
	Idle     uint16 `bits:"16,le"` // windows without traffic until it ends
}

// SwitchTiming is the contents of the channel switch timing element of TDLS, section 9.4.2.63.
type SwitchTiming struct {
	Time    uint16 `bits:"16,le"` // microseconds
	Timeout uint16 `bits:"16,le"` // microseconds
}

// PTIControl is the contents of the PTI control element of TDLS, section 9.4.2.64.
type PTIControl struct {
	TID      uint8  `bits:"8"`
	Sequence uint16 `bits:"16,le"`
}
