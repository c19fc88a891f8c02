package dot11

// Elements of high efficiency (HE), IEEE 802.11ax-2021 sections 9.4.2.248 to 9.4.2.263.

// HECapabilities is the contents of the HE capabilities element, IEEE 802.11ax-2021 section 9.4.2.248.
type HECapabilities struct {
	HTC              bool   `bits:"1,le"` // the HE variant of HT Control
	TWTRequester     bool   `bits:"1,le"`
	TWTResponder     bool   `bits:"1,le"`
	DynamicFragment  uint8  `bits:"2,le"`
	MaxFragmented    uint8  `bits:"3,le"` // exponent
	MinFragment      uint8  `bits:"2,le"`
	TriggerPadding   uint8  `bits:"2,le"` // units of 8 microseconds
	MultiTIDRx       uint8  `bits:"3,le"` // less one
	LinkAdaptation   uint8  `bits:"2,le"`
	AllAck           bool   `bits:"1,le"`
	TRS              bool   `bits:"1,le"`
	BSR              bool   `bits:"1,le"`
	BroadcastTWT     bool   `bits:"1,le"`
	BlockAck32       bool   `bits:"1,le"` // bitmaps of 32 bits
	MUCascading      bool   `bits:"1,le"`
	AckAggregation   bool   `bits:"1,le"`
	Reserved         bool   `bits:"1,le"`
	OMControl        bool   `bits:"1,le"`
	OFDMARandom      bool   `bits:"1,le"` // random access
	MaxAMPDU         uint8  `bits:"2,le"` // exponent, beyond that of VHT
	AMSDUFragment    bool   `bits:"1,le"`
	FlexibleTWT      bool   `bits:"1,le"`
	RxMultiBSS       bool   `bits:"1,le"` // control frames
	BSRPAggregation  bool   `bits:"1,le"`
	QTP              bool   `bits:"1,le"`
	BQR              bool   `bits:"1,le"`
	PSRResponder     bool   `bits:"1,le"`
	NDPFeedback      bool   `bits:"1,le"`
	OPS              bool   `bits:"1,le"`
	AMSDUNotBlockAck bool   `bits:"1,le"`
	MultiTIDTx       uint8  `bits:"3,le"`
	SubchannelTx     bool   `bits:"1,le"` // selective transmission
	UL2x996          bool   `bits:"1,le"`
	OMULMUDisable    bool   `bits:"1,le"`
	DynamicSMPS      bool   `bits:"1,le"`
	PuncturedSound   bool   `bits:"1,le"`
	HTVHTTrigger     bool   `bits:"1,le"`
	PHY              HEPHY  `bits:"*"`
	RxMCS80          uint16 `bits:"16,le"` // two bits for each number of streams: up to MCS 7, 9, 11, none
	TxMCS80          uint16 `bits:"16,le"`
	RxMCS160         uint16 `bits:"16,le,if=Has160"`
	TxMCS160         uint16 `bits:"16,le,if=Has160"`
	RxMCS8080        uint16 `bits:"16,le,if=Has8080"`
	TxMCS8080        uint16 `bits:"16,le,if=Has8080"`
	PPE              []byte `bits:"*"` // thresholds of packet extension
}

// Has160 reports whether a width of 160 MHz in 5 or 6 GHz is supported.
func (c *HECapabilities) Has160() bool { return c.PHY.Width&4 != 0 }

// Has8080 reports whether a width of 80+80 MHz is supported.
func (c *HECapabilities) Has8080() bool { return c.PHY.Width&8 != 0 }

