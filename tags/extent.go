package tags

// Measure returns the field that says how long the struct itself is (len=header, len=self), nil if there is none.
func (s *Schema) Measure() *Field {
	for _, f := range s.Fields {
		if f.Len != nil && (f.Len.Of == "header" || f.Len.Of == "self") {
			return f
		}
	}
	return nil
}

// Counter returns the field whose count= names the list, nil if there is none.
func (s *Schema) Counter(list *Field) *Field {
	for _, f := range s.Fields {
		if f.Count == list.Name {
			return f
		}
	}
	return nil
}

// Selects returns the union whose member the field chooses, nil if it chooses none.
func (s *Schema) Selects(f *Field) *Field {
	for _, u := range s.Fields {
		if u.Union == f.Name {
			return u
		}
	}
	return nil
}

// Open reports whether the struct takes all the bytes that there are: no field says where it ends, so that nothing
// can stand behind it.
func (s *Schema) Open() bool {
	if s.Measure() != nil {
		return false
	}
	for _, f := range s.Fields {
		switch {
		case f.Trailer || f.LenField != nil || f.Pad > 0 || f.Last != nil || f.Until != nil || s.Counter(f) != nil:
		case f.Rest && (f.Kind == KindBytes || f.Kind == KindString || f.Kind == KindList):
			return true
		case f.Kind == KindUnion:
			return true
		}
	}
	return false
}
