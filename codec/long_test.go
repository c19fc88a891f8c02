package codec_test

import (
	"errors"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

// longHop says that lengths may not fit, if it is told to.
type longHop struct {
	Long bool  `bits:"1"`
	More uint8 `bits:"7"`
	Next uint8 `bits:"8,next=long"`
}

func (*longHop) PayloadLength(int) (int, bool)      { return 0, false }
func (*longHop) FixPayloadLength([]byte, int) error { return nil }
func (h *longHop) LongPayload() bool                { return h.Long }

type sized struct {
	Length uint16 `bits:"16,len=packet,zero=rest"`
	Next   uint8  `bits:"8,next=long"`
}

// TestLong: a length that does not fit is an error, unless the field is kept or a layer says that it may be so.
func TestLong(t *testing.T) {
	body := make([]byte, 65536-3)
	nothing := codec.Encoder{}
	for _, c := range []struct {
		name   string
		encode func() ([]byte, error)
		err    error
		length int
	}{
		{"fits", func() ([]byte, error) { return codec.Marshal(&sized{}, body[1:]) }, nil, 65535},
		{"does not fit", func() ([]byte, error) { return codec.Marshal(&sized{}, body) }, codec.ErrRange, 0},
		{"reflective", func() ([]byte, error) {
			return codec.Encoder{Derive: codec.All, Reflective: true}.Marshal(&sized{}, body)
		}, codec.ErrRange, 0},
		{"nothing derived", func() ([]byte, error) { return nothing.Marshal(&sized{Length: 7}, body) }, nil, 7},
		{"kept", func() ([]byte, error) {
			return codec.Marshal(codec.Placed{Layer: &sized{}, Keep: []string{"Length"}}, body)
		}, nil, 0},
		{"said", func() ([]byte, error) { return codec.Marshal(&longHop{Long: true}, &sized{}, body) }, nil, 0},
		{"said inside", func() ([]byte, error) { return codec.Marshal(&sized{}, codec.At(1, &longHop{Long: true}), body) }, nil, 0},
		{"not said", func() ([]byte, error) { return codec.Marshal(&longHop{}, &sized{}, body) }, codec.ErrRange, 0},
	} {
		b, err := c.encode()
		if !errors.Is(err, c.err) {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		at := len(b) - len(body) - 3
		if c.name == "fits" {
			at = 0
		}
		if c.name == "said inside" {
			at = 0
		}
		if err == nil && int(b[at])<<8|int(b[at+1]) != c.length {
			t.Errorf("%s: %d, want %d", c.name, int(b[at])<<8|int(b[at+1]), c.length)
		}
	}
}
