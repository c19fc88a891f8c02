package enterprise

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// SMB2Write is the request of WRITE, [MS-SMB2] section 2.2.21, where it writes DCE RPC to a named pipe; Offset counts from the header of SMB2.
type SMB2Write struct {
	Size          uint16   `bits:"16,le,const=49"`
	Offset        uint16   `bits:"16,le,default=112"` // of the data
	Length        uint32   `bits:"32,le,len=payload"`
	FileOffset    uint64   `bits:"64,le"`
	FileID        [16]byte `bits:"128"`
	Channel       uint32   `bits:"32,le"`
	Remaining     uint32   `bits:"32,le"`
	ChannelOffset uint16   `bits:"16,le"`
	ChannelLength uint16   `bits:"16,le"`
	Flags         uint32   `bits:"32,le"`
}

// SMB2Read is the response of READ, [MS-SMB2] section 2.2.20, where it reads DCE RPC from a named pipe.
type SMB2Read struct {
	Size      uint16 `bits:"16,le,const=17"`
	Offset    uint8  `bits:"8,default=80"` // of the data
	Reserved  uint8  `bits:"8"`
	Length    uint32 `bits:"32,le,len=payload"`
	Remaining uint32 `bits:"32,le"`
	Reserved2 uint32 `bits:"32,le"`
}

// SMB2Transceive is the request of IOCTL, [MS-SMB2] section 2.2.31, that writes DCE RPC to a named pipe and waits for what it answers.
type SMB2Transceive struct {
	Size         uint16   `bits:"16,le,const=57"`
	Reserved     uint16   `bits:"16,le"`
	Code         uint32   `bits:"32,le,const=0x11c017"` // FSCTL_PIPE_TRANSCEIVE
	FileID       [16]byte `bits:"128"`
	InputOffset  uint32   `bits:"32,le,default=120"`
	Length       uint32   `bits:"32,le,len=payload"` // of the input
	MaxInput     uint32   `bits:"32,le"`
	OutputOffset uint32   `bits:"32,le"`
	OutputLength uint32   `bits:"32,le"`
	MaxOutput    uint32   `bits:"32,le"`
	Flags        uint32   `bits:"32,le"`
	Reserved2    uint32   `bits:"32,le"`
}

// SMB2Transceived is the response to a [SMB2Transceive], [MS-SMB2] section 2.2.32.
type SMB2Transceived struct {
	Size         uint16   `bits:"16,le,const=49"`
	Reserved     uint16   `bits:"16,le"`
	Code         uint32   `bits:"32,le,const=0x11c017"`
	FileID       [16]byte `bits:"128"`
	InputOffset  uint32   `bits:"32,le,default=112"`
	InputLength  uint32   `bits:"32,le"`
	OutputOffset uint32   `bits:"32,le,default=112"`
	Length       uint32   `bits:"32,le,len=payload"` // of the output
	Flags        uint32   `bits:"32,le"`
	Reserved2    uint32   `bits:"32,le"`
}

// Numbers of the table smb2.
const (
	smb2Read = 1 + iota
	smb2Write
	smb2Transceive
	smb2Transceived
)

// pipe is the number of a command that carries DCE RPC right behind its fields, the zero Key for others.
func (s *SMB2) pipe(b []byte) codec.Key {
	response := s.Flags&SMB2Response != 0
	number, size, header := uint64(0), uint16(0), 0
	switch {
	case s.Command == 8 && response:
		number, size, header = smb2Read, 17, 16
	case s.Command == 9 && !response:
		number, size, header = smb2Write, 49, 48
	case s.Command == 11 && !response:
		number, size, header = smb2Transceive, 57, 56
	case s.Command == 11:
		number, size, header = smb2Transceived, 49, 48
	}
	if number == 0 || len(b) < header || binary.LittleEndian.Uint16(b) != size || !isDCERPC(b[header:]) {
		return codec.Key{}
	}
	if s.Command == 11 && binary.LittleEndian.Uint32(b[4:]) != 0x11c017 {
		return codec.Key{}
	}
	return codec.Key{Table: "smb2", Value: number}
}

// inPipe is DCE RPC, where it is recognized.
func inPipe(payload []byte) codec.Key {
	if !isDCERPC(payload) {
		return codec.Key{}
	}
	return codec.Key{Table: "smb2"}
}

// NextLayer is DCE RPC.
func (*SMB2Write) NextLayer(payload []byte) codec.Key { return inPipe(payload) }

// NextLayer is DCE RPC.
func (*SMB2Read) NextLayer(payload []byte) codec.Key { return inPipe(payload) }

// NextLayer is DCE RPC.
func (*SMB2Transceive) NextLayer(payload []byte) codec.Key { return inPipe(payload) }

// NextLayer is DCE RPC.
func (*SMB2Transceived) NextLayer(payload []byte) codec.Key { return inPipe(payload) }

func (s *SMB2Write) String() string { return fmt.Sprintf("SMB2Write %d bytes", s.Length) }

func (s *SMB2Read) String() string { return fmt.Sprintf("SMB2Read %d bytes", s.Length) }

func (s *SMB2Transceive) String() string { return fmt.Sprintf("SMB2Transceive %d bytes", s.Length) }

func (s *SMB2Transceived) String() string { return fmt.Sprintf("SMB2Transceived %d bytes", s.Length) }
