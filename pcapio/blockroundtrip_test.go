package pcapio_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/pcapio"
)

// TestBlockRoundTrip reads every pcapng file of the corpus block by block and writes it again, as it is, decoded
// and encoded, and through the other byte order: it is byte for byte the same, a damaged file up to the damage.
func TestBlockRoundTrip(t *testing.T) {
	dir := corpusDir(t)
	files, blocks, opaque := 0, 0, 0
	lines(t, filepath.Join(dir, "manifest.jsonl"), func(line []byte) {
		var m corpusFile
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(filepath.Join(dir, "captures", m.File))
		if err != nil {
			t.Fatal(err)
		}
		if len(file) < 4 || !bytes.Equal(file[:4], []byte("\n\r\r\n")) {
			return
		}
		files++
		n, raw, err := roundTrip(file)
		if err != nil {
			t.Errorf("%s: %v", m.File, err)
		}
		blocks += n
		opaque += raw
	})
	if files < 400 || blocks < 30_000 {
		t.Fatalf("%d files, %d blocks", files, blocks)
	}
	t.Logf("%d files, %d blocks, of which %d have contents that do not decode", files, blocks, opaque)
}

func roundTrip(file []byte) (blocks, opaque int, err error) {
	r, err := pcapio.NewBlockReader(bytes.NewReader(file))
	if err != nil {
		return 0, 0, nil
	}
	var whole, parts bytes.Buffer
	w, p := pcapio.NewBlockWriter(&whole), pcapio.NewBlockWriter(&parts)
	var end error
	for {
		b, err := r.Next()
		if err != nil {
			end = err
			break
		}
		blocks++
		if err := w.WriteBlock(b); err != nil {
			return blocks, opaque, err
		}
		c, err := b.Decode()
		if err != nil {
			opaque++
			c = &pcapio.Unknown{Type: b.Type, Body: b.Body}
		} else if err := throughOther(b, c); err != nil {
			return blocks, opaque, fmt.Errorf("%v at %d: %w", b.Type, b.Offset, err)
		}
		if err := capacities(reflect.ValueOf(c).Elem()); err != nil {
			return blocks, opaque, fmt.Errorf("%v: %w", b.Type, err)
		}
		same := pcapio.Block{BigEndian: b.BigEndian}
		if err := same.Encode(c); err != nil {
			return blocks, opaque, err
		}
		if err := p.WriteBlock(&same); err != nil {
			return blocks, opaque, err
		}
	}
	if err := errors2(w.Close(), p.Close()); err != nil {
		return blocks, opaque, err
	}
	want := file
	if e := (*pcapio.Error)(nil); asError(end, &e) {
		want = file[:e.Offset]
	}
	if !bytes.Equal(whole.Bytes(), want) || !bytes.Equal(parts.Bytes(), want) {
		return blocks, opaque, fmt.Errorf("%d bytes, copied %d, decoded and encoded %d", len(want), whole.Len(), parts.Len())
	}
	return blocks, opaque, nil
}

// capacities wants the capacity of all bytes in a struct cut to their length.
func capacities(v reflect.Value) error {
	for i := range v.NumField() {
		switch f := v.Field(i); f.Kind() {
		case reflect.Struct:
			if err := capacities(f); err != nil {
				return err
			}
		case reflect.Slice:
			if f.Cap() != f.Len() {
				return fmt.Errorf("%s has length %d, capacity %d", v.Type().Field(i).Name, f.Len(), f.Cap())
			}
		}
	}
	return nil
}

// throughOther encodes a content in the other byte order, decodes that, and encodes it again in its own.
func throughOther(b *pcapio.Block, c pcapio.Content) error {
	other, back := pcapio.Block{BigEndian: !b.BigEndian}, pcapio.Block{BigEndian: b.BigEndian}
	if err := other.Encode(c); err != nil {
		return err
	}
	again, err := other.Decode()
	if err != nil {
		return err
	}
	if err := back.Encode(again); err != nil {
		return err
	}
	if back.Type != b.Type || !bytes.Equal(back.Body, b.Body) {
		return fmt.Errorf("through the other byte order:\n%x\nwant\n%x", back.Body, b.Body)
	}
	return nil
}

// differentBytes are what TestOtherByteOrder does not turn as the generator of the files did. Options within
// custom blocks stay as they are, since only the enterprise knows where they begin; and the generator has custom options without an enterprise number, whose first four bytes are turned in its place.
var differentBytes = map[string]int{
	"output_be__advanced__test102.pcapng": 4,
	"output_be__basic__test008.pcapng":    28,
	"output_be__basic__test017.pcapng":    8,
}

// TestOtherByteOrder turns files of one byte order into the other. The corpus has some in both, made by the same generator:
// they come out byte for byte, see differentBytes.
func TestOtherByteOrder(t *testing.T) {
	dir := filepath.Join(corpusDir(t), "captures", "pcapng-test-generator")
	files, err := filepath.Glob(filepath.Join(dir, "output_be__*"))
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, path := range files {
		big := must(os.ReadFile(path))(t)
		little, err := os.ReadFile(strings.Replace(path, "output_be", "output_le", 1))
		if err != nil {
			continue // the corpus has it in one byte order only
		}
		compared++
		name := filepath.Base(path)
		if n := differing(turned(t, path, big, false), little); n != differentBytes[name] {
			t.Errorf("%s, little-endian: %d bytes differ, want %d", name, n, differentBytes[name])
		}
		if n := differing(turned(t, path, little, true), big); n != differentBytes[name] {
			t.Errorf("%s, big-endian: %d bytes differ, want %d", name, n, differentBytes[name])
		}
	}
	if compared < 5 {
		t.Errorf("%d of %d files", compared, len(files))
	}
}

// differing is how many bytes are not the same; -1 if the lengths are not.
func differing(a, b []byte) (n int) {
	if len(a) != len(b) {
		return -1
	}
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

func turned(t *testing.T, path string, file []byte, bigEndian bool) []byte {
	var out bytes.Buffer
	r := must(pcapio.NewBlockReader(bytes.NewReader(file)))(t)
	w := pcapio.NewBlockWriter(&out)
	for b, err := range r.Blocks() {
		if err != nil {
			t.Fatal(path, err)
		}
		if b.Type == pcapio.BlockSection {
			section := must(b.Decode())(t).(*pcapio.Section)
			section.BigEndian = bigEndian
			err = w.Write(section)
		} else {
			err = w.WriteBlock(b) // in the byte order of the section
		}
		if err != nil {
			t.Error(path, err)
			return nil
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
