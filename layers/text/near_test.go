package text_test

import (
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/text"
)

// Provisional responses of SIP have bodies, those of HTTP and RTSP have none.
func TestProvisionalSize(t *testing.T) {
	for start, body := range map[string]int64{
		"SIP/2.0 183 Session Progress\r\n": 4, "SIP/2.0 180 Ringing\r\n": 4, "SIP/2.0 200 OK\r\n": 4, "HTTP/1.1 103 Early Hints\r\n": 0, "RTSP/1.0 100 Continue\r\n": 0,
		"HTTP/1.1 304 Not Modified\r\n": 0,
	} {
		if s := text.SizeOf([]byte(start+"Content-Length: 4\r\n\r\nv=0\n"), ""); s.Body != body {
			t.Errorf("%q has a body of %d bytes, want %d", start, s.Body, body)
		}
	}
}

// A field c is the type of a body in SIP alone, and e its coding.
func TestCompactTypes(t *testing.T) {
	key := func(v interface{ NextLayer([]byte) codec.Key }, s string) codec.Key {
		if _, err := codec.Unmarshal([]byte(s), v); err != nil {
			t.Fatal(err)
		}
		return v.NextLayer(nil)
	}
	sdp, json := codec.Key{Table: "media", Value: uint64(text.MediaSDP)}, codec.Key{Table: "media", Value: uint64(text.MediaJSON)}
	for _, x := range []struct {
		message interface{ NextLayer([]byte) codec.Key }
		start   string
		fields  string
		want    codec.Key
	}{
		{&text.SIPRequest{}, "INVITE sip:a@b SIP/2.0\r\n", "c: application/sdp\r\n", sdp},
		{&text.SIPResponse{}, "SIP/2.0 200 OK\r\n", "c: application/sdp\r\n", sdp},
		{&text.SIPResponse{}, "SIP/2.0 200 OK\r\n", "e: gzip\r\nc: application/sdp\r\n", codec.Key{}},
		{&text.HTTPResponse{}, "HTTP/1.1 200 OK\r\n", "c: application/sdp\r\n", codec.Key{}},
		{&text.HTTPResponse{}, "HTTP/1.1 200 OK\r\n", "e: gzip\r\nc: application/sdp\r\nContent-Type: application/json\r\n", json},
		{&text.Message{}, "From: a\r\n", "C: application/json\r\n", codec.Key{}},
	} {
		if got := key(x.message, x.start+x.fields+"\r\n"); got != x.want {
			t.Errorf("%q: %v, want %v", x.start+x.fields, got, x.want)
		}
	}
}

// Codings may stand in several fields; it is the last of all that tells how the body ends, and a length then does not.
func TestTransferCodings(t *testing.T) {
	for fields, want := range map[string]text.Framing{
		"Transfer-Encoding: chunked\r\n":                                    text.FramingChunked,
		"Transfer-Encoding: gzip, chunked\r\n":                              text.FramingChunked,
		"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n":         text.FramingChunked,
		"transfer-encoding: GZIP,\r\nTRANSFER-ENCODING: Chunked , \r\n":     text.FramingChunked,
		"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n":               text.FramingChunked,
		"Content-Length: 5\r\nTransfer-Encoding: gzip\r\n":                  text.FramingNone,
		"Transfer-Encoding: chunked, gzip\r\n":                              text.FramingNone,
		"Transfer-Encoding: chunked\r\nX: a\r\nTransfer-Encoding: gzip\r\n": text.FramingNone,
		"Transfer-Encoding: identity\r\nContent-Length: 5\r\n":              text.FramingLength,
		"Transfer-Encoding:\r\nContent-Length: 5\r\n":                       text.FramingLength,
		"Content-Length: 5\r\n":                                             text.FramingLength,
		"Transfer-Encoding: xchunked\r\n":                                   text.FramingNone,
	} {
		h := text.Headers{Lines: []byte(fields)}
		if got := h.Framing(); got != want {
			t.Errorf("%q: %v, want %v", fields, got, want)
		}
	}
}

// Where the address begins in a reply 227 is not agreed upon: RFC 1123 section 4.1.2.6 has it begin with the first digit.
func TestPassiveReplies(t *testing.T) {
	for reply, want := range map[string]string{
		"227 Entering Passive Mode 132,235,1,2,24,131\r\n":    "132.235.1.2:6275",
		"227 =132,235,1,2,24,131\r\n":                         "132.235.1.2:6275",
		"227 Mode 2 (passive) 132,235,1,2,24,131.\r\n":        "132.235.1.2:6275",
		"227 Entering Passive Mode (132,235,1,2,24,131).\r\n": "132.235.1.2:6275",
		"227 Passive 10.0.0.1 (132,235,1,2,24,131)\r\n":       "132.235.1.2:6275",
	} {
		if got, ok := read[text.FTPReply](t, reply).Addr(); !ok || got.String() != want {
			t.Errorf("%q: %v, %t, want %s", reply, got, ok, want)
		}
	}
	for _, reply := range []string{"227 Entering Passive Mode\r\n", "227 1,2,3\r\n", "227 256,1,1,1,1,1\r\n", "227 (1,2,3,4,5)\r\n"} {
		if got, ok := read[text.FTPReply](t, reply).Addr(); ok {
			t.Errorf("%q: %v", reply, got)
		}
	}
}
