package text

import (
	"bytes"
	"math"

	"github.com/wiretag/wiretag/codec"
)

// behind is how much of what follows a header belongs to the message.
type behind struct {
	framing Framing
	length  int // of the body, where it is known
}

// Framing is how a message says where its body ends (RFC 9112 section 6).
type Framing uint8

// Ways to end a body.
const (
	FramingNone    Framing = iota // nothing says that there is a body
	FramingLength                 // Content-Length
	FramingChunked                // the transfer coding chunked
)

// Framing tells how the fields say where the body ends.
func (h *Headers) Framing() Framing {
	switch c := h.coding(); {
	case sameFold(c, "chunked"):
		return FramingChunked
	case len(c) > 0 && !sameFold(c, "identity"): // it ends with the connection, whatever Content-Length says
		return FramingNone
	}
	if _, ok := h.ContentLength(); ok {
		return FramingLength
	}
	return FramingNone
}

// coding is the last transfer coding: the fields of that name are one list, RFC 9112 section 6.1.
func (h *Headers) coding() (last []byte) {
	for name, v := range h.Fields {
		if !sameFold(name, "Transfer-Encoding") {
			continue
		}
		for len(v) > 0 {
			var one []byte
			if one, v, _ = bytes.Cut(v, []byte(",")); len(trim(one)) > 0 {
				last = trim(one)
			}
		}
	}
	return last
}

// hasToken reports whether a list separated by commas has a member.
func hasToken(list []byte, token string) bool {
	for len(list) > 0 {
		var one []byte
		one, list, _ = bytes.Cut(list, []byte(","))
		if sameFold(trim(one), token) {
			return true
		}
	}
	return false
}

// ContentLength is the value of the first field Content-Length, or l in a message of SIP; ok is false if there is none, or no number.
func (h *Headers) ContentLength() (n int64, ok bool) {
	for name, v := range h.Fields {
		if isLengthName(name, h.sip) {
			return number(v)
		}
	}
	return 0, false
}

