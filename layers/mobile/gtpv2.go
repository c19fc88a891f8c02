package mobile

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// GTPv2 is a message of GTP version 2 for control, 3GPP TS 29.274 section 5. A second message may be piggybacked behind it.
type GTPv2 struct {
	Version    uint8     `bits:"3,default=2"`
	Piggyback  bool      `bits:"1"` // P: another message follows
	HasTEID    bool      `bits:"1"` // T
	Priority   bool      `bits:"1"` // MP: the message priority has a meaning
	Spare      uint8     `bits:"2"`
	Type       GTPv2Type `bits:"8"`
	Length     uint16    `bits:"16,len=rest"`
	TEID       uint32    `bits:"32,if=HasTEID"`
	Seq        uint32    `bits:"24"`
	MessagePri uint8     `bits:"4"`
	Spare2     uint8     `bits:"4"`
	IEs        []GTPv2IE `bits:"*"`
	Rest       []byte    `bits:"*"` // what is no information element
}

// GTPv2Type is the type of a message.
type GTPv2Type uint8

// Types of messages, 3GPP TS 29.274 table 6.1-1.
const (
	GTPv2EchoRequest          GTPv2Type = 1
	GTPv2EchoResponse         GTPv2Type = 2
	GTPv2CreateSession        GTPv2Type = 32
	GTPv2CreateSessionReply   GTPv2Type = 33
	GTPv2ModifyBearer         GTPv2Type = 34
	GTPv2ModifyBearerReply    GTPv2Type = 35
	GTPv2DeleteSession        GTPv2Type = 36
	GTPv2DeleteSessionReply   GTPv2Type = 37
	GTPv2CreateBearer         GTPv2Type = 95
	GTPv2CreateBearerReply    GTPv2Type = 96
	GTPv2DownlinkNotification GTPv2Type = 176
)

func (t GTPv2Type) String() string { return iana.Name(gtpv2Types, t) }

const gtpv2Types = "\n1 Echo Request\n2 Echo Response\n3 Version Not Supported Indication\n25 SRVCC PS to CS Request\n26 SRVCC PS to CS Response\n32 Create Session Request\n33 Create Session Response" +
	"\n34 Modify Bearer Request\n35 Modify Bearer Response\n36 Delete Session Request\n37 Delete Session Response\n38 Change Notification Request\n39 Change Notification Response" +
	"\n64 Modify Bearer Command\n65 Modify Bearer Failure Indication\n66 Delete Bearer Command\n67 Delete Bearer Failure Indication\n68 Bearer Resource Command" +
	"\n69 Bearer Resource Failure Indication\n70 Downlink Data Notification Failure Indication\n71 Trace Session Activation\n72 Trace Session Deactivation\n73 Stop Paging Indication" +
	"\n95 Create Bearer Request\n96 Create Bearer Response\n97 Update Bearer Request\n98 Update Bearer Response\n99 Delete Bearer Request\n100 Delete Bearer Response" +
	"\n101 Delete PDN Connection Set Request\n102 Delete PDN Connection Set Response\n128 Identification Request\n129 Identification Response\n130 Context Request\n131 Context Response" +
	"\n132 Context Acknowledge\n133 Forward Relocation Request\n134 Forward Relocation Response\n135 Forward Relocation Complete Notification\n136 Forward Relocation Complete Acknowledge" +
	"\n137 Forward Access Context Notification\n138 Forward Access Context Acknowledge\n139 Relocation Cancel Request\n140 Relocation Cancel Response\n149 Detach Notification" +
	"\n150 Detach Acknowledge\n151 CS Paging Indication\n152 RAN Information Relay\n153 Alert MME Notification\n154 Alert MME Acknowledge\n155 UE Activity Notification" +
	"\n156 UE Activity Acknowledge\n160 Create Forwarding Tunnel Request\n161 Create Forwarding Tunnel Response\n162 Suspend Notification\n163 Suspend Acknowledge\n164 Resume Notification" +
	"\n165 Resume Acknowledge\n166 Create Indirect Data Forwarding Tunnel Request\n167 Create Indirect Data Forwarding Tunnel Response\n168 Delete Indirect Data Forwarding Tunnel Request" +
	"\n169 Delete Indirect Data Forwarding Tunnel Response\n170 Release Access Bearers Request\n171 Release Access Bearers Response\n176 Downlink Data Notification" +
	"\n177 Downlink Data Notification Acknowledge\n179 PGW Restart Notification\n180 PGW Restart Notification Acknowledge\n200 Update PDN Connection Set Request" +
	"\n201 Update PDN Connection Set Response\n211 Modify Access Bearers Request\n212 Modify Access Bearers Response\n231 MBMS Session Start Request\n232 MBMS Session Start Response" +
	"\n233 MBMS Session Update Request\n234 MBMS Session Update Response\n235 MBMS Session Stop Request\n236 MBMS Session Stop Response\n"

