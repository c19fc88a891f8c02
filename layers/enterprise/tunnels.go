package enterprise

import (
	"bytes"
	"fmt"
	"iter"
	"strconv"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// WireGuard is a message of WireGuard, "WireGuard: Next Generation Kernel Network Tunnel" (wireguard.com, NDSS 2017) section 5.4. The payload of transport data is encrypted.
type WireGuard struct {
	Type      WireGuardType `bits:"8"`
	Reserved  uint32        `bits:"24"`
	Sender    uint32        `bits:"32,le,if=Type==1||Type==2"`
	Receiver  uint32        `bits:"32,le,if=Type>1"`
	Ephemeral [32]byte      `bits:"256,if=Type==1||Type==2"`
	Static    [48]byte      `bits:"384,if=Type==1"` // encrypted, as Timestamp
	Timestamp [28]byte      `bits:"224,if=Type==1"`
	Empty     [16]byte      `bits:"128,if=Type==2"`
	Nonce     [24]byte      `bits:"192,if=Type==3"`
	Cookie    [32]byte      `bits:"256,if=Type==3"`
	MAC1      [16]byte      `bits:"128,if=Type==1||Type==2"`
	MAC2      [16]byte      `bits:"128,if=Type==1||Type==2"`
	Counter   uint64        `bits:"64,le,if=Type==4"`
}

// WireGuardType is the type of a message.
type WireGuardType uint8

func (t WireGuardType) String() string {
	return iana.Name("\n1 handshake initiation\n2 handshake response\n3 cookie reply\n4 transport data\n", uint64(t))
}

// Recognizes looks at type, reserved bytes and length.
func (*WireGuard) Recognizes(data []byte) bool {
	if len(data) < 32 || data[1] != 0 || data[2] != 0 || data[3] != 0 {
		return false
	}
	switch data[0] {
	case 1:
		return len(data) == 148
	case 2:
		return len(data) == 92
	case 3:
		return len(data) == 64
	}
	return data[0] == 4 && len(data)%16 == 0
}

// Continues accepts data of any length: they are filled up to a multiple of 16 bytes, but no further than the interface's largest packet.
func (*WireGuard) Continues(data []byte) bool {
	return len(data) >= 32 && data[0] == 4 && data[1] == 0 && data[2] == 0 && data[3] == 0
}

// NextLayer is none.
func (*WireGuard) NextLayer([]byte) codec.Key { return codec.Key{} }

func (w *WireGuard) String() string { return "WireGuard " + w.Type.String() }

// DropboxDiscovery is an announcement of Dropbox's synchronization in a local network to UDP port 17500: an object of JSON (RFC 8259), or what programs that share the port send.
type DropboxDiscovery struct {
	JSON []byte `bits:"*"`
}

// FIX is a message of the financial information exchange, "FIX Session Layer" of FIX Trading Community (ISO 3531): fields of a tag, an equals sign and a value, each ended by a byte 1. Several messages may follow each
// other in a segment.
type FIX struct {
	Message FIXMessage `bits:"*"`
}

// FIXMessage is the text of a message.
type FIXMessage []byte

// isFIX reports whether b begins with the first field of a message: the version, or where it is an agreement of two sides, something short with the length behind it.
func isFIX(b []byte) bool {
	if bytes.HasPrefix(b, []byte("8=FIX")) {
		return true
	}
	if !bytes.HasPrefix(b, []byte("8=")) {
		return false
	}
	i := bytes.IndexByte(b[:min(len(b), 16)], 1)
	return i > 2 && len(b) > i+3 && b[i+1] == '9' && b[i+2] == '=' && b[i+3] >= '0' && b[i+3] <= '9'
}

// fixTrailer is the length of the check sum, a field at the end.
const fixTrailer = len("10=000\x01")

// DecodeField takes as much as the message says that it has, or all there is.
func (m *FIXMessage) DecodeField(layer []byte, at int) (int, error) {
	b := layer[at:]
	if !isFIX(b) {
		*m = nil
		return len(b), codec.ErrConst
	}
	n := min(fixLength(b), len(b))
	*m = b[:n:n]
	return n, nil
}

// AppendField appends the text.
func (m FIXMessage) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if !isFIX(m) || fixLength(m) < len(m) {
		return dst, fmt.Errorf("not one message: %w", codec.ErrRange)
	}
	return append(dst, m...), nil
}

// fixLength is how long a message is by its second field; it is the most that an int holds where there is no such field.
func fixLength(b []byte) int {
	const most = 1<<31 - 1
	head := bytes.IndexByte(b, 1) + 1
	if head == 0 || !bytes.HasPrefix(b[head:], []byte("9=")) {
		return most
	}
	end := bytes.IndexByte(b[head:], 1)
	if end < 0 {
		return most
	}
	n, err := strconv.ParseUint(string(b[head+2:head+end]), 10, 24)
	if err != nil {
		return most
	}
	body := head + end + 1 + int(n)
	if body+3 <= len(b) && !bytes.HasPrefix(b[body:], []byte("10=")) {
		return body // FAST leaves the check sum out
	}
	return body + fixTrailer
}

// Recognizes looks at the first field, or the first two.
func (*FIX) Recognizes(data []byte) bool { return isFIX(data) }

// Repeats reports whether another message follows.
func (*FIX) Repeats(rest []byte) bool { return isFIX(rest) }

// Fields are tags and values in their order. They alias the message.
func (m FIXMessage) Fields() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for f := range bytes.SplitSeq(m, []byte{1}) {
			tag, value, ok := bytes.Cut(f, []byte{'='})
			if ok && !yield(string(tag), value) {
				return
			}
		}
	}
}

func (f *FIX) String() string {
	for tag, v := range f.Message.Fields() {
		if tag == "35" {
			return fmt.Sprintf("FIX type %s", v)
		}
	}
	return "FIX"
}
