package pcapio

import (
	"encoding"
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/capture"
)

// The stored form of an index: a magic number with the version, then numbers of fixed length, little-endian.
const (
	indexMagic      = "wtindex\x01"
	storedTime      = 8 + 8 + 4 + 1 + 1
	storedMark      = 8 + 2*storedTime
	storedSection   = 8 + 4
	storedInterface = 8
)

// MarshalBinary gives the index in a form that UnmarshalBinary takes, on any machine.
func (x *Index) MarshalBinary() ([]byte, error) { return x.AppendBinary(nil) }

// AppendBinary appends what MarshalBinary gives.
func (x *Index) AppendBinary(b []byte) ([]byte, error) {
	le := binary.LittleEndian
	b = append(b, indexMagic...)
	b = append(b, byte(x.format), flag(x.big))
	b = le.AppendUint32(b, x.network)
	b = le.AppendUint64(le.AppendUint64(b, x.stride), x.packets)
	b = appendTime(le.AppendUint64(b, uint64(x.end)), x.latest)
	for _, n := range [...]int{len(x.marks), len(x.shb), len(x.idb)} {
		b = le.AppendUint32(b, uint32(n))
	}
	for i := range x.marks {
		m := &x.marks[i]
		b = appendTime(appendTime(le.AppendUint64(b, uint64(m.offset)), m.time), m.before)
	}
	for _, s := range x.shb {
		b = le.AppendUint32(le.AppendUint64(b, uint64(s.at)), uint32(s.number))
	}
	for _, at := range x.idb {
		b = le.AppendUint64(b, uint64(at))
	}
	return b, nil
}

func flag(v bool) byte {
	if v {
		return 1
	}
	return 0
}

func appendTime(b []byte, t capture.Timestamp) []byte {
	le := binary.LittleEndian
	b = le.AppendUint64(le.AppendUint64(b, uint64(t.Sec)), t.Frac)
	return append(le.AppendUint32(b, t.Nsec), byte(t.Era), flag(t.Set))
}

// UnmarshalBinary replaces the index by a stored one. Whether it is that of a file is seen when it is used.
func (x *Index) UnmarshalBinary(b []byte) error {
	p := indexParser{rest: b}
	if string(p.take(len(indexMagic))) != indexMagic {
		return fmt.Errorf("pcapio: stored index: %w", ErrIndex)
	}
	y := Index{format: Format(p.u8()), big: p.u8() == 1, network: p.u32()}
	y.stride, y.packets, y.end, y.latest = p.u64(), p.u64(), int64(p.u64()), p.time()
	marks, sections, interfaces := uint64(p.u32()), uint64(p.u32()), uint64(p.u32())
	if uint64(len(p.rest)) != marks*storedMark+sections*storedSection+interfaces*storedInterface {
		p.bad = true
	}
	if !p.bad {
		y.marks, y.shb, y.idb = make([]mark, marks), make([]sectionMark, sections), make([]int64, interfaces)
	}
	for i := range y.marks {
		y.marks[i] = mark{p.offset(i > 0), p.time(), p.time()}
	}
	p.last = 0
	for i := range y.shb {
		y.shb[i] = sectionMark{p.offset(i > 0), int(int32(p.u32()))}
	}
	p.last = 0
	for i := range y.idb {
		y.idb[i] = p.offset(i > 0)
	}
	if p.bad || !y.sound() {
		return fmt.Errorf("pcapio: stored index: %w", ErrIndex)
	}
	*x = y
	return nil
}

// sound reports whether the numbers in an index fit each other.
func (x *Index) sound() bool {
	n := uint64(len(x.marks))
	if n == 0 {
		return x.packets == 0
	}
	return x.stride != 0 && n <= indexMarks && len(x.shb)+len(x.idb) <= indexBlocks && x.end > x.marks[n-1].offset &&
		(x.packets-1)/x.stride == n-1
}

// indexParser takes a stored index apart.
type indexParser struct {
	rest []byte
	last int64
	bad  bool
}

func (p *indexParser) take(n int) []byte {
	if n > len(p.rest) {
		p.bad = true
		return make([]byte, n)
	}
	b := p.rest[:n]
	p.rest = p.rest[n:]
	return b
}

func (p *indexParser) u8() byte    { return p.take(1)[0] }
func (p *indexParser) u32() uint32 { return binary.LittleEndian.Uint32(p.take(4)) }
func (p *indexParser) u64() uint64 { return binary.LittleEndian.Uint64(p.take(8)) }

// offset takes an offset, which must be above the one before it if there is one.
func (p *indexParser) offset(above bool) int64 {
	v := int64(p.u64())
	if v < 0 || above && v <= p.last {
		p.bad = true
	}
	p.last = v
	return v
}

func (p *indexParser) time() capture.Timestamp {
	t := capture.Timestamp{Sec: int64(p.u64()), Frac: p.u64(), Nsec: p.u32(), Era: int8(p.u8()), Set: p.u8() == 1}
	if t.Nsec > 999_999_999 {
		p.bad = true
	}
	return t
}

var (
	_ encoding.BinaryMarshaler   = (*Index)(nil)
	_ encoding.BinaryAppender    = (*Index)(nil)
	_ encoding.BinaryUnmarshaler = (*Index)(nil)
)
