package bench

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"slices"

	"github.com/wiretag/wiretag/codec"
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

// appendByHandCase compares building with a function that can do nothing but Ethernet, IPv4 and TCP.
func appendByHandCase() Case {
	p := Packets()[0]
	return Case{Group: "Building" + suffix, Name: p.Name, Ours: "codec.Append", Peer: "written-by-hand", NoAllocs: true, Open: func(*Env) (*Pair, error) {
		ours, err := ourParts(p)
		if err != nil {
			return nil, err
		}
		eth, ip4, tcp, body := ours[0].(*layers.Ethernet), ours[1].(*layers.IPv4), ours[2].(*layers.TCP), ours[3].([]byte)
		buf := make([]byte, 0, 2048)
		return &Pair{
			Bytes: len(p.Data),
			Ours: func(n int) error {
				for range n {
					if b, err := codec.Append(buf[:0], ours...); err != nil || len(b) != len(p.Data) {
						return errIncomplete
					}
				}
				return nil
			},
			Peer: func(n int) error {
				for range n {
					if b, ok := appendTCP(buf[:0], eth, ip4, tcp, body); !ok || len(b) != len(p.Data) {
						return errIncomplete
					}
				}
				return nil
			},
			Check: func() error {
				if b, ok := appendTCP(nil, eth, ip4, tcp, body); !ok || !bytes.Equal(b, p.Data) {
					return fmt.Errorf("%x by hand, want %x", b, p.Data)
				}
				return nil
			},
		}, nil
	}}
}

// appendTCP appends Ethernet, IPv4 without options, TCP and a payload, with lengths, checksums and padding; false if they do not fit.
func appendTCP(dst []byte, e *layers.Ethernet, i *layers.IPv4, t *layers.TCP, body []byte) ([]byte, bool) {
	at := len(dst)
	dst = append(slices.Grow(dst, 94+len(body)), make([]byte, 54)...)
	for k := range t.Options {
		op := &t.Options[k]
		dst = append(dst, byte(op.Kind))
		if op.Kind > 1 {
			dst = append(append(dst, byte(2+len(op.Data))), op.Data...)
		}
	}
	for (len(dst)-at-54)&3 != 0 {
		dst = append(dst, 0)
	}
	header := len(dst) - at - 34
	dst = append(dst, body...)
	b := dst[at:]
	length := len(b) - 14
	if header > 60 || length > 1<<16-1 || i.DSCP > 63 || i.ECN > 3 || i.Flags > 7 || i.FragOffset > 0x1fff || t.Reserved > 7 || t.Flags > 0x1ff || !i.Src.Is4() || !i.Dst.Is4() {
		return dst, false
	}
	copy(b, e.Dst[:])
	copy(b[6:], e.Src[:])
	binary.BigEndian.PutUint16(b[12:], 0x0800)
	ip, tcp := b[14:34], b[34:]
	src, dest := i.Src.As4(), i.Dst.As4()
	ip[0], ip[1], ip[8], ip[9] = 0x45, i.DSCP<<2|byte(i.ECN), i.TTL, 6
	binary.BigEndian.PutUint16(ip[2:], uint16(length))
	binary.BigEndian.PutUint16(ip[4:], i.ID)
	binary.BigEndian.PutUint16(ip[6:], uint16(i.Flags)<<13|i.FragOffset)
	copy(ip[12:], src[:])
	copy(ip[16:], dest[:])
	binary.BigEndian.PutUint16(tcp, uint16(t.SrcPort))
	binary.BigEndian.PutUint16(tcp[2:], uint16(t.DstPort))
	binary.BigEndian.PutUint32(tcp[4:], t.Seq)
	binary.BigEndian.PutUint32(tcp[8:], t.Ack)
	binary.BigEndian.PutUint16(tcp[12:], uint16(header/4)<<12|uint16(t.Reserved)<<9|uint16(t.Flags))
	binary.BigEndian.PutUint16(tcp[14:], t.Window)
	binary.BigEndian.PutUint16(tcp[18:], t.Urgent)
	addresses := uint64(binary.BigEndian.Uint32(src[:])) + uint64(binary.BigEndian.Uint32(dest[:]))
	words := uint64(binary.BigEndian.Uint16(ip)) + uint64(length) + uint64(i.ID) + uint64(binary.BigEndian.Uint16(ip[6:])) + uint64(binary.BigEndian.Uint16(ip[8:]))
	binary.BigEndian.PutUint16(ip[10:], codec.Fold(words+addresses))
	binary.BigEndian.PutUint16(tcp[16:], codec.Fold(codec.AddWords(addresses+6+uint64(len(tcp)), tcp)))
	return dst, true
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
