package text

import (
	"bytes"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// SDP is a description of a session, RFC 8866: lines of a letter, an equals sign and a value.
type SDP struct {
	Lines SDPLines `bits:"*"`
}

// NewSDP returns a description of the given lines, such as "v=0".
func NewSDP(lines ...string) *SDP {
	var s SDP
	for _, l := range lines {
		s.Lines = append(append(s.Lines, l...), crlf...)
	}
	return &s
}

// Err tells whether a line has no type, RFC 8866 section 5.
func (s *SDP) Err() error {
	for kind := range s.Lines.All {
		if kind == 0 {
			return codec.ErrRange
		}
	}
	return nil
}

// Recognizes looks for the version, or what is first in a part of a description.
func (*SDP) Recognizes(data []byte) bool { return len(data) >= 2 && data[1] == '=' }

// Announces tells where media come to: RTP to the port of a medium, RTCP to the next one (RFC 3605 has another).
func (s *SDP) Announces(_ []byte, yield func(osi.Expected)) {
	for _, m := range s.Media() {
		port, _, _ := strings.Cut(m.Port, "/")
		n, err := strconv.ParseUint(port, 10, 16)
		addr := m.addr()
		if err != nil || n == 0 || !addr.IsValid() || !strings.Contains(m.Protocol, "RTP/") {
			continue
		}
		yield(osi.Expected{Key: codec.Key{Table: "udp", Value: portRTP}, Addr: addr, Port: uint16(n)})
		if n < 0xffff {
			yield(osi.Expected{Key: codec.Key{Table: "udp", Value: portRTCP}, Addr: addr, Port: uint16(n + 1)})
		}
	}
}

// longestConnection is that of a line c= in which an address is looked for. Many media may share one.
const longestConnection = 128

// addr is the address of the line c=, without the scope of one of IPv4 multicast.
func (m *SDPMedia) addr() netip.Addr {
	if len(m.Connection) > longestConnection {
		return netip.Addr{}
	}
	f := strings.Fields(m.Connection)
	if len(f) != 3 {
		return netip.Addr{}
	}
	text, _, _ := strings.Cut(f[2], "/")
	a, _ := netip.ParseAddr(text)
	return a
}

// Ports of RTP and RTCP, under which they stand in the table.
const (
	portRTP  = 5004
	portRTCP = 5005
)

func (s *SDP) String() string {
	return fmt.Sprintf("SDP %s, %d media", s.Lines.Get('s'), len(s.Media()))
}

// SDPLines are the lines of a description, as they were sent.
type SDPLines []byte

// String is the lines.
func (l SDPLines) String() string { return string(l) }

// All calls yield with the type and the value of each line. What has another form has the type 0.
func (l SDPLines) All(yield func(kind byte, value []byte) bool) {
	for rest := []byte(l); len(rest) > 0; {
		text, end := cutLine(rest)
		line := rest[:text:text]
		rest = rest[end:]
		kind := byte(0)
		if len(line) >= 2 && line[1] == '=' {
			kind, line = line[0], line[2:]
		}
		if !yield(kind, line) {
			return
		}
	}
}

// Get returns the value of the first line of a type, empty if there is none.
func (l SDPLines) Get(kind byte) string {
	for k, v := range l.All {
		if k == kind {
			return string(v)
		}
	}
	return ""
}

// SDPMedia is the description of one medium: the line m= and those that follow it.
type SDPMedia struct {
	Media      string   // audio, video, ...
	Port       string   // with the number of ports behind a slash, if there is one
	Protocol   string   // RTP/AVP
	Formats    []string // payload types, where the protocol is RTP/AVP
	Connection string   // the value of c=, that of the session if the medium has none
	Attributes []string // the values of a=
}

// Attribute returns the value of the attribute of a name: what is behind the colon. ok is false if there is none.
func (m *SDPMedia) Attribute(name string) (value string, ok bool) {
	for _, a := range m.Attributes {
		if n, v, _ := strings.Cut(a, ":"); n == name {
			return v, true
		}
	}
	return "", false
}

// Media returns the descriptions of media.
func (s *SDP) Media() []SDPMedia {
	var all []SDPMedia
	session := ""
	for k, v := range s.Lines.All {
		switch {
		case k == 'm':
			all = append(all, newMedia(v, session))
		case k == 'c' && len(all) == 0:
			session = string(v)
		case k == 'c':
			all[len(all)-1].Connection = string(v)
		case k == 'a' && len(all) > 0:
			m := &all[len(all)-1]
			m.Attributes = append(m.Attributes, string(v))
		}
	}
	return all
}

// newMedia reads the value of a line m=.
func newMedia(v []byte, connection string) SDPMedia {
	m := SDPMedia{Connection: connection}
	for i, f := range bytes.Fields(v) {
		switch i {
		case 0:
			m.Media = string(f)
		case 1:
			m.Port = string(f)
		case 2:
			m.Protocol = string(f)
		default:
			m.Formats = append(m.Formats, string(f))
		}
	}
	return m
}
