package link

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
	"github.com/wiretag/wiretag/tags"
)

// LLDP is a link layer discovery PDU, IEEE 802.1AB-2016 section 8: a list of TLVs ended by one of type 0. Rest is
// what fills the frame up.
type LLDP struct {
	TLVs []LLDPTLV `bits:"*,last=Type==0"`
	Rest []byte    `bits:"*"`
}

// Err tells whether the TLVs do not begin with those of every LLDPDU, in their order: chassis, port, time to live, or the last one has a value. IEEE 802.1AB-2016 section 8.2.
func (l *LLDP) Err() error {
	if len(l.TLVs) < 3 {
		return codec.ErrCount
	}
	for i := range 3 {
		if t := &l.TLVs[i]; int(t.Type) != i+1 || len(t.Value) < 2 {
			return codec.ErrConst
		}
	}
	if end := l.TLVs[len(l.TLVs)-1]; end.Type == 0 && len(end.Value) > 0 {
		return codec.ErrLength
	}
	return nil
}

// LLDPTLV is a TLV of 7 bits of type and 9 of length. Value is typed by View.
type LLDPTLV struct {
	Type   LLDPType `bits:"7"`
	Length uint16   `bits:"9,len=Value"`
	Value  []byte   `bits:"*,union=Type"`
}

// LLDPType is the type of a TLV.
type LLDPType uint8

// Types of TLVs. The values of descriptions and names are text.
const (
	LLDPEnd               LLDPType = 0
	LLDPChassis           LLDPType = 1
	LLDPPort              LLDPType = 2
	LLDPTTL               LLDPType = 3
	LLDPPortDescription   LLDPType = 4
	LLDPSystemName        LLDPType = 5
	LLDPSystemDescription LLDPType = 6
	LLDPCapability        LLDPType = 7
	LLDPManagement        LLDPType = 8
	LLDPOrganization      LLDPType = 127
)

func (t LLDPType) String() string {
	if t == LLDPOrganization {
		return "organization specific"
	}
	return iana.NameAt([]string{"end", "chassis id", "port id", "time to live", "port description", "system name", "system description", "system capabilities", "management address"}, t)
}

// Members gives the types of View.
func (LLDPTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(LLDPChassis): (*LLDPID)(nil), uint64(LLDPPort): (*LLDPID)(nil), uint64(LLDPTTL): (*LLDPTimeToLive)(nil),
		uint64(LLDPCapability): (*LLDPCapabilities)(nil), uint64(LLDPManagement): (*LLDPManagementAddress)(nil),
		uint64(LLDPOrganization): (*LLDPOrg)(nil),
	}}
}

// View decodes Value: [*LLDPID] of chassis and port, [*LLDPTimeToLive], [*LLDPCapabilities], [*LLDPManagementAddress] or
// [*LLDPOrg]. It returns nil for other types.
func (t *LLDPTLV) View() (any, error) { return codec.View(t, "Value") }

// SetView encodes v, a struct that View returns, into Value.
func (t *LLDPTLV) SetView(v any) (err error) {
	t.Value, err = codec.Marshal(v)
	return err
}

// Text is Value as text: of names and descriptions.
func (t *LLDPTLV) Text() string { return string(t.Value) }

// LLDPID is the identifier of a chassis or port, whose subtypes are numbered differently.
type LLDPID struct {
	Subtype uint8  `bits:"8"`
	ID      []byte `bits:"*"`
}

// Subtypes of the identifiers of chassis.
const (
	LLDPChassisComponent      uint8 = 1
	LLDPChassisInterfaceAlias uint8 = 2
	LLDPChassisPortComponent  uint8 = 3
	LLDPChassisMAC            uint8 = 4
	LLDPChassisAddress        uint8 = 5
	LLDPChassisInterfaceName  uint8 = 6
	LLDPChassisLocal          uint8 = 7
)

// Subtypes of the identifiers of ports.
const (
	LLDPPortInterfaceAlias uint8 = 1
	LLDPPortComponent      uint8 = 2
	LLDPPortMAC            uint8 = 3
	LLDPPortAddress        uint8 = 4
	LLDPPortInterfaceName  uint8 = 5
	LLDPPortCircuit        uint8 = 6
	LLDPPortLocal          uint8 = 7
)

// LLDPTimeToLive is how long the information is valid.
type LLDPTimeToLive struct {
	Seconds uint16 `bits:"16"`
	Rest    []byte `bits:"*"`
}

// LLDPCapabilities are what a system is and what of that is enabled: bit 0 other, 1 repeater, 2 bridge, 3 access point, 4 router, 5 telephone, 6
// DOCSIS cable device, 7 station, 8 and 9 VLAN components, 10 two-port relay.
type LLDPCapabilities struct {
	System  uint16 `bits:"16"`
	Enabled uint16 `bits:"16"`
}

// LLDPManagementAddress is an address by which a system is managed.
type LLDPManagementAddress struct {
	Length          uint8       `bits:"8,len=Address"` // of subtype and address
	Address         LLDPAddress `bits:"*"`
	InterfaceKind   uint8       `bits:"8"` // 1 unknown, 2 interface index, 3 system port number
	InterfaceNumber uint32      `bits:"32"`
	OIDLength       uint8       `bits:"8,len=OID"`
	OID             []byte      `bits:"*"`
}

