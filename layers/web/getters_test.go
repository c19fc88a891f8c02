package web_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/web"
)

// TestHTTP2Parts: RFC 9113 section 3.4: what a client begins with; section 6.1: data in front of padding.
func TestHTTP2Parts(t *testing.T) {
	b, err := codec.Marshal(web.NewHTTP2Preface())
	if err != nil || string(b) != "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" || !(&web.HTTP2Preface{}).Recognizes(b) {
		t.Errorf("%q, %v", b, err)
	}
	var h web.HTTP2
	payload, err := codec.Unmarshal([]byte("\x00\x00\x08\x00\x08\x00\x00\x00\x01\x02hello\x00\x00"), &h)
	if err != nil || h.Type != web.HTTP2Data || string(h.Data(payload)) != "hello" {
		t.Errorf("%v, %v: %q", &h, err, h.Data(payload))
	}
	if cut := payload[:1]; len(h.Data(cut)) != 0 {
		t.Errorf("less than the padding: %q", h.Data(cut))
	}
}

// TestWebSocketUnmasked: the frames of RFC 6455 section 5.7.
func TestWebSocketUnmasked(t *testing.T) {
	for _, frame := range []string{"\x81\x05Hello", "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"} {
		var w web.WebSocket
		if _, err := codec.Unmarshal([]byte(frame), &w); err != nil || string(w.Data.Unmasked()) != "Hello" {
			t.Errorf("%x: %q, %v", frame, w.Data.Unmasked(), err)
		}
	}
}

// TestMQTTPacket: the same bytes of PUBLISH are another packet in version 5, which has properties in front of the message.
func TestMQTTPacket(t *testing.T) {
	var m web.MQTT
	if _, err := codec.Unmarshal([]byte("\x32\x0a\x00\x01t\x00\x07\x02\x01\x01hi"), &m); err != nil {
		t.Fatal(err)
	}
	for version, want := range map[uint8]*web.MQTTPublish{
		4: {HasID: true, Topic: web.MQTTString{Length: 1, Text: []byte("t")}, ID: 7, Message: []byte("\x02\x01\x01hi")},
		5: {Five: true, HasID: true, Topic: web.MQTTString{Length: 1, Text: []byte("t")}, ID: 7, Message: []byte("hi")},
	} {
		p, err := m.Packet(version)
		got, ok := p.(*web.MQTTPublish)
		if err != nil || !ok {
			t.Fatalf("version %d: %T, %v", version, p, err)
		}
		if list := got.Properties.List; version == 5 && (len(list) != 1 || !reflect.DeepEqual(list[0], web.MQTTProperty{ID: 1, Value: &web.MQTTByte{Value: 1}})) {
			t.Errorf("properties: %+v", list)
		}
		got.Properties = want.Properties
		if !reflect.DeepEqual(got, want) {
			t.Errorf("version %d: %+v, want %+v", version, got, want)
		}
	}
	if p, err := (&web.MQTT{Type: web.MQTTPingReqType}).Packet(5); p != nil || err != nil {
		t.Errorf("PINGREQ: %v, %v", p, err)
	}
}

// TestMQTTRaw: a property that is not known is bytes.
func TestMQTTRaw(t *testing.T) {
	var p web.MQTTProperty
	if _, err := codec.Unmarshal([]byte{99, 1, 2}, &p); err != nil {
		t.Fatal(err)
	}
	if raw, ok := p.Value.(web.MQTTRaw); !ok || !bytes.Equal(raw, []byte{1, 2}) {
		t.Errorf("%T %v", p.Value, p.Value)
	}
}
