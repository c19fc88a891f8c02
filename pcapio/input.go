package pcapio

import (
	"errors"
	"io"
)

// input is a window on a reader: buf[pos:end] has been read and not been used yet.
type input struct {
	buf      []byte
	pos, end int
	base     int64 // offset of buf[0] in the stream, negative where the window does not begin there
	src      io.Reader
	err      error // what src said last; io.EOF at its end
}

// errNoReader is for the zero Reader, which has nothing to read from.
var errNoReader = errors.New("reader was not made by NewReader or Open")

// errBadReader is for readers that break the contract of io.Reader.
var errBadReader = errors.New("reader returned an impossible count")

// maxIdle reads in a row without a byte or an error are taken for a reader that makes no progress.
const maxIdle = 100

// page is the unit in which kernels keep files.
const page = 4 << 10

func (in *input) reset(src io.Reader) {
	in.pos, in.end, in.base, in.src, in.err = 0, 0, 0, src, nil
}

// size makes the buffer so large that n bytes can be read at once.
func (in *input) size(n int) {
	if len(in.buf) == 0 {
		in.buf = make([]byte, pages(n)+page)
	}
}

// pages rounds up to whole pages.
func pages(n int) int { return (n + page - 1) &^ (page - 1) }

// offset is the position of the window in the stream.
func (in *input) offset() int64 { return in.base + int64(in.pos) }

// have is the size of the window.
func (in *input) have() int { return in.end - in.pos }

// need waits until the window has n bytes. It returns the error of the source, io.EOF at its end, if it does not
// get as many. The buffer grows at most to twice what has arrived.
func (in *input) need(n int) error {
	if in.src == nil {
		return errNoReader
	}
	idle := 0
	for in.end-in.pos < n {
		if in.err != nil {
			return in.err
		}
		in.makeRoom(n)
		got, err := in.src.Read(in.buf[in.end:])
		if got < 0 || got > len(in.buf)-in.end {
			in.err = errBadReader
			return in.err
		}
		in.end += got
		in.err = err
		if idle++; got > 0 {
			idle = 0
		}
		if idle >= maxIdle && err == nil {
			in.err = io.ErrNoProgress
		}
	}
	return nil
}

// makeRoom makes some free space behind the window, which is shorter than n. A window that is moved ends at a
// page, so that the pages of a file are copied to whole pages: that is a tenth to a quarter faster.
func (in *input) makeRoom(n int) {
	free := len(in.buf) - in.end
	if free > 0 && (in.pos < page || in.pos+n <= len(in.buf) && free >= len(in.buf)/4) {
		return
	}
	window, at := in.buf[in.pos:in.end], pages(in.have())
	if at >= len(in.buf) { // by a quarter at least, where little more is asked for again and again
		in.buf = make([]byte, max(min(2*len(in.buf), pages(n)+page), at+pages(at/4)+page))
	}
	to := at - len(window)
	copy(in.buf[to:at], window)
	in.base += int64(in.pos - to)
	in.pos, in.end = to, at
}

// skip drops n bytes. It returns how many it dropped, and the error of the source if they are fewer.
func (in *input) skip(n int64) (int64, error) {
	done := int64(0)
	for {
		step := min(n-done, int64(in.have()))
		in.pos += int(step)
		if done += step; done == n {
			return done, nil
		}
		if err := in.need(1); err != nil {
			return done, err
		}
	}
}
