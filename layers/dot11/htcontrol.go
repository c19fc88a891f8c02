package dot11

import (
	"fmt"

	"github.com/wiretag/wiretag/layers/iana"
)

// HTControl is the HT Control field, IEEE 802.11-2020 section 9.2.4.6 and 802.11ax-2021 section
// 9.2.4.6a. The lowest bits choose one of three variants.
type HTControl uint32

// Variants of the HT Control field.
const (
	VariantHT HTVariant = iota
	VariantVHT
	VariantHE
)

// HTVariant is a variant of the HT Control field.
type HTVariant uint8

// String gives the name.
func (v HTVariant) String() string { return iana.NameAt([]string{"HT", "VHT", "HE"}, v) }

// Variant tells the three forms apart.
func (c HTControl) Variant() HTVariant {
	switch {
	case c&1 == 0:
		return VariantHT
	case c&2 == 0:
		return VariantVHT
	}
	return VariantHE
}

// HTLinkAdaptation is the 15-bit field of the HT variant that asks for and gives feedback on modulation.
func (c HTControl) HTLinkAdaptation() uint16 { return uint16(c >> 1 & 0x7fff) }

// ACConstraint reports whether responses to a reverse direction grant are limited to one access category.
func (c HTControl) ACConstraint() bool { return c.Variant() != VariantHE && c&(1<<30) != 0 }

// RDG is the flag of a reverse direction grant, or of more data units in a response to one.
func (c HTControl) RDG() bool { return c.Variant() != VariantHE && c&(1<<31) != 0 }

// AControl is one control subfield of the HE variant: Info has Bits bits.
type AControl struct {
	ID   AControlID
	Info uint32
	Bits int
}

// AControlID is the type of a control subfield, IEEE 802.11ax-2021 table 9-22a.
type AControlID uint8

// Types of control subfields.
const (
	AControlTRS   AControlID = 0 // triggered response scheduling
	AControlOM    AControlID = 1 // operating mode
	AControlHLA   AControlID = 2 // HE link adaptation
	AControlBSR   AControlID = 3 // buffer status report
	AControlUPH   AControlID = 4 // uplink power headroom
	AControlBQR   AControlID = 5 // bandwidth query report
	AControlCAS   AControlID = 6 // command and status
	AControlEHTOM AControlID = 7
	AControlSRS   AControlID = 8 // single response scheduling
	AControlAAR   AControlID = 10
	AControlONES  AControlID = 15 // the rest are ones
)

var aControlNames = [...]string{0: "TRS", 1: "OM", 2: "HLA", 3: "BSR", 4: "UPH", 5: "BQR", 6: "CAS", 7: "EHT OM", 8: "SRS", 10: "AAR", 15: "ONES"}

// String gives the name, or the number.
func (i AControlID) String() string { return iana.NameAt(aControlNames[:], i) }

// aControlBits are the widths of Info.
var aControlBits = [16]uint8{0: 26, 1: 12, 2: 26, 3: 26, 4: 8, 5: 10, 6: 8, 7: 6, 8: 10, 10: 20, 15: 26}

// AControls takes the A-Control field of the HE variant apart. It ends where zeros begin that are not a
// subfield, and at a type whose width is not known.
func (c HTControl) AControls() (all []AControl) {
	if c.Variant() != VariantHE {
		return nil
	}
	for rest, left := uint32(c>>2), 30; left >= 4; {
		a := AControl{ID: AControlID(rest & 15)}
		a.Bits = min(int(aControlBits[a.ID]), left-4)
		if aControlBits[a.ID] == 0 || (len(all) > 0 && rest == 0) {
			break
		}
		a.Info = rest >> 4 & (1<<a.Bits - 1)
		all = append(all, a)
		rest, left = rest>>(4+a.Bits), left-4-a.Bits
	}
	return all
}

// String gives the variant and the number.
func (c HTControl) String() string { return fmt.Sprintf("%s %#08x", c.Variant(), uint32(c)) }
