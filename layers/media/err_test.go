package media_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/media"
)

// TestErr: padding, chunks and blocks of RTCP.
func TestErr(t *testing.T) {
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{&media.RTCP{Type: media.RTCPBye, Count: 1, Padding: true, Rest: []byte{0, 0, 0, 1, 0, 0, 0, 4}}, true},
		{&media.RTCP{Type: media.RTCPBye, Count: 1, Padding: true, Rest: []byte{0, 0, 0, 1, 0, 0, 0, 3}}, false},
		{&media.RTCP{Type: media.RTCPBye, Count: 1, Padding: true, Rest: []byte{0, 0, 0, 1, 0, 0, 0, 12}}, false},
		{&media.RTCP{Type: media.RTCPSourceDesc, Count: 1, Rest: []byte{0, 0, 0, 1, 1, 1, 'a', 0}}, true},
		{&media.RTCP{Type: media.RTCPSourceDesc, Count: 1, Rest: []byte{0, 0, 0, 1, 1, 2, 'a', 'b'}}, false},
		{&media.RTCP{Type: media.RTCPExtended, Rest: []byte{4, 0, 0, 1, 0, 0, 0, 0}}, true},
		{&media.RTCP{Type: media.RTCPExtended, Rest: []byte{4, 0, 0, 2, 0, 0, 0, 0}}, false},
		{&media.RTCP{Type: 193, Rest: make([]byte, 8)}, true},
		{&media.RTCP{Type: 193, Rest: make([]byte, 12)}, false},
		{&media.RTCP{Type: 209, Rest: make([]byte, 12)}, false},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
