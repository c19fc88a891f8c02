package dot11

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// Action is the body of an action frame, IEEE 802.11-2020 section 9.3.3.13, also of those without acknowledgement, section 9.3.3.14.
type Action struct {
	Category ActionCategory `bits:"8"`
	Body     ActionBody     `bits:"*,union=Category"`
}

// LayerName is the name of the layer.
func (*Action) LayerName() string { return "Dot11Action" }

// ActionCategory is the category of an action, table 9-51. Where the highest bit is set, it tells that an action was not
// understood, and comes back as it was sent.
type ActionCategory uint8

// Categories of actions.
const (
	CategorySpectrum        ActionCategory = 0
	CategoryQoS             ActionCategory = 1
	CategoryBlockAck        ActionCategory = 3
	CategoryPublic          ActionCategory = 4
	CategoryRadio           ActionCategory = 5 // radio measurement
	CategoryFastTransition  ActionCategory = 6
	CategoryHT              ActionCategory = 7
	CategorySAQuery         ActionCategory = 8
	CategoryProtectedPublic ActionCategory = 9
	CategoryWNM             ActionCategory = 10
	CategoryUnprotectedWNM  ActionCategory = 11
	CategoryTDLS            ActionCategory = 12
	CategoryMesh            ActionCategory = 13
	CategoryMultihop        ActionCategory = 14
	CategorySelfProtected   ActionCategory = 15
	CategoryDMG             ActionCategory = 16
	CategoryWMM             ActionCategory = 17
	CategoryVHT             ActionCategory = 21
	CategoryHE              ActionCategory = 30
	CategoryProtectedHE     ActionCategory = 31
	CategoryEHT             ActionCategory = 36
	CategoryProtectedEHT    ActionCategory = 37
	CategoryProtectedVendor ActionCategory = 126
	CategoryVendor          ActionCategory = 127
)

var categoryNames = [...]string{
	0: "Spectrum Management", 1: "QoS", 2: "DLS", 3: "Block Ack", 4: "Public", 5: "Radio Measurement", 6: "Fast BSS Transition", 7: "HT", 8: "SA Query",
	9: "Protected Public", 10: "WNM", 11: "Unprotected WNM", 12: "TDLS", 13: "Mesh", 14: "Multihop", 15: "Self-protected", 16: "DMG", 17: "WMM",
	18: "FST", 19: "Robust AV Streaming", 20: "Unprotected DMG", 21: "VHT", 22: "Unprotected S1G", 23: "S1G", 24: "Flow Control",
	25: "Control Response MCS Negotiation", 26: "FILS", 27: "CDMG", 28: "CMMG", 29: "GLK", 30: "HE", 31: "Protected HE", 36: "EHT", 37: "Protected EHT",
	126: "Protected Vendor Specific", 127: "Vendor Specific",
}

// String gives the name, or the number.
func (c ActionCategory) String() string { return iana.NameAt(categoryNames[:], c) }

// ActionBody is what follows the category: a struct such as [*PublicAction], whose View decodes the action, [*VendorAction], or [ActionRaw].
type ActionBody interface{ actionBody() }

// ActionRaw is the body of an action of an unknown category.
type ActionRaw []byte

// Members is the table of Body.
func (Action) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(CategorySpectrum):        (*SpectrumAction)(nil),
		uint64(CategoryQoS):             (*QoSAction)(nil),
		uint64(CategoryBlockAck):        (*BlockAckAction)(nil),
		uint64(CategoryPublic):          (*PublicAction)(nil),
		uint64(CategoryRadio):           (*RadioAction)(nil),
		uint64(CategoryFastTransition):  (*FTAction)(nil),
		uint64(CategoryHT):              (*HTAction)(nil),
		uint64(CategorySAQuery):         (*SAQuery)(nil),
		uint64(CategoryProtectedPublic): (*ProtectedPublicAction)(nil),
		uint64(CategoryWNM):             (*WNMAction)(nil),
		uint64(CategoryTDLS):            (*TDLSAction)(nil),
		uint64(CategoryMesh):            (*MeshAction)(nil),
		uint64(CategoryMultihop):        (*MultihopAction)(nil),
		uint64(CategorySelfProtected):   (*SelfProtectedAction)(nil),
		uint64(CategoryWMM):             (*WMMAction)(nil),
		uint64(CategoryVHT):             (*VHTAction)(nil),
		uint64(CategoryHE):              (*HEAction)(nil),
		uint64(CategoryProtectedVendor): (*ProtectedVendorAction)(nil),
		uint64(CategoryVendor):          (*VendorAction)(nil),
	}, Raw: ActionRaw(nil)}
}

