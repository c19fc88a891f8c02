//go:build !linux

package netif

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"runtime"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/layers/ieee"
)

func unsupported(what string) error {
	return fmt.Errorf("netif: %s are asked for by netlink, a part of Linux, not of %s: %w", what, runtime.GOOS, errors.ErrUnsupported)
}

// List returns the interfaces with what package net knows of them.
func List() ([]Interface, error) {
	all, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	list := make([]Interface, len(all))
	for i := range all {
		list[i] = convert(&all[i])
	}
	return list, nil
}

// ByIndex returns the interface with this index.
func ByIndex(index int) (*Interface, error) {
	found, err := net.InterfaceByIndex(index)
	if err != nil {
		return nil, fmt.Errorf("netif: index %d: %w", index, ErrNoInterface)
	}
	i := convert(found)
	return &i, nil
}

func convert(n *net.Interface) Interface {
	i := Interface{Index: n.Index, Name: n.Name, MTU: n.MTU, LinkType: capture.LinkTypeNone}
	if len(n.HardwareAddr) == len(i.MAC) {
		i.MAC = ieee.MAC(n.HardwareAddr)
	}
	for _, f := range []struct {
		theirs net.Flags
		ours   Flags
	}{
		{net.FlagUp, Up},
		{net.FlagBroadcast, Broadcast},
		{net.FlagLoopback, Loopback},
		{net.FlagPointToPoint, PointToPoint},
		{net.FlagMulticast, Multicast},
		{net.FlagRunning, Running},
	} {
		if n.Flags&f.theirs != 0 {
			i.Flags |= f.ours
		}
	}
	addrs, _ := n.Addrs()
	for _, a := range addrs {
		if p, err := netip.ParsePrefix(a.String()); err == nil {
			i.Addresses, i.Prefixes = append(i.Addresses, p.Addr()), append(i.Prefixes, p)
		}
	}
	return i
}

// ErrNamespace is the error of a question about an interface of another network namespace.
var ErrNamespace = errors.New("another network namespace")

// Counters returns an error that is errors.ErrUnsupported.
func Counters(int, uint64) (Stats, error) { return Stats{}, unsupported("counters") }

// HardwareLinkType knows no numbers of other systems.
func HardwareLinkType(uint16) (capture.LinkType, bool) { return capture.LinkTypeNone, false }

// Routes returns an error that is errors.ErrUnsupported.
func Routes() ([]Route, error) { return nil, unsupported("routes") }

// Lookup returns an error that is errors.ErrUnsupported.
func Lookup(netip.Addr, Query) (Route, error) { return Route{}, unsupported("routes") }

// Neighbors returns an error that is errors.ErrUnsupported.
func Neighbors() ([]Neighbor, error) { return nil, unsupported("neighbours") }

func neighbor(int, netip.Addr) (Neighbor, error) { return Neighbor{}, unsupported("neighbours") }

func ask(int, netip.Addr) error { return unsupported("neighbours") }
