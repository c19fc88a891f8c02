package pcapio_test

import (
	"encoding/binary"
	"errors"
	"io"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// builder writes capture files by hand, in either byte order.
type builder struct {
	order interface {
		binary.ByteOrder
		binary.AppendByteOrder
	}
	b    []byte
	ends []int // offset behind each packet record or block
}

var bothOrders = map[string]func() *builder{
	"little-endian": func() *builder { return &builder{order: binary.LittleEndian} },
	"big-endian":    func() *builder { return &builder{order: binary.BigEndian} },
}

func (w *builder) u16(v ...uint16) *builder {
	for _, v := range v {
		w.b = w.order.AppendUint16(w.b, v)
	}
	return w
}

func (w *builder) u32(v ...uint32) *builder {
	for _, v := range v {
		w.b = w.order.AppendUint32(w.b, v)
	}
	return w
}

func (w *builder) bytes(v ...byte) *builder {
	w.b = append(w.b, v...)
	return w
}

func (w *builder) packetEnd() { w.ends = append(w.ends, len(w.b)) }

// pcap writes a file header.
func (w *builder) pcap(magic uint32, major, minor uint16, zone int32, sigfigs, snap, network uint32) *builder {
	return w.u32(magic).u16(major, minor).u32(uint32(zone), sigfigs, snap, network)
}

// record writes a record with a 16-byte header.
func (w *builder) record(sec, sub, captured, length uint32, data string) *builder {
	w.u32(sec, sub, captured, length).bytes([]byte(data)...)
	w.packetEnd()
	return w
}

// block writes a pcapng block around what body writes.
func (w *builder) block(typ uint32, body func()) *builder {
	at := len(w.b)
	w.u32(typ, 0)
	body()
	for len(w.b)%4 != 0 {
		w.bytes(0)
	}
	n := uint32(len(w.b) - at + 4)
	w.order.PutUint32(w.b[at+4:], n)
	return w.u32(n)
}

func (w *builder) option(code uint16, value ...byte) *builder {
	w.u16(code, uint16(len(value))).bytes(value...)
	for len(w.b)%4 != 0 {
		w.bytes(0)
	}
	return w
}

func (w *builder) section(options ...func()) *builder {
	return w.block(0x0a0d0d0a, func() {
		w.u32(0x1a2b3c4d).u16(1, 0).u32(0xffffffff, 0xffffffff)
		for _, o := range options {
			o()
		}
	})
}

func (w *builder) iface(link uint16, snap uint32, options ...func()) *builder {
	return w.block(1, func() {
		w.u16(link, 0).u32(snap)
		for _, o := range options {
			o()
		}
	})
}

func (w *builder) enhanced(id uint32, ticks uint64, captured, length uint32, data string, options ...func()) *builder {
	w.block(6, func() {
		w.u32(id, uint32(ticks>>32), uint32(ticks), captured, length).bytes([]byte(data)...)
		for len(w.b)%4 != 0 {
			w.bytes(0)
		}
		for _, o := range options {
			o()
		}
	})
	w.packetEnd()
	return w
}

func (w *builder) simple(length uint32, data string) *builder {
	w.block(3, func() { w.u32(length).bytes([]byte(data)...) })
	w.packetEnd()
	return w
}

// got is one packet, kept.
type got struct {
	data string
	info capture.Info
}

// readAll returns the packets and what ended them (io.EOF or an error; an error of NewReader also).
func readAll(src io.Reader, options ...pcapio.Option) ([]got, *pcapio.Reader, error) {
	r, err := pcapio.NewReader(src, options...)
	if err != nil {
		return nil, nil, err
	}
	var list []got
	for {
		data, info, err := r.Next()
		if err != nil {
			return list, r, err
		}
		list = append(list, got{string(data), info.Clone()})
	}
}

// wantError checks the fields of a *pcapio.Error.
func wantError(t *testing.T, err error, sentinel error, offset, need, have int64) {
	t.Helper()
	var e *pcapio.Error
	if !errors.As(err, &e) {
		t.Fatalf("error %v (%T), want a *pcapio.Error", err, err)
	}
	if !errors.Is(err, sentinel) || e.Offset != offset || e.Need != need || e.Have != have {
		t.Fatalf("error %q: offset %d, need %d, have %d; want %v, %d, %d, %d", err, e.Offset, e.Need, e.Have, sentinel, offset, need, have)
	}
	if other := pcapio.ErrTruncated; sentinel != other && errors.Is(err, other) {
		t.Fatalf("%q is also %v", err, other)
	}
	if other := pcapio.ErrFormat; sentinel == pcapio.ErrTruncated && errors.Is(err, other) {
		t.Fatalf("%q is also %v", err, other)
	}
}

// errors2 is the first of two errors.
func errors2(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func asError(err error, e **pcapio.Error) bool { return errors.As(err, e) }
