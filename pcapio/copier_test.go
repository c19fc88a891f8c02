package pcapio_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// TestCopier writes the packets of every file of the corpus to a pcapng file: read again, they are the same.
func TestCopier(t *testing.T) {
	dir := corpusDir(t)
	packets := 0
	lines(t, filepath.Join(dir, "manifest.jsonl"), func(line []byte) {
		var m corpusFile
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatal(err)
		}
		if m.Packets > 500 {
			return
		}
		file, err := os.ReadFile(filepath.Join(dir, "captures", m.File))
		if err != nil {
			t.Fatal(err)
		}
		for _, options := range [][]pcapio.WriterOption{nil, {pcapio.WithBigEndian()}} {
			packets += copyFile(t, m.File, file, options)
		}
	})
	if packets < 10_000 {
		t.Fatalf("%d packets", packets)
	}
	t.Logf("%d packets", packets)
}

func copyFile(t *testing.T, name string, file []byte, options []pcapio.WriterOption) int {
	r, err := pcapio.NewReader(bytes.NewReader(file))
	if err != nil || r.LinkType() == capture.LinkTypeNone {
		return 0
	}
	var out bytes.Buffer
	w := must(pcapio.NewNgWriter(&out, options...))(t)
	c := pcapio.NewCopier(w, r)
	var want []got
	for {
		data, info, err := r.Next()
		if err != nil {
			break
		}
		if err := c.WritePacket(data, info); err != nil {
			t.Errorf("%s: %v", name, err)
			return 0
		}
		want = append(want, got{string(data), info.Clone()})
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	list, _, err := readAll(&out)
	if err != io.EOF || len(list) != len(want) {
		t.Errorf("%s: %d packets, want %d, %v", name, len(list), len(want), err)
		return 0
	}
	for i := range list {
		a, b := list[i], want[i]
		var x, y pcapio.PacketOptions
		if err := errors2(x.Decode(a.info.Options), y.Decode(b.info.Options)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if x.DropCount != nil && y.DropCount == nil { // an obsolete packet block states it elsewhere
			y.DropCount = new(b.info.Dropped)
		}
		if x.Flags != nil && y.Flags == nil { // so does a record of the modified pcap format
			y.Flags = new(b.info.Flags)
		}
		a.info.Interface, b.info.Interface = 0, 0
		a.info.Options, b.info.Options = capture.Options{}, capture.Options{}
		if !b.info.Time.Set {
			b.info.Time = a.info.Time
		}
		if !reflect.DeepEqual(a, b) || !reflect.DeepEqual(x, y) {
			t.Errorf("%s: packet %d: %+v, %+v, want %+v, %+v", name, i+1, a.info, x, b.info, y)
			return 0
		}
	}
	return len(list)
}

// TestCopierWrong: a packet of an interface that the source does not have.
func TestCopierWrong(t *testing.T) {
	r := must(pcapio.NewReader(bytes.NewReader(pcapngFile(1, sizesMixed))))(t)
	c := pcapio.NewCopier(must(pcapio.NewNgWriter(io.Discard))(t), r)
	data, info, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []int{-1, 1000} {
		wrong := *info
		wrong.Interface = id
		if err := c.WritePacket(data, &wrong); !errors.Is(err, pcapio.ErrInterface) {
			t.Errorf("interface %d: %v", id, err)
		}
	}
	if err := c.WritePacket(data, info); err != nil {
		t.Error(err)
	}
}
