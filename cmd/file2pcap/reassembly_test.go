package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/infra"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
	"github.com/wiretag/wiretag/reassembly"
)

// heard is a capture as this library reads it.
type heard struct {
	streams   [][2][]byte // of connections, by side
	datagrams []byte      // to the discard port, one behind the other
	blocks    []byte      // of TFTP
	block     uint16      // the last of them: what is sent again has its number
}

// side is a stream that keeps what it is told.
type side struct {
	t    *testing.T
	keep *[2][]byte
}

func (s side) Data(d reassembly.Direction, c *reassembly.Chunk) int {
	s.keep[d] = append(s.keep[d], c.Bytes...)
	return len(c.Bytes)
}

func (s side) Event(e *reassembly.Event) {
	if e.Kind == reassembly.EventGap {
		s.t.Errorf("%v at %d", e.Kind, e.Offset)
	}
}

func (side) Close(reassembly.Reason) {}

func hear(t *testing.T, capture string) *heard {
	t.Helper()
	r, err := pcapio.Open(capture)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	h := &heard{}
	var kept []*[2][]byte
	a, err := reassembly.NewAssembler(reassembly.Config{Open: func(*reassembly.Conn) reassembly.Stream {
		kept = append(kept, new([2][]byte))
		return side{t, kept[len(kept)-1]}
	}})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := reassembly.NewDefragmenter(reassembly.FragmentConfig{})
	if err != nil {
		t.Fatal(err)
	}
	var v packet.View
	var segments reassembly.SegmentReader
	segments.Flow.Inner = true
	for {
		data, info, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if !whole.Decode(&v, data, info) {
			continue // a fragment
		}
		if segments.Read(&v, v.Info()) {
			if segments.Segment.BadChecksum {
				t.Error("a bad checksum")
			}
			a.Add(&segments.Segment)
		}
		h.datagram(&v)
	}
	a.Flush()
	for _, k := range kept {
		h.streams = append(h.streams, *k)
	}
	return h
}

// datagram takes what is not of a connection.
func (h *heard) datagram(v *packet.View) {
	for l := range v.Layers() {
		u, ok := l.Value().(*layers.UDP)
		switch {
		case !ok:
		case u.DstPort == 9:
			h.datagrams = append(h.datagrams, l.Payload()...)
		default: // a transfer of TFTP has ports of its own
			var m infra.TFTP
			if _, err := codec.Unmarshal(l.Payload(), &m); err == nil && m.Opcode == infra.TFTPData && m.Block != h.block {
				h.block = m.Block
				h.blocks = append(h.blocks, m.Data...)
			}
		}
	}
}

// extract gets the file out.
func (h *heard) extract(t *testing.T, protocol string) []byte {
	t.Helper()
	switch kind, _, _ := strings.Cut(protocol, "-"); kind {
	case "http":
		return h.http(t, protocol)
	case "ftp":
		return append(h.streams[1][0], h.streams[1][1]...) // one of them says nothing
	case "tftp":
		return h.blocks
	case "udp":
		return h.datagrams
	}
	j := &judge{T: t, own: h.streams}
	return j.extract(protocol, false)
}

// http takes the file out of the bodies of all connections.
func (h *heard) http(t *testing.T, protocol string) (file []byte) {
	t.Helper()
	for _, s := range h.streams {
		requests, responses := bufio.NewReader(bytes.NewReader(s[0])), bufio.NewReader(bytes.NewReader(s[1]))
		for {
			q, err := http.ReadRequest(requests)
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			sent := contents(t, q.Body, q.Header)
			a, err := http.ReadResponse(responses, q)
			if err != nil {
				t.Fatal(err)
			}
			switch got := contents(t, a.Body, a.Header); {
			case protocol == "http-multipart":
				_, p, err := mime.ParseMediaType(q.Header.Get("Content-Type"))
				if err != nil {
					t.Fatal(err)
				}
				part, err := multipart.NewReader(bytes.NewReader(sent), p["boundary"]).NextPart()
				if err != nil {
					t.Fatal(err)
				}
				file = append(file, contents(t, part, http.Header{})...)
			case protocol == "http-get":
				file = append(file, got...)
			default:
				file = append(file, sent...)
			}
		}
	}
	return file
}

func contents(t *testing.T, r io.Reader, h http.Header) []byte {
	t.Helper()
	if h.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = z
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestReassembly has this library's own decoder and assembler give back the files: every form, with files from none to many bytes, and every
// network that loses nothing for good. WIRETAG_FILE_SIZE asks for files of another size.
func TestReassembly(t *testing.T) {
	sizes := []int{0, 1, 20_000, 1 << 20}
	if n, ok := askedSize(t); ok {
		sizes = []int{n}
	}
	for _, form := range forms {
		for _, size := range sizes {
			if testing.Short() && size > 1 {
				continue
			}
			heardAs(t, form, "", size)
		}
	}
	for _, network := range []string{"-6", "--vlan 5", "--vlan 5,6 -6", "--mpls 100,200", "--gre", "--vxlan 77", "--mtu 9000", "--fragment 576", "--fragment 600 -6", "--reorder 3", "--duplicate 3", "--overlap 5", "--loss 2"} {
		for _, form := range []string{"tcp", "http-get --chunked", "smtp", "tftp"} {
			heardAs(t, form, network, 60_000)
		}
	}
}

func heardAs(t *testing.T, form, network string, size int) {
	t.Run(strings.ReplaceAll(fmt.Sprint(form, network, size), " ", "_"), func(t *testing.T) {
		data := sample(size)
		capture := convert(t, data, append(append([]string{"-p"}, strings.Fields(form)...), strings.Fields(network)...)...)
		protocol, _, _ := strings.Cut(form, " ")
		if got := hear(t, capture).extract(t, protocol); !bytes.Equal(got, data) {
			t.Errorf("%d bytes came back, want %d", len(got), len(data))
		}
	})
}
