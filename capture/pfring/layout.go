package pfring

import (
	"encoding/binary"
	"sync/atomic"
	"unsafe"
)

// order is that of all numbers in the ring and of options.
var order = binary.NativeEndian

// slotInfo is what stands in front of the slots of a ring, in the byte order of the host. The module writes the first page, the reader the second.
type slotInfo struct {
	version    uint16 // of slots
	sampleRate uint16
	minSlots   uint32 // slots of full size that fit
	slotLen    uint32 // bytes of a slot of full size
	dataLen    uint32 // bytes kept of a packet
	totalMem   uint64 // bytes of the whole mapping
	insertOff  atomic.Uint64
	bounceOff  uint64
	totPackets atomic.Uint64 // those that the filter let through
	totLost    atomic.Uint64 // of these, those for which the ring had no room
	totInsert  atomic.Uint64 // of these, those in the ring; written last, when the packet is there
	bounceRead uint64
	forwarded  uint64
	notForward uint64
	sent       atomic.Uint64
	notSent    atomic.Uint64
	_          [kernelPart - 104]byte
	totRead    atomic.Uint64 // packets that the reader is done with
	removeOff  atomic.Uint64 // offset of the slot behind them
	_          [readerPart - 16]byte
}

// packetHeader is the short header of a packet, the same in slot versions 18, 20 and 21. The long header begins with it.
type packetHeader struct {
	seconds      int64
	microseconds int64
	capLen       uint32 // bytes of the packet in the slot
	length       uint32 // bytes on the wire
	nanoseconds  uint64 // since 1970, by the clock of the card if it has noted one
	flags        uint32
	received     uint8 // 1: received, 0: sent
	port         uint8
	device       uint16
	index        int32 // of the interface; -2: a packet that none received
	hash         uint32
}

const (
	kernelPart  = 4096
	readerPart  = 4096
	infoSize    = kernelPart + readerPart
	shortHeader = 48
	longHeader  = 209 // of slot versions 20 and 21
	longHeader8 = 191 // of slot version 18
	trailerSize = 2   // bytes of trailerByte behind the packet
	trailerByte = 0x88
	slotAlign   = 8
)

// slotAddress is struct sockaddr_ll with the family of PF_RING, to which slot versions from 20 on bind.
type slotAddress struct {
	family   uint16
	protocol uint16
	index    int32
	_        [12]byte
}

// nameAddress is struct sockaddr with the name of an interface, to which slot versions up to 18 bind.
type nameAddress struct {
	family uint16
	name   [14]byte
}

// queueMember is the argument of SO_ADD_TO_CLUSTER of slot version 21.
type queueMember struct {
	cluster uint16
	queue   uint16
	options uint32
	kind    uint32
}

// member is the same of older ones.
type member struct {
	cluster uint32
	kind    uint32
}

// These do not compile where a structure has another size, or a field another place, than the module's.
var (
	_ = [1]struct{}{}[unsafe.Sizeof(slotInfo{})-infoSize]
	_ = [1]struct{}{}[unsafe.Offsetof(slotInfo{}.minSlots)-4]
	_ = [1]struct{}{}[unsafe.Offsetof(slotInfo{}.slotLen)-8]
	_ = [1]struct{}{}[unsafe.Offsetof(slotInfo{}.dataLen)-12]
	_ = [1]struct{}{}[unsafe.Offsetof(slotInfo{}.totalMem)-16]
	_ = [1]struct{}{}[unsafe.Offsetof(slotInfo{}.insertOff)-24]
	_ = [1]struct{}{}[unsafe.Offsetof(slotInfo{}.totPackets)-40]
	_ = [1]struct{}{}[unsafe.Offsetof(slotInfo{}.totLost)-48]
	_ = [1]struct{}{}[unsafe.Offsetof(slotInfo{}.totInsert)-56]
	_ = [1]struct{}{}[unsafe.Offsetof(slotInfo{}.sent)-88]
	_ = [1]struct{}{}[unsafe.Offsetof(slotInfo{}.notSent)-96]
	_ = [1]struct{}{}[unsafe.Offsetof(slotInfo{}.totRead)-4096]
	_ = [1]struct{}{}[unsafe.Offsetof(slotInfo{}.removeOff)-4104]

	_ = [1]struct{}{}[unsafe.Sizeof(packetHeader{})-shortHeader]
	_ = [1]struct{}{}[unsafe.Offsetof(packetHeader{}.microseconds)-8]
	_ = [1]struct{}{}[unsafe.Offsetof(packetHeader{}.capLen)-16]
	_ = [1]struct{}{}[unsafe.Offsetof(packetHeader{}.length)-20]
	_ = [1]struct{}{}[unsafe.Offsetof(packetHeader{}.nanoseconds)-24]
	_ = [1]struct{}{}[unsafe.Offsetof(packetHeader{}.flags)-32]
	_ = [1]struct{}{}[unsafe.Offsetof(packetHeader{}.received)-36]
	_ = [1]struct{}{}[unsafe.Offsetof(packetHeader{}.port)-37]
	_ = [1]struct{}{}[unsafe.Offsetof(packetHeader{}.device)-38]
	_ = [1]struct{}{}[unsafe.Offsetof(packetHeader{}.index)-40]
	_ = [1]struct{}{}[unsafe.Offsetof(packetHeader{}.hash)-44]

	_ = [1]struct{}{}[unsafe.Sizeof(slotAddress{})-20]
	_ = [1]struct{}{}[unsafe.Sizeof(nameAddress{})-16]
	_ = [1]struct{}{}[unsafe.Sizeof(queueMember{})-12]
	_ = [1]struct{}{}[unsafe.Sizeof(member{})-8]
)
