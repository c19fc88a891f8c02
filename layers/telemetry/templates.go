package telemetry

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// reverse is the enterprise of elements of the other direction of a flow, RFC 5103 section 6.1.
const reverse = 29305

// Template describes records: what Templates keeps, for NetFlow version 9 and IPFIX alike.
type Template struct {
	ID     uint16
	Scopes int         // how many of the first fields are the scope of an options template
	System bool        // the scope fields are those of NetFlow version 9, which have types of their own
	Fields []FlowField // scopes first
}

// Errors of records.
var (
	// ErrNoTemplate is a data set whose template has not been seen.
	ErrNoTemplate = errors.New("no template")
	// ErrTooManyTemplates is a template that was not kept because of Templates.Limit.
	ErrTooManyTemplates = errors.New("too many templates")
	// ErrRecord is a data set that ends within a record, or a template whose records may be empty, or have more fields without bytes than bytes.
	ErrRecord = errors.New("bad record")
)

// Templates are the templates of one exporter, in which the observation domains, or source IDs, have their own numbers each. The zero value is empty and ready for use. One is
// needed for each exporter and transport session (RFC 7011 section 8); the caller owns it, and calls its methods from one goroutine at a time.
type Templates struct {
	// Limit is how many templates are kept, 4096 if it is zero. Together they may have 64 fields for each that may be kept, but always as many as fit into a message.
	Limit int

	all    map[templateKey]*Template
	fields int // of all
}

type templateKey struct {
	ipfix  bool
	domain uint32
	id     uint16
}

const (
	defaultLimit    = 4096 // templates
	fieldsEach      = 64   // on average
	fieldsOfMessage = 1 << 14
)

// Len is the number of templates.
func (t *Templates) Len() int { return len(t.all) }

// NetFlow9 learns the templates of a message and yields its records, in the order of the sets. Values alias the message. An error belongs to a set, whose other
// records are left out; the following sets are read all the same.
func (t *Templates) NetFlow9(m *NetFlow9) iter.Seq2[FlowRecord, error] {
	return func(yield func(FlowRecord, error) bool) {
		for i := range m.Sets {
			if s := &m.Sets[i]; !t.set(templateKey{domain: m.SourceID, id: s.ID}, s, s.Data, yield) {
				return
			}
		}
	}
}

// IPFIX learns the templates of a message and yields its records, as NetFlow9 does.
func (t *Templates) IPFIX(m *IPFIX) iter.Seq2[FlowRecord, error] {
	return func(yield func(FlowRecord, error) bool) {
		for i := range m.Sets {
			if s := &m.Sets[i]; !t.set(templateKey{ipfix: true, domain: m.Domain, id: s.ID}, s, s.Data, yield) {
				return
			}
		}
	}
}

// set learns the templates of a set, or yields its records.
func (t *Templates) set(key templateKey, s interface{ View() (any, error) }, data []byte, yield func(FlowRecord, error) bool) bool {
	if key.id > 255 {
		return t.records(key, data, yield)
	}
	v, err := s.View()
	if err != nil {
		return yield(FlowRecord{}, fmt.Errorf("set %d: %w", key.id, err))
	}
	switch b := v.(type) {
	case *NetFlow9Templates:
		return each(b.List, func(x *FlowTemplate9) bool {
			return t.keep(key, &Template{ID: x.ID, Fields: fields9(x.Fields)}, yield)
		})
	case *NetFlow9OptionsTemplates:
		return each(b.List, func(x *NetFlow9Options) bool {
			return t.keep(key, &Template{ID: x.ID, Scopes: len(x.Scopes), System: true, Fields: append(fields9(x.Scopes), fields9(x.Fields)...)}, yield)
		})
	case *IPFIXTemplates:
		return each(b.List, func(x *FlowTemplate) bool {
			return t.keep(key, &Template{ID: x.ID, Fields: slices.Clone(x.Fields)}, yield)
		})
	case *IPFIXOptionsTemplates:
		return each(b.List, func(x *FlowOptions) bool {
			return t.keep(key, &Template{ID: x.ID, Scopes: min(int(x.ScopeCount), len(x.Fields)), Fields: slices.Clone(x.Fields)}, yield)
		})
	}
	return true
}

