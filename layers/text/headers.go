package text

import (
	"bytes"
	"iter"
	"slices"
	"strconv"

	"github.com/wiretag/wiretag/codec"
)

// Headers are header fields as RFC 9110 section 5, RFC 3261 section 7.3 and RFC 5322 section 2.2 have them, and the empty line behind
// them. The bytes are kept as they were: order, case, spaces, folding and line ends. [Headers.Get] and its likes read them, [Headers.Set] and
// its likes make new ones.
//
// Where a field Content-Length has an empty value, building writes the length of the payload into it, as a number of ten columns.
type Headers struct {
	Lines []byte // whole lines; the last one may lack its end where the fields go on in another segment
	Blank []byte // the empty line. Decoded it is not nil: it is empty where it was not there. Where it is nil, building writes CR LF

	behind behind // what DecodeField found behind the empty line
	sip    bool   // the fields are those of a message of SIP, where l is Content-Length
}

// NewHeaders returns header fields of the given names and values in turn.
func NewHeaders(pairs ...string) Headers {
	var h Headers
	for i := 0; i+1 < len(pairs); i += 2 {
		h.Add(pairs[i], pairs[i+1])
	}
	return h
}

// Whole reports whether the empty line is there.
func (h *Headers) Whole() bool { return h.Blank == nil || len(h.Blank) > 0 }

// String is the lines of the fields.
func (h Headers) String() string { return string(h.Lines) }

// UnmarshalText sets the lines of the fields and keeps the empty line.
func (h *Headers) UnmarshalText(b []byte) error {
	h.Lines = bytes.Clone(b)
	return nil
}

// Fields calls yield with each field's name and value, as far as they are there: the value is without the white space around it, but a folded
// value has its line ends. A line without a colon is a name without a value. The slices are parts of Lines.
func (h *Headers) Fields(yield func(name, value []byte) bool) {
	for rest := h.Lines; len(rest) > 0; {
		line := rest[:foldedLine(rest)]
		rest = rest[len(line):]
		name, value, _ := bytes.Cut(line, []byte(":"))
		if !yield(trim(name), trim(value)) {
			return
		}
	}
}

// foldedLine is the length of the first line of b and of those after it that begin with white space.
func foldedLine(b []byte) int {
	_, n := cutLine(b)
	for n < len(b) && isSpace(b[n]) {
		_, more := cutLine(b[n:])
		n += more
	}
	return n
}

func trim(b []byte) []byte { return slices.Clip(bytes.Trim(b, " \t\r\n")) }

// Value returns the value of the first field of a name, whose case does not matter; it is empty if there is none. It is a part of Lines.
func (h *Headers) Value(name string) []byte {
	for n, v := range h.Fields {
		if sameFold(n, name) {
			return v
		}
	}
	return nil
}

// Has reports whether there is a field of a name.
func (h *Headers) Has(name string) bool {
	for n := range h.Fields {
		if sameFold(n, name) {
			return true
		}
	}
	return false
}

// Get returns the value of the first field of a name, whose case does not matter, with foldings as one space; empty if there is none.
func (h *Headers) Get(name string) string { return unfold(h.Value(name)) }

// Values returns the values of all fields of a name, as [Headers.Get] does.
func (h *Headers) Values(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for n, v := range h.Fields {
			if sameFold(n, name) && !yield(unfold(v)) {
				return
			}
		}
	}
}

// unfold turns each line end and the white space behind it into one space.
func unfold(v []byte) string {
	if bytes.IndexByte(v, '\n') < 0 {
		return string(v)
	}
	var out []byte
	for len(v) > 0 {
		text, end := cutLine(v)
		if len(out) > 0 {
			out = append(out, ' ')
		}
		out = append(out, bytes.Trim(v[:text], " \t")...)
		v = v[end:]
	}
	return string(out)
}

// Add adds a field behind the others. Lines becomes a new slice.
func (h *Headers) Add(name, value string) {
	h.Lines = slices.Concat(h.Lines, []byte(name), []byte(": "), []byte(value), crlf)
}

// Set gives the first field of a name a value, and removes the others of that name; where there is none, it adds one. Lines becomes a new slice.
func (h *Headers) Set(name, value string) {
	var out []byte
	done := false
	for rest := h.Lines; len(rest) > 0; {
		line := rest[:foldedLine(rest)]
		rest = rest[len(line):]
		n, v, _ := bytes.Cut(line, []byte(":"))
		switch {
		case !sameFold(trim(n), name):
			out = append(out, line...)
		case !done:
			done = true
			lead := len(v) - len(bytes.TrimLeft(v, " \t"))
			out = append(append(append(out, bytes.TrimRight(n, "\r\n")...), ':'), v[:lead]...)
			out = append(append(out, value...), orElse(lineEnd(line), crlf)...)
		}
	}
	h.Lines = out
	if !done {
		h.Add(name, value)
	}
}

// lineEnd is the end of the line b, nil if it has none.
func lineEnd(b []byte) []byte {
	n := len(bytes.TrimRight(b, "\r\n"))
	if n == len(b) {
		return nil
	}
	return b[n:]
}

