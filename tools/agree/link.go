package main

import (
	"strings"

	"github.com/wiretag/wiretag/layers/ieee"
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
	case *link.FDP:
		e.put(1, "fdp.version", l.Version)
		e.put(2, "fdp.holdtime", l.HoldTime)
		e.put(4, "fdp.checksum", l.Checksum)
		for i := range l.TLVs {
			e.fdp(&l.TLVs[i])
		}
	case *link.EDP:
		e.put(1, "edp.version", l.Version)
		e.put(4, "edp.length", l.Length)
		e.put(6, "edp.checksum", l.Checksum)
		e.status(6, "edp.checksum.status")
		e.put(8, "edp.seqno", l.Sequence)
		e.put(10, "edp.midtype", l.MachineIDType)
		if l.MachineIDType == 0 {
			e.put(16, "edp.midmac", ieee.MAC(l.MachineID).String())
		}
		for i := range l.TLVs {
			e.edp(&l.TLVs[i])
		}
	case *link.SPX:
		e.put(1, "spx.ctl", uint8(l.Control>>4))
		e.put(2, "spx.type", uint8(l.Type))
		e.put(4, "spx.src", l.SrcID)
		e.put(6, "spx.dst", l.DstID)
		e.put(8, "spx.seq", l.Sequence)
		e.put(10, "spx.ack", l.Ack)
		e.put(12, "spx.alloc", l.Allocation)
		if l.Control&link.SPXII != 0 {
			e.put(14, "spx.neg_size", l.Size)
		}
	case *link.NFLOG:
		e.put(1, "nflog.family", uint8(l.Family))
	case *link.PPI:
		e.put(8, "ppi.dlt", l.DLT)
	}
}

// fdp gives the fields of a TLV. Text is shown as bytes and as text; of addresses tshark has a guess only.
func (e *emitter) fdp(t *link.FDPTLV) {
	e.put(4, "fdp.tlv.type", uint16(t.Type))
	e.put(4, "fdp.tlv.length", t.Length)
	if v, err := t.View(); err == nil {
		if x, ok := v.(*link.FDPText); ok {
			e.put(4, "fdp.string.data", hexOf([]byte(x.Text)))
		}
	}
}

// edp gives the fields of a TLV.
func (e *emitter) edp(t *link.EDPTLV) {
	e.put(4, "edp.tlv.marker", t.Marker)
	e.put(4, "edp.tlv.type", uint8(t.Type))
	e.put(4, "edp.tlv.length", t.Length)
	v, err := t.View()
	if err != nil {
		return
	}
	switch x := v.(type) {
	case *link.EDPDevice:
		e.put(4, "edp.info.slot", x.Slot+1) // shown from 1
		e.put(4, "edp.info.port", x.Port+1)
		e.put(4, "edp.info.vchassid", x.VirtualChassis)
	case *link.EDPNetwork:
		e.put(4, "edp.vlan.flags", x.Flags)
		e.put(4, "edp.vlan.id", x.ID)
		e.put(4, "edp.vlan.ip", x.Addr.String())
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
