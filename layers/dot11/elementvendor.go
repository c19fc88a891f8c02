package dot11

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// Vendor is the contents of a vendor specific element or action, IEEE 802.11-2020 section 9.4.2.25.
type Vendor struct {
	OUI  uint32 `bits:"24"` // big-endian
	Data []byte `bits:"*,union=OUI"`
}

// Organisations whose elements are typed here.
const (
	OUIMicrosoft uint32 = 0x0050f2
	OUIIEEE      uint32 = 0x000fac // suites of RSN
	OUIWiFi      uint32 = 0x506f9a // Wi-Fi Alliance
)

// Members are the types of View.
func (Vendor) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(OUIMicrosoft): (*Microsoft)(nil),
		uint64(OUIWiFi):      (*WiFi)(nil),
	}}
}

// View decodes Data as the organisation defines it, such as [*WPA]; where that is not known it returns the Vendor itself.
func (v *Vendor) View() (any, error) {
	x, err := codec.View(v, "Data")
	if x == nil && err == nil {
		return v, nil
	}
	if err != nil {
		return x, err
	}
	switch o := x.(type) {
	case *Microsoft:
		return viewOr(o)
	case *WiFi:
		return viewOr(o)
	}
	return x, nil
}

// viewOr decodes the field Data of a struct, and returns the struct where there is no type for it.
func viewOr(v any) (any, error) {
	x, err := codec.View(v, "Data")
	if x == nil && err == nil {
		return v, nil
	}
	return x, err
}

// Microsoft is the contents of elements of the organisation that WPA, WMM and WPS were defined with, Wi-Fi Alliance.
type Microsoft struct {
	Type uint8  `bits:"8"` // 1 WPA, 2 WMM, 4 WPS
	Data []byte `bits:"*,union=Type"`
}

// Members are the types of View.
func (Microsoft) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*WPA)(nil), 2: (*WMM)(nil), 4: (*WPS)(nil)}}
}

// WPA is the contents of the element of Wi-Fi protected access, the predecessor of [RSN]. It may end behind any of its
// fields.
type WPA struct {
	Version      uint16     `bits:"16,le"` // 1
	Group        OneSuite   `bits:"*"`     // organisation 00:50:f2
	Pairwise     Suites     `bits:"*"`
	AKM          Suites     `bits:"*"`
	Capabilities Optional16 `bits:"*"`
	Rest         []byte     `bits:"*"`
}

// WMM is the contents of the elements of Wi-Fi multimedia.
type WMM struct {
	Subtype uint8  `bits:"8"` // 0 information, 1 parameters, 2 traffic specification
	Version uint8  `bits:"8"`
	Data    []byte `bits:"*,union=Subtype"`
}

// Members are the types of View.
func (WMM) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{0: (*WMMInformation)(nil), 1: (*WMMParameters)(nil), 2: (*TSPEC)(nil)}}
}

// View decodes Data.
func (w *WMM) View() (any, error) { return viewOr(w) }

// WMMInformation is what a station or access point says of its quality of service.
type WMMInformation struct {
	Info uint8  `bits:"8"`
	Rest []byte `bits:"*"`
}

// WMMParameters are the parameters of the access categories.
type WMMParameters struct {
	Info     uint8        `bits:"8"` // bit 7: U-APSD; the lower four: count of changes
	Reserved uint8        `bits:"8"`
	Records  []EDCARecord `bits:"*"` // best effort, background, video, voice
}

// WPS is the contents of the element of Wi-Fi protected setup.
type WPS struct {
	Attributes []WPSAttribute `bits:"*"`
	Rest       []byte         `bits:"*"`
}

// WPSAttribute is a part of it; numbers are big-endian.
type WPSAttribute struct {
	Type   WPSAttributeType `bits:"16"`
	Length uint16           `bits:"16,len=Data"`
	Data   []byte           `bits:"*"`
}

// WPSAttributeType is the type of an attribute.
type WPSAttributeType uint16

