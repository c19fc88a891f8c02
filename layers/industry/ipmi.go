package industry

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// IPMISession is the wrapper of IPMI messages over a network, IPMI v2.0 rev. 1.1 sections 13.6 and 13.27, which has two forms: that of IPMI 1.5, and RMCP+
// with a type of payload. What follows the payload of RMCP+, integrity pad and authentication code, is a payload of the layer outside.
type IPMISession struct {
	Reserved1     uint8           `bits:"4"`
	AuthType      IPMIAuthType    `bits:"4"`
	Sequence15    uint32          `bits:"32,le,if=AuthType!=6"`
	SessionID15   uint32          `bits:"32,le,if=AuthType!=6"`
	AuthCode      [16]byte        `bits:"128,if=AuthType!=6&&AuthType!=0"`
	Length15      uint8           `bits:"8,if=AuthType!=6,len=payload"`
	Encrypted     bool            `bits:"1,if=AuthType==6"`
	Authenticated bool            `bits:"1,if=AuthType==6"`
	Type          IPMIPayloadType `bits:"6,if=AuthType==6"`
	OEM           uint32          `bits:"32,le,if=AuthType==6&&Type==2"`
	OEMPayload    uint16          `bits:"16,le,if=AuthType==6&&Type==2"`
	SessionID     uint32          `bits:"32,le,if=AuthType==6"`
	Sequence      uint32          `bits:"32,le,if=AuthType==6"`
	Length        uint16          `bits:"16,le,if=AuthType==6,len=payload"`
}

// IPMIAuthType is how messages are authenticated.
type IPMIAuthType uint8

// Kinds of authentication.
const (
	IPMIAuthNone     IPMIAuthType = 0
	IPMIAuthMD2      IPMIAuthType = 1
	IPMIAuthMD5      IPMIAuthType = 2
	IPMIAuthPassword IPMIAuthType = 4
	IPMIAuthOEM      IPMIAuthType = 5
	IPMIAuthRMCPPlus IPMIAuthType = 6
)

func (t IPMIAuthType) String() string {
	return iana.Name("\n0 none\n1 MD2\n2 MD5\n4 straight password\n5 OEM\n6 RMCP+\n", uint64(t))
}

// IPMIPayloadType is the type of a payload of RMCP+.
type IPMIPayloadType uint8

// Types of payloads.
const (
	IPMIMessagePayload IPMIPayloadType = 0x00
	IPMISerialOverLAN  IPMIPayloadType = 0x01
	IPMIOEMExplicit    IPMIPayloadType = 0x02
	IPMIOpenRequest    IPMIPayloadType = 0x10
	IPMIOpenResponse   IPMIPayloadType = 0x11
	IPMIRAKP1Type      IPMIPayloadType = 0x12
	IPMIRAKP2Type      IPMIPayloadType = 0x13
	IPMIRAKP3Type      IPMIPayloadType = 0x14
	IPMIRAKP4Type      IPMIPayloadType = 0x15
)

func (t IPMIPayloadType) String() string {
	return iana.Name("\n0 IPMI\n1 SOL\n2 OEM explicit\n16 RMCP+ open session request\n17 RMCP+ open session response\n18 RAKP message 1\n19 RAKP message 2\n20 RAKP message 3\n21 RAKP message 4\n", uint64(t))
}

// NextLayer is by the type of payload, unless it is encrypted.
func (s *IPMISession) NextLayer([]byte) codec.Key {
	if s.Encrypted {
		return codec.Key{}
	}
	return codec.Key{Table: "ipmi", Value: uint64(s.Type)}
}

func (s *IPMISession) String() string {
	if s.AuthType == IPMIAuthRMCPPlus {
		return fmt.Sprintf("IPMISession %#x, %s", s.SessionID, s.Type)
	}
	return fmt.Sprintf("IPMISession %#x, authentication %s", s.SessionID15, s.AuthType)
}

// IPMI is a message over a network, IPMI v2.0 rev. 1.1 section 13.8. Responses, whose network function is odd, have a completion code. Data has no types
// here: they follow from function and command.
type IPMI struct {
	To         uint8              `bits:"8"` // slave address or software identifier
	Function   IPMIFunction       `bits:"6"`
	ToLUN      uint8              `bits:"2"`
	Check      uint8              `bits:"8"` // of the two bytes before it
	From       uint8              `bits:"8"`
	Sequence   uint8              `bits:"6"`
	FromLUN    uint8              `bits:"2"`
	Command    uint8              `bits:"8"`
	Completion IPMICompletionCode `bits:"8,if=Function&1!=0"`
	Rest       []byte             `bits:"*"` // data, and a checksum of what is before it from From on
}

// IPMIFunction is a network function; that of a response is one more.
type IPMIFunction uint8

func (f IPMIFunction) String() string {
	return iana.Name("\n0 Chassis\n2 Bridge\n4 Sensor/Event\n6 App\n8 Firmware\n10 Storage\n12 Transport\n44 Group Extension\n46 OEM/Group\n", uint64(f&^1))
}

// IPMICompletionCode is the result of a command.
type IPMICompletionCode uint8

