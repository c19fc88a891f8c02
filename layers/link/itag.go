package link

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/ieee"
)

// ITag is the tag of the backbone service instance, IEEE 802.1Q-2022 section 9.7 (802.1ah); its EtherType stands in front of it. The
// customer's addresses, which the standard counts to the tag, are those of the Ethernet layer that follows.
type ITag struct {
	Priority uint8  `bits:"3"`
	DEI      bool   `bits:"1"`
	UCA      bool   `bits:"1"` // the customer's addresses are used
	Reserved uint8  `bits:"3"`
	ISID     uint32 `bits:"24"`
}

// NextLayer is the customer's frame.
func (*ITag) NextLayer([]byte) codec.Key {
	return codec.Key{Table: "ethertype", Value: uint64(ieee.EtherTypeTEB)}
}

func (i *ITag) String() string { return fmt.Sprintf("ITag isid %d, priority %d", i.ISID, i.Priority) }
