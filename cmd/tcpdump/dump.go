package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/internal/dumptext"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// errNoInterface: nothing says what the packets of a pcapng file are.
var errNoInterface = errors.New("the capture file has no Interface Description Blocks")

// outputSize is how much output is kept before it is written, in bytes.
const outputSize = 1 << 16

// defaultSnapLen is what a file without a usable snapshot length is said to have, in bytes.
const defaultSnapLen = 262144

// dump prints the packets of a file or of an interface.
func (c *config) dump(stdin io.Reader, stdout, stderr io.Writer) error {
	switch {
	case c.live.lists():
		return c.live.print(stdout, stderr)
	case c.file != "" || c.list != "":
		return c.dumpFile(stdin, stdout, stderr)
	case c.filter.list > 0:
		return c.listLive(stdout)
	}
	return c.dumpLive(stdout, stderr)
}

func (c *config) dumpFile(stdin io.Reader, stdout, stderr io.Writer) (err error) {
	if c.list != "" {
		if err := c.readList(stdin); err != nil {
			return err
		}
	}
	r, err := c.open(stdin)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	c.announce(r, stderr)
	h := r.Header()
	if err := c.filter.load(); err != nil {
		return err
	}
	if err := c.filter.begin(r.LinkType(), snapLen(&h)); err != nil {
		return err
	}
	if c.filter.list > 0 {
		return c.filter.print(stdout)
	}
	if c.live.user != "" {
		if err := become(c.live.user); err != nil {
			return err
		}
	}
	return c.handle(r, h, stdout, stderr)
}

// listLive prints the program of the filter for an interface, or for the link type of -y.
func (c *config) listLive(stdout io.Writer) error {
	if err := c.filter.load(); err != nil {
		return err
	}
	if c.live.name != "" && !c.filter.typed {
		name, err := c.live.device()
		if err != nil {
			return err
		}
		c.live.name = name
		types, err := c.live.linkTypes()
		if err != nil {
			return err
		}
		c.filter.link = types[0]
		c.filter.options = append(c.filter.options, bpf.ForSocket())
	}
	return c.filter.print(stdout)
}

func (c *config) dumpLive(stdout, stderr io.Writer) error {
	if err := c.filter.load(); err != nil {
		return err
	}
	src, err := c.openLive()
	if err != nil {
		return err
	}
	defer src.Close()
	c.listening(src, stderr)
	s := newSession(src, stderr)
	if f, ok := stdout.(*os.File); ok && terminal(f) { // somebody is looking
		c.line = true
	}
	err = c.handle(s, c.liveHeader(src.LinkType()), stdout, stderr)
	if err == nil || err == errEnough {
		s.end(stdout, c.save.name == "")
	}
	return err
}

// handle prints, counts or writes the packets of a source.
func (c *config) handle(src capture.Source, h pcapio.Header, stdout, stderr io.Writer) (err error) {
	var save *savefile
	if c.save.name != "" {
		if save, err = newSavefile(c.save, h, stdout, stderr); err != nil {
			return err
		}
	}
	if c.file == "" && c.live.user != "" {
		if err := become(c.live.user); err != nil {
			return err
		}
	}
	out := bufio.NewWriterSize(output{stdout}, outputSize)
	var p *progress
	if c.file != "" {
		p = newProgress(c.file, stderr, stdout)
	}
	n, err := c.packetsOf(src, out, save, p, stderr)
	p.end()
	if save != nil {
		if e := save.close(); e != nil && (err == nil || err == errEnough) {
			err = e
		}
	}
	if c.count && err == nil && c.file != "" { // of an interface, the counters say it
		plural := "s"
		if n == 1 {
			plural = ""
		}
		fmt.Fprintf(out, "%d packet%s\n", n, plural)
	}
	if e := out.Flush(); e != nil {
		return e
	}
	return err
}

