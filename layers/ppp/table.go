package ppp

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
	"github.com/wiretag/wiretag/layers/osi"
)

// Link-layer header types, from the registry of tcpdump.org.
const (
	linkTypePPP      = 9
	linkTypePPPHDLC  = 50
	linkTypePPPEther = 51
	linkTypeCHDLC    = 104
	linkTypeFR       = 107
)

// portL2TP is L2TP's, of UDP.
const portL2TP = 1701

// Links returns who follows whom, as far as these layers have a part in it. Its dispatch tables are, besides those of package
// layers:
//
//   - ppp: protocol numbers of PPP
//   - serial: what captures of serial links begin with
//   - eapol: kinds of EAPOL frames
//   - chdlc: protocols of Cisco's HDLC
//   - fr: what is in a Frame Relay frame, 0 RFC 2427's header, 1 Cisco's
//   - nlpid: identifiers of network layer protocols
//   - bridged: kinds of bridged frames
//   - l2tpip: 0 is a control message of L2TP over IP
//   - pppframe: a PPP packet, 0 with address and control or without, 1 without
func Links() []codec.Link {
	return []codec.Link{
		{Table: "linktype", Key: linkTypePPP, Layer: (*PPPLink)(nil)},
		{Table: "linktype", Key: linkTypePPPHDLC, Layer: (*PPPLink)(nil)},
		{Table: "linktype", Key: linkTypePPPEther, Layer: (*PPPoE)(nil)},

		{Table: "ethertype", Key: uint64(ieee.EtherTypePPP), Layer: (*PPPHDLC)(nil)},
		{Table: "ethertype", Key: uint64(ieee.EtherTypePPP), Layer: (*PPP)(nil)},
		{Table: "ethertype", Key: uint64(ieee.EtherTypePPP), Layer: (*PPPCompressed)(nil)},
		{Table: "ethertype", Key: uint64(ieee.EtherTypePPPoE), Layer: (*PPPoE)(nil)},
		{Table: "ethertype", Key: uint64(ieee.EtherTypePPPoEDisc), Layer: (*PPPoEDiscovery)(nil)},

		{Table: "linktype", Key: linkTypeCHDLC, Layer: (*CHDLC)(nil)},
		{Table: "linktype", Key: linkTypeFR, Layer: (*FrameRelay)(nil)},

		{Table: "serial", Key: 0, Layer: (*CHDLC)(nil)},
		{Table: "serial", Key: 0, Layer: (*PPPHDLC)(nil)},
		{Table: "serial", Key: 0, Layer: (*PPP)(nil)},
		{Table: "serial", Key: 0, Layer: (*PPPCompressed)(nil)},

		{Table: "ethertype", Key: uint64(ieee.EtherTypeEAPOL), Layer: (*EAPOL)(nil)},
		{Table: "eapol", Key: uint64(EAPOLTypeEAP), Layer: (*EAP)(nil)},
		{Table: "eapol", Key: uint64(EAPOLTypeKey), Layer: (*EAPOLKey)(nil)},

		{Table: "chdlc", Key: uint64(CHDLCSLARP), Layer: (*SLARP)(nil)},
		{Table: "fr", Key: 0, Layer: (*FRMultiprotocol)(nil)},
		{Table: "fr", Key: 1, Layer: (*FRInformation)(nil)},
		{Table: "fr", Key: 1, Layer: (*FRCisco)(nil)},
		{Table: "nlpid", Key: uint64(NLPIDPadding), Layer: (*FRPadded)(nil)},
		{Table: "nlpid", Key: uint64(NLPIDPPP), Layer: (*PPP)(nil)},
		{Table: "nlpid", Key: uint64(NLPIDPPP), Layer: (*PPPCompressed)(nil)},

		{Table: "udp", Key: portL2TP, Layer: (*L2TP)(nil)},
		{Table: "udp", Key: portL2TP, Layer: (*L2TPv3)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolL2TP), Layer: (*L2TPIP)(nil)},
		{Table: "l2tpip", Key: 0, Layer: (*L2TPv3)(nil)},

		{Table: "pppframe", Key: 0, Layer: (*PPPHDLC)(nil)},
		{Table: "pppframe", Key: 0, Layer: (*PPP)(nil)},
		{Table: "pppframe", Key: 0, Layer: (*PPPCompressed)(nil)},
		{Table: "pppframe", Key: 1, Layer: (*PPP)(nil)},
		{Table: "pppframe", Key: 1, Layer: (*PPPCompressed)(nil)},

		{Table: "ppp", Key: uint64(PPPMultilink), Layer: (*Multilink)(nil)},
		{Table: "ppp", Key: uint64(PPPLCP), Layer: (*LCP)(nil)},
		{Table: "ppp", Key: uint64(PPPIPCP), Layer: (*IPCP)(nil)},
		{Table: "ppp", Key: uint64(PPPIPV6CP), Layer: (*IPV6CP)(nil)},
		{Table: "ppp", Key: uint64(PPPMPLSCP), Layer: (*MPLSCP)(nil)},
		{Table: "ppp", Key: uint64(PPPCCP), Layer: (*CCP)(nil)},
		{Table: "ppp", Key: uint64(PPPECP), Layer: (*ECP)(nil)},
		{Table: "ppp", Key: uint64(PPPPAP), Layer: (*PAP)(nil)},
		{Table: "ppp", Key: uint64(PPPCHAP), Layer: (*CHAP)(nil)},
		{Table: "ppp", Key: uint64(PPPEAP), Layer: (*EAP)(nil)},
		{Table: "ppp", Key: uint64(PPPLQR), Layer: (*LQR)(nil)},
	}
}

// Roles are the roles of these layers; the others have none.
func Roles() []osi.Layer {
	return []osi.Layer{
		{Layer: (*PPPHDLC)(nil), Role: osi.Link},
		{Layer: (*PPP)(nil), Role: osi.Link},
		{Layer: (*PPPCompressed)(nil), Role: osi.Link},
		{Layer: (*PPPoE)(nil), Role: osi.Link},
		{Layer: (*CHDLC)(nil), Role: osi.Link},
		{Layer: (*FrameRelay)(nil), Role: osi.Link},
	}
}
