package telemetry

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// portSFlow is sFlow's, of UDP.
const portSFlow = 6343

// flowPorts are those of UDP where collectors of NetFlow and IPFIX listen. The first is the one that building writes.
var flowPorts = [...]uint16{2055, 4739, 9995, 9996, 9985, 2056}

// portIPFIX is IPFIX's, of TCP.
const portIPFIX = 4739

// Links returns who follows whom, as far as these layers have a part in it. Its dispatch tables are, besides tcp and udp:
//
//   - sflow: 0 is a sample; sflowsample: formats of samples
//   - sflowflowrecord, sflowcounterrecord: 0 is a record; sflowflow, sflowcounter: formats of records
//   - sflowheader: what a sampled packet begins with
func Links() []codec.Link {
	rows := []codec.Link{
		{Table: "udp", Key: portSFlow, Layer: (*SFlow)(nil)},
		{Table: "sflow", Key: 0, Layer: (*SFlowSample)(nil)},
		{Table: "sflowsample", Key: 1, Layer: (*SFlowFlowSample)(nil)},
		{Table: "sflowsample", Key: 2, Layer: (*SFlowCounterSample)(nil)},
		{Table: "sflowsample", Key: 3, Layer: (*SFlowExpandedFlowSample)(nil)},
		{Table: "sflowsample", Key: 4, Layer: (*SFlowExpandedCounterSample)(nil)},
		{Table: "sflowsample", Key: 5, Layer: (*SFlowDiscardedPacket)(nil)},
		{Table: "sflowflowrecord", Key: 0, Layer: (*SFlowFlowRecord)(nil)},
		{Table: "sflowcounterrecord", Key: 0, Layer: (*SFlowCounterRecord)(nil)},
		{Table: "sflowflow", Key: 1, Layer: (*SFlowRawPacket)(nil)},
		{Table: "tcp", Key: portIPFIX, Layer: (*IPFIX)(nil)},
	}
	for _, r := range sflowRecords {
		rows = append(rows, codec.Link{Table: r.table, Key: r.format, Layer: r.layer})
	}
	for _, port := range flowPorts {
		for _, l := range [...]any{(*NetFlow9)(nil), (*IPFIX)(nil), (*NetFlow5)(nil), (*NetFlow1)(nil), (*NetFlow7)(nil)} {
			rows = append(rows, codec.Link{Table: "udp", Key: uint64(port), Layer: l})
		}
	}
	return rows
}

// Roles returns the roles of these layers.
func Roles() []osi.Layer {
	return []osi.Layer{
		{Layer: (*SFlow)(nil), Role: osi.Application},
		{Layer: (*NetFlow1)(nil), Role: osi.Application},
		{Layer: (*NetFlow5)(nil), Role: osi.Application},
		{Layer: (*NetFlow7)(nil), Role: osi.Application},
		{Layer: (*NetFlow9)(nil), Role: osi.Application},
		{Layer: (*IPFIX)(nil), Role: osi.Application},
	}
}

