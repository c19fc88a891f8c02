package dumptext

import (
	"encoding/binary"
	"strconv"

	"github.com/wiretag/wiretag/layers/link"
)

var stpVersions = map[uint16]string{0: "802.1d", 2: "802.1w", 3: "802.1s", 4: "802.1aq"}

var stpKinds = map[uint16]string{0: "Config", 2: "Rapid STP", 0x80: "Topology Change"}

var stpFlags = []flagName{
	{0x01, "Topology change"}, {0x02, "Proposal"}, {0x10, "Learn"}, {0x20, "Forward"}, {0x40, "Agreement"}, {0x80, "Topology change ACK"},
}

var stpRoles = [...]string{"Unknown", "Alternate", "Root", "Designated"}

// stp prints a message of the spanning tree protocol.
func (p *Printer) stp(data []byte, length int) {
	if length < 4 {
		p.invalid()
		return
	}
	if len(data) < 2 {
		p.short("stp")
		return
	}
	h := layerAt(p, data, &p.dec.stp)
	if data[0] != 0 || data[1] != 0 {
		p.text("unknown STP version, length ", uint64(length))
		return
	}
	if len(data) < 3 {
		p.short("stp")
		return
	}
	p.str("STP ")
	version := uint16(data[2])
	if s, ok := stpVersions[version]; ok {
		p.str(s)
	} else {
		p.str("Unknown STP protocol (0x")
		p.hex(uint64(version), 2)
		p.str(")")
	}
	switch version {
	case 0, 2, 3, 4:
	default:
		return
	}
	if len(data) < 4 {
		p.short("stp")
		return
	}
	kind := uint16(h.Type)
	p.str(", ")
	if s, ok := stpKinds[kind]; ok {
		p.str(s)
	} else {
		p.str("Unknown BPDU Type (0x")
		p.hex(uint64(kind), 2)
		p.str(")")
	}
	switch kind {
	case 0:
		if length < 35 {
			p.invalid()
			return
		}
		p.stpConfig(h, data, length)
	case 2:
		if version == 2 {
			if length < 35 {
				p.invalid()
				return
			}
			p.stpConfig(h, data, length)
			return
		}
		if p.stpTooShort(data, length, 36) {
			return
		}
		if data[35] != 0 {
			p.stpConfig(h, data, length)
			return
		}
		if p.stpTooShort(data, length, 38) {
			return
		}
		if binary.BigEndian.Uint16(data[36:]) == 0 {
			p.stpConfig(h, data, length)
			return
		}
		p.mstp(h, data, length)
	}
}

// stpTooShort says so if a message has fewer than need bytes, or they were not captured.
func (p *Printer) stpTooShort(data []byte, length, need int) bool {
	switch {
	case length < need:
		p.invalid()
	case len(data) < need:
		p.short("stp")
	default:
		return false
	}
	return true
}

func (p *Printer) bridge(b *link.BridgeID) {
	p.hex(uint64(b.Priority)<<12|uint64(b.Extension), 4)
	p.str(".")
	p.ether(b.Addr[:])
}

// seconds256 prints 256ths of seconds.
func (p *Printer) seconds256(n uint16) {
	p.buf = strconv.AppendFloat(p.buf, float64(n)/256, 'f', 2, 64)
	p.str("s")
}

func (p *Printer) stpConfig(h *link.STP, data []byte, length int) {
	if len(data) < 5 {
		p.short("stp")
		return
	}
	p.str(", Flags [")
	p.flags(stpFlags, uint32(data[4]), ", ", "none")
	p.str("]")
	if len(data) < 27 {
		p.short("stp")
		return
	}
	p.str(", bridge-id ")
	p.hex(uint64(binary.BigEndian.Uint16(data[17:])), 4)
	p.str(".")
	p.ether(data[19:25])
	p.str(".")
	p.hex(uint64(binary.BigEndian.Uint16(data[25:])), 4)
	p.text(", length ", uint64(length))
	if p.opt.Verbose == 0 {
		return
	}
	if len(data) < 35 {
		p.short("stp")
		return
	}
	c := h.Config
	p.str("\n\tmessage-age ")
	p.seconds256(c.MessageAge)
	p.str(", max-age ")
	p.seconds256(c.MaxAge)
	p.str(", hello-time ")
	p.seconds256(c.HelloTime)
	p.str(", forwarding-delay ")
	p.seconds256(c.ForwardDelay)
	p.str("\n\troot-id ")
	p.bridge(&c.Root)
	p.text(", root-pathcost ", uint64(c.RootCost))
	if h.Type == link.BPDURapid {
		p.str(", port-role " + stpRoles[c.Role])
	}
}