// Recognizes asks for the version, and for zeros that all messages have.
func (*GTPv2) Recognizes(data []byte) bool {
	return len(data) >= 8 && data[0]>>5 == 2 && data[0]&3 == 0
}

// Repeats reports whether a piggybacked message follows.
func (g *GTPv2) Repeats(rest []byte) bool { return g.Piggyback && g.Recognizes(rest) }

func (g *GTPv2) String() string {
	return fmt.Sprintf("GTPv2 %s, TEID %#08x, seq %d", g.Type, g.TEID, g.Seq)
}

// GTPv2IE is an information element, 3GPP TS 29.274 section 8. Value is typed by View.
type GTPv2IE struct {
	Type     GTPv2IEType `bits:"8"`
	Length   uint16      `bits:"16,len=Value"`
	Spare    uint8       `bits:"4"`
	Instance uint8       `bits:"4"` // tells elements of one type in a message apart
	Value    []byte      `bits:"*,union=Type"`
}

// Err tells whether an IMSI holds what is no digit, 3GPP TS 29.274 section 8.3.
func (e *GTPv2IE) Err() error {
	if e.Type != GTPv2IMSI {
		return nil
	}
	return imsiErr(e.Value)
}

// GTPv2IEType is the type of an information element.
type GTPv2IEType uint8

// Types of information elements.
const (
	GTPv2IMSI           GTPv2IEType = 1
	GTPv2Cause          GTPv2IEType = 2
	GTPv2Recovery       GTPv2IEType = 3
	GTPv2AccessPoint    GTPv2IEType = 71
	GTPv2AMBR           GTPv2IEType = 72
	GTPv2EBI            GTPv2IEType = 73
	GTPv2IPAddress      GTPv2IEType = 74
	GTPv2MEI            GTPv2IEType = 75
	GTPv2MSISDN         GTPv2IEType = 76
	GTPv2ProtocolConfig GTPv2IEType = 78
	GTPv2PAA            GTPv2IEType = 79
	GTPv2BearerQoS      GTPv2IEType = 80
	GTPv2RATType        GTPv2IEType = 82
	GTPv2ServingNetwork GTPv2IEType = 83
	GTPv2FTEID          GTPv2IEType = 87
	GTPv2BearerContext  GTPv2IEType = 93
	GTPv2ChargingID     GTPv2IEType = 94
	GTPv2PDNType        GTPv2IEType = 99
	GTPv2PDNConnection  GTPv2IEType = 109
	GTPv2TimeZone       GTPv2IEType = 114
	GTPv2Restriction    GTPv2IEType = 127
	GTPv2SelectionMode  GTPv2IEType = 128
	GTPv2Private        GTPv2IEType = 255
)

func (t GTPv2IEType) String() string { return iana.Name(gtpv2Elements, t) }

