package pcapio_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// fieldsOf is what tshark reads of every packet of a file.
func fieldsOf(t *testing.T, path string) string {
	t.Helper()
	return output(t, "tshark", "-n", "-r", path, "-T", "fields", "-e", "frame.time_epoch", "-e", "frame.cap_len", "-e", "frame.len",
		"-e", "frame.protocols")
}

// TestPcapForeignReads: Wireshark's programs read what Writer writes, with the same values.
func TestPcapForeignReads(t *testing.T) {
	for _, name := range []string{"mixed", "nanoseconds", "big-endian", "snaplen", "sll2"} {
		file := filepath.Join("..", "testdata", name+".pcap")
		r, err := pcapio.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		h := r.Header()
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		list, want := readFile(t, file), fieldsOf(t, file)
		for _, big := range []bool{false, true} {
			h.BigEndian, h.Format, h.ThisZone, h.SigFigs = big, pcapio.PcapNano, 3600, 9
			path := filepath.Join(t.TempDir(), "x.pcap")
			if err := os.WriteFile(path, written(t, h, list), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := fieldsOf(t, path); got != want || strings.Count(got, "\n") != len(list) {
				t.Errorf("%s, big-endian %v: tshark reads %.300s, want %.300s", name, big, got, want)
			}
			checkCapinfos(t, path, h, list)
		}
	}
}

// checkCapinfos wants capinfos to say what is in the file.
func checkCapinfos(t *testing.T, path string, h pcapio.Header, list []got) {
	t.Helper()
	first, last := list[0].info.Time, list[0].info.Time
	size := 0
	for _, p := range list {
		if p.info.Time.Compare(first) < 0 {
			first = p.info.Time
		}
		if p.info.Time.Compare(last) > 0 {
			last = p.info.Time
		}
		size += int(p.info.Length)
	}
	info := output(t, "capinfos", "-t", "-c", "-d", "-l", "-S", "-a", "-e", "-M", path)
	for _, line := range []string{
		"nsecpcap\n", fmt.Sprintf("Number of packets:   %d\n", len(list)), fmt.Sprintf("First packet time:   %s\n", first),
		fmt.Sprintf("Last packet time:    %s\n", last), fmt.Sprintf("file hdr: %d bytes\n", h.SnapLen), fmt.Sprintf("Data size:           %d bytes\n", size),
	} {
		if !strings.Contains(info, line) {
			t.Errorf("%s, big-endian %v: capinfos says %s, want %q", path, h.BigEndian, info, line)
		}
	}
}

// TestAsEditcap does what editcap does, and wants the same bytes.
func TestAsEditcap(t *testing.T) {
	const file = "../testdata/mixed.pcap"
	dir := t.TempDir()
	number := 0
	for _, c := range []struct {
		args   []string
		change func(data []byte, info *capture.Info) ([]byte, bool)
	}{
		{[]string{file, "OUT"}, func(data []byte, _ *capture.Info) ([]byte, bool) { return data, true }},
		{[]string{"-s", "60", file, "OUT"}, func(data []byte, _ *capture.Info) ([]byte, bool) { return data[:min(len(data), 60)], true }},
		{[]string{"-t", "3600.25", file, "OUT"}, func(data []byte, info *capture.Info) ([]byte, bool) {
			info.Time = info.Time.Add(time.Hour + 250*time.Millisecond)
			return data, true
		}},
		{[]string{"-t", "-86400", file, "OUT"}, func(data []byte, info *capture.Info) ([]byte, bool) {
			info.Time = info.Time.Add(-24 * time.Hour)
			return data, true
		}},
		{[]string{"-r", file, "OUT", "3-7", "20", "80-84"}, func(data []byte, _ *capture.Info) ([]byte, bool) {
			return data, number >= 3 && number <= 7 || number == 20 || number >= 80
		}},
		{[]string{file, "OUT", "1-10"}, func(data []byte, _ *capture.Info) ([]byte, bool) { return data, number > 10 }},
		{[]string{"-C", "14", "-L", file, "OUT"}, func(data []byte, info *capture.Info) ([]byte, bool) {
			info.Length -= 14
			return data[14:], true
		}},
	} {
		theirs, ours := filepath.Join(dir, "theirs"), filepath.Join(dir, "ours")
		args := append([]string{"-F", "pcap"}, c.args...)
		for i := range args {
			if args[i] == "OUT" {
				args[i] = theirs
			}
		}
		output(t, "editcap", args...)
		number = 0
		if _, err := edit(file, ours, func(data []byte, info *capture.Info) ([]byte, bool) {
			number++
			data, ok := c.change(data, info)
			info.CaptureLength = uint32(len(data))
			return data, ok
		}); err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(theirs)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(ours)
		if c.args[0] == "-s" && err == nil { // it is the snapshot length too
			binary.LittleEndian.PutUint32(got[16:], 60)
		}
		if err != nil || !bytes.Equal(got, want) || len(want) < 100 {
			t.Errorf("%q: %d bytes, want %d, %v", c.args, len(got), len(want), err)
		}
	}
}
