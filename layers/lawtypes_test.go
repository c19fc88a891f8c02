package layers_test

import (
	"encoding/hex"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/tags"
)

// LawTypeName names a type: with its package, unless it is this one.
func LawTypeName(t reflect.Type) string {
	if folder(t) == "." {
		return t.Name()
	}
	return t.String()
}

// LawTypes are all the types that the laws are about: the layers of the table, those with generated code, and
// what stands in unions, each once, by name.
var LawTypes = sync.OnceValue(func() map[string]reflect.Type {
	all := map[string]reflect.Type{}
	var add func(t reflect.Type)
	var walk func(s *tags.Schema, seen map[*tags.Schema]bool)
	walk = func(s *tags.Schema, seen map[*tags.Schema]bool) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		for _, f := range s.Fields {
			walk(f.Elem, seen)
			for _, m := range f.Elems {
				add(m.Type)
			}
		}
	}
	add = func(t reflect.Type) {
		name := LawTypeName(t)
		if all[name] != nil {
			return
		}
		all[name] = t
		if typ, err := codec.TypeFor(t); err == nil {
			walk(typ.Schema(), map[*tags.Schema]bool{})
		}
	}
	for _, t := range types() {
		add(t)
	}
	for _, l := range wireOthers {
		add(reflect.TypeOf(l).Elem())
	}
	return all
})

// LawLayers are those of them that are layers, not parts of one.
var LawLayers = sync.OnceValue(func() map[reflect.Type]bool {
	all := map[reflect.Type]bool{}
	for _, t := range types() {
		all[t] = true
	}
	return all
})

// LawSeeds takes the packets in testdata apart: the bytes of each layer, and of what is in its options.
func LawSeeds(tb testing.TB) map[reflect.Type][][]byte {
	seeds := map[reflect.Type][][]byte{}
	for _, s := range stacks(tb) {
		d := dissect(tb, s.linkType, s.data)
		for i, v := range d.layers {
			t := reflect.TypeOf(v).Elem()
			seeds[t] = append(seeds[t], d.data[i])
			inner(reflect.ValueOf(v).Elem(), seeds)
		}
	}
	for _, v := range []any{&layers.DNS{}, &layers.DHCPv4{}} {
		t := reflect.TypeOf(v).Elem()
		for _, msg := range hexLines(tb, map[string]string{"DNS": "testdata/dns_bind.txt", "DHCPv4": "testdata/dhcp_dnsmasq.txt"}[t.Name()]) {
			seeds[t] = append(seeds[t], msg)
			if _, err := codec.Unmarshal(msg, v); err != nil {
				tb.Fatalf("%x: %v", msg, err)
			}
			inner(reflect.ValueOf(v).Elem(), seeds)
		}
	}
	return seeds
}

// hexLines reads the lines of a file that are hexadecimal digits.
func hexLines(tb testing.TB, file string) (all [][]byte) {
	text, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if b, err := hex.DecodeString(strings.TrimRight(line, "\n")); err == nil && len(b) > 0 {
			all = append(all, b)
		}
	}
	if len(all) == 0 {
		tb.Fatalf("%s has no messages", file)
	}
	return all
}

// inner adds the bytes of the views in v.
func inner(v reflect.Value, seeds map[reflect.Type][][]byte) {
	if typ, err := codec.TypeFor(v.Type()); err == nil {
		for _, f := range typ.Schema().Fields {
			if f.Kind != tags.KindBytes || f.Members == nil {
				continue
			}
			if view, err := codec.View(v.Addr().Interface(), f.Name); err == nil && view != nil {
				t := reflect.TypeOf(view).Elem()
				seeds[t] = append(seeds[t], v.Field(f.Index).Bytes())
				inner(reflect.ValueOf(view).Elem(), seeds)
			}
		}
	}
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct && v.Type().Field(i).IsExported() {
			for j := range f.Len() {
				if f.Index(j).CanAddr() && f.Type().Elem().PkgPath() == v.Type().PkgPath() {
					inner(f.Index(j), seeds)
				}
			}
		}
	}
}
