package layers

import (
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
	"github.com/wiretag/wiretag/layers/osi"
)

// What layers in packages of their own share with those here stands in packages that both import. These
// are its names here.
type (
	// MAC is a 48-bit IEEE 802 address (EUI-48).
	MAC = ieee.MAC
	// EtherType is the type of an Ethernet frame's payload.
	EtherType = ieee.EtherType
	// IPProtocol is the protocol inside IPv4 and IPv6, and the type of an IPv6 extension header.
	IPProtocol = iana.IPProtocol
	// Role is the place of a layer in the OSI model, as far as it has one.
	Role = osi.Role
)

// ParseMAC parses an address of six bytes in the forms that net.ParseMAC takes.
func ParseMAC(s string) (MAC, error) { return ieee.ParseMAC(s) }

// Roles of layers.
const (
	RoleNone        = osi.None
	RoleLink        = osi.Link
	RoleNetwork     = osi.Network
	RoleTransport   = osi.Transport
	RoleApplication = osi.Application
)

// MaxEtherLength is the largest value that is a length where an EtherType can
// be a length. What lies between it and 0x0600 is neither.
const MaxEtherLength = ieee.MaxEtherLength

// EtherTypes.
const (
	EtherTypeNovellRaw  = ieee.EtherTypeNovellRaw // Linux: IPX directly in an 802.3 frame
	EtherTypeLLC        = ieee.EtherTypeLLC       // Linux: an 802.3 frame with LLC
	EtherTypeCAN        = ieee.EtherTypeCAN       // Linux
	EtherTypeCANFD      = ieee.EtherTypeCANFD     // Linux
	EtherTypeIPv4       = ieee.EtherTypeIPv4
	EtherTypeARP        = ieee.EtherTypeARP
	EtherTypeWakeOnLAN  = ieee.EtherTypeWakeOnLAN
	EtherTypeTRILL      = ieee.EtherTypeTRILL
	EtherTypeDECnet     = ieee.EtherTypeDECnet
	EtherTypeTEB        = ieee.EtherTypeTEB // transparent Ethernet bridging
	EtherTypeRARP       = ieee.EtherTypeRARP
	EtherTypeAppleTalk  = ieee.EtherTypeAppleTalk
	EtherTypeAARP       = ieee.EtherTypeAARP
	EtherTypeDot1Q      = ieee.EtherTypeDot1Q // customer VLAN tag
	EtherTypeIPX        = ieee.EtherTypeIPX
	EtherTypeIPv6       = ieee.EtherTypeIPv6
	EtherTypeFlow       = ieee.EtherTypeFlow // Ethernet flow control
	EtherTypeSlow       = ieee.EtherTypeSlow // slow protocols: LACP, marker, OAM
	EtherTypePPP        = ieee.EtherTypePPP
	EtherTypeMPLS       = ieee.EtherTypeMPLS
	EtherTypeMPLSMcast  = ieee.EtherTypeMPLSMcast // upstream-assigned label
	EtherTypePPPoEDisc  = ieee.EtherTypePPPoEDisc
	EtherTypePPPoE      = ieee.EtherTypePPPoE   // session stage
	EtherTypeLongLLC    = ieee.EtherTypeLongLLC // LLC in frames that are too long for a length, IEEE 802.1AC-2016/Cor 1
	EtherTypeEAPOL      = ieee.EtherTypeEAPOL
	EtherTypePROFINET   = ieee.EtherTypePROFINET
	EtherTypeAoE        = ieee.EtherTypeAoE
	EtherTypeEtherCAT   = ieee.EtherTypeEtherCAT
	EtherTypeDot1AD     = ieee.EtherTypeDot1AD // service VLAN tag
	EtherTypeGOOSE      = ieee.EtherTypeGOOSE
	EtherTypeERSPAN     = ieee.EtherTypeERSPAN // types I and II
	EtherTypeLLDP       = ieee.EtherTypeLLDP
	EtherTypeMACsec     = ieee.EtherTypeMACsec
	EtherTypePBB        = ieee.EtherTypePBB
	EtherTypePTP        = ieee.EtherTypePTP
	EtherTypeCFM        = ieee.EtherTypeCFM
	EtherTypeFCoE       = ieee.EtherTypeFCoE
	EtherTypeRoCE       = ieee.EtherTypeRoCE
	EtherTypeNSH        = ieee.EtherTypeNSH
	EtherTypeLoopback   = ieee.EtherTypeLoopback // configuration test protocol
	EtherTypeQinQ9100   = ieee.EtherTypeQinQ9100 // service VLAN tag before 802.1ad
	EtherTypeQinQ9200   = ieee.EtherTypeQinQ9200 // the same
	EtherTypeERSPANIII  = ieee.EtherTypeERSPANIII
	EtherTypeHomePlugAV = ieee.EtherTypeHomePlugAV
	EtherTypeHSR        = ieee.EtherTypeHSR
	EtherTypePRP        = ieee.EtherTypePRP
)

// Internet protocol numbers.
const (
	IPProtocolHopByHop    = iana.IPProtocolHopByHop
	IPProtocolICMP        = iana.IPProtocolICMP
	IPProtocolIGMP        = iana.IPProtocolIGMP
	IPProtocolIPv4        = iana.IPProtocolIPv4
	IPProtocolST          = iana.IPProtocolST
	IPProtocolTCP         = iana.IPProtocolTCP
	IPProtocolEGP         = iana.IPProtocolEGP
	IPProtocolIGP         = iana.IPProtocolIGP
	IPProtocolUDP         = iana.IPProtocolUDP
	IPProtocolRDP         = iana.IPProtocolRDP
	IPProtocolDCCP        = iana.IPProtocolDCCP
	IPProtocolIPv6        = iana.IPProtocolIPv6
	IPProtocolRouting     = iana.IPProtocolRouting
	IPProtocolFragment    = iana.IPProtocolFragment
	IPProtocolRSVP        = iana.IPProtocolRSVP
	IPProtocolGRE         = iana.IPProtocolGRE
	IPProtocolESP         = iana.IPProtocolESP
	IPProtocolAH          = iana.IPProtocolAH
	IPProtocolMobile      = iana.IPProtocolMobile
	IPProtocolICMPv6      = iana.IPProtocolICMPv6
	IPProtocolNone        = iana.IPProtocolNone
	IPProtocolDestination = iana.IPProtocolDestination
	IPProtocolEIGRP       = iana.IPProtocolEIGRP
	IPProtocolOSPF        = iana.IPProtocolOSPF
	IPProtocolIPIP        = iana.IPProtocolIPIP
	IPProtocolEtherIP     = iana.IPProtocolEtherIP
	IPProtocolPIM         = iana.IPProtocolPIM
	IPProtocolIPComp      = iana.IPProtocolIPComp
	IPProtocolVRRP        = iana.IPProtocolVRRP
	IPProtocolPGM         = iana.IPProtocolPGM
	IPProtocolL2TP        = iana.IPProtocolL2TP
	IPProtocolSCTP        = iana.IPProtocolSCTP
	IPProtocolMobility    = iana.IPProtocolMobility
	IPProtocolUDPLite     = iana.IPProtocolUDPLite
	IPProtocolMPLS        = iana.IPProtocolMPLS
	IPProtocolHIP         = iana.IPProtocolHIP
	IPProtocolShim6       = iana.IPProtocolShim6
	IPProtocolEthernet    = iana.IPProtocolEthernet
	IPProtocolNSH         = iana.IPProtocolNSH
)
