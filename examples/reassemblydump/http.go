package main

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/text"
	"github.com/wiretag/wiretag/reassembly"
)

// exchange is what is known of a connection.
type exchange struct {
	asked []request // without a response
	*decoder
}

type request struct{ method, target string }

// decoder undoes content codings, and is used again and again.
type decoder struct {
	unzip gzip.Reader
	plain bytes.Buffer
	again map[string]int // the next number of names that there were
}

// What a sender chooses is bounded: bytes of a body, which a coding can make a thousand times as long, requests that wait for a response, names.
const (
	mostPlain = 64 << 20
	mostAsked = 1000
	mostNames = 1 << 16
)

var errTooLong = errors.New("a body is too long")

// message takes a request or a response. What does not begin a response is a request: a direction may have been taken for the other one.
func (x *exchange) message(m *reassembly.Message) error {
	if !bytes.HasPrefix(m.Bytes, []byte("HTTP/")) {
		var q text.HTTPRequest
		body, err := codec.Unmarshal(m.Bytes, &q)
		if *verbose {
			fmt.Println(m.Conn.Key().Flow, m.Conn.Key().Ports(), q.Method, q.Target, len(body), "bytes")
		}
		if len(x.asked) < mostAsked {
			x.asked = append(x.asked, request{q.Method.String(), q.Target.String()})
		}
		return err
	}
	var a text.HTTPResponse
	body, err := codec.Unmarshal(m.Bytes, &a)
	if err != nil || a.Code() < 200 && a.Code() != 101 { // an interim response
		return err
	}
	asked := request{target: "<no-request-seen>"}
	if len(x.asked) > 0 {
		asked, x.asked = x.asked[0], x.asked[1:]
	}
	if *verbose {
		fmt.Println(m.Conn.Key().Flow, m.Conn.Key().Ports(), a.Status, asked.target, len(body), "bytes", a.Headers.Get("Content-Type"), a.Headers.Get("Content-Encoding"))
	}
	if *output == "" || asked.method == "HEAD" {
		return nil
	}
	whole := m.Missing == 0
	if a.Headers.Framing() == text.FramingChunked {
		chunks := text.ChunkedBody(body)
		body, whole = chunks.Data(), whole && chunks.Whole()
	}
	return x.save(asked.target, a.Headers.Get("Content-Encoding"), body, whole)
}

// save writes a body to a file that is named after the target.
func (d *decoder) save(target, coding string, body []byte, whole bool) error {
	plain, err := d.decode(coding, body)
	name := url.QueryEscape(path.Base(target))
	if name == "." || name == ".." { // which are folders
		name = "index"
	}
	if !whole || err != nil {
		if !*incomplete {
			return err
		}
		name = "incomplete-" + name
	}
	return errors.Join(err, d.create(filepath.Join(*output, name[:min(len(name), 200)]), plain))
}

// decode undoes the content coding. With an error it returns what could be decoded.
func (d *decoder) decode(coding string, body []byte) ([]byte, error) {
	var r io.Reader = &d.unzip
	var err error
	switch coding {
	case "gzip", "x-gzip":
		err = d.unzip.Reset(bytes.NewReader(body))
	case "deflate":
		if r, err = zlib.NewReader(bytes.NewReader(body)); err != nil {
			r, err = flate.NewReader(bytes.NewReader(body)), nil // some servers leave out the header of zlib
		}
	default:
		return body, nil
	}
	if err != nil {
		return body, err
	}
	d.plain.Reset()
	n, err := d.plain.ReadFrom(io.LimitReader(r, mostPlain))
	if err == nil && n == mostPlain {
		err = errTooLong
	}
	return d.plain.Bytes(), err
}

// create writes a file of this name, or with a number if there is one.
func (d *decoder) create(name string, data []byte) error {
	for unique := name; ; {
		f, err := os.OpenFile(unique, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if errors.Is(err, os.ErrExist) {
			if d.again == nil || len(d.again) >= mostNames {
				d.again = map[string]int{}
			}
			unique = fmt.Sprintf("%s-%d", name, d.again[name])
			d.again[name]++
			continue
		}
		if err != nil {
			return err
		}
		_, err = f.Write(data)
		return errors.Join(err, f.Close())
	}
}
