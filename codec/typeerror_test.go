package codec_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// TestTypeErrorParts: all mistakes in the tags of a type are told at once, with the type.
func TestTypeErrorParts(t *testing.T) {
	type wrong struct {
		A uint8  `bits:"16"`
		B uint16 `bits:"16,nosuchword"`
	}
	_, err := codec.Unmarshal(make([]byte, 8), new(wrong))
	var e *codec.TypeError
	if !errors.As(err, &e) || e.Type != reflect.TypeFor[wrong]() || len(e.Errs) != 2 {
		t.Fatalf("%#v", err)
	}
	var one *tags.Error
	if !errors.As(err, &one) {
		t.Errorf("%v", err)
	}
}
