package tags

// Members is the table of a union: the concrete type for each value of the
// field that selects it. The struct that holds the union gives it by a method
//
//	func (T) Members(field string) tags.Members
//
// which is called once, when the tags of T are compiled.
type Members struct {
	// Types maps a value of the selecting field to a prototype, a nil pointer to
	// the tagged struct that the value stands for: (*DNSA)(nil).
	Types map[uint64]any
	// Raw is the prototype of the member that holds the bytes of unknown values,
	// a type whose kind is []byte: DNSRaw(nil). A union on a []byte field has none.
	Raw any
}

// Unions is implemented by structs with fields tagged union=.
type Unions interface {
	Members(field string) Members
}
