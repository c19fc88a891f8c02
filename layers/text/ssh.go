package text

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/codec"
)

// SSHIdentification is the line with which each side of the Secure Shell protocol begins, RFC 4253 section 4.2: SSH-2.0-software, and a comment
// behind a space.
type SSHIdentification struct {
	Line Line `bits:"*"`
}

// NewSSHIdentification returns the line of protocol version 2.0 for a software; comment may be empty.
func NewSSHIdentification(software, comment string) *SSHIdentification {
	s := "SSH-2.0-" + software
	if comment != "" {
		s += " " + comment
	}
	return &SSHIdentification{NewLine(s)}
}

// Protocol is the version of the protocol, such as 2.0.
func (s *SSHIdentification) Protocol() string {
	version, _, _ := strings.Cut(strings.TrimPrefix(s.Line.String(), "SSH-"), "-")
	return version
}

// Software is the name of the software and its version.
func (s *SSHIdentification) Software() string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(s.Line.String(), "SSH-"), "-")
	software, _, _ := strings.Cut(rest, " ")
	return software
}

// Recognizes looks at the first four bytes and at the digit behind them.
func (*SSHIdentification) Recognizes(data []byte) bool {
	return len(data) > 4 && bytes.HasPrefix(data, []byte("SSH-")) && isDigit(data[4])
}

// NextLayer says that packets follow.
func (*SSHIdentification) NextLayer([]byte) codec.Key { return codec.Key{} }

func (s *SSHIdentification) String() string { return fmt.Sprintf("SSH identification %s", s.Line) }

// SSHData is what the port of the Secure Shell protocol has behind the identification: binary packets, RFC 4253 section 6, which are encrypted
// once keys are exchanged, or parts of them. It has no header: all is payload.
type SSHData struct{}

// NextLayer says that nothing is known of the payload.
func (*SSHData) NextLayer([]byte) codec.Key { return codec.Key{} }

func (*SSHData) String() string { return "SSH data" }
