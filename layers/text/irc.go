package text

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/codec"
)

// IRC is a message of Internet Relay Chat, RFC 2812 section 2.3, with tags, which IRCv3 added.
type IRC struct {
	Tags    IRCTags    `bits:"*"` // @time=12:00
	Source  IRCSource  `bits:"*"` // :nick!user@host
	Command IRCCommand `bits:"*"` // PRIVMSG, or three digits
	Params  Line       `bits:"*"` // #channel :text
}

// NewIRC returns a message; params may be empty.
func NewIRC(command, params string) *IRC {
	return &IRC{Command: IRCCommand{wordBefore(command, params)}, Params: NewLine(params)}
}

// Recognizes looks for a command.
func (*IRC) Recognizes(data []byte) bool { return isIRC(data) }

// Repeats reports whether another message follows.
func (*IRC) Repeats(rest []byte) bool { return isIRC(rest) }

// isIRC reports whether b begins with tags and source, as far as they are there, and a command: letters, or three digits.
func isIRC(b []byte) bool {
	text, end := cutLine(b)
	line := b[:text]
	for _, mark := range [...]byte{'@', ':'} {
		if len(line) > 1 && line[0] == mark {
			i := bytes.IndexByte(line, ' ')
			if i < 0 {
				return false
			}
			line = bytes.TrimLeft(line[i:], " ")
		}
	}
	n := 0
	for n < len(line) && lower(line[n]) >= 'a' && lower(line[n]) <= 'z' {
		n++
	}
	if n == 0 && isCode(line) {
		n = 3
	}
	return n > 1 && n < 20 && (n == len(line) && text < end || n < len(line) && line[n] == ' ')
}

// Parameters returns the parameters, without the colon of the last one.
func (m *IRC) Parameters() []string {
	var out []string
	for rest := m.Params.String(); rest != ""; {
		if rest[0] == ':' {
			return append(out, rest[1:])
		}
		one, more, _ := strings.Cut(rest, " ")
		out = append(out, one)
		rest = strings.TrimLeft(more, " ")
	}
	return out
}

func (m *IRC) String() string { return fmt.Sprintf("IRC %s %s", m.Command, m.Params) }

// IRCTags is the word with tags in front of a message, which begins with @; without text it is not there.
type IRCTags struct{ Word }

// DecodeField takes the word, if there is one.
func (t *IRCTags) DecodeField(layer []byte, at int) (int, error) {
	return t.decodeMarked(layer, at, '@')
}

// AppendField appends the word, if there is one.
func (t IRCTags) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	return t.appendMarked(dst, start, derive, '@')
}

// Equal reports whether two are the same once they are encoded.
func (t IRCTags) Equal(o IRCTags) bool { return t.equalMarked(&o.Word) }

// IRCSource is the word in front of a message that says where it comes from, which begins with a colon; without text it is not there.
type IRCSource struct{ Word }

// DecodeField takes the word, if there is one.
func (s *IRCSource) DecodeField(layer []byte, at int) (int, error) {
	return s.decodeMarked(layer, at, ':')
}

// AppendField appends the word, if there is one.
func (s IRCSource) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	return s.appendMarked(dst, start, derive, ':')
}

// Equal reports whether two are the same once they are encoded.
func (s IRCSource) Equal(o IRCSource) bool { return s.equalMarked(&o.Word) }

// IRCCommand is the word that says what the message is. It may begin with the mark of tags or of a source only where such a word
// cannot stand any more.
type IRCCommand struct{ Word }

// AppendField appends the word.
func (c IRCCommand) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	if derive != codec.Nothing && len(c.Text) > 0 && mayBegin(dst[start:], c.Text[0]) {
		return dst, codec.ErrRange
	}
	return c.Word.AppendField(dst, start, derive)
}

// mayBegin reports whether a word with that mark would be taken for tags or a source behind the words before it.
func mayBegin(before []byte, mark byte) bool {
	switch mark {
	case '@':
		return len(before) == 0
	case ':':
		words := bytes.Fields(before)
		return len(words) == 0 || words[len(words)-1][0] != ':'
	}
	return false
}

// Equal reports whether two are the same once they are encoded.
func (c IRCCommand) Equal(o IRCCommand) bool { return c.Word.Equal(o.Word) }

// decodeMarked takes a word that begins with a mark; without one there is no word.
func (w *Word) decodeMarked(layer []byte, at int, mark byte) (int, error) {
	if at == len(layer) || layer[at] != mark {
		*w = Word{}
		return 0, nil
	}
	return w.DecodeField(layer, at)
}

func (w *Word) appendMarked(dst []byte, start int, derive codec.Derive, mark byte) ([]byte, error) {
	if derive != codec.Nothing && len(w.Text) == 0 && len(w.Space) == 0 {
		return dst, nil
	}
	if derive != codec.Nothing && (len(w.Text) == 0 || w.Text[0] != mark) {
		return dst, codec.ErrRange
	}
	return w.AppendField(dst, start, derive)
}

func (w *Word) equalMarked(o *Word) bool {
	return len(w.Text) == 0 && len(o.Text) == 0 || w.Equal(*o)
}

// IRCData is what a port of IRC (RFC 2812) has that does not begin with a message. It has no header: all is payload.
type IRCData struct{}

// NextLayer says that nothing is known of the payload.
func (*IRCData) NextLayer([]byte) codec.Key { return codec.Key{} }

func (*IRCData) String() string { return "IRC data" }
