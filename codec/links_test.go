package codec_test

import (
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

// TestLinksValues: empty tables are tables, and rows that are changed later change no table.
func TestLinksValues(t *testing.T) {
	key := codec.Key{Table: "t", Value: 7}
	rows := []codec.Link{{Table: "t", Key: 7, Layer: (*point)(nil)}}
	for _, empty := range []*codec.Links{nil, {}, codec.NewLinks(nil)} {
		if got := empty.Layer(key); got != nil {
			t.Errorf("%v in an empty table", got)
		}
		if k, ok := empty.KeyOf("t", reflect.TypeFor[point]()); ok {
			t.Errorf("%d in an empty table", k)
		}
		l := empty.With(rows)
		rows[0].Key = 8
		if got := l.Layer(key); got != reflect.TypeFor[point]() {
			t.Errorf("%v stands for 7", got)
		}
		if k, ok := l.KeyOf("t", reflect.TypeFor[point]()); !ok || k != 7 {
			t.Errorf("the number is %d, %v", k, ok)
		}
		rows[0].Key = 7
	}
}
