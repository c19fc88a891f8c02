package routing

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// BGPCapabilities are capabilities, RFC 5492 section 4.
type BGPCapabilities struct {
	Capabilities []BGPCapability `bits:"*"`
}

// BGPCapability is a capability. Value is typed by View.
type BGPCapability struct {
	Code   BGPCapabilityCode `bits:"8"`
	Length uint8             `bits:"8,len=Value"`
	Value  []byte            `bits:"*,union=Code"`
}

// Err tells whether the code is reserved, RFC 5492 section 5, families of a graceful restart are not whole, RFC 4724 section 3, or there are no filters in a capability that lists some for each family of
// addresses, RFC 5291 section 5.
func (c *BGPCapability) Err() error {
	const head = 5
	b := c.Value
	switch {
	case c.Code == 0: // reserved
		return codec.ErrRange
	case c.Code == BGPGracefulRestart && len(b)%4 != 2: // flags and time, and four bytes for each family
		return codec.ErrLength
	case c.Code != 3 && c.Code != 130:
		return nil
	}
	for len(b) >= head && b[head-1] > 0 && len(b) >= head+2*int(b[head-1]) {
		if b = b[head+2*int(b[head-1]):]; len(b) == 0 {
			return nil
		}
	}
	return codec.ErrLength
}

// BGPCapabilityCode is a capability's code, from IANA's registry.
type BGPCapabilityCode uint8

// Codes of capabilities.
const (
	BGPMultiprotocol   BGPCapabilityCode = 1  // RFC 2858
	BGPRefresh         BGPCapabilityCode = 2  // RFC 2918
	BGPOutboundFilter  BGPCapabilityCode = 3  // RFC 5291
	BGPExtendedNextHop BGPCapabilityCode = 5  // RFC 8950
	BGPExtendedMessage BGPCapabilityCode = 6  // RFC 8654
	BGPsec             BGPCapabilityCode = 7  // RFC 8205
	BGPMultipleLabels  BGPCapabilityCode = 8  // RFC 8277
	BGPRole            BGPCapabilityCode = 9  // RFC 9234
	BGPGracefulRestart BGPCapabilityCode = 64 // RFC 4724
	BGPFourOctetAS     BGPCapabilityCode = 65 // RFC 6793
	BGPDynamic         BGPCapabilityCode = 67
	BGPAddPath         BGPCapabilityCode = 69 // RFC 7911
	BGPEnhancedRefresh BGPCapabilityCode = 70 // RFC 7313
	BGPLongLived       BGPCapabilityCode = 71 // RFC 9494
	BGPFQDN            BGPCapabilityCode = 73
	BGPSoftwareVersion BGPCapabilityCode = 75
	BGPCiscoRefresh    BGPCapabilityCode = 128
)

func (c BGPCapabilityCode) String() string {
	return iana.NameAt([]string{
		1: "multiprotocol", 2: "route refresh", 3: "outbound route filtering", 5: "extended next hop", 6: "extended message", 7: "BGPsec", 8: "multiple labels", 9: "role",
		64: "graceful restart", 65: "four-octet AS", 67: "dynamic capability", 69: "add-path", 70: "enhanced route refresh", 71: "long-lived graceful restart", 73: "FQDN",
		75: "software version", 128: "Cisco route refresh",
	}, c)
}

// BGPFamily is a family of addresses and their use.
type BGPFamily struct {
	AFI      BGPAFI  `bits:"16"`
	Reserved uint8   `bits:"8"`
	SAFI     BGPSAFI `bits:"8"`
}

// BGPFilters are the route filters that are understood.
type BGPFilters struct {
	Entries []BGPFilterFamily `bits:"*"`
}

// BGPFilterFamily are the route filters of a family.
type BGPFilterFamily struct {
	Family BGPFamily       `bits:"*"`
	Count  uint8           `bits:"8,count=Types"`
	Types  []BGPFilterType `bits:"*"`
}

