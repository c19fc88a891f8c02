package afpacket

import (
	"encoding/binary"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// Offsets in a block of version 3 (struct tpacket_block_desc), in the header of a packet (struct tpacket3_hdr) and in that of version 2 (struct tpacket2_hdr).
// Behind each header stands struct sockaddr_ll. All numbers are in the byte order of the host.
const (
	blockStatus = 8
	blockCount  = 12
	blockFirst  = 16
	blockLast   = 40 // seconds of the last packet
	blockHeader = 48

	v3Next    = 0
	v3Sec     = 4
	v3Nsec    = 8
	v3Snap    = 12
	v3Length  = 16
	v3Status  = 20
	v3Mac     = 24
	v3Net     = 26
	v3Hash    = 28
	v3TCI     = 32
	v3TPID    = 36
	v3Address = 48
	v3Header  = 68

	v2Status  = 0
	v2Length  = 4
	v2Snap    = 8
	v2Mac     = 12
	v2Net     = 14
	v2Sec     = 16
	v2Nsec    = 20
	v2TCI     = 24
	v2TPID    = 26
	v2Address = 32
	v2Header  = 52

	// In struct sockaddr_ll.
	llProtocol  = 2
	llInterface = 4
	llHardware  = 8
	llType      = 10
	llLength    = 11
	llAddress   = 12
	llSize      = 20
)

// word is struct access in the byte order of the host.
var word = binary.NativeEndian

// lookV3 looks whether the next block is ready. The poller calls it before it waits, and after.
func (r *Ring) lookV3(fd uintptr) bool {
	if !r.m.claim(r.block) {
		return true
	}
	b := r.m.at(r.block)
	status := loadStatus(b[blockStatus:])
	if status&unix.TP_STATUS_USER == 0 {
		return r.idle(fd)
	}
	r.dropped += r.lost(int(fd), status&unix.TP_STATUS_LOSING != 0)
	r.run, r.left, r.at = b, int(word.Uint32(b[blockCount:])), int(word.Uint32(b[blockFirst:]))
	if r.left == 0 {
		r.giveBack()
	}
	return true
}

// idle is what there is to do without a packet: nothing is held, and an error may wait. It returns true if there is one.
func (r *Ring) idle(fd uintptr) bool {
	r.m.yield()
	r.end = r.pending(int(fd))
	return r.end != nil
}

func (r *Ring) takeV3(info *capture.Info) ([]byte, bool) {
	b, at := r.run, r.at
	if at < 0 || at > len(b)-v3Header {
		return nil, false
	}
	h := b[at : at+v3Header : at+v3Header]
	start := at + int(word.Uint16(h[v3Mac:]))
	end := start + int(word.Uint32(h[v3Snap:]))
	if start > end || end > len(b) {
		return nil, false
	}
	r.at += int(word.Uint32(h[v3Next:]))
	r.left--
	info.Time = capture.Timestamp{Sec: int64(word.Uint32(h[v3Sec:])), Nsec: word.Uint32(h[v3Nsec:]), Set: true}
	info.Length = word.Uint32(h[v3Length:])
	if status := word.Uint32(h[v3Status:]); status&unix.TP_STATUS_VLAN_VALID != 0 {
		info.VLAN = tagOf(status, uint16(word.Uint32(h[v3TCI:])), word.Uint16(h[v3TPID:]))
	} else {
		info.VLAN = capture.VLAN{}
	}
	return r.finishPacket(info, h[v3Address:], start, end), true
}

// finishPacket does what both versions have in common.
func (r *Ring) finishPacket(info *capture.Info, from []byte, start, end int) []byte {
	info.LinkType = r.link
	info.Flags = flagsOf[from[llType]&7]
	info.Dropped, r.dropped = r.dropped, 0
	if info.Interface = r.index; r.index == 0 {
		info.Interface = int(int32(word.Uint32(from[llInterface:])))
	}
	b := r.run
	if r.cfg.isCooked || r.cfg.insertVLAN && info.VLAN.Present {
		start = r.cfg.prepend(b[:end], info, from, start)
	}
	if end-start > r.cfg.live.SnapLen {
		end = start + r.cfg.live.SnapLen
	}
	info.CaptureLength = uint32(end - start)
	r.start = start
	return b[start:end:end]
}

// prepend writes what belongs in front of a packet, which ends b, a cooked header and a tag.
func (c *config) prepend(b []byte, info *capture.Info, from []byte, start int) int {
	old := start
	var tag capture.VLAN
	if c.insertVLAN {
		tag, info.VLAN = info.VLAN, capture.VLAN{}
	}
	switch {
	case c.isCooked:
		start = putCooked(b, start, from, c.cooked, tag)
	case c.vnet && len(b)-start >= macPair:
		copy(b[start-vnetLength-tagLength:], b[start-vnetLength:start])
		start = insertTag(b, start, tag)
	default:
		start = insertTag(b, start, tag)
	}
	if start == old {
		info.VLAN = tag // a packet without an Ethernet header has no place for it
	}
	info.Length += uint32(old - start)
	return start
}

func tagOf(status uint32, tci, tpid uint16) capture.VLAN {
	if status&unix.TP_STATUS_VLAN_TPID_VALID == 0 {
		tpid = 0
	}
	return capture.VLAN{TCI: tci, TPID: tpid, Present: true}
}

func (r *Ring) lookV2(fd uintptr) bool {
	if !r.m.claim(r.block) {
		return true
	}
	b := r.m.at(r.block)
	losing := false
	n := r.frame
	for ; n < r.framesPerBlock && n-r.frame < longestRun; n++ {
		status := loadStatus(b[n*r.frameBytes:])
		if status&unix.TP_STATUS_USER == 0 {
			break
		}
		losing = losing || status&unix.TP_STATUS_LOSING != 0
	}
	if n == r.frame {
		return r.idle(fd)
	}
	r.dropped += r.lost(int(fd), losing)
	r.run, r.at, r.left, r.first = b, r.frame*r.frameBytes, n-r.frame, r.frame
	return true
}

// giveBackV2 returns the frames that were delivered.
func (r *Ring) giveBackV2() {
	for n := r.first; n < r.frame; n++ {
		storeStatus(r.run[n*r.frameBytes:], unix.TP_STATUS_KERNEL)
	}
	if r.frame == r.framesPerBlock {
		r.frame = 0
		r.block++
	}
}

func (r *Ring) takeV2(info *capture.Info) ([]byte, bool) {
	b, at := r.run, r.at
	if at < 0 || at > len(b)-v2Header {
		return nil, false
	}
	h := b[at : at+v2Header : at+v2Header]
	start := at + int(word.Uint16(h[v2Mac:]))
	end := start + int(word.Uint32(h[v2Snap:]))
	if start > end || end > at+r.frameBytes {
		return nil, false
	}
	r.at += r.frameBytes
	r.frame++
	r.left--
	info.Time = capture.Timestamp{Sec: int64(word.Uint32(h[v2Sec:])), Nsec: word.Uint32(h[v2Nsec:]), Set: true}
	info.Length = word.Uint32(h[v2Length:])
	if status := word.Uint32(h[v2Status:]); status&unix.TP_STATUS_VLAN_VALID != 0 {
		info.VLAN = tagOf(status, word.Uint16(h[v2TCI:]), word.Uint16(h[v2TPID:]))
	} else {
		info.VLAN = capture.VLAN{}
	}
	return r.finishPacket(info, h[v2Address:], start, end), true
}

// runSecond is the time of the run, in seconds.
func (r *Ring) runSecond() uint32 {
	if r.cfg.version == V3 {
		return word.Uint32(r.run[blockLast:])
	}
	return word.Uint32(r.run[r.at+v2Sec:])
}

// details reads the header of a packet that is lent.
func (r *Ring) details(l lent) Details {
	h := r.run[l.at:]
	if r.cfg.version == V2 {
		d := detailsOf(h[v2Address:])
		d.Status, d.Network = Status(word.Uint32(h[v2Status:])), l.at+int(word.Uint16(h[v2Net:]))-l.start
		return d
	}
	d := detailsOf(h[v3Address:])
	d.Status, d.Network = Status(word.Uint32(h[v3Status:])), l.at+int(word.Uint16(h[v3Net:]))-l.start
	d.Hash = word.Uint32(h[v3Hash:])
	return d
}

func detailsOf(from []byte) Details {
	d := Details{
		Type:          PacketType(from[llType]),
		Protocol:      network(word.Uint16(from[llProtocol:])),
		HardwareType:  word.Uint16(from[llHardware:]),
		AddressLength: min(from[llLength], 8),
	}
	copy(d.Address[:], from[llAddress:llSize])
	return d
}
