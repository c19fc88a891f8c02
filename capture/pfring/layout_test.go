package pfring

import (
	"encoding/binary"
	"reflect"
	"testing"
)

// TestLayout holds the structures against the module's, as compiled for x86-64. All of them have their numbers on natural boundaries, so 64-bit systems agree.
func TestLayout(t *testing.T) {
	for _, c := range []struct {
		value   any
		size    uintptr
		offsets map[string]uintptr
	}{
		{&slotInfo{}, 8192, map[string]uintptr{
			"version": 0, "sampleRate": 2, "minSlots": 4, "slotLen": 8, "dataLen": 12, "totalMem": 16, "insertOff": 24, "bounceOff": 32, "totPackets": 40, "totLost": 48,
			"totInsert": 56, "bounceRead": 64, "forwarded": 72, "notForward": 80, "sent": 88, "notSent": 96, "totRead": 4096, "removeOff": 4104,
		}},
		{&packetHeader{}, 48, map[string]uintptr{
			"seconds": 0, "microseconds": 8, "capLen": 16, "length": 20, "nanoseconds": 24, "flags": 32, "received": 36, "port": 37, "device": 38, "index": 40, "hash": 44,
		}},
		{&slotAddress{}, 20, map[string]uintptr{"family": 0, "protocol": 2, "index": 4}},
		{&nameAddress{}, 16, map[string]uintptr{"family": 0, "name": 2}},
		{&queueMember{}, 12, map[string]uintptr{"cluster": 0, "queue": 2, "options": 4, "kind": 8}},
		{&member{}, 8, map[string]uintptr{"cluster": 0, "kind": 4}},
	} {
		s := reflect.TypeOf(c.value).Elem()
		if s.Size() != c.size {
			t.Errorf("%v has %d bytes, want %d", s, s.Size(), c.size)
		}
		named := 0
		for f := range s.Fields() {
			if f.Name == "_" {
				continue
			}
			named++
			if want, ok := c.offsets[f.Name]; !ok || f.Offset != want {
				t.Errorf("%v.%s at %d, want %d", s, f.Name, f.Offset, want)
			}
		}
		if named != len(c.offsets) {
			t.Errorf("%v: %d fields, want %d", s, named, len(c.offsets))
		}
	}
}

// TestArguments: the structures that are arguments of calls are written as bytes; both are the same.
func TestArguments(t *testing.T) {
	for _, c := range []struct {
		value any
		want  []byte
	}{
		{&queueMember{0x102, 3, 1, 4}, order.AppendUint32(order.AppendUint32(order.AppendUint16(order.AppendUint16(nil, 0x102), 3), 1), 4)},
		{&nameAddress{27, [14]byte{'e', 't', 'h', '0'}}, append(order.AppendUint16(nil, 27), "eth0\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"...)},
		{&member{0x1020304, 11}, order.AppendUint32(order.AppendUint32(nil, 0x1020304), 11)},
		{&slotAddress{family: 27, protocol: 9, index: 7}, append(order.AppendUint32(order.AppendUint16(order.AppendUint16(nil, 27), 9), 7), make([]byte, 12)...)},
	} {
		got, err := binary.Append(nil, order, c.value)
		if err != nil || string(got) != string(c.want) {
			t.Errorf("%T: %x, want %x, %v", c.value, got, c.want, err)
		}
	}
}

// TestRingSizes holds the simulated module against sizes of rings that a real one made.
func TestRingSizes(t *testing.T) {
	for _, c := range []struct{ bucket, slotLen, total, slots int }{
		{1536, 1592, 6533120, 4098}, {9018, 9072, 6795264, 748}, {65600, 65656, 33628160, 512},
	} {
		slotLen, total := ringBytes(48, c.bucket, 4096)
		if slots := (total - 8192) / slotLen; int(slotLen) != c.slotLen || int(total) != c.total || int(slots) != c.slots {
			t.Errorf("%d bytes of a packet: slots of %d bytes, %d in all, %d slots; want %+v", c.bucket, slotLen, total, slots, c)
		}
	}
}
