package industry

import "github.com/wiretag/wiretag/layers/iana"

// modbusRequests are the types of the data of requests, by function. Exceptions are there too, which only responses have.
func modbusRequests() map[uint64]any {
	m := map[uint64]any{
		uint64(ModbusWriteCoil): (*ModbusValue)(nil), uint64(ModbusWriteRegister): (*ModbusValue)(nil), uint64(ModbusDiagnostics): (*ModbusDiagnostic)(nil),
		uint64(ModbusWriteCoils): (*ModbusWrite)(nil), uint64(ModbusWriteRegisters): (*ModbusWrite)(nil), uint64(ModbusReadFile): (*ModbusFileRead)(nil),
		uint64(ModbusWriteFile): (*ModbusFileWrite)(nil), uint64(ModbusMaskWrite): (*ModbusMask)(nil), uint64(ModbusReadWriteRegisters): (*ModbusReadWrite)(nil),
		uint64(ModbusReadFIFO): (*ModbusFIFORead)(nil), uint64(ModbusEncapsulatedInterface): (*ModbusInterface)(nil),
	}
	for f := ModbusReadCoils; f <= ModbusReadInputRegisters; f++ {
		m[uint64(f)] = (*ModbusRange)(nil)
	}
	addExceptions(m)
	return m
}

// modbusResponses are those of responses.
func modbusResponses() map[uint64]any {
	m := map[uint64]any{
		uint64(ModbusWriteCoil): (*ModbusValue)(nil), uint64(ModbusWriteRegister): (*ModbusValue)(nil), uint64(ModbusDiagnostics): (*ModbusDiagnostic)(nil),
		uint64(ModbusWriteCoils): (*ModbusRange)(nil), uint64(ModbusWriteRegisters): (*ModbusRange)(nil), uint64(ModbusReadFile): (*ModbusFileData)(nil),
		uint64(ModbusWriteFile): (*ModbusFileWrite)(nil), uint64(ModbusMaskWrite): (*ModbusMask)(nil), uint64(ModbusReadWriteRegisters): (*ModbusValues)(nil),
		uint64(ModbusReadFIFO): (*ModbusFIFO)(nil), uint64(ModbusEncapsulatedInterface): (*ModbusInterfaceReply)(nil), uint64(ModbusReadExceptionStatus): (*ModbusStatus)(nil),
		uint64(ModbusGetEventCounter): (*ModbusEventCounter)(nil), uint64(ModbusGetEventLog): (*ModbusEventLog)(nil), uint64(ModbusReportServerID): (*ModbusValues)(nil),
	}
	for f := ModbusReadCoils; f <= ModbusReadInputRegisters; f++ {
		m[uint64(f)] = (*ModbusValues)(nil)
	}
	addExceptions(m)
	return m
}

func addExceptions(m map[uint64]any) {
	for f := range modbusException {
		m[uint64(f|modbusException)] = (*ModbusExceptionData)(nil)
	}
}

// ModbusExceptionData says why a request failed, section 7.
type ModbusExceptionData struct {
	Code ModbusExceptionCode `bits:"8"`
}

// ModbusExceptionCode is the reason of an exception.
type ModbusExceptionCode uint8

func (c ModbusExceptionCode) String() string { return iana.Name(modbusExceptionNames, uint64(c)) }

// ModbusRange are coils, inputs or registers, which are read or have been written.
type ModbusRange struct {
	Address  uint16 `bits:"16"`
	Quantity uint16 `bits:"16"`
}

// ModbusValues are values: coils and inputs as bits, the first one in bit 0 of the first byte, or registers of 16 bits; or the identification of a server.
type ModbusValues struct {
	Count  uint8  `bits:"8,len=Values"`
	Values []byte `bits:"*"`
}

// ModbusValue is a coil, 0xff00 for on, or a register.
type ModbusValue struct {
	Address uint16 `bits:"16"`
	Value   uint16 `bits:"16"`
}

// ModbusWrite writes several coils or registers.
type ModbusWrite struct {
	Address  uint16 `bits:"16"`
	Quantity uint16 `bits:"16"`
	Count    uint8  `bits:"8,len=Values"`
	Values   []byte `bits:"*"`
}

// ModbusDiagnostic is a test of a serial line, or its result.
type ModbusDiagnostic struct {
	SubFunction uint16 `bits:"16"`
	Data        []byte `bits:"*"`
}

// ModbusStatus is the exception status of a server.
type ModbusStatus struct {
	Status uint8 `bits:"8"`
}

