package text

import "bytes"

// isStatus reports whether b begins with a status line of a protocol: its name, a version, and a code of three digits.
func isStatus(b []byte, protocol string) bool {
	n := len(protocol)
	return len(b) >= n+7 && string(b[:n]) == protocol && isDigit(b[n]) && b[n+1] == '.' && isDigit(b[n+2]) && b[n+3] == ' ' && isCode(b[n+4:])
}

// isCode reports whether b begins with three digits, and no more.
func isCode(b []byte) bool {
	return len(b) >= 3 && isDigit(b[0]) && isDigit(b[1]) && isDigit(b[2]) && (len(b) == 3 || !isDigit(b[3]))
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isRequest reports whether b begins with a request line of a protocol: a method in capital letters, a target, and a version.
func isRequest(b []byte, protocol string) bool {
	method, target, whole := requestLine(b)
	if method == nil || !whole {
		return false
	}
	i := bytes.LastIndexByte(target, ' ')
	return i > 0 && isVersion(target[i+1:], protocol)
}

// isVersion reports whether b is a version of a protocol.
func isVersion(b []byte, protocol string) bool {
	n := len(protocol)
	return len(b) == n+3 && string(b[:n]) == protocol && isDigit(b[n]) && b[n+1] == '.' && isDigit(b[n+2])
}

// longestMethod is that of a method which is not known.
const longestMethod = 32

// requestLine takes the first line of b apart: its method, nil if it does not begin with one, and what follows the space
// behind that. whole is false if the line has no end.
func requestLine(b []byte) (method, target []byte, whole bool) {
	n := 0
	for n < len(b) && n < longestMethod && (b[n] >= 'A' && b[n] <= 'Z' || n > 0 && (b[n] == '-' || b[n] == '_')) {
		n++
	}
	if n == 0 || n+1 >= len(b) || b[n] != ' ' {
		return nil, nil, false
	}
	text, end := cutLine(b[n+1:])
	return b[:n:n], bytes.TrimRight(b[n+1:n+1+text], " \t"), b[n+end] == '\n'
}

// isHTTPRequest reports whether b begins with a request of HTTP/1. A line that is not whole, or that has no version (HTTP/0.9), begins with
// a method that is known, and its target looks like one.
func isHTTPRequest(b []byte) bool {
	method, target, whole := requestLine(b)
	if method == nil || len(target) == 0 {
		return false
	}
	i := bytes.LastIndexByte(target, ' ')
	if whole && i >= 0 {
		if string(method) == "PRI" { // the preface of HTTP/2, which is no request
			return false
		}
		return isVersion(target[i+1:], "HTTP/")
	}
	return isHTTPMethod(method) && (target[0] == '/' || bytes.HasPrefix(target, []byte("http://")))
}

// isHTTPMethod reports whether a method is in common use.
func isHTTPMethod(m []byte) bool {
	for _, s := range httpMethods {
		if string(m) == s {
			return true
		}
	}
	return false
}

// httpMethods are those of RFC 9110, RFC 5789 and RFC 4918.
var httpMethods = [...]string{
	"GET", "POST", "HEAD", "PUT", "OPTIONS", "DELETE", "CONNECT", "TRACE", "PATCH",
	"PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK",
}
