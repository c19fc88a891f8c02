package codec

import (
	"reflect"
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// Prefixed is implemented by structs, as pointers, that stand behind a length which tags cannot say because its own size varies: ASN.1's, those of variable-length
// integers. The prefix is a part of the struct, in front of its fields, and may hold more than the length. What it looked like is noted in fields that are tagged "-".
// The struct has to fill the length exactly. It has no checksums, next= fields, trailers, or lengths of more than one of its fields.
type Prefixed interface {
	// DecodePrefix reads the prefix at the start of data, which ends where the struct must: it takes size bytes, and length bytes follow it. With an error, size
	// is what was needed.
	DecodePrefix(data []byte) (size, length int, err error)
	// AppendPrefix appends the prefix of a struct whose fields take length bytes. With [Nothing] it has the form that was decoded.
	AppendPrefix(dst []byte, length int, derive Derive) ([]byte, error)
}

var prefixedType = reflect.TypeFor[Prefixed]()

// prefixOf finds out whether a struct has a prefix, and what cannot stand in it then.
func (c *compiler) prefixOf(p *plan) {
	if !reflect.PointerTo(p.typ).Implements(prefixedType) {
		return
	}
	p.prefix = &fieldPlan{Field: &tags.Field{Name: "Prefix"}, in: p}
	for _, f := range p.fields {
		if f.Sum != nil || f.Next != "" || f.Trailer || (f.Len != nil && f.Len.Relative()) {
			c.fail(p.schema, f.Field, "a struct with the method DecodePrefix has no sum=, next=, trailer, or len=%s", "header, self, payload, packet and rest")
		}
	}
}

// prefixed is the struct at base.
func (p *plan) prefixed(base unsafe.Pointer) Prefixed {
	return reflect.NewAt(p.typ, base).Interface().(Prefixed)
}

// behindPrefix reads the prefix of a struct, if it has one, and returns what is left for its fields.
func (d *decoder) behindPrefix(p *plan, base unsafe.Pointer, a area) (area, bool) {
	if p.prefix == nil {
		return a, true
	}
	have := a.limit - a.start
	size, n, err := p.prefixed(base).DecodePrefix(d.data[a.start:a.limit:a.limit])
	if err == nil && (size < 0 || size > have || n < 0) {
		err = ErrLength
	}
	if err != nil {
		clearRest(p.ops, base)
		return a, d.fail(p.prefix, a.start, err, size, have, a.by)
	}
	if n > have-size {
		clearRest(p.ops, base)
		return a, d.fail(p.prefix, a.start, ErrTruncated, size+min(n, maxLen), have, a.by)
	}
	from := a.start + size
	return area{start: from, limit: from + n, by: p.prefix, bounded: true}, true
}

// addPrefix puts the prefix in front of the fields of a struct, which are dst[start:].
func (e *encoding) addPrefix(p *plan, base unsafe.Pointer, dst []byte, start, marks int) ([]byte, error) {
	n, end := len(dst)-start, len(dst)
	derive := e.Derive
	dst, err := p.prefixed(hide(base)).AppendPrefix(dst, n, derive)
	if err != nil {
		return dst, e.fail(p.prefix, err, uint64(n))
	}
	size := len(dst) - end
	dst = append(dst, dst[end:]...) // a copy, to be put in front
	copy(dst[start+size:end+size], dst[start:end])
	copy(dst[start:], dst[end+size:])
	for i := range e.marks[marks:] {
		e.marks[marks+i].bit += 8 * size
	}
	return dst[:end+size], nil
}
