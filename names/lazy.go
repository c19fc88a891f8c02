package names

import (
	"compress/flate"
	"encoding/binary"
	"io"
	"strings"
	"sync"
)

// lazy is a table that is unpacked when it is first asked for. Unlike sync.OnceValue it needs no work at
// the start of a program, and the linker can leave it out.
type lazy[T any] struct {
	once  sync.Once
	table *T
}

func (l *lazy[T]) get(make func() *T) *T {
	l.once.Do(func() { l.table = make() })
	return l.table
}

// reader takes a table apart. The data is a part of the program, so it is as it should be: a test reads all of it.
type reader struct{ rest string }

func unpack(packed string) *reader {
	var s strings.Builder
	s.Grow(int(binary.LittleEndian.Uint32([]byte(packed[:4]))))
	_, _ = io.Copy(&s, flate.NewReader(strings.NewReader(packed[4:])))
	return &reader{s.String()}
}

func (r *reader) number() uint64 {
	var v uint64
	for shift := 0; ; shift += 7 {
		b := r.byte()
		if v |= uint64(b&0x7f) << shift; b < 0x80 {
			return v
		}
	}
}

func (r *reader) byte() byte {
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *reader) uint16() uint16 {
	v := binary.LittleEndian.Uint16([]byte(r.rest[:2]))
	r.rest = r.rest[2:]
	return v
}

// text returns a part of the table, without a copy.
func (r *reader) text() string {
	n := r.number()
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}
