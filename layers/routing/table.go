package routing

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/osi"
)

// Ports, of UDP.
const (
	portRIP         = 520
	portRIPng       = 521
	portHSRP        = 1985
	portHSRPIPv6    = 2029
	portBFD         = 3784
	portBFDMultihop = 4784
	portBFDLAG      = 6784
	portSBFD        = 7784
)

// portBGP is BGP's, of TCP.
const portBGP = 179

// Numbers that lead to OSI's network layer, and, in its first byte, to its protocols.
const (
	sapISO       = 0xfe
	etherTypeOSI = 0x00fe // of GRE
	pppOSI       = 0x0023
	chdlcOSI     = 0xfefe
	nlpidCLNP    = 0x81
	nlpidESIS    = 0x82
	nlpidISIS    = 0x83
)

// Links returns who follows whom, as far as these layers have a part in it. Its dispatch tables are, besides those of package layers and of
// package ppp:
//
//   - igmp: types of messages of protocols that use IGMP
//   - pim: types of messages of PIM
//   - isis: types of packets of IS-IS
//   - bgp: types of messages of BGP
func Links() []codec.Link {
	return []codec.Link{
		{Table: "ip", Key: uint64(iana.IPProtocolIGMP), Layer: (*IGMPv3Query)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolIGMP), Layer: (*IGMPv3Report)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolIGMP), Layer: (*IGMP)(nil)},
		{Table: "igmp", Key: uint64(IGMPDVMRP), Layer: (*DVMRP)(nil)},
		{Table: "igmp", Key: uint64(IGMPMRDAdvert), Layer: (*MRDAdvertisement)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolVRRP), Layer: (*VRRPv2)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolVRRP), Layer: (*VRRPv3IPv6)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolVRRP), Layer: (*VRRPv3)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolOSPF), Layer: (*OSPFv2)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolOSPF), Layer: (*OSPFv3)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolEIGRP), Layer: (*EIGRP)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolPIM), Layer: (*PIM)(nil)},

		{Table: "pim", Key: uint64(PIMTypeHello), Layer: (*PIMHello)(nil)},
		{Table: "pim", Key: uint64(PIMTypeRegister), Layer: (*PIMRegister)(nil)},
		{Table: "pim", Key: uint64(PIMTypeRegisterStop), Layer: (*PIMRegisterStop)(nil)},
		{Table: "pim", Key: uint64(PIMTypeJoinPrune), Layer: (*PIMJoinPrune)(nil)},
		{Table: "pim", Key: uint64(PIMTypeGraft), Layer: (*PIMJoinPrune)(nil)},
		{Table: "pim", Key: uint64(PIMTypeGraftAck), Layer: (*PIMJoinPrune)(nil)},
		{Table: "pim", Key: uint64(PIMTypeBootstrap), Layer: (*PIMBootstrap)(nil)},
		{Table: "pim", Key: uint64(PIMTypeAssert), Layer: (*PIMAssert)(nil)},
		{Table: "pim", Key: uint64(PIMTypeCandidateRP), Layer: (*PIMCandidateRP)(nil)},
		{Table: "pim", Key: uint64(PIMTypeStateRefresh), Layer: (*PIMStateRefresh)(nil)},
		{Table: "pim", Key: uint64(PIMTypeDFElection), Layer: (*PIMDFElection)(nil)},
		{Table: "pim", Key: uint64(PIMTypeFlooding), Layer: (*PIMFlooding)(nil)},

		{Table: "llc", Key: sapISO, Layer: (*NLPID)(nil)},
		{Table: "ethertype", Key: etherTypeOSI, Layer: (*NLPID)(nil)},
		{Table: "ppp", Key: pppOSI, Layer: (*NLPID)(nil)},
		{Table: "chdlc", Key: chdlcOSI, Layer: (*NLPIDPadded)(nil)},
		{Table: "nlpid", Key: nlpidCLNP, Layer: (*CLNP)(nil)},
		{Table: "nlpid", Key: nlpidESIS, Layer: (*ESIS)(nil)},
		{Table: "nlpid", Key: nlpidISIS, Layer: (*ISIS)(nil)},

		{Table: "isis", Key: uint64(ISISL1Hello), Layer: (*ISISLANHello)(nil)},
		{Table: "isis", Key: uint64(ISISL2Hello), Layer: (*ISISLANHello)(nil)},
		{Table: "isis", Key: uint64(ISISPointToPoint), Layer: (*ISISHello)(nil)},
		{Table: "isis", Key: uint64(ISISL1LSP), Layer: (*ISISLSP)(nil)},
		{Table: "isis", Key: uint64(ISISL2LSP), Layer: (*ISISLSP)(nil)},
		{Table: "isis", Key: uint64(ISISL1CSNP), Layer: (*ISISCSNP)(nil)},
		{Table: "isis", Key: uint64(ISISL2CSNP), Layer: (*ISISCSNP)(nil)},
		{Table: "isis", Key: uint64(ISISL1PSNP), Layer: (*ISISPSNP)(nil)},
		{Table: "isis", Key: uint64(ISISL2PSNP), Layer: (*ISISPSNP)(nil)},

		{Table: "tcp", Key: portBGP, Layer: (*BGP)(nil)},
		{Table: "tcp", Key: portBGP, Layer: (*BGPContinuation)(nil)},
		{Table: "bgp", Key: uint64(BGPTypeOpen), Layer: (*BGPExtendedOpen)(nil)},
		{Table: "bgp", Key: uint64(BGPTypeOpen), Layer: (*BGPOpen)(nil)},
		{Table: "bgp", Key: uint64(BGPTypeUpdate), Layer: (*BGPUpdate)(nil)},
		{Table: "bgp", Key: uint64(BGPTypeNotification), Layer: (*BGPNotification)(nil)},
		{Table: "bgp", Key: uint64(BGPTypeRouteRefresh), Layer: (*BGPRouteRefresh)(nil)},

		{Table: "udp", Key: portRIP, Layer: (*RIP)(nil)},
		{Table: "udp", Key: portRIPng, Layer: (*RIPng)(nil)},
		{Table: "udp", Key: portHSRP, Layer: (*HSRP)(nil)},
		{Table: "udp", Key: portHSRP, Layer: (*HSRPv2)(nil)},
		{Table: "udp", Key: portHSRPIPv6, Layer: (*HSRPv2)(nil)},
		{Table: "udp", Key: portBFD, Layer: (*BFD)(nil)},
		{Table: "udp", Key: portBFDMultihop, Layer: (*BFD)(nil)},
		{Table: "udp", Key: portBFDLAG, Layer: (*BFD)(nil)},
		{Table: "udp", Key: portSBFD, Layer: (*BFD)(nil)},
	}
}

// Roles are the roles of these layers; the others have none.
func Roles() []osi.Layer {
	return []osi.Layer{
		{Layer: (*RIP)(nil), Role: osi.Application},
		{Layer: (*RIPng)(nil), Role: osi.Application},
		{Layer: (*HSRP)(nil), Role: osi.Application},
		{Layer: (*HSRPv2)(nil), Role: osi.Application},
		{Layer: (*BFD)(nil), Role: osi.Application},
		{Layer: (*BGP)(nil), Role: osi.Application},
		{Layer: (*BGPContinuation)(nil), Role: osi.Application},
		{Layer: (*CLNP)(nil), Role: osi.Network},
	}
}
