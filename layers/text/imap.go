package text

import (
	"bytes"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// IMAPCommand is a command of the Internet Message Access Protocol, RFC 9051 section 6 and RFC 3501.
type IMAPCommand struct {
	Tag  Word     `bits:"*"` // a1
	Verb Word     `bits:"*"` // SELECT
	Args IMAPText `bits:"*"` // INBOX
}

// NewIMAPCommand returns a command; args may be empty.
func NewIMAPCommand(tag, verb, args string) *IMAPCommand {
	return &IMAPCommand{NewWord(tag), wordBefore(verb, args), NewIMAPText(args)}
}

// Recognizes looks at tag and verb.
func (*IMAPCommand) Recognizes(data []byte) bool { return isIMAPCommand(data) }

// Repeats reports whether another command follows.
func (*IMAPCommand) Repeats(rest []byte) bool { return isIMAPCommand(rest) }

func (c *IMAPCommand) String() string { return fmt.Sprintf("IMAP %s %s %s", c.Tag, c.Verb, c.Args) }

// imapVerbs are those of RFC 9051, RFC 3501 and common extensions.
var imapVerbs = [...]string{
	"CAPABILITY", "NOOP", "LOGOUT", "STARTTLS", "AUTHENTICATE", "LOGIN", "ENABLE", "SELECT", "EXAMINE", "CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE", "LIST", "LSUB",
	"NAMESPACE", "STATUS", "APPEND", "IDLE", "CHECK", "CLOSE", "UNSELECT", "EXPUNGE", "SEARCH", "FETCH", "STORE", "COPY", "MOVE", "UID", "ID", "SORT", "THREAD", "GETQUOTA",
	"GETQUOTAROOT", "SETQUOTA", "GETACL", "SETACL", "MYRIGHTS", "COMPRESS", "XLIST", "NOTIFY", "GETMETADATA", "SETMETADATA",
}

func isIMAPCommand(b []byte) bool {
	tag, rest, ok := imapTag(b)
	return ok && tag != "*" && tag != "+" && beginsWith(rest, imapVerbs[:])
}

// longestTag is that of a tag that is recognized.
const longestTag = 32

// imapTag cuts the tag off a line.
func imapTag(b []byte) (tag string, rest []byte, ok bool) {
	i := bytes.IndexByte(b[:min(len(b), longestTag)], ' ')
	if i <= 0 || bytes.ContainsAny(b[:i], "\r\n(){%\\\"]\x00") {
		return "", nil, false
	}
	return string(b[:i]), b[i+1:], true
}

// IMAPResponse is a response of the Internet Message Access Protocol, RFC 9051 section 7: one that ends a command, whose tag it has,
// data, whose tag is *, or a request to go on, whose tag is +.
type IMAPResponse struct {
	Tag  Word     `bits:"*"`
	Kind Word     `bits:"*"` // OK, NO, BAD, the kind of data, or a number
	Text IMAPText `bits:"*"`
}

// NewIMAPResponse returns a response; text may be empty.
func NewIMAPResponse(tag, kind, text string) *IMAPResponse {
	return &IMAPResponse{NewWord(tag), wordBefore(kind, text), NewIMAPText(text)}
}

// Recognizes looks at tag and kind.
func (*IMAPResponse) Recognizes(data []byte) bool { return isIMAPResponse(data) }

// Repeats reports whether another response follows.
func (*IMAPResponse) Repeats(rest []byte) bool { return isIMAPResponse(rest) }

func isIMAPResponse(b []byte) bool {
	tag, rest, ok := imapTag(b)
	switch {
	case !ok:
		return bytes.HasPrefix(b, []byte("+\r\n"))
	case tag == "*":
		return len(rest) > 0 && (isDigit(rest[0]) || lower(rest[0]) >= 'a' && lower(rest[0]) <= 'z')
	case tag == "+":
		return true
	}
	return beginsWith(rest, imapConditions[:])
}

// imapConditions are the kinds of responses that end a command.
var imapConditions = [...]string{"OK", "NO", "BAD"}

func (r *IMAPResponse) String() string { return fmt.Sprintf("IMAP %s %s %s", r.Tag, r.Kind, r.Text) }

// IMAPData is what a port of IMAP (RFC 9051) has that is neither command nor response: a part of a literal, or an answer in an
// exchange of authentication. It has no header: all is payload.
type IMAPData struct{}

// NextLayer says that it can be a message.
func (*IMAPData) NextLayer([]byte) codec.Key { return mailKey }

func (*IMAPData) String() string { return "IMAP data" }

// IMAPText is the rest of a command or response, with its literals (RFC 9051 section 4.3): a line that ends with {n} or {n+} is followed by n bytes, and then
// goes on. In a text that was decoded it is not nil; where it is nil, building writes CR LF.
type IMAPText []byte

// NewIMAPText returns a text with CR LF behind it.
func NewIMAPText(s string) IMAPText { return append(IMAPText(s), crlf...) }

// DecodeField takes all to the end of the last line.
func (t *IMAPText) DecodeField(layer []byte, at int) (int, error) {
	n := imapLength(layer[at:])
	*t = layer[at : at+n : at+n]
	return n, nil
}

// imapLength is the length of the text that b begins with.
func imapLength(b []byte) int {
	for n := 0; ; {
		text, end := cutLine(b[n:])
		size, ok := literal(b[n : n+text])
		n += end
		if !ok || end == text || size > int64(len(b)-n) {
			if ok && end > text {
				n = len(b)
			}
			return n
		}
		if n += int(size); n == len(b) {
			return n
		}
	}
}

// literal is the length of the literal that a line says follows it.
func literal(line []byte) (n int64, ok bool) {
	if !bytes.HasSuffix(line, []byte("}")) {
		return 0, false
	}
	i := bytes.LastIndexByte(line, '{')
	if i < 0 {
		return 0, false
	}
	digits := bytes.TrimSuffix(line[i+1:len(line)-1], []byte("+"))
	return number(digits)
}

// AppendField appends the text. Unless nothing is derived, it has to be one text, apart from what is before it.
func (t IMAPText) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	if derive&codec.Defaults != 0 {
		t = orElse(t, crlf)
	}
	if text, _ := cutLine(t); derive != codec.Nothing && (imapLength(t) != len(t) || joins(dst[start:], t[:text])) {
		return dst, codec.ErrRange
	}
	return append(dst, t...), nil
}

// Equal reports whether two texts are the same once they are encoded.
func (t IMAPText) Equal(o IMAPText) bool { return bytes.Equal(orElse(t, crlf), orElse(o, crlf)) }

// String is the text without its last line end.
func (t IMAPText) String() string { return string(bytes.TrimRight(t, "\r\n")) }

// Whole reports whether the last line is whole and no literal is cut.
func (t IMAPText) Whole() bool {
	if t == nil {
		return true
	}
	for b := []byte(t); ; {
		text, end := cutLine(b)
		if end == 0 || !isEnd(b[end-1]) {
			return false
		}
		size, ok := literal(b[:text])
		if !ok {
			return end == len(b)
		}
		if size > int64(len(b)-end) {
			return false
		}
		b = b[end+int(size):]
	}
}
