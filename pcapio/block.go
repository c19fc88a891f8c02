package pcapio

import (
	"errors"
	"fmt"
	"math"

	"github.com/wiretag/wiretag/capture"
)

// Block is a block of a pcapng file as it stands there. It is the truth: writing it gives the same bytes, whatever
// they are. Decode gives its content as typed values.
type Block struct {
	Type      BlockType
	Offset    int64  // of the block in the file, after decompression
	Body      []byte // without type and lengths, with padding
	BigEndian bool   // byte order of the section
	Section   int    // number of the section, from 0
}

// Content is what a block holds, typed: *Section, *Interface, *EnhancedPacket, *SimplePacket, *ObsoletePacket,
// *NameResolution, *Statistics, *Secrets, *Journal, *Custom, or *Unknown for all other types. Every bit of the block is in
// some field, so that encoding what was decoded gives the same bytes. Lengths within are those of the fields.
//
// Slices of a decoded content are those of the block's body, with their capacity cut.
type Content interface {
	// BlockType is the type of block that holds this content.
	BlockType() BlockType
	// decode sets all fields. The body's length is a multiple of four.
	decode(body []byte, bigEndian bool) error
	// append appends the body; padding at its end may be missing.
	append(dst []byte, bigEndian bool) ([]byte, error)
}

// Decode returns the content of the block in a new struct. Use DecodeTo to use one again. An error is an *Error that is
// ErrFormat; the block can still be written as it is.
func (b *Block) Decode() (Content, error) {
	c := newContent(b.Type)
	if err := b.DecodeTo(c); err != nil {
		return nil, err
	}
	return c, nil
}

// DecodeTo sets all fields of c, which must be for blocks of this type.
func (b *Block) DecodeTo(c Content) error {
	switch v := c.(type) {
	case *Unknown:
		v.Type = b.Type
	case *Custom:
		v.NoCopy = b.Type == BlockCustomNoCopy
	}
	err := errWrongType
	if c.BlockType() == b.Type {
		err = c.decode(b.Body, b.BigEndian)
	}
	if err == nil {
		return nil
	}
	e := &Error{Offset: b.Offset, What: b.Type.String(), Detail: err.Error(), Err: ErrFormat}
	if part := (*partError)(nil); errors.As(err, &part) {
		e.Detail, e.Need, e.Have = part.what, int64(part.need), int64(part.have)
	}
	return e
}

// Encode sets type and body to those of the content, in the byte order that the block says. The body is in new memory.
func (b *Block) Encode(c Content) error {
	body, err := c.append(nil, b.BigEndian)
	if err != nil {
		return fmt.Errorf("pcapio: %v: %w", c.BlockType(), err)
	}
	b.Type, b.Body = c.BlockType(), appendZeros(body, -len(body)&3)
	return nil
}

// AppendTo appends the whole block, with type and lengths.
func (b *Block) AppendTo(dst []byte) ([]byte, error) {
	dst, err := appendFrame(dst, b.Type, b.BigEndian, func(dst []byte) ([]byte, error) { return append(dst, b.Body...), nil })
	if err != nil {
		return dst, fmt.Errorf("pcapio: %v: %w", b.Type, err)
	}
	return dst, nil
}

// appendFrame appends a block around the body that f appends: type, lengths, padding at its end.
func appendFrame(dst []byte, t BlockType, bigEndian bool, f func([]byte) ([]byte, error)) ([]byte, error) {
	order, at := orderOf(bigEndian), len(dst)
	dst = order.AppendUint32(order.AppendUint32(dst, uint32(t)), 0)
	dst, err := f(dst)
	if err != nil {
		return dst[:at], err
	}
	dst = appendZeros(dst, -(len(dst)-at)&3)
	n := len(dst) - at + 4
	if uint64(n) > math.MaxUint32 {
		return dst[:at], errTooLong
	}
	order.PutUint32(dst[at+4:], uint32(n))
	return order.AppendUint32(dst, uint32(n)), nil
}

var (
	errTooLong   = errors.New("longer than a block can be")
	errWrongType = errors.New("the content is for another type of block")
)

// partError says which part of a block does not fit, in the words of Error.
type partError struct {
	what       string
	need, have int
}

func (e *partError) Error() string {
	return fmt.Sprintf("%s: need %d bytes, have %d", e.what, e.need, e.have)
}

func newContent(t BlockType) Content {
	switch t {
	case BlockSection:
		return new(Section)
	case BlockInterface:
		return new(Interface)
	case BlockObsoletePacket:
		return new(ObsoletePacket)
	case BlockSimplePacket:
		return new(SimplePacket)
	case BlockNames:
		return new(NameResolution)
	case BlockStatistics:
		return new(Statistics)
	case BlockEnhancedPacket:
		return new(EnhancedPacket)
	case BlockJournal:
		return new(Journal)
	case BlockSecrets:
		return new(Secrets)
	case BlockCustom, BlockCustomNoCopy:
		return new(Custom)
	}
	return new(Unknown)
}

// fixed cuts off the first n bytes of a body.
func fixed(body []byte, n int) (head, rest []byte, err error) {
	if len(body) < n {
		return nil, nil, &partError{"", n + 12, len(body) + 12} // of the whole block
	}
	return body[:n:n], body[n:], nil
}

