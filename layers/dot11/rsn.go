package dot11

import (
	"encoding/binary"
	"strconv"

	"github.com/wiretag/wiretag/codec"
)

// RSN is the contents of the RSN element, IEEE 802.11-2020 section 9.4.2.24. It may end behind any of its fields: those that
// are not there are nil, or not present.
type RSN struct {
	Version      uint16     `bits:"16,le"` // 1
	Group        OneSuite   `bits:"*"`     // cipher of group addressed frames
	Pairwise     Suites     `bits:"*"`     // ciphers of individually addressed frames
	AKM          Suites     `bits:"*"`     // authentication and key management
	Capabilities Optional16 `bits:"*"`
	PMKIDs       PMKIDs     `bits:"*"`
	GroupMgmt    OneSuite   `bits:"*"` // cipher of group addressed management frames
	Rest         []byte     `bits:"*"`
}

// MFPRequired reports whether management frames must be protected.
func (r *RSN) MFPRequired() bool { return r.Capabilities.Value&(1<<6) != 0 }

// MFPCapable reports whether management frames can be protected.
func (r *RSN) MFPCapable() bool { return r.Capabilities.Value&(1<<7) != 0 }

// Suite is a suite selector: the organisation in the upper 24 bits, a type in the lowest 8. It is big-endian on the wire.
type Suite uint32

// Ciphers, section 9.4.2.24.2.
const (
	CipherUseGroup   Suite = 0x000fac00
	CipherWEP40      Suite = 0x000fac01
	CipherTKIP       Suite = 0x000fac02
	CipherCCMP128    Suite = 0x000fac04
	CipherWEP104     Suite = 0x000fac05
	CipherBIPCMAC128 Suite = 0x000fac06
	CipherNoGroup    Suite = 0x000fac07
	CipherGCMP128    Suite = 0x000fac08
	CipherGCMP256    Suite = 0x000fac09
	CipherCCMP256    Suite = 0x000fac0a
	CipherBIPGMAC128 Suite = 0x000fac0b
	CipherBIPGMAC256 Suite = 0x000fac0c
	CipherBIPCMAC256 Suite = 0x000fac0d
)

// Authentication and key management, section 9.4.2.24.3.
const (
	AKM8021X          Suite = 0x000fac01
	AKMPSK            Suite = 0x000fac02
	AKMFT8021X        Suite = 0x000fac03
	AKMFTPSK          Suite = 0x000fac04
	AKM8021XSHA256    Suite = 0x000fac05
	AKMPSKSHA256      Suite = 0x000fac06
	AKMTDLS           Suite = 0x000fac07
	AKMSAE            Suite = 0x000fac08
	AKMFTSAE          Suite = 0x000fac09
	AKMAPPeerKey      Suite = 0x000fac0a
	AKMSuiteB         Suite = 0x000fac0b
	AKMSuiteB192      Suite = 0x000fac0c
	AKMFT8021XSHA384  Suite = 0x000fac0d
	AKMFILSSHA256     Suite = 0x000fac0e
	AKMFILSSHA384     Suite = 0x000fac0f
	AKMFTFILSSHA256   Suite = 0x000fac10
	AKMFTFILSSHA384   Suite = 0x000fac11
	AKMOWE            Suite = 0x000fac12
	AKMFTPSKSHA384    Suite = 0x000fac13
	AKMPSKSHA384      Suite = 0x000fac14
	AKMSAEExtendedKey Suite = 0x000fac18
)

// OUI is the organisation.
func (s Suite) OUI() uint32 { return uint32(s >> 8) }

// Type is the number that the organisation gave.
func (s Suite) Type() uint8 { return uint8(s) }

// String gives organisation and type.
func (s Suite) String() string { return ouiText(s.OUI()) + "-" + strconv.Itoa(int(s.Type())) }

// OneSuite is a suite selector that an element may end before.
type OneSuite struct {
	Present bool
	Suite   Suite
}

