package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// judge is tshark looking at a capture.
type judge struct {
	*testing.T
	capture    string
	complaints string // warnings and errors, bad checksums and malformed packets among them
	options    []string
	own        [][2][]byte // the streams, where this library puts them together
}

// ask runs tshark.
func (t *judge) ask(args ...string) []byte {
	t.Helper()
	cmd := exec.Command("tshark", append([]string{
		"-n", "-r", t.capture, "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE",
		"-o", "tcp.reassemble_out_of_order:TRUE", "-z", "expert,warn",
	}, append(slices.Clone(t.options), args...)...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("tshark: %v: %s", err, &stderr)
	}
	for _, head := range []string{"\nErrors (", "\nWarns ("} {
		if at := bytes.Index(append([]byte("\n"), out...), []byte(head)); at >= 0 {
			t.complaints += string(out[at:])
			out = out[:at]
		}
	}
	return out
}

// objects are the files that tshark finds, in the order of their names.
func (t *judge) objects(kind string) [][]byte {
	t.Helper()
	dir := t.TempDir()
	t.ask("-q", "--export-objects", kind+","+dir)
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	// Of equal names, tshark numbers those behind the first: a.bin, a(1).bin, …
	slices.SortFunc(names, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	var files [][]byte
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, b)
	}
	return files
}

// followed is what one side says, as tshark follows it; side is 0 for the one that began.
func (t *judge) followed(stream, side int) []byte {
	t.Helper()
	if t.own != nil {
		if stream >= len(t.own) {
			return nil
		}
		return t.own[stream][side]
	}
	return t.follow(stream)[side]
}

// follow has tshark follow a stream.
func (t *judge) follow(stream int) (sides [2][]byte) {
	t.Helper()
	for line := range bytes.Lines(t.ask("-q", "-z", fmt.Sprint("follow,tcp,raw,", stream))) {
		text, other := bytes.CutPrefix(bytes.TrimRight(line, "\n"), []byte("\t"))
		side := 0
		if other {
			side = 1
		}
		if b, err := hex.AppendDecode(sides[side], text); err == nil {
			sides[side] = b
		}
	}
	return sides
}

// attachment takes the file out of a mail.
func (t *judge) attachment(text []byte) []byte {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%v: %.200q", err, text)
	}
	_, p, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	r := multipart.NewReader(m.Body, p["boundary"])
	for {
		part, err := r.NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		if part.FileName() == "" {
			continue
		}
		var in io.Reader = part
		switch part.Header.Get("Content-Transfer-Encoding") {
		case "base64":
			in = base64.NewDecoder(base64.StdEncoding, part)
		case "quoted-printable":
			in = quotedprintable.NewReader(part)
		case "x-uuencode":
			return t.uudecode(part)
		}
		b, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
}

// uudecode takes a file out of its lines, as POSIX describes them for uudecode: the first character of a line says how many bytes it has, each of the others has six bits.
func (t *judge) uudecode(r io.Reader) (out []byte) {
	t.Helper()
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimRight(line, "\r\n"); line == "" || strings.HasPrefix(line, "begin ") || line == "end" {
			continue
		}
		var bits, have uint
		n := len(out) + int(line[0]-' ')&63
		for _, c := range []byte(line[1:]) {
			if c < ' ' || c > '`' {
				t.Fatalf("%q is no line of uuencode", line)
			}
			bits, have = bits<<6|uint(c-' ')&63, have+6
			if have >= 8 {
				have -= 8
				out = append(out, byte(bits>>have))
			}
		}
		if len(out) < n {
			t.Fatalf("%q is too short", line)
		}
		out = out[:n]
	}
	return out
}

// mailOf takes a mail that is sent in lines out of a side's text: from a line to the one with a dot.
func (t *judge) mailOf(said []byte, from string) []byte {
	t.Helper()
	at := bytes.Index(said, []byte(from))
	end := bytes.LastIndex(said, []byte("\r\n.\r\n"))
	if at < 0 || end < at {
		t.Fatalf("no mail in %.300q", said)
	}
	return bytes.ReplaceAll(said[at:end+2], []byte("\r\n.."), []byte("\r\n."))
}

