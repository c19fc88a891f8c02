package codec

import (
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// Type is a compiled layer type. It may be used by several goroutines.
type Type struct {
	*plan
	ptr     reflect.Type
	nexts   []*fieldPlan // next= fields, in order
	direct  directNext
	form    numbersForm
	table   string       // of Numbers
	plain   bool         // several next= fields of one table, without conditions
	only    *fieldPlan   // the only next= field, where NextLayer has nothing to say about it
	fixes   []*fieldPlan // fields that are set after the payload is known
	gen     Generated
	root    *edge                                       // leads to it, if generated code encodes what is inside too
	edges   edgeTable                                   // what is inside
	run     func(unsafe.Pointer, []byte) (Extent, bool) // as quick says
	links   *Links                                      // nil if it borrows the table of a layer around it
	borrows bool                                        // it has next= fields and no table
	look    Recognizer                                  // nil if numbers alone say what is of this type

	payloadTab, pseudoTab unsafe.Pointer // method tables of those interfaces

	hasNext, hasPayloadLength, hasPseudo, hasDecode, hasAppend bool

	lists  []refList // what can hold the same memory twice, if nothing else can
	memo   nextMemos
	broken error // what is wrong with the tags
}

// Generated is what taggen writes for a type: its methods, tied to this package.
type Generated struct {
	decode func(unsafe.Pointer, []byte) (Extent, bool)
	append func(unsafe.Pointer, []byte, Derive, *Inside) ([]byte, bool)
	whole  bool
}

// Generate ties generated functions to their type. Decode returns false where
// anything is not in order, and the reflective codec then finds out what; so does
// append. Either may be nil. Whole says that append encodes what is inside the layer too, and
// sets what depends on that; without an Inside, it appends the header alone.
func Generate[T any](decode func(*T, []byte) (Extent, bool), appendTo func(*T, []byte, Derive, *Inside) ([]byte, bool), whole bool) Generated {
	// A *T and an unsafe.Pointer are passed in the same way, so that a function value of the one type
	// can be called as the other.
	return Generated{
		decode: *(*func(unsafe.Pointer, []byte) (Extent, bool))(unsafe.Pointer(&decode)),
		append: *(*func(unsafe.Pointer, []byte, Derive, *Inside) ([]byte, bool))(unsafe.Pointer(&appendTo)),
		whole:  whole,
	}
}

// Generator is implemented by types with generated code.
type Generator interface {
	WireCode() Generated
}

// Types are compiled once. The first cache is looked up by the address of the
// type's descriptor; the second holds everything.
var (
	quick [1024]atomic.Pointer[Type]
	types sync.Map // reflect.Type of the struct -> *Type or *TypeError
)

// quickSlot is the place of a type in quick, by the address of its descriptor.
func quickSlot(typ unsafe.Pointer) uint32 { return uint32(uintptr(typ)>>3) * 0x9e3779b1 >> 22 }

// TypeFor returns the compiled layer type of a struct type.
func TypeFor(t reflect.Type) (*Type, error) {
	if v, ok := types.Load(t); ok {
		if ty, ok := v.(*Type); ok {
			return ty, nil
		}
		return nil, v.(*TypeError)
	}
	ty, err := compile(t)
	if err != nil {
		v, _ := types.LoadOrStore(t, err)
		return nil, v.(*TypeError)
	}
	v, _ := types.LoadOrStore(t, ty)
	return v.(*Type), nil
}

func compile(t reflect.Type) (*Type, *TypeError) {
	s, err := tags.SchemaOf(t)
	if err != nil {
		return nil, typeError(t, err)
	}
	c := compiler{done: map[place]*plan{}, asked: map[*tags.Field]bool{}}
	ty := &Type{plan: c.plan(s, false), ptr: reflect.PointerTo(t)}
	c.early()
	if len(c.errs) > 0 {
		return nil, &TypeError{Type: t, Errs: c.errs}
	}
	c.stores()
	v := reflect.New(t).Interface()
	_, ty.hasNext = v.(NextLayer)
	if x, ok := v.(PayloadLength); ok {
		ty.hasPayloadLength, ty.payloadTab = true, (*iface)(unsafe.Pointer(&x)).tab
	}
	if x, ok := v.(PseudoHeader); ok {
		ty.hasPseudo, ty.pseudoTab = true, (*iface)(unsafe.Pointer(&x)).tab
	}
	_, ty.hasDecode = v.(LayerDecoder)
	_, ty.hasAppend = v.(LayerAppender)
	ty.look, _ = reflect.New(t).Interface().(Recognizer)
	if l, ok := v.(Linked); ok {
		ty.links = l.Links()
	}
	if g, ok := v.(Generator); ok && useGenerated {
		ty.gen = g.WireCode()
	}
	for _, f := range ty.fields {
		if f.Next != "" {
			ty.nexts = append(ty.nexts, f)
		}
		if f.Next != "" || f.sum != nil || (f.Len != nil && f.Len.Relative() && f.Len.Of != "header" && f.Len.Of != "self") {
			ty.fixes = append(ty.fixes, f)
		}
	}
	ty.borrows = ty.links == nil && len(ty.nexts) > 0
	ty.dispatch()
	ty.guard()
	ty.run = ty.runner()
	if ty.gen.whole && !ty.hasAppend && len(ty.early) == 0 {
		ty.root = &edge{inner: ty, append: ty.gen.append}
		ty.root.recent.Store(noEdge)
	}
	return ty, nil
}

// eface is how an interface without methods is laid out: its type's descriptor and,
// for a pointer type, the pointer.
type eface struct {
	typ, ptr unsafe.Pointer
}

// iface is how an interface with methods is laid out: the table of its methods, and
// the pointer.
type iface struct {
	tab, ptr unsafe.Pointer
}

// payloadLength and pseudoHeader give the layer at p, hidden, as the interface that its type is known
// to implement, without looking that up again.

func (t *Type) payloadLength(p unsafe.Pointer) (x PayloadLength) {
	*(*iface)(unsafe.Pointer(&x)) = iface{t.payloadTab, hide(p)}
	return x
}

func (t *Type) pseudoHeader(p unsafe.Pointer) (x PseudoHeader) {
	*(*iface)(unsafe.Pointer(&x)) = iface{t.pseudoTab, hide(p)}
	return x
}

// typeOf returns the compiled type of a layer, which is a pointer to a struct, and
// the pointer.
func typeOf(v any) (*Type, unsafe.Pointer, error) {
	e := *(*eface)(unsafe.Pointer(&v))
	slot := &quick[quickSlot(e.typ)]
	if ty := slot.Load(); ty != nil && ty.descriptor() == e.typ && e.ptr != nil {
		return ty, e.ptr, nil
	}
	t := reflect.TypeOf(v)
	if t == nil || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct || e.ptr == nil {
		return nil, nil, notLayer(t)
	}
	ty, err := TypeFor(t.Elem())
	if err != nil {
		return nil, nil, err
	}
	slot.Store(ty)
	return ty, e.ptr, nil
}

// notLayer is the error for a value of type t that is not a pointer to a struct, or a nil one.
func notLayer(t reflect.Type) error {
	want := "want a pointer to a struct"
	switch {
	case t == nil:
	case t.Kind() == reflect.Struct:
		want += ", not a struct"
	case t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct:
		want += ", not nil"
	}
	return &TypeError{Type: t, Errs: []error{fmt.Errorf("%w: %s", ErrLayer, want)}}
}

func typeOfPointer(v any) reflect.Type { return reflect.TypeOf(v).Elem() }

// descriptor is the address of the pointer type's descriptor.
func (t *Type) descriptor() unsafe.Pointer {
	return (*eface)(unsafe.Pointer(&t.ptr)).ptr
}

// is reports whether v is a pointer to a struct of type t.
func (t *Type) is(v any) bool {
	e := (*eface)(unsafe.Pointer(&v))
	return e.typ == t.descriptor() && e.ptr != nil
}

// value returns the layer at p as an interface that holds a pointer to it.
func (t *Type) value(p unsafe.Pointer) (v any) {
	*(*eface)(unsafe.Pointer(&v)) = eface{t.descriptor(), p}
	return v
}

// Name is the layer's name.
func (t *Type) Name() string { return t.name }

// GoType is the struct type.
func (t *Type) GoType() reflect.Type { return t.typ }

// Schema describes the layer's fields. It must not be changed.
func (t *Type) Schema() *tags.Schema { return t.schema }

// New returns a pointer to a new struct.
func (t *Type) New() any { return reflect.New(t.typ).Interface() }

// Terminal reports whether nothing can follow the layer: bytes after it belong
// to the layer outside.
func (t *Type) Terminal() bool { return len(t.nexts) == 0 && !t.hasNext }
