package pcapio

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// NgWriter writes packets to a pcapng file. It is a capture.Sink. It must not be used by several goroutines at once.
//
//	w, err := pcapio.NewNgWriter(dst)
//	eth, err := w.AddInterface(capture.LinkTypeEthernet, 0, &pcapio.InterfaceOptions{Name: "eth0"})
//	err = w.WritePacket(data, &capture.Info{Time: …, Interface: eth, LinkType: capture.LinkTypeEthernet})
//
// Blocks are gathered in a buffer and always written whole, so that after a crash the file is correct up to the last
// write, at least up to the last Flush. Errors of the destination are returned by every later call; all other errors mean that
// the block was not written, and the writer stays usable.
type NgWriter struct {
	w        BlockWriter
	ifaces   []ngInterface
	count    uint64
	sections int
	tag      tagger
}

// ngInterface is what writing a packet asks of an interface.
type ngInterface struct {
	perSecond  uint64 // ticks if the resolution is a power of ten, at most nanoseconds; otherwise 0
	nanos      uint64 // of a tick; 0 if perSecond is
	offset     int64
	resolution Resolution
	link       capture.LinkType
	flags      capture.Flags // of packets that state none
	snapLen    uint32
}

// NewNgWriter returns a writer and puts a section header into its buffer.
func NewNgWriter(dst io.Writer, options ...WriterOption) (*NgWriter, error) {
	w := &NgWriter{w: *NewBlockWriter(dst, options...)}
	if err := w.NewSection(w.w.section); err != nil {
		return nil, err
	}
	return w, nil
}

// NewSection begins a new section, in which interfaces are counted from 0 again.
func (w *NgWriter) NewSection(o SectionOptions) error {
	list, err := o.Encode(w.w.bigEndian)
	if err != nil {
		return err
	}
	s := NewSection(list)
	if w.w.sectionLength {
		s.Length = 0 // to be set
	}
	return w.Write(s)
}

// AddInterface describes an interface and returns its number for capture.Info. The options (nil: none) may say its
// name, the resolution of its time stamps, and so on; without if_tsresol they are written in nanoseconds, and a
// snapshot length of 0 is no limit.
func (w *NgWriter) AddInterface(link capture.LinkType, snapLen uint32, o *InterfaceOptions) (int, error) {
	if link == capture.LinkTypeNone {
		return 0, fmt.Errorf("pcapio: interface: no link type: %w", ErrLinkType)
	}
	var all InterfaceOptions
	if o != nil {
		all = *o
	}
	if all.Resolution == nil {
		all.Resolution = new(Nanoseconds)
	}
	list, err := all.Encode(w.w.big)
	if err != nil {
		return 0, err
	}
	if err := w.Write(&Interface{LinkType: link, SnapLen: snapLen, Options: list}); err != nil {
		return 0, err
	}
	return len(w.ifaces) - 1, nil
}

// Write writes any block: an *Interface as it was read, whose number is then Interfaces()-1, a *NameResolution, *Secrets,
// *Statistics, *Custom, a *Section, which begins a new one, and so on. Numbers in options are turned to the byte order of the
// section. The interface that a block names must have been described: the error is ErrInterface.
func (w *NgWriter) Write(c Content) error {
	id := -1
	switch c := c.(type) {
	case *EnhancedPacket:
		id = int(min(c.Interface, math.MaxInt32))
	case *ObsoletePacket:
		id = int(c.Interface)
	case *SimplePacket:
		id = 0
	case *Statistics:
		id = int(min(c.Interface, math.MaxInt32))
	}
	if id >= len(w.ifaces) {
		return fmt.Errorf("pcapio: %v: %w", c.BlockType(), noInterface(id, len(w.ifaces)))
	}
	if err := w.w.Write(c); err != nil {
		return err
	}
	switch c := c.(type) {
	case *Section:
		w.ifaces = w.ifaces[:0]
		w.sections++
	case *Interface:
		w.ifaces = append(w.ifaces, newNgInterface(c))
	case *EnhancedPacket, *SimplePacket, *ObsoletePacket:
		w.count++
	}
	return nil
}

