package codec

import (
	"fmt"
	"slices"
	"strings"
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// keeps reports whether a field is written as it stands, whatever is derived.
func (e *encoding) keeps(f *fieldPlan) bool { return e.kept != nil && slices.Contains(e.kept, f.Field) }

// keptFields finds the fields of a layer that [Placed] names.
func keptFields(t *Type, names []string) ([]*tags.Field, error) {
	var kept []*tags.Field
	for _, name := range names {
		s := t.schema
		var f *tags.Field
		for part := range strings.SplitSeq(name, ".") {
			if f != nil {
				s = f.Elem
			}
			if s == nil {
				f = nil
				break
			}
			if f = s.Field(part); f == nil {
				break
			}
		}
		if f == nil {
			return nil, fmt.Errorf("codec: %s has no field %q to keep", t.name, name)
		}
		kept = append(kept, f)
	}
	return kept, nil
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