func each[T any](list []T, f func(*T) bool) bool {
	for i := range list {
		if !f(&list[i]) {
			return false
		}
	}
	return true
}

func fields9(from []FlowField9) []FlowField {
	to := make([]FlowField, len(from))
	for i, f := range from {
		to[i] = FlowField{HasEnterprise: f.Type >= 0x8000, Element: f.Type & 0x7fff, Length: f.Length}
	}
	return to
}

// keep keeps a template in the place of the one that it replaces, or only forgets that one.
func (t *Templates) keep(key templateKey, x *Template, yield func(FlowRecord, error) bool) bool {
	if key.ipfix && len(x.Fields) == 0 && x.ID == key.id {
		t.withdraw(key)
		return true
	}
	key.id = x.ID
	if old := t.all[key]; old != nil {
		t.fields -= len(old.Fields)
		delete(t.all, key)
	}
	if len(x.Fields) == 0 {
		return true
	}
	limit := t.Limit
	if limit == 0 {
		limit = defaultLimit
	}
	if len(t.all) >= limit || t.fields+len(x.Fields) > max(limit*fieldsEach, fieldsOfMessage) {
		return yield(FlowRecord{}, fmt.Errorf("template %d: %w", x.ID, ErrTooManyTemplates))
	}
	if t.all == nil {
		t.all = map[templateKey]*Template{}
	}
	t.all[key] = x
	t.fields += len(x.Fields)
	return true
}

// withdraw forgets all templates of a domain, or all options templates: the number of the set stands for them, RFC 7011 section 8.1.
func (t *Templates) withdraw(set templateKey) {
	for key, x := range t.all {
		if key.ipfix && key.domain == set.domain && (x.Scopes > 0) == (set.id == ipfixOptions) {
			t.fields -= len(x.Fields)
			delete(t.all, key)
		}
	}
}

// ipfixOptions is the number of sets of options templates.
const ipfixOptions = 3

// records yields the records of a data set. What is left behind the last one is padding if it is shorter than the shortest record.
func (t *Templates) records(key templateKey, data []byte, yield func(FlowRecord, error) bool) bool {
	x := t.all[key]
	if x == nil {
		return yield(FlowRecord{}, fmt.Errorf("set %d: %w", key.id, ErrNoTemplate))
	}
	least, empty := x.least()
	if least == 0 || empty > least { // else a byte could stand for thousands of fields, again and again
		return yield(FlowRecord{}, fmt.Errorf("set %d: %w", key.id, ErrRecord))
	}
	for len(data) >= least {
		r, n, ok := x.read(data)
		if !ok {
			return yield(r, fmt.Errorf("set %d: %w", key.id, ErrRecord))
		}
		if !yield(r, nil) {
			return false
		}
		data = data[n:]
	}
	return true
}

// variable is the length of fields whose values begin with their length, RFC 7011 section 7.
const variable = 0xffff

// least is the length of the shortest record, and how many of its fields have no bytes.
func (x *Template) least() (n, empty int) {
	for _, f := range x.Fields {
		switch f.Length {
		case variable:
			n++
		case 0:
			empty++
		default:
			n += int(f.Length)
		}
	}
	return n, empty
}

// read reads a record and returns its length.
func (x *Template) read(data []byte) (r FlowRecord, n int, ok bool) {
	r = FlowRecord{Template: x, Values: make([][]byte, len(x.Fields))}
	for i, f := range x.Fields {
		size := int(f.Length)
		if size == variable {
			head := 0
			if size, head, ok = varlen(data[n:]); !ok {
				return r, n, false
			}
			n += head
		}
		if len(data)-n < size {
			return r, n, false
		}
		r.Values[i] = data[n : n+size : n+size]
		n += size
	}
	return r, n, true
}

