package dot11

import "github.com/wiretag/wiretag/layers/iana"

// IDs of elements, IEEE 802.11-2020 table 9-92.
const (
	ElementSSID               ElementID = 0
	ElementRates              ElementID = 1
	ElementFHParameters       ElementID = 2
	ElementDSParameters       ElementID = 3
	ElementCFParameters       ElementID = 4
	ElementTIM                ElementID = 5
	ElementIBSSParameters     ElementID = 6
	ElementCountry            ElementID = 7
	ElementRequest            ElementID = 10
	ElementBSSLoad            ElementID = 11
	ElementEDCA               ElementID = 12
	ElementTSPEC              ElementID = 13
	ElementTCLAS              ElementID = 14
	ElementSchedule           ElementID = 15
	ElementChallenge          ElementID = 16
	ElementPowerConstraint    ElementID = 32
	ElementPowerCapability    ElementID = 33
	ElementTPCRequest         ElementID = 34
	ElementTPCReport          ElementID = 35
	ElementSupportedChannels  ElementID = 36
	ElementChannelSwitch      ElementID = 37
	ElementMeasurementRequest ElementID = 38
	ElementMeasurementReport  ElementID = 39
	ElementQuiet              ElementID = 40
	ElementIBSSDFS            ElementID = 41
	ElementERP                ElementID = 42
	ElementTSDelay            ElementID = 43
	ElementTCLASProcessing    ElementID = 44
	ElementHTCapabilities     ElementID = 45
	ElementQoSCapability      ElementID = 46
	ElementRSN                ElementID = 48
	ElementExtendedRates      ElementID = 50
	ElementAPChannelReport    ElementID = 51
	ElementNeighborReport     ElementID = 52
	ElementRCPI               ElementID = 53
	ElementMobilityDomain     ElementID = 54
	ElementFastTransition     ElementID = 55
	ElementTimeout            ElementID = 56
	ElementRICData            ElementID = 57
	ElementDSELocation        ElementID = 58
	ElementOperatingClasses   ElementID = 59
	ElementExtChannelSwitch   ElementID = 60
	ElementHTOperation        ElementID = 61
	ElementSecondaryOffset    ElementID = 62
	ElementBSSDelay           ElementID = 63
	ElementAntenna            ElementID = 64
	ElementRSNI               ElementID = 65
	ElementPilotTransmission  ElementID = 66
	ElementBSSAdmission       ElementID = 67
	ElementACDelay            ElementID = 68
	ElementTimeAdvertisement  ElementID = 69
	ElementRMCapabilities     ElementID = 70
	ElementMultipleBSSID      ElementID = 71
	Element2040Coexistence    ElementID = 72
	Element2040Intolerant     ElementID = 73
	ElementOBSSScan           ElementID = 74
	ElementRICDescriptor      ElementID = 75
	ElementMME                ElementID = 76
	ElementEventRequest       ElementID = 78
	ElementEventReport        ElementID = 79
	ElementDiagnosticRequest  ElementID = 80
	ElementDiagnosticReport   ElementID = 81
	ElementLocation           ElementID = 82
	ElementNontransmitted     ElementID = 83
	ElementSSIDList           ElementID = 84
	ElementBSSIDIndex         ElementID = 85
	ElementFMSDescriptor      ElementID = 86
	ElementFMSRequest         ElementID = 87
	ElementFMSResponse        ElementID = 88
	ElementQoSTraffic         ElementID = 89
	ElementMaxIdle            ElementID = 90
	ElementTFSRequest         ElementID = 91
	ElementTFSResponse        ElementID = 92
	ElementWNMSleep           ElementID = 93
	ElementTIMRequest         ElementID = 94
	ElementTIMResponse        ElementID = 95
	ElementCollocated         ElementID = 96
	ElementChannelUsage       ElementID = 97
	ElementTimeZone           ElementID = 98
	ElementDMSRequest         ElementID = 99
	ElementDMSResponse        ElementID = 100
	ElementLinkIdentifier     ElementID = 101
	ElementWakeupSchedule     ElementID = 102
	ElementTDLSTiming         ElementID = 104
	ElementPTIControl         ElementID = 105
	ElementPUBufferStatus     ElementID = 106
	ElementInterworking       ElementID = 107
	ElementAdvertisement      ElementID = 108
	ElementExpeditedBandwidth ElementID = 109
	ElementQoSMap             ElementID = 110
	ElementRoamingConsortium  ElementID = 111
	ElementEmergencyAlert     ElementID = 112
	ElementMeshConfiguration  ElementID = 113
	ElementMeshID             ElementID = 114
	ElementMeshLinkMetric     ElementID = 115
	ElementCongestion         ElementID = 116
	ElementMeshPeering        ElementID = 117
	ElementMeshSwitch         ElementID = 118
	ElementMeshAwake          ElementID = 119
	ElementBeaconTiming       ElementID = 120
	ElementMCCAOPSetupRequest ElementID = 121
	ElementMCCAOPSetupReply   ElementID = 122
	ElementMCCAOPAdvertise    ElementID = 123
	ElementMCCAOPTeardown     ElementID = 124
	ElementGANN               ElementID = 125
	ElementRANN               ElementID = 126
	ElementExtCapabilities    ElementID = 127
	ElementPREQ               ElementID = 130
	ElementPREP               ElementID = 131
	ElementPERR               ElementID = 132
	ElementCCKM               ElementID = 156 // Cisco
	ElementPXU                ElementID = 137
	ElementPXUC               ElementID = 138
	ElementMIC                ElementID = 140
	ElementDestinationURI     ElementID = 141
	ElementUAPSDCoexistence   ElementID = 142
	ElementDMGWakeup          ElementID = 143
	ElementExtSchedule        ElementID = 144
	ElementSTAAvailability    ElementID = 145
	ElementDMGTSPEC           ElementID = 146
	ElementNextDMGATI         ElementID = 147
	ElementDMGCapabilities    ElementID = 148
	ElementDMGOperation       ElementID = 151
	ElementDMGParameterChange ElementID = 152
	ElementDMGRefinement      ElementID = 153
	ElementChannelFeedback    ElementID = 154
	ElementMultiband          ElementID = 158
	ElementADDBAExtension     ElementID = 159
	ElementNextPCPList        ElementID = 160
	ElementPCPHandover        ElementID = 161
	ElementRelayCapabilities  ElementID = 167
	ElementQuietPeriod        ElementID = 175
	ElementECAPC              ElementID = 182
	ElementVHTCapabilities    ElementID = 191
	ElementVHTOperation       ElementID = 192
	ElementExtBSSLoad         ElementID = 193
	ElementWideSwitch         ElementID = 194
	ElementPowerEnvelope      ElementID = 195
	ElementSwitchWrapper      ElementID = 196
	ElementAID                ElementID = 197
	ElementQuietChannel       ElementID = 198
	ElementOperatingMode      ElementID = 199
	ElementUPSIM              ElementID = 200
	ElementReducedNeighbor    ElementID = 201
	ElementTVHTOperation      ElementID = 202
	ElementTWT                ElementID = 216
	ElementS1GCapabilities    ElementID = 217
	ElementVendor             ElementID = 221
	ElementS1GOperation       ElementID = 232
	ElementRSNX               ElementID = 244
	ElementFragment           ElementID = 242 // the rest of an element longer than 255 bytes
	ElementExtension          ElementID = 255
)

