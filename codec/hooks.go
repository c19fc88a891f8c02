package codec

import (
	"net/netip"
)

// Derive says what encoding fills in from the rest of the packet. What is not
// derived is written as it stands in the structs.
type Derive uint8

// The kinds of derived fields.
const (
	Lengths    Derive = 1 << iota // len=
	Counts                        // count=
	Checksums                     // sum=
	NextFields                    // next=
	Defaults                      // default=, written where the field is zero
	Constants                     // const=
	Padding                       // pad=, written as zeros of the length that is needed

	// Nothing writes every field exactly as it stands.
	Nothing Derive = 0
	// All fills everything that follows from something else.
	All = Lengths | Counts | Checksums | NextFields | Defaults | Constants | Padding
)

// Extent is where the parts of one layer lie: Header bytes from its start, then
// Payload bytes, then Trailer bytes. What follows belongs to the layer outside.
type Extent struct {
	Header, Payload, Trailer int
	// Cut is set when a length field claims more bytes than there are.
	Cut bool
}

// Len is the number of bytes that the layer takes, payload included.
func (e Extent) Len() int { return e.Header + e.Payload + e.Trailer }

// Key is what a layer says about the layer that follows it: a dispatch table
// and a number in it. The zero Key means that the payload is opaque.
type Key struct {
	Table string
	Value uint64
}

// FieldDecoder and FieldAppender make a field type its own codec, for forms that
// tags cannot say: compressed names, variable-length numbers. They obey the five laws
// as the tags do: what DecodeField took, AppendField with Nothing gives back.
type FieldDecoder interface {
	// DecodeField reads the field that starts at layer[at:] and returns its
	// length in bytes. The slice begins at the layer's first byte and ends at
	// the innermost bound; the field may keep parts of it.
	DecodeField(layer []byte, at int) (n int, err error)
}

// FieldAppender is the other half of [FieldDecoder].
type FieldAppender interface {
	// AppendField appends the field; dst[start:] is the layer so far. With
	// derive equal to [Nothing] it appends the wire form that was decoded.
	AppendField(dst []byte, start int, derive Derive) ([]byte, error)
}

// NextLayer is implemented by layers whose next layer is not given by a field
// alone. It is asked after decoding, instead of the field tagged next=, unless that has a
// condition nextif= which holds.
type NextLayer interface {
	NextLayer(payload []byte) Key
}

// PayloadLength is implemented by layers whose length field has a meaning that
// tags cannot say. PayloadLength returns how many of the have bytes after the
// header are payload (it may return more than have: the packet is cut), ok false
// leaves the extent alone. FixPayloadLength is its inverse: it sets the length in the packet that
// was just encoded; packet[header:] is the payload. A length that does not fit is an error, [ErrRange].
type PayloadLength interface {
	PayloadLength(have int) (n int, ok bool)
	FixPayloadLength(packet []byte, header int) error
}

// LongPayload is implemented by layers with the method FixPayloadLength that may say that the packet is longer than the
// length fields of other layers can tell. Where one of a packet's layers reports true, such fields become zero if
// zero stands for all there is; otherwise a length that does not fit is an error.
type LongPayload interface {
	LongPayload() bool
}

// Pseudo is the pseudo header that transport checksums cover.
type Pseudo struct {
	Src, Dst netip.Addr
	// Protocol is the number by which the layer that is summed was reached.
	Protocol uint8

	known bool // a network layer has been asked
}

// PseudoHeader is implemented by network layers, and by extension headers that
// change the final destination. It is called from the outermost layer inwards.
type PseudoHeader interface {
	PseudoHeader(p *Pseudo)
}

// LayerDecoder and LayerAppender make a layer its own codec, for text protocols.
// The errors are positioned by the caller. DecodeLayer may keep parts of data; it sets every field,
// with an error too, because the struct may have been used before. Its fields are tagged "-".
type LayerDecoder interface {
	DecodeLayer(data []byte) (Extent, error)
}

// LayerAppender is the other half of [LayerDecoder]: it appends the header.
type LayerAppender interface {
	AppendLayer(dst []byte, derive Derive) ([]byte, error)
}

// Recognizer is implemented by layers whose numbers mean other things too, as ports do.
type Recognizer interface {
	// Recognizes reports whether data, which a number says is this layer, can be the
	// beginning of one. It looks at data alone: the receiver is an empty struct, and several goroutines may
	// ask it at once. Where it says no, the next layer with that number is asked, and if
	// there is none, data is a payload without a layer.
	Recognizes(data []byte) bool
}

// Linked is implemented by layers with next fields: it gives the table that they refer to. A layer without
// it refers to the table of a layer around it: see [Encoder].
type Linked interface {
	Links() *Links
}

// Named gives a layer a name other than that of its Go type.
type Named interface {
	LayerName() string
}
