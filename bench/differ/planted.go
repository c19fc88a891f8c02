package differ

import (
	"bytes"
	"fmt"
	"reflect"

	"github.com/gopacket/gopacket"
	their "github.com/gopacket/gopacket/layers"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// Suspect is a definition of a layer that may have a fault: a copy of one of this library.
type Suspect struct {
	Of    string // the layer's name
	Layer any    // a pointer to a struct
}

// Law holds a suspect to the laws alone and returns the first that it breaks, nil if none.
func (s *Suspect) Law(cases int, choices func(i int) []byte) error {
	typ, err := codec.TypeFor(reflect.TypeOf(s.Layer).Elem())
	if err != nil {
		return err
	}
	subject := &fuzz.Subject{Type: typ, Customs: fuzz.BuiltIn()}
	refused := 0
	for i := range cases {
		c := choices(i)
		if err := subject.Both(subject.Wire(c), c); err != nil {
			return err
		}
		if _, err := codec.Marshal(subject.New(c)); err != nil {
			refused++
		}
	}
	if refused*2 > cases {
		return fmt.Errorf("%d of %d values cannot be encoded", refused, cases)
	}
	return nil
}

// Differs decodes the bytes of the suspect's layer in a valid frame and compares with gopacket; then it builds the frame
// again with the suspect in it, which must give the same bytes. It is empty if nothing differs.
func (s *Suspect) Differs(frame []byte) string {
	p := packet.NewAt(frame, codec.Key{Table: "linktype", Value: 1})
	q := gopacket.NewPacket(frame, their.LayerTypeEthernet, gopacket.DecodeOptions{NoCopy: true}).Layers()
	at := -1
	for i := range p.Len() {
		if p.Layer(i).Name() == s.Of && i < len(q) && q[i].LayerType() == names()[s.Of] {
			at = i
			break
		}
	}
	if at < 0 {
		return ""
	}
	l := p.Layer(at)
	typ, err := codec.TypeFor(reflect.TypeOf(s.Layer).Elem())
	if err != nil {
		return err.Error()
	}
	var st codec.State
	v := typ.New()
	ext, ok := typ.Decode(v, frame[l.Offset():], &st)
	if !ok {
		return st.Err().Error()
	}
	if d := Compare(v, ext.Header, q[at]); d != "" {
		return d
	}
	return s.rebuilt(p, at, v, frame[l.Offset()+ext.Header:l.Offset()+ext.Header+ext.Payload], frame)
}

// rebuilt encodes the frame with everything derived and v in the place of its layer.
func (s *Suspect) rebuilt(p *packet.Packet, at int, v any, payload, frame []byte) string {
	var parts []any
	for i := range at {
		parts = append(parts, p.Layer(i).Value())
	}
	links := layers.Links().With(s.rows())
	out, err := codec.Encoder{Derive: codec.All, Links: links}.Marshal(append(parts, codec.Placed{Depth: at, Layer: v, Except: codec.NextFields}, payload)...)
	switch {
	case err != nil:
		return err.Error()
	case !bytes.HasPrefix(frame, out) && !bytes.Equal(out, frame):
		return fmt.Sprintf("built again: %x", out)
	}
	return ""
}

// rows put the suspect in the place of the layer that it is a copy of.
func (s *Suspect) rows() (rows []codec.Link) {
	for r := range layers.Links().Rows {
		if reflect.TypeOf(r.Layer).Elem().Name() == s.Of {
			rows = append(rows, codec.Link{Table: r.Table, Key: r.Key, Layer: s.Layer})
		}
	}
	return rows
}
