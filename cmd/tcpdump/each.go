package main

import (
	"bufio"
	"errors"
	"io"

	"github.com/wiretag/wiretag/capture"
)

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
	change, err := c.changes()
	if err != nil {
		return n, err
	}
	drops := c.sieves()
next:
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
		if p != nil {
			p.step(read, len(data))
		}
		if c.keep > 0 && len(data) > c.keep {
			short := *info
			short.CaptureLength = uint32(c.keep)
			data, info = data[:c.keep], &short
		}
		if change != nil {
			var ok bool
			if data, info, ok = change.whole(data, info); !ok {
				continue
			}
		}
		for _, drop := range drops {
			if drop(data, info) {
				continue next
			}
		}
		n++
		if err := take(n, data, info); err != nil {
			return n, err
		}
	}
	return n, nil
}

// changes is what changes packets, nil for nothing.
func (c *config) changes() (*defragmenter, error) {
	if !c.streams.defrag {
		return nil, nil
	}
	return newDefragmenter()
}

// sieves are what says of packets that they are not selected.
func (c *config) sieves() (list []func([]byte, *capture.Info) bool) {
	if c.filter.wanted() {
		list = append(list, c.filter.drops)
	}
	if c.where.cond != nil {
		list = append(list, c.where.drops)
	}
	return list
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
	if save != nil && (c.count || !c.save.print) {
		return func(_ int, data []byte, info *capture.Info) error { return save.write(data, info) }, end, nil
	}
	if c.count {
		return func(int, []byte, *capture.Info) error { return nil }, end, nil
	}
	print := c.printer()
	var buf []byte
	return func(n int, data []byte, info *capture.Info) error {
		if save != nil {
			if err := save.write(data, info); err != nil {
				return err
			}
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
