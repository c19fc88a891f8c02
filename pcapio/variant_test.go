package pcapio_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

type variantFile struct {
	format  pcapio.Format
	file    []byte
	guessed bool // from the records
	packets []got
}

// variants are files in the forms that few programs write, with three packets each.
func variants() []variantFile {
	be, le := bothOrders["big-endian"], bothOrders["little-endian"]
	eth := func(sec int64, nsec uint32, data string, more ...func(*capture.Info)) got {
		g := got{data, capture.Info{Time: at(sec, nsec), Length: uint32(len(data)), LinkType: 1}}
		for _, f := range more {
			f(&g.info)
		}
		return g
	}
	three := func(f func(i uint32) got) []got { return []got{f(1), f(2), f(3)} }
	var list []variantFile
	for _, build := range []func() *builder{be, le} {
		w := build().pcap(0x1c0001ac, 2, 4, 0, 0, 100, 1).u32(3 * 20)
		v := build().pcap(0x1c0001ab, 2, 4, 0, 0, 100, 1).u32(3 * 20)
		n, rh, suse := build().pcap(0xa1b2c3d4, 2, 4, 0, 0, 100, 1), build().pcap(0xa1b2c3d4, 2, 4, 0, 0, 100, 1), build().pcap(0xa1b2cd34, 2, 4, 0, 0, 100, 1)
		aix := build().pcap(0xa1b2c3d4, 2, 2, 0, 0, 100, 6)
		fddi := build().pcap(0xa1b2c3d4, 2, 2, 0, 0, 100, 15)
		for i := range uint32(3) {
			w.record(i+1, 7, 4, 4, "abcd")
			v.record(i+1, 7, 4, 4, "abcd")
			aix.record(i+1, 7, 60, 4, "abcd") // original length first
			fddi.record(i+1, 7, 7, 7, "...abcd")
			n.u32(i+1, 7, 4, 4, 0x9fbfb601).bytes([]byte("abcd")...)
			rh.u32(i+1, 7, 4, 4, 5).u16(0x800).bytes(1, 9).bytes([]byte("abcd")...)
			suse.u32(i+1, 7, 4, 4, 5).u16(0x800).bytes(4, 1, 2, 0, 0, 0).bytes([]byte("abcd")...)
		}
		list = append(list,
			variantFile{pcapio.PcapIxiaHardware, w.b, false, three(func(i uint32) got { return eth(int64(i), 7, "abcd") })},
			variantFile{pcapio.PcapIxiaSoftware, v.b, false, three(func(i uint32) got { return eth(int64(i), 7000, "abcd") })},
			variantFile{pcapio.PcapNokia, n.b, true, three(func(i uint32) got { return eth(int64(i), 7000, "abcd") })},
			variantFile{pcapio.PcapRedHat, rh.b, true, three(func(i uint32) got {
				return eth(int64(i), 7000, "abcd", func(info *capture.Info) { info.Interface, info.Flags = 5, 1|3<<2 })
			})},
			variantFile{pcapio.PcapSUSE, suse.b, true, three(func(i uint32) got {
				return eth(int64(i), 7000, "abcd", func(info *capture.Info) { info.Interface, info.Flags = 5, 2 })
			})},
			variantFile{pcapio.PcapAIX, aix.b, false, three(func(i uint32) got {
				return eth(int64(i), 7, "abcd", func(info *capture.Info) { info.Length = 60 })
			})},
			variantFile{pcapio.PcapAIX, fddi.b, false, three(func(i uint32) got {
				return eth(int64(i), 7, "abcd", func(info *capture.Info) { info.LinkType = capture.LinkTypeFDDI })
			})},
		)
	}
	snoop := be().bytes([]byte("snoop\x00\x00\x00")...).u32(2, 4)
	for i := range uint32(3) {
		snoop.u32(60, 5, 24+8, i*i, i+1, 7).bytes([]byte("abcde...")...)
	}
	return append(list, variantFile{pcapio.Snoop, snoop.b, false, three(func(i uint32) got {
		return eth(int64(i), 7000, "abcde", func(info *capture.Info) { info.Length, info.Dropped = 60, []uint64{0, 1, 3}[i-1] })
	})})
}

