package flow

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// arrow stands between the endpoints of a flow.
const arrow = "->"

// bare reports whether the text of the kind is told from others without its name.
func (k Kind) bare() bool { return k == KindMAC || k == KindIPv4 || k == KindIPv6 }

// String returns the text of [Endpoint.AppendText], and "invalid" for the zero Endpoint.
func (e Endpoint) String() string {
	if !e.IsValid() {
		return "invalid"
	}
	var a [64]byte
	return string(e.appendText(a[:0]))
}

// AppendText appends the address as text. MAC and IP addresses stand alone
// ("00:00:5e:00:53:01", "192.0.2.1", "2001:db8::1"); any other kind follows
// after a slash ("80/tcp"). The zero Endpoint is no text. [Parse] is the
// inverse. The error is always nil.
func (e Endpoint) AppendText(dst []byte) ([]byte, error) {
	if !e.IsValid() {
		return dst, nil
	}
	return e.appendText(dst), nil
}

func (e Endpoint) appendText(dst []byte) []byte {
	k := e.Kind()
	dst = e.appendValue(dst, k)
	if k.bare() {
		return dst
	}
	return k.appendName(append(dst, '/'))
}

func (e Endpoint) appendValue(dst []byte, k Kind) []byte {
	switch k.Form() {
	case FormDecimal:
		return strconv.AppendUint(dst, e.hi>>(64-8*e.Len()), 10)
	case FormAddr:
		return e.addr().AppendTo(dst)
	case FormColons:
		b := e.bytes()
		for i := range e.Len() {
			if i > 0 {
				dst = append(dst, ':')
			}
			dst = hex.AppendEncode(dst, b[i:i+1])
		}
		return dst
	}
	b := e.bytes()
	return hex.AppendEncode(dst, b[:e.Len()])
}

// MarshalText returns the text of [Endpoint.AppendText].
func (e Endpoint) MarshalText() ([]byte, error) { return e.AppendText(nil) }

// UnmarshalText reads the text of an endpoint of a built-in kind, by [Parse].
// No text gives the zero Endpoint.
func (e *Endpoint) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*e = Endpoint{}
		return nil
	}
	got, err := Parse(string(text))
	if err != nil {
		return err
	}
	*e = got
	return nil
}

// Parse reads the text of [Endpoint.AppendText]. It knows the built-in kinds
// and those given.
func Parse(text string, kinds ...Kind) (Endpoint, error) {
	if at := strings.LastIndexByte(text, '/'); at >= 0 {
		k, err := named(text[at+1:], kinds)
		if err != nil {
			return Endpoint{}, err
		}
		return k.Parse(text[:at])
	}
	switch {
	case looksMAC(text):
		return KindMAC.Parse(text)
	case strings.IndexByte(text, ':') >= 0:
		return KindIPv6.Parse(text)
	}
	return KindIPv4.Parse(text)
}

// looksMAC reports whether text has the shape of a MAC address. No IPv6 address
// has: six groups need a "::", as in 11:22:33:44:55::6.
func looksMAC(text string) bool {
	if len(text) != 17 || strings.Contains(text, "::") {
		return false
	}
	for at := 2; at < len(text); at += 3 {
		if text[at] != ':' {
			return false
		}
	}
	return true
}

// named finds a kind by its name.
func named(name string, kinds []Kind) (Kind, error) {
	if k := builtin(name); k != 0 {
		return k, nil
	}
	for _, k := range kinds {
		if k.IsValid() && k.String() == name {
			return k, nil
		}
	}
	return 0, fmt.Errorf("flow: kind %q: %w", name, ErrKind)
}

// Parse reads an address of this kind: the text of [Endpoint.AppendText]
// without the slash and the name, so [KindTCP].Parse("80") is TCPPort(80).
func (k Kind) Parse(text string) (Endpoint, error) {
	switch k.Form() {
	case FormDecimal:
		v, err := strconv.ParseUint(text, 10, 8*k.Size())
		if err != nil {
			return Endpoint{}, k.malformed(text)
		}
		var b [8]byte
		for i := range b {
			b[i] = byte(v >> (56 - 8*i))
		}
		return k.New(b[len(b)-min(k.Size(), len(b)):])
	case FormAddr:
		addr, err := netip.ParseAddr(text)
		if err != nil || addr.Zone() != "" || addr.BitLen() != 8*k.Size() {
			return Endpoint{}, k.malformed(text)
		}
		return k.New(addr.AsSlice())
	}
	return k.parseHex(text)
}

// parseHex reads hexadecimal digits, with colons between octets if the form has them.
func (k Kind) parseHex(text string) (Endpoint, error) {
	step := 2
	if k.Form() == FormColons {
		step = 3
	}
	var a [MaxSize]byte
	b := a[:0]
	for at := 0; at < len(text); at += step {
		if len(text)-at < 2 || len(b) == MaxSize {
			return Endpoint{}, k.malformed(text)
		}
		var err error
		if b, err = hex.AppendDecode(b, []byte(text[at:at+2])); err != nil {
			return Endpoint{}, k.malformed(text)
		}
		if rest := text[at+2:]; step == 3 && rest != "" && (rest[0] != ':' || rest == ":") {
			return Endpoint{}, k.malformed(text)
		}
	}
	return k.New(b)
}

func (k Kind) malformed(text string) error {
	return fmt.Errorf("flow: %q as a %s address: %w", text, k, ErrText)
}

// String returns the two endpoints with an arrow between them, such as
// "192.0.2.1->192.0.2.2" or "1024/tcp->80/tcp".
func (f Flow) String() string { return f.src.String() + arrow + f.dst.String() }

// AppendText appends the text of the two endpoints with an arrow between them.
// [ParseFlow] is the inverse. The error is always nil.
func (f Flow) AppendText(dst []byte) ([]byte, error) {
	dst, _ = f.src.AppendText(dst)
	dst = append(dst, arrow...)
	return f.dst.AppendText(dst)
}

// MarshalText returns the text of [Flow.AppendText].
func (f Flow) MarshalText() ([]byte, error) { return f.AppendText(nil) }

// UnmarshalText reads the text of a flow between endpoints of built-in kinds.
// An endpoint without text is the zero Endpoint.
func (f *Flow) UnmarshalText(text []byte) error {
	src, dst, ok := strings.Cut(string(text), arrow)
	if !ok {
		return fmt.Errorf("flow: %q has no %q: %w", text, arrow, ErrText)
	}
	var got Flow
	if err := got.src.UnmarshalText([]byte(src)); err != nil {
		return err
	}
	if err := got.dst.UnmarshalText([]byte(dst)); err != nil {
		return err
	}
	*f = got
	return nil
}

// ParseFlow reads the text of [Flow.AppendText]; both endpoints must be there.
// It knows the built-in kinds and those given.
func ParseFlow(text string, kinds ...Kind) (Flow, error) {
	src, dst, ok := strings.Cut(text, arrow)
	if !ok {
		return Flow{}, fmt.Errorf("flow: %q has no %q: %w", text, arrow, ErrText)
	}
	s, err := Parse(src, kinds...)
	if err != nil {
		return Flow{}, err
	}
	d, err := Parse(dst, kinds...)
	if err != nil {
		return Flow{}, err
	}
	return New(s, d), nil
}
