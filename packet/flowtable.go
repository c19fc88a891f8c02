package packet

import (
	"math"
	"net/netip"
	"reflect"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
)

// FlowReader makes of decoded packets what a [flow.Table] takes:
//
//	if r.Read(&view, info) {
//		table.Add(&r.Packet)
//	}
//
// The addresses of the key are those of IP, at the ends of a source route and with a home address in place of a care-of one; or the MAC addresses of frames that hold no IP packet; a packet that has neither is in no flow.
// VLANs are those of the Ethernet frame around the IP packet. An error that quotes a packet belongs to the
// flow of the error message. Of a TCP or UDP header that is cut short the ports count, if they are there.
//
// The zero FlowReader is ready for use. It must not be used by two goroutines at once.
type FlowReader struct {
	// Packet is what Read has found; it is overwritten by the next Read.
	Packet flow.Packet
	// Inner takes packets in tunnels by the innermost IP packet, or Ethernet frame without one, with the tunnel as a part of the key:
	// IP in IP, GRE, and what runs over UDP. Identifiers that differ between the two directions (GTP, L2TP) are left out. Without
	// it, the outermost IP packet counts.
	Inner bool
	// Apart puts the fragments of IP packets behind the first, which have no ports, into a flow of their own
	// for each pair of addresses and protocol: with both ports 0. Without it, that is only done for fragments
	// whose first one has not been seen; up to 256 of these are remembered.
	Apart bool

	st     flowState
	firsts *[fragmentSlots]fragmentPorts
	seed   flow.Seed
	ids    map[reflect.Type]tunnelField
}

// flowState is what has been met of a packet.
type flowState struct {
	done     bool
	ip       bool // a network layer was met
	any      bool // or a link layer
	ports    bool // a transport layer was met
	asks     bool // an ICMP message with an identifier may follow
	fragment uint8
	left     int // bytes of the IP packet behind the headers so far, by its own length
	src, dst layers.MAC
	mac      bool // they are set
	carrier  flow.Tunnel
	id       uint32 // of the fragment
}

// Kinds of fragments.
const (
	fragmentFirst uint8 = iota + 1
	fragmentLater
)

// Read reads a decoded packet: its layers, and of info, if it is not nil, time, length and VLAN tag. Packets
// without info count with the bytes that there are. It reports whether the packet can be counted.
func (r *FlowReader) Read(p Decoded, info *capture.Info) bool {
	t := p.decoded()
	r.begin(info, len(t.data))
	for i := 0; !r.st.done && t.at(i); i++ {
		n := &t.nodes[i]
		if n.entry == nil {
			continue
		}
		if n.failed {
			r.failed(n.value, int(n.header))
			break
		}
		if !r.layer(n.value, int(n.payload)) {
			r.other(Layer{t, i})
		}
	}
	return r.end()
}

// ReadStack reads what a [Stack] has decoded: met is what its Decode returned, into the structs that it was made
// with. Length is the number of bytes of the packet, for a nil info.
func (r *FlowReader) ReadStack(s *Stack, met []int, info *capture.Info, length int, into ...any) bool {
	r.begin(info, length)
	var keys [4]codec.Key
	_, whole := s.chain.Keys(&keys)
	for i := 0; i < len(met) && !r.st.done; i++ {
		payload := 0
		if i == len(met)-1 {
			if payload = len(s.Rest()); !whole { // it could not be decoded, and may have what the packet before had
				r.failed(into[met[i]], payload)
				break
			}
		} else if tcp, ok := into[met[i]].(*layers.TCP); ok && r.st.left < 4*int(tcp.DataOffset) {
			payload = s.payload(i) // IP does not say, and something behind TCP was decoded
		}
		r.layer(into[met[i]], payload)
	}
	return r.end()
}

func (r *FlowReader) begin(info *capture.Info, length int) {
	p := &r.Packet
	*p = flow.Packet{Length: uint32(min(uint64(length), math.MaxUint32))}
	r.st = flowState{}
	if info == nil {
		return
	}
	p.Length, p.Time = info.Length, nanoseconds(info.Time)
	if v := info.VLAN; v.Present {
		r.vlan(v.ID())
	}
}

// nanoseconds is the time since 1970; what is too large for the number is its greatest or least.
func nanoseconds(t capture.Timestamp) int64 {
	ns, ok := t.UnixNano()
	switch {
	case ok || !t.Set:
		return ns
	case t.Era > 0 || t.Era == 0 && t.Sec > 0:
		return math.MaxInt64
	}
	return math.MinInt64
}

