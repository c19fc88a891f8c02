package dot11

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// RadioTapBit is the kind of a radiotap field: the bit that announces it.
type RadioTapBit uint8

// Radiotap fields.
const (
	RadioTapTSFT          RadioTapBit = 0
	RadioTapFlags         RadioTapBit = 1
	RadioTapRate          RadioTapBit = 2
	RadioTapChannel       RadioTapBit = 3
	RadioTapFHSS          RadioTapBit = 4
	RadioTapSignal        RadioTapBit = 5  // dBm
	RadioTapNoise         RadioTapBit = 6  // dBm
	RadioTapLockQuality   RadioTapBit = 7  // Barker code lock, without a unit
	RadioTapAttenuation   RadioTapBit = 8  // of transmit power, without a unit
	RadioTapAttenuationDB RadioTapBit = 9  // dB
	RadioTapPower         RadioTapBit = 10 // dBm
	RadioTapAntenna       RadioTapBit = 11 // index
	RadioTapSignalDB      RadioTapBit = 12 // dB above an arbitrary reference
	RadioTapNoiseDB       RadioTapBit = 13 // the same
	RadioTapRxFlags       RadioTapBit = 14
	RadioTapTxFlags       RadioTapBit = 15
	RadioTapRTSRetries    RadioTapBit = 16
	RadioTapDataRetries   RadioTapBit = 17
	RadioTapXChannel      RadioTapBit = 18
	RadioTapMCS           RadioTapBit = 19
	RadioTapAMPDU         RadioTapBit = 20
	RadioTapVHT           RadioTapBit = 21
	RadioTapTimestamp     RadioTapBit = 22
	RadioTapHE            RadioTapBit = 23
	RadioTapHEMU          RadioTapBit = 24
	RadioTapHEMUOther     RadioTapBit = 25
	RadioTapZeroPSDU      RadioTapBit = 26
	RadioTapLSIG          RadioTapBit = 27
	RadioTapTLVs          RadioTapBit = 28 // all that follows is in the form of [RadioTapTLV]
	RadioTapVendorSpace   RadioTapBit = 30 // [RadioTapVendor]
)

var radiotapNames = [...]string{
	0: "TSFT", 1: "Flags", 2: "Rate", 3: "Channel", 4: "FHSS", 5: "dBm Antenna Signal", 6: "dBm Antenna Noise", 7: "Lock Quality",
	8: "TX Attenuation", 9: "dB TX Attenuation", 10: "dBm TX Power", 11: "Antenna", 12: "dB Antenna Signal", 13: "dB Antenna Noise",
	14: "RX Flags", 15: "TX Flags", 16: "RTS Retries", 17: "Data Retries", 18: "XChannel", 19: "MCS", 20: "A-MPDU Status", 21: "VHT",
	22: "Timestamp", 23: "HE", 24: "HE-MU", 25: "HE-MU Other User", 26: "0-length PSDU", 27: "L-SIG", 28: "TLVs", 30: "Vendor Namespace",
}

// String gives the name, or the number.
func (b RadioTapBit) String() string { return iana.NameAt(radiotapNames[:], b) }

// RadioTapFlag are bits of the field Flags.
type RadioTapFlag uint8

// Flags of frames.
const (
	RadioTapFlagCFP     RadioTapFlag = 0x01 // during the contention-free period
	RadioTapFlagShort   RadioTapFlag = 0x02 // short preamble
	RadioTapFlagWEP     RadioTapFlag = 0x04
	RadioTapFlagFrag    RadioTapFlag = 0x08
	RadioTapFlagFCS     RadioTapFlag = 0x10 // the frame check sequence follows the frame
	RadioTapFlagDataPad RadioTapFlag = 0x20 // padding between MAC header and body, to a multiple of 4 bytes
	RadioTapFlagBadFCS  RadioTapFlag = 0x40
	RadioTapFlagShortGI RadioTapFlag = 0x80 // short guard interval
)

// Field returns the first field of a kind.
func (f *RadioTapFields) Field(bit RadioTapBit) (data []byte, ok bool) {
	for i := range f.List {
		if f.List[i].Bit == bit {
			return f.List[i].Data, true
		}
	}
	return nil, false
}

