package ike

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// IKEv2SA is a security association payload of version 2, RFC 7296 section 3.3.
type IKEv2SA struct {
	NextPayload PayloadType  `bits:"8,next=ikepayload"`
	Critical    bool         `bits:"1"`
	Reserved    uint8        `bits:"7"`
	Length      uint16       `bits:"16,len=header"`
	Proposals   []V2Proposal `bits:"*,last=More==0"`
	Rest        []byte       `bits:"*"`
}

// V2Proposal is a proposal of one protocol, RFC 7296 section 3.3.1.
type V2Proposal struct {
	More          PayloadType   `bits:"8"` // 2 if another proposal follows, 0 in the last one
	Reserved      uint8         `bits:"8"`
	Length        uint16        `bits:"16,len=self"`
	Number        uint8         `bits:"8"`
	Protocol      Protocol      `bits:"8"`
	SPISize       uint8         `bits:"8,len=SPI"`
	NumTransforms uint8         `bits:"8,count=Transforms"`
	SPI           []byte        `bits:"*"`
	Transforms    []V2Transform `bits:"*,last=More==0"`
	Rest          []byte        `bits:"*"`
}

// V2Transform is an algorithm, RFC 7296 section 3.3.2. Of those of one type, one is chosen. ID is a number of the type's registry, see [V2Transform.Name].
type V2Transform struct {
	More       PayloadType   `bits:"8"` // 3 if another transform follows, 0 in the last one
	Reserved   uint8         `bits:"8"`
	Length     uint16        `bits:"16,len=self"`
	Type       TransformType `bits:"8"`
	Reserved2  uint8         `bits:"8"`
	ID         uint16        `bits:"16"`
	Attributes []Attribute   `bits:"*"`
	Rest       []byte        `bits:"*"`
}

// TransformType is what an algorithm is for.
type TransformType uint8

// Types of transforms, RFC 7296 section 3.3.2.
const (
	TransformEncryption TransformType = 1
	TransformPRF        TransformType = 2 // pseudorandom function
	TransformIntegrity  TransformType = 3
	TransformKE         TransformType = 4 // key exchange method, a group of Diffie-Hellman
	TransformESN        TransformType = 5 // sequence numbers
)

func (t TransformType) String() string {
	return iana.Name("\n1 ENCR\n2 PRF\n3 INTEG\n4 KE\n5 SN\n6 ADDKE1\n7 ADDKE2\n8 ADDKE3\n9 ADDKE4\n10 ADDKE5\n11 ADDKE6\n12 ADDKE7\n13 KWA\n14 GCAUTH\n", t)
}

// Name is the name of the algorithm in the registries of IANA, or its number.
func (t *V2Transform) Name() string {
	switch t.Type {
	case TransformEncryption:
		return iana.Name(encryptionNames, uint64(t.ID))
	case TransformPRF:
		return iana.Name(prfNames, uint64(t.ID))
	case TransformIntegrity:
		return iana.Name(integrityNames, uint64(t.ID))
	case TransformKE:
		return iana.Name(groupNames, uint64(t.ID))
	case TransformESN:
		return iana.Name("\n0 32-bit\n1 64-bit (ESN)\n", uint64(t.ID))
	}
	return iana.Name("", uint64(t.ID))
}

