package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/wiretag/wiretag/pcapio"
)

// theirs runs Debian's tcpdump in dir. A file that it does not read to the end is no failure of the test.
func theirs(t *testing.T, dir string, args ...string) (out []byte, ok bool) {
	t.Helper()
	path, err := exec.LookPath("tcpdump")
	if err != nil {
		t.Skipf("tcpdump is not installed: %v", err)
	}
	c := exec.Command(path, append([]string{"-Z", "root"}, args...)...)
	if os.Getuid() != 0 {
		c = exec.Command(path, args...)
	}
	c.Dir = dir
	c.Env = append(os.Environ(), "TZ=UTC")
	out, err = c.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out, err == nil
}

// TestWriteSame: what is written is what tcpdump writes, byte for byte.
func TestWriteSame(t *testing.T) {
	files, err := filepath.Glob("../../testdata/*.pcap*")
	if err != nil || len(files) < 20 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		for _, args := range [][]string{{}, {"--nano"}, {"-c", "3"}} {
			args = append([]string{"-r", file, "-w", "-"}, args...)
			want, ok := theirs(t, "", args...)
			status, got, msg := tcpdump(t, args...)
			if !ok { // it refuses interfaces that differ in what it says once for all
				got = got[:len(want)]
			}
			if got != string(want) || status != 0 || len(got) < 24 {
				t.Errorf("%q: status %d, %d bytes, want %d: %s", args, status, len(got), len(want), msg)
			}
		}
	}
}

// TestWriteSameCorpus does the same with many files. Where one of the two finds a fault before the end of the file it
// has written the beginning of what the other has.
func TestWriteSameCorpus(t *testing.T) {
	dir := os.Getenv("WIRETAG_DATA")
	if dir == "" {
		t.Skip("WIRETAG_DATA is not set: no conformance corpus")
	}
	every, least := 1, 1500
	if testing.Short() { // each file starts a program
		every, least = 40, 30
	}
	same, faulty, carried, files := 0, 0, 0, 0
	err := filepath.WalkDir(filepath.Join(dir, "corpus", "captures"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if files++; files%every != 0 {
			return nil
		}
		out, ok := theirs(t, "", "-r", path, "-w", "-")
		status, got, msg := tcpdump(t, "-r", path, "-w", "-")
		want := string(out)
		switch {
		case ok && status == 0 && got == want:
			same++
		case !ok && strings.HasPrefix(got, want), status != 0 && strings.HasPrefix(want, got):
			faulty++
		case carries(t, path): // a fraction above one second is written as seconds
			carried++
		default:
			t.Errorf("%s: %d bytes, want %d: %s", path, len(got), len(want), msg)
		}
		return nil
	})
	if err != nil || same < least {
		t.Errorf("%d files are the same, %v", same, err)
	}
	t.Logf("%d files are the same; in %d one finds a fault; %d have fractions above one second", same, faulty, carried)
}

// carries reports whether a file of tcpdump has a record with a fraction above one second.
func carries(t *testing.T, path string) bool {
	file, _ := theirs(t, "", "-r", path, "-w", "-")
	le := binary.LittleEndian
	for at := 24; at+16 <= len(file); at += 16 + int(le.Uint32(file[at+8:])) {
		if le.Uint32(file[at+4:]) >= 1_000_000 {
			return true
		}
	}
	return false
}

// large makes a capture of about 2.5 MB.
func large(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "large.pcap")
	r, err := pcapio.Open(mixed)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	w, err := pcapio.Create(path, r.Header())
	if err != nil {
		t.Fatal(err)
	}
	for range 150 {
		if err := r.Rewind(); err != nil {
			t.Fatal(err)
		}
		for {
			data, info, err := r.Next()
			if err == io.EOF {
				break
			}
			if err := errors.Join(err, w.WritePacket(data, info)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// content is the names and sizes of the files in dir, and all their bytes.
func content(t *testing.T, dir string) (names string, all []byte) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		names += fmt.Sprintf("%s %d; ", e.Name(), len(b))
		all = append(all, b...)
	}
	return names, all
}

// TestRotation: the files of -C, -W and -G are those of tcpdump.
func TestRotation(t *testing.T) {
	file := large(t)
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ args, want string }{
		{"-w n", ""},
		{"-w n -C 1", "n 1000067; n1 1000027; n2 505128; "},
		{"-w n -C 1 -W 2", "n0 505128; n1 1000027; "},
		{"-w n -C 1 -W 12", ""},
		{"-w n -W 12", ""},
		{"-w n%Y -C 1 -G 1000", ""},
		{"-w n%Y%%%m%d -G 1000 -W 20", ""},
		{"-w n%Y -C 1 -U", ""},
	} {
		a, b := t.TempDir(), t.TempDir()
		args := append([]string{"-r", file}, strings.Fields(c.args)...)
		theirs(t, a, args...)
		t.Chdir(b)
		status, out, msg := tcpdump(t, args...)
		t.Chdir(here)
		wantNames, want := content(t, a)
		names, got := content(t, b)
		if names != wantNames || !bytes.Equal(got, want) || status != 0 || out != "" || names == "" {
			t.Errorf("%s: %s, want %s (status %d, %s)", c.args, names, wantNames, status, msg)
		}
		if c.want != "" && names != c.want {
			t.Errorf("%s: %s, want %s", c.args, names, c.want)
		}
	}
}

