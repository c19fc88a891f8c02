package ieee

import "fmt"

// EtherType is the type of an Ethernet frame's payload, from the IEEE registry and
// RFC 9542 appendix B. Numbers up to 1500 are lengths in Ethernet and 802.1Q headers; Linux
// uses some of them as types in its cooked headers.
type EtherType uint16

// EtherTypes.
const (
	EtherTypeNovellRaw  EtherType = 0x0001 // Linux: IPX directly in an 802.3 frame
	EtherTypeLLC        EtherType = 0x0004 // Linux: an 802.3 frame with LLC
	EtherTypeCAN        EtherType = 0x000c // Linux
	EtherTypeCANFD      EtherType = 0x000d // Linux
	EtherTypeIPv4       EtherType = 0x0800
	EtherTypeARP        EtherType = 0x0806
	EtherTypeWakeOnLAN  EtherType = 0x0842
	EtherTypeTRILL      EtherType = 0x22f3
	EtherTypeDECnet     EtherType = 0x6003
	EtherTypeTEB        EtherType = 0x6558 // transparent Ethernet bridging
	EtherTypeRARP       EtherType = 0x8035
	EtherTypeAppleTalk  EtherType = 0x809b
	EtherTypeAARP       EtherType = 0x80f3
	EtherTypeDot1Q      EtherType = 0x8100 // customer VLAN tag
	EtherTypeIPX        EtherType = 0x8137
	EtherTypeIPv6       EtherType = 0x86dd
	EtherTypeFlow       EtherType = 0x8808 // Ethernet flow control
	EtherTypeSlow       EtherType = 0x8809 // slow protocols: LACP, marker, OAM
	EtherTypePPP        EtherType = 0x880b
	EtherTypeMPLS       EtherType = 0x8847
	EtherTypeMPLSMcast  EtherType = 0x8848 // upstream-assigned label
	EtherTypePPPoEDisc  EtherType = 0x8863
	EtherTypePPPoE      EtherType = 0x8864 // session stage
	EtherTypeLongLLC    EtherType = 0x8870 // LLC in frames that are too long for a length, IEEE 802.1AC-2016/Cor 1
	EtherTypeEAPOL      EtherType = 0x888e
	EtherTypePROFINET   EtherType = 0x8892
	EtherTypeAoE        EtherType = 0x88a2
	EtherTypeEtherCAT   EtherType = 0x88a4
	EtherTypeDot1AD     EtherType = 0x88a8 // service VLAN tag
	EtherTypeGOOSE      EtherType = 0x88b8
	EtherTypeERSPAN     EtherType = 0x88be // types I and II
	EtherTypeLLDP       EtherType = 0x88cc
	EtherTypeMACsec     EtherType = 0x88e5
	EtherTypePBB        EtherType = 0x88e7
	EtherTypePTP        EtherType = 0x88f7
	EtherTypeCFM        EtherType = 0x8902
	EtherTypeFCoE       EtherType = 0x8906
	EtherTypeRoCE       EtherType = 0x8915
	EtherTypeNSH        EtherType = 0x894f
	EtherTypeLoopback   EtherType = 0x9000 // configuration test protocol
	EtherTypeQinQ9100   EtherType = 0x9100 // service VLAN tag before 802.1ad
	EtherTypeQinQ9200   EtherType = 0x9200 // the same
	EtherTypeERSPANIII  EtherType = 0x22eb
	EtherTypeHomePlugAV EtherType = 0x88e1
	EtherTypeHSR        EtherType = 0x892f
	EtherTypePRP        EtherType = 0x88fb
)

// MaxEtherLength is the largest value that is a length where an EtherType can
// be a length. What lies between it and 0x0600 is neither.
const MaxEtherLength = 1500

// IsLength reports whether, in an Ethernet or 802.1Q header, t is a length.
func (t EtherType) IsLength() bool { return t <= MaxEtherLength }

// String gives the name, or four hexadecimal digits.
func (t EtherType) String() string {
	for i := range len(etherTypeNames) {
		if etherTypeNames[i].t == t {
			return etherTypeNames[i].name
		}
	}
	return fmt.Sprintf("0x%04x", uint16(t))
}

var etherTypeNames = [...]struct {
	t    EtherType
	name string
}{
	{EtherTypeIPv4, "IPv4"},
	{EtherTypeIPv6, "IPv6"},
	{EtherTypeARP, "ARP"},
	{EtherTypeDot1Q, "802.1Q"},
	{EtherTypeDot1AD, "802.1ad"},
	{EtherTypeNovellRaw, "802.3"},
	{EtherTypeLLC, "LLC"},
	{EtherTypeCAN, "CAN"},
	{EtherTypeCANFD, "CAN FD"},
	{EtherTypeWakeOnLAN, "Wake-on-LAN"},
	{EtherTypeTRILL, "TRILL"},
	{EtherTypeERSPANIII, "ERSPAN III"},
	{EtherTypeDECnet, "DECnet"},
	{EtherTypeTEB, "Ethernet"},
	{EtherTypeRARP, "RARP"},
	{EtherTypeAppleTalk, "AppleTalk"},
	{EtherTypeAARP, "AARP"},
	{EtherTypeIPX, "IPX"},
	{EtherTypeFlow, "Flow Control"},
	{EtherTypeSlow, "Slow Protocols"},
	{EtherTypePPP, "PPP"},
	{EtherTypeMPLS, "MPLS"},
	{EtherTypeMPLSMcast, "MPLS Multicast"},
	{EtherTypePPPoEDisc, "PPPoE Discovery"},
	{EtherTypePPPoE, "PPPoE"},
	{EtherTypeLongLLC, "Long LLC"},
	{EtherTypeEAPOL, "EAPOL"},
	{EtherTypePROFINET, "PROFINET"},
	{EtherTypeHomePlugAV, "HomePlug AV"},
	{EtherTypeAoE, "AoE"},
	{EtherTypeEtherCAT, "EtherCAT"},
	{EtherTypeGOOSE, "GOOSE"},
	{EtherTypeERSPAN, "ERSPAN"},
	{EtherTypeLLDP, "LLDP"},
	{EtherTypeMACsec, "MACsec"},
	{EtherTypePBB, "PBB"},
	{EtherTypePTP, "PTP"},
	{EtherTypePRP, "PRP"},
	{EtherTypeCFM, "CFM"},
	{EtherTypeFCoE, "FCoE"},
	{EtherTypeRoCE, "RoCE"},
	{EtherTypeHSR, "HSR"},
	{EtherTypeNSH, "NSH"},
	{EtherTypeLoopback, "Loopback"},
	{EtherTypeQinQ9100, "QinQ 0x9100"},
	{EtherTypeQinQ9200, "QinQ 0x9200"},
}
