package routing

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// EIGRP is a packet of the Enhanced Interior Gateway Routing Protocol, RFC 7868 section 6.
type EIGRP struct {
	Version  uint8       `bits:"8,default=2"`
	Opcode   EIGRPOpcode `bits:"8"`
	Checksum uint16      `bits:"16,sum=inet"`
	Flags    EIGRPFlags  `bits:"32"`
	Seq      uint32      `bits:"32"`
	Ack      uint32      `bits:"32"`
	VRID     uint16      `bits:"16"` // virtual router
	AS       uint16      `bits:"16"` // autonomous system
	TLVs     []EIGRPTLV  `bits:"*"`
	Rest     []byte      `bits:"*"` // what is no TLV
}

// EIGRPTLV is a part of a packet; its length counts type and length too. Value is typed by View.
type EIGRPTLV struct {
	Type   EIGRPTLVType `bits:"16"`
	Length uint16       `bits:"16,len=self"`
	Value  []byte       `bits:"*,union=Type"`
}

// EIGRPOpcode is the kind of a packet.
type EIGRPOpcode uint8

// Kinds of packets.
const (
	EIGRPUpdate   EIGRPOpcode = 1
	EIGRPRequest  EIGRPOpcode = 2
	EIGRPQuery    EIGRPOpcode = 3
	EIGRPReply    EIGRPOpcode = 4
	EIGRPHello    EIGRPOpcode = 5 // an acknowledgement, if Ack is not 0
	EIGRPSAP      EIGRPOpcode = 6 // of IPX
	EIGRPProbe    EIGRPOpcode = 7
	EIGRPSIAQuery EIGRPOpcode = 10 // stuck in active
	EIGRPSIAReply EIGRPOpcode = 11
)

func (o EIGRPOpcode) String() string {
	return iana.NameAt([]string{1: "update", 2: "request", 3: "query", 4: "reply", 5: "hello", 6: "SAP", 7: "probe", 10: "SIA query", 11: "SIA reply"}, o)
}

// EIGRPFlags are the flags of a packet.
type EIGRPFlags uint32

// Flags.
const (
	EIGRPInit               EIGRPFlags = 1
	EIGRPConditionalReceive EIGRPFlags = 2
	EIGRPRestart            EIGRPFlags = 4
	EIGRPEndOfTable         EIGRPFlags = 8
)

// EIGRPTLVType is the type of an EIGRPTLV: a protocol in the upper byte, 0 general, 1 IPv4, 4 IPv6, 6 several, and a number.
type EIGRPTLVType uint16

// Types of TLVs.
const (
	EIGRPParametersTLV     EIGRPTLVType = 0x0001
	EIGRPAuthTLV           EIGRPTLVType = 0x0002
	EIGRPSequenceTLV       EIGRPTLVType = 0x0003
	EIGRPVersionTLV        EIGRPTLVType = 0x0004
	EIGRPMulticastTLV      EIGRPTLVType = 0x0005
	EIGRPStubTLV           EIGRPTLVType = 0x0006
	EIGRPTerminationTLV    EIGRPTLVType = 0x0007
	EIGRPTopologiesTLV     EIGRPTLVType = 0x0008
	EIGRPIPv4InternalTLV   EIGRPTLVType = 0x0102
	EIGRPIPv4ExternalTLV   EIGRPTLVType = 0x0103
	EIGRPIPv4CommunityTLV  EIGRPTLVType = 0x0104
	EIGRPIPv6InternalTLV   EIGRPTLVType = 0x0402
	EIGRPIPv6ExternalTLV   EIGRPTLVType = 0x0403
	EIGRPIPv6CommunityTLV  EIGRPTLVType = 0x0404
	EIGRPMultiInternalTLV  EIGRPTLVType = 0x0602
	EIGRPMultiExternalTLV  EIGRPTLVType = 0x0603
	EIGRPMultiCommunityTLV EIGRPTLVType = 0x0604
)

// General reports whether the type is of no protocol of the network layer.
func (t EIGRPTLVType) General() bool { return t>>8 == 0 }

func (t EIGRPTLVType) String() string {
	if t.General() {
		return iana.NameAt([]string{1: "parameters", "authentication", "sequence", "software version", "next multicast sequence", "stub", "peer termination", "topologies"}, t)
	}
	family := iana.NameAt([]string{1: "IPv4", 4: "IPv6", 6: "multi-protocol"}, t>>8)
	return family + " " + iana.NameAt([]string{2: "internal", 3: "external", 4: "community"}, t&0xff)
}

// EIGRPParameters are the weights of the metric, and how long a neighbor is kept, in seconds.
type EIGRPParameters struct {
	K1       uint8  `bits:"8"`
	K2       uint8  `bits:"8"`
	K3       uint8  `bits:"8"`
	K4       uint8  `bits:"8"`
	K5       uint8  `bits:"8"`
	K6       uint8  `bits:"8"`
	HoldTime uint16 `bits:"16"`
}

