package industry

import "github.com/wiretag/wiretag/layers/iana"

// CIPSegment is a segment of a path, ODVA volume 1 appendix C-1.4, in its padded form. What a segment has follows from Kind and Format.
type CIPSegment struct {
	Kind   CIPSegmentKind   `bits:"3"`
	Format CIPSegmentFormat `bits:"5"`

	LinkSize uint8  `bits:"8,if=Kind==0&&Format&16!=0,len=Link"` // port: Format has the port in its low four bits
	Port     uint16 `bits:"16,le,if=Kind==0&&Format&15==15"`
	LinkByte uint8  `bits:"8,if=Kind==0&&Format&16==0"`
	Link     []byte `bits:"*,if=Kind==0&&Format&16!=0"`
	LinkPad  []byte `bits:"*,if=Kind==0&&Format&16!=0,pad=2"`

	Key *CIPElectronicKey `bits:"*,if=Kind==1&&Format==20"`

	Logical8  uint8  `bits:"8,if=Kind==1&&Format&3==0&&Format!=20"` // logical: the upper three bits of Format say what it is, the lower two how long
	Pad       uint8  `bits:"8,if=Kind==1&&Format&3!=0"`
	Logical16 uint16 `bits:"16,le,if=Kind==1&&Format&3==1"`
	Logical32 uint32 `bits:"32,le,if=Kind==1&&Format&3==2"`

	Network     uint8  `bits:"8,if=Kind==2&&Format&16==0"` // schedule, fixed tag, or inhibit time in ms
	NetworkSize uint8  `bits:"8,if=Kind==2&&Format&16!=0,len=NetworkData/2"`
	NetworkData []byte `bits:"*,if=Kind==2&&Format&16!=0"`

	DataSize uint8  `bits:"8,if=Kind==4&&Format==0,len=Data/2"`
	Data     []byte `bits:"*,if=Kind==4&&Format==0"`
	NameSize uint8  `bits:"8,if=Kind==4&&Format==17,len=Name"`
	Name     []byte `bits:"*,if=Kind==4&&Format==17"` // an extended symbol
	NamePad  []byte `bits:"*,if=Kind==4&&Format==17,pad=2"`
	Rest     []byte `bits:"*,if=IsOpen"` // up to the end: a symbol, or a form that is not known
}

// CIPSegmentFormat is what a segment of its kind is: of logical segments the type in the upper three bits and the width in the lower two, of port segments a flag and the port.
type CIPSegmentFormat uint8

// String is the meaning in logical segments, and in segments of data.
func (f CIPSegmentFormat) String() string {
	return iana.Name("\n0 class or simple data\n1 wide class\n2 long class\n4 instance\n5 wide instance\n6 long instance\n8 member\n9 wide member\n12 connection point\n13 wide connection point"+
		"\n16 attribute\n17 wide attribute or extended symbol\n20 electronic key\n", uint64(f))
}

// CIPSegmentKind is the kind of a segment.
type CIPSegmentKind uint8

// Kinds of segments.
const (
	CIPSegmentPort     CIPSegmentKind = 0
	CIPSegmentLogical  CIPSegmentKind = 1
	CIPSegmentNetwork  CIPSegmentKind = 2
	CIPSegmentSymbolic CIPSegmentKind = 3
	CIPSegmentData     CIPSegmentKind = 4
)

func (k CIPSegmentKind) String() string {
	return iana.NameAt([]string{"port", "logical", "network", "symbolic", "data", "constructed data type", "elementary data type"}, k)
}

// IsOpen reports whether the segment is taken to reach to the end of the path: symbols, and forms that are not known.
func (s *CIPSegment) IsOpen() bool {
	return s.Kind == CIPSegmentSymbolic || s.Kind > CIPSegmentData || s.Kind == CIPSegmentLogical && s.Format&3 == 3 || s.Kind == CIPSegmentData && s.Format != 0 && s.Format != 17
}

// Number is the value of a logical segment: the number of a class, instance, member, connection point or attribute, as Format>>2 is 0, 1, 2, 3 or 4.
func (s *CIPSegment) Number() uint32 { return uint32(s.Logical8) + uint32(s.Logical16) + s.Logical32 }

// CIPElectronicKey says which device is meant, ODVA volume 1 appendix C-1.4.2.
type CIPElectronicKey struct {
	Format     uint8  `bits:"8,default=4"`
	Vendor     uint16 `bits:"16,le"`
	DeviceType uint16 `bits:"16,le"`
	Product    uint16 `bits:"16,le"`
	Compatible bool   `bits:"1"`
	Major      uint8  `bits:"7"`
	Minor      uint8  `bits:"8"`
}
