// Package netif knows the interfaces of a host, its routes and its neighbours: what it takes to send a packet of one's own to an IP address.
//
//	path, err := netif.PathTo(ctx, netip.MustParseAddr("192.0.2.1"))
//	if err != nil {
//		return err
//	}
//	pkt, err := codec.Marshal(
//		&layers.Ethernet{Src: path.SourceMAC, Dst: path.DestinationMAC},
//		&layers.IPv4{Src: path.Source, Dst: path.Destination, TTL: 64},
//		…
//	)
//
// On Linux everything comes from the kernel by netlink (rtnetlink(7) and its ethtool family), in the network namespace of the calling thread, and nothing is kept. On other
// systems there is the list of interfaces, as package net has it; the rest returns an error that is errors.ErrUnsupported.
package netif

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/layers/ieee"
)

// Errors, besides those of the operating system.
var (
	ErrNoInterface = errors.New("no such interface")
	ErrNoRoute     = errors.New("no route")
	ErrNoNeighbor  = errors.New("neighbour does not answer")
)

// Flags of an interface, with the bits of netdevice(7).
type Flags uint32

// Flags.
const (
	Up           Flags = 1 << 0
	Broadcast    Flags = 1 << 1
	Loopback     Flags = 1 << 3
	PointToPoint Flags = 1 << 4
	Running      Flags = 1 << 6 // it has a carrier
	NoARP        Flags = 1 << 7
	Promiscuous  Flags = 1 << 8
	AllMulticast Flags = 1 << 9
	Multicast    Flags = 1 << 12
)

// String lists the flags, separated by "|".
func (f Flags) String() string {
	var names []string
	for _, b := range []struct {
		flag Flags
		name string
	}{
		{Up, "up"},
		{Broadcast, "broadcast"},
		{Loopback, "loopback"},
		{PointToPoint, "pointtopoint"},
		{Running, "running"},
		{NoARP, "noarp"},
		{Promiscuous, "promiscuous"},
		{AllMulticast, "allmulticast"},
		{Multicast, "multicast"},
	} {
		if f&b.flag != 0 {
			names = append(names, b.name)
		}
	}
	return strings.Join(names, "|")
}

// Interface of the host.
type Interface struct {
	Index        int
	Name         string
	Alternatives []string // other names of it
	Flags        Flags
	LinkType     capture.LinkType // of what a live capture gives; LinkTypeNone: not known
	HardwareType uint16           // ARPHRD_ number; 0 on other systems
	MAC          ieee.MAC         // zero if its addresses are of another kind
	Broadcast    ieee.MAC
	MTU          int            // bytes above the link layer
	Speed        int64          // bits per second; 0: not known
	Addresses    []netip.Addr   // without lengths, in the kernel's order
	Prefixes     []netip.Prefix // the same with lengths
	Promiscuity  int            // how many want promiscuous mode
	Master       int            // index of the bridge or bond that it belongs to, 0: none
	Stats        Stats
}

// Stats are an interface's counters since it exists.
type Stats struct {
	RxPackets, TxPackets uint64
	RxBytes, TxBytes     uint64
	RxErrors, TxErrors   uint64
	RxDropped, TxDropped uint64 // for want of memory, or since nobody wanted them
	RxMissed             uint64 // by the card, whose memory was full
	RxFIFO               uint64 // the same in drivers that tell it apart
}

// Lost are received packets that the card could not keep.
func (s *Stats) Lost() uint64 { return s.RxMissed + s.RxFIFO }

// ByName returns the interface with this name or alternative name.
func ByName(name string) (*Interface, error) {
	list, err := List()
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Name == name {
			return &list[i], nil
		}
		if slices.Contains(list[i].Alternatives, name) {
			return &list[i], nil
		}
	}
	return nil, fmt.Errorf("netif: %s: %w", name, ErrNoInterface)
}

// Route is an entry of the routing tables, or what they say of one destination.
type Route struct {
	Destination netip.Prefix
	Gateway     netip.Addr // zero: the destination is a neighbour
	Source      netip.Addr // preferred address of our packets; zero: not stated
	Interface   int        // index; 0: none
	Table       uint32     // 254 is the main table
	Metric      uint32
	MTU         int // 0: that of the interface
	Kind        RouteKind
}

// RouteKind is the type of a route, in the numbers of rtnetlink(7).
type RouteKind uint8

// Kinds of routes.
const (
	RouteUnicast     RouteKind = 1
	RouteLocal       RouteKind = 2 // to this host
	RouteBroadcast   RouteKind = 3
	RouteAnycast     RouteKind = 4
	RouteMulticast   RouteKind = 5
	RouteBlackhole   RouteKind = 6
	RouteUnreachable RouteKind = 7
	RouteProhibit    RouteKind = 8
)

