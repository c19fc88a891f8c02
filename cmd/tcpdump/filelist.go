package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/wiretag/wiretag/capture"
)

// readList reads the names of the files that are to be read.
func (c *config) readList(stdin io.Reader) error {
	in := stdin
	if c.list != "-" {
		f, err := os.Open(c.list)
		var path *fs.PathError
		if errors.As(err, &path) {
			//lint:ignore ST1005 these are tcpdump's words
			return fmt.Errorf("Unable to open file: %s", reason(path.Err))
		}
		defer f.Close()
		in = f
	}
	text, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	names := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(text) == 0 {
		//lint:ignore ST1005 these are tcpdump's words
		return fmt.Errorf("Nothing in %s", c.list)
	}
	c.file, c.more = names[0], names[1:]
	return nil
}

// taker takes the nth packet.
type taker func(n int, data []byte, info *capture.Info) error

// another handles the packets of a file that follows the first, of which n packets were taken.
func (c *config) another(name string, n int, take taker, end func() error, p *progress, stderr io.Writer) (_ int, err error) {
	first := c.filter.link
	c.file = name
	r, err := c.open()
	if err != nil {
		return n, errors.Join(err, end())
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if c.save.name != "" && r.LinkType() != first {
		return n, errors.Join(fmt.Errorf("%s: new dlt does not match original", name), end())
	}
	c.announce(r, stderr)
	h := r.Header()
	c.keep = keptLength(&h)
	if err := c.filter.begin(r.LinkType(), snapLen(&h)); err != nil {
		return n, errors.Join(err, end())
	}
	return c.each(r, n, take, end, p)
}
