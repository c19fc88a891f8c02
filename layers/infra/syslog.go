package infra

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"github.com/wiretag/wiretag/codec"
)

// Syslog is a message of the syslog protocol, RFC 5424 section 6, or in the older form of RFC 3164 section 4, in which all parts are optional. As there, whatever
// comes to the port is a message; what has not the form of a part is a part of Message. Text is kept byte for byte.
type Syslog struct {
	Priority SyslogPriority `bits:"*"`
	Version  SyslogVersion  `bits:"*"` // "1" in the form of RFC 5424, else empty

	Timestamp SyslogToken          `bits:"*,if=IsIETF"` // RFC 3339, or -
	Hostname  SyslogToken          `bits:"*,if=IsIETF"`
	AppName   SyslogToken          `bits:"*,if=IsIETF"`
	ProcID    SyslogToken          `bits:"*,if=IsIETF"`
	MsgID     SyslogToken          `bits:"*,if=IsIETF"`
	Data      SyslogStructuredData `bits:"*,if=IsIETF"`
	Space     SyslogSpace          `bits:"*,if=IsIETF"` // there is a message, which may be empty

	BSDTime SyslogBSDTime `bits:"*,if=!IsIETF"`
	BSDHost SyslogBSDHost `bits:"*,if=HasTime"`

	Message []byte `bits:"*,if=HasMessage"` // in RFC 3164 with the tag: see Tag
}

// Err tells whether there is nothing behind the priority, RFC 3164 section 4.1 and RFC 5424 section 6.
func (s *Syslog) Err() error {
	if s.Version == "" && s.BSDTime == "" && len(s.Message) == 0 {
		return codec.ErrLength
	}
	return nil
}

// SyslogPriority is the number between angle brackets, 8 times the facility and the severity, in decimal digits; empty if it is not there.
type SyslogPriority string

// NewSyslogPriority makes one.
func NewSyslogPriority(f SyslogFacility, s SyslogSeverity) SyslogPriority {
	return SyslogPriority(strconv.Itoa(int(f)*8 + int(s)))
}

// DecodeField takes one to three digits in brackets.
func (p *SyslogPriority) DecodeField(layer []byte, at int) (int, error) {
	*p = ""
	b := layer[at:]
	if len(b) < 3 || b[0] != '<' {
		return 0, nil
	}
	n := digits(b[1:min(len(b), 4)])
	if n == 0 || 1+n >= len(b) || b[1+n] != '>' {
		return 0, nil
	}
	*p = SyslogPriority(b[1 : 1+n])
	return n + 2, nil
}

// digits counts the digits at the beginning.
func digits(b []byte) (n int) {
	for n < len(b) && b[n] >= '0' && b[n] <= '9' {
		n++
	}
	return n
}

// AppendField writes brackets and digits.
func (p SyslogPriority) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	switch {
	case p == "":
		return dst, nil
	case len(p) > 3 || digits([]byte(p)) < len(p):
		return dst, codec.ErrRange
	}
	return append(append(append(dst, '<'), p...), '>'), nil
}

// number is its value.
func (p SyslogPriority) number() (n int) {
	for _, c := range []byte(p) {
		n = n*10 + int(c-'0')
	}
	return n
}

// SyslogVersion is the version, if the message is of the form of RFC 5424; it takes the space behind it too.
type SyslogVersion string

// DecodeField looks at the whole header: it is in the one form or in the other.
func (v *SyslogVersion) DecodeField(layer []byte, at int) (int, error) {
	*v = ""
	b := layer[at:]
	n := digits(b[:min(len(b), 3)])
	if at == 0 || n == 0 || b[0] == '0' || n >= len(b) || b[n] != ' ' {
		return 0, nil
	}
	rest := b[n+1:]
	for range 5 {
		end := bytes.IndexByte(rest, ' ')
		if end <= 0 {
			return 0, nil
		}
		rest = rest[end+1:]
	}
	if end := structured(rest); end == 0 || (end < len(rest) && rest[end] != ' ') {
		return 0, nil
	}
	*v = SyslogVersion(b[:n])
	return n + 1, nil
}

// AppendField writes the digits and the space.
func (v SyslogVersion) AppendField(dst []byte, start int, _ codec.Derive) ([]byte, error) {
	switch {
	case v == "":
		return dst, nil
	case len(v) > 3 || digits([]byte(v)) < len(v) || v[0] == '0' || len(dst) == start: // it follows a priority
		return dst, codec.ErrRange
	}
	return append(append(dst, v...), ' '), nil
}

// SyslogToken is a part of the header of RFC 5424, printable characters without a space; - is no value. It takes the space behind it too.
type SyslogToken string

// DecodeField takes what is before the next space, and the space.
func (t *SyslogToken) DecodeField(layer []byte, at int) (int, error) {
	*t = ""
	n := bytes.IndexByte(layer[at:], ' ')
	if n < 0 {
		return len(layer) - at + 1, codec.ErrTruncated
	}
	*t = SyslogToken(layer[at : at+n])
	return n + 1, nil
}

// AppendField writes the text and the space. No text is written as -.
func (t SyslogToken) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if bytes.IndexByte([]byte(t), ' ') >= 0 {
		return dst, codec.ErrRange
	}
	if t == "" {
		t = "-"
	}
	return append(append(dst, t...), ' '), nil
}

// SyslogSpace is the space between header and message of RFC 5424.
type SyslogSpace bool

// DecodeField takes a space if there is one.
func (s *SyslogSpace) DecodeField(layer []byte, at int) (int, error) {
	*s = at < len(layer) && layer[at] == ' '
	if *s {
		return 1, nil
	}
	return 0, nil
}

