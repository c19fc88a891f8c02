package link

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// CDP is a message of Cisco's discovery protocol, carried by LLC and SNAP (IEEE 802.2). The checksum is the Internet's, except that where the number of bytes is odd
// the last one is the low byte of its word, and sign-extended: Cisco's variant.
type CDP struct {
	Version  uint8    `bits:"8,default=2"`
	TTL      uint8    `bits:"8"` // seconds
	Checksum uint16   `bits:"16,sum=cdp"`
	TLVs     []CDPTLV `bits:"*,fit"`
	Rest     []byte   `bits:"*"`
}

// CDPTLV is a TLV; its length counts type and length too. Value is typed by View.
type CDPTLV struct {
	Type   CDPType `bits:"16"`
	Length uint16  `bits:"16,len=self"`
	Value  []byte  `bits:"*,union=Type"`
}

// CDPType is the type of a TLV.
type CDPType uint16

// Types of TLVs.
const (
	CDPDeviceID           CDPType = 0x0001
	CDPAddresses          CDPType = 0x0002
	CDPPortID             CDPType = 0x0003
	CDPCapabilities       CDPType = 0x0004
	CDPVersion            CDPType = 0x0005
	CDPPlatform           CDPType = 0x0006
	CDPPrefixes           CDPType = 0x0007
	CDPHello              CDPType = 0x0008
	CDPVTPDomain          CDPType = 0x0009
	CDPNativeVLAN         CDPType = 0x000a
	CDPDuplex             CDPType = 0x000b
	CDPVoIPVLANReply      CDPType = 0x000e
	CDPVoIPVLANQuery      CDPType = 0x000f
	CDPPower              CDPType = 0x0010
	CDPMTU                CDPType = 0x0011
	CDPTrust              CDPType = 0x0012
	CDPUntrustedCoS       CDPType = 0x0013
	CDPSystemName         CDPType = 0x0014
	CDPSystemOID          CDPType = 0x0015
	CDPManagementAddr     CDPType = 0x0016
	CDPLocation           CDPType = 0x0017
	CDPExternalPortID     CDPType = 0x0018
	CDPPowerRequested     CDPType = 0x0019
	CDPPowerAvailable     CDPType = 0x001a
	CDPPortUnidirectional CDPType = 0x001b
	CDPEnergyWise         CDPType = 0x001d
	CDPSparePoE           CDPType = 0x001f
)

var cdpNames = []string{
	1: "device ID", "addresses", "port ID", "capabilities", "version", "platform", "prefixes", "protocol hello", "VTP domain", "native VLAN", "duplex",
	14: "VoIP VLAN reply", "VoIP VLAN query", "power", "MTU", "trust", "untrusted CoS", "system name", "system OID", "management addresses", "location",
	"external port ID", "power requested", "power available", "port unidirectional", 29: "EnergyWise", 31: "spare pair PoE",
}

func (t CDPType) String() string { return iana.NameAt(cdpNames, t) }

// Members gives the types of View.
func (CDPTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(CDPAddresses): (*CDPAddressList)(nil), uint64(CDPManagementAddr): (*CDPAddressList)(nil), uint64(CDPCapabilities): (*CDPCapabilitySet)(nil),
		uint64(CDPPrefixes): (*CDPPrefixList)(nil), uint64(CDPNativeVLAN): (*CDPVLAN)(nil), uint64(CDPVoIPVLANReply): (*CDPVoIPVLAN)(nil),
		uint64(CDPVoIPVLANQuery): (*CDPVoIPVLAN)(nil), uint64(CDPDuplex): (*CDPFlag)(nil), uint64(CDPPower): (*CDPWatts)(nil),
		uint64(CDPMTU): (*CDPNumber)(nil), uint64(CDPTrust): (*CDPFlag)(nil), uint64(CDPUntrustedCoS): (*CDPFlag)(nil),
		uint64(CDPLocation): (*CDPPlace)(nil), uint64(CDPPowerRequested): (*CDPPowerLevels)(nil), uint64(CDPPowerAvailable): (*CDPPowerLevels)(nil),
		uint64(CDPHello): (*CDPProtocolHello)(nil), uint64(CDPPortUnidirectional): (*CDPFlag)(nil), uint64(CDPSparePoE): (*CDPFlag)(nil),
	}}
}

// View decodes Value where it is more than text, else it returns nil.
func (t *CDPTLV) View() (any, error) { return codec.View(t, "Value") }

// Text is Value as text: of names, versions, platforms.
func (t *CDPTLV) Text() string { return string(t.Value) }