// sflowRecords are the records of samples, by table and format.
var sflowRecords = [...]struct {
	table  string
	format uint64
	layer  any
}{
	{"sflowflow", 2, (*SFlowEthernetFrame)(nil)},
	{"sflowflow", 3, (*SFlowIPv4Data)(nil)},
	{"sflowflow", 4, (*SFlowIPv6Data)(nil)},
	{"sflowflow", 1001, (*SFlowExtendedSwitch)(nil)},
	{"sflowflow", 1002, (*SFlowExtendedRouter)(nil)},
	{"sflowflow", 1003, (*SFlowExtendedGateway)(nil)},
	{"sflowflow", 1004, (*SFlowExtendedUser)(nil)},
	{"sflowflow", 1005, (*SFlowExtendedURL)(nil)},
	{"sflowflow", 1006, (*SFlowExtendedMPLS)(nil)},
	{"sflowflow", 1007, (*SFlowExtendedNAT)(nil)},
	{"sflowflow", 1008, (*SFlowExtendedMPLSTunnel)(nil)},
	{"sflowflow", 1009, (*SFlowExtendedMPLSVC)(nil)},
	{"sflowflow", 1010, (*SFlowExtendedMPLSFEC)(nil)},
	{"sflowflow", 1011, (*SFlowExtendedMPLSLVPFEC)(nil)},
	{"sflowflow", 1012, (*SFlowExtendedVLANTunnel)(nil)},
	{"sflowflow", 1013, (*SFlowExtended80211Payload)(nil)},
	{"sflowflow", 1014, (*SFlowExtended80211Rx)(nil)},
	{"sflowflow", 1015, (*SFlowExtended80211Tx)(nil)},
	{"sflowflow", 1021, (*SFlowL2TunnelEgress)(nil)},
	{"sflowflow", 1022, (*SFlowL2TunnelIngress)(nil)},
	{"sflowflow", 1023, (*SFlowIPv4TunnelEgress)(nil)},
	{"sflowflow", 1024, (*SFlowIPv4TunnelIngress)(nil)},
	{"sflowflow", 1025, (*SFlowIPv6TunnelEgress)(nil)},
	{"sflowflow", 1026, (*SFlowIPv6TunnelIngress)(nil)},
	{"sflowflow", 1027, (*SFlowDecapsulateEgress)(nil)},
	{"sflowflow", 1028, (*SFlowDecapsulateIngress)(nil)},
	{"sflowflow", 1029, (*SFlowVNIEgress)(nil)},
	{"sflowflow", 1030, (*SFlowVNIIngress)(nil)},
	{"sflowflow", 1036, (*SFlowEgressQueue)(nil)},
	{"sflowflow", 1037, (*SFlowExtendedACL)(nil)},
	{"sflowflow", 1038, (*SFlowExtendedFunction)(nil)},
	{"sflowflow", 1039, (*SFlowTransitDelay)(nil)},
	{"sflowflow", 1040, (*SFlowQueueDepth)(nil)},
	{"sflowflow", 2100, (*SFlowSocket4)(nil)},
	{"sflowflow", 2101, (*SFlowSocket6)(nil)},
	{"sflowflow", 2102, (*SFlowProxySocket4)(nil)},
	{"sflowflow", 2103, (*SFlowProxySocket6)(nil)},
	{"sflowflow", 2206, (*SFlowHTTPRequest)(nil)},
	{"sflowflow", 2209, (*SFlowTCPInfo)(nil)},
	{"sflowcounter", 1, (*SFlowInterfaceCounters)(nil)},
	{"sflowcounter", 2, (*SFlowEthernetCounters)(nil)},
	{"sflowcounter", 3, (*SFlowTokenRingCounters)(nil)},
	{"sflowcounter", 4, (*SFlowVGCounters)(nil)},
	{"sflowcounter", 5, (*SFlowVLANCounters)(nil)},
	{"sflowcounter", 6, (*SFlowWLANCounters)(nil)},
	{"sflowcounter", 7, (*SFlowLAGCounters)(nil)},
	{"sflowcounter", 1001, (*SFlowProcessorCounters)(nil)},
	{"sflowcounter", 1002, (*SFlowRadioCounters)(nil)},
	{"sflowcounter", 1004, (*SFlowOpenFlowPort)(nil)},
	{"sflowcounter", 1005, (*SFlowPortName)(nil)},
	{"sflowcounter", 2000, (*SFlowHostDescription)(nil)},
	{"sflowcounter", 2001, (*SFlowHostAdapters)(nil)},
	{"sflowcounter", 2002, (*SFlowHostParent)(nil)},
	{"sflowcounter", 2003, (*SFlowHostCPU)(nil)},
	{"sflowcounter", 2004, (*SFlowHostMemory)(nil)},
	{"sflowcounter", 2005, (*SFlowHostDisk)(nil)},
	{"sflowcounter", 2006, (*SFlowHostNetwork)(nil)},
	{"sflowcounter", 2007, (*SFlowHostIP)(nil)},
	{"sflowcounter", 2008, (*SFlowHostICMP)(nil)},
	{"sflowcounter", 2009, (*SFlowHostTCP)(nil)},
	{"sflowcounter", 2010, (*SFlowHostUDP)(nil)},
	{"sflowcounter", 2100, (*SFlowVirtualNode)(nil)},
	{"sflowcounter", 2101, (*SFlowVirtualCPU)(nil)},
	{"sflowcounter", 2102, (*SFlowVirtualMemory)(nil)},
	{"sflowcounter", 2103, (*SFlowVirtualDisk)(nil)},
	{"sflowcounter", 2104, (*SFlowVirtualNetwork)(nil)},
	{"sflowcounter", 2201, (*SFlowHTTPCounters)(nil)},
}