func (c IPMICompletionCode) String() string {
	return iana.Name("\n0 completed normally\n192 node busy\n193 invalid command\n194 command invalid for given LUN\n195 timeout\n196 out of space\n197 reservation canceled"+
		"\n198 request data truncated\n199 request data length invalid\n200 request data field length limit exceeded\n201 parameter out of range"+
		"\n202 cannot return number of requested data bytes\n203 requested sensor, data, or record not present\n204 invalid data field in request"+
		"\n205 command illegal for specified sensor or record type\n206 command response could not be provided\n207 cannot execute duplicated request"+
		"\n208 SDR repository in update mode\n209 device in firmware update mode\n210 BMC initialization in progress\n211 destination unavailable"+
		"\n212 insufficient privilege level\n213 command not supported in present state\n214 parameter is illegal\n255 unspecified error\n", uint64(c))
}

// Data is the data of the message, without its checksum.
func (m *IPMI) Data() []byte {
	if len(m.Rest) == 0 {
		return nil
	}
	return m.Rest[: len(m.Rest)-1 : len(m.Rest)-1]
}

func (m *IPMI) String() string {
	kind := "request"
	if m.Function&1 != 0 {
		kind = "response"
	}
	return fmt.Sprintf("IPMI %s %s, command %#02x", m.Function, kind, m.Command)
}

// IPMIOpenSession asks for a session of RMCP+, IPMI v2.0 rev. 1.1 section 13.17: algorithms of authentication, integrity and confidentiality.
type IPMIOpenSession struct {
	Tag        uint8           `bits:"8"`
	Privilege  uint8           `bits:"8"`
	Reserved   uint16          `bits:"16"`
	ConsoleID  uint32          `bits:"32,le"`
	Algorithms []IPMIAlgorithm `bits:"*"`
}

// IPMIAlgorithm is a proposal: type 0 authentication, 1 integrity, 2 confidentiality.
type IPMIAlgorithm struct {
	Type      uint8  `bits:"8"`
	Reserved1 uint16 `bits:"16"`
	Length    uint8  `bits:"8,len=self"`
	Data      []byte `bits:"*"` // the algorithm in the low six bits of the first byte
}

// IPMIOpenSessionResponse is the answer to an IPMIOpenSession, IPMI v2.0 rev. 1.1 section 13.18. After an error it ends with the identifier of the console.
type IPMIOpenSessionResponse struct {
	Tag        uint8           `bits:"8"`
	Status     IPMIStatus      `bits:"8"`
	Privilege  uint8           `bits:"8"`
	Reserved   uint8           `bits:"8"`
	ConsoleID  uint32          `bits:"32,le"`
	SystemID   uint32          `bits:"32,le,if=Status==0"`
	Algorithms []IPMIAlgorithm `bits:"*,if=Status==0"`
}

// IPMIStatus is the result of a message of RMCP+.
type IPMIStatus uint8

func (s IPMIStatus) String() string {
	return iana.Name("\n0 no errors\n1 insufficient resources\n2 invalid session id\n3 invalid payload type\n4 invalid authentication algorithm\n5 invalid integrity algorithm"+
		"\n6 no matching authentication payload\n7 no matching integrity payload\n8 inactive session id\n9 invalid role\n10 unauthorized role\n11 insufficient resources at the requested role"+
		"\n12 invalid name length\n13 unauthorized name\n14 unauthorized GUID\n15 invalid integrity check value\n16 invalid confidentiality algorithm\n17 no matching cipher suite\n18 illegal parameter\n", uint64(s))
}

// IPMIRAKP1 is the first message of the key exchange, IPMI v2.0 rev. 1.1 section 13.20.
type IPMIRAKP1 struct {
	Tag       uint8    `bits:"8"`
	Reserved1 uint32   `bits:"24"`
	SystemID  uint32   `bits:"32,le"`
	Random    [16]byte `bits:"128"`
	Role      uint8    `bits:"8"`
	Reserved2 uint16   `bits:"16"`
	Length    uint8    `bits:"8,len=User"`
	User      []byte   `bits:"*"`
}

// IPMIRAKP2 is the second message, IPMI v2.0 rev. 1.1 section 13.21. After an error it ends with the identifier.
type IPMIRAKP2 struct {
	Tag       uint8      `bits:"8"`
	Status    IPMIStatus `bits:"8"`
	Reserved  uint16     `bits:"16"`
	ConsoleID uint32     `bits:"32,le"`
	Random    [16]byte   `bits:"128,if=Status==0"`
	GUID      [16]byte   `bits:"128,if=Status==0"`
	AuthCode  []byte     `bits:"*"`
}

// IPMIRAKP3 is the third message, IPMI v2.0 rev. 1.1 section 13.22.
type IPMIRAKP3 struct {
	Tag      uint8      `bits:"8"`
	Status   IPMIStatus `bits:"8"`
	Reserved uint16     `bits:"16"`
	SystemID uint32     `bits:"32,le"`
	AuthCode []byte     `bits:"*"`
}

// IPMIRAKP4 is the last message, IPMI v2.0 rev. 1.1 section 13.23.
type IPMIRAKP4 struct {
	Tag       uint8      `bits:"8"`
	Status    IPMIStatus `bits:"8"`
	Reserved  uint16     `bits:"16"`
	ConsoleID uint32     `bits:"32,le"`
	Check     []byte     `bits:"*"`
}
