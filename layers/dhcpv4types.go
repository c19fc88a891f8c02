package layers

// DHCPv4OptionType is the type of an option (IANA "BOOTP Vendor Extensions and DHCP Options").
type DHCPv4OptionType uint8

// Options that code refers to often; [DHCPv4OptionType.String] knows more.
const (
	DHCPv4OptionPad               DHCPv4OptionType = 0
	DHCPv4OptionSubnetMask        DHCPv4OptionType = 1
	DHCPv4OptionTimeOffset        DHCPv4OptionType = 2
	DHCPv4OptionRouters           DHCPv4OptionType = 3
	DHCPv4OptionTimeServers       DHCPv4OptionType = 4
	DHCPv4OptionNameServers       DHCPv4OptionType = 5 // IEN 116
	DHCPv4OptionDNSServers        DHCPv4OptionType = 6
	DHCPv4OptionLogServers        DHCPv4OptionType = 7
	DHCPv4OptionHostName          DHCPv4OptionType = 12
	DHCPv4OptionDomainName        DHCPv4OptionType = 15
	DHCPv4OptionRootPath          DHCPv4OptionType = 17
	DHCPv4OptionInterfaceMTU      DHCPv4OptionType = 26
	DHCPv4OptionBroadcastAddr     DHCPv4OptionType = 28
	DHCPv4OptionStaticRoutes      DHCPv4OptionType = 33
	DHCPv4OptionNTPServers        DHCPv4OptionType = 42
	DHCPv4OptionVendorSpecific    DHCPv4OptionType = 43
	DHCPv4OptionNetBIOSServers    DHCPv4OptionType = 44
	DHCPv4OptionNetBIOSNodeType   DHCPv4OptionType = 46
	DHCPv4OptionRequestedAddr     DHCPv4OptionType = 50
	DHCPv4OptionLeaseTime         DHCPv4OptionType = 51
	DHCPv4OptionOverload          DHCPv4OptionType = 52
	DHCPv4OptionMessageType       DHCPv4OptionType = 53
	DHCPv4OptionServerID          DHCPv4OptionType = 54
	DHCPv4OptionParameters        DHCPv4OptionType = 55
	DHCPv4OptionMessage           DHCPv4OptionType = 56
	DHCPv4OptionMaxSize           DHCPv4OptionType = 57
	DHCPv4OptionRenewalTime       DHCPv4OptionType = 58
	DHCPv4OptionRebindingTime     DHCPv4OptionType = 59
	DHCPv4OptionVendorClass       DHCPv4OptionType = 60
	DHCPv4OptionClientID          DHCPv4OptionType = 61
	DHCPv4OptionTFTPServerName    DHCPv4OptionType = 66
	DHCPv4OptionBootFileName      DHCPv4OptionType = 67
	DHCPv4OptionUserClass         DHCPv4OptionType = 77
	DHCPv4OptionRapidCommit       DHCPv4OptionType = 80
	DHCPv4OptionClientFQDN        DHCPv4OptionType = 81
	DHCPv4OptionRelayAgent        DHCPv4OptionType = 82
	DHCPv4OptionAuthentication    DHCPv4OptionType = 90
	DHCPv4OptionClientArch        DHCPv4OptionType = 93
	DHCPv4OptionClientNDI         DHCPv4OptionType = 94
	DHCPv4OptionClientUUID        DHCPv4OptionType = 97
	DHCPv4OptionIPv6OnlyPreferred DHCPv4OptionType = 108
	DHCPv4OptionCaptivePortal     DHCPv4OptionType = 114
	DHCPv4OptionAutoConfigure     DHCPv4OptionType = 116
	DHCPv4OptionSubnetSelection   DHCPv4OptionType = 118
	DHCPv4OptionDomainSearch      DHCPv4OptionType = 119
	DHCPv4OptionSIPServers        DHCPv4OptionType = 120
	DHCPv4OptionClasslessRoutes   DHCPv4OptionType = 121
	DHCPv4OptionGeoConf           DHCPv4OptionType = 123
	DHCPv4OptionVIVendorClass     DHCPv4OptionType = 124
	DHCPv4OptionVIVendorInfo      DHCPv4OptionType = 125
	DHCPv4OptionTFTPServers       DHCPv4OptionType = 150
	DHCPv4OptionStatus            DHCPv4OptionType = 151
	DHCPv4Option6RD               DHCPv4OptionType = 212
	DHCPv4OptionMSRoutes          DHCPv4OptionType = 249 // classless routes before RFC 3442
	DHCPv4OptionWPAD              DHCPv4OptionType = 252
	DHCPv4OptionEnd               DHCPv4OptionType = 255
)

