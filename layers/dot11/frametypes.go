package dot11

import "strconv"

// Subtypes of management frames, IEEE 802.11-2020 table 9-1.
const (
	SubtypeAssocReq uint8 = iota
	SubtypeAssocResp
	SubtypeReassocReq
	SubtypeReassocResp
	SubtypeProbeReq
	SubtypeProbeResp
	SubtypeTimingAdv
	_
	SubtypeBeacon
	SubtypeATIM
	SubtypeDisassoc
	SubtypeAuth
	SubtypeDeauth
	SubtypeAction
	SubtypeActionNoAck
)

// Subtypes of control frames.
const (
	SubtypeTrigger uint8 = iota + 2
	SubtypeTACK
	SubtypeBFReportPoll
	SubtypeNDPAnnouncement
	SubtypeControlExtension
	SubtypeControlWrapper
	SubtypeBlockAckReq
	SubtypeBlockAck
	SubtypePSPoll
	SubtypeRTS
	SubtypeCTS
	SubtypeAck
	SubtypeCFEnd
	SubtypeCFEndAck
)

// Subtypes of data frames: bits of what they carry beside data, and whether that is missing.
const (
	SubtypeData    uint8 = 0
	SubtypeCFAck   uint8 = 1
	SubtypeCFPoll  uint8 = 2
	SubtypeNull    uint8 = 4
	SubtypeQoSData uint8 = 8
	SubtypeQoSNull uint8 = 12
)

// Subtypes of extension frames.
const (
	SubtypeDMGBeacon uint8 = 0
	SubtypeS1GBeacon uint8 = 1
)

var subtypeNames = [...][]string{
	TypeManagement: {
		"Association Request", "Association Response", "Reassociation Request", "Reassociation Response", "Probe Request", "Probe Response",
		"Timing Advertisement", "", "Beacon", "ATIM", "Disassociation", "Authentication", "Deauthentication", "Action", "Action No Ack",
	},
	TypeControl: {
		2: "Trigger", 3: "TACK", 4: "Beamforming Report Poll", 5: "NDP Announcement", 6: "Control Frame Extension", 7: "Control Wrapper",
		8: "Block Ack Request", 9: "Block Ack", 10: "PS-Poll", 11: "RTS", 12: "CTS", 13: "Ack", 14: "CF-End", 15: "CF-End+CF-Ack",
	},
	TypeData: {
		"Data", "Data+CF-Ack", "Data+CF-Poll", "Data+CF-Ack+CF-Poll", "Null", "CF-Ack", "CF-Poll", "CF-Ack+CF-Poll",
		"QoS Data", "QoS Data+CF-Ack", "QoS Data+CF-Poll", "QoS Data+CF-Ack+CF-Poll", "QoS Null", "", "QoS CF-Poll", "QoS CF-Ack+CF-Poll",
	},
	TypeExtension: {"DMG Beacon", "S1G Beacon"},
}

// SubtypeName is the name of the frame's kind, or its numbers.
func (h *Header) SubtypeName() string {
	if names := subtypeNames[h.Type&3]; int(h.Subtype) < len(names) && names[h.Subtype] != "" {
		return names[h.Subtype]
	}
	return h.Type.String() + " " + strconv.Itoa(int(h.Subtype))
}
