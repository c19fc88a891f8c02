package main

import (
	"strings"

	"github.com/wiretag/wiretag/layers/mobile"
	"github.com/wiretag/wiretag/packet"
)

// mobile gives the fields of GTP, and what is in messages of session management.
func (e *emitter) mobile(v any) {
	defer e.configs(v)
	if src, dst := e.endpoints(); e.isGTP(v) && (onCharging(src) || onCharging(dst)) {
		e.rec.Layers[len(e.rec.Layers)-1][0] = "GTPPrime" // tshark goes by the port
		e.oldGTP(v)
		return
	}
	switch l := v.(type) {
	case *mobile.GTPv1:
		if h := e.at.Header(); len(h) > 0 {
			e.put(1, "gtp.flags", h[0])
		}
		e.put(2, "gtp.message", uint8(l.Type))
		e.put(4, "gtp.length", l.Length)
		e.put(8, "gtp.teid", l.TEID)
		for _, x := range l.IEs {
			e.element(uint8(x.Type), x.Value)
		}
		for _, x := range l.Extensions {
			if x.Type != mobile.GTPExtensionEnd {
				e.put(12, "gtp.ext_hdr", uint8(x.Type))
			}
		}
	case *mobile.GTPv2:
		e.rec.Layers[len(e.rec.Layers)-1][0] = "GTPv1" // tshark has both names
		e.name("GTPv2", e.at.Offset(), 0)
		if h := e.at.Header(); len(h) > 0 {
			e.put(1, "gtp.flags", h[0])
		}
		e.put(2, "gtpv2.message_type", uint8(l.Type))
		e.put(4, "gtpv2.msg_length", l.Length)
		if l.HasTEID {
			e.put(8, "gtpv2.teid", l.TEID)
		}
	}
}

// oldGTP gives the fields of GTP' and of version 0.
func (e *emitter) oldGTP(v any) {
	h := e.at.Header()
	if len(h) < 4 {
		return
	}
	e.put(1, "gtp.flags", h[0])
	e.put(2, "gtp.message", h[1])
	e.put(4, "gtp.length", uint16(h[2])<<8|uint16(h[3]))
	switch l := v.(type) {
	case *mobile.GTPv0:
		for _, x := range l.IEs {
			e.element(uint8(x.Type), x.Value)
		}
	case *mobile.GTPPrime:
		for _, x := range l.IEs {
			e.element(uint8(x.Type), x.Value)
		}
	}
}

// element gives the length of an element, where tshark has it in the field of the message's.
func (e *emitter) element(t uint8, value []byte) {
	switch mobile.GTPv1IEType(t) {
	case mobile.GTPv1EndUserAddress, mobile.GTPv1ProtocolConfig, mobile.GTPv1MSISDN:
		e.put(4, "gtp.length", len(value))
	}
}

// configs gives the names and fields of packets of PPP in elements of control messages.
func (e *emitter) configs(v any) {
	switch l := v.(type) {
	case *mobile.GTPv0:
		for _, x := range l.IEs {
			if x.Type == mobile.GTPv0ProtocolConfig {
				e.config(x.Config())
			}
		}
	case *mobile.GTPv1:
		for _, x := range l.IEs {
			if x.Type == mobile.GTPv1ProtocolConfig {
				e.config(x.Config())
			}
		}
	case *mobile.SM:
		if x := l.IE(mobile.SMConfig); x != nil {
			e.config(x.Config())
		}
	case *mobile.GTPv2:
		for i := range l.IEs {
			if c, err := l.IEs[i].View(); err == nil && c != nil {
				c, _ := c.(*mobile.GTPConfig)
				e.config(c, nil)
			}
		}
	}
}

func (e *emitter) config(c *mobile.GTPConfig, err error) {
	if c == nil || err != nil {
		return
	}
	for i := range c.Options {
		if u := &c.Options[i]; u.IsPPP() {
			for l := range packet.NewAt(u.Contents, u.Key()).Layers() {
				e.name(l.Name(), -1, 0)
				e.ppp(l.Value())
			}
		}
	}
}

// onCharging reports whether the innermost port of endpoints is that of GTP'.
func onCharging(ends string) bool { return strings.HasPrefix(ends, "3386/udp ") }

func (*emitter) isGTP(v any) bool {
	switch v.(type) {
	case *mobile.GTPv0, *mobile.GTPv1, *mobile.GTPv2, *mobile.GTPPrime:
		return true
	}
	return false
}
