package industry

import (
	"fmt"

	"github.com/wiretag/wiretag/layers/iana"
)

// RMCP is the header of the remote management control protocol, ASF 2.0 (DMTF DSP0136) section 3.2.2, by which servers are managed before and
// beside their operating system. An acknowledgement is a header alone.
type RMCP struct {
	Version  uint8     `bits:"8,default=6"`
	Reserved uint8     `bits:"8"`
	Sequence uint8     `bits:"8"` // 255: no acknowledgement is wanted
	Ack      bool      `bits:"1"`
	ClassRes uint8     `bits:"2"`
	Class    RMCPClass `bits:"5,next=rmcp,nextif=!Ack"`
}

// RMCPClass is what an RMCP message carries.
type RMCPClass uint8

// Classes.
const (
	RMCPASF  RMCPClass = 6
	RMCPIPMI RMCPClass = 7
	RMCPOEM  RMCPClass = 8
)

func (c RMCPClass) String() string { return iana.Name("\n6 ASF\n7 IPMI\n8 OEM\n", uint64(c)) }

func (r *RMCP) String() string {
	if r.Ack {
		return fmt.Sprintf("RMCP acknowledgement of %d, %s", r.Sequence, r.Class)
	}
	return fmt.Sprintf("RMCP %d, %s", r.Sequence, r.Class)
}

// ASF is a message of the alert standard format, DMTF DSP0136 section 3.2.4.
type ASF struct {
	Enterprise uint32  `bits:"32,default=4542"` // IANA's number of ASF
	Type       ASFType `bits:"8,next=asf"`
	Tag        uint8   `bits:"8"` // matches responses with requests
	Reserved   uint8   `bits:"8"`
	Length     uint8   `bits:"8,len=payload"`
}

// ASFType is the type of an ASF message.
type ASFType uint8

// Types of messages.
const (
	ASFReset                ASFType = 0x10
	ASFPowerUp              ASFType = 0x11
	ASFPowerDown            ASFType = 0x12
	ASFPowerCycle           ASFType = 0x13
	ASFPresencePongType     ASFType = 0x40
	ASFCapabilitiesResponse ASFType = 0x41
	ASFStateResponse        ASFType = 0x42
	ASFOpenResponse         ASFType = 0x43
	ASFCloseResponse        ASFType = 0x44
	ASFPresencePing         ASFType = 0x80
	ASFCapabilitiesRequest  ASFType = 0x81
	ASFStateRequest         ASFType = 0x82
	ASFOpenRequest          ASFType = 0x83
	ASFCloseRequest         ASFType = 0x84
	ASFRAKP1Type            ASFType = 0xc0
	ASFRAKP2Type            ASFType = 0xc1
	ASFRAKP3Type            ASFType = 0xc2
)

func (t ASFType) String() string { return iana.Name(asfTypeNames, uint64(t)) }

const asfTypeNames = "\n16 reset\n17 power up\n18 unconditional power down\n19 power cycle reset\n64 presence pong\n65 capabilities response\n66 system state response" +
	"\n67 open session response\n68 close session response\n128 presence ping\n129 capabilities request\n130 system state request\n131 open session request" +
	"\n132 close session request\n192 RAKP message 1\n193 RAKP message 2\n194 RAKP message 3\n"

func (a *ASF) String() string { return fmt.Sprintf("ASF %s, tag %d", a.Type, a.Tag) }

// ASFPresencePong says what a managed client understands, DMTF DSP0136 section 3.2.4.3.
type ASFPresencePong struct {
	Enterprise uint32  `bits:"32,default=4542"`
	OEM        uint32  `bits:"32"`
	IPMI       bool    `bits:"1"` // supported
	Reserved1  uint8   `bits:"3"`
	Entities   uint8   `bits:"4"` // 1: ASF 1.0
	Secure     bool    `bits:"1"` // the security extensions are supported
	Reserved2  uint8   `bits:"1"`
	DASH       bool    `bits:"1"`
	Reserved3  uint8   `bits:"5"`
	Reserved   [6]byte `bits:"48"`
}