// padded cuts off n bytes and the padding behind them.
func padded(what string, body []byte, n uint32) (data, padding, rest []byte, err error) {
	if uint64(n) > uint64(len(body)) {
		return nil, nil, nil, &partError{what, int(min(int64(n), math.MaxInt)), len(body)}
	}
	end := min((int(n)+3)&^3, len(body))
	return body[:n:n], body[n:end:end], body[end:len(body):len(body)], nil
}

// appendPadded appends data and their padding, which is zero if it has not the right length.
func appendPadded(dst, data, padding []byte) []byte {
	dst = append(dst, data...)
	if need := -len(data) & 3; len(padding) != need {
		return appendZeros(dst, need)
	}
	return append(dst, padding...)
}

// options makes a list of the rest of a body and checks it.
func options(body []byte, bigEndian bool) (capture.Options, error) {
	o := capture.Options{Raw: body[:len(body):len(body)], BigEndian: bigEndian}
	if bad := o.Check(); bad >= 0 {
		v, order := body[bad:], orderOf(bigEndian)
		return o, &partError{fmt.Sprintf("option %d at byte %d of the options", order.Uint16(v), bad), int(order.Uint16(v[2:])), len(v) - 4}
	}
	return o, nil
}

// Unknown is a block of a type that has no struct.
type Unknown struct {
	Type BlockType
	Body []byte
}

// BlockType is Type.
func (u *Unknown) BlockType() BlockType { return u.Type }

func (u *Unknown) decode(body []byte, _ bool) error {
	u.Body = body[:len(body):len(body)]
	return nil
}

func (u *Unknown) append(dst []byte, _ bool) ([]byte, error) { return append(dst, u.Body...), nil }

// Custom is a custom block, whose meaning an enterprise defines.
type Custom struct {
	PEN    uint32 // IANA private enterprise number
	Data   []byte // with padding, and with options if there are any: only the enterprise knows where they begin
	NoCopy bool   // should not be copied into a file that is made from this one after an edit
}

// BlockType is BlockCustom or BlockCustomNoCopy.
func (c *Custom) BlockType() BlockType {
	if c.NoCopy {
		return BlockCustomNoCopy
	}
	return BlockCustom
}

func (c *Custom) decode(body []byte, bigEndian bool) error {
	head, rest, err := fixed(body, 4)
	if err == nil {
		c.PEN, c.Data = orderOf(bigEndian).Uint32(head), rest[:len(rest):len(rest)]
	}
	return err
}

func (c *Custom) append(dst []byte, bigEndian bool) ([]byte, error) {
	return append(orderOf(bigEndian).AppendUint32(dst, c.PEN), c.Data...), nil
}

// Journal is a systemd journal export block.
type Journal struct {
	Entry   []byte // in the journal export format: lines of FIELD=value, and binary fields
	Padding []byte
}

// BlockType is BlockJournal.
func (j *Journal) BlockType() BlockType { return BlockJournal }

func (j *Journal) decode(body []byte, _ bool) error {
	n := len(body)
	for n > 0 && len(body)-n < 3 && body[n-1] == 0 { // no length says how many bytes are padding
		n--
	}
	j.Entry, j.Padding = body[:n:n], body[n:len(body):len(body)]
	return nil
}

func (j *Journal) append(dst []byte, _ bool) ([]byte, error) {
	return appendPadded(dst, j.Entry, j.Padding), nil
}

// Types of Secrets.
const (
	SecretsTLS       uint32 = 0x544c534b // TLS key log, as in SSLKEYLOGFILE
	SecretsSSH       uint32 = 0x5353484b // SSH key log
	SecretsWireGuard uint32 = 0x57474b4c // WireGuard key log
	SecretsZigBeeNWK uint32 = 0x5a4e574b // ZigBee network key and PAN identifier
	SecretsZigBeeAPS uint32 = 0x5a415053 // ZigBee application support key
	SecretsOPCUA     uint32 = 0x55414b4c // OPC UA key log
)

// Secrets is a decryption secrets block: keys for the packets behind it.
type Secrets struct {
	Type    uint32
	Data    []byte
	Padding []byte
	Options capture.Options // see SecretsOptions
}

// BlockType is BlockSecrets.
func (s *Secrets) BlockType() BlockType { return BlockSecrets }

func (s *Secrets) decode(body []byte, bigEndian bool) error {
	order := orderOf(bigEndian)
	head, rest, err := fixed(body, 8)
	if err != nil {
		return err
	}
	s.Type = order.Uint32(head)
	if s.Data, s.Padding, rest, err = padded("secrets", rest, order.Uint32(head[4:])); err == nil {
		s.Options, err = options(rest, bigEndian)
	}
	return err
}

func (s *Secrets) append(dst []byte, bigEndian bool) ([]byte, error) {
	order := orderOf(bigEndian)
	if uint64(len(s.Data)) > math.MaxUint32 {
		return dst, errTooLong
	}
	dst = order.AppendUint32(order.AppendUint32(dst, s.Type), uint32(len(s.Data)))
	return appendOptions(appendPadded(dst, s.Data, s.Padding), s.Options, bigEndian, new(SecretsOptions).fields)
}
