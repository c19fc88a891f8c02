package dot11

import (
	"fmt"

	"github.com/wiretag/wiretag/layers/iana"
)

// Trigger is what a trigger frame has behind its addresses, IEEE 802.11ax-2021 section 9.3.1.22: what it asks of all
// stations, and of each. What EHT stations read otherwise is told by [Trigger.IsEHT] and [TriggerUser].
type Trigger struct {
	Type           TriggerType   `bits:"4,le"`
	Length         uint16        `bits:"12,le"` // of the responses, as their legacy preamble gives it
	More           bool          `bits:"1,le"`  // another trigger frame follows
	CarrierSense   bool          `bits:"1,le"`
	Bandwidth      uint8         `bits:"2,le"` // 20, 40, 80, 160 MHz
	GuardLTF       uint8         `bits:"2,le"` // guard interval and type of training fields
	MIMOLTF        bool          `bits:"1,le"`
	LTFSymbols     uint8         `bits:"3,le"` // and midamble periodicity
	STBC           bool          `bits:"1,le"`
	ExtraLDPC      bool          `bits:"1,le"`
	APPower        uint8         `bits:"6,le"` // of the access point: dBm + 20 per 20 MHz
	PreFEC         uint8         `bits:"2,le"`
	PEDisambig     bool          `bits:"1,le"`
	SpatialReuse   uint16        `bits:"16,le"` // four numbers of four bits
	Doppler        bool          `bits:"1,le"`
	SIGA2          uint16        `bits:"9,le"`
	Reserved       bool          `bits:"1,le"`
	BARControl     uint16        `bits:"16,le,if=Type==5"` // of the GCR MU-BAR
	BARInfo        uint64        `bits:"64,le,if=Type==5"` // starting sequence control, group address
	RangingSubtype uint8         `bits:"4,le,if=Type==8"`  // 0 poll, 1 sounding, 2 secure sounding, 3 report, 4 passive sounding: IEEE 802.11az-2022
	RangingToken   uint8         `bits:"4,le,if=Type==8"`  // the token of the sounding in the upper three
	Users          []TriggerUser `bits:"*,fit"`            // and from the padding those with AID 4095: Stations leaves them out
	Padding        []byte        `bits:"*"`
}

// LayerName is the name of the layer.
func (*Trigger) LayerName() string { return "Dot11Trigger" }

// TriggerUser is what a trigger frame asks of one station. AID 4095 is padding.
type TriggerUser struct {
	AID       uint16 `bits:"12,le"` // 0: random access, associated; 2045: random access, unassociated; 2046: unallocated
	RULow     uint8  `bits:"4,le"`  // lower bits of the resource unit
	RUHigh    uint8  `bits:"4,le,if=AID!=4095"`
	LDPC      bool   `bits:"1,le,if=AID!=4095"`
	MCS       uint8  `bits:"4,le,if=AID!=4095"`
	DCM       bool   `bits:"1,le,if=AID!=4095"` // dual carrier modulation
	Streams   uint8  `bits:"6,le,if=AID!=4095"` // spatial streams, or random access resource units
	RSSI      uint8  `bits:"7,le,if=AID!=4095"` // target: dBm + 110
	PS160     bool   `bits:"1,le,if=AID!=4095"` // EHT: primary or secondary 160 MHz
	Dependent uint8  `bits:"8,if=AID!=4095&&^Type<2"`
	BAR       uint32 `bits:"32,le,if=AID!=4095&&^Type==2"` // BAR control and starting sequence control
}

// RU is the resource unit that the station is given.
func (u *TriggerUser) RU() uint8 { return u.RULow | u.RUHigh<<4 }

// TriggerType is the kind of responses that are asked for.
type TriggerType uint8

// Types of trigger frames.
const (
	TriggerBasic TriggerType = iota
	TriggerBFRP
	TriggerMUBAR
	TriggerMURTS
	TriggerBSRP
	TriggerGCRMUBAR
	TriggerBQRP
	TriggerNFRP
	TriggerRanging
)

// String gives the name, or the number.
func (t TriggerType) String() string {
	return iana.NameAt([]string{"Basic", "BFRP", "MU-BAR", "MU-RTS", "BSRP", "GCR MU-BAR", "BQRP", "NFRP", "Ranging"}, t)
}

// Stations are the users in front of the padding.
func (t *Trigger) Stations() []TriggerUser {
	for i := range t.Users {
		if t.Users[i].AID == 4095 {
			return t.Users[:i:i]
		}
	}
	return t.Users
}

// IsEHT reports whether the first station's information is the special one that EHT stations look for.
func (t *Trigger) IsEHT() bool { return len(t.Users) > 0 && t.Users[0].AID == 2007 }

func (t *Trigger) String() string {
	return fmt.Sprintf("Dot11Trigger %s, %d users", t.Type, len(t.Stations()))
}
