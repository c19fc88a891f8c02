package telemetry

import (
	"net/netip"

	"github.com/wiretag/wiretag/layers/ieee"
)

// SFlowEthernetFrame has the link layer header of a sampled frame, record 2 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowEthernetFrame struct {
	Length uint32   `bits:"32"` // of the frame
	Src    ieee.MAC `bits:"48"`
	SrcPad uint16   `bits:"16"`
	Dst    ieee.MAC `bits:"48"`
	DstPad uint16   `bits:"16"`
	Type   uint32   `bits:"32"` // an EtherType
}

// SFlowIPv4Data has the IPv4 and transport headers of a sampled packet, record 3 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowIPv4Data struct {
	Length   uint32     `bits:"32"` // of the packet
	Protocol uint32     `bits:"32"`
	Src      netip.Addr `bits:"32"`
	Dst      netip.Addr `bits:"32"`
	SrcPort  uint32     `bits:"32"`
	DstPort  uint32     `bits:"32"`
	TCPFlags uint32     `bits:"32"`
	TOS      uint32     `bits:"32"`
}

// SFlowIPv6Data has the IPv6 and transport headers of a sampled packet, record 4 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowIPv6Data struct {
	Length   uint32     `bits:"32"` // of the packet
	Protocol uint32     `bits:"32"`
	Src      netip.Addr `bits:"128"`
	Dst      netip.Addr `bits:"128"`
	SrcPort  uint32     `bits:"32"`
	DstPort  uint32     `bits:"32"`
	TCPFlags uint32     `bits:"32"`
	Priority uint32     `bits:"32"`
}

// SFlowExtendedSwitch has the VLANs of a bridged frame, record 1001 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtendedSwitch struct {
	SrcVLAN     uint32 `bits:"32"`
	SrcPriority uint32 `bits:"32"`
	DstVLAN     uint32 `bits:"32"`
	DstPriority uint32 `bits:"32"`
}

// SFlowExtendedRouter has the route of a packet, record 1002 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtendedRouter struct {
	NextHop    SFlowAddress `bits:"*"`
	SrcMaskLen uint32       `bits:"32"`
	DstMaskLen uint32       `bits:"32"`
}

// SFlowExtendedGateway has the route of a packet between autonomous systems, record 1003 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtendedGateway struct {
	NextHop        SFlowAddress  `bits:"*"`
	AS             uint32        `bits:"32"` // of the router
	SrcAS          uint32        `bits:"32"`
	SrcPeerAS      uint32        `bits:"32"`
	PathCount      uint32        `bits:"32,count=Path"`
	Path           []SFlowASPath `bits:"*"`
	CommunityCount uint32        `bits:"32,count=Communities"`
	Communities    []uint32      `bits:"*,each=32"`
	LocalPref      uint32        `bits:"32"`
}

// SFlowExtendedUser has the users that a packet is from and for, record 1004 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtendedUser struct {
	SrcCharset uint32    `bits:"32"` // IANA's MIBenum
	SrcUser    XDRString `bits:"*"`
	DstCharset uint32    `bits:"32"`
	DstUser    XDRString `bits:"*"`
}

// SFlowExtendedURL has the request that a packet belongs to, record 1005 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtendedURL struct {
	Direction uint32    `bits:"32"` // 1 the source is the server, 2 the destination
	URL       XDRString `bits:"*"`
	Host      XDRString `bits:"*"`
}

// SFlowExtendedMPLS has the labels of a packet, record 1006 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtendedMPLS struct {
	NextHop  SFlowAddress `bits:"*"`
	InCount  uint32       `bits:"32,count=In"`
	In       []uint32     `bits:"*,each=32"` // the label stack that came, the top first
	OutCount uint32       `bits:"32,count=Out"`
	Out      []uint32     `bits:"*,each=32"`
}

// SFlowExtendedNAT has the translated addresses of a packet, record 1007 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtendedNAT struct {
	Src SFlowAddress `bits:"*"`
	Dst SFlowAddress `bits:"*"`
}

// SFlowExtendedMPLSTunnel has the tunnel of a packet, record 1008 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtendedMPLSTunnel struct {
	Name XDRString `bits:"*"`
	ID   uint32    `bits:"32"`
	CoS  uint32    `bits:"32"`
}

// SFlowExtendedMPLSVC has the virtual circuit of a packet, record 1009 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtendedMPLSVC struct {
	Instance XDRString `bits:"*"`
	ID       uint32    `bits:"32"`
	CoS      uint32    `bits:"32"`
}

// SFlowExtendedMPLSFEC has the forwarding class of a packet, record 1010 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtendedMPLSFEC struct {
	Description XDRString `bits:"*"`
	PrefixLen   uint32    `bits:"32"`
}

