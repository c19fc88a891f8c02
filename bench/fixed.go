package bench

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/go-restruct/restruct"

	"github.com/wiretag/wiretag/codec"
)

// fixedHeader is a struct that encoding/binary can read: whole bytes, and a size that is always the same. It is a UDP header and the first words of RTP.
type fixedHeader struct {
	SrcPort   uint16 `bits:"16"`
	DstPort   uint16 `bits:"16"`
	Length    uint16 `bits:"16"`
	Checksum  uint16 `bits:"16"`
	Sequence  uint16 `bits:"16"`
	Profile   uint16 `bits:"16"`
	Timestamp uint32 `bits:"32"`
	Source    uint64 `bits:"64"`
}

var fixedBytes = []byte{0x9c, 0x40, 0xc3, 0x50, 0, 24, 0x12, 0x34, 0, 7, 0xbe, 0xde, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}

// fixedCases compare structs of fixed size with the standard library's and with another library that goes by reflection.
func fixedCases() []Case {
	const group = "Structs of a fixed size, by reflection"
	var into fixedHeader
	decode := func(peer func([]byte, *fixedHeader) error) func(*Env) (*Pair, error) {
		return func(*Env) (*Pair, error) {
			ours := func(data []byte, into *fixedHeader) error { _, err := codec.Unmarshal(data, into); return err }
			times := func(f func([]byte, *fixedHeader) error) func(int) error {
				return func(n int) error {
					for range n {
						if err := f(fixedBytes, &into); err != nil {
							return err
						}
					}
					return nil
				}
			}
			return &Pair{Bytes: len(fixedBytes), Ours: times(ours), Peer: times(peer), Check: func() error {
				var a, b fixedHeader
				if err := first(ours(fixedBytes, &a), peer(fixedBytes, &b)); err != nil || a != b || a.Source == 0 {
					return fmt.Errorf("ours is %v, the peer's %v: %w", a, b, err)
				}
				return nil
			}}, nil
		}
	}
	encode := func(peer func([]byte, *fixedHeader) ([]byte, error)) func(*Env) (*Pair, error) {
		return func(*Env) (*Pair, error) {
			h := fixedHeader{1, 2, 3, 4, 5, 6, 7, 8}
			buffer := make([]byte, 0, 64)
			ours := func(b []byte, h *fixedHeader) ([]byte, error) { return codec.Append(b, h) }
			times := func(f func([]byte, *fixedHeader) ([]byte, error)) func(int) error {
				return func(n int) error {
					for range n {
						if _, err := f(buffer, &h); err != nil {
							return err
						}
					}
					return nil
				}
			}
			return &Pair{Bytes: len(fixedBytes), Ours: times(ours), Peer: times(peer), Check: func() error {
				a, err := ours(nil, &h)
				b, err2 := peer(nil, &h)
				if err = first(err, err2); err != nil || !bytes.Equal(a, b) || len(a) != len(fixedBytes) {
					return fmt.Errorf("ours is %x, the peer's %x: %w", a, b, err)
				}
				return nil
			}}, nil
		}
	}
	return []Case{
		{Group: group, Name: "decode,24-bytes", Ours: "codec.Unmarshal", Peer: "encoding/binary.Decode", NoAllocs: true, Open: decode(func(b []byte, h *fixedHeader) error {
			_, err := binary.Decode(b, binary.BigEndian, h)
			return err
		})},
		{Group: group, Name: "decode,24-bytes", Ours: "codec.Unmarshal", Peer: "restruct.Unpack", NoAllocs: true, Open: decode(func(b []byte, h *fixedHeader) error {
			return restruct.Unpack(b, binary.BigEndian, h)
		})},
		{Group: group, Name: "encode,24-bytes", Ours: "codec.Append", Peer: "encoding/binary.Append", NoAllocs: true, Open: encode(func(b []byte, h *fixedHeader) ([]byte, error) {
			return binary.Append(b, binary.BigEndian, h)
		})},
		{Group: group, Name: "encode,24-bytes", Ours: "codec.Append", Peer: "restruct.Pack", NoAllocs: true, Open: encode(func(_ []byte, h *fixedHeader) ([]byte, error) {
			return restruct.Pack(binary.BigEndian, h)
		})},
	}
}
