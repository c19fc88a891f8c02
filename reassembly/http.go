package reassembly

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// HTTP frames the messages of HTTP/1, RFC 9112 section 6: header and body. It knows from the requests which responses have no body. A
// new one is needed for each connection.
type HTTP struct {
	sides   [2]httpMessage
	methods []string // of requests without a response
	more    int      // requests behind them, whose methods are not known
	opaque  bool     // after CONNECT or an upgrade the connection carries something else
}

// httpMessage is what is known of the message that a direction is in.
type httpMessage struct {
	lead    int // bytes of empty lines before the message
	seen    int // bytes in which the header does not end
	at      int // behind the header or the last chunk; it may be behind what is there
	body    int64
	known   bool // the header is
	chunked bool
	line    bool // the end of a chunk's line comes next
	trailer bool
	close   bool // it ends with the connection
}

// mostMethods is how many requests wait for their responses at most.
const mostMethods = 1024

// mostHeader bounds a header, bytes.
const mostHeader = 64 << 10

// Next finds the end of a message.
func (h *HTTP) Next(d Direction, data []byte, end bool) (int64, error) {
	if h.opaque {
		return 0, fmt.Errorf("%w: the connection carries another protocol now", ErrFrame)
	}
	m := &h.sides[d]
	if !m.known {
		if ok, err := h.header(d, m, data); !ok || err != nil {
			return 0, err
		}
	}
	switch n := 0; {
	case m.chunked:
		var err error
		if n, err = m.chunks(data); n == 0 || err != nil {
			return 0, err
		}
		*m = httpMessage{}
		return int64(n), nil
	case m.close:
		if !end {
			return 0, nil
		}
		*m = httpMessage{}
		return int64(len(data)), nil
	}
	n := int64(m.at) + m.body
	*m = httpMessage{}
	return n, nil
}

// header reads the header, if it is whole.
func (h *HTTP) header(d Direction, m *httpMessage, data []byte) (bool, error) {
	lead := min(m.lead, len(data)) // empty lines before a message are ignored, RFC 9112 section 2.2
	for lead < len(data) && (data[lead] == '\r' || data[lead] == '\n') {
		lead++
	}
	m.lead = lead
	from := max(m.seen, lead)
	end := headerEnd(data, from)
	if end < 0 {
		if len(data) > mostHeader || !plausible(data[lead:]) {
			return false, fmt.Errorf("%w: no HTTP header", ErrFrame)
		}
		m.seen = max(0, len(data)-3)
		return false, nil
	}
	first, rest, _ := strings.Cut(string(data[lead:end]), "\n")
	if !plausible([]byte(first)) {
		return false, fmt.Errorf("%w: no HTTP header", ErrFrame)
	}
	m.at, m.known = end, true
	words := strings.Fields(first)
	if strings.HasPrefix(first, "HTTP/") {
		return true, h.response(m, words, rest)
	}
	if len(words) != 3 || !strings.HasPrefix(words[2], "HTTP/1.") {
		return false, fmt.Errorf("%w: no HTTP request", ErrFrame)
	}
	if h.more == 0 && len(h.methods) < mostMethods {
		h.methods = append(h.methods, words[0])
	} else {
		h.more++
	}
	return true, m.length(rest, false)
}

// headerEnd is the place behind the empty line that ends a header, -1 if there is none from a place on.
func headerEnd(data []byte, from int) int {
	for at := from; ; {
		i := bytes.IndexByte(data[at:], '\n')
		if i < 0 {
			return -1
		}
		at += i + 1
		switch {
		case at < len(data) && data[at] == '\n':
			return at + 1
		case at+1 < len(data) && data[at] == '\r' && data[at+1] == '\n':
			return at + 2
		}
	}
}

// plausible reports whether data may begin a message.
func plausible(data []byte) bool {
	for i, b := range data[:min(len(data), 16)] {
		switch {
		case b == ' ' || b == '/':
			return i > 0
		case b < '!' || b > '~':
			return false
		}
	}
	return len(data) < 16
}

// response reads what a response says of its body.
func (h *HTTP) response(m *httpMessage, words []string, fields string) error {
	if len(words) < 2 || len(words[1]) != 3 {
		return fmt.Errorf("%w: no HTTP response", ErrFrame)
	}
	status := words[1]
	if status[0] == '1' && status != "101" { // another one follows
		return nil
	}
	method := ""
	if len(h.methods) > 0 {
		method, h.methods = h.methods[0], h.methods[1:]
	} else if h.more > 0 {
		h.more--
	}
	switch {
	case status == "101" || method == "CONNECT" && status[0] == '2':
		h.opaque = true
		return nil
	case method == "HEAD" || status == "204" || status == "304":
		return nil
	}
	return m.length(fields, true)
}

// length reads the fields that say how long the body is.
func (m *httpMessage) length(fields string, response bool) error {
	length := ""
	for line := range strings.Lines(fields) {
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch strings.ToLower(name) {
		case "content-length":
			if length != "" && length != value {
				return fmt.Errorf("%w: Content-Length %q and %q", ErrFrame, length, value)
			}
			length = value
		case "transfer-encoding":
			last := value[strings.LastIndexByte(value, ',')+1:]
			m.chunked = strings.EqualFold(strings.TrimSpace(last), "chunked")
			m.close = !m.chunked && response
		}
	}
	switch {
	case m.chunked || m.close:
	case length != "":
		n, err := strconv.ParseUint(length, 10, 40)
		if err != nil {
			return fmt.Errorf("%w: Content-Length %q", ErrFrame, length)
		}
		m.body = int64(n)
	default:
		m.close = response
	}
	return nil
}

// chunks goes over the chunks that are there, and returns the length of the message if they are whole.
func (m *httpMessage) chunks(data []byte) (int, error) {
	for m.at < len(data) {
		i := bytes.IndexByte(data[m.at:], '\n')
		if i < 0 {
			return 0, nil
		}
		line := strings.TrimSpace(string(data[m.at : m.at+i]))
		m.at += i + 1
		switch {
		case m.trailer && line == "":
			return m.at, nil
		case m.trailer:
		case m.line:
			m.line = false
			if line != "" {
				return 0, fmt.Errorf("%w: %d bytes behind a chunk", ErrFrame, len(line))
			}
		default:
			size, _, _ := strings.Cut(line, ";")
			n, err := strconv.ParseUint(strings.TrimSpace(size), 16, 30) // what is longer is none
			if err != nil {
				return 0, fmt.Errorf("%w: a chunk of %.20q bytes", ErrFrame, size)
			}
			m.at += int(n)
			m.line, m.trailer = n > 0, n == 0
		}
	}
	return 0, nil
}

// Cut forgets the beginning of a message, but not what has to be looked at again.
func (h *HTTP) Cut(d Direction, n int) int {
	m := &h.sides[d]
	if !m.known {
		return 0
	}
	if m.chunked {
		n = min(n, m.at)
		m.at -= n
	}
	return n
}
