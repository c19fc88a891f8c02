package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"mime/quotedprintable"
	"time"
)

// encodings are the ways in which a mail carries a file.
var encodings = []string{"base64", "quoted-printable", "uuencode"}

// boundary is a line that separates the parts of a message; it follows from the seed.
func (s *session) boundary() string {
	random := rand.New(rand.NewPCG(s.path.Seed, 1))
	return fmt.Sprintf("----file2pcap%016x%016x", random.Uint64(), random.Uint64())
}

// message writes a mail with the file attached, RFC 5322 and 2045, lines ended by CR LF.
func (s *session) message(w io.Writer, in *input) error {
	boundary := s.boundary()
	encoding := s.encoding
	if encoding == "uuencode" {
		encoding = "x-uuencode"
	}
	name := mime.FormatMediaType("attachment", map[string]string{"filename": in.name})
	_, err := fmt.Fprintf(w, "From: Sender <sender@example.com>\r\nTo: Recipient <recipient@example.net>\r\nSubject: %s\r\nDate: %s\r\n"+
		"Message-ID: <%s@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n"+
		"--%s\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nThe file is attached.\r\n\r\n"+
		"--%s\r\nContent-Type: %s\r\nContent-Disposition: %s\r\nContent-Transfer-Encoding: %s\r\n\r\n",
		mime.QEncoding.Encode("utf-8", in.name), s.path.Start.UTC().Format(time.RFC1123Z), boundary[13:], boundary,
		boundary, boundary, in.kind, name, encoding)
	if err == nil {
		err = attach(w, in, s.encoding)
	}
	if err == nil {
		_, err = fmt.Fprintf(w, "\r\n--%s--\r\n", boundary)
	}
	return err
}

// attach writes the encoded file.
func attach(w io.Writer, in *input, encoding string) error {
	switch encoding {
	case "base64":
		return encodeLines(base64.NewEncoder(base64.StdEncoding, &lines{w: w, width: 76}), in)
	case "quoted-printable":
		q := quotedprintable.NewWriter(w)
		q.Binary = true
		return encodeLines(q, in)
	}
	return uuencode(w, in)
}

func encodeLines(w io.WriteCloser, in *input) error {
	if _, err := io.Copy(w, in.reader()); err != nil {
		return err
	}
	return w.Close()
}

// lines breaks what is written into lines.
type lines struct {
	w         io.Writer
	width, at int
}

func (l *lines) Write(b []byte) (int, error) {
	written := 0
	for written < len(b) {
		if l.at == l.width {
			if _, err := io.WriteString(l.w, "\r\n"); err != nil {
				return written, err
			}
			l.at = 0
		}
		part := b[written:min(len(b), written+l.width-l.at)]
		n, err := l.w.Write(part)
		written, l.at = written+n, l.at+n
		if err != nil {
			return written, err
		}
	}
	return written, nil
}

// uuencode writes the file as uuencode does (POSIX), with ` in place of blanks.
func uuencode(w io.Writer, in *input) error {
	if _, err := fmt.Fprintf(w, "begin 644 %s\r\n", in.name); err != nil {
		return err
	}
	r, part := in.reader(), make([]byte, 45)
	var line []byte
	for {
		n, err := io.ReadFull(r, part)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return err
		}
		clear(part[n:])
		line = append(line[:0], uuchar(byte(n)))
		for i := 0; i < n; i += 3 {
			v := uint32(part[i])<<16 | uint32(part[i+1])<<8 | uint32(part[i+2])
			line = append(line, uuchar(byte(v>>18)), uuchar(byte(v>>12)), uuchar(byte(v>>6)), uuchar(byte(v)))
		}
		line = append(line, "\r\n"...)
		if _, e := w.Write(line); e != nil {
			return e
		}
		if n == 0 {
			_, err := io.WriteString(w, "end\r\n")
			return err
		}
	}
}

// uuchar is the character for six bits.
func uuchar(v byte) byte {
	if v &= 0x3f; v == 0 {
		return '`'
	}
	return v + ' '
}

// dotted doubles the dot at the start of a line, RFC 5321 section 4.5.2. Lines end with CR LF; the text ends one.
type dotted struct {
	w     io.Writer
	after bool // a line has begun
	buf   []byte
}

func (d *dotted) Write(b []byte) (int, error) {
	d.buf = d.buf[:0]
	for _, c := range b {
		if c == '.' && !d.after {
			d.buf = append(d.buf, '.')
		}
		d.after = c != '\n'
		d.buf = append(d.buf, c)
	}
	if _, err := d.w.Write(d.buf); err != nil {
		return 0, err
	}
	return len(b), nil
}

// counter counts what is written.
type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}
