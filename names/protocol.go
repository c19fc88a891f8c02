package names

import "sort"

// protocols are the names of protocols in IP, as far as they have one that is in use.
var protocols = [256]string{
	0: "hopopt", 1: "icmp", 2: "igmp", 3: "ggp", 4: "ipencap", 5: "st", 6: "tcp", 7: "cbt", 8: "egp", 9: "igp",
	10: "bbn-rcc-mon", 11: "nvp-ii", 12: "pup", 13: "argus", 14: "emcon", 15: "xnet", 16: "chaos", 17: "udp", 18: "mux", 19: "dcn-meas",
	20: "hmp", 21: "prm", 22: "xns-idp", 23: "trunk-1", 24: "trunk-2", 25: "leaf-1", 26: "leaf-2", 27: "rdp", 28: "irtp", 29: "iso-tp4",
	30: "netblt", 31: "mfe-nsp", 32: "merit-inp", 33: "dccp", 34: "3pc", 35: "idpr", 36: "xtp", 37: "ddp", 38: "idpr-cmtp", 39: "tp++",
	40: "il", 41: "ipv6", 42: "sdrp", 43: "ipv6-route", 44: "ipv6-frag", 45: "idrp", 46: "rsvp", 47: "gre", 48: "dsr", 49: "bna",
	50: "esp", 51: "ah", 52: "i-nlsp", 53: "swipe", 54: "narp", 55: "mobile", 56: "tlsp", 57: "skip", 58: "ipv6-icmp", 59: "ipv6-nonxt",
	60: "ipv6-opts", 62: "cftp", 64: "sat-expak", 65: "kryptolan", 66: "rvd", 67: "ippc", 69: "sat-mon",
	70: "visa", 71: "ipcv", 72: "cpnx", 73: "rspf", 74: "wsn", 75: "pvp", 76: "br-sat-mon", 77: "sun-nd", 78: "wb-mon", 79: "wb-expak",
	80: "iso-ip", 81: "vmtp", 82: "secure-vmtp", 83: "vines", 84: "ttp", 85: "nsfnet-igp", 86: "dgp", 87: "tcf", 88: "eigrp", 89: "ospf",
	90: "sprite-rpc", 91: "larp", 92: "mtp", 93: "ax.25", 94: "ipip", 95: "micp", 96: "scc-sp", 97: "etherip", 98: "encap",
	100: "gmtp", 101: "ifmp", 102: "pnni", 103: "pim", 104: "aris", 105: "scps", 106: "qnx", 107: "a/n", 108: "ipcomp", 109: "snp",
	110: "compaq-peer", 111: "ipx-in-ip", 112: "vrrp", 113: "pgm", 115: "l2tp", 116: "ddx", 117: "iatp", 118: "stp", 119: "srp",
	120: "uti", 121: "smp", 122: "sm", 123: "ptp", 124: "isis", 125: "fire", 126: "crtp", 127: "crudp", 128: "sscopmce", 129: "iplt",
	130: "sps", 131: "pipe", 132: "sctp", 133: "fc", 134: "rsvp-e2e-ignore", 135: "mobility-header", 136: "udplite", 137: "mpls-in-ip", 138: "manet", 139: "hip",
	140: "shim6", 141: "wesp", 142: "rohc", 143: "ethernet", 144: "aggfrag", 145: "nsh",
}

// Protocol returns the name of a protocol in IP, such as "tcp", "" if it has none.
func Protocol(number uint8) string { return protocols[number] }

// ProtocolNumber is the inverse of [Protocol].
func ProtocolNumber(name string) (number uint8, ok bool) {
	for i, n := range protocols {
		if n == name && n != "" {
			return uint8(i), true
		}
	}
	return 0, false
}

// etherType is a type of Ethernet frames.
type etherType struct {
	number uint16
	name   string
}

