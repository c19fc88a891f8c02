package mobile

import (
	"net/netip"

	"github.com/wiretag/wiretag/codec"
)

// GTPv2Group is a grouped information element.
type GTPv2Group struct {
	IEs  []GTPv2IE `bits:"*"`
	Rest []byte    `bits:"*"`
}

// GTPv2Byte is a number of 8 bits: a restart counter, an EPS bearer ID, a RAT or PDN type (in the lower bits), a restriction, a selection mode.
type GTPv2Byte struct {
	Value uint8  `bits:"8"`
	More  []byte `bits:"*"` // of later releases
}

// GTPv2Word is a number of 32 bits.
type GTPv2Word struct {
	Value uint32 `bits:"32"`
	More  []byte `bits:"*"`
}

// GTPv2Port is a port.
type GTPv2Port struct {
	Port uint16 `bits:"16"`
	More []byte `bits:"*"`
}

// GTPv2CauseValue is a cause, 3GPP TS 29.274 section 8.4: 16 and more up to 63 accept the request, 64 and more reject it.
type GTPv2CauseValue struct {
	Cause    uint8  `bits:"8"`
	Spare    uint8  `bits:"5"`
	PDN      bool   `bits:"1"` // PCE
	Bearer   bool   `bits:"1"` // BCE
	Remote   bool   `bits:"1"` // CS: it comes from the remote node
	Offender []byte `bits:"*"` // the header of the element that is wrong, if one is
}

// Err tells whether the header of an element that is wrong is there in part, 3GPP TS 29.274 section 8.4.
func (c *GTPv2CauseValue) Err() error {
	if n := len(c.Offender); n != 0 && n != 4 {
		return codec.ErrLength
	}
	return nil
}

// GTPv2Rates are aggregate maximum bit rates.
type GTPv2Rates struct {
	Uplink   uint32 `bits:"32"` // kilobits a second
	Downlink uint32 `bits:"32"`
	More     []byte `bits:"*"`
}

// GTPv2Allocation is a PDN address allocation.
type GTPv2Allocation struct {
	Spare   uint8      `bits:"5"`
	PDNType uint8      `bits:"3"` // 1 IPv4, 2 IPv6, 3 both, 4 none, 5 Ethernet
	Prefix  uint8      `bits:"8,if=PDNType==2||PDNType==3"`
	IPv6    netip.Addr `bits:"128,if=PDNType==2||PDNType==3"`
	IPv4    netip.Addr `bits:"32,if=PDNType==1||PDNType==3"`
	More    []byte     `bits:"*"`
}

// GTPv2QoS is a bearer level quality of service; rates are in kilobits a second.
type GTPv2QoS struct {
	Spare         uint8  `bits:"1"`
	NoPreemption  bool   `bits:"1"` // PCI: the bearer may not preempt others
	Priority      uint8  `bits:"4"`
	Spare2        uint8  `bits:"1"`
	NotVulnerable bool   `bits:"1"` // PVI: it may not be preempted
	QCI           uint8  `bits:"8"`
	MaxUplink     uint64 `bits:"40"`
	MaxDownlink   uint64 `bits:"40"`
	Uplink        uint64 `bits:"40"` // guaranteed
	Downlink      uint64 `bits:"40"`
	More          []byte `bits:"*"`
}

// GTPv2Network is a PLMN: digits of the mobile country code and of the network code, the third of which may be a filler, 15.
type GTPv2Network struct {
	MCC2 uint8  `bits:"4"`
	MCC1 uint8  `bits:"4"`
	MNC3 uint8  `bits:"4"`
	MCC3 uint8  `bits:"4"`
	MNC2 uint8  `bits:"4"`
	MNC1 uint8  `bits:"4"`
	More []byte `bits:"*"`
}

// Err tells whether the codes of a country and a network are no digits, 3GPP TS 29.274 section 8.18.
func (n *GTPv2Network) Err() error {
	for _, d := range [...]uint8{n.MCC1, n.MCC2, n.MCC3, n.MNC1, n.MNC2} {
		if d > 9 {
			return codec.ErrRange
		}
	}
	if n.MNC3 > 9 && n.MNC3 != 15 {
		return codec.ErrRange
	}
	return nil
}

// GTPv2Endpoint is a fully qualified tunnel endpoint identifier, F-TEID.
type GTPv2Endpoint struct {
	HasIPv4   bool       `bits:"1"`
	HasIPv6   bool       `bits:"1"`
	Interface uint8      `bits:"6"`
	TEID      uint32     `bits:"32"`
	IPv4      netip.Addr `bits:"32,if=HasIPv4"`
	IPv6      netip.Addr `bits:"128,if=HasIPv6"`
	More      []byte     `bits:"*"`
}

// GTPv2Zone is a time zone, in quarters of an hour with a sign, and daylight saving time in hours.
type GTPv2Zone struct {
	Zone     uint8  `bits:"8"` // digits swapped
	Spare    uint8  `bits:"6"`
	Daylight uint8  `bits:"2"`
	More     []byte `bits:"*"`
}

// GTPv2PrivateValue is an extension of a vendor.
type GTPv2PrivateValue struct {
	Enterprise uint16 `bits:"16"`
	Value      []byte `bits:"*"`
}
