package codec

import (
	"iter"
	"reflect"
	"slices"
	"sync"
)

// Link is one row of the table of who follows whom: in the dispatch table
// Table, the number Key means Layer, a nil pointer to the layer's struct.
// Where several numbers lead to one layer, the first row is the one that encoding writes.
type Link struct {
	Table string
	Key   uint64
	Layer any
}

// Links is a table of who follows whom, indexed on first use. It does not change
// and may be used by several goroutines. Nil and the zero Links are empty tables.
type Links struct {
	rows  []Link
	outer *Links
	index func() *linkIndex
}

type linkIndex struct {
	types map[Key]reflect.Type
	keys  map[typeIn]uint64
}

type typeIn struct {
	table string
	typ   reflect.Type
}

// NewLinks returns a table with a copy of the given rows. Their layers are pointers to structs.
func NewLinks(rows []Link) *Links { return (*Links)(nil).With(rows) }

// With returns a table with a copy of the given rows before those of l: they win.
func (l *Links) With(rows []Link) *Links {
	n := &Links{rows: slices.Clone(rows), outer: l}
	n.index = sync.OnceValue(n.build)
	return n
}

func (l *Links) build() *linkIndex {
	x := &linkIndex{types: make(map[Key]reflect.Type, len(l.rows)), keys: make(map[typeIn]uint64, len(l.rows))}
	for _, r := range l.rows {
		t := reflect.TypeOf(r.Layer).Elem()
		k := Key{r.Table, r.Key}
		if _, ok := x.types[k]; !ok {
			x.types[k] = t
		}
		if _, ok := x.keys[typeIn{r.Table, t}]; !ok {
			x.keys[typeIn{r.Table, t}] = r.Key
		}
	}
	return x
}

// Layer returns the struct type that k stands for, nil if there is none.
func (l *Links) Layer(k Key) reflect.Type {
	for ; l != nil && l.index != nil; l = l.outer {
		if t, ok := l.index().types[k]; ok {
			return t
		}
	}
	return nil
}

// Layers calls yield for every struct type that k stands for, the one of Layer first: where it does not
// recognize its data (see [Recognizer]), the others are asked in turn.
func (l *Links) Layers(k Key) iter.Seq[reflect.Type] {
	return func(yield func(reflect.Type) bool) {
		for r := range l.Rows {
			if r.Key == k.Value && r.Table == k.Table && !yield(reflect.TypeOf(r.Layer).Elem()) {
				return
			}
		}
	}
}

// KeyOf returns the number that stands for the struct type t in a dispatch table.
func (l *Links) KeyOf(table string, t reflect.Type) (uint64, bool) {
	for ; l != nil && l.index != nil; l = l.outer {
		if k, ok := l.index().keys[typeIn{table, t}]; ok {
			return k, true
		}
	}
	return 0, false
}

// Rows calls yield for every row, those that win first.
func (l *Links) Rows(yield func(Link) bool) {
	for ; l != nil; l = l.outer {
		for _, r := range l.rows {
			if !yield(r) {
				return
			}
		}
	}
}