// DecodeField reads the selector, if anything is left.
func (s *OneSuite) DecodeField(layer []byte, at int) (int, error) {
	*s = OneSuite{}
	switch b := layer[at:]; {
	case len(b) == 0:
		return 0, nil
	case len(b) < 4:
		return 4, codec.ErrTruncated
	default:
		*s = OneSuite{true, Suite(binary.BigEndian.Uint32(b))}
		return 4, nil
	}
}

// AppendField writes the selector, if it is there.
func (s OneSuite) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if !s.Present {
		return dst, nil
	}
	return binary.BigEndian.AppendUint32(dst, uint32(s.Suite)), nil
}

// String gives the selector.
func (s OneSuite) String() string {
	if !s.Present {
		return ""
	}
	return s.Suite.String()
}

// Suites are suite selectors with their number in front. An element that ends before them has nil.
type Suites []Suite

// DecodeField reads number and selectors, if anything is left.
func (s *Suites) DecodeField(layer []byte, at int) (int, error) {
	list := (*s)[:0] // its memory is used again
	*s = nil
	n, b, err := counted(layer[at:], 4)
	if n == 0 || err != nil {
		return n, err
	}
	if list == nil {
		list = make(Suites, 0, len(b)/4)
	}
	for ; len(b) > 0; b = b[4:] {
		list = append(list, Suite(binary.BigEndian.Uint32(b)))
	}
	*s = list
	return n, nil
}

// AppendField writes number and selectors, unless there are none.
func (s Suites) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if s == nil {
		return dst, nil
	}
	if len(s) > 0xffff {
		return dst, codec.ErrRange
	}
	dst = binary.LittleEndian.AppendUint16(dst, uint16(len(s)))
	for _, x := range s {
		dst = binary.BigEndian.AppendUint32(dst, uint32(x))
	}
	return dst, nil
}

// counted takes a 16-bit number and as many items of a size, if anything is left. The length that it returns is that
// of all of it.
func counted(b []byte, size int) (n int, items []byte, err error) {
	if len(b) == 0 {
		return 0, nil, nil
	}
	if len(b) < 2 {
		return 2, nil, codec.ErrTruncated
	}
	n = 2 + size*int(binary.LittleEndian.Uint16(b))
	if len(b) < n {
		return n, nil, codec.ErrTruncated
	}
	return n, b[2:n:n], nil
}

// PMKIDs are identifiers of keys, with their number in front. An element that ends before them has nil.
type PMKIDs [][16]byte

// DecodeField reads number and identifiers, if anything is left.
func (p *PMKIDs) DecodeField(layer []byte, at int) (int, error) {
	list := (*p)[:0] // its memory is used again
	*p = nil
	n, b, err := counted(layer[at:], 16)
	if n == 0 || err != nil {
		return n, err
	}
	if list == nil {
		list = make(PMKIDs, 0, len(b)/16)
	}
	for ; len(b) > 0; b = b[16:] {
		list = append(list, [16]byte(b))
	}
	*p = list
	return n, nil
}

// AppendField writes number and identifiers, unless there are none.
func (p PMKIDs) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if p == nil {
		return dst, nil
	}
	if len(p) > 0xffff {
		return dst, codec.ErrRange
	}
	dst = binary.LittleEndian.AppendUint16(dst, uint16(len(p)))
	for i := range p {
		dst = append(dst, p[i][:]...)
	}
	return dst, nil
}

// Optional16 is a 16-bit number that an element may end before.
type Optional16 struct {
	Present bool
	Value   uint16
}

// DecodeField reads the number, if anything is left.
func (o *Optional16) DecodeField(layer []byte, at int) (int, error) {
	*o = Optional16{}
	switch b := layer[at:]; len(b) {
	case 0:
		return 0, nil
	case 1:
		return 2, codec.ErrTruncated
	default:
		*o = Optional16{true, binary.LittleEndian.Uint16(b)}
		return 2, nil
	}
}

// AppendField writes the number, if it is there.
func (o Optional16) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if !o.Present {
		return dst, nil
	}
	return binary.LittleEndian.AppendUint16(dst, o.Value), nil
}
