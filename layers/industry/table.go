package industry

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// Ports.
const (
	portModbus = 502
	portRMCP   = 623
	portCIPIO  = 2222
	portLCM    = 7667
	portENIP   = 44818
)

// Links returns who follows whom, as far as these layers have a part in it. Its dispatch tables are, besides tcp and udp:
//
//   - modbus: 0 is a message behind the header of TCP
//   - enip: commands; cpf, cipio: 0 is an item; cpfitem, cipioitem: types of items
//   - cip: 0 is a message; cipservice: services of every class; cipcm: those of the connection manager; cipresponse: services of responses; cippassed: 0 is
//     the response to a message that was passed on
//   - rmcp: classes; asf: types of messages; ipmi: types of payloads
//   - lcm: fingerprints; it is empty
func Links() []codec.Link {
	return []codec.Link{
		{Table: "tcp", Key: portModbus, Layer: (*ModbusTCP)(nil)},
		{Table: "udp", Key: portModbus, Layer: (*ModbusTCP)(nil)},
		{Table: "modbus", Key: 0, Layer: (*Modbus)(nil)},

		{Table: "udp", Key: portRMCP, Layer: (*RMCP)(nil)},
		{Table: "rmcp", Key: uint64(RMCPASF), Layer: (*ASF)(nil)},
		{Table: "rmcp", Key: uint64(RMCPIPMI), Layer: (*IPMISession)(nil)},
		{Table: "asf", Key: uint64(ASFPresencePongType), Layer: (*ASFPresencePong)(nil)},
		{Table: "asf", Key: uint64(ASFCapabilitiesResponse), Layer: (*ASFCapabilities)(nil)},
		{Table: "asf", Key: uint64(ASFStateResponse), Layer: (*ASFState)(nil)},
		{Table: "asf", Key: uint64(ASFReset), Layer: (*ASFControl)(nil)},
		{Table: "asf", Key: uint64(ASFPowerUp), Layer: (*ASFControl)(nil)},
		{Table: "asf", Key: uint64(ASFPowerCycle), Layer: (*ASFControl)(nil)},
		{Table: "asf", Key: uint64(ASFOpenRequest), Layer: (*ASFOpenSession)(nil)},
		{Table: "asf", Key: uint64(ASFOpenResponse), Layer: (*ASFOpenSessionResponse)(nil)},
		{Table: "asf", Key: uint64(ASFCloseResponse), Layer: (*ASFCloseSession)(nil)},
		{Table: "asf", Key: uint64(ASFRAKP1Type), Layer: (*ASFRAKP1)(nil)},
		{Table: "asf", Key: uint64(ASFRAKP2Type), Layer: (*ASFRAKP2)(nil)},
		{Table: "asf", Key: uint64(ASFRAKP3Type), Layer: (*ASFRAKP3)(nil)},
		{Table: "ipmi", Key: uint64(IPMIMessagePayload), Layer: (*IPMI)(nil)},
		{Table: "ipmi", Key: uint64(IPMIOpenRequest), Layer: (*IPMIOpenSession)(nil)},
		{Table: "ipmi", Key: uint64(IPMIOpenResponse), Layer: (*IPMIOpenSessionResponse)(nil)},
		{Table: "ipmi", Key: uint64(IPMIRAKP1Type), Layer: (*IPMIRAKP1)(nil)},
		{Table: "ipmi", Key: uint64(IPMIRAKP2Type), Layer: (*IPMIRAKP2)(nil)},
		{Table: "ipmi", Key: uint64(IPMIRAKP3Type), Layer: (*IPMIRAKP3)(nil)},
		{Table: "ipmi", Key: uint64(IPMIRAKP4Type), Layer: (*IPMIRAKP4)(nil)},

		{Table: "udp", Key: portLCM, Layer: (*LCM)(nil)},

		{Table: "tcp", Key: portENIP, Layer: (*ENIP)(nil)},
		{Table: "udp", Key: portENIP, Layer: (*ENIP)(nil)},
		{Table: "udp", Key: portCIPIO, Layer: (*CIPIO)(nil)},
		{Table: "enip", Key: uint64(ENIPRegisterSession), Layer: (*ENIPSession)(nil)},
		{Table: "enip", Key: uint64(ENIPSendRRData), Layer: (*ENIPData)(nil)},
		{Table: "enip", Key: uint64(ENIPSendUnitData), Layer: (*ENIPData)(nil)},
		{Table: "enip", Key: uint64(ENIPListIdentity), Layer: (*ENIPList)(nil)},
		{Table: "enip", Key: uint64(ENIPListServices), Layer: (*ENIPList)(nil)},
		{Table: "enip", Key: uint64(ENIPListInterfaces), Layer: (*ENIPList)(nil)},
		{Table: "cpf", Key: 0, Layer: (*CPFItem)(nil)},
		{Table: "cpfitem", Key: uint64(CPFConnectedAddress), Layer: (*CPFConnection)(nil)},
		{Table: "cpfitem", Key: uint64(CPFSequencedAddress), Layer: (*CPFSequenced)(nil)},
		{Table: "cpfitem", Key: uint64(CPFSocketOT), Layer: (*CPFSocket)(nil)},
		{Table: "cpfitem", Key: uint64(CPFSocketTO), Layer: (*CPFSocket)(nil)},
		{Table: "cpfitem", Key: uint64(CPFIdentity), Layer: (*CPFIdentityItem)(nil)},
		{Table: "cpfitem", Key: uint64(CPFServices), Layer: (*CPFServicesItem)(nil)},
		{Table: "cpfitem", Key: uint64(CPFConnectedData), Layer: (*CIPConnected)(nil)},
		{Table: "cpfitem", Key: uint64(CPFUnconnectedData), Layer: (*CIP)(nil)},
		{Table: "cip", Key: 0, Layer: (*CIP)(nil)},
		{Table: "cipservice", Key: uint64(CIPMultipleService), Layer: (*CIPMultiple)(nil)},
		{Table: "cipservice", Key: uint64(CIPGetAttributeList), Layer: (*CIPAttributes)(nil)},
		{Table: "cipcm", Key: uint64(CIPForwardOpen), Layer: (*CIPForwardOpenRequest)(nil)},
		{Table: "cipcm", Key: uint64(CIPLargeForwardOpen), Layer: (*CIPLargeForwardOpenRequest)(nil)},
		{Table: "cipcm", Key: uint64(CIPForwardClose), Layer: (*CIPForwardCloseRequest)(nil)},
		{Table: "cipcm", Key: uint64(CIPUnconnectedSend), Layer: (*CIPUnconnected)(nil)},
		{Table: "cipresponse", Key: uint64(CIPForwardOpen), Layer: (*CIPForwardOpenResponse)(nil)},
		{Table: "cipresponse", Key: uint64(CIPLargeForwardOpen), Layer: (*CIPForwardOpenResponse)(nil)},
		{Table: "cipresponse", Key: uint64(CIPForwardClose), Layer: (*CIPForwardCloseResponse)(nil)},
		{Table: "cippassed", Key: 0, Layer: (*CIPPassed)(nil)},
		{Table: "cipio", Key: 0, Layer: (*CIPIOItem)(nil)},
		{Table: "cipioitem", Key: uint64(CPFConnectedAddress), Layer: (*CPFConnection)(nil)},
		{Table: "cipioitem", Key: uint64(CPFSequencedAddress), Layer: (*CPFSequenced)(nil)},
		{Table: "cipioitem", Key: uint64(CPFConnectedData), Layer: (*CIPIOData)(nil)},
	}
}

// Roles returns the roles of these layers.
func Roles() []osi.Layer {
	return []osi.Layer{
		{Layer: (*ModbusTCP)(nil), Role: osi.Application},
		{Layer: (*ENIP)(nil), Role: osi.Application},
		{Layer: (*CIPIO)(nil), Role: osi.Application},
		{Layer: (*RMCP)(nil), Role: osi.Application},
		{Layer: (*LCM)(nil), Role: osi.Application},
	}
}