// SFlowExtendedMPLSLVPFEC has the forwarding class of a packet of LDP, record 1011 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtendedMPLSLVPFEC struct {
	PrefixLen uint32 `bits:"32"`
}

// SFlowExtendedVLANTunnel has the VLAN tags that were removed, record 1012 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtendedVLANTunnel struct {
	Count uint32   `bits:"32,count=Tags"`
	Tags  []uint32 `bits:"*,each=32"` // the outermost first, with their TPIDs
}

// SFlowExtended80211Payload has the decrypted payload of an 802.11 frame, record 1013 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtended80211Payload struct {
	Cipher uint32    `bits:"32"` // suite
	Data   XDRString `bits:"*"`
}

// SFlowExtended80211Rx has the reception of an 802.11 frame, record 1014 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtended80211Rx struct {
	SSID     XDRString `bits:"*"`
	BSSID    ieee.MAC  `bits:"48"`
	BSSIDPad uint16    `bits:"16"`
	Version  uint32    `bits:"32"` // 1 a, 2 b, 3 g, 4 n
	Channel  uint32    `bits:"32"`
	Speed    uint64    `bits:"64"` // in bit/s
	RSNI     uint32    `bits:"32"`
	RCPI     uint32    `bits:"32"`
	Duration uint32    `bits:"32"` // in µs
}

// SFlowExtended80211Tx has the sending of an 802.11 frame, record 1015 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtended80211Tx struct {
	SSID               XDRString `bits:"*"`
	BSSID              ieee.MAC  `bits:"48"`
	BSSIDPad           uint16    `bits:"16"`
	Version            uint32    `bits:"32"`
	Transmissions      uint32    `bits:"32"`
	Duration           uint32    `bits:"32"` // in µs
	RetransmitDuration uint32    `bits:"32"` // in µs
	Channel            uint32    `bits:"32"`
	Speed              uint64    `bits:"64"` // in bit/s
	Power              uint32    `bits:"32"` // in mW
}

// SFlowL2TunnelEgress has the link layer header of the tunnel that a packet is sent in, record 1021 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowL2TunnelEgress struct {
	Length uint32   `bits:"32"`
	Src    ieee.MAC `bits:"48"`
	SrcPad uint16   `bits:"16"`
	Dst    ieee.MAC `bits:"48"`
	DstPad uint16   `bits:"16"`
	Type   uint32   `bits:"32"`
}

// SFlowL2TunnelIngress has the link layer header of the tunnel that a packet came in, record 1022 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowL2TunnelIngress struct {
	Length uint32   `bits:"32"`
	Src    ieee.MAC `bits:"48"`
	SrcPad uint16   `bits:"16"`
	Dst    ieee.MAC `bits:"48"`
	DstPad uint16   `bits:"16"`
	Type   uint32   `bits:"32"`
}

// SFlowIPv4TunnelEgress has the IPv4 header of the tunnel that a packet is sent in, record 1023 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowIPv4TunnelEgress struct {
	Length   uint32     `bits:"32"`
	Protocol uint32     `bits:"32"`
	Src      netip.Addr `bits:"32"`
	Dst      netip.Addr `bits:"32"`
	SrcPort  uint32     `bits:"32"`
	DstPort  uint32     `bits:"32"`
	TCPFlags uint32     `bits:"32"`
	TOS      uint32     `bits:"32"`
}

// SFlowIPv4TunnelIngress has the IPv4 header of the tunnel that a packet came in, record 1024 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowIPv4TunnelIngress struct {
	Length   uint32     `bits:"32"`
	Protocol uint32     `bits:"32"`
	Src      netip.Addr `bits:"32"`
	Dst      netip.Addr `bits:"32"`
	SrcPort  uint32     `bits:"32"`
	DstPort  uint32     `bits:"32"`
	TCPFlags uint32     `bits:"32"`
	TOS      uint32     `bits:"32"`
}

// SFlowIPv6TunnelEgress has the IPv6 header of the tunnel that a packet is sent in, record 1025 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowIPv6TunnelEgress struct {
	Length   uint32     `bits:"32"`
	Protocol uint32     `bits:"32"`
	Src      netip.Addr `bits:"128"`
	Dst      netip.Addr `bits:"128"`
	SrcPort  uint32     `bits:"32"`
	DstPort  uint32     `bits:"32"`
	TCPFlags uint32     `bits:"32"`
	Priority uint32     `bits:"32"`
}

// SFlowIPv6TunnelIngress has the IPv6 header of the tunnel that a packet came in, record 1026 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowIPv6TunnelIngress struct {
	Length   uint32     `bits:"32"`
	Protocol uint32     `bits:"32"`
	Src      netip.Addr `bits:"128"`
	Dst      netip.Addr `bits:"128"`
	SrcPort  uint32     `bits:"32"`
	DstPort  uint32     `bits:"32"`
	TCPFlags uint32     `bits:"32"`
	Priority uint32     `bits:"32"`
}

