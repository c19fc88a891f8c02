package link

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
)

// FDDI is the header of frames of the fibre distributed data interface, ANSI X3.139 (ISO 9314-2), LINKTYPE_FDDI. Frames of the format for
// logical link control (RFC 1390) carry LLC; what others carry is not decoded.
type FDDI struct {
	Synchronous bool       `bits:"1"` // class of service
	LongAddress bool       `bits:"1"` // addresses of 48 bits
	Format      FDDIFormat `bits:"2"`
	Control     uint8      `bits:"4"` // the priority in LLC frames
	Dst         ieee.MAC   `bits:"48,flow=dst"`
	Src         ieee.MAC   `bits:"48,flow=src"`
}

// FDDIFormat is the kind of frame.
type FDDIFormat uint8

// Kinds of frames.
const (
	FDDIFormatControl     FDDIFormat = iota // MAC and station management frames
	FDDIFormatLLC                           // logical link control
	FDDIFormatImplementer                   // up to the implementer
	FDDIFormatReserved
)

func (f FDDIFormat) String() string {
	return iana.NameAt([]string{"control", "LLC", "implementer", "reserved"}, f)
}

// NextLayer is LLC in frames of its format.
func (f *FDDI) NextLayer([]byte) codec.Key {
	if f.Format != FDDIFormatLLC {
		return codec.Key{}
	}
	return llc
}

// llc is the key of LLC.
var llc = codec.Key{Table: "ethertype", Value: uint64(ieee.EtherTypeLLC)}

func (f *FDDI) String() string { return fmt.Sprintf("FDDI %s > %s, %s", f.Src, f.Dst, f.Format) }
