package web

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// Ports.
const (
	portMQTT = 1883
	portHTTP = 80
)

// Links returns who follows whom, as far as these layers have a part in it. HTTP/2 has no port of its own: without TLS it begins on those of HTTP, by its
// preface, and is found where conversations are remembered. WebSocket follows HTTP in the same connection. Their dispatch tables are, besides tcp:
//
//   - http2: 0 is a frame behind the preface; http2frame: types of frames
//   - upgrade: what a connection of HTTP goes over to: 1 is WebSocket, 2 HTTP/2
func Links() []codec.Link {
	return []codec.Link{
		{Table: "tcp", Key: portMQTT, Layer: (*MQTT)(nil)},
		{Table: "tcp", Key: portHTTP, Layer: (*HTTP2Preface)(nil)},
		{Table: "http2", Key: 0, Layer: (*HTTP2)(nil)},
		{Table: "http2frame", Key: uint64(HTTP2Reset), Layer: (*HTTP2End)(nil)},
		{Table: "http2frame", Key: uint64(HTTP2Settings), Layer: (*HTTP2SettingList)(nil)},
		{Table: "http2frame", Key: uint64(HTTP2PushPromise), Layer: (*HTTP2Promise)(nil)},
		{Table: "http2frame", Key: uint64(HTTP2Ping), Layer: (*HTTP2Opaque)(nil)},
		{Table: "http2frame", Key: uint64(HTTP2GoAway), Layer: (*HTTP2Away)(nil)},
		{Table: "http2frame", Key: uint64(HTTP2WindowUpdate), Layer: (*HTTP2Window)(nil)},
		{Table: "http2frame", Key: uint64(HTTP2AltSvc), Layer: (*HTTP2Alternative)(nil)},
		{Table: "http2frame", Key: uint64(HTTP2OriginFrame), Layer: (*HTTP2OriginList)(nil)},
		{Table: "http2frame", Key: uint64(HTTP2PriorityUpdate), Layer: (*HTTP2Urgency)(nil)},
		{Table: "upgrade", Key: 1, Layer: (*WebSocket)(nil)},
		{Table: "upgrade", Key: 2, Layer: (*HTTP2)(nil)},
	}
}

// Roles returns the roles of these layers.
func Roles() []osi.Layer {
	return []osi.Layer{
		{Layer: (*MQTT)(nil), Role: osi.Application},
		{Layer: (*HTTP2Preface)(nil), Role: osi.Application},
		{Layer: (*HTTP2)(nil), Role: osi.Application},
		{Layer: (*WebSocket)(nil), Role: osi.Application},
	}
}

// Guesses returns the layers that are looked for on any port: the preface of HTTP/2 is like nothing else.
func Guesses() []osi.Guess {
	return []osi.Guess{{Table: "tcp", Layer: (*HTTP2Preface)(nil), First: "P"}}
}
