package reassembly

import (
	"encoding/binary"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// complete makes the packet of a datagram that is whole.
func (d *Defragmenter) complete(f *fragment, g *datagram) {
	prefix := d.store.data.bytes(g.prefix, int(g.length))
	d.data = append(d.data[:0], prefix...)
	d.out.Numbers = d.out.Numbers[:0]
	at := int64(0)
	d.store.overlapping(&g.queue, 0, int64(g.end), 1<<30)
	for _, n := range d.store.found {
		p := d.store.pieces.at(n)
		if to := min(p.end, int64(g.end)); to > at {
			d.data = append(d.data, d.store.bytes(p, at, to)...)
			at = to
			d.out.Numbers = append(d.out.Numbers, p.number)
		}
	}
	g.lengths(d.data[g.header:])
	if g.version6 {
		d.data[g.nextAt] = g.next
	}
	link := g.link
	if !d.around(g) { // it does not fit into a tunnel as a whole
		d.data = append(d.data[:0], d.data[g.header:]...)
		link = capture.LinkTypeRaw
	}
	d.out.Data, d.out.First = d.data[:len(d.data):len(d.data)], g.start
	d.out.Payload = d.out.Data[len(d.data)-int(g.end):]
	d.out.Info = *f.info
	d.out.Info.LinkType = link
	d.out.Info.CaptureLength, d.out.Info.Length = uint32(len(d.data)), uint32(len(d.data))
}

// lengths puts right the header of a datagram that is no fragment any more.
func (g *datagram) lengths(ip []byte) {
	if g.version6 {
		binary.BigEndian.PutUint16(ip[4:], uint16(len(ip)-40))
		return
	}
	binary.BigEndian.PutUint16(ip[2:], uint16(len(ip)))
	binary.BigEndian.PutUint16(ip[6:], binary.BigEndian.Uint16(ip[6:])&0xc000) // the reserved bit and DF stay
	header := ip[:4*int(ip[0]&15)]
	header[10], header[11] = 0, 0
	sum := uint32(0)
	for i := 0; i < len(header); i += 2 {
		sum += uint32(binary.BigEndian.Uint16(header[i:]))
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	binary.BigEndian.PutUint16(header[10:], ^uint16(sum))
}

// around puts right the layers around the IP header. Most say nothing of its length.
func (d *Defragmenter) around(g *datagram) bool {
	ip := int(g.header)
	_ = d.first.Decode(d.data, g.link)
	plain := true
	for l := range d.first.Layers() {
		if l.Offset() >= ip {
			break
		}
		plain = plain && carriesAny(l.Value())
	}
	if plain {
		return true
	}
	edit := d.first.Edit()
	edit.Derive(codec.Lengths | codec.Checksums)
	for i := range edit.Parts {
		if d.first.Layer(i).Offset() == ip {
			part := edit.Parts[i].Depth
			edit.Parts = append(edit.Parts[:i:i], packet.Part{Depth: part, Layer: append([]byte(nil), d.data[ip:]...)})
			break
		}
	}
	out, err := edit.Encode()
	if err != nil {
		return false
	}
	d.data = append(d.data[:0], out...)
	return true
}

// carriesAny reports whether a layer says nothing about the length of what it carries.
func carriesAny(layer any) bool {
	switch v := layer.(type) {
	case *layers.Ethernet:
		return v.Type > layers.MaxEtherLength
	case *layers.Dot1Q:
		return v.Type > layers.MaxEtherLength
	case *layers.SLL, *layers.SLL2, *layers.Null, *layers.Loop, *layers.RawIP:
		return true
	}
	return false
}
