package bench

import (
	"encoding/binary"
	"errors"
	"net/netip"

	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// byHandCase compares the fixed decoder with a function that can do nothing but Ethernet, IPv4 and TCP, into the same structs: what is left to gain.
func byHandCase() Case {
	p := Packets()[0]
	return Case{Group: "Stack" + suffix, Name: p.Name, Ours: "packet.Stack", Peer: "written-by-hand", NoAllocs: true, Open: func(*Env) (*Pair, error) {
		ours, hand := &ourLayers{}, &ourLayers{}
		stack, err := packet.NewStack(ours.all()...)
		if err != nil {
			return nil, err
		}
		return &Pair{
			Bytes: len(p.Data),
			Ours:  func(n int) error { return runStack(stack, p, n) },
			Peer: func(n int) error {
				for range n {
					if !hand.decodeTCP(p.Data) {
						return errIncomplete
					}
				}
				return nil
			},
			Check: func() error {
				stack.Decode(p.Data)
				if !hand.decodeTCP(p.Data) {
					return errors.New("it is not decoded by hand")
				}
				var a, b lines
				for _, l := range []any{&ours.eth, &ours.ip4, &ours.tcp} {
					a.describe(l)
				}
				for _, l := range []any{&hand.eth, &hand.ip4, &hand.tcp} {
					b.describe(l)
				}
				return same(a, b)
			},
		}, nil
	}}
}

// decodeTCP decodes Ethernet, IPv4 without options and TCP; false for all else.
func (o *ourLayers) decodeTCP(data []byte) bool {
	if len(data) < 54 {
		return false
	}
	e, i, t := &o.eth, &o.ip4, &o.tcp
	e.Dst, e.Src, e.Type = layers.MAC(data[0:6]), layers.MAC(data[6:12]), layers.EtherType(binary.BigEndian.Uint16(data[12:]))
	ip := data[14:]
	length := int(binary.BigEndian.Uint16(ip[2:]))
	if e.Type != layers.EtherTypeIPv4 || ip[0] != 0x45 || ip[9] != 6 || length < 40 || length > len(ip) {
		return false
	}
	i.Version, i.IHL, i.DSCP, i.ECN, i.Length, i.ID = 4, 5, ip[1]>>2, layers.ECN(ip[1]&3), uint16(length), binary.BigEndian.Uint16(ip[4:])
	offset := binary.BigEndian.Uint16(ip[6:])
	i.Flags, i.FragOffset, i.TTL, i.Protocol, i.Checksum = layers.IPv4Flags(offset>>13), offset&0x1fff, ip[8], 6, binary.BigEndian.Uint16(ip[10:])
	i.Src, i.Dst = netip.AddrFrom4([4]byte(ip[12:16])), netip.AddrFrom4([4]byte(ip[16:20]))
	i.Options, i.Padding = i.Options[:0], nil
	tcp := ip[20:length]
	t.SrcPort, t.DstPort = layers.TCPPort(binary.BigEndian.Uint16(tcp)), layers.TCPPort(binary.BigEndian.Uint16(tcp[2:]))
	t.Seq, t.Ack, t.Window = binary.BigEndian.Uint32(tcp[4:]), binary.BigEndian.Uint32(tcp[8:]), binary.BigEndian.Uint16(tcp[14:])
	flags := binary.BigEndian.Uint16(tcp[12:])
	t.DataOffset, t.Reserved, t.Flags = uint8(flags>>12), uint8(flags>>9&7), layers.TCPFlags(flags&0x1ff)
	t.Checksum, t.Urgent = binary.BigEndian.Uint16(tcp[16:]), binary.BigEndian.Uint16(tcp[18:])
	header := int(t.DataOffset) * 4
	if offset&0x1fff != 0 || header < 20 || header > len(tcp) {
		return false
	}
	t.Options, t.Padding = t.Options[:0], nil
	for opts := tcp[20:header]; len(opts) > 0; {
		n := 1
		op := layers.TCPOption{Kind: layers.TCPOptionKind(opts[0])}
		if op.Kind > 1 {
			if len(opts) < 2 || opts[1] < 2 || int(opts[1]) > len(opts) {
				return false
			}
			n = int(opts[1])
			op.Length, op.Data = opts[1], opts[2:n:n]
		}
		t.Options, opts = append(t.Options, op), opts[n:]
		if op.Kind == 0 {
			t.Padding = opts
			break
		}
	}
	return true
}
