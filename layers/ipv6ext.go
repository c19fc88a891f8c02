package layers

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/wiretag/wiretag/codec"
)

// IPv6HopByHop is the hop-by-hop options header, RFC 8200 section 4.3. Its jumbo
// payload option (RFC 2675) gives the length of what follows the fixed header.
type IPv6HopByHop struct {
	NextHeader IPProtocol   `bits:"8,next=ip"`
	Length     uint8        `bits:"8,len=header/8-1"`
	Options    []IPv6Option `bits:"*"`
	Padding    []byte       `bits:"*,pad=8"`
}

// IPv6Destination is the destination options header, RFC 8200 section 4.6.
type IPv6Destination struct {
	NextHeader IPProtocol   `bits:"8,next=ip"`
	Length     uint8        `bits:"8,len=header/8-1"`
	Options    []IPv6Option `bits:"*"`
	Padding    []byte       `bits:"*,pad=8"`
}

// IPv6Fragment is the fragment header, RFC 8200 section 4.5. Fragments behind the
// first are opaque.
type IPv6Fragment struct {
	NextHeader IPProtocol `bits:"8,next=ip,nextif=FragOffset==0"`
	Reserved   uint8      `bits:"8"`
	FragOffset uint16     `bits:"13"`
	Reserved2  uint8      `bits:"2"`
	More       bool       `bits:"1"`
	ID         uint32     `bits:"32"`
}

// Links is the table that NextHeader refers to.
func (*IPv6HopByHop) Links() *codec.Links { return Links() }

// Links is the table that NextHeader refers to.
func (*IPv6Destination) Links() *codec.Links { return Links() }

// Links is the table that NextHeader refers to.
func (*IPv6Fragment) Links() *codec.Links { return Links() }

// IsAtomic reports whether the fragment is a whole datagram, RFC 6946.
func (f *IPv6Fragment) IsAtomic() bool { return f.FragOffset == 0 && !f.More }

// IsFragment reports whether the payload is a part of a larger datagram.
func (f *IPv6Fragment) IsFragment() bool { return !f.IsAtomic() }

// FragBytes is the place of a fragment's payload in that of the whole datagram, in bytes.
func (f *IPv6Fragment) FragBytes() int { return int(f.FragOffset) * 8 }

// JumboLength returns the length in the jumbo payload option: the bytes behind the fixed
// header, this one included. It is not valid below 65536.
func (h *IPv6HopByHop) JumboLength() (n uint32, ok bool) {
	for _, o := range h.Options {
		if o.Type == IPv6OptionJumbo && len(o.Data) == 4 {
			return binary.BigEndian.Uint32(o.Data), true
		}
	}
	return 0, false
}

// maxIPv6Length is what the fixed header's length can say.
const maxIPv6Length = 0xffff

// size is the length of the header in bytes.
func (h *IPv6HopByHop) size() int { return 8 * (int(h.Length) + 1) }

// PayloadLength is what the jumbo payload option says, less this header.
func (h *IPv6HopByHop) PayloadLength(int) (n int, ok bool) {
	v, ok := h.JumboLength()
	if !ok || v <= maxIPv6Length || uint64(v) > 1<<30 {
		return 0, false
	}
	return int(v) - h.size(), true
}

// LongPayload reports whether there is a jumbo payload option: the lengths of IPv6 and UDP may be zero then.
func (h *IPv6HopByHop) LongPayload() bool {
	_, ok := h.JumboLength()
	return ok
}

// FixPayloadLength sets the jumbo payload option, where there is one and the packet needs it.
func (h *IPv6HopByHop) FixPayloadLength(packet []byte, header int) error {
	if len(packet) <= maxIPv6Length {
		return nil
	}
	at := 2
	for _, o := range h.Options {
		if o.Type == IPv6OptionPad1 {
			at++
			continue
		}
		if end := at + 2 + len(o.Data); o.Type == IPv6OptionJumbo && len(o.Data) == 4 && end <= header {
			if uint64(len(packet)) > math.MaxUint32 {
				return codec.ErrRange
			}
			binary.BigEndian.PutUint32(packet[at+2:], uint32(len(packet)))
			return nil
		}
		at += 2 + len(o.Data)
	}
	return nil
}

// PseudoHeader makes the home address the source where there is that option, RFC
// 6275 section 6.3.
func (d *IPv6Destination) PseudoHeader(ps *codec.Pseudo) {
	for i := range d.Options {
		if a, ok := d.Options[i].homeAddress(); ok {
			ps.Src = a
		}
	}
}

func (h *IPv6HopByHop) String() string {
	return fmt.Sprintf("IPv6HopByHop %d options, %s", len(h.Options), h.NextHeader)
}

func (d *IPv6Destination) String() string {
	return fmt.Sprintf("IPv6Destination %d options, %s", len(d.Options), d.NextHeader)
}

func (f *IPv6Fragment) String() string {
	return fmt.Sprintf("IPv6Fragment id %#08x, at %d, more %t, %s", f.ID, f.FragBytes(), f.More, f.NextHeader)
}
