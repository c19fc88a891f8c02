package link

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// NFLOG is what Linux's packet filter logs, LINKTYPE_NFLOG (239): a header, attributes, and in the last of them the packet. Lengths and types are in the byte order of the machine that
// wrote the capture, which is told from the first attribute; values are in network byte order.
type NFLOG struct {
	Family     NFLOGFamily     `bits:"8,next=nflog"`
	Version    uint8           `bits:"8"` // 0
	ResourceID uint16          `bits:"16"`
	Attributes NFLOGAttributes `bits:"*"`
}

// NFLOGFamily is the protocol family of the packet, as Linux numbers it.
type NFLOGFamily uint8

func (f NFLOGFamily) String() string {
	return iana.Name("\n0 unspecified\n1 inet\n2 IPv4\n3 ARP\n5 netdev\n7 bridge\n10 IPv6\n12 DECnet\n", uint64(f))
}

// NFLOGAttributes are the attributes in front of the packet. The attribute that holds the packet is the last of them and has its length only; what follows it is the payload. Building adds that attribute where it is not there.
type NFLOGAttributes struct {
	BigEndian bool // the byte order of lengths and types
	List      []NFLOGAttribute
}

// NFLOGAttribute is an attribute. Value is typed by View.
type NFLOGAttribute struct {
	Length  uint16    `bits:"16,len=Value+4"` // of the attribute without its padding
	Type    NFLOGType `bits:"16"`
	Value   []byte    `bits:"*,union=Type"`
	Padding []byte    `bits:"*,pad=4"`
}

// NFLOGType is the type of an attribute.
type NFLOGType uint16

// Types of attributes.
const (
	NFLOGPacketHeader   NFLOGType = 1
	NFLOGMark           NFLOGType = 2
	NFLOGTimestamp      NFLOGType = 3
	NFLOGIfIndexIn      NFLOGType = 4
	NFLOGIfIndexOut     NFLOGType = 5
	NFLOGIfIndexPhysIn  NFLOGType = 6
	NFLOGIfIndexPhysOut NFLOGType = 7
	NFLOGHardwareAddr   NFLOGType = 8
	NFLOGPayload        NFLOGType = 9
	NFLOGPrefix         NFLOGType = 10
	NFLOGUID            NFLOGType = 11
	NFLOGSeq            NFLOGType = 12
	NFLOGSeqGlobal      NFLOGType = 13
	NFLOGGID            NFLOGType = 14
	NFLOGHardwareType   NFLOGType = 15
	NFLOGHardwareHeader NFLOGType = 16
	NFLOGHardwareLen    NFLOGType = 17
	NFLOGConntrack      NFLOGType = 18 // attributes of connection tracking
	NFLOGConntrackInfo  NFLOGType = 19
	NFLOGVLAN           NFLOGType = 20
	NFLOGL2Header       NFLOGType = 21
)

func (t NFLOGType) String() string {
	return iana.NameAt([]string{
		"", "packet header", "mark", "timestamp", "ifindex in", "ifindex out", "physical ifindex in", "physical ifindex out", "hardware address", "payload", "prefix", "uid", "seq",
		"global seq", "gid", "hardware type", "hardware header", "hardware header length", "conntrack", "conntrack info", "vlan", "l2 header",
	}, t)
}

// Members gives the types of View.
func (NFLOGAttribute) Members(string) tags.Members {
	m := map[uint64]any{
		uint64(NFLOGPacketHeader): (*NFLOGHeader)(nil), uint64(NFLOGTimestamp): (*NFLOGTime)(nil), uint64(NFLOGHardwareAddr): (*NFLOGAddress)(nil), uint64(NFLOGPrefix): (*NFLOGText)(nil),
		uint64(NFLOGHardwareType): (*NFLOGShort)(nil), uint64(NFLOGHardwareLen): (*NFLOGShort)(nil),
	}
	for _, t := range [...]NFLOGType{NFLOGMark, NFLOGIfIndexIn, NFLOGIfIndexOut, NFLOGIfIndexPhysIn, NFLOGIfIndexPhysOut, NFLOGUID, NFLOGSeq, NFLOGSeqGlobal, NFLOGGID, NFLOGConntrackInfo} {
		m[uint64(t)] = (*NFLOGWord)(nil)
	}
	return tags.Members{Types: m}
}

// View decodes Value: [*NFLOGHeader], [*NFLOGWord] of marks, interfaces, users and numbers, [*NFLOGTime], [*NFLOGAddress], [*NFLOGText] or [*NFLOGShort]. It returns nil for
// other types.
func (a *NFLOGAttribute) View() (any, error) { return codec.View(a, "Value") }

// NFLOGHeader says where a packet was logged.
type NFLOGHeader struct {
	Protocol uint16 `bits:"16"` // an EtherType
	Hook     uint8  `bits:"8"`  // 0 prerouting, 1 input, 2 forward, 3 output, 4 postrouting
	Padding  uint8  `bits:"8"`
}

// NFLOGWord is a number of 32 bits.
type NFLOGWord struct {
	Value uint32 `bits:"32"`
}

