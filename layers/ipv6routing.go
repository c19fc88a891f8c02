package layers

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// IPv6Routing is the routing header, RFC 8200 section 4.4. Data is what depends on
// Type: View decodes it.
type IPv6Routing struct {
	NextHeader   IPProtocol      `bits:"8,next=ip"`
	Length       uint8           `bits:"8,len=header/8-1"`
	Type         IPv6RoutingType `bits:"8"`
	SegmentsLeft uint8           `bits:"8"`
	Data         []byte          `bits:"*,union=Type"`
}

// Err tells whether there is not the one home address of type 2, RFC 6275 section 6.4.1.
func (r *IPv6Routing) Err() error {
	const home = 4 + 16
	if r.Type == IPv6RoutingHome && len(r.Data) != home {
		return codec.ErrLength
	}
	return nil
}

// IPv6RoutingType is the variant of a routing header.
type IPv6RoutingType uint8

// Types of routing headers.
const (
	IPv6RoutingSource  IPv6RoutingType = 0 // deprecated by RFC 5095
	IPv6RoutingNimrod  IPv6RoutingType = 1 // deprecated
	IPv6RoutingHome    IPv6RoutingType = 2 // RFC 6275 section 6.4
	IPv6RoutingRPL     IPv6RoutingType = 3 // RFC 6554
	IPv6RoutingSegment IPv6RoutingType = 4 // RFC 8754
	IPv6RoutingCRH16   IPv6RoutingType = 5 // RFC 9631
	IPv6RoutingCRH32   IPv6RoutingType = 6
)

var ipv6RoutingNames = [...]string{"Source Route", "Nimrod", "Home Address", "RPL Source Route", "Segment Routing", "CRH-16", "CRH-32"}

func (t IPv6RoutingType) String() string { return iana.NameAt(ipv6RoutingNames[:], t) }

// Links is the table that NextHeader refers to.
func (*IPv6Routing) Links() *codec.Links { return Links() }

// Members gives the types of View.
func (IPv6Routing) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(IPv6RoutingSource):  (*IPv6SourceRoute)(nil),
		uint64(IPv6RoutingHome):    (*IPv6SourceRoute)(nil),
		uint64(IPv6RoutingRPL):     (*IPv6RPLRoute)(nil),
		uint64(IPv6RoutingSegment): (*IPv6SegmentRoute)(nil),
	}}
}

// View decodes Data as what the type asks for: [*IPv6SourceRoute], [*IPv6RPLRoute]
// or [*IPv6SegmentRoute]. It returns nil for other types.
func (r *IPv6Routing) View() (any, error) { return codec.View(r, "Data") }

// SetView encodes v, a struct that View returns, into Data.
func (r *IPv6Routing) SetView(v any) (err error) {
	r.Data, err = codec.Marshal(v)
	return err
}

// PseudoHeader makes the last address of the route the destination, where it has not been reached yet.
func (r *IPv6Routing) PseudoHeader(ps *codec.Pseudo) {
	if r.SegmentsLeft == 0 {
		return
	}
	switch d := r.Data; r.Type {
	case IPv6RoutingSource, IPv6RoutingHome:
		if n := len(d); n >= 20 && (n-4)%16 == 0 {
			ps.Dst = netip.AddrFrom16([16]byte(d[n-16:]))
		}
	case IPv6RoutingSegment:
		if len(d) >= 20 {
			ps.Dst = netip.AddrFrom16([16]byte(d[4:20]))
		}
	case IPv6RoutingRPL:
		if len(d) < 4 {
			return
		}
		keep, pad := int(d[0]&15), int(d[1]>>4)
		if end := len(d) - pad; end-(16-keep) >= 4 && ps.Dst.Is6() {
			a := ps.Dst.As16()
			copy(a[keep:], d[end-(16-keep):end])
			ps.Dst = netip.AddrFrom16(a)
		}
	}
}

func (r *IPv6Routing) String() string {
	return fmt.Sprintf("IPv6Routing %s, %d left, %s", r.Type, r.SegmentsLeft, r.NextHeader)
}

// IPv6SourceRoute is the rest of routing headers of type 0 and 2 (which has one address).
type IPv6SourceRoute struct {
	Reserved uint32       `bits:"32"`
	Addrs    []netip.Addr `bits:"*,each=128"`
}

// IPv6RPLRoute is the rest of a routing header of type 3, RFC 6554 section 3. The
// addresses lack the bytes that they share with the destination address: CompressedI
// bytes each, the last one CompressedE.
type IPv6RPLRoute struct {
	CompressedI uint8  `bits:"4"`
	CompressedE uint8  `bits:"4"`
	Pad         uint8  `bits:"4"` // bytes behind the last address
	Reserved    uint32 `bits:"20"`
	Suffixes    []byte `bits:"*"`
}

// Addrs expands the addresses, with what they lack from dst, the destination address of
// the IPv6 header. It returns nil if the lengths do not fit.
func (r *IPv6RPLRoute) Addrs(dst netip.Addr) []netip.Addr {
	each, last := 16-int(r.CompressedI), 16-int(r.CompressedE)
	n := len(r.Suffixes) - int(r.Pad) - last
	if each <= 0 || last <= 0 || n < 0 || n%each != 0 || !dst.Is6() {
		return nil
	}
	out := make([]netip.Addr, 0, n/each+1)
	for b := r.Suffixes; n >= 0; n -= each {
		if n == 0 {
			each = last
		}
		a := dst.As16()
		copy(a[16-each:], b[:each])
		out = append(out, netip.AddrFrom16(a))
		b = b[each:]
	}
	return out
}

// IPv6SegmentRoute is the rest of a routing header of type 4, RFC 8754 section 2.
// The first segment in the list is the last one of the path.
type IPv6SegmentRoute struct {
	LastEntry uint8        `bits:"8"` // index of the last segment; follows from Segments
	Flags     uint8        `bits:"8"`
	Tag       uint16       `bits:"16"`
	Segments  IPv6Segments `bits:"*"`
	TLVs      []SegmentTLV `bits:"*"`
	Rest      []byte       `bits:"*"`
}

// IPv6Segments is the list of segments in a segment routing header. Its length is one
// more than the last entry, which no option of a tag says.
type IPv6Segments []netip.Addr

// DecodeField takes as many addresses as LastEntry, the first byte, says.
func (s *IPv6Segments) DecodeField(layer []byte, at int) (int, error) {
	if len(layer) == 0 {
		return 1, codec.ErrTruncated
	}
	n := 16 * (int(layer[0]) + 1)
	if n > len(layer)-at {
		return n, codec.ErrTruncated
	}
	*s = (*s)[:0]
	for b := layer[at : at+n]; len(b) > 0; b = b[16:] {
		*s = append(*s, netip.AddrFrom16([16]byte(b)))
	}
	return n, nil
}

// AppendField appends the addresses and, where counts are derived, sets LastEntry.
func (s IPv6Segments) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	for _, a := range s {
		if !a.Is6() {
			return dst, fmt.Errorf("segment %v is not an IPv6 address", a)
		}
		b := a.As16()
		dst = append(dst, b[:]...)
	}
	if derive&codec.Counts == 0 {
		return dst, nil
	}
	if len(s) == 0 || len(s) > 256 {
		return dst, codec.ErrCount
	}
	dst[start] = uint8(len(s) - 1)
	return dst, nil
}

// SegmentTLV is an option of a segment routing header: 0 a byte of padding, 4 padding, 5 HMAC.
type SegmentTLV struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,if=Type!=0,len=Data"`
	Data   []byte `bits:"*,if=Type!=0"`
}