// Types of attributes.
const (
	WPSAuthType       WPSAttributeType = 0x1003
	WPSConfigMethods  WPSAttributeType = 0x1008
	WPSDeviceName     WPSAttributeType = 0x1011
	WPSPasswordID     WPSAttributeType = 0x1012
	WPSManufacturer   WPSAttributeType = 0x1021
	WPSMessageType    WPSAttributeType = 0x1022
	WPSModelName      WPSAttributeType = 0x1023
	WPSModelNumber    WPSAttributeType = 0x1024
	WPSResponseType   WPSAttributeType = 0x103b
	WPSRFBands        WPSAttributeType = 0x103c
	WPSSelected       WPSAttributeType = 0x1041
	WPSSerialNumber   WPSAttributeType = 0x1042
	WPSState          WPSAttributeType = 0x1044
	WPSUUIDEnrollee   WPSAttributeType = 0x1047
	WPSUUIDRegistrar  WPSAttributeType = 0x1048
	WPSVendor         WPSAttributeType = 0x1049
	WPSVersion        WPSAttributeType = 0x104a
	WPSPrimaryDevice  WPSAttributeType = 0x1054
	WPSAPSetupLocked  WPSAttributeType = 0x1057
	WPSRequestType    WPSAttributeType = 0x103a
	WPSSelectedConfig WPSAttributeType = 0x1053
)

// Attribute returns the contents of the first attribute of a type.
func (w *WPS) Attribute(t WPSAttributeType) ([]byte, bool) {
	for i := range w.Attributes {
		if w.Attributes[i].Type == t {
			return w.Attributes[i].Data, true
		}
	}
	return nil, false
}

// WiFi is the contents of elements of the Wi-Fi Alliance.
type WiFi struct {
	Type uint8  `bits:"8"` // 9 peer-to-peer, 10 display, 16 hotspot 2.0 indication, 18 OSEN, 22 multi-band operation, 28 OWE transition
	Data []byte `bits:"*,union=Type"`
}

// Members are the types of View.
func (WiFi) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		9: (*P2P)(nil), 10: (*WFD)(nil), 16: (*Hotspot)(nil), 22: (*MBO)(nil), 28: (*OWETransition)(nil),
	}}
}

// P2P is the contents of the element of Wi-Fi Direct.
type P2P struct {
	Attributes []P2PAttribute `bits:"*"`
	Rest       []byte         `bits:"*"`
}

// P2PAttribute is a part of it.
type P2PAttribute struct {
	ID     uint8  `bits:"8"`
	Length uint16 `bits:"16,le,len=Data"`
	Data   []byte `bits:"*"`
}

// WFD is the contents of the element of Wi-Fi Display; numbers are big-endian.
type WFD struct {
	Subelements []WFDSubelement `bits:"*"`
	Rest        []byte          `bits:"*"`
}

// WFDSubelement is a part of it.
type WFDSubelement struct {
	ID     uint8  `bits:"8"`
	Length uint16 `bits:"16,len=Data"`
	Data   []byte `bits:"*"`
}

// Hotspot is the contents of the Hotspot 2.0 indication.
type Hotspot struct {
	Release       uint8  `bits:"4"` // less one
	Reserved      bool   `bits:"1"`
	HasDomain     bool   `bits:"1"`
	HasPPSMO      bool   `bits:"1"`
	DGAFDisabled  bool   `bits:"1"` // no downstream group addressed forwarding
	PPSMO         uint16 `bits:"16,le,if=HasPPSMO"`
	ANQPDomain    uint16 `bits:"16,le,if=HasDomain"`
	Configuration []byte `bits:"*"`
}

// MBO is the contents of the element of multi-band operation and optimized connectivity.
type MBO struct {
	Attributes []Subelement `bits:"*"`
	Rest       []byte       `bits:"*"`
}

// OWETransition is the contents of the element that leads from an open network to an encrypted one.
type OWETransition struct {
	BSSID  [6]byte `bits:"48"`
	Length uint8   `bits:"8,len=SSID"`
	SSID   string  `bits:"*"`
	Band   []byte  `bits:"*"` // operating class and channel, if they differ
}

// DeviceName returns the device name of a WPS element.
func (w *WPS) DeviceName() string {
	b, _ := w.Attribute(WPSDeviceName)
	return string(b)
}

// ConfigMethods returns the configuration methods of a WPS element, as bits.
func (w *WPS) ConfigMethods() (uint16, bool) {
	b, ok := w.Attribute(WPSConfigMethods)
	if !ok || len(b) != 2 {
		return 0, false
	}
	return binary.BigEndian.Uint16(b), true
}
