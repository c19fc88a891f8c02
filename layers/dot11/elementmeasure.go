package dot11

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/ieee"
)

// Elements of radio measurement and of networks with several access points, IEEE 802.11-2020 sections 9.4.2.20 to 9.4.2.75.

// MeasurementRequest is the contents of the measurement request element, section 9.4.2.20.
type MeasurementRequest struct {
	Token   uint8  `bits:"8"`
	Mode    uint8  `bits:"8"` // bits: parallel, enable, request, report, duration mandatory
	Type    uint8  `bits:"8"` // 0 basic, 1 CCA, 2 RPI histogram, 3 channel load, 4 noise histogram, 5 beacon, 6 frame, 7 STA statistics, 8 LCI, 9 transmit stream
	Request []byte `bits:"*"`
}

// MeasurementReport is the contents of the measurement report element, section 9.4.2.21.
type MeasurementReport struct {
	Token  uint8  `bits:"8"`
	Mode   uint8  `bits:"8"` // bits: late, incapable, refused
	Type   uint8  `bits:"8"`
	Report []byte `bits:"*"`
}

// APChannelReport is the contents of the AP channel report, section 9.4.2.35.
type APChannelReport struct {
	Class    uint8  `bits:"8"` // operating class
	Channels []byte `bits:"*"`
}

// NeighborReport is the contents of the neighbor report element, section 9.4.2.36.
type NeighborReport struct {
	BSSID       ieee.MAC     `bits:"48"`
	Info        uint32       `bits:"32,le"` // reachability, security, capabilities, mobility domain, HT, VHT, FTM
	Class       uint8        `bits:"8"`     // operating class
	Channel     uint8        `bits:"8"`
	PHY         uint8        `bits:"8"` // type
	Subelements []Subelement `bits:"*"`
	Rest        []byte       `bits:"*"`
}

// MobilityDomain is the contents of the mobility domain element, section 9.4.2.46.
type MobilityDomain struct {
	ID       uint16 `bits:"16,le"`
	OverDS   bool   `bits:"1,le"`
	Resource bool   `bits:"1,le"` // request protocol
	Reserved uint8  `bits:"6,le"`
}

// FastTransition is the contents of the fast BSS transition element, section 9.4.2.47, with a code of 16 bytes.
type FastTransition struct {
	RSNXEUsed   bool         `bits:"1,le"`
	MICLength   uint8        `bits:"3,le"` // 0: 16 bytes
	Reserved    uint8        `bits:"4,le"`
	Elements    uint8        `bits:"8"` // how many elements the code covers
	MIC         [16]byte     `bits:"128,if=MICLength==0"`
	MIC24       [24]byte     `bits:"192,if=MICLength==1"`
	MIC32       [32]byte     `bits:"256,if=MICLength==2"`
	ANonce      [32]byte     `bits:"256"`
	SNonce      [32]byte     `bits:"256"`
	Subelements []Subelement `bits:"*"` // 1 R1KH-ID, 2 GTK, 3 R0KH-ID, 4 IGTK, 5 OCI, 6 BIGTK
	Rest        []byte       `bits:"*"`
}

// Timeout is the contents of the timeout interval element, section 9.4.2.48.
type Timeout struct {
	Type  uint8  `bits:"8"` // 1 reassociation deadline, 2 key lifetime, 3 association comeback, all but 2 in time units
	Value uint32 `bits:"32,le"`
}

// RICData is the contents of the RIC data element, section 9.4.2.49.
type RICData struct {
	ID          uint8  `bits:"8"`
	Descriptors uint8  `bits:"8"` // elements that follow
	Status      Status `bits:"16,le"`
}

// DSELocation is the contents of the DSE registered location element, section 9.4.2.51, with the coordinates as they stand.
type DSELocation struct {
	Location    [16]byte `bits:"128"`
	DependentID uint16   `bits:"16,le"`
	Class       uint8    `bits:"8"`
	Channel     uint8    `bits:"8"`
}

// OperatingClasses is the contents of the supported operating classes element, section 9.4.2.53.
type OperatingClasses struct {
	Current uint8  `bits:"8"`
	Classes []byte `bits:"*"` // further ones, and extensions of the list
}

// ExtChannelSwitch is the contents of the extended channel switch announcement, section 9.4.2.52.
type ExtChannelSwitch struct {
	Mode    uint8 `bits:"8"`
	Class   uint8 `bits:"8"`
	Channel uint8 `bits:"8"`
	Count   uint8 `bits:"8"`
}

// BSSAdmission is the contents of the available admission capacity element, section 9.4.2.42.
type BSSAdmission struct {
	Mask       uint16   `bits:"16,le"` // priorities and categories that follow
	Capacities []uint16 `bits:"*,le,each=16"`
}

// ACDelay is the contents of the BSS AC access delay element, section 9.4.2.43.
type ACDelay struct {
	BestEffort uint8 `bits:"8"`
	Background uint8 `bits:"8"`
	Video      uint8 `bits:"8"`
	Voice      uint8 `bits:"8"`
}

// TimeAdvertisement is the contents of the time advertisement element, section 9.4.2.60.
type TimeAdvertisement struct {
	Capabilities uint8    `bits:"8"`
	Value        [10]byte `bits:"80,if=Capabilities!=0"` // date and time
	Error        [5]byte  `bits:"40,if=Capabilities!=0"`
	Update       uint8    `bits:"8,if=Capabilities==2"`
	Rest         []byte   `bits:"*"`
}