func TestVariants(t *testing.T) {
	for _, v := range variants() {
		list, r, err := readAll(bytes.NewReader(v.file))
		if err != io.EOF || r.Header().Format != v.format {
			t.Errorf("%v: %v, %v", v.format, r.Header().Format, err)
			continue
		}
		t.Run(v.format.String(), func(t *testing.T) { wantPackets(t, list, v.packets...) })
		if r.Offset() != int64(len(v.file)) {
			t.Errorf("%v: ends at %d of %d", v.format, r.Offset(), len(v.file))
		}
		// Where the source cannot seek, the caller has to say what it is.
		if _, r, _ = readAll(iotest.HalfReader(bytes.NewReader(v.file))); r.Header().Format == v.format && v.guessed {
			t.Errorf("%v: guessed at a pipe", v.format)
		}
		list, r, err = readAll(iotest.HalfReader(bytes.NewReader(v.file)), pcapio.WithFormat(v.format))
		if err != io.EOF || r.Header().Format != v.format {
			t.Errorf("%v, at a pipe: %v, %v", v.format, r.Header().Format, err)
		}
		t.Run(v.format.String(), func(t *testing.T) { wantPackets(t, list, v.packets...) })
		for cut := range len(v.file) { // nothing is guessed, lost or read twice
			list, _, err := readAll(bytes.NewReader(v.file[:cut]), pcapio.WithFormat(v.format))
			if len(list) > 3 || err == io.EOF && cut != len(v.file) && !bytes.HasSuffix(v.file[:cut], []byte("abcd")) &&
				len(list) != 0 && v.format != pcapio.Snoop {
				t.Errorf("%v, cut at %d: %d packets, %v", v.format, cut, len(list), err)
			}
		}
	}
	if h := header(t, variants()[0].file); h.RecordBytes != 60 {
		t.Errorf("records have %d bytes, want 60", h.RecordBytes)
	}
}

func header(t *testing.T, file []byte) pcapio.Header {
	t.Helper()
	r, err := pcapio.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return r.Header()
}

// TestStandardFormStays: a sound or damaged file of the usual form is not taken for another one.
func TestStandardFormStays(t *testing.T) {
	le := bothOrders["little-endian"]
	zero := strings.Repeat("\x00", 60) // as the modified record header would have it
	sound := le().pcap(0xa1b2c3d4, 2, 4, 0, 0, 100, 1).record(1, 2, 60, 60, zero).record(1, 3, 60, 60, zero)
	for name, file := range map[string][]byte{
		"sound": sound.b, "one packet": sound.b[:24+76], "cut": sound.b[:len(sound.b)-3],
		"empty":  sound.b[:24],
		"damage": le().pcap(0xa1b2c3d4, 2, 4, 0, 0, 100, 1).record(1, 2, 60, 60, zero).u32(9, 9, 1<<30, 9).b,
	} {
		if h := header(t, file); h.Format != pcapio.Pcap {
			t.Errorf("%s: %v", name, h.Format)
		}
	}
}

// TestRefused: formats that are known and not read are named.
func TestRefused(t *testing.T) {
	for begin, want := range map[string]string{
		"\xa1\xb2\x34\xcd\x00": "F. Mesquita", "\xcd\x34\xb2\xa1": "F. Mesquita", "\xa1\x2b\x3c\x4d": "Navtel",
		"\x4d\x3c\x2b\xa1": "Navtel", "\xfd7zXZ\x00": "xz", "BZh91AY": "bzip2", "PK\x03\x04": "ZIP", "RTSS\x01": "Network Monitor 1",
		"GMBU\x00": "Network Monitor 2", "btsnoop\x00": "btsnoop", "TRSNIFF data    \x1a": "Sniffer",
		"snoop\x00\x00\x00\x00\x00\x00\x06\x00\x00\x00\x04": "unsupported version 6",
	} {
		_, err := pcapio.NewReader(strings.NewReader(begin + "................"))
		if !errors.Is(err, pcapio.ErrFormat) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", begin, err, want)
		}
	}
}

