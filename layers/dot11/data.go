package dot11

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/ieee"
)

// AMSDU is one of the subframes of an aggregate of data units, IEEE 802.11-2020 section 9.3.2.2.2. All but the last are followed by
// padding to a multiple of 4 bytes, which is a layer of its own between them.
type AMSDU struct {
	Dst    ieee.MAC `bits:"48,flow=dst"`
	Src    ieee.MAC `bits:"48,flow=src"`
	Length uint16   `bits:"16,len=payload"` // of the data unit, in bytes; big-endian
}

// amsduHeader is the number of bytes in front of a data unit.
const amsduHeader = 14

// LayerName is the name of the layer.
func (*AMSDU) LayerName() string { return "Dot11AMSDU" }

// NextLayer is LLC.
func (*AMSDU) NextLayer(payload []byte) codec.Key {
	if len(payload) == 0 {
		return codec.Key{}
	}
	return codec.Key{Table: "ethertype", Value: uint64(ieee.EtherTypeLLC)}
}

// Repeats reports whether rest begins with one more subframe: behind the padding, which Gap tells.
func (a *AMSDU) Repeats(rest []byte) bool { return len(rest) >= a.Gap(rest)+amsduHeader }

// Gap is the number of bytes of padding behind the subframe.
func (a *AMSDU) Gap(rest []byte) int { return min(-(amsduHeader+int(a.Length))&3, len(rest)) }

func (a *AMSDU) String() string {
	return fmt.Sprintf("Dot11AMSDU %s > %s, length %d", a.Src, a.Dst, a.Length)
}

// Mesh is the mesh control field in front of the data of frames in a mesh, IEEE 802.11-2020 section 9.2.4.7.3.
type Mesh struct {
	Extension uint8    `bits:"2,le"` // how many addresses follow: 0; 1: Addr4; 2: Addr5 and Addr6
	Reserved  uint8    `bits:"6,le"`
	TTL       uint8    `bits:"8"` // hops
	Sequence  uint32   `bits:"32,le"`
	Addr4     ieee.MAC `bits:"48,if=Extension==1"`
	Addr5     ieee.MAC `bits:"48,if=Extension==2"`
	Addr6     ieee.MAC `bits:"48,if=Extension==2"`
}

// LayerName is the name of the layer.
func (*Mesh) LayerName() string { return "Dot11Mesh" }

// NextLayer is LLC.
func (*Mesh) NextLayer([]byte) codec.Key {
	return codec.Key{Table: "ethertype", Value: uint64(ieee.EtherTypeLLC)}
}

func (m *Mesh) String() string {
	return fmt.Sprintf("Dot11Mesh ttl %d, sequence %d", m.TTL, m.Sequence)
}
