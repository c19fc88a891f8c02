package dot11

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"iter"
	"slices"

	"github.com/wiretag/wiretag/codec"
)

// RadioTap is the radiotap header, LINKTYPE_IEEE802_11_RADIOTAP, as radiotap.org defines it: words of bits that say
// which fields follow, then these, each at a multiple of its alignment from the start of the header. Where the flags
// say that the frame check sequence was captured, it is a trailer of this layer, behind the frame.
type RadioTap struct {
	Version uint8          `bits:"8"`
	Pad     uint8          `bits:"8"`
	Length  uint16         `bits:"16,le,len=header"`
	Fields  RadioTapFields `bits:"*,if=Version==0"`
	Rest    []byte         `bits:"*"` // what no field claims, or what is behind one that is not known
	FCS     uint32         `bits:"32,le,trailer,sum=fcs,if=HasFCS"`
}

// HasFCS reports whether the frame check sequence stands behind the frame.
func (r *RadioTap) HasFCS() bool { return r.Fields.Flags()&RadioTapFlagFCS != 0 }

// Sum gives the frame check sequence, which covers the frame and not this header.
func (*RadioTap) Sum(alg string) func(data []byte, at, n int) uint64 {
	if alg != "fcs" {
		return nil
	}
	return func(data []byte, at, _ int) uint64 {
		header := 0
		if len(data) >= 4 {
			header = int(data[2]) | int(data[3])<<8
		}
		return uint64(crc32.ChecksumIEEE(data[min(header, at):at]))
	}
}

// NextLayer is the frame, with a padded header if the flags say so.
func (r *RadioTap) NextLayer(payload []byte) codec.Key {
	switch {
	case len(payload) == 0:
		return codec.Key{}
	case r.Fields.Flags()&RadioTapFlagDataPad != 0:
		return codec.Key{Table: "dot11", Value: keyPadded}
	}
	return codec.Key{Table: "dot11", Value: keyFrame}
}

func (r *RadioTap) String() string {
	s := "RadioTap"
	if f, ok := r.Fields.Channel(); ok {
		s += fmt.Sprintf(" %d MHz", f.Frequency)
	}
	if n, ok := r.Fields.Rate(); ok {
		s += fmt.Sprintf(", %d kb/s", n)
	}
	if n, ok := r.Fields.Signal(); ok {
		s += fmt.Sprintf(", %d dBm", n)
	}
	return s
}

// RadioTapFields are the fields of a radiotap header, with the words that announce them.
type RadioTapFields struct {
	// Present are the words. Bit 31 of each but the last says that one more follows, bits 29 and 30 that the next one is of the default
	// namespace, from bit 0 on, or of a vendor's. Building sets them from List, unless that has fields of vendors.
	Present []uint32
	List    []RadioTapField
}

// RadioTapField is a field of a radiotap header.
type RadioTapField struct {
	Bit       RadioTapBit
	Namespace int    // 0 for the first fields; fields of the next one may have the same bits again, one for each antenna
	Padding   []byte // in front of it, for its alignment
	Data      []byte // part of the packet
}

// Bits that lead on to further words.
const (
	presentDefault = 1 << 29 // radiotap namespace
	presentVendor  = 1 << 30
	presentMore    = 1 << 31
)

// radiotapSizes are alignment and size in bytes by bit; 0: not known.
var radiotapSizes = [...][2]uint8{
	{8, 8},
	{1, 1},
	{1, 1},
	{2, 4},
	{2, 2},
	{1, 1},
	{1, 1},
	{2, 2},
	{2, 2},
	{2, 2},
	{1, 1},
	{1, 1},
	{1, 1},
	{1, 1},
	{2, 2},
	{2, 2},
	{1, 1},
	{1, 1},
	{4, 8},
	{1, 3},
	{4, 8},
	{2, 12},
	{8, 12},
	{2, 12},
	{2, 12},
	{2, 6},
	{1, 1},
	{2, 4},
	{4, 0},
}

// DecodeField reads the words and as many fields as are whole.
func (f *RadioTapFields) DecodeField(layer []byte, at int) (int, error) {
	f.Present, f.List = f.Present[:0], f.List[:0]
	n := at
	for more := true; more; n += 4 {
		if len(layer)-n < 4 {
			return n - at + 4, codec.ErrTruncated
		}
		word := uint32(layer[n]) | uint32(layer[n+1])<<8 | uint32(layer[n+2])<<16 | uint32(layer[n+3])<<24
		f.Present = append(f.Present, word)
		more = word&presentMore != 0
	}
	for bit, namespace := range f.announced() {
		pad, size := radiotapPlace(bit, layer, n)
		if size <= 0 || len(layer)-n < pad+size {
			break
		}
		at1 := n + pad
		f.List = append(f.List, RadioTapField{
			Bit: bit, Namespace: namespace, Padding: layer[n:at1:at1], Data: layer[at1 : at1+size : at1+size],
		})
		n = at1 + size
	}
	return n - at, nil
}