// CDPAddressList is a list of addresses.
type CDPAddressList struct {
	Count     uint32       `bits:"32,count=Addresses"`
	Addresses []CDPAddress `bits:"*"`
}

// CDPAddress is an address with its protocol: by network layer protocol identifier (kind 1, 0xcc is IPv4) or by LLC and SNAP (kind 2).
type CDPAddress struct {
	Kind           uint8  `bits:"8"`
	ProtocolLength uint8  `bits:"8,len=Protocol"`
	Protocol       []byte `bits:"*"`
	AddressLength  uint16 `bits:"16,len=Address"`
	Address        []byte `bits:"*"`
}

// Err tells whether the protocol has not the length of its kind, or an address of IPv4 not that.
func (a *CDPAddress) Err() error {
	n := len(a.Protocol)
	switch {
	case a.Kind == 1 && n == 1 && (a.Protocol[0] != 0xcc || len(a.Address) == 4), a.Kind == 2 && (n == 3 || n == 8):
		return nil
	}
	return codec.ErrLength
}

// IP is the address where it has the length of an IP address, else the zero Addr.
func (a *CDPAddress) IP() netip.Addr {
	ip, _ := netip.AddrFromSlice(a.Address)
	return ip
}

// CDPCapabilitySet is what a device is: bit 0 router, 1 transparent bridge, 2 source route bridge, 3 switch, 4 host, 5 IGMP, 6 repeater,
// 7 phone, 8 remotely managed.
type CDPCapabilitySet struct {
	Bits uint32 `bits:"32"`
}

// CDPPrefixList is a list of prefixes that a device can route to.
type CDPPrefixList struct {
	Prefixes []CDPPrefix `bits:"*"`
}

// CDPPrefix is a prefix of an IPv4 network.
type CDPPrefix struct {
	Addr netip.Addr `bits:"32"`
	Bits uint8      `bits:"8"`
}

// CDPVLAN is the number of a VLAN.
type CDPVLAN struct {
	VLAN uint16 `bits:"16"`
}

// CDPVoIPVLAN is the VLAN of a phone.
type CDPVoIPVLAN struct {
	Kind uint8  `bits:"8"`
	VLAN uint16 `bits:"16"`
}

// CDPFlag is a value of one byte.
type CDPFlag struct {
	Value uint8 `bits:"8"`
}

// CDPNumber is a value of four bytes.
type CDPNumber struct {
	Value uint32 `bits:"32"`
}

// CDPWatts is the power that is used, in milliwatts.
type CDPWatts struct {
	Milliwatts uint16 `bits:"16"`
}

// CDPPlace is the location of a device.
type CDPPlace struct {
	Kind uint8  `bits:"8"`
	Text []byte `bits:"*"`
}

// CDPPowerLevels is power that is requested or available, in milliwatts.
type CDPPowerLevels struct {
	RequestID    uint16   `bits:"16"`
	ManagementID uint16   `bits:"16"`
	Levels       []uint32 `bits:"*,each=32"`
}

// CDPProtocolHello is a message of another protocol.
type CDPProtocolHello struct {
	OUI      uint32 `bits:"24"`
	Protocol uint16 `bits:"16"`
	Data     []byte `bits:"*"`
}

// Sum is the checksum of Cisco's variant.
func (*CDP) Sum(alg string) func(data []byte, at, n int) uint64 {
	if alg != "cdp" {
		return nil
	}
	return func(data []byte, at, n int) uint64 {
		sum := uint32(0)
		for i := 0; i+1 < len(data); i += 2 {
			if i != at {
				sum += uint32(data[i])<<8 | uint32(data[i+1])
			}
		}
		if len(data)%2 != 0 {
			last := uint32(data[len(data)-1])
			if last >= 0x80 {
				last = 0xff00 | last - 1
			}
			sum += last
		}
		for sum > 0xffff {
			sum = sum>>16 + sum&0xffff
		}
		return uint64(^uint16(sum))
	}
}

// TLV returns the first TLV of a type, nil if there is none.
func (c *CDP) TLV(t CDPType) *CDPTLV {
	for i := range c.TLVs {
		if c.TLVs[i].Type == t {
			return &c.TLVs[i]
		}
	}
	return nil
}

func (c *CDP) String() string {
	s := fmt.Sprintf("CDP version %d, ttl %d, %d TLVs", c.Version, c.TTL, len(c.TLVs))
	if t := c.TLV(CDPDeviceID); t != nil {
		s += fmt.Sprintf(", device %q", t.Text())
	}
	return s
}
