package capture_test

import (
	"slices"
	"testing"

	"github.com/wiretag/wiretag/capture"
)

// TestRewrite changes one option and drops another.
func TestRewrite(t *testing.T) {
	var o capture.Options
	for _, text := range []string{"first", "second", "third"} {
		if err := o.Add(capture.OptionComment, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	err := o.Rewrite(func(p capture.Option) ([]byte, bool) {
		return append(p.Value[:len(p.Value):len(p.Value)], '!'), string(p.Value) != "second"
	})
	if got := slices.Collect(o.Strings(capture.OptionComment)); err != nil || !slices.Equal(got, []string{"first!", "third!"}) || !o.Ended() {
		t.Errorf("%q, %v", got, err)
	}
}
