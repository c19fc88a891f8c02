package dumptext

// radiusForm is how the value of an attribute prints.
type radiusForm uint8

const (
	radiusRaw radiusForm = iota
	radiusText
	radiusNumber
	radiusAddress
	radiusTime
	radiusVendor
	radiusEAP
	radiusIPv6
	radiusPrefix
)

// radiusAttribute is an attribute with its name and form.
type radiusAttribute struct {
	name   string
	form   radiusForm
	values map[uint16]string
}

// radiusNames are the attributes by their numbers.
var radiusNames = [...]radiusAttribute{
	1: {"User-Name", radiusText, nil}, 2: {"User-Password", radiusRaw, nil}, 3: {"CHAP-Password", radiusRaw, nil}, 4: {"NAS-IP-Address", radiusAddress, nil},
	5: {"NAS-Port", radiusNumber, nil}, 6: {"Service-Type", radiusNumber, radiusServices}, 7: {"Framed-Protocol", radiusNumber, radiusFraming},
	8: {"Framed-IP-Address", radiusAddress, nil}, 9: {"Framed-IP-Netmask", radiusAddress, nil}, 10: {"Framed-Routing", radiusNumber, radiusRouting},
	11: {"Filter-Id", radiusText, nil}, 12: {"Framed-MTU", radiusNumber, nil}, 13: {"Framed-Compression", radiusNumber, radiusCompression},
	14: {"Login-IP-Host", radiusAddress, nil}, 15: {"Login-Service", radiusNumber, radiusLogin}, 16: {"Login-TCP-Port", radiusNumber, nil},
	18: {"Reply-Message", radiusText, nil}, 19: {"Callback-Number", radiusText, nil}, 20: {"Callback-Id", radiusText, nil}, 22: {"Framed-Route", radiusText, nil},
	23: {"Framed-IPX-Network", radiusNumber, nil}, 24: {"State", radiusText, nil}, 25: {"Class", radiusText, nil}, 26: {"Vendor-Specific", radiusVendor, nil},
	27: {"Session-Timeout", radiusNumber, nil}, 28: {"Idle-Timeout", radiusNumber, nil}, 29: {"Termination-Action", radiusNumber, map[uint16]string{0: "Default", 1: "RADIUS-Request"}},
	30: {"Called-Station-Id", radiusText, nil}, 31: {"Calling-Station-Id", radiusText, nil}, 32: {"NAS-Identifier", radiusText, nil}, 33: {"Proxy-State", radiusText, nil},
	34: {"Login-LAT-Service", radiusText, nil}, 35: {"Login-LAT-Node", radiusText, nil}, 36: {"Login-LAT-Group", radiusText, nil}, 37: {"Framed-AppleTalk-Link", radiusNumber, nil},
	38: {"Framed-AppleTalk-Network", radiusNumber, nil}, 39: {"Framed-AppleTalk-Zone", radiusText, nil}, 40: {"Acct-Status-Type", radiusNumber, radiusAccounting},
	41: {"Acct-Delay-Time", radiusNumber, nil}, 42: {"Acct-Input-Octets", radiusNumber, nil}, 43: {"Acct-Output-Octets", radiusNumber, nil}, 44: {"Acct-Session-Id", radiusText, nil},
	45: {"Acct-Authentic", radiusNumber, map[uint16]string{1: "RADIUS", 2: "Local", 3: "Remote", 4: "Diameter"}}, 46: {"Acct-Session-Time", radiusNumber, nil},
	47: {"Acct-Input-Packets", radiusNumber, nil}, 48: {"Acct-Output-Packets", radiusNumber, nil}, 49: {"Acct-Terminate-Cause", radiusNumber, radiusCauses},
	50: {"Acct-Multi-Session-Id", radiusText, nil}, 51: {"Acct-Link-Count", radiusNumber, nil}, 52: {"Acct-Input-Gigawords", radiusNumber, nil},
	53: {"Acct-Output-Gigawords", radiusNumber, nil}, 55: {"Event-Timestamp", radiusTime, nil}, 56: {"Egress-VLANID", radiusNumber, nil},
	57: {"Ingress-Filters", radiusNumber, map[uint16]string{1: "Enabled", 2: "Disabled"}}, 58: {"Egress-VLAN-Name", radiusText, nil}, 59: {"User-Priority-Table", radiusRaw, nil},
	60: {"CHAP-Challenge", radiusText, nil}, 61: {"NAS-Port-Type", radiusNumber, radiusPorts}, 62: {"Port-Limit", radiusNumber, nil}, 63: {"Login-LAT-Port", radiusText, nil},
	64: {"Tunnel-Type", radiusNumber, radiusTunnels}, 65: {"Tunnel-Medium-Type", radiusNumber, radiusMedia}, 66: {"Tunnel-Client-Endpoint", radiusText, nil},
	67: {"Tunnel-Server-Endpoint", radiusText, nil}, 68: {"Acct-Tunnel-Connection", radiusText, nil}, 69: {"Tunnel-Password", radiusText, nil}, 70: {"ARAP-Password", radiusText, nil},
	71: {"ARAP-Features", radiusText, nil}, 72: {"ARAP-Zone-Access", radiusNumber, nil}, 73: {"ARAP-Security", radiusText, nil}, 74: {"ARAP-Security-Data", radiusText, nil},
	75: {"Password-Retry", radiusNumber, nil}, 76: {"Prompt", radiusNumber, map[uint16]string{0: "No-Echo", 1: "Echo"}}, 77: {"Connect-Info", radiusText, nil},
	78: {"Configuration-Token", radiusText, nil}, 79: {"EAP-Message", radiusEAP, nil}, 80: {"Message-Authenticator", radiusText, nil}, 81: {"Tunnel-Private-Group-ID", radiusText, nil},
	82: {"Tunnel-Assignment-ID", radiusText, nil}, 83: {"Tunnel-Preference", radiusNumber, nil}, 84: {"ARAP-Challenge-Response", radiusText, nil}, 85: {"Acct-Interim-Interval", radiusNumber, nil},
	86: {"Acct-Tunnel-Packets-Lost", radiusNumber, nil}, 87: {"NAS-Port-Id", radiusText, nil}, 88: {"Framed-Pool", radiusText, nil}, 89: {"CUI", radiusText, nil},
	90: {"Tunnel-Client-Auth-ID", radiusText, nil}, 91: {"Tunnel-Server-Auth-ID", radiusText, nil}, 95: {"NAS-IPv6-Address", radiusIPv6, nil}, 96: {"Framed-Interface-ID", radiusRaw, nil},
	97: {"Framed-IPv6-Prefix", radiusPrefix, nil}, 98: {"Login-IPv6-Host", radiusIPv6, nil}, 99: {"Framed-IPv6-Route", radiusText, nil}, 100: {"Framed-IPv6-Pool", radiusText, nil},
	92: {"NAS-Filter-Rule", radiusText, nil}, 94: {"Originating-Line-Info", radiusText, nil}, 103: {"Digest-Response", radiusText, nil}, 104: {"Digest-Realm", radiusText, nil}, 105: {"Digest-Nonce", radiusText, nil}, 106: {"Digest-Response-Auth", radiusText, nil}, 107: {"Digest-Nextnonce", radiusText, nil}, 108: {"Digest-Method", radiusText, nil}, 109: {"Digest-URI", radiusText, nil}, 110: {"Digest-Qop", radiusText, nil}, 111: {"Digest-Algorithm", radiusText, nil}, 112: {"Digest-Entity-Body-Hash", radiusText, nil}, 113: {"Digest-CNonce", radiusText, nil}, 114: {"Digest-Nonce-Count", radiusText, nil}, 115: {"Digest-Username", radiusText, nil}, 116: {"Digest-Opaque", radiusText, nil}, 117: {"Digest-Auth-Param", radiusText, nil}, 118: {"Digest-AKA-Auts", radiusText, nil}, 119: {"Digest-Domain", radiusText, nil}, 120: {"Digest-Stale", radiusText, nil}, 121: {"Digest-HA1", radiusText, nil}, 122: {"SIP-AOR", radiusText, nil},
	102: {"EAP-Key-Name", radiusText, nil},
	101: {"Error-Cause", radiusNumber, radiusErrors}, 123: {"Delegated-IPv6-Prefix", radiusPrefix, nil}, 126: {"Operator-Name", radiusText, nil},
}

