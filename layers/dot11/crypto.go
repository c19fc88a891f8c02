package dot11

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// WEP is the header of an encrypted body, IEEE 802.11-2020 section 12.3.2.2, with the integrity check value behind it. What lies between
// is encrypted.
type WEP struct {
	IV    uint32 `bits:"24"` // initialization vector, in the order of transmission
	KeyID uint8  `bits:"2"`
	Pad   uint8  `bits:"6"`
	ICV   uint32 `bits:"32,le,trailer"` // encrypted
}

// TKIP is the header of a body encrypted by the temporal key integrity protocol, IEEE 802.11-2020 section 12.5.2.2. The
// message integrity code is a part of what is encrypted.
type TKIP struct {
	TSC1     uint8  `bits:"8"` // TKIP sequence counter; the others are TSC0 and TSC2 to TSC5
	Seed     uint8  `bits:"8"` // (TSC1 | 0x20) & 0x7f
	TSC0     uint8  `bits:"8"`
	KeyID    uint8  `bits:"2"`
	ExtIV    bool   `bits:"1"` // set
	Reserved uint8  `bits:"5"`
	TSCHigh  uint32 `bits:"32,le"`         // TSC2 to TSC5
	ICV      uint32 `bits:"32,le,trailer"` // encrypted
}

// CCMP is the header of a body encrypted by CCMP or GCMP with 128-bit keys, IEEE 802.11-2020 sections 12.5.3.2 and 12.5.5.2.
// The message integrity code has 16 bytes, of which the first 8 are a part of the payload here, where
// GCMP or 256-bit keys are used, which the frame does not tell.
type CCMP struct {
	PN0       uint8  `bits:"8"` // packet number, the lowest byte
	PN1       uint8  `bits:"8"`
	Reserved  uint8  `bits:"8"`
	KeyID     uint8  `bits:"2"`
	ExtIV     bool   `bits:"1"` // set
	Reserved2 uint8  `bits:"5"`
	PNHigh    uint32 `bits:"32,le"` // PN2 to PN5
	MIC       uint64 `bits:"64,trailer"`
}

// LayerName is the name of the layer.
func (*WEP) LayerName() string { return "Dot11WEP" }

// LayerName is the name of the layer.
func (*TKIP) LayerName() string { return "Dot11TKIP" }

// LayerName is the name of the layer.
func (*CCMP) LayerName() string { return "Dot11CCMP" }

// NextLayer is opaque: it is encrypted.
func (*WEP) NextLayer([]byte) codec.Key { return codec.Key{} }

// NextLayer is opaque: it is encrypted.
func (*TKIP) NextLayer([]byte) codec.Key { return codec.Key{} }

// NextLayer is opaque: it is encrypted.
func (*CCMP) NextLayer([]byte) codec.Key { return codec.Key{} }

// PN is the packet number.
func (c *CCMP) PN() uint64 { return uint64(c.PNHigh)<<16 | uint64(c.PN1)<<8 | uint64(c.PN0) }

// TSC is the sequence counter.
func (t *TKIP) TSC() uint64 { return uint64(t.TSCHigh)<<16 | uint64(t.TSC1)<<8 | uint64(t.TSC0) }

func (w *WEP) String() string { return fmt.Sprintf("Dot11WEP iv %06x, key %d", w.IV, w.KeyID) }

func (t *TKIP) String() string { return fmt.Sprintf("Dot11TKIP tsc %d, key %d", t.TSC(), t.KeyID) }

func (c *CCMP) String() string { return fmt.Sprintf("Dot11CCMP pn %d, key %d", c.PN(), c.KeyID) }

// The kinds of encryption in table dot11crypt.
const (
	cryptWEP = iota
	cryptTKIP
	cryptCCMP
)

// protectedKey tells how a body is encrypted: WEP has no extended initialization vector; TKIP
// derives its second byte from the first, and only CCMP leaves the third one zero.
func protectedKey(body []byte) codec.Key {
	kind := uint64(cryptWEP)
	switch {
	case len(body) < 8:
		if len(body) < 4 || body[3]&0x20 != 0 {
			return codec.Key{}
		}
	case body[3]&0x20 == 0:
	case body[2] != 0 && body[1] == (body[0]|0x20)&0x7f:
		kind = cryptTKIP
	default:
		kind = cryptCCMP
	}
	return codec.Key{Table: "dot11crypt", Value: kind}
}
