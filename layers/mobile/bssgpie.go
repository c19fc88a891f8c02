package mobile

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// BSSGPIEs are the information elements of a PDU, up to the LLC PDU, which is the payload.
type BSSGPIEs []BSSGPIE

// BSSGPIE is an information element, 3GPP TS 48.018 section 11.3, with a length of seven or fifteen bits.
type BSSGPIE struct {
	Type  BSSGPIEType
	Wide  bool // the length takes two bytes although one would do
	Value []byte
}

// BSSGPIEType is the type of an information element.
type BSSGPIEType uint8

// Types of information elements, 3GPP TS 48.018 table 11.3.
const (
	BSSGPAlignment   BSSGPIEType = 0x00
	BSSGPBVCI        BSSGPIEType = 0x04
	BSSGPCause       BSSGPIEType = 0x07
	BSSGPCell        BSSGPIEType = 0x08
	BSSGPIMSI        BSSGPIEType = 0x0d
	BSSGPLLCPDU      BSSGPIEType = 0x0e
	BSSGPMobileID    BSSGPIEType = 0x11
	BSSGPLifetime    BSSGPIEType = 0x16
	BSSGPRoutingArea BSSGPIEType = 0x1b
	BSSGPTag         BSSGPIEType = 0x1e
	BSSGPTLLI        BSSGPIEType = 0x1f
	BSSGPPTMSI       BSSGPIEType = 0x20
	BSSGPFlowID      BSSGPIEType = 0x28
	BSSGPNSEI        BSSGPIEType = 0x3e
)

func (t BSSGPIEType) String() string { return iana.Name(bssgpElements, t) }

const bssgpElements = "\n0 Alignment Octets\n1 Bmax Default MS\n2 BSS Area Indication\n3 Bucket Leak Rate\n4 BVCI\n5 BVC Bucket Size\n6 BVC Measurement\n7 Cause\n8 Cell Identifier\n9 Channel Needed" +
	"\n10 DRX Parameters\n11 eMLPP Priority\n12 Flush Action\n13 IMSI\n14 LLC PDU\n15 LLC Frames Discarded\n16 Location Area\n17 Mobile Identity\n18 MS Bucket Size" +
	"\n19 MS Radio Access Capability\n20 OMC Identity\n21 PDU in Error\n22 PDU Lifetime\n23 Priority\n24 QoS Profile\n25 Radio Cause\n26 RA Capability Update Cause\n27 Routeing Area" +
	"\n28 R Default MS\n29 Suspend Reference Number\n30 Tag\n31 TLLI\n32 TMSI\n33 Trace Reference\n34 Trace Type\n35 Transaction Identifier\n36 Trigger Identifier\n37 Number of Octets Affected" +
	"\n38 LSA Identifier List\n39 LSA Information\n40 Packet Flow Identifier\n58 Aggregate BSS QoS Profile\n59 Feature Bitmap\n60 Bucket Full Ratio\n61 Service UTRAN CCO\n62 NSEI\n"

// DecodeField reads elements to the end, or in PDUs of data up to the LLC PDU or what is no whole element.
func (l *BSSGPIEs) DecodeField(layer []byte, at int) (int, error) {
	list := (*l)[:0] // its memory is used again
	*l = nil
	from, data := at, bssgpType(layer, 0).isData()
	for at < len(layer) && !(data && layer[at] == byte(BSSGPLLCPDU)) {
		value, wide, n, err := readIndicated(layer[at:])
		if err != nil && data {
			break // it is where the LLC PDU has to be
		}
		if err != nil {
			return at + n - from, err
		}
		list = append(list, BSSGPIE{BSSGPIEType(layer[at]), wide, value})
		at += n
	}
	if len(list) > 0 {
		*l = list
	}
	return at - from, nil
}

// bssgpType is the type of the PDU that begins at at.
func bssgpType(layer []byte, at int) BSSGPType {
	if len(layer) <= at {
		return 0
	}
	return BSSGPType(layer[at])
}

