package iana

import "strconv"

// IPProtocol is the protocol inside IPv4 and IPv6, and the type of an IPv6
// extension header, from IANA's registry of protocol numbers.
type IPProtocol uint8

// Internet protocol numbers.
const (
	IPProtocolHopByHop    IPProtocol = 0
	IPProtocolICMP        IPProtocol = 1
	IPProtocolIGMP        IPProtocol = 2
	IPProtocolIPv4        IPProtocol = 4
	IPProtocolST          IPProtocol = 5
	IPProtocolTCP         IPProtocol = 6
	IPProtocolEGP         IPProtocol = 8
	IPProtocolIGP         IPProtocol = 9
	IPProtocolUDP         IPProtocol = 17
	IPProtocolRDP         IPProtocol = 27
	IPProtocolDCCP        IPProtocol = 33
	IPProtocolIPv6        IPProtocol = 41
	IPProtocolRouting     IPProtocol = 43
	IPProtocolFragment    IPProtocol = 44
	IPProtocolRSVP        IPProtocol = 46
	IPProtocolGRE         IPProtocol = 47
	IPProtocolESP         IPProtocol = 50
	IPProtocolAH          IPProtocol = 51
	IPProtocolMobile      IPProtocol = 55
	IPProtocolICMPv6      IPProtocol = 58
	IPProtocolNone        IPProtocol = 59
	IPProtocolDestination IPProtocol = 60
	IPProtocolEIGRP       IPProtocol = 88
	IPProtocolOSPF        IPProtocol = 89
	IPProtocolIPIP        IPProtocol = 94
	IPProtocolEtherIP     IPProtocol = 97
	IPProtocolPIM         IPProtocol = 103
	IPProtocolIPComp      IPProtocol = 108
	IPProtocolVRRP        IPProtocol = 112
	IPProtocolPGM         IPProtocol = 113
	IPProtocolL2TP        IPProtocol = 115
	IPProtocolSCTP        IPProtocol = 132
	IPProtocolMobility    IPProtocol = 135
	IPProtocolUDPLite     IPProtocol = 136
	IPProtocolMPLS        IPProtocol = 137
	IPProtocolHIP         IPProtocol = 139
	IPProtocolShim6       IPProtocol = 140
	IPProtocolEthernet    IPProtocol = 143
	IPProtocolNSH         IPProtocol = 145
)

var ipProtocolNames = [...]string{
	0: "HopByHop", 1: "ICMP", 2: "IGMP", 4: "IPv4", 5: "ST", 6: "TCP", 8: "EGP", 9: "IGP", 17: "UDP", 27: "RDP", 33: "DCCP",
	41: "IPv6", 43: "Routing", 44: "Fragment", 46: "RSVP", 47: "GRE", 50: "ESP", 51: "AH", 55: "Mobile", 58: "ICMPv6",
	59: "No Next Header", 60: "Destination", 88: "EIGRP", 89: "OSPF", 94: "IPIP", 97: "EtherIP", 103: "PIM",
	108: "IPComp", 112: "VRRP", 113: "PGM", 115: "L2TP", 132: "SCTP", 135: "Mobility", 136: "UDPLite", 137: "MPLS", 139: "HIP",
	140: "Shim6", 143: "Ethernet", 145: "NSH",
}

// String gives the name, or the number.
func (p IPProtocol) String() string {
	if int(p) < len(ipProtocolNames) && ipProtocolNames[p] != "" {
		return ipProtocolNames[p]
	}
	return strconv.Itoa(int(p))
}
