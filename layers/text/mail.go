package text

import (
	"bytes"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// SMTPCommand is a command of the Simple Mail Transfer Protocol, RFC 5321 section 4.1, with one of the verbs of that and of its
// extensions. What DATA and BDAT (RFC 3030) send may be in the same segment.
type SMTPCommand struct {
	Verb Word     `bits:"*"` // MAIL
	Args Line     `bits:"*"` // FROM:<a@example.com>
	Body SMTPBody `bits:"*"`
}

// NewSMTPCommand returns a command; args may be empty.
func NewSMTPCommand(verb, args string) *SMTPCommand {
	return &SMTPCommand{Verb: wordBefore(verb, args), Args: NewLine(args)}
}

// wordBefore is a word with a space behind it if something follows.
func wordBefore(s, rest string) Word {
	w := NewWord(s)
	if rest == "" {
		w.Space = []byte{}
	}
	return w
}

// Recognizes looks at the verb and at the form of its arguments.
func (*SMTPCommand) Recognizes(data []byte) bool { return isSMTPCommand(data) }

// Repeats reports whether another command follows.
func (*SMTPCommand) Repeats(rest []byte) bool { return isSMTPCommand(rest) }

func (c *SMTPCommand) String() string { return fmt.Sprintf("SMTP %s %s", c.Verb, c.Args) }

// SMTPBody is what is sent behind the commands DATA, up to the line with a dot, and BDAT, as many bytes as it says; nothing
// behind others.
type SMTPBody []byte

// DecodeField takes what belongs to the command.
func (d *SMTPBody) DecodeField(layer []byte, at int) (int, error) {
	n := bodyLength(layer[:at], layer[at:])
	*d = layer[at : at+n : at+n]
	return n, nil
}

// bodyLength is how much of rest, which follows a command's line, it sends.
func bodyLength(line, rest []byte) int {
	text, end := cutLine(line)
	if end == 0 || end != len(line) || len(rest) == 0 || !isEnd(line[end-1]) {
		return 0
	}
	verb, args, _ := bytes.Cut(line[:text], []byte(" "))
	switch {
	case sameFold(verb, "DATA"):
		return dotLength(rest)
	case sameFold(verb, "BDAT"):
		size, _, _ := bytes.Cut(bytes.TrimLeft(args, " "), []byte(" "))
		n, _ := number(size)
		return int(min(n, int64(len(rest))))
	}
	return 0
}

// AppendField appends the body. Unless nothing is derived, it has to be what the command sends.
func (d SMTPBody) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	if derive != codec.Nothing && bodyLength(dst[start:], d) != len(d) {
		return dst, codec.ErrRange
	}
	return append(dst, d...), nil
}

// mailKey leads to a message.
var mailKey = codec.Key{Table: "media", Value: uint64(MediaMessage)}

// smtpVerbs are verbs and how their arguments begin: ? is anything or nothing, nothing is none.
var smtpVerbs = [...][2]string{
	{"HELO", "?"},
	{"EHLO", "?"},
	{"LHLO", "?"},
	{"MAIL", "FROM:"},
	{"RCPT", "TO:"},
	{"DATA", ""},
	{"QUIT", ""},
	{"RSET", ""},
	{"NOOP", "?"},
	{"VRFY", "?"},
	{"EXPN", "?"},
	{"HELP", "?"},
	{"AUTH", "?"},
	{"STARTTLS", ""},
	{"BDAT", "?"},
	{"ETRN", "?"},
	{"ATRN", "?"},
	{"TURN", ""},
	{"SEND", "FROM:"},
	{"SOML", "FROM:"},
	{"SAML", "FROM:"},
	{"XCLIENT", "?"},
	{"XFORWARD", "?"},
	{"BURL", "?"},
}

