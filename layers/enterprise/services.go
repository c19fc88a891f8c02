package enterprise

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// SLP is the header of the service location protocol, version 2 of RFC 2608 section 8 and version 1 of RFC 2165 section 6. The message of the function is the payload.
type SLP struct {
	Version        uint8       `bits:"8,default=2"`
	Function       SLPFunction `bits:"8"`
	Length         uint32      `bits:"24,if=Version==2,len=packet"`
	Overflow       bool        `bits:"1,if=Version==2"`
	Fresh          bool        `bits:"1,if=Version==2"`
	Multicast      bool        `bits:"1,if=Version==2"`
	Reserved       uint16      `bits:"13,if=Version==2"`
	NextExtension  uint32      `bits:"24,if=Version==2"` // offset from the start
	Length1        uint16      `bits:"16,if=Version!=2,len=packet"`
	Flags1         uint8       `bits:"8,if=Version!=2"`
	Dialect        uint8       `bits:"8,if=Version!=2"`
	Language1      [2]byte     `bits:"16,if=Version!=2"` // ISO 639
	Encoding       uint16      `bits:"16,if=Version!=2"` // IANA's MIBenum
	XID            uint16      `bits:"16"`
	LanguageLength uint16      `bits:"16,if=Version==2,len=Language"`
	Language       []byte      `bits:"*,if=Version==2"` // RFC 1766
}

// SLPFunction is the kind of a message.
type SLPFunction uint8

func (f SLPFunction) String() string {
	return iana.Name("\n1 Service Request\n2 Service Reply\n3 Service Register\n4 Service Deregister\n5 Service Acknowledge\n6 Attribute Request\n7 Attribute Reply\n8 Directory Agent Advertisement"+
		"\n9 Service Type Request\n10 Service Type Reply\n11 Service Agent Advertisement\n", uint64(f))
}

// Recognizes looks at version and function.
func (*SLP) Recognizes(data []byte) bool {
	return len(data) >= 12 && (data[0] == 1 || data[0] == 2) && data[1] >= 1 && data[1] <= 11
}

// NextLayer is none.
func (*SLP) NextLayer([]byte) codec.Key { return codec.Key{} }

func (s *SLP) String() string { return fmt.Sprintf("SLP %s, xid %d", s.Function, s.XID) }

// TPKT is the header of ISO transport over TCP, RFC 1006 section 6. Several packets may follow each other in a segment.
type TPKT struct {
	Version  uint8  `bits:"8,const=3"`
	Reserved uint8  `bits:"8"`
	Length   uint16 `bits:"16,len=packet"`
}

// Recognizes looks at version and length, and whether the length of a TPDU fits.
func (*TPKT) Recognizes(data []byte) bool { return isTPKT(data) }

// Repeats reports whether another packet follows.
func (*TPKT) Repeats(rest []byte) bool { return isTPKT(rest) }

func isTPKT(b []byte) bool {
	return len(b) >= 6 && b[0] == 3 && b[1] == 0 && binary.BigEndian.Uint16(b[2:]) >= 7 && b[4] >= 2 && int(b[4])+5 <= int(binary.BigEndian.Uint16(b[2:]))
}

// NextLayer is a TPDU.
func (*TPKT) NextLayer([]byte) codec.Key { return codec.Key{Table: "tpkt"} }

// COTP is a TPDU of the connection-oriented transport protocol, ISO 8073 (ITU-T X.224, which RFC 905 is the text of) section 13.
type COTP struct {
	Length    uint8           `bits:"8,len=header-1"`
	Code      COTPCode        `bits:"4"`
	Credit    uint8           `bits:"4"`
	DstRef    uint16          `bits:"16,if=HasReferences"`
	SrcRef    uint16          `bits:"16,if=Code==8||Code==12||Code==13"`
	Class     uint8           `bits:"4,if=Code==13||Code==14"`
	Options   uint8           `bits:"4,if=Code==13||Code==14"`
	Reason    uint8           `bits:"8,if=Code==8||Code==7"`
	EOT       bool            `bits:"1,if=Code==15"`
	Number    uint8           `bits:"7,if=Code==15"`
	Variables []COTPParameter `bits:"*"`
	Rest      []byte          `bits:"*"`
}

// Err tells whether the code is that of no TPDU, ISO 8073 section 13.2.
func (c *COTP) Err() error {
	switch c.Code {
	case 1, 2, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15:
		return nil
	}
	return codec.ErrRange
}

// COTPCode is the code of a TPDU.
type COTPCode uint8