// etherTypes are sorted by number.
var etherTypes = [...]etherType{
	{0x0600, "XNS IDP"},
	{0x0800, "IPv4"},
	{0x0801, "X.75"},
	{0x0804, "Chaosnet"},
	{0x0805, "X.25"},
	{0x0806, "ARP"},
	{0x0808, "Frame Relay ARP"},
	{0x0842, "Wake-on-LAN"},
	{0x08ff, "BPQ AX.25"},
	{0x0bad, "VINES"},
	{0x0bae, "VINES loopback"},
	{0x0baf, "VINES echo"},
	{0x22ea, "MSRP"},
	{0x22f0, "AVTP"},
	{0x22f3, "TRILL"},
	{0x22f4, "L2-IS-IS"},
	{0x6000, "DEC"},
	{0x6001, "MOP dump/load"},
	{0x6002, "MOP console"},
	{0x6003, "DECnet"},
	{0x6004, "LAT"},
	{0x6005, "DEC diagnostics"},
	{0x6007, "LAVC"},
	{0x6558, "TEB"},
	{0x6559, "Raw Frame Relay"},
	{0x8035, "RARP"},
	{0x805b, "VMTP"},
	{0x809b, "AppleTalk"},
	{0x80d5, "SNA"},
	{0x80f3, "AARP"},
	{0x8100, "802.1Q"},
	{0x8102, "SLPP"},
	{0x8103, "VLACP"},
	{0x8137, "IPX"},
	{0x814c, "SNMP"},
	{0x8191, "NetBEUI"},
	{0x8204, "QNX"},
	{0x86dd, "IPv6"},
	{0x876b, "TCP/IP compression"},
	{0x876c, "IP autonomous systems"},
	{0x876d, "Secure data"},
	{0x8808, "MAC control"},
	{0x8809, "Slow protocols"},
	{0x880b, "PPP"},
	{0x880c, "GSMP"},
	{0x8819, "CobraNet"},
	{0x8847, "MPLS"},
	{0x8848, "MPLS multicast"},
	{0x884c, "MPOA"},
	{0x8861, "Multicast channel allocation"},
	{0x8863, "PPPoE discovery"},
	{0x8864, "PPPoE session"},
	{0x886f, "Microsoft NLB"},
	{0x8870, "Jumbo LLC"},
	{0x887b, "HomePlug 1.0"},
	{0x8884, "Frame-based ATM"},
	{0x888e, "EAPOL"},
	{0x8892, "PROFINET"},
	{0x8899, "Realtek"},
	{0x889a, "HyperSCSI"},
	{0x88a2, "ATA over Ethernet"},
	{0x88a4, "EtherCAT"},
	{0x88a8, "802.1ad"},
	{0x88ab, "POWERLINK"},
	{0x88b5, "Experimental 1"},
	{0x88b6, "Experimental 2"},
	{0x88b7, "OUI extended"},
	{0x88b8, "GOOSE"},
	{0x88b9, "GSE management"},
	{0x88ba, "Sampled values"},
	{0x88bb, "LWAPP"},
	{0x88be, "ERSPAN"},
	{0x88c7, "802.11i pre-authentication"},
	{0x88cc, "LLDP"},
	{0x88cd, "SERCOS III"},
	{0x88dc, "WSMP"},
	{0x88e1, "HomePlug AV"},
	{0x88e3, "MRP"},
	{0x88e5, "MACsec"},
	{0x88e7, "802.1ah"},
	{0x88ee, "ELMI"},
	{0x88f5, "MVRP"},
	{0x88f6, "MMRP"},
	{0x88f7, "PTP"},
	{0x88f8, "NC-SI"},
	{0x88fb, "PRP"},
	{0x8902, "CFM"},
	{0x8903, "FabricPath"},
	{0x8906, "FCoE"},
	{0x890d, "802.11 encapsulation"},
	{0x8914, "FIP"},
	{0x8915, "RoCE"},
	{0x8917, "MIH"},
	{0x891d, "TTE protocol control"},
	{0x8926, "VN-Tag"},
	{0x892f, "HSR"},
	{0x893a, "IEEE 1905.1"},
	{0x893f, "802.1BR"},
	{0x8940, "ECP"},
	{0x8946, "TRILL RBridge channel"},
	{0x8947, "GeoNetworking"},
	{0x894f, "NSH"},
	{0x9000, "Loopback"},
	{0x9100, "QinQ (0x9100)"},
	{0x9200, "QinQ (0x9200)"},
	{0xa0ed, "LoWPAN"},
	{0xb7ea, "GRE control"},
	{0xf1c1, "R-Tag"},
}

// EtherType returns the name of a type of Ethernet frames, such as "IPv4", "" if it has none.
func EtherType(number uint16) string {
	i := sort.Search(len(etherTypes), func(i int) bool { return etherTypes[i].number >= number })
	if i < len(etherTypes) && etherTypes[i].number == number {
		return etherTypes[i].name
	}
	return ""
}

// EtherTypeNumber is the inverse of [EtherType].
func EtherTypeNumber(name string) (number uint16, ok bool) {
	for _, t := range etherTypes {
		if t.name == name {
			return t.number, true
		}
	}
	return 0, false
}
