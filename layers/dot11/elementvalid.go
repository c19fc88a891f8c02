package dot11

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/wiretag/wiretag/codec"
)

// What IEEE 802.11-2020 section 9.4.2 says of the sizes of elements beyond their fields. Values that break it decode all the same.

// keptSizes are the fewest and the most bytes of elements that are kept as bytes, or whose fields may end anywhere.
var keptSizes = map[ElementID][2]int{
	ElementSSID:             {0, 32},
	ElementRates:            {1, 255}, // eight, before extended rates were an element of their own
	ElementExtendedRates:    {1, 255},
	ElementTIM:              {4, 254},
	ElementCountry:          {6, 255},
	ElementAdvertisement:    {2, 255},
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
	switch e.ID {
	case ElementPilotTransmission: // the interval, and subelements, section 9.4.2.41: others are reserved
		if len(e.Data) == 0 {
			return codec.ErrLength
		}
		return only(e.Data[1:], ElementMultipleBSSID, ElementVendor)
	case ElementSwitchWrapper: // section 9.4.2.162
		return only(e.Data, ElementCountry, ElementWideSwitch, ElementPowerEnvelope, ElementExtension)
	case ElementSSIDList:
		return only(e.Data, ElementSSID)
	}
	return nil
}

// only tells whether b has elements of other numbers.
func only(b []byte, ids ...ElementID) error {
	for ; len(b) > 1; b = b[min(len(b), 2+int(b[1])):] {
		if !slices.Contains(ids, ElementID(b[0])) {
			return codec.ErrRange
		}
	}
	return want(len(b) == 0)
}

// body tells whether a frame that is no action has an element that has a place in actions alone, or fewer descriptors of resources than the
// element in front of them says, sections 9.3.3, 9.4.2.49 and 9.4.2.101.
func body(all []Element) error {
	for i := range all {
		if all[i].ID == ElementMeshPeering {
			return codec.ErrRange
		}
	}
	return resources(all)
}

// resources tells whether there are fewer descriptors than the element in front of them says.
func resources(all []Element) error {
	for i := range all {
		if e := &all[i]; e.ID == ElementRICData && len(e.Data) > 1 && int(e.Data[1]) > len(all)-i-1 {
			return codec.ErrCount
		}
	}
	return nil
}

// Err tells whether the fields of the type are not all there, section 9.4.2.20.
func (m *MeasurementRequest) Err() error {
	least := [...]int{11, 11, 11, 6, 6, 13, 13, 11, 1}
	return want(int(m.Type) >= len(least) || len(m.Request) >= least[m.Type])
}

// Err tells whether the fields of the type are not all there, section 9.4.2.21; where nothing was measured, there are none.
func (m *MeasurementReport) Err() error {
	least := [...]int{12, 12, 19, 13, 25, 26, 12, 3}
	if m.Mode&7 != 0 { // late, incapable, refused
		return want(len(m.Report) == 0)
	}
	return want(int(m.Type) >= len(least) || len(m.Report) >= least[m.Type])
}

// want is an error unless something is as it has to be.
func want(ok bool) error {
	if ok {
		return nil
	}
	return codec.ErrLength
}

// Err tells whether what the powers are is reserved, IEEE 802.11ax-2021 section 9.4.2.161, or there are not as many as Count says: one more, up to four; where
// they are densities, the power of two below it up to eight.
func (p *PowerEnvelope) Err() error {
	switch {
	case p.Interpretation > 3:
		return codec.ErrRange
	case p.Densities():
		return want(p.Count < 5 && len(p.Powers) == max(1, 1<<p.Count>>1))
	}
	return want(p.Count < 4 && len(p.Powers) == int(p.Count)+1)
}

// classifiers are the lengths of the parameters of TCLAS by type, section 9.4.2.30.
var classifiers = [...][]int{{14}, {16, 40}, {2}, nil, {16, 42}}

// Err tells whether the parameters have another length than those of their type.
func (t *TCLAS) Err() error {
	n := len(t.Parameters)
	if int(t.Type) < len(classifiers) && classifiers[t.Type] != nil {
		return want(slices.Contains(classifiers[t.Type], n))
	}
	return want(n >= 2)
}