var elementNames = [...]string{
	0: "SSID", 1: "Supported Rates", 2: "FH Parameter Set", 3: "DS Parameter Set", 4: "CF Parameter Set", 5: "TIM", 6: "IBSS Parameter Set",
	7: "Country", 10: "Request", 11: "BSS Load", 12: "EDCA Parameter Set", 13: "TSPEC", 14: "TCLAS", 15: "Schedule", 16: "Challenge Text",
	32: "Power Constraint", 33: "Power Capability", 34: "TPC Request", 35: "TPC Report", 36: "Supported Channels",
	37: "Channel Switch Announcement", 38: "Measurement Request", 39: "Measurement Report", 40: "Quiet", 41: "IBSS DFS", 42: "ERP",
	43: "TS Delay", 44: "TCLAS Processing", 45: "HT Capabilities", 46: "QoS Capability", 48: "RSN", 50: "Extended Supported Rates",
	51: "AP Channel Report", 52: "Neighbor Report", 53: "RCPI", 54: "Mobility Domain", 55: "Fast BSS Transition", 56: "Timeout Interval",
	57: "RIC Data", 58: "DSE Registered Location", 59: "Supported Operating Classes", 60: "Extended Channel Switch Announcement",
	61: "HT Operation", 62: "Secondary Channel Offset", 63: "BSS Average Access Delay", 64: "Antenna", 65: "RSNI",
	66: "Measurement Pilot Transmission", 67: "BSS Available Admission Capacity", 68: "BSS AC Access Delay", 69: "Time Advertisement",
	70: "RM Enabled Capabilities", 71: "Multiple BSSID", 72: "20/40 BSS Coexistence", 73: "20/40 BSS Intolerant Channel Report",
	74: "Overlapping BSS Scan Parameters", 75: "RIC Descriptor", 76: "Management MIC", 78: "Event Request", 79: "Event Report",
	80: "Diagnostic Request", 81: "Diagnostic Report", 82: "Location Parameters", 83: "Nontransmitted BSSID Capability", 84: "SSID List",
	85: "Multiple BSSID-Index", 86: "FMS Descriptor", 87: "FMS Request", 88: "FMS Response", 89: "QoS Traffic Capability",
	90: "BSS Max Idle Period", 91: "TFS Request", 92: "TFS Response", 93: "WNM Sleep Mode", 94: "TIM Broadcast Request",
	95: "TIM Broadcast Response", 96: "Collocated Interference Report", 97: "Channel Usage", 98: "Time Zone", 99: "DMS Request",
	100: "DMS Response", 101: "Link Identifier", 102: "Wakeup Schedule", 104: "Channel Switch Timing", 105: "PTI Control",
	106: "TPU Buffer Status", 107: "Interworking", 108: "Advertisement Protocol", 109: "Expedited Bandwidth Request", 110: "QoS Map",
	111: "Roaming Consortium", 112: "Emergency Alert Identifier", 113: "Mesh Configuration", 114: "Mesh ID", 115: "Mesh Link Metric Report",
	116: "Congestion Notification", 117: "Mesh Peering Management", 118: "Mesh Channel Switch Parameters", 119: "Mesh Awake Window",
	120: "Beacon Timing", 121: "MCCAOP Setup Request", 122: "MCCAOP Setup Reply", 123: "MCCAOP Advertisement", 124: "MCCAOP Teardown",
	125: "GANN", 126: "RANN", 127: "Extended Capabilities", 130: "PREQ", 131: "PREP", 132: "PERR", 137: "PXU", 138: "PXUC", 139: "Authenticated Mesh Peering Exchange",
	140: "MIC", 141: "Destination URI", 142: "U-APSD Coexistence", 143: "DMG Wakeup Schedule", 144: "Extended Schedule", 145: "STA Availability",
	146: "DMG TSPEC", 147: "Next DMG ATI", 148: "DMG Capabilities", 151: "DMG Operation", 152: "DMG BSS Parameter Change",
	153: "DMG Beam Refinement", 154: "Channel Measurement Feedback", 156: "CCKM", 157: "Awake Window", 158: "Multi-band", 159: "ADDBA Extension",
	160: "NextPCP List", 161: "PCP Handover", 162: "DMG Link Margin", 163: "Switching Stream", 164: "Session Transition",
	165: "Dynamic Tone Pairing Report", 166: "Cluster Report", 167: "Relay Capabilities", 168: "Relay Transfer Parameter Set", 169: "BeamLink Maintenance",
	170: "Multiple MAC Sublayers", 171: "U-PID", 172: "DMG Link Adaptation Acknowledgment", 174: "MCCAOP Advertisement Overview",
	175: "Quiet Period Request", 177: "Quiet Period Response", 181: "QMF Policy", 182: "ECAPC Policy", 183: "Cluster Time Offset",
	184: "Intra-Access Category Priority", 185: "SCS Descriptor", 186: "QLoad Report", 187: "HCCA TXOP Update Count", 188: "Higher Layer Stream ID",
	189: "GCR Group Address", 190: "Antenna Sector ID Pattern", 191: "VHT Capabilities", 192: "VHT Operation",
	193: "Extended BSS Load", 194: "Wide Bandwidth Channel Switch", 195: "Transmit Power Envelope", 196: "Channel Switch Wrapper", 197: "AID",
	198: "Quiet Channel", 199: "Operating Mode Notification", 200: "UPSIM", 201: "Reduced Neighbor Report", 202: "TVHT Operation",
	204: "Device Location", 205: "White Space Map", 206: "Fine Timing Measurement Parameters", 207: "S1G Open-Loop Link Margin Index",
	208: "RPS", 209: "Page Slice", 210: "AID Request", 211: "AID Response", 212: "Sector Operation", 213: "S1G Beacon Compatibility",
	214: "Short Beacon Interval", 215: "Change Sequence", 216: "TWT", 217: "S1G Capabilities", 220: "Subchannel Selective Transmission",
	221: "Vendor Specific", 222: "Authentication Control", 223: "TSF Timer Accuracy", 224: "S1G Relay", 225: "Reachable Address",
	226: "S1G Relay Discovery", 228: "AID Announcement", 229: "PV1 Probe Response Option", 230: "EL Operation", 231: "Sectorized Group ID List",
	232: "S1G Operation", 233: "Header Compression", 234: "SST Operation", 235: "MAD", 236: "S1G Relay Activation", 237: "CAG Number",
	239: "AP-CSN", 240: "FILS Indication", 241: "DILS", 242: "Fragment", 244: "RSN Extension", 255: "Element ID Extension",
}

