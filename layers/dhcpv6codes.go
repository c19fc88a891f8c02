package layers

// DHCPv6MessageType is the kind of a message (IANA "DHCPv6 Message Types").
type DHCPv6MessageType uint8

// Kinds of messages.
const (
	DHCPv6Solicit            DHCPv6MessageType = 1
	DHCPv6Advertise          DHCPv6MessageType = 2
	DHCPv6Request            DHCPv6MessageType = 3
	DHCPv6Confirm            DHCPv6MessageType = 4
	DHCPv6Renew              DHCPv6MessageType = 5
	DHCPv6Rebind             DHCPv6MessageType = 6
	DHCPv6Reply              DHCPv6MessageType = 7
	DHCPv6Release            DHCPv6MessageType = 8
	DHCPv6Decline            DHCPv6MessageType = 9
	DHCPv6Reconfigure        DHCPv6MessageType = 10
	DHCPv6InformationRequest DHCPv6MessageType = 11
	DHCPv6RelayForward       DHCPv6MessageType = 12
	DHCPv6RelayReply         DHCPv6MessageType = 13
	DHCPv6LeaseQueryRequest  DHCPv6MessageType = 14
	DHCPv6LeaseQueryReply    DHCPv6MessageType = 15
	DHCPv6LeaseQueryDone     DHCPv6MessageType = 16
	DHCPv6LeaseQueryData     DHCPv6MessageType = 17
	DHCPv6DHCPv4Query        DHCPv6MessageType = 20
	DHCPv6DHCPv4Response     DHCPv6MessageType = 21
	DHCPv6ActiveLeaseQuery   DHCPv6MessageType = 22
	DHCPv6StartTLS           DHCPv6MessageType = 23
	DHCPv6AddrRegInform      DHCPv6MessageType = 36
	DHCPv6AddrRegReply       DHCPv6MessageType = 37
)

// String gives the name, or msg-type and the number.
func (t DHCPv6MessageType) String() string {
	return dnsName([]string{
		1: "Solicit", "Advertise", "Request", "Confirm", "Renew", "Rebind", "Reply", "Release", "Decline", "Reconfigure", "Information-request", "Relay-forward",
		"Relay-reply", "Leasequery", "Leasequery-reply", "Leasequery-done", "Leasequery-data", "Reconfigure-request", "Reconfigure-reply", "DHCPv4-query",
		"DHCPv4-response", "ActiveLeasequery", "StartTLS", "BndUpd", "BndReply", "PoolReq", "PoolResp", "UpdReq", "UpdReqAll", "UpdDone", "Connect", "ConnectReply",
		"Disconnect", "State", "Contact", "Addr-reg-inform", "Addr-reg-reply",
	}, "msg-type", uint64(t))
}

// DHCPv6OptionCode is the code of an option (IANA "DHCPv6 Option Codes").
type DHCPv6OptionCode uint16

// Options that code refers to often; [DHCPv6OptionCode.String] knows more.
const (
	DHCPv6OptionClientID        DHCPv6OptionCode = 1
	DHCPv6OptionServerID        DHCPv6OptionCode = 2
	DHCPv6OptionIANA            DHCPv6OptionCode = 3
	DHCPv6OptionIATA            DHCPv6OptionCode = 4
	DHCPv6OptionIAAddr          DHCPv6OptionCode = 5
	DHCPv6OptionRequest         DHCPv6OptionCode = 6
	DHCPv6OptionPreference      DHCPv6OptionCode = 7
	DHCPv6OptionElapsedTime     DHCPv6OptionCode = 8
	DHCPv6OptionRelayMessage    DHCPv6OptionCode = 9
	DHCPv6OptionAuth            DHCPv6OptionCode = 11
	DHCPv6OptionUnicast         DHCPv6OptionCode = 12
	DHCPv6OptionStatusCode      DHCPv6OptionCode = 13
	DHCPv6OptionRapidCommit     DHCPv6OptionCode = 14
	DHCPv6OptionUserClass       DHCPv6OptionCode = 15
	DHCPv6OptionVendorClass     DHCPv6OptionCode = 16
	DHCPv6OptionVendorOptions   DHCPv6OptionCode = 17
	DHCPv6OptionInterfaceID     DHCPv6OptionCode = 18
	DHCPv6OptionReconfigure     DHCPv6OptionCode = 19
	DHCPv6OptionReconfAccept    DHCPv6OptionCode = 20
	DHCPv6OptionDNSServers      DHCPv6OptionCode = 23
	DHCPv6OptionDomainList      DHCPv6OptionCode = 24
	DHCPv6OptionIAPD            DHCPv6OptionCode = 25
	DHCPv6OptionIAPrefix        DHCPv6OptionCode = 26
	DHCPv6OptionSNTPServers     DHCPv6OptionCode = 31
	DHCPv6OptionRefreshTime     DHCPv6OptionCode = 32
	DHCPv6OptionRemoteID        DHCPv6OptionCode = 37
	DHCPv6OptionSubscriberID    DHCPv6OptionCode = 38
	DHCPv6OptionClientFQDN      DHCPv6OptionCode = 39
	DHCPv6OptionNTPServer       DHCPv6OptionCode = 56
	DHCPv6OptionBootFileURL     DHCPv6OptionCode = 59
	DHCPv6OptionClientLinkLayer DHCPv6OptionCode = 79
	DHCPv6OptionSolMaxRT        DHCPv6OptionCode = 82
	DHCPv6OptionDHCPv4Message   DHCPv6OptionCode = 87
	DHCPv6OptionDNR             DHCPv6OptionCode = 144
)

