package text_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/text"
)

// TestErr: every line of a description has a type.
func TestErr(t *testing.T) {
	for lines, good := range map[string]bool{"v=0\r\ns=-\r\n": true, "": true, "v=0\r\nno type\r\n": false, "n\n": false} {
		s := &text.SDP{Lines: text.SDPLines(lines)}
		if err := s.Err(); (err == nil) != good {
			t.Errorf("%q: %v", lines, err)
		}
	}
}