func (a *Action) String() string { return fmt.Sprintf("Dot11Action %s", a.Category) }

// SpectrumAction is an action of spectrum management, section 9.6.2.
type SpectrumAction struct {
	Action uint8  `bits:"8"` // 0 measurement request, 1 report, 2 TPC request, 3 report, 4 channel switch
	Data   []byte `bits:"*,union=Action"`
}

// Members are the types of View.
func (SpectrumAction) Members(string) tags.Members {
	return members(map[uint64]any{0: tokenElements, 1: tokenElements, 2: tokenElements, 3: tokenElements, 4: elementList})
}

// QoSAction is an action of quality of service, section 9.6.3.
type QoSAction struct {
	Action uint8  `bits:"8"` // 0 ADDTS request, 1 response, 2 DELTS, 3 schedule, 4 QoS map
	Data   []byte `bits:"*,union=Action"`
}

// Members are the types of View.
func (QoSAction) Members(string) tags.Members {
	return members(map[uint64]any{0: tokenElements, 1: (*TokenStatus)(nil), 2: (*DELTS)(nil), 3: elementList, 4: elementList})
}

// WMMAction is an action of Wi-Fi multimedia, in the form of the Wi-Fi Alliance.
type WMMAction struct {
	Action uint8  `bits:"8"` // 0 ADDTS request, 1 response, 2 DELTS
	Data   []byte `bits:"*,union=Action"`
}

// Members are the types of View.
func (WMMAction) Members(string) tags.Members {
	return members(map[uint64]any{0: (*WMMADDTS)(nil), 1: (*WMMADDTS)(nil), 2: (*WMMADDTS)(nil)})
}

// BlockAckAction is an action that makes or ends a block ack agreement, section 9.6.4.
type BlockAckAction struct {
	Action uint8  `bits:"8"` // 0 ADDBA request, 1 response, 2 DELBA
	Data   []byte `bits:"*,union=Action"`
}

// Members are the types of View.
func (BlockAckAction) Members(string) tags.Members {
	return members(map[uint64]any{0: (*ADDBARequest)(nil), 1: (*ADDBAResponse)(nil), 2: (*DELBA)(nil)})
}

// PublicAction is an action that stations of other networks may hear, section 9.6.7.
type PublicAction struct {
	Action uint8  `bits:"8"` // 0 coexistence, 4 extended channel switch, 9 vendor, 10 to 13 GAS, 14 TDLS discovery, 32 and 33 fine timing measurement, ...
	Data   []byte `bits:"*,union=Action"`
}

// Members are the types of View.
func (PublicAction) Members(string) tags.Members { return members(publicTypes()) }

// ProtectedPublicAction is a public action that is encrypted, section 9.6.10.
type ProtectedPublicAction struct {
	Action uint8  `bits:"8"` // as in PublicAction
	Data   []byte `bits:"*,union=Action"`
}

// Members are the types of View.
func (ProtectedPublicAction) Members(string) tags.Members { return members(publicTypes()) }

func publicTypes() map[uint64]any {
	return map[uint64]any{
		0: elementList, 4: (*ExtSwitchFrame)(nil), 9: (*Vendor)(nil), 10: (*GASRequest)(nil), 11: (*GASResponse)(nil), 12: (*Token)(nil),
		13: (*GASComeback)(nil), 14: (*TDLSDiscovery)(nil), 32: (*FTMRequest)(nil), 33: (*FTM)(nil),
	}
}

// RadioAction is an action of radio measurement, section 9.6.6.
type RadioAction struct {
	Action uint8  `bits:"8"` // 0 measurement request, 1 report, 2 link measurement request, 3 report, 4 neighbor report request, 5 response
	Data   []byte `bits:"*,union=Action"`
}

// Members are the types of View.
func (RadioAction) Members(string) tags.Members {
	return members(map[uint64]any{
		0: (*RadioRequest)(nil), 1: tokenElements, 2: (*LinkRequest)(nil), 3: (*LinkReport)(nil), 4: tokenElements, 5: tokenElements,
	})
}

// FTAction is an action of fast transition over the distribution system, section 9.6.8.
type FTAction struct {
	Action uint8  `bits:"8"` // 1 request, 2 response, 3 confirm, 4 ack
	Data   []byte `bits:"*,union=Action"`
}