func varlen(b []byte) (size, head int, ok bool) {
	switch {
	case len(b) >= 1 && b[0] < 255:
		return int(b[0]), 1, true
	case len(b) >= 3:
		return int(binary.BigEndian.Uint16(b[1:])), 3, true
	}
	return 0, 0, false
}

// FlowRecord is a data record with its template, which it shares with others. Values alias the message that they were read from.
type FlowRecord struct {
	Template *Template
	Values   [][]byte // by field of the template
}

// Get returns the value of an element of IANA's registry by its name, as DataType.Value gives it, nil if the record has none.
func (r FlowRecord) Get(name string) any {
	e, ok := ElementByName(name)
	if !ok || r.Template == nil {
		return nil
	}
	for i, f := range r.Template.Fields {
		if !f.HasEnterprise && f.Element == e.ID && !r.Template.isScope(i) {
			return e.Type.Value(r.Values[i])
		}
	}
	return nil
}

// isScope reports whether a field has a type of NetFlow version 9's scopes, whose numbers are no elements.
func (x *Template) isScope(i int) bool { return x.System && i < x.Scopes }

// Value is the value of field i, as DataType.Value gives it.
func (r FlowRecord) Value(i int) any {
	f := r.Template.Fields[i]
	if r.Template.isScope(i) || f.HasEnterprise && f.Enterprise != reverse {
		return r.Values[i]
	}
	return ElementByID(f.Element).Type.Value(r.Values[i])
}

// Append appends the record in the form of its template, whose fixed lengths the values must have.
func (r FlowRecord) Append(dst []byte) ([]byte, error) {
	if r.Template == nil || len(r.Values) != len(r.Template.Fields) {
		return dst, ErrRecord
	}
	for i, f := range r.Template.Fields {
		n := len(r.Values[i])
		switch {
		case f.Length != variable && n != int(f.Length) || n >= variable:
			return dst, fmt.Errorf("%s of %d bytes: %w", f, n, ErrRecord)
		case f.Length == variable && n < 255:
			dst = append(dst, byte(n))
		case f.Length == variable:
			dst = binary.BigEndian.AppendUint16(append(dst, 255), uint16(n))
		}
		dst = append(dst, r.Values[i]...)
	}
	return dst, nil
}

// String gives the fields as name=value.
func (r FlowRecord) String() string {
	if r.Template == nil {
		return "FlowRecord without a template"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "FlowRecord %d", r.Template.ID)
	for i, f := range r.Template.Fields {
		name := f.String()
		if r.Template.isScope(i) {
			name = scopeName(f.Element)
		}
		if v := r.Value(i); isBytes(v) {
			fmt.Fprintf(&b, " %s=%x", name, v)
		} else {
			fmt.Fprintf(&b, " %s=%v", name, v)
		}
	}
	return b.String()
}

func isBytes(v any) bool {
	_, ok := v.([]byte)
	return ok
}

func scopeName(t uint16) string {
	names := [...]string{1: "scopeSystem", "scopeInterface", "scopeLineCard", "scopeCache", "scopeTemplate"}
	if int(t) < len(names) && names[t] != "" {
		return names[t]
	}
	return fmt.Sprintf("scope%d", t)
}

// String is the name of the element in IANA's registry, with a prefix for the other direction, or its enterprise and number.
func (f FlowField) String() string {
	name := ElementByID(f.Element).Name
	switch {
	case !f.HasEnterprise && name != "":
		return name
	case f.HasEnterprise && f.Enterprise == reverse && name != "":
		return "reverse" + strings.ToUpper(name[:1]) + name[1:]
	}
	return fmt.Sprintf("%d/%d", f.Enterprise, f.Element)
}
