package conversation

import (
	"errors"
	"net/netip"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// line is one direction of a conversation: it makes frames of transport headers and payloads, and cuts what is too
// large.
type line struct {
	n       *Network
	from    Side
	link    capture.LinkType
	outside int   // how many of layers are outside of IP
	layers  []any // outside, IP, then what is sent
	v4      *layers.IPv4
	v6      *layers.IPv6
	whole   []byte // a datagram that is to be cut
	payload []byte // the last of layers: a stack that moves would not find it there, so it is no local variable
	id      uint32
}

// derived is how frames are encoded: everything follows from something else.
var derived = codec.Encoder{Derive: codec.All}

func newLine(n *Network, from Side, src, dst netip.Addr) (*line, error) {
	if !src.IsValid() || !dst.IsValid() || src.Is4() != dst.Is4() {
		return nil, errors.New("conversation: both sides need an address of the same family")
	}
	l := &line{n: n, from: from, link: capture.LinkTypeRaw}
	switch {
	case n.path.Outside != nil:
		l.layers = n.path.Outside(from)
	case src.Is4():
		l.layers = ethernet(src, dst, layers.EtherTypeIPv4)
	default:
		l.layers = ethernet(src, dst, layers.EtherTypeIPv6)
	}
	if len(l.layers) > 0 {
		if _, ok := l.layers[0].(*layers.Ethernet); ok {
			l.link = capture.LinkTypeEthernet
		}
	}
	l.outside = len(l.layers)
	if src.Is4() {
		l.v4 = &layers.IPv4{TTL: 64, Src: src, Dst: dst}
		if n.path.Fragment == n.path.MTU {
			l.v4.Flags = layers.IPv4DontFragment
		}
		l.layers = append(l.layers[:l.outside:l.outside], l.v4)
	} else {
		l.v6 = &layers.IPv6{HopLimit: 64, Src: src, Dst: dst, FlowLabel: n.random.Uint32N(1 << 20)}
		l.layers = append(l.layers[:l.outside:l.outside], l.v6)
	}
	l.id = n.random.Uint32()
	return l, nil
}

// header is the size of the IP header.
func (l *line) header() int {
	if l.v4 != nil {
		return 20
	}
	return 40
}

// sent is what became of a datagram.
type sent struct {
	arrives time.Duration
	lost    bool
}

// send sends a transport header with a payload.
func (l *line) send(transport any, size int, payload []byte) (s sent) {
	n := l.n
	l.id++
	l.payload = payload
	list := append(l.layers, transport, codec.Bytes(&l.payload))
	if l.header()+size+len(payload) <= n.path.Fragment {
		if l.v4 != nil {
			l.v4.ID = uint16(l.id)
		}
		l.frame(&s, list)
		return s
	}
	whole, err := derived.Append(l.whole[:0], list[l.outside:]...)
	if err != nil {
		n.err = err
		return s
	}
	l.whole = whole
	l.cut(&s, whole[l.header():], transport)
	return s
}

// frame encodes a frame and sends it.
func (l *line) frame(s *sent, list []any) {
	n := l.n
	if n.err != nil {
		return
	}
	b, err := derived.Append(n.buffer(), list...)
	if err != nil {
		n.err = err
		return
	}
	f := n.send(l.from, b, l.link)
	s.arrives = max(s.arrives, f.arrives)
	s.lost = s.lost || f.lost
}

// cut sends a datagram as fragments.
func (l *line) cut(s *sent, data []byte, transport any) {
	head := l.header()
	if l.v6 != nil {
		head += 8
	}
	most := (l.n.path.Fragment - head) &^ 7
	protocol := layers.IPProtocolUDP
	if _, ok := transport.(*layers.TCP); ok {
		protocol = layers.IPProtocolTCP
	}
	for at := 0; at < len(data); at += most {
		part := data[at:min(at+most, len(data))]
		more := at+most < len(data)
		if l.v4 != nil {
			l.fragment4(s, part, at, more, protocol)
			continue
		}
		f := layers.IPv6Fragment{NextHeader: protocol, FragOffset: uint16(at / 8), More: more, ID: l.id}
		l.payload = part
		l.frame(s, append(l.layers, &f, codec.Bytes(&l.payload)))
	}
}

func (l *line) fragment4(s *sent, part []byte, at int, more bool, protocol layers.IPProtocol) {
	kept := *l.v4
	l.v4.ID, l.v4.FragOffset, l.v4.Protocol = uint16(l.id), uint16(at/8), protocol
	l.v4.Flags = 0
	if more {
		l.v4.Flags = layers.IPv4MoreFragments
	}
	l.payload = part
	l.frame(s, append(l.layers, codec.Bytes(&l.payload)))
	*l.v4 = kept
}
