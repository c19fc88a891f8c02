package infra

import (
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// SyslogStructuredData is the structured data of RFC 5424, section 6.3, as text: elements in brackets, or - for none.
type SyslogStructuredData string

// SyslogElement is an element of structured data.
type SyslogElement struct {
	ID     string
	Params []SyslogParam
}

// SyslogParam is a parameter of an element. Its value is without quotes and escapes.
type SyslogParam struct {
	Name, Value string
}

// NewSyslogStructuredData makes the text of elements.
func NewSyslogStructuredData(elements ...SyslogElement) SyslogStructuredData {
	escape := strings.NewReplacer(`"`, `\"`, `\`, `\\`, `]`, `\]`)
	var b strings.Builder
	for _, e := range elements {
		b.WriteString("[" + e.ID)
		for _, p := range e.Params {
			fmt.Fprintf(&b, ` %s="%s"`, p.Name, escape.Replace(p.Value))
		}
		b.WriteByte(']')
	}
	if b.Len() == 0 {
		return "-"
	}
	return SyslogStructuredData(b.String())
}

// structured returns where the structured data at the beginning of b ends, 0 if there is none.
func structured[T string | []byte](b T) (n int) {
	if len(b) > 0 && b[0] == '-' {
		return 1
	}
	for n < len(b) && b[n] == '[' {
		end := elementLength(b[n:])
		if end == 0 {
			return 0
		}
		n += end
	}
	return n
}

// elementLength is the length of the element that b begins with, brackets included, 0 if it has no end.
func elementLength[T string | []byte](b T) int {
	quoted := false
	for n := 1; n < len(b); n++ {
		switch {
		case b[n] == ']' && !quoted:
			return n + 1
		case b[n] == '"':
			quoted = !quoted
		case b[n] == '\\' && quoted:
			n++
		}
	}
	return 0
}

// DecodeField takes - or the elements.
func (d *SyslogStructuredData) DecodeField(layer []byte, at int) (int, error) {
	*d = ""
	n := structured(layer[at:])
	if n == 0 {
		return 0, codec.ErrRange
	}
	*d = SyslogStructuredData(layer[at : at+n])
	return n, nil
}

// AppendField writes the text, - for none.
func (d SyslogStructuredData) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if d == "" {
		d = "-"
	}
	if structured(string(d)) != len(d) {
		return dst, codec.ErrRange
	}
	return append(dst, d...), nil
}

// Elements takes the text apart. A parameter that has another form, and what follows it in its element, is left out.
func (d SyslogStructuredData) Elements() []SyslogElement {
	var all []SyslogElement
	for rest := string(d); strings.HasPrefix(rest, "["); {
		n := elementLength(rest)
		if n == 0 {
			break
		}
		all = append(all, element(rest[1:n-1]))
		rest = rest[n:]
	}
	return all
}

// element reads what is between the brackets of an element.
func element(s string) (e SyslogElement) {
	e.ID, s, _ = strings.Cut(s, " ")
	for s != "" {
		name, value, ok := strings.Cut(s, `="`)
		if !ok || strings.ContainsAny(name, ` ]"`) {
			break
		}
		text, rest, ok := unquoted(value)
		if !ok {
			break
		}
		e.Params = append(e.Params, SyslogParam{name, text})
		if s, ok = strings.CutPrefix(rest, " "); !ok {
			break
		}
	}
	return e
}

// unquoted is what is before the closing quote in s, without escapes, and what is behind that; ok is false if there is none.
func unquoted(s string) (value, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '"' {
			return b.String(), s[i+1:], true
		}
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte(`"\]`, s[i+1]) >= 0 {
			i++
		}
		b.WriteByte(s[i])
	}
	return "", "", false
}

// SyslogFacility is the kind of program that sends a message.
type SyslogFacility uint8

// Facilities, RFC 5424 section 6.2.1.
const (
	SyslogKernel   SyslogFacility = 0
	SyslogUser     SyslogFacility = 1
	SyslogMail     SyslogFacility = 2
	SyslogDaemon   SyslogFacility = 3
	SyslogAuth     SyslogFacility = 4
	SyslogSelf     SyslogFacility = 5
	SyslogPrinter  SyslogFacility = 6
	SyslogNews     SyslogFacility = 7
	SyslogUUCP     SyslogFacility = 8
	SyslogCron     SyslogFacility = 9
	SyslogAuthPriv SyslogFacility = 10
	SyslogFTP      SyslogFacility = 11
	SyslogNTP      SyslogFacility = 12
	SyslogAudit    SyslogFacility = 13
	SyslogAlerts   SyslogFacility = 14
	SyslogClock    SyslogFacility = 15
	SyslogLocal0   SyslogFacility = 16 // to 23, local7
)

func (f SyslogFacility) String() string {
	return iana.NameAt([]string{
		"kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp", "security", "console", "solaris-cron",
		"local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
	}, f)
}

// SyslogSeverity says how bad it is.
type SyslogSeverity uint8

// Severities.
const (
	SyslogEmergency SyslogSeverity = 0
	SyslogAlert     SyslogSeverity = 1
	SyslogCritical  SyslogSeverity = 2
	SyslogError     SyslogSeverity = 3
	SyslogWarning   SyslogSeverity = 4
	SyslogNotice    SyslogSeverity = 5
	SyslogInfo      SyslogSeverity = 6
	SyslogDebug     SyslogSeverity = 7
)

func (s SyslogSeverity) String() string {
	return iana.NameAt([]string{"emergency", "alert", "critical", "error", "warning", "notice", "info", "debug"}, s)
}
