package pcapio

import (
	"fmt"
	"math/bits"

	"github.com/wiretag/wiretag/capture"
)

// Codes of options of section headers (SHB), interface descriptions (IDB) and interface statistics (ISB).
const (
	OptionSectionHardware    uint16 = 2
	OptionSectionOS          uint16 = 3
	OptionSectionApplication uint16 = 4

	OptionInterfaceName        uint16 = 2
	OptionInterfaceDescription uint16 = 3
	OptionInterfaceResolution  uint16 = 9
	OptionInterfaceFilter      uint16 = 11
	OptionInterfaceOS          uint16 = 12
	OptionInterfaceFCSLength   uint16 = 13
	OptionInterfaceTimeOffset  uint16 = 14
	OptionInterfaceHardware    uint16 = 15

	optionIfDrop uint16 = 5
	optionOSDrop uint16 = 7
)

// Interface is an interface of a pcapng section.
type Interface struct {
	LinkType   capture.LinkType
	Reserved   uint16 // after the link type; 0 in sound files
	SnapLen    uint32 // longest captured length, bytes; 0: no limit
	Resolution Resolution
	TimeOffset int64 // seconds to add to each time stamp
	FCSLength  uint8 // bytes of frame check sequence in each packet; 0: none or not stated
	Options    capture.Options
}

// Name is the interface's name on its system, as in "eth0"; empty if it is not stated.
func (i *Interface) Name() string { return i.text(OptionInterfaceName) }

// Description is what its system says about it; empty if it is not stated.
func (i *Interface) Description() string { return i.text(OptionInterfaceDescription) }

func (i *Interface) text(code uint16) string {
	v, _ := i.Options.Get(code)
	return string(v)
}

// sectionState is what a section header ends: the interfaces, and counts kept over all sections.
type sectionState struct {
	ifaces []iface
	kept   int           // bytes of metadata kept for this section
	extra  bool          // info has values of an earlier packet's options
	lost   capture.Stats // of earlier sections
}

type iface struct {
	Interface
	flags          capture.Flags // when a packet states none
	osDrop, ifDrop uint64
}

// Interfaces returns the interfaces of the current section that have been described so far. The options are shared
// with the reader and must not be written to.
func (r *Reader) Interfaces() []Interface {
	list := make([]Interface, len(r.ifaces))
	for i := range r.ifaces {
		list[i] = r.ifaces[i].Interface
	}
	return list
}

// openSection reads the first section header and all up to the first interface, so that there is a link type. What
// is wrong after the section header is for Next to report.
func (r *Reader) openSection() error {
	r.header = Header{Format: Pcapng, Section: -1, LinkType: capture.LinkTypeNone}
	if b, err := r.block(); err != nil {
		return err
	} else if err = r.metadata(b); err != nil {
		return err
	}
	for len(r.ifaces) == 0 {
		b, err := r.block()
		if err != nil {
			return nil // Next returns r.err
		}
		switch r.u32(b) {
		case blockEnhanced, blockPacket, blockSimple:
			return nil
		}
		if r.metadata(b) != nil {
			return nil
		}
	}
	return nil
}

// section begins a new section; the byte order is already known.
func (r *Reader) section(b []byte) error {
	const what = "section header block"
	if len(b) < 28 {
		return r.fail(r.malformed(what, "", 28, int64(len(b))))
	}
	major, minor := r.u16(b[12:]), r.u16(b[14:])
	if major != 1 {
		return r.fail(r.malformed(what, fmt.Sprintf("unsupported version %d.%d", major, minor), 0, 0))
	}
	options, err := r.optionsAt(what, b, 24)
	if err != nil {
		return err
	}
	for i := range r.ifaces {
		r.lost.Dropped += r.ifaces[i].osDrop
		r.lost.InterfaceDropped += r.ifaces[i].ifDrop
	}
	r.ifaces, r.kept = r.ifaces[:0], len(options.Raw)
	h := &r.header
	h.Section++
	h.BigEndian, h.VersionMajor, h.VersionMinor = r.swap, major, minor
	h.SectionLength = int64(r.u64(b[16:]))
	h.Options = options.Clone()
	return nil
}