// Del removes all fields of a name. Lines becomes a new slice.
func (h *Headers) Del(name string) {
	var out []byte
	for rest := h.Lines; len(rest) > 0; {
		line := rest[:foldedLine(rest)]
		rest = rest[len(line):]
		if n, _, _ := bytes.Cut(line, []byte(":")); !sameFold(trim(n), name) {
			out = append(out, line...)
		}
	}
	h.Lines = out
}

// DecodeField takes all up to the empty line, and that; all there is where there is none.
func (h *Headers) DecodeField(layer []byte, at int) (int, error) {
	lines, end := cutHeaders(layer[at:])
	h.Lines = layer[at : at+lines : at+lines]
	h.Blank = layer[at+lines : at+end : at+end]
	h.sip = isSIP(layer[:at])
	h.behind = lookBehind(h, layer[at+end:])
	return end, nil
}

// cutHeaders finds the empty line in b: it is b[lines:end]. Without one both are the length of b.
func cutHeaders(b []byte) (lines, end int) {
	for lines < len(b) {
		text, n := cutLine(b[lines:])
		if text == 0 && b[lines+n-1] == '\n' {
			return lines, lines + n
		}
		lines += n
	}
	return len(b), len(b)
}

// openColumns are a space and ten columns for a length that is filled in.
const openColumns = "           "

// AppendField appends the fields and the empty line. Unless nothing is derived, they have to be lines, and none of them empty.
func (h Headers) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	blank := h.Blank
	if derive&codec.Defaults != 0 {
		blank = orElse(blank, crlf)
	}
	if derive != codec.Nothing && !h.sound(blank) {
		return dst, codec.ErrRange
	}
	if from, to, ok := openLength(h.Lines, isSIP(dst[start:])); ok && derive&codec.Lengths != 0 {
		dst = append(append(dst, h.Lines[:from]...), openColumns...)
		return append(append(dst, h.Lines[to:]...), blank...), nil
	}
	return append(append(dst, h.Lines...), blank...), nil
}

// sound reports whether the fields, behind a whole line, decode to what they are.
func (h *Headers) sound(blank []byte) bool {
	lines, end := cutHeaders(h.Lines)
	if lines < end || len(blank) == 0 {
		return lines == end
	}
	text, n := cutLine(blank)
	return text == 0 && n == len(blank) && isEnd(blank[n-1]) && (len(h.Lines) == 0 || isEnd(h.Lines[len(h.Lines)-1]))
}

// openLength finds the first field Content-Length, or l in SIP, without a value: what is between colon and line end is lines[from:to].
func openLength(lines []byte, sip bool) (from, to int, ok bool) {
	for at := 0; at < len(lines); {
		n := foldedLine(lines[at:])
		line := lines[at : at+n]
		if name, value, found := bytes.Cut(line, []byte(":")); found && isLengthName(trim(name), sip) {
			end := len(value) - len(lineEnd(value))
			return at + len(name) + 1, at + len(name) + 1 + end, len(bytes.Trim(value[:end], " \t")) == 0
		}
		at += n
	}
	return 0, 0, false
}

// isLengthName reports whether a field has the length of the body. The compact form is SIP's: elsewhere l is a field of another meaning.
func isLengthName(name []byte, sip bool) bool {
	return sameFold(name, "Content-Length") || sip && sameFold(name, "l")
}

// isSIP reports whether the line in front of header fields is that of a message of SIP.
func isSIP(start []byte) bool { return isStatus(start, "SIP/") || isRequest(start, "SIP/") }

// fixLength writes the length of what is behind a header into it, if that was asked for.
func fixLength(packet []byte, header int) error {
	_, start := cutLine(packet[:header])
	return fixFields(packet, start, header)
}

// fixFields is fixLength for fields that begin at start.
func fixFields(packet []byte, start, header int) error {
	from, to, ok := openLength(packet[start:header], isSIP(packet[:start]))
	if !ok {
		return nil
	}
	room := packet[start+from : start+to]
	var digits [20]byte
	d := strconv.AppendUint(digits[:0], uint64(len(packet)-header), 10)
	if len(d) > len(room) {
		return codec.ErrRange
	}
	copy(room[len(room)-len(d):], d)
	return nil
}

// Equal reports whether two sets of fields are the same once they are encoded, apart from a length that was filled in.
func (h Headers) Equal(o Headers) bool {
	if !bytes.Equal(orElse(h.Blank, crlf), orElse(o.Blank, crlf)) {
		return false
	}
	a, b := h.Lines, o.Lines
	from, to, ok := openLength(a, h.sip || o.sip)
	if !ok {
		return bytes.Equal(a, b)
	}
	from2, to2 := from, from
	if from <= len(b) {
		text, _ := cutLine(b[from:])
		to2 += text
	}
	return from2 <= len(b) && bytes.Equal(a[:from], b[:from2]) && bytes.Equal(a[to:], b[to2:]) && len(trim(b[from2:to2])) > 0
}
