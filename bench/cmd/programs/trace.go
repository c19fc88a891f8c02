package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"path/filepath"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/conversation"
	"github.com/wiretag/wiretag/pcapio"
)

// trace is a large capture of HTTP that is made for measuring.
type trace struct {
	name     string
	size     int // bytes of bodies
	faults   conversation.Faults
	file     string
	packets  int // of TCP
	messages int
}

var badNetwork = conversation.Faults{Loss: 0.01, Reorder: 0.02, Duplicate: 0.01, Overlap: 0.01}

// make writes the file: connections with some requests each, bodies of many sizes, each fourth one as it is, the others with gzip, in chunks, or both.
func (t *trace) make(dir string) (err error) {
	t.file = filepath.Join(dir, "trace.pcap")
	w, err := pcapio.Create(t.file, pcapio.Header{Format: pcapio.Pcap, LinkType: capture.LinkTypeEthernet, SnapLen: 65536})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close(), t.count()) }()
	n := conversation.New(w, conversation.Path{Faults: t.faults, Bandwidth: 1e9, Seed: 1})
	random := rand.New(rand.NewPCG(1, 2))
	sizes := []int{300, 2_000, 9_000, 40_000, 150_000, 700_000}
	for left, port := t.size, 0; left > 0; port++ {
		client := netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 1, byte(port >> 8), byte(port)}), uint16(20000+port%40000))
		c, err := n.DialTCP(client, netip.MustParseAddrPort("192.0.2.80:80"))
		if err != nil {
			return err
		}
		for range 1 + random.IntN(6) {
			body := words(random, sizes[random.IntN(len(sizes))])
			left -= len(body)
			if err := t.exchange(c, body); err != nil {
				return err
			}
		}
		if err := c.Close(conversation.Client); err != nil {
			return err
		}
	}
	return n.Flush()
}

// exchange writes a request and its response.
func (t *trace) exchange(c *conversation.TCP, body []byte) error {
	n := t.messages
	t.messages++
	if _, err := fmt.Fprintf(c.From(conversation.Client), "GET /files/%d.txt HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: programs\r\n\r\n", n); err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n")
	if n&1 != 0 {
		var z bytes.Buffer
		g := gzip.NewWriter(&z)
		_, _ = g.Write(body)
		if err := g.Close(); err != nil {
			return err
		}
		body = z.Bytes()
		out.WriteString("Content-Encoding: gzip\r\n")
	}
	if n&2 != 0 {
		out.WriteString("Transfer-Encoding: chunked\r\n\r\n")
		for len(body) > 0 {
			k := min(len(body), 8192)
			fmt.Fprintf(&out, "%x\r\n%s\r\n", k, body[:k])
			body = body[k:]
		}
		out.WriteString("0\r\n\r\n")
	} else {
		fmt.Fprintf(&out, "Content-Length: %d\r\n\r\n", len(body))
		out.Write(body)
	}
	_, err := io.Copy(c.From(conversation.Server), &out)
	return err
}

// words is text that can be compressed as text can.
func words(random *rand.Rand, n int) []byte {
	b := make([]byte, 0, n+12)
	for len(b) < n {
		b = fmt.Appendf(b, "%x ", random.Uint32())
	}
	return b[:n]
}

// count counts packets with TCP.
func (t *trace) count() error {
	src, err := pcapio.Open(t.file)
	if err != nil {
		return err
	}
	defer src.Close()
	filter, err := bpf.Compile("tcp", src.LinkType())
	if err != nil {
		return err
	}
	t.packets = 0
	for rec, err := range capture.Packets(context.Background(), src) {
		if err != nil {
			return err
		}
		if filter.Match(rec.Data, rec.Info.Length) {
			t.packets++
		}
	}
	return nil
}
