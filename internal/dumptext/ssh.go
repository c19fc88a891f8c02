package dumptext

import "bytes"

// ssh prints the version that a side of SSH begins with, and nothing for what comes later.
func (p *Printer) ssh(data []byte, length int) {
	if len(data) < 4 {
		p.short("ssh")
		return
	}
	if !bytes.HasPrefix(data, []byte("SSH-")) {
		return
	}
	line, _, ended := textLine(data)
	switch {
	case line == nil:
	case ended:
		p.str(": SSH: ")
		p.buf = append(p.buf, line...)
	case len(data) < length:
		p.short("ssh")
	}
}
