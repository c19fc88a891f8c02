package tunnel

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// NSH is the network service header, RFC 8300 section 2. Its length is in words of 4 bytes. Metadata is of a fixed 16 bytes
// in type 1, and a list of options in type 2: View decodes it.
type NSH struct {
	Version     uint8       `bits:"2"`
	OAM         bool        `bits:"1"`
	Unassigned1 uint8       `bits:"1"`
	TTL         uint8       `bits:"6"`
	Length      uint8       `bits:"6,len=header/4"`
	Unassigned2 uint8       `bits:"4"`
	MDType      uint8       `bits:"4"`
	NextHeader  NSHProtocol `bits:"8,next=nsh"`
	PathID      uint32      `bits:"24"`
	Index       uint8       `bits:"8"`
	Metadata    []byte      `bits:"*,union=MDType"`
}

// NSHProtocol is the protocol inside NSH.
type NSHProtocol uint8

// Protocols inside NSH.
const (
	NSHIPv4     NSHProtocol = 1
	NSHIPv6     NSHProtocol = 2
	NSHEthernet NSHProtocol = 3
	NSHNSH      NSHProtocol = 4
	NSHMPLS     NSHProtocol = 5
)

func (p NSHProtocol) String() string {
	return iana.NameAt([]string{"", "IPv4", "IPv6", "Ethernet", "NSH", "MPLS"}, p)
}

// NSHMetadata2 is the metadata of type 2: options.
type NSHMetadata2 struct {
	Options []NSHOption `bits:"*"`
}

// NSHOption is a context header of variable length, RFC 8300 section 2.5.1.
type NSHOption struct {
	Class      uint16 `bits:"16"`
	Type       uint8  `bits:"8"`
	Unassigned uint8  `bits:"1"`
	Length     uint8  `bits:"7,len=Data"`
	Data       []byte `bits:"*"`
	Padding    []byte `bits:"*,pad=4"`
}

// Members gives the types of View.
func (NSH) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{2: (*NSHMetadata2)(nil)}}
}

// View decodes Metadata of type 2; it returns nil for other types.
func (n *NSH) View() (any, error) { return codec.View(n, "Metadata") }

func (n *NSH) String() string {
	return fmt.Sprintf("NSH path %d, index %d, %s", n.PathID, n.Index, n.NextHeader)
}