// mstp prints the fields of multiple spanning trees.
func (p *Printer) mstp(h *link.STP, data []byte, length int) {
	c, m := h.Config, h.MST
	p.str(", CIST Flags [")
	p.flags(stpFlags, uint32(data[4]), ", ", "none")
	p.text("], length ", uint64(length))
	if p.opt.Verbose == 0 {
		return
	}
	p.str("\n\tport-role " + stpRoles[c.Role] + ", CIST root-id ")
	p.bridge(&c.Root)
	p.text(", CIST ext-pathcost ", uint64(c.RootCost))
	p.str("\n\tCIST regional-root-id ")
	p.bridge(&c.Bridge)
	p.str(", CIST port-id ")
	p.hex(uint64(c.Port), 4)
	p.str(",\n\tmessage-age ")
	p.seconds256(c.MessageAge)
	p.str(", max-age ")
	p.seconds256(c.MaxAge)
	p.str(", hello-time ")
	p.seconds256(c.HelloTime)
	p.str(", forwarding-delay ")
	p.seconds256(c.ForwardDelay)
	if m == nil {
		p.short("stp")
		return
	}
	p.mstpBody(m, data, length)
	if h.Version == link.STPVersionSPB {
		p.spb(h.Rest)
	}
}

// mstpBody prints the region's name, its bridge and its instances.
func (p *Printer) mstpBody(m *link.MSTP, data []byte, length int) {
	b := &m.Body
	p.text("\n\tv3len ", uint64(m.Length))
	p.str(", MCID Name ")
	p.untilZero(b.ConfigName[:])
	p.text(", rev ", uint64(b.Revision))
	p.str(",\n\t\tdigest ")
	p.bytesHex(b.Digest[:], 0)
	p.text(", CIST int-root-pathcost ", uint64(b.RootPathCost))
	p.str(",\n\tCIST bridge-id ")
	p.bridge(&b.Bridge)
	p.text(", CIST remaining-hops ", uint64(b.RemainingHops))
	for i := range b.Instances {
		t := &b.Instances[i]
		at := 102 + 16*i
		p.text("\n\tMSTI ", uint64(t.Root.Extension))
		p.str(", Flags [")
		p.flags(stpFlags, uint32(data[at]), ", ", "none")
		p.str("], port-role " + stpRoles[t.Role])
		p.str("\n\t\tMSTI regional-root-id ")
		p.bridge(&t.Root)
		p.text(", pathcost ", uint64(t.RootPathCost))
		p.text("\n\t\tMSTI bridge-prio ", uint64(t.BridgePriority>>4))
		p.text(", port-prio ", uint64(t.PortPriority>>4))
		p.text(", hops ", uint64(t.RemainingHops))
	}
}

// spb prints the fields of shortest path bridging, the version 4 part.
func (p *Printer) spb(b []byte) {
	if len(b) < 87 {
		return
	}
	p.text("\n\tv4len ", uint64(binary.BigEndian.Uint16(b)))
	p.str(", AUXMCID Name ")
	p.untilZero(b[3:35])
	p.text(", Rev ", uint64(binary.BigEndian.Uint16(b[35:])))
	p.str(",\n\t\tdigest ")
	p.bytesHex(b[37:53], 0)
	p.text("\n\tAgreement num ", uint64(b[53]>>6))
	p.text(", Discarded Agreement num ", uint64(b[53]>>4&3))
	p.text(", Agreement valid-flag ", uint64(b[53]>>3&1))
	p.text(",\n\tRestricted role-flag: ", uint64(b[53]>>2&1))
	p.text(", Format id ", uint64(b[54]>>4))
	p.text(" cap ", uint64(b[54]&15))
	convention := binary.BigEndian.Uint16(b[55:])
	p.text(", Convention id ", uint64(convention>>4))
	p.text(" cap ", uint64(convention&0xfff))
	p.text(",\n\tEdge count ", uint64(binary.BigEndian.Uint16(b[57:])))
	p.str(", Agreement digest ")
	p.bytesHex(b[67:87], 0)
}
