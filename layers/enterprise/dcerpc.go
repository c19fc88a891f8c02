package enterprise

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// DCERPCDatagram is the header of connectionless DCE RPC over UDP, C706 (The Open Group) section 12.5.2, which PROFINET uses too. Numbers are in the byte order that Integers says: one of two
// fields for each is there. UUIDs are bytes in the same order.
type DCERPCDatagram struct {
	Version    uint8      `bits:"8,const=4"`
	Type       DCERPCType `bits:"8"`
	Flags1     uint8      `bits:"8"` // 2 last fragment, 4 fragment, 8 no fragment acknowledgement, 16 maybe, 32 idempotent, 64 broadcast
	Flags2     uint8      `bits:"8"` // 2 cancel pending
	Integers   uint8      `bits:"4"` // data representation: 0 big-endian, 1 little-endian
	Characters uint8      `bits:"4"` // 0 ASCII, 1 EBCDIC
	Floats     uint8      `bits:"8"` // 0 IEEE, 1 VAX, 2 Cray, 3 IBM
	Reserved   uint8      `bits:"8"`
	SerialHigh uint8      `bits:"8"` // of the fragment's serial number
	Object     [16]byte   `bits:"128"`
	Interface  [16]byte   `bits:"128"`
	Activity   [16]byte   `bits:"128"`

	ServerBoot       uint32 `bits:"32,le,if=Integers==1"` // seconds since 1970
	InterfaceVersion uint32 `bits:"32,le,if=Integers==1"`
	Seq              uint32 `bits:"32,le,if=Integers==1"`
	Operation        uint16 `bits:"16,le,if=Integers==1"`
	InterfaceHint    uint16 `bits:"16,le,if=Integers==1"`
	ActivityHint     uint16 `bits:"16,le,if=Integers==1"`
	Length           uint16 `bits:"16,le,if=Integers==1,len=payload"`
	Fragment         uint16 `bits:"16,le,if=Integers==1"`

	ServerBootBE       uint32 `bits:"32,if=Integers!=1"`
	InterfaceVersionBE uint32 `bits:"32,if=Integers!=1"`
	SeqBE              uint32 `bits:"32,if=Integers!=1"`
	OperationBE        uint16 `bits:"16,if=Integers!=1"`
	InterfaceHintBE    uint16 `bits:"16,if=Integers!=1"`
	ActivityHintBE     uint16 `bits:"16,if=Integers!=1"`
	LengthBE           uint16 `bits:"16,if=Integers!=1,len=payload"`
	FragmentBE         uint16 `bits:"16,if=Integers!=1"`

	AuthProtocol uint8 `bits:"8"`
	SerialLow    uint8 `bits:"8"`
}

// datagramHeader is the length of the header.
const datagramHeader = 80

// Recognizes looks at version, type, data representation and length.
func (*DCERPCDatagram) Recognizes(data []byte) bool {
	if len(data) < datagramHeader || data[0] != 4 || data[1] > 10 || data[3]&^2 != 0 || data[4]&0xee != 0 || data[5] > 3 || data[6] != 0 {
		return false
	}
	n := binary.BigEndian.Uint16(data[74:])
	if data[4]&0x10 != 0 {
		n = binary.LittleEndian.Uint16(data[74:])
	}
	return int(n) == len(data)-datagramHeader
}

// NextLayer is none.
func (*DCERPCDatagram) NextLayer([]byte) codec.Key { return codec.Key{} }

func (d *DCERPCDatagram) String() string {
	return fmt.Sprintf("DCERPCDatagram %s, operation %d", d.Type, d.Operation+d.OperationBE)
}
