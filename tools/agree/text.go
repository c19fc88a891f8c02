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
	}
}

func (e *emitter) request(method, target *lines.Word, h *lines.Headers) {
	e.put(0, "http.request.method", method.String())
	e.put(0, "http.request.uri", target.String())
	for v := range h.Values("Host") {
		e.put(0, "http.host", v)
	}
}
