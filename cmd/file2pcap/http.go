package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/netip"
	"net/url"
	"strings"

	"github.com/wiretag/wiretag/conversation"
)

const (
	client = conversation.Client
	server = conversation.Server
)

// host is the server as it stands in a Host header.
func (s *session) host() string {
	a := s.ends[server]
	if a.Port() == 80 {
		if a.Addr().Is6() {
			return "[" + a.Addr().String() + "]"
		}
		return a.Addr().String()
	}
	return netip.AddrPortFrom(a.Addr(), a.Port()).String()
}

// target is the path of a file.
func target(in *input) string { return "/" + url.PathEscape(in.name) }

// httpGet shows a download, in one response or in several with a part each.
func (s *session) httpGet(in *input) error {
	d, err := s.dial()
	if err != nil {
		return err
	}
	parts := int64(s.body.ranges)
	for i := range max(1, parts) {
		var asked, status, more string
		part := in.reader
		if parts > 0 && in.size >= parts {
			from, to := in.size*i/parts, in.size*(i+1)/parts
			part = func() io.Reader { return in.part(from, to) }
			asked = fmt.Sprintf("Range: bytes=%d-%d\r\n", from, to-1)
			more = fmt.Sprintf("Content-Range: bytes %d-%d/%d\r\n", from, to-1, in.size)
			status = "206 Partial Content"
		} else if i > 0 {
			break // too small for parts
		} else {
			status = "200 OK"
		}
		accept := ""
		if s.body.gzip {
			accept = "Accept-Encoding: gzip\r\n"
		}
		d.say(client, "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: file2pcap\r\nAccept: */*\r\n%s%s\r\n", target(in), s.host(), accept, asked)
		head := fmt.Sprintf("HTTP/1.1 %s\r\nDate: %s\r\nServer: file2pcap\r\nContent-Type: %s\r\n%s",
			status, s.net.Now().UTC().Format(http.TimeFormat), in.kind, more)
		s.send(d, server, head, part)
	}
	return d.end(client)
}

// httpSend shows an upload by POST or PUT.
func (s *session) httpSend(in *input, method string) error {
	d, err := s.dial()
	if err != nil {
		return err
	}
	head := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: file2pcap\r\nContent-Type: %s\r\n", method, target(in), s.host(), in.kind)
	s.send(d, client, head, in.reader)
	s.created(d)
	return d.end(client)
}

// httpForm shows an upload as a browser sends it from a form.
func (s *session) httpForm(in *input) error {
	d, err := s.dial()
	if err != nil {
		return err
	}
	boundary := s.boundary()
	head := fmt.Sprintf("POST /upload HTTP/1.1\r\nHost: %s\r\nUser-Agent: file2pcap\r\nContent-Type: multipart/form-data; boundary=%s\r\n", s.host(), boundary)
	before := fmt.Sprintf("--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=%q\r\nContent-Type: %s\r\n\r\n", boundary, in.name, in.kind)
	after := "\r\n--" + boundary + "--\r\n"
	s.send(d, client, head, func() io.Reader {
		return io.MultiReader(strings.NewReader(before), in.reader(), strings.NewReader(after))
	})
	s.created(d)
	return d.end(client)
}

// created is the answer to an upload.
func (s *session) created(d *dialogue) {
	d.say(server, "HTTP/1.1 201 Created\r\nDate: %s\r\nServer: file2pcap\r\nContent-Length: 0\r\n\r\n", s.net.Now().UTC().Format(http.TimeFormat))
}

// send writes a message: the fields of its head, how the body is coded, and the body.
func (s *session) send(d *dialogue, side conversation.Side, head string, plain func() io.Reader) {
	coded := plain
	if s.body.gzip {
		head += "Content-Encoding: gzip\r\n"
		coded = func() io.Reader { return compressed(plain()) }
	}
	if s.body.chunked {
		d.say(side, "%sTransfer-Encoding: chunked\r\n\r\n", head)
		if d.err == nil {
			d.err = chunked(d.From(side), coded())
		}
		return
	}
	length, err := io.Copy(io.Discard, coded())
	if err != nil {
		d.err = err
		return
	}
	d.say(side, "%sContent-Length: %d\r\n\r\n", head, length)
	d.copy(side, coded())
}

// chunked writes a body in chunks.
func chunked(w io.Writer, r io.Reader) error {
	c := httputil.NewChunkedWriter(w)
	if _, err := io.CopyBuffer(struct{ io.Writer }{c}, r, make([]byte, 8000)); err != nil {
		return err
	}
	if err := c.Close(); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\r\n") // no trailers
	return err
}

// compressed reads the compressed form of what r gives.
func compressed(r io.Reader) io.Reader {
	out, in := io.Pipe()
	go func() {
		z := gzip.NewWriter(in)
		_, err := io.Copy(z, r)
		if err == nil {
			err = z.Close()
		}
		in.CloseWithError(err)
	}()
	return out
}
