package pcapio

import (
	"bytes"
	"errors"
	"io"

	"github.com/wiretag/wiretag/capture"
)

// errNoSeek says why a reader cannot go to another place.
var errNoSeek = errors.New("the source cannot seek")

// memory is a source that is in memory as a whole: it is the buffer.
type memory struct {
	bytes.Reader
	data []byte
}

// NewReaderBytes is NewReader for a file that is in memory, or mapped into it. Nothing is copied: packets are parts of
// file, which must not change while they are used. It is never written to.
func NewReaderBytes(file []byte, options ...Option) (*Reader, error) {
	m := &memory{data: file[:len(file):len(file)]}
	m.Reset(m.data)
	return NewReader(m, options...)
}

// begin makes the window stand at the given offset of the source, whose bytes follow.
func (r *Reader) begin(offset int64) {
	if m, ok := r.src.(*memory); ok && r.follow.ctx == nil {
		r.in = input{buf: m.data, pos: int(offset), end: len(m.data), src: m, err: io.EOF}
		return
	}
	r.in.size(r.bufferSize)
	src := r.src
	if r.follow.ctx != nil {
		src = &follower{following: r.follow, src: src, at: max(r.start, 0) + offset}
	}
	r.in.reset(src)
	r.in.base = offset
}

// Rewind goes back to the first packet, also after an error. The source must be able to seek.
func (r *Reader) Rewind() error {
	if err := r.restart(); err != nil {
		return err
	}
	if err := r.open(); err != nil {
		r.err = err
		return err
	}
	r.allowFast()
	return nil
}

// restart has the source at its beginning, and forgets all that was read.
func (r *Reader) restart() error {
	s, ok := r.src.(io.Seeker)
	if !ok || r.start < 0 {
		return &Error{What: "file", Detail: "cannot rewind", Err: errNoSeek}
	}
	if r.closed.Load() {
		return capture.ErrClosed
	}
	if _, err := s.Seek(r.start, io.SeekStart); err != nil {
		return err
	}
	r.fast.Store(0)
	r.count, r.err, r.header, r.record, r.sectionState = 0, nil, Header{}, recordForm{}, sectionState{}
	r.info, r.near, r.again, r.unknown, r.believedAt, r.searched = capture.Info{}, nearby{}, nil, false, 0, 0
	return nil
}

// moveTo makes the window stand at an offset in the file. What was read keeps its meaning: byte order, interfaces.
func (r *Reader) moveTo(offset int64) error {
	if r.closed.Load() {
		return capture.ErrClosed
	}
	r.err = nil
	if at := offset - r.in.offset(); at >= 0 && at <= int64(r.in.have()) {
		r.in.pos += int(at)
		return nil
	}
	if r.compression != Plain {
		return r.moveCompressed(offset)
	}
	if m, ok := r.src.(*memory); ok && r.follow.ctx == nil {
		if r.begin(min(offset, int64(len(m.data)))); offset > int64(len(m.data)) {
			return r.short("file", "", 0, offset, io.EOF)
		}
		return nil
	}
	s, ok := r.src.(io.Seeker)
	if !ok || r.start < 0 {
		return &Error{Offset: r.in.offset(), What: "file", Detail: "cannot go to another place", Err: errNoSeek}
	}
	from := offset &^ (page - 1) // so that whole pages are read
	if _, err := s.Seek(r.start+from, io.SeekStart); err != nil {
		return err
	}
	r.begin(from)
	if n, err := r.in.skip(offset - from); err != nil {
		return r.short("file", "", 0, offset-from-n, err)
	}
	return nil
}

// moveCompressed is moveTo where all bytes before the offset have to be decompressed.
func (r *Reader) moveCompressed(offset int64) error {
	if offset < r.in.offset() {
		s, ok := r.src.(io.Seeker)
		if !ok || r.start < 0 {
			return &Error{Offset: r.in.offset(), What: "file", Detail: "cannot go back", Err: errNoSeek}
		}
		if _, err := s.Seek(r.start, io.SeekStart); err != nil {
			return err
		}
		r.begin(0)
		if err := r.in.need(4); err != nil {
			return r.short("file header", "", 0, 4, err)
		}
		if err := r.in.decompress(r.compression, int(r.limit), r.bufferSize); err != nil {
			return r.sourceError(r.compression.String()+" header", err)
		}
	}
	if _, err := r.in.skip(offset - r.in.offset()); err != nil {
		return r.short("file", "", 0, offset-r.in.offset(), err)
	}
	return nil
}