// radiotapPlace is the alignment in front of a field that may start at layer[n:], and its size, 0 if that is not known.
func radiotapPlace(bit RadioTapBit, layer []byte, n int) (pad, size int) {
	switch {
	case bit == RadioTapVendorSpace:
		pad = n & 1
		if at := n + pad; len(layer) >= at+vendorHeader {
			return pad, vendorHeader + int(layer[at+4]) + int(layer[at+5])<<8
		}
		return 0, 0
	case bit == RadioTapTLVs:
		pad = -n & 3
		return pad, len(layer) - n - pad // all that is left
	case int(bit) >= len(radiotapSizes):
		return 0, 0
	}
	s := radiotapSizes[bit]
	return -n & (int(s[0]) - 1), int(s[1])
}

const vendorHeader = 6 // bytes of organisation, sub-namespace and length

// announced are the fields that the words announce. Bits of a vendor's words belong to the vendor's field, which
// the word before announces; its data are as long as they say themselves.
func (f *RadioTapFields) announced() iter.Seq2[RadioTapBit, int] {
	return func(yield func(RadioTapBit, int) bool) {
		base, namespace, vendor := 0, 0, false
		for _, word := range f.Present {
			for bit := 0; bit < 29 && !vendor; bit++ {
				if word&(1<<bit) != 0 && !yield(RadioTapBit(min(base+bit, 255)), namespace) {
					return
				}
			}
			base += 32
			switch {
			case word&presentVendor != 0:
				namespace++
				if !yield(RadioTapVendorSpace, namespace) {
					return
				}
				vendor, base = true, 0
			case word&presentDefault != 0:
				namespace++
				vendor, base = false, 0
			}
		}
	}
}

// AppendField writes the words and the fields. Where lengths or next fields are derived, the words follow from the list, and so
// does the padding.
func (f RadioTapFields) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	derived := derive&codec.NextFields != 0 && f.plain()
	switch {
	case derived:
		dst = f.appendWords(dst)
	case derive&codec.NextFields != 0 && len(f.Present) == 0: // no words say what follows
		return dst, fmt.Errorf("radiotap fields that are not in the order of their namespaces and bits: %w", codec.ErrRange)
	default:
		for _, w := range f.Present {
			dst = append(dst, byte(w), byte(w>>8), byte(w>>16), byte(w>>24))
		}
	}
	for i := range f.List {
		x := &f.List[i]
		if derived {
			pad, size := radiotapPlace(x.Bit, nil, len(dst)-start)
			if x.Bit == RadioTapTLVs {
				size = len(x.Data)
			}
			if size != len(x.Data) {
				return dst, fmt.Errorf("radiotap field %s of %d bytes: %w", x.Bit, len(x.Data), codec.ErrLength)
			}
			dst = append(dst, "\x00\x00\x00\x00\x00\x00\x00"[:pad]...)
		} else {
			dst = append(dst, x.Padding...)
		}
		dst = append(dst, x.Data...)
	}
	return dst, nil
}

// Equal reports whether both have the same fields with the same contents. The words and the padding may differ: building sets them.
func (f RadioTapFields) Equal(g RadioTapFields) bool {
	return slices.EqualFunc(f.List, g.List, func(x, y RadioTapField) bool {
		return x.Bit == y.Bit && x.Namespace == y.Namespace && bytes.Equal(x.Data, y.Data)
	})
}

// plain reports whether all fields are of the default namespace, so that the words follow from them.
func (f *RadioTapFields) plain() bool {
	namespace, last := 0, -1
	for i := range f.List {
		x := &f.List[i]
		if x.Namespace != namespace {
			last = -1
		}
		if int(x.Bit) >= len(radiotapSizes) || x.Namespace < namespace || x.Namespace > namespace+max(len(f.Present), 1) || int(x.Bit) <= last {
			return false
		}
		namespace, last = x.Namespace, int(x.Bit)
	}
	for _, w := range f.Present {
		if w&presentVendor != 0 {
			return false
		}
	}
	return len(f.List) > 0 || len(f.Present) == 0
}

// appendWords writes the words that announce the list.
func (f *RadioTapFields) appendWords(dst []byte) []byte {
	word, namespace := uint32(0), 0
	put := func(w uint32) { dst = append(dst, byte(w), byte(w>>8), byte(w>>16), byte(w>>24)) }
	for i := range f.List {
		x := &f.List[i]
		for ; namespace < x.Namespace; namespace++ {
			put(word | presentDefault | presentMore)
			word = 0
		}
		word |= 1 << x.Bit
	}
	put(word)
	return dst
}
