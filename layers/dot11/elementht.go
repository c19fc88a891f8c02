package dot11

// Elements of high throughput (HT) and very high throughput (VHT), IEEE 802.11-2020 sections 9.4.2.55, 9.4.2.56 and
// 9.4.2.157 to 9.4.2.165.

// HTCapabilities is the contents of the HT capabilities element, section 9.4.2.55.
type HTCapabilities struct {
	LDPC             bool     `bits:"1,le"` // receives it
	Width40          bool     `bits:"1,le"`
	PowerSave        uint8    `bits:"2,le"` // of spatial multiplexing: 0 static, 1 dynamic, 3 none
	Greenfield       bool     `bits:"1,le"`
	ShortGI20        bool     `bits:"1,le"`
	ShortGI40        bool     `bits:"1,le"`
	TxSTBC           bool     `bits:"1,le"`
	RxSTBC           uint8    `bits:"2,le"` // streams
	DelayedBlockAck  bool     `bits:"1,le"`
	MaxAMSDU         bool     `bits:"1,le"` // 7935 bytes, not 3839
	DSSS40           bool     `bits:"1,le"` // DSSS and CCK in 40 MHz
	Reserved         bool     `bits:"1,le"`
	Intolerant40     bool     `bits:"1,le"`
	LSIGProtection   bool     `bits:"1,le"`
	MaxAMPDU         uint8    `bits:"2,le"` // 8191 bytes times 2 to this power, and more
	MinStartSpacing  uint8    `bits:"3,le"`
	Reserved2        uint8    `bits:"3,le"`
	RxMCS            [10]byte `bits:"80"`    // bit n: MCS n; the last 3 bits are reserved
	MaxRate          uint16   `bits:"10,le"` // Mb/s
	Reserved3        uint8    `bits:"6,le"`
	TxDefined        bool     `bits:"1,le"`
	TxDiffers        bool     `bits:"1,le"`
	TxStreams        uint8    `bits:"2,le"` // less one
	TxUnequal        bool     `bits:"1,le"`
	Reserved4        uint32   `bits:"27,le"`
	Extended         uint16   `bits:"16,le"` // PCO, MCS feedback, HT Control, reverse direction
	Beamforming      uint32   `bits:"32,le"`
	AntennaSelection uint8    `bits:"8"`
	Rest             []byte   `bits:"*"`
}

// HTOperation is the contents of the HT operation element, section 9.4.2.56.
type HTOperation struct {
	Primary         uint8    `bits:"8"`    // channel
	SecondaryOffset uint8    `bits:"2,le"` // 0 none, 1 above, 3 below
	AnyWidth        bool     `bits:"1,le"`
	RIFS            bool     `bits:"1,le"`
	Reserved        uint8    `bits:"4,le"`
	Protection      uint8    `bits:"2,le"` // 0 none, 1 nonmember, 2 20 MHz, 3 non-HT mixed
	NonGreenfield   bool     `bits:"1,le"`
	Reserved2       bool     `bits:"1,le"`
	OBSSNonHT       bool     `bits:"1,le"`
	CenterSegment2  uint8    `bits:"8,le"`
	Reserved3       uint8    `bits:"3,le"`
	Reserved4       uint8    `bits:"6,le"`
	DualBeacon      bool     `bits:"1,le"`
	DualCTS         bool     `bits:"1,le"`
	STBCBeacon      bool     `bits:"1,le"`
	LSIGProtection  bool     `bits:"1,le"`
	PCOActive       bool     `bits:"1,le"`
	PCOPhase        bool     `bits:"1,le"`
	Reserved5       uint8    `bits:"4,le"`
	BasicMCS        [16]byte `bits:"128"`
	Rest            []byte   `bits:"*"`
}