// HEPHY is what the radio of an HE station can do.
type HEPHY struct {
	Reserved          bool  `bits:"1,le"`
	Width             uint8 `bits:"7,le"` // bits: 40 MHz in 2.4 GHz; 40 and 80, 160, 80+80 MHz in 5 and 6 GHz; 242-tone units
	PuncturedRx       uint8 `bits:"4,le"`
	ClassA            bool  `bits:"1,le"`
	LDPC              bool  `bits:"1,le"`
	SU1xLTF           bool  `bits:"1,le"` // with a guard interval of 0.8 microseconds
	MidambleNSTS      uint8 `bits:"2,le"`
	NDP4xLTF          bool  `bits:"1,le"`
	TxSTBC80          bool  `bits:"1,le"`
	RxSTBC80          bool  `bits:"1,le"`
	TxDoppler         bool  `bits:"1,le"`
	RxDoppler         bool  `bits:"1,le"`
	FullULMUMIMO      bool  `bits:"1,le"`
	PartialULMUMIMO   bool  `bits:"1,le"`
	TxDCM             uint8 `bits:"2,le"`
	TxDCMStreams      bool  `bits:"1,le"`
	RxDCM             uint8 `bits:"2,le"`
	RxDCMStreams      bool  `bits:"1,le"`
	RxPartialSU       bool  `bits:"1,le"`
	SUBeamformer      bool  `bits:"1,le"`
	SUBeamformee      bool  `bits:"1,le"`
	MUBeamformer      bool  `bits:"1,le"`
	BeamformeeSTS80   uint8 `bits:"3,le"`
	BeamformeeSTS160  uint8 `bits:"3,le"`
	SoundingDims80    uint8 `bits:"3,le"`
	SoundingDims160   uint8 `bits:"3,le"`
	Ng16SU            bool  `bits:"1,le"`
	Ng16MU            bool  `bits:"1,le"`
	Codebook42        bool  `bits:"1,le"`
	Codebook75        bool  `bits:"1,le"`
	TriggeredSU       bool  `bits:"1,le"` // beamforming feedback
	TriggeredMU       bool  `bits:"1,le"`
	TriggeredCQI      bool  `bits:"1,le"`
	PartialExtended   bool  `bits:"1,le"`
	PartialDLMUMIMO   bool  `bits:"1,le"`
	PPEPresent        bool  `bits:"1,le"`
	PSRReuse          bool  `bits:"1,le"`
	PowerBoost        bool  `bits:"1,le"`
	SU4xLTF           bool  `bits:"1,le"`
	MaxNc             uint8 `bits:"3,le"`
	TxSTBC160         bool  `bits:"1,le"`
	RxSTBC160         bool  `bits:"1,le"`
	ER4xLTF           bool  `bits:"1,le"` // extended range
	HE20In40          bool  `bits:"1,le"`
	HE20In160         bool  `bits:"1,le"`
	HE80In160         bool  `bits:"1,le"`
	ER1xLTF           bool  `bits:"1,le"`
	Midamble1x2x      bool  `bits:"1,le"`
	DCMMaxRU          uint8 `bits:"2,le"`
	LongSIGB          bool  `bits:"1,le"`
	NonTriggeredCQI   bool  `bits:"1,le"`
	Tx1024QAM         bool  `bits:"1,le"` // in small resource units
	Rx1024QAM         bool  `bits:"1,le"`
	RxFullCompressed  bool  `bits:"1,le"`
	RxFullNonCompress bool  `bits:"1,le"`
	NominalPadding    uint8 `bits:"2,le"`
	MaxLTFMultiRU     bool  `bits:"1,le"`
	Reserved2         uint8 `bits:"7,le"`
}

// HEOperation is the contents of the HE operation element, section 9.4.2.249.
type HEOperation struct {
	PEDuration    uint8   `bits:"3,le"` // default, units of 4 microseconds
	TWTRequired   bool    `bits:"1,le"`
	RTSThreshold  uint16  `bits:"10,le"` // units of 32 microseconds; 1023: none
	VHTPresent    bool    `bits:"1,le"`
	CoHosted      bool    `bits:"1,le"`
	ERDisable     bool    `bits:"1,le"`
	SixGHz        bool    `bits:"1,le"` // its information is there
	Reserved      uint8   `bits:"6,le"`
	Color         uint8   `bits:"6,le"`
	PartialColor  bool    `bits:"1,le"`
	ColorDisabled bool    `bits:"1,le"`
	BasicMCS      uint16  `bits:"16,le"`
	VHT           [3]byte `bits:"24,if=VHTPresent"` // width and centers, as in VHTOperation
	MaxCoHosted   uint8   `bits:"8,if=CoHosted"`
	Primary       uint8   `bits:"8,if=SixGHz"` // channel in the 6 GHz band
	Control       uint8   `bits:"8,if=SixGHz"` // width, duplicate beacon, regulatory information
	Center0       uint8   `bits:"8,if=SixGHz"`
	Center1       uint8   `bits:"8,if=SixGHz"`
	MinimumRate   uint8   `bits:"8,if=SixGHz"` // Mb/s
	Rest          []byte  `bits:"*"`
}

// UORA is the contents of the uplink OFDMA random access parameters, section 9.4.2.250.
type UORA struct {
	Range uint8 `bits:"8"` // exponents of the contention window
}

// MUEDCA is the contents of the MU EDCA parameter set, section 9.4.2.251.
type MUEDCA struct {
	Info    uint8          `bits:"8"`
	Records []MUEDCARecord `bits:"*"` // best effort, background, video, voice
}

