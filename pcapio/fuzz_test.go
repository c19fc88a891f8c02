package pcapio_test

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"testing"
	"testing/iotest"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// FuzzReader: no input panics, loops, takes memory beyond the limit, or is read differently in small pieces.
func FuzzReader(f *testing.F) {
	for _, build := range bothOrders {
		f.Add(section2(build()).b)
		f.Add(section2(section2(build())).b)
		f.Add(build().pcap(0xa1b2c3d4, 2, 4, 0, 0, 9, 1).record(1, 2, 3, 4, "abc").record(1, 2, 3, 4, "abc").b)
		f.Add(build().pcap(0xa1b23c4d, 2, 3, 0, 0, 9, 1).record(1, 2, 4, 3, "abc").b)
		f.Add(build().pcap(0xa1b2cd34, 2, 4, 0, 0, 9, 1).u32(1, 2, 3, 4, 5, 6).bytes('a', 'b', 'c').b)
	}
	for _, v := range variants() {
		f.Add(v.file)
	}
	f.Add(gzipped(f, pcapFile(2, sizes60)))
	f.Add(zstandard(f, pcapngFile(2, sizes60)))
	f.Add(lz4Frames(f, pcapngFile(2, sizes60)))
	const limit = 1 << 16
	f.Fuzz(func(t *testing.T, file []byte) {
		original := bytes.Clone(file)
		whole, r, err := readAll(bytes.NewReader(file), pcapio.WithLimit(limit))
		if err == nil || !bytes.Equal(file, original) {
			t.Fatalf("no end, or the input was written to: %v", err)
		}
		var e *pcapio.Error
		if err != io.EOF && (!errors.As(err, &e) || e.Offset < 0) {
			t.Fatalf("error %#v", err)
		}
		plain := r != nil && r.Compression() == pcapio.Plain
		if plain && 12*len(whole) > len(file) {
			t.Fatalf("%d packets in %d bytes", len(whole), len(file))
		}
		total := 0
		for _, p := range whole {
			if int(p.info.CaptureLength) != len(p.data) || p.info.Time.Nsec > 999_999_999 {
				t.Fatalf("packet %+v", p)
			}
			if ns := p.info.Time.Nanoseconds(); (ns == nil) == p.info.Time.Set {
				t.Fatalf("time %v", p.info.Time)
			}
			total += len(p.data)
		}
		if plain && total > len(file) {
			t.Fatalf("%d bytes of packets in %d bytes", total, len(file))
		}
		if e != nil && plain && e.Offset > int64(len(file)) {
			t.Fatalf("offset %d in %d bytes", e.Offset, len(file))
		}
		form := pcapio.Format(0)
		if r != nil {
			form = r.Header().Format // found by reading ahead, which is not done where the source cannot seek
		}
		pieces, _, err2 := readAll(iotest.HalfReader(bytes.NewReader(file)), pcapio.WithLimit(limit), pcapio.WithBuffer(1),
			pcapio.WithFormat(form), pcapio.WithBlocks(func(b pcapio.Block) error {
				for range (capture.Options{Raw: b.Body, BigEndian: b.BigEndian}).All() {
					total++
				}
				return nil
			}))
		samePackets(t, whole, pieces)
		if err.Error() != err2.Error() && !errors.Is(err2, pcapio.ErrLimit) {
			t.Fatalf("error %q, in pieces %q", err, err2)
		}
	})
}

func samePackets(t *testing.T, a, b []got) {
	t.Helper()
	if len(a) < len(b) {
		t.Fatalf("%d packets, in pieces %d", len(a), len(b))
	}
	for i := range b { // a skips blocks over the limit, b must not
		if !reflect.DeepEqual(a[i], b[i]) {
			t.Fatalf("packet %d: %+v, in pieces %+v", i+1, a[i], b[i])
		}
	}
}