const gtpv2Elements = "\n1 IMSI\n2 Cause\n3 Recovery\n51 STN-SR\n71 APN\n72 AMBR\n73 EPS Bearer ID\n74 IP Address\n75 MEI\n76 MSISDN\n77 Indication\n78 PCO\n79 PAA\n80 Bearer QoS\n81 Flow QoS\n82 RAT Type" +
	"\n83 Serving Network\n84 Bearer TFT\n85 TAD\n86 ULI\n87 F-TEID\n88 TMSI\n89 Global CN-Id\n90 S103PDF\n91 S1UDF\n92 Delay Value\n93 Bearer Context\n94 Charging ID" +
	"\n95 Charging Characteristics\n96 Trace Information\n97 Bearer Flags\n99 PDN Type\n100 Procedure Transaction ID\n103 MM Context (GSM)\n104 MM Context (UMTS)\n107 MM Context (EPS)" +
	"\n109 PDN Connection\n110 PDU Numbers\n111 P-TMSI\n112 P-TMSI Signature\n113 Hop Counter\n114 UE Time Zone\n115 Trace Reference\n116 Complete Request Message\n117 GUTI\n118 F-Container" +
	"\n119 F-Cause\n120 PLMN ID\n121 Target Identification\n123 Packet Flow ID\n124 RAB Context\n125 Source RNC PDCP Context Info\n126 Port Number\n127 APN Restriction\n128 Selection Mode" +
	"\n129 Source Identification\n131 Change Reporting Action\n132 FQ-CSID\n133 Channel Needed\n134 eMLPP Priority\n135 Node Type\n136 FQDN\n137 TI\n145 UCI\n155 ARP\n156 EPC Timer" +
	"\n157 Signalling Priority Indication\n158 TMGI\n160 Additional Flags for SRVCC\n162 MDT Configuration\n163 Additional Protocol Configuration Options\n164 Absolute Time of MBMS Data Transfer\n165 H(e)NB Information Reporting\n170 ULI Timestamp" +
	"\n172 RAN/NAS Cause\n176 Node Identifier\n180 Overload Control Information\n181 Load Control Information\n191 Remote UE Context\n192 Remote User ID\n196 Header Compression Configuration\n197 Extended Protocol Configuration Options\n255 Private Extension\n"

// View decodes Value as the type asks for; nil where there is no form for it.
func (e *GTPv2IE) View() (any, error) { return codec.View(e, "Value") }

// Digits is the value as the decimal digits of an IMSI, an MEI or an MSISDN.
func (e *GTPv2IE) Digits() string { return digits(e.Value) }

// Name is the value as an access point name or FQDN.
func (e *GTPv2IE) Name() string { return labels(e.Value) }

// Members gives the types of View.
func (GTPv2IE) Members(string) tags.Members {
	m := map[uint64]any{
		uint64(GTPv2Cause): (*GTPv2CauseValue)(nil), uint64(GTPv2AMBR): (*GTPv2Rates)(nil), uint64(GTPv2PAA): (*GTPv2Allocation)(nil), uint64(GTPv2BearerQoS): (*GTPv2QoS)(nil),
		uint64(GTPv2ServingNetwork): (*GTPv2Network)(nil), uint64(GTPv2FTEID): (*GTPv2Endpoint)(nil), uint64(GTPv2ChargingID): (*GTPv2Word)(nil), uint64(GTPv2TimeZone): (*GTPv2Zone)(nil),
		uint64(GTPv2Private): (*GTPv2PrivateValue)(nil), 120: (*GTPv2Network)(nil), 126: (*GTPv2Port)(nil),
	}
	for _, t := range [...]GTPv2IEType{GTPv2Recovery, GTPv2EBI, GTPv2RATType, GTPv2PDNType, GTPv2Restriction, GTPv2SelectionMode, 92, 100, 113, 135} {
		m[uint64(t)] = (*GTPv2Byte)(nil)
	}
	for _, t := range [...]GTPv2IEType{GTPv2ProtocolConfig, 163} {
		m[uint64(t)] = (*GTPConfig)(nil)
	}
	for _, t := range [...]GTPv2IEType{GTPv2BearerContext, GTPv2PDNConnection, 180, 181, 191} {
		m[uint64(t)] = (*GTPv2Group)(nil)
	}
	return tags.Members{Types: m}
}
