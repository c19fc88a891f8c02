package dot11

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
)

// AVS is the header of the AVS capture format, LINKTYPE_IEEE802_11_AVS: version 1 of 64 bytes, version 2 with a sequence number and
// addresses behind. All numbers are big-endian.
type AVS struct {
	Magic    uint32   `bits:"32"` // 0x80211000 and the version
	Length   uint32   `bits:"32,len=header"`
	MACTime  uint64   `bits:"64"` // microseconds
	HostTime uint64   `bits:"64"` // microseconds
	PHYType  PHYType  `bits:"32"`
	Channel  uint32   `bits:"32"`
	Rate     uint32   `bits:"32"` // units of 100 kb/s
	Antenna  uint32   `bits:"32"`
	Priority uint32   `bits:"32"`
	SSIType  SSIType  `bits:"32"`
	Signal   int32    `bits:"32"`
	Noise    int32    `bits:"32"`
	Preamble uint32   `bits:"32"` // 1 short, 2 long
	Encoding uint32   `bits:"32"` // 1 CCK, 2 PBCC, 3 OFDM
	Sequence uint32   `bits:"32,if=Magic&0xff==2"`
	Drops    uint32   `bits:"32,if=Magic&0xff==2"`
	Receiver ieee.MAC `bits:"48,if=Magic&0xff==2"`
	Padding  uint16   `bits:"16,if=Magic&0xff==2"`
	Rest     []byte   `bits:"*"`
}

// AVSMagic is the magic number, without the version in its lowest byte.
const AVSMagic = 0x80211000

// PHYType is the kind of radio.
type PHYType uint32

var phyNames = [...]string{
	1: "FHSS 802.11 97", 2: "DSSS 802.11 97", 3: "IR baseband", 4: "DSSS 802.11b", 5: "PBCC 802.11b", 6: "OFDM 802.11g", 7: "PBCC 802.11g",
	8: "OFDM 802.11a", 9: "802.11g mixed",
}

// String gives the name, or the number.
func (t PHYType) String() string { return iana.NameAt(phyNames[:], t) }

// SSIType is the unit of signal and noise.
type SSIType uint32

// Units of signal and noise.
const (
	SSINone SSIType = iota
	SSINormalized
	SSIdBm
	SSIRaw
)

// String gives the name, or the number.
func (t SSIType) String() string {
	return iana.NameAt([]string{"None", "Normalized RSSI", "dBm", "Raw RSSI"}, t)
}

// Version is the version of the format.
func (a *AVS) Version() uint8 { return uint8(a.Magic) }

// NextLayer is the frame.
func (*AVS) NextLayer([]byte) codec.Key { return codec.Key{Table: "dot11", Value: keyFrame} }

func (a *AVS) String() string { return fmt.Sprintf("AVS channel %d, signal %d", a.Channel, a.Signal) }
