package afpacket

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/capture"
)

const (
	tpid8021Q    = 0x8100
	tagLength    = 4
	macPair      = 12
	cookedLength = 20 // of the longer header, LinkTypeLinuxSLL2
	headroom     = 32 // bytes in front of a packet: tag, cooked header
)

func tagBytes(v capture.VLAN) []byte {
	tpid := v.TPID
	if tpid == 0 {
		tpid = tpid8021Q
	}
	return []byte{byte(tpid >> 8), byte(tpid), byte(v.TCI >> 8), byte(v.TCI)}
}

// insertTag moves the two addresses in front of b[start:] four bytes towards the start and writes the tag behind them. The new start is returned. Only an Ethernet
// header has a place for a tag.
func insertTag(b []byte, start int, v capture.VLAN) int {
	if len(b)-start < macPair || start < tagLength {
		return start
	}
	copy(b[start-tagLength:], b[start:start+macPair])
	start -= tagLength
	copy(b[start+macPair:], tagBytes(v))
	return start
}

// putCooked writes the cooked header of a packet in front of b[start:] and returns the new start. from is struct sockaddr_ll, whose fields are those of the
// header. A tag that is put back stands behind the header, whose protocol is that of the tag then.
func putCooked(b []byte, start int, from []byte, link capture.LinkType, tag capture.VLAN) int {
	protocol := from[2:4]
	if tag.Present {
		t := tagBytes(tag)
		start -= tagLength
		copy(b[start:], t[2:])
		copy(b[start+2:], protocol)
		protocol = t[:2]
	}
	n := binary.BigEndian
	hardware := binary.NativeEndian.Uint16(from[8:])
	if link == capture.LinkTypeLinuxSLL {
		start -= 16
		h := b[start:][:16]
		n.PutUint16(h, uint16(from[10]))
		n.PutUint16(h[2:], hardware)
		n.PutUint16(h[4:], uint16(from[11]))
		copy(h[6:14], from[12:20])
		copy(h[14:], protocol)
		return start
	}
	start -= cookedLength
	h := b[start:][:cookedLength]
	copy(h, protocol)
	h[2], h[3] = 0, 0
	n.PutUint32(h[4:], binary.NativeEndian.Uint32(from[4:]))
	n.PutUint16(h[8:], hardware)
	h[10], h[11] = from[10], from[11]
	copy(h[12:], from[12:20])
	return start
}

// flagsOf gives direction and way of reception for a packet type.
var flagsOf = [8]capture.Flags{
	PacketHost:      capture.MakeFlags(capture.Inbound, capture.ReceptionUnicast, 0),
	PacketBroadcast: capture.MakeFlags(capture.Inbound, capture.ReceptionBroadcast, 0),
	PacketMulticast: capture.MakeFlags(capture.Inbound, capture.ReceptionMulticast, 0),
	PacketOther:     capture.MakeFlags(capture.Inbound, capture.ReceptionPromiscuous, 0),
	PacketOutgoing:  capture.MakeFlags(capture.Outbound, capture.ReceptionUnknown, 0),
}
