package pcapio_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// timed is a source of packets with these times, in seconds; -1: none.
func timed(t *testing.T, link uint32, seconds ...int) *pcapio.Reader {
	t.Helper()
	w := bothOrders["little-endian"]().section().iface(uint16(link), 0)
	for _, s := range seconds {
		if s < 0 {
			w.simple(1, "none")
			continue
		}
		w.enhanced(0, uint64(s)*1_000_000, 4, 4, "data")
	}
	r, err := pcapio.NewReader(bytes.NewReader(w.b))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestMerger(t *testing.T) {
	for _, c := range []struct {
		sources [][]int
		want    string // source:second
	}{
		{nil, ""},
		{[][]int{{}, {}}, ""},
		{[][]int{{1, 3, 5}, {2, 4}}, "0:1 1:2 0:3 1:4 0:5"},
		{[][]int{{1, 1, 2}, {1, 2, 2}, {1}}, "2:1 1:1 0:1 0:1 1:2 1:2 0:2"},    // of equal times the last source
		{[][]int{{5, 1}, {2, 7}}, "1:2 0:5 0:1 1:7"},                           // not in order
		{[][]int{{3}, {-1, 1, -1}, {2, -1}}, "1:0 1:1 1:0 2:2 2:0 0:3"},        // without time: at once
		{[][]int{{9}, {8}, {7}, {6}, {5}, {}, {4}}, "6:4 4:5 3:6 2:7 1:8 0:9"}, // more than a few
	} {
		var sources []capture.Source
		n := 0
		for i, s := range c.sources {
			sources = append(sources, timed(t, uint32(i), s...))
			n += len(s)
		}
		m := pcapio.NewMerger(sources...)
		var order []string
		for {
			_, info, err := m.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if int(info.LinkType) != m.Last() {
				t.Errorf("link type %v from source %d", info.LinkType, m.Last())
			}
			order = append(order, fmt.Sprintf("%d:%d", m.Last(), info.Time.Sec))
		}
		if got := strings.Join(order, " "); got != c.want || m.Last() != -1 {
			t.Errorf("%v: %s, want %s", c.sources, got, c.want)
		}
		if s, err := m.Stats(); err != nil || s.Received != uint64(n) {
			t.Errorf("%v: %+v, %v", c.sources, s, err)
		}
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	}
	if l := pcapio.NewMerger().LinkType(); l != capture.LinkTypeNone {
		t.Error(l)
	}
	if l := pcapio.NewMerger(timed(t, 113), timed(t, 1)).LinkType(); l != 113 {
		t.Error(l)
	}
}

// TestMergerErrors: what the other sources have comes before the errors.
func TestMergerErrors(t *testing.T) {
	file := pcapFile(5, sizes60)
	cut, err := pcapio.NewReader(bytes.NewReader(file[:len(file)-90]))
	if err != nil {
		t.Fatal(err)
	}
	m := pcapio.NewMerger(cut, timed(t, 1, 1, 2_000_000_000))
	n := 0
	for {
		if _, _, err = m.Next(); err != nil {
			break
		}
		n++
	}
	_, _, again := m.Next()
	if n != 5 || !errors.Is(err, pcapio.ErrTruncated) || !strings.HasPrefix(err.Error(), "source 0: ") || again != err {
		t.Errorf("%d packets, %v, %v", n, err, again)
	}
}

func TestMergerNoAllocation(t *testing.T) {
	var sources []capture.Source
	for range 5 {
		r, err := pcapio.NewReaderBytes(pcapFile(3000, sizesMixed))
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, r)
	}
	m := pcapio.NewMerger(sources...)
	if _, _, err := m.Next(); err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(10000, func() {
		if _, _, err := m.Next(); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestMergeAsMergecap writes what mergecap writes, byte for byte.
func TestMergeAsMergecap(t *testing.T) {
	dir := t.TempDir()
	name := func(s string) string { return filepath.Join(dir, s) }
	file := func(s string) string { return filepath.Join("..", "testdata", s+".pcap") }
	output(t, "editcap", "-F", "pcap", "-t", "-0.1", file("mixed"), name("shifted"))
	output(t, "editcap", "-F", "pcap", "-S", "-0.001", file("mixed"), name("other"))
	for _, files := range [][]string{
		{file("mixed"), file("mixed")},
		{file("mixed"), name("shifted"), name("other"), file("mixed")},
		{file("tcp"), file("udp"), file("dns"), file("icmp"), file("vlan"), file("arp"), file("tcp")},
	} {
		output(t, "mergecap", append([]string{"-F", "pcap", "-w", name("theirs")}, files...)...)
		var sources []capture.Source
		for _, f := range files {
			r, err := pcapio.Open(f)
			if err != nil {
				t.Fatal(err)
			}
			sources = append(sources, r)
		}
		m := pcapio.NewMerger(sources...)
		var b bytes.Buffer
		w, err := pcapio.NewWriter(&b, pcapio.Header{LinkType: m.LinkType()})
		if err != nil {
			t.Fatal(err)
		}
		for {
			data, info, err := m.Next()
			if err == io.EOF {
				break
			}
			if err := errors.Join(err, w.WritePacket(data, info)); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(w.Close(), m.Close()); err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(name("theirs"))
		if err != nil || !bytes.Equal(b.Bytes(), want) || len(want) < 1000 {
			t.Errorf("%q: %d bytes, want %d, %v", files, b.Len(), len(want), err)
		}
	}
}
