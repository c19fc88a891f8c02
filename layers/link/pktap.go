package link

import "fmt"

// PKTAP is the header of packets that Apple's systems capture on several interfaces at once, LINKTYPE_PKTAP (struct pktap_header of net/pktap.h). It is in the byte order
// of the host, taken for little-endian. Later versions have fields that are in Rest.
type PKTAP struct {
	Length            uint32   `bits:"32,le,len=header"`
	RecordType        uint32   `bits:"32,le,default=1"` // 1 a packet
	DLT               uint32   `bits:"32,le,next=linktype"`
	Interface         [24]byte `bits:"192"`   // padded with zeros
	Flags             uint32   `bits:"32,le"` // bit 0 inbound, bit 1 outbound
	ProtocolFamily    uint32   `bits:"32,le"`
	LinkHeaderLength  uint32   `bits:"32,le"`
	LinkTrailerLength uint32   `bits:"32,le"`
	PID               uint32   `bits:"32,le"`
	Command           [20]byte `bits:"160"` // padded with zeros
	ServiceClass      uint32   `bits:"32,le"`
	InterfaceType     uint16   `bits:"16,le"`
	InterfaceUnit     uint16   `bits:"16,le"`
	EffectivePID      uint32   `bits:"32,le"`
	EffectiveCommand  [20]byte `bits:"160"` // padded with zeros
	Rest              []byte   `bits:"*"`
}

// InterfaceName is the name of the interface.
func (p *PKTAP) InterfaceName() string { return text(p.Interface[:]) }

// CommandName is the name of the process.
func (p *PKTAP) CommandName() string { return text(p.Command[:]) }

func (p *PKTAP) String() string {
	return fmt.Sprintf("PKTAP on %s, %s (%d), link type %d", p.InterfaceName(), p.CommandName(), p.PID, p.DLT)
}
