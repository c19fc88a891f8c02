package main

import (
	"fmt"
	"io"
	"net/netip"

	"github.com/wiretag/wiretag/conversation"
)

// ftp shows a file over a data connection, RFC 959: opened by the client (passive), or by the server (active). With IPv6 the commands are
// those of RFC 2428.
func (s *session) ftp(in *input, active bool) error {
	d, err := s.dial()
	if err != nil {
		return err
	}
	d.say(server, "220 file2pcap FTP server ready\r\n")
	for _, turn := range [...][2]string{
		{"USER anonymous", "331 Please specify the password."},
		{"PASS user@example.com", "230 Login successful."},
		{"TYPE I", "200 Switching to Binary mode."},
	} {
		d.say(client, "%s\r\n", turn[0])
		d.say(server, "%s\r\n", turn[1])
	}
	if d.err == nil {
		d.err = s.ftpData(d, in, active)
	}
	d.say(server, "226 Transfer complete.\r\n")
	d.say(client, "QUIT\r\n")
	d.say(server, "221 Goodbye.\r\n")
	return d.end(server)
}

// ftpData agrees on a data connection and sends the file over it.
func (s *session) ftpData(d *dialogue, in *input, active bool) error {
	local := s.client()
	remote := netip.AddrPortFrom(s.ends[server].Addr(), port(30000, s.ports))
	from, to := local, remote
	sender := server // as sides of the data connection
	switch {
	case active:
		from, to = netip.AddrPortFrom(remote.Addr(), 20), local
		sender = client
		command := fmt.Sprintf("EPRT |2|%s|%d|", local.Addr(), local.Port())
		if local.Addr().Is4() {
			command = "PORT " + commas(local)
		}
		d.say(client, "%s\r\n", command)
		d.say(server, "200 PORT command successful.\r\n")
	case local.Addr().Is6():
		d.say(client, "EPSV\r\n")
		d.say(server, "229 Entering Extended Passive Mode (|||%d|)\r\n", remote.Port())
	default:
		d.say(client, "PASV\r\n")
		d.say(server, "227 Entering Passive Mode (%s).\r\n", commas(remote))
	}
	if s.upload {
		sender = sender.Other()
	}
	return s.ftpTransfer(d, in, active, from, to, sender)
}

// ftpTransfer is the command for the file and the data connection.
func (s *session) ftpTransfer(d *dialogue, in *input, active bool, from, to netip.AddrPort, sender conversation.Side) error {
	verb := map[bool]string{false: "RETR", true: "STOR"}[s.upload]
	if active {
		d.say(client, "%s %s\r\n", verb, in.name)
	}
	if d.arrived(); d.err != nil { // who connects knows by then
		return d.err
	}
	data, err := s.connect(from, to)
	if err != nil {
		return err
	}
	if !active {
		d.say(client, "%s %s\r\n", verb, in.name)
	}
	d.say(server, "150 Opening BINARY mode data connection for %s (%d bytes).\r\n", in.name, in.size)
	if d.arrived(); d.err != nil {
		return d.err
	}
	data.copy(sender, io.Reader(in.reader()))
	return data.end(sender)
}

// commas is an address as PORT and the answer to PASV write it.
func commas(a netip.AddrPort) string {
	b := a.Addr().As4()
	return fmt.Sprintf("%d,%d,%d,%d,%d,%d", b[0], b[1], b[2], b[3], a.Port()>>8, a.Port()&0xff)
}
