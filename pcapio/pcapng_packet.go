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

// packetOptions checks the options of a packet block, which begin at offset at.
func (r *Reader) packetOptions(what string, b []byte, at int) error {
	options := capture.Options{Raw: b[at : len(b)-4 : len(b)-4], BigEndian: r.swap}
	if bad := options.Check(); bad >= 0 {
		v := options.Raw[bad:]
		err := r.malformed(what, fmt.Sprintf("option %d at byte %d", r.u16(v), at+bad), int64(r.u16(v[2:])), int64(len(v)-4))
		var damage *Error
		if r.resync == nil || r.blockwise || !errors.As(err, &damage) {
			return err
		}
		r.resync(damage, int64(len(v)))
	}
	r.extra = true
	r.info.Options = options
	flags, stated, dropped := statedBy(options)
	if stated && flags.FCSLength() == 0 {
		flags |= r.info.Flags
	}
	if stated {
		r.info.Flags = flags
	}
	r.info.Dropped = dropped
	return nil
}

// statedBy returns the flags and the losses that the options of a packet state. The first one of a kind counts.
func statedBy(o capture.Options) (flags capture.Flags, hasFlags bool, dropped uint64) {
	order, hasDropped := orderOf(o.BigEndian), false
	for opt := range o.All() {
		switch {
		case opt.Code == capture.OptionFlags && len(opt.Value) == 4 && !hasFlags:
			flags, hasFlags = capture.Flags(order.Uint32(opt.Value)), true
		case opt.Code == capture.OptionDropCount && len(opt.Value) == 8 && !hasDropped:
			dropped, hasDropped = order.Uint64(opt.Value), true
		}
	}
	return flags, hasFlags, dropped
}
