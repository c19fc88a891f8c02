package layers

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/layers/iana"
)

// NDPRouterSolicitation asks for router advertisements, RFC 4861 section 4.1.
// Options that make no sense, and what follows them, are Rest: so it is in all
// messages of neighbor discovery.
type NDPRouterSolicitation struct {
	Reserved uint32      `bits:"32"`
	Options  []NDPOption `bits:"*"`
	Rest     []byte      `bits:"*"`
}

// NDPRouterAdvertisement is a router advertisement, RFC 4861 section 4.2, with the
// flags of RFC 5175.
type NDPRouterAdvertisement struct {
	HopLimit   uint8         `bits:"8"` // for hosts to use, 0 unspecified
	Managed    bool          `bits:"1"` // addresses by DHCPv6
	Other      bool          `bits:"1"` // other configuration by DHCPv6
	HomeAgent  bool          `bits:"1"`
	Preference NDPPreference `bits:"2"` // RFC 4191
	Proxy      bool          `bits:"1"` // RFC 4389
	SNAC       bool          `bits:"1"`
	Reserved   uint8         `bits:"1"`
	Lifetime   uint16        `bits:"16"` // as a default router, in seconds
	Reachable  uint32        `bits:"32"` // milliseconds
	Retransmit uint32        `bits:"32"` // milliseconds
	Options    []NDPOption   `bits:"*"`
	Rest       []byte        `bits:"*"`
}

// NDPNeighborSolicitation asks for a link-layer address, RFC 4861 section 4.3.
type NDPNeighborSolicitation struct {
	Reserved uint32      `bits:"32"`
	Target   netip.Addr  `bits:"128"`
	Options  []NDPOption `bits:"*"`
	Rest     []byte      `bits:"*"`
}

// NDPNeighborAdvertisement answers with a link-layer address, RFC 4861 section 4.4.
type NDPNeighborAdvertisement struct {
	Router    bool        `bits:"1"`
	Solicited bool        `bits:"1"`
	Override  bool        `bits:"1"`
	Reserved  uint32      `bits:"29"`
	Target    netip.Addr  `bits:"128"`
	Options   []NDPOption `bits:"*"`
	Rest      []byte      `bits:"*"`
}

// NDPRedirect names a better first hop, RFC 4861 section 4.5.
type NDPRedirect struct {
	Reserved uint32      `bits:"32"`
	Target   netip.Addr  `bits:"128"`
	Dst      netip.Addr  `bits:"128"`
	Options  []NDPOption `bits:"*"`
	Rest     []byte      `bits:"*"`
}

// NDPPreference is the preference of a router or route, two bits with a sign, RFC
// 4191 section 2.1.
type NDPPreference uint8

// Preferences of routers.
const (
	NDPMedium   NDPPreference = 0
	NDPHigh     NDPPreference = 1
	NDPReserved NDPPreference = 2
	NDPLow      NDPPreference = 3
)

func (p NDPPreference) String() string {
	return iana.NameAt([]string{"Medium", "High", "Reserved", "Low"}, p)
}

// ndpOption returns the first option of a type, nil if there is none.
func ndpOption(options []NDPOption, t NDPOptionType) *NDPOption {
	for i := range options {
		if options[i].Type == t {
			return &options[i]
		}
	}
	return nil
}

// SourceMAC returns the sender's link-layer address, where it has six bytes.
func (m *NDPRouterSolicitation) SourceMAC() (MAC, bool) {
	return ndpOption(m.Options, NDPOptionSourceLink).mac()
}

// SourceMAC returns the router's link-layer address, where it has six bytes.
func (m *NDPRouterAdvertisement) SourceMAC() (MAC, bool) {
	return ndpOption(m.Options, NDPOptionSourceLink).mac()
}

// SourceMAC returns the sender's link-layer address, where it has six bytes.
func (m *NDPNeighborSolicitation) SourceMAC() (MAC, bool) {
	return ndpOption(m.Options, NDPOptionSourceLink).mac()
}

// TargetMAC returns the target's link-layer address, where it has six bytes.
func (m *NDPNeighborAdvertisement) TargetMAC() (MAC, bool) {
	return ndpOption(m.Options, NDPOptionTargetLink).mac()
}

// TargetMAC returns the target's link-layer address, where it has six bytes.
func (m *NDPRedirect) TargetMAC() (MAC, bool) {
	return ndpOption(m.Options, NDPOptionTargetLink).mac()
}

func (o *NDPOption) mac() (MAC, bool) {
	if o == nil {
		return MAC{}, false
	}
	return macOf(o.Data)
}

func (m *NDPNeighborSolicitation) String() string {
	return fmt.Sprintf("NDPNeighborSolicitation %s", m.Target)
}

func (m *NDPNeighborAdvertisement) String() string {
	mac, _ := m.TargetMAC()
	return fmt.Sprintf("NDPNeighborAdvertisement %s is at %s", m.Target, mac)
}