// EIGRPAuth is a digest, RFC 7868 section 6.7.2.
type EIGRPAuth struct {
	Type   uint16 `bits:"16"` // 2 MD5, 3 SHA-2
	Length uint16 `bits:"16"` // of the digest, in bytes
	KeyID  uint32 `bits:"32"`
	KeySeq uint32 `bits:"32"`
	Pad    uint64 `bits:"64"`
	Digest []byte `bits:"*"`
}

// EIGRPSequence lists neighbors that shall not receive the next multicast packet.
type EIGRPSequence struct {
	Addrs []EIGRPAddress `bits:"*"`
}

// EIGRPAddress is an address with its length.
type EIGRPAddress struct {
	Length uint8  `bits:"8,len=Addr"`
	Addr   []byte `bits:"*"`
}

// Err tells whether the address is of neither version of IP.
func (a *EIGRPAddress) Err() error {
	if len(a.Addr) != 4 && len(a.Addr) != 16 {
		return codec.ErrLength
	}
	return nil
}

// EIGRPVersion are the versions of the system's software and of EIGRP's.
type EIGRPVersion struct {
	OSMajor  uint8 `bits:"8"`
	OSMinor  uint8 `bits:"8"`
	TLVMajor uint8 `bits:"8"`
	TLVMinor uint8 `bits:"8"`
}

// EIGRPMulticast is the number of the next multicast packet.
type EIGRPMulticast struct {
	Seq uint32 `bits:"32"`
}

// EIGRPStub says what a stub router announces: 1 connected, 2 static, 4 summary, 8 receive only, 16 redistributed, 32 leaked routes.
type EIGRPStub struct {
	Flags uint16 `bits:"16"`
}

// EIGRPMetric is the vector of metrics, RFC 7868 section 6.8.1. Delay is in units of 10 microseconds times 256, bandwidth 10^7 kbit/s times 256 divided by it.
type EIGRPMetric struct {
	Delay       uint32 `bits:"32"` // 0xffffffff is unreachable
	Bandwidth   uint32 `bits:"32"`
	MTU         uint32 `bits:"24"`
	HopCount    uint8  `bits:"8"`
	Reliability uint8  `bits:"8"` // of 255
	Load        uint8  `bits:"8"` // of 255
	Tag         uint8  `bits:"8"`
	Flags       uint8  `bits:"8"` // 1 source withdrawn, 2 candidate default, 4 active, 8 replicated
}

// EIGRPExternal says where a route from outside comes from.
type EIGRPExternal struct {
	Router   netip.Addr `bits:"32"`
	AS       uint32     `bits:"32"`
	Tag      uint32     `bits:"32"`
	Metric   uint32     `bits:"32"`
	Reserved uint16     `bits:"16"`
	Protocol uint8      `bits:"8"` // 1 IGRP, 2 EIGRP, 3 static, 4 RIP, 6 OSPF, 7 IS-IS, 9 BGP, 11 connected
	Flags    uint8      `bits:"8"` // 1 external, 2 candidate default
}

// EIGRPIPv4Internal are routes with their metric, RFC 7868 section 6.8.2.
type EIGRPIPv4Internal struct {
	NextHop      netip.Addr  `bits:"32"` // unspecified is the sender
	Metric       EIGRPMetric `bits:"*"`
	Destinations []Prefix    `bits:"*"`
}

// Err tells whether a prefix is longer than an address.
func (r *EIGRPIPv4Internal) Err() error { return within(r.Destinations, 32) }

// EIGRPIPv4External are routes from outside.
type EIGRPIPv4External struct {
	NextHop      netip.Addr    `bits:"32"`
	External     EIGRPExternal `bits:"*"`
	Metric       EIGRPMetric   `bits:"*"`
	Destinations []Prefix      `bits:"*"`
}

// Err tells whether a prefix is longer than an address.
func (r *EIGRPIPv4External) Err() error { return within(r.Destinations, 32) }

// EIGRPIPv6Internal are routes with their metric, RFC 7868 section 6.8.3.
type EIGRPIPv6Internal struct {
	NextHop      netip.Addr  `bits:"128"`
	Metric       EIGRPMetric `bits:"*"`
	Destinations []Prefix    `bits:"*"`
}

// Err tells whether a prefix is longer than an address.
func (r *EIGRPIPv6Internal) Err() error { return within(r.Destinations, 128) }

// EIGRPIPv6External are routes from outside.
type EIGRPIPv6External struct {
	NextHop      netip.Addr    `bits:"128"`
	External     EIGRPExternal `bits:"*"`
	Metric       EIGRPMetric   `bits:"*"`
	Destinations []Prefix      `bits:"*"`
}

// Err tells whether a prefix is longer than an address.
func (r *EIGRPIPv6External) Err() error { return within(r.Destinations, 128) }

