package afpacket

import (
	"testing"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// TestShortTagged: a packet of which less is captured than the addresses keeps its tag beside it, and gets no bytes that stand behind it in the memory.
func TestShortTagged(t *testing.T) {
	const start = 96
	for _, vnet := range []bool{false, true} {
		for n := range 20 {
			cfg, err := newConfig(capture.Live{}, []Option{WithVLANInserted()})
			if err != nil {
				t.Fatal(err)
			}
			cfg.vnet = vnet
			tag := capture.VLAN{TCI: 0x1234, TPID: 0x88a8, Present: true}
			b := make([]byte, start+40)
			for i := range b {
				b[i] = byte(i)
			}
			var r Ring
			r.cfg, r.run = cfg, b
			info := capture.Info{Length: 60, VLAN: tag}
			checkTagged(t, vnet, n, r.finishPacket(&info, make([]byte, llSize), start, start+n), r.run[r.start-vnetLength:r.start], &info)

			s := Socket{msgs: make([]message, 1), slots: make([]slot, 1), infos: make([]capture.Info, 1)}
			s.cfg = cfg
			sl := &s.slots[0]
			sl.data = make([]byte, headroom+vnetLength+40)
			from := headroom
			if vnet {
				from += vnetLength
			}
			for i := range sl.data {
				sl.data[i] = byte(start - from + i)
			}
			s.msgs[0].length = uint32(from - headroom + n)
			c := word.AppendUint32(nil, cmsgHeader+auxSize)
			if wordSize == 8 {
				c = word.AppendUint64(nil, cmsgHeader+auxSize)
			}
			c = word.AppendUint32(word.AppendUint32(c, unix.SOL_PACKET), unix.PACKET_AUXDATA)
			c = word.AppendUint32(word.AppendUint32(c, unix.TP_STATUS_VLAN_VALID|unix.TP_STATUS_VLAN_TPID_VALID), 60)
			c = word.AppendUint32(word.AppendUint32(c, uint32(n)), 0)
			c = word.AppendUint16(word.AppendUint16(c, tag.TCI), tag.TPID)
			s.msgs[0].header.SetControllen(copy(sl.control[:], c))
			s.describe(0)
			checkTagged(t, vnet, n, s.packet(0), sl.data[sl.start-vnetLength:sl.start], &s.infos[0])
		}
	}
}

// checkTagged looks at a packet of n bytes that count from 96, behind a header of virtio.
func checkTagged(t *testing.T, vnet bool, n int, data, front []byte, info *capture.Info) {
	t.Helper()
	want, length := make([]byte, 0, 40), uint32(60)
	for i := range n {
		if i == macPair {
			want = append(want, 0x88, 0xa8, 0x12, 0x34)
		}
		want = append(want, byte(96+i))
	}
	if n == macPair {
		want = append(want, 0x88, 0xa8, 0x12, 0x34)
	}
	inside := n >= macPair
	if inside {
		length += tagLength
	}
	if string(data) != string(want) || info.VLAN.Present == inside || info.Length != length || info.CaptureLength != uint32(len(want)) {
		t.Errorf("%d bytes: % x, %+v, want % x", n, data, info, want)
	}
	if vnet && (front[0] != 96-vnetLength || front[vnetLength-1] != 95) {
		t.Errorf("%d bytes: the header of virtio is % x", n, front)
	}
}

// TestSendNothing: a packet without bytes is refused, also where a header of virtio stands in front of it.
func TestSendNothing(t *testing.T) {
	for _, vnet := range []bool{false, true} {
		s := Sender{frameBytes: 256, opts: sendConfig{vnet: vnet}}
		if n, err := s.length(nil, false); err == nil {
			t.Errorf("vnet %v: %d", vnet, n)
		}
		if _, err := s.length([]byte{1}, false); err != nil {
			t.Error(err)
		}
	}
}
