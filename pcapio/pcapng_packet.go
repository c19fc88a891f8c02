package pcapio

import (
	"errors"
	"fmt"

	"github.com/wiretag/wiretag/capture"
)

// enhanced takes an enhanced packet block: interface, ticks, lengths, data, options.
func (r *Reader) enhanced(b []byte) ([]byte, error) {
	const what, head = "enhanced packet block", 28
	if len(b) < head+4 {
		return nil, r.malformed(what, "", head+4, int64(len(b)))
	}
	id := r.u32(b[8:])
	if id >= uint32(len(r.ifaces)) {
		return nil, r.noInterface(what, id)
	}
	i := &r.ifaces[id]
	captured := r.u32(b[20:])
	if uint64(captured) > uint64(len(b)-head-4) {
		return nil, r.malformed(what, "captured length", int64(captured), int64(len(b)-head-4))
	}
	info := &r.info
	info.Time = i.Resolution.Timestamp(uint64(r.u32(b[12:]))<<32|uint64(r.u32(b[16:])), i.TimeOffset)
	info.CaptureLength, info.Length = captured, r.u32(b[24:])
	r.setInterface(id, i)
	end := head + int(captured)
	if options := (end + 3) &^ 3; options < len(b)-4 {
		if err := r.packetOptions(what, b, options); err != nil {
			return nil, err
		}
	}
	return b[head:end:end], nil
}

// obsolete takes a packet block: interface (16 bits), drops, ticks, lengths, data, options.
func (r *Reader) obsolete(b []byte) ([]byte, error) {
	const what, head = "packet block", 28
	if len(b) < head+4 {
		return nil, r.malformed(what, "", head+4, int64(len(b)))
	}
	id := uint32(r.u16(b[8:]))
	if id >= uint32(len(r.ifaces)) {
		return nil, r.noInterface(what, id)
	}
	i := &r.ifaces[id]
	captured := r.u32(b[20:])
	if uint64(captured) > uint64(len(b)-head-4) {
		return nil, r.malformed(what, "captured length", int64(captured), int64(len(b)-head-4))
	}
	info := &r.info
	info.Time = i.Resolution.Timestamp(uint64(r.u32(b[12:]))<<32|uint64(r.u32(b[16:])), i.TimeOffset)
	info.CaptureLength, info.Length = captured, r.u32(b[24:])
	r.setInterface(id, i)
	end := head + int(captured)
	if err := r.packetOptions(what, b, (end+3)&^3); err != nil {
		return nil, err
	}
	const unknown = 0xffff
	if drops := r.u16(b[10:]); drops != unknown {
		info.Dropped = uint64(drops)
	}
	return b[head:end:end], nil
}

// simple takes a simple packet block: original length, data. It belongs to the first interface, has no time, and
// its captured length follows from the snapshot length.
func (r *Reader) simple(b []byte) ([]byte, error) {
	const what, head = "simple packet block", 12
	if len(b) < head+4 {
		return nil, r.malformed(what, "", head+4, int64(len(b)))
	}
	if len(r.ifaces) == 0 {
		return nil, r.noInterface(what, 0)
	}
	i := &r.ifaces[0]
	length := r.u32(b[8:])
	captured := length
	if i.SnapLen != 0 {
		captured = min(captured, i.SnapLen)
	}
	if uint64(captured) > uint64(len(b)-head-4) {
		return nil, r.malformed(what, "captured length", int64(captured), int64(len(b)-head-4))
	}
	info := &r.info
	info.Time = capture.Timestamp{}
	info.CaptureLength, info.Length = captured, length
	r.setInterface(0, i)
	end := head + int(captured)
	return b[head:end:end], nil
}

func (r *Reader) noInterface(what string, id uint32) error {
	return r.malformed(what, fmt.Sprintf("interface %d of %d", id, len(r.ifaces)), 0, 0)
}

// setInterface sets what the interface says, and removes what the options of the packet before said.
func (r *Reader) setInterface(id uint32, i *iface) {
	r.info.Interface = int(id)
	r.info.LinkType = i.LinkType
	r.info.Flags = i.flags
	if r.extra {
		r.extra = false
		r.info.Options, r.info.Dropped = capture.Options{}, 0
	}
}

// packetOptions checks the options of a packet block, which begin at offset at, and takes flags and losses from them:
// the first of each that has the right length.
func (r *Reader) packetOptions(what string, b []byte, at int) error {
	raw := b[at : len(b)-4 : len(b)-4]
	info := &r.info
	r.extra = true
	info.Options, info.Dropped = capture.Options{Raw: raw, BigEndian: r.swap}, 0
	var hasFlags, hasDropped bool
	for rest := raw; len(rest) >= 4; {
		code, n := r.u16(rest), uint(r.u16(rest[2:]))
		if code == capture.OptionEnd {
			break
		}
		if n > uint(len(rest)-4) {
			return r.badPacketOption(what, rest, len(b)-4-len(rest))
		}
		value := rest[4 : 4+n]
		switch {
		case code == capture.OptionFlags && n == 4 && !hasFlags:
			hasFlags = true
			flags := capture.Flags(r.u32(value))
			if flags.FCSLength() == 0 {
				flags |= info.Flags
			}
			info.Flags = flags
		case code == capture.OptionDropCount && n == 8 && !hasDropped:
			hasDropped = true
			info.Dropped = r.u64(value)
		}
		rest = rest[min(4+(n+3)&^3, uint(len(rest))):]
	}
	return nil
}

// badPacketOption reports an option at byte at of a block that does not fit; rest is all from it on. If reading goes
// on behind damage, the packet is delivered with the options before it.
func (r *Reader) badPacketOption(what string, rest []byte, at int) error {
	err := r.malformed(what, fmt.Sprintf("option %d at byte %d", r.u16(rest), at), int64(r.u16(rest[2:])), int64(len(rest)-4))
	var damage *Error
	if r.resync == nil || r.blockwise || !errors.As(err, &damage) {
		return err
	}
	r.resync(damage, int64(len(rest)))
	return nil
}
