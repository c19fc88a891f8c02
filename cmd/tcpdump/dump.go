package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// outputSize is how much output is kept before it is written, in bytes.
const outputSize = 1 << 16

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
	c.stdin = stdin
	r, err := c.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	c.announce(r, stderr)
	h := r.Header()
	c.keep = keptLength(&h)
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
		if c.file != "" {
			c.save.reads = append([]string{c.file}, c.more...)
		}
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