func within(all []Prefix, bits int) error {
	for _, p := range all {
		if p.Bits() > bits {
			return codec.ErrRange
		}
	}
	return nil
}

// EIGRPWideMetric is the vector of wide metrics, RFC 7868 section 6.9.
type EIGRPWideMetric struct {
	Offset      uint8  `bits:"8,len=Extended/2"`
	Priority    uint8  `bits:"8"`
	Reliability uint8  `bits:"8"`
	Load        uint8  `bits:"8"`
	MTU         uint32 `bits:"24"`
	HopCount    uint8  `bits:"8"`
	Delay       uint64 `bits:"48"` // picoseconds
	Bandwidth   uint64 `bits:"48"` // kbit/s
	Reserved    uint16 `bits:"16"`
	Flags       uint16 `bits:"16"`
	Extended    []byte `bits:"*"` // attributes
}

// Err tells whether the attributes are none of RFC 7868 section 6.9.3: a number below 6, and how many words follow.
func (m *EIGRPWideMetric) Err() error {
	for b := m.Extended; len(b) > 0; {
		if len(b) < 2 || b[0] > 5 || len(b) < 2+2*int(b[1]) {
			return codec.ErrRange
		}
		b = b[2+2*int(b[1]):]
	}
	return nil
}

// EIGRPMultiInternal are routes of the protocol that AFI names, RFC 7868 section 6.8.6.
type EIGRPMultiInternal struct {
	Topology     uint16          `bits:"16"`
	AFI          uint16          `bits:"16"` // 1 IPv4, 2 IPv6
	Router       netip.Addr      `bits:"32"`
	Metric       EIGRPWideMetric `bits:"*"`
	NextHop4     netip.Addr      `bits:"32,if=AFI==1"`
	NextHop6     netip.Addr      `bits:"128,if=AFI==2"`
	Destinations []Prefix        `bits:"*,if=AFI==1||AFI==2"`
	Rest         []byte          `bits:"*"` // of other protocols
}

// Err tells whether the family is neither one of IP nor one of services, RFC 7868 section 6.2, or a prefix is longer than an address.
func (r *EIGRPMultiInternal) Err() error { return familyErr(r.AFI, r.Destinations) }

// Err tells whether the family is neither one of IP nor one of services, RFC 7868 section 6.2, or a prefix is longer than an address.
func (r *EIGRPMultiExternal) Err() error { return familyErr(r.AFI, r.Destinations) }

func familyErr(afi uint16, destinations []Prefix) error {
	switch afi {
	case 1:
		return within(destinations, 32)
	case 2:
		return within(destinations, 128)
	case 16384, 16385, 16386:
		return nil
	}
	return codec.ErrRange
}

// EIGRPMultiExternal are routes from outside.
type EIGRPMultiExternal struct {
	Topology     uint16          `bits:"16"`
	AFI          uint16          `bits:"16"` // 1 IPv4, 2 IPv6
	Router       netip.Addr      `bits:"32"`
	Metric       EIGRPWideMetric `bits:"*"`
	NextHop4     netip.Addr      `bits:"32,if=AFI==1"`
	NextHop6     netip.Addr      `bits:"128,if=AFI==2"`
	External     *EIGRPExternal  `bits:"*,if=AFI==1||AFI==2"`
	Destinations []Prefix        `bits:"*,if=AFI==1||AFI==2"`
	Rest         []byte          `bits:"*"` // of other protocols
}

// Members gives the types of View.
func (EIGRPTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(EIGRPParametersTLV): (*EIGRPParameters)(nil), uint64(EIGRPAuthTLV): (*EIGRPAuth)(nil), uint64(EIGRPSequenceTLV): (*EIGRPSequence)(nil),
		uint64(EIGRPVersionTLV): (*EIGRPVersion)(nil), uint64(EIGRPMulticastTLV): (*EIGRPMulticast)(nil), uint64(EIGRPStubTLV): (*EIGRPStub)(nil),
		uint64(EIGRPIPv4InternalTLV): (*EIGRPIPv4Internal)(nil), uint64(EIGRPIPv4ExternalTLV): (*EIGRPIPv4External)(nil),
		uint64(EIGRPIPv6InternalTLV): (*EIGRPIPv6Internal)(nil), uint64(EIGRPIPv6ExternalTLV): (*EIGRPIPv6External)(nil),
		uint64(EIGRPMultiInternalTLV): (*EIGRPMultiInternal)(nil), uint64(EIGRPMultiExternalTLV): (*EIGRPMultiExternal)(nil),
	}}
}

// View decodes Value. It returns nil for unknown types.
func (t *EIGRPTLV) View() (any, error) { return codec.View(t, "Value") }

func (e *EIGRP) String() string {
	return fmt.Sprintf("EIGRP %s, AS %d, seq %d, ack %d, %d TLVs", e.Opcode, e.AS, e.Seq, e.Ack, len(e.TLVs))
}
