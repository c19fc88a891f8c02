package pcapio_test

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

type corpusOption struct {
	Code uint16  `json:"code"`
	Hex  *string `json:"hex"`
	PEN  *uint32 `json:"pen"`
}

type corpusBlock struct {
	Offset   int64          `json:"offset"`
	Code     uint32         `json:"code"`
	Len      int            `json:"len"`
	Packet   int            `json:"packet"`
	Iface    int            `json:"interface"`
	Drops    uint64         `json:"drops"`
	Section  json.Number    `json:"section_length"`
	Options  []corpusOption `json:"options"`
	BodySize int            `json:"body_len"`
}

type corpusSection struct {
	Endian     string
	Interfaces []struct {
		LinkType uint16      `json:"linktype"`
		SnapLen  uint32      `json:"snaplen"`
		Res      uint8       `json:"tsresol"`
		Offset   json.Number `json:"tsoffset"`
		Name     string      `json:"if_name"`
	}
}

// TestCorpusBlocks compares blocks, options and interfaces of the pcapng files with the reference parser's.
func TestCorpusBlocks(t *testing.T) {
	dir := corpusDir(t)
	files, blocks := 0, 0
	err := filepath.WalkDir(filepath.Join(dir, "pcapng"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		lines(t, path, func(line []byte) {
			var m struct {
				File     string
				Blocks   []corpusBlock
				Counts   map[string]int
				Sections []corpusSection
			}
			if err := json.Unmarshal(line, &m); err != nil {
				t.Fatal(path, err)
			}
			files++
			blocks += checkBlocks(t, filepath.Join(dir, "captures", m.File), m.Blocks, m.Sections)
		})
		return nil
	})
	if err != nil || files == 0 || blocks == 0 {
		t.Fatalf("%d files, %d blocks, %v", files, blocks, err)
	}
	t.Logf("%d files, %d blocks", files, blocks)
}

func checkBlocks(t *testing.T, path string, want []corpusBlock, sections []corpusSection) int {
	name := filepath.Base(path)
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	at := 0
	next := func() *corpusBlock {
		if at == len(want) {
			return &corpusBlock{Offset: -1}
		}
		at++
		return &want[at-1]
	}
	r, err := pcapio.NewReader(f, pcapio.WithBlocks(func(b pcapio.Block) error {
		w := next()
		if w.Offset < 0 {
			return nil // beyond what the reference lists
		}
		if w.Offset != b.Offset || w.Code != uint32(b.Type) || w.Len != len(b.Body)+12 {
			t.Errorf("%s: block %#x of %d bytes at %d, want %+v", name, b.Type, len(b.Body)+12, b.Offset, w)
		}
		if skip, ok := map[pcapio.BlockType]int{0x0a0d0d0a: 16, 1: 8, 5: 12}[b.Type]; ok {
			compareOptions(t, name, w, capture.Options{Raw: b.Body[skip:], BigEndian: b.BigEndian})
		}
		return nil
	}))
	if err != nil {
		return at
	}
	for packet := 1; ; packet++ {
		section := r.Header().Section
		before := r.Interfaces()
		_, info, err := r.Next()
		if err != nil || r.Header().Section != section {
			checkInterfaces(t, name, section, sections, before, r, err != nil)
		}
		if err != nil {
			break
		}
		w := next()
		if w.Offset < 0 {
			continue
		}
		if w.Packet != packet || w.Iface != info.Interface {
			t.Errorf("%s: packet %d of interface %d, want %+v", name, packet, info.Interface, w)
		}
		compareOptions(t, name, w, info.Options)
	}
	return at
}

func compareOptions(t *testing.T, name string, w *corpusBlock, o capture.Options) {
	var got, want []string
	for opt := range o.All() {
		got = append(got, fmt.Sprintf("%d:%s", opt.Code, hex.EncodeToString(opt.Value)))
	}
	for _, opt := range w.Options {
		switch {
		case opt.Code == 0:
		case opt.Hex == nil || opt.PEN != nil: // a hash, or without the enterprise number: compare only the code
			want = append(want, fmt.Sprintf("%d:", opt.Code))
		default:
			want = append(want, fmt.Sprintf("%d:%s", opt.Code, *opt.Hex))
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s, block at %d: options %v, want %v", name, w.Offset, got, want)
		return
	}
	for i := range want {
		if got[i] != want[i] && !(strings.HasSuffix(want[i], ":") && strings.HasPrefix(got[i], want[i])) {
			t.Errorf("%s, block at %d: option %s, want %s", name, w.Offset, got[i], want[i])
		}
	}
}

// checkInterfaces compares the interfaces of a section: those known before the last call of Next, or at the end all.
func checkInterfaces(t *testing.T, name string, n int, sections []corpusSection, list []pcapio.Interface, r *pcapio.Reader, end bool) {
	if n >= len(sections) {
		return // the reference stopped before it
	}
	want := sections[n].Interfaces
	if end && r.Header().Section == n {
		if list = r.Interfaces(); len(list) != len(want) {
			t.Errorf("%s, section %d: %d interfaces, want %d", name, n, len(list), len(want))
		}
	}
	for i := range min(len(list), len(want)) {
		g, w := list[i], want[i]
		if uint16(g.LinkType) != w.LinkType || g.SnapLen != w.SnapLen || uint8(g.Resolution()) != w.Res ||
			fmt.Sprint(g.TimeOffset()) != w.Offset.String() ||
			g.Name() != w.Name && utf8.ValidString(g.Name()) { // JSON holds no other text
			t.Errorf("%s, section %d: interface %+v, want %+v", name, n, g, w)
		}
	}
}
