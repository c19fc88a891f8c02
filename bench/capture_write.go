package bench

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// writeCases compare writing capture files: to nowhere, which leaves the work of the writer, and to a file in the page
// cache. pcapgo's writer of pcap files has no buffer of its own and gets one as large as ours.
func writeCases() []Case {
	var cases []Case
	for _, format := range []string{"pcap", "pcapng"} {
		for _, sizes := range []string{"60-byte", "mixed"} {
			for _, to := range []string{"nowhere", "file"} {
				f := written{captureFile{format, sizes}, to}
				ours := "pcapio.Writer"
				if format == "pcapng" {
					ours = "pcapio.NgWriter"
				}
				cases = append(cases, Case{
					Group: "Writing capture files", Name: f.name() + ",to-" + to, Ours: ours, Peer: "pcapgo", NoAllocs: true, Open: f.open,
				})
			}
		}
	}
	return cases
}

type written struct {
	captureFile
	to string
}

// source is the packets that both sides write.
type source struct {
	data  [][]byte
	infos []capture.Info
	cis   []gopacket.CaptureInfo
	bytes int // of the packets
}

func (f written) source() *source {
	const packets = 2048
	s := new(source)
	body := text(1600)
	for i := range packets {
		n := f.size(i)
		micros := 1_700_000_000_000_000 + int64(i)*37
		s.data = append(s.data, body[i&63:][:n])
		s.infos = append(s.infos, capture.Info{
			Time: capture.Unix(micros/1e6, micros%1e6*1000), CaptureLength: uint32(n), Length: uint32(n), LinkType: capture.LinkTypeEthernet,
		})
		s.cis = append(s.cis, gopacket.CaptureInfo{Timestamp: time.UnixMicro(micros).UTC(), CaptureLength: n, Length: n})
		s.bytes += n
	}
	return s
}

// flusher is a writer with a buffer.
type flusher interface {
	capture.Sink
	Flush() error
}

// oursTo begins a file of ours.
func (f written) oursTo(dst io.Writer) (flusher, error) {
	if f.format == "pcap" {
		return pcapio.NewWriter(dst, pcapio.Header{LinkType: capture.LinkTypeEthernet})
	}
	w, err := pcapio.NewNgWriter(dst)
	if err == nil {
		_, err = w.AddInterface(capture.LinkTypeEthernet, 0, nil)
	}
	return w, err
}

// peerTo begins a file of pcapgo's; flush empties its buffer.
func (f written) peerTo(dst io.Writer) (write func(gopacket.CaptureInfo, []byte) error, flush func() error, err error) {
	if f.format == "pcapng" {
		w, err := pcapgo.NewNgWriter(dst, layers.LinkTypeEthernet)
		if err != nil {
			return nil, nil, err
		}
		return w.WritePacket, w.Flush, nil
	}
	b := bufio.NewWriterSize(dst, pcapio.DefaultBuffer)
	w := pcapgo.NewWriter(b)
	return w.WritePacket, b.Flush, w.WriteFileHeader(pcapio.DefaultSnapLen, layers.LinkTypeEthernet)
}

// destination gives where a side writes to, how to begin anew there, and how to end.
func (f written) destination(env *Env, side string) (dst io.Writer, again, end func() error, err error) {
	if f.to == "nowhere" {
		nothing := func() error { return nil }
		return io.Discard, nothing, nothing, nil
	}
	file, err := os.Create(filepath.Join(env.Dir, f.name()+",written-by-"+side))
	if err != nil {
		return nil, nil, nil, err
	}
	again = func() error {
		_, err := file.Seek(0, io.SeekStart)
		return err
	}
	return file, again, func() error { return errors.Join(file.Close(), os.Remove(file.Name())) }, nil
}

func (f written) open(env *Env) (*Pair, error) {
	s := f.source()
	a, againA, endA, err := f.destination(env, "us")
	if err != nil {
		return nil, err
	}
	b, againB, endB, err := f.destination(env, "pcapgo")
	if err != nil {
		return nil, err
	}
	ours, err := f.oursTo(a)
	if err != nil {
		return nil, err
	}
	peer, flush, err := f.peerTo(b)
	if err != nil {
		return nil, err
	}
	const rounds = 16 // of all packets, before the file begins anew
	return &Pair{
		Units: rounds * len(s.data), Bytes: rounds * s.bytes,
		Ours: func(n int) error {
			for range n {
				for range rounds {
					for i := range s.data {
						if err := ours.WritePacket(s.data[i], &s.infos[i]); err != nil {
							return err
						}
					}
				}
				if err := errors.Join(ours.Flush(), againA()); err != nil {
					return err
				}
			}
			return nil
		},
		Peer: func(n int) error {
			for range n {
				for range rounds {
					for i := range s.data {
						if err := peer(s.cis[i], s.data[i]); err != nil {
							return err
						}
					}
				}
				if err := errors.Join(flush(), againB()); err != nil {
					return err
				}
			}
			return nil
		},
		Check: func() error { return f.check(s) },
		Close: func() error { return errors.Join(endA(), endB()) },
	}, nil
}

// check has both sides write all packets once, and reads both files.
func (f written) check(s *source) error {
	var a, b bytes.Buffer
	ours, err := f.oursTo(&a)
	if err != nil {
		return err
	}
	peer, flush, err := f.peerTo(&b)
	if err != nil {
		return err
	}
	for i := range s.data {
		if err := errors.Join(ours.WritePacket(s.data[i], &s.infos[i]), peer(s.cis[i], s.data[i])); err != nil {
			return err
		}
	}
	if err := errors.Join(ours.Flush(), flush()); err != nil {
		return err
	}
	x, err := summarize(&a)
	if err != nil {
		return err
	}
	y, err := summarize(&b)
	if err != nil {
		return err
	}
	if x != y || x.packets != len(s.data) || x.bytes != s.bytes {
		return fmt.Errorf("ours wrote %+v, the peer %+v", x, y)
	}
	return nil
}

func summarize(src io.Reader) (sum summary, err error) {
	r, err := pcapio.NewReader(src)
	if err != nil {
		return sum, err
	}
	for {
		data, info, err := r.Next()
		if err == io.EOF {
			return sum, nil
		}
		if err != nil {
			return sum, err
		}
		sum.add(data, info.Time.Sec, int(info.Time.Nsec), int(info.Length))
	}
}
