package codec

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// keeps reports whether a field is written as it stands, whatever is derived.
func (e *encoding) keeps(f *fieldPlan) bool { return e.kept != nil && slices.Contains(e.kept, f.Field) }

// keptFields finds the fields of a layer that [Placed] names: of a union, those of all members that have one of the name.
func keptFields(t *Type, names []string) ([]*tags.Field, error) {
	var kept []*tags.Field
	for _, name := range names {
		found := namedFields([]*tags.Schema{t.schema}, name)
		if len(found) == 0 {
			return nil, fmt.Errorf("codec: %s has no field %q to keep", t.name, name)
		}
		kept = append(kept, found...)
	}
	return kept, nil
}

// namedFields are the fields at a path below any of some structs.
func namedFields(in []*tags.Schema, path string) (found []*tags.Field) {
	part, rest, deeper := strings.Cut(path, ".")
	for _, s := range in {
		f := s.Field(part)
		switch {
		case f == nil:
		case !deeper:
			found = append(found, f)
		case f.Elem != nil:
			found = append(found, namedFields([]*tags.Schema{f.Elem}, rest)...)
		default:
			found = append(found, namedFields(slices.Collect(maps.Values(f.Elems)), rest)...)
		}
	}
	return found
}

// restore writes kept integers again where a method of the layer may have written something else.
func (e *encoding) restore(t *Type, p unsafe.Pointer, dst []byte, start int) {
	if e.kept == nil {
		return
	}
	for _, f := range t.headers {
		if f.Kind == tags.KindUint && f.Offset >= 0 && e.keeps(f) && f.present(p) {
			e.patch(dst, f, start*8+f.Offset, loadInt(unsafe.Add(p, f.GoOff), f.size)&f.max())
		}
	}
}
