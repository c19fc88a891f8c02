package web

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/osi"
)

// HTTP2Preface is what a client's connection of HTTP/2 begins with, RFC 9113 section 3.4. Frames follow it.
type HTTP2Preface struct {
	Text [24]byte `bits:"192"`
}

// http2Preface is the preface.
const http2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

// NewHTTP2Preface returns a preface.
func NewHTTP2Preface() *HTTP2Preface { return &HTTP2Preface{Text: [24]byte([]byte(http2Preface))} }

// Recognizes looks at the text.
func (*HTTP2Preface) Recognizes(data []byte) bool {
	return bytes.HasPrefix(data, []byte(http2Preface))
}

// NextLayer is a frame.
func (*HTTP2Preface) NextLayer(payload []byte) codec.Key { return frameKey(payload) }

func frameKey(payload []byte) codec.Key {
	if !isHTTP2(payload) {
		return codec.Key{}
	}
	return codec.Key{Table: "http2"}
}

// Announces says that the connection goes on with frames.
func (*HTTP2Preface) Announces(_ []byte, yield func(osi.Expected)) {
	yield(osi.Expected{Key: codec.Key{Table: "upgrade", Value: 2}, Here: true})
}

func (*HTTP2Preface) String() string { return "HTTP/2 preface" }

// HTTP2 is the header of a frame of HTTP/2, RFC 9113 sections 4 and 6, with the fields that flags may put in front of data and header fields. The payload is data, with padding behind them,
// or a part of a block of header fields (compressed with what came before in the connection, RFC 7541, and not decoded), or a layer of its own by the type. Several frames may follow
// each other in a segment.
type HTTP2 struct {
	Length     uint32     `bits:"24,len=rest-6"` // of what is behind Stream
	Type       HTTP2Type  `bits:"8"`
	Flags      HTTP2Flags `bits:"8"`
	Reserved   bool       `bits:"1"`
	Stream     uint32     `bits:"31"`                                 // 0 is the connection
	PadLength  uint8      `bits:"8,if=(Type<2||Type==5)&&Flags&8!=0"` // bytes of padding at the end of the payload
	Exclusive  bool       `bits:"1,if=Type==2||Type==1&&Flags&32!=0"`
	Dependency uint32     `bits:"31,if=Type==2||Type==1&&Flags&32!=0"`
	Weight     uint8      `bits:"8,if=Type==2||Type==1&&Flags&32!=0"` // less one
}

// Data is the payload without padding.
func (h *HTTP2) Data(payload []byte) []byte {
	n := max(0, len(payload)-int(h.PadLength))
	return payload[:n:n]
}

// HTTP2SettingList is the payload of SETTINGS, RFC 9113 section 6.5.
type HTTP2SettingList struct {
	List []HTTP2Setting `bits:"*,fit"`
	Cut  []byte         `bits:"*"` // a parameter that goes on in another segment
}

// HTTP2Setting is a parameter of SETTINGS.
type HTTP2Setting struct {
	ID    HTTP2SettingID `bits:"16"`
	Value uint32         `bits:"32"`
}

// HTTP2End is the payload of RST_STREAM, RFC 9113 section 6.4.
type HTTP2End struct {
	Error HTTP2Error `bits:"32"`
}

// HTTP2Promise is the payload of PUSH_PROMISE, in front of header fields, RFC 9113 section 6.6.
type HTTP2Promise struct {
	Reserved bool   `bits:"1"`
	Stream   uint32 `bits:"31"`
	Headers  []byte `bits:"*"`
}

// HTTP2Opaque is the payload of PING, RFC 9113 section 6.7.
type HTTP2Opaque struct {
	Data uint64 `bits:"64"`
}

// HTTP2Away is the payload of GOAWAY, RFC 9113 section 6.8.
type HTTP2Away struct {
	Reserved bool       `bits:"1"`
	Last     uint32     `bits:"31"` // the last stream that was worked on
	Error    HTTP2Error `bits:"32"`
	Debug    []byte     `bits:"*"`
}

// HTTP2Window is the payload of WINDOW_UPDATE, RFC 9113 section 6.9.
type HTTP2Window struct {
	Reserved  bool   `bits:"1"`
	Increment uint32 `bits:"31"` // in bytes
}

// HTTP2Alternative is the payload of ALTSVC, RFC 7838 section 4.
type HTTP2Alternative struct {
	Length uint16 `bits:"16,len=Origin"`
	Origin []byte `bits:"*"`
	Value  []byte `bits:"*"` // as in the header field Alt-Svc
}

// HTTP2OriginList is the payload of ORIGIN, RFC 8336 section 2.
type HTTP2OriginList struct {
	List []HTTP2Origin `bits:"*,fit"`
	Cut  []byte        `bits:"*"` // an origin that goes on in another segment
}

// HTTP2Origin is an origin, in ASCII.
type HTTP2Origin struct {
	Length uint16 `bits:"16,len=Text"`
	Text   []byte `bits:"*"`
}

// HTTP2Urgency is the payload of PRIORITY_UPDATE, RFC 9218 section 7.1.
type HTTP2Urgency struct {
	Reserved bool   `bits:"1"`
	Stream   uint32 `bits:"31"` // the one that it is about
	Value    []byte `bits:"*"`  // as in the header field Priority
}

// HTTP2Type is the type of a frame.
type HTTP2Type uint8

