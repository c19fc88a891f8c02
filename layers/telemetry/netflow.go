package telemetry

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// NetFlow1 is a message of Cisco's NetFlow version 1, "NetFlow Export Datagram Format" of Cisco, the predecessor of RFC 3954.
type NetFlow1 struct {
	Version uint16           `bits:"16,const=1"`
	Count   uint16           `bits:"16,count=Records"`
	Uptime  uint32           `bits:"32"` // in ms, as the times in records
	Seconds uint32           `bits:"32"` // since 1970
	Nanos   uint32           `bits:"32"`
	Records []NetFlow1Record `bits:"*"`
}

// NetFlow1Record is a flow.
type NetFlow1Record struct {
	Src      netip.Addr `bits:"32"`
	Dst      netip.Addr `bits:"32"`
	NextHop  netip.Addr `bits:"32"`
	Input    uint16     `bits:"16"` // ifIndex
	Output   uint16     `bits:"16"`
	Packets  uint32     `bits:"32"`
	Octets   uint32     `bits:"32"`
	First    uint32     `bits:"32"`
	Last     uint32     `bits:"32"`
	SrcPort  uint16     `bits:"16"`
	DstPort  uint16     `bits:"16"`
	Pad1     uint16     `bits:"16"`
	Protocol uint8      `bits:"8"`
	TOS      uint8      `bits:"8"`
	TCPFlags uint8      `bits:"8"`
	Pad2     [3]byte    `bits:"24"`
	Reserved uint32     `bits:"32"`
}

// NetFlow5 is a message of Cisco's NetFlow version 5, "NetFlow Export Datagram Format" of Cisco, the predecessor of RFC 3954.
type NetFlow5 struct {
	Version      uint16           `bits:"16,const=5"`
	Count        uint16           `bits:"16,count=Records"`
	Uptime       uint32           `bits:"32"` // in ms, as the times in records
	Seconds      uint32           `bits:"32"` // since 1970
	Nanos        uint32           `bits:"32"`
	Sequence     uint32           `bits:"32"` // of the first flow
	EngineType   uint8            `bits:"8"`
	EngineID     uint8            `bits:"8"`
	SamplingMode uint8            `bits:"2"`
	SamplingRate uint16           `bits:"14"` // one out of so many packets
	Records      []NetFlow5Record `bits:"*"`
}

// NetFlow5Record is a flow.
type NetFlow5Record struct {
	Src        netip.Addr `bits:"32"`
	Dst        netip.Addr `bits:"32"`
	NextHop    netip.Addr `bits:"32"`
	Input      uint16     `bits:"16"` // ifIndex
	Output     uint16     `bits:"16"`
	Packets    uint32     `bits:"32"`
	Octets     uint32     `bits:"32"`
	First      uint32     `bits:"32"`
	Last       uint32     `bits:"32"`
	SrcPort    uint16     `bits:"16"`
	DstPort    uint16     `bits:"16"`
	Pad1       uint8      `bits:"8"`
	TCPFlags   uint8      `bits:"8"`
	Protocol   uint8      `bits:"8"`
	TOS        uint8      `bits:"8"`
	SrcAS      uint16     `bits:"16"`
	DstAS      uint16     `bits:"16"`
	SrcMaskLen uint8      `bits:"8"`
	DstMaskLen uint8      `bits:"8"`
	Pad2       uint16     `bits:"16"`
}

// NetFlow7 is a message of Cisco's NetFlow version 7, of Catalyst switches, "NetFlow Export Datagram Format" of Cisco, the predecessor of RFC 3954.
type NetFlow7 struct {
	Version  uint16           `bits:"16,const=7"`
	Count    uint16           `bits:"16,count=Records"`
	Uptime   uint32           `bits:"32"`
	Seconds  uint32           `bits:"32"`
	Nanos    uint32           `bits:"32"`
	Sequence uint32           `bits:"32"`
	Reserved uint32           `bits:"32"`
	Records  []NetFlow7Record `bits:"*"`
}

// NetFlow7Record is a flow.
type NetFlow7Record struct {
	Src        netip.Addr `bits:"32"`
	Dst        netip.Addr `bits:"32"`
	NextHop    netip.Addr `bits:"32"`
	Input      uint16     `bits:"16"`
	Output     uint16     `bits:"16"`
	Packets    uint32     `bits:"32"`
	Octets     uint32     `bits:"32"`
	First      uint32     `bits:"32"`
	Last       uint32     `bits:"32"`
	SrcPort    uint16     `bits:"16"`
	DstPort    uint16     `bits:"16"`
	Valid      uint8      `bits:"8"` // which fields are
	TCPFlags   uint8      `bits:"8"`
	Protocol   uint8      `bits:"8"`
	TOS        uint8      `bits:"8"`
	SrcAS      uint16     `bits:"16"`
	DstAS      uint16     `bits:"16"`
	SrcMaskLen uint8      `bits:"8"`
	DstMaskLen uint8      `bits:"8"`
	Flags      uint16     `bits:"16"`
	Router     netip.Addr `bits:"32"` // that the switch bypasses
}

