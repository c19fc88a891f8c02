package layers_test

import (
	"hash/fnv"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/tags"
)

// subjects are the types of lawTypes, ready for tests.
func subjects(tb testing.TB) []*fuzz.Subject {
	tb.Helper()
	seeds := LawSeeds(tb)
	all := LawTypes()
	var out []*fuzz.Subject
	for _, name := range slices.Sorted(maps.Keys(all)) {
		t, err := codec.TypeFor(all[name])
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, &fuzz.Subject{Type: t, Customs: fuzz.BuiltIn(), Derived: fuzz.ByMethods(), Seeds: seeds[all[name]]})
	}
	return out
}

// pick returns the subject of that name, or any one where the name is none.
func pick(all []*fuzz.Subject, name string) *fuzz.Subject {
	for _, s := range all {
		if LawTypeName(s.Type.GoType()) == name {
			return s
		}
	}
	h := fnv.New32a()
	h.Write([]byte(name))
	return all[h.Sum32()%uint32(len(all))]
}

// owns reports whether decoding copies something, a string or the member of a union, or a condition is a method.
func owns(s *tags.Schema) bool {
	method := false
	for _, f := range s.Fields {
		f.If.Fields(func(e *tags.Expr) { method = method || e.Field == nil })
		switch {
		case method:
			return true
		case f.Kind == tags.KindString || f.Kind == tags.KindUnion || f.Kind == tags.KindPtr:
			return true
		case f.Kind == tags.KindCustom && f.Type.Kind() == reflect.String, f.Item == tags.KindCustom && f.Type.Elem().Kind() == reflect.String:
			return true
		case f.Elem != nil && owns(f.Elem):
			return true
		}
	}
	return false
}

// calls reports whether a condition in a struct, or in one inside it, is a method.
func calls(s *tags.Schema, been map[*tags.Schema]bool) bool {
	if s == nil || been[s] {
		return false
	}
	been[s] = true
	method := false
	for _, f := range s.Fields {
		for _, e := range []*tags.Expr{f.If, f.Last} {
			e.Fields(func(e *tags.Expr) { method = method || e.Field == nil })
		}
		if method || calls(f.Elem, been) {
			return true
		}
	}
	return false
}
