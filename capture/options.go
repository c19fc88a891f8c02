package capture

import (
	"encoding/binary"
	"iter"
)

// Codes of options that every pcapng block may have, and of those of packet blocks (draft-ietf-opsawg-pcapng,
// sections 3.5 and 4.3).
const (
	OptionEnd       uint16 = 0
	OptionComment   uint16 = 1 // UTF-8 text
	OptionFlags     uint16 = 2 // 4 bytes, see Flags
	OptionHash      uint16 = 3 // algorithm (1 byte), hash
	OptionDropCount uint16 = 4 // 8 bytes
	OptionPacketID  uint16 = 5 // 8 bytes
	OptionQueue     uint16 = 6 // 4 bytes
	OptionVerdict   uint16 = 7 // type (1 byte), verdict
)

// Options is a list of options in the form of pcapng: code (16 bits), length (16 bits), value, padding to 32 bits.
type Options struct {
	Raw       []byte // as in the file; its owner says how long it is valid
	BigEndian bool   // byte order of codes, lengths and numeric values
}

// Option is one option. Value aliases the list.
type Option struct {
	Code  uint16
	Value []byte
}

// All iterates over the options up to the end mark, the end of the list, or the first one that does not fit.
func (o Options) All() iter.Seq[Option] {
	return func(yield func(Option) bool) {
		for rest := o.Raw; ; {
			opt, next, ok := o.cut(rest)
			if !ok || opt.Code == OptionEnd || !yield(opt) {
				return
			}
			rest = next
		}
	}
}

// Check walks the list and returns the offset of the first option whose length does not fit, or -1.
func (o Options) Check() int {
	for rest := o.Raw; len(rest) >= 4; {
		opt, next, ok := o.cut(rest)
		if !ok {
			return len(o.Raw) - len(rest)
		}
		if opt.Code == OptionEnd {
			break
		}
		rest = next
	}
	return -1
}

func (o Options) cut(b []byte) (opt Option, rest []byte, ok bool) {
	if len(b) < 4 {
		return Option{}, nil, false
	}
	order := o.order()
	opt.Code = order.Uint16(b)
	n := int(order.Uint16(b[2:]))
	if opt.Code == OptionEnd {
		return opt, nil, true
	}
	if n > len(b)-4 {
		return opt, nil, false
	}
	opt.Value = b[4 : 4+n : 4+n]
	return opt, b[min(4+(n+3)&^3, len(b)):], true
}

func (o Options) order() binary.ByteOrder {
	if o.BigEndian {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// Get returns the value of the first option with this code; nil and false if there is none.
func (o Options) Get(code uint16) ([]byte, bool) {
	for opt := range o.All() {
		if opt.Code == code {
			return opt.Value, true
		}
	}
	return nil, false
}

// Uint returns the first option with this code as a number of 1, 2, 4 or 8 bytes; false if there is none or if it
// has another length.
func (o Options) Uint(code uint16) (uint64, bool) {
	v, ok := o.Get(code)
	if !ok {
		return 0, false
	}
	switch len(v) {
	case 1:
		return uint64(v[0]), true
	case 2:
		return uint64(o.order().Uint16(v)), true
	case 4:
		return uint64(o.order().Uint32(v)), true
	case 8:
		return o.order().Uint64(v), true
	}
	return 0, false
}

// Strings iterates over the options with this code as text. Each is copied.
func (o Options) Strings(code uint16) iter.Seq[string] {
	return func(yield func(string) bool) {
		for opt := range o.All() {
			if opt.Code == code && !yield(string(opt.Value)) {
				return
			}
		}
	}
}

// Clone returns a copy that shares no memory with o.
func (o Options) Clone() Options {
	if o.Raw != nil {
		o.Raw = append(make([]byte, 0, len(o.Raw)), o.Raw...)
	}
	return o
}
