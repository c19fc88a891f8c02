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
			if !e.strict && e.One(3) {
				w.Space = []byte("\t  ")[:1+e.Intn(3)]
			}
			return w
		},
		reflect.TypeFor[lines.Line](): func(e *Entropy) any {
			l := lines.Line{Text: word(e)}
			if !e.strict && e.One(3) {
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
		reflect.TypeFor[lines.IRCTags](): func(e *Entropy) any {
			if e.One(2) {
				return lines.IRCTags{Word: lines.NewWord("@a=b")}
			}
			return lines.IRCTags{}
		},
		reflect.TypeFor[lines.IRCSource](): func(e *Entropy) any {
			if e.One(2) {
				return lines.IRCSource{Word: lines.NewWord(":nick!user@host")}
			}
			return lines.IRCSource{}
		},
		reflect.TypeFor[lines.IRCCommand](): func(e *Entropy) any { return lines.IRCCommand{Word: lines.Word{Text: word(e)}} },
		reflect.TypeFor[lines.Code]():       func(e *Entropy) any { return lines.Code(e.Intn(1100)) },
		reflect.TypeFor[lines.ReplyText]():  func(e *Entropy) any { return lines.ReplyText([]string{" text\r\n", "\n"}[e.Intn(2)]) },
		reflect.TypeFor[lines.SMTPBody]():   func(*Entropy) any { return lines.SMTPBody(nil) },
		reflect.TypeFor[lines.POPLines]():   func(*Entropy) any { return lines.POPLines(nil) },
		reflect.TypeFor[lines.IMAPText](): func(e *Entropy) any {
			return lines.NewIMAPText([]string{"", "INBOX", "a {3}\r\na\nb c"}[e.Intn(3)])
		},
		reflect.TypeFor[lines.ChunkedBody](): func(e *Entropy) any { return lines.NewChunkedBody(word(e), word(e)) },
	}
}

// words are such as text protocols have.
var words = [...]string{"GET", "*", "HTTP/1.1", "SIP/2.0", "RTSP/1.0", "200", "MAIL", "USER", "LOGIN", "+OK", "-ERR", "DATA", "SSH-2.0-x", "a1", ":x", "%", "NICK"}

// word makes a word without white space, at times of any other bytes; of letters if it is to be strict.
func word(e *Entropy) []byte {
	if !e.One(4) {
		return []byte(words[e.Intn(len(words))])
	}
	b := e.Bytes(1 + e.Intn(20))
	for i, c := range b {
		if c <= ' ' || e.strict {
			b[i] = 'a' + c%26
		}
	}
	return b
}
