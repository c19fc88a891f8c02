package pcapio

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"net/netip"
	"strings"

	"github.com/wiretag/wiretag/capture"
)

// Ticks is a time since 1970 in units of the interface's resolution, before its offset is added: two 32-bit words,
// the upper one first, in either byte order.
type Ticks uint64

func (t *Ticks) decode(v []byte, order byteOrder) bool {
	if len(v) != 8 {
		return false
	}
	*t = Ticks(order.Uint32(v))<<32 | Ticks(order.Uint32(v[4:]))
	return true
}

func (t *Ticks) append(dst []byte, order byteOrder) ([]byte, error) {
	return order.AppendUint32(order.AppendUint32(dst, uint32(*t>>32)), uint32(*t)), nil
}

// MAC is an EUI-48 hardware address.
type MAC [6]byte

// String is as in "00:01:02:03:04:05".
func (m MAC) String() string { return colons(m[:]) }

func (m *MAC) decode(v []byte, _ byteOrder) bool { return len(v) == len(m) && copy(m[:], v) > 0 }

func (m *MAC) append(dst []byte, _ byteOrder) ([]byte, error) { return append(dst, m[:]...), nil }

// EUI64 is an EUI-64 hardware address.
type EUI64 [8]byte

// String is as in "02:34:56:ff:fe:78:9a:bc".
func (e EUI64) String() string { return colons(e[:]) }

func (e *EUI64) decode(v []byte, _ byteOrder) bool { return len(v) == len(e) && copy(e[:], v) > 0 }

func (e *EUI64) append(dst []byte, _ byteOrder) ([]byte, error) { return append(dst, e[:]...), nil }

func colons(b []byte) string {
	return strings.ReplaceAll(fmt.Sprintf("% x", b), " ", ":")
}

// IPv4Interface is an IPv4 address of an interface (if_IPv4addr). Masks need not be those of a prefix.
type IPv4Interface struct {
	Addr netip.Addr
	Mask [4]byte
}

// Prefix returns address and prefix length; false if the mask is not that of a prefix.
func (i IPv4Interface) Prefix() (netip.Prefix, bool) {
	mask := binary.BigEndian.Uint32(i.Mask[:])
	ones := bits.LeadingZeros32(^mask)
	return netip.PrefixFrom(i.Addr, ones), i.Addr.Is4() && mask<<ones == 0
}

func (i *IPv4Interface) decode(v []byte, _ byteOrder) bool {
	if len(v) != 8 {
		return false
	}
	i.Addr, i.Mask = netip.AddrFrom4([4]byte(v)), [4]byte(v[4:])
	return true
}

func (i *IPv4Interface) append(dst []byte, _ byteOrder) ([]byte, error) {
	if !i.Addr.Is4() {
		return dst, fmt.Errorf("%v is no IPv4 address", i.Addr)
	}
	return append(append(dst, i.Addr.AsSlice()...), i.Mask[:]...), nil
}

// IPv6Interface is an IPv6 address of an interface (if_IPv6addr). The prefix length is at most 128 in sound files.
type IPv6Interface struct {
	Addr      netip.Addr
	PrefixLen uint8
}

// Prefix returns address and prefix length; false if the length is above 128.
func (i IPv6Interface) Prefix() (netip.Prefix, bool) {
	p := netip.PrefixFrom(i.Addr, int(i.PrefixLen))
	return p, p.IsValid()
}

func (i *IPv6Interface) decode(v []byte, _ byteOrder) bool {
	if len(v) != 17 {
		return false
	}
	i.Addr, i.PrefixLen = netip.AddrFrom16([16]byte(v)), v[16]
	return true
}

func (i *IPv6Interface) append(dst []byte, _ byteOrder) ([]byte, error) {
	if !i.Addr.Is6() || i.Addr.Zone() != "" {
		return dst, fmt.Errorf("%v is no IPv6 address without a zone", i.Addr)
	}
	return append(append(dst, i.Addr.AsSlice()...), i.PrefixLen), nil
}

// Kinds of Filter.
const (
	FilterText uint8 = 0 // as given by the user: the text of a libpcap filter
	FilterBPF  uint8 = 1 // a BPF program
)