// BGPFilterType is a type of filter, 64 address prefixes, and whether it is received (1), sent (2) or both (3).
type BGPFilterType struct {
	Type        uint8 `bits:"8"`
	SendReceive uint8 `bits:"8"`
}

// BGPNextHops are next hops of another family, RFC 8950 section 4.
type BGPNextHops struct {
	Entries []BGPNextHopFamily `bits:"*"`
}

// BGPNextHopFamily is a next hop of another family.
type BGPNextHopFamily struct {
	AFI     BGPAFI `bits:"16"`
	SAFI    uint16 `bits:"16"`
	NextHop BGPAFI `bits:"16"`
}

// BGPByte is a number of 8 bits; a role is 0 provider, 1 route server, 2 its client, 3 customer, 4 peer.
type BGPByte struct {
	Value uint8 `bits:"8"`
}

// BGPRestart is how a restart is survived, RFC 4724 section 3.
type BGPRestart struct {
	Restarted    bool               `bits:"1"` // R
	Notification bool               `bits:"1"` // N, RFC 8538
	Reserved     uint8              `bits:"2"`
	Time         uint16             `bits:"12"` // seconds
	Families     []BGPRestartFamily `bits:"*"`
}

// BGPRestartFamily is a family of which routes are kept.
type BGPRestartFamily struct {
	AFI       BGPAFI  `bits:"16"`
	SAFI      BGPSAFI `bits:"8"`
	Preserved bool    `bits:"1"` // F
	Reserved  uint8   `bits:"7"`
}

// BGPASNumber is the number of an AS.
type BGPASNumber struct {
	AS uint32 `bits:"32"`
}

// BGPAddPaths says where path identifiers are received (1), sent (2) or both (3).
type BGPAddPaths struct {
	Families []BGPPathFamily `bits:"*"`
}

// BGPPathFamily is a family with path identifiers.
type BGPPathFamily struct {
	AFI         BGPAFI  `bits:"16"`
	SAFI        BGPSAFI `bits:"8"`
	SendReceive uint8   `bits:"8"`
}

// BGPLongLivedRestart is how long routes are kept, RFC 9494 section 3.1.
type BGPLongLivedRestart struct {
	Families []BGPLongLivedFamily `bits:"*"`
}

// BGPLongLivedFamily is a family of which routes are kept.
type BGPLongLivedFamily struct {
	AFI       BGPAFI  `bits:"16"`
	SAFI      BGPSAFI `bits:"8"`
	Preserved bool    `bits:"1"` // F
	Reserved  uint8   `bits:"7"`
	Time      uint32  `bits:"24"` // seconds
}

// BGPNames are the names of a host and its domain.
type BGPNames struct {
	HostLen   uint8  `bits:"8,len=Host"`
	Host      string `bits:"*"`
	DomainLen uint8  `bits:"8,len=Domain"`
	Domain    string `bits:"*"`
}

// BGPVersionText is the version of a program.
type BGPVersionText struct {
	Length uint8  `bits:"8,len=Text"`
	Text   string `bits:"*"`
}

// Members gives the types of View.
func (BGPCapability) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(BGPMultiprotocol): (*BGPFamily)(nil), uint64(BGPOutboundFilter): (*BGPFilters)(nil), uint64(BGPExtendedNextHop): (*BGPNextHops)(nil),
		uint64(BGPRole): (*BGPByte)(nil), uint64(BGPGracefulRestart): (*BGPRestart)(nil), uint64(BGPFourOctetAS): (*BGPASNumber)(nil), uint64(BGPAddPath): (*BGPAddPaths)(nil),
		uint64(BGPLongLived): (*BGPLongLivedRestart)(nil), uint64(BGPFQDN): (*BGPNames)(nil), uint64(BGPSoftwareVersion): (*BGPVersionText)(nil),
	}}
}

// View decodes Value. It returns nil for unknown codes and for those without a value.
func (c *BGPCapability) View() (any, error) { return codec.View(c, "Value") }
