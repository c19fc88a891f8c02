package text_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/text"
	"github.com/wiretag/wiretag/packet"
)

// over decodes data as it stands on a TCP port.
func over(t testing.TB, port layers.TCPPort, data string) *packet.Packet {
	t.Helper()
	b, err := codec.Marshal(&layers.IPv4{TTL: 64}, &layers.TCP{SrcPort: 50000, DstPort: port}, []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	p := packet.New(b, capture.LinkTypeRaw)
	if err := p.Err(); err != nil {
		t.Fatalf("%q: %v", data, err)
	}
	e := p.Edit()
	e.Derive(codec.All)
	if out, err := e.Encode(); err != nil || !bytes.Equal(out, b) {
		t.Errorf("%q derived: %v\n got %q\nwant %q", data, err, out, b)
	}
	return p
}

// stack is the layers above TCP and UDP.
func stack(p *packet.Packet) string {
	var s []string
	for l := range p.Layers() {
		if l.Depth() > 2 {
			s = append(s, fmt.Sprintf("%s %d", l.Name(), len(l.Header())))
		}
	}
	return strings.Join(s, ", ")
}

// TestHTTPStacks: what a segment of port 80 is taken for, and where its parts end.
func TestHTTPStacks(t *testing.T) {
	const get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n" // 27 bytes
	for _, c := range []struct{ data, want string }{
		{get, "HTTPRequest 27"},
		{get + get, "HTTPRequest 27, HTTPRequest 27"},
		{"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab" + get, "HTTPRequest 38, Payload 2, HTTPRequest 27"},
		{"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nab", "HTTPRequest 38, Payload 2"},
		{"POST / HTTP/1.1\r\n\r\nab", "HTTPRequest 19, Payload 2"},
		{"GET /", "HTTPRequest 5"},
		{"GET /\r\n", "HTTPRequest 7"},
		{"GET /a HTTP/1.1\r\nHost", "HTTPRequest 21"},
		{"FROBNICATE x HTTP/1.1\r\n\r\n", "HTTPRequest 25"},
		{"FROBNICATE x\r\n\r\n", "HTTPData 0, Payload 16"},
		{"SETUP rtsp://a RTSP/1.0\r\n\r\n", "HTTPData 0, Payload 27"},
		{"HTTP/1.1 200 OK\nContent-Length: 3\n\nabcHTTP/1.1 404 No\r\n\r\n", "HTTPResponse 35, Payload 3, HTTPResponse 19, "},
		{"HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "HTTPResponse 48, HTTPResponse 19"},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "HTTPResponse 53, HTTPChunked 13, HTTPResponse 19"},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", "HTTPResponse 47, HTTPChunked 5"},
		{"HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x00", "HTTPResponse 36, Payload 2"},
		{"HTTP/1.1 200 OK\r\nContent-Type: text/css\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b", "HTTPResponse 67, Payload 2"},
		{"HTTP/1.1 200 OK\r\nContent-Type: image/svg+xml\r\n\r\n<a/>", "HTTPResponse 48, XML 4"},
		{"\r\n\r\n", "HTTPData 0, Payload 4"},
		{"HTTP/1.1", "HTTPData 0, Payload 8"},
	} {
		if got := stack(over(t, 80, c.data)); got != strings.TrimSuffix(c.want, ", ") {
			t.Errorf("%q: %s, want %s", c.data, got, c.want)
		}
	}
}

// TestHTTPFields has the parts of messages with odd spaces and line ends.
func TestHTTPFields(t *testing.T) {
	p := over(t, 8080, "GET \t /a b HTTP/1.1\r\r\nhost : x \r\nAccept: text/html,\r\n\ttext/plain\r\nACCEPT:*/*\r\nodd\n\n")
	r := packet.Get[text.HTTPRequest](p)
	if r == nil {
		t.Fatal(p)
	}
	for _, c := range []struct{ got, want string }{
		{r.Method.String(), "GET"},
		{string(r.Method.Space), " \t "},
		{r.Target.String(), "/a"},
		{r.Version.String(), "b HTTP/1.1"},
		{string(r.Version.End), "\r\r\n"},
		{r.Headers.Get("Host"), "x"},
		{r.Headers.Get("accept"), "text/html, text/plain"},
		{strings.Join(slices.Collect(r.Headers.Values("Accept")), "|"), "text/html, text/plain|*/*"},
		{fmt.Sprint(r.Headers.Has("odd"), r.Headers.Has("X")), "true false"},
		{fmt.Sprint(r.Headers.Whole(), r.Version.Whole()), "true true"},
		{string(r.Headers.Blank), "\n"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	before := string(r.Headers.Lines)
	h := r.Headers
	h.Set("HOST", "y")
	h.Del("accept")
	h.Add("X", "1")
	if got := h.String(); got != "host : y\r\nodd\nX: 1\r\n" || string(r.Headers.Lines) != before {
		t.Errorf("%q", got)
	}
}

// TestHTTPBuild: a length without a value is filled in, one with a value stays, and what is no message is refused.
func TestHTTPBuild(t *testing.T) {
	r := text.NewHTTPResponse(200, "OK", "Content-Length", "", "Server", "x")
	b, err := codec.Marshal(r, []byte("hello"))
	if want := "HTTP/1.1 200 OK\r\nContent-Length:          5\r\nServer: x\r\n\r\nhello"; err != nil || string(b) != want {
		t.Errorf("%v\n got %q\nwant %q", err, b, want)
	}
	r.Headers.Set("Content-Length", "7")
	if b, err = codec.Marshal(r, []byte("hello")); err != nil || !bytes.Contains(b, []byte("Content-Length: 7\r\n")) {
		t.Errorf("%q, %v", b, err)
	}
	for _, bad := range []*text.HTTPRequest{
		{},
		text.NewHTTPRequest("GET", "/a b"),
		text.NewHTTPRequest("GET\n", "/"),
		text.NewHTTPRequest("GET", ""),
		text.NewHTTPRequest("GET", "/", "A", "1\r\n\r\nB"),
		{Method: text.NewWord("GET"), Target: text.NewWord("/"), Version: text.NewLine("HTTP/1.1\r\nX: y")},
		{Method: text.NewWord("GET"), Target: text.NewWord("/"), Version: text.NewLine("HTTP/1.1"), Headers: text.Headers{Lines: []byte("A: 1")}},
	} {
		if b, err := codec.Marshal(bad); err == nil {
			t.Errorf("built as %q", b)
		}
		if _, err := (codec.Encoder{Derive: codec.Nothing}).Marshal(bad); err != nil {
			t.Errorf("as it stands: %v", err)
		}
	}
}

func TestChunked(t *testing.T) {
	// The first example of a body in chunks that RFC 9112 section 7.1 has the grammar of, with an extension and a trailer.
	body := text.ChunkedBody("4;a=b\r\nWiki\r\n5 \r\npedia\r\n0\r\nDigest: x\r\n\r\n")
	if got := string(body.Data()); got != "Wikipedia" || !body.Whole() {
		t.Errorf("%q %v", got, body.Whole())
	}
	var extensions []string
	for x := range body.Chunks {
		extensions = append(extensions, string(x))
	}
	if got := strings.Join(extensions, "|"); got != ";a=b| |" {
		t.Errorf("%q", got)
	}
	if h := body.Trailer(); h.Get("digest") != "x" {
		t.Errorf("%q", h)
	}
	for n := range body {
		if body[:n].Whole() {
			t.Errorf("%q is whole", body[:n])
		}
	}
	if b := text.NewChunkedBody(bytes.Repeat([]byte("x"), 300)); string(b[:5]) != "12c\r\n" || len(b.Data()) != 300 || !b.Whole() {
		t.Errorf("%q", b)
	}
	for _, bad := range []string{"x\r\n", "fffffffff\r\n", "\r\n", "-1\r\n", "1\r\nabc"} {
		if b := text.ChunkedBody(bad); b.Whole() || len(b.Data()) > 1 {
			t.Errorf("%q: %q", bad, b.Data())
		}
	}
}

func TestSizeOf(t *testing.T) {
	for _, c := range []struct {
		data, method string
		want         text.Size
	}{
		{"GET / HTTP/1.1\r\n", "", text.Size{Body: -1, More: true}},
		{"GET / HTTP/1.1\r\n\r\n", "", text.Size{Header: 18}},
		{"GET / HTTP/1.1\r\n\r\nGET", "", text.Size{Header: 18}},
		{"PUT / HTTP/1.1\r\nContent-Length: 5000000000\r\n\r\n", "", text.Size{Header: 46, Body: 5000000000}},
		{"HTTP/1.1 200 OK\r\n\r\n", "GET", text.Size{Header: 19, Body: -1, Close: true}},
		{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "HEAD", text.Size{Header: 38}},
		{"HTTP/1.1 204 No\r\n\r\n", "GET", text.Size{Header: 19}},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", "GET", text.Size{Header: 47, Body: -1, More: true}},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\nHTTP", "GET", text.Size{Header: 47, Body: 11}},
		{"SIP/2.0 200 OK\r\nl: 3\r\n\r\n", "", text.Size{Header: 24, Body: 3}},
		{"RTSP/1.0 200 OK\r\n\r\n", "", text.Size{Header: 19}},
	} {
		if got := text.SizeOf([]byte(c.data), c.method); got != c.want {
			t.Errorf("%q: %+v, want %+v", c.data, got, c.want)
		}
	}
}

// TestHTTPAllocs: decoding and looking up allocate nothing.
func TestHTTPAllocs(t *testing.T) {
	data := []byte("GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: x\r\nAccept: */*\r\n\r\n")
	var r text.HTTPRequest
	h := codec.For[text.HTTPRequest]()
	if n := testing.AllocsPerRun(100, func() {
		if _, err := h.Decode(data, &r); err != nil || !bytes.Equal(r.Headers.Value("host"), []byte("www.example.com")) {
			t.Error(err)
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestHTTPEdit edits a request in a packet: what is not touched stays as it was.
func TestHTTPEdit(t *testing.T) {
	e := over(t, 80, "GET  /a HTTP/1.0\nHost:a\n\n").Edit()
	for path, v := range map[string]string{"HTTPRequest.Method": "HEAD", "HTTPRequest.Headers": "Host:b\n"} {
		if err := e.Set(path, v); err != nil {
			t.Error(err)
		}
	}
	p, err := e.Packet()
	if err != nil {
		t.Fatal(err)
	}
	if got := string(p.Layer(p.Len() - 1).Header()); got != "HEAD  /a HTTP/1.0\nHost:b\n\n" {
		t.Errorf("%q", got)
	}
}

// TestGuesses: first lines that are like no other protocol's are found on any port, where that does not say what there is.
func TestGuesses(t *testing.T) {
	for data, want := range map[string]string{
		"GET /a HTTP/1.1\r\n\r\n":                       "HTTPRequest 19",
		"HTTP/1.0 200 OK\r\n\r\n":                       "HTTPResponse 19",
		"OPTIONS sip:a@example.com SIP/2.0\r\n\r\n":     "SIPRequest 37",
		"OPTIONS rtsp://a.example.com RTSP/1.0\r\n\r\n": "RTSPRequest 41",
		"SSH-2.0-x y\r\n":                               "SSHIdentification 13",
		"GET a\r\n":                                     "Payload 7",
		"\x00GET /":                                     "Payload 6",
		"200 OK\r\n":                                    "Payload 8",
	} {
		if got := stack(over(t, 9, data)); got != want {
			t.Errorf("%q: %s, want %s", data, got, want)
		}
	}
	if got := stack(over(t, 25, "220 x\r\n")); got != "SMTPReply 7" {
		t.Error(got)
	}
	if got := stack(over(t, 25, "GET / HTTP/1.1\r\n\r\n")); got != "SMTPData 0, Payload 18" {
		t.Errorf("the port does not win: %s", got)
	}
}

// TestLargestChunk: the size of a chunk that an int of 32 bits does not hold is that of one which is cut. There it was a panic.
func TestLargestChunk(t *testing.T) {
	for _, size := range []string{"ffffffff", "80000000", "7fffffff", "fffffff0;a=b"} {
		body := text.ChunkedBody(size + "\r\nabc")
		if !new(text.Chunked).Recognizes(body) || body.Whole() || string(body.Data()) != "abc" {
			t.Errorf("%s: whole %v, %q", size, body.Whole(), body.Data())
		}
		s := text.SizeOf([]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"+string(body)), "")
		if !s.More || s.Body != -1 {
			t.Errorf("%s: %+v", size, s)
		}
	}
}

// TestCompactLength asks that l is the length of a body in SIP alone.
func TestCompactLength(t *testing.T) {
	const fields = "l: 3\r\nContent-Length: 5\r\n\r\nhello"
	for _, x := range []struct {
		start string
		body  int64
	}{
		{"POST / HTTP/1.1\r\n", 5}, {"HTTP/1.1 200 OK\r\n", 5}, {"RTSP/1.0 200 OK\r\n", 5}, {"SIP/2.0 200 OK\r\n", 3}, {"MESSAGE sip:a@b SIP/2.0\r\n", 3},
	} {
		if s := text.SizeOf([]byte(x.start+fields), ""); s.Body != x.body {
			t.Errorf("%q has a body of %d bytes, want %d", x.start, s.Body, x.body)
		}
	}
	var r text.HTTPRequest
	if _, err := codec.Unmarshal([]byte("POST / HTTP/1.1\r\n"+fields), &r); err != nil {
		t.Fatal(err)
	}
	if n, ok := r.PayloadLength(5); n != 5 {
		t.Errorf("the body of a request of HTTP is %d bytes, %v", n, ok)
	}
	for _, x := range []struct {
		message any
		want    string
	}{
		{text.NewSIPRequest("MESSAGE", "sip:a@b", "l", ""), "\r\nl:          0\r\n"}, {text.NewHTTPRequest("POST", "/", "l", ""), "\r\nl: \r\n"},
	} {
		if b, err := codec.Marshal(x.message); err != nil || !bytes.Contains(b, []byte(x.want)) {
			t.Errorf("%q, %v, want %q in it", b, err, x.want)
		}
	}
}

// TestSetNameAlone gives a value to a field that is a name without a colon.
func TestSetNameAlone(t *testing.T) {
	h := text.Headers{Lines: []byte("Foo\r\nBar: x\r\n")}
	h.Set("Foo", "y")
	if got := string(h.Lines); got != "Foo:y\r\nBar: x\r\n" {
		t.Errorf("%q", got)
	}
}
