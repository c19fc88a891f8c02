package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// sample is a packet whose prefixes are compared.
type sample struct {
	data  []byte
	info  capture.Info
	proto string // its last layer
	where string // its file and number
}

// compareCuts compares the two commands over prefixes of packets, one packet for each stack of layers in the corpus: once as a snapshot length
// cuts them, once as if no more had been on the wire.
func compareCuts(c *config) (*report, error) {
	names, err := captureNames(c)
	if err != nil {
		return nil, err
	}
	links := map[capture.LinkType][]sample{}
	total := newReport()
	seen := map[string]bool{}
	for _, name := range names {
		if err := takeSamples(c, name, seen, links, total); err != nil {
			return nil, err
		}
	}
	for link, samples := range links {
		if err := compareSamples(c, link, samples, total); err != nil {
			return nil, err
		}
	}
	return total, nil
}

// takeSamples adds the packets of a capture whose stack was not seen. Where the corpus knows their stacks, too, those are left out of which
// tcpdump prints what is not built.
func takeSamples(c *config, name string, seen map[string]bool, links map[capture.LinkType][]sample, r *report) error {
	truth, err := readTruth(filepath.Join(c.corpus, "truth", name+".truth.jsonl.gz"))
	if err != nil {
		return err
	}
	in, err := pcapio.Open(filepath.Join(c.corpus, "captures", name))
	if err != nil {
		return nil // not a capture that can be read: compareAll shows what both commands say of it
	}
	defer in.Close()
	r.files++
	var view packet.View
	for i := 0; ; i++ {
		data, info, err := in.Next()
		if err != nil {
			return nil
		}
		link := info.LinkType.Canonical()
		if !slices.Contains(builtLinks, int(link)) || len(data) == 0 || int(info.Length) < len(data) {
			continue
		}
		// Damaged packets have stacks, too.
		_ = view.Decode(data, info.LinkType)
		var stack strings.Builder
		fmt.Fprint(&stack, link)
		proto := "none"
		for l := range view.Layers() {
			proto = l.Name()
			stack.WriteString(" " + proto)
		}
		if seen[stack.String()] {
			continue
		}
		if i < len(truth) {
			if _, built := truth[i].within(c.flags); built == c.outside {
				r.skipped++
				continue
			}
		}
		seen[stack.String()] = true
		links[link] = append(links[link], sample{slices.Clone(data), info.Clone(), proto, fmt.Sprintf("%s#%d", name, i+1)})
	}
}

// compareSamples compares the prefixes of packets of one link type.
func compareSamples(c *config, link capture.LinkType, samples []sample, r *report) error {
	dir, err := os.MkdirTemp("", "textdiff")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for i := 0; i < len(samples); i += 64 { // what the commands print of so many is not too much to keep
		if err := compareChunk(c, link, samples[i:min(i+64, len(samples))], filepath.Join(dir, "cut.pcap"), r); err != nil {
			return err
		}
	}
	return nil
}

// compareChunk writes prefixes of some packets to a file and compares what the commands print of it.
func compareChunk(c *config, link capture.LinkType, samples []sample, file string, r *report) error {
	type record struct {
		of         *sample
		have, wire int
	}
	out, err := pcapio.Create(file, pcapio.Header{LinkType: link, SnapLen: 262144})
	if err != nil {
		return err
	}
	var records []record
	for i := range samples {
		s := &samples[i]
		for n := 1; n <= min(len(s.data), c.cut); n++ {
			for _, wire := range []int{int(s.info.Length), n} {
				info := capture.Info{Time: capture.Unix(0, 0), CaptureLength: uint32(n), Length: uint32(wire), LinkType: link}
				err = errors.Join(err, out.WritePacket(s.data[:n], &info))
				records = append(records, record{s, n, wire})
			}
		}
	}
	if err := errors.Join(err, out.Close()); err != nil {
		return err
	}
	theirs, err := run(c.judge, c.flags, file)
	if err != nil {
		return err
	}
	ours, err := run(c.ours, c.flags, file)
	if err != nil {
		return err
	}
	a, b := split(theirs.stdout), split(ours.stdout)
	if len(a) != len(records) {
		return fmt.Errorf("%s printed %d packets of %d: %w", c.judge, len(a), len(records), io.ErrUnexpectedEOF)
	}
	for i, rec := range records {
		var got []string
		if i < len(b) {
			got = b[i]
		}
		r.packet(rec.of.proto, fmt.Sprintf("%s, %d of %d bytes", rec.of.where, rec.have, rec.wire), a[i], got, false)
	}
	return nil
}