func TestSnoopMalformed(t *testing.T) {
	start := func() *builder { return bothOrders["big-endian"]().bytes([]byte("snoop\x00\x00\x00")...).u32(2, 4) }
	for _, c := range []struct {
		w          *builder
		err        error
		need, have int64
	}{
		{start().u32(5, 5, 28, 0, 1, 2).bytes(1, 2, 3, 4), pcapio.ErrFormat, 5, 4},
		{start().u32(5, 5, 23, 0, 1, 2), pcapio.ErrFormat, 5, -1},
		{start().u32(5, 5, 29, 0, 1, 2).bytes(1, 2, 3, 4), pcapio.ErrTruncated, 5, 4},
		{start().u32(5, 5, 29), pcapio.ErrTruncated, 24, 12},
		{start().u32(5, 5, 1<<31, 0, 1, 2), pcapio.ErrLimit, 1 << 31, pcapio.DefaultLimit},
	} {
		_, _, err := readAll(bytes.NewReader(c.w.b))
		wantError(t, err, c.err, 16, c.need, c.have)
	}
	for link, want := range map[uint32]capture.LinkType{
		0: 1, 2: 6, 4: 1, 8: 10, 9: 0, 16: 122, 18: 123, 1<<31 | 5: 226, 3: capture.LinkTypeNone, 77: capture.LinkTypeNone,
	} {
		w := bothOrders["big-endian"]().bytes([]byte("snoop\x00\x00\x00")...).u32(2, link)
		if h := header(t, w.b); h.LinkType != want || h.Network != link {
			t.Errorf("data link type %d: %v, want %v", link, h.LinkType, want)
		}
	}
	// Shomiti: 16 bytes behind the data, and other types.
	w := bothOrders["big-endian"]().bytes([]byte("snoop\x00\x00\x00")...).u32(2, 12).u32(4, 4, 24+4+16, 0, 1, 2).bytes(make([]byte, 20)...)
	if h := header(t, w.b); h.LinkType != capture.LinkTypeEthernet {
		t.Errorf("Shomiti type 12: %v", h.LinkType)
	}
}

// program is the path of a program that judges; the test is skipped without it.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed: %v", name, err)
	}
	return path
}

// output runs a program that must succeed.
func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	var msg bytes.Buffer
	c := exec.Command(program(t, name), args...)
	c.Stderr = &msg
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s %q: %v: %s", name, args, err, &msg)
	}
	return string(out)
}

// TestVariantsOfEditcap reads what editcap writes in the rare forms.
func TestVariantsOfEditcap(t *testing.T) {
	const file = "../testdata/tcp.pcap"
	want := readFile(t, file)
	for name, format := range map[string]pcapio.Format{
		"pcap": pcapio.Pcap, "nsecpcap": pcapio.PcapNano, "modpcap": pcapio.PcapModified, "rh6_1pcap": pcapio.PcapRedHat,
		"suse6_3pcap": pcapio.PcapSUSE, "nokiapcap": pcapio.PcapNokia, "snoop": pcapio.Snoop, "pcapng": pcapio.Pcapng,
	} {
		path := filepath.Join(t.TempDir(), "x")
		output(t, "editcap", "-F", name, file, path)
		if format == pcapio.PcapNokia {
			nokia(t, path)
		}
		r, err := pcapio.Open(path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if r.Header().Format != format {
			t.Errorf("%s: %v", name, r.Header().Format)
		}
		n := 0
		for ; ; n++ {
			data, info, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil || n >= len(want) || string(data) != want[n].data || info.Time != want[n].info.Time || info.Length != want[n].info.Length {
				t.Fatalf("%s: packet %d: %v, %+v", name, n+1, err, info)
			}
		}
		if n != len(want) || n == 0 {
			t.Errorf("%s: %d packets, want %d", name, n, len(want))
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// nokia fills in the word that editcap leaves zero.
func nokia(t *testing.T, path string) {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 24; at < len(b); {
		binary.LittleEndian.PutUint32(b[at+16:], 0xbfbfd902)
		at += 20 + int(binary.LittleEndian.Uint32(b[at+8:]))
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, path string) []got {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, _, err := readAll(f)
	if err != io.EOF {
		t.Fatal(path, err)
	}
	return list
}
