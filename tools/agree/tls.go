package main

import (
	"strings"

	"github.com/wiretag/wiretag/layers/tls"
)

// tls gives the fields of TLS and DTLS.
func (e *emitter) tls(v any) {
	if h, ok := v.(*tls.ServerHello); ok && (h.Selected() == tls.TLS13 || h.Selected()>>8 >= 0x7f) { // or a draft of it
		if e.tls13 == nil {
			e.tls13 = map[string]bool{}
		}
		e.tls13[e.connection()] = true
	}
	if e.laterTLS() {
		return // tshark has them where the record ends
	}
	switch l := v.(type) {
	case *tls.TLS:
		if l.Type != tls.ContentApplicationData || !e.tls13[e.connection()] { // tshark has another field for it, in connections with TLS 1.3
			e.put(1, "tls.record.content_type", uint8(l.Type))
		}
		e.put(3, "tls.record.version", uint16(l.Version))
		e.put(5, "tls.record.length", l.Length)
	case *tls.SSLv2:
		e.put(2, "tls.record.length", l.Length)
		e.put(2, "tls.record.version", uint16(tls.SSL20))
	case *tls.DTLS:
		e.put(1, "dtls.record.content_type", uint8(l.Type))
		e.put(3, "dtls.record.version", uint16(l.Version))
	case *tls.DTLSHandshake:
		e.put(1, "dtls.handshake.type", uint8(l.Type))
	case *tls.Alert:
		e.put(1, "tls.alert_message.level", uint8(l.Level))
		e.put(2, "tls.alert_message.desc", uint8(l.Description))
	case *tls.Handshake:
		e.put(1, "tls.handshake.type", uint8(l.Type))
		e.put(4, "tls.handshake.length", l.Length)
	case *tls.ClientHello:
		e.put(2, "tls.handshake.version", uint16(l.Version))
		for _, c := range l.CipherSuites {
			e.put(4, "tls.handshake.ciphersuite", uint16(c))
		}
		e.extensions(&l.Extensions)
		if n := l.ServerName(); n != "" {
			e.put(4, "tls.handshake.extensions_server_name", n)
		}
		e.put(4, "tls.handshake.ja3", l.JA3())
	case *tls.ServerHello:
		e.put(2, "tls.handshake.version", uint16(l.Version))
		e.put(4, "tls.handshake.ciphersuite", uint16(l.CipherSuite))
		e.extensions(&l.Extensions)
	case *tls.EncryptedExtensions:
		e.extensions(&l.Extensions)
	}
}

func (e *emitter) extensions(x *tls.Extensions) {
	for i := range x.List {
		e.put(4, "tls.handshake.extension.type", uint16(x.List[i].Type))
	}
}

// connection names the connection that a layer belongs to, in either direction.
func (e *emitter) connection() string {
	var b strings.Builder
	for l, ok := e.at, true; ok; l, ok = l.Parent() {
		if f, ok := l.Flow(); ok {
			b.WriteString(min(f.String(), f.Reverse().String()))
		}
	}
	return b.String()
}

// laterTLS reports whether the layer is a record that goes on in another segment, or inside one.
func (e *emitter) laterTLS() bool {
	for l, ok := e.at, true; ok; l, ok = l.Parent() {
		if r, is := l.Value().(*tls.TLS); is {
			return len(l.Payload()) < int(r.Length)
		}
	}
	return false
}