func newNgInterface(c *Interface) ngInterface {
	i := ngInterface{
		offset: c.TimeOffset(), resolution: c.Resolution(), link: c.LinkType, snapLen: c.SnapLen,
		flags: capture.MakeFlags(0, 0, int(c.FCSLength())),
	}
	if i.resolution <= Nanoseconds && i.offset == 0 {
		i.perSecond = pow10(uint(i.resolution))
		i.nanos = nanosPerSecond / i.perSecond
	}
	return i
}

// WriteStatistics writes an interface statistics block: what was counted on an interface up to a time.
// No time is written as 0. The options may be nil.
func (w *NgWriter) WriteStatistics(id int, at capture.Timestamp, o *StatisticsOptions) error {
	if uint(id) >= uint(len(w.ifaces)) {
		return fmt.Errorf("pcapio: statistics: %w", noInterface(id, len(w.ifaces)))
	}
	ticks, ok := w.ifaces[id].ticks(at)
	if !ok && at.Set {
		return fmt.Errorf("pcapio: statistics: %v: %w", at, ErrTime)
	}
	if o == nil {
		o = new(StatisticsOptions)
	}
	list, err := o.Encode(w.w.big)
	if err != nil {
		return err
	}
	return w.Write(&Statistics{Interface: uint32(id), Ticks: ticks, Options: list})
}

// WriteNames writes a name resolution block. The options (nil: none) may say which server was asked.
func (w *NgWriter) WriteNames(records []NameRecord, o *NameOptions) error {
	var n NameResolution
	n.Records.BigEndian = w.w.big
	for _, r := range records {
		var err error
		if n.Records.Raw, err = n.Records.Append(n.Records.Raw, r.Type, r.Value); err != nil {
			return fmt.Errorf("pcapio: name record: %w", err)
		}
	}
	n.Records.Raw = append(n.Records.Raw, 0, 0, 0, 0) // the end mark
	if o != nil {
		var err error
		if n.Options, err = o.Encode(w.w.big); err != nil {
			return err
		}
	}
	return w.Write(&n)
}

// WriteSecrets writes a decryption secrets block, as in WriteSecrets(pcapio.SecretsTLS, keyLog). It belongs before the
// packets that need it.
func (w *NgWriter) WriteSecrets(kind uint32, data []byte) error {
	return w.Write(&Secrets{Type: kind, Data: data})
}

// Interfaces is the number of interfaces of the current section so far.
func (w *NgWriter) Interfaces() int { return len(w.ifaces) }

// ErrInterface says that a packet belongs to an interface that has not been described.
var ErrInterface = errors.New("interface not described")

func noInterface(id, have int) error {
	return fmt.Errorf("interface %d of %d: %w", id, have, ErrInterface)
}

// ticks converts a time stamp.
func (i *ngInterface) ticks(t capture.Timestamp) (uint64, bool) {
	// Seconds from 1970 to 2554 in nanoseconds.
	if uint64(t.Sec) < math.MaxUint64/nanosPerSecond && t.Era == 0 && i.perSecond != 0 && t.Set {
		if i.nanos == 1 {
			return uint64(t.Sec)*nanosPerSecond + uint64(t.Nsec), true
		}
		return uint64(t.Sec)*i.perSecond + uint64(t.Nsec)/i.nanos, true
	}
	return i.resolution.Ticks(t, i.offset)
}

