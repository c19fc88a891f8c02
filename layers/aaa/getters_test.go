package aaa_test

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/aaa"
)

// TestGettersOfNumbers: IEEE 754, and seconds since 1900 with the second era of RFC 5905.
func TestGettersOfNumbers(t *testing.T) {
	if v := (&aaa.Float32{Bits: math.Float32bits(1.5)}).Value(); v != 1.5 {
		t.Errorf("%v", v)
	}
	if v := (&aaa.Float64{Bits: math.Float64bits(-2.25)}).Value(); v != -2.25 {
		t.Errorf("%v", v)
	}
	if at := (&aaa.NTPTime{Seconds: 2208988800 + 1_700_000_000}).Time(); !at.Equal(time.Unix(1_700_000_000, 0)) {
		t.Errorf("%v", at)
	}
}

// TestGettersOfRADIUS: a value in several attributes is one, RFC 2869 section 5.13 (EAP-Message, 79); a tag is a first byte up to 31.
func TestGettersOfRADIUS(t *testing.T) {
	r := aaa.RADIUS{Attributes: []aaa.RADIUSAttribute{{Type: 1, Value: []byte("steve")}, {Type: 79, Value: []byte("abc")}, {Type: 79, Value: []byte("def")}}}
	if r.UserName() != "steve" || string(r.Joined(79)) != "abcdef" || r.Joined(80) != nil {
		t.Errorf("%q, %q", r.UserName(), r.Joined(79))
	}
	tagged, plain := aaa.TaggedText{Raw: []byte("\x01text")}, aaa.TaggedText{Raw: []byte("text")}
	if tagged.Tag() != 1 || tagged.Text() != "text" || plain.Tag() != 0 || plain.Text() != "text" {
		t.Errorf("%d %q, %d %q", tagged.Tag(), tagged.Text(), plain.Tag(), plain.Text())
	}
}

// TestDeepGroups: text goes as deep as AllAVPs. Thousands of groups inside each other would take seconds, and millions the stack.
func TestDeepGroups(t *testing.T) {
	const groups = 8000
	var b []byte
	for i := range groups {
		b = binary.BigEndian.AppendUint32(b, 260) // Vendor-Specific-Application-Id, RFC 6733 section 6.11
		b = binary.BigEndian.AppendUint32(b, uint32(8*(groups-i)))
	}
	var g aaa.DiameterGroup
	if _, err := codec.Unmarshal(b, &g); err != nil {
		t.Fatal(err)
	}
	s := g.String()
	if n := strings.Count(s, "Vendor-Specific-Application-Id=["); n != 39 || !strings.HasPrefix(s, "[Vendor-Specific-Application-Id=[") || len(s) > 3*len(b) {
		t.Errorf("%d groups, %d bytes of text", n, len(s))
	}
}
