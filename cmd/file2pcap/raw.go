package main

import (
	"io"

	"github.com/wiretag/wiretag/conversation"
)

// tcp shows the bytes of the file alone, from the client to the server.
func (s *session) tcp(in *input) error {
	d, err := s.dial()
	if err != nil {
		return err
	}
	d.copy(client, in.reader())
	return d.end(client)
}

// udp shows them in datagrams. What is lost stays lost.
func (s *session) udp(in *input) error {
	u, err := s.net.UDP(s.client(), s.ends[server])
	if err != nil {
		return err
	}
	size := s.size
	if size == 0 {
		size = s.path.MTU - 28
		if s.ends[server].Addr().Is6() {
			size -= 20
		}
	}
	r, buf := in.reader(), make([]byte, size)
	for {
		n, err := io.ReadFull(r, buf)
		if n > 0 {
			if _, e := u.Send(conversation.Client, buf[:n]); e != nil {
				return e
			}
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return s.net.Flush()
		default:
			return err
		}
	}
}
