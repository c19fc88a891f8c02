package pcapio_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

func blockTypes(r *pcapio.BlockReader) (types []pcapio.BlockType, err error) {
	for b, err := range r.Blocks() {
		if err != nil {
			return types, err
		}
		types = append(types, b.Type)
	}
	return types, nil
}

// TestBlockReader reads a compressed file twice, with its interfaces and sections.
func TestBlockReader(t *testing.T) {
	w := section2(bothOrders["little-endian"]())
	w.order = bothOrders["big-endian"]().order
	section2(w)
	r := must(pcapio.NewBlockReader(bytes.NewReader(gzipped(t, w.b))))(t)
	if r.Compression() != pcapio.Gzip {
		t.Error(r.Compression())
	}
	var offsets []int64
	for b, err := range r.Blocks() {
		if err != nil {
			t.Fatal(err)
		}
		if b.Section != r.Section().Section || b.BigEndian != (b.Section == 1) || len(b.Body) != cap(b.Body) {
			t.Errorf("block %+v in section %+v", b, r.Section())
		}
		offsets = append(offsets, b.Offset)
	}
	ends := append([]int{0}, blockEnds(section2(bothOrders["little-endian"]()))...)
	half := ends[len(ends)-1]
	for i, at := range offsets {
		want := ends[i%12] + i/12*half
		if int(at) != want {
			t.Errorf("block %d at %d, want %d", i, at, want)
		}
	}
	if i := r.Interfaces(); len(i) != 2 || i[0].Name() != "eth0" || i[1].TimeOffset() != -100 {
		t.Errorf("%+v", i)
	}
	first, _ := pcapio.NewBlockReader(bytes.NewReader(w.b))
	want, err := blockTypes(first)
	if err != nil || len(want) != 24 {
		t.Fatal(want, err)
	}
	if err := first.Rewind(); err != nil {
		t.Fatal(err)
	}
	if again, err := blockTypes(first); err != nil || !slices.Equal(again, want) {
		t.Errorf("then %v, %v", again, err)
	}
}

// TestBlockReaderPacket reads packets as a Reader does; what is wrong in one block does not end the reading.
func TestBlockReaderPacket(t *testing.T) {
	w := bothOrders["little-endian"]().section().iface(113, 0).enhanced(0, 5, 1, 1, "a").enhanced(3, 5, 1, 1, "b")
	w.iface(1, 0, func() { w.u16(2, 99).u32(0) }) // its options do not fit
	w.block(5, func() { w.u32(9) })               // nor does this
	w.enhanced(1, 5, 1, 1, "c")
	r := must(pcapio.NewBlockReader(bytes.NewReader(w.b)))(t)
	if _, _, err := r.Packet(); !errors.Is(err, pcapio.ErrNoPacket) {
		t.Error(err)
	}
	var got strings.Builder
	for b, err := range r.Blocks() {
		if err != nil {
			t.Fatal(err)
		}
		data, info, err := r.Packet()
		switch {
		case errors.Is(err, pcapio.ErrNoPacket):
			got.WriteString("-")
		case err != nil:
			wantError(t, err, pcapio.ErrFormat, b.Offset, 0, 0)
			got.WriteString("!")
		default:
			got.WriteString(string(data) + info.LinkType.String())
		}
	}
	if want := "--a" + capture.LinkType(113).String() + "!--cETHERNET"; got.String() != want {
		t.Errorf("%s, want %s", got.String(), want)
	}
}

