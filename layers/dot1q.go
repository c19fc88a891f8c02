package layers

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// Dot1Q is a VLAN tag, IEEE 802.1Q-2022 section 9.6, customer (0x8100) and
// service (0x88a8) alike. The tag protocol identifier that stands in front of the tag on the wire is
// the Type of the layer outside; the Type here is that of what the tag was put in front of,
// which may be an 802.3 length.
type Dot1Q struct {
	Priority uint8     `bits:"3"`
	DEI      bool      `bits:"1"`
	VLAN     uint16    `bits:"12"`
	Type     EtherType `bits:"16,next=ethertype,nextif=Type>1500"`
}

// Reserved VLAN identifiers.
const (
	VLANPriority uint16 = 0      // no VLAN: the tag only carries a priority
	VLANReserved uint16 = 0x0fff // not to be used
)

// Links is the table that Type refers to.
func (*Dot1Q) Links() *codec.Links { return Links() }

// NextLayer looks into the payload where Type is a length.
func (d *Dot1Q) NextLayer(payload []byte) codec.Key { return nextByType(d.Type, payload) }

// PayloadLength is Type, where it is a length.
func (d *Dot1Q) PayloadLength(int) (n int, ok bool) { return int(d.Type), d.Type.IsLength() }

// FixPayloadLength sets the length in a tag that has no EtherType.
func (d *Dot1Q) FixPayloadLength(packet []byte, header int) error { return fixLength(packet, header) }

// TCI is the tag control information as one number: priority, drop eligible indicator, VLAN.
func (d *Dot1Q) TCI() uint16 {
	v := uint16(d.Priority)<<13 | d.VLAN&0x0fff
	if d.DEI {
		v |= 1 << 12
	}
	return v
}

// SetTCI sets Priority, DEI and VLAN.
func (d *Dot1Q) SetTCI(v uint16) {
	d.Priority, d.DEI, d.VLAN = uint8(v>>13), v&(1<<12) != 0, v&0x0fff
}

func (d *Dot1Q) String() string {
	return fmt.Sprintf("Dot1Q vlan %d, priority %d, %s", d.VLAN, d.Priority, d.Type)
}
