package dot11

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/ieee"
)

// What actions hold behind category and action, IEEE 802.11-2020 section 9.6. A token relates an answer to its question.

// Token is an action with nothing but its token.
type Token struct {
	Token uint8  `bits:"8"`
	Rest  []byte `bits:"*"`
}

// TokenElements is a token, and elements.
type TokenElements struct {
	Token    uint8     `bits:"8"`
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// TokenStatus is an answer: token, status, and elements.
type TokenStatus struct {
	Token    uint8     `bits:"8"`
	Status   Status    `bits:"16,le"`
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// DELTS ends a traffic stream.
type DELTS struct {
	TSInfo   uint32    `bits:"24,le"` // as the first three bytes of a TSPEC
	Reason   Reason    `bits:"16,le"`
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// WMMADDTS asks for, answers or ends a traffic stream of Wi-Fi multimedia.
type WMMADDTS struct {
	Token    uint8     `bits:"8"`
	Status   uint8     `bits:"8"`
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// ADDBARequest asks for a block ack agreement, section 9.6.4.2.
type ADDBARequest struct {
	Token      uint8     `bits:"8"`
	AMSDU      bool      `bits:"1,le"` // allowed
	Immediate  bool      `bits:"1,le"`
	TID        uint8     `bits:"4,le"`
	BufferSize uint16    `bits:"10,le"` // frames
	Timeout    uint16    `bits:"16,le"` // time units, 0: none
	Fragment   uint8     `bits:"4,le"`
	Start      uint16    `bits:"12,le"`
	Elements   []Element `bits:"*"`
	Rest       []byte    `bits:"*"`
}

// ADDBAResponse answers it, section 9.6.4.3.
type ADDBAResponse struct {
	Token      uint8     `bits:"8"`
	Status     Status    `bits:"16,le"`
	AMSDU      bool      `bits:"1,le"`
	Immediate  bool      `bits:"1,le"`
	TID        uint8     `bits:"4,le"`
	BufferSize uint16    `bits:"10,le"`
	Timeout    uint16    `bits:"16,le"`
	Elements   []Element `bits:"*"`
	Rest       []byte    `bits:"*"`
}

// DELBA ends an agreement, section 9.6.4.4.
type DELBA struct {
	Reserved  uint16    `bits:"11,le"`
	Initiator bool      `bits:"1,le"`
	TID       uint8     `bits:"4,le"`
	Reason    Reason    `bits:"16,le"`
	Elements  []Element `bits:"*"`
	Rest      []byte    `bits:"*"`
}

// ExtSwitchFrame announces another channel, section 9.6.7.7.
type ExtSwitchFrame struct {
	Switch   ExtChannelSwitch `bits:"*"`
	Elements []Element        `bits:"*"`
	Rest     []byte           `bits:"*"`
}

// GASRequest asks a network what services it has, section 9.6.7.12.
type GASRequest struct {
	Token    uint8   `bits:"8"`
	Protocol Element `bits:"*"` // advertisement protocol
	Length   uint16  `bits:"16,le,len=Query"`
	Query    []byte  `bits:"*"`
	Rest     []byte  `bits:"*"`
}

// GASResponse answers it, section 9.6.7.13.
type GASResponse struct {
	Token    uint8   `bits:"8"`
	Status   Status  `bits:"16,le"`
	Delay    uint16  `bits:"16,le"` // time units until the answer can be fetched
	Protocol Element `bits:"*"`
	Length   uint16  `bits:"16,le,len=Response"`
	Response []byte  `bits:"*"`
	Rest     []byte  `bits:"*"`
}

// GASComeback is an answer, or a part of one, that was fetched later, section 9.6.7.15.
type GASComeback struct {
	Token    uint8   `bits:"8"`
	Status   Status  `bits:"16,le"`
	More     bool    `bits:"1"`
	Fragment uint8   `bits:"7"`
	Delay    uint16  `bits:"16,le"`
	Protocol Element `bits:"*"`
	Length   uint16  `bits:"16,le,len=Response"`
	Response []byte  `bits:"*"`
	Rest     []byte  `bits:"*"`
}

// ANQP is a list of elements of the access network query protocol, section 9.4.5: the contents of GAS requests and answers.
type ANQP struct {
	Elements []ANQPElement `bits:"*"`
	Rest     []byte        `bits:"*"`
}

// ANQPElement is one of them: 256 query list, 257 capabilities, 258 venue name, 261 roaming consortium, 263 realms, 264 cellular, 268 domain name, ...
type ANQPElement struct {
	ID     uint16 `bits:"16,le"`
	Length uint16 `bits:"16,le,len=Data"`
	Data   []byte `bits:"*"`
}

// ParseANQP decodes a query or a response.
func ParseANQP(b []byte) (*ANQP, error) {
	a := &ANQP{}
	_, err := codec.Unmarshal(b, a)
	return a, err
}

// TDLSDiscovery is an answer to the discovery of a direct link, section 9.6.7.16, and has the form of a setup request, section 9.6.12.2.
type TDLSDiscovery struct {
	Token        uint8        `bits:"8"`
	Capabilities Capabilities `bits:"16,le"`
	Elements     []Element    `bits:"*"`
	Rest         []byte       `bits:"*"`
}

// TDLSSetup answers a setup request, section 9.6.12.3.
type TDLSSetup struct {
	Status       Status       `bits:"16,le"`
	Token        uint8        `bits:"8"`
	Capabilities Capabilities `bits:"16,le"`
	Elements     []Element    `bits:"*"`
	Rest         []byte       `bits:"*"`
}

// TDLSConfirm confirms a setup, section 9.6.12.4.
type TDLSConfirm struct {
	Status   Status    `bits:"16,le"`
	Token    uint8     `bits:"8"`
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// TDLSTeardown ends a direct link, section 9.6.12.5.
type TDLSTeardown struct {
	Reason   Reason    `bits:"16,le"`
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// FTMRequest asks for fine timing measurements, section 9.6.7.32.
type FTMRequest struct {
	Trigger  uint8     `bits:"8"` // 0 stops
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// FTM is a fine timing measurement, section 9.6.7.33. Times are in picoseconds.
type FTM struct {
	Token          uint8     `bits:"8"`
	FollowUp       uint8     `bits:"8"` // token of the frame that the times are of
	Departure      uint64    `bits:"48,le"`
	Arrival        uint64    `bits:"48,le"`
	DepartureError uint16    `bits:"16,le"`
	ArrivalError   uint16    `bits:"16,le"`
	Elements       []Element `bits:"*"`
	Rest           []byte    `bits:"*"`
}

// RadioRequest asks for measurements, section 9.6.6.2.
type RadioRequest struct {
	Token       uint8     `bits:"8"`
	Repetitions uint16    `bits:"16,le"`
	Elements    []Element `bits:"*"`
	Rest        []byte    `bits:"*"`
}

// LinkRequest asks for the quality of the link, section 9.6.6.4.
type LinkRequest struct {
	Token    uint8     `bits:"8"`
	Power    int8      `bits:"8"` // used, in dBm
	MaxPower int8      `bits:"8"` // dBm
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// LinkReport answers it, section 9.6.6.5.
type LinkReport struct {
	Token     uint8     `bits:"8"`
	TPC       Element   `bits:"*"` // TPC report
	RxAntenna uint8     `bits:"8"`
	TxAntenna uint8     `bits:"8"`
	RCPI      uint8     `bits:"8"` // received channel power, half dB above -110 dBm
	RSNI      uint8     `bits:"8"` // signal to noise, half dB above -10 dB
	Elements  []Element `bits:"*"`
	Rest      []byte    `bits:"*"`
}

// FTRequest asks the current access point to prepare another one, section 9.6.8.2, or confirms that, section 9.6.8.4.
type FTRequest struct {
	Station  ieee.MAC  `bits:"48"`
	Target   ieee.MAC  `bits:"48"`
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// FTResponse answers, section 9.6.8.3.
type FTResponse struct {
	Station  ieee.MAC  `bits:"48"`
	Target   ieee.MAC  `bits:"48"`
	Status   Status    `bits:"16,le"`
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// BTMQuery asks an access point which one is better, section 9.6.13.8.
type BTMQuery struct {
	Token    uint8     `bits:"8"`
	Reason   uint8     `bits:"8"`
	Elements []Element `bits:"*"` // neighbor reports
	Rest     []byte    `bits:"*"`
}

// BTMRequest tells a station to which access points it may go, section 9.6.13.9.
type BTMRequest struct {
	Token       uint8     `bits:"8"`
	Candidates  bool      `bits:"1,le"` // a list is there
	Abridged    bool      `bits:"1,le"`
	Imminent    bool      `bits:"1,le"` // disassociation
	Termination bool      `bits:"1,le"` // the duration is there
	ESSImminent bool      `bits:"1,le"` // the URL is there
	Reserved    uint8     `bits:"3,le"`
	Timer       uint16    `bits:"16,le"`             // beacons until the disassociation
	Validity    uint8     `bits:"8"`                 // beacons
	Duration    [12]byte  `bits:"96,if=Termination"` // an element of its own: time, and minutes
	URLLength   uint8     `bits:"8,if=ESSImminent,len=URL"`
	URL         string    `bits:"*,if=ESSImminent"`
	Elements    []Element `bits:"*"`
	Rest        []byte    `bits:"*"`
}

// BTMResponse answers, section 9.6.13.10.
type BTMResponse struct {
	Token    uint8     `bits:"8"`
	Status   uint8     `bits:"8"` // 0 accept; others reject for a reason
	Delay    uint8     `bits:"8"` // minutes
	Target   ieee.MAC  `bits:"48,if=Status==0"`
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// SleepResponse answers a request to sleep, section 9.6.13.20.
type SleepResponse struct {
	Token     uint8     `bits:"8"`
	KeyLength uint16    `bits:"16,le,len=KeyData"`
	KeyData   []byte    `bits:"*"`
	Elements  []Element `bits:"*"`
	Rest      []byte    `bits:"*"`
}

// NotifyRequest tells of an event, section 9.6.13.29, or answers with a status in the place of the type.
type NotifyRequest struct {
	Token    uint8     `bits:"8"`
	Type     uint8     `bits:"8"`
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// MeshElements is what is forwarded in a mesh: a mesh control field, and elements.
type MeshElements struct {
	Mesh     Mesh      `bits:"*"`
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// PeeringOpen begins a peering, section 9.6.15.2.
type PeeringOpen struct {
	Capabilities Capabilities `bits:"16,le"`
	Elements     []Element    `bits:"*"`
	Rest         []byte       `bits:"*"`
}

// PeeringConfirm confirms it, section 9.6.15.3.
type PeeringConfirm struct {
	Capabilities Capabilities `bits:"16,le"`
	AID          uint16       `bits:"16,le"`
	Elements     []Element    `bits:"*"`
	Rest         []byte       `bits:"*"`
}

// GroupIDs tells a station its groups and places for frames to several users, section 9.6.22.3.
type GroupIDs struct {
	Membership uint64   `bits:"64,le"` // bit n: group n
	Positions  [16]byte `bits:"128"`   // two bits for each group
}
