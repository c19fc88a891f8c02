package routing

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// VRRPv2 is an advertisement of the Virtual Router Redundancy Protocol, version 2, RFC 3768 section 5. Authentication is of RFC 2338.
type VRRPv2 struct {
	Version   uint8        `bits:"4,const=2"`
	Type      uint8        `bits:"4,default=1"` // 1 advertisement
	VRID      uint8        `bits:"8"`
	Priority  uint8        `bits:"8"` // 255 owns the addresses, 0 gives up
	Count     uint8        `bits:"8,count=Addresses"`
	AuthType  VRRPAuth     `bits:"8"`
	AdverInt  uint8        `bits:"8"` // seconds
	Checksum  uint16       `bits:"16,sum=inet"`
	Addresses []netip.Addr `bits:"*,each=32"`
	AuthData  []byte       `bits:"*"` // 8 bytes
}

// Err tells whether the authentication data has not its length, RFC 3768 section 5.3.10, or a password is missing.
func (v *VRRPv2) Err() error {
	if n := len(v.AuthData); n != 8 && (n > 0 || v.AuthType == VRRPAuthPassword) {
		return codec.ErrLength
	}
	return nil
}

// VRRPv3 is an advertisement of version 3 over IPv4, RFC 9568 section 5.
type VRRPv3 struct {
	Version     uint8        `bits:"4,const=3"`
	Type        uint8        `bits:"4,default=1"` // 1 advertisement
	VRID        uint8        `bits:"8"`
	Priority    uint8        `bits:"8"` // 255 owns the addresses, 0 gives up
	Count       uint8        `bits:"8,count=Addresses"`
	Reserved    uint8        `bits:"4"`
	MaxAdverInt uint16       `bits:"12"` // hundredths of a second
	Checksum    uint16       `bits:"16,sum=inet:pseudo"`
	Addresses   []netip.Addr `bits:"*,each=32"`
}

// VRRPv3IPv6 is an advertisement of version 3 over IPv6, RFC 9568 section 5. It is told from the other by its length. The first address is link-local.
type VRRPv3IPv6 struct {
	Version     uint8        `bits:"4,const=3"`
	Type        uint8        `bits:"4,default=1"` // 1 advertisement
	VRID        uint8        `bits:"8"`
	Priority    uint8        `bits:"8"` // 255 owns the addresses, 0 gives up
	Count       uint8        `bits:"8,count=Addresses"`
	Reserved    uint8        `bits:"4"`
	MaxAdverInt uint16       `bits:"12"` // hundredths of a second
	Checksum    uint16       `bits:"16,sum=inet:pseudo"`
	Addresses   []netip.Addr `bits:"*,each=128"`
}

// VRRPAuth is the kind of authentication in version 2.
type VRRPAuth uint8

// Kinds of authentication.
const (
	VRRPAuthNone     VRRPAuth = 0
	VRRPAuthPassword VRRPAuth = 1 // in clear text
	VRRPAuthHeader   VRRPAuth = 2 // AH
)

func (a VRRPAuth) String() string { return iana.NameAt([]string{"none", "password", "AH"}, a) }

// VRRPAdvertisement is the only type of message.
const VRRPAdvertisement uint8 = 1

// Recognizes asks for the version.
func (*VRRPv2) Recognizes(data []byte) bool { return len(data) > 0 && data[0]>>4 == 2 }

// Recognizes asks for the version.
func (*VRRPv3) Recognizes(data []byte) bool { return len(data) > 0 && data[0]>>4 == 3 }

// Recognizes asks for the version, and for room for addresses of IPv6.
func (*VRRPv3IPv6) Recognizes(data []byte) bool {
	return len(data) > 8 && data[0]>>4 == 3 && data[3] > 0 && len(data) >= 8+16*int(data[3])
}

func (v *VRRPv2) String() string {
	return fmt.Sprintf("VRRPv2 router %d, priority %d, %v", v.VRID, v.Priority, v.Addresses)
}

func (v *VRRPv3) String() string {
	return fmt.Sprintf("VRRPv3 router %d, priority %d, %v", v.VRID, v.Priority, v.Addresses)
}

func (v *VRRPv3IPv6) String() string {
	return fmt.Sprintf("VRRPv3IPv6 router %d, priority %d, %v", v.VRID, v.Priority, v.Addresses)
}
