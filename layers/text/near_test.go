package text_test

import (
	"testing"

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
