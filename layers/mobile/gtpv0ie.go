package mobile

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// GTPv0IE is an information element of GTP version 0, 3GPP TS 09.60 section 7.9: as those of version 1, but types below 128 have other meanings and lengths.
type GTPv0IE struct {
	Type  GTPv0IEType
	Value []byte
}

// GTPv0IEType is the type of an information element.
type GTPv0IEType uint8

// Types of information elements.
const (
	GTPv0Cause            GTPv0IEType = 1
	GTPv0IMSI             GTPv0IEType = 2
	GTPv0RAI              GTPv0IEType = 3
	GTPv0QoS              GTPv0IEType = 6
	GTPv0Reordering       GTPv0IEType = 8
	GTPv0Recovery         GTPv0IEType = 14
	GTPv0SelectionMode    GTPv0IEType = 15
	GTPv0FlowLabelData    GTPv0IEType = 16
	GTPv0FlowLabelSignal  GTPv0IEType = 17
	GTPv0ChargingID       GTPv0IEType = 127
	GTPv0EndUserAddress   GTPv0IEType = 128
	GTPv0AccessPoint      GTPv0IEType = 131
	GTPv0ProtocolConfig   GTPv0IEType = 132
	GTPv0GSNAddress       GTPv0IEType = 133
	GTPv0MSISDN           GTPv0IEType = 134
	GTPv0PrivateExtension GTPv0IEType = 255
)

func (t GTPv0IEType) String() string {
	return iana.Name("\n1 Cause\n2 IMSI\n3 Routeing Area Identity\n4 TLLI\n5 P-TMSI\n6 Quality of Service Profile\n8 Reordering Required\n9 Authentication Triplet\n11 MAP Cause\n12 P-TMSI Signature"+
		"\n13 MS Validated\n14 Recovery\n15 Selection Mode\n16 Flow Label Data I\n17 Flow Label Signalling\n18 Flow Label Data II\n19 MS Not Reachable Reason\n127 Charging ID"+
		"\n128 End User Address\n129 MM Context\n130 PDP Context\n131 Access Point Name\n132 Protocol Configuration Options\n133 GSN Address\n134 MSISDN\n251 Charging Gateway Address"+
		"\n255 Private Extension\n", t)
}

// size is the length of the value of an element below 128, -1 if it is not known.
func (t GTPv0IEType) size() int {
	switch t {
	case 1, 8, 11, 13, 14, 15, 19:
		return 1
	case 16, 17:
		return 2
	case 6, 12, 18:
		return 3
	case 4, 5, 127:
		return 4
	case 3:
		return 6
	case 2:
		return 8
	case 9:
		return 28
	}
	return -1
}

// DecodeField reads an element.
func (e *GTPv0IE) DecodeField(layer []byte, at int) (int, error) {
	t, v, n, err := readElement(layer[at:], func(t uint8) int { return GTPv0IEType(t).size() })
	*e = GTPv0IE{GTPv0IEType(t), v}
	return n, err
}

// AppendField writes an element.
func (e GTPv0IE) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	return appendElement(dst, uint8(e.Type), e.Value, e.Type.size())
}

// Config is the value of Protocol Configuration Options.
func (e GTPv0IE) Config() (*GTPConfig, error) { return config(e.Value) }
