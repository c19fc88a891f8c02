package telemetry

import (
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// SFlow is the header of a datagram of sFlow version 5 (sflow.org, "sFlow Version 5" section 5, the successor of RFC 3176). Its samples, their records and the packets in these are layers, so that a
// datagram is a tree.
type SFlow struct {
	Version     uint32     `bits:"32,default=5"`
	AddressType uint32     `bits:"32,default=1"` // 1 IPv4, 2 IPv6
	Agent       netip.Addr `bits:"32,if=AddressType==1"`
	Agent6      netip.Addr `bits:"128,if=AddressType==2"`
	SubAgent    uint32     `bits:"32"`
	Sequence    uint32     `bits:"32"`
	Uptime      uint32     `bits:"32"` // in ms
	Samples     uint32     `bits:"32"` // behind the header
}

// sflowVersion is the only version that is decoded.
const sflowVersion = 5

// Recognizes looks at version and kind of address.
func (*SFlow) Recognizes(data []byte) bool {
	if len(data) < 28 || binary.BigEndian.Uint32(data) != sflowVersion {
		return false
	}
	kind := binary.BigEndian.Uint32(data[4:])
	return kind == 1 || kind == 2
}

// NextLayer is a sample.
func (s *SFlow) NextLayer([]byte) codec.Key { return some("sflow", s.Samples) }

// PayloadLength is all there is.
func (*SFlow) PayloadLength(have int) (int, bool) { return have, true }

// FixPayloadLength counts the samples.
func (*SFlow) FixPayloadLength(packet []byte, header int) error { return countRecords(packet, header) }

func (s *SFlow) String() string { return fmt.Sprintf("SFlow %d, %d samples", s.Sequence, s.Samples) }

// some is the first row of a table where there is anything to follow.
func some(table string, count uint32) codec.Key {
	if count == 0 {
		return codec.Key{}
	}
	return codec.Key{Table: table}
}

// countRecords writes the number of records behind a header, each of which begins with a format and a length, into its last four bytes.
func countRecords(packet []byte, header int) error {
	n := uint32(0) // of eight bytes and more each
	for b := packet[header:]; len(b) >= 8; n++ {
		size := uint64(binary.BigEndian.Uint32(b[4:])) + 8
		b = b[min(uint64(len(b)), size):]
	}
	binary.BigEndian.PutUint32(packet[header-4:], n)
	return nil
}

// SFlowFormat is the format of a sample or record: an enterprise, 0 for sFlow itself, in the upper 20 bits, and its number.
type SFlowFormat uint32

// Enterprise is the number of an enterprise, from IANA's registry; 0 is sflow.org.
func (f SFlowFormat) Enterprise() uint32 { return uint32(f >> 12) }

// Number is the number that the enterprise gave.
func (f SFlowFormat) Number() uint32 { return uint32(f & 0xfff) }

func (f SFlowFormat) String() string { return fmt.Sprintf("%d/%d", f.Enterprise(), f.Number()) }

// SFlowSample is a sample of any kind, "sFlow Version 5" (sflow.org, the successor of RFC 3176) section 5.
type SFlowSample struct {
	Format SFlowFormat `bits:"32,next=sflowsample"`
	Length uint32      `bits:"32,len=payload"`
}

// Repeats reports whether another sample follows.
func (*SFlowSample) Repeats(rest []byte) bool { return len(rest) >= 8 }

func (s *SFlowSample) String() string { return "SFlowSample " + s.Format.String() }

// SFlowInterface is an interface, or what became of a packet: Format 0 an ifIndex, 1 the reason of a drop, 2 the number of interfaces that it was sent to.
type SFlowInterface struct {
	Format uint8  `bits:"2"`
	Value  uint32 `bits:"30"`
}

// SFlowFlowSample is a flow sample, format 1 of "sFlow Version 5" (sflow.org, the successor of RFC 3176).
type SFlowFlowSample struct {
	Sequence    uint32         `bits:"32"`
	SourceType  uint8          `bits:"8"` // 0 ifIndex, 1 smonVlanDataSource, 2 entPhysicalEntry
	SourceIndex uint32         `bits:"24"`
	Rate        uint32         `bits:"32"` // packets per sample
	Pool        uint32         `bits:"32"` // packets that could have been sampled
	Drops       uint32         `bits:"32"`
	Input       SFlowInterface `bits:"*"`
	Output      SFlowInterface `bits:"*"`
	Records     uint32         `bits:"32"` // behind the header
}

// NextLayer is a record.
func (s *SFlowFlowSample) NextLayer([]byte) codec.Key { return some("sflowflowrecord", s.Records) }

// PayloadLength is all there is.
func (*SFlowFlowSample) PayloadLength(have int) (int, bool) { return have, true }

// FixPayloadLength counts the records.
func (*SFlowFlowSample) FixPayloadLength(packet []byte, header int) error {
	return countRecords(packet, header)
}

func (s *SFlowFlowSample) String() string {
	return fmt.Sprintf("SFlowFlowSample %d, 1 of %d, %d records", s.Sequence, s.Rate, s.Records)
}

// SFlowExpandedFlowSample is a flow sample with large interface numbers, format 3 of "sFlow Version 5" (sflow.org, the successor of RFC 3176).
type SFlowExpandedFlowSample struct {
	Sequence     uint32 `bits:"32"`
	SourceType   uint32 `bits:"32"`
	SourceIndex  uint32 `bits:"32"`
	Rate         uint32 `bits:"32"`
	Pool         uint32 `bits:"32"`
	Drops        uint32 `bits:"32"`
	InputFormat  uint32 `bits:"32"`
	Input        uint32 `bits:"32"`
	OutputFormat uint32 `bits:"32"`
	Output       uint32 `bits:"32"`
	Records      uint32 `bits:"32"` // behind the header
}

// NextLayer is a record.
func (s *SFlowExpandedFlowSample) NextLayer([]byte) codec.Key {
	return some("sflowflowrecord", s.Records)
}

// PayloadLength is all there is.
func (*SFlowExpandedFlowSample) PayloadLength(have int) (int, bool) { return have, true }

// FixPayloadLength counts the records.
func (*SFlowExpandedFlowSample) FixPayloadLength(packet []byte, header int) error {
	return countRecords(packet, header)
}

// SFlowCounterSample is a counter sample, format 2 of "sFlow Version 5" (sflow.org, the successor of RFC 3176).
type SFlowCounterSample struct {
	Sequence    uint32 `bits:"32"`
	SourceType  uint8  `bits:"8"`
	SourceIndex uint32 `bits:"24"`
	Records     uint32 `bits:"32"` // behind the header
}

// NextLayer is a record.
func (s *SFlowCounterSample) NextLayer([]byte) codec.Key {
	return some("sflowcounterrecord", s.Records)
}

// PayloadLength is all there is.
func (*SFlowCounterSample) PayloadLength(have int) (int, bool) { return have, true }

// FixPayloadLength counts the records.
func (*SFlowCounterSample) FixPayloadLength(packet []byte, header int) error {
	return countRecords(packet, header)
}

// SFlowExpandedCounterSample is a counter sample with large interface numbers, format 4 of "sFlow Version 5" (sflow.org, the successor of RFC 3176).
type SFlowExpandedCounterSample struct {
	Sequence    uint32 `bits:"32"`
	SourceType  uint32 `bits:"32"`
	SourceIndex uint32 `bits:"32"`
	Records     uint32 `bits:"32"` // behind the header
}

// NextLayer is a record.
func (s *SFlowExpandedCounterSample) NextLayer([]byte) codec.Key {
	return some("sflowcounterrecord", s.Records)
}

// PayloadLength is all there is.
func (*SFlowExpandedCounterSample) PayloadLength(have int) (int, bool) { return have, true }

// FixPayloadLength counts the records.
func (*SFlowExpandedCounterSample) FixPayloadLength(packet []byte, header int) error {
	return countRecords(packet, header)
}

// SFlowDiscardedPacket is a packet that was dropped, format 5 of "sFlow Dropped Packet Notification Structures" (sflow.org, the successor of RFC 3176).
type SFlowDiscardedPacket struct {
	Sequence    uint32          `bits:"32"`
	SourceType  uint32          `bits:"32"`
	SourceIndex uint32          `bits:"32"`
	Drops       uint32          `bits:"32"` // notifications that could not be sent
	Input       uint32          `bits:"32"`
	Output      uint32          `bits:"32"`
	Reason      SFlowDropReason `bits:"32"`
	Records     uint32          `bits:"32"` // behind the header
}

// SFlowDropReason is why a packet was dropped. Those below 256 are codes of ICMP's unreachable messages.
type SFlowDropReason uint32

func (r SFlowDropReason) String() string {
	return iana.Name("\n0 net unreachable\n1 host unreachable\n2 protocol unreachable\n3 port unreachable\n4 fragmentation needed\n5 source route failed\n6 net unknown\n7 host unknown\n8 source host isolated"+
		"\n9 net prohibited\n10 host prohibited\n13 communication prohibited\n256 unknown\n257 ttl exceeded\n258 acl\n259 no buffer space\n260 red\n261 traffic shaping\n262 packet too big"+
		"\n263 source mac is multicast\n264 vlan tag mismatch\n265 ingress vlan filter\n266 ingress spanning tree filter\n267 port list is empty\n268 port loopback filter\n269 blackhole route"+
		"\n270 non ip\n271 unicast destination ip, multicast destination mac\n272 destination ip is loopback\n273 source ip is multicast\n274 source ip is loopback\n275 ip header is corrupted\n", uint64(r))
}

// NextLayer is a record.
func (s *SFlowDiscardedPacket) NextLayer([]byte) codec.Key {
	return some("sflowflowrecord", s.Records)
}

// PayloadLength is all there is.
func (*SFlowDiscardedPacket) PayloadLength(have int) (int, bool) { return have, true }

// FixPayloadLength counts the records.
func (*SFlowDiscardedPacket) FixPayloadLength(packet []byte, header int) error {
	return countRecords(packet, header)
}

// SFlowFlowRecord is a record of a flow sample, "sFlow Version 5" (sflow.org, the successor of RFC 3176) section 5.
type SFlowFlowRecord struct {
	Format SFlowFormat `bits:"32,next=sflowflow"`
	Length uint32      `bits:"32,len=payload"`
}

// Repeats reports whether another record follows.
func (*SFlowFlowRecord) Repeats(rest []byte) bool { return len(rest) >= 8 }

func (s *SFlowFlowRecord) String() string { return "SFlowFlowRecord " + s.Format.String() }

// SFlowCounterRecord is a record of a counter sample, "sFlow Version 5" (sflow.org, the successor of RFC 3176) section 5.
type SFlowCounterRecord struct {
	Format SFlowFormat `bits:"32,next=sflowcounter"`
	Length uint32      `bits:"32,len=payload"`
}

// Repeats reports whether another record follows.
func (*SFlowCounterRecord) Repeats(rest []byte) bool { return len(rest) >= 8 }

func (s *SFlowCounterRecord) String() string { return "SFlowCounterRecord " + s.Format.String() }

// SFlowRawPacket is the beginning of a sampled packet, record 1 of "sFlow Version 5" (sflow.org, the successor of RFC 3176). The packet is the payload; XDR's padding to four bytes stands behind it.
type SFlowRawPacket struct {
	Protocol    SFlowHeaderProtocol `bits:"32,next=sflowheader"`
	FrameLength uint32              `bits:"32"` // of the whole packet
	Stripped    uint32              `bits:"32"` // bytes that were removed, such as a frame check sequence
	Length      uint32              `bits:"32,len=payload"`
	Padding     []byte              `bits:"*,trailer,pad=4"`
}

// Err tells whether the sampled part is longer than the packet was.
func (s *SFlowRawPacket) Err() error {
	if s.FrameLength < s.Length {
		return codec.ErrLength
	}
	return nil
}

// SFlowHeaderProtocol is what a sampled packet begins with.
type SFlowHeaderProtocol uint32

// Protocols.
const (
	SFlowHeaderEthernet   SFlowHeaderProtocol = 1
	SFlowHeaderFDDI       SFlowHeaderProtocol = 4
	SFlowHeaderFrameRelay SFlowHeaderProtocol = 5
	SFlowHeaderPPP        SFlowHeaderProtocol = 7
	SFlowHeaderIPv4       SFlowHeaderProtocol = 11
	SFlowHeaderIPv6       SFlowHeaderProtocol = 12
	SFlowHeaderMPLS       SFlowHeaderProtocol = 13
	SFlowHeaderPOS        SFlowHeaderProtocol = 14
	SFlowHeader80211      SFlowHeaderProtocol = 15
)

func (p SFlowHeaderProtocol) String() string {
	return iana.Name("\n1 Ethernet\n2 token bus\n3 token ring\n4 FDDI\n5 frame relay\n6 X.25\n7 PPP\n8 SMDS\n9 AAL5\n10 AAL5 IP\n11 IPv4\n12 IPv6\n13 MPLS\n14 POS\n15 802.11 MAC\n16 802.11 A-MPDU\n17 802.11 A-MSDU\n18 InfiniBand\n", uint64(p))
}

func (s *SFlowRawPacket) String() string {
	return fmt.Sprintf("SFlowRawPacket %s, %d of %d bytes", s.Protocol, s.Length, s.FrameLength)
}

// SFlowAddress is an address of the type that stands before it.
type SFlowAddress struct {
	Type uint32     `bits:"32"` // 0 unknown, 1 IPv4, 2 IPv6
	IPv4 netip.Addr `bits:"32,if=Type==1"`
	IPv6 netip.Addr `bits:"128,if=Type==2"`
}

// Err tells whether there is such a type.
func (a *SFlowAddress) Err() error {
	if a.Type > 2 {
		return codec.ErrRange
	}
	return nil
}

// IP is the address, invalid if it is unknown.
func (a *SFlowAddress) IP() netip.Addr {
	if a.Type == 2 {
		return a.IPv6
	}
	return a.IPv4
}

// SFlowASPath is a part of a path of autonomous systems.
type SFlowASPath struct {
	Type  uint32   `bits:"32"` // 1 a set, 2 a sequence
	Count uint32   `bits:"32,count=AS"`
	AS    []uint32 `bits:"*,each=32"`
}

// SFlowAdapter is a network adapter of a host, with its hardware addresses of eight bytes, of which the last two are padding.
type SFlowAdapter struct {
	Index     uint32   `bits:"32"`
	Count     uint32   `bits:"32,count=Addresses"`
	Addresses []uint64 `bits:"*,each=64"`
}

// XDRString is a string or opaque data of RFC 4506 sections 4.10 and 4.11.
type XDRString struct {
	Length  uint32 `bits:"32,len=Data"`
	Data    []byte `bits:"*"`
	Padding []byte `bits:"*,pad=4"`
}

func (s XDRString) String() string { return string(s.Data) }

// XDRFloat is a number of IEEE 754, RFC 4506 section 4.6.
type XDRFloat uint32

// Float is the number.
func (f XDRFloat) Float() float32 { return math.Float32frombits(uint32(f)) }

func (f XDRFloat) String() string { return fmt.Sprint(f.Float()) }
