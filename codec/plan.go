package codec

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"unsafe"

	"github.com/wiretag/wiretag/tags"
)

// plan is a compiled struct type: the decoding program, and the fields for encoding.
type plan struct {
	typ     reflect.Type
	name    string
	schema  *tags.Schema
	fields  []*fieldPlan
	ops     []op // the header
	trail   []op // the trailers
	slots   int
	min     int  // bytes that are always there
	nested  bool // it is a part of a layer, not a layer
	careful bool // of a layer: unshare is asked after decoding
	outer   bool // its conditions look at the enclosing struct
	hidden  []hidden
	sums    []*fieldPlan // checksums of a nested struct
	early   []*fieldPlan // fields that conditions look at and that encoding may fill
	refs    []ref        // fields whose memory, or that of what is inside, is used again
	headers []*fieldPlan
	trails  []*fieldPlan
	prefix  *fieldPlan // names the prefix in errors, nil if there is none
	selfLen bool       // a field measures the header, or what is behind it in a nested struct
	final   *fieldPlan // the last field of the header, or a nameless one
}

// asks notes what a condition looks at.
func (c *compiler) asks(x *tags.Expr) {
	x.Fields(func(e *tags.Expr) {
		if e.Field == nil {
			c.method = true
			return
		}
		c.asked[e.Field] = true
	})
}

// early finds the fields whose derived value conditions must see, now that all conditions are known.
func (c *compiler) early() {
	for _, p := range c.done {
		for _, f := range p.fields {
			filled := f.Const != nil || f.Default != nil || f.countOf != nil || f.selects != nil
			if f.Kind == tags.KindUint && filled && (c.method || c.asked[f.Field]) {
				p.early = append(p.early, f)
			}
		}
	}
}

// hidden is a part of a Go struct that is not on the wire.
type hidden struct {
	typ reflect.Type
	off uintptr
}

// hide finds what is not on the wire in p.
func (p *plan) hide() {
	for sf := range p.typ.Fields() {
		if f := p.schema.Field(sf.Name); sf.Name != "_" && sf.Type.Size() > 0 && (f == nil || f.Kind == tags.KindNone) {
			p.hidden = append(p.hidden, hidden{sf.Type, sf.Offset})
		}
	}
	for _, f := range p.fields {
		if f.Kind != tags.KindStruct {
			continue
		}
		for _, h := range f.elem.hidden {
			p.hidden = append(p.hidden, hidden{h.typ, f.GoOff + h.off})
		}
	}
}

// fieldPlan is a field as the program and the encoder need it.
type fieldPlan struct {
	*tags.Field
	in       *plan
	size     uint8 // of a Go integer, or of a list's Go integers
	shift    int   // little-endian bit fields: position in their container
	cond     *cond
	last     *cond
	nextIf   *cond
	slot     int // where the measured length of this field is, -1 if nothing measures it
	countIn  int // where the number of elements is, -1 if nothing counts them
	sets     int // the slot that this length or count fills, -1
	elem     *plan
	elemType reflect.Type
	elemSize uintptr
	elemMin  int // wire bytes of an element
	union    *unionPlan
	sum      sumFunc
	pseudoed func(p *Pseudo, data []byte, at, n int) uint64 // sum=ALG:pseudo with an algorithm of the type's own
	keeps    bool                                           // a []byte field follows that keeps what this list cannot take
	skips    []int                                          // slots of the counts of lists between the two, which stay empty then
	runStart bool                                           // an integer that starts at a byte boundary
	runEnd   bool
	marked   bool       // its place is noted when it is encoded, because it is set later
	countOf  *fieldPlan // the list that count= names
	selects  *unionPlan // the union that this field selects, if it is an interface
	stores   *storeRun  // of the fields from this one on, nil if none begins here
}

// unionPlan is the table of a union.
type unionPlan struct {
	iface   reflect.Type
	sel     *fieldPlan
	members map[uint64]*member
	keys    []uint64 // of members, sorted
	byType  map[reflect.Type]*plan
	raw     reflect.Type
	at      *fieldPlan

	bytes, empty unsafe.Pointer           // as share.go says: the type of raw, the address of empty structs
	deep         map[unsafe.Pointer]*plan // members whose memory is used again inside, by their type
	deepBits     uint64                   // a bit for each of them, by a hash of the type
}