var dhcpv4OptionNames = [256]string{
	"Pad", "Subnet Mask", "Time Offset", "Router", "Time Server", "Name Server", "Domain Server", "Log Server", "Quotes Server",
	"LPR Server", "Impress Server", "RLP Server", "Hostname", "Boot File Size", "Merit Dump File", "Domain Name", "Swap Server",
	"Root Path", "Extension File", "Forward On/Off", "SrcRte On/Off", "Policy Filter", "Max DG Assembly", "Default IP TTL",
	"MTU Timeout", "MTU Plateau", "MTU Interface", "MTU Subnet", "Broadcast Address", "Mask Discovery", "Mask Supplier",
	"Router Discovery", "Router Request", "Static Route", "Trailers", "ARP Timeout", "Ethernet", "Default TCP TTL",
	"Keepalive Time", "Keepalive Data", "NIS Domain", "NIS Servers", "NTP Servers", "Vendor Specific", "NETBIOS Name Srv",
	"NETBIOS Dist Srv", "NETBIOS Node Type", "NETBIOS Scope", "X Window Font", "X Window Manager", "Address Request",
	"Address Time", "Overload", "DHCP Msg Type", "DHCP Server Id", "Parameter List", "DHCP Message", "DHCP Max Msg Size",
	"Renewal Time", "Rebinding Time", "Class Id", "Client Id", "NetWare/IP Domain", "NetWare/IP Option", "NIS-Domain-Name",
	"NIS-Server-Addr", "Server-Name", "Bootfile-Name", "Home-Agent-Addrs", "SMTP-Server", "POP3-Server", "NNTP-Server",
	"WWW-Server", "Finger-Server", "IRC-Server", "StreetTalk-Server", "STDA-Server", "User-Class", "Directory Agent",
	"Service Scope", "Rapid Commit", "Client FQDN", "Relay Agent Information", "iSNS", 85: "NDS Servers", "NDS Tree Name",
	"NDS Context", "BCMCS Controller Domain Names", "BCMCS Controller Addresses", "Authentication", "client-last-transaction-time",
	"associated-ip", "Client System", "Client NDI", "LDAP", 97: "UUID/GUID", "User-Auth", "GEOCONF_CIVIC", "PCode", "TCode",
	108: "IPv6-Only Preferred", "DHCP4o6 Source Address", 112: "Netinfo Address", "Netinfo Tag", "DHCP Captive-Portal",
	116: "Auto-Config", "Name Service Search", "Subnet Selection", "Domain Search", "SIP Servers", "Classless Static Route",
	"CCC", "GeoConf", "V-I Vendor Class", "V-I Vendor-Specific Information", 136: "PANA Agent", "LoST Server",
	"CAPWAP AC Addresses", "MoS Address", "MoS FQDN", "SIP UA Configuration", "ANDSF Address", "SZTP Redirect", "GeoLoc",
	"FORCERENEW Nonce Capable", "RDNSS Selection", "DOTS RI", "DOTS Address", 150: "TFTP Server Address", "Status Code",
	"Base Time", "Start Time of State", "Query Start Time", "Query End Time", "DHCP State", "Data Source", "PCP Server",
	"Port Parameters", 161: "MUD URL", "DNR", 175: "Etherboot", 208: "PXELINUX Magic", "Configuration File", "Path Prefix",
	"Reboot Time", "6RD", "V4 Access Domain", 220: "Subnet Allocation", "Virtual Subnet Selection", 249: "Classless Static Route (Microsoft)",
	252: "Proxy Autodiscovery", 255: "End",
}

// String gives the registered name, or Option and the number.
func (t DHCPv4OptionType) String() string {
	return dnsName(dhcpv4OptionNames[:], "Option ", uint64(t))
}

