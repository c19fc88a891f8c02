package layers_test

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/packet"
)

// TestOddValues: whatever values fields have, the methods of a layer come to an end and do not panic, and encoding is at most refused; so it is with what
// is decoded of that, where lengths fit again. In the vectors of all layers, each field gets a series of odd values, with all others as they were.
func TestOddValues(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("*", "testdata", "stacks.txt"))
	if err != nil {
		t.Fatal(err)
	}
	most := 25 // values of a type
	if testing.Short() {
		most = 1
	}
	o := odd{t: t, called: map[string]bool{}}
	seen := map[reflect.Type]int{}
	for _, file := range append(files, filepath.Join("testdata", "stacks.txt")) {
		all, err := vectors.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range all {
			for l := range packet.New(x.Data, x.Link).Layers() {
				if l.Value() == nil || l.Failed() {
					continue
				}
				typ := reflect.TypeOf(l.Value())
				if seen[typ]++; seen[typ] <= most {
					o.layer = l.Value()
					o.fields(reflect.ValueOf(o.layer), x.Name+" "+l.Name(), 0)
				}
			}
		}
	}
	if t.Logf("%d values, %d methods", o.tried, len(o.called)); len(o.called) < 1200 || o.tried < 10*len(seen) {
		t.Errorf("%d values, %d methods were called", o.tried, len(o.called))
	}
}

// odd tries odd values.
type odd struct {
	t      *testing.T
	layer  any
	tried  int
	called map[string]bool
}

// oddBytes are what readers of bytes may stumble over: lengths that lead to the end and beyond it, quotes and brackets without their like.
func oddBytes() [][]byte {
	all := [][]byte{nil, {}, {0}, {1}, {0x80}, {0xff}, {0, 0}, {0, 1}, {1, 0}, {0x80, 0}, {0xff, 0xff}, {0, 0, 0, 0}, {0, 0, 0, 1}, {0xff, 0xff, 0xff, 0xff}}
	for _, s := range []string{"\x00", "\x01", "\x02", "\x7f\x00", "\x80", "\xc0\x00", "\xff", "\x30\x80", "\"", "[a\" b=\"]", "\\", " ", "\r\n", "=", ":", "(", "<", ",;", "%", "/", "0"} {
		all = append(all, []byte(strings.Repeat(s, 301)))
	}
	for _, s := range []string{"\xff", "\x00\xff", "\xff\xff"} {
		all = append(all, []byte(s+strings.Repeat("x", 400)))
	}
	return all
}

// fields gives the fields inside v odd values, one after the other.
func (o *odd) fields(v reflect.Value, name string, depth int) {
	if depth > 8 {
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			o.fields(v.Elem(), name, depth+1)
		}
		return
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				o.fields(v.Field(i), name+"."+f.Name, depth+1)
			}
		}
		return
	}
	if !v.CanSet() {
		return
	}
	old := reflect.New(v.Type()).Elem()
	old.Set(v)
	switch v.Kind() {
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			for _, b := range oddBytes() {
				v.SetBytes(b)
				o.try(name)
			}
			break
		}
		for i := range min(v.Len(), 3) {
			o.fields(v.Index(i), name+"[]", depth+1)
		}
		for n := range 2 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			o.try(name)
		}
	case reflect.String:
		for _, b := range oddBytes() {
			v.SetString(string(b))
			o.try(name)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		for _, n := range []int64{0, 1, -1, 1 << 62, -1 << 63} {
			v.SetInt(n)
			o.try(name)
		}
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		for _, n := range []uint64{0, 1, 2, 0x7f, 0x80, 0xff, 0xffff, 1<<63 | 5} {
			v.SetUint(n)
			o.try(name)
		}
	}
	v.Set(old)
}

// try calls what there is to call, encodes the layer, and calls it again for what that decodes to.
func (o *odd) try(name string) {
	o.tried++
	defer func() {
		if r := recover(); r != nil {
			o.t.Fatalf("%s: %v", name, r)
		}
	}()
	call := func(layer any) {
		g := getters{t: o.t, data: make([]byte, 1000), of: name, called: o.called}
		g.call(reflect.ValueOf(layer), 0)
	}
	call(o.layer)
	for _, e := range []codec.Encoder{{}, {Derive: codec.All}} {
		b, err := e.Append(nil, o.layer)
		if err != nil {
			continue
		}
		x := reflect.New(reflect.TypeOf(o.layer).Elem()).Interface()
		if _, err := codec.Unmarshal(b, x); err == nil {
			call(x)
		}
	}
}
