package text

import (
	"bytes"
	"fmt"

	"github.com/wiretag/wiretag/layers/osi"
)

// MEGACO is a message of the gateway control protocol in its text form, RFC 3525 annex B (ITU-T H.248.1), as it was sent. The descriptions of sessions in its descriptors Local and Remote are
// given by [MEGACO.Descriptions].
type MEGACO struct {
	Text []byte `bits:"*"`
}

// Recognizes looks for the version, in its long or its short form.
func (*MEGACO) Recognizes(data []byte) bool {
	for _, name := range [...]string{"MEGACO/", "!/"} {
		if n := len(name); len(data) > n && sameFold(data[:n], name) && data[n] >= '1' && data[n] <= '9' {
			return true
		}
	}
	return false
}

// Descriptions calls yield for the description in each descriptor Local and Remote that has one: the lines from its version up to the closing brace, which stands behind no backslash.
func (m *MEGACO) Descriptions(yield func(*SDP) bool) {
	for b := m.Text; ; {
		i := bytes.IndexByte(b, '{')
		if i < 0 {
			return
		}
		descriptor := isMediaDescriptor(b[:i])
		b = bytes.TrimLeft(b[i+1:], " \t\r\n")
		if !descriptor || !bytes.HasPrefix(b, []byte("v=")) {
			continue
		}
		end := 0
		for end < len(b) && (b[end] != '}' || b[end-1] == '\\') {
			end++
		}
		lines := bytes.TrimRight(b[:end:end], " \t")
		if b = b[end:]; !yield(&SDP{Lines: lines}) {
			return
		}
	}
}

// Announces tells where media come to.
func (m *MEGACO) Announces(_ []byte, yield func(osi.Expected)) {
	for s := range m.Descriptions {
		s.Announces(nil, yield)
	}
}

func (m *MEGACO) String() string {
	n, _ := cutLine(m.Text)
	return fmt.Sprintf("MEGACO %s", m.Text[:n])
}

// isMediaDescriptor reports whether b ends with the name of a descriptor that has a description.
func isMediaDescriptor(b []byte) bool {
	b = bytes.TrimRight(b, " \t\r\n")
	i := len(b)
	for i > 0 && lower(b[i-1]) >= 'a' && lower(b[i-1]) <= 'z' {
		i--
	}
	name := b[i:]
	return sameFold(name, "Local") || sameFold(name, "L") || sameFold(name, "Remote") || sameFold(name, "R")
}