type member struct {
	typ  reflect.Type
	ptr  reflect.Type
	plan *plan
}

// place is a struct as a layer, or as a part of one.
type place struct {
	schema *tags.Schema
	nested bool
}

// compiler builds the plans of one layer type and the structs inside it.
type compiler struct {
	done map[place]*plan
	errs []error

	asked  map[*tags.Field]bool // fields that conditions look at
	method bool                 // a condition is a method, which may look at any field
}

func (c *compiler) fail(s *tags.Schema, f *tags.Field, format string, args ...any) {
	c.errs = append(c.errs, &tags.Error{Type: s.Type, Field: f.Name, Err: fmt.Errorf(format, args...)})
}

func (c *compiler) plan(s *tags.Schema, nested bool) *plan {
	at := place{s, nested}
	if p, ok := c.done[at]; ok {
		return p
	}
	p := &plan{typ: s.Type, name: layerName(s.Type), schema: s, nested: nested, outer: s.Outer != nil, min: (s.MinBits + 7) / 8}
	c.done[at] = p
	byField := map[*tags.Field]*fieldPlan{}
	for _, f := range s.Fields {
		fp := &fieldPlan{Field: f, in: p, slot: -1, countIn: -1, sets: -1, cond: compileCond(s, f.If), nextIf: compileCond(s, f.NextIf)}
		c.asks(f.If)
		c.asks(f.Last)
		byField[f] = fp
		p.fields = append(p.fields, fp)
		c.field(p, fp, byField)
	}
	c.slots(p, byField)
	c.runs(p)
	c.prefixOf(p)
	p.hide()
	p.refs = refsOf(p)
	c.program(p)
	p.final = &fieldPlan{Field: &tags.Field{}, in: p}
	if n := len(p.headers); n > 0 {
		p.final = p.headers[n-1]
	}
	return p
}

func layerName(t reflect.Type) string {
	if n, ok := reflect.New(t).Interface().(Named); ok {
		return n.LayerName()
	}
	return t.Name()
}

var (
	fieldDecoder  = reflect.TypeFor[FieldDecoder]()
	fieldAppender = reflect.TypeFor[FieldAppender]()
)

func (c *compiler) field(p *plan, fp *fieldPlan, byField map[*tags.Field]*fieldPlan) {
	f := fp.Field
	fp.size = uint8(min(f.Type.Size(), 255))
	switch f.Kind {
	case tags.KindCustom:
		c.custom(p.schema, f, f.Type)
	case tags.KindStruct, tags.KindPtr:
		fp.elem = c.plan(f.Elem, true)
		fp.elemType = f.Elem.Type
	case tags.KindList:
		e := f.Type.Elem()
		fp.elemType, fp.elemSize, fp.size = e, e.Size(), uint8(min(e.Size(), 255))
		fp.elemMin = max(1, f.Each/8)
		if f.Elem != nil {
			fp.elem = c.plan(f.Elem, true)
			fp.elemMin = max(1, (f.Elem.MinBits+7)/8)
			fp.last = compileCond(f.Elem, f.Last)
		} else if f.Item == tags.KindCustom {
			c.custom(p.schema, f, e)
		}
	}
	if f.Members != nil {
		fp.union = c.union(fp, byField)
	}
	if f.Sum != nil {
		fp.sum = sumOf(p.typ, f.Sum.Alg)
		if f.Sum.Range == "pseudo" && sumBits[f.Sum.Alg] == 0 {
			fp.sum, fp.pseudoed = pseudoSumOf(p.typ, f.Sum.Alg)
		}
		if fp.sum == nil {
			c.fail(p.schema, f, "sum=%s: no such algorithm, and %s has no method Sum(%q) for it", f.Sum.Alg, p.typ, f.Sum.Alg)
		}
		if want := sumBits[f.Sum.Alg]; want > 0 && f.Width != want {
			c.fail(p.schema, f, "sum=%s: it is %d bits wide", f.Sum.Alg, want)
		}
		if p.nested {
			p.sums = append(p.sums, fp)
		}
		if p.nested && f.Sum.Range != "header" {
			c.fail(p.schema, f, "sum=%s:%s: a struct inside a layer has no payload", f.Sum.Alg, f.Sum.Range)
		}
	}
	if p.nested && f.Len != nil && (f.Len.Of == "packet" || f.Len.Of == "payload") {
		c.fail(p.schema, f, "len=%s: a struct inside a layer has no payload", f.Len.Of)
	}
	if p.nested && f.Trailer {
		c.fail(p.schema, f, "a struct inside a layer has no trailer")
	}
}