// String gives the name, or the number.
func (i ElementID) String() string { return iana.NameAt(elementNames[:], i) }

// ExtendedID is the second ID of elements with ID 255.
type ExtendedID uint8

// Extended IDs, IEEE 802.11-2020 table 9-92, 802.11ax-2021 and 802.11be.
const (
	ExtendedAssocDelay        ExtendedID = 1
	ExtendedFILSRequest       ExtendedID = 2
	ExtendedFILSConfirmation  ExtendedID = 3
	ExtendedFILSSession       ExtendedID = 4
	ExtendedFILSHLPContainer  ExtendedID = 5
	ExtendedFILSIPAssignment  ExtendedID = 6
	ExtendedKeyDelivery       ExtendedID = 7
	ExtendedFILSWrapped       ExtendedID = 8
	ExtendedFILSPublicKey     ExtendedID = 12
	ExtendedFILSNonce         ExtendedID = 13
	ExtendedFutureGuidance    ExtendedID = 14
	ExtendedDHParameter       ExtendedID = 32
	ExtendedPasswordID        ExtendedID = 33
	ExtendedHECapabilities    ExtendedID = 35
	ExtendedHEOperation       ExtendedID = 36
	ExtendedUORA              ExtendedID = 37
	ExtendedMUEDCA            ExtendedID = 38
	ExtendedSpatialReuse      ExtendedID = 39
	ExtendedNDPFeedback       ExtendedID = 41
	ExtendedColorChange       ExtendedID = 42
	ExtendedQuietTime         ExtendedID = 43
	ExtendedESSReport         ExtendedID = 45
	ExtendedOPS               ExtendedID = 46
	ExtendedHELoad            ExtendedID = 47
	ExtendedMaxSwitchTime     ExtendedID = 52
	ExtendedOCI               ExtendedID = 54
	ExtendedMultiBSSIDConfig  ExtendedID = 55
	ExtendedNonInheritance    ExtendedID = 56
	ExtendedKnownBSSID        ExtendedID = 57
	ExtendedShortSSIDList     ExtendedID = 58
	ExtendedHE6GHz            ExtendedID = 59
	ExtendedULMUPower         ExtendedID = 60
	ExtendedMSCSDescriptor    ExtendedID = 88
	ExtendedTCLASMask         ExtendedID = 89
	ExtendedSCSCapabilities   ExtendedID = 90
	ExtendedRejectedGroups    ExtendedID = 92
	ExtendedAntiClogging      ExtendedID = 93
	ExtendedPASN              ExtendedID = 100
	ExtendedEHTOperation      ExtendedID = 106
	ExtendedMultiLink         ExtendedID = 107
	ExtendedEHTCapabilities   ExtendedID = 108
	ExtendedTIDToLink         ExtendedID = 109
	ExtendedMultiLinkTraffic  ExtendedID = 110
	ExtendedQoSCharacter      ExtendedID = 113
	ExtendedAKMSuite          ExtendedID = 114
	ExtendedBandwidthIndicate ExtendedID = 135
)

