package pcapio_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// edit copies a capture file to another one of format pcap, and has change look at each packet before: it returns what
// to write, and whether to.
func edit(from, to string, change func(data []byte, info *capture.Info) ([]byte, bool)) (packets uint64, err error) {
	r, err := pcapio.Open(from)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	w, err := pcapio.Create(to, r.Header())
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	for {
		data, info, err := r.Next()
		if err == io.EOF {
			return w.Packets(), nil
		}
		if err != nil {
			return w.Packets(), err
		}
		edited := *info // info is the reader's
		if data, ok := change(data, &edited); ok {
			if err := w.WritePacket(data, &edited); err != nil {
				return w.Packets(), err
			}
		}
	}
}

// Some packets of a file, shorter, at another time: what editcap does with -s, -t and -A.
func Example_edit() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "out.pcap")
	n, err := edit("../testdata/mixed.pcap", out, func(data []byte, info *capture.Info) ([]byte, bool) {
		if len(data) < 100 { // filter
			return nil, false
		}
		data = data[:min(len(data), 96)] // cut
		info.CaptureLength = uint32(len(data))
		info.Time = info.Time.Add(-time.Hour) // shift
		return data, true
	})
	fmt.Println(n, "packets", err)

	r, err := pcapio.Open(out)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close()
	data, info, err := r.Next()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(data), "of", info.Length, "bytes at", info.Time.Time().Format("15:04:05.000000"))
	// Output:
	// 30 packets <nil>
	// 96 of 170 bytes at 12:41:11.823712
}

// A file distributed over several: a new one each 0.1 seconds or 20 packets.
func ExampleRotator() {
	r, err := pcapio.Open("../testdata/mixed.pcap")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close()
	var files []*bytes.Buffer // os.Create in earnest
	limits := pcapio.Limits{Packets: 20, Every: 100 * time.Millisecond}
	split := pcapio.NewRotator(limits, func(file int, first *capture.Info) (pcapio.FileWriter, error) {
		files = append(files, new(bytes.Buffer))
		fmt.Printf("part-%d begins at %s\n", file, first.Time.Time().Format("05.000"))
		return pcapio.NewWriter(files[file], r.Header())
	})
	for {
		data, info, err := r.Next()
		if err == io.EOF {
			break
		}
		if err := errors.Join(err, split.WritePacket(data, info)); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(split.Close())
	// Output:
	// part-0 begins at 11.823
	// part-1 begins at 12.023
	// part-2 begins at 12.223
	// part-3 begins at 12.223
	// part-4 begins at 12.223
	// part-5 begins at 12.223
	// part-6 begins at 12.323
	// <nil>
}

// Two files with different link types merged into one pcapng file, with all interfaces.
func ExampleMerger() {
	var out bytes.Buffer
	w, err := pcapio.NewNgWriter(&out)
	if err != nil {
		fmt.Println(err)
		return
	}
	var sources []capture.Source
	var copiers []*pcapio.Copier
	for _, path := range []string{"../testdata/sll2.pcap", "../testdata/udp.pcap", "../testdata/two-interfaces.pcapng"} {
		r, err := pcapio.Open(path)
		if err != nil {
			fmt.Println(err)
			return
		}
		sources, copiers = append(sources, r), append(copiers, pcapio.NewCopier(w, r))
	}
	m := pcapio.NewMerger(sources...)
	defer m.Close()
	for {
		data, info, err := m.Next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = copiers[m.Last()].WritePacket(data, info)
		}
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	if err := w.Close(); err != nil {
		fmt.Println(err)
		return
	}

	r, err := pcapio.NewReader(&out)
	if err != nil {
		fmt.Println(err)
		return
	}
	packets := 0
	for _, _, err = r.Next(); err == nil; _, _, err = r.Next() {
		packets++
	}
	fmt.Println(packets, "packets", err)
	for _, i := range r.Interfaces() {
		fmt.Println(i.LinkType)
	}
	// Output:
	// 51 packets EOF
	// ETHERNET
	// LINUX_SLL2
	// ETHERNET
	// ETHERNET
	// ETHERNET
}

// From pcap to pcapng and back: the same file.
func Example_convert() {
	original, err := os.ReadFile("../testdata/nanoseconds.pcap")
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := pcapio.NewReaderBytes(original)
	if err != nil {
		fmt.Println(err)
		return
	}
	var ng, back bytes.Buffer
	w, err := pcapio.NewNgWriter(&ng)
	if err == nil {
		err = copyPackets(pcapio.NewCopier(w, r), r, w)
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	second, err := pcapio.NewReader(&ng)
	if err != nil {
		fmt.Println(err)
		return
	}
	old, err := pcapio.NewWriter(&back, second.Header())
	if err == nil {
		err = copyPackets(old, second, old)
	}
	fmt.Println(second.Header().Format, old.Header().Format, bytes.Equal(back.Bytes(), original), err)
	// Output: pcapng pcap-ns true <nil>
}

// copyPackets writes all packets of src and flushes what is written to.
func copyPackets(dst capture.Sink, src capture.Source, file interface{ Flush() error }) error {
	for {
		data, info, err := src.Next()
		if err == io.EOF {
			return file.Flush()
		}
		if err == nil {
			err = dst.WritePacket(data, info)
		}
		if err != nil {
			return err
		}
	}
}

// A long file in which one looks for a moment: the index is made once, and may be stored.
func ExampleIndex() {
	r, err := pcapio.Open("../testdata/mixed.pcap")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close()
	index, err := pcapio.NewIndex(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	n, err := r.SeekTime(index, capture.TimestampOf(time.Date(2026, 11, 23, 13, 41, 12, 0, time.UTC)))
	if err != nil {
		fmt.Println(err)
		return
	}
	data, info, err := r.Next()
	fmt.Println("packet", n, "of", index.Packets(), "has", len(data), "bytes at", info.Time.Time().Format("15:04:05.000"), err)
	// Output:
	// packet 5 of 84 has 98 bytes at 13:41:12.031 <nil>
}