// ModbusEventCounter is the number of events; Status is 0xffff while a program command is being processed.
type ModbusEventCounter struct {
	Status uint16 `bits:"16"`
	Events uint16 `bits:"16"`
}

// ModbusEventLog is the log of events of a serial line, the latest first.
type ModbusEventLog struct {
	Count uint8        `bits:"8,len=Log"`
	Log   ModbusEvents `bits:"*"`
}

// ModbusEvents are the contents of a ModbusEventLog.
type ModbusEvents struct {
	Status   uint16 `bits:"16"`
	Events   uint16 `bits:"16"`
	Messages uint16 `bits:"16"`
	List     []byte `bits:"*"`
}

// ModbusFileRead asks for records of files.
type ModbusFileRead struct {
	Count   uint8              `bits:"8,len=Records"`
	Records []ModbusFileRecord `bits:"*"`
}

// ModbusFileRecord is a group of records: Reference is 6, Length in words.
type ModbusFileRecord struct {
	Reference uint8  `bits:"8,default=6"`
	File      uint16 `bits:"16"`
	Record    uint16 `bits:"16"`
	Length    uint16 `bits:"16"`
}

// ModbusFileData is what was read from files.
type ModbusFileData struct {
	Count   uint8             `bits:"8,len=Records"`
	Records []ModbusFileGroup `bits:"*"`
}

// ModbusFileGroup is a group of records that were read.
type ModbusFileGroup struct {
	Length uint8           `bits:"8,len=Group"`
	Group  ModbusFileWords `bits:"*"`
}

// ModbusFileWords are the records of a ModbusFileGroup.
type ModbusFileWords struct {
	Reference uint8  `bits:"8,default=6"`
	Data      []byte `bits:"*"`
}

// ModbusFileWrite writes records of files; the response is the same.
type ModbusFileWrite struct {
	Count   uint8               `bits:"8,len=Records"`
	Records []ModbusFileContent `bits:"*"`
}

// ModbusFileContent is a group of records that are written.
type ModbusFileContent struct {
	Reference uint8  `bits:"8,default=6"`
	File      uint16 `bits:"16"`
	Record    uint16 `bits:"16"`
	Length    uint16 `bits:"16,len=Data/2"`
	Data      []byte `bits:"*"`
}

// ModbusMask sets bits of a register: what it was and And, or Or and not And.
type ModbusMask struct {
	Address uint16 `bits:"16"`
	And     uint16 `bits:"16"`
	Or      uint16 `bits:"16"`
}

// ModbusReadWrite reads registers after it has written others.
type ModbusReadWrite struct {
	ReadAddress   uint16 `bits:"16"`
	ReadQuantity  uint16 `bits:"16"`
	WriteAddress  uint16 `bits:"16"`
	WriteQuantity uint16 `bits:"16"`
	Count         uint8  `bits:"8,len=Values"`
	Values        []byte `bits:"*"`
}

// ModbusFIFORead asks for a queue.
type ModbusFIFORead struct {
	Address uint16 `bits:"16"`
}

// ModbusFIFO is a queue of registers.
type ModbusFIFO struct {
	Length uint16   `bits:"16,len=rest"`
	Count  uint16   `bits:"16,count=Values"`
	Values []uint16 `bits:"*,each=16"`
}

// ModbusInterface is a request of an encapsulated interface: Type 14 reads the identification of a device, of which Data has the code and the first object; 13 is CANopen.
type ModbusInterface struct {
	Type uint8  `bits:"8"`
	Data []byte `bits:"*"`
}

// ModbusInterfaceReply is the response to a ModbusInterface.
type ModbusInterfaceReply struct {
	Type           uint8                 `bits:"8"`
	Identification *ModbusIdentification `bits:"*,if=Type==14"`
	Data           []byte                `bits:"*,if=Type!=14"`
}

// ModbusIdentification are objects that identify a device.
type ModbusIdentification struct {
	Code       uint8          `bits:"8"` // 1 basic, 2 regular, 3 extended, 4 one object
	Conformity uint8          `bits:"8"`
	More       uint8          `bits:"8"` // 0xff: there are more, from Next on
	Next       uint8          `bits:"8"`
	Count      uint8          `bits:"8,count=Objects"`
	Objects    []ModbusObject `bits:"*"`
}

// ModbusObject is an object of an identification: 0 vendor, 1 product code, 2 revision, 3 URL, 4 product, 5 model, 6 application.
type ModbusObject struct {
	ID     uint8  `bits:"8"`
	Length uint8  `bits:"8,len=Value"`
	Value  []byte `bits:"*"`
}
