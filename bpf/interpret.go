package bpf

import (
	"encoding/binary"

	"golang.org/x/net/bpf"
)

// Ancillary is what a kernel knows of a packet that does not stand in its bytes, for programs that load it (see the offsets SKF_AD_* in
// linux/filter.h). Other ancillary loads reject the packet.
type Ancillary struct {
	Protocol    uint16 // EtherType, in host order
	PacketType  uint8  // 0 host, 1 broadcast, 2 multicast, 3 other host, 4 outgoing
	Interface   uint32 // index, from 1
	VLANPresent bool   // the kernel removed a VLAN tag from the packet
	VLANTag     uint16 // its TCI: priority, DEI, identifier
	VLANProto   uint16 // its TPID, such as 0x8100
}

// load gives the value at an offset.
func (a *Ancillary) load(offset uint32) (uint32, bool) {
	if a == nil {
		return 0, false
	}
	switch offset - ancillary {
	case adProtocol:
		return uint32(a.Protocol), true
	case adPacketType:
		return uint32(a.PacketType), true
	case adInterface:
		return a.Interface, true
	case adVLANTag:
		return uint32(a.VLANTag), true
	case adVLANPresent:
		if a.VLANPresent {
			return 1, true
		}
		return 0, true
	case adVLANProto:
		return uint32(a.VLANProto), true
	}
	return 0, false
}

// machine is the state of a run.
type machine struct {
	a, x    uint32
	m       [scratchSlots]uint32
	data    []byte
	wireLen uint32
	known   *Ancillary
}

// interpret runs a valid program one instruction after the other: it is what defines the meaning. Whatever is faster must agree with it.
// A program with jumps backwards may make as many of them as the packet has bytes, and one more, which is more than any chain of headers has; then the packet is rejected.
func interpret(code []bpf.RawInstruction, data []byte, wireLen uint32, known *Ancillary) uint32 {
	m := machine{data: data, wireLen: wireLen, known: known}
	back := len(data) + 1
	for pc := 0; ; pc++ {
		i := &code[pc]
		switch i.Op & 7 {
		case clsRET:
			if i.Op == opRetA {
				return m.a
			}
			return i.K
		case clsJMP:
			if i.Op == opJa {
				if int32(i.K) < 0 {
					if back--; back < 0 {
						return 0
					}
				}
				pc += int(int32(i.K))
			} else if m.jump(i) {
				pc += int(i.Jt)
			} else {
				pc += int(i.Jf)
			}
		default:
			if !m.step(i) {
				return 0
			}
		}
	}
}

// jump says which way a conditional jump goes.
func (m *machine) jump(i *bpf.RawInstruction) bool {
	v := i.K
	if i.Op&srcX != 0 {
		v = m.x
	}
	switch i.Op & 0xf0 {
	case jmpJEQ:
		return m.a == v
	case jmpJGT:
		return m.a > v
	case jmpJGE:
		return m.a >= v
	}
	return m.a&v != 0
}

// step runs an instruction that does not jump. It returns false where the packet is rejected: a load outside of it, a division by zero.
func (m *machine) step(i *bpf.RawInstruction) (ok bool) {
	ok = true
	switch i.Op & 7 {
	case clsLD:
		m.a, ok = m.load(i)
	case clsLDX:
		m.x, ok = m.loadX(i)
	case clsST:
		m.m[i.K&15] = m.a
	case clsSTX:
		m.m[i.K&15] = m.x
	case clsALU:
		v := i.K
		if i.Op&srcX != 0 {
			v = m.x
		}
		m.a, ok = calculate(i.Op&0xf0, m.a, v)
	case clsMISC:
		if i.Op == opTax {
			m.x = m.a
		} else {
			m.a = m.x
		}
	}
	return ok
}

func (m *machine) load(i *bpf.RawInstruction) (uint32, bool) {
	switch i.Op &^ 0x18 {
	case opLdImm:
		return i.K, true
	case opLdLen:
		return m.wireLen, true
	case opLdMem:
		return m.m[i.K&15], true
	case opLdInd:
		return loadPacket(m.data, uint64(i.K)+uint64(m.x), loadSize(i.Op))
	}
	if i.K >= ancillary {
		return m.known.load(i.K)
	}
	return loadPacket(m.data, uint64(i.K), loadSize(i.Op))
}

func (m *machine) loadX(i *bpf.RawInstruction) (uint32, bool) {
	switch i.Op {
	case opLdxImm:
		return i.K, true
	case opLdxLen:
		return m.wireLen, true
	case opLdxMem:
		return m.m[i.K&15], true
	}
	v, ok := loadPacket(m.data, uint64(i.K), 1)
	return v & 0xf * 4, ok
}

// loadPacket loads size bytes. Offsets do not wrap around.
func loadPacket(data []byte, offset uint64, size uint32) (uint32, bool) {
	if offset+uint64(size) > uint64(len(data)) {
		return 0, false
	}
	data = data[offset:]
	switch size {
	case 1:
		return uint32(data[0]), true
	case 2:
		return uint32(binary.BigEndian.Uint16(data)), true
	}
	return binary.BigEndian.Uint32(data), true
}

// calculate is an operation on two words of 32 bits; division by zero fails.
func calculate(op uint16, a, v uint32) (uint32, bool) {
	switch op {
	case aluADD:
		return a + v, true
	case aluSUB:
		return a - v, true
	case aluMUL:
		return a * v, true
	case aluOR:
		return a | v, true
	case aluAND:
		return a & v, true
	case aluXOR:
		return a ^ v, true
	case aluLSH:
		return a << v, true
	case aluRSH:
		return a >> v, true
	case aluNEG:
		return -a, true
	}
	if v == 0 {
		return 0, false
	}
	if op == aluDIV {
		return a / v, true
	}
	return a % v, true
}
