package bench

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/wiretag/wiretag/pcapio"
)

// captureCases compare reading capture files, in the page cache.
func captureCases() []Case {
	var cases []Case
	for _, format := range []string{"pcap", "pcapng"} {
		for _, sizes := range []string{"60-byte", "mixed"} {
			f := captureFile{format, sizes}
			cases = append(cases,
				Case{Group: "Capture files", Name: f.name(), Ours: "pcapio.Reader", Peer: "pcapgo,zero-copy", NoAllocs: true, Open: f.pcapgo},
				Case{Group: "Capture files", Name: f.name(), Ours: "pcapio.Reader", Peer: "read(2)", Aim: 0.9, NoAllocs: true, Open: f.bare},
				Case{Group: "Capture files", Name: f.name(), Ours: "pcapio.Reader", Peer: "read(2),length-by-length", NoAllocs: true, Open: f.chained},
			)
			cases = append(cases, f.libpcapCase()...)
		}
	}
	return cases
}

type captureFile struct{ format, sizes string }

func (f captureFile) name() string { return f.format + "," + f.sizes + "-packets" }

// size is the length of packet i.
func (f captureFile) size(i int) int {
	if f.sizes == "60-byte" {
		return 60
	}
	return [...]int{60, 1514, 90, 576, 66, 1514, 130, 1514}[i&7]
}

var writing sync.Mutex

// path returns the file, which is made if there is none yet.
func (f captureFile) path(env *Env) (string, error) {
	writing.Lock()
	defer writing.Unlock()
	path := filepath.Join(env.Dir, f.name())
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	out, err := os.Create(path)
	if err != nil {
		return "", err
	}
	w := bufio.NewWriterSize(out, 1<<20)
	f.write(w, env.CaptureSize)
	if err := w.Flush(); err != nil { // Flush gives the error of any write before it
		return "", err
	}
	return path, out.Close()
}

// write writes about size bytes. The formats are written out here: neither side's writer has a part in it.
func (f captureFile) write(w *bufio.Writer, size int) {
	le := binary.LittleEndian
	var b []byte
	if f.format == "pcap" {
		b = le.AppendUint32(b, 0xa1b2c3d4)
		b = append(b, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0)
	} else {
		b = append(b, 0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0)
		b = le.AppendUint32(le.AppendUint64(b, 1<<64-1), 28)
		b = append(b, 1, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 0, 0, 4, 0, 20, 0, 0, 0)
	}
	body := text(1600)
	for i, done := 0, 0; done < size; i++ {
		n := f.size(i)
		micros := 1_700_000_000_000_000 + uint64(i)*37
		if f.format == "pcap" {
			b = le.AppendUint32(le.AppendUint32(b, uint32(micros/1e6)), uint32(micros%1e6))
			b = le.AppendUint32(le.AppendUint32(b, uint32(n)), uint32(n))
			b = append(b, body[i&63:][:n]...)
		} else {
			padded := (n + 3) &^ 3
			b = le.AppendUint32(le.AppendUint32(b, 6), uint32(32+padded))
			b = le.AppendUint32(le.AppendUint32(b, 0), uint32(micros>>32))
			b = le.AppendUint32(le.AppendUint32(le.AppendUint32(b, uint32(micros)), uint32(n)), uint32(n))
			b = append(b, body[i&63:][:padded]...)
			b = le.AppendUint32(b, uint32(32+padded))
		}
		done += len(b)
		_, _ = w.Write(b) // Flush gives the error
		b = b[:0]
	}
}

// summary is what has to be the same, whoever reads the file.
type summary struct {
	packets, bytes int
	digest         uint64
}

func (s *summary) add(data []byte, seconds int64, nanos int, length int) {
	s.packets++
	s.bytes += len(data)
	h := s.digest
	for _, v := range [...]uint64{uint64(seconds), uint64(nanos), uint64(length), uint64(data[0]) | uint64(data[len(data)-1])<<8} {
		h = (h ^ v) * 0x100000001b3
	}
	s.digest = h
}

// tally is what a pass over a file adds up: the least that keeps the reading from being left out.
type tally struct{ packets, bytes int }