// recordsFit reports whether data begins with a version and has room for all records that it counts.
func recordsFit(data []byte, version uint16, header, record int) bool {
	return len(data) >= header && binary.BigEndian.Uint16(data) == version && header+record*int(binary.BigEndian.Uint16(data[2:])) <= len(data)
}

// Recognizes looks at version and count.
func (*NetFlow1) Recognizes(data []byte) bool { return recordsFit(data, 1, 16, 48) }

// Recognizes looks at version and count.
func (*NetFlow5) Recognizes(data []byte) bool { return recordsFit(data, 5, 24, 48) }

// Recognizes looks at version and count.
func (*NetFlow7) Recognizes(data []byte) bool { return recordsFit(data, 7, 24, 52) }

// Err tells whether there is a record, as there has to be.
func (n *NetFlow1) Err() error { return counted(len(n.Records)) }

// Err tells whether there is a record, as there has to be.
func (n *NetFlow5) Err() error { return counted(len(n.Records)) }

// Err tells whether there is a record, as there has to be.
func (n *NetFlow7) Err() error { return counted(len(n.Records)) }

// Err tells whether the message says that there is a record or template, as there has to be.
func (n *NetFlow9) Err() error { return counted(int(n.Count)) }

func counted(n int) error {
	if n == 0 {
		return codec.ErrCount
	}
	return nil
}

func (n *NetFlow1) String() string { return fmt.Sprintf("NetFlow1 %d flows", n.Count) }

func (n *NetFlow5) String() string {
	return fmt.Sprintf("NetFlow5 %d flows, from %d on", n.Count, n.Sequence)
}

func (n *NetFlow7) String() string {
	return fmt.Sprintf("NetFlow7 %d flows, from %d on", n.Count, n.Sequence)
}

// NetFlow9 is a message of NetFlow version 9, RFC 3954 section 5. The records in its data sets are read by Templates.
type NetFlow9 struct {
	Version  uint16        `bits:"16,const=9"`
	Count    uint16        `bits:"16"` // of templates and records together
	Uptime   uint32        `bits:"32"` // in ms
	Seconds  uint32        `bits:"32"` // since 1970
	Sequence uint32        `bits:"32"` // of messages
	SourceID uint32        `bits:"32"`
	Sets     []NetFlow9Set `bits:"*,fit"`
	Rest     []byte        `bits:"*"` // what is no set
}

// NetFlow9Set is a flow set. Those below 256 have templates; the others have records of the template with that number, and padding.
type NetFlow9Set struct {
	ID     uint16 `bits:"16"`
	Length uint16 `bits:"16,len=self"`
	Data   []byte `bits:"*,union=ID"`
}

// NetFlow9Templates are the templates of set 0.
type NetFlow9Templates struct {
	List    []FlowTemplate9 `bits:"*,fit"`
	Padding []byte          `bits:"*"`
}

// NetFlow9OptionsTemplates are the options templates of set 1.
type NetFlow9OptionsTemplates struct {
	List    []NetFlow9Options `bits:"*,fit"`
	Padding []byte            `bits:"*"`
}

// Members gives the types of View.
func (NetFlow9Set) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{0: (*NetFlow9Templates)(nil), 1: (*NetFlow9OptionsTemplates)(nil)}}
}

// View decodes Data: *NetFlow9Templates or *NetFlow9OptionsTemplates. It returns nil for other sets, whose records Templates reads.
func (s *NetFlow9Set) View() (any, error) { return codec.View(s, "Data") }

// FlowTemplate9 is a template of NetFlow version 9, RFC 3954 section 5.2.
type FlowTemplate9 struct {
	ID     uint16       `bits:"16"`
	Count  uint16       `bits:"16,count=Fields"`
	Fields []FlowField9 `bits:"*"`
}

// NetFlow9Options is an options template, RFC 3954 section 6.1: what describes the scope, and what is said of it.
type NetFlow9Options struct {
	ID          uint16       `bits:"16"`
	ScopeLength uint16       `bits:"16,len=Scopes"`
	Length      uint16       `bits:"16,len=Fields"`
	Scopes      []FlowField9 `bits:"*"` // Type 1 system, 2 interface, 3 line card, 4 cache, 5 template
	Fields      []FlowField9 `bits:"*"`
}

// FlowField9 is a field of a template of NetFlow version 9. Types up to 127 are those of IPFIX.
type FlowField9 struct {
	Type   uint16 `bits:"16"`
	Length uint16 `bits:"16"`
}

