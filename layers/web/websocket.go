package web

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// WebSocket is a frame of RFC 6455 section 5.2. Only what was said in HTTP tells that a connection has them, so they are found where conversations are remembered, and behind a
// response 101. Several frames may follow each other in a segment.
type WebSocket struct {
	Fin    bool            `bits:"1"` // the last frame of a message
	RSV1   bool            `bits:"1"` // compressed, RFC 7692
	RSV2   bool            `bits:"1"`
	RSV3   bool            `bits:"1"`
	Opcode WebSocketOpcode `bits:"4"`
	Data   WebSocketData   `bits:"*"`
}

// WebSocketOpcode says what a frame is.
type WebSocketOpcode uint8

// Opcodes.
const (
	WebSocketContinuation WebSocketOpcode = 0
	WebSocketText         WebSocketOpcode = 1
	WebSocketBinary       WebSocketOpcode = 2
	WebSocketClose        WebSocketOpcode = 8 // data: a code of 16 bits, and text
	WebSocketPing         WebSocketOpcode = 9
	WebSocketPong         WebSocketOpcode = 10
)

func (o WebSocketOpcode) String() string {
	return iana.Name("\n0 continuation\n1 text\n2 binary\n8 close\n9 ping\n10 pong\n", uint64(o))
}

// WebSocketData are length and data of a frame. A client masks what it sends: Bytes are as they are on the wire, see [WebSocketData.Unmasked].
type WebSocketData struct {
	Masked bool
	Key    [4]byte
	Length uint64 // of the data; Bytes are less where the frame goes on in another segment
	Bytes  []byte

	size uint8 // of the length behind its first byte, if that is longer than it has to be
}

// shortestSize is how many bytes behind the first a length takes.
func shortestSize(n uint64) uint8 {
	switch {
	case n < 126:
		return 0
	case n < 1<<16:
		return 2
	}
	return 8
}

// DecodeField reads the length, the key, and as much of the data as there is.
func (d *WebSocketData) DecodeField(layer []byte, at int) (int, error) {
	*d = WebSocketData{}
	b := layer[at:]
	if len(b) == 0 {
		return 1, codec.ErrTruncated
	}
	d.Masked, d.Length = b[0]&0x80 != 0, uint64(b[0]&0x7f)
	n, size := 1, uint8(0)
	switch d.Length {
	case 126:
		n, size = 3, 2
	case 127:
		n, size = 9, 8
	}
	head := n
	if d.Masked {
		head += 4
	}
	if len(b) < head {
		*d = WebSocketData{}
		return head, codec.ErrTruncated
	}
	if size > 0 {
		var length [8]byte
		copy(length[8-size:], b[1:n])
		d.Length = binary.BigEndian.Uint64(length[:])
		if shortestSize(d.Length) != size {
			d.size = size
		}
	}
	if d.Masked {
		d.Key = [4]byte(b[n:head])
	}
	end := len(b)
	if d.Length < uint64(end-head) {
		end = head + int(d.Length)
	}
	if end > head {
		d.Bytes = b[head:end:end]
	}
	return end, nil
}

// AppendField writes them. Lengths are derived from what is there.
func (d WebSocketData) AppendField(dst []byte, _ int, derive codec.Derive) ([]byte, error) {
	n, size := d.Length, max(shortestSize(d.Length), d.size)
	if derive&codec.Lengths != 0 {
		n, size = uint64(len(d.Bytes)), shortestSize(uint64(len(d.Bytes)))
	}
	if n < uint64(len(d.Bytes)) {
		return dst, fmt.Errorf("%d bytes, of %d: %w", len(d.Bytes), n, codec.ErrRange)
	}
	first := byte(n)
	switch size {
	case 2:
		first = 126
	case 8:
		first = 127
	}
	if d.Masked {
		first |= 0x80
	}
	dst = append(dst, first)
	if size > 0 {
		var b [8]byte
		binary.BigEndian.PutUint64(b[:], n)
		dst = append(dst, b[8-size:]...)
	}
	if d.Masked {
		dst = append(dst, d.Key[:]...)
	}
	return append(dst, d.Bytes...), nil
}

// Equal compares what is not derived.
func (d WebSocketData) Equal(o WebSocketData) bool {
	return d.Masked == o.Masked && d.Key == o.Key && string(d.Bytes) == string(o.Bytes)
}

// Unmasked is a copy of the data as the sender meant them.
func (d *WebSocketData) Unmasked() []byte {
	out := make([]byte, len(d.Bytes))
	for i, c := range d.Bytes {
		out[i] = c ^ d.Key[i&3] // a key of zeros where there is none
	}
	return out
}

func (d WebSocketData) String() string { return fmt.Sprintf("%d bytes", d.Length) }

// Recognizes looks at opcode and length.
func (*WebSocket) Recognizes(data []byte) bool { return isWebSocket(data) }

// Repeats reports whether another frame follows.
func (*WebSocket) Repeats(rest []byte) bool { return isWebSocket(rest) }

func isWebSocket(b []byte) bool {
	if len(b) < 2 || b[0]&0x30 != 0 {
		return false
	}
	switch o := b[0] & 15; {
	case o <= 2:
		return true
	case o <= 10 && o >= 8:
		return b[0]&0x40 == 0 && b[0]&0x80 != 0 && b[1]&0x7f < 126 // control frames are short and whole
	}
	return false
}

func (w *WebSocket) String() string { return fmt.Sprintf("WebSocket %s, %s", w.Opcode, w.Data) }
