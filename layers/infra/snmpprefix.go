package infra

import "github.com/wiretag/wiretag/codec"

// prefix writes tag, if it is not zero, and length.
func (l BERLength) prefix(dst []byte, tag byte, length int, derive codec.Derive) ([]byte, error) {
	if derive != codec.Nothing {
		l = 0
	}
	if tag != 0 {
		dst = append(dst, tag)
	}
	return l.append(dst, length), nil
}

// The structs of SNMP stand behind a tag and a length, or where a field in front of them is the tag, behind a length.

// DecodePrefix reads tag and length.
func (s *SNMP) DecodePrefix(data []byte) (size, length int, err error) { return s.Form.sequence(data) }

// AppendPrefix writes tag and length.
func (s *SNMP) AppendPrefix(dst []byte, length int, derive codec.Derive) ([]byte, error) {
	return s.Form.prefix(dst, berSequence, length, derive)
}

// DecodePrefix reads tag and length.
func (g *SNMPGlobal) DecodePrefix(data []byte) (size, length int, err error) {
	return g.Form.sequence(data)
}

// AppendPrefix writes tag and length.
func (g *SNMPGlobal) AppendPrefix(dst []byte, length int, derive codec.Derive) ([]byte, error) {
	return g.Form.prefix(dst, berSequence, length, derive)
}

// DecodePrefix reads tag and length.
func (s *SNMPScoped) DecodePrefix(data []byte) (size, length int, err error) {
	return s.Form.sequence(data)
}

// AppendPrefix writes tag and length.
func (s *SNMPScoped) AppendPrefix(dst []byte, length int, derive codec.Derive) ([]byte, error) {
	return s.Form.prefix(dst, berSequence, length, derive)
}

// DecodePrefix reads tag and length.
func (u *SNMPUser) DecodePrefix(data []byte) (size, length int, err error) {
	return u.Form.sequence(data)
}

// AppendPrefix writes tag and length.
func (u *SNMPUser) AppendPrefix(dst []byte, length int, derive codec.Derive) ([]byte, error) {
	return u.Form.prefix(dst, berSequence, length, derive)
}

// DecodePrefix reads the length.
func (r *SNMPRequest) DecodePrefix(data []byte) (size, length int, err error) {
	return r.Form.decode(data)
}

// AppendPrefix writes the length.
func (r *SNMPRequest) AppendPrefix(dst []byte, length int, derive codec.Derive) ([]byte, error) {
	return r.Form.prefix(dst, 0, length, derive)
}

// DecodePrefix reads the length.
func (b *SNMPBulk) DecodePrefix(data []byte) (size, length int, err error) {
	return b.Form.decode(data)
}

// AppendPrefix writes the length.
func (b *SNMPBulk) AppendPrefix(dst []byte, length int, derive codec.Derive) ([]byte, error) {
	return b.Form.prefix(dst, 0, length, derive)
}

// DecodePrefix reads the length.
func (t *SNMPTrapV1) DecodePrefix(data []byte) (size, length int, err error) {
	return t.Form.decode(data)
}

// AppendPrefix writes the length.
func (t *SNMPTrapV1) AppendPrefix(dst []byte, length int, derive codec.Derive) ([]byte, error) {
	return t.Form.prefix(dst, 0, length, derive)
}

// DecodePrefix reads tag and length.
func (l *SNMPVarBinds) DecodePrefix(data []byte) (size, length int, err error) {
	return l.Form.sequence(data)
}

// AppendPrefix writes tag and length.
func (l *SNMPVarBinds) AppendPrefix(dst []byte, length int, derive codec.Derive) ([]byte, error) {
	return l.Form.prefix(dst, berSequence, length, derive)
}

// DecodePrefix reads tag and length.
func (v *SNMPVarBind) DecodePrefix(data []byte) (size, length int, err error) {
	return v.Form.sequence(data)
}

// AppendPrefix writes tag and length.
func (v *SNMPVarBind) AppendPrefix(dst []byte, length int, derive codec.Derive) ([]byte, error) {
	return v.Form.prefix(dst, berSequence, length, derive)
}