// Members are the types of View.
func (FTAction) Members(string) tags.Members {
	return members(map[uint64]any{1: (*FTRequest)(nil), 2: (*FTResponse)(nil), 3: (*FTRequest)(nil), 4: (*FTResponse)(nil)})
}

// HTAction is an action of high throughput, section 9.6.11. Feedback reports of beamforming are bytes.
type HTAction struct {
	Action uint8  `bits:"8"` // 0 channel width, 1 power save, 2 PSMP, 3 PCO, 4 CSI, 5 and 6 beamforming, 7 antenna selection
	Data   []byte `bits:"*,union=Action"`
}

// Members are the types of View.
func (HTAction) Members(string) tags.Members {
	return members(map[uint64]any{0: (*OneByte)(nil), 1: (*OneByte)(nil), 3: (*OneByte)(nil), 7: (*OneByte)(nil)})
}

// SAQuery is an action that asks whether a security association is still there, section 9.6.9.
type SAQuery struct {
	Action      uint8  `bits:"8"` // 0 request, 1 response
	Transaction uint16 `bits:"16,le"`
	Rest        []byte `bits:"*"` // elements
}

// WNMAction is an action of wireless network management, section 9.6.13.
type WNMAction struct {
	Action WNMActionType `bits:"8"`
	Data   []byte        `bits:"*,union=Action"`
}

// WNMActionType is the kind of an action of wireless network management.
type WNMActionType uint8

var wnmNames = [...]string{
	"Event Request", "Event Report", "Diagnostic Request", "Diagnostic Report", "Location Configuration Request", "Location Configuration Response",
	"BSS Transition Query", "BSS Transition Request", "BSS Transition Response", "FMS Request", "FMS Response", "Collocated Interference Request",
	"Collocated Interference Report", "TFS Request", "TFS Response", "TFS Notify", "Sleep Mode Request", "Sleep Mode Response", "TIM Broadcast Request",
	"TIM Broadcast Response", "QoS Traffic Capability Update", "Channel Usage Request", "Channel Usage Response", "DMS Request", "DMS Response",
	"Timing Measurement Request", "Notification Request", "Notification Response",
}

// String gives the name, or the number.
func (t WNMActionType) String() string { return iana.NameAt(wnmNames[:], t) }

// Members are the types of View.
func (WNMAction) Members(string) tags.Members {
	m := map[uint64]any{
		6: (*BTMQuery)(nil), 7: (*BTMRequest)(nil), 8: (*BTMResponse)(nil), 15: (*Bytes)(nil), 17: (*SleepResponse)(nil), 20: (*OneByte)(nil),
		25: (*OneByte)(nil), 26: (*NotifyRequest)(nil), 27: (*NotifyRequest)(nil),
	}
	for _, n := range [...]uint64{0, 1, 2, 3, 4, 5, 9, 10, 13, 14, 16, 18, 19, 21, 22, 23, 24} {
		m[n] = tokenElements
	}
	return members(m)
}

// TDLSAction is an action of tunneled direct links, section 9.6.12, which also travels in Ethernet frames.
type TDLSAction struct {
	Action uint8  `bits:"8"` // 0 setup request, 1 response, 2 confirm, 3 teardown, 4 traffic indication, 5 and 6 channel switch, 7 and 8 PSM, 9 traffic response, 10 discovery
	Data   []byte `bits:"*,union=Action"`
}

// Members are the types of View.
func (TDLSAction) Members(string) tags.Members {
	return members(map[uint64]any{
		0: (*TDLSDiscovery)(nil), 1: (*TDLSSetup)(nil), 2: (*TDLSConfirm)(nil), 3: (*TDLSTeardown)(nil), 4: tokenElements, 9: tokenElements, 10: tokenElements,
	})
}

// MeshAction is an action of a mesh, section 9.6.16.
type MeshAction struct {
	Action uint8  `bits:"8"` // 0 link metric, 1 path selection, 2 gate announcement, 3 congestion, 4 to 9 MCCA, 10 and 11 TBTT adjustment
	Data   []byte `bits:"*,union=Action"`
}

// Members are the types of View.
func (MeshAction) Members(string) tags.Members {
	m := map[uint64]any{}
	for _, n := range [...]uint64{0, 1, 2, 3, 6, 7, 8, 9, 10} {
		m[n] = elementList
	}
	return members(m)
}

// MultihopAction is an action that is forwarded in a mesh, section 9.6.17.
type MultihopAction struct {
	Action uint8  `bits:"8"` // 0 proxy update, 1 its confirmation
	Data   []byte `bits:"*,union=Action"`
}

