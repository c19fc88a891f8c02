package main

import (
	"strings"

	"github.com/wiretag/wiretag/layers/link"
)

// link gives the fields of what bridges and neighbours say to each other, and of buses.
func (e *emitter) link(v any) {
	switch l := v.(type) {
	case *link.CAN:
		e.can(l.ID, l.Extended, l.Length, l.Error)
	case *link.CANHost:
		e.can(l.ID, l.Extended, l.Length, l.Error)
	case *link.STP:
		e.stp(l)
	case *link.Slow:
		e.put(1, "slow.subtype", uint8(l.Subtype))
	case *link.LLDP:
		for i := range l.TLVs {
			e.lldp(&l.TLVs[i])
		}
	case *link.CDP:
		e.put(1, "cdp.version", l.Version)
		e.put(2, "cdp.ttl", l.TTL)
		for i := range l.TLVs {
			t := &l.TLVs[i]
			e.put(4, "cdp.tlv.type", uint16(t.Type))
			if t.Type == link.CDPDeviceID {
				e.put(4, "cdp.deviceid", t.Text())
			}
		}
	case *link.NFLOG:
		e.put(1, "nflog.family", uint8(l.Family))
	case *link.PPI:
		e.put(8, "ppi.dlt", l.DLT)
	}
}

// can gives the fields of a frame. To tshark, error messages have no identifier, and only extended ones more than 11 bits.
func (e *emitter) can(id uint32, extended bool, length uint8, failed bool) {
	if !extended {
		id &= 0x7ff
	}
	if !failed {
		e.put(4, "can.id", id)
	}
	e.put(5, "can.len", length)
}

func (e *emitter) stp(l *link.STP) {
	e.put(2, "stp.protocol", l.Protocol)
	e.put(3, "stp.version", uint8(l.Version))
	e.put(4, "stp.type", uint8(l.Type))
	if c := l.Config; c != nil {
		e.put(13, "stp.root.hw", c.Root.Addr.String())
		e.put(17, "stp.root.cost", c.RootCost)
		e.put(25, "stp.bridge.hw", c.Bridge.Addr.String())
		e.put(27, "stp.port", c.Port)
	}
}

func (e *emitter) lldp(t *link.LLDPTLV) {
	e.put(2, "lldp.tlv.type", uint8(t.Type))
	e.put(2, "lldp.tlv.len", t.Length)
	v, err := t.View()
	if err != nil {
		return
	}
	id, ok := v.(*link.LLDPID)
	switch {
	case ok && t.Type == link.LLDPChassis:
		e.put(2, "lldp.chassis.subtype", id.Subtype)
		if m, ok := mac(id.ID); ok && id.Subtype == link.LLDPChassisMAC {
			e.put(2, "lldp.chassis.id.mac", m)
		}
	case ok:
		e.put(2, "lldp.port.subtype", id.Subtype)
		if m, ok := mac(id.ID); ok && id.Subtype == link.LLDPPortMAC {
			e.put(2, "lldp.port.id.mac", m)
		} else if id.Subtype == link.LLDPPortLocal || id.Subtype == link.LLDPPortInterfaceName {
			e.put(2, "lldp.port.id", strings.TrimRight(string(id.ID), "\x00"))
		}
	}
	if ttl, ok := v.(*link.LLDPTimeToLive); ok {
		e.put(2, "lldp.time_to_live", ttl.Seconds)
	}
	if t.Type == link.LLDPSystemName {
		e.put(2, "lldp.tlv.system.name", t.Text())
	}
}