// ASFCapabilities says what can be done with a managed client, DMTF DSP0136 section 3.2.4.4.
type ASFCapabilities struct {
	Enterprise uint32  `bits:"32,default=4542"`
	OEM        uint32  `bits:"32"`
	Commands   uint16  `bits:"16"` // special commands and boot options
	System     uint8   `bits:"8"`  // capabilities of the system
	Firmware   [4]byte `bits:"32"` // capabilities of the firmware
	Reserved   uint8   `bits:"8"`
}

// ASFState is the state of a system, DMTF DSP0136 section 3.2.4.5.
type ASFState struct {
	Reserved1 uint8  `bits:"4"`
	State     uint8  `bits:"4"` // 0 working (S0), 5 soft off, 9 legacy on, 14 unknown
	Reserved2 uint8  `bits:"7"`
	Expired   bool   `bits:"1"` // the watchdog timer has
	Reserved3 uint16 `bits:"16"`
}

// ASFControl is a reset or a change of power, with the boot options, DMTF DSP0136 section 3.2.4.1. A power down has none of them.
type ASFControl struct {
	Enterprise uint32 `bits:"32,default=4542"`
	Command    uint8  `bits:"8"`
	Parameter  uint16 `bits:"16"`
	Options    uint16 `bits:"16"`
	OEM        uint16 `bits:"16"`
}

// ASFOpenSession begins a session, DMTF DSP0136 section 3.2.4.6.
type ASFOpenSession struct {
	ConsoleID uint32       `bits:"32"`
	Payloads  []ASFPayload `bits:"*"`
}

// ASFOpenSessionResponse is the answer to an ASFOpenSession, DMTF DSP0136 section 3.2.4.7.
type ASFOpenSessionResponse struct {
	Status    ASFStatus    `bits:"8"`
	Reserved  uint32       `bits:"24"`
	ConsoleID uint32       `bits:"32"`
	ClientID  uint32       `bits:"32"`
	Payloads  []ASFPayload `bits:"*"`
}

// ASFPayload is a proposal: type 1 an authentication algorithm, 2 an integrity algorithm.
type ASFPayload struct {
	Type     uint8  `bits:"8"`
	Reserved uint8  `bits:"8"`
	Length   uint16 `bits:"16,len=self"`
	Data     []byte `bits:"*"`
}

// ASFStatus is the result of opening or closing a session.
type ASFStatus uint8

func (s ASFStatus) String() string {
	return iana.Name("\n0 no errors\n1 insufficient resources\n2 invalid session id\n3 invalid payload type\n4 invalid authentication algorithm\n5 invalid integrity algorithm"+
		"\n6 no matching authentication payload\n7 no matching integrity payload\n", uint64(s))
}

// ASFCloseSession ends a session; it has no data, DMTF DSP0136 section 3.2.4.8.
type ASFCloseSession struct {
	Status ASFStatus `bits:"8"`
}

// ASFRAKP1 is the first message of the key exchange, DMTF DSP0136 section 3.2.4.10.
type ASFRAKP1 struct {
	ClientID uint32   `bits:"32"`
	Random   [16]byte `bits:"128"` // of the console
	Role     uint8    `bits:"8"`
	Reserved uint16   `bits:"16"`
	Length   uint8    `bits:"8,len=User"`
	User     []byte   `bits:"*"`
}

// ASFRAKP2 is the second message, DMTF DSP0136 section 3.2.4.11.
type ASFRAKP2 struct {
	Status    ASFStatus `bits:"8"`
	Reserved  uint32    `bits:"24"`
	ConsoleID uint32    `bits:"32"`
	Random    [16]byte  `bits:"128"` // of the client
	GUID      [16]byte  `bits:"128"`
	Check     []byte    `bits:"*"`
}

// ASFRAKP3 is the third message, DMTF DSP0136 section 3.2.4.12.
type ASFRAKP3 struct {
	Status   ASFStatus `bits:"8"`
	Reserved uint32    `bits:"24"`
	ClientID uint32    `bits:"32"`
	Check    []byte    `bits:"*"`
}