const (
	encryptionNames = "\n1 DES_IV64\n2 DES\n3 3DES\n4 RC5\n5 IDEA\n6 CAST\n7 BLOWFISH\n8 3IDEA\n9 DES_IV32\n11 NULL\n12 AES_CBC\n13 AES_CTR\n14 AES_CCM_8\n15 AES_CCM_12\n16 AES_CCM_16" +
		"\n18 AES_GCM_8\n19 AES_GCM_12\n20 AES_GCM_16\n21 NULL_AUTH_AES_GMAC\n23 CAMELLIA_CBC\n24 CAMELLIA_CTR\n25 CAMELLIA_CCM_8\n26 CAMELLIA_CCM_12\n27 CAMELLIA_CCM_16\n28 CHACHA20_POLY1305" +
		"\n29 AES_CCM_8_IIV\n30 AES_GCM_16_IIV\n31 CHACHA20_POLY1305_IIV\n"
	prfNames       = "\n1 HMAC_MD5\n2 HMAC_SHA1\n3 HMAC_TIGER\n4 AES128_XCBC\n5 HMAC_SHA2_256\n6 HMAC_SHA2_384\n7 HMAC_SHA2_512\n8 AES128_CMAC\n9 HMAC_STREEBOG_512\n"
	integrityNames = "\n0 NONE\n1 HMAC_MD5_96\n2 HMAC_SHA1_96\n3 DES_MAC\n4 KPDK_MD5\n5 AES_XCBC_96\n6 HMAC_MD5_128\n7 HMAC_SHA1_160\n8 AES_CMAC_96\n9 AES_128_GMAC\n10 AES_192_GMAC\n11 AES_256_GMAC" +
		"\n12 HMAC_SHA2_256_128\n13 HMAC_SHA2_384_192\n14 HMAC_SHA2_512_256\n"
	groupNames = "\n0 NONE\n1 MODP768\n2 MODP1024\n5 MODP1536\n14 MODP2048\n15 MODP3072\n16 MODP4096\n17 MODP6144\n18 MODP8192\n19 ECP256\n20 ECP384\n21 ECP521\n22 MODP1024_160\n23 MODP2048_224" +
		"\n24 MODP2048_256\n25 ECP192\n26 ECP224\n27 BRAINPOOL224\n28 BRAINPOOL256\n29 BRAINPOOL384\n30 BRAINPOOL512\n31 CURVE25519\n32 CURVE448\n33 GOST3410_256\n34 GOST3410_512\n35 ML_KEM_512" +
		"\n36 ML_KEM_768\n37 ML_KEM_1024\n"
)

// NextLayer is the next payload.
func (p *IKEv2SA) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEv2SA) String() string { return fmt.Sprintf("IKEv2SA, %d proposals", len(p.Proposals)) }

// TrafficSelector is a range of addresses and ports, RFC 7296 section 3.13.1. For ICMP the ports are type and code.
type TrafficSelector struct {
	Type      SelectorType `bits:"8"`
	Protocol  uint8        `bits:"8"` // of IP; 0 for all
	Length    uint16       `bits:"16,len=self"`
	StartPort uint16       `bits:"16,if=Type<9"`
	EndPort   uint16       `bits:"16,if=Type<9"`
	Start4    netip.Addr   `bits:"32,if=Type==7"`
	End4      netip.Addr   `bits:"32,if=Type==7"`
	Start6    netip.Addr   `bits:"128,if=Type==8"`
	End6      netip.Addr   `bits:"128,if=Type==8"`
	Data      []byte       `bits:"*"` // of other types
}

// Err tells whether a range of Fibre Channel addresses, of routing controls and of types is not whole, or a label is missing: RFC 4595 section 4.4, RFC 9478 section 2.2.
func (s *TrafficSelector) Err() error {
	const fibreChannel = 12 // bytes: two addresses of 24 bits in words, four numbers of a byte
	return want((s.Type != SelectorFC || len(s.Data) == fibreChannel) && (s.Type != SelectorLabel || len(s.Data) > 0))
}

// SelectorType is the type of a traffic selector.
type SelectorType uint8

// Types of traffic selectors, from the registry of IANA.
const (
	SelectorIPv4  SelectorType = 7
	SelectorIPv6  SelectorType = 8
	SelectorFC    SelectorType = 9  // RFC 4595
	SelectorLabel SelectorType = 10 // RFC 9478
)

func (t SelectorType) String() string {
	return iana.Name("\n7 IPv4 range\n8 IPv6 range\n9 FC range\n10 security label\n", t)
}

// ConfigType is the type of a configuration payload.
type ConfigType uint8

// Types of configuration payloads, RFC 7296 section 3.15.
const (
	ConfigRequest ConfigType = 1
	ConfigReply   ConfigType = 2
	ConfigSet     ConfigType = 3
	ConfigAck     ConfigType = 4
)

func (t ConfigType) String() string {
	return iana.Name("\n1 REQUEST\n2 REPLY\n3 SET\n4 ACK\n", t)
}