// Err tells whether the parameters have another length than those of the kind of negotiation, section 9.4.2.199: type, time or group, duration, interval and
// channel of one station, or any number of sets of broadcast.
func (t *TWT) Err() error {
	n := len(t.Parameters)
	if t.Negotiation >= 2 {
		return want(n > 0 && n%9 == 0)
	}
	if n -= 6; t.NDPPaging {
		n -= 4
	}
	if t.LinkID {
		n -= 2
	}
	return want(n == 8 || n == 9 || n == 3)
}

// Err tells whether what stands behind the capabilities of the access point is not that of section 9.4.2.127.
func (d *DMGCapabilities) Err() error { return want(len(d.Extra) == 5) }

// Err tells whether elements are not in their place.
func (l *ElementList) Err() error { return resources(l.Elements) }

// Err tells whether elements are not in their place.
func (t *TokenElements) Err() error { return resources(t.Elements) }

// Err tells whether it is neither a request nor a response, section 9.6.9.
func (s *SAQuery) Err() error { return known(s.Action < 2) }

// Err tells whether the element is another one, section 9.6.7.12, or announces ANQP, and no elements of that follow.
func (g *GASRequest) Err() error { return advertised(&g.Protocol, g.Query) }

// advertised tells whether the element in front of an exchange is another one than its protocol, or the exchange is not of that.
func advertised(e *Element, data []byte) error {
	if e.ID != ElementAdvertisement {
		return codec.ErrRange
	}
	var a Advertisement
	if _, err := codec.Unmarshal(e.Data, &a); err != nil || len(a.Tuples) == 0 || a.Tuples[0].Protocol != 0 {
		return nil // of another protocol, or the element says itself what is wrong
	}
	list, err := ParseANQP(data)
	return cmp.Or(err, want(len(list.Rest) == 0))
}

// Err tells whether the element is another one, section 9.6.7.13, or announces ANQP, and no elements of that follow.
func (g *GASResponse) Err() error { return advertised(&g.Protocol, g.Response) }

// known is an error unless a number is one that there is.
func known(ok bool) error {
	if ok {
		return nil
	}
	return codec.ErrRange
}

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

// Err tells whether there are no ranges, half an exception, or one for what is no code point, section 9.4.2.94.
func (q *QoSMap) Err() error {
	n := len(q.Values)
	if n < 16 || n > 16+2*21 || n%2 != 0 {
		return codec.ErrLength
	}
	for e := q.Values[:n-16]; len(e) > 0; e = e[2:] { // a code point, and the priority
		if e[0] > 63 && e[0] != 255 || e[1] > 7 {
			return codec.ErrRange
		}
	}
	for r := q.Values[n-16:]; len(r) > 0; r = r[2:] { // the lowest and the highest code point, or 255 for none
		if none := r[0] == 255 && r[1] == 255; !none && (r[0] > r[1] || r[1] > 63) {
			return codec.ErrRange
		}
	}
	return nil
}

// Err tells whether there are not the records of four access categories, section 9.4.2.245.
func (m *MUEDCA) Err() error { return want(len(m.Records) == 4) }

// Err tells whether there are not the records of four access categories: Wi-Fi Alliance, WMM specification section 2.2.2.
func (w *WMMParameters) Err() error { return want(len(w.Records) == 4) }

// Err tells whether the space is less than two slots, section 9.4.2.28.
func (r *EDCARecord) Err() error { return known(r.AIFSN > 1) }

// Err tells whether the profile of a network does not begin with its capabilities, or is no elements, section 9.4.2.45.
func (m *MultipleBSSID) Err() error {
	const profile = 0
	for _, p := range m.Profiles {
		if p.ID != profile {
			continue
		}
		var l ElementList
		if _, err := codec.Unmarshal(p.Data, &l); err != nil || len(l.Rest) > 0 || len(l.Elements) == 0 || l.Elements[0].ID != ElementNontransmitted {
			return codec.ErrLength
		}
		for i := range l.Elements {
			if err := l.Elements[i].Err(); err != nil {
				return err
			}
		}
	}
	return nil
}

// Err tells whether there is an element that only actions that open, confirm or close a peering have, section 9.6.15.
func (a *SelfProtectedAction) Err() error {
	v, err := viewOr(a)
	if l, ok := v.(*ElementList); err == nil && ok && a.Action > 3 {
		return body(l.Elements)
	}
	return nil
}

