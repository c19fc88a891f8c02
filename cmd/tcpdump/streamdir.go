package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/reassembly"
)

// mostOpen is how many files are open at once.
const mostOpen = 100

// streamDir writes each direction of each stream to a file, and what there is to say of them to streams.jsonl. In the place of missing bytes
// there are zeros.
type streamDir struct {
	dir   string
	index *os.File
	lines *json.Encoder
	open  []*streamFile // those with a file that is open
	err   error
}

func newStreamDir(dir string) (*streamDir, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	f, err := os.Create(filepath.Join(dir, "streams.jsonl"))
	if err != nil {
		return nil, err
	}
	return &streamDir{dir: dir, index: f, lines: json.NewEncoder(f)}, nil
}

func (d *streamDir) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

func (d *streamDir) close() {
	for _, f := range d.open {
		d.fail(f.file.Close())
	}
	d.open = nil
	d.fail(d.index.Close())
}

// streamRow is a line of streams.jsonl.
type streamRow struct {
	Stream    uint64        `json:"stream"`
	Client    string        `json:"client"`
	Server    string        `json:"server"`
	Start     string        `json:"start"`
	Files     [2]string     `json:"files"`
	Bytes     [2]int64      `json:"bytes"`
	Gaps      []streamGap   `json:"gaps,omitempty"`
	Conflicts []streamClash `json:"conflicts,omitempty"`
	Midstream bool          `json:"midstream,omitempty"`
	Closed    string        `json:"closed"`
}

type streamGap struct {
	Direction string `json:"direction"`
	Offset    int64  `json:"offset"`
	Length    int64  `json:"length"`
	Why       string `json:"why"`
}

type streamClash struct {
	Direction string `json:"direction"`
	Offset    int64  `json:"offset"`
	Old       string `json:"old"`
	New       string `json:"new"`
	NewWins   bool   `json:"new_wins"`
}

// Bounds of the gaps and conflicts of a stream that are written, which are kept until it ends: rows, and bytes in conflict.
const (
	mostRows  = 1000
	mostBytes = 64 << 10
)

// writtenStream is a stream that goes to files.
type writtenStream struct {
	d     *streamDir
	row   streamRow
	bytes int // in its conflicts
	sides [2]streamFile
}

// streamFile is the file of a direction. It is made when the first bytes come.
type streamFile struct {
	name string
	file *os.File
	made bool
}

func (d *streamDir) stream(c *reassembly.Conn) reassembly.Stream {
	e := ends(c)
	w := &writtenStream{d: d, row: streamRow{Stream: c.Index(), Client: e[0], Server: e[1], Start: capture.Unix(0, c.Start()).String()}}
	for i := range w.sides {
		w.sides[i].name = fmt.Sprintf("%06d-%s-%s", c.Index(), fileText(e[i]), fileText(e[1-i]))
	}
	return w
}

// fileText is an end without letters that some systems do not allow in the names of files.
func fileText(end string) string {
	return strings.NewReplacer("[", "", "]", "", ":", ".", "%", ".").Replace(end)
}

// at gives the file, open.
func (d *streamDir) at(f *streamFile) *os.File {
	if f.file != nil || d.err != nil {
		return f.file
	}
	if len(d.open) == mostOpen {
		d.fail(d.open[0].file.Close())
		d.open[0].file = nil
		d.open = append(d.open[:0], d.open[1:]...)
	}
	flags := os.O_WRONLY | os.O_CREATE
	if !f.made {
		flags |= os.O_TRUNC
	}
	file, err := os.OpenFile(filepath.Join(d.dir, f.name), flags, 0o666)
	if err != nil {
		d.fail(err)
		return nil
	}
	f.file, f.made = file, true
	d.open = append(d.open, f)
	return file
}

func (w *writtenStream) Data(d reassembly.Direction, c *reassembly.Chunk) int {
	if f := w.d.at(&w.sides[d]); f != nil {
		if _, err := f.WriteAt(c.Bytes, c.Offset); err != nil {
			w.d.fail(err)
		}
	}
	w.row.Bytes[d] += int64(len(c.Bytes))
	return len(c.Bytes)
}

func (w *writtenStream) Event(e *reassembly.Event) {
	switch e.Kind {
	case reassembly.EventGap:
		if len(w.row.Gaps) < mostRows {
			w.row.Gaps = append(w.row.Gaps, streamGap{e.Direction.String(), e.Offset, e.Length, e.Why.String()})
		}
	case reassembly.EventConflict:
		if n := w.bytes + len(e.Old) + len(e.New); len(w.row.Conflicts) < mostRows && n <= mostBytes {
			w.bytes = n
			w.row.Conflicts = append(w.row.Conflicts, streamClash{e.Direction.String(), e.Offset, hex.EncodeToString(e.Old), hex.EncodeToString(e.New), e.NewWins})
		}
	case reassembly.EventMidstream:
		w.row.Midstream = true
	}
}

func (w *writtenStream) Close(why reassembly.Reason) {
	w.row.Closed = why.String()
	for i := range w.sides {
		f := &w.sides[i]
		if f.made {
			w.row.Files[i] = f.name
		}
		if f.file != nil {
			w.d.shut(f)
		}
	}
	if err := w.d.lines.Encode(&w.row); err != nil {
		w.d.fail(err)
	}
}

// shut closes a file.
func (d *streamDir) shut(f *streamFile) {
	d.fail(f.file.Close())
	f.file = nil
	for i, o := range d.open {
		if o == f {
			d.open = append(d.open[:i], d.open[i+1:]...)
			return
		}
	}
}