// MultipleBSSID is the contents of the multiple BSSID element, section 9.4.2.45.
type MultipleBSSID struct {
	MaxIndicator uint8        `bits:"8"` // 2 to this power is the most networks
	Profiles     []Subelement `bits:"*"` // 0: elements of a network that sends no beacons
	Rest         []byte       `bits:"*"`
}

// BSSIDIndex is the contents of the multiple BSSID-index element, section 9.4.2.73.
type BSSIDIndex struct {
	Index uint8  `bits:"8"`
	DTIM  []byte `bits:"*"` // period and count, in beacons
}

// Coexistence is the contents of the 20/40 BSS coexistence element, section 9.4.2.59.
type Coexistence struct {
	InformationRequest bool  `bits:"1,le"`
	FortyIntolerant    bool  `bits:"1,le"`
	TwentyWidth        bool  `bits:"1,le"`
	OBSSExemptRequest  bool  `bits:"1,le"`
	OBSSExemptGrant    bool  `bits:"1,le"`
	Reserved           uint8 `bits:"3,le"`
}

// Intolerant is the contents of the 20/40 intolerant channel report, section 9.4.2.57.
type Intolerant struct {
	Class    uint8  `bits:"8"`
	Channels []byte `bits:"*"`
}

// OBSSScan is the contents of the overlapping BSS scan parameters, section 9.4.2.58. Times are in time units.
type OBSSScan struct {
	PassiveDwell uint16 `bits:"16,le"`
	ActiveDwell  uint16 `bits:"16,le"`
	Interval     uint16 `bits:"16,le"` // seconds
	PassiveTotal uint16 `bits:"16,le"`
	ActiveTotal  uint16 `bits:"16,le"`
	DelayFactor  uint16 `bits:"16,le"`
	Threshold    uint16 `bits:"16,le"` // hundredths of a percent
}

// MME is the contents of the management MIC element, section 9.4.2.54. The code has 8 or 16 bytes.
type MME struct {
	KeyID uint16  `bits:"16,le"`
	IPN   [6]byte `bits:"48"` // packet number, little-endian
	MIC   []byte  `bits:"*"`
}

// Interworking is the contents of the interworking element, section 9.4.2.91.
type Interworking struct {
	NetworkType uint8  `bits:"4,le"` // 0 private, 1 with guests, 2 chargeable public, 3 free public, 4 personal, 5 emergency
	Internet    bool   `bits:"1,le"`
	ASRA        bool   `bits:"1,le"` // additional step required for access
	ESR         bool   `bits:"1,le"` // emergency services reachable
	UESA        bool   `bits:"1,le"` // unauthenticated emergency service accessible
	Rest        []byte `bits:"*"`    // venue (2 bytes), HESSID (6 bytes), each may be missing
}

// Advertisement is the contents of the advertisement protocol element, section 9.4.2.92.
type Advertisement struct {
	Tuples []AdvertisementTuple `bits:"*"`
}

// AdvertisementTuple is a protocol, and how long answers to it may be.
type AdvertisementTuple struct {
	LengthLimit uint8  `bits:"7,le"` // units of 256 bytes; 127: none
	PAME        bool   `bits:"1,le"` // answers do not depend on the BSSID
	Protocol    uint8  `bits:"8"`    // 0 ANQP, 1 MIS information service, 2 MIS capability, 3 EAS, 4 RLQP, 221 vendor
	Length      uint8  `bits:"8,if=Protocol==221,len=Vendor"`
	Vendor      []byte `bits:"*,if=Protocol==221"`
}

// RoamingConsortium is the contents of the roaming consortium element, section 9.4.2.95. The lengths of the first two
// organisation identifiers are told; what is left is the third.
type RoamingConsortium struct {
	ANQPCount uint8  `bits:"8"`         // more of them can be asked for
	Length2   uint8  `bits:"4,len=OI2"` // bytes
	Length1   uint8  `bits:"4,len=OI1"` // bytes
	OI1       []byte `bits:"*"`
	OI2       []byte `bits:"*"`
	OI3       []byte `bits:"*"`
}

// ReducedNeighbor is the contents of the reduced neighbor report, section 9.4.2.170.
type ReducedNeighbor struct {
	APs []byte `bits:"*"` // Neighbors takes it apart
}

// NeighborAP is the networks on one channel, the first part of a neighbor in a reduced neighbor report.
type NeighborAP struct {
	Type     uint8  `bits:"2,le"`
	Filtered bool   `bits:"1,le"`
	Reserved bool   `bits:"1,le"`
	Count    uint8  `bits:"4,le"` // of networks, less one
	Length   uint8  `bits:"8"`    // of the information for each, in bytes
	Class    uint8  `bits:"8"`    // operating class
	Channel  uint8  `bits:"8"`
	Networks []byte `bits:"-"` // Count + 1 times: offset of the beacons and, by the length, BSSID, short SSID, parameters, power, link
}

// Neighbors takes the report apart. The error tells that it ends within a neighbor; those before are returned.
func (r *ReducedNeighbor) Neighbors() (all []NeighborAP, err error) {
	for b := r.APs; len(b) > 0; {
		var n NeighborAP
		rest, err := codec.Unmarshal(b, &n)
		if err != nil {
			return all, err
		}
		size := (int(n.Count) + 1) * int(n.Length)
		if size > len(rest) {
			return all, codec.ErrTruncated
		}
		n.Networks = rest[:size:size]
		all, b = append(all, n), rest[size:]
	}
	return all, nil
}
