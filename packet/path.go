package packet

import (
	"fmt"
	"strconv"
	"strings"
)

// path is a place in packets as text names it: IPv4.TTL, TCP.Options[0].Kind, IPv4[1].Src. A number behind
// a layer says which of the layers of that name is meant, from 0 for the outermost.
type path struct {
	at    int // of the first byte in the text
	layer string
	index int // -1: not given
	steps []step
}

// step goes from a struct to one of its fields, and on to an element if that is a list.
type step struct {
	at    int
	name  string
	index int // -1: not given
}

// maxPath bounds the steps of a path.
const maxPath = 8

// SyntaxError is a mistake in the text of a path or condition.
type SyntaxError struct {
	Text string
	At   int // the byte where the mistake is, from 0
	Msg  string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s, at %d in %q", e.Msg, e.At, e.Text)
}

// parsePath reads a path that is all of the text.
func parsePath(text string) (path, error) {
	s := scanner{text: text}
	p, ok := s.path()
	if ok && s.at < len(text) {
		s.fail(s.at, "unexpected %q", text[s.at:])
	}
	if s.err != nil {
		return path{}, s.err
	}
	return p, nil
}

// scanner reads the text of a path or condition.
type scanner struct {
	text string
	at   int
	err  *SyntaxError // the first one
}

func (s *scanner) fail(at int, format string, args ...any) {
	if s.err == nil {
		s.err = &SyntaxError{Text: s.text, At: at, Msg: fmt.Sprintf(format, args...)}
	}
}

func (s *scanner) path() (p path, ok bool) {
	p.at = s.at
	if p.layer = s.name(); p.layer == "" {
		s.fail(s.at, "want the name of a layer")
		return p, false
	}
	if p.index, ok = s.index(); !ok {
		return p, false
	}
	for s.at < len(s.text) && s.text[s.at] == '.' {
		s.at++
		x := step{at: s.at}
		if x.name = s.name(); x.name == "" {
			s.fail(s.at, "want the name of a field")
			return p, false
		}
		if x.index, ok = s.index(); !ok {
			return p, false
		}
		if p.steps = append(p.steps, x); len(p.steps) > maxPath {
			s.fail(x.at, "more than %d fields inside each other", maxPath)
			return p, false
		}
	}
	return p, true
}

// name reads a name, "" if there is none.
func (s *scanner) name() string {
	from := s.at
	for s.at < len(s.text) && isWord(s.text[s.at]) {
		s.at++
	}
	if from < s.at && s.text[from] >= '0' && s.text[from] <= '9' {
		s.at = from
	}
	return s.text[from:s.at]
}

// index reads [n], -1 if it is not there.
func (s *scanner) index() (n int, ok bool) {
	if s.at >= len(s.text) || s.text[s.at] != '[' {
		return -1, true
	}
	end := strings.IndexByte(s.text[s.at:], ']')
	if end < 0 {
		s.fail(s.at, "want ]")
		return 0, false
	}
	n, err := strconv.Atoi(s.text[s.at+1 : s.at+end])
	if err != nil || n < 0 {
		s.fail(s.at+1, "want a number from 0")
		return 0, false
	}
	s.at += end + 1
	return n, true
}

func isWord(c byte) bool {
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
}

// fields is the path inside its layer, without numbers of elements.
func (p *path) fields() string {
	var b strings.Builder
	for i, s := range p.steps {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s.name)
	}
	return b.String()
}
