package link

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// ARCNET is the header of frames of the attached resource computer network, ANSI/ATA 878.1, as BSD captures them, LINKTYPE_ARCNET_BSD. The protocols of RFC 1051 have only the
// first three fields; the others have what RFC 1201 adds to cut a packet into frames. Frames of a length that the hardware cannot send have padding and repeat the three fields.
type ARCNET struct {
	Src       uint8          `bits:"8,flow=src"`
	Dst       uint8          `bits:"8,flow=dst"` // 0 to all
	Protocol  ARCNETProtocol `bits:"8"`
	Split     uint8          `bits:"8,if=Protocol!=240&&Protocol!=241"` // 0 whole; odd: the first, twice the number of frames less 3; even: another, twice its number from 0
	Seq       uint16         `bits:"16,if=Protocol!=240&&Protocol!=241"`
	Protocol2 ARCNETProtocol `bits:"8,if=Protocol!=240&&Protocol!=241&&Split==0xff"` // behind padding
	Split2    uint8          `bits:"8,if=Protocol!=240&&Protocol!=241&&Split==0xff"`
	Seq2      uint16         `bits:"16,if=Protocol!=240&&Protocol!=241&&Split==0xff"`
}

// ARCNETLinux is the header as Linux captures it, LINKTYPE_ARCNET_LINUX: with the offset in the hardware's buffer, and with padding taken out. See [ARCNET].
type ARCNETLinux struct {
	Src      uint8          `bits:"8,flow=src"`
	Dst      uint8          `bits:"8,flow=dst"`
	Offset   uint16         `bits:"16"`
	Protocol ARCNETProtocol `bits:"8"`
	Split    uint8          `bits:"8,if=Protocol!=240&&Protocol!=241"`
	Seq      uint16         `bits:"16,if=Protocol!=240&&Protocol!=241"`
}

// Err tells whether the protocol behind padding is another one: the fields are repeated, RFC 1201.
func (a *ARCNET) Err() error {
	if a.Split == 0xff && a.Protocol != ARCNETSimpleIPv4 && a.Protocol != ARCNETSimpleARP && a.Protocol2 != a.Protocol {
		return codec.ErrConst
	}
	return nil
}

// ARCNETProtocol is the system code of a frame.
type ARCNETProtocol uint8

// System codes.
const (
	ARCNETIPv4       ARCNETProtocol = 212 // RFC 1201
	ARCNETARP        ARCNETProtocol = 213
	ARCNETRARP       ARCNETProtocol = 214
	ARCNETAppleTalk  ARCNETProtocol = 221
	ARCNETSimpleIPv4 ARCNETProtocol = 240 // RFC 1051
	ARCNETSimpleARP  ARCNETProtocol = 241
	ARCNETIPX        ARCNETProtocol = 250
)

func (p ARCNETProtocol) String() string {
	return iana.NameAt([]string{212: "IPv4", 213: "ARP", 214: "RARP", 221: "AppleTalk", 240: "IPv4 (RFC 1051)", 241: "ARP (RFC 1051)", 250: "IPX"}, p)
}

// NextLayer is by the protocol, in whole packets and first frames.
func (a *ARCNET) NextLayer([]byte) codec.Key {
	if a.Split == 0xff {
		return arcnetKey(a.Protocol2, a.Split2)
	}
	return arcnetKey(a.Protocol, a.Split)
}

// NextLayer is by the protocol, in whole packets and first frames.
func (a *ARCNETLinux) NextLayer([]byte) codec.Key { return arcnetKey(a.Protocol, a.Split) }

func arcnetKey(p ARCNETProtocol, split uint8) codec.Key {
	if split != 0 && split&1 == 0 {
		return codec.Key{}
	}
	return codec.Key{Table: "arcnet", Value: uint64(p)}
}

func (a *ARCNET) String() string {
	return fmt.Sprintf("ARCNET %d > %d, %s", a.Src, a.Dst, a.Protocol)
}

func (a *ARCNETLinux) String() string {
	return fmt.Sprintf("ARCNETLinux %d > %d, %s", a.Src, a.Dst, a.Protocol)
}
