package pcapio

import (
	"fmt"

	"github.com/wiretag/wiretag/capture"
)

// Copier writes packets of one source to an NgWriter, with the interfaces that they belong to: it describes each when
// its first packet comes, and gives it the number that it has in the new file. The interfaces of a pcapng file are described as
// they were, of other files and sources by link type, resolution and snapshot length. It is a capture.Sink.
//
// Several Copiers may write to one NgWriter: packets of several files in one. It is a FileWriter, for Rotator: each file then
// has the interfaces of its packets.
type Copier struct {
	w       *NgWriter
	src     capture.Source
	section int // of the source
	begun   int // section of the destination
	ids     map[copiedFrom]int
}

// copiedFrom is an interface of the source.
type copiedFrom struct {
	id   int
	link capture.LinkType
}

// NewCopier returns a Copier for the packets of src.
func NewCopier(w *NgWriter, src capture.Source) *Copier {
	return &Copier{w: w, src: src, ids: make(map[copiedFrom]int)}
}

// WritePacket writes a packet that src returned last, as capture.Sink says. Data and info may have been changed, but not
// the interface.
func (c *Copier) WritePacket(data []byte, info *capture.Info) error {
	r, _ := c.src.(*Reader)
	section := 0
	if r != nil && r.ng {
		section = r.header.Section
	}
	if section != c.section || c.w.sections != c.begun {
		clear(c.ids)
		c.section, c.begun = section, c.w.sections
	}
	from := copiedFrom{info.Interface, info.LinkType}
	id, ok := c.ids[from]
	if !ok {
		i, err := c.describe(r, info)
		if err != nil {
			return err
		}
		if err := c.w.Write(i); err != nil {
			return err
		}
		id = c.w.Interfaces() - 1
		c.ids[from] = id
	}
	if id == info.Interface {
		return c.w.WritePacket(data, info)
	}
	renumbered := *info
	renumbered.Interface = id
	return c.w.WritePacket(data, &renumbered)
}

// describe makes the description of the interface of a packet.
func (c *Copier) describe(r *Reader, info *capture.Info) (*Interface, error) {
	if r != nil && r.ng {
		i, ok := r.Interface(info.Interface)
		if !ok {
			return nil, fmt.Errorf("pcapio: %w", noInterface(info.Interface, len(r.ifaces)))
		}
		return &i, nil
	}
	if info.LinkType == capture.LinkTypeNone {
		return nil, fmt.Errorf("pcapio: interface %d: no link type: %w", info.Interface, ErrLinkType)
	}
	i, o := &Interface{LinkType: info.LinkType}, InterfaceOptions{Resolution: new(Nanoseconds)}
	if r != nil {
		i.SnapLen = r.header.SnapLen
		if r.header.Format.written() == Pcap {
			o.Resolution = new(Microseconds)
		}
		if n, ok := r.header.FCSLength(); ok && n < 16 {
			o.FCSLength = new(uint8(n))
		}
	}
	var err error
	i.Options, err = o.Encode(c.w.w.big)
	return i, err
}

// Flush writes what is in the NgWriter's buffer.
func (c *Copier) Flush() error { return c.w.Flush() }

// Size is the length of the NgWriter's file in bytes.
func (c *Copier) Size() int64 { return c.w.Size() }

// Close closes the NgWriter.
func (c *Copier) Close() error { return c.w.Close() }

var _ FileWriter = (*Copier)(nil)
