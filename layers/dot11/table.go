package dot11

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// Link-layer header types, from the registry of tcpdump.org.
const (
	linkTypeDot11    = 105
	linkTypePrism    = 119
	linkTypeRadioTap = 127
	linkTypeAVS      = 163

	etherTypeDot11 = 0x890d
)

// Links are the rows of this package in the table of who follows whom. Table dot11 has frames by type and subtype, from 0x160 on control
// frame extensions, and from 0x100 on what data frames hold; dot11crypt the kinds of encryption, prism the headers of one link type,
// lwapp frames and control messages.
func Links() []codec.Link {
	return []codec.Link{
		{Table: "linktype", Key: linkTypeDot11, Layer: (*Header)(nil)},
		{Table: "linktype", Key: linkTypePrism, Layer: (*Monitor)(nil)},
		{Table: "linktype", Key: linkTypeRadioTap, Layer: (*RadioTap)(nil)},
		{Table: "linktype", Key: linkTypeAVS, Layer: (*AVS)(nil)},
		{Table: "prism", Key: prismLittle, Layer: (*Prism)(nil)},
		{Table: "prism", Key: prismBig, Layer: (*PrismBE)(nil)},
		{Table: "prism", Key: prismAVS, Layer: (*AVS)(nil)},
		{Table: "dot11", Key: keyFrame, Layer: (*Header)(nil)},
		{Table: "dot11", Key: keyPadded, Layer: (*PaddedHeader)(nil)},
		{Table: "dot11", Key: keyAMSDU, Layer: (*AMSDU)(nil)},
		{Table: "dot11", Key: keyMesh, Layer: (*Mesh)(nil)},

		{Table: "dot11", Key: 0x00, Layer: (*AssocReq)(nil)},
		{Table: "dot11", Key: 0x01, Layer: (*AssocResp)(nil)},
		{Table: "dot11", Key: 0x02, Layer: (*ReassocReq)(nil)},
		{Table: "dot11", Key: 0x03, Layer: (*ReassocResp)(nil)},
		{Table: "dot11", Key: 0x04, Layer: (*ProbeReq)(nil)},
		{Table: "dot11", Key: 0x05, Layer: (*ProbeResp)(nil)},
		{Table: "dot11", Key: 0x06, Layer: (*TimingAdv)(nil)},
		{Table: "dot11", Key: 0x08, Layer: (*Beacon)(nil)},
		{Table: "dot11", Key: 0x0a, Layer: (*Disassoc)(nil)},
		{Table: "dot11", Key: 0x0b, Layer: (*Auth)(nil)},
		{Table: "dot11", Key: 0x0c, Layer: (*Deauth)(nil)},
		{Table: "dot11", Key: 0x0d, Layer: (*Action)(nil)},
		{Table: "dot11", Key: 0x0e, Layer: (*Action)(nil)},
		{Table: "ethertype", Key: etherTypeDot11, Layer: (*Encapsulated)(nil)},

		{Table: "dot11", Key: 0x12, Layer: (*Trigger)(nil)},
		{Table: "dot11", Key: 0x13, Layer: (*TACK)(nil)},
		{Table: "dot11", Key: 0x14, Layer: (*BFReportPoll)(nil)},
		{Table: "dot11", Key: 0x15, Layer: (*NDPAnnouncement)(nil)},
		{Table: "dot11", Key: 0x18, Layer: (*BlockAckReq)(nil)},
		{Table: "dot11", Key: 0x19, Layer: (*BlockAck)(nil)},
		{Table: "dot11", Key: 0x162, Layer: (*DMGPoll)(nil)},
		{Table: "dot11", Key: 0x163, Layer: (*DMGSPR)(nil)},
		{Table: "dot11", Key: 0x164, Layer: (*DMGGrant)(nil)},
		{Table: "dot11", Key: 0x166, Layer: (*DMGDTS)(nil)},
		{Table: "dot11", Key: 0x168, Layer: (*DMGSSW)(nil)},
		{Table: "dot11", Key: 0x169, Layer: (*DMGSSWFeedback)(nil)},
		{Table: "dot11", Key: 0x16a, Layer: (*DMGSSWFeedback)(nil)},
		{Table: "dot11", Key: 0x16b, Layer: (*DMGGrant)(nil)},
		{Table: "dot11", Key: 0x30, Layer: (*DMGBeacon)(nil)},
		{Table: "dot11", Key: 0x31, Layer: (*S1GBeacon)(nil)},

		{Table: "udp", Key: 12222, Layer: (*LWAPP)(nil)},
		{Table: "udp", Key: 12223, Layer: (*LWAPP)(nil)},
		{Table: "udp", Key: 12223, Layer: (*LWAPPIdentity)(nil)},
		{Table: "lwapp", Key: 0, Layer: (*Header)(nil)},
		{Table: "lwapp", Key: 1, Layer: (*LWAPPControl)(nil)},

		{Table: "dot11crypt", Key: cryptWEP, Layer: (*WEP)(nil)},
		{Table: "dot11crypt", Key: cryptTKIP, Layer: (*TKIP)(nil)},
		{Table: "dot11crypt", Key: cryptCCMP, Layer: (*CCMP)(nil)},
	}
}

// Roles are the roles of the layers of this package.
func Roles() []osi.Layer {
	return []osi.Layer{
		{Layer: (*Header)(nil), Role: osi.Link},
		{Layer: (*PaddedHeader)(nil), Role: osi.Link},
	}
}
