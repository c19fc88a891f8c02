package pcapio

import (
	"bytes"
	"fmt"
	"iter"
	"net/netip"
	"strings"

	"github.com/wiretag/wiretag/capture"
)

// Section is a section header block. It sets the byte order of all blocks up to the next one.
type Section struct {
	VersionMajor, VersionMinor uint16 // 1.0; 1.2 is the same format
	// Length in bytes of the blocks behind this one up to the next section; -1: not stated. An edit that changes it
	// should set it to -1, or have BlockWriter derive it (WithSectionLength).
	Length int64
	// BigEndian is the byte order in which BlockWriter.Write writes the section. Decoding sets it.
	BigEndian bool
	Options   capture.Options // see SectionOptions
}

// NewSection is a section header of version 1.0 without a length, in the byte order of its options.
func NewSection(o capture.Options) *Section {
	return &Section{VersionMajor: 1, Length: -1, BigEndian: o.BigEndian, Options: o}
}

// BlockType is BlockSection.
func (s *Section) BlockType() BlockType { return BlockSection }

func (s *Section) decode(body []byte, bigEndian bool) error {
	order := orderOf(bigEndian)
	head, rest, err := fixed(body, 16)
	if err != nil {
		return err
	}
	if magic := order.Uint32(head); magic != byteOrderMagic {
		return fmt.Errorf("byte-order magic %#08x", magic)
	}
	s.VersionMajor, s.VersionMinor = order.Uint16(head[4:]), order.Uint16(head[6:])
	s.Length, s.BigEndian = int64(order.Uint64(head[8:])), bigEndian
	s.Options, err = options(rest, bigEndian)
	return err
}

func (s *Section) append(dst []byte, bigEndian bool) ([]byte, error) {
	order := orderOf(bigEndian)
	dst = order.AppendUint32(dst, byteOrderMagic)
	dst = order.AppendUint16(order.AppendUint16(dst, s.VersionMajor), s.VersionMinor)
	dst = order.AppendUint64(dst, uint64(s.Length))
	return appendOptions(dst, s.Options, bigEndian, new(SectionOptions).fields)
}

// Interface is an interface description block: an interface of a pcapng section. Packets refer to it by its number
// in the section, from 0.
type Interface struct {
	LinkType capture.LinkType
	Reserved uint16          // after the link type; 0 in sound files
	SnapLen  uint32          // longest captured length, bytes; 0: no limit
	Options  capture.Options // see InterfaceOptions
}

// BlockType is BlockInterface.
func (i *Interface) BlockType() BlockType { return BlockInterface }

func (i *Interface) decode(body []byte, bigEndian bool) error {
	order := orderOf(bigEndian)
	head, rest, err := fixed(body, 8)
	if err != nil {
		return err
	}
	i.LinkType, i.Reserved = capture.LinkType(order.Uint16(head)), order.Uint16(head[2:])
	i.SnapLen = order.Uint32(head[4:])
	i.Options, err = options(rest, bigEndian)
	return err
}

func (i *Interface) append(dst []byte, bigEndian bool) ([]byte, error) {
	order := orderOf(bigEndian)
	dst = order.AppendUint16(order.AppendUint16(dst, uint16(i.LinkType)), i.Reserved)
	dst = order.AppendUint32(dst, i.SnapLen)
	return appendOptions(dst, i.Options, bigEndian, new(InterfaceOptions).fields)
}

// Name is the interface's name on its system, as in "eth0"; empty if it is not stated.
func (i *Interface) Name() string { return i.text(OptionInterfaceName) }

// Description is what its system says about it; empty if it is not stated.
func (i *Interface) Description() string { return i.text(OptionInterfaceDescription) }

// Resolution is the unit of its time stamps; microseconds if it is not stated.
func (i *Interface) Resolution() Resolution {
	if v, ok := i.Options.Get(OptionInterfaceResolution); ok && len(v) == 1 {
		return Resolution(v[0])
	}
	return Microseconds
}

// TimeOffset is the number of seconds to add to each time stamp; 0 if it is not stated.
func (i *Interface) TimeOffset() int64 {
	if v, ok := i.Options.Get(OptionInterfaceTimeOffset); ok && len(v) == 8 {
		return int64(orderOf(i.Options.BigEndian).Uint64(v))
	}
	return 0
}

// FCSLength is the number of bytes of frame check sequence in each packet; 0: none or not stated.
func (i *Interface) FCSLength() uint8 {
	if v, ok := i.Options.Get(OptionInterfaceFCSLength); ok && len(v) == 1 {
		return v[0]
	}
	return 0
}

// Time is when ticks of this interface are.
func (i *Interface) Time(ticks uint64) capture.Timestamp {
	return i.Resolution().Timestamp(ticks, i.TimeOffset())
}

// Ticks is what a block of this interface states for a time, see Resolution.Ticks.
func (i *Interface) Ticks(t capture.Timestamp) (ticks uint64, ok bool) {
	return i.Resolution().Ticks(t, i.TimeOffset())
}

func (i *Interface) text(code uint16) string {
	v, _ := i.Options.Get(code)
	return string(v)
}

// Statistics is an interface statistics block.
type Statistics struct {
	Interface uint32
	Ticks     uint64          // when the statistics were taken, as in EnhancedPacket
	Options   capture.Options // see StatisticsOptions
}

// BlockType is BlockStatistics.
func (s *Statistics) BlockType() BlockType { return BlockStatistics }

