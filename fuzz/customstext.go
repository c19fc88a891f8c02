package fuzz

import (
	"reflect"

	lines "github.com/wiretag/wiretag/layers/text"
)

// textValues makes the values of package text.
func textValues() Customs {
	return Customs{
		reflect.TypeFor[lines.Word](): func(e *Entropy) any {
			w := lines.Word{Text: word(e)}
			if e.One(3) {
				w.Space = []byte("\t  ")[:1+e.Intn(3)]
			}
			return w
		},
		reflect.TypeFor[lines.Line](): func(e *Entropy) any {
			l := lines.Line{Text: word(e)}
			if e.One(3) {
				l.End = []byte("\r\r\n")[e.Intn(3):]
			}
			return l
		},
		reflect.TypeFor[lines.Headers](): func(e *Entropy) any {
			var h lines.Headers
			for range e.Intn(4) {
				h.Add(string(word(e)), string(word(e)))
			}
			if e.One(3) {
				h.Add("content-length", "")
			}
			return h
		},
		reflect.TypeFor[lines.ChunkedBody](): func(e *Entropy) any { return lines.NewChunkedBody(word(e), word(e)) },
	}
}

// words are such as text protocols have.
var words = [...]string{"GET", "*", "HTTP/1.1", "SIP/2.0", "200", "MAIL", "+OK", "a1", ":x", "%", "NICK"}

// word makes a word without white space, at times of any other bytes.
func word(e *Entropy) []byte {
	if !e.One(4) {
		return []byte(words[e.Intn(len(words))])
	}
	b := e.Bytes(1 + e.Intn(20))
	for i, c := range b {
		if c <= ' ' {
			b[i] = 'a' + c%26
		}
	}
	return b
}