// WritePacket writes one packet, as capture.Sink says, to the interface that info names. All of data is written,
// whatever the snapshot length. A nil info means: now, whole. If no interface has been described yet, the first packet
// describes one with its link type and nanoseconds.
//
// Info.Length is written as it stands, unless CaptureLength is 0 too, which means that neither is known, nor a link type that is 0.
// Info.Flags and Info.Dropped become options, if they are not what Info.Options and the interface say already. What is finer
// than the interface's resolution is cut off. A packet without a time becomes a simple packet block where that can hold
// it, and otherwise gets time 0.
//
// The error is ErrInterface, ErrLinkType, or ErrTime for times that the interface's resolution and offset cannot state. A VLAN
// tag that the kernel took out is put back into packets of Ethernet and of Linux cooked captures; lengths are then those with it.
func (w *NgWriter) WritePacket(data []byte, info *capture.Info) error {
	if info == nil {
		now := capture.Info{Time: capture.TimestampOf(time.Now())}
		if len(w.ifaces) == 0 {
			now.LinkType = capture.LinkTypeEthernet
		}
		return w.WritePacket(data, &now)
	}
	if info.VLAN.Present {
		data, info = w.tag.put(data, info)
	}
	if uint(info.Interface) >= uint(len(w.ifaces)) {
		if err := w.implied(info); err != nil {
			return err
		}
	}
	i := &w.ifaces[info.Interface]
	length := info.Length
	made := info.CaptureLength == 0 && length == 0
	if made {
		length = uint32(len(data))
	}
	if info.LinkType != i.link && (!made || info.LinkType != 0) {
		return fmt.Errorf("pcapio: packet %d: %v on an interface of %v: %w", w.count+1, info.LinkType, i.link, ErrLinkType)
	}
	ticks, ok := i.ticks(info.Time)
	plain := len(info.Options.Raw) == 0 && info.Dropped == 0 && i.usual(info.Flags) == i.flags
	if !ok {
		if info.Time.Set {
			return fmt.Errorf("pcapio: packet %d: %v on interface %d: %w", w.count+1, info.Time, info.Interface, ErrTime)
		}
		if plain && w.simple(info.Interface, length, len(data)) {
			return w.Write(&SimplePacket{Length: length, Data: data})
		}
		ticks = 0
	}
	at, err := w.room(len(data) + enhancedFixed + 3)
	if err != nil {
		return err
	}
	b := append(w.head(w.w.buf, info, ticks, length, len(data)), data...)
	b = append(b, "\x00\x00\x00"[:-len(data)&3]...)
	if !plain {
		if b, err = w.appendOptions(b, info, i); err != nil {
			return fmt.Errorf("pcapio: packet %d: %w", w.count+1, err)
		}
	}
	size := uint64(len(b)-at) + 4
	if size > math.MaxUint32 {
		return fmt.Errorf("pcapio: packet %d: %w", w.count+1, errTooLong)
	}
	n := uint32(size)
	if w.w.big {
		n = bits.ReverseBytes32(n)
	}
	binary.LittleEndian.PutUint32(b[at+4:], n)
	w.w.buf = binary.LittleEndian.AppendUint32(b, n)
	w.count++
	return w.w.end(at, nil)
}

// room says where in the buffer the next block begins, and writes what is there if n more bytes have no room.
func (w *NgWriter) room(n int) (at int, err error) {
	if at, err = w.w.begin(); err != nil {
		return 0, err
	}
	if at > 0 && n > w.w.buffer-at {
		err = w.w.Flush()
		at = 0
	}
	if uint64(n) > math.MaxUint32 {
		err = fmt.Errorf("pcapio: packet %d: %w", w.count+1, errTooLong)
	}
	return at, err
}

// usual is what flags of a packet say on this interface: its length of the frame check sequence, if they have none.
func (i *ngInterface) usual(f capture.Flags) capture.Flags {
	if f.FCSLength() == 0 {
		f |= i.flags
	}
	return f
}

// head appends the fixed part of an enhanced packet block.
func (w *NgWriter) head(dst []byte, info *capture.Info, ticks uint64, length uint32, captured int) []byte {
	var h [enhancedHead]byte
	if w.w.big {
		be := binary.BigEndian
		be.PutUint32(h[0:], blockEnhanced)
		be.PutUint32(h[8:], uint32(info.Interface))
		be.PutUint64(h[12:], ticks)
		be.PutUint32(h[20:], uint32(captured))
		be.PutUint32(h[24:], length)
	} else {
		le := binary.LittleEndian
		le.PutUint32(h[0:], blockEnhanced)
		le.PutUint32(h[8:], uint32(info.Interface))
		le.PutUint64(h[12:], bits.RotateLeft64(ticks, 32)) // the upper word first
		le.PutUint32(h[20:], uint32(captured))
		le.PutUint32(h[24:], length)
	}
	return append(dst, h[:]...)
}

