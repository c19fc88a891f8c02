package capture

import (
	"strconv"
	"strings"
)

// LinkType says what the first bytes of a packet are: a LINKTYPE_ number, as in capture files
// (https://www.tcpdump.org/linktypes.html). The numbers are the same everywhere, unlike those of the programming
// interfaces (DLT_).
type LinkType uint16

// Link types in common use.
const (
	LinkTypeNull               LinkType = 0      // BSD loopback: address family in the byte order of the host
	LinkTypeEthernet           LinkType = 1      // IEEE 802.3
	LinkTypeTokenRing          LinkType = 6      // IEEE 802.5
	LinkTypeARCNetBSD          LinkType = 7      // ARCNET with BSD header
	LinkTypeSLIP               LinkType = 8      // with a 16-byte header
	LinkTypePPP                LinkType = 9      // with or without address and control bytes
	LinkTypeFDDI               LinkType = 10     // FDDI
	LinkTypePPPHDLC            LinkType = 50     // PPP in HDLC-like framing, RFC 1662
	LinkTypePPPEther           LinkType = 51     // PPPoE, from the PPPoE header on
	LinkTypeATMRFC1483         LinkType = 100    // LLC-encapsulated ATM
	LinkTypeRaw                LinkType = 101    // IPv4 or IPv6, by the version nibble
	LinkTypeCHDLC              LinkType = 104    // Cisco HDLC
	LinkTypeIEEE80211          LinkType = 105    // 802.11
	LinkTypeFrameRelay         LinkType = 107    // frame relay
	LinkTypeLoop               LinkType = 108    // OpenBSD loopback: address family in network byte order
	LinkTypeEnc                LinkType = 109    // OpenBSD encapsulated IP
	LinkTypeLinuxSLL           LinkType = 113    // Linux cooked capture v1
	LinkTypeLTalk              LinkType = 114    // LocalTalk
	LinkTypePFLog              LinkType = 117    // OpenBSD packet filter log
	LinkTypePrism              LinkType = 119    // 802.11 behind a Prism header
	LinkTypeIPOverFC           LinkType = 122    // RFC 2625
	LinkTypeSunATM             LinkType = 123    // SunATM
	LinkTypeIEEE80211Radiotap  LinkType = 127    // 802.11 behind a radiotap header
	LinkTypeARCNetLinux        LinkType = 129    // ARCNET with Linux header
	LinkTypeMTP2WithPHDR       LinkType = 139    // SS7 MTP2 behind a pseudo-header
	LinkTypeMTP2               LinkType = 140    // SS7 MTP2
	LinkTypeMTP3               LinkType = 141    // SS7 MTP3
	LinkTypeSCCP               LinkType = 142    // SS7 SCCP
	LinkTypeDOCSIS             LinkType = 143    // DOCSIS MAC frames
	LinkTypeLinuxIrDA          LinkType = 144    // Linux IrDA
	LinkTypeUser0              LinkType = 147    // first of 16 private types
	LinkTypeUser15             LinkType = 162    // last of 16 private types
	LinkTypeIEEE80211AVS       LinkType = 163    // 802.11 behind an AVS header
	LinkTypeBACnetMSTP         LinkType = 165    // BACnet MS/TP
	LinkTypePPPPPPD            LinkType = 166    // PPP with a direction byte, from pppd
	LinkTypeJuniperEthernet    LinkType = 178    // Juniper Ethernet
	LinkTypeBluetoothHCIH4     LinkType = 187    // Bluetooth HCI UART
	LinkTypeUSBLinux           LinkType = 189    // USB with a 48-byte Linux header
	LinkTypePPI                LinkType = 192    // per-packet information
	LinkTypeIEEE802154         LinkType = 195    // 802.15.4 with frame check sequence
	LinkTypeERF                LinkType = 197    // Endace extensible record format
	LinkTypeBluetoothHCIH4PHDR LinkType = 201    // the same behind a direction word
	LinkTypeAX25KISS           LinkType = 202    // AX.25 with KISS header
	LinkTypePPPWithDir         LinkType = 204    // PPP with a direction byte
	LinkTypeMPLS               LinkType = 219    // MPLS label stack
	LinkTypeUSBLinuxMmapped    LinkType = 220    // USB with a 64-byte Linux header
	LinkTypeCANSocketCAN       LinkType = 227    // CAN with SocketCAN header
	LinkTypeIPv4               LinkType = 228    // IPv4
	LinkTypeIPv6               LinkType = 229    // IPv6
	LinkTypeIEEE802154NoFCS    LinkType = 230    // 802.15.4 without frame check sequence
	LinkTypeDBus               LinkType = 231    // D-Bus messages
	LinkTypeNFLog              LinkType = 239    // Linux netfilter log
	LinkTypeNetAnalyzer        LinkType = 240    // Ethernet behind a Hilscher netANALYZER header
	LinkTypeIPoIB              LinkType = 242    // RFC 4391
	LinkTypeMPEG2TS            LinkType = 243    // MPEG-2 transport stream
	LinkTypePFSync             LinkType = 246    // OpenBSD packet filter state
	LinkTypeInfiniBand         LinkType = 247    // InfiniBand
	LinkTypeSCTP               LinkType = 248    // SCTP without IP
	LinkTypeUSBPcap            LinkType = 249    // USB from Windows
	LinkTypeBluetoothLELL      LinkType = 251    // Bluetooth low energy
	LinkTypeUpperPDU           LinkType = 252    // Wireshark's exported protocol data units
	LinkTypeNetlink            LinkType = 253    // Linux netlink behind a cooked header
	LinkTypeBluetoothMonitor   LinkType = 254    // Linux Bluetooth monitor
	LinkTypeBluetoothLELLPHDR  LinkType = 256    // Bluetooth low energy behind a radio header
	LinkTypePKTAP              LinkType = 258    // Apple PKTAP
	LinkTypeUSBDarwin          LinkType = 266    // USB from macOS
	LinkTypeVSock              LinkType = 271    // Linux vsock monitor
	LinkTypeNordicBLE          LinkType = 272    // Nordic Bluetooth sniffer
	LinkTypeEthernetMPacket    LinkType = 274    // 802.3br mPackets
	LinkTypeLinuxSLL2          LinkType = 276    // Linux cooked capture v2
	LinkTypeIEEE802154TAP      LinkType = 283    // 802.15.4 behind a TLV header
	LinkTypeZWaveSerial        LinkType = 287    // Z-Wave serial frames
	LinkTypeUSB2               LinkType = 288    // USB on the cable
	LinkTypeATSCALP            LinkType = 289    // ATSC link layer protocol
	LinkTypeNone               LinkType = 0xffff // no link type known; the number is not assigned
)

