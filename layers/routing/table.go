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

// Links returns who follows whom, as far as these layers have a part in it.
func Links() []codec.Link {
	return []codec.Link{
		{Table: "ip", Key: uint64(iana.IPProtocolIGMP), Layer: (*IGMPv3Query)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolIGMP), Layer: (*IGMPv3Report)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolIGMP), Layer: (*IGMP)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolVRRP), Layer: (*VRRPv2)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolVRRP), Layer: (*VRRPv3IPv6)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolVRRP), Layer: (*VRRPv3)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolOSPF), Layer: (*OSPFv2)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolOSPF), Layer: (*OSPFv3)(nil)},

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
	}
}
