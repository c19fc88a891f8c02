package codec_test

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// message has all kinds of memory that decoding uses again, inside elements.
type message struct {
	N       uint8    `bits:"8,count=Records"`
	M       uint8    `bits:"8,count=Others"`
	Records []record `bits:"*"`
	Others  []record `bits:"*"`
}

type record struct {
	Kind   uint8      `bits:"8"`
	Count  uint8      `bits:"8,count=Values"`
	Length uint8      `bits:"8,len=Data"`
	Values []uint16   `bits:"*,each=16"`
	Point  *point     `bits:"*,if=Kind>1"`
	Data   recordData `bits:"*,union=Kind"`
}

type point struct {
	X uint8 `bits:"8"`
}

type recordData interface{ recordData() }

type (
	pair struct {
		A, B uint8    `bits:"8"`
		List []uint16 `bits:"*,each=16"`
	}
	nothing struct{}
	rawData []byte
)

func (*pair) recordData()    {}
func (*nothing) recordData() {}
func (rawData) recordData()  {}

func (record) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*pair)(nil), 2: (*pair)(nil), 3: (*nothing)(nil)}, Raw: rawData(nil)}
}

// wireOf makes a message in which every byte that is a value is another one.
func wireOf(records, others int) []byte {
	b := []byte{byte(records), byte(others)}
	v := byte(0)
	next := func() byte { v++; return v }
	for i := range records + others {
		kind := byte(i%4 + 1)
		size := map[byte]byte{1: 4, 2: 6, 3: 0, 4: 2}[kind]
		b = append(b, kind, 1, size, 0, next()) // one value
		if kind > 1 {
			b = append(b, next())
		}
		for range size {
			b = append(b, next())
		}
	}
	return b
}

// TestSharedMemory: however a struct was edited, the next packet is decoded as if it was new.
func TestSharedMemory(t *testing.T) {
	for name, edit := range map[string]func(m *message){
		"delete":         func(m *message) { m.Records = append(m.Records[:1], m.Records[2:]...) },
		"delete first":   func(m *message) { m.Records = append(m.Records[:0], m.Records[1:]...) },
		"repeat":         func(m *message) { m.Records[5] = m.Records[1] },
		"repeat member":  func(m *message) { m.Records[4].Data = m.Records[0].Data },
		"repeat pointer": func(m *message) { m.Records[2].Point = m.Records[1].Point },
		"move":           func(m *message) { m.Others = append(m.Others[:0], m.Records...) },
		"one list twice": func(m *message) { m.Others = m.Records },
		"split":          func(m *message) { m.Others, m.Records = m.Records[:1], m.Records[1:] },
		"clipped":        func(m *message) { m.Others = m.Records[:4:4] },
		"list in member": func(m *message) { m.Records[0].Values, m.Records[4].Values = m.Records[1].Values, m.Records[1].Values },
	} {
		for _, reflective := range []bool{false, true} {
			ty, err := codec.TypeFor(reflect.TypeFor[message]())
			if err != nil {
				t.Fatal(err)
			}
			var s codec.State
			decode := func(m *message, data []byte) bool {
				ok := true
				if reflective {
					_, ok = ty.DecodeReflective(m, data, &s)
				} else {
					_, err := codec.Unmarshal(data, m)
					ok = err == nil
				}
				return ok
			}
			var m message
			data := wireOf(6, 3)
			if !decode(&m, data) {
				t.Fatal(s.Err())
			}
			edit(&m)
			for _, data := range [][]byte{wireOf(5, 5), data, wireOf(1, 8)} {
				if !decode(&m, data) {
					t.Fatal(name, s.Err())
				}
				if out, err := (codec.Encoder{}).Marshal(&m); err != nil || !bytes.Equal(out, data) {
					t.Errorf("%s: decoded\n%x and got\n%x, %v", name, data, out, err)
				}
			}
		}
	}
}

// trunk is a tree of any depth.
type trunk struct {
	N    uint8   `bits:"8,count=Kids"`
	Kids []trunk `bits:"*"`
}

// TestSharedMemorySmall: lists that are parts of one array are found, however short it is.
func TestSharedMemorySmall(t *testing.T) {
	type lists struct {
		N uint8    `bits:"8,count=A"`
		M uint8    `bits:"8,count=B"`
		A []uint16 `bits:"*,each=16"`
		B []uint16 `bits:"*,each=16"`
	}
	x := make([]uint16, 3)
	m := lists{A: x[1:2], B: x[:1]}
	data := []byte{2, 3, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5}
	if _, err := codec.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	if out, err := (codec.Encoder{}).Marshal(&m); err != nil || !bytes.Equal(out, data) {
		t.Errorf("decoded %x and got %x, %v", data, out, err)
	}
}

// TestSharedMemoryDeep: where each level stands in two places of the one above, there are 2^40 ways.
func TestSharedMemoryDeep(t *testing.T) {
	const depth = 40
	var top trunk
	data := []byte{0}
	kids := []trunk{{}, {}}
	for range depth {
		kids = []trunk{{2, kids}, {2, kids}}
		data = append([]byte{2, 2, 0, 0}, data...)
	}
	top.Kids = kids
	if _, err := codec.Unmarshal(data, &top); err != nil {
		t.Fatal(err)
	}
	if out, err := (codec.Encoder{}).Marshal(&top); err != nil || !bytes.Equal(out, data) {
		t.Errorf("decoded %x and got %x, %v", data, out, err)
	}
}

// TestSharedMemoryMany: many elements cost a second decoding, no more.
func TestSharedMemoryMany(t *testing.T) {
	var m message
	data := wireOf(255, 255)
	for range 3 {
		if _, err := codec.Unmarshal(data, &m); err != nil {
			t.Fatal(err)
		}
		if out, err := (codec.Encoder{}).Marshal(&m); err != nil || !bytes.Equal(out, data) {
			t.Fatal("another message", err)
		}
		m.Records = slices.Concat(m.Records[1:], m.Records[:9])
	}
}

// TestSharedMemoryAllocs: messages whose memory is in order are decoded into it.
func TestSharedMemoryAllocs(t *testing.T) {
	few := wireOf(4, 3)
	var m message
	for range 50 { // memory whose hashes collide is replaced in time
		codec.Unmarshal(few, &m)
	}
	if n := testing.AllocsPerRun(100, func() { codec.Unmarshal(few, &m) }); n > 1 { // the bytes of the unknown kind
		t.Errorf("%v allocations", n)
	}
}
