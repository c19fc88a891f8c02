package afpacket

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/capture"
)

// Details is what the kernel says of a packet besides what capture.Info has.
type Details struct {
	// Status has the TP_STATUS_ bits of linux/if_packet.h.
	Status Status
	// Hash of the flow, as the card or the kernel computed it; 0: none. A Socket has none.
	Hash uint32
	// Type of the packet, PACKET_HOST to PACKET_KERNEL.
	Type PacketType
	// Protocol is the EtherType of the payload of the link layer, or a number of linux/if_ether.h below 1536.
	Protocol uint16
	// HardwareType of the interface, an ARPHRD_ number.
	HardwareType uint16
	// Address of the sender at the link layer, AddressLength bytes of it.
	Address       [8]byte
	AddressLength uint8
	// Network is the offset of the network layer in the data.
	Network int
	// VNet is there with WithVNetHeader.
	VNet VNetHeader
}

// Status of a packet, TP_STATUS_ bits.
type Status uint32

// Losing reports whether the ring lost packets.
func (s Status) Losing() bool { return s&0x4 != 0 }

// ChecksumNotReady reports whether the checksum of the transport layer is left to the card: the packet was sent by this host, and its field has the sum of the
// pseudo header only.
func (s Status) ChecksumNotReady() bool { return s&0x8 != 0 }

// ChecksumValid reports whether the card or the kernel found the checksum right.
func (s Status) ChecksumValid() bool { return s&0x80 != 0 }

// Segments reports whether the packet stands for several TCP segments (segmentation offload).
func (s Status) Segments() bool { return s&0x100 != 0 }

// Clock that noted the time of the packet.
func (s Status) Clock() capture.Clock {
	if s&0x80000000 != 0 {
		return capture.HardwareClock
	}
	return capture.KernelClock
}

// PacketType says to whom a packet is, in the kernel's numbers (PACKET_HOST, …).
type PacketType uint8

// Packet types.
const (
	PacketHost      PacketType = 0 // to this host
	PacketBroadcast PacketType = 1
	PacketMulticast PacketType = 2
	PacketOther     PacketType = 3 // to another host, seen in promiscuous mode
	PacketOutgoing  PacketType = 4
)

// VNetHeader is struct virtio_net_hdr (Virtual I/O Device 1.2, section 5.1.6) in the byte order of the host.
type VNetHeader struct {
	Flags          uint8  // 1: checksum to be computed, 2: checksum is valid
	Segmentation   uint8  // 0: none, 1: TCP over IPv4, 3: UDP, 4: TCP over IPv6, 5: UDP segments; 0x80: ECN
	HeaderLength   uint16 // of link, network and transport layer together
	SegmentSize    uint16
	ChecksumStart  uint16 // offset of the first byte that the checksum covers
	ChecksumOffset uint16 // of the checksum field, from ChecksumStart on
}

const vnetLength = 10

func parseVNet(b []byte) VNetHeader {
	n := binary.NativeEndian
	_ = b[vnetLength-1]
	return VNetHeader{
		Flags: b[0], Segmentation: b[1],
		HeaderLength: n.Uint16(b[2:]), SegmentSize: n.Uint16(b[4:]), ChecksumStart: n.Uint16(b[6:]), ChecksumOffset: n.Uint16(b[8:]),
	}
}

func (h *VNetHeader) put(b []byte) {
	n := binary.NativeEndian
	b[0], b[1] = h.Flags, h.Segmentation
	n.PutUint16(b[2:], h.HeaderLength)
	n.PutUint16(b[4:], h.SegmentSize)
	n.PutUint16(b[6:], h.ChecksumStart)
	n.PutUint16(b[8:], h.ChecksumOffset)
}
