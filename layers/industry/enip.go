package industry

import (
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// ENIP is the encapsulation header of EtherNet/IP, ODVA "The CIP Networks Library" volume 2 section 2-3. Everything is little-endian. Several messages may
// follow each other in a segment.
type ENIP struct {
	Command ENIPCommand `bits:"16,le,next=enip"`
	Length  uint16      `bits:"16,le,len=payload"`
	Session uint32      `bits:"32,le"`
	Status  ENIPStatus  `bits:"32,le"`
	Context [8]byte     `bits:"64"` // given back by the receiver
	Options uint32      `bits:"32,le"`
}

// ENIPCommand is what a message wants.
type ENIPCommand uint16

// Commands.
const (
	ENIPNOP               ENIPCommand = 0x00
	ENIPListServices      ENIPCommand = 0x04
	ENIPListIdentity      ENIPCommand = 0x63
	ENIPListInterfaces    ENIPCommand = 0x64
	ENIPRegisterSession   ENIPCommand = 0x65
	ENIPUnregisterSession ENIPCommand = 0x66
	ENIPSendRRData        ENIPCommand = 0x6f
	ENIPSendUnitData      ENIPCommand = 0x70
	ENIPIndicateStatus    ENIPCommand = 0x72
	ENIPCancel            ENIPCommand = 0x73
	ENIPStartDTLS         ENIPCommand = 0xc8
)

const enipCommandNames = "\n0 NOP\n4 List Services\n99 List Identity\n100 List Interfaces\n101 Register Session\n102 Unregister Session\n111 Send RR Data" +
	"\n112 Send Unit Data\n114 Indicate Status\n115 Cancel\n200 Start DTLS\n"

func (c ENIPCommand) String() string { return iana.Name(enipCommandNames, uint64(c)) }

func (c ENIPCommand) known() bool {
	switch c {
	case ENIPNOP, ENIPListServices, ENIPListIdentity, ENIPListInterfaces, ENIPRegisterSession, ENIPUnregisterSession, ENIPSendRRData, ENIPSendUnitData,
		ENIPIndicateStatus, ENIPCancel, ENIPStartDTLS:
		return true
	}
	return false
}

// ENIPStatus is the result of a command.
type ENIPStatus uint32

func (s ENIPStatus) String() string {
	return iana.Name("\n0 success\n1 invalid command\n2 no memory resources\n3 incorrect data\n100 invalid session handle\n101 invalid length\n105 unsupported protocol revision"+
		"\n106 encapsulated CIP service not allowed on this port\n", uint64(s))
}

// Recognizes looks at the command.
func (*ENIP) Recognizes(data []byte) bool { return isENIP(data) }

// Repeats reports whether another message follows.
func (*ENIP) Repeats(rest []byte) bool { return isENIP(rest) }

func isENIP(b []byte) bool {
	return len(b) >= 4 && ENIPCommand(binary.LittleEndian.Uint16(b)).known()
}

func (e *ENIP) String() string { return fmt.Sprintf("ENIP %s, session %#x", e.Command, e.Session) }

// ENIPSession is the data of a Register Session, ODVA volume 2 section 2-4.4.
type ENIPSession struct {
	Version uint16 `bits:"16,le,default=1"`
	Flags   uint16 `bits:"16,le"`
}

// ENIPData is the data of Send RR Data and Send Unit Data, ODVA volume 2 section 2-4.7: items in the common packet format, which are layers.
type ENIPData struct {
	Interface uint32 `bits:"32,le"` // 0: CIP
	Timeout   uint16 `bits:"16,le"` // in seconds
	Count     uint16 `bits:"16,le"` // of the items behind the header
}

// NextLayer is an item.
func (d *ENIPData) NextLayer([]byte) codec.Key { return items(d.Count) }

// PayloadLength is all there is.
func (*ENIPData) PayloadLength(have int) (int, bool) { return have, true }

// FixPayloadLength counts the items.
func (*ENIPData) FixPayloadLength(packet []byte, header int) error { return countItems(packet, header) }

// ENIPList is the data of the replies of List Services, List Identity and List Interfaces, ODVA volume 2 section 2-4.2: items in the common packet format, which are layers.
type ENIPList struct {
	Count uint16 `bits:"16,le"` // of the items behind the header
}

// NextLayer is an item.
func (l *ENIPList) NextLayer([]byte) codec.Key { return items(l.Count) }

// PayloadLength is all there is.
func (*ENIPList) PayloadLength(have int) (int, bool) { return have, true }

// FixPayloadLength counts the items.
func (*ENIPList) FixPayloadLength(packet []byte, header int) error { return countItems(packet, header) }

func items(count uint16) codec.Key {
	if count == 0 {
		return codec.Key{}
	}
	return codec.Key{Table: "cpf"}
}

// countItems writes the number of items behind a header into its last two bytes.
func countItems(packet []byte, header int) error {
	n := 0
	for b := packet[header:]; len(b) >= 4; n++ {
		b = b[min(len(b), 4+int(binary.LittleEndian.Uint16(b[2:]))):]
	}
	if n > math.MaxUint16 {
		return codec.ErrRange
	}
	binary.LittleEndian.PutUint16(packet[header-2:], uint16(n))
	return nil
}

// CPFItem is an item of the common packet format, ODVA volume 2 section 2-6.
type CPFItem struct {
	Type   CPFType `bits:"16,le,next=cpfitem"`
	Length uint16  `bits:"16,le,len=payload"`
}

// CPFType is what an item has.
type CPFType uint16

// Types of items.
const (
	CPFNull             CPFType = 0x0000
	CPFIdentity         CPFType = 0x000c
	CPFConnectedAddress CPFType = 0x00a1
	CPFConnectedData    CPFType = 0x00b1
	CPFUnconnectedData  CPFType = 0x00b2
	CPFServices         CPFType = 0x0100
	CPFSocketOT         CPFType = 0x8000 // of the originator to the target
	CPFSocketTO         CPFType = 0x8001
	CPFSequencedAddress CPFType = 0x8002
	CPFUnconnectedDTLS  CPFType = 0x8003
)

func (t CPFType) String() string {
	return iana.Name("\n0 null address\n12 identity\n134 CIP security\n135 EtherNet/IP capability\n136 EtherNet/IP usage\n161 connected address\n177 connected data\n178 unconnected data\n256 services"+
		"\n32768 socket address O->T\n32769 socket address T->O\n32770 sequenced address\n32771 unconnected message over DTLS\n", uint64(t))
}

// Repeats reports whether another item follows.
func (*CPFItem) Repeats(rest []byte) bool { return len(rest) >= 4 }

func (c *CPFItem) String() string { return "CPFItem " + c.Type.String() }

// CPFConnection is a connected address, ODVA volume 2 section 2-6.2.2.
type CPFConnection struct {
	ID uint32 `bits:"32,le"`
}

// CPFSequenced is a sequenced address, ODVA volume 2 section 2-6.2.3.
type CPFSequenced struct {
	ID       uint32 `bits:"32,le"`
	Sequence uint32 `bits:"32,le"`
}

// CPFSocket is a socket address, ODVA volume 2 section 2-6.3.3. Its fields are in network byte order.
type CPFSocket struct {
	Family  uint16     `bits:"16"` // 2: IPv4
	Port    uint16     `bits:"16"`
	Address netip.Addr `bits:"32"`
	Zero    [8]byte    `bits:"64"`
}

// CPFIdentityItem is the identity of a device, ODVA volume 2 section 2-4.2.2.
type CPFIdentityItem struct {
	Version    uint16    `bits:"16,le"`
	Socket     CPFSocket `bits:"*"`
	Vendor     uint16    `bits:"16,le"`
	DeviceType uint16    `bits:"16,le"`
	Product    uint16    `bits:"16,le"`
	Major      uint8     `bits:"8"`
	Minor      uint8     `bits:"8"`
	Status     uint16    `bits:"16,le"`
	Serial     uint32    `bits:"32,le"`
	NameLength uint8     `bits:"8,len=Name"`
	Name       string    `bits:"*"`
	State      uint8     `bits:"8"`
}

// LayerName is the name of the layer.
func (*CPFIdentityItem) LayerName() string { return "CPFIdentity" }

// CPFServicesItem are the services of a device, ODVA volume 2 section 2-4.6.2.
type CPFServicesItem struct {
	Version  uint16   `bits:"16,le"`
	Reserved uint16   `bits:"10,le"`
	TCP      bool     `bits:"1,le"`
	TCPFlags uint16   `bits:"5,le"`
	Name     [16]byte `bits:"128"` // ended by zeros
}

// LayerName is the name of the layer.
func (*CPFServicesItem) LayerName() string { return "CPFServices" }

// CIPConnected is connected data of a transport of class 2 or 3, ODVA volume 1 section 3-4.4: a sequence count, and a CIP message.
type CIPConnected struct {
	Sequence uint16 `bits:"16,le"`
}

// NextLayer is a CIP message.
func (*CIPConnected) NextLayer([]byte) codec.Key { return codec.Key{Table: "cip"} }

// CIPIO is a datagram of implicit messages, ODVA volume 2 section 2-6: items in the common packet format, without an encapsulation header.
type CIPIO struct {
	Count uint16 `bits:"16,le"` // of the items behind the header
}

// NextLayer is an item.
func (c *CIPIO) NextLayer([]byte) codec.Key {
	if c.Count == 0 {
		return codec.Key{}
	}
	return codec.Key{Table: "cipio"}
}

// PayloadLength is all there is.
func (*CIPIO) PayloadLength(have int) (int, bool) { return have, true }

// FixPayloadLength counts the items.
func (*CIPIO) FixPayloadLength(packet []byte, header int) error { return countItems(packet, header) }

func (c *CIPIO) String() string { return fmt.Sprintf("CIPIO %d items", c.Count) }

// CIPIOItem is an item of an implicit message, ODVA volume 2 section 2-6: it differs from a CPFItem by what connected data is.
type CIPIOItem struct {
	Type   CPFType `bits:"16,le,next=cipioitem"`
	Length uint16  `bits:"16,le,len=payload"`
}

// Repeats reports whether another item follows.
func (*CIPIOItem) Repeats(rest []byte) bool { return len(rest) >= 4 }

// CIPIOData is the data of a connection of class 0 or 1, ODVA volume 1 section 3-4.4. Its form was agreed on when the connection was opened, and is not known here: the
// methods Class1 and Safety read it as one or the other.
type CIPIOData struct {
	Data []byte `bits:"*"`
}

// Class1 reads the data of a transport of class 1: a sequence count, and the data of the application.
func (d *CIPIOData) Class1() (*CIPIOClass1, error) {
	var c CIPIOClass1
	_, err := codec.Unmarshal(d.Data, &c)
	return &c, err
}

// CIPIOClass1 is the data of a transport of class 1, ODVA volume 1 section 3-4.4.
type CIPIOClass1 struct {
	Sequence uint16 `bits:"16,le"`
	Data     []byte `bits:"*"`
}

// RunIdle is the header of 32 bits that data of an originator may begin with, ODVA volume 1 section 3-6.1.4; ok is false if there is not enough data.
func (c *CIPIOClass1) RunIdle() (run bool, data []byte, ok bool) {
	if len(c.Data) < 4 {
		return false, c.Data, false
	}
	return c.Data[0]&1 != 0, c.Data[4:], true
}

// Safety reads one or two bytes of data as those of CIP Safety in the base format, with a single section. Data of another length is codec.ErrLength.
func (d *CIPIOData) Safety() (*CIPSafety, error) {
	if len(d.Data) < 7 || len(d.Data) > 8 {
		return nil, codec.ErrLength
	}
	s := &CIPSafety{DataSize: uint8(len(d.Data) - 6)}
	_, err := codec.Unmarshal(d.Data, s)
	return s, err
}

// CIPSafety is safety data of up to two bytes in the base format with a time stamp, ODVA volume 5 section 2-3.1. The three CRCs cover values
// of the connection too, and are not computed here.
type CIPSafety struct {
	DataSize  uint8  `bits:"-"` // bytes of Data: 1 or 2
	Data      uint8  `bits:"8,if=DataSize>0"`
	Data2     uint8  `bits:"8,if=DataSize>1"`
	Run       bool   `bits:"1"`
	Reserved1 bool   `bits:"1"`
	TBD2      bool   `bits:"1"`
	TBDCopy   bool   `bits:"1"`
	NotRun    bool   `bits:"1"` // Run, inverted
	NotTBD    bool   `bits:"1"`
	TBD2Copy  bool   `bits:"1"`
	Reserved2 bool   `bits:"1"`
	CRC1      uint8  `bits:"8"`
	CRC2      uint8  `bits:"8"` // of the inverted data
	Timestamp uint16 `bits:"16,le"`
	CRC3      uint8  `bits:"8"`
}
