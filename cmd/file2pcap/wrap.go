package main

import (
	"errors"
	"net/netip"

	"github.com/spf13/pflag"

	"github.com/wiretag/wiretag/conversation"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/tunnel"
)

// wrap is what stands around the packets, outermost first: Ethernet, VLAN tags, labels, and a tunnel.
type wrap struct {
	vlans, labels []uint
	gre           bool
	vxlan         int
}

func (w *wrap) flags(s *pflag.FlagSet) {
	s.UintSliceVar(&w.vlans, "vlan", nil, "VLAN `identifiers`, outermost first")
	s.UintSliceVar(&w.labels, "mpls", nil, "MPLS `labels`, outermost first")
	s.BoolVar(&w.gre, "gre", false, "in a GRE tunnel")
	s.IntVar(&w.vxlan, "vxlan", -1, "in a VXLAN tunnel with this `VNI`")
}

// tunnelMTU is what a path of 1500 bytes leaves: GRE takes 24, VXLAN 50.
func (w *wrap) check(p *conversation.Path) error {
	for _, v := range w.vlans {
		if v > 4095 {
			return errors.New("VLAN identifiers are from 0 to 4095")
		}
	}
	for _, l := range w.labels {
		if l >= 1<<20 {
			return errors.New("MPLS labels have 20 bits")
		}
	}
	switch {
	case w.gre && w.vxlan >= 0:
		return errors.New("one tunnel: GRE or VXLAN")
	case w.vxlan >= 1<<24:
		return errors.New("a VNI has 24 bits")
	case p.MTU < 128 || p.MTU > 65000:
		return errors.New("the MTU is from 128 to 65000")
	case w.gre:
		p.MTU -= 24
	case w.vxlan >= 0:
		p.MTU -= 50
	}
	p.Outside = w.outside
	return nil
}

// Hosts and routers have locally administered addresses, tunnels end at documentation addresses.
var (
	macs      = [2]layers.MAC{{2, 0, 0, 0, 0, 1}, {2, 0, 0, 0, 0, 2}}
	innerMACs = [2]layers.MAC{{2, 0, 0, 0, 1, 1}, {2, 0, 0, 0, 1, 2}}
	tunnels   = [2]netip.Addr{netip.AddrFrom4([4]byte{203, 0, 113, 1}), netip.AddrFrom4([4]byte{203, 0, 113, 2})}
)

// outside makes the layers for one direction.
func (w *wrap) outside(from conversation.Side) []any {
	to := from.Other()
	list := []any{&layers.Ethernet{Src: macs[from], Dst: macs[to]}}
	for _, v := range w.vlans {
		list = append(list, &layers.Dot1Q{VLAN: uint16(v)})
	}
	for _, l := range w.labels {
		list = append(list, &tunnel.MPLS{Label: uint32(l), TTL: 64})
	}
	ip := &layers.IPv4{TTL: 64, Src: tunnels[from], Dst: tunnels[to]}
	switch {
	case w.gre:
		list = append(list, ip, &tunnel.GRE{})
	case w.vxlan >= 0:
		list = append(list, ip, &layers.UDP{SrcPort: 50000 + layers.UDPPort(from), DstPort: 4789},
			&tunnel.VXLAN{Instance: true, VNI: uint32(w.vxlan)}, &layers.Ethernet{Src: innerMACs[from], Dst: innerMACs[to]})
	}
	return list
}