// AppendField writes the elements.
func (l BSSGPIEs) AppendField(dst []byte, start int, _ codec.Derive) (_ []byte, err error) {
	data := bssgpType(dst, start).isData()
	for _, e := range l {
		if data && e.Type == BSSGPLLCPDU {
			return dst, codec.ErrRange
		}
		if dst, err = appendIndicated(dst, byte(e.Type), e.Value, e.Wide); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// Err is that of the first element that is wrong.
func (l BSSGPIEs) Err() error {
	for _, e := range l {
		if err := e.Err(); err != nil {
			return err
		}
	}
	return nil
}

// Err tells whether an element has not the length of its type, or no identity or area, 3GPP TS 48.018 sections 11.3.6, 11.3.8, 11.3.9, 11.3.20, 11.3.31 and 11.3.34 to 11.3.36.
func (e BSSGPIE) Err() (err error) {
	n, ok := map[BSSGPIEType]int{BSSGPBVCI: 2, BSSGPCause: 1, BSSGPLifetime: 2, BSSGPTag: 1, BSSGPTLLI: 4, BSSGPPTMSI: 4, BSSGPNSEI: 2, BSSGPCell: 8, BSSGPRoutingArea: 6}[e.Type]
	switch {
	case ok && n != len(e.Value):
		return codec.ErrLength
	case e.Type == BSSGPIMSI || e.Type == BSSGPMobileID:
		_, err = e.Identity()
	case e.Type == BSSGPCell || e.Type == BSSGPRoutingArea:
		var a *L3Area
		if a, err = e.Area(); err == nil {
			err = a.Err()
		}
	}
	return err
}

// Uint is the value as a number, of elements of up to 8 bytes: a BVCI, a TLLI, a cause, a lifetime in centiseconds.
func (e BSSGPIE) Uint() uint64 { return number(e.Value) }

// Identity is the value of an IMSI or a mobile identity.
func (e BSSGPIE) Identity() (*L3Identity, error) { return decoded(e.Value, new(L3Identity)) }

// Area is the value of a routeing area, or that in front of a cell's number.
func (e BSSGPIE) Area() (*L3Area, error) {
	return decoded(e.Value[:min(len(e.Value), 6)], new(L3Area))
}

// Cell is the number of a cell in its routeing area, which Area gives.
func (e BSSGPIE) Cell() (uint16, error) {
	if e.Type != BSSGPCell || len(e.Value) != 8 {
		return 0, codec.ErrLength
	}
	return uint16(number(e.Value[6:])), nil
}

// Cause is the value of a cause in words.
func (e BSSGPIE) Cause() string { return iana.Name(bssgpCauses, e.Uint()) }

const bssgpCauses = "\n0 processor overload\n1 equipment failure\n2 transit network service failure\n3 network service transmission capacity modified from zero\n4 unknown MS\n5 BVCI unknown" +
	"\n6 cell traffic congestion\n7 SGSN congestion\n8 O&M intervention\n9 BVCI blocked\n10 PFC create failure\n11 PFC preempted\n12 ABQP no more supported\n32 semantically incorrect PDU" +
	"\n33 invalid mandatory information\n34 missing mandatory IE\n35 missing conditional IE\n36 unexpected conditional IE\n37 conditional IE error" +
	"\n38 PDU not compatible with the protocol state\n39 protocol error, unspecified\n40 PDU not compatible with the feature set\n41 requested information not available" +
	"\n42 unknown destination address\n43 unknown RIM application identity\n44 invalid container unit information\n45 PFC queuing\n46 PFC created successfully\n47 T12 expiry" +
	"\n48 MS under PS handover treatment\n49 uplink quality\n50 uplink strength\n51 downlink quality\n52 downlink strength\n53 distance\n54 better cell\n55 traffic" +
	"\n56 radio contact lost with MS\n57 MS back on old channel\n58 T13 expiry\n59 T14 expiry\n60 not all requested PFCs created\n"
