package pcapio

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// AppendNg opens the named pcapng file to write behind its last block, with a new section, in which interfaces are counted
// from 0. It reads the file to its end: an error in it is returned, and what is there stays, but see WithRepair.
// Compressed files are refused.
func AppendNg(path string, options ...WriterOption) (*NgWriter, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	if err = seekEnd(f, writerOptions(options).repair); err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	w, err := NewNgWriter(f, options...)
	if err != nil {
		_ = f.Close() // likewise
		return nil, err
	}
	w.w.closer = f
	return w, nil
}

// seekEnd goes behind the last block of a file, and cuts off one that is not complete if it may.
func seekEnd(f *os.File, repair bool) error {
	r, err := NewBlockReader(f)
	if err != nil {
		return err
	}
	if r.r.compression != Plain {
		what := fmt.Sprintf("cannot append to a file compressed with %v", r.r.compression)
		return &Error{What: "file header", Detail: what, Err: ErrFormat}
	}
	for err == nil {
		_, err = r.Next()
	}
	var e *Error
	switch {
	case err == io.EOF:
		_, err = f.Seek(0, io.SeekEnd)
		return err
	case !repair || !errors.Is(err, ErrTruncated) || !errors.As(err, &e) || e.Offset == 0:
		return err
	}
	if err := f.Truncate(e.Offset); err != nil {
		return err
	}
	_, err = f.Seek(e.Offset, io.SeekStart)
	return err
}

// CreateNg makes the named file, or empties it, and returns an NgWriter to it. Close closes it.
func CreateNg(path string, options ...WriterOption) (*NgWriter, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	w, err := NewNgWriter(f, options...)
	if err != nil {
		_ = f.Close() // it has nothing in it
		return nil, err
	}
	w.w.closer = f
	return w, nil
}
