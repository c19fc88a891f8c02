package text

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// SIPRequest is a request of the Session Initiation Protocol, RFC 3261 section 7.1. Its header fields have compact names too, which
// [SIPRequest.Get] knows.
type SIPRequest struct {
	Method  Word    `bits:"*"` // INVITE
	URI     Word    `bits:"*"` // sip:bob@example.com
	Version Line    `bits:"*"` // SIP/2.0
	Headers Headers `bits:"*"`
}

// NewSIPRequest returns a request with header fields of the given names and values in turn.
func NewSIPRequest(method, uri string, fields ...string) *SIPRequest {
	return &SIPRequest{NewWord(method), NewWord(uri), NewLine("SIP/2.0"), newSIPHeaders(fields)}
}

// Get returns the value of the first header field of a name, or of its compact form.
func (r *SIPRequest) Get(name string) string { return r.Headers.compactGet(name) }

// Recognizes looks at the request line.
func (*SIPRequest) Recognizes(data []byte) bool { return isRequest(data, "SIP/") }

// Repeats reports whether another request follows.
func (*SIPRequest) Repeats(rest []byte) bool { return isRequest(rest, "SIP/") }

// NextLayer tells what the body is by its type.
func (r *SIPRequest) NextLayer([]byte) codec.Key { return r.Headers.media() }

// PayloadLength is the length of the body.
func (r *SIPRequest) PayloadLength(have int) (int, bool) { return r.Headers.payload(have) }

// FixPayloadLength fills in a Content-Length without a value.
func (*SIPRequest) FixPayloadLength(packet []byte, header int) error {
	return fixLength(packet, header)
}

func (r *SIPRequest) String() string {
	return fmt.Sprintf("SIP %s %s, call %s", r.Method, r.URI, r.Get("Call-ID"))
}

// SIPResponse is a response of the Session Initiation Protocol, RFC 3261 section 7.2.
type SIPResponse struct {
	Version Word    `bits:"*"` // SIP/2.0
	Status  Word    `bits:"*"` // three digits
	Reason  Line    `bits:"*"`
	Headers Headers `bits:"*"`
}

// NewSIPResponse returns a response with header fields of the given names and values in turn.
func NewSIPResponse(code int, reason string, fields ...string) *SIPResponse {
	return &SIPResponse{NewWord("SIP/2.0"), newCode(code), NewLine(reason), newSIPHeaders(fields)}
}

// Code is the status code, 0 if it is no number of three digits.
func (r *SIPResponse) Code() int { return r.Status.code() }

// Get returns the value of the first header field of a name, or of its compact form.
func (r *SIPResponse) Get(name string) string { return r.Headers.compactGet(name) }

// Recognizes looks at the status line.
func (*SIPResponse) Recognizes(data []byte) bool { return isStatus(data, "SIP/") }

// Repeats reports whether another response follows.
func (*SIPResponse) Repeats(rest []byte) bool { return isStatus(rest, "SIP/") }

// NextLayer tells what the body is by its type.
func (r *SIPResponse) NextLayer([]byte) codec.Key { return r.Headers.media() }

// PayloadLength is the length of the body.
func (r *SIPResponse) PayloadLength(have int) (int, bool) { return r.Headers.payload(have) }

// FixPayloadLength fills in a Content-Length without a value.
func (*SIPResponse) FixPayloadLength(packet []byte, header int) error {
	return fixLength(packet, header)
}

func (r *SIPResponse) String() string {
	return fmt.Sprintf("SIP %s %s, call %s", r.Status, r.Reason, r.Get("Call-ID"))
}

// SIPData is what the TCP port of SIP (RFC 3261 section 18.3) has that does not begin a message: the middle of one that began in another segment, or empty lines that keep a
// connection alive (RFC 5626 section 3.5.1). It has no header: all is payload.
type SIPData struct{}

// Middle says that it is not the beginning of a conversation.
func (*SIPData) Middle() {}

// NextLayer says that nothing is known of the payload.
func (*SIPData) NextLayer([]byte) codec.Key { return codec.Key{} }

func (*SIPData) String() string { return "SIP data" }

// newSIPHeaders is NewHeaders for SIP.
func newSIPHeaders(pairs []string) Headers {
	h := NewHeaders(pairs...)
	h.sip = true
	return h
}

// compactGet is Get with compact names.
func (h *Headers) compactGet(name string) string {
	short := ""
	for _, c := range compact {
		if sameFold([]byte(name), c[1]) {
			short = c[0]
		}
	}
	for n, v := range h.Fields {
		if sameFold(n, name) || short != "" && sameFold(n, short) {
			return unfold(v)
		}
	}
	return ""
}

// compact are the compact names in IANA's registry of header fields of SIP.
var compact = [...][2]string{
	{"a", "Accept-Contact"},
	{"b", "Referred-By"},
	{"c", "Content-Type"},
	{"d", "Request-Disposition"},
	{"e", "Content-Encoding"},
	{"f", "From"},
	{"i", "Call-ID"},
	{"j", "Reject-Contact"},
	{"k", "Supported"},
	{"l", "Content-Length"},
	{"m", "Contact"},
	{"n", "Identity-Info"},
	{"o", "Event"},
	{"r", "Refer-To"},
	{"s", "Subject"},
	{"t", "To"},
	{"u", "Allow-Events"},
	{"v", "Via"},
	{"x", "Session-Expires"},
	{"y", "Identity"},
}
