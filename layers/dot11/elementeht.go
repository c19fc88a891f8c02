package dot11

import "github.com/wiretag/wiretag/layers/ieee"

// Elements of extremely high throughput (EHT), IEEE 802.11be sections 9.4.2.311 to 9.4.2.315.

// EHTOperation is the contents of the EHT operation element, IEEE 802.11be section 9.4.2.311.
type EHTOperation struct {
	InfoPresent     bool   `bits:"1,le"`
	DisabledPresent bool   `bits:"1,le"` // bitmap of punctured subchannels
	PEDuration      bool   `bits:"1,le"`
	GroupLimit      bool   `bits:"1,le"`
	GroupExponent   uint8  `bits:"2,le"`
	MCS15Disable    bool   `bits:"1,le"`
	Reserved        bool   `bits:"1,le"`
	BasicMCS        uint32 `bits:"32,le"`
	Width           uint8  `bits:"8,if=InfoPresent"` // lowest three bits: 20, 40, 80, 160, 320 MHz
	Center0         uint8  `bits:"8,if=InfoPresent"`
	Center1         uint8  `bits:"8,if=InfoPresent"`
	Disabled        uint16 `bits:"16,le,if=InfoPresent&&DisabledPresent"` // bit n: 20 MHz from the lowest
	Rest            []byte `bits:"*"`
}

// EHTCapabilities is the contents of the EHT capabilities element, section 9.4.2.313. The numbers of streams by modulation
// depend on the widths of the HE capabilities, so that they and the thresholds behind them are bytes here.
type EHTCapabilities struct {
	EPCS            bool    `bits:"1,le"`
	OMControl       bool    `bits:"1,le"`
	TXOPMode1       bool    `bits:"1,le"` // sharing
	TXOPMode2       bool    `bits:"1,le"`
	RestrictedTWT   bool    `bits:"1,le"`
	SCSTraffic      bool    `bits:"1,le"`
	MaxMPDU         uint8   `bits:"2,le"`
	MaxAMPDU        bool    `bits:"1,le"`
	TRS             bool    `bits:"1,le"`
	TXOPReturn      bool    `bits:"1,le"`
	TwoBQRs         bool    `bits:"1,le"`
	LinkAdaptation  uint8   `bits:"2,le"`
	Reserved        uint8   `bits:"2,le"`
	PHY             [9]byte `bits:"72"` // bits, of the radio
	MCSAndThreshold []byte  `bits:"*"`
}

// MultiLink is the contents of the multi-link element, section 9.4.2.312.
type MultiLink struct {
	Type     uint8        `bits:"3,le"` // 0 basic, 1 probe request, 2 reconfiguration, 3 TDLS, 4 priority access
	Reserved bool         `bits:"1,le"`
	Presence uint16       `bits:"12,le"` // bits of the common information
	Common   uint8        `bits:"8,if=HasCommon,len=Info+1"`
	Info     []byte       `bits:"*,if=HasCommon"`
	Links    []Subelement `bits:"*"` // 0: profile of a station on a link; 254: the rest of the one before
	Rest     []byte       `bits:"*"`
}

// HasCommon reports whether the common information begins with its length, which it does in all known types.
func (m *MultiLink) HasCommon() bool { return m.Type <= 4 }

// MLDAddress returns the address of the multi-link device, with which the common information of the basic type begins.
func (m *MultiLink) MLDAddress() (a ieee.MAC, ok bool) {
	if m.Type != 0 || len(m.Info) < len(a) {
		return a, false
	}
	return ieee.MAC(m.Info[:6]), true
}

// TIDToLink is the contents of the TID-to-link mapping element, section 9.4.2.314.
type TIDToLink struct {
	Direction   uint8  `bits:"2,le"` // 0 down, 1 up, 2 both
	Default     bool   `bits:"1,le"`
	TimePresent bool   `bits:"1,le"`
	Duration    bool   `bits:"1,le"` // expected duration is there
	Size        bool   `bits:"1,le"` // mappings have one byte, not two
	Reserved    uint8  `bits:"2,le"`
	Presence    uint8  `bits:"8,if=!Default"` // which TIDs have a mapping
	SwitchTime  uint16 `bits:"16,le,if=TimePresent"`
	Expected    uint32 `bits:"24,le,if=Duration"` // time units
	Mappings    []byte `bits:"*"`                 // bitmaps of links
}

// MultiLinkTraffic is the contents of the multi-link traffic indication element, section 9.4.2.315.
type MultiLinkTraffic struct {
	BitmapSize uint8  `bits:"4,le"` // bits for each station, less one
	AIDOffset  uint16 `bits:"11,le"`
	Reserved   bool   `bits:"1,le"`
	Bitmaps    []byte `bits:"*"`
}
