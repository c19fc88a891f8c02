package layers

import (
	"fmt"
	"math/bits"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// Null is the header of BSD loopback captures, LINKTYPE_NULL: an address family in the byte order
// of the host that captured. The dispatch table "null" has the numbers of both orders, the
// little-endian ones first.
type Null struct {
	Raw uint32 `bits:"32,next=null"` // as it is read in network byte order
}

// Loop is the header of OpenBSD loopback captures, LINKTYPE_LOOP: an address family
// in network byte order.
type Loop struct {
	Family AddressFamily `bits:"32,next=family"`
}

// AddressFamily is an AF_ number. Only that of IPv4 is the same on all systems.
type AddressFamily uint32

// Address families.
const (
	FamilyIPv4       AddressFamily = 2
	FamilyISO        AddressFamily = 7
	FamilyLinuxIPv6  AddressFamily = 10
	FamilyAppleTalk  AddressFamily = 16
	FamilyIPX        AddressFamily = 23
	FamilyBSDIPv6    AddressFamily = 24 // NetBSD, OpenBSD, BSD/OS
	FamilyFreeIPv6   AddressFamily = 28 // FreeBSD, DragonFly
	FamilyDarwinIPv6 AddressFamily = 30
)

// String gives the name, or the number.
func (f AddressFamily) String() string {
	switch f {
	case FamilyIPv4:
		return "IPv4"
	case FamilyISO:
		return "ISO"
	case FamilyAppleTalk:
		return "AppleTalk"
	case FamilyIPX:
		return "IPX"
	case FamilyLinuxIPv6, FamilyBSDIPv6, FamilyFreeIPv6, FamilyDarwinIPv6:
		return "IPv6"
	}
	return iana.NameAt(nil, f)
}

// Links is the table that Raw refers to.
func (*Null) Links() *codec.Links { return Links() }

// Links is the table that Family refers to.
func (*Loop) Links() *codec.Links { return Links() }

// NextLayer is by address family. What is too large for a family is an EtherType;
// it stands in the lower half where there is something in both.
func (n *Null) NextLayer([]byte) codec.Key {
	f := n.Family()
	if low := n.Raw & 0xffff; n.IsLittleEndian() && low > MaxEtherLength {
		f = AddressFamily(low)
	}
	if f > MaxEtherLength {
		return codec.Key{Table: "ethertype", Value: uint64(f)}
	}
	return codec.Key{Table: "family", Value: uint64(f)}
}

// IsLittleEndian reports whether the host that captured was little-endian, as far as the
// number tells: families are below 65536.
func (n *Null) IsLittleEndian() bool { return n.Raw > 0xffff }

// Family is the address family, in whichever byte order it is.
func (n *Null) Family() AddressFamily {
	if n.IsLittleEndian() {
		return AddressFamily(bits.ReverseBytes32(n.Raw))
	}
	return AddressFamily(n.Raw)
}

func (n *Null) String() string { return fmt.Sprintf("Null %s", n.Family()) }

func (l *Loop) String() string { return fmt.Sprintf("Loop %s", l.Family) }
