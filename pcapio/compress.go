package pcapio

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Compression is how a file is compressed as a whole.
type Compression uint8

// Compressions that are recognized.
const (
	Plain Compression = iota
	Gzip
	Zstd
)

// String is "plain", "gzip" or "zstd".
func (c Compression) String() string {
	switch c {
	case Gzip:
		return "gzip"
	case Zstd:
		return "zstd"
	}
	return "plain"
}

// compressionOf recognizes a compressed file by its first bytes. A zstd file may begin with a skippable frame.
func compressionOf(b []byte) Compression {
	switch {
	case len(b) >= 3 && b[0] == 0x1f && b[1] == 0x8b && b[2] == 8:
		return Gzip
	case len(b) < 4:
		return Plain
	case b[0] == 0x28 && b[1] == 0xb5 && b[2] == 0x2f && b[3] == 0xfd,
		b[0]&0xf0 == 0x50 && b[1] == 0x2a && b[2] == 0x4d && b[3] == 0x18:
		return Zstd
	}
	return Plain
}

// decompress puts a decompressor between the source and the window, which holds the first bytes of the file.
// No goroutines are started.
func (in *input) decompress(c Compression, window int) error {
	raw := &remember{src: io.MultiReader(bytes.NewReader(bytes.Clone(in.buf[in.pos:in.end])), &resume{in.src, in.err})}
	var inner io.Reader
	var err error
	switch c {
	case Gzip:
		inner, err = gzip.NewReader(raw)
	case Zstd:
		inner, err = zstd.NewReader(raw, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(uint64(max(window, zstd.MinWindowSize))))
	}
	if err != nil {
		return (&inflate{raw: raw}).classify(err)
	}
	in.reset(&inflate{src: inner, raw: raw})
	return nil
}

// resume goes on reading unless the source has already reported an error.
type resume struct {
	src io.Reader
	err error
}

func (r *resume) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	return r.src.Read(p)
}

// remember keeps the error of the compressed stream, to tell a failing source from bad data.
type remember struct {
	src io.Reader
	err error
}

func (r *remember) Read(p []byte) (int, error) {
	n, err := r.src.Read(p)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}

// inflate reads decompressed bytes and sorts errors into those of the source, truncation, and bad data.
type inflate struct {
	src io.Reader
	raw *remember
}

func (f *inflate) Read(p []byte) (int, error) {
	n, err := f.src.Read(p)
	if err != nil && err != io.EOF {
		err = f.classify(err)
	}
	return n, err
}

func (f *inflate) classify(err error) error {
	switch {
	case f.raw.err != nil:
		return f.raw.err
	case errors.Is(err, io.ErrUnexpectedEOF), err == io.EOF:
		return fmt.Errorf("compressed data: %w", ErrTruncated)
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return fmt.Errorf("%w: %w", err, ErrLimit)
	}
	return fmt.Errorf("%w: %w", err, ErrFormat)
}
