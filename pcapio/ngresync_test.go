package pcapio_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/wiretag/wiretag/pcapio"
)

// aligned is a packet's block, for where w does not end at a multiple of four.
func aligned(w *builder, data string) []byte {
	other := &builder{order: w.order}
	return other.enhanced(0, 3, 4, 4, data).b
}

// TestResync damages a file in several ways: what was whole is delivered, and what was left out is reported.
func TestResync(t *testing.T) {
	build := func(order string) *builder { return bothOrders[order]().section().iface(1, 0) }
	const at = 28 + 20
	type gap struct {
		offset, skipped int64
		kind            error // nil: any
	}
	same := func(a, b gap) bool { return a == b || b.kind == nil && a.offset == b.offset && a.skipped == b.skipped }
	for _, c := range []struct {
		name   string
		damage func(w *builder)
		want   string // packets between the first and the last one
		gaps   []gap
		end    error
	}{
		{"nothing", func(*builder) {}, "", nil, io.EOF},
		{"garbage", func(w *builder) { w.bytes([]byte("seventeen bytes!!")...) }, "", []gap{{at + 36, 17, pcapio.ErrFormat}}, io.EOF},
		{"a first length", func(w *builder) {
			w.enhanced(0, 2, 4, 4, "lost").enhanced(0, 2, 4, 4, "kept")
			w.order.PutUint32(w.b[at+36+4:], 35)
		}, "kept", []gap{{at + 36, 36, pcapio.ErrFormat}}, io.EOF},
		{"a last length", func(w *builder) {
			w.enhanced(0, 2, 4, 4, "lost").enhanced(0, 2, 4, 4, "kept")
			w.b[at+36+33]++
		}, "kept", []gap{{at + 36, 36, pcapio.ErrFormat}}, io.EOF},
		{"a length over the limit", func(w *builder) { w.u32(6, 0x7ffffffc, 0).bytes(make([]byte, 20)...) }, "", []gap{{at + 36, 32, pcapio.ErrLimit}}, io.EOF},
		{"a length behind the end", func(w *builder) { w.u32(6, 4000, 0).bytes(make([]byte, 20)...) }, "", []gap{{at + 36, 32, pcapio.ErrTruncated}}, io.EOF},
		{"an unknown interface", func(w *builder) { w.enhanced(7, 2, 4, 4, "lost") }, "", []gap{{at + 36, 36, pcapio.ErrFormat}}, io.EOF},
		{"an option", func(w *builder) {
			w.enhanced(0, 2, 4, 4, "kept", func() { w.option(2, 0, 0, 0, 0).u16(1, 99).u32(0) })
		}, "kept", []gap{{at + 36, 8, pcapio.ErrFormat}}, io.EOF},
		{"an interface", func(w *builder) {
			w.iface(1, 0, func() { w.u16(2, 99).u32(0) }).enhanced(1, 1000, 4, 4, "kept")
		}, "kept", []gap{{at + 36, 28, pcapio.ErrFormat}}, io.EOF},
		{"two places", func(w *builder) {
			w.bytes(1, 2, 3).bytes(aligned(w, "kept")...).bytes(1, 2, 3, 4, 5)
		}, "kept", []gap{{at + 36, 3, nil}, {at + 36 + 3 + 36, 5, nil}}, io.EOF},
		{"a section of another version", func(w *builder) {
			w.block(0x0a0d0d0a, func() { w.u32(0x1a2b3c4d).u16(9, 0).u32(0, 0) })
			w.enhanced(0, 2, 4, 4, "lost").section().iface(1, 0)
		}, "", []gap{{at + 36, 28, pcapio.ErrFormat}, {at + 36 + 28, 36, pcapio.ErrFormat}}, io.EOF},
	} {
		for order := range bothOrders {
			w := build(order).enhanced(0, 1, 4, 4, "1st.")
			c.damage(w)
			w.bytes(aligned(w, "last")...)
			for name, src := range map[string]io.Reader{
				"whole": bytes.NewReader(w.b), "bytes": iotest.OneByteReader(bytes.NewReader(w.b)),
			} {
				var gaps []gap
				list, _, err := readAll(src, pcapio.WithResync(func(e *pcapio.Error, skipped int64) {
					kind := e.Err
					gaps = append(gaps, gap{e.Offset, skipped, kind})
				}))
				var data []string
				for _, p := range list {
					data = append(data, p.data)
				}
				if got := strings.Join(data, " "); got != strings.Join(strings.Fields("1st. "+c.want+" last"), " ") || err != c.end {
					t.Errorf("%s, %s, %s: packets %q, %v", c.name, order, name, got, err)
				}
				if !slices.EqualFunc(gaps, c.gaps, same) {
					t.Errorf("%s, %s, %s: gaps %v, want %v", c.name, order, name, gaps, c.gaps)
				}
			}
		}
	}
}

// TestResyncEnd: if nothing is found behind the damage, that is the error.
func TestResyncEnd(t *testing.T) {
	w := bothOrders["little-endian"]().section().iface(1, 0).enhanced(0, 1, 4, 4, "abcd")
	list, _, err := readAll(bytes.NewReader(w.b[:len(w.b)-3]), pcapio.WithResync(nil))
	if len(list) != 0 {
		t.Error(list)
	}
	wantError(t, err, pcapio.ErrTruncated, 48, 36, 33)
	stop := errors.New("broken")
	_, _, err = readAll(io.MultiReader(bytes.NewReader(w.b[:60]), iotest.ErrReader(stop)), pcapio.WithResync(nil))
	if !errors.Is(err, stop) {
		t.Error(err)
	}
	// A stop that the caller asked for is not damage.
	_, _, err = readAll(bytes.NewReader(w.b), pcapio.WithResync(nil), pcapio.WithBlocks(func(pcapio.Block) error { return stop }))
	if !errors.Is(err, stop) {
		t.Error(err)
	}
}

// TestResyncBlocks: a BlockReader goes on too.
func TestResyncBlocks(t *testing.T) {
	w := bothOrders["big-endian"]().section().iface(1, 0).bytes(9, 9, 9)
	w.bytes(aligned(w, "abcd")...)
	var types []pcapio.BlockType
	var skipped int64
	r := must(pcapio.NewBlockReader(bytes.NewReader(w.b), pcapio.WithResync(func(_ *pcapio.Error, n int64) { skipped += n })))(t)
	for b, err := range r.Blocks() {
		if err != nil {
			t.Fatal(err)
		}
		types = append(types, b.Type)
	}
	if !slices.Equal(types, []pcapio.BlockType{pcapio.BlockSection, pcapio.BlockInterface, pcapio.BlockEnhancedPacket}) || skipped != 3 {
		t.Errorf("%v, %d", types, skipped)
	}
}
