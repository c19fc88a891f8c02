package dot11_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/dot11"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// TestCorpus decodes the wireless captures of the corpus and writes them again; the contents of elements and radio fields too.
func TestCorpus(t *testing.T) {
	root := os.Getenv("WIRETAG_DATA")
	if root == "" {
		t.Skip("WIRETAG_DATA is not set: it names the folder with the corpus of captures")
	}
	f, err := os.Open(filepath.Join(root, "corpus", "manifest.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	packets, views := 0, 0
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var m struct {
			File      string
			LinkTypes []int
		}
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(m.LinkTypes, func(n int) bool { return n == 105 || n == 119 || n == 127 || n == 163 }) {
			p, v := rewrite(t, filepath.Join(root, "corpus", "captures", filepath.FromSlash(m.File)))
			packets, views = packets+p, views+v
		}
	}
	if packets < 100 || views < 300 {
		t.Errorf("only %d packets, %d contents", packets, views)
	}
	t.Logf("%d packets, %d contents of elements and radio fields", packets, views)
}

// rewrite holds the packets of a file to the first law.
func rewrite(t *testing.T, file string) (packets, views int) {
	t.Helper()
	r, err := pcapio.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var v packet.View
	for {
		data, info, err := r.Next()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				t.Logf("%s: %v", file, err)
			}
			return packets, views
		}
		packets++
		_ = v.Decode(data, info.LinkType) // some are cut, or wrong
		if out, err := v.Append(nil, codec.Encoder{}); err != nil || !bytes.Equal(out, data) {
			t.Errorf("%s: packet %d: %v\n got %x\nwant %x", file, packets, err, out, data)
		}
		for l := range v.Layers() {
			for _, e := range dot11.BodyElements(l.Value()) {
				views += same(t, &e, e.Data, e.View)
			}
			if r, ok := l.Value().(*dot11.RadioTap); ok {
				for _, f := range r.Fields.List {
					views += same(t, f.Bit, f.Data, f.View)
				}
			}
		}
	}
}

// same encodes what a view gave: it must be the end of the bytes that it came from.
func same(t *testing.T, what any, data []byte, view func() (any, error)) int {
	t.Helper()
	v, err := view()
	if v == nil || err != nil {
		return 0
	}
	b, err := codec.Encoder{}.Marshal(v)
	if err != nil || !bytes.HasSuffix(data, b) {
		t.Errorf("%v: %x became %x, %v", what, data, b, err)
	}
	return 1
}
