package layers

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// contents encodes what stands in an option or parameter whose length allows for so many bytes. More are [codec.ErrRange].
func contents(v any, most int) ([]byte, error) {
	b, err := codec.Marshal(v)
	if err == nil && len(b) > most {
		return nil, fmt.Errorf("%T of %d bytes in an option, at most %d: %w", v, len(b), most, codec.ErrRange)
	}
	return b, err
}