// SFlowDecapsulateEgress has how many bytes of header are removed when a packet is sent, record 1027 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowDecapsulateEgress struct {
	InnerOffset uint32 `bits:"32"` // of the inner header
}

// SFlowDecapsulateIngress has how many bytes of header were removed when a packet came, record 1028 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowDecapsulateIngress struct {
	InnerOffset uint32 `bits:"32"`
}

// SFlowVNIEgress has the virtual network that a packet is sent in, record 1029 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowVNIEgress struct {
	VNI uint32 `bits:"32"`
}

// SFlowVNIIngress has the virtual network that a packet came in, record 1030 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowVNIIngress struct {
	VNI uint32 `bits:"32"`
}

// SFlowEgressQueue has the queue that a packet is sent from, record 1036 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowEgressQueue struct {
	Queue uint32 `bits:"32"`
}

// SFlowExtendedACL has the access list that matched, record 1037 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtendedACL struct {
	Number    uint32    `bits:"32"`
	Name      XDRString `bits:"*"`
	Direction uint32    `bits:"32"` // 0 unknown, 1 ingress, 2 egress
}

// SFlowExtendedFunction has the function in which a packet was dropped, record 1038 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowExtendedFunction struct {
	Symbol XDRString `bits:"*"`
}

// SFlowTransitDelay has how long a packet was in the device, record 1039 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowTransitDelay struct {
	Delay uint32 `bits:"32"` // in ns
}

// SFlowQueueDepth has how much was queued, record 1040 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowQueueDepth struct {
	Depth uint32 `bits:"32"` // in bytes
}

// SFlowSocket4 has the socket of a transaction over IPv4, record 2100 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowSocket4 struct {
	Protocol   uint32     `bits:"32"`
	Local      netip.Addr `bits:"32"`
	Remote     netip.Addr `bits:"32"`
	LocalPort  uint32     `bits:"32"`
	RemotePort uint32     `bits:"32"`
}

// SFlowSocket6 has the socket of a transaction over IPv6, record 2101 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowSocket6 struct {
	Protocol   uint32     `bits:"32"`
	Local      netip.Addr `bits:"128"`
	Remote     netip.Addr `bits:"128"`
	LocalPort  uint32     `bits:"32"`
	RemotePort uint32     `bits:"32"`
}

// SFlowProxySocket4 has the other socket of a proxy, over IPv4, record 2102 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowProxySocket4 struct {
	Protocol   uint32     `bits:"32"`
	Local      netip.Addr `bits:"32"`
	Remote     netip.Addr `bits:"32"`
	LocalPort  uint32     `bits:"32"`
	RemotePort uint32     `bits:"32"`
}

// SFlowProxySocket6 has the other socket of a proxy, over IPv6, record 2103 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowProxySocket6 struct {
	Protocol   uint32     `bits:"32"`
	Local      netip.Addr `bits:"128"`
	Remote     netip.Addr `bits:"128"`
	LocalPort  uint32     `bits:"32"`
	RemotePort uint32     `bits:"32"`
}

// SFlowHTTPRequest has a request of HTTP, record 2206 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowHTTPRequest struct {
	Method        uint32    `bits:"32"` // 0 other, 1 OPTIONS, 2 GET, 3 HEAD, 4 POST, 5 PUT, 6 DELETE, 7 TRACE, 8 CONNECT
	Protocol      uint32    `bits:"32"` // 1001 is HTTP/1.1
	URI           XDRString `bits:"*"`
	Host          XDRString `bits:"*"`
	Referer       XDRString `bits:"*"`
	UserAgent     XDRString `bits:"*"`
	ForwardedFor  XDRString `bits:"*"`
	User          XDRString `bits:"*"`
	MIMEType      XDRString `bits:"*"`
	RequestBytes  uint64    `bits:"64"`
	ResponseBytes uint64    `bits:"64"`
	Microseconds  uint32    `bits:"32"`
	Status        uint32    `bits:"32"`
}

// SFlowTCPInfo has the state of a TCP connection, as Linux has it, record 2209 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowTCPInfo struct {
	Direction     uint32 `bits:"32"` // 0 unknown, 1 received, 2 sent
	SendMSS       uint32 `bits:"32"`
	ReceiveMSS    uint32 `bits:"32"`
	Unacked       uint32 `bits:"32"`
	Lost          uint32 `bits:"32"`
	Retransmitted uint32 `bits:"32"`
	PathMTU       uint32 `bits:"32"`
	RTT           uint32 `bits:"32"` // in µs
	RTTVariance   uint32 `bits:"32"` // in µs
	SendWindow    uint32 `bits:"32"`
	Reordering    uint32 `bits:"32"`
	MinRTT        uint32 `bits:"32"` // in µs
}
