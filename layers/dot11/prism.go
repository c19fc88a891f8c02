package dot11

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// Prism is the header of the Prism monitor mode, LINKTYPE_IEEE802_11_PRISM: a list of values, each with a number that tells what it
// is, in the byte order of the host that captured it: little-endian here, big-endian in [PrismBE].
type Prism struct {
	MessageCode   uint32      `bits:"32,le"` // 0x41 or 0x44
	MessageLength uint32      `bits:"32,le,len=header"`
	Device        [16]byte    `bits:"128"` // name, ended by a zero
	Items         []PrismItem `bits:"*,le,fit"`
	Rest          []byte      `bits:"*"`
}

// PrismItem is a value, the 4 bytes of which are followed by others if Length says so.
type PrismItem struct {
	ID     PrismID `bits:"32"`
	Status uint16  `bits:"16"` // 0: there is a value
	Length uint16  `bits:"16"` // of the value in bytes; 4
	Value  uint32  `bits:"32"`
}

// PrismID tells what a value is.
type PrismID uint32

// Values of Prism headers: those of message 0x44. Linux drivers of the time made the upper half of the number 1 to 10 instead.
const (
	PrismHostTime PrismID = 0x00010044 // ticks of the host
	PrismMACTime  PrismID = 0x00020044
	PrismChannel  PrismID = 0x00030044
	PrismRSSI     PrismID = 0x00040044
	PrismSQ       PrismID = 0x00050044 // signal quality
	PrismSignal   PrismID = 0x00060044
	PrismNoise    PrismID = 0x00070044
	PrismRate     PrismID = 0x00080044 // units of 500 kb/s
	PrismIsTx     PrismID = 0x00090044
	PrismFrameLen PrismID = 0x000a0044
)

var prismNames = [...]string{
	1: "Host Time", 2: "MAC Time", 3: "Channel", 4: "RSSI", 5: "SQ", 6: "Signal", 7: "Noise", 8: "Rate", 9: "Is TX", 10: "Frame Length",
}

// Kind is the number of the value without that of the message: 1 for the host time, 10 for the frame's length. Some
// drivers write it as 0x1041, 0x2041 and so on.
func (i PrismID) Kind() uint32 {
	if i < 1<<16 {
		return uint32(i) >> 12
	}
	return uint32(i) >> 16
}

// String gives the name, or the number.
func (i PrismID) String() string {
	if k := i.Kind(); k < uint32(len(prismNames)) && k > 0 {
		return prismNames[k]
	}
	return fmt.Sprintf("%#08x", uint32(i))
}

// Value returns the value of a kind, as Kind counts.
func (p *Prism) Value(kind uint32) (v uint32, ok bool) {
	for i := range p.Items {
		if x := &p.Items[i]; x.ID.Kind() == kind && x.Status == 0 {
			return x.Value, true
		}
	}
	return 0, false
}

// PrismBE is the header of the Prism monitor mode as big-endian hosts write it, LINKTYPE_IEEE802_11_PRISM.
type PrismBE struct {
	MessageCode   uint32      `bits:"32"`
	MessageLength uint32      `bits:"32,len=header"`
	Device        [16]byte    `bits:"128"`
	Items         []PrismItem `bits:"*,fit"`
	Rest          []byte      `bits:"*"`
}

// Monitor stands in front of the headers that LINKTYPE_IEEE802_11_PRISM has been used for. It has no bytes of its own.
type Monitor struct{}

// LayerName is the name of the layer.
func (*Monitor) LayerName() string { return "Dot11Monitor" }

// Forms of headers, in table prism.
const (
	prismLittle = iota
	prismBig
	prismAVS
)

// NextLayer is told by the first four bytes: the magic number of [AVS], or the code of the message, which shows the byte order.
func (*Monitor) NextLayer(payload []byte) codec.Key {
	form := uint64(prismLittle)
	switch {
	case len(payload) < 4:
	case payload[0] == AVSMagic>>24 && payload[1] == AVSMagic>>16&0xff && payload[2] == AVSMagic>>8&0xff:
		form = prismAVS
	case payload[0] == 0 && payload[3] != 0:
		form = prismBig
	}
	return codec.Key{Table: "prism", Value: form}
}

// NextLayer is the frame.
func (*PrismBE) NextLayer([]byte) codec.Key { return codec.Key{Table: "dot11", Value: keyFrame} }

// NextLayer is the frame.
func (*Prism) NextLayer([]byte) codec.Key { return codec.Key{Table: "dot11", Value: keyFrame} }