// implied describes the interface of the first packet.
func (w *NgWriter) implied(info *capture.Info) error {
	if len(w.ifaces) > 0 || info.Interface != 0 {
		return fmt.Errorf("pcapio: packet %d: %w", w.count+1, noInterface(info.Interface, len(w.ifaces)))
	}
	_, err := w.AddInterface(info.LinkType, 0, nil)
	return err
}

// simple reports whether a simple packet block can hold a packet: it belongs to the first interface, and how much of
// it was captured follows from the snapshot length.
func (w *NgWriter) simple(id int, length uint32, captured int) bool {
	most := length
	if s := w.ifaces[0].snapLen; s != 0 {
		most = min(most, s)
	}
	return id == 0 && uint64(captured) == uint64(most)
}

// appendOptions appends the options of a packet: those of the list, with flags and losses as info says.
func (w *NgWriter) appendOptions(dst []byte, info *capture.Info, i *ngInterface) ([]byte, error) {
	list := info.Options
	if len(list.Raw) == 0 { // nothing is allocated
		order := orderOf(w.w.big)
		if i.usual(info.Flags) != i.flags {
			dst = order.AppendUint16(order.AppendUint16(dst, capture.OptionFlags), 4)
			dst = order.AppendUint32(dst, uint32(info.Flags))
		}
		if info.Dropped != 0 {
			dst = order.AppendUint16(order.AppendUint16(dst, capture.OptionDropCount), 8)
			dst = order.AppendUint64(dst, info.Dropped)
		}
		return append(dst, 0, 0, 0, 0), nil
	}
	if bad := list.Check(); bad >= 0 {
		return dst, badOption(list, bad)
	}
	flags, drops := statedBy(list)
	order := orderOf(list.BigEndian)
	if i.usual(flags) != i.usual(info.Flags) {
		if err := list.Set(capture.OptionFlags, order.AppendUint32(nil, uint32(info.Flags))); err != nil {
			return dst, err
		}
	}
	if drops != info.Dropped {
		if err := list.Set(capture.OptionDropCount, order.AppendUint64(nil, info.Dropped)); err != nil {
			return dst, err
		}
	}
	return appendOptions(dst, list, w.w.big, packetFields)
}

// statedBy returns the flags and the losses that the options of a packet state, as a Reader finds them.
func statedBy(o capture.Options) (flags capture.Flags, dropped uint64) {
	order := orderOf(o.BigEndian)
	var hasFlags, hasDropped bool
	for opt := range o.All() {
		switch {
		case opt.Code == capture.OptionFlags && len(opt.Value) == 4 && !hasFlags:
			flags, hasFlags = capture.Flags(order.Uint32(opt.Value)), true
		case opt.Code == capture.OptionDropCount && len(opt.Value) == 8 && !hasDropped:
			dropped, hasDropped = order.Uint64(opt.Value), true
		}
	}
	return flags, dropped
}

func packetFields() []optionField { return new(PacketOptions).fields() }

// Packets is how many packets the file has, with those still in the buffer.
func (w *NgWriter) Packets() uint64 { return w.count }

// Size is the length of the file in bytes, with what is still in the buffer.
func (w *NgWriter) Size() int64 { return w.w.Size() }

// Flush writes what is in the buffer. What has been flushed survives the end of the process.
func (w *NgWriter) Flush() error { return w.w.Flush() }

// Close ends the file and flushes it, and closes the file that CreateNg opened. Later calls return capture.ErrClosed.
func (w *NgWriter) Close() error { return w.w.Close() }

var (
	_ capture.Sink = (*NgWriter)(nil)
	_ FileWriter   = (*NgWriter)(nil)
)
