package link

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// JuniperEthernet is the header that Junos writes in front of Ethernet frames, LINKTYPE_JUNIPER_ETHER. What Juniper has published of it is in tcpdump and Wireshark: a magic number, flags, and extensions that say where
// the packet was. Junos has such headers for other interfaces too, whose payloads begin in many ways; they are not decoded.
type JuniperEthernet struct {
	Magic      uint32             `bits:"24,const=0x4d4743"`
	Extended   bool               `bits:"1"` // there are extensions
	Reserved   uint8              `bits:"5"`
	NoL2       bool               `bits:"1"` // the header of the link was taken away
	Incoming   bool               `bits:"1"`
	ExtLen     uint16             `bits:"16,if=Extended,len=Extensions"`
	Extensions []JuniperExtension `bits:"*,if=Extended"`
}

// JuniperExtension says something of the interface. Numbers of Value are little-endian.
type JuniperExtension struct {
	Type   JuniperExtensionType `bits:"8"`
	Length uint8                `bits:"8,len=Value"`
	Value  []byte               `bits:"*"`
}

// JuniperExtensionType is what an extension says.
type JuniperExtensionType uint8

func (t JuniperExtensionType) String() string {
	return iana.NameAt([]string{"", "device interface index", "device interface name", "device media type", "logical interface index", "logical unit number", "logical interface encapsulation"}, t)
}

// NextLayer is an Ethernet frame.
func (j *JuniperEthernet) NextLayer([]byte) codec.Key {
	if j.NoL2 {
		return codec.Key{}
	}
	return codec.Key{Table: "linktype", Value: linkTypeEthernet}
}

// Extension is the first extension of a type, nil if there is none.
func (j *JuniperEthernet) Extension(t JuniperExtensionType) *JuniperExtension {
	for i := range j.Extensions {
		if j.Extensions[i].Type == t {
			return &j.Extensions[i]
		}
	}
	return nil
}

func (j *JuniperEthernet) String() string {
	if j.Incoming {
		return fmt.Sprintf("JuniperEthernet in, %d extensions", len(j.Extensions))
	}
	return fmt.Sprintf("JuniperEthernet out, %d extensions", len(j.Extensions))
}