// number reads decimal digits.
func number(b []byte) (n int64, ok bool) {
	for _, c := range b {
		if c < '0' || c > '9' || n > math.MaxInt64/10-1 {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, len(b) > 0
}

// lookBehind measures the body of a message whose fields have been decoded and that has rest behind it.
func lookBehind(h *Headers, rest []byte) behind {
	b := behind{framing: h.Framing(), length: len(rest)}
	switch b.framing {
	case FramingLength:
		n, _ := h.ContentLength()
		b.length = int(min(n, math.MaxInt32))
	case FramingChunked:
		if n, ok := chunkedLength(rest); ok {
			b.length = n
		}
	case FramingNone:
		if beginsMessage(rest) {
			b.length = 0
		}
	}
	if !h.Whole() {
		b.length = 0
	}
	return b
}

// beginsMessage reports whether b is the beginning of a message of one of the protocols that have header fields.
func beginsMessage(b []byte) bool {
	return isHTTPRequest(b) || isStatus(b, "HTTP/") || isStatus(b, "SIP/") || isStatus(b, "RTSP/")
}

// Size is how long a message is, as far as its beginning tells.
type Size struct {
	Header int   // bytes up to and including the empty line
	Body   int64 // bytes of the body, as they are transferred; -1 if they are not known yet
	// More is set where more bytes are needed to tell: the empty line, or the last chunk, is not there yet.
	More bool
	// Close is set where the body ends with the connection.
	Close bool
}

// SizeOf returns the size of the message of HTTP/1, RTSP or SIP that data begins with. Request is the method that a response answers,
// where it makes a difference: the response to HEAD has no body. It is empty for other methods, and for requests.
func SizeOf(data []byte, request string) Size {
	_, line := cutLine(data)
	var h Headers
	lines, end := cutHeaders(data[line:])
	if lines == end {
		return Size{Body: -1, More: true}
	}
	h.Lines, h.sip = data[line:line+lines], isSIP(data)
	s := Size{Header: line + end}
	response := isStatus(data, "HTTP/") || isStatus(data, "SIP/") || isStatus(data, "RTSP/")
	if request == "HEAD" || response && !h.sip && bodiless(data) {
		return s
	}
	switch h.Framing() {
	case FramingLength:
		s.Body, _ = h.ContentLength()
	case FramingChunked:
		n, ok := chunkedLength(data[s.Header:])
		if s.Body = int64(n); !ok {
			s.Body, s.More = -1, true
		}
	case FramingNone:
		if response && isStatus(data, "HTTP/") {
			s.Body, s.Close = -1, true
		}
	}
	return s
}

// bodiless reports whether a status line of HTTP or RTSP has a code whose responses have no body: 1xx, 204 and 304.
func bodiless(line []byte) bool {
	_, code, _ := bytes.Cut(line, []byte(" "))
	return len(code) >= 3 && (code[0] == '1' || string(code[:3]) == "204" || string(code[:3]) == "304")
}

// payload is how many of the have bytes behind the header belong to the message.
func (h *Headers) payload(have int) (int, bool) {
	return h.behind.length, h.behind.length != have
}

// Chunked is a body in the transfer coding chunked (RFC 9112 section 7.1), as it is transferred. It ends with the
// trailer fields behind the last chunk, or where the segment ends.
type Chunked struct {
	Body ChunkedBody `bits:"*"`
}

// ChunkedBody is the bytes of chunks.
type ChunkedBody []byte

// NewChunkedBody returns a body of the given chunks, which must not be empty, and the last chunk.
func NewChunkedBody(chunks ...[]byte) ChunkedBody {
	var b ChunkedBody
	for _, c := range chunks {
		b = append(appendHex(b, len(c)), crlf...)
		b = append(append(b, c...), crlf...)
	}
	return append(b, "0\r\n\r\n"...)
}

func appendHex(b []byte, n int) []byte {
	if n > 15 {
		b = appendHex(b, n>>4)
	}
	return append(b, "0123456789abcdef"[n&15])
}

// DecodeField takes all up to the end of the body.
func (c *ChunkedBody) DecodeField(layer []byte, at int) (int, error) {
	n, ok := chunkedLength(layer[at:])
	if !ok {
		n = len(layer) - at
	}
	*c = layer[at : at+n : at+n]
	return n, nil
}

// AppendField appends the bytes.
func (c ChunkedBody) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	if n, ok := chunkedLength(c); derive != codec.Nothing && ok && n < len(c) {
		return dst, codec.ErrRange // the end is not where it says
	}
	return append(dst, c...), nil
}

// Whole reports whether the last chunk, and the trailer fields behind it, are there.
func (c ChunkedBody) Whole() bool {
	_, ok := chunkedLength(c)
	return ok
}

// Chunks calls yield with the extension and the data of each chunk, the last one included. A chunk that is cut has the data that are there.
func (c ChunkedBody) Chunks(yield func(extension, data []byte) bool) {
	for len(c) > 0 {
		extension, data, n, ok := cutChunk(c)
		if n == 0 || !yield(extension, data) || !ok || len(data) == 0 {
			return
		}
		c = c[n:]
	}
}

// Data returns the data of all chunks.
func (c ChunkedBody) Data() []byte {
	out := make([]byte, 0, len(c))
	for _, d := range c.Chunks {
		out = append(out, d...)
	}
	return out
}

// Trailer returns the fields behind the last chunk.
func (c ChunkedBody) Trailer() Headers {
	var h Headers
	for {
		_, data, n, ok := cutChunk(c)
		if !ok {
			return h
		}
		if c = c[n:]; len(data) == 0 {
			_, _ = h.DecodeField(c, 0)
			return h
		}
	}
}

// cutChunk finds the first chunk of b, which takes n bytes of it, the line end behind its data included; of a last chunk those are not. ok is false if it is
// not whole, n is 0 if it is none.
func cutChunk(b []byte) (extension, data []byte, n int, ok bool) {
	text, n := cutLine(b)
	size, digits := int64(0), 0 // of eight digits, which an int need not hold
	for ; digits < text && digits < 8; digits++ {
		v := hexDigit(b[digits])
		if v < 0 {
			break
		}
		size = size<<4 | int64(v)
	}
	extension = b[digits:text:text]
	if digits == 0 || (len(extension) > 0 && extension[0] != ';' && !isSpace(extension[0])) {
		return nil, nil, 0, false
	}
	if b[n-1] != '\n' {
		return extension, nil, n, false
	}
	if size == 0 {
		return extension, nil, n, true
	}
	if size > int64(len(b)-n) {
		return extension, b[n:len(b):len(b)], len(b), false
	}
	end := n + int(size)
	data, n = b[n:end:end], end
	text, more := cutLine(b[n:])
	if text != 0 || more == 0 || b[n+more-1] != '\n' {
		return extension, data, n, false
	}
	return extension, data, n + more, true
}

func hexDigit(c byte) int {
	switch c = lower(c); {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// chunkedLength is the length of the chunked body that b begins with; ok is false if its end is not there.
func chunkedLength(b []byte) (n int, ok bool) {
	for {
		_, data, size, ok := cutChunk(b[n:])
		if !ok {
			return 0, false
		}
		if n += size; len(data) == 0 {
			break
		}
	}
	lines, end := cutHeaders(b[n:])
	return n + end, lines < end
}

// Recognizes looks for the size of a chunk.
func (*Chunked) Recognizes(data []byte) bool {
	_, _, n, _ := cutChunk(data)
	return n > 0
}

// LayerName is the name of the layer.
func (*Chunked) LayerName() string { return "HTTPChunked" }
