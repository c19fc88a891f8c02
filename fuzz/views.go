package fuzz

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

func viewLossless(data []byte, view any, err error) error {
	var e *codec.Error
	if err != nil && (!errors.As(err, &e) || !e.Recovered) {
		return nil
	}
	out, err := codec.Encoder{}.Marshal(view)
	if err != nil || !bytes.Equal(out, data) {
		return fmt.Errorf("%x is viewed as %T%+v, which encodes to\n%x: %v", data, view, view, out, err)
	}
	return nil
}

// withViews are the structs that have a []byte union somewhere inside, by schema.
var withViews sync.Map

func viewed(s *tags.Schema) bool {
	if has, ok := withViews.Load(s); ok {
		return has.(bool)
	}
	seen := map[*tags.Schema]bool{}
	var has func(s *tags.Schema) bool
	has = func(s *tags.Schema) bool {
		if s == nil || seen[s] {
			return false
		}
		seen[s] = true
		return slices.ContainsFunc(s.Fields, func(x *tags.Field) bool {
			if x.Kind == tags.KindBytes && x.Members != nil || has(x.Elem) {
				return true
			}
			for _, e := range x.Elems {
				if has(e) {
					return true
				}
			}
			return false
		})
	}
	found := has(s)
	withViews.Store(s, found)
	return found
}

// views asks for the typed view of every []byte union in a struct, and calls yield with
// its bytes and what codec.View returned.
func views(s *tags.Schema, v reflect.Value, yield func(data []byte, view any, err error) error) error {
	if !viewed(s) {
		return nil
	}
	for _, x := range s.Fields {
		f := v.Field(x.Index)
		var err error
		switch {
		case x.Kind == tags.KindBytes && x.Members != nil:
			view, bad := codec.View(v.Addr().Interface(), x.Name)
			if view == nil && bad == nil {
				continue
			}
			if view == nil {
				return fmt.Errorf("%v.%s: %w", s.Type, x.Name, bad)
			}
			if err = yield(f.Bytes(), view, bad); err == nil {
				m := x.Elems[number(v.Field(s.Field(x.Union).Index))]
				err = views(m, reflect.ValueOf(view).Elem(), yield)
			}
		case x.Kind == tags.KindStruct:
			err = views(x.Elem, f, yield)
		case x.Kind == tags.KindPtr && !f.IsNil():
			err = views(x.Elem, f.Elem(), yield)
		case x.Kind == tags.KindUnion && !f.IsNil() && f.Elem().Kind() == reflect.Pointer:
			for k, p := range x.Members.Types {
				if reflect.TypeOf(p) == f.Elem().Type() {
					err = views(x.Elems[k], f.Elem().Elem(), yield)
					break
				}
			}
		case x.Kind == tags.KindList && x.Item == tags.KindStruct:
			for i := 0; i < f.Len() && err == nil; i++ {
				err = views(x.Elem, f.Index(i), yield)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Spare finds slices in a value that are a part of data and can be extended beyond their end.
func Spare(v reflect.Value, data []byte) error {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() && v.Type().PkgPath() != "unique" && v.Elem().IsValid() {
			return Spare(v.Elem(), data)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if err := Spare(v.Field(i), data); err != nil {
				return fmt.Errorf("%s: %w", v.Type().Field(i).Name, err)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			from := reflect.ValueOf(data[:0]).Pointer()
			if p := v.Pointer(); v.Cap() != v.Len() && p >= from && p < from+uintptr(cap(data)) {
				return fmt.Errorf("%d bytes with a capacity of %d", v.Len(), v.Cap())
			}
			return nil
		}
		for i := range v.Len() {
			if err := Spare(v.Index(i), data); err != nil {
				return fmt.Errorf("[%d]: %w", i, err)
			}
		}
	}
	return nil
}