// Filter is the capture filter of an interface (if_filter).
type Filter struct {
	Kind  uint8
	Value []byte
}

func (f *Filter) decode(v []byte, _ byteOrder) bool {
	if len(v) == 0 {
		return false
	}
	f.Kind, f.Value = v[0], v[1:]
	return true
}

func (f *Filter) append(dst []byte, _ byteOrder) ([]byte, error) {
	return append(append(dst, f.Kind), f.Value...), nil
}

// Algorithms of Hash.
const (
	HashTwosComplement uint8 = iota
	HashXOR
	HashCRC32
	HashMD5
	HashSHA1
	HashToeplitz
)

// Hash is a hash of the packet's bytes as captured (epb_hash).
type Hash struct {
	Algorithm uint8
	Value     []byte
}

func (h *Hash) decode(v []byte, _ byteOrder) bool {
	if len(v) == 0 {
		return false
	}
	h.Algorithm, h.Value = v[0], v[1:]
	return true
}

func (h *Hash) append(dst []byte, _ byteOrder) ([]byte, error) {
	return append(append(dst, h.Algorithm), h.Value...), nil
}

// Kinds of Verdict.
const (
	VerdictHardware uint8 = iota // Value
	VerdictTC                    // Linux eBPF traffic control: Number is the program's result, TC_ACT_…
	VerdictXDP                   // Linux eBPF express data path: Number is the program's result, XDP_…
)

// Verdict is what became of the packet (epb_verdict). VerdictTC and VerdictXDP have a number, others a value.
type Verdict struct {
	Kind   uint8
	Number uint64
	Value  []byte
}

func (v *Verdict) numeric() bool { return v.Kind == VerdictTC || v.Kind == VerdictXDP }

func (v *Verdict) decode(b []byte, order byteOrder) bool {
	if len(b) == 0 {
		return false
	}
	v.Kind = b[0]
	switch {
	case !v.numeric():
		v.Value = b[1:]
	case len(b) != 9:
		return false
	default:
		v.Number = order.Uint64(b[1:])
	}
	return true
}

func (v *Verdict) append(dst []byte, order byteOrder) ([]byte, error) {
	dst = append(dst, v.Kind)
	if v.numeric() {
		return order.AppendUint64(dst, v.Number), nil
	}
	return append(dst, v.Value...), nil
}

// ProcessThread says who sent or received the packet (epb_processid_threadid).
type ProcessThread struct {
	Process, Thread uint32
}

func (p *ProcessThread) decode(v []byte, order byteOrder) bool {
	if len(v) != 8 {
		return false
	}
	p.Process, p.Thread = order.Uint32(v), order.Uint32(v[4:])
	return true
}

func (p *ProcessThread) append(dst []byte, order byteOrder) ([]byte, error) {
	return order.AppendUint32(order.AppendUint32(dst, p.Process), p.Thread), nil
}

// CustomOption is an option whose meaning an enterprise defines.
type CustomOption struct {
	Code  uint16 // capture.OptionCustomText, …: text or binary, and whether it may be copied into an edited file
	PEN   uint32 // IANA private enterprise number
	Value []byte
}

var errNotCustom = errors.New("not the code of a custom option")

func isCustom(code uint16) bool {
	switch code {
	case capture.OptionCustomText, capture.OptionCustomBinary, capture.OptionCustomTextNoCopy, capture.OptionCustomBinaryNoCopy:
		return true
	}
	return false
}

// Copyable reports whether the option may be copied into a file that is made from this one after an edit.
func (c CustomOption) Copyable() bool {
	return c.Code == capture.OptionCustomText || c.Code == capture.OptionCustomBinary
}

func (c *CustomOption) decode(v []byte, order byteOrder) bool {
	if len(v) < 4 {
		return false
	}
	c.PEN, c.Value = order.Uint32(v), v[4:]
	return true
}

func (c *CustomOption) append(dst []byte, order byteOrder) ([]byte, error) {
	if !isCustom(c.Code) {
		return dst, errNotCustom
	}
	return append(order.AppendUint32(dst, c.PEN), c.Value...), nil
}
