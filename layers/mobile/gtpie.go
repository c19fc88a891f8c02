package mobile

import (
	"encoding/binary"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// GTPv1IE is an information element of GTP version 1 and of GTP', 3GPP TS 29.060 section 7.7: those of types below 128 have a length that the type says, the others say it themselves, in two bytes, a list of extension headers (141) in one.
type GTPv1IE struct {
	Type  GTPv1IEType
	Value []byte
}

// Err tells whether an IMSI holds what is no digit or more than there are, or an element has not the length of its type: 3GPP TS 29.060 sections 7.7.2, 7.7.27, 7.7.32, 7.7.36, 7.7.46 and 7.7.50 to 7.7.53.
func (e GTPv1IE) Err() error {
	sizes := map[GTPv1IEType]int{GTPv1RATType: 1, GTPv1TimeZone: 2, GTPv1IMEI: 8}
	least := map[GTPv1IEType]int{GTPv1EndUserAddress: 2, GTPv1MSISDN: 1, GTPv1PrivateExtension: 2}
	switch n, ok := sizes[e.Type]; {
	case ok && n != len(e.Value), len(e.Value) < least[e.Type]:
		return codec.ErrLength
	case (e.Type == GTPv1GSNAddress || e.Type == gtpv1ChargingGateway) && len(e.Value) != 4 && len(e.Value) != 16:
		return codec.ErrLength
	case e.Type == GTPv1ProtocolConfig:
		c, err := e.Config()
		if err == nil {
			err = c.Err()
		}
		return err
	case e.Type == GTPv1IMSI:
		return imsiErr(e.Value)
	}
	return nil
}

// imsiErr tells whether a nibble is neither a digit nor the filler at the end, or there are more than fifteen digits.
func imsiErr(b []byte) error {
	if len(b) > 8 || len(b) == 8 && b[7]>>4 != 15 {
		return codec.ErrLength
	}
	for i, c := range b {
		if c&15 > 9 || c>>4 > 9 && (c>>4 != 15 || i+1 < len(b)) {
			return codec.ErrRange
		}
	}
	return nil
}

// GTPv1IEType is the type of an information element.
type GTPv1IEType uint8

// Types of information elements.
const (
	GTPv1Cause            GTPv1IEType = 1
	GTPv1IMSI             GTPv1IEType = 2
	GTPv1RAI              GTPv1IEType = 3
	GTPv1Recovery         GTPv1IEType = 14
	GTPv1SelectionMode    GTPv1IEType = 15
	GTPv1TEIDData         GTPv1IEType = 16
	GTPv1TEIDControl      GTPv1IEType = 17
	GTPv1Teardown         GTPv1IEType = 19
	GTPv1NSAPI            GTPv1IEType = 20
	GTPv1ChargingID       GTPv1IEType = 127
	GTPv1EndUserAddress   GTPv1IEType = 128
	GTPv1AccessPoint      GTPv1IEType = 131
	GTPv1ProtocolConfig   GTPv1IEType = 132
	GTPv1GSNAddress       GTPv1IEType = 133
	GTPv1MSISDN           GTPv1IEType = 134
	GTPv1QoS              GTPv1IEType = 135
	GTPv1ExtensionTypes   GTPv1IEType = 141
	GTPv1RATType          GTPv1IEType = 151
	GTPv1UserLocation     GTPv1IEType = 152
	GTPv1TimeZone         GTPv1IEType = 153
	GTPv1IMEI             GTPv1IEType = 154
	gtpv1ChargingGateway  GTPv1IEType = 251
	GTPv1PrivateExtension GTPv1IEType = 255
)

func (t GTPv1IEType) String() string { return iana.Name(gtpv1Elements, t) }

const gtpv1Elements = "\n1 Cause\n2 IMSI\n3 Routeing Area Identity\n4 TLLI\n5 P-TMSI\n8 Reordering Required\n9 Authentication Triplet\n11 MAP Cause\n12 P-TMSI Signature\n13 MS Validated\n14 Recovery" +
	"\n15 Selection Mode\n16 TEID Data I\n17 TEID Control Plane\n18 TEID Data II\n19 Teardown Ind\n20 NSAPI\n21 RANAP Cause\n22 RAB Context\n23 Radio Priority SMS\n24 Radio Priority" +
	"\n25 Packet Flow ID\n26 Charging Characteristics\n27 Trace Reference\n28 Trace Type\n29 MS Not Reachable Reason\n126 Packet Transfer Command\n127 Charging ID\n128 End User Address" +
	"\n129 MM Context\n130 PDP Context\n131 Access Point Name\n132 Protocol Configuration Options\n133 GSN Address\n134 MSISDN\n135 QoS Profile\n136 Authentication Quintuplet" +
	"\n137 Traffic Flow Template\n138 Target Identification\n139 UTRAN Transparent Container\n140 RAB Setup Information\n141 Extension Header Type List\n142 Trigger ID\n143 OMC Identity" +
	"\n144 RAN Transparent Container\n147 SGSN Number\n148 Common Flags\n149 APN Restriction\n151 RAT Type\n152 User Location Information\n153 MS Time Zone\n154 IMEI(SV)" +
	"\n181 MS Info Change Reporting Action\n182 Direct Tunnel Flags\n184 Bearer Control Mode\n189 RFSP Index\n190 FQDN\n191 Evolved Allocation/Retention Priority I\n194 UCI\n198 APN-AMBR\n251 Charging Gateway Address" +
	"\n252 Data Record Packet\n253 Requests Responded\n254 Address of Recommended Node\n255 Private Extension\n"

// size is the length of the value of an element below 128, -1 if it is not known.
func (t GTPv1IEType) size() int {
	switch t {
	case 1, 8, 11, 13, 14, 15, 19, 20, 21, 23, 24, 29, 126:
		return 1
	case 2:
		return 8
	case 3, 22:
		return map[GTPv1IEType]int{3: 6, 22: 9}[t]
	case 4, 5, 16, 17, 127:
		return 4
	case 9:
		return 28
	case 12:
		return 3
	case 18:
		return 5
	case 25, 26, 27, 28:
		return 2
	}
	return -1
}

// DecodeField reads an element.
func (e *GTPv1IE) DecodeField(layer []byte, at int) (int, error) {
	t, v, n, err := readElement(layer[at:], func(t uint8) int { return GTPv1IEType(t).size() })
	*e = GTPv1IE{GTPv1IEType(t), v}
	return n, err
}

// AppendField writes an element.
func (e GTPv1IE) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	return appendElement(dst, uint8(e.Type), e.Value, e.Type.size())
}

