package packet

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/osi"
)

// Registry knows which layer follows which. It starts from the built-in table ([NewRegistry]),
// or from nothing, which is the zero Registry, and grows by [Register]. It may be used and
// extended by several goroutines; a packet sees the registry as it was when its decoding
// began. It must not be copied: [Registry.Clone] does that.
type Registry struct {
	mu   sync.Mutex
	snap atomic.Pointer[snapshot]
}

// snapshot is the state of a registry between two registrations.
type snapshot struct {
	links   *codec.Links
	roles   map[reflect.Type]layers.Role // those registered beside the built-in ones
	guesses map[string][]guess           // by dispatch table, those asked first in front
	mu      sync.Mutex
	entries map[reflect.Type]*entry

	tablesOnce sync.Once
	byTable    map[string]*table // see tables
}

// guess is a layer that is asked whether it recognizes a payload that no number claims.
type guess struct {
	typ      reflect.Type
	priority int
	first    string // the bytes that payloads begin with which it recognizes; "": any
}

func newSnapshot(links *codec.Links, roles map[reflect.Type]layers.Role, guesses map[string][]guess) *snapshot {
	return &snapshot{links: links, roles: roles, guesses: guesses, entries: map[reflect.Type]*entry{}}
}

// entry is a layer type in a snapshot.
type entry struct {
	typ       *codec.Type
	role      layers.Role
	terminal  bool
	repeats   bool
	continues osi.Continuer // nil if it is none
	middle    bool          // it is an osi.Middle
	looks     bool          // it is asked whether it recognizes its data
	bare      bool          // it has no header
	limit     string        // the field that ends its payload
	opaque    bool          // JSON fields do not say all
	protocol  string        // the table of its only next= field, if that has 8 bits as the protocol of a pseudo header
	ends      ends
	table     *table // of the numbers of its next= fields, if they have one in common
}

// Default is the registry that decoding uses where no other is given: the
// built-in layers, and what is registered in it.
func Default() *Registry { return defaultRegistry() }

var defaultRegistry = sync.OnceValue(NewRegistry)

// lastGuess is the priority of the built-in layers that are guessed.
const lastGuess = math.MinInt

// NewRegistry returns a registry that holds the built-in layers.
func NewRegistry() *Registry {
	r := &Registry{}
	guesses := map[string][]guess{}
	for _, g := range layers.Guesses() {
		guesses[g.Table] = append(guesses[g.Table], guess{reflect.TypeOf(g.Layer).Elem(), lastGuess, g.First})
	}
	r.snap.Store(newSnapshot(layers.Links(), nil, guesses))
	return r
}

// Clone returns a registry with the contents of r, which can be extended on its own.
func (r *Registry) Clone() *Registry {
	c := &Registry{}
	s := r.now()
	c.snap.Store(newSnapshot(s.links, s.roles, s.guesses))
	return c
}

// now is what the registry holds.
func (r *Registry) now() *snapshot {
	if s := r.snap.Load(); s != nil {
		return s
	}
	return r.fromNothing()
}

func (r *Registry) fromNothing() *snapshot {
	r.snap.CompareAndSwap(nil, newSnapshot(codec.NewLinks(nil), nil, nil))
	return r.snap.Load()
}

// Links is the table of who follows whom, for a [codec.Encoder].
func (r *Registry) Links() *codec.Links { return r.now().links }

// Register adds the layer T with its role, to be decoded where the given dispatch
// entries say. They win over those that are there:
//
//	packet.Register[MyProto](reg, layers.RoleApplication, codec.Key{Table: "udp", Value: 9999})
//
// The tables are those of [layers.Links], and those that next= fields and methods NextLayer of other layers of yours name; a table that none of
// them names is never looked into.
//
// Where T is a [codec.Recognizer] and does not recognize the payload, those that were there are asked. The error
// reports mistakes in the tags of T.
func Register[T any](r *Registry, role layers.Role, keys ...codec.Key) error {
	return r.register((*T)(nil), role, keys, nil, 0)
}

// RegisterGuess adds the layer T with its role, to be decoded where it recognizes a payload: it is a
// [codec.Recognizer]. It is asked for payloads of layers that look into one of the given dispatch tables, such as "udp",
// and only where no number there leads to a layer that takes the payload: what is registered with a number always
// wins. Those with a higher priority are asked first, and of equal ones those that were registered first.
// A [Stack] does not guess.
func RegisterGuess[T any](r *Registry, role layers.Role, priority int, tables ...string) error {
	return r.register((*T)(nil), role, nil, tables, priority)
}

