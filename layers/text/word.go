package text

import (
	"bytes"

	"github.com/wiretag/wiretag/codec"
)

// Word is a word in a line and the white space behind it. In a word that was decoded Space is not nil; where it is nil,
// building writes one space.
type Word struct {
	Text  []byte // without spaces, tabs and line ends
	Space []byte // spaces and tabs
}

// NewWord returns a word with one space behind it.
func NewWord(s string) Word { return Word{Text: []byte(s)} }

// String is the text of the word.
func (w Word) String() string { return string(w.Text) }

// Is reports whether the word is s; upper and lower case of ASCII letters are the same.
func (w Word) Is(s string) bool { return sameFold(w.Text, s) }

// UnmarshalText sets the text and keeps the space.
func (w *Word) UnmarshalText(b []byte) error {
	w.Text = bytes.Clone(b)
	return nil
}

// Equal reports whether two words are the same once they are encoded.
func (w Word) Equal(o Word) bool {
	return bytes.Equal(w.Text, o.Text) && bytes.Equal(orElse(w.Space, oneSpace), orElse(o.Space, oneSpace))
}

// DecodeField takes what is before white space, and that.
func (w *Word) DecodeField(layer []byte, at int) (int, error) {
	n, _ := cutLine(layer[at:])
	line := layer[at : at+n : at+n]
	n = 0
	for n < len(line) && !isSpace(line[n]) {
		n++
	}
	w.Text = line[:n:n]
	gap := n
	for n < len(line) && isSpace(line[n]) {
		n++
	}
	w.Space = line[gap:n:n]
	return n, nil
}

// AppendField appends the word and its space. Unless nothing is derived, it has to be one word, apart from what is before it.
func (w Word) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	space := w.Space
	if derive&codec.Defaults != 0 {
		space = orElse(space, oneSpace)
	}
	if derive != codec.Nothing && (!isWord(w.Text) || len(bytes.Trim(space, " \t")) > 0 || merges(dst[start:], w.Text, space)) {
		return dst, codec.ErrRange
	}
	return append(append(dst, w.Text...), space...), nil
}

// isWord reports whether b has no white space and no line end.
func isWord(b []byte) bool {
	return !bytes.ContainsAny(b, " \t\n") && !bytes.HasSuffix(b, []byte("\r"))
}

// merges reports whether a word would become a part of the one before it, or its space a part of the space there.
func merges(before, text, space []byte) bool {
	switch {
	case len(before) == 0:
		return false
	case len(text) == 0:
		return len(space) > 0 && !isEnd(before[len(before)-1])
	}
	c := before[len(before)-1]
	return !isSpace(c) && !isEnd(c)
}

// Line is the rest of a line and its end. In a line that was decoded End is not nil: it is empty where the line goes on in
// another segment. Where it is nil, building writes CR LF.
type Line struct {
	Text []byte // without the line's end
	End  []byte // LF and the CRs before it; the CRs alone if the segment ends there
}

// NewLine returns a line that ends with CR LF.
func NewLine(s string) Line { return Line{Text: []byte(s)} }

// String is the text of the line.
func (l Line) String() string { return string(l.Text) }

// Whole reports whether the line has its end.
func (l Line) Whole() bool { return l.End == nil || bytes.HasSuffix(l.End, []byte("\n")) }

// UnmarshalText sets the text and keeps the end.
func (l *Line) UnmarshalText(b []byte) error {
	l.Text = bytes.Clone(b)
	return nil
}

// Equal reports whether two lines are the same once they are encoded.
func (l Line) Equal(o Line) bool {
	return bytes.Equal(l.Text, o.Text) && bytes.Equal(orElse(l.End, crlf), orElse(o.End, crlf))
}

// DecodeField takes all to the end of the line.
func (l *Line) DecodeField(layer []byte, at int) (int, error) {
	text, end := cutLine(layer[at:])
	l.Text = layer[at : at+text : at+text]
	l.End = layer[at+text : at+end : at+end]
	return end, nil
}

// AppendField appends the line. Unless nothing is derived, it has to be one line, apart from what is before it.
func (l Line) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	end := l.End
	if derive&codec.Defaults != 0 {
		end = orElse(end, crlf)
	}
	if derive != codec.Nothing && (!isLine(l.Text, end) || joins(dst[start:], l.Text)) {
		return dst, codec.ErrRange
	}
	return append(append(dst, l.Text...), end...), nil
}

// isLine reports whether text and end are one line.
func isLine(text, end []byte) bool {
	n, all := cutLine(end)
	return n == 0 && all == len(end) && bytes.IndexByte(text, '\n') < 0 && !bytes.HasSuffix(text, []byte("\r"))
}

// joins reports whether the text of a line would become a part of the word before it.
func joins(before, text []byte) bool {
	if len(before) == 0 || len(text) == 0 || isEnd(before[len(before)-1]) {
		return false
	}
	return isSpace(text[0]) || !isSpace(before[len(before)-1])
}

// What is written where nothing was set.
var (
	oneSpace = []byte(" ")
	crlf     = []byte("\r\n")
)

// orElse is b, or what is written where it was not set.
func orElse(b, usual []byte) []byte {
	if b == nil {
		return usual
	}
	return b
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' }

func isEnd(c byte) bool { return c == '\n' }

// cutLine finds the first line of b: its text is b[:text], its end b[text:end]. Without a line feed all of b is the line.
func cutLine(b []byte) (text, end int) {
	end = len(b)
	text = end
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		text, end = i, i+1
	}
	for text > 0 && b[text-1] == '\r' {
		text--
	}
	return text, end
}

// sameFold reports whether b is s, where upper and lower case of ASCII letters are the same.
func sameFold(b []byte, s string) bool {
	if len(b) != len(s) {
		return false
	}
	for i := range b {
		if lower(b[i]) != lower(s[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
