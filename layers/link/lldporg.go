package link

// LLDPPortVLAN is the VLAN of untagged frames, IEEE 802.1Q annex D.2.1.
type LLDPPortVLAN struct {
	VLAN uint16 `bits:"16"`
}

// LLDPProtocolVLAN is a port and protocol VLAN, IEEE 802.1Q annex D.2.2.
type LLDPProtocolVLAN struct {
	Reserved  uint8  `bits:"5"`
	Enabled   bool   `bits:"1"`
	Supported bool   `bits:"1"`
	Low       uint8  `bits:"1"` // reserved
	VLAN      uint16 `bits:"16"`
}

// LLDPVLANName is the name of a VLAN, IEEE 802.1Q annex D.2.3.
type LLDPVLANName struct {
	VLAN   uint16 `bits:"16"`
	Length uint8  `bits:"8,len=Name"`
	Name   []byte `bits:"*"`
}

// LLDPProtocolIdentity are the first bytes of a protocol's frames, IEEE 802.1Q annex D.2.4.
type LLDPProtocolIdentity struct {
	Length   uint8  `bits:"8,len=Identity"`
	Identity []byte `bits:"*"`
}

// LLDPUsageDigest is a checksum over the VLANs in use, IEEE 802.1Q annex D.2.5.
type LLDPUsageDigest struct {
	Digest uint32 `bits:"32"`
}

// LLDPManagementVLAN is the VLAN of management, IEEE 802.1Q annex D.2.6.
type LLDPManagementVLAN struct {
	VLAN uint16 `bits:"16"`
}

// LLDPAggregation is the state of link aggregation, IEEE 802.1AX annex F.
type LLDPAggregation struct {
	Reserved uint8  `bits:"6"`
	Enabled  bool   `bits:"1"`
	Capable  bool   `bits:"1"`
	PortID   uint32 `bits:"32"`
}

// LLDPCongestion says for each priority whether congestion is notified, IEEE 802.1Q annex D.2.7.
type LLDPCongestion struct {
	Priorities uint8 `bits:"8"` // a bit each
	Ready      uint8 `bits:"8"`
}

// LLDPETS is enhanced transmission selection, the configuration or what is recommended, IEEE 802.1Q annex D.2.8 and D.2.9.
type LLDPETS struct {
	Willing    bool     `bits:"1"` // reserved in recommendations
	CBS        bool     `bits:"1"`
	Reserved   uint8    `bits:"3"`
	MaxClasses uint8    `bits:"3"`
	Priorities uint32   `bits:"32"` // the class of each priority, four bits each
	Bandwidth  [8]uint8 `bits:"64"` // of each class, in percent
	Selection  [8]uint8 `bits:"64"` // algorithm of each class
}

// LLDPPFC is priority-based flow control, IEEE 802.1Q annex D.2.10.
type LLDPPFC struct {
	Willing    bool  `bits:"1"`
	MBC        bool  `bits:"1"`
	Reserved   uint8 `bits:"2"`
	Capability uint8 `bits:"4"`
	Enabled    uint8 `bits:"8"` // a bit for each priority
}

// LLDPApplications are the priorities of applications, IEEE 802.1Q annex D.2.11.
type LLDPApplications struct {
	Reserved uint8             `bits:"8"`
	Table    []LLDPApplication `bits:"*"`
}

// LLDPApplication is the priority of an application.
type LLDPApplication struct {
	Priority uint8  `bits:"3"`
	Reserved uint8  `bits:"2"`
	Selector uint8  `bits:"3"` // what Protocol is: 1 EtherType, 2 TCP, 3 UDP, 4 both, 5 DSCP
	Protocol uint16 `bits:"16"`
}