func (s *Statistics) decode(body []byte, bigEndian bool) error {
	order := orderOf(bigEndian)
	head, rest, err := fixed(body, 12)
	if err != nil {
		return err
	}
	s.Interface = order.Uint32(head)
	s.Ticks = uint64(order.Uint32(head[4:]))<<32 | uint64(order.Uint32(head[8:]))
	s.Options, err = options(rest, bigEndian)
	return err
}

func (s *Statistics) append(dst []byte, bigEndian bool) ([]byte, error) {
	order := orderOf(bigEndian)
	dst = order.AppendUint32(dst, s.Interface)
	dst = order.AppendUint32(order.AppendUint32(dst, uint32(s.Ticks>>32)), uint32(s.Ticks))
	return appendOptions(dst, s.Options, bigEndian, new(StatisticsOptions).fields)
}

// Types of NameRecord.
const (
	NameIPv4  uint16 = 1
	NameIPv6  uint16 = 2
	NameEUI48 uint16 = 3
	NameEUI64 uint16 = 4
)

// NameRecord is a record of a name resolution block: an address and its names, of which there is at least one.
type NameRecord struct {
	Type  uint16
	Value []byte // address, then names that each end with a zero byte
}

// NewNameRecord makes a record for an IPv4 or IPv6 address.
func NewNameRecord(addr netip.Addr, names ...string) NameRecord {
	r := NameRecord{Type: NameIPv6}
	if addr.Is4() {
		r.Type = NameIPv4
	}
	r.Value = addr.AsSlice()
	for _, n := range names {
		r.Value = append(append(r.Value, n...), 0)
	}
	return r
}

// address is the length of the address; -1 if the type is not known.
func (r NameRecord) address() int {
	switch r.Type {
	case NameIPv4:
		return 4
	case NameIPv6:
		return 16
	case NameEUI48:
		return 6
	case NameEUI64:
		return 8
	}
	return -1
}

// Addr returns the IP address; false if the record has none.
func (r NameRecord) Addr() (netip.Addr, bool) {
	if n := r.address(); r.Type > NameIPv6 || n < 0 || len(r.Value) < n {
		return netip.Addr{}, false
	}
	return netip.AddrFromSlice(r.Value[:r.address()])
}

// Hardware returns the EUI-48 or EUI-64 address; nil if the record has none.
func (r NameRecord) Hardware() []byte {
	if n := r.address(); r.Type > NameIPv6 && n > 0 && len(r.Value) >= n {
		return r.Value[:n:n]
	}
	return nil
}

// Names iterates over the names. Each is copied.
func (r NameRecord) Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		n := r.address()
		if n < 0 || n > len(r.Value) {
			return
		}
		for rest := r.Value[n:]; len(rest) > 0; {
			name, after, _ := bytes.Cut(rest, []byte{0})
			if !yield(string(name)) {
				return
			}
			rest = after
		}
	}
}

// String is as in "192.0.2.1 example.org www.example.org".
func (r NameRecord) String() string {
	var b strings.Builder
	if a, ok := r.Addr(); ok {
		b.WriteString(a.String())
	} else if h := r.Hardware(); h != nil {
		b.WriteString(colons(h))
	} else {
		fmt.Fprintf(&b, "record of type %d", r.Type)
	}
	for n := range r.Names() {
		b.WriteString(" " + n)
	}
	return b.String()
}

// NameResolution is a name resolution block: what addresses are called.
type NameResolution struct {
	Records capture.Options // a list of the same form: see All and Add
	Options capture.Options // see NameOptions
}

// BlockType is BlockNames.
func (n *NameResolution) BlockType() BlockType { return BlockNames }

// All iterates over the records. Values belong to the list.
func (n *NameResolution) All() iter.Seq[NameRecord] {
	return func(yield func(NameRecord) bool) {
		for o := range n.Records.All() {
			if !yield(NameRecord{Type: o.Code, Value: o.Value}) {
				return
			}
		}
	}
}

// Add adds a record behind the others. Each call copies the list: for thousands of names use NgWriter.WriteNames or
// capture.Options.Append.
func (n *NameResolution) Add(r NameRecord) error { return n.Records.Add(r.Type, r.Value) }

func (n *NameResolution) decode(body []byte, bigEndian bool) error {
	all := capture.Options{Raw: body[:len(body):len(body)], BigEndian: bigEndian}
	if bad := all.Check(); bad >= 0 {
		v, order := body[bad:], orderOf(bigEndian)
		return &partError{fmt.Sprintf("record %d at byte %d", order.Uint16(v), bad+8), int(order.Uint16(v[2:])), len(v) - 4}
	}
	end := 0
	for r := range all.All() {
		end += 4 + (len(r.Value)+3)&^3
	}
	end = min(end+4, len(body)) // the end mark
	n.Records = capture.Options{Raw: body[:end:end], BigEndian: bigEndian}
	var err error
	n.Options, err = options(body[end:], bigEndian)
	return err
}

func (n *NameResolution) append(dst []byte, bigEndian bool) ([]byte, error) {
	records := n.Records
	if len(n.Options.Raw) > 0 && !records.Ended() {
		records.Raw = append(records.Raw[:len(records.Raw):len(records.Raw)], 0, 0, 0, 0)
	}
	dst, err := appendOptions(dst, records, bigEndian, func() []optionField { return nil })
	if err != nil {
		return dst, err
	}
	return appendOptions(dst, n.Options, bigEndian, new(NameOptions).fields)
}
