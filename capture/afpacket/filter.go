package afpacket

import (
	"golang.org/x/net/bpf"

	"github.com/wiretag/wiretag/capture"
)

// Instructions of classic BPF that are put around a filter (linux/filter.h).
const (
	opLoadWord       = 0x20 // ld [k]
	opLoadNumber     = 0x00 // ld #k
	opJumpEqual      = 0x15 // jeq #k, jt, jf
	opReturn         = 0x06 // ret #k
	adPacketType     = 0xfffff000 + 4
	adInterface      = 0xfffff000 + 8
	mostInstructions = 4096 // BPF_MAXINSNS
	loopbackIndex    = 1    // LOOPBACK_IFINDEX: of lo, in every network namespace
)

// nothing is a filter that takes no packet.
var nothing = [...]bpf.RawInstruction{{Op: opReturn}}

// filter is the program to be attached: that of the user, with its results bounded by the snap length, behind tests of the direction.
func (c *config) filter(index int) []bpf.RawInstruction {
	code := c.live.Filter
	if len(code) == 0 {
		code = []bpf.RawInstruction{{Op: opReturn, K: uint32(c.live.SnapLen)}}
	}
	prefix := c.directionTest(index)
	out := append(make([]bpf.RawInstruction, 0, len(prefix)+len(code)), prefix...)
	for _, ins := range code {
		if ins.Op == opReturn {
			ins.K = min(ins.K, uint32(c.live.SnapLen))
		}
		out = append(out, ins)
	}
	return out
}

// directionTest leaves the accumulator at 0, as programs find it.
func (c *config) directionTest(index int) []bpf.RawInstruction {
	outgoing := uint32(PacketOutgoing)
	switch {
	case c.live.Direction == capture.Outbound:
		return []bpf.RawInstruction{
			{Op: opLoadWord, K: adPacketType},
			{Op: opJumpEqual, K: outgoing, Jt: 1},
			{Op: opReturn},
			{Op: opLoadNumber},
		}
	case index == 0 && c.live.Direction == capture.DirectionUnknown:
		// Packets of the loopback interface would come twice: going out and coming in.
		return []bpf.RawInstruction{
			{Op: opLoadWord, K: adPacketType},
			{Op: opJumpEqual, K: outgoing, Jf: 3},
			{Op: opLoadWord, K: adInterface},
			{Op: opJumpEqual, K: loopbackIndex, Jf: 1},
			{Op: opReturn},
			{Op: opLoadNumber},
		}
	}
	return nil
}

// ignoreOutgoing reports whether the socket should not see what is sent at all.
func (c *config) ignoreOutgoing(index int) bool {
	return c.live.Direction == capture.Inbound || index == loopbackIndex && c.live.Direction == capture.DirectionUnknown
}
