package dot11

import (
	"cmp"
	"fmt"

	"github.com/wiretag/wiretag/layers/ieee"
)

// The bodies of management frames: fixed fields, then elements. What is behind the last element that is whole
// is in Rest.

// AssocReq is the body of an association request, IEEE 802.11-2020 section 9.3.3.5.
type AssocReq struct {
	Capabilities   Capabilities `bits:"16,le"`
	ListenInterval uint16       `bits:"16,le"` // beacon intervals between two times that the station listens
	Elements       []Element    `bits:"*"`
	Rest           []byte       `bits:"*"`
}

// LayerName is the name of the layer.
func (*AssocReq) LayerName() string { return "Dot11AssocReq" }

// Err tells whether there are no elements, or some are not in their place: the name of the network and the rates are always there.
func (x *AssocReq) Err() error { return cmp.Or(want(len(x.Elements) > 0), body(x.Elements)) }

// AssocResp is the body of an association response, IEEE 802.11-2020 section 9.3.3.6.
type AssocResp struct {
	Capabilities Capabilities `bits:"16,le"`
	Status       Status       `bits:"16,le"`
	AID          uint16       `bits:"16,le"` // association identifier, with the two highest bits set
	Elements     []Element    `bits:"*"`
	Rest         []byte       `bits:"*"`
}

// LayerName is the name of the layer.
func (*AssocResp) LayerName() string { return "Dot11AssocResp" }

// Err tells whether there are no elements, or some are not in their place: the rates are always there.
func (x *AssocResp) Err() error { return cmp.Or(want(len(x.Elements) > 0), body(x.Elements)) }

// ReassocReq is the body of a reassociation request, IEEE 802.11-2020 section 9.3.3.7.
type ReassocReq struct {
	Capabilities   Capabilities `bits:"16,le"`
	ListenInterval uint16       `bits:"16,le"`
	CurrentAP      ieee.MAC     `bits:"48"` // the access point that the station leaves
	Elements       []Element    `bits:"*"`
	Rest           []byte       `bits:"*"`
}

// LayerName is the name of the layer.
func (*ReassocReq) LayerName() string { return "Dot11ReassocReq" }

// Err tells whether there are no elements, or some are not in their place: the name of the network and the rates are always there.
func (x *ReassocReq) Err() error { return cmp.Or(want(len(x.Elements) > 0), body(x.Elements)) }

// ReassocResp is the body of a reassociation response, IEEE 802.11-2020 section 9.3.3.8.
type ReassocResp struct {
	Capabilities Capabilities `bits:"16,le"`
	Status       Status       `bits:"16,le"`
	AID          uint16       `bits:"16,le"`
	Elements     []Element    `bits:"*"`
	Rest         []byte       `bits:"*"`
}

// LayerName is the name of the layer.
func (*ReassocResp) LayerName() string { return "Dot11ReassocResp" }

// Err tells whether there are no elements, or some are not in their place: the rates are always there.
func (x *ReassocResp) Err() error { return cmp.Or(want(len(x.Elements) > 0), body(x.Elements)) }

