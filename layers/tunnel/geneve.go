package tunnel

import (
	"fmt"

	"github.com/wiretag/wiretag/layers/ieee"
)

// Geneve is generic network virtualization encapsulation, RFC 8926 section 3. Options are measured in words of 4 bytes.
type Geneve struct {
	Version    uint8          `bits:"2"`
	OptionsLen uint8          `bits:"6,len=Options/4"`
	Control    bool           `bits:"1"` // a control message, not data
	Critical   bool           `bits:"1"` // options are there that must be understood
	Reserved1  uint8          `bits:"6"`
	Protocol   ieee.EtherType `bits:"16,next=ethertype"`
	VNI        uint32         `bits:"24"`
	Reserved2  uint8          `bits:"8"`
	Options    []GeneveOption `bits:"*"`
}

// GeneveOption is an option of a Geneve header.
type GeneveOption struct {
	Class    uint16 `bits:"16"` // the organisation that defines Type
	Critical bool   `bits:"1"`
	Type     uint8  `bits:"7"`
	Reserved uint8  `bits:"3"`
	Length   uint8  `bits:"5,len=Data/4"`
	Data     []byte `bits:"*"`
}

// Classes of options, from IANA's registry.
const (
	GeneveClassLinux   uint16 = 0x0100
	GeneveClassOVN     uint16 = 0x0102
	GeneveClassINT     uint16 = 0x0103
	GeneveClassVMware  uint16 = 0x0104
	GeneveClassAmazon  uint16 = 0x0108
	GeneveClassCilium  uint16 = 0x014b
	GeneveClassGoogle  uint16 = 0x0165
	GeneveClassPrivate uint16 = 0xff00 // and above: experiments
)

func (g *Geneve) String() string {
	return fmt.Sprintf("Geneve vni %d, %s, %d options", g.VNI, g.Protocol, len(g.Options))
}