// TestSlices: -G with a clock that can be set.
func TestSlices(t *testing.T) {
	t.Chdir(t.TempDir())
	clock := time.Date(2024, 2, 29, 23, 59, 58, 0, time.UTC)
	s := saving{name: "x%F_%T", every: 2 * time.Second, files: 3}
	f := &savefile{saving: s, header: pcapio.Header{LinkType: 1}, now: func() time.Time { return clock }, since: clock}
	if err := f.open(); err != nil {
		t.Fatal(err)
	}
	var ended error
	n := 0
	for ended == nil {
		if ended = f.write(make([]byte, 84), nil); ended == nil {
			n++
		}
		clock = clock.Add(time.Second)
	}
	if err := f.close(); err != nil {
		t.Fatal(err)
	}
	names, _ := content(t, ".")
	if want := "x2024-02-29_23:59:58 224; x2024-03-01_00:00:00 224; x2024-03-01_00:00:02 224; "; names != want {
		t.Errorf("%s, want %s", names, want)
	}
	if ended != errEnough || n != 6 {
		t.Errorf("%d packets, %v", n, ended)
	}
}

func TestStrftime(t *testing.T) {
	at := time.Date(2024, 12, 30, 0, 4, 5, 0, time.UTC)
	format := "%a %A %b %B %c %C %d %D %e %F %g %G %h %H %I %j %k %l %m %M %p %P %r %R %s %S %T %u %U %V %w %W %x %X %y %Y %z %Z %% %n%t|"
	want, err := exec.Command("date", "-u", "-d", "@1735517045", "+"+format).Output()
	if err != nil {
		t.Skipf("no date: %v", err)
	}
	if got := strftime(format, at) + "\n"; got != string(want) {
		t.Errorf("%q, want %q", got, want)
	}
	for _, same := range []string{"%Q%", "100%é", "%\xff"} {
		if got := strftime(same, at); got != same {
			t.Errorf("%q, want %q", got, same)
		}
	}
}

func TestWrongSaving(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"-C 0", "invalid file size 0"},
		{"-C x", "invalid file size x"},
		{"-C k", "invalid file size k"},
		{"-C 99999999999999", "file size 99999999999999 is too large"},
		{"-W 0", "invalid number of output files 0"},
		{"-W x", "invalid number of output files x"},
		{"-G x", "invalid number of seconds x"},
		{"-w " + filepath.Join(t.TempDir(), "none", "x"), "No such file or directory"},
	} {
		status, out, msg := tcpdump(t, append([]string{"-r", mixed}, strings.Fields(c.args)...)...)
		if status != 1 || out != "" || !strings.HasSuffix(msg, c.want+"\n") {
			t.Errorf("%s: status %d, %q, %q", c.args, status, out, msg)
		}
	}
	if n, err := fileSize("3k"); n != 3072 || err != nil {
		t.Error(n, err)
	}
}

// TestPrintAndWrite: --print and --count go together with -w.
func TestPrintAndWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x")
	_, plain, _ := tcpdump(t, "-nr", mixed, "-c", "5")
	status, out, _ := tcpdump(t, "-nr", mixed, "-c", "5", "-w", file, "--print")
	if status != 0 || out != plain || plain == "" {
		t.Errorf("status %d, %q, want %q", status, out, plain)
	}
	if _, out, _ = tcpdump(t, "-r", mixed, "-w", file, "--count"); out != "84 packets\n" {
		t.Errorf("%q", out)
	}
	got, err := os.ReadFile(file)
	want, errWant := os.ReadFile(mixed)
	if err != nil || errWant != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes, want %d (%v, %v)", len(got), len(want), err, errWant)
	}
}

// TestCompressedInput reads a compressed file from standard input.
func TestCompressedInput(t *testing.T) {
	b, err := os.ReadFile(mixed)
	if err != nil {
		t.Fatal(err)
	}
	var packed, out, msg bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if status := run([]string{"-r", "-", "-w", "-"}, &packed, &out, &msg); status != 0 || !bytes.Equal(out.Bytes(), b) {
		t.Errorf("status %d, %d bytes, want %d: %s", status, out.Len(), len(b), &msg)
	}
}

// TestWriteRead: a file that is read is not emptied, whatever its name is and whichever of several it is.
func TestWriteRead(t *testing.T) {
	dir := t.TempDir()
	data, err := os.ReadFile("../../testdata/http.pcap")
	if err != nil {
		t.Fatal(err)
	}
	one, two, link, list := filepath.Join(dir, "one"), filepath.Join(dir, "two"), filepath.Join(dir, "link"), filepath.Join(dir, "list")
	for _, name := range []string{one, two} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.Symlink(one, link), os.WriteFile(list, []byte(two+"\n"+one+"\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"-r", one, "-w", one}, {"-r", one, "-w", link}, {"-V", list, "-w", one}} {
		if status, _, msg := tcpdump(t, args...); status != 1 || !strings.Contains(msg, "is to be read and to be written") {
			t.Errorf("%q: status %d: %s", args, status, msg)
		}
		if now, err := os.ReadFile(one); err != nil || !bytes.Equal(now, data) {
			t.Fatalf("%q: the file has %d bytes of %d: %v", args, len(now), len(data), err)
		}
	}
	if status, _, msg := tcpdump(t, "-r", one, "-w", os.DevNull); status != 0 {
		t.Error(msg)
	}
}
