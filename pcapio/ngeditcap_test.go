package pcapio_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// TestForeignEditcap has editcap and a Copier write the packets of the corpus's files to a pcapng file each: the
// packets, with times, lengths, interfaces, flags and comments, are the same. editcap cuts names of interfaces at a zero
// byte, gives packets without a time time 0, and mistakes the interfaces of later sections for those of the first.
func TestForeignEditcap(t *testing.T) {
	editcap, err := exec.LookPath("editcap")
	if err != nil {
		t.Skip("editcap is not installed")
	}
	dir, tmp := corpusDir(t), t.TempDir()
	files, packets, refused, n := 0, 0, 0, 0
	lines(t, filepath.Join(dir, "manifest.jsonl"), func(line []byte) {
		var m corpusFile
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatal(err)
		}
		if m.ParserError != nil || m.Packets == 0 || m.Packets > 200 {
			return
		}
		if n++; m.Format != "pcapng" && n%20 != 0 {
			return // pcap files have less to be different in
		}
		out := filepath.Join(tmp, "x")
		c := exec.Command(editcap, filepath.Join(dir, "captures", m.File), out)
		if c.Run() != nil { // link types that Wireshark does not know
			refused++
			return
		}
		files++
		packets += compareEditcap(t, m, must(os.ReadFile(filepath.Join(dir, "captures", m.File)))(t), must(os.ReadFile(out))(t))
	})
	if files < 150 || packets < 1000 {
		t.Errorf("%d files, %d packets", files, packets)
	}
	t.Logf("%d files, %d packets, %d files that editcap does not write", files, packets, refused)
}

func compareEditcap(t *testing.T, m corpusFile, file, theirs []byte) int {
	name := m.File
	r := must(pcapio.NewReader(bytes.NewReader(file)))(t)
	var out bytes.Buffer
	w := must(pcapio.NewNgWriter(&out))(t)
	c := pcapio.NewCopier(w, r)
	for {
		data, info, err := r.Next()
		if err != nil {
			break
		}
		if err := c.WritePacket(data, info); err != nil {
			t.Errorf("%s: %v", name, err)
			return 0
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	a, ra, err := readAll(&out)
	if err != io.EOF {
		t.Fatal(name, err)
	}
	b, rb, err := readAll(bytes.NewReader(theirs))
	if err != io.EOF || len(a) != len(b) {
		t.Errorf("%s: %d packets, theirs %d, %v", name, len(a), len(b), err)
		return 0
	}
	for i := range a {
		if x, y := describePacket(ra, a[i], m.Sections), describePacket(rb, b[i], m.Sections); x != y {
			t.Errorf("%s: packet %d:\n%s\ntheirs\n%s", name, i+1, x, y)
			return 0
		}
	}
	return len(a)
}

func describePacket(r *pcapio.Reader, p got, sections int) string {
	i, _ := r.Interface(p.info.Interface)
	at, name := p.info.Time, strings.TrimRight(i.Name(), "\x00")
	if !at.Set {
		at = capture.Unix(0, 0)
	}
	if sections > 1 {
		name = ""
	}
	text := []string{at.String(), name, i.Resolution().String(), p.info.LinkType.String(), p.data}
	for c := range p.info.Comments() {
		text = append(text, c)
	}
	flags, _ := p.info.Options.Uint(capture.OptionFlags)
	drops, _ := p.info.Options.Uint(capture.OptionDropCount)
	text = append(text, string(rune(p.info.Length)), string(rune(flags)), string(rune(drops)))
	return strings.Join(text, "|")
}

// TestForeignMergecap merges files with several interfaces, link types and resolutions, and has mergecap do so.
func TestForeignMergecap(t *testing.T) {
	if _, err := exec.LookPath("mergecap"); err != nil {
		t.Skip("mergecap is not installed")
	}
	dir := t.TempDir()
	var paths []string
	var sources []capture.Source
	var out bytes.Buffer
	w := must(pcapio.NewNgWriter(&out))(t)
	var copiers []*pcapio.Copier
	for i, res := range []pcapio.Resolution{pcapio.Microseconds, pcapio.Nanoseconds, pcapio.Microseconds} {
		var file bytes.Buffer
		in := must(pcapio.NewNgWriter(&file))(t)
		for k := range i + 1 {
			name := string(rune('a'+i)) + string(rune('0'+k))
			must(in.AddInterface(capture.LinkTypeEthernet, uint32(100+k), &pcapio.InterfaceOptions{Name: name, Resolution: &res}))(t)
		}
		for n := range 20 {
			info := capture.Info{
				Time: at(1_700_000_000+int64(n*7%13), uint32(i*1000+n*1_000_000)), CaptureLength: 20, Length: 60, Interface: n % (i + 1),
				LinkType: capture.LinkTypeEthernet, Flags: capture.Flags(n % 3),
			}
			if err := in.WritePacket(bytes.Repeat([]byte{byte(i), byte(n)}, 10), &info); err != nil {
				t.Fatal(err)
			}
		}
		if err := in.Close(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, string(rune('a'+i)))
		if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		r := must(pcapio.NewReader(&file))(t)
		paths, sources, copiers = append(paths, path), append(sources, r), append(copiers, pcapio.NewCopier(w, r))
	}
	m := pcapio.NewMerger(sources...)
	for {
		data, info, err := m.Next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = copiers[m.Last()].WritePacket(data, info)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	merged := filepath.Join(dir, "merged")
	foreign(t, "mergecap", append([]string{"-w", merged}, paths...)...)
	a, ra, _ := readAll(&out)
	b, rb, _ := readAll(bytes.NewReader(must(os.ReadFile(merged))(t)))
	if len(a) != 60 || len(b) != 60 || len(ra.Interfaces()) != 6 || len(rb.Interfaces()) != 6 {
		t.Fatalf("%d and %d packets, %d and %d interfaces", len(a), len(b), len(ra.Interfaces()), len(rb.Interfaces()))
	}
	for i := range a {
		if x, y := describePacket(ra, a[i], 1), describePacket(rb, b[i], 1); x != y {
			t.Errorf("packet %d: %q\ntheirs %q", i+1, x, y)
		}
	}
}
