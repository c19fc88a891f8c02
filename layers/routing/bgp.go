package routing

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// BGP is the header of a message of the Border Gateway Protocol, version 4, RFC 4271 section 4.1. What follows is a layer of its own, if it is all in the
// segment. Several messages may follow each other. A keepalive is a header alone.
type BGP struct {
	MarkerHigh uint64  `bits:"64,default=0xffffffffffffffff"`
	MarkerLow  uint64  `bits:"64,default=0xffffffffffffffff"`
	Length     uint16  `bits:"16,len=packet"`
	Type       BGPType `bits:"8,next=bgp"`
}

// BGPType is the type of a message.
type BGPType uint8

// Types of messages.
const (
	BGPTypeOpen         BGPType = 1
	BGPTypeUpdate       BGPType = 2
	BGPTypeNotification BGPType = 3
	BGPTypeKeepalive    BGPType = 4
	BGPTypeRouteRefresh BGPType = 5 // RFC 2918
	BGPTypeCapability   BGPType = 6 // dynamic, a draft
)

func (t BGPType) String() string {
	return iana.NameAt([]string{1: "open", "update", "notification", "keepalive", "route-refresh", "capability"}, t)
}

// bgpHeader is the length of a header, and the least that a message can have.
const bgpHeader = 19

// Recognizes asks for the marker, as far as it is there, and for a possible length.
func (*BGP) Recognizes(data []byte) bool { return isBGP(data) }

// Repeats reports whether another message follows.
func (*BGP) Repeats(rest []byte) bool { return isBGP(rest) }

func isBGP(b []byte) bool {
	for _, c := range b[:min(16, len(b))] {
		if c != 0xff {
			return false
		}
	}
	return len(b) > 0 && (len(b) < 18 || binary.BigEndian.Uint16(b[16:]) >= bgpHeader)
}

// NextLayer is by type, if the message is whole.
func (b *BGP) NextLayer(payload []byte) codec.Key {
	if len(payload)+bgpHeader < int(b.Length) {
		return codec.Key{}
	}
	return codec.Key{Table: "bgp", Value: uint64(b.Type)}
}

func (b *BGP) String() string { return fmt.Sprintf("BGP %s, length %d", b.Type, b.Length) }

// BGPContinuation is a segment that does not begin with a message, RFC 4271 section 4.1, but with the rest of one that began earlier. Messages behind that are
// found when the stream is put together.
type BGPContinuation struct {
	Data []byte `bits:"*"`
}

func (c *BGPContinuation) String() string {
	return fmt.Sprintf("BGPContinuation %d bytes", len(c.Data))
}

// BGPOpen is an open message, RFC 4271 section 4.2.
type BGPOpen struct {
	Version    uint8          `bits:"8,default=4"`
	AS         uint16         `bits:"16"` // 23456 where it has more than 16 bits
	HoldTime   uint16         `bits:"16"` // seconds
	Identifier netip.Addr     `bits:"32"`
	OptionsLen uint8          `bits:"8,len=Parameters"`
	Parameters []BGPParameter `bits:"*"`
}

// BGPParameter is an optional parameter; type 2 are capabilities, RFC 5492. Value is typed by View.
type BGPParameter struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,len=Value"`
	Value  []byte `bits:"*,union=Type"`
}

// BGPExtendedOpen is an open message with long parameters, RFC 9072 section 2.
type BGPExtendedOpen struct {
	Version     uint8                  `bits:"8,default=4"`
	AS          uint16                 `bits:"16"`
	HoldTime    uint16                 `bits:"16"` // seconds
	Identifier  netip.Addr             `bits:"32"`
	NonExtLen   uint8                  `bits:"8,const=255"`
	NonExtType  uint8                  `bits:"8,const=255"`
	ExtendedLen uint16                 `bits:"16,len=Parameters"`
	Parameters  []BGPExtendedParameter `bits:"*"`
}

// BGPExtendedParameter is an optional parameter with a length of two bytes. Value is typed by View.
type BGPExtendedParameter struct {
	Type   uint8  `bits:"8"`
	Length uint16 `bits:"16,len=Value"`
	Value  []byte `bits:"*,union=Type"`
}

// BGPParameterCapabilities is the type of the parameter that has capabilities.
const BGPParameterCapabilities uint8 = 2

// Recognizes asks for what stands in the place of an ordinary length and type.
func (*BGPExtendedOpen) Recognizes(data []byte) bool {
	return len(data) > 10 && data[9] == 255 && data[10] == 255
}

// Members gives the types of View.
func (BGPParameter) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{uint64(BGPParameterCapabilities): (*BGPCapabilities)(nil)}}
}

// View decodes Value. It returns nil for unknown types.
func (p *BGPParameter) View() (any, error) { return codec.View(p, "Value") }

// Members gives the types of View.
func (BGPExtendedParameter) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{uint64(BGPParameterCapabilities): (*BGPCapabilities)(nil)}}
}

// View decodes Value. It returns nil for unknown types.
func (p *BGPExtendedParameter) View() (any, error) { return codec.View(p, "Value") }

// BGPUpdate is an update message, RFC 4271 section 4.3. Routes are bytes, because whether they have path identifiers (RFC 7911) is known from the
// open messages alone: [Prefixes] and [PathPrefixes] decode them.
type BGPUpdate struct {
	WithdrawnLen  uint16         `bits:"16,len=Withdrawn"`
	Withdrawn     []byte         `bits:"*"`
	AttributesLen uint16         `bits:"16,len=Attributes"`
	Attributes    []BGPAttribute `bits:"*"`
	Routes        []byte         `bits:"*"` // NLRI
}

