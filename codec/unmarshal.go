package codec

import (
	"fmt"
	"reflect"
	"unsafe"
)

// State is what decoding needs beside the data. The zero State is ready for use;
// one that is kept saves the allocation of errors. It must not be used by two
// goroutines at once.
type State struct{ d decoder }

// Err returns what was wrong with the data that was decoded last, nil if nothing was.
// It is valid until the State is used again.
func (s *State) Err() *Error {
	if s.d.err.Err == nil {
		return nil
	}
	return &s.d.err
}

// Unmarshal decodes one layer from the start of data into the struct that layer points to,
// and returns the payload, which is a part of data. All fields are set. The memory of what the
// struct has, slices, pointers and members of unions, is used again: whoever keeps them or shares
// them with another struct copies them first.
//
// The error is a [*TypeError] if the type cannot be used, otherwise an [*Error]. With an
// error the struct holds what was decoded before it; if the error is Recovered,
// the payload is good nevertheless.
func Unmarshal(data []byte, layer any) (payload []byte, err error) {
	e := (*eface)(unsafe.Pointer(&layer))
	if t := quick[quickSlot(e.typ)].Load(); t != nil && t.descriptor() == e.typ && e.ptr != nil {
		if ext, ok := t.run(e.ptr, data); ok {
			return payloadOf(data, ext), nil
		}
		return t.unmarshal(e.ptr, data)
	}
	return unmarshal(data, layer)
}

// unmarshal is Unmarshal for types that are not where it looks first.
func unmarshal(data []byte, layer any) (payload []byte, err error) {
	t, p, err := typeOf(layer)
	if err != nil {
		return nil, err
	}
	if ext, ok := t.quick(p, data); ok {
		return payloadOf(data, ext), nil
	}
	return t.unmarshal(p, data)
}

// unmarshal is Unmarshal for data that is not in order, or types without a quick way.
func (t *Type) unmarshal(p unsafe.Pointer, data []byte) (payload []byte, err error) {
	var s State
	ext, ok := t.reflective(p, data, &s)
	if s.d.err.Err != nil {
		err = new(s.d.err)
	}
	if !ok {
		return nil, err
	}
	return payloadOf(data, ext), err
}

// payloadOf cuts the payload out of data, without spare capacity.
func payloadOf(data []byte, e Extent) []byte {
	end := e.Header + e.Payload
	return data[e.Header:end:end]
}

// Decode decodes one layer into v, a pointer to a struct of type t. Ok is false
// when the extent is not known; s.Err tells what was wrong, if anything was.
func (t *Type) Decode(v any, data []byte, s *State) (ext Extent, ok bool) {
	if !t.is(v) {
		s.d.err = Error{Layer: t.name, Bit: -1, Err: ErrLayer}
		return Extent{}, false
	}
	return t.decode((*eface)(unsafe.Pointer(&v)).ptr, data, s)
}

func (t *Type) decode(p unsafe.Pointer, data []byte, s *State) (Extent, bool) {
	if ext, ok := t.quick(p, data); ok {
		s.d.err.Err = nil
		return ext, true
	}
	return t.reflective(p, data, s)
}

// quick decodes data that is in order, by generated code or by the fast plan. Where it
// returns false the program has to find out what is wrong.
func (t *Type) quick(p unsafe.Pointer, data []byte) (Extent, bool) { return t.run(p, data) }

// runner returns what quick calls.
func (t *Type) runner() func(unsafe.Pointer, []byte) (Extent, bool) {
	if t.gen.decode != nil {
		return t.gen.decode
	}
	if p := fastOf(t); p != nil {
		return p.decoder()
	}
	return notQuick
}

// notQuick is for types that have no quick way.
func notQuick(unsafe.Pointer, []byte) (Extent, bool) { return Extent{}, false }

// Quick decodes data that is in order into v, a pointer to a struct of type t. Where it
// returns false, Decode has to find out why.
func (t *Type) Quick(v any, data []byte) (Extent, bool) {
	e := (*eface)(unsafe.Pointer(&v))
	if e.typ != t.descriptor() || e.ptr == nil {
		return Extent{}, false
	}
	return t.quick(e.ptr, data)
}

// DecodeReflective is Decode without generated code, for tests that compare the two.
func (t *Type) DecodeReflective(v any, data []byte, s *State) (ext Extent, ok bool) {
	if !t.is(v) {
		s.d.err = Error{Layer: t.name, Bit: -1, Err: ErrLayer}
		return Extent{}, false
	}
	return t.reflective((*eface)(unsafe.Pointer(&v)).ptr, data, s)
}

