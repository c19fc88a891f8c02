package dumptext

import (
	"bytes"
	"strings"
)

// textProtocol is a protocol of lines of text. Data is one of its messages if it begins with a command, or with a code of three digits; without
// commands all data is.
type textProtocol struct {
	name, short string
	commands    []string
	second      bool // the code is the second word
}

var textProtocols = map[uint16]*textProtocol{
	21: {name: "FTP", short: "ftp"},
	25: {name: "SMTP", short: "smtp"},
	80: &httpText, 8080: &httpText, 3128: &httpText,
	554: &rtspText, 8554: &rtspText,
}

var httpText = textProtocol{"HTTP", "http", strings.Fields(`GET PUT COPY HEAD LOCK MOVE POLL POST BCOPY BMOVE MKCOL TRACE LABEL MERGE
	DELETE SEARCH UNLOCK REPORT UPDATE NOTIFY BDELETE CONNECT OPTIONS CHECKIN PROPFIND CHECKOUT CCM_POST SUBSCRIBE PROPPATCH BPROPFIND
	BPROPPATCH UNCHECKOUT MKACTIVITY MKWORKSPACE UNSUBSCRIBE RPC_CONNECT VERSION-CONTROL BASELINE-CONTROL`), true}

var rtspText = textProtocol{"RTSP", "rtsp", strings.Fields(`OPTIONS DESCRIBE ANNOUNCE SETUP PLAY PAUSE TEARDOWN GET_PARAMETER
	SET_PARAMETER REDIRECT RECORD`), true}

var sipText = textProtocol{"SIP", "sip", strings.Fields(`ACK BYE CANCEL DO INFO INVITE MESSAGE NOTIFY OPTIONS PRACK QAUTH REFER REGISTER
	SPRACK SUBSCRIBE UPDATE PUBLISH`), true}

// lines prints a message of length bytes, of which data was captured: its first line, or with -v all.
func (p *Printer) lines(t *textProtocol, data []byte, length int) {
	p.str(t.name)
	cut := len(data) < length
	if !t.message(data, cut) {
		return
	}
	before := ": "
	if p.opt.Verbose > 0 {
		p.text(", length: ", uint64(length))
		before = "\n\t"
	}
	for len(data) > 0 {
		line, n, ended := textLine(data)
		switch {
		case cut && (!ended && line != nil || n == len(data) && line == nil):
			p.short(t.short)
			return
		case line == nil:
			return
		}
		p.str(before)
		p.buf = append(p.buf, line...)
		if !ended {
			p.short(t.short)
			return
		}
		if p.opt.Verbose == 0 {
			return
		}
		data = data[n:]
	}
	if cut {
		p.short(t.short)
	}
}

// textLine is the first line of data, without its end, and its length with it; nil is what is not text. That of all of data is a line that
// lacks the second half of its end.
func textLine(data []byte) (line []byte, n int, ended bool) {
	for i, c := range data {
		switch {
		case c == '\n':
			return data[:i:i], i + 1, true
		case c == '\r':
			if i+1 == len(data) || data[i+1] != '\n' {
				return nil, i + 1, false
			}
			return data[:i:i], i + 2, true
		case c != '\t' && (c < ' ' || c > '~'):
			return nil, 0, false
		}
	}
	return data, len(data), false
}

// message reports whether data begins a message. If it is cut, its last word may be, too, and does not count.
func (t *textProtocol) message(data []byte, cut bool) bool {
	if t.commands == nil {
		return true
	}
	word, rest := cutWord(data)
	if cut && len(word) == len(data) {
		return false
	}
	for _, c := range t.commands {
		if strings.EqualFold(c, string(word)) {
			return true
		}
	}
	if t.second {
		if len(word) == 0 || bytes.ContainsFunc(word, func(c rune) bool { return c < '!' || c > '~' }) {
			return false
		}
		if word, _ = cutWord(rest); cut && len(word) == len(rest) {
			return false
		}
	}
	return len(word) == 3 && isDigits(word)
}

// cutWord cuts data after its first word and the space behind that on the same line.
func cutWord(data []byte) (word, rest []byte) {
	end := bytes.IndexAny(data, " \t\r\n\v\f")
	if end < 0 {
		return data, nil
	}
	return data[:end], bytes.TrimLeft(data[end:], " \t")
}

func isDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
