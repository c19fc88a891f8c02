package pcapio

import (
	"errors"
	"fmt"
	"math/bits"

	"github.com/wiretag/wiretag/capture"
)

// sectionState is what a section header ends: the interfaces, and counts kept over all sections.
type sectionState struct {
	ifaces []iface
	kept   int           // bytes of metadata kept for this section
	extra  bool          // info has values of an earlier packet's options
	lost   capture.Stats // of earlier sections

	sectionAt int64 // offset of the section header
}

// iface is an interface with what the packets on it need to know.
type iface struct {
	Interface
	Resolution     Resolution
	TimeOffset     int64
	flags          capture.Flags // when a packet states none
	osDrop, ifDrop uint64
	at             int64 // offset of the description
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

// Interface returns interface number id of the current section, which is that of a packet's info; false if it has not
// been described. It allocates nothing; the options are shared with the reader and must not be written to.
func (r *Reader) Interface(id int) (Interface, bool) {
	if uint(id) >= uint(len(r.ifaces)) {
		return Interface{}, false
	}
	return r.ifaces[id].Interface, true
}

// openSection reads the first section header and all up to the first interface, so that there is a link type. What
// is wrong after the section header is for Next to report.
func (r *Reader) openSection() error {
	r.header = Header{Format: Pcapng, Section: -1, LinkType: capture.LinkTypeNone}
	if r.blockwise {
		return nil
	}
	b, err := r.block()
	if err != nil {
		return err
	}
	if _, _, err = r.content(b); err != nil {
		return err
	}
	r.in.pos += len(b)
	for len(r.ifaces) == 0 {
		if b, err = r.block(); err == nil {
			if BlockType(r.u32(b)).Packet() {
				return nil
			}
			if _, _, err = r.content(b); err == nil {
				r.in.pos += len(b)
			}
		}
		if err = r.recover(b, err); err != nil {
			_ = r.fail(err) // Next returns it
			return nil
		}
	}
	return nil
}

// section begins a new section; the byte order is already known. If reading goes on behind errors, options that do
// not fit stay as they are: they are of no importance to what follows.
func (r *Reader) section(b []byte) error {
	const what = "section header block"
	if len(b) < 28 {
		return r.malformed(what, "", 28, int64(len(b)))
	}
	major, minor := r.u16(b[12:]), r.u16(b[14:])
	if major != 1 {
		return r.malformed(what, fmt.Sprintf("unsupported version %d.%d", major, minor), 0, 0)
	}
	if r.resync == nil && !r.blockwise {
		if err := r.decode(what, b, newContent(blockSection)); err != nil {
			return err
		}
	}
	for i := range r.ifaces {
		r.lost.Dropped += r.ifaces[i].osDrop
		r.lost.InterfaceDropped += r.ifaces[i].ifDrop
	}
	options := capture.Options{Raw: b[24 : len(b)-4], BigEndian: r.swap}
	r.ifaces, r.kept, r.sectionAt = r.ifaces[:0], len(options.Raw), r.in.offset()
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
		return r.overLimit(what, "all of the section in memory", int64(r.kept))
	}
	return nil
}

// describe adds an interface. If reading goes on behind errors, it does so even if something is wrong with it: the
// numbers of those behind it depend on it.
func (r *Reader) describe(b []byte) error {
	const what = "interface description block"
	var i Interface
	err := r.decode(what, b, &i)
	if err != nil && r.resync == nil && !r.blockwise {
		return err
	}
	const inMemory = 128
	if err := r.keep(what, len(i.Options.Raw)+inMemory); err != nil {
		return err
	}
	i.Options = i.Options.Clone()
	if r.header.LinkType == capture.LinkTypeNone && err == nil {
		r.header.LinkType, r.header.SnapLen = i.LinkType, i.SnapLen
	}
	r.ifaces = append(r.ifaces, iface{
		Interface: i, Resolution: i.Resolution(), TimeOffset: i.TimeOffset(),
		flags: capture.MakeFlags(0, 0, int(i.FCSLength())), at: r.in.offset(),
	})
	return err
}

// statistics keeps the latest drop counters of an interface.
func (r *Reader) statistics(b []byte) error {
	var s Statistics
	if err := r.decode("interface statistics block", b, &s); err != nil {
		return err
	}
	if s.Interface < uint32(len(r.ifaces)) {
		i := &r.ifaces[s.Interface]
		if n, ok := s.Options.Uint(optionIfDrop); ok {
			i.ifDrop = n
		}
		if n, ok := s.Options.Uint(optionOSDrop); ok {
			i.osDrop = n
		}
	}
	return nil
}

// decode decodes the block at the window.
func (r *Reader) decode(what string, b []byte, c Content) error {
	err := c.decode(b[8:len(b)-4:len(b)-4], r.swap)
	if err == nil {
		return nil
	}
	if part := (*partError)(nil); errors.As(err, &part) {
		return r.malformed(what, part.what, int64(part.need), int64(part.have))
	}
	return r.malformed(what, err.Error(), 0, 0)
}

// sectionOrder reads the byte order of the section whose header is at the window.
func (r *Reader) sectionOrder() error {
	const what = "section header block"
	if err := r.in.need(12); err != nil {
		return r.short(what, "", 0, 12, err)
	}
	switch magic := uint32le(r.in.buf[r.in.pos+8:]); magic {
	case byteOrderMagic:
		r.swap = false
	case bits.ReverseBytes32(byteOrderMagic):
		r.swap = true
	default:
		return r.malformed(what, fmt.Sprintf("byte-order magic %#08x", magic), 0, 0)
	}
	return nil
}