// register adds the layer that zero, a nil pointer, is of.
func (r *Registry) register(zero any, role layers.Role, keys []codec.Key, tables []string, priority int) error {
	t := reflect.TypeOf(zero).Elem()
	typ, err := codec.TypeFor(t)
	if err != nil {
		return fmt.Errorf("packet: %w", err)
	}
	if len(tables) > 0 && !typ.Looks() {
		return fmt.Errorf("packet: %s cannot be guessed: it has no method Recognizes", typ.Name())
	}
	rows := make([]codec.Link, len(keys))
	for i, k := range keys {
		rows[i] = codec.Link{Table: k.Table, Key: k.Value, Layer: zero}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	old := r.now()
	roles, guesses := maps.Clone(old.roles), maps.Clone(old.guesses)
	if roles == nil {
		roles = map[reflect.Type]layers.Role{}
	}
	roles[t] = role
	if guesses == nil && len(tables) > 0 {
		guesses = map[string][]guess{}
	}
	for _, table := range tables {
		list := append(slices.Clip(guesses[table]), guess{t, priority, ""})
		slices.SortStableFunc(list, func(a, b guess) int { return cmp.Compare(b.priority, a.priority) })
		guesses[table] = list
	}
	r.snap.Store(newSnapshot(old.links.With(rows), roles, guesses))
	return nil
}

// choose returns the layer that a payload is by the keys that lead to it, nil if none claims it.
func (s *snapshot) choose(keys []codec.Key, payload []byte) *entry {
	var bare *entry
	for _, key := range keys {
		if key.Table == "" {
			continue
		}
		to := s.under(key, payload)
		switch {
		case to == nil:
		case !to.bare:
			return to
		case bare == nil:
			bare = to
		}
	}
	if bare != nil || s.guesses == nil {
		return bare
	}
	for i, key := range keys {
		again := slices.ContainsFunc(keys[:i], func(k codec.Key) bool { return k.Table == key.Table })
		if to := s.guess(key.Table, payload); to != nil && !again {
			return to
		}
	}
	return nil
}

// guess returns the first of the layers that may be guessed behind a table and recognizes payload, nil if
// there is none.
func (s *snapshot) guess(table string, payload []byte) *entry {
	if t := s.tables()[table]; t != nil {
		return t.guess(s, payload)
	}
	return nil
}

// types calls yield for the struct types of all layers, some of them more than once.
func (s *snapshot) types(yield func(reflect.Type) bool) {
	for row := range s.links.Rows {
		if !yield(reflect.TypeOf(row.Layer).Elem()) {
			return
		}
	}
	for _, list := range s.guesses {
		for _, g := range list {
			if !yield(g.typ) {
				return
			}
		}
	}
}

// entry returns the entry of a struct type, nil if its tags are wrong.
func (s *snapshot) entry(t reflect.Type) *entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, ok := s.entries[t]; ok {
		return e
	}
	typ, err := codec.TypeFor(t)
	if err != nil {
		return nil
	}
	role, ok := s.roles[t]
	if !ok {
		role = layers.RoleOf(t)
	}
	_, repeats := typ.New().(Repeater)
	continues, _ := typ.New().(osi.Continuer)
	_, middle := typ.New().(osi.Middle)
	e := &entry{typ: typ, continues: continues, middle: middle, role: role, terminal: typ.Terminal(), repeats: repeats, looks: typ.Looks(), bare: len(typ.Schema().Fields) == 0, opaque: isOpaque(typ), table: s.tables()[typ.Table()], ends: endsOf(typ.Name(), typ.Schema())}
	nexts := 0
	for _, f := range typ.Schema().Fields {
		if f.Next != "" {
			nexts++
			if e.protocol = ""; nexts == 1 && f.Width == 8 {
				e.protocol = f.Next
			}
		}
		if f.Len != nil && f.Len.Relative() && f.Len.Of != "header" {
			e.limit = typ.Name() + "." + f.Name
		}
	}
	s.entries[t] = e
	return e
}

// lookup returns the layer that a key stands for, nil if there is none.
func (s *snapshot) lookup(k codec.Key) *entry {
	if x := s.find(k); x != nil {
		return x.all[0]
	}
	return nil
}

// first returns the layer that a packet which begins with a key's layer is: the first that recognizes it, or else
// the first of all.
func (s *snapshot) first(k codec.Key, data []byte) *entry {
	to := s.lookup(k)
	if to != nil && to.looks {
		if e := s.recognized(k, data); e != nil {
			return e
		}
	}
	return to
}

// find returns what a key stands for, nil if there is nothing.
func (s *snapshot) find(k codec.Key) *known {
	if t := s.tables()[k.Table]; t != nil {
		return t.find(s, k.Value)
	}
	return nil
}

// recognized returns the first of the layers that a key stands for which recognizes payload, nil if
// none does.
func (s *snapshot) recognized(k codec.Key, payload []byte) *entry {
	if x := s.find(k); x != nil {
		return x.recognized(payload)
	}
	return nil
}

// under returns the layer that a payload is under a key, nil if there is none.
func (s *snapshot) under(k codec.Key, payload []byte) *entry { return s.recognized(k, payload) }

// hasMiddle reports whether a key stands for the middle of conversations too.
func (s *snapshot) hasMiddle(k codec.Key) bool {
	x := s.find(k)
	return x != nil && x.all[len(x.all)-1].middle
}
