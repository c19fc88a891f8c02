package pcapio

import (
	"context"
	"io"
	"io/fs"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// DefaultPoll is how long a reader that follows a file waits before it looks again, unless told otherwise.
const DefaultPoll = 100 * time.Millisecond

// following is what WithFollow asks for.
type following struct {
	ctx  context.Context // nil: the end of the source is the end of the file
	poll time.Duration
	done chan struct{} // closed by Close
}

// WithFollow has the reader wait at the end of a file that another program still writes, also in the middle of a
// record, and go on when there is more: it looks every poll (0: DefaultPoll). NewReader and Open wait for the file
// header in the same way. When ctx ends, Next returns the packets that are whole, and then an *Error that wraps the
// cause of ctx. Close ends the waiting too.
//
// A file that becomes shorter than what has been read is ErrTruncated. A file that is replaced by another one of the
// same name is not noticed.
func WithFollow(ctx context.Context, poll time.Duration) Option {
	if poll <= 0 {
		poll = DefaultPoll
	}
	return func(r *Reader) { r.follow = following{ctx: ctx, poll: poll, done: make(chan struct{})} }
}

// follower is a source that waits at its end.
type follower struct {
	following
	src io.Reader
	at  int64 // position in src, if it is a file
}

func (f *follower) Read(p []byte) (int, error) {
	for ended := error(nil); ; {
		n, err := f.src.Read(p)
		f.at += int64(max(n, 0))
		if n != 0 || err != io.EOF {
			if err == io.EOF {
				err = nil
			}
			return n, err
		}
		if ended != nil {
			return 0, ended
		}
		if ended, err = f.wait(); err != nil {
			return 0, err
		}
	}
}

// wait waits until it is time to look again: for the last time if it says what ended it.
func (f *follower) wait() (ended, err error) {
	if file, ok := f.src.(fs.File); ok {
		if info, err := file.Stat(); err == nil && info.Mode().IsRegular() && info.Size() < f.at {
			return nil, &Error{Offset: f.at, What: "file that grows", Need: f.at, Have: info.Size(), Err: ErrTruncated}
		}
	}
	t := time.NewTimer(f.poll)
	defer t.Stop()
	select {
	case <-f.ctx.Done():
		return context.Cause(f.ctx), nil // there may be packets that were written before
	case <-f.done:
		return nil, capture.ErrClosed
	case <-t.C:
		return nil, nil
	}
}
