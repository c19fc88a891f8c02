package codec

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/wiretag/wiretag/tags"
)

// What can be wrong with data or values. Every [Error] wraps one of these, or the error of a custom field.
var (
	// ErrTruncated: there are fewer bytes than a field needs.
	ErrTruncated = errors.New("truncated")
	// ErrLength: a length contradicts the layout: below the minimum, not a whole
	// number of units, or not what the contents take.
	ErrLength = errors.New("bad length")
	// ErrCount: a count does not agree with the number of elements.
	ErrCount = errors.New("bad count")
	// ErrConst: a constant field has another value.
	ErrConst = errors.New("not the constant value")
	// ErrRange: a value does not fit into its field.
	ErrRange = errors.New("value out of range")
	// ErrUnion: a union's member does not agree with the field that selects it, or is nil.
	ErrUnion = errors.New("wrong member")
	// ErrDepth: structs are nested more than 64 deep.
	ErrDepth = errors.New("nested too deeply")
	// ErrLayer: a value given to Marshal or Append is not a layer.
	ErrLayer = errors.New("not a layer")
)

// maxDepth bounds the nesting of structs in one layer.
const maxDepth = 64

// Error is what is wrong with the data of a layer, or with a value that is to
// be encoded.
type Error struct {
	Layer string // name of the layer
	Field string // path of the field inside the layer, such as Options[1].Data
	Bit   int    // bit offset of the field from the start of what was decoded, -1 when encoding
	Need  int    // bytes, or the constant
	Have  int    // bytes, or the value that is not the constant or out of range
	// LimitedBy names the field that set the bound, empty when the data ended.
	LimitedBy string
	// Recovered is set when the layer's extent is known and every byte is kept in
	// some field, so that decoding goes on with the payload.
	Recovered bool
	Err       error
}

func (e *Error) Error() string {
	b := append([]byte(e.Layer), '.')
	b = append(b, e.Field...)
	if e.Field == "" {
		b = b[:len(b)-1]
	}
	if e.Bit >= 0 {
		b = strconv.AppendInt(append(b, " at bit "...), int64(e.Bit), 10)
	}
	b = append(b, ": "...)
	if e.Err == ErrTruncated || e.Err == ErrLength || e.Err == ErrCount {
		unit := " bytes, have "
		if e.Err == ErrCount {
			unit = " elements, have "
		}
		b = strconv.AppendInt(append(b, "need "...), int64(e.Need), 10)
		b = strconv.AppendInt(append(b, unit...), int64(e.Have), 10)
		if e.LimitedBy != "" {
			b = append(append(append(b, " (limited by "...), e.LimitedBy...), ')')
		}
		b = append(b, ": "...)
	}
	if e.Err == ErrConst || e.Err == ErrRange {
		b = append(strconv.AppendInt(b, int64(e.Have), 10), ": "...)
	}
	return string(append(b, e.Err.Error()...))
}

func (e *Error) Unwrap() error { return e.Err }

// number is the value of a field as errors tell it; what an int cannot hold is its largest value.
func number(f *fieldPlan, v uint64) int {
	if f.Kind == tags.KindInt || f.Item == tags.KindInt {
		return int(int64(v))
	}
	return int(min(v, math.MaxInt))
}

// TypeError is what is wrong with a Go type: mistakes in its tags, in itself or
// in a type that it contains, all of them at once.
type TypeError struct {
	Type reflect.Type
	Errs []error
}

func (e *TypeError) Error() string {
	var s strings.Builder
	fmt.Fprintf(&s, "codec: %v cannot be used as a layer:", e.Type)
	for _, x := range e.Errs {
		s.WriteString("\n\t" + x.Error())
	}
	return s.String()
}

// Unwrap gives the single errors to errors.Is and errors.As.
func (e *TypeError) Unwrap() []error { return e.Errs }

func typeError(t reflect.Type, err error) *TypeError {
	var many tags.Errors
	if errors.As(err, &many) {
		return &TypeError{Type: t, Errs: many.Unwrap()}
	}
	return &TypeError{Type: t, Errs: []error{err}}
}
