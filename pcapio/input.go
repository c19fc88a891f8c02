package pcapio

import (
	"errors"
	"io"
)

// input is a window on a reader: buf[pos:end] has been read and not been used yet.
type input struct {
	buf      []byte
	pos, end int
	base     int64 // offset of buf[0] in the stream
	src      io.Reader
	err      error // what src said last; io.EOF at its end
}

// errNoReader is for the zero Reader, which has nothing to read from.
var errNoReader = errors.New("reader was not made by NewReader or Open")

// errBadReader is for readers that break the contract of io.Reader.
var errBadReader = errors.New("reader returned an impossible count")

// maxIdle reads in a row without a byte or an error are taken for a reader that makes no progress.
const maxIdle = 100

func (in *input) reset(src io.Reader) {
	in.pos, in.end, in.base, in.src, in.err = 0, 0, 0, src, nil
}

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

// makeRoom makes some free space behind the window, which is shorter than n.
func (in *input) makeRoom(n int) {
	if in.pos > 0 && (in.pos+n > len(in.buf) || len(in.buf)-in.end < len(in.buf)/4) {
		copy(in.buf, in.buf[in.pos:in.end])
		in.base += int64(in.pos)
		in.end -= in.pos
		in.pos = 0
	}
	if in.end == len(in.buf) {
		grown := make([]byte, max(min(2*len(in.buf), n), minBuffer))
		copy(grown, in.buf[:in.end])
		in.buf = grown
	}
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
