package layers

import (
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

// types are all layer types of the table, each once.
func types() []reflect.Type {
	var all []reflect.Type
	seen := map[reflect.Type]bool{}
	for r := range Links().Rows {
		if t := reflect.TypeOf(r.Layer).Elem(); !seen[t] {
			seen[t] = true
			all = append(all, t)
		}
	}
	return all
}

func TestTagsCompile(t *testing.T) {
	for _, typ := range types() {
		if _, err := codec.TypeFor(typ); err != nil {
			t.Error(err)
		}
	}
}
