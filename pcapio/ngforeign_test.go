package pcapio_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// foreign runs a program of Wireshark's, or skips the test if it is not there.
func foreign(t *testing.T, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	var complaints bytes.Buffer
	c := exec.Command(path, args...)
	c.Env = append(os.Environ(), "TZ=UTC", "LC_ALL=C")
	c.Stderr = &complaints
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s %s: %v: %s%s", name, strings.Join(args, " "), err, out, complaints.String())
	}
	return string(out)
}

func writeTemp(t *testing.T, file []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.pcapng")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestForeignReads has capinfos and tshark read what is written.
func TestForeignReads(t *testing.T) {
	for _, options := range [][]pcapio.WriterOption{nil, {pcapio.WithBigEndian()}} {
		path := writeTemp(t, ngFile(t, options...))
		infos := foreign(t, "capinfos", path)
		for _, want := range []string{
			"Number of packets:   3", "Capture hardware:    a machine", "Capture oper-sys:    a system", "Capture application: go test",
			"Capture comment:     made by a test", "Number of interfaces in file: 2", "Name = eth0", "Description = the first",
			"Encapsulation = Ethernet (1 - ether)", "Speed = 1000000000", "Capture length = 128", "FCS length = 4",
			"Time ticks per second = 1000000000\n", "Filter string = ip or ip6", "Operating system = Linux", "Number of stat entries = 1",
			"Name = pico", "Encapsulation = Raw IP (7 - rawip)", "Time ticks per second = 1000000000000", "Time resolution = 0x0c",
			"Timestamp offset = 1699999000", "Number of resolved IPv4 addresses in file: 2", "Number of resolved IPv6 addresses in file: 1",
			"Number of decryption secrets in file: 1",
		} {
			if !strings.Contains(infos, want) {
				t.Errorf("capinfos does not say %q:\n%s", want, infos)
			}
		}
		fields := []string{
			"number", "time_epoch", "len", "cap_len", "interface_id", "interface_name", "encap_type", "packet_flags", "drop_count",
			"packet_id", "interface_queue", "verdict.ebpf_xdp", "comment",
		}
		args := []string{"-r", path, "-n", "-T", "fields", "-E", "separator=|", "-Y", "frame.cap_len"}
		for _, f := range fields {
			args = append(args, "-e", "frame."+f)
		}
		got := foreign(t, "tshark", args...)
		want := "1|1700000000.123456789|64|60|0|eth0|1|0x0000008e|3||||\n" +
			"2|1700000000.000000001|3|3|1|pico|7|||1234605616436508552|5|2|first,second\n" +
			"3||200|128|0|eth0|1||||||\n"
		var packets []string // tshark counts the journal entry as a frame too
		for l := range strings.Lines(got) {
			if n, _, _ := strings.Cut(l, "|"); n <= "3" {
				packets = append(packets, l)
			}
		}
		if got = strings.Join(packets, ""); got != want {
			t.Errorf("tshark:\n%s\nwant\n%s", got, want)
		}
	}
}

// TestForeignWrites does with the library what editcap does, on captures of the project, and compares all packets.
func TestForeignWrites(t *testing.T) {
	file := foreignInput(t)
	path, dir := writeTemp(t, file), t.TempDir()
	key := filepath.Join(dir, "key")
	if err := os.WriteFile(key, []byte("CLIENT_RANDOM 00 11\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args []string
		edit func(n int, b *pcapio.Block, c pcapio.Content) []pcapio.Content
	}{
		{"copy", nil, func(_ int, _ *pcapio.Block, c pcapio.Content) []pcapio.Content { return []pcapio.Content{c} }},
		{"delete", []string{path, "2", "4-6"}, func(n int, _ *pcapio.Block, c pcapio.Content) []pcapio.Content {
			if n == 2 || n >= 4 && n <= 6 {
				return nil
			}
			return []pcapio.Content{c}
		}},
		{"shift", []string{"-t", "1.5"}, func(_ int, _ *pcapio.Block, c pcapio.Content) []pcapio.Content {
			if p, ok := c.(*pcapio.EnhancedPacket); ok {
				p.Ticks += uint64(1500 * time.Millisecond / time.Microsecond)
			}
			return []pcapio.Content{c}
		}},
		{"cut", []string{"-s", "20"}, func(_ int, _ *pcapio.Block, c pcapio.Content) []pcapio.Content {
			if p, ok := c.(*pcapio.EnhancedPacket); ok {
				p.Data = p.Data[:min(len(p.Data), 20)]
			}
			return []pcapio.Content{c}
		}},
		{"comment", []string{"-a", "3:look here"}, func(n int, _ *pcapio.Block, c pcapio.Content) []pcapio.Content {
			if p, ok := c.(*pcapio.EnhancedPacket); ok && n == 3 {
				if err := p.Options.Add(capture.OptionComment, []byte("look here")); err != nil {
					t.Error(err)
				}
			}
			return []pcapio.Content{c}
		}},
		{"secrets", []string{"--inject-secrets", "tls," + key}, func(_ int, _ *pcapio.Block, c pcapio.Content) []pcapio.Content {
			if _, ok := c.(*pcapio.Section); ok {
				return []pcapio.Content{c, &pcapio.Secrets{Type: pcapio.SecretsTLS, Data: []byte("CLIENT_RANDOM 00 11\n")}}
			}
			return []pcapio.Content{c}
		}},
	} {
		var ours bytes.Buffer
		w := pcapio.NewBlockWriter(&ours)
		r := must(pcapio.NewBlockReader(bytes.NewReader(file)))(t)
		n := 0
		for b, err := range r.Blocks() {
			if err != nil {
				t.Fatal(err)
			}
			if b.Type.Packet() {
				n++
			}
			for _, content := range c.edit(n, b, must(b.Decode())(t)) {
				if err := w.Write(content); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(dir, c.name)
		args := []string{path, out}
		switch {
		case len(c.args) > 0 && c.args[0] == path:
			args = append(args, c.args[1:]...)
		default:
			args = append(slices.Clone(c.args), args...)
		}
		foreign(t, "editcap", args...)
		theirs := must(os.ReadFile(out))(t)
		sameFiles(t, c.name, ours.Bytes(), theirs)
	}
}

// foreignInput is a file with ten packets, some with comments.
func foreignInput(t *testing.T) []byte {
	var file bytes.Buffer
	w := must(pcapio.NewNgWriter(&file))(t)
	must(w.AddInterface(1, 0, &pcapio.InterfaceOptions{Name: "eth0", Resolution: new(pcapio.Microseconds)}))(t)
	for i := range 10 {
		var o pcapio.PacketOptions
		if i%4 == 2 {
			o.Comments = []string{"a comment"}
		}
		n := uint32(14 + i*7)
		info := capture.Info{
			Time: at(1_700_000_000+int64(i), uint32(i)*1000), CaptureLength: n, Length: n, LinkType: 1, Flags: capture.Flags(i % 3),
			Options: must(o.Encode(false))(t),
		}
		if err := w.WritePacket(bytes.Repeat([]byte{byte(i)}, int(n)), &info); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// sameFiles compares the packets with their flags and comments, the interfaces and the secrets of two files.
func sameFiles(t *testing.T, name string, a, b []byte) {
	t.Helper()
	read := func(file []byte) (list []string) {
		packets, r, err := readAll(bytes.NewReader(file), pcapio.WithBlocks(func(b pcapio.Block) error {
			if s := new(pcapio.Secrets); b.DecodeTo(s) == nil {
				list = append(list, string(s.Data))
			}
			return nil
		}))
		if err != io.EOF {
			t.Errorf("%s: %v", name, err)
			return nil
		}
		for _, p := range packets {
			list = append(list, p.info.Time.String(), p.data, string(rune(p.info.Length)), string(rune(p.info.Flags)))
			list = append(list, slices.Collect(p.info.Comments())...)
		}
		for _, i := range r.Interfaces() {
			list = append(list, i.Name(), i.LinkType.String(), i.Resolution().String())
		}
		return list
	}
	if ours, theirs := read(a), read(b); !slices.Equal(ours, theirs) || len(ours) < 20 {
		t.Errorf("%s: %q\ntheirs: %q", name, ours, theirs)
	}
}

// TestForeignCorpus turns the corpus's pcapng files into the other byte order, and has capinfos say the same of both:
// interfaces with all their options, statistics, names, secrets, comments, counts, times.
func TestForeignCorpus(t *testing.T) {
	if _, err := exec.LookPath("capinfos"); err != nil {
		t.Skip("capinfos is not installed")
	}
	dir := corpusDir(t)
	tmp := t.TempDir()
	var before, after []string
	unknown := 0
	lines(t, filepath.Join(dir, "manifest.jsonl"), func(line []byte) {
		var m corpusFile
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatal(err)
		}
		if m.Format != "pcapng" || m.ParserError != nil || m.Packets > 300 || m.Packets == 0 {
			return
		}
		path := filepath.Join(dir, "captures", m.File)
		file := must(os.ReadFile(path))(t)
		out, err := otherOrder(file)
		if err != nil {
			unknown++ // a block of a type that is not known
			return
		}
		turned := filepath.Join(tmp, strings.ReplaceAll(m.File, "/", "_"))
		if err := os.WriteFile(turned, out, 0o600); err != nil {
			t.Fatal(err)
		}
		before, after = append(before, path), append(after, turned)
	})
	a, b := describeAll(t, before), describeAll(t, after)
	if len(a) != len(before) || len(b) != len(after) || len(a) < 150 || unknown > 10 {
		t.Fatalf("%d descriptions of %d files, %d of %d, %d with blocks that are not known", len(a), len(before), len(b), len(after), unknown)
	}
	for i := range a {
		if a[i] != b[i] {
			t.Errorf("%s:\n%s\nin the other byte order\n%s", before[i], a[i], b[i])
		}
	}
	t.Logf("%d files, %d with blocks that are not known", len(a), unknown)
}

// otherOrder writes every section in the other byte order.
func otherOrder(file []byte) ([]byte, error) {
	var out bytes.Buffer
	r, err := pcapio.NewBlockReader(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	w := pcapio.NewBlockWriter(&out)
	for b, err := range r.Blocks() {
		if err != nil {
			return nil, err
		}
		if b.Type == pcapio.BlockSection {
			c, err := b.Decode()
			if err != nil {
				return nil, err
			}
			b = &pcapio.Block{BigEndian: !b.BigEndian}
			if err := b.Encode(c); err != nil {
				return nil, err
			}
		}
		if err := w.WriteBlock(b); err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return out.Bytes(), err
}

// describeAll has capinfos describe files, and leaves out what differs between equal captures.
func describeAll(t *testing.T, paths []string) (all []string) {
	c := exec.Command("capinfos", paths...)
	c.Env = append(os.Environ(), "TZ=UTC", "LC_ALL=C")
	out, err := c.Output()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	for part := range strings.SplitSeq(string(out), "File name: ") {
		if part == "" {
			continue
		}
		var kept []string
		for i, l := range strings.Split(part, "\n") {
			name, _, _ := strings.Cut(l, ":")
			if i > 0 && name != "SHA256" && name != "RIPEMD160" && name != "SHA1" {
				kept = append(kept, l)
			}
		}
		all = append(all, strings.Join(kept, "\n"))
	}
	return all
}

// TestForeignTcpdump has libpcap read times of several resolutions and offsets in both byte orders.
func TestForeignTcpdump(t *testing.T) {
	for _, o := range []pcapio.InterfaceOptions{
		{Resolution: new(pcapio.Microseconds)},
		{Resolution: new(pcapio.Nanoseconds), TimeOffset: new(int64(1_000_000_000))},
		{Resolution: new(pcapio.Resolution(3)), TimeOffset: new(int64(-5))},
		{Resolution: new(pcapio.Resolution(0x80 | 30))},
	} {
		for _, options := range [][]pcapio.WriterOption{nil, {pcapio.WithBigEndian()}} {
			var file bytes.Buffer
			w := must(pcapio.NewNgWriter(&file, options...))(t)
			must(w.AddInterface(capture.LinkTypeEthernet, 65535, &o))(t)
			var want strings.Builder
			for i := range 5 {
				info := capture.Info{Time: at(1_700_000_000+int64(i), uint32(i)*125_000_000), CaptureLength: 60, Length: 60, LinkType: 1}
				if err := w.WritePacket(make([]byte, 60), &info); err != nil {
					t.Fatal(err)
				}
				want.WriteString(info.Time.String() + "\n")
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for l := range strings.Lines(foreign(t, "tcpdump", "-n", "-tt", "--nano", "-r", writeTemp(t, file.Bytes()))) {
				if sec, _, ok := strings.Cut(l, " "); ok && strings.HasPrefix(sec, "17") {
					got.WriteString(sec + "\n")
				}
			}
			if got.String() != want.String() {
				t.Errorf("%v:\n%swant\n%s", *o.Resolution, got.String(), want.String())
			}
		}
	}
}