// Err tells whether there is an element that only self-protected actions have, section 9.4.2.101.
func (a *Action) Err() error {
	switch a.Body.(type) {
	case nil, ActionRaw, *SelfProtectedAction, *VendorAction, *ProtectedVendorAction:
		return nil
	}
	v, err := viewOr(a.Body)
	if err != nil {
		return nil // there is no view of it
	}
	fields, _ := codec.Layout(v)
	for _, f := range fields {
		if l, ok := f.Value.Interface().([]Element); ok {
			return body(l)
		}
	}
	return nil
}

// Err tells whether an element is no neighbor report, section 9.6.13.8.
func (b *BTMQuery) Err() error {
	for i := range b.Elements {
		if b.Elements[i].ID != ElementNeighborReport {
			return codec.ErrRange
		}
	}
	return nil
}

// Err tells whether the element is another one than the report, section 9.6.6.5.
func (l *LinkReport) Err() error { return known(l.TPC.ID == ElementTPCReport) }

// Err tells whether the element is another one, section 9.6.7.15.
func (g *GASComeback) Err() error { return known(g.Protocol.ID == ElementAdvertisement) }

// transitionSizes are the fewest and the most bytes of subelements by number, section 9.4.2.47: an identifier, a key with its number, length and counter, another identifier, a key of groups, a channel, a key of beacons.
var transitionSizes = [...][2]int{1: {6, 6}, {11, 255}, {1, 48}, {9, 255}, {3, 3}, {9, 255}}

// Err tells whether MICLength or the number of a subelement is one that is reserved, or a subelement has not a size of its number, section 9.4.2.47.
func (f *FastTransition) Err() error {
	for _, s := range f.Subelements {
		if s.ID == 0 || s.ID > 8 {
			return codec.ErrRange
		}
		if int(s.ID) < len(transitionSizes) && (len(s.Data) < transitionSizes[s.ID][0] || len(s.Data) > transitionSizes[s.ID][1]) {
			return codec.ErrLength
		}
	}
	return want(f.MICLength < 3)
}

// neighborSizes are the bytes of subelements of a neighbor report whose size is one, by number, section 9.4.2.36: timing, country, preference, end of the service
// set, bearing, width of the channel; and those that are the elements of high and very high throughput and radio measurement.
var neighborSizes = map[ElementID]int{1: 4, 2: 2, 3: 1, 4: 10, 5: 8, 6: 3, 45: 26, 61: 22, 62: 1, 70: 5, 191: 12, 192: 5}

// Err tells whether a subelement has another size than that of its number.
func (r *NeighborReport) Err() error {
	for _, s := range r.Subelements {
		if n, ok := neighborSizes[ElementID(s.ID)]; ok && len(s.Data) != n {
			return codec.ErrLength
		}
	}
	return nil
}

