package aaa

import (
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"io"
	"strconv"
	"strings"
	"sync"
)

//go:embed dictionary.bin
var packed string

// attribute is what the dictionary says of one.
type attribute struct {
	name string
	kind string
}

// number names an attribute, or one of its values. Those of RADIUS and of Diameter do not meet: see radius and diameter.
type number struct {
	vendor uint32
	id     uint64
	value  int64
}

// diameterIDs is added to the codes of Diameter's attributes. The first 255 of them are RADIUS's, with types of their own.
const diameterIDs = 1 << 32

// tables are the unpacked dictionary.
type tables struct {
	attributes   map[number]attribute
	values       map[number]string
	vendors      map[uint32]string
	commands     map[uint32]string
	applications map[uint32]string
}

var dictionary struct {
	once sync.Once
	t    tables
}

// words unpacks the dictionary when it is first asked.
func words() *tables {
	dictionary.once.Do(dictionary.t.fill)
	return &dictionary.t
}

// fill reads lines of a letter, numbers and names, with tabs between them. The data is a part of the program, and a test reads all of it.
func (t *tables) fill() {
	var s strings.Builder
	s.Grow(int(binary.LittleEndian.Uint32([]byte(packed[:4]))))
	_, _ = io.Copy(&s, flate.NewReader(strings.NewReader(packed[4:])))
	*t = tables{map[number]attribute{}, map[number]string{}, map[uint32]string{}, map[uint32]string{}, map[uint32]string{}}
	for line := range strings.Lines(s.String()) {
		f := strings.Split(line[:len(line)-1], "\t")
		n := func(i int) int64 {
			v, _ := strconv.ParseInt(f[i], 10, 64)
			return v
		}
		switch f[0] {
		case "R":
			t.attributes[number{uint32(n(1)), uint64(n(2)), 0}] = attribute{f[4], f[3]}
		case "D":
			t.attributes[number{uint32(n(1)), diameterIDs + uint64(n(2)), 0}] = attribute{f[4], f[3]}
		case "V":
			t.values[number{uint32(n(1)), uint64(n(2)), n(3)}] = f[4]
		case "E":
			t.values[number{uint32(n(1)), diameterIDs + uint64(n(2)), n(3)}] = f[4]
		case "N":
			if v := uint32(n(1)); t.vendors[v] == "" {
				t.vendors[v] = f[2]
			}
		case "C":
			t.commands[uint32(n(1))] = f[2]
		case "A":
			t.applications[uint32(n(1))] = f[2]
		}
	}
}

// named returns a name, or the number.
func named(names map[uint32]string, v uint32) string {
	if s := names[v]; s != "" {
		return s
	}
	return strconv.FormatUint(uint64(v), 10)
}

// Vendor is the number of an enterprise, from IANA's registry; 0 is IETF.
type Vendor uint32

// Vendors with attributes of their own in many networks.
const (
	VendorNone      Vendor = 0
	VendorCisco     Vendor = 9
	VendorMicrosoft Vendor = 311
	VendorUSR       Vendor = 429
	VendorLucent    Vendor = 4846
	VendorStarent   Vendor = 8164
	Vendor3GPP      Vendor = 10415
	VendorWISPr     Vendor = 14122
	VendorMikrotik  Vendor = 14988
	VendorWiMAX     Vendor = 24757
)

func (v Vendor) String() string { return named(words().vendors, uint32(v)) }
