package telemetry

import (
	"encoding/binary"
	"math"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
)

// Element is an information element of IANA's registry.
type Element struct {
	ID   uint16
	Name string // empty if the number is not assigned
	Type DataType
}

// DataType is the type of an element's values, RFC 7011 section 6.1, by its number in IANA's registry.
type DataType uint8

// Data types.
const (
	TypeOctets       DataType = 0
	TypeUnsigned8    DataType = 1
	TypeUnsigned16   DataType = 2
	TypeUnsigned32   DataType = 3
	TypeUnsigned64   DataType = 4
	TypeSigned8      DataType = 5
	TypeSigned16     DataType = 6
	TypeSigned32     DataType = 7
	TypeSigned64     DataType = 8
	TypeFloat32      DataType = 9
	TypeFloat64      DataType = 10
	TypeBoolean      DataType = 11
	TypeMAC          DataType = 12
	TypeString       DataType = 13
	TypeSeconds      DataType = 14
	TypeMilliseconds DataType = 15
	TypeMicroseconds DataType = 16
	TypeNanoseconds  DataType = 17
	TypeIPv4         DataType = 18
	TypeIPv6         DataType = 19
	TypeBasicList    DataType = 20
	TypeTemplateList DataType = 21
	TypeMultiList    DataType = 22
	TypeUnsigned256  DataType = 23
)

func (t DataType) String() string {
	return iana.Name("\n0 octetArray\n1 unsigned8\n2 unsigned16\n3 unsigned32\n4 unsigned64\n5 signed8\n6 signed16\n7 signed32\n8 signed64\n9 float32\n10 float64\n11 boolean\n12 macAddress\n13 string"+
		"\n14 dateTimeSeconds\n15 dateTimeMilliseconds\n16 dateTimeMicroseconds\n17 dateTimeNanoseconds\n18 ipv4Address\n19 ipv6Address\n20 basicList\n21 subTemplateList\n22 subTemplateMultiList"+
		"\n23 unsigned256\n", uint64(t))
}

// elements is the registry, unpacked when it is first asked for.
type elements struct {
	once   sync.Once
	byID   []Element
	byName map[string]uint16
}

var registry elements

func (r *elements) load() *elements {
	r.once.Do(func() {
		r.byName = map[string]uint16{}
		for line := range strings.Lines(elementData) {
			f := strings.Fields(line)
			id, _ := strconv.Atoi(f[0]) // the table is tested
			t, _ := strconv.Atoi(f[2])
			for len(r.byID) <= id {
				r.byID = append(r.byID, Element{ID: uint16(len(r.byID))})
			}
			r.byID[id] = Element{uint16(id), f[1], DataType(t)}
			r.byName[f[1]] = uint16(id)
		}
	})
	return r
}

// ElementByID returns the element of IANA's registry with a number. Numbers that are not assigned have octets without a name.
func ElementByID(id uint16) Element {
	if r := registry.load(); int(id) < len(r.byID) {
		return r.byID[id]
	}
	return Element{ID: id}
}

// ElementByName returns the element of IANA's registry with a name, such as "sourceIPv4Address".
func ElementByName(name string) (Element, bool) {
	id, ok := registry.load().byName[name]
	if !ok {
		return Element{}, false
	}
	return ElementByID(id), true
}

// Value reads the value of an element: an unsigned or signed number as uint64 or int64 (reduced sizes are allowed, RFC 7011 section 6.2), a float64, bool, ieee.MAC, string, time.Time, netip.Addr,
// or, where the bytes are not of the type, []byte that alias b.
func (t DataType) Value(b []byte) any {
	switch {
	case t >= TypeUnsigned8 && t <= TypeUnsigned64 && len(b) > 0 && len(b) <= 8:
		return unsigned(b)
	case t >= TypeSigned8 && t <= TypeSigned64 && len(b) > 0 && len(b) <= 8:
		shift := 64 - 8*len(b)
		return int64(unsigned(b)<<shift) >> shift
	case t == TypeFloat64 && len(b) == 8:
		return math.Float64frombits(binary.BigEndian.Uint64(b))
	case (t == TypeFloat32 || t == TypeFloat64) && len(b) == 4:
		return float64(math.Float32frombits(binary.BigEndian.Uint32(b)))
	case t == TypeBoolean && len(b) == 1 && (b[0] == 1 || b[0] == 2):
		return b[0] == 1
	case t == TypeMAC && len(b) == 6:
		return ieee.MAC(b)
	case t == TypeString:
		return string(b)
	case t == TypeIPv4 && len(b) == 4, t == TypeIPv6 && len(b) == 16:
		a, _ := netip.AddrFromSlice(b)
		return a
	}
	return timeValue(t, b)
}

// timeValue reads a time, RFC 7011 sections 6.1.7 to 6.1.10; the last two types are NTP's.
func timeValue(t DataType, b []byte) any {
	switch {
	case t == TypeSeconds && len(b) == 4:
		return time.Unix(int64(binary.BigEndian.Uint32(b)), 0).UTC()
	case t == TypeMilliseconds && len(b) == 8:
		if ms := binary.BigEndian.Uint64(b); ms <= math.MaxInt64 {
			return time.UnixMilli(int64(ms)).UTC()
		}
	case (t == TypeMicroseconds || t == TypeNanoseconds) && len(b) == 8:
		const ntp = 2208988800 // seconds from 1900 to 1970
		s, f := int64(binary.BigEndian.Uint32(b)), uint64(binary.BigEndian.Uint32(b[4:]))
		if s < 1<<31 { // after 2036, RFC 4330 section 3
			s += 1 << 32
		}
		if t == TypeMicroseconds {
			f &^= 0x7ff // RFC 7011 section 6.1.9
		}
		return time.Unix(s-ntp, int64(f*1e9>>32)).UTC()
	}
	return b
}

func unsigned(b []byte) (v uint64) {
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return v
}