func (f captureFile) ours(env *Env) (r *pcapio.Reader, size int, sum summary, err error) {
	path, err := f.path(env)
	if err != nil {
		return nil, 0, sum, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, sum, err
	}
	if r, err = pcapio.Open(path); err != nil {
		return nil, 0, sum, err
	}
	for {
		data, info, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, 0, sum, err
		}
		sum.add(data, info.Time.Sec, int(info.Time.Nsec), int(info.Length))
	}
	return r, int(info.Size()), sum, nil
}

func runReader(r *pcapio.Reader, want tally, n int) error {
	for range n {
		if err := r.Rewind(); err != nil {
			return err
		}
		var got tally
		for {
			data, _, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
			got.packets++
			got.bytes += len(data)
		}
		if got != want {
			return fmt.Errorf("read %+v, want %+v", got, want)
		}
	}
	return nil
}

// zeroCopy is what the readers of pcapgo have in common.
type zeroCopy interface {
	ZeroCopyReadPacketData() ([]byte, gopacket.CaptureInfo, error)
}

// pcapgo compares with gopacket's readers, with a buffer as large as ours and without copies.
func (f captureFile) pcapgo(env *Env) (*Pair, error) {
	r, size, sum, err := f.ours(env)
	if err != nil {
		return nil, err
	}
	path, err := f.path(env)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	buffer := bufio.NewReaderSize(nil, pcapio.DefaultBuffer)
	open := func() (zeroCopy, error) {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		buffer.Reset(file)
		if f.format == "pcap" {
			return pcapgo.NewReader(buffer)
		}
		return pcapgo.NewNgReader(buffer, pcapgo.DefaultNgReaderOptions)
	}
	want := tally{sum.packets, sum.bytes}
	return &Pair{
		Units: sum.packets, Bytes: size,
		Ours: func(n int) error { return runReader(r, want, n) },
		Peer: func(n int) error { return runPcapgo(open, want, n) },
		Check: func() error {
			p, err := open()
			if err != nil {
				return err
			}
			var other summary
			for {
				data, ci, err := p.ZeroCopyReadPacketData()
				if err == io.EOF {
					break
				}
				if err != nil {
					return err
				}
				other.add(data, ci.Timestamp.Unix(), ci.Timestamp.Nanosecond(), ci.Length)
			}
			if other != sum || sum.packets == 0 {
				return fmt.Errorf("ours read %+v, the peer %+v", sum, other)
			}
			return nil
		},
		Close: func() error { _ = r.Close(); return file.Close() },
	}, nil
}

func runPcapgo(open func() (zeroCopy, error), want tally, n int) error {
	for range n {
		r, err := open()
		if err != nil {
			return err
		}
		var got tally
		for {
			data, _, err := r.ZeroCopyReadPacketData()
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
			got.packets++
			got.bytes += len(data)
		}
		if got != want {
			return fmt.Errorf("read %+v, want %+v", got, want)
		}
	}
	return nil
}

// bare compares with a loop that only reads the bytes, into a buffer as large as ours.
func (f captureFile) bare(env *Env) (*Pair, error) { return f.loop(env, readAll, pcapio.DefaultBuffer) }

// chained compares with the same loop that also goes from one length to the next, and does nothing else: as records
// have to be found one after the other, no reader of packets can be faster.
func (f captureFile) chained(env *Env) (*Pair, error) {
	first, length, fixed := 24, 8, 16
	if f.format == "pcapng" {
		first, length, fixed = 28+20, 4, 0
	}
	return f.loop(env, func(file *os.File, buffer []byte) (int, error) {
		return walk(file, buffer, first, length, fixed)
	}, pcapio.DefaultBuffer+4096)
}

// loop compares with a function that reads the whole file.
func (f captureFile) loop(env *Env, readAll func(*os.File, []byte) (int, error), buffered int) (*Pair, error) {
	r, size, sum, err := f.ours(env)
	if err != nil {
		return nil, err
	}
	path, err := f.path(env)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	buffer := make([]byte, buffered)
	read := func(n int) error {
		for range n {
			if got, err := readAll(file, buffer); err != nil || got != size {
				return fmt.Errorf("read %d of %d bytes: %w", got, size, err)
			}
		}
		return nil
	}
	return &Pair{
		Units: sum.packets, Bytes: size,
		Ours:  func(n int) error { return runReader(r, tally{sum.packets, sum.bytes}, n) },
		Peer:  read,
		Check: func() error { return read(1) },
		Close: func() error { _ = r.Close(); return file.Close() },
	}, nil
}
