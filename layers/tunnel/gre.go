package tunnel

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/ieee"
)

// GRE is generic routing encapsulation, RFC 2784 with the key and sequence number of RFC 2890 and the source
// routes of RFC 1701, and version 1, which PPTP uses, of RFC 2637. Which fields there are is up to the flags. The checksum
// covers the header and what is inside. In version 1 the key is the length of the payload and a call.
type GRE struct {
	ChecksumPresent bool           `bits:"1"`
	RoutingPresent  bool           `bits:"1"`
	KeyPresent      bool           `bits:"1"`
	SeqPresent      bool           `bits:"1"`
	StrictRoute     bool           `bits:"1"`
	Recursion       uint8          `bits:"3"`
	AckPresent      bool           `bits:"1"` // reserved but in version 1
	Reserved        uint8          `bits:"4"`
	Version         uint8          `bits:"3"`
	Protocol        ieee.EtherType `bits:"16,next=ethertype"`
	Checksum        uint16         `bits:"16,if=ChecksumPresent,sum=inet:packet"`
	Unused          uint16         `bits:"16,if=RoutingPresent&&!ChecksumPresent"` // the place of the checksum
	Offset          uint16         `bits:"16,if=ChecksumPresent||RoutingPresent"`  // bytes from Routes to the active one; reserved without routes
	Key             uint32         `bits:"32,if=KeyPresent&&Version!=1"`
	PayloadLength   uint16         `bits:"16,if=KeyPresent&&Version==1,len=payload"`
	CallID          uint16         `bits:"16,if=KeyPresent&&Version==1"`
	Seq             uint32         `bits:"32,if=SeqPresent"`
	Ack             uint32         `bits:"32,if=AckPresent&&Version==1"`
	Routes          GRERoutes      `bits:"*,if=RoutingPresent"`
}

// Err tells whether the version is unknown, or bits are set that it does not have: that of acknowledgements in version 0, RFC 2784 section 2.1, those of a checksum and routes in version 1,
// or version 1 carries something else than PPP or has no key, RFC 2637 section 4.1.
func (g *GRE) Err() error {
	if g.Version > 1 || g.Version == 0 && g.AckPresent || g.Version == 1 && (g.ChecksumPresent || g.RoutingPresent || !g.KeyPresent || g.Protocol != ieee.EtherTypePPP) {
		return codec.ErrRange
	}
	return nil
}

// GRERoute is a source route entry, RFC 1701. On the wire the length of Data, in one byte, follows Offset.
type GRERoute struct {
	Family uint16
	Offset uint8 // bytes from Data to the active address
	Data   []byte
}

// GRERoutes is a list of source route entries. The entry of family 0 without data that ends it on the wire is not in it, unless
// its offset is not 0.
type GRERoutes []GRERoute

// DecodeField takes entries up to the one that ends the list.
func (r *GRERoutes) DecodeField(layer []byte, at int) (int, error) {
	*r = (*r)[:0]
	for i := at; ; {
		if len(layer)-i < 4 {
			return i - at + 4, codec.ErrTruncated
		}
		n := i + 4 + int(layer[i+3])
		if n > len(layer) {
			return n - at, codec.ErrTruncated
		}
		e := GRERoute{binary.BigEndian.Uint16(layer[i:]), layer[i+2], layer[i+4 : n : n]}
		if !e.last() || e.Offset != 0 {
			*r = append(*r, e)
		}
		if i = n; e.last() {
			return i - at, nil
		}
	}
}

func (e *GRERoute) last() bool { return e.Family == 0 && len(e.Data) == 0 }

// AppendField appends the entries, and the one that ends the list.
func (r GRERoutes) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	for i, e := range r {
		if len(e.Data) > 255 {
			return dst, codec.ErrRange
		}
		if e.last() && (i != len(r)-1 || e.Offset == 0) {
			return dst, fmt.Errorf("route %d of %d ends the list: %w", i, len(r), codec.ErrCount)
		}
		dst = binary.BigEndian.AppendUint16(dst, e.Family)
		dst = append(append(dst, e.Offset, uint8(len(e.Data))), e.Data...)
	}
	if len(r) == 0 || !r[len(r)-1].last() {
		dst = append(dst, 0, 0, 0, 0)
	}
	return dst, nil
}

// NextLayer is by Protocol. Of the two types of ERSPAN that share a number, type I has no sequence number here.
func (g *GRE) NextLayer([]byte) codec.Key {
	if g.Protocol == ieee.EtherTypeERSPAN && !g.SeqPresent {
		return codec.Key{Table: "erspan", Value: 1}
	}
	return codec.Key{Table: "ethertype", Value: uint64(g.Protocol)}
}

// VSID is the virtual subnet of NVGRE, RFC 7637: the upper 24 bits of the key.
func (g *GRE) VSID() uint32 { return g.Key >> 8 }

// FlowID is the flow of NVGRE, RFC 7637: the lower eight bits of the key.
func (g *GRE) FlowID() uint8 { return uint8(g.Key) }

func (g *GRE) String() string {
	s := fmt.Sprintf("GRE version %d, %s", g.Version, g.Protocol)
	switch {
	case g.KeyPresent && g.Version == 1:
		s += fmt.Sprintf(", call %d", g.CallID)
	case g.KeyPresent:
		s += fmt.Sprintf(", key %#x", g.Key)
	}
	if g.SeqPresent {
		s += fmt.Sprintf(", seq %d", g.Seq)
	}
	if g.AckPresent {
		s += fmt.Sprintf(", ack %d", g.Ack)
	}
	return s
}
