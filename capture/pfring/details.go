package pfring

import "github.com/wiretag/wiretag/capture"

// Details is what the module says of a packet besides what capture.Info has.
type Details struct {
	Flags PacketFlags
	// Hash of the flow: VLAN, addresses, protocol and ports added up as numbers, the same for both directions. 0 in quick_mode.
	Hash uint32
	// Port and Device tell the ports of special network cards.
	Port   uint8
	Device uint16
	// Kernel is when the kernel saw the packet, in microseconds.
	Kernel capture.Timestamp
	// Stamp is when the card saw the packet, by its own clock; where it has not noted that, the time of Kernel in nanoseconds.
	Stamp capture.Timestamp
}

// Clock that Stamp is from: it is the card's where it is another time than the kernel's.
func (d *Details) Clock() capture.Clock {
	if d.Stamp.Sec == d.Kernel.Sec && d.Stamp.Nsec/1000 == d.Kernel.Nsec/1000 {
		return capture.KernelClock
	}
	return capture.HardwareClock
}

// PacketFlags are the module's bits for a packet.
type PacketFlags uint32

// ChecksumOffloaded reports whether the card computes checksums: that of the transport layer may not be in the packet yet.
func (f PacketFlags) ChecksumOffloaded() bool { return f&1 != 0 }

// ChecksumValid reports whether the card or the kernel found the checksum right.
func (f PacketFlags) ChecksumValid() bool { return f&2 != 0 }

// MoreFragments reports an IP fragment that is not the last one.
func (f PacketFlags) MoreFragments() bool { return f&4 != 0 }

// LaterFragment reports an IP fragment that is not the first one.
func (f PacketFlags) LaterFragment() bool { return f&8 != 0 }

// VLANReinserted reports whether the card had taken the VLAN tag out of the packet, and the module has put it back.
func (f PacketFlags) VLANReinserted() bool { return f&16 != 0 }

const second = 1_000_000_000

// kernelTime is when the kernel saw the packet. Where the finer number is the same time it is taken, with its nanoseconds.
func (h *packetHeader) kernelTime() capture.Timestamp {
	if within := h.nanoseconds - uint64(h.seconds)*second; within-uint64(h.microseconds)*1000 < 1000 && within < second {
		return capture.Timestamp{Sec: h.seconds, Nsec: uint32(within), Set: true}
	}
	return h.microTime()
}

func (h *packetHeader) microTime() capture.Timestamp {
	return capture.Timestamp{Sec: h.seconds, Nsec: uint32(h.microseconds%1_000_000) * 1000, Set: true}
}

// stampTime is the time in nanoseconds: of the card, or the kernel's.
func (h *packetHeader) stampTime() capture.Timestamp {
	if h.nanoseconds == 0 {
		return h.microTime()
	}
	return capture.Timestamp{Sec: int64(h.nanoseconds / second), Nsec: uint32(h.nanoseconds % second), Set: true}
}

func (h *packetHeader) details() Details {
	return Details{
		Flags: PacketFlags(h.flags), Hash: h.hash, Port: h.port, Device: h.device,
		Kernel: h.microTime(), Stamp: h.stampTime(),
	}
}

// addressed says to whom a packet is that was received.
func addressed(data []byte, mac *[6]byte, known bool) capture.Reception {
	switch {
	case len(data) < 6:
		return capture.ReceptionUnknown
	case data[0]&1 != 0:
		if [6]byte(data) == [6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff} {
			return capture.ReceptionBroadcast
		}
		return capture.ReceptionMulticast
	case !known:
		return capture.ReceptionUnknown
	case [6]byte(data) == *mac:
		return capture.ReceptionUnicast
	}
	return capture.ReceptionPromiscuous
}
