package routing

import (
	"net/netip"
)

// Prefixes are routes without path identifiers.
type Prefixes struct {
	Prefixes []Prefix `bits:"*"`
}

// PathPrefixes are routes with path identifiers, RFC 7911 section 3.
type PathPrefixes struct {
	Prefixes []PathPrefix `bits:"*"`
}

// PathPrefix is a route with a path identifier.
type PathPrefix struct {
	PathID uint32 `bits:"32"`
	Prefix Prefix `bits:"*"`
}

// BGPEVPN are routes of Ethernet VPNs, RFC 7432 section 7.
type BGPEVPN struct {
	Routes []BGPEVPNRoute `bits:"*"`
}

// BGPEVPNRoute is a route of an Ethernet VPN: 1 auto-discovery, 2 MAC and IP, 3 inclusive multicast, 4 segment, 5 IP prefix.
type BGPEVPNRoute struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,len=Value"`
	Value  []byte `bits:"*"`
}

// BGPLinkStateRoutes are nodes, links and prefixes, RFC 9552 section 5.2.
type BGPLinkStateRoutes struct {
	Routes []BGPTLV16 `bits:"*"` // 1 node, 2 link, 3 IPv4 prefix, 4 IPv6 prefix
}

// View decodes the routes: [*Prefixes] of unicast and multicast, and of labeled unicast and VPNs, where labels (of three bytes, the last of them
// with its lowest bit set) and the route distinguisher (of eight) are the first bytes of the prefix; [*BGPEVPN]; [*BGPLinkStateRoutes]. It returns nil for other families.
func (r *BGPReach) View() (any, error) { return bgpRoutes(r.AFI, r.SAFI, r.Routes) }

// View decodes the routes, as [BGPReach.View] does.
func (u *BGPUnreach) View() (any, error) { return bgpRoutes(u.AFI, u.SAFI, u.Routes) }

func bgpRoutes(afi BGPAFI, safi BGPSAFI, b []byte) (any, error) {
	switch {
	case (afi == AFIIPv4 || afi == AFIIPv6) && (safi == SAFIUnicast || safi == SAFIMulticast || safi == SAFILabeled || safi == SAFIVPN || safi == SAFIMcastVPNs):
		return decoded(b, &Prefixes{})
	case afi == AFIL2VPN && safi == SAFIEVPN:
		return decoded(b, &BGPEVPN{})
	case afi == AFILinkState && (safi == SAFILinkState || safi == SAFILinkStateVPN):
		return decoded(b, &BGPLinkStateRoutes{})
	}
	return nil, nil
}

// NextHops are the addresses of the next hop: one, or in IPv6 a global and a link-local one. Those of VPNs have a route distinguisher of eight bytes before them,
// which is left out.
func (r *BGPReach) NextHops() []netip.Addr {
	b := r.NextHop
	size := 16
	var skip int
	switch len(b) {
	case 4, 12:
		size, skip = 4, len(b)-4
	case 16, 32:
	case 24, 48:
		skip = 8
	default:
		return nil
	}
	var out []netip.Addr
	for len(b) >= skip+size {
		a, _ := netip.AddrFromSlice(b[skip : skip+size])
		out, b = append(out, a), b[skip+size:]
	}
	return out
}