func (c *config) open(stdin io.Reader) (*pcapio.Reader, error) {
	var r *pcapio.Reader
	var err error
	if c.file == "-" {
		r, err = pcapio.NewReader(stdin)
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

// packetsOf prints the packets of r, and of the files that follow it, or writes them to save, and counts them.
func (c *config) packetsOf(r capture.Source, out *bufio.Writer, save *savefile, p *progress, stderr io.Writer) (n int, err error) {
	take, end, err := c.sink(out, save)
	if err != nil {
		return 0, err
	}
	if n, err = c.each(r, 0, take, end, p); err != nil {
		return n, err
	}
	for _, name := range c.more {
		if n, err = c.another(name, n, take, end, p, stderr); err != nil {
			return n, err
		}
	}
	return n, end()
}

// each hands packets over: n were taken before, and -c counts those of this source.
func (c *config) each(r capture.Source, before int, take taker, end func() error, p *progress) (n int, err error) {
	n = before
	var whole *defragmenter
	if c.streams.defrag {
		if whole, err = newDefragmenter(); err != nil {
			return n, err
		}
	}
	for read := 1; c.packets == 0 || n-before < c.packets; read++ {
		data, info, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			if c.file != "" {
				err = fileError(err, "pcap_loop: ")
			}
			return n, errors.Join(err, end())
		}
		p.step(read, len(data))
		data, info, ok := whole.whole(data, info)
		if !ok || c.filter.drops(data, info) || c.where.drops(data, info) {
			continue
		}
		n++
		if err := take(n, data, info); err != nil {
			return n, err
		}
	}
	return n, nil
}

// sink gives what takes each packet, and what is called at the end.
func (c *config) sink(out *bufio.Writer, save *savefile) (take taker, end func() error, err error) {
	end = func() error { return nil }
	if c.streams.wanted() {
		s, err := c.streams.newStreams(out)
		if err != nil {
			return nil, nil, err
		}
		return func(_ int, data []byte, info *capture.Info) error { return s.add(data, info) }, s.end, nil
	}
	sum, err := c.reports(out)
	if err != nil {
		return nil, nil, err
	}
	if sum != nil {
		return func(_ int, data []byte, info *capture.Info) error { return sum.add(data, info) }, func() error { return sum.print(out) }, nil
	}
	print := c.printer()
	var buf []byte
	return func(n int, data []byte, info *capture.Info) error {
		if save != nil {
			if err := save.write(save.cut(data, info)); err != nil {
				return err
			}
		}
		if c.count || save != nil && !c.save.print {
			return nil
		}
		buf = print(buf[:0], n, data, info)
		if _, err := out.Write(buf); err != nil {
			return err
		}
		if c.line {
			return out.Flush()
		}
		return nil
	}, end, nil
}

// printer gives the function that appends packet n in the form that was asked for.
func (c *config) printer() func(dst []byte, n int, data []byte, info *capture.Info) []byte {
	if c.form == formText {
		c.text.Interface = interfaceNames()
		p := dumptext.New(c.text)
		if c.color {
			var paint painter
			return func(dst []byte, _ int, data []byte, info *capture.Info) []byte {
				return paint.paint(p.Append(dst, data, info), len(dst), data, info)
			}
		}
		return func(dst []byte, _ int, data []byte, info *capture.Info) []byte {
			return p.Append(dst, data, info)
		}
	}
	v := new(packet.View)
	return func(dst []byte, n int, data []byte, info *capture.Info) []byte {
		// What is wrong with the packet is part of what is printed.
		_ = v.Decode(data, info.LinkType)
		v.SetInfo(info)
		if c.form == formJSON {
			return append(v.AppendJSON(dst, n), '\n')
		}
		dst = fmt.Appendf(dst, "packet %d, time %s, %d of %d bytes\n", n, info.Time, info.CaptureLength, info.Length)
		return append(v.AppendTree(dst), '\n')
	}
}

// interfaceNames looks up this host's interfaces, each once.
func interfaceNames() func(index int) string {
	known := map[int]string{}
	return func(index int) string {
		name, ok := known[index]
		if !ok {
			if i, err := net.InterfaceByIndex(index); err == nil {
				name = i.Name
			}
			known[index] = name
		}
		return name
	}
}