var dhcpv6OptionNames = [...]string{
	1: "client-ID", "server-ID", "IA_NA", "IA_TA", "IA_ADDR", "option-request", "preference", "elapsed-time", "relay-message", 11: "authentication", "server-unicast",
	"status-code", "rapid-commit", "user-class", "vendor-class", "vendor-specific-info", "interface-ID", "reconfigure-message", "reconfigure-accept",
	"SIP-servers-domain", "SIP-servers-address", "DNS-server", "DNS-search-list", "IA_PD", "IA_PD-prefix", "NIS-server", "NISP-server", "NIS-domain-name",
	"NISP-domain-name", "SNTP-servers", "lifetime", "BCMCS-server", "BCMCS-server-address", 36: "geoconf-civic", "remote-ID", "subscriber-ID", "Client-FQDN",
	"PANA-agent", "POSIX-timezone", "POSIX-tz-name", "echo-request-option", "LQ-query", "client-data", "client-last-transaction-time", "LQ-relay-data", "LQ-client-link",
	"MIP6-home-network", "MIP6-visited-domain", "LoST-server", "CAPWAP-AC", "relay-ID", "IPv6-address-MoS", "IPv6-FQDN-MoS", "NTP-server", "access-domain",
	"SIP-UA-config", "Bootfile-URL", "Bootfile-Param", "Client-Arch-Type", "Network-Interface-Identifier", "geolocation", "AFTR-Name", "ERP-local-domain",
	"relay-supplied-options", "PD-exclude", "virtual-subnet-selection", "MIP6-identified-home-network", "MIP6-unrestricted-home-network", "MIP6-home-network-prefix",
	"MIP6-home-agent", "MIP6-home-agent-FQDN", "RDNSS-selection", "KRB-principal-name", "KRB-realm-name", "KRB-default-realm", "KRB-KDC", "Client-link-layer-address",
	"link-address", "RADIUS", "SOL-MAX-RT", "INF-MAX-RT", "address-selection", "address-selection-table", "PCP-server", "DHCPv4-message", "DHCP4-o-DHCP6-server",
	"S46-rule", "S46-BR", "S46-DMR", "S46-V4V6-bind", "S46-port-parameters", "S46-cont-MAPE", "S46-cont-MAPT", "S46-cont-LW", "4RD", "4RD-map-rule",
	"4RD-non-map-rule", "LQ-base-time", "LQ-start-time", "LQ-end-time", "captive-portal", "MPL-parameters", "ANI-access-technology", "ANI-network-name",
	"ANI-access-point-name", "ANI-access-point-BSSID", "ANI-operator-ID", "ANI-operator-realm", "S46-priority", "MUD-URL", "prefix64", "F-binding-status",
	"F-connect-flags", "F-DNS-removal-info", "F-DNS-host-name", "F-DNS-zone-name", "F-DNS-flags", "F-expiration-time", "F-max-unacked-BNDUPD", "F-MCLT",
	"F-partner-lifetime", "F-partner-lifetime-sent", "F-partner-down-time", "F-partner-raw-CLT-time", "F-protocol-version", "F-keepalive-time", "F-reconfigure-data",
	"F-relationship-name", "F-server-flags", "F-server-state", "F-start-time-of-state", "F-state-expiration-time", "relay-port", "SZTP-redirect", "S46-bind-IPv6-prefix",
	"IA_LL", "LLADDR", "SLAP-quad", "DOTS-RI", "DOTS-address", "IPv6-address-ANDSF", "encrypted-DNS", "registered-domain", "forward-distribution-manager",
	"reverse-distribution-manager", "address-registration",
}

// String gives the name, or opt and the number.
func (c DHCPv6OptionCode) String() string { return dnsName(dhcpv6OptionNames[:], "opt", uint64(c)) }

// DHCPv6Status is the outcome of a request (IANA "DHCPv6 Status Codes").
type DHCPv6Status uint16

// Status codes of RFC 8415.
const (
	DHCPv6Success       DHCPv6Status = 0
	DHCPv6UnspecFail    DHCPv6Status = 1
	DHCPv6NoAddrsAvail  DHCPv6Status = 2
	DHCPv6NoBinding     DHCPv6Status = 3
	DHCPv6NotOnLink     DHCPv6Status = 4
	DHCPv6UseMulticast  DHCPv6Status = 5
	DHCPv6NoPrefixAvail DHCPv6Status = 6
)

// String gives the name, or status and the number.
func (s DHCPv6Status) String() string {
	return dnsName([]string{
		"Success", "UnspecFail", "NoAddrsAvail", "NoBinding", "NotOnLink", "UseMulticast", "NoPrefixAvail", "UnknownQueryType", "MalformedQuery", "NotConfigured",
		"NotAllowed", "QueryTerminated", "DataMissing", "CatchUpComplete", "NotSupported", "TLSConnectionRefused", "AddressInUse", "ConfigurationConflict",
		"MissingBindingInformation", "OutdatedBindingInformation", "ServerShuttingDown", "DNSUpdateNotSupported", "ExcessiveTimeSkew",
	}, "status", uint64(s))
}
