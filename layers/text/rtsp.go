package text

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// RTSPRequest is a request of the Real Time Streaming Protocol, RFC 7826 section 7 and RFC 2326.
type RTSPRequest struct {
	Method  Word    `bits:"*"` // DESCRIBE
	URI     Word    `bits:"*"` // rtsp://example.com/stream
	Version Line    `bits:"*"` // RTSP/1.0
	Headers Headers `bits:"*"`
}

// NewRTSPRequest returns a request of version 1.0 with header fields of the given names and values in turn.
func NewRTSPRequest(method, uri string, fields ...string) *RTSPRequest {
	return &RTSPRequest{NewWord(method), NewWord(uri), NewLine("RTSP/1.0"), NewHeaders(fields...)}
}

// Recognizes looks at the request line.
func (*RTSPRequest) Recognizes(data []byte) bool { return isRequest(data, "RTSP/") }

// Repeats reports whether another request follows.
func (*RTSPRequest) Repeats(rest []byte) bool { return isRequest(rest, "RTSP/") }

// NextLayer tells what the body is by its type.
func (r *RTSPRequest) NextLayer([]byte) codec.Key { return r.Headers.media() }

// PayloadLength is the length of the body.
func (r *RTSPRequest) PayloadLength(have int) (int, bool) { return r.Headers.payload(have) }

// FixPayloadLength fills in a Content-Length without a value.
func (*RTSPRequest) FixPayloadLength(packet []byte, header int) error {
	return fixLength(packet, header)
}

func (r *RTSPRequest) String() string { return fmt.Sprintf("RTSP %s %s", r.Method, r.URI) }

// RTSPResponse is a response of the Real Time Streaming Protocol, RFC 7826 section 8 and RFC 2326.
type RTSPResponse struct {
	Version Word    `bits:"*"` // RTSP/1.0
	Status  Word    `bits:"*"` // three digits
	Reason  Line    `bits:"*"`
	Headers Headers `bits:"*"`
}

// NewRTSPResponse returns a response of version 1.0 with header fields of the given names and values in turn.
func NewRTSPResponse(code int, reason string, fields ...string) *RTSPResponse {
	return &RTSPResponse{NewWord("RTSP/1.0"), newCode(code), NewLine(reason), NewHeaders(fields...)}
}

// Code is the status code, 0 if it is no number of three digits.
func (r *RTSPResponse) Code() int { return r.Status.code() }

// Recognizes looks at the status line.
func (*RTSPResponse) Recognizes(data []byte) bool { return isStatus(data, "RTSP/") }

// Repeats reports whether another response follows.
func (*RTSPResponse) Repeats(rest []byte) bool { return isStatus(rest, "RTSP/") }

// NextLayer tells what the body is by its type.
func (r *RTSPResponse) NextLayer([]byte) codec.Key { return r.Headers.media() }

// PayloadLength is the length of the body.
func (r *RTSPResponse) PayloadLength(have int) (int, bool) { return r.Headers.payload(have) }

// FixPayloadLength fills in a Content-Length without a value.
func (*RTSPResponse) FixPayloadLength(packet []byte, header int) error {
	return fixLength(packet, header)
}

// Announces tells where the server of the answer to SETUP sends and gets RTP and RTCP: field Transport, RFC 7826 section 18.54.
func (r *RTSPResponse) Announces(_ []byte, yield func(osi.Expected)) {
	_, ports, ok := strings.Cut(r.Headers.Get("Transport"), "server_port=")
	if !ok {
		return
	}
	ports, _, _ = strings.Cut(ports, ";")
	first, last, both := strings.Cut(ports, "-")
	if n, err := strconv.ParseUint(first, 10, 16); err == nil && n > 0 {
		yield(osi.Expected{Key: codec.Key{Table: "udp", Value: portRTP}, Port: uint16(n)})
	}
	if n, err := strconv.ParseUint(last, 10, 16); err == nil && both && n > 0 {
		yield(osi.Expected{Key: codec.Key{Table: "udp", Value: portRTCP}, Port: uint16(n)})
	}
}

func (r *RTSPResponse) String() string { return fmt.Sprintf("RTSP %s %s", r.Status, r.Reason) }

// RTSPInterleaved is binary data between the messages of the Real Time Streaming Protocol, RFC 7826 section 14. Which protocol it carries, RTP or
// RTCP, was negotiated with SETUP.
type RTSPInterleaved struct {
	Magic   uint8  `bits:"8,const=0x24"` // $
	Channel uint8  `bits:"8"`
	Length  uint16 `bits:"16,len=payload"`
}

// Recognizes looks at the magic number, and at the version of RTP behind the header.
func (*RTSPInterleaved) Recognizes(data []byte) bool {
	return len(data) >= 4 && data[0] == '$' && binary.BigEndian.Uint16(data[2:]) > 0 && (len(data) == 4 || data[4]>>6 == 2)
}

// Repeats reports whether more data follow.
func (r *RTSPInterleaved) Repeats(rest []byte) bool { return r.Recognizes(rest) }

// NextLayer says that the protocol is not known.
func (*RTSPInterleaved) NextLayer([]byte) codec.Key { return codec.Key{} }

func (r *RTSPInterleaved) String() string {
	return fmt.Sprintf("RTSP interleaved, channel %d, %d bytes", r.Channel, r.Length)
}

// RTSPData is what a port of RTSP (RFC 7826) has that begins neither a message nor interleaved data. It has no header: all is payload.
type RTSPData struct{}

// NextLayer says that nothing is known of the payload.
func (*RTSPData) NextLayer([]byte) codec.Key { return codec.Key{} }

func (*RTSPData) String() string { return "RTSP data" }