// keep counts metadata that stay in memory until the next section.
func (r *Reader) keep(what string, n int) error {
	const least = 64 << 10 // even if no packet may be as long
	if r.kept += n; r.kept > max(int(r.limit), least) {
		return r.fail(r.overLimit(what, "all of the section in memory", int64(r.kept)))
	}
	return nil
}

// describe adds an interface.
func (r *Reader) describe(b []byte) error {
	const what = "interface description block"
	if len(b) < 20 {
		return r.fail(r.malformed(what, "", 20, int64(len(b))))
	}
	options, err := r.optionsAt(what, b, 16)
	if err != nil {
		return err
	}
	const inMemory = 128
	if err := r.keep(what, len(options.Raw)+inMemory); err != nil {
		return err
	}
	i := Interface{
		LinkType: capture.LinkType(r.u16(b[8:])), Reserved: r.u16(b[10:]), SnapLen: r.u32(b[12:]),
		Resolution: Microseconds, Options: options.Clone(),
	}
	if v, ok := i.Options.Get(OptionInterfaceResolution); ok && len(v) == 1 {
		i.Resolution = Resolution(v[0])
	}
	if v, ok := i.Options.Get(OptionInterfaceTimeOffset); ok && len(v) == 8 {
		i.TimeOffset = int64(r.u64(v))
	}
	if v, ok := i.Options.Get(OptionInterfaceFCSLength); ok && len(v) == 1 {
		i.FCSLength = v[0]
	}
	if r.header.LinkType == capture.LinkTypeNone {
		r.header.LinkType, r.header.SnapLen = i.LinkType, i.SnapLen
	}
	r.ifaces = append(r.ifaces, iface{Interface: i, flags: capture.MakeFlags(0, 0, int(i.FCSLength))})
	return nil
}

// statistics keeps the latest drop counters of an interface.
func (r *Reader) statistics(b []byte) error {
	const what = "interface statistics block"
	if len(b) < 24 {
		return r.fail(r.malformed(what, "", 24, int64(len(b))))
	}
	options, err := r.optionsAt(what, b, 20)
	if err != nil {
		return err
	}
	if id := r.u32(b[8:]); id < uint32(len(r.ifaces)) {
		i := &r.ifaces[id]
		if n, ok := options.Uint(optionIfDrop); ok {
			i.ifDrop = n
		}
		if n, ok := options.Uint(optionOSDrop); ok {
			i.osDrop = n
		}
	}
	return nil
}

// optionsAt checks and returns the options of block b, which begin at offset at.
func (r *Reader) optionsAt(what string, b []byte, at int) (capture.Options, error) {
	o := capture.Options{Raw: b[at : len(b)-4 : len(b)-4], BigEndian: r.swap}
	if bad := o.Check(); bad >= 0 {
		v := o.Raw[bad:]
		return o, r.fail(r.malformed(what, fmt.Sprintf("option %d at byte %d", r.u16(v), at+bad),
			int64(r.u16(v[2:])), int64(len(v)-4)))
	}
	return o, nil
}

// sectionOrder reads the byte order of the section whose header is at the window.
func (r *Reader) sectionOrder() error {
	const what = "section header block"
	if err := r.in.need(12); err != nil {
		return r.fail(r.short(what, "", 0, 12, err))
	}
	switch magic := uint32le(r.in.buf[r.in.pos+8:]); magic {
	case byteOrderMagic:
		r.swap = false
	case bits.ReverseBytes32(byteOrderMagic):
		r.swap = true
	default:
		return r.fail(r.malformed(what, fmt.Sprintf("byte-order magic %#08x", magic), 0, 0))
	}
	return nil
}
