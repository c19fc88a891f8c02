package dot11

import (
	"math/bits"

	"github.com/wiretag/wiretag/codec"
)

// What IEEE 802.11-2020 section 9.4.2 says of the sizes of elements beyond their fields. Values that break it decode all the same.

// keptSizes are the fewest and the most bytes of elements that are kept as bytes, or whose fields may end anywhere.
var keptSizes = map[ElementID][2]int{
	ElementSSID:             {0, 32},
	ElementRates:            {1, 255}, // eight, before extended rates were an element of their own
	ElementExtendedRates:    {1, 255},
	ElementTIM:              {4, 254},
	ElementChallenge:        {1, 253},
	ElementTPCRequest:       {0, 0},
	ElementRequest:          {1, 255},
	ElementRMCapabilities:   {5, 5},
	ElementExtCapabilities:  {1, 255},
	ElementEmergencyAlert:   {8, 8},
	ElementMeshID:           {0, 32},
	ElementEDCA:             {18, 18},
	ElementMIC:              {16, 32},
	ElementRSNX:             {1, 255},
	ElementOperatingClasses: {2, 253},
}

// Err tells whether the element has a size that the standard does not allow for its number.
func (e *Element) Err() error {
	if n, ok := keptSizes[e.ID]; ok && (len(e.Data) < n[0] || len(e.Data) > n[1]) {
		return codec.ErrLength
	}
	if e.ID == ElementPilotTransmission { // the interval, and subelements
		return want(len(e.Data) > 0 && subelements(e.Data[1:]))
	}
	return nil
}

// subelements reports whether b is nothing but subelements.
func subelements(b []byte) bool {
	for len(b) > 1 && len(b) >= 2+int(b[1]) {
		b = b[2+int(b[1]):]
	}
	return len(b) == 0
}

// Err tells whether the fields of the type are not all there, section 9.4.2.20.
func (m *MeasurementRequest) Err() error {
	least := [...]int{11, 11, 11, 6, 6, 13, 13, 11, 1}
	return want(int(m.Type) >= len(least) || len(m.Request) >= least[m.Type])
}

// Err tells whether the fields of the type are not all there, section 9.4.2.21, where they were measured.
func (m *MeasurementReport) Err() error {
	least := [...]int{12, 12, 19, 13, 25, 26, 12, 3}
	return want(m.Mode != 0 || int(m.Type) >= len(least) || len(m.Report) >= least[m.Type])
}

// want is an error unless something is as it has to be.
func want(ok bool) error {
	if ok {
		return nil
	}
	return codec.ErrLength
}

// Err tells whether there are not as many powers as Count says, section 9.4.2.161.
func (p *PowerEnvelope) Err() error { return want(len(p.Powers) == int(p.Count)+1) }

// Err tells whether only one of period and count is there, section 9.4.2.73.
func (b *BSSIDIndex) Err() error { return want(len(b.DTIM) == 0 || len(b.DTIM) == 2) }

// Err tells whether there are not as many capacities as bits of the mask, section 9.4.2.42.
func (b *BSSAdmission) Err() error {
	return want(b.Mask>>12 == 0 && len(b.Capacities) == bits.OnesCount16(b.Mask))
}

// Err tells whether a venue or HESSID is there in part, section 9.4.2.91.
func (i *Interworking) Err() error {
	n := len(i.Rest)
	return want(n == 0 || n == 2 || n == 6 || n == 8)
}

// Err tells whether the code has another length than those of ciphers, section 9.4.2.54.
func (m *MME) Err() error { return want(len(m.MIC) == 8 || len(m.MIC) == 16) }

// Err tells whether there are no ranges, or half an exception, section 9.4.2.94.
func (q *QoSMap) Err() error {
	n := len(q.Values)
	return want(n >= 16 && n <= 16+2*21 && n%2 == 0)
}

// Err tells whether MICLength is one that is reserved, section 9.4.2.47.
func (f *FastTransition) Err() error { return want(f.MICLength < 3) }

// Err tells whether the networks of a neighbor are there in part, or none is, section 9.4.2.170.
func (r *ReducedNeighbor) Err() error {
	all, err := r.Neighbors()
	if err != nil {
		return err
	}
	for _, n := range all {
		if n.Length == 0 {
			return codec.ErrLength
		}
	}
	return want(len(all) > 0)
}

// Err tells whether the address of the station or its ciphers are not there as Control says, section 9.4.2.138.
func (m *Multiband) Err() error {
	const address, ciphers = 1 << 3, 1 << 4
	n := len(m.Rest)
	if m.Control&address != 0 {
		n -= 6
	}
	if m.Control&ciphers != 0 {
		return want(n >= 2 && n%4 == 2)
	}
	return want(n == 0)
}

// Err tells whether the third OI is there without the first two, section 9.4.2.95.
func (r *RoamingConsortium) Err() error {
	return want(len(r.OI1) > 0 && (len(r.OI2) > 0 || len(r.OI3) == 0))
}

// Err tells whether the identifiers of the link and of the key do not have one of the sizes that kinds of frames give them, section 9.4.2.101.
func (m *MeshPeering) Err() error {
	switch len(m.Fields) {
	case 0, 2, 4, 16, 18, 20:
		return nil
	}
	return codec.ErrLength
}

// Err tells whether the bitmap has none of the lengths of its variant, section 9.3.1.8: of the basic one 128 bytes, otherwise
// as the fragment number says.
func (b *BlockAckBitmap) Err() error {
	return want(len(b.Bitmap) == 128 || bitmapSize(b.Fragment, b.Bitmap))
}

// Err tells whether the bitmap does not have the length that the fragment number says, section 9.3.1.8.7.
func (b *BlockAckBitmapGCR) Err() error { return want(bitmapSize(b.Fragment, b.Bitmap)) }

// bitmapSize reports whether a bitmap is as long as the fragment number says, IEEE 802.11-2020 table 9-30 and IEEE 802.11be.
func bitmapSize(fragment uint8, b []byte) bool {
	sizes := [8]int{8, 16, 32, 4, 64, 128}
	return fragment&1 == 0 && len(b) > 0 && len(b) == sizes[fragment>>1&7]
}

// Err tells whether the length of the bitmap is reserved, table 9-30.
func (b *BlockAckStation) Err() error {
	return want(b.AckType || b.AID == 2045 || b.Fragment&1 == 0)
}

// Err tells whether the type is a reserved one, section 9.3.1.22.
func (t *Trigger) Err() error {
	if t.Type > TriggerRanging {
		return codec.ErrRange
	}
	return nil
}

// Err tells whether the frame has a version whose other fields are not known here.
func (h *Header) Err() error {
	if h.Version != 0 {
		return codec.ErrRange
	}
	return nil
}
