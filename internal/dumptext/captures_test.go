package dumptext

import (
	"bufio"
	"bytes"
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// captures is where the project's captures are, with the text of tcpdump 4.99.3 next to them.
const captures = "../../testdata"

// linkFlags are the captures whose text was made with -e.
var linkFlags = map[string]bool{"vlan": true, "qinq": true}

func TestCaptures(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(captures, "*.tcpdump.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no captures with text in ", captures)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".tcpdump.txt")
		t.Run(name, func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			compareCapture(t, name, want)
		})
	}
}

func openCapture(t testing.TB, name string) *pcapio.Reader {
	t.Helper()
	r, err := pcapio.Open(filepath.Join(captures, name+".pcap"))
	if os.IsNotExist(err) {
		r, err = pcapio.Open(filepath.Join(captures, name+".pcapng"))
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func compareCapture(t *testing.T, name string, want []byte) {
	r := openCapture(t, name)
	p := New(Options{Link: linkFlags[name], Interface: loopbackOnly})
	var got []byte
	for {
		data, info, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = p.Append(got, data, info)
	}
	a, b := blocks(want), blocks(got)
	if len(a) != len(b) {
		t.Fatalf("%d packets, want %d", len(b), len(a))
	}
	for i := range a {
		if a[i] != b[i] {
			t.Errorf("packet %d:\n got %q\nwant %q", i+1, b[i], a[i])
		}
	}
}

// loopbackOnly are the interfaces of the machine that made the text.
func loopbackOnly(index int) string {
	if index == 1 {
		return "lo"
	}
	return ""
}

// blocks cuts text into packets: lines that begin with a tab go on.
func blocks(text []byte) []string {
	var all []string
	for line := range bytes.Lines(text) {
		if n := len(all); n > 0 && (line[0] == '\t' || line[0] == ' ') {
			all[n-1] += string(line)
			continue
		}
		all = append(all, string(line))
	}
	return all
}

// packets calls f with all packets of the project's captures.
func packets(t testing.TB, f func(data []byte, info *capture.Info)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(captures, "*.pcap*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		r, err := pcapio.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		for {
			data, info, err := r.Next()
			if err != nil {
				break
			}
			if Supported(info.LinkType) {
				f(data, info)
			}
		}
		r.Close()
	}
}

// TestChanged prints packets with a few bytes that have other values, such as small lengths and numbers of protocols: nothing may panic.
func TestChanged(t *testing.T) {
	var all [][]byte
	var infos []capture.Info
	packets(t, func(data []byte, info *capture.Info) {
		if len(data) < 400 {
			all, infos = append(all, bytes.Clone(data)), append(infos, *info)
		}
	})
	n := 300_000
	if testing.Short() {
		n /= 10
	}
	r := rand.New(rand.NewSource(1))
	values := []byte{0x10, 0x1f, 0x20, 0x40, 0x45, 0x46, 0x60, 0x7f, 0x80, 0xc0, 0xf0, 0xff, 17, 43, 44, 50, 51, 58, 59, 88, 89, 103, 112, 115, 132}
	var p *Printer
	for i := range n {
		if i%1000 == 0 {
			p = New(Options{Verbose: i / 1000 % 4, Link: true})
		}
		k := r.Intn(len(all))
		data, info := bytes.Clone(all[k]), infos[k]
		for range 1 + r.Intn(2) {
			at := r.Intn(min(len(data), 90))
			if data[at] = values[r.Intn(len(values))]; r.Intn(2) == 0 {
				data[at] = byte(r.Intn(12))
			}
		}
		info.CaptureLength, info.Length = uint32(len(data)), uint32(len(data))
		p.Append(nil, data, &info)
	}
}

// TestCut prints packets cut at every byte, and with every byte changed: nothing may
// panic, and the text ends with one line end.
func TestCut(t *testing.T) {
	var printers []*Printer
	for _, flags := range []string{"-n", "-nvvv", "-ne", "-nqX"} {
		printers = append(printers, New(optionsOf(flags)))
	}
	var buf []byte
	check := func(data []byte, info *capture.Info) {
		info.CaptureLength = uint32(len(data))
		for _, p := range printers {
			buf = p.Append(buf[:0], data, info)
			if bytes.Count(buf, []byte{'\n'}) == 0 || buf[len(buf)-1] != '\n' {
				t.Fatalf("text of % x: %q", data, buf)
			}
		}
	}
	i := 0
	packets(t, func(data []byte, info *capture.Info) {
		if i++; i%17 != 0 {
			return
		}
		own := *info
		for n := range min(len(data), 200) {
			check(data[:n:n], &own)
		}
		bad := bytes.Clone(data)
		for n := range min(len(data), 120) {
			for _, mask := range []byte{0xff, 0x01, 0x80} {
				bad[n] ^= mask
				check(bad, &own)
				bad[n] ^= mask
			}
		}
	})
	if i == 0 {
		t.Fatal("no captures in ", captures)
	}
}

func FuzzPrinter(f *testing.F) {
	for i, v := range vectors(f) {
		if i%20 == 0 {
			f.Add(uint16(v.link), uint8(v.wire%7), v.data)
		}
	}
	f.Fuzz(func(t *testing.T, link uint16, options uint8, data []byte) {
		o := Options{Verbose: int(options & 3), Link: options&4 != 0, Quiet: options&8 != 0, Dump: Dump(options >> 4)}
		kept := bytes.Clone(data)
		info := capture.Info{
			Time: capture.Unix(1, 2), LinkType: capture.LinkType(link),
			CaptureLength: uint32(len(data)), Length: uint32(len(data) + int(options)),
		}
		out := New(o).Append(nil, data, &info)
		if len(out) == 0 || out[len(out)-1] != '\n' {
			t.Fatalf("text %q", out)
		}
		if !bytes.Equal(kept, data) {
			t.Fatal("the packet was changed")
		}
	})
}

// TestAllocations: a TCP segment is printed without an allocation.
func TestAllocations(t *testing.T) {
	var data []byte
	var info capture.Info
	packets(t, func(d []byte, i *capture.Info) {
		if data == nil && i.LinkType == capture.LinkTypeEthernet && len(d) > 60 && d[12] == 8 && d[13] == 0 && d[23] == 6 {
			data, info = bytes.Clone(d), *i
		}
	})
	if data == nil {
		t.Fatal("no TCP segment in ", captures)
	}
	p := New(Options{})
	buf := make([]byte, 0, 1024)
	p.Append(buf, data, &info)
	if n := testing.AllocsPerRun(100, func() { buf = p.Append(buf[:0], data, &info) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkPrinter(b *testing.B) {
	r, err := pcapio.Open(filepath.Join(captures, "mixed.pcap"))
	if err != nil {
		b.Fatal(err)
	}
	r.Close()
	type record struct {
		data []byte
		info capture.Info
	}
	var all []record
	packets(b, func(d []byte, i *capture.Info) { all = append(all, record{bytes.Clone(d), i.Clone()}) })
	p := New(Options{})
	bw := bufio.NewWriter(io.Discard)
	var buf []byte
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		rec := &all[i%len(all)]
		buf = p.Append(buf[:0], rec.data, &rec.info)
		bw.Write(buf)
	}
}
