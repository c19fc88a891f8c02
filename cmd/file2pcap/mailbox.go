package main

import (
	"bufio"
	"fmt"
	"io"

	"github.com/wiretag/wiretag/conversation"
)

// turns are commands and their answers.
func (d *dialogue) turns(list ...[2]string) {
	for _, t := range list {
		d.say(client, "%s\r\n", t[0])
		d.say(server, "%s\r\n", t[1])
	}
}

// text writes the message, through dots or as it is.
func (s *session) text(d *dialogue, side conversation.Side, in *input, dots bool) {
	if d.err != nil {
		return
	}
	b := bufio.NewWriterSize(d.From(side), 8192)
	var w io.Writer = b
	if dots {
		w = &dotted{w: b}
	}
	if d.err = s.message(w, in); d.err != nil {
		return
	}
	if dots {
		io.WriteString(b, ".\r\n") // b keeps the error
	}
	d.err = b.Flush()
}

// length is that of the message without doubled dots.
func (s *session) length(in *input) (n counter, err error) {
	b := bufio.NewWriter(&n)
	if err = s.message(b, in); err == nil {
		err = b.Flush()
	}
	return n, err
}

// smtp shows a mail that is handed in, RFC 5321.
func (s *session) smtp(in *input) error {
	d, err := s.dial()
	if err != nil {
		return err
	}
	d.say(server, "220 mail.example.net ESMTP\r\n")
	d.turns(
		[2]string{"EHLO client.example.com", "250-mail.example.net\r\n250-8BITMIME\r\n250 OK"},
		[2]string{"MAIL FROM:<sender@example.com>", "250 OK"},
		[2]string{"RCPT TO:<recipient@example.net>", "250 OK"},
		[2]string{"DATA", "354 End data with <CR><LF>.<CR><LF>"},
	)
	s.text(d, client, in, true)
	d.say(server, "250 OK: queued\r\n")
	d.turns([2]string{"QUIT", "221 Bye"})
	return d.end(server)
}

// pop3 shows a mail that is fetched, RFC 1939.
func (s *session) pop3(in *input) error {
	d, err := s.dial()
	if err != nil {
		return err
	}
	n, err := s.length(in)
	if err != nil {
		return err
	}
	d.say(server, "+OK POP3 ready\r\n")
	d.turns(
		[2]string{"USER recipient", "+OK"},
		[2]string{"PASS secret", "+OK Logged in."},
		[2]string{"STAT", fmt.Sprintf("+OK 1 %d", n)},
	)
	d.say(client, "RETR 1\r\n")
	d.say(server, "+OK %d octets\r\n", n)
	s.text(d, server, in, true)
	d.turns([2]string{"QUIT", "+OK Logging out."})
	return d.end(server)
}

// imap shows a mail that is fetched, RFC 9051.
func (s *session) imap(in *input) error {
	d, err := s.dial()
	if err != nil {
		return err
	}
	n, err := s.length(in)
	if err != nil {
		return err
	}
	d.say(server, "* OK [CAPABILITY IMAP4rev1] ready\r\n")
	d.turns(
		[2]string{"a1 LOGIN recipient secret", "a1 OK Logged in"},
		[2]string{"a2 SELECT INBOX", "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n* 1 EXISTS\r\n* 0 RECENT\r\n" +
			"* OK [UIDVALIDITY 1] UIDs valid\r\na2 OK [READ-WRITE] Select completed"},
	)
	d.say(client, "a3 FETCH 1 (BODY[])\r\n")
	d.say(server, "* 1 FETCH (BODY[] {%d}\r\n", n)
	s.text(d, server, in, false)
	d.say(server, ")\r\na3 OK Fetch completed\r\n")
	d.turns([2]string{"a4 LOGOUT", "* BYE Logging out\r\na4 OK Logout completed"})
	return d.end(server)
}
