package layers_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/packet"
)

// TestGettersAreTotal: whatever a packet has decoded to, the methods that look at it come to an end and do not panic. Packets are the vectors of all
// layers with some bytes changed, taken out or put in; WIRETAG_ROUNDS says how many for each.
func TestGettersAreTotal(t *testing.T) {
	rounds := 20
	if s := os.Getenv("WIRETAG_ROUNDS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		rounds = n
	}
	files, err := filepath.Glob(filepath.Join("*", "testdata", "stacks.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var v packet.View
	called := map[string]bool{}
	for _, file := range append(files, filepath.Join("testdata", "stacks.txt")) {
		all, err := vectors.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range all {
			rnd := rand.New(rand.NewPCG(uint64(i), 1))
			for range rounds {
				data := disturb(rnd, p.Data)
				_ = v.Decode(data, p.Link)
				for l := range v.Layers() {
					g := getters{t: t, data: data, of: p.Name, called: called}
					g.call(reflect.ValueOf(l.Value()), 0)
				}
			}
		}
	}
	if n := len(called); n < 1200 {
		t.Errorf("%d methods were called", n)
	}
}

// disturb changes a copy of data at some places, of which most are near the end, where the innermost layers are.
func disturb(rnd *rand.Rand, data []byte) []byte {
	const marks = "\x00\xff\x80\x7f\x01 \"'[]{}()<>=:;,/\\\r\n.-0@%+"
	data = slices.Clone(data)
	for range 1 + rnd.IntN(6) {
		if len(data) == 0 {
			break
		}
		at := rnd.IntN(len(data))
		if rnd.IntN(3) > 0 {
			at = max(at, rnd.IntN(len(data)))
		}
		n := min(rnd.IntN(5), len(data)-at)
		switch rnd.IntN(7) {
		case 0:
			data = slices.Delete(data, at, at+n)
		case 1:
			data = slices.Insert(data, at, slices.Clone(data[at:at+n])...)
		case 2:
			data = slices.Insert(data, at, marks[rnd.IntN(len(marks))])
		case 3:
			data[at] = byte(rnd.Uint32())
		case 4:
			data = data[:max(at, 1)]
		case 5: // a byte goes to another place
			c := data[at]
			data = slices.Delete(data, at, at+1)
			data = slices.Insert(data, len(data)-rnd.IntN(min(len(data), 40)+1), c)
		default:
			data[at] = marks[rnd.IntN(len(marks))]
		}
	}
	return data
}

// getters calls methods of a value and of what is in it.
type getters struct {
	t      *testing.T
	data   []byte
	of     string // what the packet is
	at     string // the method that is being called
	called map[string]bool
}

const deepestGetter = 5

// call calls the methods that have no arguments, and those that yield.
func (g *getters) call(v reflect.Value, depth int) {
	if depth > deepestGetter || !v.IsValid() {
		return
	}
	switch v.Kind() {
	case reflect.Interface:
		g.call(v.Elem(), depth)
		return
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
	case reflect.Func:
		g.yields(v, depth)
		return
	}
	if v.Kind() != reflect.Pointer && v.CanAddr() {
		v = v.Addr()
	}
	if v.CanInterface() && strings.Contains(reflect.Indirect(v).Type().PkgPath(), "/wiretag/layers") {
		for i := range v.NumMethod() {
			g.method(v, i, depth)
		}
	}
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				g.call(v.Field(i), depth+1)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for i := range min(v.Len(), 4) {
			g.call(v.Index(i), depth+1)
		}
	}
}

func (g *getters) method(v reflect.Value, i, depth int) {
	m := v.Method(i)
	name := v.Type().String() + "." + v.Type().Method(i).Name
	before := g.at
	g.at = name
	defer func() {
		if r := recover(); r != nil {
			g.t.Fatalf("%s: %s: %v\n%x", g.of, g.at, r, g.data)
		}
		g.at = before
	}()
	switch typ := m.Type(); {
	case v.Type().Method(i).Name == "Links": // the table of all layers
	case typ.NumIn() == 0:
		g.called[name] = true
		for _, out := range m.Call(nil) {
			g.call(out, depth+1)
		}
	case typ.NumIn() == 1 && typ.In(0).Kind() == reflect.Func:
		g.called[name] = true
		g.yields(m, depth)
	}
}

// yields goes through what an iterator yields.
func (g *getters) yields(f reflect.Value, depth int) {
	typ := f.Type()
	if f.IsNil() || typ.NumIn() != 1 || typ.In(0).Kind() != reflect.Func {
		return
	}
	yield := typ.In(0)
	n := 0
	f.Call([]reflect.Value{reflect.MakeFunc(yield, func(args []reflect.Value) []reflect.Value {
		if n++; n > len(g.data)*64+1000 {
			g.t.Fatalf("%s: %s does not end\n%x", g.of, g.at, g.data)
		}
		if n <= 4 {
			for _, a := range args {
				g.call(a, depth+1)
			}
		}
		if yield.NumOut() == 0 {
			return nil
		}
		return []reflect.Value{reflect.ValueOf(true)}
	})})
}
