package netif

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/layers/ieee"
)

func familyOf(a netip.Addr) byte {
	if a.Is4() {
		return unix.AF_INET
	}
	return unix.AF_INET6
}

// Routes returns the entries of all routing tables.
func Routes() ([]Route, error) {
	var list []Route
	err := request(unix.NETLINK_ROUTE, unix.RTM_GETROUTE, unix.NLM_F_DUMP, make([]byte, unix.SizeofRtMsg), func(kind uint16, b []byte) error {
		if kind == unix.RTM_NEWROUTE && len(b) >= unix.SizeofRtMsg {
			list = append(list, parseRoute(b)...)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("netif: routes: %w", err)
	}
	return list, nil
}

// Lookup asks the kernel for the route of a packet to dst. Its Source is what the kernel would choose. ErrNoRoute: there is none, or one that says so.
func Lookup(dst netip.Addr, q Query) (Route, error) {
	if zone := dst.Zone(); zone != "" && q.Interface == 0 {
		index, err := zoneIndex(zone)
		if err != nil {
			return Route{}, err
		}
		q.Interface = index
	}
	dst, q.Source = dst.WithZone("").Unmap(), q.Source.WithZone("").Unmap()
	head := make([]byte, unix.SizeofRtMsg)
	head[0], head[1] = familyOf(dst), byte(dst.BitLen())
	head = appendAttribute(head, unix.RTA_DST, dst.AsSlice())
	if q.Source.IsValid() {
		head[2] = byte(q.Source.BitLen())
		head = appendAttribute(head, unix.RTA_SRC, q.Source.AsSlice())
	}
	if q.Interface != 0 {
		head = appendAttribute(head, unix.RTA_OIF, word.AppendUint32(nil, uint32(q.Interface)))
	}
	if q.Mark != 0 {
		head = appendAttribute(head, unix.RTA_MARK, word.AppendUint32(nil, q.Mark))
	}
	var found []Route
	err := request(unix.NETLINK_ROUTE, unix.RTM_GETROUTE, 0, head, func(kind uint16, b []byte) error {
		if kind == unix.RTM_NEWROUTE && len(b) >= unix.SizeofRtMsg {
			found = append(found, parseRoute(b)...)
		}
		return nil
	})
	switch {
	case err == nil && len(found) == 0:
		return Route{}, fmt.Errorf("netif: %v: %w", dst, ErrNoRoute)
	case noRoute(err):
		return Route{}, fmt.Errorf("netif: %v: %w: %w", dst, ErrNoRoute, err)
	case err != nil:
		return Route{}, fmt.Errorf("netif: route to %v: %w", dst, err)
	case found[0].Kind == RouteBlackhole, found[0].Kind == RouteUnreachable, found[0].Kind == RouteProhibit:
		return found[0], fmt.Errorf("netif: %v: %w", dst, ErrNoRoute)
	}
	if q.Source.IsValid() {
		found[0].Source = q.Source
	}
	return found[0], nil
}

// noRoute reports the errors of entries that let nothing through: unreachable and throw, prohibit, and blackhole, which has the error of a question that is wrong
// too, as one with a source that is not ours.
func noRoute(err error) bool {
	for _, errno := range [...]unix.Errno{unix.ENETUNREACH, unix.EHOSTUNREACH, unix.ENODEV, unix.EACCES, unix.EINVAL} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}

// zoneIndex is the interface that the zone of an address names, by its name or its number.
func zoneIndex(zone string) (int, error) {
	ifc, err := ByName(zone)
	if err == nil {
		return ifc.Index, nil
	}
	if n, bad := strconv.ParseInt(zone, 10, 32); bad == nil && n > 0 {
		return int(n), nil
	}
	return 0, err
}

// parseRoute reads struct rtmsg and its attributes. A route of several ways gives one for each, one of something else than IP none.
func parseRoute(b []byte) []Route {
	if b[0] == unix.AF_MPLS { // labels, of four bytes too
		return nil
	}
	r := Route{Table: uint32(b[4]), Kind: RouteKind(b[7])}
	var dst netip.Addr
	var ways []byte
	for kind, v := range attributes(b, unix.SizeofRtMsg) {
		switch kind {
		case unix.RTA_DST:
			dst, _ = netip.AddrFromSlice(v)
		case unix.RTA_GATEWAY:
			r.Gateway, _ = netip.AddrFromSlice(v)
		case unix.RTA_VIA: // a gateway of another family
			r.Gateway, _ = netip.AddrFromSlice(v[min(2, len(v)):])
		case unix.RTA_PREFSRC:
			r.Source, _ = netip.AddrFromSlice(v)
		case unix.RTA_OIF:
			r.Interface = int(number(v))
		case unix.RTA_PRIORITY:
			r.Metric = uint32(number(v))
		case unix.RTA_TABLE:
			r.Table = uint32(number(v))
		case unix.RTA_METRICS:
			r.MTU = routeMTU(v)
		case unix.RTA_MULTIPATH:
			ways = v
		}
	}
	if !dst.IsValid() {
		dst = netip.IPv6Unspecified()
		if b[0] == unix.AF_INET {
			dst = netip.IPv4Unspecified()
		}
	}
	r.Destination = netip.PrefixFrom(dst, int(b[1]))
	if ways == nil {
		return []Route{r}
	}
	return r.split(ways)
}

func routeMTU(metrics []byte) int {
	for kind, v := range attributes(metrics, 0) {
		if kind == unix.RTAX_MTU {
			return int(number(v))
		}
	}
	return 0
}

// split reads the next hops, struct rtnexthop each.
func (r Route) split(b []byte) (list []Route) {
	for len(b) >= unix.SizeofRtNexthop {
		n := int(word.Uint16(b))
		if n < unix.SizeofRtNexthop || n > len(b) {
			break
		}
		way := r
		way.Interface = int(word.Uint32(b[4:]))
		for kind, v := range attributes(b[:n], unix.SizeofRtNexthop) {
			switch kind {
			case unix.RTA_GATEWAY:
				way.Gateway, _ = netip.AddrFromSlice(v)
			case unix.RTA_VIA:
				way.Gateway, _ = netip.AddrFromSlice(v[min(2, len(v)):])
			}
		}
		list = append(list, way)
		b = b[min((n+3)&^3, len(b)):]
	}
	return list
}

const neighborHeader = 12 // struct ndmsg

// Neighbors returns the entries of the neighbour tables.
func Neighbors() ([]Neighbor, error) {
	var list []Neighbor
	err := request(unix.NETLINK_ROUTE, unix.RTM_GETNEIGH, unix.NLM_F_DUMP, make([]byte, neighborHeader), func(kind uint16, b []byte) error {
		if kind == unix.RTM_NEWNEIGH && len(b) >= neighborHeader {
			list = append(list, parseNeighbor(b))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("netif: neighbours: %w", err)
	}
	return list, nil
}

func parseNeighbor(b []byte) Neighbor {
	n := Neighbor{Interface: int(word.Uint32(b[4:])), State: NeighborState(word.Uint16(b[8:]))}
	for kind, v := range attributes(b, neighborHeader) {
		switch {
		case kind == unix.NDA_DST:
			n.Address, _ = netip.AddrFromSlice(v)
		case kind == unix.NDA_LLADDR && len(v) == len(n.MAC):
			n.MAC = ieee.MAC(v)
		}
	}
	return n
}

// neighborMessage is struct ndmsg with an address.
func neighborMessage(index int, addr netip.Addr, flags byte) []byte {
	b := make([]byte, neighborHeader)
	b[0], b[10] = familyOf(addr), flags
	word.PutUint32(b[4:], uint32(index))
	return appendAttribute(b, unix.NDA_DST, addr.AsSlice())
}

// neighbor returns one entry; the zero one if there is none.
func neighbor(index int, addr netip.Addr) (n Neighbor, err error) {
	addr = addr.WithZone("").Unmap()
	err = request(unix.NETLINK_ROUTE, unix.RTM_GETNEIGH, 0, neighborMessage(index, addr, 0), func(kind uint16, b []byte) error {
		if kind == unix.RTM_NEWNEIGH && len(b) >= neighborHeader {
			n = parseNeighbor(b)
		}
		return nil
	})
	if errors.Is(err, unix.ENOENT) {
		err = nil
	}
	if err != nil {
		err = fmt.Errorf("netif: neighbour %v: %w", addr, err)
	}
	return n, err
}

// ask makes the kernel look for a neighbour: by an entry that is in use, which takes CAP_NET_ADMIN, or else by an empty datagram to the discard port.
func ask(index int, addr netip.Addr) error {
	addr = addr.WithZone("").Unmap()
	err := request(unix.NETLINK_ROUTE, unix.RTM_NEWNEIGH, unix.NLM_F_ACK|unix.NLM_F_CREATE, neighborMessage(index, addr, unix.NTF_USE), func(uint16, []byte) error { return nil })
	if err == nil {
		return nil
	}
	if addr.Is6() && addr.IsLinkLocalUnicast() {
		ifc, err := ByIndex(index)
		if err != nil {
			return err
		}
		addr = addr.WithZone(ifc.Name)
	}
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(netip.AddrPortFrom(addr, 9)))
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.Write(nil)
	return err
}