// Recognizes looks at the version, and at the length of the first set.
func (*NetFlow9) Recognizes(data []byte) bool {
	if len(data) < 20 || binary.BigEndian.Uint16(data) != 9 {
		return false
	}
	return len(data) == 20 || len(data) >= 24 && binary.BigEndian.Uint16(data[22:]) >= 4
}

func (n *NetFlow9) String() string {
	return fmt.Sprintf("NetFlow9 %d, source %d, %d sets", n.Sequence, n.SourceID, len(n.Sets))
}

// IPFIX is a message of the IP flow information export, RFC 7011 section 3.1. The records in its data sets are read by Templates. Over TCP, messages may follow
// each other.
type IPFIX struct {
	Version    uint16     `bits:"16,const=10"`
	Length     uint16     `bits:"16,len=header"`
	ExportTime uint32     `bits:"32"` // in s since 1970
	Sequence   uint32     `bits:"32"` // of data records
	Domain     uint32     `bits:"32"` // observation domain
	Sets       []IPFIXSet `bits:"*,fit"`
	Rest       []byte     `bits:"*"` // what is no set
}

// IPFIXSet is a set, RFC 7011 section 3.3.2. Those below 256 have templates; the others have records of the template with that number, and padding.
type IPFIXSet struct {
	ID     uint16 `bits:"16"`
	Length uint16 `bits:"16,len=self"`
	Data   []byte `bits:"*,union=ID"`
}

// IPFIXTemplates are the templates of set 2.
type IPFIXTemplates struct {
	List    []FlowTemplate `bits:"*,fit"`
	Padding []byte         `bits:"*"`
}

// IPFIXOptionsTemplates are the options templates of set 3.
type IPFIXOptionsTemplates struct {
	List    []FlowOptions `bits:"*,fit"`
	Padding []byte        `bits:"*"`
}

// Members gives the types of View.
func (IPFIXSet) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{2: (*IPFIXTemplates)(nil), 3: (*IPFIXOptionsTemplates)(nil)}}
}

// View decodes Data: *IPFIXTemplates or *IPFIXOptionsTemplates. It returns nil for other sets, whose records Templates reads.
func (s *IPFIXSet) View() (any, error) { return codec.View(s, "Data") }

// FlowTemplate is a template of IPFIX, RFC 7011 section 3.4.1. One without fields withdraws the template.
type FlowTemplate struct {
	ID     uint16      `bits:"16"`
	Count  uint16      `bits:"16,count=Fields"`
	Fields []FlowField `bits:"*"`
}

// Err tells whether the number is one of the sets that are no data, and does not stand for all templates: RFC 7011 sections 3.4.1 and 8.1.
func (t *FlowTemplate) Err() error {
	if t.ID < 256 && (t.ID != 2 || len(t.Fields) > 0) {
		return codec.ErrRange
	}
	return nil
}

// FlowOptions is an options template of IPFIX, RFC 7011 section 3.4.2: the first fields, ScopeCount of them, are the scope. One without fields withdraws the template, and has no
// ScopeCount.
type FlowOptions struct {
	ID         uint16      `bits:"16"`
	Count      uint16      `bits:"16,count=Fields"`
	ScopeCount uint16      `bits:"16,if=Count>0"`
	Fields     []FlowField `bits:"*"`
}

// Err tells whether the scope is a part of the fields, and not empty, RFC 7011 section 3.4.2.2, or the number is as in [FlowTemplate.Err].
func (o *FlowOptions) Err() error {
	if o.ID < 256 && (o.ID != 3 || len(o.Fields) > 0) {
		return codec.ErrRange
	}
	if n := len(o.Fields); n > 0 && (o.ScopeCount == 0 || int(o.ScopeCount) > n) {
		return codec.ErrCount
	}
	return nil
}

// FlowField is a field of a template of IPFIX, RFC 7011 section 3.2. A Length of 65535 stands for values that begin with their length.
type FlowField struct {
	HasEnterprise bool   `bits:"1"`
	Element       uint16 `bits:"15"`
	Length        uint16 `bits:"16"`
	Enterprise    uint32 `bits:"32,if=HasEnterprise"`
}

// Recognizes looks at version and length.
func (*IPFIX) Recognizes(data []byte) bool { return isIPFIX(data) }

// Repeats reports whether another message follows.
func (*IPFIX) Repeats(rest []byte) bool { return isIPFIX(rest) }

func isIPFIX(b []byte) bool {
	if len(b) < 16 || binary.BigEndian.Uint16(b) != 10 {
		return false
	}
	n := int(binary.BigEndian.Uint16(b[2:]))
	return n >= 16 && n <= len(b)
}

func (m *IPFIX) String() string {
	return fmt.Sprintf("IPFIX %d, domain %d, %d sets", m.Sequence, m.Domain, len(m.Sets))
}
