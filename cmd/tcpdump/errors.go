package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/wiretag/wiretag/pcapio"
)

// reason is what the system says, with a capital letter.
func reason(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "No such file or directory"
	}
	s := err.Error()
	return strings.ToUpper(s[:1]) + s[1:]
}

// blockHeader is the length of the type and length of a pcapng block, which are read first.
const blockHeader = 8

// blockPart gives what was read of a pcapng block in vain: its header, or the rest.
func blockPart(e *pcapio.Error) (need, have int64) {
	if e.Have < blockHeader {
		return blockHeader, e.Have
	}
	return e.Need - blockHeader, e.Have - blockHeader
}

// fileError puts an error of a capture file in tcpdump's words, where it has words
// for it. while is what was done.
func fileError(err error, while string) error {
	var e *pcapio.Error
	if !errors.As(err, &e) {
		return err
	}
	truncated := errors.Is(e.Err, pcapio.ErrTruncated)
	switch {
	case truncated && e.What == "file header" && e.Need == 4:
		return fmt.Errorf("truncated dump file; tried to read 4 file header bytes, only got %d", e.Have)
	case truncated && e.What == "record" && e.Detail == "packet data":
		return fmt.Errorf("%struncated dump file; tried to read %d captured bytes, only got %d", while, e.Need, e.Have)
	case errors.Is(e.Err, pcapio.ErrLimit) && e.What == "record":
		return fmt.Errorf("%sinvalid packet capture length %d, bigger than snaplen of %d", while, e.Need, defaultSnapLen)
	case truncated && e.What == "record":
		return fmt.Errorf("%struncated dump file; tried to read %d header bytes, only got %d", while, e.Need, e.Have)
	case truncated:
		need, have := blockPart(e)
		return fmt.Errorf("%struncated pcapng dump file; tried to read %d bytes, only got %d", while, need, have)
	case e.What == "file header" && errors.Is(e.Err, pcapio.ErrFormat):
		return errors.New("unknown file format")
	}
	return fmt.Errorf("%s%w", while, err)
}

// statusOutput is the exit status where the output cannot be written.
const statusOutput = 14

// output marks what goes wrong with the output.
type output struct{ io.Writer }

func (o output) Write(b []byte) (int, error) {
	n, err := o.Writer.Write(b)
	if err != nil {
		err = &outputError{err}
	}
	return n, err
}

// outputError is an error of the output.
type outputError struct{ error }

func (e *outputError) Error() string {
	err := e.error
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		err = path.Err
	}
	return "Unable to write output: " + reason(err)
}

func (e *outputError) Unwrap() error { return e.error }
