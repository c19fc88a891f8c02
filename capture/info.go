package capture

import "iter"

// Info is what is known about a captured packet besides its bytes. The zero value of a field other than
// Interface means that it is not known.
type Info struct {
	// Time when the packet was captured.
	Time Timestamp
	// CaptureLength is the number of bytes captured, always len(data).
	CaptureLength uint32
	// Length is the number of bytes that the packet had on the wire. It is larger than CaptureLength if the packet
	// was cut; damaged and odd files also state smaller ones.
	Length uint32
	// Interface is the index of the interface: in the current section of a pcapng file from 0 in order of the
	// description blocks, on a live source and in the modified pcap format the operating system's index.
	Interface int
	// LinkType is what the packet's first bytes are.
	LinkType LinkType
	// VLAN is the outermost VLAN tag, where the kernel has taken it out of the packet.
	VLAN VLAN
	// Flags are the direction, the way of reception, the length of the frame check sequence and link errors.
	Flags Flags
	// Dropped is the number of packets that the source knows to have lost between the previous packet of this
	// interface and this one.
	Dropped uint64
	// Options are the options of a pcapng packet block as they stand in the file: comments, hashes, verdicts, and so
	// on. Like the data they are valid until the next packet. Nearly all packets have none.
	Options Options
}

// Direction is whether the packet came in or went out.
func (i *Info) Direction() Direction { return i.Flags.Direction() }

// Truncated reports whether fewer bytes were captured than the packet had.
func (i *Info) Truncated() bool { return i.CaptureLength < i.Length }

// CommentCount is the number of comments on the packet.
func (i *Info) CommentCount() (n int) {
	for o := range i.Options.All() {
		if o.Code == OptionComment {
			n++
		}
	}
	return n
}

// Comments iterates over the comments on the packet, UTF-8 text. Each is copied.
func (i *Info) Comments() iter.Seq[string] { return i.Options.Strings(OptionComment) }

// Clone returns a copy that shares no memory with i.
func (i *Info) Clone() Info {
	c := *i
	c.Options = i.Options.Clone()
	return c
}

// VLAN is an IEEE 802.1Q tag that is not in the packet's bytes, since a driver or the kernel took it out.
type VLAN struct {
	TCI     uint16 // tag control information: priority (3 bits), drop eligible (1), VLAN identifier (12)
	TPID    uint16 // tag protocol identifier: 0x8100, 0x88a8, …; 0 if the kernel did not say
	Present bool
}

// ID is the VLAN identifier, 0 to 4095.
func (v VLAN) ID() uint16 { return v.TCI & 0x0fff }

// Priority is the priority code point, 0 to 7.
func (v VLAN) Priority() uint8 { return uint8(v.TCI >> 13) }

// DropEligible is the drop eligible indicator.
func (v VLAN) DropEligible() bool { return v.TCI&0x1000 != 0 }

// Direction of a packet, seen from the capturing host.
type Direction uint8

// Directions, with the numbers of pcapng.
const (
	DirectionUnknown Direction = iota
	Inbound
	Outbound
)

// String is "unknown", "in" or "out".
func (d Direction) String() string {
	switch d {
	case Inbound:
		return "in"
	case Outbound:
		return "out"
	}
	return "unknown"
}

// Reception says to whom a packet was addressed at the link layer.
type Reception uint8

// Ways of reception, with the numbers of pcapng.
const (
	ReceptionUnknown     Reception = iota
	ReceptionUnicast               // to this host
	ReceptionMulticast             // to a group
	ReceptionBroadcast             // to all
	ReceptionPromiscuous           // to another host
)

// Flags describe a packet in the bits of the pcapng option epb_flags; all sources use them.
//
//	bits  0-1   direction
//	bits  2-4   way of reception
//	bits  5-8   length of the frame check sequence at the end of the data, bytes; 0: none or not known
//	bits 16-31  link errors: 24 CRC, 25 too long, 26 too short, 27 gap, 28 alignment, 29 delimiter, 30 preamble, 31 symbol
type Flags uint32

// MakeFlags builds flags. A length of the frame check sequence above 15 bytes cannot be stated and is left out.
func MakeFlags(d Direction, r Reception, fcs int) Flags {
	f := Flags(d&3) | Flags(r&7)<<2
	if fcs > 0 && fcs < 16 {
		f |= Flags(fcs) << 5
	}
	return f
}

// Direction in bits 0 and 1. The fourth value, 3, is not defined.
func (f Flags) Direction() Direction { return Direction(f & 3) }

// Reception in bits 2 to 4.
func (f Flags) Reception() Reception { return Reception(f >> 2 & 7) }

// FCSLength is the length in bytes of the frame check sequence that ends the data, 0 to 15; 0: none or not known.
func (f Flags) FCSLength() int { return int(f >> 5 & 15) }

// LinkErrors are bits 16 to 31, moved down to bit 0.
func (f Flags) LinkErrors() uint16 { return uint16(f >> 16) }