func TestBlockReaderErrors(t *testing.T) {
	_, err := pcapio.NewBlockReader(bytes.NewReader(pcapFile(1, sizes60)))
	wantError(t, err, pcapio.ErrFormat, 0, 0, 0)
	if _, err := pcapio.OpenBlocks(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	w := section2(bothOrders["big-endian"]())
	r := must(pcapio.NewBlockReader(bytes.NewReader(w.b[:len(w.b)-1])))(t)
	types, err := blockTypes(r)
	if len(types) != 11 {
		t.Errorf("%v", types)
	}
	wantError(t, err, pcapio.ErrTruncated, int64(len(w.b)-36), 36, 35)
	if _, again := r.Next(); again != err {
		t.Errorf("then %v", again)
	}
	r = must(pcapio.NewBlockReader(bytes.NewReader(w.b), pcapio.WithLimit(60)))(t)
	if types, err := blockTypes(r); !errors.Is(err, pcapio.ErrLimit) || len(types) != 7 {
		t.Errorf("%v, %v", types, err)
	}
	path := writeTemp(t, w.b)
	r = must(pcapio.OpenBlocks(path))(t)
	if _, err := r.Next(); err != nil || r.Close() != nil || r.Close() != nil {
		t.Error(err)
	}
	if _, err := r.Next(); !errors.Is(err, capture.ErrClosed) {
		t.Error(err)
	}
	if err := r.Rewind(); !errors.Is(err, capture.ErrClosed) {
		t.Error(err)
	}
}

func TestBlockDecodeErrors(t *testing.T) {
	b := pcapio.Block{Type: pcapio.BlockEnhancedPacket, Offset: 77, Body: make([]byte, 16)}
	_, err := b.Decode()
	wantError(t, err, pcapio.ErrFormat, 77, 32, 28)
	wantError(t, b.DecodeTo(new(pcapio.Section)), pcapio.ErrFormat, 77, 0, 0)
	b.Body = make([]byte, 20)
	b.Body[12] = 5
	_, err = b.Decode()
	wantError(t, err, pcapio.ErrFormat, 77, 5, 0)
	b = pcapio.Block{Type: pcapio.BlockSection, Body: make([]byte, 16)}
	_, err = b.Decode()
	wantError(t, err, pcapio.ErrFormat, 0, 0, 0)
}

func TestBlockWriterErrors(t *testing.T) {
	var out bytes.Buffer
	w := pcapio.NewBlockWriter(&out)
	if w.Write(&pcapio.Interface{}) == nil || w.WriteBlock(&pcapio.Block{Type: 1}) == nil || w.WriteBlock(&pcapio.Block{Type: pcapio.BlockSection}) == nil {
		t.Error("a block without a section")
	}
	if err := w.Write(pcapio.NewSection(capture.Options{})); err != nil {
		t.Fatal(err)
	}
	for _, b := range []*pcapio.Block{
		{Type: 0x1234, BigEndian: true},
		{Type: pcapio.BlockEnhancedPacket, BigEndian: true, Body: make([]byte, 4)},
	} {
		if err := w.WriteBlock(b); err == nil {
			t.Errorf("%v in another byte order", b.Type)
		}
	}
	// Padding is added where it is missing, and wrong padding is replaced.
	if err := w.WriteBlock(&pcapio.Block{Type: 0x1234, Body: []byte("abcde")}); err != nil {
		t.Error(err)
	}
	if err := w.Write(&pcapio.EnhancedPacket{Data: []byte("abc"), Padding: []byte{1, 2}}); err != nil {
		t.Error(err)
	}
	if err := w.Close(); err != nil || w.Close() != nil || !errors.Is(w.Flush(), capture.ErrClosed) {
		t.Error(err)
	}
	want := bothOrders["little-endian"]().section().block(0x1234, func() {}).b
	want = append(want[:28], "\x34\x12\x00\x00\x14\x00\x00\x00abcde\x00\x00\x00\x14\x00\x00\x00"+
		"\x06\x00\x00\x00\x24\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x00\x00\x00\x00abc\x00\x24\x00\x00\x00"...)
	if !bytes.Equal(out.Bytes(), want) || w.Size() != int64(len(want)) {
		t.Errorf("%x\nwant\n%x", out.Bytes(), want)
	}
}

// TestAppendNg adds a section to files, and cuts off what a crash left.
func TestAppendNg(t *testing.T) {
	whole := bothOrders["big-endian"]().section().iface(1, 0).enhanced(0, 1, 4, 4, "abcd").enhanced(0, 2, 4, 4, "efgh").b
	packet := &capture.Info{Time: at(5, 0), CaptureLength: 1, Length: 1, LinkType: 113}
	for cut, packets := range map[int]int{0: 2, 1: 1, 35: 1} {
		path := writeTemp(t, whole[:len(whole)-cut])
		w, err := pcapio.AppendNg(path)
		if cut > 0 {
			if !errors.Is(err, pcapio.ErrTruncated) {
				t.Errorf("%v", err)
			}
			w, err = pcapio.AppendNg(path, pcapio.WithRepair())
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := errors2(w.WritePacket([]byte("z"), packet), w.Close()); err != nil {
			t.Fatal(err)
		}
		list, r, err := readAll(bytes.NewReader(must(os.ReadFile(path))(t)))
		if err != io.EOF || len(list) != packets+1 || list[packets].data != "z" || list[packets].info.Time != at(5, 0) || r.Header().Section != 1 {
			t.Errorf("%v, %v", list, err)
		}
	}
	for _, file := range [][]byte{pcapFile(1, sizes60), gzipped(t, whole), whole[:20], append(bytes.Clone(whole), make([]byte, 12)...)} {
		path := writeTemp(t, file)
		if _, err := pcapio.AppendNg(path, pcapio.WithRepair()); err == nil || !bytes.Equal(must(os.ReadFile(path))(t), file) {
			t.Errorf("%d bytes: %v", len(file), err)
		}
	}
}

// TestEditSection changes the options of a section header: the blocks behind it stay as they are, in their byte order.
func TestEditSection(t *testing.T) {
	for order, build := range bothOrders {
		w := section2(build())
		var out bytes.Buffer
		bw := pcapio.NewBlockWriter(&out)
		r := must(pcapio.NewBlockReader(bytes.NewReader(w.b)))(t)
		header := 0
		for b, err := range r.Blocks() {
			if err != nil {
				t.Fatal(err)
			}
			if b.Type != pcapio.BlockSection {
				err = bw.WriteBlock(b)
			} else {
				var s pcapio.Section
				err = errors2(b.DecodeTo(&s), s.Options.Set(capture.OptionComment, []byte("new")))
				header = len(b.Body) + 12
				err = errors2(err, bw.Write(&s))
			}
			if err != nil {
				t.Fatal(order, err)
			}
		}
		if err := bw.Close(); err != nil {
			t.Fatal(err)
		}
		const added = 8
		if got := out.Bytes(); len(got) != len(w.b)+added || !bytes.Equal(got[header+added:], w.b[header:]) {
			t.Errorf("%s: %x\nwant\n%x", order, got, w.b)
		}
		again := must(pcapio.NewReader(&out))(t)
		h := again.Header()
		if c := slices.Collect(h.Options.Strings(capture.OptionComment)); !slices.Equal(c, []string{"new"}) || h.BigEndian != (order == "big-endian") {
			t.Errorf("%s: %+v", order, h)
		}
	}
}