// Members are the types of View.
func (MultihopAction) Members(string) tags.Members {
	return members(map[uint64]any{0: (*MeshElements)(nil), 1: (*MeshElements)(nil)})
}

// SelfProtectedAction is an action that begins or ends a peering, section 9.6.15.
type SelfProtectedAction struct {
	Action uint8  `bits:"8"` // 1 open, 2 confirm, 3 close, 4 and 5 group key
	Data   []byte `bits:"*,union=Action"`
}

// Members are the types of View.
func (SelfProtectedAction) Members(string) tags.Members {
	return members(map[uint64]any{1: (*PeeringOpen)(nil), 2: (*PeeringConfirm)(nil), 3: elementList, 4: elementList, 5: elementList})
}

// VHTAction is an action of very high throughput, section 9.6.22.
type VHTAction struct {
	Action uint8  `bits:"8"` // 0 compressed beamforming, 1 group identifiers, 2 operating mode
	Data   []byte `bits:"*,union=Action"`
}

// Members are the types of View.
func (VHTAction) Members(string) tags.Members {
	return members(map[uint64]any{1: (*GroupIDs)(nil), 2: (*OperatingMode)(nil)})
}

// HEAction is an action of high efficiency, IEEE 802.11ax-2021 section 9.6.30; the report of beamforming is bytes.
type HEAction struct {
	Action uint8  `bits:"8"` // 0 compressed beamforming and CQI, 1 quiet time, 2 OPS
	Data   []byte `bits:"*,union=Action"`
}

// Members are the types of View.
func (HEAction) Members(string) tags.Members {
	return members(map[uint64]any{1: elementList, 2: elementList})
}

// VendorAction is an action of a vendor, section 9.6.5.
type VendorAction struct {
	OUI  uint32 `bits:"24"` // big-endian
	Data []byte `bits:"*"`
}

// ProtectedVendorAction is an encrypted action of a vendor, section 9.6.5.
type ProtectedVendorAction struct {
	OUI  uint32 `bits:"24"` // big-endian
	Data []byte `bits:"*"`
}

func (ActionRaw) actionBody()              {}
func (*SpectrumAction) actionBody()        {}
func (*QoSAction) actionBody()             {}
func (*WMMAction) actionBody()             {}
func (*BlockAckAction) actionBody()        {}
func (*PublicAction) actionBody()          {}
func (*ProtectedPublicAction) actionBody() {}
func (*RadioAction) actionBody()           {}
func (*FTAction) actionBody()              {}
func (*HTAction) actionBody()              {}
func (*SAQuery) actionBody()               {}
func (*WNMAction) actionBody()             {}
func (*TDLSAction) actionBody()            {}
func (*MeshAction) actionBody()            {}
func (*MultihopAction) actionBody()        {}
func (*SelfProtectedAction) actionBody()   {}
func (*VHTAction) actionBody()             {}
func (*HEAction) actionBody()              {}
func (*VendorAction) actionBody()          {}
func (*ProtectedVendorAction) actionBody() {}

// View decodes what the action holds, such as [*ADDBARequest]; nil where that has no structure that is known here.
func (a *Action) View() (any, error) {
	switch b := a.Body.(type) {
	case nil, ActionRaw:
		return nil, nil
	case *VendorAction, *ProtectedVendorAction, *SAQuery:
		return b, nil
	}
	return codec.View(a.Body, "Data")
}

// The contents that most actions have.
var (
	tokenElements = (*TokenElements)(nil)
	elementList   = (*ElementList)(nil)
)

func members(m map[uint64]any) tags.Members { return tags.Members{Types: m} }

// Encapsulated is the header in front of an 802.11 frame body that travels in Ethernet, EtherType 0x890d, IEEE 802.11-2020 annex H: remote
// requests of fast transition, and TDLS.
type Encapsulated struct {
	PayloadType uint8 `bits:"8"` // 1 remote request, 2 TDLS, 3 FST
}

// LayerName is the name of the layer.
func (*Encapsulated) LayerName() string { return "Dot11Encapsulated" }

// NextLayer is an action, where the type says so.
func (e *Encapsulated) NextLayer(payload []byte) codec.Key {
	if e.PayloadType != 2 || len(payload) == 0 {
		return codec.Key{}
	}
	return codec.Key{Table: "dot11", Value: uint64(SubtypeAction)}
}
