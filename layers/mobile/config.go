package mobile

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// GTPConfig is the value of Protocol Configuration Options, 3GPP TS 24.008 section 10.5.6.3: what a telephone and the gateway of its network negotiate, as PPP does.
type GTPConfig struct {
	Extended bool            `bits:"1,default=1"`
	Spare    uint8           `bits:"4"`
	Protocol uint8           `bits:"3"` // 0 PPP
	Options  []GTPConfigUnit `bits:"*,fit"`
	Rest     []byte          `bits:"*"`
}

// GTPConfigUnit is a packet of a protocol of PPP, or what a container has.
type GTPConfigUnit struct {
	ID       GTPConfigID `bits:"16"`
	Length   uint8       `bits:"8,len=Contents"`
	Contents []byte      `bits:"*"`
}

// Err tells whether a unit of PPP's protocols is not one packet: a code, an identifier and a length that counts all of it, 3GPP TS 24.008 section 10.5.6.3 and RFC 1661 section 5.
func (u *GTPConfigUnit) Err() error {
	if b := u.Contents; u.IsPPP() && (len(b) < 4 || int(binary.BigEndian.Uint16(b[2:])) != len(b)) {
		return codec.ErrLength
	}
	return nil
}

// Err tells whether a unit is not whole, or wrong.
func (c *GTPConfig) Err() error {
	if len(c.Rest) > 0 {
		return codec.ErrLength
	}
	for i := range c.Options {
		if err := c.Options[i].Err(); err != nil {
			return err
		}
	}
	return nil
}

// GTPConfigID is the number of a protocol of PPP, or of a container; these are below 0x8000, and their meaning depends on the sender.
type GTPConfigID uint16

func (i GTPConfigID) String() string {
	return iana.Name("\n1 P-CSCF IPv6 address\n2 IM CN subsystem signalling flag\n3 DNS server IPv6 address\n5 network-requested bearer control\n10 IP address by NAS\n11 IPv4 address by DHCPv4\n12 P-CSCF IPv4 address"+
		"\n13 DNS server IPv4 address\n14 MSISDN\n16 IPv4 link MTU\n32801 IPCP\n49185 LCP\n49187 PAP\n49699 CHAP\n", uint64(i))
}

// IsPPP reports whether the contents are a packet of PPP.
func (u *GTPConfigUnit) IsPPP() bool { return u.ID >= 0x8000 }

// Key leads to the layer that the contents are, for packet.NewAt; it is the zero Key where they are no packet of PPP.
func (u *GTPConfigUnit) Key() codec.Key {
	if !u.IsPPP() {
		return codec.Key{}
	}
	return codec.Key{Table: "ppp", Value: uint64(u.ID)}
}

// config decodes Protocol Configuration Options.
func config(value []byte) (*GTPConfig, error) {
	c := new(GTPConfig)
	if _, err := codec.Unmarshal(value, c); err != nil {
		return nil, fmt.Errorf("mobile: %w", err)
	}
	return c, nil
}