func (t *Type) reflective(p unsafe.Pointer, data []byte, s *State) (ext Extent, ok bool) {
	ext, ok = t.program(p, data, s)
	if t.careful && t.unshare(p) {
		ext, ok = t.program(p, data, s)
	}
	return ext, ok
}

// program runs the steps of the type on a layer.
func (t *Type) program(p unsafe.Pointer, data []byte, s *State) (ext Extent, ok bool) {
	d := &s.d
	d.reset(data)
	if t.hasDecode {
		ext, err := t.value(p).(LayerDecoder).DecodeLayer(data)
		if err == nil && (ext.Header < 0 || ext.Payload < 0 || ext.Trailer < 0 || ext.Len() > len(data)) {
			err = ErrLength
		}
		if err != nil {
			d.err = Error{Layer: t.name, Need: ext.Len(), Have: len(data), Err: err}
			return Extent{}, false
		}
		return ext, true
	}
	pos := 0
	a, ok := d.behindPrefix(t.plan, p, area{limit: len(data)})
	if ok {
		pos, ok = d.run(t.plan, t.ops, p, a, nil)
	}
	if ok && d.short != nil {
		ok, d.err = false, d.late
	}
	if ok {
		ext, ok = t.extent(p, pos, d)
	}
	if !ok {
		for _, f := range t.trails {
			f.clear(unsafe.Add(p, f.GoOff))
		}
		return Extent{}, false
	}
	return ext, true
}

// extent works out where payload and trailer are, after the header has been decoded.
func (t *Type) extent(p unsafe.Pointer, pos int, d *decoder) (Extent, bool) {
	end := d.end
	if end < pos {
		return Extent{}, d.fail(d.endBy, max(0, d.endBy.Offset)/8, ErrLength, pos, end, nil)
	}
	trailer := 0
	for _, f := range t.trails {
		if f.cond == nil || f.cond.holds(p, nil) {
			trailer += f.Width / 8
		}
	}
	if d.load >= 0 {
		if want := pos + d.load + trailer; want > end {
			d.cut = true
		} else {
			end = want
		}
	}
	if end-pos < trailer {
		return Extent{}, d.fail(t.trails[0], pos, ErrTruncated, trailer, end-pos, d.endBy)
	}
	ext := Extent{Header: pos, Payload: end - pos - trailer, Trailer: trailer, Cut: d.cut}
	if t.hasPayloadLength {
		if n, ok := t.value(p).(PayloadLength).PayloadLength(ext.Payload); ok {
			if n < 0 || n > ext.Payload {
				ext.Cut = true
				n = ext.Payload
			}
			ext.Payload = n
		}
	}
	pad := t.padding()
	if f := pad; f != nil && f.present(p) {
		n := pos + ext.Payload
		trailer = min(roundUp(n, f.Pad), len(d.data)) - n
		ext.Trailer = trailer
	}
	if len(t.trails) > 0 {
		at := pos + ext.Payload
		if _, ok := d.run(t.plan, t.trail, p, area{start: at, limit: at + trailer, bounded: pad != nil}, nil); !ok {
			return ext, false
		}
	}
	return ext, true
}

// padding is the trailer that is padding, nil if there is none. Lengths do not count it.
func (t *Type) padding() *fieldPlan {
	if len(t.trails) == 1 && t.trails[0].Pad > 0 {
		return t.trails[0]
	}
	return nil
}

// View decodes the bytes of a field tagged union= in the struct that elem points to as
// the type that the selecting field asks for, into a new struct that refers to the bytes. It
// returns nil without an error where the table has no type for it. With an error that is
// an [*Error] the struct holds what was decoded before it.
func View(elem any, field string) (any, error) {
	t, p, err := typeOf(elem)
	if err != nil {
		return nil, err
	}
	for _, f := range t.fields {
		if f.Name != field || f.union == nil || !isByteSlice(f.Type) {
			continue
		}
		m := f.union.members[loadInt(unsafe.Add(p, f.union.sel.GoOff), f.union.sel.size)]
		if m == nil {
			return nil, nil
		}
		return m.view(*(*[]byte)(unsafe.Add(p, f.GoOff)))
	}
	return nil, fmt.Errorf("codec: %v has no []byte field %q tagged union=: %w", t.typ, field, ErrUnion)
}

// view decodes bytes that are all one member.
func (m *member) view(data []byte) (any, error) {
	v := reflect.New(m.typ)
	var d decoder
	d.reset(data)
	_, ok := d.nested(m.plan, v.UnsafePointer(), area{limit: len(data), bounded: true}, nil)
	if ok && d.err.Err == nil {
		return v.Interface(), nil
	}
	return v.Interface(), new(d.err) // not the decoder as a whole
}

func isByteSlice(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8
}