// VHTCapabilities is the contents of the VHT capabilities element, section 9.4.2.157.
type VHTCapabilities struct {
	MaxMPDU        uint8  `bits:"2,le"` // 3895, 7991, 11454 bytes
	Width          uint8  `bits:"2,le"` // supported: 1 160 MHz, 2 80+80 MHz too
	RxLDPC         bool   `bits:"1,le"`
	ShortGI80      bool   `bits:"1,le"`
	ShortGI160     bool   `bits:"1,le"`
	TxSTBC         bool   `bits:"1,le"`
	RxSTBC         uint8  `bits:"3,le"` // streams
	SUBeamformer   bool   `bits:"1,le"`
	SUBeamformee   bool   `bits:"1,le"`
	BeamformeeSTS  uint8  `bits:"3,le"` // less one
	SoundingDims   uint8  `bits:"3,le"` // less one
	MUBeamformer   bool   `bits:"1,le"`
	MUBeamformee   bool   `bits:"1,le"`
	TXOPPowerSave  bool   `bits:"1,le"`
	HTC            bool   `bits:"1,le"` // the VHT variant of HT Control
	MaxAMPDU       uint8  `bits:"3,le"` // 8191 bytes times 2 to this power, and more
	LinkAdaptation uint8  `bits:"2,le"`
	RxAntenna      bool   `bits:"1,le"` // pattern is constant
	TxAntenna      bool   `bits:"1,le"`
	ExtendedNSS    uint8  `bits:"2,le"`
	RxMCS          uint16 `bits:"16,le"` // two bits for each number of streams: up to MCS 7, 8, 9, none
	RxHighest      uint16 `bits:"13,le"` // Mb/s
	MaxNSTS        uint8  `bits:"3,le"`
	TxMCS          uint16 `bits:"16,le"`
	TxHighest      uint16 `bits:"13,le"` // Mb/s
	ExtendedNSSBW  bool   `bits:"1,le"`
	Reserved       uint8  `bits:"2,le"`
	Rest           []byte `bits:"*"`
}

// VHTOperation is the contents of the VHT operation element, section 9.4.2.158.
type VHTOperation struct {
	Width    uint8  `bits:"8"` // 0 up to 40, 1 80 or more, 2 160, 3 80+80 MHz
	Center0  uint8  `bits:"8"` // channel of the segment
	Center1  uint8  `bits:"8"`
	BasicMCS uint16 `bits:"16,le"`
	Rest     []byte `bits:"*"`
}

// ExtBSSLoad is the contents of the extended BSS load element, section 9.4.2.159.
type ExtBSSLoad struct {
	MUCapable     uint16 `bits:"16,le"` // stations
	SpatialStream uint8  `bits:"8"`     // underutilization
	Secondary20   uint8  `bits:"8"`     // observable utilization of the channel
	Secondary40   uint8  `bits:"8"`
	Secondary80   uint8  `bits:"8"`
}

// WideSwitch is the contents of the wide bandwidth channel switch element, section 9.4.2.160.
type WideSwitch struct {
	Width   uint8  `bits:"8"`
	Center0 uint8  `bits:"8"`
	Center1 uint8  `bits:"8"`
	Rest    []byte `bits:"*"`
}

// PowerEnvelope is the contents of the transmit power envelope element, section 9.4.2.161. The powers are half dBm for 20, 40, 80
// and 160 MHz, as many as there are.
type PowerEnvelope struct {
	Count          uint8  `bits:"3,le"` // of powers, less one
	Interpretation uint8  `bits:"3,le"` // 0 local EIRP, 1 its density, 2 EIRP for clients by regulation, 3 its density
	Category       uint8  `bits:"2,le"`
	Powers         []int8 `bits:"*,each=8"`
}

// Densities reports whether the powers are densities, in half dBm for each MHz: one for the whole channel, or one for each 20 MHz of it.
func (p *PowerEnvelope) Densities() bool { return p.Interpretation == 1 || p.Interpretation == 3 }

// ElementList is the contents of elements that hold other elements: channel switch wrapper, section 9.4.2.162, and others.
type ElementList struct {
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// QuietChannel is the contents of the quiet channel element, section 9.4.2.164.
type QuietChannel struct {
	Mode     uint8  `bits:"8"`
	Count    uint8  `bits:"8,if=Mode!=0"`
	Period   uint8  `bits:"8,if=Mode!=0"`
	Duration uint16 `bits:"16,le,if=Mode!=0"`
	Offset   uint16 `bits:"16,le,if=Mode!=0"`
}

// OperatingMode is the contents of the operating mode notification, section 9.4.2.165.
type OperatingMode struct {
	Width     uint8 `bits:"2,le"` // 20, 40, 80, 160 MHz
	Wide      bool  `bits:"1,le"` // 160 or 80+80 MHz
	NoLDPC    bool  `bits:"1,le"`
	RxStreams uint8 `bits:"3,le"` // less one
	RxType    bool  `bits:"1,le"` // the number is a limit of beamforming
}