// LLDPAddress is an address with its family, from IANA's numbers of address families: 1 IPv4, 2 IPv6, 6 IEEE 802.
type LLDPAddress struct {
	Family uint8  `bits:"8"`
	Addr   []byte `bits:"*"`
}

// IP is the address where it is an IP address, else the zero Addr.
func (a *LLDPAddress) IP() netip.Addr {
	if ip, ok := netip.AddrFromSlice(a.Addr); ok && (a.Family == 1 && ip.Is4() || a.Family == 2 && ip.Is6()) {
		return ip
	}
	return netip.Addr{}
}

// LLDPOrg is a TLV that an organisation defines. Data is typed by View.
type LLDPOrg struct {
	Kind LLDPOrgKind `bits:"32"`
	Data []byte      `bits:"*,union=Kind"`
}

// LLDPOrgKind is an organisation, in the upper 24 bits, and its subtype.
type LLDPOrgKind uint32

// Organisations.
const (
	LLDPOUIDot1     uint32 = 0x0080c2 // IEEE 802.1
	LLDPOUIDot3     uint32 = 0x00120f // IEEE 802.3
	LLDPOUIMED      uint32 = 0x0012bb // ANSI/TIA-1057
	LLDPOUICisco    uint32 = 0x000142
	LLDPOUIProfinet uint32 = 0x000ecf
)

// OUI is the organisation.
func (k LLDPOrgKind) OUI() uint32 { return uint32(k) >> 8 }

// Subtype is the number that the organisation gave.
func (k LLDPOrgKind) Subtype() uint8 { return uint8(k) }

func (k LLDPOrgKind) String() string { return fmt.Sprintf("%06x/%d", k.OUI(), k.Subtype()) }

func org(oui uint32, subtype uint8) uint64 { return uint64(oui)<<8 | uint64(subtype) }

// Members gives the types of View.
func (LLDPOrg) Members(string) tags.Members {
	m := map[uint64]any{
		org(LLDPOUIDot1, 1): (*LLDPPortVLAN)(nil), org(LLDPOUIDot1, 2): (*LLDPProtocolVLAN)(nil), org(LLDPOUIDot1, 3): (*LLDPVLANName)(nil),
		org(LLDPOUIDot1, 4): (*LLDPProtocolIdentity)(nil), org(LLDPOUIDot1, 5): (*LLDPUsageDigest)(nil), org(LLDPOUIDot1, 6): (*LLDPManagementVLAN)(nil),
		org(LLDPOUIDot1, 7): (*LLDPAggregation)(nil), org(LLDPOUIDot1, 8): (*LLDPCongestion)(nil), org(LLDPOUIDot1, 9): (*LLDPETS)(nil),
		org(LLDPOUIDot1, 10): (*LLDPETS)(nil), org(LLDPOUIDot1, 11): (*LLDPPFC)(nil), org(LLDPOUIDot1, 12): (*LLDPApplications)(nil),
		org(LLDPOUIDot1, 13): (*LLDPEVB)(nil), org(LLDPOUIDot3, 1): (*LLDPMACPHY)(nil), org(LLDPOUIDot3, 2): (*LLDPPower)(nil),
		org(LLDPOUIDot3, 3): (*LLDPAggregation)(nil), org(LLDPOUIDot3, 4): (*LLDPMaxFrame)(nil), org(LLDPOUIDot3, 5): (*LLDPEEE)(nil),
		org(LLDPOUIMED, 1): (*LLDPMEDCapabilities)(nil), org(LLDPOUIMED, 2): (*LLDPMEDPolicy)(nil), org(LLDPOUIMED, 3): (*LLDPMEDLocation)(nil),
		org(LLDPOUIMED, 4): (*LLDPMEDPower)(nil), org(LLDPOUICisco, 1): (*LLDPCiscoPower)(nil),
	}
	return tags.Members{Types: m}
}

// View decodes Data where the organisation's TLV is known, else it returns nil. Those of LLDP-MED's inventory (subtypes 5 to 11) are text.
func (o *LLDPOrg) View() (any, error) { return codec.View(o, "Data") }

// TLV returns the first TLV of a type, nil if there is none.
func (l *LLDP) TLV(t LLDPType) *LLDPTLV {
	for i := range l.TLVs {
		if l.TLVs[i].Type == t {
			return &l.TLVs[i]
		}
	}
	return nil
}

func (l *LLDP) String() string {
	s := fmt.Sprintf("LLDP %d TLVs", len(l.TLVs))
	if t := l.TLV(LLDPChassis); t != nil && len(t.Value) == 7 && t.Value[0] == LLDPChassisMAC {
		s += ", chassis " + ieee.MAC(t.Value[1:]).String()
	}
	if t := l.TLV(LLDPSystemName); t != nil {
		s += fmt.Sprintf(", name %q", t.Text())
	}
	return s
}
