package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// errNoInterface: nothing says what the packets of a pcapng file are.
var errNoInterface = errors.New("the capture file has no Interface Description Blocks")

// defaultSnapLen is what a file without a usable snapshot length is said to have, in bytes.
const defaultSnapLen = 262144

// open opens the capture file that is to be read.
func (c *config) open() (*pcapio.Reader, error) {
	var r *pcapio.Reader
	var err error
	if c.file == "-" {
		r, err = pcapio.NewReader(c.stdin)
	} else {
		r, err = pcapio.Open(c.file)
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return nil, fmt.Errorf("%s: %s", path.Path, reason(path.Err))
	}
	if err != nil {
		return nil, fileError(err, "")
	}
	if r.LinkType() == capture.LinkTypeNone {
		return nil, errors.Join(errNoInterface, r.Close())
	}
	return r, nil
}

// announce says what is read.
func (c *config) announce(r *pcapio.Reader, stderr io.Writer) {
	h := r.Header()
	link := h.LinkType
	name := link.DLTName()
	if text := link.Description(); text != "" {
		name = fmt.Sprintf("%s (%s)", name, text)
	}
	fmt.Fprintf(stderr, "reading from file %s, link-type %s, snapshot length %d\n", c.file, name, snapLen(&h))
	if link == capture.LinkTypeLinuxSLL2 {
		fmt.Fprintln(stderr, "Warning: interface names might be incorrect")
	}
}

// snapLen is the snapshot length of a file as tcpdump sees it.
func snapLen(h *pcapio.Header) uint32 {
	n := h.SnapLen
	if h.Format == pcapio.PcapModified {
		n += 14 // some of its writers forgot the Ethernet header
	}
	if n == 0 || n > 1<<31-1 {
		n = defaultSnapLen
	}
	return n
}

// keptLength is the length to which libpcap cuts the packets of a file, 0 for none: the snapshot length that a pcap file states.
func keptLength(h *pcapio.Header) int {
	switch h.Format {
	case pcapio.Pcap, pcapio.PcapNano, pcapio.PcapModified:
		return int(snapLen(h))
	}
	return 0
}
