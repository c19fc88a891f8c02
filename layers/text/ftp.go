package text

import (
	"bytes"
	"fmt"
	"net/netip"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// FTPCommand is a command on the control connection of the File Transfer Protocol, RFC 959 section 5.3. Any short word of letters
// can be its verb.
type FTPCommand struct {
	Verb Word `bits:"*"` // RETR
	Args Line `bits:"*"` // a path
}

// NewFTPCommand returns a command; args may be empty.
func NewFTPCommand(verb, args string) *FTPCommand {
	return &FTPCommand{wordBefore(verb, args), NewLine(args)}
}

// Announces tells where the client waits for a data connection.
func (c *FTPCommand) Announces(_ []byte, yield func(osi.Expected)) { announceFTP(c.Addr, yield) }

// Announces tells where the server waits for a data connection.
func (r *FTPReply) Announces(_ []byte, yield func(osi.Expected)) { announceFTP(r.Addr, yield) }

func announceFTP(addr func() (netip.AddrPort, bool), yield func(osi.Expected)) {
	if a, ok := addr(); ok {
		yield(osi.Expected{Key: codec.Key{Table: "tcp", Value: portFTPData}, Addr: a.Addr(), Port: a.Port()})
	}
}

// Recognizes looks for a verb.
func (*FTPCommand) Recognizes(data []byte) bool { return isFTPCommand(data) }

// Repeats reports whether another command follows.
func (*FTPCommand) Repeats(rest []byte) bool { return isFTPCommand(rest) }

func isFTPCommand(b []byte) bool {
	n := 0
	for n < len(b) && n <= 8 && lower(b[n]) >= 'a' && lower(b[n]) <= 'z' {
		n++
	}
	return n >= 3 && n <= 8 && n < len(b) && (b[n] == ' ' || b[n] == '\r' || b[n] == '\n')
}

// Addr is the address that a command PORT or EPRT (RFC 2428) has.
func (c *FTPCommand) Addr() (netip.AddrPort, bool) {
	switch {
	case c.Verb.Is("PORT"):
		return hostPort(c.Args.Text)
	case c.Verb.Is("EPRT"):
		return extendedPort(c.Args.Text)
	}
	return netip.AddrPort{}, false
}

func (c *FTPCommand) String() string { return fmt.Sprintf("FTP %s %s", c.Verb, c.Args) }

// hostPort reads six numbers separated by commas: four of an address and two of a port.
func hostPort(b []byte) (netip.AddrPort, bool) {
	var n [6]byte
	for i := range n {
		digits, rest, _ := bytes.Cut(b, []byte(","))
		if i == 5 {
			end := 0
			for end < len(digits) && isDigit(digits[end]) {
				end++
			}
			digits = digits[:end]
		}
		v, ok := number(bytes.TrimSpace(digits))
		if !ok || v > 255 {
			return netip.AddrPort{}, false
		}
		n[i], b = byte(v), rest
	}
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte(n[:4])), uint16(n[4])<<8|uint16(n[5])), true
}

// firstHostPort is hostPort for text in which the numbers may begin with any digit, RFC 1123 section 4.1.2.6.
func firstHostPort(b []byte) (netip.AddrPort, bool) {
	const most = 32 // bytes, with some white space
	for i, c := range b {
		if isDigit(c) && (i == 0 || !isDigit(b[i-1]) && b[i-1] != ',') {
			if a, ok := hostPort(b[i:min(i+most, len(b))]); ok {
				return a, true
			}
		}
	}
	return netip.AddrPort{}, false
}

// extendedPort reads family, address and port, with a delimiter around each.
func extendedPort(b []byte) (netip.AddrPort, bool) {
	if len(b) == 0 {
		return netip.AddrPort{}, false
	}
	parts := strings.Split(string(b), string(b[:1]))
	if len(parts) < 4 {
		return netip.AddrPort{}, false
	}
	a, err := netip.ParseAddr(parts[2])
	port, ok := number([]byte(parts[3]))
	if err != nil || !ok || port > 65535 {
		return netip.AddrPort{}, false
	}
	return netip.AddrPortFrom(a, uint16(port)), true
}

// FTPReply is a reply on the control connection of the File Transfer Protocol, RFC 959 section 4.2, with all of its lines.
type FTPReply struct {
	Code Code      `bits:"*"`
	Text ReplyText `bits:"*"`
}

// NewFTPReply returns a reply of one or more lines.
func NewFTPReply(code int, lines ...string) *FTPReply {
	return &FTPReply{Code(code), newReplyText(code, lines)}
}

// Recognizes looks at the code.
func (*FTPReply) Recognizes(data []byte) bool { return isReply(data) }

// Repeats reports whether another reply follows.
func (*FTPReply) Repeats(rest []byte) bool { return isReply(rest) }

// Addr is the address that a reply 227 has, which says where the server waits for a data connection. A reply 229 (RFC 2428) has only a port: its address
// is not valid.
func (r *FTPReply) Addr() (netip.AddrPort, bool) {
	_, b, _ := bytes.Cut([]byte(r.Text.String()), []byte("("))
	switch r.Code {
	case 227:
		if a, ok := hostPort(b); ok {
			return a, true
		}
		return firstHostPort([]byte(r.Text.String()))
	case 229:
		if i := bytes.IndexByte(b, ')'); i > 4 {
			port, ok := number(b[3 : i-1])
			return netip.AddrPortFrom(netip.Addr{}, uint16(port)), ok && port <= 65535
		}
	}
	return netip.AddrPort{}, false
}

func (r *FTPReply) String() string { return fmt.Sprintf("FTP %d %s", r.Code, r.Text) }

// FTPControlData is what the port of the control connection of FTP (RFC 959) has that is neither command nor reply, such as
// a line of a reply that began in another segment. It has no header: all is payload.
type FTPControlData struct{}

// NextLayer says that nothing is known of the payload.
func (*FTPControlData) NextLayer([]byte) codec.Key { return codec.Key{} }

func (*FTPControlData) String() string { return "FTP control data" }

// FTPData is what is on the port of the data connection of FTP, RFC 959 section 3.2. It has no header: all is payload. Data connections
// in passive mode have other ports, which [FTPReply.Addr] tells.
type FTPData struct{}

// NextLayer says that nothing is known of the payload.
func (*FTPData) NextLayer([]byte) codec.Key { return codec.Key{} }

func (*FTPData) String() string { return "FTP data" }