// layer takes what counts of a layer, with the length of what was captured of its payload; false if it does not know it.
func (r *FlowReader) layer(value any, payload int) bool {
	switch v := value.(type) {
	case *layers.Ethernet:
		if r.frame(uint16(v.Type)) {
			r.st.src, r.st.dst, r.st.mac = v.Src, v.Dst, true
		}
	case *layers.Dot1Q:
		r.vlan(v.VLAN)
		r.etherType(uint16(v.Type))
	case *layers.IPv4:
		dst := v.Dst
		if len(v.Options) > 0 { // there may be a source route
			var ends codec.Pseudo
			v.PseudoHeader(&ends)
			dst = ends.Dst
		}
		if !r.network(v.Src, dst, uint8(v.Protocol)) {
			break
		}
		r.st.left = int(v.Length) - 4*int(v.IHL)
		if v.FragOffset != 0 || v.Flags&layers.IPv4MoreFragments != 0 {
			r.fragment(uint32(v.ID), v.FragOffset)
		}
	case *layers.IPv6:
		if r.network(v.Src, v.Dst, uint8(v.NextHeader)) {
			r.st.left = int(v.Length)
		}
	case *layers.TCP:
		r.transport(uint16(v.SrcPort), uint16(v.DstPort))
		if v.DataOffset >= 5 { // or else it was cut short
			p := &r.Packet
			if n := r.st.left - 4*int(v.DataOffset); n >= 0 { // what was sent, not what was captured
				payload = n
			}
			p.TCP, p.Flags, p.Seq, p.Ack, p.Payload = true, uint16(v.Flags), v.Seq, v.Ack, uint32(payload)
		}
		r.st.done = true
	case *layers.UDP:
		r.transport(uint16(v.SrcPort), uint16(v.DstPort))
	default:
		return r.extension(value) || r.icmp(value)
	}
	return true
}

// icmp is layer for messages of ICMP.
func (r *FlowReader) icmp(value any) bool {
	switch v := value.(type) {
	case *layers.ICMPv4:
		r.message(uint16(v.Type), uint16(v.Code), icmpv4Asks(v.Type))
	case *layers.ICMPv6:
		r.message(uint16(v.Type), uint16(v.Code), icmpv6Asks(v.Type))
	case *layers.ICMPv4Echo:
		r.identifier(v.ID)
	case *layers.ICMPv6Echo:
		r.identifier(v.ID)
	case *layers.ICMPv4Timestamp:
		r.identifier(v.ID)
	case *layers.ICMPv4Information:
		r.identifier(v.ID)
	case *layers.ICMPv4AddressMask:
		r.identifier(v.ID)
	case *layers.ICMPExtEchoRequest:
		r.identifier(v.ID)
	case *layers.ICMPExtEchoReply:
		r.identifier(v.ID)
	default:
		return false
	}
	return true
}

// frame is the header of a frame. It reports whether it is the one that counts, so far.
func (r *FlowReader) frame(etherType uint16) bool {
	if r.st.any && !r.inside() {
		return false
	}
	r.st.any = true
	r.etherType(etherType)
	return true
}

// inside is asked for a frame or an IP packet inside another one: true if it is to be taken instead. The
// key begins anew then, with the tunnel.
func (r *FlowReader) inside() bool {
	s := &r.st
	if !r.Inner {
		s.done = true
		return false
	}
	tunnel := s.carrier
	switch {
	case tunnel.Type != 0:
	case s.ports:
		tunnel.Type = flow.TunnelOther
	default:
		tunnel.Type = flow.TunnelIP
	}
	*s = flowState{}
	r.Packet.Key = flow.Key{Tunnel: tunnel}
	return true
}

// etherType is the type of a frame: those that are lengths say nothing.
func (r *FlowReader) etherType(t uint16) {
	if k := &r.Packet.Key; !r.st.ip {
		k.EtherType = 0
		if t > uint16(layers.MaxEtherLength) {
			k.EtherType = t
		}
	}
}

// vlan is a VLAN tag. Those behind the second one are left out.
func (r *FlowReader) vlan(id uint16) {
	if r.st.ip || id == 0 {
		return
	}
	if v := &r.Packet.Key.VLAN; v[0] == 0 {
		v[0] = id
	} else if v[1] == 0 {
		v[1] = id
	}
}

// network is an IP header. It reports whether it is the one that counts, so far.
func (r *FlowReader) network(src, dst netip.Addr, protocol uint8) bool {
	if !src.IsValid() || r.st.ip && !r.inside() {
		return false
	}
	r.st.ip, r.st.any = true, true
	k := &r.Packet.Key
	k.Flow = flow.New(flow.IP(src), flow.IP(dst))
	k.EtherType, k.Protocol = 0, protocol
	return true
}

