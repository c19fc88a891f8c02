package text

import (
	"bytes"
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
)

// SAP is the header of the session announcement protocol, RFC 2974 section 6. A type of the payload may follow it; without one it is a description of a session. What is encrypted or compressed is payload.
type SAP struct {
	Version    uint8      `bits:"3,default=1"`
	IPv6       bool       `bits:"1"` // form of Source
	Reserved   bool       `bits:"1"`
	Deletion   bool       `bits:"1"`
	Encrypted  bool       `bits:"1"`
	Compressed bool       `bits:"1"`
	AuthLen    uint8      `bits:"8,len=Auth/4"`
	IDHash     uint16     `bits:"16"`          // tells versions of an announcement apart
	Source     netip.Addr `bits:"32,if=!IPv6"` // of the announcement
	Source6    netip.Addr `bits:"128,if=IPv6"` // the same
	Auth       []byte     `bits:"*"`           // authentication data
}

// NextLayer is the type of the payload, or a description.
func (s *SAP) NextLayer(payload []byte) codec.Key {
	switch {
	case s.Encrypted || s.Compressed:
		return codec.Key{}
	case bytes.HasPrefix(payload, []byte("v=")):
		return codec.Key{Table: "media", Value: uint64(MediaSDP)}
	}
	return codec.Key{Table: "sap"}
}

func (s *SAP) String() string {
	if s.Deletion {
		return fmt.Sprintf("SAP deletion %#04x", s.IDHash)
	}
	return fmt.Sprintf("SAP announcement %#04x", s.IDHash)
}

// SAPType is the type of the payload of [SAP], RFC 2974 section 6.
type SAPType struct {
	Type ZeroText `bits:"*"` // application/sdp
}

// ZeroText is text that a zero ends, which is not a part of it.
type ZeroText []byte

// String is the text.
func (z ZeroText) String() string { return string(z) }

// DecodeField takes what is before a zero.
func (z *ZeroText) DecodeField(layer []byte, at int) (int, error) {
	n := bytes.IndexByte(layer[at:], 0)
	if n < 0 {
		*z = nil
		return len(layer) - at + 1, codec.ErrTruncated
	}
	*z = layer[at : at+n : at+n]
	return n + 1, nil
}

// AppendField appends the text and a zero.
func (z ZeroText) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if bytes.IndexByte(z, 0) >= 0 {
		return dst, codec.ErrRange
	}
	return append(append(dst, z...), 0), nil
}

// Err tells whether the type is none of RFC 2045 section 5.1: a type and a subtype of visible characters.
func (s *SAPType) Err() error {
	t, sub, ok := bytes.Cut(s.Type, []byte("/"))
	unseen := func(r rune) bool { return r <= ' ' || r > '~' }
	if !ok || len(t) == 0 || len(sub) == 0 || bytes.ContainsFunc(s.Type, unseen) {
		return codec.ErrRange
	}
	return nil
}

// Recognizes asks for a zero behind a type.
func (*SAPType) Recognizes(data []byte) bool {
	end := bytes.IndexByte(data, 0)
	return end > 0 && bytes.IndexByte(data[:end], '/') > 0
}

// NextLayer is by the type.
func (s *SAPType) NextLayer([]byte) codec.Key {
	if sameFold(s.Type, "application/sdp") {
		return codec.Key{Table: "media", Value: uint64(MediaSDP)}
	}
	return codec.Key{}
}

func (s *SAPType) String() string { return "SAPType " + s.Type.String() }
