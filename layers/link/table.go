package link

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/ieee"
	"github.com/wiretag/wiretag/layers/osi"
)

// Link-layer header types, from the registry of tcpdump.org.
const (
	linkTypeEthernet  = 1
	linkTypeARCNETBSD = 7
	linkTypeFDDI      = 10
	linkTypePFLog     = 117
	linkTypeARCNET    = 129
	linkTypeJuniper   = 178
	linkTypeUSB       = 189
	linkTypePPI       = 192
	linkTypeUSBMapped = 220
	linkTypeCAN       = 227
	linkTypeIPNET     = 226
	linkTypeNFLOG     = 239
	linkTypeIPoIB     = 242
	linkTypePKTAP     = 258
)

// snap is a key of table snap: an organisation and its type.
func snap(oui uint64, typ uint64) uint64 { return oui<<16 | typ }

// etherTypeMDP is that of Meraki's discovery protocol.
const etherTypeMDP = 0x0712

// Links returns who follows whom, as far as these layers have a part in it. Its dispatch tables are, besides those of package
// layers:
//
//   - slow: subtypes of slow protocols
//   - ctp: functions of the configuration testing protocol
//   - usb: kinds of transfers; there are no rows
//   - nflog: protocol families as Linux numbers them
//   - can: protocols of Linux's cooked captures
//   - arcnet: system codes; ipnet: address families of Solaris; ipx: sockets; ipxtype: packet types
func Links() []codec.Link {
	return []codec.Link{
		{Table: "linktype", Key: linkTypeFDDI, Layer: (*FDDI)(nil)},
		{Table: "linktype", Key: linkTypeARCNETBSD, Layer: (*ARCNET)(nil)},
		{Table: "linktype", Key: linkTypeARCNET, Layer: (*ARCNETLinux)(nil)},
		{Table: "linktype", Key: linkTypeIPNET, Layer: (*IPNET)(nil)},
		{Table: "linktype", Key: linkTypeIPoIB, Layer: (*IPoIB)(nil)},
		{Table: "linktype", Key: linkTypePFLog, Layer: (*PFLog)(nil)},
		{Table: "linktype", Key: linkTypeJuniper, Layer: (*JuniperEthernet)(nil)},
		{Table: "linktype", Key: linkTypeUSB, Layer: (*USB)(nil)},
		{Table: "linktype", Key: linkTypePPI, Layer: (*PPI)(nil)},
		{Table: "linktype", Key: linkTypeUSBMapped, Layer: (*USBMapped)(nil)},
		{Table: "linktype", Key: linkTypeCAN, Layer: (*CAN)(nil)},
		{Table: "linktype", Key: linkTypeNFLOG, Layer: (*NFLOG)(nil)},
		{Table: "linktype", Key: linkTypePKTAP, Layer: (*PKTAP)(nil)},

		{Table: "can", Key: uint64(ieee.EtherTypeCAN), Layer: (*CANHost)(nil)},
		{Table: "can", Key: uint64(ieee.EtherTypeCANFD), Layer: (*CANHost)(nil)},
		{Table: "ethertype", Key: uint64(ieee.EtherTypeSlow), Layer: (*Slow)(nil)},
		{Table: "ethertype", Key: uint64(ieee.EtherTypeLLDP), Layer: (*LLDP)(nil)},
		{Table: "ethertype", Key: uint64(ieee.EtherTypePBB), Layer: (*ITag)(nil)},
		{Table: "ethertype", Key: uint64(ieee.EtherTypeLoopback), Layer: (*CTP)(nil)},
		{Table: "ethertype", Key: etherTypeMDP, Layer: (*MDP)(nil)},
		{Table: "ethertype", Key: uint64(ieee.EtherTypeIPX), Layer: (*IPX)(nil)},
		{Table: "ethertype", Key: uint64(ieee.EtherTypeNovellRaw), Layer: (*IPXRaw)(nil)},
		{Table: "ethertype", Key: etherTypeFabricPath, Layer: (*FabricPath)(nil)},
		{Table: "ethertype", Key: etherTypeVNTag, Layer: (*VNTag)(nil)},
		{Table: "ethertype", Key: etherTypeETag, Layer: (*ETag)(nil)},
		{Table: "arcnet", Key: uint64(ARCNETIPX), Layer: (*IPX)(nil)},
		{Table: "ipxtype", Key: uint64(IPXTypeSPX), Layer: (*SPX)(nil)},
		{Table: "ipx", Key: uint64(IPXNetBIOS), Layer: (*NetBIOSIPX)(nil)},
		{Table: "ipx", Key: uint64(IPXNetBIOS), Layer: (*NetBIOSIPXName)(nil)},
		{Table: "ipx", Key: uint64(IPXNetBIOS), Layer: (*NetBIOSIPXSession)(nil)},
		{Table: "ipx", Key: uint64(IPXSMBDatagram), Layer: (*NMPI)(nil)},
		{Table: "ipx", Key: uint64(IPXSMBName), Layer: (*NMPI)(nil)},

		{Table: "llc", Key: 0x42, Layer: (*STP)(nil)},
		{Table: "llc", Key: 0xe0, Layer: (*IPX)(nil)},
		{Table: "llc", Key: 0xf0, Layer: (*NetBIOSFrame)(nil)},
		{Table: "ethertype", Key: uint64(ieee.EtherTypeAoE), Layer: (*AoE)(nil)},
		{Table: "aoe", Key: uint64(AoEATACommand), Layer: (*AoEATA)(nil)},
		{Table: "aoe", Key: uint64(AoEConfigCommand), Layer: (*AoEConfig)(nil)},
		{Table: "aoe", Key: uint64(AoEMaskCommand), Layer: (*AoEMask)(nil)},
		{Table: "aoe", Key: uint64(AoEReserveCommand), Layer: (*AoEReserve)(nil)},
		{Table: "snap", Key: snap(0x00000c, 0x2000), Layer: (*CDP)(nil)},
		{Table: "snap", Key: snap(0x00000c, 0x010b), Layer: (*STP)(nil)}, // PVST+
		{Table: "snap", Key: snap(0x000081, 0x01a2), Layer: (*NortelDiscovery)(nil)},
		{Table: "snap", Key: snap(0x000081, 0x01a1), Layer: (*NortelDiscovery)(nil)},
		{Table: "snap", Key: snap(0x00e02b, 0x00bb), Layer: (*EDP)(nil)},
		{Table: "snap", Key: snap(0x00e052, 0x2000), Layer: (*FDP)(nil)},

		{Table: "slow", Key: uint64(SlowLACP), Layer: (*LACP)(nil)},
		{Table: "slow", Key: uint64(SlowMarker), Layer: (*LinkMarker)(nil)},
		{Table: "slow", Key: uint64(SlowOAM), Layer: (*EthernetOAM)(nil)},
		{Table: "slow", Key: uint64(SlowOSSP), Layer: (*OSSP)(nil)},
		{Table: "ctp", Key: uint64(CTPReply), Layer: (*CTPReplyData)(nil)},
		{Table: "ctp", Key: uint64(CTPForward), Layer: (*CTPForwardData)(nil)},
	}
}

// Roles are the roles of these layers; the others have none.
func Roles() []osi.Layer {
	return []osi.Layer{
		{Layer: (*FDDI)(nil), Role: osi.Link},
		{Layer: (*ARCNET)(nil), Role: osi.Link},
		{Layer: (*ARCNETLinux)(nil), Role: osi.Link},
		{Layer: (*IPoIB)(nil), Role: osi.Link},
		{Layer: (*IPNET)(nil), Role: osi.Link},
		{Layer: (*IPX)(nil), Role: osi.Network},
		{Layer: (*IPXRaw)(nil), Role: osi.Network},
		{Layer: (*SPX)(nil), Role: osi.Transport},
		{Layer: (*CAN)(nil), Role: osi.Link},
		{Layer: (*CANHost)(nil), Role: osi.Link},
		{Layer: (*USB)(nil), Role: osi.Link},
		{Layer: (*USBMapped)(nil), Role: osi.Link},
	}
}
