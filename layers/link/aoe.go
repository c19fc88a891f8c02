package link

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// AoE is the header of ATA over Ethernet, "AoE (ATA over Ethernet)" revision 11 (AoEr11) section 2. The command says what follows.
type AoE struct {
	Version  uint8      `bits:"4,default=1"`
	Response bool       `bits:"1"`
	Failed   bool       `bits:"1"`
	Reserved uint8      `bits:"2"`
	Error    uint8      `bits:"8"`  // 1 command, 2 argument, 3 device not available, 4 configuration string exists, 5 version, 6 target is reserved
	Major    uint16     `bits:"16"` // shelf; all ones are all of them
	Minor    uint8      `bits:"8"`  // slot
	Command  AoECommand `bits:"8,next=aoe"`
	Tag      uint32     `bits:"32"`
}

// AoECommand is the command of a message.
type AoECommand uint8

// Commands.
const (
	AoEATACommand     AoECommand = 0
	AoEConfigCommand  AoECommand = 1
	AoEMaskCommand    AoECommand = 2
	AoEReserveCommand AoECommand = 3
)

func (c AoECommand) String() string {
	names := [...]string{"ATA", "query config", "MAC mask list", "reserve/release"}
	if int(c) < len(names) {
		return names[c]
	}
	return fmt.Sprintf("%#02x", uint8(c))
}

func (a *AoE) String() string { return fmt.Sprintf("AoE %s, %d.%d", a.Command, a.Major, a.Minor) }

// AoEATA is a command for a disk and its answer, AoEr11 section 3.1. Data are payload.
type AoEATA struct {
	Reserved     bool   `bits:"1"`
	Extended     bool   `bits:"1"` // addresses of 48 bits
	Reserved2    bool   `bits:"1"`
	Head         bool   `bits:"1"` // the bit of the device and head register
	Reserved3    uint8  `bits:"2"`
	Asynchronous bool   `bits:"1"`
	Write        bool   `bits:"1"`
	Feature      uint8  `bits:"8"` // of an answer: the error register
	Sectors      uint8  `bits:"8"`
	Command      uint8  `bits:"8"` // of an answer: the status register
	LBA          uint64 `bits:"48,le"`
	Reserved4    uint16 `bits:"16"`
}

// NextLayer is none: data are those of the disk.
func (*AoEATA) NextLayer([]byte) codec.Key { return codec.Key{} }

// AoEConfig reads and sets the configuration string, AoEr11 section 3.2.
type AoEConfig struct {
	Buffers  uint16 `bits:"16"` // messages that the target queues
	Firmware uint16 `bits:"16"`
	Sectors  uint8  `bits:"8"` // at most in a command
	Version  uint8  `bits:"4"`
	Command  uint8  `bits:"4"` // 0 read, 1 test, 2 test the beginning, 3 set, 4 force set
	Length   uint16 `bits:"16,len=Text"`
	Text     []byte `bits:"*"`
}

// AoEMask is a list of hardware addresses that may use a target, AoEr11 section 3.3.
type AoEMask struct {
	Reserved   uint8          `bits:"8"`
	Command    uint8          `bits:"8"` // 0 read, 1 edit
	Error      uint8          `bits:"8"`
	Count      uint8          `bits:"8,count=Directives"`
	Directives []AoEDirective `bits:"*"`
}

// AoEDirective changes a list.
type AoEDirective struct {
	Reserved uint8   `bits:"8"`
	Command  uint8   `bits:"8"` // 0 none, 1 add, 2 delete
	MAC      [6]byte `bits:"48"`
}

// AoEReserve reserves a target for hardware addresses, AoEr11 section 3.4.
type AoEReserve struct {
	Command   uint8     `bits:"8"` // 0 read, 1 set, 2 force set
	Count     uint8     `bits:"8,count=Addresses"`
	Addresses [][6]byte `bits:"*,each=48"`
}