// ProbeReq is the body of a probe request, IEEE 802.11-2020 section 9.3.3.9.
type ProbeReq struct {
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// LayerName is the name of the layer.
func (*ProbeReq) LayerName() string { return "Dot11ProbeReq" }

// Err tells whether there are no elements, or some are not in their place: the name of the network and the rates are always there.
func (x *ProbeReq) Err() error { return cmp.Or(want(len(x.Elements) > 0), body(x.Elements)) }

// ProbeResp is the body of a probe response, IEEE 802.11-2020 section 9.3.3.10.
type ProbeResp struct {
	Timestamp    uint64       `bits:"64,le"` // microseconds
	Interval     uint16       `bits:"16,le"` // between beacons, in time units of 1024 microseconds
	Capabilities Capabilities `bits:"16,le"`
	Elements     []Element    `bits:"*"`
	Rest         []byte       `bits:"*"`
}

// LayerName is the name of the layer.
func (*ProbeResp) LayerName() string { return "Dot11ProbeResp" }

// Err tells whether there are no elements, or some are not in their place: the name of the network and the rates are always there.
func (x *ProbeResp) Err() error { return cmp.Or(want(len(x.Elements) > 0), body(x.Elements)) }

// TimingAdv is the body of a timing advertisement, IEEE 802.11-2020 section 9.3.3.15.
type TimingAdv struct {
	Timestamp    uint64       `bits:"64,le"`
	Capabilities Capabilities `bits:"16,le"`
	Elements     []Element    `bits:"*"`
	Rest         []byte       `bits:"*"`
}

// LayerName is the name of the layer.
func (*TimingAdv) LayerName() string { return "Dot11TimingAdv" }

// Err tells whether elements are not in their place.
func (x *TimingAdv) Err() error { return body(x.Elements) }

// Beacon is the body of a beacon, IEEE 802.11-2020 section 9.3.3.2.
type Beacon struct {
	Timestamp    uint64       `bits:"64,le"`
	Interval     uint16       `bits:"16,le"` // time units of 1024 microseconds
	Capabilities Capabilities `bits:"16,le"`
	Elements     []Element    `bits:"*"`
	Rest         []byte       `bits:"*"`
}

// LayerName is the name of the layer.
func (*Beacon) LayerName() string { return "Dot11Beacon" }

// Err tells whether there are no elements, or some are not in their place: the name of the network and the rates are always there.
func (x *Beacon) Err() error { return cmp.Or(want(len(x.Elements) > 0), body(x.Elements)) }

// Disassoc is the body of a disassociation, IEEE 802.11-2020 section 9.3.3.4.
type Disassoc struct {
	Reason   Reason    `bits:"16,le"`
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// LayerName is the name of the layer.
func (*Disassoc) LayerName() string { return "Dot11Disassoc" }

// Err tells whether elements are not in their place.
func (x *Disassoc) Err() error { return body(x.Elements) }

// Auth is the body of an authentication, IEEE 802.11-2020 section 9.3.3.11. With SAE, and where FILS agrees on a key, what stands
// before the elements has a length that depends on the group, so that they are in its field together.
type Auth struct {
	Algorithm AuthAlgorithm `bits:"16,le"`
	Sequence  uint16        `bits:"16,le"` // of the transaction, from 1
	Status    Status        `bits:"16,le"`
	SAE       *SAE          `bits:"*,if=HasSAE"`
	FILS      *FILSKey      `bits:"*,if=HasFILSKey"`
	Elements  []Element     `bits:"*,if=!HasSAE&&!HasFILSKey"`
	Rest      []byte        `bits:"*,if=!HasSAE&&!HasFILSKey"`
}

// LayerName is the name of the layer.
func (*Auth) LayerName() string { return "Dot11Auth" }

// Err tells whether elements are not in their place.
func (x *Auth) Err() error { return body(x.Elements) }

// Deauth is the body of a deauthentication, IEEE 802.11-2020 section 9.3.3.12.
type Deauth struct {
	Reason   Reason    `bits:"16,le"`
	Elements []Element `bits:"*"`
	Rest     []byte    `bits:"*"`
}

// LayerName is the name of the layer.
func (*Deauth) LayerName() string { return "Dot11Deauth" }

// Err tells whether elements are not in their place.
func (x *Deauth) Err() error { return body(x.Elements) }

// DMGBeacon is the body of a DMG beacon, IEEE 802.11-2020 section 9.3.4.2. It is a frame of type Extension, whose only address is the BSSID.
type DMGBeacon struct {
	Timestamp      uint64      `bits:"64,le"`
	Sweep          SectorSweep `bits:"*"`
	Interval       uint16      `bits:"16,le"` // time units of 1024 microseconds
	CCPresent      bool        `bits:"1,le"`
	Discovery      bool        `bits:"1,le"`
	NextBeacon     uint8       `bits:"4,le"`
	ATIPresent     bool        `bits:"1,le"`
	ABFTLength     uint8       `bits:"3,le"`
	FSS            uint8       `bits:"4,le"`
	IsResponder    bool        `bits:"1,le"`
	NextABFT       uint8       `bits:"4,le"`
	Fragmented     bool        `bits:"1,le"`
	TXSSSpan       uint8       `bits:"7,le"`
	IntervalsABFT  uint8       `bits:"4,le"`
	ABFTCount      uint8       `bits:"6,le"`
	ABFTAntennas   uint8       `bits:"6,le"`
	PCPAssociation bool        `bits:"1,le"`
	ControlRest    uint8       `bits:"4,le"`
	DMGParameters  uint8       `bits:"8"` // type of the service set, and capabilities
	Clustering     [8]byte     `bits:"64,if=CCPresent"`
	Elements       []Element   `bits:"*"`
	Rest           []byte      `bits:"*"`
}

// LayerName is the name of the layer.
func (*DMGBeacon) LayerName() string { return "Dot11DMGBeacon" }

// Err tells whether elements are not in their place.
func (x *DMGBeacon) Err() error { return body(x.Elements) }

// S1GBeacon is what follows the sender's address in an S1G beacon, IEEE 802.11-2020 section 9.3.4.3: a timestamp, a change
// sequence number, then fields that flags of the frame control announce and elements, which are kept as bytes.
type S1GBeacon struct {
	Timestamp      uint32 `bits:"32,le"` // the lower half, in microseconds
	ChangeSequence uint8  `bits:"8"`
	Fields         []byte `bits:"*"` // next TBTT, compressed SSID, access network options; elements
}

// LayerName is the name of the layer.
func (*S1GBeacon) LayerName() string { return "Dot11S1GBeacon" }

// Capabilities is the capability information field, section 9.4.1.4.
type Capabilities uint16

// Capabilities of a station or service set.
const (
	CapabilityESS           Capabilities = 1 << 0
	CapabilityIBSS          Capabilities = 1 << 1
	CapabilityCFPollable    Capabilities = 1 << 2
	CapabilityCFPollRequest Capabilities = 1 << 3
	CapabilityPrivacy       Capabilities = 1 << 4
	CapabilityShortPreamble Capabilities = 1 << 5
	CapabilityPBCC          Capabilities = 1 << 6
	CapabilityAgility       Capabilities = 1 << 7
	CapabilitySpectrum      Capabilities = 1 << 8
	CapabilityQoS           Capabilities = 1 << 9
	CapabilityShortSlot     Capabilities = 1 << 10
	CapabilityAPSD          Capabilities = 1 << 11
	CapabilityRadio         Capabilities = 1 << 12 // radio measurement
	CapabilityDSSSOFDM      Capabilities = 1 << 13
	CapabilityDelayedBA     Capabilities = 1 << 14
	CapabilityImmediateBA   Capabilities = 1 << 15
)

var capabilityNames = [...]string{
	"ESS", "IBSS", "CFPollable", "CFPollRequest", "Privacy", "ShortPreamble", "PBCC", "ChannelAgility", "SpectrumManagement", "QoS",
	"ShortSlot", "APSD", "RadioMeasurement", "DSSS-OFDM", "DelayedBlockAck", "ImmediateBlockAck",
}

// String lists the names of the bits that are set.
func (c Capabilities) String() string {
	s := ""
	for i, n := range capabilityNames {
		if c&(1<<i) != 0 {
			if s != "" {
				s += "|"
			}
			s += n
		}
	}
	return s
}

func (b *Beacon) String() string {
	return fmt.Sprintf("Dot11Beacon %q, interval %d", SSIDOf(b.Elements), b.Interval)
}

func (r *ProbeReq) String() string { return fmt.Sprintf("Dot11ProbeReq %q", SSIDOf(r.Elements)) }

func (r *ProbeResp) String() string { return fmt.Sprintf("Dot11ProbeResp %q", SSIDOf(r.Elements)) }

func (r *AssocReq) String() string { return fmt.Sprintf("Dot11AssocReq %q", SSIDOf(r.Elements)) }

func (r *AssocResp) String() string { return fmt.Sprintf("Dot11AssocResp %s", r.Status) }

func (r *ReassocReq) String() string { return fmt.Sprintf("Dot11ReassocReq %q", SSIDOf(r.Elements)) }

func (r *ReassocResp) String() string { return fmt.Sprintf("Dot11ReassocResp %s", r.Status) }

func (d *Disassoc) String() string { return fmt.Sprintf("Dot11Disassoc %s", d.Reason) }

func (d *Deauth) String() string { return fmt.Sprintf("Dot11Deauth %s", d.Reason) }

func (a *Auth) String() string {
	return fmt.Sprintf("Dot11Auth %s-%d, %s", a.Algorithm, a.Sequence, a.Status)
}

// BodyElements returns the elements of the body of a management frame, nil for other layers.
func BodyElements(body any) []Element {
	elements, _ := split(body)
	return elements
}

// BodyRest returns what is behind the last whole element of the body of a management frame, nil for other layers.
func BodyRest(body any) []byte {
	_, rest := split(body)
	return rest
}

func split(body any) ([]Element, []byte) {
	switch b := body.(type) {
	case *Beacon:
		return b.Elements, b.Rest
	case *ProbeReq:
		return b.Elements, b.Rest
	case *ProbeResp:
		return b.Elements, b.Rest
	case *AssocReq:
		return b.Elements, b.Rest
	case *AssocResp:
		return b.Elements, b.Rest
	case *ReassocReq:
		return b.Elements, b.Rest
	case *ReassocResp:
		return b.Elements, b.Rest
	case *TimingAdv:
		return b.Elements, b.Rest
	case *Disassoc:
		return b.Elements, b.Rest
	case *Deauth:
		return b.Elements, b.Rest
	case *Auth:
		return b.Elements, b.Rest
	case *DMGBeacon:
		return b.Elements, b.Rest
	}
	return nil, nil
}
