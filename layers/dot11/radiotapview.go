package dot11

// The fields of radiotap headers that have a structure, radiotap.org.

// RadioChannel is the field Channel.
type RadioChannel struct {
	Frequency uint16            `bits:"16,le"` // MHz
	Flags     RadioChannelFlags `bits:"16,le"`
}

// RadioChannelFlags are the kind of a channel.
type RadioChannelFlags uint16

// Kinds of channels.
const (
	Channel700MHz  RadioChannelFlags = 0x0001
	Channel800MHz  RadioChannelFlags = 0x0002
	Channel900MHz  RadioChannelFlags = 0x0004
	ChannelTurbo   RadioChannelFlags = 0x0010
	ChannelCCK     RadioChannelFlags = 0x0020
	ChannelOFDM    RadioChannelFlags = 0x0040
	Channel2GHz    RadioChannelFlags = 0x0080
	Channel5GHz    RadioChannelFlags = 0x0100
	ChannelPassive RadioChannelFlags = 0x0200
	ChannelDynamic RadioChannelFlags = 0x0400 // CCK and OFDM
	ChannelGFSK    RadioChannelFlags = 0x0800
	ChannelGSM     RadioChannelFlags = 0x1000
	ChannelSTurbo  RadioChannelFlags = 0x2000
	ChannelHalf    RadioChannelFlags = 0x4000 // 10 MHz wide
	ChannelQuarter RadioChannelFlags = 0x8000 // 5 MHz wide
)

// RadioFHSS is the field FHSS.
type RadioFHSS struct {
	Set     uint8 `bits:"8"` // of hops
	Pattern uint8 `bits:"8"`
}

// RadioXChannel is the field XChannel.
type RadioXChannel struct {
	Flags     uint32 `bits:"32,le"` // the lower half as RadioChannelFlags; HT20, HT40 and others above
	Frequency uint16 `bits:"16,le"` // MHz
	Channel   uint8  `bits:"8"`
	MaxPower  uint8  `bits:"8"` // half dBm
}

// RadioMCS is the field MCS. Known tells which of the others are: bandwidth, index, guard interval, format, FEC, STBC,
// Ness, and the upper bit of Ness.
type RadioMCS struct {
	Known      uint8 `bits:"8"`
	Bandwidth  uint8 `bits:"2,le"` // 20, 40, 20L, 20U
	ShortGI    bool  `bits:"1,le"`
	Greenfield bool  `bits:"1,le"`
	LDPC       bool  `bits:"1,le"`
	STBC       uint8 `bits:"2,le"` // streams
	NessLow    bool  `bits:"1,le"` // extension spatial streams
	Index      uint8 `bits:"8"`
}

// RadioAMPDU is the field A-MPDU Status.
type RadioAMPDU struct {
	Reference uint32 `bits:"32,le"` // the same for all frames of an aggregate
	Flags     uint16 `bits:"16,le"`
	Delimiter uint8  `bits:"8"` // its checksum
	Reserved  uint8  `bits:"8"`
}

// RadioVHT is the field VHT. Known tells which of the others are.
type RadioVHT struct {
	Known      uint16  `bits:"16,le"`
	Flags      uint8   `bits:"8"`  // STBC, TXOP_PS, short GI, its disambiguation, extra LDPC symbol, beamformed
	Bandwidth  uint8   `bits:"8"`  // 0 is 20, 1 is 40, 4 is 80, 11 is 160 MHz; others are parts of these
	Users      [4]byte `bits:"32"` // low nibble spatial streams, high nibble modulation
	Coding     uint8   `bits:"8"`  // bits 0 to 3: LDPC, by user
	Group      uint8   `bits:"8"`
	PartialAID uint16  `bits:"16,le"`
}

// RadioTimestamp is the field Timestamp.
type RadioTimestamp struct {
	Time     uint64 `bits:"64,le"`
	Accuracy uint16 `bits:"16,le"` // in the unit
	Unit     uint8  `bits:"4,le"`  // 0 milliseconds, 1 microseconds, 3 nanoseconds
	Position uint8  `bits:"4,le"`  // of the frame: first bit, signal acquired, end, and so on
	Flags    uint8  `bits:"8"`     // 1: 32 bits wide, 2: Accuracy is known
}

// RadioHE is the field HE: six words, whose first two say which values in the others are known.
type RadioHE struct {
	Data1 uint16 `bits:"16,le"`
	Data2 uint16 `bits:"16,le"`
	Data3 uint16 `bits:"16,le"` // color, beam change, uplink, modulation, DCM, coding
	Data4 uint16 `bits:"16,le"` // spatial reuse, or station identifier
	Data5 uint16 `bits:"16,le"` // bandwidth or resource unit, guard interval, training fields
	Data6 uint16 `bits:"16,le"` // streams, Doppler, TXOP
}

// RadioHEMU is the field HE-MU.
type RadioHEMU struct {
	Flags1   uint16  `bits:"16,le"`
	Flags2   uint16  `bits:"16,le"`
	Channel1 [4]byte `bits:"32"` // resource units
	Channel2 [4]byte `bits:"32"`
}

// RadioHEMUOther is the field HE-MU Other User.
type RadioHEMUOther struct {
	PerUser1 uint16 `bits:"16,le"`
	PerUser2 uint16 `bits:"16,le"`
	Position uint8  `bits:"8"`
	Known    uint8  `bits:"8"`
}

// RadioLSIG is the field L-SIG.
type RadioLSIG struct {
	Known  uint16 `bits:"16,le"` // 1: rate, 2: length
	Rate   uint8  `bits:"4,le"`
	Length uint16 `bits:"12,le"` // bytes
}

// RadioTapTLVList is what follows the words where they announce the form of types and lengths.
type RadioTapTLVList struct {
	TLVs []RadioTapTLV `bits:"*"`
	Rest []byte        `bits:"*"`
}

// RadioTapTLV is a field in the form of type and length.
type RadioTapTLV struct {
	Type    RadioTapTLVType `bits:"16,le"`
	Length  uint16          `bits:"16,le,len=Data"`
	Data    []byte          `bits:"*"`
	Padding []byte          `bits:"*,pad=4"`
}

// RadioTapTLVType is the type of such a field: the bit of a field, or a number beyond them.
type RadioTapTLVType uint16

// Types beyond the bits of fields.
const (
	RadioTapTLVVendor RadioTapTLVType = 30
	RadioTapTLVS1G    RadioTapTLVType = 32
	RadioTapTLVUSIG   RadioTapTLVType = 33
	RadioTapTLVEHT    RadioTapTLVType = 34
)

// RadioTapVendor is the field that begins the namespace of a vendor, whose words of bits say what is in Data.
type RadioTapVendor struct {
	OUI          uint32 `bits:"24"` // big-endian
	SubNamespace uint8  `bits:"8"`
	Skip         uint16 `bits:"16,le,len=Data"`
	Data         []byte `bits:"*"`
}
