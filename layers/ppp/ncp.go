package ppp

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// IPCP is a packet of the IP control protocol, RFC 1332 section 2.
type IPCP struct {
	Code    PPPCode      `bits:"8"`
	ID      uint8        `bits:"8"`
	Length  uint16       `bits:"16,len=packet"`
	Options []IPCPOption `bits:"*,if=Code>=1&&Code<=4"`
	Data    []byte       `bits:"*"`
}

// Err tells whether the code is none of RFC 1332 section 2.
func (p *IPCP) Err() error { return ncpErr(p.Code) }

// ncpErr tells whether a code is one of LCP alone.
func ncpErr(c PPPCode) error {
	if c == CodeVendor || c > CodeCodeReject {
		return codec.ErrRange
	}
	return nil
}

// IPCPOption is an option; its length counts type and length too. Value is typed by View.
type IPCPOption struct {
	Type   IPCPOptionType `bits:"8"`
	Length uint8          `bits:"8,len=self"`
	Value  []byte         `bits:"*,union=Type"`
}

// IPCPOptionType is the type of an IPCPOption.
type IPCPOptionType uint8

// Types of options. The servers are of RFC 1877.
const (
	IPCPAddresses   IPCPOptionType = 1 // two of them; not to be used any more
	IPCPCompression IPCPOptionType = 2
	IPCPAddress     IPCPOptionType = 3
	IPCPMobileIPv4  IPCPOptionType = 4
	IPCPDNS1        IPCPOptionType = 129
	IPCPNBNS1       IPCPOptionType = 130
	IPCPDNS2        IPCPOptionType = 131
	IPCPNBNS2       IPCPOptionType = 132
)

func (t IPCPOptionType) String() string {
	if t >= IPCPDNS1 && t <= IPCPNBNS2 {
		return [...]string{"primary dns", "primary nbns", "secondary dns", "secondary nbns"}[t-IPCPDNS1]
	}
	return iana.NameAt([]string{"", "addresses", "compression", "address", "mobile IPv4"}, t)
}

// Members gives the types of View.
func (IPCPOption) Members(string) tags.Members {
	m := map[uint64]any{uint64(IPCPAddresses): (*IPCPTwoAddresses)(nil), uint64(IPCPCompression): (*CompressionProtocol)(nil)}
	for _, t := range [...]IPCPOptionType{IPCPAddress, IPCPMobileIPv4, IPCPDNS1, IPCPNBNS1, IPCPDNS2, IPCPNBNS2} {
		m[uint64(t)] = (*IPCPOneAddress)(nil)
	}
	return tags.Members{Types: m}
}

// View decodes Value: [*IPCPOneAddress], [*IPCPTwoAddresses] or [*CompressionProtocol], nil for other types.
func (o *IPCPOption) View() (any, error) { return codec.View(o, "Value") }

// IPCPOneAddress is an address, zero to ask for one.
type IPCPOneAddress struct {
	Addr netip.Addr `bits:"32"`
}

// IPCPTwoAddresses are the addresses of both sides, the sender's first.
type IPCPTwoAddresses struct {
	Src netip.Addr `bits:"32"`
	Dst netip.Addr `bits:"32"`
}

// CompressionProtocol is a protocol of header compression: 0x002d Van Jacobson's, 0x004f IPv6, 0x0061 RFC 2507, 0x0003 robust. Data are its parameters;
// Van Jacobson's are the highest slot number and whether it may be left out, a byte each.
type CompressionProtocol struct {
	Protocol PPPProtocol `bits:"16"`
	Data     []byte      `bits:"*"`
}

func (p *IPCP) String() string {
	return fmt.Sprintf("IPCP %s, id %d, %d options", p.Code, p.ID, len(p.Options))
}

// IPV6CP is a packet of the IPv6 control protocol, RFC 5072 section 3.
type IPV6CP struct {
	Code    PPPCode        `bits:"8"`
	ID      uint8          `bits:"8"`
	Length  uint16         `bits:"16,len=packet"`
	Options []IPV6CPOption `bits:"*,if=Code>=1&&Code<=4"`
	Data    []byte         `bits:"*"`
}

// IPV6CPOption is an option; its length counts type and length too. Value is typed by View.
type IPV6CPOption struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,len=self"`
	Value  []byte `bits:"*,union=Type"`
}

// Types of IPV6CPOption.
const (
	IPV6CPInterfaceID uint8 = 1
	IPV6CPCompression uint8 = 2
)

// Members gives the types of View.
func (IPV6CPOption) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(IPV6CPInterfaceID): (*InterfaceID)(nil), uint64(IPV6CPCompression): (*CompressionProtocol)(nil),
	}}
}

// View decodes Value: [*InterfaceID] or [*CompressionProtocol], nil for other types.
func (o *IPV6CPOption) View() (any, error) { return codec.View(o, "Value") }

// InterfaceID is an interface identifier, the lower half of a link-local address, zero to ask for one.
type InterfaceID struct {
	ID uint64 `bits:"64"`
}

// Addr is the link-local address of the identifier.
func (i *InterfaceID) Addr() netip.Addr {
	a := [16]byte{0xfe, 0x80}
	for n := range 8 {
		a[15-n] = byte(i.ID >> (8 * n))
	}
	return netip.AddrFrom16(a)
}

// Err tells whether the code is none of RFC 5072 section 3.
func (p *IPV6CP) Err() error { return ncpErr(p.Code) }

func (p *IPV6CP) String() string {
	return fmt.Sprintf("IPV6CP %s, id %d, %d options", p.Code, p.ID, len(p.Options))
}

// MPLSCP is a packet of the MPLS control protocol, RFC 3032 section 4.2. It has no options.
type MPLSCP struct {
	Code   PPPCode `bits:"8"`
	ID     uint8   `bits:"8"`
	Length uint16  `bits:"16,len=packet"`
	Data   []byte  `bits:"*"`
}

// Err tells whether the code is none of RFC 3032 section 4.2.
func (p *MPLSCP) Err() error { return ncpErr(p.Code) }

func (p *MPLSCP) String() string { return fmt.Sprintf("MPLSCP %s, id %d", p.Code, p.ID) }
