package pcapio

import (
	"encoding/binary"
	"math/bits"

	"github.com/wiretag/wiretag/capture"
)

// Format is the kind of capture file.
type Format uint8

// Formats that are read. Those from PcapRedHat to PcapNokia share their magic number with Pcap or PcapModified: see
// WithFormat.
const (
	Pcap             Format = iota + 1 // magic a1b2c3d4: microseconds
	PcapNano                           // magic a1b23c4d: nanoseconds
	PcapModified                       // magic a1b2cd34: 24-byte record headers (A. Kuznetsov's patch of October 1999)
	Pcapng                             // blocks
	Snoop                              // Solaris snoop (RFC 1761), Shomiti and Finisar Surveyor
	PcapIxiaHardware                   // magic 1c0001ac: Ixia lcap, nanoseconds, 28-byte file header
	PcapIxiaSoftware                   // magic 1c0001ab: the same with microseconds
	PcapRedHat                         // as PcapModified with the magic of Pcap (April 1999; Red Hat 6.1)
	PcapSUSE                           // as PcapModified with 28-byte record headers (September 1999; SuSE 6.3)
	PcapAIX                            // version 2.2 with nanoseconds and interface types in place of link types
	PcapNokia                          // as Pcap with 20-byte record headers (IPSO)
)

// String is the name that the field uses, as in "pcapng".
func (f Format) String() string {
	switch f {
	case Pcap:
		return "pcap"
	case PcapNano:
		return "pcap-ns"
	case PcapModified:
		return "pcap-modified"
	case Pcapng:
		return "pcapng"
	case Snoop:
		return "snoop"
	case PcapIxiaHardware:
		return "pcap-ixia-ns"
	case PcapIxiaSoftware:
		return "pcap-ixia"
	case PcapRedHat:
		return "pcap-redhat"
	case PcapSUSE:
		return "pcap-suse"
	case PcapAIX:
		return "pcap-aix"
	case PcapNokia:
		return "pcap-nokia"
	}
	return "unknown"
}

// Header is the file header of a pcap file or the section header of the current section of a pcapng file.
type Header struct {
	Format       Format
	BigEndian    bool
	VersionMajor uint16
	VersionMinor uint16

	// LinkType is the low 16 bits of Network; in pcapng that of the first interface of the file. Snoop and AIX have
	// numbers of their own in Network, which are translated: capture.LinkTypeNone for those that have no equivalent.
	LinkType capture.LinkType
	// SnapLen is the longest packet that the capture kept, in bytes; in pcapng that of the first interface of the
	// file. Files with longer packets exist, and 0 says nothing.
	SnapLen uint32

	// The following are for pcap only; snoop has its data link type in Network.

	// ThisZone is the correction from local time to UTC in seconds. It is 0 in practice and not applied.
	ThisZone int32
	// SigFigs is the accuracy of time stamps. It is 0 in practice.
	SigFigs uint32
	// Network is the whole link-type field: bits 0-15 link type, 16-25 reserved, 26 "the length of the frame check
	// sequence is stated", 27 reserved, 28-31 that length in units of two bytes.
	Network uint32
	// RecordBytes is the length of all records as the file headers of Ixia state it. It is not relied on.
	RecordBytes uint32

	// The following are for pcapng only.

	// Section is the number of the section in the file, from 0.
	Section int
	// SectionLength is the length in bytes of what follows the section header; -1: not stated. It is not relied on.
	SectionLength int64
	// Options of the section header: comments, and the Option… codes below.
	Options capture.Options
}

// FCSLength is the length in bytes of the frame check sequence at the end of each packet of a pcap file; ok is
// false if the file does not state it.
func (h *Header) FCSLength() (n int, ok bool) {
	if h.Network&(1<<26) == 0 {
		return 0, false
	}
	return int(h.Network>>28) * 2, true
}

func uint32le(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }

// u16, u32 and u64 read numbers in the byte order of the file or section.
func (r *Reader) u16(b []byte) uint16 {
	v := binary.LittleEndian.Uint16(b)
	if r.swap {
		v = bits.ReverseBytes16(v)
	}
	return v
}

func (r *Reader) u32(b []byte) uint32 {
	v := binary.LittleEndian.Uint32(b)
	if r.swap {
		v = bits.ReverseBytes32(v)
	}
	return v
}

func (r *Reader) u64(b []byte) uint64 {
	v := binary.LittleEndian.Uint64(b)
	if r.swap {
		v = bits.ReverseBytes64(v)
	}
	return v
}