// LLDPEVB is edge virtual bridging, IEEE 802.1Q annex D.2.12.
type LLDPEVB struct {
	BridgeStatus  uint8 `bits:"8"`
	StationStatus uint8 `bits:"8"`
	Retries       uint8 `bits:"3"`
	Timer         uint8 `bits:"5"`
	Mode          uint8 `bits:"2"`
	RWDUnit       uint8 `bits:"1"`
	RWD           uint8 `bits:"5"`
	RKAUnit       uint8 `bits:"3"`
	RKA           uint8 `bits:"5"`
}

// LLDPMACPHY is what a port can do and does, IEEE 802.3 section 79.3.1.
type LLDPMACPHY struct {
	Reserved    uint8  `bits:"6"`
	Enabled     bool   `bits:"1"` // auto-negotiation
	Supported   bool   `bits:"1"`
	Advertised  uint16 `bits:"16"` // as ifMauAutoNegCapAdvertisedBits
	Operational uint16 `bits:"16"` // as ifMauType
}

// LLDPPower is power via MDI, IEEE 802.3 section 79.3.2; the fields behind Class are those of 802.3at, and Rest those of 802.3bt.
type LLDPPower struct {
	Reserved    uint8  `bits:"4"`
	PairControl bool   `bits:"1"`
	Enabled     bool   `bits:"1"`
	Supported   bool   `bits:"1"`
	PSE         bool   `bits:"1"` // power sourcing equipment, not a powered device
	Pair        uint8  `bits:"8"`
	Class       uint8  `bits:"8"`
	Rest        []byte `bits:"*"`
}

// LLDPMaxFrame is the size of the largest frame, IEEE 802.3 section 79.3.4.
type LLDPMaxFrame struct {
	Size uint16 `bits:"16"`
}

// LLDPEEE are wake times of energy-efficient Ethernet in microseconds, IEEE 802.3 section 79.3.5.
type LLDPEEE struct {
	Transmit     uint16 `bits:"16"`
	Receive      uint16 `bits:"16"`
	Fallback     uint16 `bits:"16"`
	EchoTransmit uint16 `bits:"16"`
	EchoReceive  uint16 `bits:"16"`
}

// LLDPMEDCapabilities is what a device can tell, ANSI/TIA-1057 section 10.2.2.
type LLDPMEDCapabilities struct {
	Capabilities uint16 `bits:"16"` // bit 0 capabilities, 1 policy, 2 location, 3 and 4 power, 5 inventory
	Class        uint8  `bits:"8"`  // 1 to 3 endpoints, 4 network
}

// LLDPMEDPolicy is a network policy, ANSI/TIA-1057 section 10.2.3.
type LLDPMEDPolicy struct {
	Application uint8  `bits:"8"` // 1 voice, 2 its signalling, ...
	Unknown     bool   `bits:"1"`
	Tagged      bool   `bits:"1"`
	Reserved    uint8  `bits:"1"`
	VLAN        uint16 `bits:"12"`
	Priority    uint8  `bits:"3"`
	DSCP        uint8  `bits:"6"`
}

// LLDPMEDLocation is a location, ANSI/TIA-1057 section 10.2.4.
type LLDPMEDLocation struct {
	Format uint8  `bits:"8"` // 1 coordinates (RFC 6225), 2 civic address (RFC 4776), 3 emergency line
	Data   []byte `bits:"*"`
}

// LLDPMEDPower is extended power via MDI, ANSI/TIA-1057 section 10.2.5.
type LLDPMEDPower struct {
	Type     uint8  `bits:"2"`
	Source   uint8  `bits:"2"`
	Priority uint8  `bits:"4"`
	Value    uint16 `bits:"16"` // in units of 0.1 W
}

// LLDPCiscoPower is four-wire power of Cisco's.
type LLDPCiscoPower struct {
	Reserved     uint8 `bits:"4"`
	PSEEnabled   bool  `bits:"1"`
	PDRequested  bool  `bits:"1"`
	SparePairs   bool  `bits:"1"` // architecture of the detection shared
	PSESupported bool  `bits:"1"`
}