func isSMTPCommand(b []byte) bool {
	text, end := cutLine(b)
	verb, args, _ := bytes.Cut(b[:text], []byte(" "))
	args = bytes.TrimLeft(args, " \t")
	if end == 0 || !isEnd(b[end-1]) {
		return false
	}
	for _, v := range smtpVerbs {
		if sameFold(verb, v[0]) {
			return v[1] == "?" || v[1] == "" && len(args) == 0 || v[1] != "" && len(args) >= len(v[1]) && sameFold(args[:len(v[1])], v[1])
		}
	}
	return false
}

// SMTPReply is a reply of the Simple Mail Transfer Protocol, RFC 5321 section 4.2, with all of its lines.
type SMTPReply struct {
	Code Code      `bits:"*"`
	Text ReplyText `bits:"*"`
}

// NewSMTPReply returns a reply of one or more lines.
func NewSMTPReply(code int, lines ...string) *SMTPReply {
	return &SMTPReply{Code(code), newReplyText(code, lines)}
}

// Recognizes looks at the code.
func (*SMTPReply) Recognizes(data []byte) bool { return isReply(data) }

// Repeats reports whether another reply follows.
func (*SMTPReply) Repeats(rest []byte) bool { return isReply(rest) }

// isReply reports whether b begins with a code, as a reply has it.
func isReply(b []byte) bool {
	return isCode(b) && b[0] != '0' && (len(b) == 3 || b[3] == ' ' || b[3] == '-' || b[3] == '\r' || b[3] == '\n')
}

func (r *SMTPReply) String() string { return fmt.Sprintf("SMTP %d %s", r.Code, r.Text) }

// SMTPData is what a port of SMTP (RFC 5321) has that is neither command nor reply: a message, or a part of one, or an answer in an exchange of
// authentication. It has no header: all is payload.
type SMTPData struct{}

// NextLayer says that it can be a message.
func (*SMTPData) NextLayer([]byte) codec.Key { return mailKey }

func (*SMTPData) String() string { return "SMTP data" }

// Message is a message as mail has it, RFC 5322: header fields and, as payload, the body.
type Message struct {
	Headers Headers `bits:"*"`
}

// NewMessage returns a message with header fields of the given names and values in turn.
func NewMessage(fields ...string) *Message { return &Message{NewHeaders(fields...)} }

// LayerName is the name of the layer.
func (*Message) LayerName() string { return "MailMessage" }

// Recognizes looks at the name of the first field.
func (*Message) Recognizes(data []byte) bool {
	name, _, ok := bytes.Cut(data[:min(len(data), 64)], []byte(":"))
	if !ok {
		return false
	}
	for _, s := range firstFields {
		if sameFold(name, s) {
			return true
		}
	}
	return len(name) > 2 && sameFold(name[:2], "X-") && !bytes.ContainsAny(name, " \t\r\n")
}

// firstFields are fields that messages begin with.
var firstFields = [...]string{
	"Received", "Return-Path", "Delivered-To", "From", "To", "Date", "Subject", "Message-ID", "MIME-Version", "Content-Type", "DKIM-Signature", "Reply-To",
	"Authentication-Results", "ARC-Seal", "Sender", "Cc", "Envelope-to",
}

// NextLayer tells what the body is by its type.
func (m *Message) NextLayer([]byte) codec.Key {
	if e := m.Headers.Value("Content-Transfer-Encoding"); hasToken(e, "base64") || hasToken(e, "quoted-printable") {
		return codec.Key{}
	}
	return m.Headers.media()
}

// PayloadLength is all there is: the fields do not say how long the body is.
func (*Message) PayloadLength(int) (int, bool) { return 0, false }

// FixPayloadLength fills in a Content-Length without a value.
func (*Message) FixPayloadLength(packet []byte, header int) error {
	return fixFields(packet, 0, header)
}

func (m *Message) String() string {
	return fmt.Sprintf("Message from %s, %s", m.Headers.Get("From"), m.Headers.Get("Subject"))
}

// POPCommand is a command of the Post Office Protocol, RFC 1939 section 3.
type POPCommand struct {
	Verb Word `bits:"*"` // RETR
	Args Line `bits:"*"` // 1
}

