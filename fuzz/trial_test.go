package fuzz_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
)

// reporter is a test that keeps what is reported.
type reporter struct {
	testing.TB
	reports []string
}

func (h *reporter) Helper() {}

func (h *reporter) Errorf(format string, args ...any) {
	h.reports = append(h.reports, fmt.Sprintf(format, args...))
}

// The fields are one byte each, and have one fault each, of bytes that are large.

type right byte

func (f *right) DecodeField(layer []byte, at int) (int, error) {
	if at == len(layer) {
		return 1, codec.ErrTruncated
	}
	*f = right(layer[at])
	return 1, nil
}

func (f right) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	return append(dst, byte(f)), nil
}

type masked byte

func (f *masked) DecodeField(layer []byte, at int) (int, error) {
	return (*right)(f).DecodeField(layer, at)
}

func (f masked) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	return append(dst, byte(f)&0x7f), nil
}

type remembering byte

func (f *remembering) DecodeField(layer []byte, at int) (int, error) {
	was := *f
	n, err := (*right)(f).DecodeField(layer, at)
	if *f > 0x7f {
		*f |= was
	}
	return n, err
}

func (f remembering) AppendField(dst []byte, start int, d codec.Derive) ([]byte, error) {
	return right(f).AppendField(dst, start, d)
}

type extending struct{ B []byte }

func (f *extending) DecodeField(layer []byte, at int) (int, error) {
	f.B = nil
	if at < len(layer) {
		f.B = layer[at : at+1 : at+1]
		if f.B[0] > 0x7f {
			f.B = layer[at : at+1]
		}
	}
	return 1, nil
}

func (f extending) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if len(f.B) != 1 {
		return dst, codec.ErrLength
	}
	return append(dst, f.B[0]), nil
}

type writing byte

func (f *writing) DecodeField(layer []byte, at int) (int, error) {
	n, err := (*right)(f).DecodeField(layer, at)
	if *f > 0x7f {
		layer[at]--
	}
	return n, err
}

func (f writing) AppendField(dst []byte, start int, d codec.Derive) ([]byte, error) {
	return right(f).AppendField(dst, start, d)
}

type fatal byte

func (f *fatal) DecodeField(layer []byte, at int) (int, error) {
	n, err := (*right)(f).DecodeField(layer, at)
	if *f > 0x7f {
		panic("a large byte")
	}
	return n, err
}

func (f fatal) AppendField(dst []byte, start int, d codec.Derive) ([]byte, error) {
	return right(f).AppendField(dst, start, d)
}

type around[F any] struct {
	A F     `bits:"*"`
	B uint8 `bits:"8"`
}

func lawsOf[F any](t *testing.T) []string {
	h := reporter{TB: t}
	fuzz.Laws[around[F]](&h, 500)
	return h.reports
}

// TestLawsFail: each law that does not hold is reported by its name, with a case that is shrunk, and those that hold are not.
func TestLawsFail(t *testing.T) {
	small := regexp.MustCompile(`ARG_0: ([0-9a-f]{2}){0,8}\n|a large byte\n(.|\n)*a panic, at [0-9a-f]+\n`)
	const (
		lossless, meaning, readOnly = "law 1, lossless", "law 4, one meaning", "law 5, read-only"
		changed, derived, encoding  = "laws 1, 4 and 5, changed in a field", "law 2, derived", "law 4, same encoding"
	)
	every := []string{lossless, readOnly, derived, changed, encoding, meaning}
	for name, c := range map[string]struct{ got, want []string }{
		"right":       {lawsOf[right](t), nil},
		"masked":      {lawsOf[masked](t), []string{lossless, derived}}, // both codecs mask
		"remembering": {lawsOf[remembering](t), []string{meaning, changed}},
		"extending":   {lawsOf[extending](t), []string{readOnly, changed}},
		"writing":     {lawsOf[writing](t), every},
		"fatal":       {lawsOf[fatal](t), every},
	} {
		var got []string
		for _, report := range c.got {
			law, _, _ := strings.Cut(report, ":")
			got = append(got, law)
			if !small.MatchString(report) {
				t.Errorf("%s: %s", name, report)
			}
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q\n%s", name, got, c.want, strings.Join(c.got, "\n"))
		}
	}
}
