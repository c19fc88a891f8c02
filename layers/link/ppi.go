package link

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// PPI is the per-packet information header, LINKTYPE_PPI ("PPI Packet Header" of CACE, revision 1.0.7): fields that say how a packet was
// received, and the link type of the packet. Everything is little-endian.
type PPI struct {
	Version  uint8      `bits:"8"`
	Aligned  bool       `bits:"1"` // every field begins at a multiple of four bytes
	Reserved uint8      `bits:"7"`
	Length   uint16     `bits:"16,le,len=header"`
	DLT      uint32     `bits:"32,le,next=linktype"`
	Fields   []PPIField `bits:"*,le,fit"`
	Padding  []byte     `bits:"*"`
}

// PPIField is a field of a PPI header.
type PPIField struct {
	Type   PPIType `bits:"16"`
	Length uint16  `bits:"16,len=Data"`
	Data   []byte  `bits:"*"`
}

// Err tells whether the data has another size than that of its type: the PPI specification, version 1.0.10, sections 4.1 to 4.9. Those about places
// and antennas give their own.
func (f *PPIField) Err() error {
	size := len(f.Data)
	switch {
	case f.Type >= 2 && f.Type <= 4:
		size = [...]int{20, 12, 48}[f.Type-2]
	case f.Type == 8:
		size = 4
	case f.Type == 9:
		size = 8
	case f.Type >= 30002 && f.Type <= 30005:
		if size = 8; len(f.Data) >= 8 {
			size = int(f.Data[2]) | int(f.Data[3])<<8
		}
	}
	if len(f.Data) != size {
		return codec.ErrLength
	}
	return nil
}

// PPIType is the type of a field.
type PPIType uint16

// Types of fields.
const (
	PPI80211Common     PPIType = 2
	PPI80211nMAC       PPIType = 3
	PPI80211nMACPHY    PPIType = 4
	PPISpectrum        PPIType = 5
	PPIProcess         PPIType = 6
	PPICapture         PPIType = 7
	PPIAggregation     PPIType = 8
	PPI8023            PPIType = 9
	PPIGPS             PPIType = 30002
	PPIVector          PPIType = 30003
	PPISensor          PPIType = 30004
	PPIAntenna         PPIType = 30005
	ppiFirstRegistered         = PPIGPS
)

func (t PPIType) String() string {
	if t >= ppiFirstRegistered {
		if s := []string{"GPS", "vector", "sensor", "antenna"}; int(t-ppiFirstRegistered) < len(s) {
			return s[t-ppiFirstRegistered]
		}
	}
	return iana.NameAt([]string{"", "", "802.11-Common", "802.11n MAC", "802.11n MAC+PHY", "spectrum map", "process info", "capture info", "aggregation", "802.3"}, t)
}

func (p *PPI) String() string {
	return fmt.Sprintf("PPI %d fields, link type %d", len(p.Fields), p.DLT)
}
