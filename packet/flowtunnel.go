package packet

import (
	"reflect"

	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
)

// tunnelField is how a layer type takes part in tunnels.
type tunnelField struct {
	tunnel flow.TunnelType
	field  []int // of the identifier, nil: none
}

// tunnels are the layers that carry frames and packets, by name, with the field that both directions have in
// common.
var tunnels = [...]struct {
	layer, field string
	tunnel       flow.TunnelType
}{
	{"GRE", "Key", flow.TunnelGRE},
	{"VXLAN", "VNI", flow.TunnelVXLAN},
	{"VXLANGPE", "VNI", flow.TunnelVXLAN},
	{"Geneve", "VNI", flow.TunnelGeneve},
	{"GTPv1U", "", flow.TunnelGTP},
	{"GTPv1", "", flow.TunnelGTP},
	{"GTPU", "", flow.TunnelGTP},
	{"GTP", "", flow.TunnelGTP},
	{"L2TP", "", flow.TunnelL2TP},
	{"L2TPv2", "", flow.TunnelL2TP},
	{"L2TPv3", "", flow.TunnelL2TP},
}

// other reads a layer that is known by its name, its role and its fields only.
func (r *FlowReader) other(l Layer) {
	n := l.node()
	f, ok := flow.Flow{}, false
	switch n.entry.role {
	case layers.RoleLink:
		if f, ok = l.Flow(); ok && r.frame(0) {
			r.Packet.Key.Flow = f
		}
	case layers.RoleNetwork:
		if f, ok = l.Flow(); ok && !r.st.ip {
			r.st.any, r.st.mac, r.Packet.Key.Flow = true, false, f
		}
	case layers.RoleTransport:
		r.otherPorts(l)
	default:
		r.tunnel(n)
	}
}

// otherPorts reads the ports of a transport layer, if they have 16 bits.
func (r *FlowReader) otherPorts(l Layer) {
	f, ok := l.Flow()
	if src, dst := f.Endpoints(); ok && src.Len() == 2 && dst.Len() == 2 {
		s, d := src.Bytes(), dst.Bytes()
		r.transport(uint16(s[0])<<8|uint16(s[1]), uint16(d[0])<<8|uint16(d[1]))
	}
}

// tunnel notes a layer that may carry a packet.
func (r *FlowReader) tunnel(n *node) {
	if !r.Inner {
		return
	}
	v := reflect.ValueOf(n.value).Elem()
	t, ok := r.ids[v.Type()]
	if !ok {
		t = tunnelOf(v.Type())
		if r.ids == nil {
			r.ids = map[reflect.Type]tunnelField{}
		}
		r.ids[v.Type()] = t
	}
	if t.tunnel == 0 {
		return
	}
	r.st.carrier = flow.Tunnel{Type: t.tunnel}
	if t.field != nil {
		r.st.carrier.ID = uint32(v.FieldByIndex(t.field).Uint())
	}
}

func tunnelOf(t reflect.Type) (f tunnelField) {
	for _, row := range tunnels {
		if row.layer != t.Name() {
			continue
		}
		f.tunnel = row.tunnel
		if x, ok := t.FieldByName(row.field); ok && x.Type.Kind() >= reflect.Uint && x.Type.Kind() <= reflect.Uint64 {
			f.field = x.Index
		}
	}
	return f
}

// fragmentSlots is how many first fragments are remembered at most.
const fragmentSlots = 256

// fragmentPorts are the ports of a packet whose first fragment has been seen.
type fragmentPorts struct {
	id       uint64 // a keyed hash of VLANs, addresses, protocol and identification
	src, dst uint16
}

// fragment is a part of a packet.
func (r *FlowReader) fragment(id uint32, offset uint16) {
	r.st.id, r.st.fragment = id, fragmentFirst
	if offset != 0 {
		r.st.fragment = fragmentLater
	}
}

// follow gives a later fragment the ports of the first one, and remembers those of a first one.
func (r *FlowReader) follow() {
	if r.firsts == nil {
		r.firsts, r.seed = new([fragmentSlots]fragmentPorts), flow.NewSeed()
	}
	p := &r.Packet.Key
	k := flow.Key{Flow: p.Flow, VLAN: p.VLAN, Tunnel: p.Tunnel, Protocol: p.Protocol, SrcPort: uint16(r.st.id), DstPort: uint16(r.st.id >> 16)}
	src, dst := k.Flow.Endpoints()
	if c := src.Compare(dst); c > 0 || c == 0 && k.SrcPort > k.DstPort { // the hash is that of both directions
		k.EtherType = 1
	}
	id := k.FastHash(r.seed)
	f := &r.firsts[id%fragmentSlots]
	switch {
	case r.st.fragment == fragmentFirst && r.st.ports:
		*f = fragmentPorts{id, p.SrcPort, p.DstPort}
	case r.st.fragment == fragmentLater && f.id == id:
		p.SrcPort, p.DstPort = f.src, f.dst
	}
}
