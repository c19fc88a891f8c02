package industry

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// ModbusTCP is the header of Modbus over TCP, "MODBUS Messaging on TCP/IP Implementation Guide" V1.0b section 3.1, by Modbus.org: the
// MBAP header. Several messages may follow each other in a segment. Length counts the unit identifier too.
type ModbusTCP struct {
	TransactionID uint16 `bits:"16"`
	Protocol      uint16 `bits:"16"` // 0
	Length        uint16 `bits:"16,len=rest"`
	UnitID        uint8  `bits:"8"`
}

// Recognizes looks at protocol and length.
func (*ModbusTCP) Recognizes(data []byte) bool { return isModbus(data) }

// Repeats reports whether another message follows.
func (*ModbusTCP) Repeats(rest []byte) bool { return isModbus(rest) }

func isModbus(b []byte) bool {
	return len(b) >= 8 && b[2] == 0 && b[3] == 0 && binary.BigEndian.Uint16(b[4:]) >= 2
}

// NextLayer is the message.
func (*ModbusTCP) NextLayer([]byte) codec.Key { return codec.Key{Table: "modbus"} }

func (m *ModbusTCP) String() string {
	return fmt.Sprintf("ModbusTCP transaction %d, unit %d", m.TransactionID, m.UnitID)
}

// Modbus is a message of "MODBUS Application Protocol Specification" V1.1b3 section 4, by Modbus.org: a function and its data, whose form is
// another one in requests and in responses. Nothing in a message tells which it is: requests go to port 502.
type Modbus struct {
	Function ModbusFunction `bits:"8"`
	Data     []byte         `bits:"*,union=Function"`
}

// ModbusFunction is a function code. Bit 7 is set in exceptions.
type ModbusFunction uint8

// Function codes, section 6.
const (
	ModbusReadCoils             ModbusFunction = 1
	ModbusReadDiscreteInputs    ModbusFunction = 2
	ModbusReadHoldingRegisters  ModbusFunction = 3
	ModbusReadInputRegisters    ModbusFunction = 4
	ModbusWriteCoil             ModbusFunction = 5
	ModbusWriteRegister         ModbusFunction = 6
	ModbusReadExceptionStatus   ModbusFunction = 7
	ModbusDiagnostics           ModbusFunction = 8
	ModbusGetEventCounter       ModbusFunction = 11
	ModbusGetEventLog           ModbusFunction = 12
	ModbusWriteCoils            ModbusFunction = 15
	ModbusWriteRegisters        ModbusFunction = 16
	ModbusReportServerID        ModbusFunction = 17
	ModbusReadFile              ModbusFunction = 20
	ModbusWriteFile             ModbusFunction = 21
	ModbusMaskWrite             ModbusFunction = 22
	ModbusReadWriteRegisters    ModbusFunction = 23
	ModbusReadFIFO              ModbusFunction = 24
	ModbusEncapsulatedInterface ModbusFunction = 43
	modbusException             ModbusFunction = 0x80
	modbusFunctionNames                        = "\n1 Read Coils\n2 Read Discrete Inputs\n3 Read Holding Registers\n4 Read Input Registers\n5 Write Single Coil\n6 Write Single Register" +
		"\n7 Read Exception Status\n8 Diagnostics\n11 Get Comm Event Counter\n12 Get Comm Event Log\n15 Write Multiple Coils\n16 Write Multiple Registers\n17 Report Server ID" +
		"\n20 Read File Record\n21 Write File Record\n22 Mask Write Register\n23 Read/Write Multiple Registers\n24 Read FIFO Queue\n43 Encapsulated Interface Transport\n"
	modbusExceptionNames = "\n1 illegal function\n2 illegal data address\n3 illegal data value\n4 server device failure\n5 acknowledge\n6 server device busy\n8 memory parity error" +
		"\n10 gateway path unavailable\n11 gateway target device failed to respond\n"
)

func (f ModbusFunction) String() string {
	if f.IsException() {
		return iana.Name(modbusFunctionNames, uint64(f&^modbusException)) + " exception"
	}
	return iana.Name(modbusFunctionNames, uint64(f))
}

// IsException reports whether the code is that of an exception.
func (f ModbusFunction) IsException() bool { return f&modbusException != 0 }

// Members gives the types of Request, and those of exceptions.
func (Modbus) Members(string) tags.Members { return tags.Members{Types: modbusRequests()} }

// Request decodes Data as that of a request. It returns nil for functions without data and for unknown ones.
func (m *Modbus) Request() (any, error) { return codec.View(m, "Data") }

// Response decodes Data as that of a response. It returns nil for unknown functions.
func (m *Modbus) Response() (any, error) {
	return codec.View(&ModbusResponse{m.Function, m.Data}, "Data")
}

// ModbusResponse is a Modbus message whose Data is typed as that of a response.
type ModbusResponse struct {
	Function ModbusFunction `bits:"8"`
	Data     []byte         `bits:"*,union=Function"`
}

// Members gives the types of responses.
func (ModbusResponse) Members(string) tags.Members { return tags.Members{Types: modbusResponses()} }

func (m *Modbus) String() string { return "Modbus " + m.Function.String() }