// Err tells whether the networks of a neighbor are there in part, of a form that there is not, or none is, section 9.4.2.170.
func (r *ReducedNeighbor) Err() error {
	all, err := r.Neighbors()
	if err != nil {
		return err
	}
	for _, n := range all {
		switch n.Length { // table 9-281
		case 1, 2, 5, 6, 7, 8, 9, 11, 12, 13:
		default:
			return codec.ErrRange
		}
		if n.Type != 0 {
			return codec.ErrRange
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

// Err tells whether the third OI is there without the first two, section 9.4.2.95, or one has neither 3 nor 5 bytes, section 9.4.1.31.
func (r *RoamingConsortium) Err() error {
	for _, oi := range [][]byte{r.OI1, r.OI2, r.OI3} {
		if n := len(oi); n != 0 && n != 3 && n != 5 {
			return codec.ErrLength
		}
	}
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

// Err tells whether the bitmap does not have the length that the fragment number says, section 9.3.1.8.7: that of 64 frames, or of 256.
func (b *BlockAckBitmapGCR) Err() error {
	return want(bitmapSize(b.Fragment, b.Bitmap) && (len(b.Bitmap) == 8 || len(b.Bitmap) == 32))
}

// bitmapSize reports whether a bitmap is as long as the fragment number says, IEEE 802.11-2020 table 9-30 and IEEE 802.11be.
func bitmapSize(fragment uint8, b []byte) bool {
	sizes := [8]int{8, 16, 32, 4, 64, 128}
	return fragment&1 == 0 && len(b) > 0 && len(b) == sizes[fragment>>1&7]
}

// Err tells whether the TID is one that no bitmap is for, the length of the bitmap is reserved, table 9-30, or it is not there.
func (b *BlockAckStation) Err() error {
	if !b.AckType && b.AID != 2045 && b.TID > 7 {
		return codec.ErrRange
	}
	if !b.AckType && b.AID != 2045 && (b.Fragment&7 == 2 && b.Bitmap16 == nil || b.Fragment&7 == 4 && b.Bitmap32 == nil) {
		return codec.ErrLength
	}
	return want(b.AckType || b.AID == 2045 || b.Fragment&1 == 0)
}

// Err tells whether the type is a reserved one, stations are asked for block acks of a variant that they do not give, no station is asked, or something else than ones is behind them, section 9.3.1.22.
func (t *Trigger) Err() error {
	n := len(t.Stations())
	const compressed, groupcast = 2, 6 // variants of a block ack request
	variant := func(control uint16) uint16 { return control >> 1 & 15 }
	if t.Type > TriggerRanging || t.RangingSubtype > 4 || t.Type == TriggerGCRMUBAR && variant(t.BARControl) != groupcast {
		return codec.ErrRange
	}
	for _, u := range t.Users[:n] {
		if t.Type == TriggerMUBAR && variant(uint16(u.BAR)) != compressed {
			return codec.ErrRange
		}
	}
	for i := range t.Users[n:] {
		if u := &t.Users[n+i]; u.AID != 4095 || u.RULow != 15 {
			return codec.ErrConst
		}
	}
	for _, b := range t.Padding {
		if b != 0xff {
			return codec.ErrConst
		}
	}
	return want(n > 0)
}

// Err tells whether there are not as many TIDs as TIDInfo says, section 9.3.1.7.4, or the variant is one of block acks alone.
func (r *BlockAckReq) Err() error {
	if r.Variant == BlockAckMultiStations {
		return codec.ErrRange
	}
	if t, ok := r.Info.(*BlockAckReqTIDs); ok && len(t.TIDs) != int(r.TIDInfo)+1 {
		return codec.ErrCount
	}
	return nil
}

// Err tells whether there are not as many TIDs as TIDInfo says, section 9.3.1.8.4, or the bitmap has the length of another variant.
func (b *BlockAck) Err() error {
	if m, ok := b.Info.(*BlockAckBitmap); ok && b.Variant == BlockAckBasic && len(m.Bitmap) != 128 {
		return codec.ErrLength
	}
	if t, ok := b.Info.(*BlockAckTIDs); ok && len(t.TIDs) != int(b.TIDInfo)+1 {
		return codec.ErrCount
	}
	return nil
}

// prismItems are the values of a header, of which there are always as many.
const prismItems = 10

// Err tells whether the header is of another message, or has not its values.
func (p *Prism) Err() error { return prismErr(p.MessageCode, p.Items, p.Rest) }

// Err tells whether the header is of another message, or has not its values.
func (p *PrismBE) Err() error { return prismErr(p.MessageCode, p.Items, p.Rest) }

func prismErr(code uint32, items []PrismItem, rest []byte) error {
	if code != 0x41 && code != 0x44 {
		return codec.ErrRange
	}
	return want(len(items) == prismItems && len(rest) == 0)
}

// Err tells whether the frame has a version whose other fields are not known here, or is protected and of a kind that is never, section 9.2.4.1.9.
func (h *Header) Err() error { return known(h.Version == 0 && (!h.Protected || h.protectable())) }

// protectable reports whether frames of this kind can have a body that is encrypted.
func (h *Header) protectable() bool {
	const noData = 4
	switch h.Type {
	case TypeData:
		return h.Subtype&noData == 0
	case TypeManagement:
		switch h.Subtype {
		case SubtypeAuth, SubtypeDeauth, SubtypeDisassoc, SubtypeAction, SubtypeActionNoAck:
			return true
		}
	}
	return false
}