// AppendField writes the space.
func (s SyslogSpace) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if s {
		return append(dst, ' '), nil
	}
	return dst, nil
}

// bsdTime is the form of the time in RFC 3164, local time without a year.
const bsdTime = time.Stamp

// SyslogBSDTime is a time of RFC 3164, such as "Oct  9 22:33:20", empty if there is none. It takes the space behind it too.
type SyslogBSDTime string

// DecodeField takes a time of exactly that form.
func (t *SyslogBSDTime) DecodeField(layer []byte, at int) (int, error) {
	*t = ""
	b := layer[at:]
	if len(b) <= len(bsdTime) || b[len(bsdTime)] != ' ' || !isBSDTime(b[:len(bsdTime)]) {
		return 0, nil
	}
	*t = SyslogBSDTime(b[:len(bsdTime)])
	return len(bsdTime) + 1, nil
}

// isBSDTime asks for the form alone: there is no year to tell whether the day exists.
func isBSDTime(b []byte) bool {
	const months = "JanFebMarAprMayJunJulAugSepOctNovDec"
	if i := bytes.Index([]byte(months), b[:3]); i < 0 || i%3 != 0 {
		return false
	}
	for i, c := range []byte("... .0 00:00:00") {
		switch {
		case c == '0' && (b[i] < '0' || b[i] > '9'), (c == ' ' || c == ':') && b[i] != c:
			return false
		}
	}
	return b[4] == ' ' || (b[4] >= '0' && b[4] <= '3')
}

// AppendField writes the time and the space.
func (t SyslogBSDTime) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	switch {
	case t == "":
		return dst, nil
	case len(t) != len(bsdTime) || !isBSDTime([]byte(t)):
		return dst, codec.ErrRange
	}
	return append(append(dst, t...), ' '), nil
}

// SyslogBSDHost is the name or address of the host in RFC 3164, empty if the tag follows the time, as programs on the host itself write it. It takes the
// space behind it too.
type SyslogBSDHost string

// DecodeField takes a word that is no tag: those end in a colon or have a process number in brackets.
func (h *SyslogBSDHost) DecodeField(layer []byte, at int) (int, error) {
	*h = ""
	n := bytes.IndexByte(layer[at:], ' ')
	if n <= 0 || !isBSDHost(layer[at:at+n]) {
		return 0, nil
	}
	*h = SyslogBSDHost(layer[at : at+n])
	return n + 1, nil
}

func isBSDHost(b []byte) bool {
	return b[len(b)-1] != ':' && bytes.IndexByte(b, '[') < 0 && bytes.IndexByte(b, ' ') < 0
}

// AppendField writes the name and the space.
func (h SyslogBSDHost) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	switch {
	case h == "":
		return dst, nil
	case !isBSDHost([]byte(h)):
		return dst, codec.ErrRange
	}
	return append(append(dst, h...), ' '), nil
}

// IsIETF reports whether the message has the form of RFC 5424.
func (s *Syslog) IsIETF() bool { return s.Version != "" }

// HasTime reports whether there is a time in the form of RFC 3164.
func (s *Syslog) HasTime() bool { return s.Version == "" && s.BSDTime != "" }

// HasMessage reports whether there can be a message: in RFC 5424 only behind a space.
func (s *Syslog) HasMessage() bool { return s.Version == "" || bool(s.Space) }

// Facility says what kind of program sent the message; RFC 5424 takes user where there is no priority.
func (s *Syslog) Facility() SyslogFacility {
	if s.Priority == "" {
		return SyslogUser
	}
	return SyslogFacility(s.Priority.number() / 8)
}

// Severity says how bad it is; RFC 3164 takes notice where there is no priority.
func (s *Syslog) Severity() SyslogSeverity {
	if s.Priority == "" {
		return SyslogNotice
	}
	return SyslogSeverity(s.Priority.number() % 8)
}

// Time is the time in the message. That of RFC 3164 is local and has no year: it is given as UTC, in year 0. Ok is false if there is none.
func (s *Syslog) Time() (t time.Time, ok bool) {
	form, text := time.RFC3339Nano, string(s.Timestamp)
	if !s.IsIETF() {
		form, text = bsdTime, string(s.BSDTime)
	}
	t, err := time.Parse(form, text)
	return t, err == nil
}

// Tag takes the message of RFC 3164 apart, section 4.1.3: the program's name, at most 32 characters, the process number in brackets, and the content behind
// the colon. In RFC 5424 they are AppName, ProcID, and Message without the mark of UTF-8.
func (s *Syslog) Tag() (name, pid string, content []byte) {
	if s.IsIETF() {
		return string(s.AppName), string(s.ProcID), bytes.TrimPrefix(s.Message, []byte("\xef\xbb\xbf"))
	}
	b := s.Message
	n := bytes.IndexAny(b, "[: ")
	if n <= 0 || n > 32 || b[n] == ' ' {
		return "", "", b
	}
	name, content = string(b[:n]), b[n:]
	if content[0] == '[' {
		end := bytes.IndexByte(content, ']')
		if end < 0 {
			return "", "", b
		}
		pid, content = string(content[1:end]), content[end+1:]
	}
	content = bytes.TrimPrefix(content, []byte(":"))
	return name, pid, bytes.TrimPrefix(content, []byte(" "))
}

func (s *Syslog) String() string {
	app, _, content := s.Tag()
	return fmt.Sprintf("Syslog %s.%s %s %q", s.Facility(), s.Severity(), app, content)
}