// ConfigAttribute is a configuration attribute, RFC 7296 section 3.15.1; it is empty in a request for any value. Value is typed by View.
type ConfigAttribute struct {
	Reserved bool                `bits:"1"`
	Type     ConfigAttributeType `bits:"15"`
	Length   uint16              `bits:"16,len=Value"`
	Value    []byte              `bits:"*,union=Type"`
}

// ConfigAttributeType is the type of a configuration attribute.
type ConfigAttributeType uint16

// Types of configuration attributes, RFC 7296 section 3.15.1.
const (
	ConfigIPv4Address ConfigAttributeType = 1
	ConfigIPv4Netmask ConfigAttributeType = 2
	ConfigIPv4DNS     ConfigAttributeType = 3
	ConfigIPv4NBNS    ConfigAttributeType = 4
	ConfigIPv4DHCP    ConfigAttributeType = 6
	ConfigVersion     ConfigAttributeType = 7
	ConfigIPv6Address ConfigAttributeType = 8
	ConfigIPv6DNS     ConfigAttributeType = 10
	ConfigIPv6DHCP    ConfigAttributeType = 12
	ConfigIPv4Subnet  ConfigAttributeType = 13
	ConfigSupported   ConfigAttributeType = 14
	ConfigIPv6Subnet  ConfigAttributeType = 15
)

func (t ConfigAttributeType) String() string {
	return iana.Name("\n1 INTERNAL_IP4_ADDRESS\n2 INTERNAL_IP4_NETMASK\n3 INTERNAL_IP4_DNS\n4 INTERNAL_IP4_NBNS\n6 INTERNAL_IP4_DHCP\n7 APPLICATION_VERSION\n8 INTERNAL_IP6_ADDRESS\n10 INTERNAL_IP6_DNS"+
		"\n12 INTERNAL_IP6_DHCP\n13 INTERNAL_IP4_SUBNET\n14 SUPPORTED_ATTRIBUTES\n15 INTERNAL_IP6_SUBNET\n16 MIP6_HOME_PREFIX\n17 INTERNAL_IP6_LINK\n18 INTERNAL_IP6_PREFIX\n19 HOME_AGENT_ADDRESS"+
		"\n20 P_CSCF_IP4_ADDRESS\n21 P_CSCF_IP6_ADDRESS\n24 EXTERNAL_SOURCE_IP4_NAT_INFO\n25 INTERNAL_DNS_DOMAIN\n26 INTERNAL_DNSSEC_TA\n", uint64(t))
}

// View decodes Value as the type asks for; nil where it is empty, or there is no form for it.
func (a *ConfigAttribute) View() (any, error) {
	if len(a.Value) == 0 {
		return nil, nil
	}
	return codec.View(a, "Value")
}

// Members gives the types of View.
func (ConfigAttribute) Members(string) tags.Members {
	m := map[uint64]any{
		uint64(ConfigVersion): (*IDText)(nil), uint64(ConfigIPv6Address): (*ConfigPrefix6)(nil), uint64(ConfigIPv6DNS): (*IDAddr6)(nil), uint64(ConfigIPv6DHCP): (*IDAddr6)(nil),
		uint64(ConfigIPv4Subnet): (*IDPair)(nil), uint64(ConfigIPv6Subnet): (*ConfigPrefix6)(nil), uint64(ConfigSupported): (*ConfigTypes)(nil), 20: (*IDAddr)(nil), 21: (*IDAddr6)(nil),
		25: (*IDText)(nil),
	}
	for _, t := range [...]ConfigAttributeType{ConfigIPv4Address, ConfigIPv4Netmask, ConfigIPv4DNS, ConfigIPv4NBNS, ConfigIPv4DHCP} {
		m[uint64(t)] = (*IDAddr)(nil)
	}
	return tags.Members{Types: m}
}

// ConfigPrefix6 is an IPv6 address with the length of its prefix in bits.
type ConfigPrefix6 struct {
	Addr   netip.Addr `bits:"128"`
	Prefix uint8      `bits:"8"`
}

// ConfigTypes are types of attributes that the sender knows.
type ConfigTypes struct {
	Types []ConfigAttributeType `bits:"*,each=16"`
}