// Types of frames.
const (
	HTTP2Data           HTTP2Type = 0
	HTTP2Headers        HTTP2Type = 1
	HTTP2Priority       HTTP2Type = 2
	HTTP2Reset          HTTP2Type = 3
	HTTP2Settings       HTTP2Type = 4
	HTTP2PushPromise    HTTP2Type = 5
	HTTP2Ping           HTTP2Type = 6
	HTTP2GoAway         HTTP2Type = 7
	HTTP2WindowUpdate   HTTP2Type = 8
	HTTP2Continuation   HTTP2Type = 9
	HTTP2AltSvc         HTTP2Type = 10
	HTTP2OriginFrame    HTTP2Type = 12
	HTTP2PriorityUpdate HTTP2Type = 16
)

func (t HTTP2Type) String() string {
	return iana.Name("\n0 DATA\n1 HEADERS\n2 PRIORITY\n3 RST_STREAM\n4 SETTINGS\n5 PUSH_PROMISE\n6 PING\n7 GOAWAY\n8 WINDOW_UPDATE\n9 CONTINUATION\n10 ALTSVC\n12 ORIGIN\n16 PRIORITY_UPDATE\n", uint64(t))
}

// HTTP2Flags are flags of a frame.
type HTTP2Flags uint8

// Flags. The first one has two meanings.
const (
	HTTP2EndStream   HTTP2Flags = 0x01 // of DATA and HEADERS
	HTTP2Ack         HTTP2Flags = 0x01 // of SETTINGS and PING
	HTTP2EndHeaders  HTTP2Flags = 0x04
	HTTP2Padded      HTTP2Flags = 0x08
	HTTP2HasPriority HTTP2Flags = 0x20
)

// HTTP2Error is why a stream or connection ends, RFC 9113 section 7.
type HTTP2Error uint32

func (e HTTP2Error) String() string {
	return iana.Name("\n0 NO_ERROR\n1 PROTOCOL_ERROR\n2 INTERNAL_ERROR\n3 FLOW_CONTROL_ERROR\n4 SETTINGS_TIMEOUT\n5 STREAM_CLOSED\n6 FRAME_SIZE_ERROR\n7 REFUSED_STREAM\n8 CANCEL\n9 COMPRESSION_ERROR"+
		"\n10 CONNECT_ERROR\n11 ENHANCE_YOUR_CALM\n12 INADEQUATE_SECURITY\n13 HTTP_1_1_REQUIRED\n", uint64(e))
}

// HTTP2SettingID is a parameter, RFC 9113 section 6.5.2, RFC 8441 and RFC 9218.
type HTTP2SettingID uint16

func (i HTTP2SettingID) String() string {
	return iana.Name("\n1 HEADER_TABLE_SIZE\n2 ENABLE_PUSH\n3 MAX_CONCURRENT_STREAMS\n4 INITIAL_WINDOW_SIZE\n5 MAX_FRAME_SIZE\n6 MAX_HEADER_LIST_SIZE\n8 ENABLE_CONNECT_PROTOCOL\n9 NO_RFC7540_PRIORITIES\n", uint64(i))
}

// Recognizes looks at length, type, flags and stream, which belong together.
func (*HTTP2) Recognizes(data []byte) bool { return isHTTP2(data) }

// Repeats reports whether another frame follows.
func (*HTTP2) Repeats(rest []byte) bool { return isHTTP2(rest) }

// http2Forms are, by type, the flags that a frame may have, how long it is at least and at most (0: as long as it wants), and whether it is of the connection.
var http2Forms = [...]struct {
	known      bool
	flags      HTTP2Flags
	least      uint32
	most       uint32
	connection bool
}{
	HTTP2Data:           {known: true, flags: 0x09},
	HTTP2Headers:        {known: true, flags: 0x2d, least: 1},
	HTTP2Priority:       {known: true, least: 5, most: 5},
	HTTP2Reset:          {known: true, least: 4, most: 4},
	HTTP2Settings:       {known: true, flags: 1, connection: true},
	HTTP2PushPromise:    {known: true, flags: 0x0c, least: 4},
	HTTP2Ping:           {known: true, flags: 1, least: 8, most: 8, connection: true},
	HTTP2GoAway:         {known: true, least: 8, connection: true},
	HTTP2Continuation:   {known: true, flags: 4},
	HTTP2AltSvc:         {known: true, least: 2},
	HTTP2OriginFrame:    {known: true, connection: true},
	HTTP2PriorityUpdate: {known: true, least: 4, connection: true},
}

// isHTTP2 reports whether data begins with a frame that is in order.
func isHTTP2(b []byte) bool {
	if len(b) < 9 {
		return false
	}
	n, stream := binary.BigEndian.Uint32(b)>>8, binary.BigEndian.Uint32(b[5:])
	t, flags := HTTP2Type(b[3]), HTTP2Flags(b[4])
	if t == HTTP2WindowUpdate {
		return n == 4 && flags == 0 && stream < 1<<31
	}
	if int(t) >= len(http2Forms) {
		return false
	}
	f := http2Forms[t]
	switch {
	case !f.known || flags&^f.flags != 0 || n < f.least || f.most > 0 && n > f.most || stream >= 1<<31:
		return false
	case t == HTTP2Settings && (n%6 != 0 || flags != 0 && n != 0):
		return false
	}
	return t == HTTP2AltSvc || (stream == 0) == f.connection
}

// NextLayer is by the type; what data are is in header fields. Behind padding it is not looked for.
func (h *HTTP2) NextLayer([]byte) codec.Key {
	if h.PadLength > 0 {
		return codec.Key{}
	}
	return codec.Key{Table: "http2frame", Value: uint64(h.Type)}
}

func (h *HTTP2) String() string {
	return fmt.Sprintf("HTTP/2 %s, stream %d, %d bytes", h.Type, h.Stream, h.Length)
}
