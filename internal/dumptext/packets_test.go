package dumptext

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
)

// vector is a packet of testdata/packets.txt with its text.
type vector struct {
	name  string
	link  capture.LinkType
	flags string
	data  []byte
	wire  int
	fresh bool // a new capture begins
	want  string
}

// vectors reads testdata/packets.txt.
func vectors(t testing.TB) []vector {
	t.Helper()
	f, err := os.Open("testdata/packets.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []vector
	var file string
	fresh := true
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for line := 1; s.Scan(); line++ {
		word, rest, _ := strings.Cut(s.Text(), " ")
		switch {
		case strings.HasPrefix(s.Text(), ">"):
			all[len(all)-1].want += s.Text()[1:] + "\n"
		case word == "file":
			file, fresh = rest, true
		case word == "new":
			fresh = true
		case word == "packet":
			f := strings.Fields(rest)
			v := vector{name: fmt.Sprintf("%s line %d", file, line), flags: f[1], data: unpack(t, f[3]), fresh: fresh}
			link, err := strconv.Atoi(f[0])
			if err != nil {
				t.Fatal(err)
			}
			if v.wire, err = strconv.Atoi(f[2]); err != nil {
				t.Fatal(err)
			}
			v.link = capture.LinkType(link)
			all = append(all, v)
			fresh = false
		}
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// unpack reads hexadecimal bytes in which "(n)" stands for n zero bytes.
func unpack(t testing.TB, s string) []byte {
	t.Helper()
	var b []byte
	for s != "" && s != "-" {
		digits, rest, _ := strings.Cut(s, "(")
		part, err := hex.DecodeString(digits)
		if err != nil {
			t.Fatal(err)
		}
		b = append(b, part...)
		count, rest, found := strings.Cut(rest, ")")
		if n, err := strconv.Atoi(count); found && err == nil {
			b = append(b, make([]byte, n)...)
		}
		s = rest
	}
	return b
}

// optionsOf gives the options that flags such as -nvX mean; times are left out.
func optionsOf(flags string) Options {
	o := Options{Stamp: StampNone}
	o.Verbose = strings.Count(flags, "v")
	o.Link = strings.Contains(flags, "e")
	o.Quiet = strings.Contains(flags, "q")
	o.Absolute = strings.Contains(flags, "S")
	for letter, form := range map[string]Dump{"x": DumpHex, "X": DumpHexASCII, "A": DumpASCII} {
		switch strings.Count(flags, letter) {
		case 0:
		case 1:
			o.Dump |= form
		default:
			o.Dump |= form | WithLink
		}
	}
	return o
}

// TestPackets compares with the text of tcpdump, named in the file.
func TestPackets(t *testing.T) {
	var p *Printer
	flags := ""
	checked := 0
	for _, v := range vectors(t) {
		if v.fresh || v.flags != flags {
			p, flags = New(optionsOf(v.flags)), v.flags
		}
		info := capture.Info{
			Time: capture.Unix(0, 0), LinkType: v.link, Length: uint32(v.wire), CaptureLength: uint32(len(v.data)),
		}
		got := string(p.Append(nil, v.data, &info))
		if got != v.want {
			t.Errorf("%s, %s:\n got %q\nwant %q", v.name, v.flags, got, v.want)
		}
		checked++
	}
	if checked < 1500 {
		t.Errorf("only %d packets were compared", checked)
	}
}