var extendedNames = [...]string{
	1: "Association Delay Info", 2: "FILS Request Parameters", 3: "FILS Key Confirmation", 4: "FILS Session", 5: "FILS HLP Container",
	6: "FILS IP Address Assignment", 7: "Key Delivery", 8: "FILS Wrapped Data", 9: "FTM Synchronization Information", 10: "Extended Request",
	11: "Estimated Service Parameters", 12: "FILS Public Key", 13: "FILS Nonce", 14: "Future Channel Guidance", 32: "OWE DH Parameter",
	33: "Password Identifier", 34: "GLK-GCR Parameter Set", 35: "HE Capabilities", 36: "HE Operation", 37: "UORA Parameter Set",
	38: "MU EDCA Parameter Set", 39: "Spatial Reuse Parameter Set", 40: "GAS Extension", 41: "NDP Feedback Report Parameter Set",
	42: "BSS Color Change Announcement", 43: "Quiet Time Period Setup", 45: "ESS Report", 46: "OPS", 47: "HE BSS Load", 52: "Max Channel Switch Time", 54: "OCI",
	55: "Multiple BSSID Configuration", 56: "Non-Inheritance", 57: "Known BSSID", 58: "Short SSID List", 59: "HE 6 GHz Band Capabilities",
	60: "UL MU Power Capabilities", 88: "MSCS Descriptor", 89: "TCLAS Mask", 90: "Supplemental Class 2 Capabilities", 91: "OCT Source", 92: "Rejected Groups",
	93: "Anti-Clogging Token Container", 100: "PASN Parameters", 106: "EHT Operation", 107: "Multi-Link", 108: "EHT Capabilities",
	109: "TID-To-Link Mapping", 110: "Multi-Link Traffic Indication", 113: "QoS Characteristics", 114: "AKM Suite Selector", 135: "Bandwidth Indication",
}

// String gives the name, or the number.
func (i ExtendedID) String() string { return iana.NameAt(extendedNames[:], i) }
