package layers

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// SLL is the header of Linux "cooked" captures, LINKTYPE_LINUX_SLL, as the
// link-type registry of tcpdump.org describes it. The slot for the address has 8 bytes,
// also where the address is shorter or longer.
type SLL struct {
	PacketType SLLPacketType `bits:"16"`
	ARPHRD     ARPHardware   `bits:"16"`
	AddrLen    uint16        `bits:"16"`
	Addr       [8]byte       `bits:"64"`
	Protocol   EtherType     `bits:"16,next=ethertype"`
}

// SLL2 is the second version of that header, LINKTYPE_LINUX_SLL2, with the
// interface's number.
type SLL2 struct {
	Protocol   EtherType     `bits:"16,next=ethertype"`
	Reserved   uint16        `bits:"16"`
	Interface  uint32        `bits:"32"` // index of the interface on the host that captured
	ARPHRD     ARPHardware   `bits:"16"`
	PacketType SLLPacketType `bits:"8"`
	AddrLen    uint8         `bits:"8"`
	Addr       [8]byte       `bits:"64"`
}

// SLLPacketType says where a packet came from.
type SLLPacketType uint16

// Packet types.
const (
	SLLHost      SLLPacketType = 0 // to this host
	SLLBroadcast SLLPacketType = 1
	SLLMulticast SLLPacketType = 2
	SLLOtherHost SLLPacketType = 3 // between others
	SLLOutgoing  SLLPacketType = 4 // from this host
)

func (t SLLPacketType) String() string {
	return iana.NameAt([]string{"Host", "Broadcast", "Multicast", "OtherHost", "Outgoing"}, t)
}

// Links is the table that Protocol refers to.
func (*SLL) Links() *codec.Links { return Links() }

// Links is the table that Protocol refers to.
func (*SLL2) Links() *codec.Links { return Links() }

// NextLayer is by ARPHRD, then by Protocol.
func (s *SLL) NextLayer([]byte) codec.Key { return cooked(s.ARPHRD, s.Protocol) }

// NextLayer is by ARPHRD, then by Protocol.
func (s *SLL2) NextLayer([]byte) codec.Key { return cooked(s.ARPHRD, s.Protocol) }

// cooked is what follows in a cooked capture: the meaning of the protocol depends on the
// type of the interface. GRE's protocol types are EtherTypes.
func cooked(hrd ARPHardware, protocol EtherType) codec.Key {
	switch hrd {
	case ARPHardwareFRAD:
		return codec.Key{Table: "linktype", Value: linkTypeFrameRelay}
	case ARPHardwareRadiotap:
		return codec.Key{Table: "linktype", Value: linkTypeRadiotap}
	case ARPHardwareCAN:
		return codec.Key{Table: "can", Value: uint64(protocol)}
	case ARPHardwareNetlink:
		return codec.Key{Table: "netlink", Value: uint64(protocol)}
	}
	return codec.Key{Table: "ethertype", Value: uint64(protocol)}
}

// Address returns the sender's link-layer address, as far as the slot holds it.
func (s *SLL) Address() []byte { return s.Addr[:min(int(s.AddrLen), len(s.Addr))] }

// Address returns the sender's link-layer address, as far as the slot holds it.
func (s *SLL2) Address() []byte { return s.Addr[:min(int(s.AddrLen), len(s.Addr))] }

func (s *SLL) String() string {
	return fmt.Sprintf("SLL %s, %s %x, %s", s.PacketType, s.ARPHRD, s.Address(), s.Protocol)
}

func (s *SLL2) String() string {
	return fmt.Sprintf("SLL2 %s, interface %d, %s %x, %s", s.PacketType, s.Interface, s.ARPHRD, s.Address(), s.Protocol)
}
