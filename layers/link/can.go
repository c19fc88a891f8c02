package link

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// CAN is a frame of a controller area network as Linux's SocketCAN has it, LINKTYPE_CAN_SOCKETCAN: ISO 11898-1 without the bits that
// hardware handles. CAN FD frames are the same with FD set and up to 64 bytes.
type CAN struct {
	Extended  bool   `bits:"1"` // the identifier has 29 bits, not 11
	Remote    bool   `bits:"1"` // a request for a frame
	Error     bool   `bits:"1"` // an error message of the controller; ID is a set of error classes
	ID        uint32 `bits:"29"`
	Length    uint8  `bits:"8,len=Data"`
	Reserved1 uint8  `bits:"5"`
	FD        bool   `bits:"1"` // CAN FD
	ESI       bool   `bits:"1"` // FD: error state indicator
	BRS       bool   `bits:"1"` // FD: bit rate switch
	Reserved2 uint8  `bits:"8"`
	RawDLC    uint8  `bits:"8"` // data length code above 8 of classical frames, or 0
	Data      []byte `bits:"*"`
	Padding   []byte `bits:"*"` // the rest of the kernel's structure
}

// CANHost is a frame as [CAN], with the identifier in the byte order of the host that captured, taken for little-endian: what Linux's cooked captures have
// (LINKTYPE_LINUX_SLL).
type CANHost struct {
	ID        uint32 `bits:"29,le"`
	Error     bool   `bits:"1,le"`
	Remote    bool   `bits:"1,le"`
	Extended  bool   `bits:"1,le"`
	Length    uint8  `bits:"8,len=Data"`
	Reserved1 uint8  `bits:"5"`
	FD        bool   `bits:"1"`
	ESI       bool   `bits:"1"`
	BRS       bool   `bits:"1"`
	Reserved2 uint8  `bits:"8"`
	RawDLC    uint8  `bits:"8"`
	Data      []byte `bits:"*"`
	Padding   []byte `bits:"*"`
}

// Err tells whether the raw length code is 0, or one above 8 of a classical frame of 8 bytes, and the length one that there is: up to 8, or of CAN FD, which not
// every sender sets the flag of, 12, 16, 20, 24, 32, 48 and 64. A report of an error always has 8.
func (c *CAN) Err() error { return canErr(c.FD, c.Error, len(c.Data), c.RawDLC) }

// Err is that of [CAN.Err].
func (c *CANHost) Err() error { return canErr(c.FD, c.Error, len(c.Data), c.RawDLC) }

func canErr(fd, failed bool, length int, dlc uint8) error {
	switch {
	case failed && length != 8:
		return codec.ErrLength
	case dlc != 0 && (fd || length != 8 || dlc <= 8 || dlc > 15):
		return codec.ErrRange
	case length <= 8:
		return nil
	}
	switch length {
	case 12, 16, 20, 24, 32, 48, 64:
		return nil
	}
	return codec.ErrLength
}

func (c *CANHost) String() string {
	return fmt.Sprintf("CANHost id %#x, %d bytes", c.ID, len(c.Data))
}

func (c *CAN) String() string {
	return fmt.Sprintf("CAN id %#x, %d bytes", c.ID, len(c.Data))
}
