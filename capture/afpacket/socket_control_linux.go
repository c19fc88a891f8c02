package afpacket

import (
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// Control messages: struct cmsghdr has the length as a word, level and type of four bytes each, and is aligned to words.
const (
	wordSize    = strconv.IntSize / 8
	cmsgHeader  = wordSize + 8
	controlSize = 192 // struct tpacket_auxdata, number of lost packets, times
	auxSize     = 20
	stampSize   = 16 // struct __kernel_timespec
	stampsSize  = 3 * stampSize
)

// auxdata is what struct tpacket_auxdata and the time stamps say.
type auxdata struct {
	status, length uint32
	mac, net       uint16
	tci, tpid      uint16
	dropped        uint32 // packets lost since the socket was opened, modulo 2³²
	software       capture.Timestamp
	hardware       capture.Timestamp
}

// parseControl walks the control messages of a packet.
func parseControl(b []byte) (a auxdata) {
	for len(b) >= cmsgHeader {
		n := int(word.Uint32(b))
		if wordSize == 8 {
			n = int(word.Uint64(b))
		}
		if n < cmsgHeader || n > len(b) {
			break
		}
		level, kind, data := word.Uint32(b[wordSize:]), word.Uint32(b[wordSize+4:]), b[cmsgHeader:n]
		switch {
		case level == unix.SOL_PACKET && kind == unix.PACKET_AUXDATA && len(data) >= auxSize:
			a.status, a.length = word.Uint32(data), word.Uint32(data[4:])
			a.mac, a.net = word.Uint16(data[12:]), word.Uint16(data[14:])
			a.tci, a.tpid = word.Uint16(data[16:]), word.Uint16(data[18:])
		case level == unix.SOL_SOCKET && kind == unix.SO_RXQ_OVFL && len(data) >= 4:
			a.dropped = word.Uint32(data)
		case level == unix.SOL_SOCKET && kind == unix.SO_TIMESTAMPING_NEW && len(data) >= stampsSize:
			a.hardware = stampOf(data[2*stampSize:])
		case level == unix.SOL_SOCKET && kind == unix.SO_TIMESTAMPNS_NEW && len(data) >= stampSize:
			a.software = stampOf(data)
		}
		b = b[min((n+wordSize-1)&^(wordSize-1), len(b)):]
	}
	return a
}

func stampOf(b []byte) capture.Timestamp {
	sec, nsec := int64(word.Uint64(b)), word.Uint64(b[8:])
	return capture.Timestamp{Sec: sec, Nsec: uint32(nsec), Set: sec != 0 || nsec != 0}
}

// describe makes the Info of message i. The packet is finished when it is asked for.
func (s *Socket) describe(i int) {
	sl, m, info := &s.slots[i], &s.msgs[i], &s.infos[i]
	sl.aux = parseControl(sl.control[:min(int(m.header.Controllen), controlSize)])
	a := &sl.aux
	if info.Time = a.software; a.hardware.Set && s.cfg.live.Clock == capture.HardwareClock {
		info.Time = a.hardware
		a.status |= unix.TP_STATUS_TS_RAW_HARDWARE
	}
	*info = capture.Info{Time: info.Time, Length: a.length, LinkType: s.link, Flags: flagsOf[sl.from[llType]&7], Interface: s.index}
	info.Dropped = uint64(a.dropped - s.dropped)
	s.dropped = a.dropped
	if s.index == 0 {
		info.Interface = int(int32(word.Uint32(sl.from[llInterface:])))
	}
	if a.status&unix.TP_STATUS_VLAN_VALID != 0 {
		info.VLAN = tagOf(a.status, a.tci, a.tpid)
	}
	start, end := headroom, headroom+int(m.length)
	if s.cfg.vnet {
		start = min(start+vnetLength, end)
	}
	sl.network = start + int(a.net) - int(a.mac)
	if s.cfg.isCooked || s.cfg.insertVLAN && info.VLAN.Present {
		start = s.cfg.prepend(sl.data[:end], info, sl.from[:], start)
	}
	end = min(end, start+s.cfg.live.SnapLen)
	sl.start, sl.end = start, end
	info.CaptureLength = uint32(end - start)
}

// packet is the data of message i.
func (s *Socket) packet(i int) []byte {
	sl := &s.slots[i]
	return sl.data[sl.start:sl.end:sl.end]
}
