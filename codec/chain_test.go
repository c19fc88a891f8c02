package codec_test

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

// The links of these chains: a number of any of the tables leads to a type.
type (
	chainByte struct {
		Next uint8 `bits:"8,next=t"`
	}
	chainWord struct {
		Next uint16 `bits:"16,next=t,nextif=Next>1"`
	}
	chainFlag struct {
		Flag uint16 `bits:"16"`
		Next uint8  `bits:"8,next=t,nextif=Flag==0"`
	}
	chainFlagWord struct {
		Flag uint16 `bits:"16"`
		Next uint16 `bits:"16,next=t,nextif=Flag==0"`
	}
	chainPorts struct {
		Src, Dst uint16 `bits:"16,next=t"`
	}
	chainHook struct {
		A uint8 `bits:"8"`
	}
	chainLast struct {
		A uint8 `bits:"8"`
	}
)

func (c *chainHook) NextLayer([]byte) codec.Key { return codec.Key{Table: "t", Value: uint64(c.A)} }

// chainWants walks a packet as the documents say: of the structs that the first number leads to which leads to any, the first that is free.
func chainWants(types []string, into []any, data []byte) (met []int) {
	used := map[int]bool{}
	for at := 0; ; {
		met = append(met, at)
		used[at] = true
		var err error
		if data, err = codec.Unmarshal(data, into[at]); err != nil || len(data) == 0 {
			return met
		}
		var keys []uint64
		switch v := into[at].(type) {
		case *chainByte:
			keys = []uint64{uint64(v.Next)}
		case *chainWord:
			if v.Next > 1 {
				keys = []uint64{uint64(v.Next)}
			}
		case *chainFlag:
			if v.Flag == 0 {
				keys = []uint64{uint64(v.Next)}
			}
		case *chainFlagWord:
			if v.Flag == 0 {
				keys = []uint64{uint64(v.Next)}
			}
		case *chainPorts:
			keys = []uint64{uint64(v.Src), uint64(v.Dst)}
		case *chainHook:
			keys = []uint64{uint64(v.A)}
		}
		next, led := -1, false
		for _, k := range keys {
			for i, v := range into {
				if led || k >= uint64(len(types)) || fmt.Sprintf("%T", v) != types[k] {
					continue
				}
				if !used[i] && next < 0 {
					next = i
				}
			}
			led = led || k < uint64(len(types)) && slices.ContainsFunc(into, func(v any) bool { return fmt.Sprintf("%T", v) == types[k] })
		}
		if next < 0 {
			return met
		}
		at = next
	}
}

// TestChains: packets of random layers, one after the other, go where their numbers lead, whatever the packets before them were.
func TestChains(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	makes := []func() any{
		func() any { return new(chainByte) }, func() any { return new(chainWord) }, func() any { return new(chainFlag) },
		func() any { return new(chainFlagWord) }, func() any { return new(chainPorts) }, func() any { return new(chainHook) }, func() any { return new(chainLast) },
	}
	var types []string
	for _, m := range makes {
		types = append(types, fmt.Sprintf("%T", m()))
	}
	long := 0
	for range 300 {
		var into, other []any
		for range 1 + r.Intn(10) {
			m := makes[r.Intn(len(makes))]
			into, other = append(into, m()), append(other, m())
		}
		c, err := codec.NewChain(into...)
		if err != nil {
			t.Fatal(err)
		}
		for k, typ := range types {
			for i, v := range into {
				if fmt.Sprintf("%T", v) == typ {
					c.Connect(codec.Key{Table: "t", Value: uint64(k)}, i)
				}
			}
		}
		for range 40 {
			data := make([]byte, r.Intn(24))
			for i := range data {
				if r.Intn(3) > 0 { // flags, and the upper bytes of numbers, are mostly zero
					data[i] = byte(r.Intn(len(types) + 1))
				}
			}
			got, want := c.Decode(data), chainWants(types, other, data)
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("%T: %x: got %v, want %v", into, data, got, want)
			}
			long += min(1, len(got)/3)
		}
	}
	if long < 500 {
		t.Errorf("only %d packets of three layers", long)
	}
}