// NFLOGShort is a number of 16 bits: the ARPHRD_ type of hardware, or the length of its header.
type NFLOGShort struct {
	Value uint16 `bits:"16"`
}

// NFLOGTime is when a packet came.
type NFLOGTime struct {
	Seconds      uint64 `bits:"64"` // since 1970
	Microseconds uint64 `bits:"64"`
}

// NFLOGAddress is the sender's hardware address, in the first Length bytes of Address.
type NFLOGAddress struct {
	Length  uint16  `bits:"16"`
	Padding uint16  `bits:"16"`
	Address [8]byte `bits:"64"`
}

// NFLOGText is the text that the rule gives, with a zero at its end.
type NFLOGText struct {
	Text []byte `bits:"*"`
}

// find returns the first attribute of a type, nil if there is none.
func (n *NFLOG) find(t NFLOGType) *NFLOGAttribute {
	for i := range n.Attributes.List {
		if a := &n.Attributes.List[i]; a.Type == t {
			return a
		}
	}
	return nil
}

// Prefix is the text that the rule gives, empty if it gives none.
func (n *NFLOG) Prefix() string {
	if a := n.find(NFLOGPrefix); a != nil {
		return text(a.Value)
	}
	return ""
}

// PayloadLength is what the attribute with the packet says; without one there is no payload.
func (n *NFLOG) PayloadLength(int) (int, bool) {
	if !n.Attributes.hasPacket() {
		return 0, true
	}
	return int(n.Attributes.List[len(n.Attributes.List)-1].Length) - 4, true
}

// FixPayloadLength sets the length of the attribute with the packet.
func (n *NFLOG) FixPayloadLength(packet []byte, header int) error {
	size := 4 + len(packet) - header
	if size > math.MaxUint16 {
		return codec.ErrRange
	}
	n.Attributes.order().PutUint16(packet[header-4:], uint16(size))
	return nil
}

// hasPacket reports whether the last attribute is that of the packet.
func (a *NFLOGAttributes) hasPacket() bool {
	return len(a.List) > 0 && a.List[len(a.List)-1].Type == NFLOGPayload
}

func (n *NFLOG) String() string {
	return fmt.Sprintf("NFLOG %s, group %d, %d attributes", n.Family, n.ResourceID, len(n.Attributes.List))
}

// order is the byte order of lengths and types.
func (a *NFLOGAttributes) order() binary.ByteOrder {
	if a.BigEndian {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// isBigEndian tells the byte order from the first attribute: its type is below 256, and if that does not tell, its length is assumed to be.
func isBigEndian(b []byte) bool {
	switch {
	case len(b) < 2:
		return false
	case len(b) >= 4 && (b[2] == 0) != (b[3] == 0):
		return b[2] == 0
	}
	return b[0] == 0 && b[1] != 0
}

// DecodeField reads attributes up to that of the packet.
func (a *NFLOGAttributes) DecodeField(layer []byte, at int) (int, error) {
	b := layer[at:]
	a.List, a.BigEndian = a.List[:0], isBigEndian(b)
	order, n := a.order(), 0
	for n < len(b) {
		if len(b)-n < 4 {
			return n + 4, codec.ErrTruncated
		}
		x := NFLOGAttribute{Length: order.Uint16(b[n:]), Type: NFLOGType(order.Uint16(b[n+2:]))}
		if x.Length < 4 {
			return n + 4, codec.ErrLength
		}
		if n += 4; x.Type == NFLOGPayload {
			a.List = append(a.List, x)
			return n, nil
		}
		size := int(x.Length) - 4
		pad := -size & 3
		if len(b)-n < size {
			return n + size, codec.ErrTruncated
		}
		x.Value = b[n : n+size : n+size]
		n += size
		pad = min(pad, len(b)-n)
		x.Padding = b[n : n+pad : n+pad]
		n += pad
		a.List = append(a.List, x)
	}
	return n, nil
}

// AppendField appends the attributes.
func (a NFLOGAttributes) AppendField(dst []byte, _ int, derive codec.Derive) ([]byte, error) {
	order := a.order()
	for i := range a.List {
		x := &a.List[i]
		if x.Type == NFLOGPayload && (i+1 < len(a.List) || len(x.Value) > 0) {
			return dst, fmt.Errorf("the packet is not in the last attribute: %w", codec.ErrRange)
		}
		length := x.Length
		if derive&codec.Lengths != 0 && x.Type != NFLOGPayload {
			if len(x.Value) > 0xffff-4 {
				return dst, codec.ErrRange
			}
			length = uint16(len(x.Value) + 4)
		}
		var head [4]byte
		order.PutUint16(head[:], length)
		order.PutUint16(head[2:], uint16(x.Type))
		dst = append(append(dst, head[:]...), x.Value...)
		if derive&codec.Padding != 0 && x.Type != NFLOGPayload {
			dst = append(dst, make([]byte, -len(x.Value)&3)...)
		} else {
			dst = append(dst, x.Padding...)
		}
	}
	if derive&codec.Lengths != 0 && !a.hasPacket() {
		dst = append(dst, 0, 0, 0, 0)
		order.PutUint16(dst[len(dst)-2:], uint16(NFLOGPayload))
	}
	return dst, nil
}
