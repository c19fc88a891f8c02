package fuzz

import (
	"net/netip"

	"github.com/leanovate/gopter"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// Fragments generates UDP datagrams over IPv4 or IPv6 that were cut into fragments. What is said is the payload of the
// network layer: the UDP header and what it carries.
func Fragments(d Disturbance) gopter.Gen { return sequence(fragments, d) }

// NewFragments makes the fragments that choices stand for.
func NewFragments(choices []byte, d Disturbance) *Sequence { return made(fragments, choices, d) }

func fragments(e *Entropy) *script {
	s := &script{}
	v6 := e.One(3)
	pool := &documentation[int(flag(v6))]
	src, dst := pool[e.Intn(2)], pool[2+e.Intn(2)]
	id, step := uint32(e.Bits(32)), 8*(1+e.Intn(70))
	body := e.Bytes(1 + e.Intn(16)*[...]int{1, 64, 500}[e.Intn(3)])
	whole, err := codec.Marshal(&layers.IPv6{Src: src, Dst: dst}, &layers.UDP{SrcPort: 1025, DstPort: 4000}, body)
	if !v6 {
		whole, err = codec.Marshal(&layers.IPv4{Src: src, Dst: dst}, &layers.UDP{SrcPort: 1025, DstPort: 4000}, body)
	}
	if err != nil {
		return s // a datagram of this size has a wire form
	}
	s.Said[0] = whole[len(whole)-len(body)-8:]
	put := func(from, to int) {
		eth, more := &layers.Ethernet{Src: layers.MAC{2, 0, 0, 0, 0, 1}, Dst: layers.MAC{2, 0, 0, 0, 0, 2}}, to < len(s.Said[0])
		if v6 {
			s.send(0, eth, &layers.IPv6{HopLimit: 64, Src: src, Dst: dst},
				&layers.IPv6Fragment{NextHeader: layers.IPProtocolUDP, FragOffset: uint16(from / 8), More: more, ID: id}, s.Said[0][from:to])
			return
		}
		ip := &layers.IPv4{TTL: 64, ID: uint16(id), FragOffset: uint16(from / 8), Protocol: layers.IPProtocolUDP, Src: src, Dst: dst}
		if more {
			ip.Flags = layers.IPv4MoreFragments
		}
		s.send(0, eth, ip, s.Said[0][from:to])
	}
	n := len(s.Said[0])
	for at := 0; at < n; at += step {
		put(at, min(at+step, n))
	}
	s.pieces = func(e *Entropy, i int) (Frame, bool) {
		at, count := max(0, i*step-8*e.Intn(step/8+1)), len(s.Frames)
		put(at, min(i*step+step, n))
		f := s.Frames[count]
		s.Frames = s.Frames[:count]
		return f, true
	}
	return s
}

// DNS generates queries and their responses over UDP, some of them sent again. What is said are the messages, one after the other.
func DNS(d Disturbance) gopter.Gen { return sequence(dns, d) }

// NewDNS makes the exchange that choices stand for.
func NewDNS(choices []byte, d Disturbance) *Sequence { return made(dns, choices, d) }

// datagrams sends a UDP datagram from one side to the other.
func (s *script) datagram(from int, ip *layers.IPv4, udp *layers.UDP, message any) {
	eth := &layers.Ethernet{Src: layers.MAC{2, 0, 0, 0, 0, byte(from + 1)}, Dst: layers.MAC{2, 0, 0, 0, 0, byte(2 - from)}}
	s.send(from, eth, ip, udp, message)
	if b, err := codec.Marshal(message); err == nil {
		s.Said[from] = append(s.Said[from], b...)
	}
}

func dns(e *Entropy) *script {
	s := &script{}
	client, server := documentation[0][e.Intn(2)], documentation[0][2]
	for range 1 + e.Intn(4) {
		id, port := uint16(e.Bits(16)), layers.UDPPort(49152+e.Intn(4))
		q := layers.DNSQuestion{Name: domain(e), Type: [...]layers.DNSType{layers.DNSTypeA, layers.DNSTypeAAAA, layers.DNSTypeCNAME}[e.Intn(3)], Class: layers.DNSClassIN}
		query := &layers.DNS{ID: id, RD: true, Questions: []layers.DNSQuestion{q}}
		for range 1 + e.Intn(2) { // some clients are impatient
			s.datagram(0, &layers.IPv4{TTL: 64, Src: client, Dst: server}, &layers.UDP{SrcPort: port, DstPort: 53}, query)
		}
		response := &layers.DNS{ID: id, QR: true, RD: true, RA: true, Questions: query.Questions}
		if e.One(4) {
			response.Rcode = layers.DNSRcodeNXDomain
		} else {
			response.Answers = []layers.DNSResource{layers.NewDNSResource(q.Name, 60, answer(e, q.Type))}
		}
		s.datagram(1, &layers.IPv4{TTL: 64, Src: server, Dst: client}, &layers.UDP{SrcPort: 53, DstPort: port}, response)
	}
	return s
}

func answer(e *Entropy, t layers.DNSType) layers.DNSData {
	switch t {
	case layers.DNSTypeAAAA:
		return &layers.DNSAAAA{Addr: documentation[1][e.Intn(4)]}
	case layers.DNSTypeCNAME:
		return &layers.DNSCNAME{Target: domain(e)}
	}
	return &layers.DNSA{Addr: documentation[0][e.Intn(4)]}
}

// DHCP generates the four messages of DHCPv4 by which a client gets an address, some of them followed by a
// renewal. What is said are the messages, one after the other.
func DHCP(d Disturbance) gopter.Gen { return sequence(dhcp, d) }

// NewDHCP makes the exchange that choices stand for.
func NewDHCP(choices []byte, d Disturbance) *Sequence { return made(dhcp, choices, d) }

func dhcp(e *Entropy) *script {
	s := &script{}
	server, lease := documentation[0][0], documentation[0][1]
	xid := uint32(e.Bits(32))
	message := func(op layers.DHCPv4Op, kind layers.DHCPv4MessageType) *layers.DHCPv4 {
		m := &layers.DHCPv4{Op: op, HardwareType: 1, HardwareLen: 6, XID: xid}
		copy(m.HardwareAddr[:], []byte{2, 0, 0, 0, 0, 1})
		m.Options = []layers.DHCPv4Option{{Type: layers.DHCPv4OptionMessageType, Data: []byte{byte(kind)}}}
		if kind != layers.DHCPv4Discover {
			m.Options = append(m.Options, layers.DHCPv4Option{Type: layers.DHCPv4OptionServerID, Data: server.AsSlice()})
		}
		m.Options = append(m.Options, layers.DHCPv4Option{Type: layers.DHCPv4OptionEnd})
		return m
	}
	any4, all := netip.IPv4Unspecified(), netip.AddrFrom4([4]byte{255, 255, 255, 255})
	ask := func(kind layers.DHCPv4MessageType) {
		s.datagram(0, &layers.IPv4{TTL: 64, Src: any4, Dst: all}, &layers.UDP{SrcPort: 68, DstPort: 67}, message(layers.DHCPv4Request, kind))
	}
	reply := func(kind layers.DHCPv4MessageType) {
		m := message(layers.DHCPv4Reply, kind)
		m.YourAddr = lease
		s.datagram(1, &layers.IPv4{TTL: 64, Src: server, Dst: all}, &layers.UDP{SrcPort: 67, DstPort: 68}, m)
	}
	ask(layers.DHCPv4Discover)
	reply(layers.DHCPv4Offer)
	for range 1 + e.Intn(2) {
		ask(layers.DHCPv4RequestMessage)
		reply(layers.DHCPv4ACK)
	}
	return s
}