// extension is layer for extension headers.
func (r *FlowReader) extension(value any) bool {
	switch v := value.(type) {
	case *layers.IPv6HopByHop:
		r.header(uint8(v.NextHeader), 8*int(v.Length)+8)
	case *layers.IPv6Destination:
		if r.header(uint8(v.NextHeader), 8*int(v.Length)+8) {
			ends := r.ends()
			v.PseudoHeader(&ends)
			r.setEnds(&ends)
		}
	case *layers.IPv6Routing:
		if r.header(uint8(v.NextHeader), 8*int(v.Length)+8) {
			ends := r.ends()
			v.PseudoHeader(&ends)
			r.setEnds(&ends)
		}
	case *layers.AH:
		r.header(uint8(v.NextHeader), 4*int(v.Length)+8)
	case *layers.IPv6Fragment:
		r.header(uint8(v.NextHeader), 8)
		if v.FragOffset != 0 || v.More {
			r.fragment(v.ID, v.FragOffset)
		}
	default:
		return false
	}
	return true
}

// header is an extension header of IPv6. It reports whether it belongs to the IP header that counts.
func (r *FlowReader) header(next uint8, length int) bool {
	if !r.st.ip || r.st.ports {
		return false
	}
	r.Packet.Key.Protocol = next
	r.st.left -= length
	return true
}

// ends are the addresses so far, which extension headers may change.
func (r *FlowReader) ends() (e codec.Pseudo) {
	src, dst := r.Packet.Key.Flow.Endpoints()
	e.Src, _ = src.Addr()
	e.Dst, _ = dst.Addr()
	return e
}

func (r *FlowReader) setEnds(e *codec.Pseudo) {
	if e.Src.BitLen() == e.Dst.BitLen() { // these headers may stand in IPv4 too
		r.Packet.Key.Flow = flow.New(flow.IP(e.Src), flow.IP(e.Dst))
	}
}

// transport is a header with ports.
func (r *FlowReader) transport(src, dst uint16) {
	r.Packet.Key.SrcPort, r.Packet.Key.DstPort = src, dst
	r.st.ports = true
	r.st.done = !r.Inner
}

// message is an ICMP header. What follows it is no tunnel.
func (r *FlowReader) message(kind, code uint16, ask uint16) {
	k := &r.Packet.Key
	r.st.ports = true
	if ask == 0 {
		k.DstPort = kind<<8 | code
		r.st.done = true
		return
	}
	r.st.asks = true
	r.Packet.Answer = ask>>8 != kind
	k.DstPort = ask
}

// identifier is that of an ICMP message that asks or answers.
func (r *FlowReader) identifier(id uint16) {
	r.st.done = true
	if k := &r.Packet.Key; r.st.asks {
		k.SrcPort = id
	}
}

// icmpv4Asks is the type of the question that a type is or answers, as the high byte of a port; 0: it does neither.
func icmpv4Asks(t layers.ICMPv4Type) uint16 {
	switch t {
	case layers.ICMPv4TypeEchoReply, layers.ICMPv4TypeEchoRequest:
		return uint16(layers.ICMPv4TypeEchoRequest) << 8
	case 13, 15, 17: // timestamp, information, address mask
		return uint16(t) << 8
	case 14, 16, 18:
		return uint16(t-1) << 8
	case layers.ICMPv4TypeExtEchoRequest, layers.ICMPv4TypeExtEchoReply:
		return uint16(layers.ICMPv4TypeExtEchoRequest) << 8
	}
	return 0
}

func icmpv6Asks(t layers.ICMPv6Type) uint16 {
	switch t {
	case layers.ICMPv6TypeEchoRequest, layers.ICMPv6TypeEchoReply:
		return uint16(layers.ICMPv6TypeEchoRequest) << 8
	case layers.ICMPv6TypeExtEchoRequest, layers.ICMPv6TypeExtEchoReply:
		return uint16(layers.ICMPv6TypeExtEchoRequest) << 8
	}
	return 0
}

// end finishes the key.
func (r *FlowReader) end() bool {
	s, p := &r.st, &r.Packet
	if s.mac && !s.ip {
		p.Key.Flow = flow.New(flow.MAC(s.src), flow.MAC(s.dst))
	}
	if p.Answer { // the ports are those that the question had
		p.Key.SrcPort, p.Key.DstPort = p.Key.DstPort, p.Key.SrcPort
	}
	if s.fragment != 0 && !r.Apart {
		r.follow()
	}
	return s.ip || s.any
}

// failed reads what there is of a header that is not whole, of which there are so many bytes.
func (r *FlowReader) failed(value any, bytes int) {
	if bytes < 4 { // the ports
		return
	}
	switch v := value.(type) {
	case *layers.TCP:
		r.transport(uint16(v.SrcPort), uint16(v.DstPort))
	case *layers.UDP:
		r.transport(uint16(v.SrcPort), uint16(v.DstPort))
	}
}
