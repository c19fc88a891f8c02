package dumptext

// ssh prints the version that a side of SSH begins with, and nothing for what comes later.
func (p *Printer) ssh(data []byte, length int) {
	const begin = "SSH-"
	if n := min(len(data), len(begin)); string(data[:n]) != begin[:n] {
		return
	} else if n < len(begin) {
		p.short("ssh")
		return
	}
	line, n, ended := textLine(data)
	switch {
	case line == nil && (n < len(data) || len(data) == length):
	case ended:
		p.str(": SSH: ")
		p.buf = append(p.buf, line...)
	case len(data) < length:
		p.short("ssh")
	}
}
