package text

import (
	"bytes"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// Code is a number of three digits: the code of a reply of SMTP or FTP.
type Code uint16

// DecodeField reads three digits.
func (c *Code) DecodeField(layer []byte, at int) (int, error) {
	b := layer[at:]
	if len(b) < 3 {
		return 3, codec.ErrTruncated
	}
	n, ok := number(b[:3])
	if !ok {
		return 3, codec.ErrRange
	}
	*c = Code(n)
	return 3, nil
}

// AppendField appends three digits.
func (c Code) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if c > 999 {
		return dst, codec.ErrRange
	}
	return append(dst, byte('0'+c/100), byte('0'+c/10%10), byte('0'+c%10)), nil
}

// ReplyText is what follows the code of a reply, to the end of its last line: a space or a hyphen, text, a line end, and the further
// lines of a reply that has a hyphen there. The last of these begins with the code and a space.
type ReplyText []byte

// newReplyText returns the text of a reply with the given lines.
func newReplyText(code int, lines []string) ReplyText {
	var t ReplyText
	for i, s := range lines {
		if i > 0 {
			t = fmt.Appendf(t, "%03d", code)
		}
		sep := byte('-')
		if i == len(lines)-1 {
			sep = ' '
		}
		t = append(append(append(t, sep), s...), crlf...)
	}
	return t
}

// DecodeField takes the lines of the reply; all there is where the last one is in another segment.
func (t *ReplyText) DecodeField(layer []byte, at int) (int, error) {
	n := replyLength(layer[max(at-3, 0):at], layer[at:])
	*t = layer[at : at+n : at+n]
	return n, nil
}

// replyLength is the length of the reply whose code is followed by b.
func replyLength(code, b []byte) int {
	_, n := cutLine(b)
	if len(b) == 0 || b[0] != '-' {
		return n
	}
	for n < len(b) {
		line := b[n:]
		_, end := cutLine(line)
		n += end
		if len(line) >= len(code)+1 && bytes.HasPrefix(line, code) && line[len(code)] != '-' && !isDigit(line[len(code)]) {
			break
		}
	}
	return n
}

// AppendField appends the lines. Unless nothing is derived, they have to be those of one reply.
func (t ReplyText) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	if derive&codec.Defaults != 0 {
		t = orElse(t, crlf)
	}
	if derive != codec.Nothing {
		code := dst[max(len(dst)-3, start):]
		if replyLength(code, t) != len(t) || (len(t) > 0 && isDigit(t[0])) {
			return dst, codec.ErrRange
		}
	}
	return append(dst, t...), nil
}

// Equal reports whether two texts are the same once they are encoded.
func (t ReplyText) Equal(o ReplyText) bool { return bytes.Equal(orElse(t, crlf), orElse(o, crlf)) }

// Lines calls yield with the text of each line, without its code.
func (t ReplyText) Lines(yield func(text []byte) bool) {
	for rest, first := []byte(t), true; len(rest) > 0; first = false {
		text, end := cutLine(rest)
		line := rest[:text:text]
		rest = rest[end:]
		if !first && isCode(line) {
			line = line[3:]
		}
		if len(line) > 0 && (line[0] == ' ' || line[0] == '-') {
			line = line[1:]
		}
		if !yield(line) {
			return
		}
	}
}

// String is the text of the first line.
func (t ReplyText) String() string {
	for line := range t.Lines {
		return string(line)
	}
	return ""
}

// Whole reports whether the last line is there, and whole.
func (t ReplyText) Whole() bool {
	switch {
	case t == nil:
		return true
	case len(t) == 0 || t[len(t)-1] != '\n':
		return false
	case t[0] != '-':
		return true
	}
	last := t[bytes.LastIndexByte(t[:len(t)-1], '\n')+1:]
	return len(last) < len(t) && isCode(last) && len(last) > 3 && last[3] != '-'
}

// DotText is text whose end is a line with nothing but a dot (RFC 1939 section 3, RFC 5321 section 4.5.2), as it is sent. It has no such line where that
// is in another segment.
type DotText []byte

// NewDotText returns text, whose lines end with LF or CR LF, in its transmitted form.
func NewDotText(s string) DotText {
	t := DotText{}
	for rest := []byte(s); len(rest) > 0; {
		text, end := cutLine(rest)
		if text > 0 && rest[0] == '.' {
			t = append(t, '.')
		}
		t = append(append(t, rest[:text]...), crlf...)
		rest = rest[end:]
	}
	return append(t, ".\r\n"...)
}

// DecodeField takes all up to the line with a dot, and that.
func (t *DotText) DecodeField(layer []byte, at int) (int, error) {
	n := dotLength(layer[at:])
	*t = layer[at : at+n : at+n]
	return n, nil
}

// dotLength is the length of the text that b begins with.
func dotLength(b []byte) int {
	for n := 0; n < len(b); {
		text, end := cutLine(b[n:])
		n += end
		if text == 1 && b[n-end] == '.' && isEnd(b[n-1]) {
			return n
		}
	}
	return len(b)
}

// AppendField appends the text. Unless nothing is derived, there must be nothing behind its end.
func (t DotText) AppendField(dst []byte, _ int, derive codec.Derive) ([]byte, error) {
	if derive != codec.Nothing && dotLength(t) != len(t) {
		return dst, codec.ErrRange
	}
	return append(dst, t...), nil
}

// Whole reports whether the end is there.
func (t DotText) Whole() bool {
	return bytes.HasSuffix(t, []byte(".\r\n")) && (len(t) == 3 || isEnd(t[len(t)-4])) || bytes.HasSuffix(t, []byte("\n.\n")) || string(t) == ".\n"
}

// Text returns the text without the dots that were put before others, and without the end.
func (t DotText) Text() []byte {
	var out []byte
	for rest := []byte(t); len(rest) > 0; {
		text, end := cutLine(rest)
		line := rest[:end]
		rest = rest[end:]
		if line[0] == '.' {
			if text == 1 && isEnd(line[end-1]) {
				break
			}
			line = line[1:]
		}
		out = append(out, line...)
	}
	return out
}

// String is the text as it is sent.
func (t DotText) String() string { return string(t) }