// DHCPv4MessageType is the kind of a DHCP message (option 53).
type DHCPv4MessageType uint8

// Kinds of messages.
const (
	DHCPv4Discover         DHCPv4MessageType = 1
	DHCPv4Offer            DHCPv4MessageType = 2
	DHCPv4RequestMessage   DHCPv4MessageType = 3
	DHCPv4Decline          DHCPv4MessageType = 4
	DHCPv4ACK              DHCPv4MessageType = 5
	DHCPv4NAK              DHCPv4MessageType = 6
	DHCPv4Release          DHCPv4MessageType = 7
	DHCPv4Inform           DHCPv4MessageType = 8
	DHCPv4ForceRenew       DHCPv4MessageType = 9  // RFC 3203
	DHCPv4LeaseQuery       DHCPv4MessageType = 10 // RFC 4388
	DHCPv4LeaseUnassigned  DHCPv4MessageType = 11
	DHCPv4LeaseUnknown     DHCPv4MessageType = 12
	DHCPv4LeaseActive      DHCPv4MessageType = 13
	DHCPv4BulkLeaseQuery   DHCPv4MessageType = 14 // RFC 6926
	DHCPv4LeaseQueryDone   DHCPv4MessageType = 15
	DHCPv4ActiveLeaseQuery DHCPv4MessageType = 16 // RFC 7724
	DHCPv4LeaseQueryStatus DHCPv4MessageType = 17
	DHCPv4TLS              DHCPv4MessageType = 18
	dhcpv4FirstUnnamed                       = DHCPv4TLS + 1
)

var dhcpv4MessageTypes = [dhcpv4FirstUnnamed]string{
	"", "Discover", "Offer", "Request", "Decline", "ACK", "NAK", "Release", "Inform", "ForceRenew", "LeaseQuery", "LeaseUnassigned",
	"LeaseUnknown", "LeaseActive", "BulkLeaseQuery", "LeaseQueryDone", "ActiveLeaseQuery", "LeaseQueryStatus", "TLS",
}

// String gives the name, or type and the number.
func (t DHCPv4MessageType) String() string { return dnsName(dhcpv4MessageTypes[:], "type", uint64(t)) }

// DHCPv4SubOptionType is the type of a sub-option of relay agent information.
type DHCPv4SubOptionType uint8

// Sub-options of relay agent information (RFC 3046 and others).
const (
	DHCPv4CircuitID        DHCPv4SubOptionType = 1
	DHCPv4RemoteID         DHCPv4SubOptionType = 2
	DHCPv4DOCSISClass      DHCPv4SubOptionType = 4
	DHCPv4LinkSelection    DHCPv4SubOptionType = 5  // RFC 3527
	DHCPv4SubscriberID     DHCPv4SubOptionType = 6  // RFC 3993
	DHCPv4RADIUSAttributes DHCPv4SubOptionType = 7  // RFC 4014
	DHCPv4RelayAuth        DHCPv4SubOptionType = 8  // RFC 4030
	DHCPv4RelayVendor      DHCPv4SubOptionType = 9  // RFC 4243
	DHCPv4RelayFlags       DHCPv4SubOptionType = 10 // RFC 5010
	DHCPv4ServerIDOverride DHCPv4SubOptionType = 11 // RFC 5107
	DHCPv4RelayID          DHCPv4SubOptionType = 12 // RFC 6925
	DHCPv4RelayPort        DHCPv4SubOptionType = 19 // RFC 8357
	DHCPv4RelayVSS         DHCPv4SubOptionType = 151
	DHCPv4RelayVSSControl  DHCPv4SubOptionType = 152
)

// String gives the name, or sub-option and the number.
func (t DHCPv4SubOptionType) String() string {
	switch t {
	case DHCPv4RelayPort:
		return "relay port"
	case DHCPv4RelayVSS:
		return "VSS"
	case DHCPv4RelayVSSControl:
		return "VSS control"
	}
	return dnsName([]string{
		1: "circuit id", "remote id", 4: "DOCSIS device class", "link selection", "subscriber id", "RADIUS attributes",
		"authentication", "vendor specific", "flags", "server id override", "relay id",
	}, "sub-option ", uint64(t))
}
