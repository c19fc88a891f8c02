package link

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// FDP is a message of Foundry's discovery protocol, which has the form of Cisco's but the Internet's checksum. LLC and SNAP (IEEE 802.2) carry it with an organisation of its own.
type FDP struct {
	Version  uint8    `bits:"8,default=1"`
	HoldTime uint8    `bits:"8"` // seconds
	Checksum uint16   `bits:"16,sum=inet"`
	TLVs     []FDPTLV `bits:"*,fit"`
	Rest     []byte   `bits:"*"`
}

// FDPTLV is a TLV; its length counts type and length too. Value is typed by View.
type FDPTLV struct {
	Type   FDPType `bits:"16"`
	Length uint16  `bits:"16,len=self"`
	Value  []byte  `bits:"*,union=Type"`
}

// FDPType is the type of a TLV.
type FDPType uint16

// Types of TLVs. All but addresses are text.
const (
	FDPDeviceID     FDPType = 1
	FDPAddresses    FDPType = 2
	FDPPortID       FDPType = 3
	FDPCapabilities FDPType = 4
	FDPSoftware     FDPType = 5
	FDPPlatform     FDPType = 6
)

func (t FDPType) String() string {
	return iana.NameAt([]string{
		FDPDeviceID: "device ID", FDPAddresses: "addresses", FDPPortID: "port ID", FDPCapabilities: "capabilities", FDPSoftware: "version", FDPPlatform: "platform",
	}, t)
}

// Members gives the types of View.
func (FDPTLV) Members(string) tags.Members {
	text := (*FDPText)(nil)
	return tags.Members{Types: map[uint64]any{
		uint64(FDPDeviceID): text, uint64(FDPAddresses): (*CDPAddressList)(nil), uint64(FDPPortID): text, uint64(FDPCapabilities): text, uint64(FDPSoftware): text, uint64(FDPPlatform): text,
	}}
}

// FDPText is the text of a TLV.
type FDPText struct {
	Text string `bits:"*"`
}

// View decodes Value: [*CDPAddressList] or [*FDPText].
func (t *FDPTLV) View() (any, error) { return codec.View(t, "Value") }

// TLV returns the first TLV of a type, nil if there is none.
func (f *FDP) TLV(t FDPType) *FDPTLV {
	for i := range f.TLVs {
		if f.TLVs[i].Type == t {
			return &f.TLVs[i]
		}
	}
	return nil
}
