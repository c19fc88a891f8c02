package main

import (
	lines "github.com/wiretag/wiretag/layers/text"
)

// lines gives the fields of the protocols that are made of lines.
func (e *emitter) lines(v any) {
	switch l := v.(type) {
	case *lines.HTTPRequest:
		e.request(&l.Method, &l.Target, &l.Headers)
	case *lines.SSDPRequest:
		e.request(&l.Method, &l.Target, &l.Headers)
	case *lines.HTTPResponse:
		e.put(0, "http.response.code", l.Code())
	case *lines.SSDPResponse:
		e.put(0, "http.response.code", l.Code())
	case *lines.SIPRequest:
		e.put(0, "sip.Method", l.Method.String())
		e.put(0, "sip.Call-ID", l.Get("Call-ID"))
	case *lines.SIPResponse:
		e.put(0, "sip.Status-Code", l.Code())
		e.put(0, "sip.Call-ID", l.Get("Call-ID"))
	case *lines.MEGACO:
		for d := range l.Descriptions {
			e.name("SDP", -1, 0)
			e.lines(d)
		}
	case *lines.SDP:
		for k, v := range l.Lines.All {
			if k == 'm' {
				e.put(0, "sdp.media", string(v))
			}
		}
	case *lines.SMTPReply:
		e.put(0, "smtp.response.code", uint16(l.Code))
	case *lines.SMTPCommand:
		e.put(0, "smtp.req.command", l.Verb.String())
	case *lines.FTPReply:
		e.put(0, "ftp.response.code", uint16(l.Code))
	case *lines.FTPCommand:
		e.put(0, "ftp.request.command", l.Verb.String())
	case *lines.POPCommand:
		e.put(0, "pop.request.command", l.Verb.String())
	case *lines.SSHIdentification:
		e.put(0, "ssh.protocol", l.Line.String())
	case *lines.IMAPCommand:
		e.put(0, "imap.request.command", l.Verb.String())
	}
}

func (e *emitter) request(method, target *lines.Word, h *lines.Headers) {
	e.put(0, "http.request.method", method.String())
	e.put(0, "http.request.uri", target.String())
	for v := range h.Values("Host") {
		e.put(0, "http.host", v)
	}
}
