package fuzz

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/wiretag/wiretag/tags"
)

// enums are the known values of integer fields: what their types say, kept.
var enums sync.Map

// known returns the values of an integer field that have a name: the method String of its type gives something else than
// the number. Nil if the type has no such method, or so many names that they are flags or quantities.
func known(x *tags.Field) []uint64 {
	if x.Type.PkgPath() == "" {
		return nil
	}
	if all, ok := enums.Load(x); ok {
		return all.([]uint64)
	}
	var all []uint64
	if x.Type.Implements(reflect.TypeFor[fmt.Stringer]()) {
		k := enum{x.Type, x.Width}
		kept, ok := enums.Load(k)
		if !ok {
			kept = names(x.Type, min(x.Width, 16))
			enums.Store(k, kept)
		}
		all = kept.([]uint64)
	}
	enums.Store(x, all)
	return all
}

// enum is an integer type in a field of so many bits.
type enum struct {
	t     reflect.Type
	width int
}

// names asks a type for the names of the values of a width in bits.
func names(t reflect.Type, width int) (all []uint64) {
	v := reflect.New(t).Elem()
	s := v.Addr().Interface().(fmt.Stringer)
	for n := range uint64(1) << width {
		setNumber(v, n)
		if text := s.String(); text != "" && !tells(text, n) {
			all = append(all, n)
		}
	}
	if len(all) > 1<<(width-1) && len(all) > 8 {
		return nil
	}
	return all
}

// tells reports whether a text has the number in it, decimal or hexadecimal.
func tells(text string, n uint64) bool {
	for i := 0; i < len(text); i++ {
		end := i
		for end < len(text) && isHex(text[end]) {
			end++
		}
		if end == i {
			continue
		}
		number := text[i] <= '9' || strings.HasSuffix(text[:i], "0x") // not a word of the letters of digits
		for _, base := range [2]int{10, 16} {
			if v, err := strconv.ParseUint(text[i:end], base, 64); err == nil && v == n && number {
				return true
			}
		}
		if text[i] <= '9' {
			i = end - 1
		}
	}
	return false
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

// pooled chooses the value of an endpoint from few, so that packets belong to the same flows. Now and then ok is
// false: the field may hold anything.
func (m *Maker) pooled(x *tags.Field, v reflect.Value) (ok bool) {
	if x.Flow == "" || m.One(4) {
		return false
	}
	n := byte(m.Intn(4))
	switch {
	case x.Kind == tags.KindArray && v.Len() == 6:
		copy(v.Bytes(), []byte{0x02, 0, 0, 0, 0, n + 1}) // locally administered
	case x.Kind == tags.KindUint && x.Width == 16:
		setNumber(v, [...]uint64{49152, 49153, 1025, 4000}[n])
	case x.Kind == tags.KindAddr:
		v.Set(reflect.ValueOf(documentation[x.Width/128][n]))
	default:
		return false
	}
	return true
}