// byteOf is the first field of a kind of one byte.
func (f *RadioTapFields) byteOf(bit RadioTapBit) (uint8, bool) {
	if d, ok := f.Field(bit); ok && len(d) == 1 {
		return d[0], true
	}
	return 0, false
}

// Flags returns the flags of the frame, 0 without the field.
func (f *RadioTapFields) Flags() RadioTapFlag {
	v, _ := f.byteOf(RadioTapFlags)
	return RadioTapFlag(v)
}

// TSFT returns the time when the frame's first bit arrived, in microseconds of the network's clock.
func (f *RadioTapFields) TSFT() (uint64, bool) {
	if d, ok := f.Field(RadioTapTSFT); ok && len(d) == 8 {
		return binary.LittleEndian.Uint64(d), true
	}
	return 0, false
}

// Rate returns the data rate in kb/s.
func (f *RadioTapFields) Rate() (kbps int, ok bool) {
	v, ok := f.byteOf(RadioTapRate)
	return 500 * int(v), ok
}

// Signal returns the signal power at the antenna, in dBm; with several antennas that of all.
func (f *RadioTapFields) Signal() (dbm int8, ok bool) {
	v, ok := f.byteOf(RadioTapSignal)
	return int8(v), ok
}

// Noise returns the noise power at the antenna, in dBm.
func (f *RadioTapFields) Noise() (dbm int8, ok bool) {
	v, ok := f.byteOf(RadioTapNoise)
	return int8(v), ok
}

// Channel returns the channel.
func (f *RadioTapFields) Channel() (c RadioChannel, ok bool) {
	if d, ok := f.Field(RadioTapChannel); ok && len(d) == 4 {
		return RadioChannel{binary.LittleEndian.Uint16(d), RadioChannelFlags(binary.LittleEndian.Uint16(d[2:]))}, true
	}
	return c, false
}

// Set replaces the first field of the default namespace that has the kind, or puts a new one in its place. Data is a
// []byte, or a struct that View returns for the kind.
func (f *RadioTapFields) Set(bit RadioTapBit, data any) error {
	b, ok := data.([]byte)
	if !ok {
		var err error
		if b, err = codec.Marshal(data); err != nil {
			return err
		}
	}
	x := RadioTapField{Bit: bit, Data: b}
	at := 0
	for ; at < len(f.List) && f.List[at].Namespace == 0 && f.List[at].Bit <= bit; at++ {
		if f.List[at].Bit == bit {
			f.List[at] = x
			return nil
		}
	}
	list := make([]RadioTapField, 0, len(f.List)+1)
	f.List = append(append(append(list, f.List[:at]...), x), f.List[at:]...)
	return nil
}

// View decodes the field as what its kind asks for, such as [*RadioChannel]. It returns nil where there is no structure: fields
// of one byte, for example.
func (x *RadioTapField) View() (any, error) {
	v := radiotapView(x.Bit)
	if v == nil {
		return nil, nil
	}
	rest, err := codec.Unmarshal(x.Data, v)
	if err == nil && len(rest) > 0 {
		err = codec.ErrLength
	}
	return v, err
}

// radiotapView is an empty struct for the fields of a kind.
func radiotapView(bit RadioTapBit) any {
	switch bit {
	case RadioTapChannel:
		return &RadioChannel{}
	case RadioTapFHSS:
		return &RadioFHSS{}
	case RadioTapXChannel:
		return &RadioXChannel{}
	case RadioTapMCS:
		return &RadioMCS{}
	case RadioTapAMPDU:
		return &RadioAMPDU{}
	case RadioTapVHT:
		return &RadioVHT{}
	case RadioTapTimestamp:
		return &RadioTimestamp{}
	case RadioTapHE:
		return &RadioHE{}
	case RadioTapHEMU:
		return &RadioHEMU{}
	case RadioTapHEMUOther:
		return &RadioHEMUOther{}
	case RadioTapLSIG:
		return &RadioLSIG{}
	case RadioTapTLVs:
		return &RadioTapTLVList{}
	case RadioTapVendorSpace:
		return &RadioTapVendor{}
	}
	return nil
}
