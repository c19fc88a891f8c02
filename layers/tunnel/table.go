package tunnel

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
)

// Links returns who follows whom, as far as these layers have a part in it. Its dispatch tables are, besides those of package
// layers:
//
//   - mpls: the bottom of stack bit; mplspw: the first four bits behind the last label of a pseudowire
//   - pwach: types of associated channels
//   - erspan: types without a number of their own
//   - vxlangpe, nsh: next protocols
//   - udpencap: a marker or ESP; ike: behind the marker; teredo: an origin indication
func Links() []codec.Link {
	return []codec.Link{
		{Table: "ip", Key: uint64(iana.IPProtocolGRE), Layer: (*GRE)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolESP), Layer: (*ESP)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolEtherIP), Layer: (*EtherIP)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolMPLS), Layer: (*MPLS)(nil)},

		{Table: "ethertype", Key: uint64(ieee.EtherTypeMPLS), Layer: (*MPLS)(nil)},
		{Table: "ethertype", Key: uint64(ieee.EtherTypeMPLSMcast), Layer: (*MPLS)(nil)},
		{Table: "ethertype", Key: uint64(ieee.EtherTypeERSPAN), Layer: (*ERSPAN)(nil)},
		{Table: "erspan", Key: 1, Layer: (*ERSPANI)(nil)},
		{Table: "ethertype", Key: uint64(ieee.EtherTypeERSPANIII), Layer: (*ERSPANIII)(nil)},
		{Table: "ethertype", Key: uint64(ieee.EtherTypeNSH), Layer: (*NSH)(nil)},

		{Table: "mpls", Key: 0, Layer: (*MPLS)(nil)},
		{Table: "mpls", Key: 1, Layer: (*PWControlWord)(nil)},
		{Table: "mpls", Key: 1, Layer: (*PWChannel)(nil)},
		{Table: "mplspw", Key: 0, Layer: (*PWControlWord)(nil)},
		{Table: "mplspw", Key: 1, Layer: (*PWChannel)(nil)},

		{Table: "udp", Key: 5072, Layer: (*AYIYA)(nil)},
		{Table: "udp", Key: 4789, Layer: (*VXLAN)(nil)},
		{Table: "udp", Key: 8472, Layer: (*VXLAN)(nil)}, // Linux, before a port was assigned
		{Table: "udp", Key: 4790, Layer: (*VXLANGPE)(nil)},
		{Table: "udp", Key: 6081, Layer: (*Geneve)(nil)},
		{Table: "udp", Key: 6080, Layer: (*GUE)(nil)},
		{Table: "udp", Key: 6080, Layer: (*GUEDirect)(nil)},
		{Table: "udp", Key: 4754, Layer: (*GRE)(nil)},  // RFC 8086
		{Table: "udp", Key: 6635, Layer: (*MPLS)(nil)}, // RFC 7510
		{Table: "udp", Key: 3544, Layer: (*TeredoAuth)(nil)},
		{Table: "udp", Key: 3544, Layer: (*TeredoOrigin)(nil)},
		{Table: "udp", Key: 3544, Layer: (*Teredo)(nil)},
		{Table: "teredo", Key: 0, Layer: (*TeredoOrigin)(nil)},
		{Table: "udp", Key: 4500, Layer: (*UDPEncap)(nil)},
		{Table: "udp", Key: 1000, Layer: (*APSP)(nil)},
		{Table: "udpencap", Key: 0, Layer: (*NonESPMarker)(nil)},
		{Table: "udpencap", Key: 0, Layer: (*ESP)(nil)},

		{Table: "vxlangpe", Key: uint64(GPENSH), Layer: (*NSH)(nil)},
		{Table: "vxlangpe", Key: uint64(GPEMPLS), Layer: (*MPLS)(nil)},
		{Table: "nsh", Key: uint64(NSHNSH), Layer: (*NSH)(nil)},
		{Table: "nsh", Key: uint64(NSHMPLS), Layer: (*MPLS)(nil)},
	}
}