// extract gets the file out of a capture.
func (t *judge) extract(protocol string, six bool) []byte {
	t.Helper()
	switch kind, _, _ := strings.Cut(protocol, "-"); kind {
	case "http":
		all := slices.Concat(t.objects("http")...)
		if protocol != "http-multipart" {
			return all
		}
		boundary, _, _ := bytes.Cut(bytes.TrimPrefix(all, []byte("--")), []byte("\r\n"))
		p, err := multipart.NewReader(bytes.NewReader(all), string(boundary)).NextPart()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(p)
		if err != nil {
			t.Fatal(err)
		}
		return b
	case "ftp":
		if protocol == "ftp-active" && six {
			return t.followed(1, 0) // tshark knows no file that was asked for after EPRT
		}
		return slices.Concat(t.objects("ftp-data")...)
	case "tftp":
		return slices.Concat(t.objects("tftp")...)
	case "smtp":
		return t.attachment(t.mailOf(t.followed(0, 0), "From: "))
	case "pop3":
		return t.attachment(t.mailOf(t.followed(0, 1), "From: "))
	case "imap":
		said := t.followed(0, 1)
		_, after, ok := bytes.Cut(said, []byte("(BODY[] {"))
		length, text, _ := bytes.Cut(after, []byte("}\r\n"))
		n, err := strconv.Atoi(string(length))
		if !ok || err != nil || !bytes.HasPrefix(text[n:], []byte(")\r\na3 OK")) {
			t.Fatalf("no message in %.300q", said)
		}
		return t.attachment(text[:n])
	case "tcp":
		return t.followed(0, 0)
	}
	b, err := hex.DecodeString(strings.ReplaceAll(string(t.ask("-T", "fields", "-e", "udp.payload", "-E", "occurrence=l", "-Y", "udp.port==9")), "\n", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// networks are ways and faults of the path; the faults are what tshark may warn of.
var networks = []struct {
	args   string
	faulty bool
}{
	{"", false},
	{"-6", false},
	{"--vlan 5", false},
	{"--vlan 5,6 -6", false},
	{"--mpls 100,200", false},
	{"--gre", false},
	{"--gre -6", false},
	{"--vxlan 77", false},
	{"--fragment 576", false},
	{"--fragment 600 -6", false},
	{"--mtu 9000", false},
	{"--mtu 300", false},
	{"--bandwidth 1M --latency 30ms --jitter 5ms", false},
	{"--loss 2", true},
	{"--reorder 3", true},
	{"--duplicate 3", true},
	{"--overlap 5", true},
	{"--loss 1 --reorder 1 --duplicate 1 --overlap 1 -6 --vlan 9", true},
}

// forms are the ways of each protocol.
var forms = []string{
	"http-get", "http-get --chunked", "http-get --gzip", "http-get --gzip --chunked", "http-get --ranges 5",
	"http-post", "http-post --chunked", "http-post --gzip", "http-put", "http-multipart", "http-multipart --chunked",
	"ftp-passive", "ftp-passive --upload", "ftp-active", "ftp-active --upload",
	"smtp", "smtp --encoding quoted-printable", "smtp --encoding uuencode",
	"pop3", "pop3 --encoding quoted-printable", "pop3 --encoding uuencode",
	"imap", "imap --encoding quoted-printable", "imap --encoding uuencode",
	"tftp", "tftp --upload", "tcp", "udp",
}

// TestTshark has tshark give back the files: every form, and every network with some form. WIRETAG_LONG has it try all sizes and all
// forms on all networks, WIRETAG_FILE_SIZE files of that many bytes.
func TestTshark(t *testing.T) {
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Skip("tshark is not installed")
	}
	long := os.Getenv("WIRETAG_LONG") != ""
	sizes := []int{20_000}
	if long {
		sizes = []int{0, 1, 20_000, 1 << 20}
	}
	if n, ok := askedSize(t); ok {
		sizes = []int{n}
	}
	for i, form := range forms {
		for _, size := range sizes {
			if testing.Short() && i%7 != 0 {
				continue
			}
			check(t, size, form, "", false)
		}
	}
	some := []string{"tcp", "http-get --chunked", "ftp-active", "smtp", "tftp", "udp"}
	for i, network := range networks[1:] {
		for j, form := range some {
			if long || !testing.Short() && j == i%len(some) {
				check(t, 60_000, form, network.args, network.faulty)
			}
		}
	}
}

// askedSize is the size of files that WIRETAG_FILE_SIZE asks for.
func askedSize(t *testing.T) (n int, ok bool) {
	t.Helper()
	text := os.Getenv("WIRETAG_FILE_SIZE")
	if text == "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n, true
}

// noGuesses has tshark not guess what is on ports that are nobody's: random bytes look like some protocol now and then.
func noGuesses(t *testing.T) (args []string) {
	t.Helper()
	list, err := exec.Command("tshark", "-G", "heuristic-decodes").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(list)) {
		if f := strings.Fields(line); len(f) > 1 && (f[0] == "tcp" || f[0] == "udp") {
			args = append(args, "--disable-protocol", f[1])
		}
	}
	return args
}

func check(t *testing.T, size int, form, network string, faulty bool) {
	t.Run(strings.ReplaceAll(fmt.Sprint(form, network, size), " ", "_"), func(t *testing.T) {
		data := sample(size)
		capture := convert(t, data, append(append([]string{"-p"}, strings.Fields(form)...), strings.Fields(network)...)...)
		protocol, _, _ := strings.Cut(form, " ")
		j := &judge{T: t, capture: capture}
		if protocol == "tcp" || protocol == "udp" {
			j.options = noGuesses(t)
		}
		got := j.extract(protocol, strings.Contains(network, "-6"))
		if j.complaints != "" && !faulty {
			t.Errorf("tshark says: %.500s", j.complaints)
		}
		if protocol == "udp" && faulty {
			return // nobody asks for what is lost
		}
		if !bytes.Equal(got, data) {
			t.Errorf("%d bytes came back, want %d", len(got), len(data))
		}
	})
}
