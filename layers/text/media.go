package text

import (
	"bytes"

	"github.com/wiretag/wiretag/codec"
)

// Media is the kind of a body, by which the table media leads to its layer.
type Media uint8

// Kinds of bodies.
const (
	MediaOther     Media = iota // opaque
	MediaChunked                // whatever it is, in the transfer coding chunked
	MediaText                   // text/* that is none of the others
	MediaJSON                   // application/json and *+json
	MediaXML                    // application/xml, text/xml and *+xml
	MediaForm                   // application/x-www-form-urlencoded
	MediaMultipart              // multipart/*
	MediaSDP                    // application/sdp
	MediaMessage                // message/rfc822
)

// media tells what the body of a message is. What is compressed is opaque.
func (h *Headers) media() codec.Key {
	if h.behind.framing == FramingChunked {
		return codec.Key{Table: "media", Value: uint64(MediaChunked)}
	}
	if e := h.fullOr("Content-Encoding", "e"); e != nil && !sameFold(e, "identity") {
		return codec.Key{}
	}
	m := MediaOf(h.fullOr("Content-Type", "c"))
	if m == MediaOther {
		return codec.Key{}
	}
	return codec.Key{Table: "media", Value: uint64(m)}
}

// fullOr is the value of a field, or in SIP of its compact name.
func (h *Headers) fullOr(name, short string) []byte {
	for n, v := range h.Fields {
		if sameFold(n, name) || h.sip && sameFold(n, short) {
			return v
		}
	}
	return nil
}

// MediaOf returns the kind that a value of Content-Type stands for; its parameters do not matter.
func MediaOf(contentType []byte) Media {
	t, _, _ := bytes.Cut(contentType, []byte(";"))
	kind, sub, _ := bytes.Cut(trim(t), []byte("/"))
	switch {
	case sameFold(sub, "json") || hasSuffixFold(sub, "+json"):
		return MediaJSON
	case sameFold(sub, "xml") || hasSuffixFold(sub, "+xml"):
		return MediaXML
	case sameFold(kind, "text"):
		return MediaText
	case sameFold(kind, "multipart"):
		return MediaMultipart
	case sameFold(kind, "message") && sameFold(sub, "rfc822"):
		return MediaMessage
	case !sameFold(kind, "application"):
		return MediaOther
	case sameFold(sub, "x-www-form-urlencoded"):
		return MediaForm
	case sameFold(sub, "sdp"):
		return MediaSDP
	}
	return MediaOther
}

func hasSuffixFold(b []byte, s string) bool {
	return len(b) >= len(s) && sameFold(b[len(b)-len(s):], s)
}

// Text is a body of a type text/*, RFC 2046 section 4.1.
type Text struct {
	Body []byte `bits:"*"`
}

// LayerName is the name of the layer.
func (*Text) LayerName() string { return "TextBody" }

// JSON is a body in JSON, RFC 8259, or a part of one.
type JSON struct {
	Body []byte `bits:"*"`
}

// XML is a body in XML, RFC 7303, or a part of one.
type XML struct {
	Body []byte `bits:"*"`
}

// Form is a body of the type application/x-www-form-urlencoded, whose definition RFC 1866 section 8.2.1 began.
type Form struct {
	Body []byte `bits:"*"`
}

// Multipart is a body of several parts, RFC 2046 section 5.1. What separates them is said in the field Content-Type of the message.
type Multipart struct {
	Body []byte `bits:"*"`
}