// NewPOPCommand returns a command; args may be empty.
func NewPOPCommand(verb, args string) *POPCommand {
	return &POPCommand{wordBefore(verb, args), NewLine(args)}
}

// Recognizes looks at the verb.
func (*POPCommand) Recognizes(data []byte) bool { return isPOPCommand(data) }

// Repeats reports whether another command follows.
func (*POPCommand) Repeats(rest []byte) bool { return isPOPCommand(rest) }

func (c *POPCommand) String() string { return fmt.Sprintf("POP3 %s %s", c.Verb, c.Args) }

// popVerbs are those of RFC 1939, RFC 2449, RFC 2595, RFC 5034 and RFC 6856.
var popVerbs = [...]string{"USER", "PASS", "APOP", "AUTH", "STAT", "LIST", "RETR", "DELE", "NOOP", "RSET", "QUIT", "TOP", "UIDL", "CAPA", "STLS", "LANG", "UTF8", "XTND"}

func isPOPCommand(b []byte) bool { return beginsWith(b, popVerbs[:]) }

// beginsWith reports whether the first word of b is one of those given, and its line is whole.
func beginsWith(b []byte, words []string) bool {
	text, end := cutLine(b)
	if end == 0 || !isEnd(b[end-1]) {
		return false
	}
	first, _, _ := bytes.Cut(b[:text], []byte(" "))
	for _, w := range words {
		if sameFold(first, w) {
			return true
		}
	}
	return false
}

// POPReply is a reply of the Post Office Protocol, RFC 1939 section 3, with the lines that follow the first one of some replies.
type POPReply struct {
	Status Word     `bits:"*"` // +OK or -ERR
	Text   Line     `bits:"*"`
	Data   POPLines `bits:"*"` // a list or a message
}

// NewPOPReply returns a reply of one line.
func NewPOPReply(status, text string) *POPReply {
	return &POPReply{Status: wordBefore(status, text), Text: NewLine(text)}
}

// POPLines are the lines behind the first line of a reply +OK, in the form of [DotText]. There are none where another reply
// follows.
type POPLines []byte

// DecodeField takes the lines.
func (l *POPLines) DecodeField(layer []byte, at int) (int, error) {
	n := popLength(layer[:at], layer[at:])
	*l = layer[at : at+n : at+n]
	return n, nil
}

// popLength is how much of rest, which follows the first line of a reply, belongs to it.
func popLength(line, rest []byte) int {
	if !bytes.HasPrefix(line, []byte("+OK")) || !isEnd(line[len(line)-1]) || isPOPReply(rest) {
		return 0
	}
	return dotLength(rest)
}

// AppendField appends the lines. Unless nothing is derived, they have to be those of the reply.
func (l POPLines) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	if derive != codec.Nothing && popLength(dst[start:], l) != len(l) {
		return dst, codec.ErrRange
	}
	return append(dst, l...), nil
}

// Text returns the text of the lines, as [DotText.Text] does.
func (l POPLines) Text() []byte { return DotText(l).Text() }

// String is the lines as they are sent.
func (l POPLines) String() string { return string(l) }

// Recognizes looks at the status.
func (*POPReply) Recognizes(data []byte) bool { return isPOPReply(data) }

// Repeats reports whether another reply follows.
func (*POPReply) Repeats(rest []byte) bool { return isPOPReply(rest) }

func isPOPReply(b []byte) bool {
	return bytes.HasPrefix(b, []byte("+OK")) || bytes.HasPrefix(b, []byte("-ERR")) || bytes.HasPrefix(b, []byte("+ "))
}

func (r *POPReply) String() string { return fmt.Sprintf("POP3 %s %s", r.Status, r.Text) }

// POPData is what a port of POP3 (RFC 1939) has that is neither command nor reply: a part of a message, or an answer in an exchange
// of authentication. It has no header: all is payload.
type POPData struct{}

// NextLayer says that it can be a message.
func (*POPData) NextLayer([]byte) codec.Key { return mailKey }

func (*POPData) String() string { return "POP3 data" }