// MUEDCARecord is the parameters of an access category.
type MUEDCARecord struct {
	AIFSN     uint8 `bits:"4,le"`
	Admission bool  `bits:"1,le"`
	ACI       uint8 `bits:"2,le"`
	Reserved  bool  `bits:"1,le"`
	ECWmin    uint8 `bits:"4,le"`
	ECWmax    uint8 `bits:"4,le"`
	Timer     uint8 `bits:"8"` // units of 8 time units
}

// SpatialReuse is the contents of the spatial reuse parameter set, section 9.4.2.252.
type SpatialReuse struct {
	PSRDisallowed   bool    `bits:"1,le"`
	NonSRGDisallow  bool    `bits:"1,le"`
	NonSRGPresent   bool    `bits:"1,le"`
	SRGPresent      bool    `bits:"1,le"`
	HESIGADisallow  bool    `bits:"1,le"`
	Reserved        uint8   `bits:"3,le"`
	NonSRGMaxOffset uint8   `bits:"8,if=NonSRGPresent"`
	SRGMinOffset    uint8   `bits:"8,if=SRGPresent"`
	SRGMaxOffset    uint8   `bits:"8,if=SRGPresent"`
	SRGColors       [8]byte `bits:"64,if=SRGPresent"`
	SRGBSSIDs       [8]byte `bits:"64,if=SRGPresent"`
}

// NDPFeedbackSet is the contents of the NDP feedback report parameter set, section 9.4.2.253.
type NDPFeedbackSet struct {
	Threshold uint8 `bits:"8"`
}

// ColorChange is the contents of the BSS color change announcement, section 9.4.2.254.
type ColorChange struct {
	Countdown uint8 `bits:"8"`
	Color     uint8 `bits:"6,le"`
	Reserved  uint8 `bits:"2,le"`
}

// HELoad is the contents of the HE BSS load element, section 9.4.2.256.
type HELoad struct {
	Stations      uint16 `bits:"16,le"`
	Utilization   uint8  `bits:"8"`
	Frequency     uint8  `bits:"8"` // underutilization
	SpatialStream uint8  `bits:"8"` // underutilization
}

// HE6GHz is the contents of the HE 6 GHz band capabilities, section 9.4.2.263.
type HE6GHz struct {
	MinStartSpacing uint8 `bits:"3,le"`
	MaxAMPDU        uint8 `bits:"3,le"`
	MaxMPDU         uint8 `bits:"2,le"`
	Reserved        bool  `bits:"1,le"`
	PowerSave       uint8 `bits:"2,le"`
	RDResponder     bool  `bits:"1,le"`
	RxAntenna       bool  `bits:"1,le"`
	TxAntenna       bool  `bits:"1,le"`
	Reserved2       uint8 `bits:"2,le"`
}

// MultiBSSIDConfig is the contents of the multiple BSSID configuration, section 9.4.2.260.
type MultiBSSIDConfig struct {
	Count       uint8 `bits:"8"` // networks
	Periodicity uint8 `bits:"8"` // beacons until each was advertised
}

// NonInheritance is the contents of the non-inheritance element, section 9.4.2.240.
type NonInheritance struct {
	Count         uint8        `bits:"8,len=IDs"`
	IDs           []ElementID  `bits:"*"`
	ExtendedCount uint8        `bits:"8,len=ExtendedIDs"`
	ExtendedIDs   []ExtendedID `bits:"*"`
}

// ShortSSIDs is the contents of the short SSID list, section 9.4.2.261.
type ShortSSIDs struct {
	SSIDs []uint32 `bits:"*,le,each=32"` // checksums of names
}

// OCI is the contents of the operating channel information element, section 9.4.2.236.
type OCI struct {
	Class    uint8  `bits:"8"`
	Primary  uint8  `bits:"8"`
	Segment1 uint8  `bits:"8"`
	Rest     []byte `bits:"*"`
}

// DHParameter is the contents of the Diffie-Hellman parameter element, RFC 8110 section 4.3 (opportunistic wireless encryption).
type DHParameter struct {
	Group uint16 `bits:"16,le"`
	Key   []byte `bits:"*"`
}

// TWT is the contents of the target wake time element, section 9.4.2.199, with the parameters as bytes: their form
// follows from control and type.
type TWT struct {
	NDPPaging   bool   `bits:"1,le"`
	ResponderPM bool   `bits:"1,le"`
	Negotiation uint8  `bits:"2,le"` // 0 individual, 1 and 2 of broadcast, 3 management of membership
	Disabled    bool   `bits:"1,le"` // information frames
	DurationTU  bool   `bits:"1,le"` // unit of wake durations is a time unit, not 256 microseconds
	LinkID      bool   `bits:"1,le"` // a bitmap of links is there
	Aligned     bool   `bits:"1,le"`
	Parameters  []byte `bits:"*"`
}