func (c *compiler) custom(s *tags.Schema, f *tags.Field, t reflect.Type) {
	ptr := reflect.PointerTo(t)
	if !ptr.Implements(fieldDecoder) || !t.Implements(fieldAppender) {
		c.fail(s, f, "%s: DecodeField and AppendField need the signatures of codec.FieldDecoder (on the pointer) and codec.FieldAppender (on the value)", t)
	}
}

func (c *compiler) union(fp *fieldPlan, byField map[*tags.Field]*fieldPlan) *unionPlan {
	u := &unionPlan{iface: fp.Type, sel: byField[fp.Target], members: map[uint64]*member{}, byType: map[reflect.Type]*plan{}}
	for v, proto := range fp.Members.Types {
		t := reflect.TypeOf(proto)
		m := &member{typ: t.Elem(), ptr: t, plan: c.plan(fp.Elems[v], true)}
		u.members[v], u.byType[t] = m, m.plan
	}
	u.keys, u.at = slices.Sorted(maps.Keys(u.members)), fp
	if fp.Kind == tags.KindUnion && u.sel != nil {
		u.sel.selects = u
	}
	if fp.Members.Raw != nil {
		u.raw = reflect.TypeOf(fp.Members.Raw)
	}
	if fp.Kind == tags.KindUnion {
		u.words()
	}
	return u
}

// slots numbers the places where lengths and counts wait for the field that they measure.
func (c *compiler) slots(p *plan, byField map[*tags.Field]*fieldPlan) {
	next := func(at *int) int {
		if *at < 0 {
			*at = p.slots
			p.slots++
		}
		return *at
	}
	for _, fp := range p.fields {
		t := byField[fp.Target]
		relative := fp.Len != nil && fp.Len.Relative()
		p.selfLen = p.selfLen || relative
		fp.marked = fp.Len != nil || ((fp.Sum != nil || fp.Next != "") && (fp.Offset < 0 || fp.Trailer))
		switch {
		case fp.Len != nil && t != nil:
			fp.sets = next(&t.slot)
		case fp.Count != "" && t != nil:
			fp.sets = next(&t.countIn)
			fp.countOf = t
		case fp.Size != "" && fp.LenField != nil:
			fp.slot = byField[fp.LenField].sets
		}
	}
	if p.slots > maxSlots {
		c.fail(p.schema, p.fields[0].Field, "%d lengths and counts of fields: at most %d in one struct", p.slots, maxSlots)
	}
	for i, fp := range p.fields {
		if fp.Kind == tags.KindList {
			fp.keeper(p.fields[i+1:])
		}
	}
}

// keeper looks for the []byte field that takes what the list f cannot: the next
// field, or the next but for lists with counts.
func (f *fieldPlan) keeper(next []*fieldPlan) {
	for _, n := range next {
		switch {
		case n.slot >= 0 || !f.If.Equal(n.If):
			return
		case n.Kind == tags.KindBytes:
			f.keeps = n.Rest && n.Size == ""
			return
		case n.Kind != tags.KindList || n.countIn < 0:
			return
		}
		f.skips = append(f.skips, n.countIn)
	}
}

// runs finds the byte boundaries among integers and the containers of little-endian bit fields.
func (c *compiler) runs(p *plan) {
	bits := 0
	for _, fp := range p.fields {
		if fp.Kind != tags.KindUint && fp.Kind != tags.KindInt {
			continue
		}
		fp.runStart = bits == 0
		fp.shift = bits
		bits += fp.Width
		if fp.runEnd = bits%8 == 0; fp.runEnd {
			bits = 0
		}
	}
}