// readElement reads an element: those below 128 are as long as size says, -1 if it does not know. It returns the bytes that the element has, or would need.
func readElement(b []byte, size func(uint8) int) (t uint8, value []byte, n int, err error) {
	if len(b) == 0 {
		return 0, nil, 1, codec.ErrTruncated
	}
	head, n := 1, size(b[0])
	if b[0] == uint8(GTPv1ExtensionTypes) && len(b) > 1 {
		head, n = 2, int(b[1])
	} else if b[0] >= 128 {
		if head = 3; len(b) < head {
			return 0, nil, head, codec.ErrTruncated
		}
		n = int(binary.BigEndian.Uint16(b[1:]))
	}
	switch {
	case n < 0:
		return 0, nil, 1, codec.ErrUnion
	case head+n > len(b):
		return 0, nil, head + n, codec.ErrTruncated
	case n > 0:
		value = b[head : head+n : head+n]
	}
	return b[0], value, head + n, nil
}

// appendElement writes an element, whose size the type says if it is below 128.
func appendElement(dst []byte, t uint8, value []byte, size int) ([]byte, error) {
	dst = append(dst, t)
	switch {
	case t < 128 && size < 0:
		return dst, codec.ErrUnion
	case t < 128 && len(value) != size, len(value) > 0xffff:
		return dst, codec.ErrLength
	case t == uint8(GTPv1ExtensionTypes) && len(value) > 0xff:
		return dst, codec.ErrLength
	case t == uint8(GTPv1ExtensionTypes):
		dst = append(dst, byte(len(value)))
	case t >= 128:
		dst = binary.BigEndian.AppendUint16(dst, uint16(len(value)))
	}
	return append(dst, value...), nil
}

// Uint is the value as a number, of elements of up to 8 bytes.
func (e GTPv1IE) Uint() (v uint64) {
	for _, c := range e.Value[:min(len(e.Value), 8)] {
		v = v<<8 | uint64(c)
	}
	return v
}

// Digits is the value as the decimal digits of an IMSI, an IMEI or, behind its first byte, an MSISDN: two in a byte, the lower one first, up to a filler.
func (e GTPv1IE) Digits() string {
	b := e.Value
	if e.Type == GTPv1MSISDN && len(b) > 0 {
		b = b[1:]
	}
	return digits(b)
}

// Addr is the address of a GSN Address, or of an End User Address of IP, of both versions that of IPv4.
func (e GTPv1IE) Addr() netip.Addr {
	b := e.Value
	if e.Type == GTPv1EndUserAddress && len(b) > 2 {
		if b = b[2:]; e.Value[1] == 0x8d && len(b) == 4+16 {
			b = b[:4]
		}
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}

// Name is the value as an access point name: labels behind their lengths.
func (e GTPv1IE) Name() string { return labels(e.Value) }

// Config is the value of Protocol Configuration Options.
func (e GTPv1IE) Config() (*GTPConfig, error) { return config(e.Value) }

// digits writes the digits in b.
func digits(b []byte) string {
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		for _, d := range [2]byte{c & 15, c >> 4} {
			if d == 15 {
				return string(out)
			}
			out = append(out, "0123456789*#abc"[d])
		}
	}
	return string(out)
}

// labels writes labels with dots between them.
func labels(b []byte) string {
	var out []byte
	for len(b) > 0 && int(b[0]) < len(b) {
		if len(out) > 0 {
			out = append(out, '.')
		}
		n := 1 + int(b[0])
		out, b = append(out, b[1:n]...), b[n:]
	}
	return string(out)
}
