package packet

import (
	"reflect"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/wiretag/wiretag/codec"
)

// table is a dispatch table of a snapshot: what numbers lead to, and what is guessed where they lead nowhere. What a number stands for is found out when it is
// met first.
type table struct {
	name  string
	page  [256]uint16   // of numbers of 16 bits, by their upper byte: an index of pages
	pages [][256]uint32 // by the lower byte: an index of known; the first page is empty
	large map[uint64]uint32
	keys  []uint64 // by index; 0 is no number
	known []atomic.Pointer[known]
	near  [16]atomic.Pointer[edge] // some numbers that were met, each at its spot

	guesses []guess
	guessed atomic.Pointer[[256][]*suspect] // by the first byte of a payload
}

// known is what a number of a table stands for.
type known struct {
	all []*entry // those behind the first are asked where it does not recognize its data
}

// edge is a number that leads to a layer which takes whatever there is.
type edge struct {
	number uint64
	to     *entry
}

// follow returns the layer that a number leads to, nil if none takes the payload.
func (t *table) follow(s *snapshot, number uint64, payload []byte) *entry {
	spot := &t.near[(number^number>>8)%uint64(len(t.near))]
	near := spot.Load()
	if near != nil && near.number == number {
		return near.to
	}
	if number>>16 == 0 && t.page[number>>8] == 0 {
		return nil // as most ports
	}
	x := t.find(s, number)
	if x == nil {
		return nil
	}
	to := x.recognized(payload)
	if near == nil && to != nil && !x.all[0].looks {
		spot.Store(&edge{number, to})
	}
	return to
}

// tables are those that links and guesses name.
func (s *snapshot) tables() map[string]*table {
	s.tablesOnce.Do(func() {
		s.byTable = make(map[string]*table)
		for row := range s.links.Rows {
			s.tableOf(row.Table).add(row.Key)
		}
		for name, list := range s.guesses {
			s.tableOf(name).guesses = list
		}
		for _, t := range s.byTable {
			t.known = make([]atomic.Pointer[known], len(t.keys))
		}
	})
	return s.byTable
}

func (s *snapshot) tableOf(name string) *table {
	t := s.byTable[name]
	if t == nil {
		t = &table{name: name, pages: make([][256]uint32, 1), keys: make([]uint64, 1)}
		s.byTable[name] = t
	}
	return t
}

// add gives a number its index.
func (t *table) add(number uint64) {
	if t.index(number) != 0 {
		return
	}
	i := uint32(len(t.keys))
	t.keys = append(t.keys, number)
	if number>>16 != 0 {
		if t.large == nil {
			t.large = make(map[uint64]uint32)
		}
		t.large[number] = i
		return
	}
	page := &t.page[number>>8]
	if *page == 0 {
		*page = uint16(len(t.pages))
		t.pages = append(t.pages, [256]uint32{})
	}
	t.pages[*page][byte(number)] = i
}

// index is that of a number, 0 if it leads nowhere.
func (t *table) index(number uint64) uint32 {
	if number>>16 != 0 {
		return t.large[number]
	}
	return t.pages[t.page[number>>8]][byte(number)]
}

// find returns what a number stands for, nil if it leads nowhere.
func (t *table) find(s *snapshot, number uint64) *known {
	i := t.index(number)
	if i == 0 {
		return nil
	}
	if x := t.known[i].Load(); x != nil {
		if len(x.all) == 0 {
			return nil
		}
		return x
	}
	return t.gather(s, i)
}

// gather finds out what a number stands for.
func (t *table) gather(s *snapshot, i uint32) *known {
	x := &known{}
	for typ := range s.links.Layers(codec.Key{Table: t.name, Value: t.keys[i]}) {
		if e := s.entry(typ); e != nil && !slices.Contains(x.all, e) {
			x.all = append(x.all, e)
		}
		if len(x.all) > 0 && !x.all[len(x.all)-1].looks {
			break // it takes everything
		}
	}
	t.known[i].Store(x)
	if len(x.all) == 0 {
		return nil
	}
	return x
}

// recognized returns the first of the layers that recognizes payload, nil if none does.
func (x *known) recognized(payload []byte) *entry {
	for _, e := range x.all {
		if !e.looks || e.typ.Recognizes(payload) {
			return e
		}
	}
	return nil
}

// suspect is a layer that is guessed. Its entry is made when it is recognized, which most never are.
type suspect struct {
	typ   reflect.Type
	look  codec.Recognizer
	entry atomic.Pointer[entry]
}

// guess returns the first of the layers that may be guessed and recognizes payload, nil if there is none.
func (t *table) guess(s *snapshot, payload []byte) *entry {
	if len(t.guesses) == 0 || len(payload) == 0 {
		return nil
	}
	lists := t.guessed.Load()
	if lists == nil {
		lists = sortGuesses(t.guesses)
		t.guessed.Store(lists)
	}
	for _, x := range lists[payload[0]] {
		if !x.look.Recognizes(payload) {
			continue
		}
		e := x.entry.Load()
		if e == nil {
			if e = s.entry(x.typ); e == nil {
				continue
			}
			x.entry.Store(e)
		}
		return e
	}
	return nil
}

// sortGuesses sorts the layers that are guessed by what they begin with.
func sortGuesses(guesses []guess) *[256][]*suspect {
	lists := new([256][]*suspect)
	for _, g := range guesses {
		look, ok := reflect.New(g.typ).Interface().(codec.Recognizer)
		if !ok {
			continue
		}
		x := &suspect{typ: g.typ, look: look}
		for b := range lists {
			if g.first == "" || strings.IndexByte(g.first, byte(b)) >= 0 {
				lists[b] = append(lists[b], x)
			}
		}
	}
	return lists
}