// Query narrows the search for a route. The zero value leaves all to the kernel.
type Query struct {
	Source    netip.Addr // of the packet
	Interface int        // index of the one to leave by; 0: that of the destination's zone, if it has one
	Mark      uint32     // of the packet
}

// Neighbor is an entry of the tables that ARP and neighbour discovery fill.
type Neighbor struct {
	Interface int
	Address   netip.Addr
	MAC       ieee.MAC
	State     NeighborState
}

// NeighborState has the NUD_ bits of rtnetlink(7).
type NeighborState uint16

// States.
const (
	Incomplete NeighborState = 0x01
	Reachable  NeighborState = 0x02
	Stale      NeighborState = 0x04
	Delay      NeighborState = 0x08
	Probe      NeighborState = 0x10
	Failed     NeighborState = 0x20
	Static     NeighborState = 0x40 // NUD_NOARP
	Permanent  NeighborState = 0x80
)

// Valid reports whether the MAC address may be used.
func (s NeighborState) Valid() bool {
	return s&(Reachable|Stale|Delay|Probe|Static|Permanent) != 0
}

// Path is how a packet gets to a destination.
type Path struct {
	Interface      Interface
	Source         netip.Addr
	Destination    netip.Addr
	NextHop        netip.Addr // the gateway, or the destination
	SourceMAC      ieee.MAC
	DestinationMAC ieee.MAC // of the next hop; zero where the interface needs none
	MTU            int
}

// PathTo finds route and neighbour for a destination. A neighbour that is not known is asked for, and waited for as by Resolve. The zone of an IPv6 address
// is the interface to leave by.
func PathTo(ctx context.Context, dst netip.Addr) (*Path, error) { return PathWith(ctx, dst, Query{}) }

// PathWith is PathTo with a narrower choice of routes.
func PathWith(ctx context.Context, dst netip.Addr, q Query) (*Path, error) {
	dst = dst.Unmap()
	r, err := Lookup(dst, q)
	if err != nil {
		return nil, err
	}
	ifc, err := ByIndex(r.Interface)
	if err != nil {
		return nil, err
	}
	p := &Path{Interface: *ifc, Source: r.Source, Destination: dst, NextHop: dst, SourceMAC: ifc.MAC, MTU: ifc.MTU}
	if r.MTU != 0 {
		p.MTU = r.MTU
	}
	if r.Gateway.IsValid() {
		p.NextHop = r.Gateway
	}
	switch {
	case ifc.Flags&(NoARP|Loopback|PointToPoint) != 0:
	case r.Kind == RouteBroadcast:
		p.DestinationMAC = ifc.Broadcast
	case p.NextHop.IsMulticast():
		p.DestinationMAC = MulticastMAC(p.NextHop)
	default:
		p.DestinationMAC, err = Resolve(ctx, ifc.Index, p.NextHop)
	}
	return p, err
}

// MulticastMAC is the group address of an IP multicast address: RFC 1112 section 6.4, RFC 2464 section 7.
func MulticastMAC(a netip.Addr) ieee.MAC {
	if a = a.Unmap(); a.Is4() {
		b := a.As4()
		return ieee.MAC{0x01, 0x00, 0x5e, b[1] & 0x7f, b[2], b[3]}
	}
	b := a.As16()
	return ieee.MAC{0x33, 0x33, b[12], b[13], b[14], b[15]}
}

// resolveTime is how long Resolve waits for an answer: the kernel asks three times, once a second.
const resolveTime = 3500 * time.Millisecond

// Resolve returns the MAC address of a neighbour. One that is not known is asked for by the kernel (ARP, neighbour discovery), and waited for up to 3.5 seconds, or until
// ctx ends. ErrNoNeighbor: there was no answer.
func Resolve(ctx context.Context, index int, addr netip.Addr) (ieee.MAC, error) {
	ctx, cancel := context.WithTimeout(ctx, resolveTime)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for asked := false; ; asked = true {
		n, err := neighbor(index, addr)
		switch {
		case err != nil:
			return ieee.MAC{}, err
		case n.State.Valid():
			return n.MAC, nil
		case asked && n.State&Failed != 0:
			return ieee.MAC{}, fmt.Errorf("netif: %v: %w", addr, ErrNoNeighbor)
		case !asked:
			if err := ask(index, addr); err != nil {
				return ieee.MAC{}, err
			}
		}
		select {
		case <-ctx.Done():
			return ieee.MAC{}, fmt.Errorf("netif: %v: %w: %w", addr, ErrNoNeighbor, context.Cause(ctx))
		case <-tick.C:
		}
	}
}
