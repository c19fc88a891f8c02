package industry_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/industry"
)

// TestCIPMultiple: messages that are put into a packet come out of it, and offsets are counted from the number of messages.
func TestCIPMultiple(t *testing.T) {
	var m industry.CIPMultiple
	if err := m.SetMessages([]byte("ab"), []byte("cde")); err != nil {
		t.Fatal(err)
	}
	if err := m.SetMessages(make([]byte, 65536), nil); !errors.Is(err, codec.ErrRange) || m.Count != 2 {
		t.Errorf("%v, %d messages", err, m.Count)
	}
	b, err := codec.Marshal(&m)
	if err != nil || string(b) != "\x02\x00\x06\x00\x08\x00abcde" {
		t.Fatalf("%x, %v", b, err)
	}
	var back industry.CIPMultiple
	if _, err := codec.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	var got []string
	for x := range back.Messages() {
		got = append(got, string(x))
	}
	if !slices.Equal(got, []string{"ab", "cde"}) {
		t.Errorf("%q", got)
	}
}

// TestCIPTransport: bit 7 is the server's side, bits 4 to 6 the trigger, the lower four the class.
func TestCIPTransport(t *testing.T) {
	if c := industry.CIPTransport(0xa3); !c.IsServer() || c.Trigger() != 2 || c.Class() != 3 || industry.CIPTransport(0x01).IsServer() {
		t.Errorf("%v, %d, %d", c.IsServer(), c.Trigger(), c.Class())
	}
}

// TestCIPIOData: a sequence number, and a run/idle header of 32 bits whose lowest bit says run.
func TestCIPIOData(t *testing.T) {
	c, err := (&industry.CIPIOData{Data: []byte{7, 0, 1, 0, 0, 0, 'x'}}).Class1()
	if err != nil || c.Sequence != 7 {
		t.Fatalf("%+v, %v", c, err)
	}
	if run, data, ok := c.RunIdle(); !ok || !run || string(data) != "x" {
		t.Errorf("%v, %q, %v", run, data, ok)
	}
}

// TestCIPPath: class 6, instance 1, attribute 3, each in a logical segment of 8 bits.
func TestCIPPath(t *testing.T) {
	var c industry.CIP
	if _, err := codec.Unmarshal([]byte{0x0e, 3, 0x20, 6, 0x24, 1, 0x30, 3}, &c); err != nil {
		t.Fatal(err)
	}
	class, _ := c.Class()
	instance, _ := c.Instance()
	if attribute, ok := c.Attribute(); class != 6 || instance != 1 || attribute != 3 || !ok {
		t.Errorf("%d, %d, %d, %v", class, instance, attribute, ok)
	}
}

// TestModbusRequest: MODBUS Application Protocol Specification section 6.3: read holding registers, address 107, three of them.
func TestModbusRequest(t *testing.T) {
	m := industry.Modbus{Function: 3, Data: []byte{0, 107, 0, 3}}
	v, err := m.Request()
	if err != nil || v == nil {
		t.Fatalf("%v, %v", v, err)
	}
	if b, err := codec.Marshal(v); err != nil || string(b) != "\x00k\x00\x03" {
		t.Errorf("%x, %v", b, err)
	}
	m.Data = m.Data[:3]
	if v, err := m.Request(); err == nil {
		t.Errorf("cut: %v", v)
	}
}

// TestCIPSegmentNumber: a logical segment of 8 and one of 16 bits.
func TestCIPSegmentNumber(t *testing.T) {
	for want, in := range map[uint32][]byte{6: {0x20, 6}, 0x1234: {0x21, 0, 0x34, 0x12}} {
		var s industry.CIPSegment
		if _, err := codec.Unmarshal(in, &s); err != nil || s.Number() != want {
			t.Errorf("%x: %d, %v", in, s.Number(), err)
		}
	}
}

// TestCIPSafety: one and two bytes of data, the mode, two check sums, the time and a third one.
func TestCIPSafety(t *testing.T) {
	for _, c := range []struct {
		data []byte
		want industry.CIPSafety
	}{
		{[]byte{5, 0x80, 1, 2, 0x34, 0x12, 3}, industry.CIPSafety{DataSize: 1, Data: 5, Run: true, CRC1: 1, CRC2: 2, Timestamp: 0x1234, CRC3: 3}},
		{[]byte{5, 6, 0x08, 1, 2, 0x34, 0x12, 3}, industry.CIPSafety{DataSize: 2, Data: 5, Data2: 6, NotRun: true, CRC1: 1, CRC2: 2, Timestamp: 0x1234, CRC3: 3}},
	} {
		s, err := (&industry.CIPIOData{Data: c.data}).Safety()
		if err != nil || *s != c.want {
			t.Errorf("%x: %+v, %v", c.data, s, err)
		}
	}
	for _, n := range []int{0, 6, 9} {
		if s, err := (&industry.CIPIOData{Data: make([]byte, n)}).Safety(); !errors.Is(err, codec.ErrLength) {
			t.Errorf("%d bytes: %+v, %v", n, s, err)
		}
	}
}
