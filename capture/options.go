package capture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"
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
	OptionProcess   uint16 = 8 // process identifier (4 bytes), thread identifier (4 bytes)

	// Custom options: private enterprise number (4 bytes), value. The first two may be copied into a file that is made
	// from this one after an edit, the other two should not.
	OptionCustomText         uint16 = 2988
	OptionCustomBinary       uint16 = 2989
	OptionCustomTextNoCopy   uint16 = 19372
	OptionCustomBinaryNoCopy uint16 = 19373
)

// Options is a list of options in the form of pcapng: code (16 bits), length (16 bits), value, padding to 32 bits.
// The bytes are the truth: order, padding, a missing end mark and bytes behind it stay as they are, and editing keeps
// them in all options that it does not touch. Methods that edit make a new list, and write nothing to the old one.
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

// Ended reports whether the list has an end mark.
func (o Options) Ended() bool {
	for rest := o.Raw; ; {
		opt, next, ok := o.cut(rest)
		if !ok || opt.Code == OptionEnd {
			return ok
		}
		rest = next
	}
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

// Add adds an option at the end of the list, before the end mark. An empty list gets an end mark too. The value has
// at most 65535 bytes.
func (o *Options) Add(code uint16, value []byte) error {
	end := 0
	for rest := o.Raw; ; {
		opt, next, ok := o.cut(rest)
		if !ok || opt.Code == OptionEnd {
			end = len(o.Raw) - len(rest)
			break
		}
		rest = next
	}
	tail := o.Raw[end:]
	if len(o.Raw) == 0 {
		tail = make([]byte, 4)
	}
	raw, err := o.Append(slices.Clip(o.Raw[:end]), code, value)
	if err == nil {
		o.Raw = append(raw, tail...)
	}
	return err
}

// Append appends one option to dst, in the byte order of o, with padding before it if dst ends oddly.
func (o Options) Append(dst []byte, code uint16, value []byte) ([]byte, error) {
	const most = 1<<16 - 1
	switch {
	case code == OptionEnd:
		return dst, fmt.Errorf("capture: option %d is the end mark", code)
	case len(value) > most:
		return dst, fmt.Errorf("capture: option %d: value of %d bytes, at most %d", code, len(value), most)
	}
	pad := []byte{0, 0, 0}
	dst = append(dst, pad[:-len(dst)&3]...)
	if o.BigEndian {
		dst = binary.BigEndian.AppendUint32(dst, uint32(code)<<16|uint32(len(value)))
	} else {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(len(value))<<16|uint32(code))
	}
	return append(append(dst, value...), pad[:-len(value)&3]...), nil
}

// Rewrite calls f for each option. It keeps the option with the value that f returns, or drops it if keep is false.
func (o *Options) Rewrite(f func(Option) (value []byte, keep bool)) error {
	raw := make([]byte, 0, len(o.Raw))
	rest := o.Raw
	for {
		opt, next, ok := o.cut(rest)
		if !ok || opt.Code == OptionEnd {
			break
		}
		value, keep := f(opt)
		switch {
		case !keep:
		case bytes.Equal(value, opt.Value):
			raw = append(raw, rest[:len(rest)-len(next)]...)
		default:
			var err error
			if raw, err = o.Append(raw, opt.Code, value); err != nil {
				return err
			}
		}
		rest = next
	}
	o.Raw = append(raw, rest...)
	return nil
}

// Set sets the value of the first option with this code and drops all others with it; if there is none, it adds one.
func (o *Options) Set(code uint16, value []byte) error {
	found := false
	edited := *o
	err := edited.Rewrite(func(opt Option) ([]byte, bool) {
		if opt.Code != code {
			return opt.Value, true
		}
		first := !found
		found = true
		return value, first
	})
	if err == nil && !found {
		err = edited.Add(code, value)
	}
	if err == nil {
		*o = edited
	}
	return err
}

// Delete drops all options with this code and says how many there were.
func (o *Options) Delete(code uint16) (n int) {
	_ = o.Rewrite(func(opt Option) ([]byte, bool) { // which only fails on new values
		if opt.Code == code {
			n++
		}
		return opt.Value, opt.Code != code
	})
	return n
}
