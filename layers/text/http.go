package text

import (
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// HTTPRequest is a request of HTTP/1.0 or HTTP/1.1, RFC 9112 sections 3 to 6. The body is payload: as long as Content-Length
// says, chunked (see [Chunked]), or all there is where nothing says that there is none. A request of HTTP/0.9 has no version and no fields.
type HTTPRequest struct {
	Method  Word    `bits:"*"` // GET, POST, ...
	Target  Word    `bits:"*"` // a path with its query, a URI, an authority or *
	Version Line    `bits:"*"` // HTTP/1.1
	Headers Headers `bits:"*"`
}

// NewHTTPRequest returns a request of HTTP/1.1 with header fields of the given names and values in turn.
func NewHTTPRequest(method, target string, fields ...string) *HTTPRequest {
	return &HTTPRequest{NewWord(method), NewWord(target), NewLine("HTTP/1.1"), NewHeaders(fields...)}
}

// Recognizes looks at the request line.
func (*HTTPRequest) Recognizes(data []byte) bool { return isHTTPRequest(data) }

// Repeats reports whether another request follows.
func (*HTTPRequest) Repeats(rest []byte) bool { return isHTTPRequest(rest) }

// NextLayer tells what the body is by its transfer coding and its type.
func (r *HTTPRequest) NextLayer([]byte) codec.Key { return r.Headers.media() }

// PayloadLength is the length of the body.
func (r *HTTPRequest) PayloadLength(have int) (int, bool) { return r.Headers.payload(have) }

// FixPayloadLength fills in a Content-Length without a value.
func (*HTTPRequest) FixPayloadLength(packet []byte, header int) error {
	return fixLength(packet, header)
}

func (r *HTTPRequest) String() string {
	return fmt.Sprintf("HTTP %s %s %s", r.Method, r.Target, r.Version)
}

// HTTPResponse is a response of HTTP/1.0 or HTTP/1.1, RFC 9112 sections 4 to 6. The body is payload, as with [HTTPRequest]; responses
// with the codes 1xx, 204 and 304 have none. That a response to HEAD has none cannot be seen here.
type HTTPResponse struct {
	Version Word    `bits:"*"` // HTTP/1.1
	Status  Word    `bits:"*"` // three digits
	Reason  Line    `bits:"*"`
	Headers Headers `bits:"*"`
}

// NewHTTPResponse returns a response of HTTP/1.1 with header fields of the given names and values in turn.
func NewHTTPResponse(code int, reason string, fields ...string) *HTTPResponse {
	return &HTTPResponse{NewWord("HTTP/1.1"), newCode(code), NewLine(reason), NewHeaders(fields...)}
}

// Code is the status code, 0 if it is no number of three digits.
func (r *HTTPResponse) Code() int { return r.Status.code() }

// Recognizes looks at the status line.
func (*HTTPResponse) Recognizes(data []byte) bool { return isStatus(data, "HTTP/") }

// Repeats reports whether another response follows.
func (*HTTPResponse) Repeats(rest []byte) bool { return isStatus(rest, "HTTP/") }

// NextLayer tells what the body is by its transfer coding and its type, or what follows a change of protocols.
func (r *HTTPResponse) NextLayer([]byte) codec.Key {
	if r.Code() == 101 {
		return r.upgrade()
	}
	return r.Headers.media()
}

// upgrade is the protocol that the connection goes over to, RFC 9110 section 7.8: WebSocket, if it is known.
func (r *HTTPResponse) upgrade() codec.Key {
	if !strings.EqualFold(r.Headers.Get("Upgrade"), "websocket") {
		return codec.Key{}
	}
	return codec.Key{Table: "upgrade", Value: 1}
}

// Announces says how the connection goes on after a change of protocols.
func (r *HTTPResponse) Announces(_ []byte, yield func(osi.Expected)) {
	if k := r.NextLayer(nil); k.Table == "upgrade" {
		yield(osi.Expected{Key: k, Here: true})
	}
}

// PayloadLength is the length of the body. What follows a change of protocols is payload too.
func (r *HTTPResponse) PayloadLength(have int) (int, bool) {
	switch c := r.Code(); {
	case c == 101:
		return 0, false
	case c/100 == 1 || c == 204 || c == 304:
		return 0, true
	}
	return r.Headers.payload(have)
}

// FixPayloadLength fills in a Content-Length without a value.
func (*HTTPResponse) FixPayloadLength(packet []byte, header int) error {
	return fixLength(packet, header)
}

func (r *HTTPResponse) String() string {
	return fmt.Sprintf("HTTP %s %s %s", r.Version, r.Status, r.Reason)
}

func newCode(code int) Word { return NewWord(fmt.Sprintf("%03d", code)) }

// code is a word of three digits as a number, 0 if it is none.
func (w *Word) code() int {
	if n, ok := number(w.Text); ok && len(w.Text) == 3 {
		return int(n)
	}
	return 0
}

// HTTPData is what a port of HTTP (RFC 9110) has that does not begin a message: the middle of one that began in another segment, or
// another protocol after CONNECT or Upgrade. It has no header: all is payload.
type HTTPData struct{}

// Middle says that it is not the beginning of a conversation.
func (*HTTPData) Middle() {}

// NextLayer says that nothing is known of the payload.
func (*HTTPData) NextLayer([]byte) codec.Key { return codec.Key{} }

func (*HTTPData) String() string { return "HTTP data" }

// SSDPRequest is a search or an announcement of the Simple Service Discovery Protocol: a request of HTTP (RFC 9112) in a datagram, UPnP
// Device Architecture 2.0 section 1.
type SSDPRequest struct {
	Method  Word    `bits:"*"` // M-SEARCH or NOTIFY
	Target  Word    `bits:"*"` // *
	Version Line    `bits:"*"` // HTTP/1.1
	Headers Headers `bits:"*"`
}

// NewSSDPRequest returns a request with header fields of the given names and values in turn.
func NewSSDPRequest(method string, fields ...string) *SSDPRequest {
	return &SSDPRequest{NewWord(method), NewWord("*"), NewLine("HTTP/1.1"), NewHeaders(fields...)}
}

// Recognizes looks at the request line.
func (*SSDPRequest) Recognizes(data []byte) bool { return isHTTPRequest(data) }

// NextLayer tells what the body is by its type.
func (r *SSDPRequest) NextLayer([]byte) codec.Key { return r.Headers.media() }

// PayloadLength is all there is.
func (*SSDPRequest) PayloadLength(int) (int, bool) { return 0, false }

// FixPayloadLength fills in a Content-Length without a value.
func (*SSDPRequest) FixPayloadLength(packet []byte, header int) error {
	return fixLength(packet, header)
}

func (r *SSDPRequest) String() string {
	return fmt.Sprintf("SSDP %s %s %s", r.Method, r.Target, r.Version)
}

// SSDPResponse is the answer to a search of the Simple Service Discovery Protocol: a response of HTTP (RFC 9112) in a datagram, UPnP Device
// Architecture 2.0 section 1.3.3.
type SSDPResponse struct {
	Version Word    `bits:"*"` // HTTP/1.1
	Status  Word    `bits:"*"` // three digits
	Reason  Line    `bits:"*"`
	Headers Headers `bits:"*"`
}

// NewSSDPResponse returns a response with header fields of the given names and values in turn.
func NewSSDPResponse(code int, reason string, fields ...string) *SSDPResponse {
	return &SSDPResponse{NewWord("HTTP/1.1"), newCode(code), NewLine(reason), NewHeaders(fields...)}
}

// Code is the status code, 0 if it is no number of three digits.
func (r *SSDPResponse) Code() int { return r.Status.code() }

// Recognizes looks at the status line.
func (*SSDPResponse) Recognizes(data []byte) bool { return isStatus(data, "HTTP/") }

// NextLayer tells what the body is by its type.
func (r *SSDPResponse) NextLayer([]byte) codec.Key { return r.Headers.media() }

// PayloadLength is all there is.
func (*SSDPResponse) PayloadLength(int) (int, bool) { return 0, false }

// FixPayloadLength fills in a Content-Length without a value.
func (*SSDPResponse) FixPayloadLength(packet []byte, header int) error {
	return fixLength(packet, header)
}

func (r *SSDPResponse) String() string {
	return fmt.Sprintf("SSDP %s %s %s", r.Version, r.Status, r.Reason)
}
