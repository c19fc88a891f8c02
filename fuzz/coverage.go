package fuzz

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// Coverage is what generated values and inputs have reached of a layer type: which fields have been on the wire
// with a value that is not zero, which members of unions and forms of options have been met, and which errors.
type Coverage struct {
	Type    *codec.Type
	reached map[string]bool
}

// Part is a part of what can be reached.
type Part struct {
	Reached, Of int
	Missing     []string
}

// Percent is the share that was reached, 100 if there is nothing.
func (p Part) Percent() float64 {
	if p.Of == 0 {
		return 100
	}
	return 100 * float64(p.Reached) / float64(p.Of)
}

// Add adds the counts of another part.
func (p *Part) Add(q Part) {
	p.Reached, p.Of = p.Reached+q.Reached, p.Of+q.Of
	p.Missing = append(p.Missing, q.Missing...)
}

// NewCoverage returns a count of nothing yet.
func NewCoverage(t *codec.Type) *Coverage { return &Coverage{Type: t, reached: map[string]bool{}} }

// Decode decodes an input, and counts what that reaches.
func (c *Coverage) Decode(data []byte) {
	v := c.Type.New()
	var st codec.State
	_, ok := c.Type.Decode(v, data, &st)
	if err := st.Err(); err != nil {
		c.reached["error "+unindexed(err.Field)+" "+kindOf(err)] = true
	}
	if ok {
		c.walk(&frame{c.Type.Schema(), reflect.ValueOf(v).Elem(), nil}, "")
	}
}

// kindOf is the sentinel of an error, in a word.
func kindOf(err error) string {
	for _, e := range [...]error{codec.ErrTruncated, codec.ErrLength, codec.ErrConst, codec.ErrCount, codec.ErrRange, codec.ErrUnion, codec.ErrDepth} {
		if errors.Is(err, e) {
			return e.Error()
		}
	}
	return "other"
}

// unindexed is the path of a field without the numbers of elements.
func unindexed(path string) string {
	var b strings.Builder
	for {
		head, rest, found := strings.Cut(path, "[")
		b.WriteString(head)
		if !found {
			return b.String()
		}
		_, path, _ = strings.Cut(rest, "]")
	}
}

func (c *Coverage) walk(f *frame, path string) {
	for _, x := range f.s.Fields {
		v := f.v.Field(x.Index)
		if x.Kind == tags.KindNone || !f.has(x.If) {
			continue
		}
		name := path + x.Name
		if !v.IsZero() && !(v.Kind() == reflect.Slice && v.Len() == 0) {
			c.reached["field "+name] = true
		}
		switch {
		case x.Kind == tags.KindStruct:
			c.walk(&frame{x.Elem, v, f}, name+".")
		case x.Kind == tags.KindPtr && !v.IsNil():
			c.walk(&frame{x.Elem, v.Elem(), f}, name+".")
		case x.Kind == tags.KindList && x.Item == tags.KindStruct:
			for i := range v.Len() {
				c.walk(&frame{x.Elem, v.Index(i), f}, name+".")
			}
		case x.Members != nil:
			c.member(f, x, v, name)
		}
	}
}

// member counts the member of a union, if it is one that the table has and holds what its type says.
func (c *Coverage) member(f *frame, x *tags.Field, v reflect.Value, name string) {
	key := number(f.v.FieldByName(x.Union))
	if x.Members.Types[key] == nil {
		c.reached["member "+name+" raw"] = true
		return
	}
	if x.Kind == tags.KindUnion && (v.IsNil() || v.Elem().Kind() != reflect.Pointer) {
		return
	}
	if x.Kind == tags.KindBytes {
		if _, err := codec.View(f.v.Addr().Interface(), x.Name); err != nil {
			return
		}
	}
	c.reached[fmt.Sprintf("member %s %d", name, key)] = true
}

// Fields are the fields that were on the wire with a value that is not zero.
func (c *Coverage) Fields() (p Part) {
	c.each(func(x *tags.Field, path string) {
		if x.Kind != tags.KindNone && (x.Const == nil || *x.Const != 0) {
			c.count(&p, "field "+path)
		}
	})
	return p
}

// Members are the members of unions and the typed forms of options that were met, and for each union the raw one.
func (c *Coverage) Members() (p Part) {
	c.each(func(x *tags.Field, path string) {
		if x.Members == nil {
			return
		}
		width := 0
		for _, k := range keysOf(x) {
			c.count(&p, fmt.Sprintf("member %s %d", path, k))
			width++
		}
		if s := x.Target; s == nil || s.Width > 16 || width < 1<<s.Width {
			c.count(&p, "member "+path+" raw")
		}
	})
	return p
}

func keysOf(x *tags.Field) (all []uint64) {
	for k := range x.Members.Types {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

// Errors are the errors that follow from the tags: a field that is cut short, a constant that has another value, a length that
// is too small.
func (c *Coverage) Errors() (p Part) {
	if len(c.Type.Schema().Fields) == 0 {
		return p
	}
	c.each(func(x *tags.Field, path string) {
		switch {
		case x.Trailer:
		case x.Const != nil:
			c.count(&p, "error "+path+" "+codec.ErrConst.Error())
		case x.Len != nil && (x.Len.Of == "header" || x.Len.Of == "self") && x.Len.Unit*int(top64(min(x.Width, 32))) > 0:
			c.either(&p, path, codec.ErrLength, codec.ErrTruncated)
		case x.Width >= 8 && x.Kind != tags.KindNone:
			c.either(&p, path, codec.ErrTruncated, codec.ErrLength)
		}
	})
	return p
}

// either counts one of two errors: which it is depends on the field that sets the limit.
func (c *Coverage) either(p *Part, path string, a, b error) {
	x, y := "error "+path+" "+a.Error(), "error "+path+" "+b.Error()
	if c.reached[y] {
		x = y
	}
	c.count(p, x)
}

func (c *Coverage) count(p *Part, what string) {
	if p.Of++; c.reached[what] {
		p.Reached++
		return
	}
	_, rest, _ := strings.Cut(what, " ")
	p.Missing = append(p.Missing, c.Type.Name()+"."+rest)
}

// each calls yield for every field of the layer and of the structs in it.
func (c *Coverage) each(yield func(x *tags.Field, path string)) {
	var walk func(s *tags.Schema, path string, up []*tags.Schema)
	walk = func(s *tags.Schema, path string, up []*tags.Schema) {
		for _, x := range s.Fields {
			yield(x, path+x.Name)
			if x.Elem != nil && !slices.Contains(up, x.Elem) && x.Elem != s {
				walk(x.Elem, path+x.Name+".", append(up, s))
			}
		}
	}
	walk(c.Type.Schema(), "", nil)
}