// String is the name of the file format without the prefix, as in "ETHERNET"; for a number without a name
// "LINKTYPE_" and the number.
func (t LinkType) String() string {
	if name, _, _, ok := t.lookup(); ok {
		return name
	}
	return "LINKTYPE_" + strconv.Itoa(int(t))
}

// DLTName is libpcap's name, as in "EN10MB"; for a number without a name the number.
func (t LinkType) DLTName() string {
	if _, name, _, ok := t.Canonical().lookup(); ok {
		return name
	}
	return strconv.Itoa(int(t))
}

// Description is libpcap's short description, as in "Ethernet"; empty if it has none.
func (t LinkType) Description() string {
	_, _, text, _ := t.Canonical().lookup()
	return text
}

// Canonical replaces the few numbers of the programming interface (DLT_) that some systems have written to files
// by those of the file format. Other numbers stay.
func (t LinkType) Canonical() LinkType {
	switch t {
	case 11:
		return LinkTypeATMRFC1483
	case 12:
		return LinkTypeRaw
	case 15:
		return 102 // SLIP_BSDOS
	case 16:
		return 103 // PPP_BSDOS
	case 19:
		return 106 // ATM_CLIP
	}
	return t
}

// ParseLinkType finds a link type by any of its names, in any case, with or without LINKTYPE_ or DLT_, or by number.
func ParseLinkType(s string) (LinkType, bool) {
	name := strings.ToUpper(s)
	name = strings.TrimPrefix(strings.TrimPrefix(name, "LINKTYPE_"), "DLT_")
	if n, err := strconv.ParseUint(name, 10, 16); err == nil {
		return LinkType(n), true
	}
	for line := range strings.Lines(linkTypes) {
		number, file, dlt, _ := splitLinkType(line)
		if name == file || name == dlt {
			n, err := strconv.ParseUint(number, 10, 16)
			return LinkType(n), err == nil
		}
	}
	return 0, false
}

func (t LinkType) lookup() (file, dlt, text string, ok bool) {
	number := strconv.Itoa(int(t))
	for line := range strings.Lines(linkTypes) {
		if n, file, dlt, text := splitLinkType(line); n == number {
			return file, dlt, text, true
		}
	}
	return "", "", "", false
}

// splitLinkType splits a line of the table "number file[/dlt][ description]\n".
func splitLinkType(line string) (number, file, dlt, text string) {
	number, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
	names, text, _ := strings.Cut(rest, " ")
	file, dlt, two := strings.Cut(names, "/")
	if !two {
		dlt = file
	}
	return number, file, dlt, text
}