var (
	radiusServices = map[uint16]string{
		1: "Login", 2: "Framed", 3: "Callback Login", 4: "Callback Framed", 5: "Outbound", 6: "Administrative", 7: "NAS Prompt", 8: "Authenticate Only", 9: "Callback NAS Prompt",
		10: "Call Check", 11: "Callback Administrative",
	}
	radiusFraming     = map[uint16]string{1: "PPP", 2: "SLIP", 3: "ARAP", 4: "Gandalf proprietary", 5: "Xylogics IPX/SLIP", 6: "X.75 Synchronous"}
	radiusRouting     = map[uint16]string{0: "None", 1: "Send", 2: "Listen", 3: "Send&Listen"}
	radiusCompression = map[uint16]string{0: "None", 1: "VJ TCP/IP", 2: "IPX", 3: "Stac-LZS"}
	radiusLogin       = map[uint16]string{0: "Telnet", 1: "Rlogin", 2: "TCP Clear", 3: "PortMaster(proprietary)", 4: "LAT", 5: "X.25-PAD", 6: "X.25-T3POS", 7: "Unassigned", 8: "TCP Clear Quiet"}
	radiusAccounting  = map[uint16]string{
		1: "Start", 2: "Stop", 3: "Interim-Update", 7: "Accounting-On", 8: "Accounting-Off", 9: "Tunnel-Start", 10: "Tunnel-Stop", 11: "Tunnel-Reject", 12: "Tunnel-Link-Start",
		13: "Tunnel-Link-Stop", 14: "Tunnel-Link-Reject", 15: "Failed",
	}
	radiusCauses = map[uint16]string{
		1: "User Request", 2: "Lost Carrier", 3: "Lost Service", 4: "Idle Timeout", 5: "Session Timeout", 6: "Admin Reset", 7: "Admin Reboot", 8: "Port Error", 9: "NAS Error",
		10: "NAS Request", 11: "NAS Reboot", 12: "Port Unneeded", 13: "Port Preempted", 14: "Port Suspended", 15: "Service Unavailable", 16: "Callback", 17: "User Error", 18: "Host Request",
	}
	radiusPorts = map[uint16]string{
		0: "Async", 1: "Sync", 2: "ISDN Sync", 3: "ISDN Async V.120", 4: "ISDN Async V.110", 5: "Virtual", 6: "PIAFS", 7: "HDLC Clear Channel", 8: "X.25", 9: "X.75", 10: "G.3 Fax",
		11: "SDSL", 12: "ADSL-CAP", 13: "ADSL-DMT", 14: "ID-SL (ISDN DSL)", 15: "Ethernet", 16: "xDSL", 17: "Cable", 18: "Wireless - Other", 19: "Wireless - IEEE 802.11",
	}
	radiusTunnels = map[uint16]string{1: "PPTP", 2: "L2F", 3: "L2TP", 4: "ATMP", 5: "VTP", 6: "AH", 7: "IP-IP", 8: "MIN-IP-IP", 9: "ESP", 10: "GRE", 11: "DVS", 12: "IP-in-IP Tunneling", 13: "VLAN"}
	radiusMedia   = map[uint16]string{
		1: "IPv4", 2: "IPv6", 3: "NSAP", 4: "HDLC", 5: "BBN 1822", 6: "802", 7: "E.163", 8: "E.164", 9: "F.69", 10: "X.121", 11: "IPX", 12: "AppleTalk", 13: "Decnet IV", 14: "Banyan Vines",
		15: "E.164 with NSAP subaddress",
	}
	radiusErrors = map[uint16]string{
		201: "Residual Session Context Removed", 202: "Invalid EAP Packet", 401: "Unsupported Attribute", 402: "Missing Attribute", 403: "NAS Identification Mismatch", 404: "Invalid Request",
		405: "Unsupported Service", 406: "Unsupported Extension", 501: "Administratively Prohibited", 502: "Request Not Routable", 503: "Session Context Not Found",
		504: "Session Context Not Removable", 505: "Other Proxy Processing Error", 506: "Resources Unavailable", 507: "Request Initiated",
	}
)