func (c COTPCode) String() string {
	return iana.NameAt([]string{1: "ED", 2: "EA", 5: "RJ", 6: "AK", 7: "ER", 8: "DR", 12: "DC", 13: "CC", 14: "CR", 15: "DT"}, c)
}

// HasReferences reports whether the TPDU has a destination reference: of DT, classes 2 to 4 have one, which TCP never carries.
func (c *COTP) HasReferences() bool { return c.Code != 15 }

// COTPParameter is a parameter: 0xc0 the size of TPDUs as a power of two, 0xc1 the calling and 0xc2 the called selector.
type COTPParameter struct {
	Code   uint8  `bits:"8"`
	Length uint8  `bits:"8,len=Value"`
	Value  []byte `bits:"*"`
}

// NextLayer is S7 where data begin with its identifier.
func (c *COTP) NextLayer(payload []byte) codec.Key {
	if c.Code != 15 || !c.EOT || len(payload) == 0 {
		return codec.Key{}
	}
	return codec.Key{Table: "cotp", Value: uint64(payload[0])}
}

func (c *COTP) String() string { return "COTP " + c.Code.String() }

// S7 is a message of Siemens' S7 communication over RFC 1006, which has no public standard: its form is that which S7comm dissectors agree on.
type S7 struct {
	Protocol        uint8  `bits:"8,const=0x32"`
	Type            S7Type `bits:"8"`
	Redundancy      uint16 `bits:"16"`
	Reference       uint16 `bits:"16"`
	ParameterLength uint16 `bits:"16,len=Parameters"`
	DataLength      uint16 `bits:"16,len=Data"`
	ErrorClass      uint8  `bits:"8,if=Type==2||Type==3"`
	ErrorCode       uint8  `bits:"8,if=Type==2||Type==3"`
	Parameters      []byte `bits:"*"` // the first byte is the function
	Data            []byte `bits:"*"`
}

// S7Type is the kind of a message.
type S7Type uint8

func (t S7Type) String() string {
	return iana.Name("\n1 job\n2 ack\n3 ack data\n7 user data\n", uint64(t))
}

func (s *S7) String() string { return fmt.Sprintf("S7 %s %d", s.Type, s.Reference) }

// Synchrophasor is a frame of synchrophasor measurements, IEEE Std C37.118.2-2011 section 6.2. The form of data depends on a configuration frame, and they are bytes here.
type Synchrophasor struct {
	Sync        uint8             `bits:"8,const=0xaa"`
	Reserved    uint8             `bits:"1"`
	Type        SynchrophasorType `bits:"3"`
	Version     uint8             `bits:"4"`
	Size        uint16            `bits:"16,len=packet"`
	ID          uint16            `bits:"16"` // of the stream
	Seconds     uint32            `bits:"32"` // since 1970
	TimeQuality uint8             `bits:"8"`
	Fraction    uint32            `bits:"24"` // of a second, in units of the time base
	Check       uint16            `bits:"16,trailer,sum=ccitt:packet"`
}

// SynchrophasorType is the type of a frame.
type SynchrophasorType uint8

func (t SynchrophasorType) String() string {
	return iana.NameAt([]string{"data", "header", "configuration 1", "configuration 2", "command", "configuration 3"}, t)
}

// Recognizes looks at the synchronization word and the size.
func (*Synchrophasor) Recognizes(data []byte) bool { return isSynchrophasor(data) }

// Repeats reports whether another frame follows.
func (*Synchrophasor) Repeats(rest []byte) bool { return isSynchrophasor(rest) }

func isSynchrophasor(b []byte) bool {
	return len(b) >= 4 && b[0] == 0xaa && b[1]&0x80 == 0 && b[1]>>4 <= 5 && binary.BigEndian.Uint16(b[2:]) >= 16
}

// Sum gives the CRC of the standard's appendix B: the polynomial of ITU-T, from all ones on.
func (*Synchrophasor) Sum(alg string) func(data []byte, at, n int) uint64 {
	if alg != "ccitt" {
		return nil
	}
	return func(data []byte, at, n int) uint64 {
		crc := uint16(0xffff)
		for _, b := range data[:at] {
			crc ^= uint16(b) << 8
			for range 8 {
				if crc&0x8000 != 0 {
					crc = crc<<1 ^ 0x1021
				} else {
					crc <<= 1
				}
			}
		}
		return uint64(crc)
	}
}

// NextLayer is none.
func (*Synchrophasor) NextLayer([]byte) codec.Key { return codec.Key{} }

func (s *Synchrophasor) String() string {
	return fmt.Sprintf("Synchrophasor %s, stream %d", s.Type, s.ID)
}