// BGPNotification is a notification message, RFC 4271 section 4.5. It closes the connection.
type BGPNotification struct {
	Code    BGPError `bits:"8"`
	Subcode uint8    `bits:"8"`
	Data    []byte   `bits:"*"`
}

// BGPError is the code of a notification, from IANA's registry.
type BGPError uint8

// Codes of notifications.
const (
	BGPHeaderError      BGPError = 1
	BGPOpenError        BGPError = 2
	BGPUpdateError      BGPError = 3
	BGPHoldTimerExpired BGPError = 4
	BGPStateError       BGPError = 5
	BGPCease            BGPError = 6
	BGPRefreshError     BGPError = 7
	BGPSendHoldExpired  BGPError = 8
)

func (e BGPError) String() string {
	return iana.NameAt([]string{
		1: "message header error", 2: "open message error", 3: "update message error", 4: "hold timer expired", 5: "finite state machine error", 6: "cease",
		7: "route-refresh message error", 8: "send hold timer expired",
	}, e)
}

// Err tells whether the routes of IPv4 are no prefixes, with or without identifiers of paths in front of them: RFC 4271 section 4.3, RFC 7911 section 3.
func (u *BGPUpdate) Err() error {
	if !prefixes(u.Withdrawn, 0, 32) && !prefixes(u.Withdrawn, 4, 32) || !prefixes(u.Routes, 0, 32) && !prefixes(u.Routes, 4, 32) {
		return codec.ErrRange
	}
	return nil
}

// prefixes reports whether b is prefixes of up to so many bits, behind so many bytes each.
func prefixes(b []byte, before int, bits uint8) bool {
	for len(b) > before && b[before] <= bits && len(b) > before+prefixBytes(b[before]) {
		b = b[before+1+prefixBytes(b[before]):]
	}
	return len(b) == 0
}

// BGPRouteRefresh is a route-refresh message, RFC 2918 section 3 and RFC 7313.
type BGPRouteRefresh struct {
	AFI     BGPAFI  `bits:"16"`
	Subtype uint8   `bits:"8"` // 0 request, 1 beginning, 2 end
	SAFI    BGPSAFI `bits:"8"`
	Filters []byte  `bits:"*"` // outbound route filters, RFC 5291
}

// Err tells whether the filters are not those of RFC 5291 section 4: when to refresh, 1 or 2, then a type and a length for each kind.
func (r *BGPRouteRefresh) Err() error {
	b := r.Filters
	if len(b) == 0 {
		return nil
	}
	if b[0] != 1 && b[0] != 2 {
		return codec.ErrRange
	}
	for b = b[1:]; len(b) > 0; {
		if len(b) < 3 || 3+int(binary.BigEndian.Uint16(b[1:])) > len(b) {
			return codec.ErrLength
		}
		b = b[3+int(binary.BigEndian.Uint16(b[1:])):]
	}
	return nil
}

// BGPAFI is the family of addresses, from IANA's registry.
type BGPAFI uint16

// Families of addresses.
const (
	AFIIPv4      BGPAFI = 1
	AFIIPv6      BGPAFI = 2
	AFIL2VPN     BGPAFI = 25
	AFILinkState BGPAFI = 16388
)

func (a BGPAFI) String() string {
	switch a {
	case AFIL2VPN:
		return "L2VPN"
	case AFILinkState:
		return "link state"
	}
	return iana.NameAt([]string{1: "IPv4", 2: "IPv6"}, a)
}

// BGPSAFI is what the addresses are for, from IANA's registry.
type BGPSAFI uint8

// Uses of addresses.
const (
	SAFIUnicast      BGPSAFI = 1
	SAFIMulticast    BGPSAFI = 2
	SAFILabeled      BGPSAFI = 4 // RFC 8277
	SAFIMcastVPN     BGPSAFI = 5
	SAFITunnelEncaps BGPSAFI = 7
	SAFIVPLS         BGPSAFI = 65
	SAFIMDT          BGPSAFI = 66
	SAFIEVPN         BGPSAFI = 70 // RFC 7432
	SAFILinkState    BGPSAFI = 71 // RFC 9552
	SAFILinkStateVPN BGPSAFI = 72
	SAFISRPolicy     BGPSAFI = 73
	SAFIVPN          BGPSAFI = 128 // RFC 4364
	SAFIMcastVPNs    BGPSAFI = 129
	SAFIConstraint   BGPSAFI = 132 // RFC 4684
	SAFIFlowSpec     BGPSAFI = 133 // RFC 8955
	SAFIFlowSpecVPN  BGPSAFI = 134
)

func (s BGPSAFI) String() string {
	return iana.NameAt([]string{
		1: "unicast", 2: "multicast", 4: "labeled unicast", 5: "multicast VPN", 7: "encapsulation", 65: "VPLS", 66: "MDT", 70: "EVPN", 71: "link state", 72: "link state VPN",
		73: "SR policy", 128: "VPN", 129: "VPN multicast", 132: "route target constraint", 133: "flow specification", 134: "VPN flow specification",
	}, s)
}

func (o *BGPOpen) String() string {
	return fmt.Sprintf("BGPOpen AS %d, hold time %d, %v", o.AS, o.HoldTime, o.Identifier)
}

func (u *BGPUpdate) String() string {
	return fmt.Sprintf("BGPUpdate %d bytes withdrawn, %d attributes, %d bytes of routes", len(u.Withdrawn), len(u.Attributes), len(u.Routes))
}

func (n *BGPNotification) String() string {
	return fmt.Sprintf("BGPNotification %s, %d", n.Code, n.Subcode)
}
