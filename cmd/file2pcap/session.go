package main

import (
	"fmt"
	"io"
	"net/netip"
	"os"
	"strings"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/conversation"
	"github.com/wiretag/wiretag/pcapio"
)

// protocol is a way to show a file.
type protocol struct {
	name string
	port uint16 // of the server
	show func(*session, *input) error
}

// protocols are those that -p knows.
var protocols = []protocol{
	{"http-get", 80, (*session).httpGet},
	{"http-post", 80, func(s *session, in *input) error { return s.httpSend(in, "POST") }},
	{"http-put", 80, func(s *session, in *input) error { return s.httpSend(in, "PUT") }},
	{"http-multipart", 80, (*session).httpForm},
	{"ftp-passive", 21, func(s *session, in *input) error { return s.ftp(in, false) }},
	{"ftp-active", 21, func(s *session, in *input) error { return s.ftp(in, true) }},
	{"smtp", 25, (*session).smtp},
	{"pop3", 110, (*session).pop3},
	{"imap", 143, (*session).imap},
	{"tftp", 69, (*session).tftp},
	{"tcp", 9, (*session).tcp},
	{"udp", 9, (*session).udp},
}

func protocolNames() string {
	var names []string
	for _, p := range protocols {
		names = append(names, p.name)
	}
	return strings.Join(names, ", ")
}

// session is the making of one capture.
type session struct {
	*options
	net   *conversation.Network
	ports int // how many ports of the client are in use
}

// make writes the capture.
func (o *options) make(stdin io.Reader, stdout io.Writer) error {
	if err := o.readable(); err != nil {
		return err
	}
	w, err := o.create(stdout)
	if err != nil {
		return err
	}
	s := &session{options: o, net: conversation.New(w, o.path)}
	for _, path := range o.files {
		if err = s.file(path, stdin); err != nil {
			break
		}
	}
	if err == nil {
		err = s.net.Flush()
	}
	if e := w.Close(); err == nil {
		err = e
	}
	return err
}

// readable looks at the files before the capture file is made, or emptied.
func (o *options) readable() error {
	out, outErr := os.Stat(o.write)
	for _, path := range o.files {
		if path == "-" {
			continue
		}
		in, err := o.open(path, nil)
		if err != nil {
			return err
		}
		in.close()
		if info, err := os.Stat(path); err == nil && outErr == nil && os.SameFile(info, out) {
			return fmt.Errorf("%s is to be read and to be written", path)
		}
	}
	return nil
}

// create opens the capture file.
func (o *options) create(stdout io.Writer) (pcapio.FileWriter, error) {
	header := pcapio.Header{LinkType: capture.LinkTypeEthernet}
	switch {
	case o.write == "-":
		return pcapio.NewWriter(stdout, header)
	case strings.HasSuffix(o.write, ".pcapng"):
		return pcapio.CreateNg(o.write)
	}
	return pcapio.Create(o.write, header)
}

// file shows one file.
func (s *session) file(path string, stdin io.Reader) error {
	in, err := s.open(path, stdin)
	if err != nil {
		return err
	}
	defer in.close()
	if err := s.protocol.show(s, in); err != nil {
		return fmt.Errorf("%s: %w", in.name, err)
	}
	return nil
}

// client is the client with a port that was not used before, or long ago.
func (s *session) client() netip.AddrPort {
	a := s.ends[conversation.Client]
	s.ports++
	return netip.AddrPortFrom(a.Addr(), port(a.Port(), s.ports-1))
}

// port is the nth port behind the first one; 1024 follows 65535.
func port(first uint16, n int) uint16 {
	const least = 1024
	return uint16(least + (max(int(first), least)-least+n)%(1<<16-least))
}

// dial opens a connection to the server.
func (s *session) dial() (*dialogue, error) {
	return s.connect(s.client(), s.ends[conversation.Server])
}

func (s *session) connect(from, to netip.AddrPort) (*dialogue, error) {
	c, err := s.net.DialTCP(from, to)
	return &dialogue{TCP: c, err: err}, err
}

// dialogue is a connection on which both sides write in turn. The first error counts.
type dialogue struct {
	*conversation.TCP
	err error
}

// say writes a text.
func (d *dialogue) say(side conversation.Side, format string, args ...any) {
	d.copy(side, strings.NewReader(fmt.Sprintf(format, args...)))
}

// copy writes all that there is to read.
func (d *dialogue) copy(side conversation.Side, r io.Reader) {
	if d.err == nil {
		_, d.err = io.Copy(d.From(side), r)
	}
}

// arrived waits until both sides have heard everything, before something happens on another connection.
func (d *dialogue) arrived() {
	for _, side := range [...]conversation.Side{client, server} {
		if d.err == nil {
			d.err = d.Sync(side)
		}
	}
}

// end closes the connection and returns the first error.
func (d *dialogue) end(first conversation.Side) error {
	if d.err == nil {
		d.err = d.Close(first)
	}
	return d.err
}
