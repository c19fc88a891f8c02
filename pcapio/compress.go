package pcapio

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// Compression is how a file is compressed as a whole.
type Compression uint8

// Compressions that are recognized.
const (
	Plain Compression = iota
	Gzip
	Zstd
	LZ4 // frames, also those of the legacy form
)

// String is "plain", "gzip", "zstd" or "lz4".
func (c Compression) String() string {
	switch c {
	case Gzip:
		return "gzip"
	case Zstd:
		return "zstd"
	case LZ4:
		return "lz4"
	}
	return "plain"
}

// Magic numbers of the frames of zstd and lz4, little-endian. Both may begin with skippable frames, which are the
// same in both: 16 magic numbers, a length of 32 bits, and as many bytes.
const (
	magicZstd      = 0xfd2fb528
	magicLZ4       = 0x184d2204
	magicLZ4Legacy = 0x184c2102
	magicSkippable = 0x184d2a50 // and the next 15
)

// compressed recognizes a compressed file by its first bytes: behind skippable frames of more than limit bytes, zstd is expected.
func (in *input) compressed(limit int) Compression {
	const frameHeader = 8
	at := 0
	for {
		b := in.buf[in.pos+at : in.end]
		switch {
		case len(b) >= 3 && b[0] == 0x1f && b[1] == 0x8b && b[2] == 8 && at == 0:
			return Gzip
		case len(b) < 4:
			return behind(at)
		}
		switch magic := uint32le(b); {
		case magic == magicZstd:
			return Zstd
		case magic == magicLZ4, magic == magicLZ4Legacy:
			return LZ4
		case magic&^15 != magicSkippable:
			return behind(at)
		}
		if in.need(at+frameHeader) != nil {
			return Zstd
		}
		n := uint32le(in.buf[in.pos+at+4:])
		if uint64(at)+frameHeader+uint64(n) > uint64(limit) || in.need(at+frameHeader+int(n)+4) != nil {
			return Zstd
		}
		at += frameHeader + int(n)
	}
}

// behind is the compression where at bytes of skippable frames are in front of something that is not a frame.
func behind(at int) Compression {
	if at > 0 {
		return Zstd // which says what is wrong
	}
	return Plain
}

// decompress puts a decompressor between the source and the window, which holds the first bytes of the file.
// No goroutines are started.
func (in *input) decompress(c Compression, window, buffer int) error {
	_, lent := in.src.(*memory) // whose bytes stay, and are not to be written to
	first := in.buf[in.pos:in.end]
	if !lent {
		first = bytes.Clone(first)
	}
	raw := &remember{src: io.MultiReader(bytes.NewReader(first), &resume{in.src, in.err})}
	var inner io.Reader
	var err error
	switch c {
	case Gzip:
		inner, err = gzip.NewReader(raw)
	case Zstd:
		inner, err = zstd.NewReader(raw, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(uint64(max(window, zstd.MinWindowSize))))
	case LZ4:
		inner = newFrames(raw)
	}
	if err != nil {
		return (&inflate{raw: raw}).classify(err)
	}
	if lent {
		in.buf = nil
		in.size(buffer)
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

// frames reads lz4 frames that follow each other.
type frames struct {
	src *bufio.Reader
	lz4 *lz4.Reader
}

func newFrames(src io.Reader) *frames {
	buffered := bufio.NewReaderSize(src, 64<<10)
	return &frames{src: buffered, lz4: lz4.NewReader(buffered)}
}

func (f *frames) Read(p []byte) (int, error) {
	for {
		n, err := f.lz4.Read(p)
		if n > 0 && err == io.EOF {
			err = nil
		}
		if n > 0 || err != io.EOF {
			return n, err
		}
		if _, err := f.src.Peek(1); err != nil {
			return 0, err // the end, or why there is none
		}
		f.lz4.Reset(f.src)
	}
}
