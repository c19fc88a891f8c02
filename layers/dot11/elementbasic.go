package dot11

import "github.com/wiretag/wiretag/layers/ieee"

// The elements of the first editions of IEEE 802.11.

// SSID is the contents of the SSID element, section 9.4.2.2: 0 to 32 bytes, usually UTF-8. None, or zeros, hide it.
type SSID struct {
	SSID string `bits:"*"`
}

// Rates is the contents of the elements for supported rates and for more of them, sections 9.4.2.3 and 9.4.2.13.
type Rates struct {
	Rates []Rate `bits:"*"`
}

// Rate is a data rate in units of 500 kb/s, with the highest bit set if all stations must support it. 127 down to 123 are
// not rates but requirements: HT, VHT, GLK, EPD, SAE hash-to-element.
type Rate uint8

// IsBasic reports whether all stations of the network must support the rate.
func (r Rate) IsBasic() bool { return r&0x80 != 0 }

// Kbps is the rate in kb/s.
func (r Rate) Kbps() int { return int(r&0x7f) * 500 }

// FHParameters is the contents of the element of frequency hopping, IEEE 802.11-2012 section 8.4.2.4.
type FHParameters struct {
	Dwell   uint16 `bits:"16,le"` // time units
	Set     uint8  `bits:"8"`
	Pattern uint8  `bits:"8"`
	Index   uint8  `bits:"8"`
}

// DSParameters is the contents of the element with the channel, section 9.4.2.4.
type DSParameters struct {
	Channel uint8 `bits:"8"`
}

// CFParameters is the contents of the element of contention-free periods, IEEE 802.11-2016 section 9.4.2.5.
type CFParameters struct {
	Count        uint8  `bits:"8"`     // DTIM intervals until the next period
	Period       uint8  `bits:"8"`     // DTIM intervals
	MaxDuration  uint16 `bits:"16,le"` // time units
	DurRemaining uint16 `bits:"16,le"`
}

// TIM is the contents of the traffic indication map, section 9.4.2.5. Bitmap is the part of the map with bits that
// are set: it starts with the byte that Offset tells.
type TIM struct {
	Count     uint8  `bits:"8"` // beacons until the next DTIM, 0 if this is one
	Period    uint8  `bits:"8"` // beacon intervals between DTIMs
	Multicast bool   `bits:"1,le"`
	Offset    uint8  `bits:"7,le"` // in units of 2 bytes
	Bitmap    []byte `bits:"*"`
}

// Has reports whether data are buffered for the station with an association identifier.
func (t *TIM) Has(aid uint16) bool {
	i := int(aid>>3) - 2*int(t.Offset)
	return i >= 0 && i < len(t.Bitmap) && t.Bitmap[i]&(1<<(aid&7)) != 0
}

// IBSSParameters is the contents of the element of ad hoc networks, section 9.4.2.6.
type IBSSParameters struct {
	ATIMWindow uint16 `bits:"16,le"` // time units
}

// Country is the contents of the country element, section 9.4.2.8. Padding makes its length even.
type Country struct {
	Code        string           `bits:"16"` // ISO 3166-1
	Environment uint8            `bits:"8"`  // ' ' any, 'I' indoor, 'O' outdoor, 'X' not a country, or a table of operating classes
	Triplets    []CountryTriplet `bits:"*,fit"`
	Padding     []byte           `bits:"*"`
}

// CountryTriplet is a range of channels with a limit of power, or, where First is above 200, an
// operating class and coverage class.
type CountryTriplet struct {
	First    uint8 `bits:"8"`
	Number   uint8 `bits:"8"` // of channels; or the operating class
	MaxPower uint8 `bits:"8"` // dBm; or the coverage class
}

// Request is the contents of the request element, section 9.4.2.9: which elements the answer shall hold.
type Request struct {
	IDs []ElementID `bits:"*"`
}

// BSSLoad is the contents of the element of load, section 9.4.2.27.
type BSSLoad struct {
	Stations    uint16 `bits:"16,le"`
	Utilization uint8  `bits:"8"`     // of the channel, in 1/255
	Admission   uint16 `bits:"16,le"` // available capacity, in 32 microseconds per second
}

// Challenge is the contents of the challenge text element, section 9.4.2.7.
type Challenge struct {
	Text []byte `bits:"*"`
}

// PowerConstraint is the contents of the power constraint element, section 9.4.2.13.
type PowerConstraint struct {
	Limit uint8 `bits:"8"` // dB below the maximum of the country
}

// PowerCapability is the contents of the power capability element, section 9.4.2.14.
type PowerCapability struct {
	Min int8 `bits:"8"` // dBm
	Max int8 `bits:"8"` // dBm
}

// TPCReport is the contents of the TPC report element, section 9.4.2.16.
type TPCReport struct {
	Power      int8  `bits:"8"` // dBm
	LinkMargin uint8 `bits:"8"` // dB
}

// SupportedChannels is the contents of the supported channels element, section 9.4.2.17.
type SupportedChannels struct {
	Ranges []ChannelRange `bits:"*"`
}

// ChannelRange is a number of channels from the first on.
type ChannelRange struct {
	First  uint8 `bits:"8"`
	Number uint8 `bits:"8"`
}

// ChannelSwitch is the contents of the channel switch announcement, section 9.4.2.18.
type ChannelSwitch struct {
	Mode    uint8 `bits:"8"` // 1: be silent until the switch
	Channel uint8 `bits:"8"`
	Count   uint8 `bits:"8"` // beacons until the switch
}

// Quiet is the contents of the quiet element, section 9.4.2.22.
type Quiet struct {
	Count    uint8  `bits:"8"`
	Period   uint8  `bits:"8"`
	Duration uint16 `bits:"16,le"` // time units
	Offset   uint16 `bits:"16,le"`
}

// IBSSDFS is the contents of the IBSS DFS element, section 9.4.2.23.
type IBSSDFS struct {
	Owner    ieee.MAC     `bits:"48"`
	Recovery uint8        `bits:"8"` // beacon intervals
	Channels []ChannelMap `bits:"*"`
}

// ChannelMap is what was measured on a channel.
type ChannelMap struct {
	Channel uint8 `bits:"8"`
	Map     uint8 `bits:"8"` // bits: BSS, OFDM preamble, unidentified signal, radar, unmeasured
}

// ERP is the contents of the ERP element, section 9.4.2.11.
type ERP struct {
	NonERPPresent  bool  `bits:"1,le"`
	UseProtection  bool  `bits:"1,le"`
	BarkerPreamble bool  `bits:"1,le"`
	Reserved       uint8 `bits:"5,le"`
}

// QoSCapability is the contents of the QoS capability element, section 9.4.2.34.
type QoSCapability struct {
	Info uint8 `bits:"8"` // U-APSD flags, or the count of EDCA parameters
}

// EDCAParameters is the contents of the EDCA parameter set element, section 9.4.2.28.
type EDCAParameters struct {
	Info    uint8        `bits:"8"`
	Update  uint8        `bits:"8"`
	Records []EDCARecord `bits:"*"` // best effort, background, video, voice
}

// EDCARecord is the parameters of an access category.
type EDCARecord struct {
	AIFSN     uint8  `bits:"4,le"` // arbitration interframe space, in slots
	Admission bool   `bits:"1,le"` // mandatory
	ACI       uint8  `bits:"2,le"` // best effort, background, video, voice
	Reserved  bool   `bits:"1,le"`
	ECWmin    uint8  `bits:"4,le"` // exponents of the contention window
	ECWmax    uint8  `bits:"4,le"`
	TXOP      uint16 `bits:"16,le"` // units of 32 microseconds
}
